//! Counts over a whole run: sums of parts are the sum of the whole, whatever the parts.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::case::{Answer, RejectCode};
use crate::decision::Decision;

/// What a run came to, as counts; two parts of a run [`add`](Self::add) up to the whole. It holds no personal data.
///
/// ```
/// use ownermatch::case::RejectCode;
/// use ownermatch::report::BatchSummary;
/// let mut whole = BatchSummary::default();
/// let mut part = BatchSummary::default();
/// part.reject(RejectCode::WrongType);
/// whole.add(&part);
/// whole.add(&part);
/// assert_eq!((whole.rows, whole.cases(), whole.rejects["wrong_type"]), (2, 0, 2));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchSummary {
    /// Rows that were read, those rejected among them.
    pub rows: u64,
    /// Rows that are no case.
    pub rejected: u64,
    /// Cases by decision, in the order of [`Decision::ALL`].
    pub decisions: [u64; 4],
    /// Cases with owners by score, 0..=100, each cut by decision in the order of [`Decision::ALL`].
    pub scores: BTreeMap<u8, [u64; 4]>,
    /// Cases of which the bank reports no owner; they have no score.
    pub without_owners: u64,
    /// Cases that carry a flag, by its code.
    pub flags: BTreeMap<String, u64>,
    /// Cases with a reason, by its code.
    pub reasons: BTreeMap<String, u64>,
    /// Cases by level of each field, in the order of [`Field::ALL`](crate::Field::ALL); `missing`, `unreadable` and
    /// `not_given` stand in the place of levels.
    pub levels: [BTreeMap<String, u64>; 4],
    /// Cases decided as no match by the strongest rival's code.
    pub rivals: BTreeMap<String, u64>,
    /// Rejected rows by code.
    pub rejects: BTreeMap<String, u64>,
}

impl BatchSummary {
    /// Counts an answer.
    pub fn take(&mut self, answer: &Answer) {
        self.rows += 1;
        self.decisions[answer.decision as usize] += 1;
        match answer.best_owner {
            Some(_) => self.scores.entry(answer.score.min(100)).or_default()[answer.decision as usize] += 1,
            None => self.without_owners += 1,
        }
        // A flag of two fields, or of two owners, is one case all the same.
        let flags: BTreeSet<&str> = answer.flags.iter().map(|flag| &*flag.code).collect();
        flags.into_iter().for_each(|code| tally(&mut self.flags, code, 1));
        let reasons: BTreeSet<&str> = answer.reasons.iter().map(|reason| &*reason.code).collect();
        reasons.into_iter().for_each(|code| tally(&mut self.reasons, code, 1));
        for (levels, field) in self.levels.iter_mut().zip(answer.fields.all()) {
            tally(levels, field.map_or("not_given", |field| &field.level), 1);
        }
        if let (Decision::NoMatch, Some(rival)) = (answer.decision, &answer.rival) {
            tally(&mut self.rivals, rival, 1);
        }
    }

    /// Counts a row that is no case.
    pub fn reject(&mut self, code: RejectCode) {
        self.rows += 1;
        self.rejected += 1;
        tally(&mut self.rejects, code.code(), 1);
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.rejected += other.rejected;
        self.without_owners += other.without_owners;
        add_each(&mut self.decisions, &other.decisions);
        for (score, counts) in &other.scores {
            add_each(self.scores.entry(*score).or_default(), counts);
        }
        let maps = [&mut self.flags, &mut self.reasons, &mut self.rivals, &mut self.rejects];
        let others = [&other.flags, &other.reasons, &other.rivals, &other.rejects];
        for (map, other) in maps.into_iter().chain(&mut self.levels).zip(others.into_iter().chain(&other.levels)) {
            other.iter().for_each(|(code, count)| tally(map, code, *count));
        }
    }

    /// Cases that were decided.
    pub fn cases(&self) -> u64 {
        self.decisions.iter().sum()
    }
}

/// The name is copied once a code, not once a case.
fn tally(counts: &mut BTreeMap<String, u64>, code: &str, count: u64) {
    match counts.get_mut(code) {
        Some(known) => *known += count,
        None => {
            counts.insert(code.to_owned(), count);
        }
    }
}

fn add_each(counts: &mut [u64; 4], others: &[u64; 4]) {
    counts.iter_mut().zip(others).for_each(|(count, other)| *count += other);
}

#[cfg(test)]
mod tests {
    use super::BatchSummary;
    use crate::Matcher;
    use crate::case::{Answer, OwnersShown, RejectCode};
    use crate::simulate::Simulator;

    fn of(numbers: std::ops::Range<u64>) -> BatchSummary {
        let (matcher, simulator) = (Matcher::default().now(0), Simulator::new(3));
        let mut summary = BatchSummary::default();
        for number in numbers {
            let case = simulator.case(number).case;
            let matched = matcher.match_ownership(&case.applicant, &case.ownership);
            summary.take(&Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::Best));
        }
        summary.reject(RejectCode::InvalidJson);
        summary
    }

    #[test]
    fn parts_add_up_to_the_whole_also_from_disk() {
        let mut parts = of(0..40);
        let text = serde_json::to_string(&of(40..100)).expect("text");
        parts.add(&serde_json::from_str(&text).expect("counts"));
        let mut whole = of(0..100);
        whole.reject(RejectCode::InvalidJson);
        assert_eq!(parts, whole);
        assert_eq!((whole.rows, whole.cases()), (102, 100));
        for levels in &whole.levels {
            assert_eq!(levels.values().sum::<u64>(), 100);
        }
        let scored: u64 = whole.scores.values().flatten().sum();
        assert_eq!(scored + whole.without_owners, 100);
    }
}
