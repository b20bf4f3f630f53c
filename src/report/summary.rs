//! What it comes to: the few numbers that decide whether a model is accepted, and all figures with their intervals.

use super::Side;
use super::drawn::{Block, Card, Table};
use super::numbers::{amount, bits, count, percent, percent_interval, plain_interval, significant, stacked};
use super::words::{is_share, meaning, name};
use crate::decision::Decision;
use crate::evaluate::{AtPrior, FIGURES, Figure};

/// Four cards.
pub(super) fn cards(side: &Side) -> Block {
    let [owners, others] = side.evaluation.decisions;
    let looked_at = |counts: [u64; 4]| counts[Decision::Review as usize] + counts[Decision::InsufficientData as usize];
    let of = |part: u64, counts: [u64; 4]| Figure::of_share(part, counts.iter().sum());
    let cases = side.evaluation.cases;
    let slope = side.evaluation.figures.get("calibration_slope");
    let cards = [
        card("Owners matched", of(owners[0], owners), "of the owners pass without anybody looking."),
        card("Others let in", of(others[0], others), "of those who do not own the account are matched all the same."),
        card(
            "Left to a person",
            Figure::of_share(looked_at(owners) + looked_at(others), cases),
            "of all cases go to review or lack data.",
        ),
    ];
    let slope = slope.map(|figure| Card {
        name: "Calibration slope".into(),
        value: significant(figure.value, 3),
        aside: interval(&plain_interval(figure)),
        meaning: meaning("calibration_slope", figure, &side.evaluation),
    });
    Block::Cards(cards.into_iter().flatten().chain(slope).collect())
}

fn card(name: &str, figure: Option<Figure>, meaning: &str) -> Option<Card> {
    figure.map(|figure| Card {
        name: name.into(),
        value: percent(figure.value),
        aside: interval(&percent_interval(&figure)),
        meaning: meaning.into(),
    })
}

fn interval(ends: &str) -> String {
    format!("95 %: {ends}")
}

/// All twelve figures with what each means.
pub(super) fn figures(side: &Side) -> Table {
    let row = |(figure, _): &(&'static str, &str)| match side.evaluation.figures.get(figure) {
        Some(told) => {
            let [value, interval] = shown(figure, told);
            let meaning = meaning(figure, told, &side.evaluation);
            vec![format!("{}\n{meaning}", name(figure)), format!("{value}\n{interval}")]
        }
        None => vec![format!("{}\nThese cases do not tell.", name(figure)), "–".into()],
    };
    Table::new("Each with its 95\u{202f}% interval", &["=Figure", "Value"]).rows(FIGURES.iter().map(row))
}

fn shown(name: &str, figure: &Figure) -> [String; 2] {
    if is_share(name) {
        [percent(figure.value), percent_interval(figure)]
    } else {
        [significant(figure.value, 4), plain_interval(figure)]
    }
}

/// The figures of two models beside each other.
pub(super) fn beside(first: &Side, second: &Side) -> Table {
    let cell = |side: &Side, figure: &str| match side.evaluation.figures.get(figure) {
        Some(told) => {
            let [value, interval] = shown(figure, told);
            format!("{value}\n{interval}")
        }
        None => "–".into(),
    };
    let row = |(figure, _): &(&'static str, &str)| vec![name(figure).into(), cell(first, figure), cell(second, figure)];
    Table::new("Figures of both models with 95\u{202f}% intervals", &["=Figure", "First", "Second"])
        .rows(FIGURES.iter().map(row))
}

/// The policy's matches, were so many applicants owners.
pub(super) fn at_priors(side: &Side) -> Table {
    let row = |at: &AtPrior| {
        let wrong = &at.false_accepts_per_1000;
        vec![
            super::numbers::round_percent(at.owner_share),
            at.precision.as_ref().map_or("nobody matches".into(), |figure| stacked(Some(figure))),
            format!("{}\n{}", significant(wrong.value, 3), plain_interval(wrong)),
        ]
    };
    Table::new(
        "Matches where so many applicants are owners",
        &["Owners among applicants", "Matches right (95\u{202f}%)", "Wrong matches in 1,000 cases (95\u{202f}%)"],
    )
    .rows(side.evaluation.at_priors.iter().map(row))
}

/// The cheapest thresholds and what the policy as it is would cost; nothing without costs.
pub(super) fn bill(side: &Side) -> Vec<Block> {
    let Some((costs, chosen)) = side.detail.costs else { return Vec::new() };
    let [owners, others] = side.evaluation.decisions;
    let looked_at: u64 = [owners, others].iter().map(|counts| counts[1] + counts[3]).sum();
    let policy =
        costs.wrong_accept * others[0] as f64 + costs.wrong_reject * owners[2] as f64 + costs.review * looked_at as f64;
    let at = |threshold: Option<f64>, none: &str| {
        threshold.map_or(none.into(), |at| format!("{}\n{} bits", percent(at), bits(libm::log2(at / (1.0 - at)))))
    };
    let row = |name: &str, cheapest: String, policy: String| vec![name.to_owned(), cheapest, policy];
    let [matched, reviewed, refused] = chosen.counts.map(count);
    let [decided, denied] = [0, 2].map(|of| count(owners[of] + others[of]));
    let table = Table::new("What all of these cases cost", &["=", "Cheapest by probability", "The policy as it is"])
        .row(row("Match at", at(chosen.match_at, "nobody"), "its rules".into()))
        .row(row("Refuse at", at(chosen.no_match_at, "nobody"), "its rules".into()))
        .row(row("Matched", matched, decided))
        .row(row("Looked at", reviewed, count(looked_at)))
        .row(row("Refused", refused, denied))
        .row(row("All together cost", amount(chosen.cost), amount(policy)));
    let words = format!(
        "A wrong match costs {}, the refusal of an owner {}, a look {}. The cheapest thresholds are chosen on these very \
         cases: read their cost on others before you set them.",
        amount(costs.wrong_accept),
        amount(costs.wrong_reject),
        amount(costs.review)
    );
    vec![Block::Text(words), Block::Table(table)]
}
