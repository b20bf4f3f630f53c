//! The verdicts at a glance: four numbers, and one bar that is all cases.

use super::codes::capitalized;
use super::counts::share;
use super::summary::BatchSummary;
use crate::decision::Decision;
use crate::report::decisions::{draw, word};
use crate::report::drawn::{Block, Card, Drawn, Table};
use crate::report::numbers::count;

/// What a decision means for whoever acts on it.
fn meaning(decision: Decision) -> &'static str {
    [
        "The applicant owns the account.",
        "A person should look.",
        "The applicant does not own the account.",
        "What was read could not reach a decision, whatever it had said.",
    ][decision as usize]
}

/// Four cards.
pub(super) fn cards(summary: &BatchSummary) -> Block {
    let card = |decision: Decision| {
        let cases = summary.decisions[decision as usize];
        Card {
            name: capitalized(word(decision)),
            value: count(cases),
            aside: format!("{} of the cases", share(cases, summary.cases())),
            meaning: meaning(decision).into(),
        }
    };
    Block::Cards(Decision::ALL.map(card).into())
}

/// All cases as one bar, cut by decision.
pub(super) fn bar(summary: &BatchSummary) -> Drawn {
    let all = summary.cases();
    let row = |decision: Decision| {
        let cases = summary.decisions[decision as usize];
        vec![capitalized(word(decision)), count(cases), share(cases, all)]
    };
    let table =
        Table::new("Cases by decision", &["=Decision", "Cases", "Of all"]).rows(Decision::ALL.map(row).into_iter());
    let part = |decision: Decision| format!("{} {}", word(decision), share(summary.decisions[decision as usize], all));
    let description = format!("{}.", Decision::ALL.map(part).join(", "));
    Drawn::new("All cases, cut by decision", "", table).both("verdicts", |width, id| {
        draw(&[("case", summary.decisions)], width).finish(id, "Cases by decision", &description)
    })
}
