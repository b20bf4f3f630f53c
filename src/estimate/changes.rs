//! What an estimation changed: every weight that it counted, before and after, with its interval.

use serde::Serialize;

use super::fit::Cells;
use super::smooth::Cell;
use crate::model::{Model, Rival, levels, section};
use crate::name::Pairing;
use crate::record::Field;

/// Half a 95 % interval, in standard deviations.
const HALF_95: f64 = 1.96;

/// One weight, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// `person`, `organization` or `mixed`.
    pub pairing: &'static str,
    /// The field's code.
    pub field: &'static str,
    /// The level's code.
    pub level: &'static str,
    /// Against whom.
    pub rival: &'static str,
    /// Bits in the model that estimation started from.
    pub before: f64,
    /// Bits now.
    pub after: f64,
    /// The lower end of the 95 % interval of `after`.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Bits of change in the mean case of the hypothesis that reaches the level most: how much it matters.
    pub matters: f64,
}

/// Half of the 95 % interval of a weight, in bits; 0 where both sides were kept.
pub(super) fn half_interval(same: &Cell, other: &Cell) -> f64 {
    HALF_95 * (same.variance + other.variance).sqrt() / std::f64::consts::LN_2
}

/// Every weight with a counted side, those that matter most first.
pub(super) fn changes(before: &Model, after: &Model, cells: &Cells) -> Vec<Change> {
    let mut changes = Vec::new();
    for pairing in Pairing::ALL {
        for field in Field::ALL {
            let rows = cells[pairing as usize][field as usize].iter().enumerate();
            changes.extend(rows.flat_map(|(level, row)| of_row([before, after], (pairing, field), level, row)));
        }
    }
    changes.sort_by(|one, other| other.matters.total_cmp(&one.matters));
    changes
}

fn of_row(models: [&Model; 2], at: (Pairing, Field), level: usize, row: &[Cell]) -> Vec<Change> {
    let (pairing, field) = at;
    let bits = |model: &Model, rival: usize| {
        let row = &model.tables().pairings[pairing as usize].fields[field as usize][level];
        libm::log2(row[0] / row[rival])
    };
    let change = |(rival, who): (usize, &Rival)| {
        let [before, after] = models.map(|model| bits(model, rival));
        let half = half_interval(&row[0], &row[rival]);
        let most = row[0].probability.max(row[rival].probability);
        Change {
            pairing: section(pairing),
            field: field.code(),
            level: levels(field)[level].code,
            rival: who.code(),
            before,
            after,
            low: after - half,
            high: after + half,
            matters: most * (after - before).abs(),
        }
    };
    let is_counted = |rival: usize| !(row[0].is_kept() && row[rival].is_kept());
    let rivals = Rival::of(pairing).iter().enumerate().map(|(at, rival)| (at + 1, rival));
    rivals.filter(|(at, _)| is_counted(*at)).map(change).collect()
}
