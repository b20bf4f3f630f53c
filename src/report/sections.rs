//! The page's parts in the order in which a reader asks: what was it, can I accept it, and where is it wrong.

use super::drawn::{Block, Drawn, SOURCE, Section, cut};
use super::numbers::{count, round_percent, share_or_dash};
use super::words::{day, several};
use super::{Report, Side};
use super::{compared, decisions, groups, histogram, mistakes, reliability, summary, thresholds, weights};
use crate::evaluate::Figure;
use crate::name::Pairing;
use crate::text::harmless;

pub(super) fn title(report: &Report) -> String {
    format!("Evaluation of {}", report.sides.iter().map(model).collect::<Vec<_>>().join(" against "))
}

fn model(side: &Side) -> String {
    format!("model {}", side.model_id)
}

/// One sentence with what matters most.
pub(super) fn lead(report: &Report) -> String {
    let Some(side) = report.sides.first() else { return String::new() };
    let [owners, others] = side.evaluation.decisions.map(|counts| counts.iter().sum());
    let matched = |at: usize| {
        let of = |side: &Side| {
            Figure::of_share(side.evaluation.decisions[at][0], side.evaluation.decisions[at].iter().sum())
        };
        report.sides.iter().map(|side| share_or_dash(of(side).as_ref())).collect::<Vec<_>>().join(" and the second ")
    };
    let who = if report.sides.len() > 1 { "first" } else { "policy" };
    format!(
        "Of {} the {who} matches {}; of {}, who do not own the account, {}{}.",
        several(owners, "owner"),
        matched(0),
        several(others, "other"),
        if who == "first" { "the first " } else { "it matches " },
        matched(1)
    )
}

pub(super) fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let Some(side) = report.sides.first() else { return Vec::new() };
    let evaluation = &side.evaluation;
    let models: Vec<String> = report.sides.iter().map(|side| side.model_id.clone()).collect();
    let priors: Vec<String> = report.sides.iter().map(|side| round_percent(side.evaluation.owner_share)).collect();
    let prior = if priors.windows(2).all(|pair| pair[0] == pair[1]) { priors[0].clone() } else { priors.join(", ") };
    vec![
        ("Cases", format!("{} of {}", count(evaluation.cases), several(side.detail.persons, "person"))),
        ("Owners", format!("{}, others {}", count(evaluation.owners), count(evaluation.cases - evaluation.owners))),
        ("Prior", format!("{prior} owners")),
        ("As of", day(evaluation.now)),
        (if models.len() > 1 { "Models" } else { "Model" }, models.join(", ")),
        ("Policy", side.policy_id.clone()),
        ("Source", cut(&harmless(report.source), SOURCE)),
    ]
}

pub(super) fn sections(report: &Report) -> Vec<Section> {
    let section = |id, heading, blocks| Section { id, heading, blocks };
    let all = [
        section("summary", "What it comes to", each(report, |_, side| vec![summary::cards(side)])),
        section("models", "Two models", compared::compared(report)),
        section("figures", "All figures", each(report, |_, side| vec![Block::Table(summary::figures(side))])),
        section(
            "reliability",
            "Do probabilities mean what they say?",
            paired(report, &|id, side| vec![reliability::reliability(&format!("{id}-said"), &side.evaluation.bins)]),
        ),
        section(
            "scale",
            "Who stands where?",
            paired(report, &|id, side| vec![histogram::histogram(&format!("{id}-scale"), &side.detail.histogram)]),
        ),
        section("decisions", "What does the policy decide?", decided(report)),
        section("thresholds", "Where do the thresholds belong?", threshold_blocks(report)),
        section("fields", "What is each field worth?", field_blocks(report)),
        section("groups", "Does it hold for everybody?", group_blocks(report)),
        section(
            "mistakes",
            "Where is it most wrong?",
            each(report, |id, side| mistakes::mistakes(&format!("mistake{id}"), side, report.personal_data)),
        ),
        section("method", "How to read this page", method()),
    ];
    all.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}

/// The blocks of each side, under the side's name where there are two.
fn each(report: &Report, blocks: impl Fn(usize, &Side) -> Vec<Block>) -> Vec<Block> {
    let of = |(at, side): (usize, &Side)| {
        let blocks = blocks(at, side);
        let heading = (report.sides.len() > 1 && !blocks.is_empty()).then(|| Block::Heading(named(at, side)));
        heading.into_iter().chain(blocks).collect::<Vec<_>>()
    };
    report.sides.iter().enumerate().flat_map(of).collect()
}

fn named(at: usize, side: &Side) -> String {
    format!("{} model, {}", ["First", "Second"][at.min(1)], side.model_id)
}

type Charts<'a> = &'a dyn Fn(&str, &Side) -> Vec<Drawn>;

