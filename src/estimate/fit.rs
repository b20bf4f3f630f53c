//! From what was counted to a lawful model.

use std::collections::BTreeMap;

use super::order;
use super::smooth::{BASE_CASES, Cell, FEWEST, smooth, smooth_whole};
use super::tally::Tally;
use crate::model::{Rival, Tables, levels};
use crate::name::Pairing;
use crate::record::Field;

/// A stranger's email, phone or address is the owner's in this share of cases, by coincidence or because it was copied;
/// assumed, and what no number of random pairs can show.
const COPIED: f64 = 5e-5;
/// A level from this score on says that both sides have the same thing, however written.
const SAME: u8 = 70;
/// A rival that labels name less often than this in a field keeps what it had.
pub(super) const FEWEST_OF_RIVAL: f64 = 50.0;

/// What was counted, by hypothesis.
pub(super) struct Evidence {
    pub(super) same: Tally,
    /// Cases whose label names the rival.
    pub(super) named: BTreeMap<Rival, Tally>,
    pub(super) strangers: Tally,
    /// Co-owners of joint accounts against each other.
    pub(super) couples: Tally,
}

impl Evidence {
    /// What invented names tell: nothing of how an owner's contradicts, and nothing of businesses'.
    pub(super) fn without_invented_names(self) -> Self {
        Self {
            same: self.same.without_contradictions().without_businesses(),
            named: self.named.into_iter().map(|(rival, tally)| (rival, tally.without_businesses())).collect(),
            strangers: self.strangers.without_businesses(),
            couples: self.couples.without_businesses(),
        }
    }
}

/// Cells by pairing, field, level and hypothesis, the same person first.
pub(super) type Cells = [[Vec<Vec<Cell>>; 4]; 3];

pub(super) struct Fitted {
    pub(super) tables: Tables,
    pub(super) cells: Cells,
}

/// The starting model with what was counted, held to the law.
pub(super) fn fit(base: &Tables, evidence: &Evidence) -> Fitted {
    let cells = Pairing::ALL.map(|pairing| Field::ALL.map(|field| rows(&columns(base, evidence, pairing, field))));
    let mut tables = base.clone();
    for pairing in Pairing::ALL {
        for field in Field::ALL {
            let cells = &cells[pairing as usize][field as usize];
            tables.pairings[pairing as usize].fields[field as usize] =
                cells.iter().map(|row| row.iter().map(|cell| cell.probability).collect()).collect();
        }
    }
    order::hold(&mut tables);
    Fitted { tables, cells }
}

fn rows(columns: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    (0..columns[0].len()).map(|level| columns.iter().map(|column| column[level]).collect()).collect()
}

fn columns(base: &Tables, evidence: &Evidence, pairing: Pairing, field: Field) -> Vec<Vec<Cell>> {
    let table = &base.pairings[pairing as usize].fields[field as usize];
    let base = |hypothesis: usize| -> Vec<f64> { table.iter().map(|row| row[hypothesis]).collect() };
    let same = smooth_whole(&base(0), evidence.same.of(pairing, field));
    let rivals = Rival::of(pairing).iter().enumerate();
    let rivals = rivals.map(|(at, &rival)| column(&base(at + 1), &same, evidence, (pairing, field), rival)).collect();
    [vec![same.clone()], rivals].concat()
}

fn column(base: &[f64], same: &[Cell], evidence: &Evidence, at: (Pairing, Field), rival: Rival) -> Vec<Cell> {
    let (pairing, field) = at;
    let named = evidence.named.get(&rival).map(|tally| tally.of(pairing, field));
    let named = named.filter(|counts| counts.iter().sum::<f64>() >= FEWEST_OF_RIVAL);
    match (rival, named) {
        (Rival::Stranger, _) => stranger(base, same, evidence.strangers.of(pairing, field), field),
        (_, Some(counts)) => smooth(base, counts),
        (Rival::KinHome, None) => kin(base, same, evidence.couples.of(pairing, field), field),
        _ => base.iter().map(|&probability| Cell::kept(probability, 0.0)).collect(),
    }
}

/// Random pairs, and now and then a copy of the owner's own contacts, written as owners write them.
fn stranger(base: &[f64], same: &[Cell], counts: &[f64], field: Field) -> Vec<Cell> {
    let cells: Vec<Cell> = smooth(base, counts).into_iter().map(|cell| cell.of_people(people(counts))).collect();
    if field == Field::Name {
        return cells;
    }
    cells.iter().zip(same).map(|(cell, same)| cell.mixed(COPIED, same.probability)).collect()
}

/// How many people the pairs are of: so many beside as many owners.
fn people(pairs: &[f64]) -> f64 {
    pairs.iter().sum::<f64>().sqrt()
}

/// Co-owners tell how relatives are named, and how often they share a contact; how a shared one is written is known from
/// owners themselves, since a bank writes both of its customers alike and an applicant does not.
fn kin(base: &[f64], same: &[Cell], counts: &[f64], field: Field) -> Vec<Cell> {
    let mut cells = smooth(base, counts);
    if field == Field::Name {
        return cells;
    }
    let shared: Vec<bool> = levels(field).iter().map(|level| level.floor >= SAME).collect();
    let sum = |numbers: &dyn Fn(usize) -> f64| -> f64 { (0..shared.len()).filter(|&at| shared[at]).map(numbers).sum() };
    let (seen, cases, written) = (sum(&|at| counts[at]), counts.iter().sum::<f64>(), sum(&|at| same[at].probability));
    let share = Cell {
        probability: (seen + BASE_CASES * sum(&|at| base[at]) / base.iter().sum::<f64>()) / (cases + BASE_CASES),
        seen,
        variance: 1.0 / seen.max(1.0),
    };
    for at in (0..cells.len()).filter(|&at| shared[at]) {
        let probability = share.probability * same[at].probability / written;
        cells[at] = if seen < FEWEST { Cell::kept(base[at], seen) } else { Cell { probability, ..share } };
    }
    cells
}
