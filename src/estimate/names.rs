//! How common names are among one's own applicants.

use std::collections::{BTreeMap, HashSet};

use super::observe::Observation;
use crate::model::Tables;
use crate::name::{OwnShares, counted_words, family_share, given_share};

/// A name of fewer applicants is not written down: a model's file tells nobody who applied.
pub(super) const FEWEST_BEARERS: u64 = 10;
/// What the built-in tables count for, in applicants; assumed.
const TABLE_PEOPLE: f64 = 2_000.0;
/// A share within this factor of the tables' is left to them.
const TELLING: f64 = 1.5;
/// Fewer pairs of applicants with a name in common say nothing of the average.
const FEWEST_PAIRS: f64 = 100.0;

#[derive(Default)]
struct Bearers<'a> {
    names: BTreeMap<&'a str, u64>,
    people: u64,
}

impl<'a> Bearers<'a> {
    fn add(&mut self, words: impl IntoIterator<Item = &'a str>) {
        let before = self.people;
        for word in words {
            *self.names.entry(word).or_default() += 1;
            self.people = before + 1;
        }
    }

    /// The chance that two of them share the name.
    fn average(&self) -> Option<f64> {
        let pairs = |count: u64| count as f64 * count.saturating_sub(1) as f64;
        let alike: f64 = self.names.values().map(|count| pairs(*count)).sum();
        (alike >= 2.0 * FEWEST_PAIRS).then(|| alike / pairs(self.people))
    }

    /// Of the starting model, and of those that enough people bear.
    fn shares(&self, base: &BTreeMap<String, f64>, table: impl Fn(&str) -> f64) -> BTreeMap<String, f64> {
        let table = |name: &str| base.get(name).copied().unwrap_or_else(|| table(name));
        let smoothed = |(name, count): (&&str, &u64)| {
            let share = (*count as f64 + TABLE_PEOPLE * table(name)) / (self.people as f64 + TABLE_PEOPLE);
            let is_telling =
                base.contains_key(*name) || share / table(name).max(1e-9) > TELLING || table(name) / share > TELLING;
            (*count >= FEWEST_BEARERS && is_telling).then(|| ((*name).to_owned(), super::order::significant(share)))
        };
        base.clone().into_iter().chain(self.names.iter().filter_map(smoothed)).collect()
    }
}

/// Sets averages and shares to those of the applicants, whoever applies twice counted once.
pub(super) fn count(tables: &mut Tables, observations: &[Observation]) {
    let (mut given, mut family, mut seen) = (Bearers::default(), Bearers::default(), HashSet::new());
    for observation in observations.iter().filter(|observation| seen.insert(observation.applicant)) {
        let Some(name) = &observation.name else { continue };
        let (first, families) = counted_words(name);
        given.add(first);
        family.add(families);
    }
    let rarity = &mut tables.rarity;
    rarity.given_average = given.average().map_or(rarity.given_average, super::order::significant);
    rarity.family_average = family.average().map_or(rarity.family_average, super::order::significant);
    let base = std::mem::take(&mut tables.names);
    tables.names =
        OwnShares { given: given.shares(&base.given, given_share), family: family.shares(&base.family, family_share) };
}
