//! Two models on the same cases: figures beside each other, and who changed sides.

use std::collections::BTreeMap;

use super::decisions::word;
use super::drawn::{Block, Table, cut};
use super::numbers::{count, percent};
use super::summary::beside;
use super::words::several;
use super::{Report, Side};
use crate::decision::Decision;
use crate::evaluate::Changed;
use crate::text::harmless;

/// More changed cases than these are counted and not listed.
const MOST_LISTED: usize = 200;
const ID: usize = 64;

/// What differs between the two sides; nothing for one.
pub(super) fn compared(report: &Report) -> Vec<Block> {
    let [first, second] = report.sides else { return Vec::new() };
    let mut blocks = vec![
        Block::Text(
            "The same cases, the same policy, two models. Intervals are each model's own: where they overlap, one may \
             still be better, since both were asked about the same people."
                .into(),
        ),
        Block::Table(beside(first, second)),
        Block::Table(decided(first, second)),
    ];
    blocks.extend(report.changed.into_iter().flat_map(changed));
    blocks
}

fn decided(first: &Side, second: &Side) -> Table {
    let row = |at: usize, decision: Decision| {
        let cell = |side: &Side| {
            let counts = side.evaluation.decisions[at];
            let part = counts[decision as usize];
            format!("{} ({})", count(part), percent(part as f64 / counts.iter().sum::<u64>().max(1) as f64))
        };
        let who = ["Owners", "Others"][at];
        vec![format!("{who}: {}", word(decision)), cell(first), cell(second)]
    };
    let rows = (0..2).flat_map(|at| Decision::ALL.map(|decision| row(at, decision)));
    Table::new("Decisions of both models", &["=Decision", "First", "Second"]).rows(rows)
}

fn changed(changed: &[Changed]) -> Vec<Block> {
    let of = |is_owner: bool| changed.iter().filter(|case| case.is_owner == is_owner).count() as u64;
    let words = format!(
        "{} decided otherwise by the second: {} and {}.",
        several(changed.len() as u64, "case"),
        several(of(true), "owner"),
        several(of(false), "other")
    );
    if changed.is_empty() {
        return vec![Block::Text(words)];
    }
    let listed = if changed.len() > MOST_LISTED {
        format!("Cases that changed sides, the first {MOST_LISTED} of {}", count(changed.len() as u64))
    } else {
        "Cases that changed sides".into()
    };
    let row = |case: &Changed| {
        let truth = if case.is_owner { "owner" } else { "another" };
        vec![
            cut(&harmless(&case.id), ID),
            truth.into(),
            word(case.first).into(),
            word(case.second).into(),
            judged(case).into(),
        ]
    };
    let table = Table::new(listed, &["=Case", "=Truth", "=First", "=Second", "=The second is"])
        .rows(gravest_first(changed).into_iter().take(MOST_LISTED).map(row));
    vec![Block::Text(words), Block::Table(ways(changed)), Block::Folded("The cases".into(), table)]
}

/// Others let in by one of the two, then owners matched by one of the two, then the rest, each as in the file.
fn gravest_first(changed: &[Changed]) -> Vec<&Changed> {
    let is_matched = |case: &Changed| [case.first, case.second].contains(&Decision::Match);
    let mut sorted: Vec<&Changed> = changed.iter().collect();
    sorted.sort_by_key(|case| (!is_matched(case), case.is_owner));
    sorted
}

/// How many went which way.
fn ways(changed: &[Changed]) -> Table {
    let mut ways: BTreeMap<(Decision, Decision), [u64; 2]> = BTreeMap::new();
    for case in changed {
        ways.entry((case.first, case.second)).or_default()[usize::from(!case.is_owner)] += 1;
    }
    let row = |((first, second), [owners, others]): (&(Decision, Decision), &[u64; 2])| {
        vec![format!("{} → {}", word(*first), word(*second)), count(*owners), count(*others)]
    };
    Table::new("Changes by decision", &["=First → second", "Owners", "Others"]).rows(ways.iter().map(row))
}

/// Nearer to the truth, or farther: a match of an owner is best, then a look, then a refusal; of others the reverse.
fn judged(case: &Changed) -> &'static str {
    let worth = |decision: Decision| match decision {
        Decision::Match => 2,
        Decision::Review | Decision::InsufficientData => 1,
        Decision::NoMatch => 0,
    };
    let gain = (worth(case.second) - worth(case.first)) * if case.is_owner { 1 } else { -1 };
    match gain {
        0 => "as good",
        gain if gain > 0 => "better",
        _ => "worse",
    }
}

#[cfg(test)]
mod tests {
    use super::{Changed, Decision, judged};

    #[test]
    fn a_look_lies_between_a_match_and_a_refusal() {
        let judge = |first, second, is_owner| judged(&Changed { id: String::new(), first, second, is_owner });
        assert_eq!(judge(Decision::Review, Decision::Match, true), "better");
        assert_eq!(judge(Decision::Review, Decision::Match, false), "worse");
        assert_eq!(judge(Decision::Review, Decision::InsufficientData, true), "as good");
        assert_eq!(judge(Decision::Match, Decision::NoMatch, false), "better");
    }
}
