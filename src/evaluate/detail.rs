//! What charts draw and figures leave out: each threshold, the whole scale, every level, and the worst mistakes.

use super::costs::{Costs, Thresholds};
use super::curve::{Curve, ThresholdPoint};
use super::histogram::{HistogramBin, histogram};
use super::mistakes::{Mistakes, mistakes};
use super::outcome::{outcomes, rows};
use super::reached::{ReachedLevel, reached};
use super::{bootstrap, costs};
use crate::case::LabelledCase;
use crate::matcher::Matcher;

/// Thresholds that a table tells.
const TOLD: [f64; 15] = [0.001, 0.01, 0.05, 0.1, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99, 0.995, 0.999, 0.9999];

/// The cases behind the figures. Its size does not grow with theirs. It holds personal data, in the mistakes.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// How many persons the cases are of.
    pub persons: u64,
    /// Thresholds from the lowest up.
    pub curve: Vec<ThresholdPoint>,
    /// Round thresholds, to be read.
    pub told: Vec<ThresholdPoint>,
    /// The policy's threshold, by the probability alone.
    pub policy_point: ThresholdPoint,
    /// Owners and others along the scale.
    pub histogram: Vec<HistogramBin>,
    /// Levels by pairing and field.
    pub levels: Vec<ReachedLevel>,
    /// Cases on the wrong side.
    pub mistakes: Mistakes,
    /// The costs that were given, and the cheapest thresholds by them.
    pub costs: Option<(Costs, Thresholds)>,
}

/// What charts draw, with the bill of every threshold where costs are given.
///
/// ```
/// use ownermatch::Matcher;
/// use ownermatch::case::{Line, read_labelled};
/// use ownermatch::evaluate::detail;
/// let line = br#"{"id":"7","label":0,"applicant":{"name":"A Quux"},"owners":[{"name":"A Quux"}]}"#;
/// let case = read_labelled(&Line::new(1, 0, line.to_vec())).unwrap();
/// let told = detail(&Matcher::default(), &[case], None);
/// assert_eq!(told.mistakes.told[0].id, "7");
/// ```
pub fn detail(matcher: &Matcher, cases: &[LabelledCase], costs: Option<Costs>) -> Detail {
    let matcher = &matcher.pinned();
    let outcomes = outcomes(matcher, cases);
    let rows = rows(&outcomes);
    let costs = costs.map(|costs| (costs, costs::choose(&rows, costs)));
    let curve = Curve::of(&rows, costs);
    Detail {
        persons: bootstrap(&outcomes).persons(),
        curve: curve.points(),
        told: TOLD.iter().map(|probability| curve.at_probability(*probability)).collect(),
        policy_point: curve.at_probability(matcher.current_policy().match_at()),
        histogram: histogram(&rows),
        levels: reached(matcher, &outcomes),
        mistakes: mistakes(matcher, &outcomes),
        costs,
    }
}
