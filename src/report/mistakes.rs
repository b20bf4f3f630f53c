//! The most telling mistakes, each with both sides and the sum that misled the model.

use super::drawn::{Block, Drawn, ID, MistakeView, Table, cut};
use super::numbers::{bits, percent, probability};
use super::sides::side_rows;
use super::waterfall::waterfall;
use super::words::{several, truth};
use super::{PersonalData, Side};
use crate::evaluate::Mistake;
use crate::text::harmless;

/// Characters of a kind.
const KIND: usize = 48;

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
    let kind = mistake.kind.as_deref().map_or(String::new(), |kind| format!(" (kind: {})", cut(&harmless(kind), KIND)));
    let sentence = format!(
        "It was {}{kind}. The model said {} ({} bits). {}",
        truth(mistake.label),
        percent(probability(mistake.log_odds)),
        bits(mistake.log_odds),
        explanation.verdict
    );
    let case = cut(&harmless(&mistake.id), ID);
    MistakeView {
        heading: format!("Case {case}"),
        name: format!("case {case}"),
        sentence,
        drawn: explanation.rivals.first().map_or_else(nothing, |sum| waterfall(id, sum)),
        sides: side_rows(&explanation.fields),
    }
}

/// Cases without owners are no mistakes, so that there always is a sum.
fn nothing() -> Drawn {
    Drawn::new("", "", Table::default())
}
