//! Intervals by bootstrap: persons are drawn, not rows, since two cases of one person say little more than one.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use crate::chance::Chance;

/// How often is drawn, and from what.
const DRAWS: u64 = 200;
const SEED: u64 = 0x0e7a_1a7e;

/// A figure with the middle 95 % of its bootstrap. What happened to none of the persons has an interval of 0 to 0, however
/// few they are: a draw holds nothing that was not seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// On the cases as they are.
    pub value: f64,
    /// The 2.5th percentile.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

impl Figure {
    /// A share of cases with Wilson's interval, for a handful of cases and for shares of nothing or all, where no draw
    /// would differ; `None` of no cases. It takes each case for a person of its own.
    ///
    /// ```
    /// use ownermatch::evaluate::Figure;
    /// let none_of_five = Figure::of_share(0, 5).unwrap();
    /// assert!(none_of_five.low == 0.0 && none_of_five.high > 0.4);
    /// ```
    pub fn of_share(part: u64, cases: u64) -> Option<Self> {
        // The normal distribution's 97.5th percentile.
        const Z: f64 = 1.959_963_984_540_054;
        if cases == 0 {
            return None;
        }
        let (count, value) = (cases as f64, part.min(cases) as f64 / cases as f64);
        let middle = value + Z * Z / (2.0 * count);
        let spread = Z * (value * (1.0 - value) / count + Z * Z / (4.0 * count * count)).sqrt();
        let whole = 1.0 + Z * Z / count;
        // Rounding must not put an end inside the figure.
        let low = ((middle - spread) / whole).clamp(0.0, value);
        Some(Self { value, low, high: ((middle + spread) / whole).clamp(value, 1.0) })
    }

    /// `value` with the middle 95 % of what was drawn in its place.
    pub(crate) fn of(value: f64, mut drawn: Vec<f64>) -> Self {
        drawn.sort_by(f64::total_cmp);
        let percentile = |share: f64| drawn.get((share * drawn.len().saturating_sub(1) as f64).round() as usize);
        Self { value, low: *percentile(0.025).unwrap_or(&value), high: *percentile(0.975).unwrap_or(&value) }
    }
}

/// Which person each row belongs to. A draw's weights are made when they are wanted, since all of them together would
/// take 800 bytes a row.
pub(super) struct Bootstrap {
    person_of: Vec<usize>,
    persons: usize,
}

impl Bootstrap {
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a str> + Clone) -> Self {
        // In the persons' order by name, not the rows', so that the order of the file changes nothing.
        let names: BTreeSet<&str> = rows.clone().collect();
        let places: BTreeMap<&str, usize> = names.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        Self { person_of: rows.map(|person| places[person]).collect(), persons: places.len() }
    }

    /// How many persons the rows are of.
    pub(super) fn persons(&self) -> u64 {
        self.persons as u64
    }

    /// What `of` makes of each draw's weights.
    pub(super) fn each<T: Send>(&self, of: impl Fn(&[u32]) -> Option<T> + Sync) -> Vec<T> {
        (0..DRAWS).into_par_iter().filter_map(|draw| of(&self.weights(draw))).collect()
    }

    /// `of` the rows as they are, with its interval; `None` where `of` has no value.
    pub(super) fn figure(&self, of: impl Fn(&[u32]) -> Option<f64> + Sync) -> Option<Figure> {
        Some(Figure::of(of(&self.once())?, self.each(of)))
    }

    /// Every row once.
    pub(super) fn once(&self) -> Vec<u32> {
        vec![1; self.person_of.len()]
    }

    /// Every person as often as they were drawn, with all of their rows.
    fn weights(&self, draw: u64) -> Vec<u32> {
        let (mut chance, mut drawn) = (Chance::of_item(SEED, draw), vec![0; self.persons]);
        (0..self.persons).for_each(|_| drawn[chance.below(self.persons as u64) as usize] += 1);
        self.person_of.iter().map(|person| drawn[*person]).collect()
    }
}
