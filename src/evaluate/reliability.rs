//! Whether a probability means what it says: bins, error, log loss, and the line that would mend it.

use super::ranking::Row;

const BINS: usize = 10;
/// A probability of 0 or 1 would cost infinitely much in the log loss.
const LEAST: f64 = 1e-9;

/// Cases of one tenth of the scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Bin {
    /// How many.
    pub cases: f64,
    /// Their mean probability.
    pub said: f64,
    /// The share of owners among them.
    pub was: f64,
}

/// How far probabilities are from what came true.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reliability {
    pub(super) bins: [Bin; BINS],
    /// Mean distance of said and was, by cases.
    pub(super) expected_error: f64,
    /// The same over cases with .05 < P < .95, where a hard yes or no cannot hide.
    /// `None` where there are none.
    pub(super) expected_error_between: Option<f64>,
    pub(super) brier: f64,
    /// In bits a case.
    pub(super) log_loss: f64,
    /// Slope and intercept of the logistic line from said to was: 1 and 0 where they agree. `None` where no line fits
    /// best: all cases said the same, or owners and others do not overlap.
    pub(super) line: Option<[f64; 2]>,
    /// Share of all cases on the wrong side above .99 (or below .01).
    pub(super) wrong_above_99: f64,
}

pub(super) fn reliability(rows: &[Row], weights: &[u32]) -> Reliability {
    let total: f64 = weights.iter().map(|weight| f64::from(*weight)).sum::<f64>().max(1.0);
    let weighted = || rows.iter().zip(weights).map(|(row, weight)| (row, f64::from(*weight)));
    let mean = |of: &dyn Fn(&Row) -> f64| weighted().map(|(row, weight)| weight * of(row)).sum::<f64>() / total;
    let truth = |row: &Row| f64::from(u8::from(row.is_owner));
    Reliability {
        bins: bins(rows, weights, |_| true),
        expected_error: expected_error(&bins(rows, weights, |_| true)).unwrap_or_default(),
        expected_error_between: expected_error(&bins(rows, weights, |p| p > 0.05 && p < 0.95)),
        brier: mean(&|row| (row.probability - truth(row)).powi(2)),
        log_loss: mean(&|row| {
            let said = if row.is_owner { row.probability } else { 1.0 - row.probability };
            -libm::log2(said.clamp(LEAST, 1.0))
        }),
        line: line(rows, weights),
        wrong_above_99: mean(&|row| {
            let wrong = if row.is_owner { row.probability < 0.01 } else { row.probability > 0.99 };
            f64::from(u8::from(wrong))
        }),
    }
}

fn bins(rows: &[Row], weights: &[u32], is_in: impl Fn(f64) -> bool) -> [Bin; BINS] {
    let mut bins = [Bin::default(); BINS];
    for (row, weight) in rows.iter().zip(weights).filter(|(row, _)| is_in(row.probability)) {
        let bin = &mut bins[((row.probability * BINS as f64) as usize).min(BINS - 1)];
        let weight = f64::from(*weight);
        bin.cases += weight;
        bin.said += weight * row.probability;
        bin.was += weight * f64::from(u8::from(row.is_owner));
    }
    for bin in bins.iter_mut().filter(|bin| bin.cases > 0.0) {
        (bin.said, bin.was) = (bin.said / bin.cases, bin.was / bin.cases);
    }
    bins
}

fn expected_error(bins: &[Bin]) -> Option<f64> {
    let cases: f64 = bins.iter().map(|bin| bin.cases).sum();
    let off: f64 = bins.iter().map(|bin| bin.cases * (bin.said - bin.was).abs()).sum();
    (cases > 0.0).then(|| off / cases)
}

