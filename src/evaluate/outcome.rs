//! What came of a labelled case, and the order in which figures read them.

use rayon::prelude::*;

use super::bootstrap::{Bootstrap, Figure};
use super::ranking::{Row, ranking};
use crate::case::LabelledCase;
use crate::decision::Decision;
use crate::matcher::Matcher;
use crate::model::Rival;
use crate::name::Pairing;
use crate::record::Field;
use crate::score::OwnerMatch;

/// A labelled case as it came out.
#[derive(Clone, Copy)]
pub(super) struct Outcome<'a> {
    pub(super) row: Row,
    pub(super) decision: Decision,
    /// Level and least bits against any rival of each field that could be compared, in the order of [`Field::ALL`].
    pub(super) fields: [Option<(&'static str, f64)>; 4],
    /// Whose tables were used; `None` without owners.
    pub(super) pairing: Option<Pairing>,
    pub(super) case: &'a LabelledCase,
}

/// Matches each case; from the highest log odds down.
pub(super) fn outcomes<'a>(matcher: &Matcher, cases: &'a [LabelledCase]) -> Vec<Outcome<'a>> {
    let pinned = matcher.pinned();
    ranked(cases.par_iter().map(|case| outcome(&pinned, case)).collect())
}

fn outcome<'a>(matcher: &Matcher, case: &'a LabelledCase) -> Outcome<'a> {
    let matched = matcher.match_ownership(&case.case.applicant, &case.case.ownership);
    let row = Row {
        log_odds: matched.log_odds().unwrap_or(f64::NEG_INFINITY),
        probability: matched.probability.value(),
        is_owner: case.label.is_owner(),
    };
    let best = matched.best_owner();
    let fields = Field::ALL.map(|field| best.and_then(|best| field_of(best, field)));
    Outcome { row, decision: matched.decision, fields, pairing: best.map(|best| best.weighed.pairing), case }
}

fn field_of(best: &OwnerMatch, field: Field) -> Option<(&'static str, f64)> {
    let level = best.comparison.level(field).read()?.code;
    let bits = Rival::of(best.weighed.pairing).iter().map(|rival| best.weighed.field_bits(field, *rival));
    Some((level, bits.min()?.bits()))
}

/// From the highest log odds down; equal ones by the case's id, so that the order of the file changes nothing.
pub(super) fn ranked(mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
    outcomes.sort_by(|one, other| {
        let down = other.row.log_odds.total_cmp(&one.row.log_odds);
        let [name, others] = [one, other].map(|of| (&of.case.case.id, &of.case.person, of.row.is_owner));
        down.then_with(|| name.cmp(&others))
    });
    outcomes
}

pub(super) fn rows(outcomes: &[Outcome]) -> Vec<Row> {
    outcomes.iter().map(|outcome| outcome.row).collect()
}

pub(super) fn bootstrap(outcomes: &[Outcome]) -> Bootstrap {
    Bootstrap::of(outcomes.iter().map(|outcome| outcome.case.person.as_str()))
}

/// Area under the curve of ranked outcomes; `None` without owners or without others.
pub(super) fn auc(ranked: &[Outcome]) -> Option<Figure> {
    let rows = rows(ranked);
    bootstrap(ranked).figure(|weights| ranking(&rows, weights).map(|found| found.auc))
}
