//! Genuine names of one script, on which no flag about characters belongs.

use rayon::prelude::*;
use serde::Serialize;

use super::CHARACTER_FLAGS;
use crate::chance::Chance;
use crate::matcher::Matcher;
use crate::record::{Applicant, Owner};
use crate::simulate::{Origin, Stock, capitalized};

const NAMES: &str = include_str!("../../../data/audit/genuine.tsv");
/// Flagged names shown of each script.
const EXAMPLES: usize = 5;

/// Names of one script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScriptNames {
    /// The script, or the language where scripts differ by it.
    pub script: &'static str,
    /// How many names: every given name of the list with every family name, as written and in capitals where there are any.
    pub names: u64,
    /// How many were flagged, beside themselves or beside a Latin name.
    pub flagged: u64,
    /// The first of these, with the flag.
    pub examples: Vec<(String, &'static str)>,
}

/// Reads every name, once beside itself and once beside an American stranger's.
pub(super) fn audit(matcher: &Matcher, seed: u64) -> Vec<ScriptNames> {
    let rows = NAMES.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter_map(|row| <[&'static str; 4]>::try_from(row).ok()).map(|row| script(matcher, seed, row)).collect()
}

fn script(matcher: &Matcher, seed: u64, [script, order, given, family]: [&'static str; 4]) -> ScriptNames {
    let names = names(order, given, family);
    let flag = |(number, name): (usize, &String)| {
        let other = stranger(&mut Chance::of_item(seed, number as u64));
        Some((name.clone(), [name, &other].into_iter().find_map(|owner| flagged(matcher, name, owner))?))
    };
    let found: Vec<(String, &'static str)> = names.par_iter().enumerate().filter_map(flag).collect();
    let examples = found.iter().take(EXAMPLES).cloned().collect();
    ScriptNames { script, names: names.len() as u64, flagged: found.len() as u64, examples }
}

/// In the order and with the gap that the script has, and in capitals where that makes a difference.
fn names(order: &str, given: &str, family: &str) -> Vec<String> {
    let one = |given: &str, family: &str| match order {
        "family_first_joined" => format!("{family}{given}"),
        "family_first" => format!("{family} {given}"),
        _ => format!("{given} {family}"),
    };
    let pairs = given.split(' ').flat_map(|given| family.split(' ').map(move |family| one(given, family)));
    let both = |name: String| {
        let capitals = name.to_uppercase();
        std::iter::once(name.clone()).chain((capitals != name).then_some(capitals))
    };
    pairs.flat_map(both).collect()
}

fn stranger(chance: &mut Chance) -> String {
    let stock = Stock::get();
    let (given, family) = (stock.given(Origin::White, true, chance), stock.family(Origin::White, chance));
    format!("{} {}", capitalized(given), capitalized(family)).to_uppercase()
}

fn flagged(matcher: &Matcher, name: &str, owner: &str) -> Option<&'static str> {
    let answer = matcher.match_owners(&Applicant::new(name), &[Owner::new(owner)]);
    answer.flags.iter().map(|flag| flag.code).find(|code| CHARACTER_FLAGS.contains(code)).map(|code| code.code())
}