/// Slope and intercept of the logistic regression of the truth on the log odds (natural), by Newton's method. Log odds
/// beyond 20 count as 20: a million to one says no more about the line than that.
fn line(rows: &[Row], weights: &[u32]) -> Option<[f64; 2]> {
    const STEPS: usize = 25;
    // Cases that all said the same leave nothing but rounding.
    const FLAT: f64 = 1e-9;
    let (mut slope, mut intercept) = (1.0, 0.0);
    for _ in 0..STEPS {
        let (mut gradient, mut curve) = ([0.0; 2], [0.0; 3]);
        for (row, weight) in rows.iter().zip(weights) {
            let (x, weight) = ((row.log_odds * std::f64::consts::LN_2).clamp(-20.0, 20.0), f64::from(*weight));
            let said = 1.0 / (1.0 + libm::exp(-(slope * x + intercept)));
            let (off, spread) = (f64::from(u8::from(row.is_owner)) - said, said * (1.0 - said));
            gradient = [gradient[0] + weight * off * x, gradient[1] + weight * off];
            curve = [curve[0] + weight * spread * x * x, curve[1] + weight * spread * x, curve[2] + weight * spread];
        }
        let determinant = curve[0] * curve[2] - curve[1] * curve[1];
        if determinant <= FLAT * curve[0] * curve[2] {
            return None;
        }
        let step = [
            (curve[2] * gradient[0] - curve[1] * gradient[1]) / determinant,
            (curve[0] * gradient[1] - curve[1] * gradient[0]) / determinant,
        ];
        (slope, intercept) = (slope + step[0].clamp(-1.0, 1.0), intercept + step[1].clamp(-2.0, 2.0));
        if step[0].abs() + step[1].abs() < 1e-10 {
            return Some([slope, intercept]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Row, reliability};
    use crate::chance::Chance;

    /// Cases whose truth is drawn with the probability that `said` makes of the log odds.
    fn drawn(said: impl Fn(f64) -> f64) -> Vec<Row> {
        let mut chance = Chance::new(9);
        let row = |_| {
            let log_odds = chance.below(1200) as f64 / 100.0 - 6.0;
            let probability = 1.0 / (1.0 + (-log_odds).exp2());
            Row { log_odds, probability, is_owner: chance.happens(said(log_odds)) }
        };
        (0..40_000).map(row).collect()
    }

    #[test]
    fn what_is_calibrated_looks_so_and_what_is_too_sure_does_not() {
        let good = drawn(|log_odds| 1.0 / (1.0 + (-log_odds).exp2()));
        let found = reliability(&good, &vec![1; good.len()]);
        let [slope, intercept] = found.line.expect("a line");
        assert!(found.expected_error < 0.01 && (slope - 1.0).abs() < 0.03 && intercept.abs() < 0.05, "{found:?}");
        let sure = drawn(|log_odds| 1.0 / (1.0 + (-log_odds / 2.0).exp2()));
        let found = reliability(&sure, &vec![1; sure.len()]);
        let [slope, _] = found.line.expect("a line");
        assert!(found.expected_error > 0.05 && (slope - 0.5).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn no_line_is_told_where_none_fits_and_no_error_where_nothing_is_between() {
        let row = |log_odds: f64, is_owner| Row { log_odds, probability: 1.0 / (1.0 + (-log_odds).exp2()), is_owner };
        let same: Vec<Row> = (0..100).map(|at| row(9.0, at % 2 == 0)).collect();
        let apart: Vec<Row> = (0..100).map(|at| row(if at % 2 == 0 { 6.0 } else { -6.0 }, at % 2 == 0)).collect();
        for rows in [same, apart] {
            let found = reliability(&rows, &[1; 100]);
            assert_eq!((found.line, found.expected_error_between), (None, None), "{found:?}");
        }
    }

    #[test]
    fn a_hard_yes_and_no_shows_in_the_log_loss() {
        let row = |probability: f64, is_owner| Row {
            log_odds: libm::log2(probability / (1.0 - probability)),
            probability,
            is_owner,
        };
        let rows: Vec<Row> = (0..100).map(|at| row(0.999_999, at != 0)).collect();
        let found = reliability(&rows, &[1; 100]);
        assert!(found.expected_error < 0.011 && found.log_loss > 0.19 && found.wrong_above_99 == 0.01, "{found:?}");
    }
}
