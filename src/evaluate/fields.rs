//! What each field is worth by itself, and who reaches which of its levels.

use std::collections::BTreeMap;

use serde::Serialize;

use super::bootstrap::Figure;
use super::outcome::{Outcome, auc, ranked};
use super::ranking::Row;
use crate::record::Field;

/// One field by itself, over the cases where both sides of it could be read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldFigures {
    /// The field's code, such as `email`.
    pub field: &'static str,
    /// How many cases.
    pub cases: u64,
    /// Area under the curve of the field's least bits against any rival; `None` without owners or without others.
    pub auc: Option<Figure>,
    /// The levels reached, by code.
    pub levels: Vec<LevelCount>,
}

/// Who reached a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LevelCount {
    /// The level's code.
    pub level: &'static str,
    /// Cases of owners.
    pub owners: u64,
    /// Cases of others.
    pub others: u64,
}

pub(super) fn fields(outcomes: &[Outcome]) -> Vec<FieldFigures> {
    Field::ALL.iter().map(|field| figures(*field, outcomes)).collect()
}

fn figures(field: Field, outcomes: &[Outcome]) -> FieldFigures {
    let read = |outcome: &Outcome| outcome.fields[field as usize];
    let alone = |outcome: &Outcome<'_>| read(outcome).map(|(_, bits)| Row { log_odds: bits, ..outcome.row });
    let by_itself = outcomes.iter().filter_map(|outcome| Some(Outcome { row: alone(outcome)?, ..*outcome }));
    let by_itself = ranked(by_itself.collect());
    let levels = by_itself.iter().filter_map(|outcome| Some((read(outcome)?.0, outcome.row.is_owner)));
    FieldFigures { field: field.code(), cases: by_itself.len() as u64, auc: auc(&by_itself), levels: count(levels) }
}

fn count(reached: impl Iterator<Item = (&'static str, bool)>) -> Vec<LevelCount> {
    let mut counts: BTreeMap<&'static str, [u64; 2]> = BTreeMap::new();
    reached.for_each(|(level, is_owner)| counts.entry(level).or_default()[usize::from(!is_owner)] += 1);
    counts.into_iter().map(|(level, [owners, others])| LevelCount { level, owners, others }).collect()
}
