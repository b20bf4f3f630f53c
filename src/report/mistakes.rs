//! The most telling mistakes, each with both sides and the sum that misled the model.

use super::drawn::{Block, Drawn, MistakeView, SideRow, Table, cut};
use super::numbers::{bits, percent, probability};
use super::waterfall::waterfall;
use super::words::{several, truth};
use super::{PersonalData, Side};
use crate::comparison::Compared;
use crate::evaluate::Mistake;
use crate::explain::FieldView;
use crate::text::harmless;

/// Characters of an id or a kind, and of one side of a field.
const ID: usize = 48;
const VALUE: usize = 120;

/// The mistakes of a side, with a sentence before them.
pub(super) fn mistakes(id: &str, side: &Side, shown: PersonalData) -> Vec<Block> {
    let found = &side.detail.mistakes;
    let words = format!(
        "{} below even odds, {} above. The surest come first: each is either something for the model to learn, or a label \
         to look at again.",
        several(found.owners_below, "owner"),
        several(found.others_above, "other")
    );
    let views = found.told.iter().enumerate().map(|(at, mistake)| view(&format!("{id}-{at}"), mistake, shown));
    vec![Block::Text(words), Block::Mistakes(views.collect())]
}

fn view(id: &str, mistake: &Mistake, shown: PersonalData) -> MistakeView {
    let explanation = match shown {
        PersonalData::Shown => mistake.explanation.clone(),
        PersonalData::Masked => mistake.explanation.clone().masked(),
    };
    let kind = mistake.kind.as_deref().map_or(String::new(), |kind| format!(" (kind: {})", cut(&harmless(kind), ID)));
    let sentence = format!(
        "It was {}{kind}. The model said {} ({} bits). {}",
        truth(mistake.label),
        percent(probability(mistake.log_odds)),
        bits(mistake.log_odds),
        explanation.verdict
    );
    MistakeView {
        heading: format!("Case {}", cut(&harmless(&mistake.id), ID)),
        sentence,
        drawn: explanation.rivals.first().map_or_else(nothing, |sum| waterfall(id, sum)),
        sides: side_rows(&explanation.fields),
    }
}

/// Cases without owners are no mistakes, so that there always is a sum.
fn nothing() -> Drawn {
    Drawn::new("", "", Table::default())
}

fn side_rows(fields: &[FieldView]) -> Vec<SideRow> {
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
