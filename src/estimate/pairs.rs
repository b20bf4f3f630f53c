//! What strangers look like: applicants beside the owners of other people's accounts, drawn at random.

use rayon::prelude::*;

use super::observe::{Compared, Sides, observe};
use super::tally::Tally;
use crate::case::ObservedCase;
use crate::chance::Chance;
use crate::comparison::Comparison;
use crate::matcher::Matcher;
use crate::simulate::Simulator;

/// Cases whose sides are kept for pairing: more of them would cost memory and change no figure.
pub(super) const MOST_SIDES: usize = 20_000;
const BLOCK: u64 = 4_096;
const SEED: u64 = 0x5742_a1e5;

/// Levels of random pairs, and where the pairs came from.
pub(super) struct Strangers {
    pub(super) tally: Tally,
    /// Pairs of the file.
    pub(super) own: u64,
    /// Pairs of made cases, where the file has too few.
    pub(super) made: u64,
}

/// Every pair of the file where there are fewer than `wanted`, else so many drawn; made cases fill up the rest.
pub(super) fn strangers(sides: &[Sides], wanted: u64, matcher: &Matcher, done: &(impl Fn(u64) + Sync)) -> Strangers {
    let (own_tally, own) = if all(sides) <= wanted { enumerate(sides, done) } else { draw(sides, wanted, done) };
    if own >= wanted {
        return Strangers { tally: own_tally, own, made: 0 };
    }
    let (tally, made) = draw(&simulated(matcher), wanted - own, done);
    Strangers { tally: own_tally.with(&tally), own, made }
}

fn all(sides: &[Sides]) -> u64 {
    let count = sides.len() as u64;
    count * count.saturating_sub(1)
}

fn simulated(matcher: &Matcher) -> Vec<Sides> {
    let simulator = Simulator::new(SEED);
    let made = (0..MOST_SIDES as u64).into_par_iter().map(|number| simulator.case(number).case);
    let observed = made.map(|case| ObservedCase { person: None, case, label: None });
    observed.map(|observed| observe(matcher, &observed).1).collect()
}

fn enumerate(sides: &[Sides], done: &(impl Fn(u64) + Sync)) -> (Tally, u64) {
    let row = |applicant: usize| {
        let mut chance = Chance::of_item(SEED, applicant as u64);
        let others = (0..sides.len()).filter(|owner| *owner != applicant);
        let pairs = others.filter_map(|owner| compare(&sides[applicant], &sides[owner], &mut chance));
        let counted = count(pairs);
        done(counted.1);
        counted
    };
    (0..sides.len()).into_par_iter().map(row).reduce(nothing, sum)
}

/// Draws until `wanted` pairs are of strangers; a block that never finds any gives up.
fn draw(sides: &[Sides], wanted: u64, done: &(impl Fn(u64) + Sync)) -> (Tally, u64) {
    let block = |number: u64| {
        let mut chance = Chance::of_item(SEED, u64::MAX - number);
        let size = BLOCK.min(wanted - number * BLOCK);
        let tries = (0..size * 2).filter_map(|_| {
            let [applicant, owner] = [(); 2].map(|()| chance.below(sides.len() as u64) as usize);
            compare(&sides[applicant], &sides[owner], &mut chance)
        });
        let counted = count(tries.take(size as usize));
        done(counted.1);
        counted
    };
    (0..wanted.div_ceil(BLOCK)).into_par_iter().map(block).reduce(nothing, sum)
}

/// An applicant against one holder of another's account; `None` for one person, one account, or no owner.
fn compare(applicant: &Sides, account: &Sides, chance: &mut Chance) -> Option<Compared> {
    if applicant.person == account.person || applicant.account == account.account || account.owners.is_empty() {
        return None;
    }
    let owner = &account.owners[chance.below(account.owners.len() as u64) as usize];
    let comparison = Comparison::of(&applicant.applicant, &owner.record);
    Some(Compared { comparison, contacts: owner.contacts })
}

fn nothing() -> (Tally, u64) {
    (Tally::new(), 0)
}

fn count(pairs: impl Iterator<Item = Compared>) -> (Tally, u64) {
    let (mut tally, mut count) = nothing();
    pairs.for_each(|pair| {
        tally.add(&pair, 1.0);
        count += 1;
    });
    (tally, count)
}

fn sum(one: (Tally, u64), other: (Tally, u64)) -> (Tally, u64) {
    (one.0.with(&other.0), one.1 + other.1)
}
