//! What every threshold of the probability would come to: owners found, others let in, and the bill.

use super::costs::{Costs, Thresholds};
use super::ranking::Row;

/// Thresholds told: enough for a smooth line at any width, and as many for a million cases as for ten.
const STEPS: usize = 160;
/// Log odds beyond which a threshold is told no more: a billion to one.
const FARTHEST_BITS: f64 = 30.0;

/// Were every case at or above this threshold matched, and no other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThresholdPoint {
    /// The threshold, in log2 of the odds.
    pub bits: f64,
    /// Owners matched.
    pub owners: u64,
    /// Others matched.
    pub others: u64,
    /// Share of owners matched.
    pub recall: f64,
    /// Share of others matched.
    pub false_accepts: f64,
    /// Share of the matches that are owners'; `None` where nobody matches.
    pub precision: Option<f64>,
    /// What all cases cost: wrong matches, refusals of owners at or below the cheapest threshold to refuse at, and a
    /// look at the rest. `None` without costs.
    pub cost: Option<f64>,
}

/// Rows from the highest log odds down, summed up so that any threshold is a look-up.
pub(super) struct Curve<'a> {
    rows: &'a [Row],
    /// Owners among the first so many rows.
    owners: Vec<u64>,
    costs: Option<(Costs, Thresholds)>,
}

impl<'a> Curve<'a> {
    pub(super) fn of(rows: &'a [Row], costs: Option<(Costs, Thresholds)>) -> Self {
        let mut owners = vec![0];
        owners.extend(rows.iter().scan(0, |sum, row| {
            *sum += u64::from(row.is_owner);
            Some(*sum)
        }));
        Self { rows, owners, costs }
    }

    /// Evenly from the lowest log odds to the highest.
    pub(super) fn points(&self) -> Vec<ThresholdPoint> {
        let finite = || self.rows.iter().map(|row| row.log_odds).filter(|bits| bits.is_finite());
        let low = finite().fold(f64::INFINITY, f64::min).clamp(-FARTHEST_BITS, -1.0);
        let high = finite().fold(f64::NEG_INFINITY, f64::max).clamp(1.0, FARTHEST_BITS);
        (0..=STEPS).map(|step| self.at(low + (high - low) * step as f64 / STEPS as f64)).collect()
    }

    /// One threshold, in log2 of the odds.
    pub(super) fn at(&self, bits: f64) -> ThresholdPoint {
        let matched = self.rows.partition_point(|row| row.log_odds >= bits);
        self.point(bits, matched)
    }

    /// A threshold given as a probability, exact where cases stand right on it.
    pub(super) fn at_probability(&self, probability: f64) -> ThresholdPoint {
        let matched = self.rows.partition_point(|row| row.probability >= probability);
        self.point(log_odds(probability), matched)
    }

    fn point(&self, bits: f64, matched: usize) -> ThresholdPoint {
        let all = *self.owners.last().unwrap_or(&0);
        let (owners, others) = (self.owners[matched], matched as u64 - self.owners[matched]);
        let share = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        ThresholdPoint {
            bits,
            owners,
            others,
            recall: share(owners, all),
            false_accepts: share(others, self.rows.len() as u64 - all),
            precision: (matched > 0).then(|| share(owners, matched as u64)),
            cost: self.costs.map(|(costs, chosen)| self.cost(matched, others, costs, chosen)),
        }
    }

    fn cost(&self, matched: usize, wrong: u64, costs: Costs, chosen: Thresholds) -> f64 {
        let first_refused = chosen.no_match_at.map_or(self.rows.len(), |no_match_at| {
            self.rows.partition_point(|row| row.probability > no_match_at).max(matched)
        });
        let refused_owners = self.owners[self.rows.len()] - self.owners[first_refused];
        let reviewed = (first_refused - matched) as f64;
        costs.wrong_accept * wrong as f64 + costs.wrong_reject * refused_owners as f64 + costs.review * reviewed
    }
}

/// log2 of the odds of a probability, as far as thresholds are told.
pub(super) fn log_odds(probability: f64) -> f64 {
    libm::log2(probability / (1.0 - probability)).clamp(-2.0 * FARTHEST_BITS, 2.0 * FARTHEST_BITS)
}

#[cfg(test)]
mod tests {
    use super::Curve;
    use crate::evaluate::costs::{Costs, choose};
    use crate::evaluate::ranking::Row;

    fn rows(sorted: &[(f64, bool)]) -> Vec<Row> {
        let row = |&(log_odds, is_owner): &(f64, bool)| Row {
            log_odds,
            probability: 1.0 / (1.0 + (-log_odds).exp2()),
            is_owner,
        };
        sorted.iter().map(row).collect()
    }

    #[test]
    fn higher_thresholds_match_fewer_of_both() {
        let cases = rows(&[(9.0, true), (6.0, true), (4.0, false), (1.0, true), (-3.0, false), (-8.0, false)]);
        let points = Curve::of(&cases, None).points();
        assert!(points.windows(2).all(|pair| pair[0].owners >= pair[1].owners && pair[0].others >= pair[1].others));
        assert_eq!((points[0].recall, points[0].false_accepts), (1.0, 1.0));
        assert_eq!(points.last().map(|point| (point.owners, point.precision)), Some((1, Some(1.0))));
    }

    #[test]
    fn the_bill_is_least_where_the_threshold_was_chosen() {
        let cases = rows(&[(9.0, true), (6.0, true), (4.0, false), (1.0, true), (-3.0, false), (-8.0, false)]);
        let costs = Costs { wrong_accept: 100.0, wrong_reject: 1.0, review: 0.6 };
        let chosen = choose(&cases, costs);
        let curve = Curve::of(&cases, Some((costs, chosen)));
        let at = curve.at_probability(chosen.match_at.expect("a threshold"));
        assert!((at.cost.expect("costs") - chosen.cost).abs() < 1e-9);
        assert!(curve.points().iter().all(|point| point.cost.expect("costs") >= chosen.cost - 1e-9));
    }

    #[test]
    fn cases_without_owners_or_of_one_probability_are_no_trouble() {
        for cases in
            [rows(&[]), rows(&[(0.0, true); 3]), rows(&[(f64::NEG_INFINITY, false), (f64::NEG_INFINITY, true)])]
        {
            let points = Curve::of(&cases, None).points();
            assert!(points.iter().all(|point| point.bits.is_finite() && point.recall.is_finite()));
            assert!(points.iter().all(|point| point.false_accepts <= 1.0));
        }
    }
}