/// A chart of each side, the same charts of both beside each other.
fn paired(report: &Report, charts: Charts) -> Vec<Block> {
    let is_alone = report.sides.len() < 2;
    let drawn = report.sides.iter().enumerate().map(|(at, side)| {
        let drawn = charts(&format!("c{at}"), side).into_iter();
        let whose = |chart: Drawn| match at {
            0 => chart.beside(named(at, side)),
            _ => Drawn { caption: String::new(), ..chart.beside(named(at, side)) },
        };
        drawn.map(|chart| if is_alone { chart } else { whose(chart) }).collect::<Vec<_>>().into_iter()
    });
    let mut columns: Vec<_> = drawn.collect();
    let mut blocks = Vec::new();
    loop {
        let row: Vec<Drawn> = columns.iter_mut().filter_map(Iterator::next).collect();
        if row.is_empty() {
            return blocks;
        }
        blocks.push(Block::Charts(row));
    }
}

fn decided(report: &Report) -> Vec<Block> {
    let mut blocks =
        paired(report, &|id, side| vec![decisions::decisions(&format!("{id}-decisions"), &side.evaluation.decisions)]);
    blocks.push(Block::Text(
        "A file of labels is seldom like an applicant pool. Decided anew with the prior at each share of owners, matches \
         would be right so often:"
            .into(),
    ));
    blocks.extend(each(report, |_, side| vec![Block::Table(summary::at_priors(side))]));
    blocks
}

fn threshold_blocks(report: &Report) -> Vec<Block> {
    let mut blocks = each(report, |_, side| summary::bill(side));
    blocks.extend(paired(report, &|id, side| thresholds::thresholds(&format!("{id}-threshold"), &side.detail)));
    blocks
}

fn field_blocks(report: &Report) -> Vec<Block> {
    let mut blocks = paired(report, &|id, side| vec![groups::fields(&format!("{id}-fields"), side)]);
    let words = "The levels that these cases reached, and what the model lets each weigh.";
    blocks.push(Block::Text(format!("{words} {}", weights::CAPTION)));
    let is_same = report.sides.windows(2).all(|pair| weigh_alike(&pair[0], &pair[1]));
    if report.sides.len() > 1 && is_same {
        blocks.push(Block::Text("Both models weigh every one of them alike.".into()));
        blocks.extend(report.sides.iter().take(1).flat_map(|side| level_blocks(0, side)));
    } else {
        blocks.extend(each(report, level_blocks));
    }
    blocks
}

/// Whether two models weigh the same levels the same. How many cases reached them may differ by which owner is best.
fn weigh_alike(one: &Side, other: &Side) -> bool {
    let weighed = |side: &Side| -> Vec<_> {
        let levels = side.detail.levels.iter();
        levels.map(|level| (level.pairing, level.field, level.level, level.weights.clone())).collect()
    };
    weighed(one) == weighed(other)
}

/// The first pairing is open, the others can be opened.
fn level_blocks(at: usize, side: &Side) -> Vec<Block> {
    let pairings = [
        (Pairing::Person, "Persons"),
        (Pairing::Organization, "Organizations"),
        (Pairing::Mixed, "A person against an organization"),
    ];
    let drawn = pairings.map(|(pairing, name)| {
        let id = format!("c{at}-{}", ["person", "organization", "mixed"][pairing as usize]);
        (name, weights::weights(&id, &side.detail.levels, pairing))
    });
    let reached = drawn.into_iter().filter(|(_, charts)| !charts.is_empty()).enumerate();
    let blocks = reached.flat_map(|(place, (name, charts))| match (at, place) {
        (0, 0) => vec![Block::Heading(name.into()), Block::Levels(charts)],
        _ => vec![Block::More(name.into(), charts)],
    });
    blocks.collect()
}

fn group_blocks(report: &Report) -> Vec<Block> {
    paired(report, &|id, side| {
        let by = ["kind", "origin"].into_iter();
        by.filter_map(|by| groups::groups(&format!("{id}-{by}"), side, by)).collect()
    })
}

fn method() -> Vec<Block> {
    let words = [
        "Figures are told with the middle 95\u{202f}% of 200 draws of persons with replacement: two cases of one person say \
         little more than one. Shares of decisions, of bins and of groups are told with Wilson's 95\u{202f}% interval, which is \
         honest for a handful of cases and takes each case for a person of its own. A figure that is 0 by draws has an interval of 0 to 0, however few the cases.",
        "A probability is that of the applicant being the account's owner, at the prior above. Log odds are counted in \
         bits: 0 is even odds, and each bit doubles them. A level is the named outcome of a field's comparison; its \
         weight against a rival is how much likelier it is for the owner than for that rival, in bits.",
        "What labels do not hold no evaluation can tell: these figures are of the cases in the file. The ids above fix \
         model, tables and policy: with them and the same file this page comes out the same, byte by byte.",
    ];
    words.into_iter().map(|text| Block::Text(text.into())).collect()
}
