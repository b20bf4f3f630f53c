//! Which cases are most worth a look: those that would cost most if they were decided unseen.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};

use crate::case::Answer;
use crate::decision::Decision;
use crate::flags::Severity;

/// Cases that a report shows.
pub(super) const SHOWN: usize = 40;

/// A case that waits for a look.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Waiting {
    /// Whether a flag of the gravest kind was raised: the probability then says less than it seems.
    pub(super) is_grave: bool,
    /// What deciding it unseen would cost on average.
    pub(super) worth: f64,
    /// The row's number among all, from 0.
    pub(super) row: u64,
}

impl Eq for Waiting {}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The greatest is the least worth a look, so that a heap gives it up first.
impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        let grave = other.is_grave.cmp(&self.is_grave);
        grave.then(other.worth.total_cmp(&self.worth)).then(self.row.cmp(&other.row))
    }
}

/// The cases most worth a look, and no more of them than are shown.
#[derive(Debug, Default)]
pub(super) struct Queue(BinaryHeap<Waiting>);

impl Queue {
    /// Takes in a case, where the policy sends it to a person.
    pub(super) fn take(&mut self, answer: &Answer, row: u64) {
        if answer.decision == Decision::Review {
            let is_grave = answer.flags.iter().any(|flag| flag.severity == Severity::High);
            self.add(Waiting { is_grave, worth: worth(answer.probability), row });
        }
    }

    pub(super) fn add(&mut self, waiting: Waiting) {
        self.0.push(waiting);
        if self.0.len() > SHOWN {
            self.0.pop();
        }
    }

    /// From what is most worth a look.
    pub(super) fn finish(self) -> Vec<Waiting> {
        self.0.into_sorted_vec()
    }
}

/// A wrong accept costs ten times a wrong refusal (assumed: a stolen payout against a lost customer's first one).
const WRONG_ACCEPT: f64 = 10.0;
const WRONG_REFUSAL: f64 = 1.0;

/// The cheaper of accepting and refusing without a look, on average, in wrong refusals.
fn worth(probability: f64) -> f64 {
    (WRONG_ACCEPT * (1.0 - probability)).min(WRONG_REFUSAL * probability)
}

#[cfg(test)]
mod tests {
    use super::{Queue, SHOWN, Waiting, worth};

    #[test]
    fn most_doubtful_case_is_worth_most_and_grave_ones_come_first() {
        assert!(worth(0.9) > worth(0.5) && worth(0.9) > worth(0.999) && worth(0.0) == 0.0);
        let mut queue = Queue::default();
        for row in 0..100 {
            queue.add(Waiting { is_grave: row == 7, worth: (row % 50) as f64, row });
        }
        let order: Vec<u64> = queue.finish().into_iter().map(|waiting| waiting.row).collect();
        assert_eq!((order.len(), &order[..4]), (SHOWN, &[7, 49, 99, 48][..]));
    }
}
