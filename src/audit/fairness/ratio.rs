//! The worst group against the best one, with what chance makes of it.

use serde::Serialize;

use crate::chance::Chance;
use crate::evaluate::Figure;

/// Below this rate groups are not told apart: one error in two hundred is the least that these pairs can show.
pub const FLOOR: f64 = 0.005;
/// The worst group may have this many times the errors of the best one.
pub const BAR: f64 = 1.5;

const DRAWS: u64 = 200;
const SEED: u64 = 0xfa17_0000;

/// The group with the most errors against the one with the fewest, rates floored at [`FLOOR`].
///
/// The two groups are chosen by what was seen, so that the ratio leans upward: groups that are alike in truth come out
/// somewhat above 1. The interval is the middle 95 % of 200 draws of these two groups' pairs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ratio {
    /// The group with the highest rate.
    pub worst: &'static str,
    /// The group with the lowest.
    pub best: &'static str,
    /// Times as many, 1 or more.
    pub ratio: Figure,
}

impl Ratio {
    /// Of groups, each with its wrong pairs and all of its pairs; `None` without groups or pairs.
    pub(super) fn of(groups: &[(&'static str, u64, u64)]) -> Option<Self> {
        let rate = |&&(_, wrong, pairs): &&(_, u64, u64)| floored(wrong, pairs);
        if groups.iter().any(|&(_, _, pairs)| pairs == 0) {
            return None;
        }
        // Of groups that are level, the first: the order of the groups is fixed.
        let best = groups.iter().min_by(|one, other| rate(one).total_cmp(&rate(other)))?;
        let worst = groups.iter().rev().max_by(|one, other| rate(one).total_cmp(&rate(other)))?;
        let drawn = (0..DRAWS).map(|draw| {
            let mut chance = Chance::of_item(SEED, draw);
            redrawn(worst, &mut chance) / redrawn(best, &mut chance)
        });
        let ratio = Figure::of(rate(&worst) / rate(&best), drawn.collect());
        Some(Self { worst: worst.0, best: best.0, ratio })
    }

    /// Whether the ratio is within [`BAR`].
    pub fn holds(&self) -> bool {
        self.ratio.value <= BAR
    }
}

fn floored(wrong: u64, pairs: u64) -> f64 {
    (wrong as f64 / pairs as f64).max(FLOOR)
}

/// The rate among as many pairs drawn anew from the group's.
fn redrawn(&(_, wrong, pairs): &(&'static str, u64, u64), chance: &mut Chance) -> f64 {
    let drawn = (0..pairs).filter(|_| chance.below(pairs) < wrong).count();
    floored(drawn as u64, pairs)
}

#[cfg(test)]
mod tests {
    use super::Ratio;

    #[test]
    fn rates_below_the_floor_are_alike() {
        let ratio = Ratio::of(&[("one", 0, 1_000), ("other", 4, 1_000)]).expect("pairs");
        assert_eq!((ratio.ratio.value, ratio.ratio.low), (1.0, 1.0));
    }

    #[test]
    fn the_worst_stands_against_the_best() {
        let ratio = Ratio::of(&[("low", 20, 1_000), ("high", 60, 1_000), ("mid", 30, 1_000)]).expect("pairs");
        assert_eq!((ratio.worst, ratio.best), ("high", "low"));
        assert!(!ratio.holds() && ratio.ratio.low < 3.0 && ratio.ratio.high > 3.0, "{ratio:?}");
        assert_eq!(Ratio::of(&[("none", 0, 0)]), None);
    }
}
