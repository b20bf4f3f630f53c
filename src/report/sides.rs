//! Both sides of a case, field by field, with what comparing them came to.

use super::drawn::{SideRow, cut};
use crate::comparison::Compared;
use crate::explain::FieldView;
use crate::text::harmless;

/// Characters of one side of a field.
const VALUE: usize = 120;

/// A row a field; none without owners.
pub(super) fn side_rows(fields: &[FieldView]) -> Vec<SideRow> {
    let row = |view: &FieldView| {
        let (score, level) = outcome(view);
        SideRow { field: view.field.code(), score, level, applicant: value(&view.applicant), owner: value(&view.owner) }
    };
    fields.iter().map(row).collect()
}

fn outcome(view: &FieldView) -> (String, &'static str) {
    match &view.outcome {
        Compared::Read(level) => (level.match_score.to_string(), level.meaning),
        Compared::Missing => ("–".into(), "the bank has none"),
        Compared::NotGiven => ("–".into(), "not given by the applicant"),
        Compared::Unreadable => ("–".into(), "unreadable on at least one side"),
    }
}

fn value(side: &str) -> String {
    if side.is_empty() { "–".into() } else { cut(&harmless(side), VALUE) }
}
