//! Rows read once more, for the report: each segment that holds any of them in one pass.

use std::collections::{BTreeMap, BTreeSet};

use super::error::Error;
use super::run::Plan;
use crate::case::Row;

/// A row that was read once more.
pub(super) struct Revisited {
    pub(super) row: Row,
    /// Such as `applicants.csv, line 17`.
    pub(super) place: String,
}

/// The rows of these numbers, from 0; one that cannot be read is not among them.
pub(super) fn revisit(plan: &Plan<'_>, wanted: &BTreeSet<u64>) -> Result<BTreeMap<u64, Revisited>, Error> {
    let mut found = BTreeMap::new();
    for segment in &plan.index.segments {
        let here = wanted.range(segment.first_row..segment.first_row + segment.rows);
        let Some(&last) = here.clone().next_back() else { continue };
        let source = &plan.index.sources[segment.source];
        let (mut shared, mut rows) = (plan.shared_rows(segment)?, source.rows(segment.start, segment.rows)?);
        for number in segment.first_row..=last {
            let raw = rows.next()?.ok_or_else(|| plan.changed(segment.source))?;
            if !wanted.contains(&number) {
                continue;
            }
            let place = format!("{}, line {}", source.name, raw.start().lines + 1);
            if let Ok(mut row) = rows.read(raw) {
                shared.complete(number, &mut row)?;
                found.insert(number, Revisited { row, place });
            }
        }
    }
    Ok(found)
}
