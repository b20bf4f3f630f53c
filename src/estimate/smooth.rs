//! From counts to probabilities: Dirichlet smoothing towards the model that estimation starts from.

/// What the starting model counts for, in cases.
pub(super) const BASE_CASES: f64 = 200.0;
/// A level seen fewer times than this keeps what it had.
pub(super) const FEWEST: f64 = 5.0;

/// Unless it was seen at all where the starting model expects more than this: then it is rare, and not unknown.
const SURPRISING: f64 = 100.0;

/// A probability and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub(super) probability: f64,
    /// How often it was seen; 0 where nothing was counted.
    pub(super) seen: f64,
    /// Variance of the natural logarithm; 0 for what was kept.
    pub(super) variance: f64,
}

impl Cell {
    /// As the starting model has it.
    pub(super) fn kept(probability: f64, seen: f64) -> Self {
        Self { probability, seen, variance: 0.0 }
    }

    /// Seen often enough.
    fn counted(strength: f64, seen: f64, whole: f64) -> Self {
        let variance = (spread(strength) - spread(whole)).max(0.0);
        Self { probability: strength / whole, seen, variance }
    }

    /// Counted over all pairs of so many people: the pairs of one person are no new evidence (a U-statistic of two sides).
    pub(super) fn of_people(self, people: f64) -> Self {
        if self.is_kept() { self } else { Self { variance: self.variance + 4.0 / people, ..self } }
    }

    /// Mixed with another probability, which is taken as known: `share` of that, the rest of this.
    pub(super) fn mixed(self, share: f64, with: f64) -> Self {
        if self.is_kept() {
            return self;
        }
        let own = (1.0 - share) * self.probability;
        let probability = own + share * with;
        Self { probability, variance: self.variance * (own / probability).powi(2), ..self }
    }

    pub(super) fn is_kept(&self) -> bool {
        self.variance == 0.0
    }
}

/// Variance of the logarithm of a gamma variate: the first terms of the trigamma function, good to 1 % from 3 on.
fn spread(strength: f64) -> f64 {
    1.0 / strength + 0.5 / (strength * strength)
}

/// A column of probabilities from counts.
pub(super) fn smooth(base: &[f64], counts: &[f64]) -> Vec<Cell> {
    let (whole, cases): (f64, f64) = (base.iter().sum(), counts.iter().sum());
    let cell = |(base, seen): (&f64, &f64)| {
        let surprising = *seen > 0.0 && base / whole * cases > SURPRISING;
        if *seen < FEWEST && !surprising {
            return Cell::kept(*base, *seen);
        }
        Cell::counted(seen + BASE_CASES * base / whole, *seen, cases + BASE_CASES)
    };
    base.iter().zip(counts).map(cell).collect()
}

/// The same as a distribution: what was counted shares what the kept levels leave.
pub(super) fn smooth_whole(base: &[f64], counts: &[f64]) -> Vec<Cell> {
    let mut cells = smooth(base, counts);
    let sum = |is_kept: bool| -> f64 {
        cells.iter().filter(|cell| cell.is_kept() == is_kept).map(|cell| cell.probability).sum()
    };
    let (kept, counted) = (sum(true), sum(false));
    let factor = (1.0 - kept) / counted;
    if counted > 0.0 && factor > 0.0 {
        cells.iter_mut().filter(|cell| !cell.is_kept()).for_each(|cell| cell.probability *= factor);
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_cases_move_a_little_and_many_decide() {
        let base = [0.5, 0.3, 0.2];
        let few = smooth(&base, &[10.0, 5.0, 5.0]);
        assert!((few[0].probability - 110.0 / 220.0).abs() < 1e-12);
        let many = smooth(&base, &[100_000.0, 700_000.0, 200_000.0]);
        assert!((many[1].probability - 0.7).abs() < 1e-3 && many[1].variance < few[1].variance);
    }

    #[test]
    fn a_level_seen_four_times_keeps_what_it_had_and_the_rest_still_sums_to_one() {
        let cells = smooth_whole(&[0.9, 0.08, 0.02], &[900.0, 996.0, 4.0]);
        assert_eq!((cells[2].probability, cells[2].variance), (0.02, 0.0));
        let whole: f64 = cells.iter().map(|cell| cell.probability).sum();
        assert!((whole - 1.0).abs() < 1e-12 && cells[1].probability > 0.4);
    }

    #[test]
    fn nothing_seen_changes_nothing() {
        let base = [0.9, 0.08, 0.02];
        let probabilities: Vec<f64> = smooth_whole(&base, &[0.0; 3]).iter().map(|cell| cell.probability).collect();
        assert_eq!(probabilities, base);
    }
}
