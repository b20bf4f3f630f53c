//! The levels that cases reached, with what the model lets each weigh.

use std::collections::BTreeMap;

use super::outcome::Outcome;
use crate::level::Level;
use crate::matcher::Matcher;
use crate::model::{Rival, Weights};
use crate::name::Pairing;
use crate::record::Field;

/// A level that cases reached.
#[derive(Clone, Debug, PartialEq)]
pub struct ReachedLevel {
    /// Persons, organizations, or one of each.
    pub pairing: Pairing,
    /// Whose level it is.
    pub field: Field,
    /// The stable code, such as `nickname`.
    pub level: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Cases of owners.
    pub owners: u64,
    /// Cases of others.
    pub others: u64,
    /// Its weight in bits against each rival of the pairing, for a name of average rarity.
    pub weights: Vec<(Rival, f64)>,
}

type Counts = BTreeMap<(usize, usize, &'static str), [u64; 2]>;

/// By pairing and field, the best level first.
pub(super) fn reached(matcher: &Matcher, outcomes: &[Outcome]) -> Vec<ReachedLevel> {
    let mut counts = Counts::new();
    for outcome in outcomes {
        let levels = outcome.fields.iter().enumerate().filter_map(|(at, field)| Some((at, (*field)?.0)));
        for (at, level) in levels {
            let Some(pairing) = outcome.pairing else { continue };
            counts.entry((pairing as usize, at, level)).or_default()[usize::from(!outcome.row.is_owner)] += 1;
        }
    }
    let model = matcher.current_model();
    let of_field = |(pairing, field): (Pairing, Field)| match field {
        Field::Name => levels(&counts, (pairing, field), |level| model.name(pairing, level)),
        Field::Email => levels(&counts, (pairing, field), |level| model.email(pairing, level)),
        Field::Phone => levels(&counts, (pairing, field), |level| model.phone(pairing, level)),
        Field::Address => levels(&counts, (pairing, field), |level| model.address(pairing, level)),
    };
    let pairings = [Pairing::Person, Pairing::Organization, Pairing::Mixed];
    pairings.into_iter().flat_map(|pairing| Field::ALL.map(|field| (pairing, field))).flat_map(of_field).collect()
}

fn levels<L: Level>(
    counts: &Counts,
    (pairing, field): (Pairing, Field),
    weigh: impl Fn(L) -> Weights,
) -> Vec<ReachedLevel> {
    let reached = |level: &L| {
        let [owners, others] = *counts.get(&(pairing as usize, field as usize, level.code()))?;
        let weights = Rival::of(pairing).iter().copied().zip(weigh(*level).map(|weight| weight.bits())).collect();
        Some(ReachedLevel { pairing, field, level: level.code(), meaning: level.meaning(), owners, others, weights })
    };
    L::ALL.iter().filter_map(reached).collect()
}
