//! Who the cases of an unknown class are: shares of the classes, and without labels also how owners come out.

use std::borrow::Borrow;

use rayon::prelude::*;

use super::Refusal;
use super::fit::{Evidence, fit};
use super::observe::{Compared, Observation, allowed};
use super::smooth::BASE_CASES;
use super::tally::Tally;
use crate::level::Level;
use crate::model::{Model, Rival, Tables, levels};
use crate::name::Pairing;
use crate::record::Field;
use crate::score::Weighed;

const BLOCK: usize = 1_024;
/// Shares that move less than this a round have settled.
const SETTLED: f64 = 1e-5;
/// What the share of owners of the starting model counts for, in cases, where it is estimated itself.
const SHARE_CASES: f64 = 20.0;

/// How likely each hypothesis is for one case, the same person first, given what its label leaves.
fn responsibilities(weighed: &Weighed, observation: &Observation) -> Option<Vec<f64>> {
    let left = allowed(observation.label, weighed.pairing);
    let rivals = Rival::of(weighed.pairing).iter().map(|rival| -weighed.total(*rival).bits());
    let bits: Vec<f64> = std::iter::once(0.0).chain(rivals).collect();
    let most = bits.iter().zip(&left).filter(|(_, is_left)| **is_left).map(|(bits, _)| *bits).fold(f64::MIN, f64::max);
    let mass = bits.iter().zip(&left).map(|(bits, is_left)| if *is_left { libm::exp2(bits - most) } else { 0.0 });
    let mass: Vec<f64> = mass.collect();
    let whole: f64 = mass.iter().sum();
    (whole > 0.0).then(|| mass.iter().map(|mass| mass / whole).collect())
}

type Sums = [Vec<f64>; 3];

/// Cases by hypothesis, for each pairing; sums of blocks are added in order, so that threads change nothing.
fn expected<O: Borrow<Observation> + Sync>(model: &Model, observations: &[O]) -> Sums {
    let nobody = || Pairing::ALL.map(|pairing| vec![0.0; Rival::of(pairing).len() + 1]);
    let add = |mut sums: Sums, more: &Sums| {
        let pairs = sums.iter_mut().flatten().zip(more.iter().flatten());
        pairs.for_each(|(sum, more)| *sum += more);
        sums
    };
    let block = |observations: &[O]| {
        let mut sums = nobody();
        for observation in observations.iter().map(Borrow::borrow) {
            let Some(weighed) = observation.weigh(model) else { continue };
            let Some(found) = responsibilities(&weighed, observation) else { continue };
            sums[weighed.pairing as usize].iter_mut().zip(found).for_each(|(sum, share)| *sum += share);
        }
        sums
    };
    let blocks: Vec<Sums> = observations.par_chunks(BLOCK).map(block).collect();
    blocks.iter().fold(nobody(), add)
}

/// The rivals' shares, smoothed towards the starting model's; the rest of the model stays.
fn with_shares(tables: &Tables, base: &Tables, sums: &Sums) -> Tables {
    let mut changed = tables.clone();
    for pairing in Pairing::ALL {
        let others = &sums[pairing as usize][1..];
        let whole: f64 = others.iter().sum::<f64>() + BASE_CASES;
        let base = &base.pairings[pairing as usize].rivals;
        changed.pairings[pairing as usize].rivals = others
            .iter()
            .zip(base)
            .map(|(cases, share)| rounded((cases + BASE_CASES * share) / whole).max(LEAST_SHARE))
            .collect();
    }
    changed
}

/// What is never 0, since no share may be.
const LEAST_SHARE: f64 = 1e-8;

/// Eight decimals: what sums to 1 still does.
fn rounded(share: f64) -> f64 {
    (share * 1e8).round() / 1e8
}

fn distance(one: &Tables, other: &Tables) -> f64 {
    let shares = |tables: &Tables| -> Vec<f64> {
        let rivals = tables.pairings.iter().flat_map(|pairing| pairing.rivals.clone());
        std::iter::once(tables.owner_share).chain(rivals).collect()
    };
    shares(one).iter().zip(shares(other)).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max)
}

/// The rivals' shares among labelled cases, where labels often name none.
pub(super) fn rival_shares(tables: &Tables, base: &Tables, labelled: &[&Observation]) -> Tables {
    let mut tables = tables.clone();
    for _ in 0..super::MOST_ROUNDS {
        let next = with_shares(&tables, base, &expected(&Model::of(tables.clone()), labelled));
        let moved = distance(&tables, &next);
        tables = next;
        if moved < SETTLED {
            break;
        }
    }
    tables
}

/// Expectation–maximization without labels: frees the classes' shares and m of the same person, and nothing else.
pub(super) fn maximize(
    base: &Tables,
    evidence: &mut Evidence,
    observations: &[Observation],
    round_done: &impl Fn(),
) -> Result<Tables, Refusal> {
    let mut tables = fit(base, evidence).tables;
    for _ in 0..super::MOST_ROUNDS {
        let model = Model::of(tables.clone());
        evidence.same = owners(&model, observations);
        let sums = expected(&model, observations);
        let mut next = with_shares(&fit(base, evidence).tables, base, &sums);
        next.owner_share = owner_share(base, &sums);
        let moved = distance(&tables, &next);
        tables = next;
        round_done();
        if moved < SETTLED {
            break;
        }
    }
    refuse_switched(&tables)?;
    Ok(tables)
}

/// Names from this score on say the same name, however written.
const SAME_NAME: u8 = 70;

/// Without labels, a relative who shares contacts looks like an owner under another name: only cases whose names agree
/// tell how owners come out, and what contradicts keeps what it had.
fn agrees(compared: &Compared) -> bool {
    let level = compared.comparison.name.read().map(|found| found.level);
    level.is_none_or(|level| level.floor().value() >= SAME_NAME)
}

/// Levels of each case, as far as it is the owner's.
fn owners(model: &Model, observations: &[Observation]) -> Tally {
    let mut tally = Tally::new();
    for observation in observations {
        let Some((weighed, compared)) = observation.weigh(model).zip(observation.compared.as_ref()) else { continue };
        if let Some(found) = responsibilities(&weighed, observation).filter(|_| agrees(compared)) {
            tally.add(compared, found[0]);
        }
    }
    tally
}

fn owner_share(base: &Tables, sums: &Sums) -> f64 {
    let owners: f64 = sums.iter().map(|sums| sums[0]).sum();
    let all: f64 = sums.iter().flatten().sum();
    rounded(((owners + SHARE_CASES * base.owner_share) / (all + SHARE_CASES)).clamp(1e-4, 1.0 - 1e-4))
}

/// Without labels nothing says which class the owners are but that they agree: where the class called owners agrees less
/// than strangers or relatives do, or holds hardly anybody, the classes have changed places.
fn refuse_switched(tables: &Tables) -> Result<(), Refusal> {
    let table = &tables.pairings[Pairing::Person as usize];
    let agreeing = |field: Field, hypothesis: usize| -> f64 {
        let rows = levels(field).into_iter().zip(&table.fields[field as usize]);
        rows.filter(|(level, _)| level.floor >= 85).map(|(_, row)| row[hypothesis]).sum()
    };
    let stranger = Rival::of(Pairing::Person).len();
    let is_switched = Field::ALL.iter().any(|field| agreeing(*field, 0) <= agreeing(*field, stranger))
        || agreeing(Field::Name, 0) < 0.5
        || tables.owner_share < 0.05;
    if is_switched { Err(Refusal::Switched) } else { Ok(()) }
}
