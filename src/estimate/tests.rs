//! Laws of estimation, on levels drawn from models that are known.

use std::collections::BTreeMap;

use super::changes::half_interval;
use super::fit::{Evidence, Fitted, fit};
use super::observe::Compared;
use super::tally::Tally;
use crate::address::{AddressComparison, AddressLevel};
use crate::chance::Chance;
use crate::comparison::{Compared as FieldCompared, Comparison};
use crate::email::{EmailComparison, EmailLevel};
use crate::level::Level;
use crate::model::{Model, Rival, Tables};
use crate::name::{NameComparison, NameLevel, Pairing};
use crate::phone::{PhoneComparison, PhoneLevel};
use crate::record::{Contacts, Field};

/// A level of each field, as if two records had come to it.
fn compared(at: [usize; 4]) -> Compared {
    let name = NameComparison {
        level: NameLevel::ALL[at[0]],
        further: 0,
        pairing: Pairing::Person,
        applicant_party: 0,
        owner_party: 0,
        reordered: false,
    };
    let comparison = Comparison {
        pairing: Pairing::Person,
        name: FieldCompared::Read(name),
        email: FieldCompared::Read(EmailComparison { level: EmailLevel::ALL[at[1]], further: 0 }),
        phone: FieldCompared::Read(PhoneComparison { level: PhoneLevel::ALL[at[2]], further: 0 }),
        address: FieldCompared::Read(AddressComparison { level: AddressLevel::ALL[at[3]], further: 0 }),
    };
    Compared { comparison, contacts: Contacts::Own }
}

/// A column of a model as a distribution.
fn column(tables: &Tables, field: Field, hypothesis: usize) -> Vec<f64> {
    let rows = &tables.pairings[Pairing::Person as usize].fields[field as usize];
    let whole: f64 = rows.iter().map(|row| row[hypothesis]).sum();
    rows.iter().map(|row| row[hypothesis] / whole).collect()
}

fn draw(chance: &mut Chance, shares: &[f64]) -> usize {
    let mut left = chance.below(1 << 53) as f64 / (1u64 << 53) as f64;
    for (at, share) in shares.iter().enumerate() {
        if left < *share {
            return at;
        }
        left -= share;
    }
    shares.len() - 1
}

fn drawn(tables: &Tables, hypothesis: usize, cases: u64, seed: u64) -> Tally {
    let mut chance = Chance::of_item(seed, hypothesis as u64);
    let columns = Field::ALL.map(|field| column(tables, field, hypothesis));
    let all: Vec<Compared> =
        (0..cases).map(|_| compared(Field::ALL.map(|field| draw(&mut chance, &columns[field as usize])))).collect();
    all.iter().collect()
}

/// What a model that is known would show.
fn shown(tables: &Tables, cases: u64, seed: u64) -> Evidence {
    let rivals = Rival::of(Pairing::Person);
    let named: BTreeMap<Rival, Tally> =
        rivals.iter().enumerate().map(|(at, rival)| (*rival, drawn(tables, at + 1, cases, seed))).collect();
    let strangers = drawn(tables, rivals.len(), cases * 20, seed + 1);
    Evidence { same: drawn(tables, 0, cases, seed), named, strangers, couples: Tally::new() }
}

/// Weights that were counted on both sides, with half their interval: row by row, against each rival but the stranger,
/// whose contacts are copied now and then.
fn counted(fitted: &Fitted) -> Vec<(Field, usize, usize, f64, f64)> {
    let mut found = Vec::new();
    for field in Field::ALL {
        let cells = &fitted.cells[Pairing::Person as usize][field as usize];
        for (level, row) in cells.iter().enumerate() {
            for rival in 1..row.len() - 1 {
                if !row[0].is_kept() && !row[rival].is_kept() {
                    let bits = libm::log2(row[0].probability / row[rival].probability);
                    found.push((field, level, rival, bits, half_interval(&row[0], &row[rival])));
                }
            }
        }
    }
    found
}

#[test]
fn a_known_model_comes_back_within_its_intervals() {
    let truth = Model::default().tables().clone();
    // It starts from elsewhere: every other probability twice as high.
    let mut start = truth.clone();
    let numbers = start.pairings[Pairing::Person as usize].fields.iter_mut().flatten().flatten();
    numbers.step_by(2).for_each(|probability| *probability = (2.0 * *probability).min(0.99));
    let fitted = fit(&start, &shown(&truth, 60_000, 3));
    let counted = counted(&fitted);
    assert!(counted.len() > 150, "{}", counted.len());
    let is_held = |(field, level, rival, bits, half): &(Field, usize, usize, f64, f64)| {
        let [same, other] = [0, *rival].map(|hypothesis| column(&truth, *field, hypothesis)[*level]);
        (libm::log2(same / other) - bits).abs() <= *half
    };
    let held = counted.iter().filter(|weight| is_held(weight)).count() as f64 / counted.len() as f64;
    assert!(held > 0.9, "{held} of {} weights", counted.len());
}

#[test]
fn shuffled_labels_weigh_nothing() {
    let truth = Model::default().tables().clone();
    let kin = 1 + Rival::of(Pairing::Person).iter().position(|rival| *rival == Rival::KinHome).expect("a rival");
    // Owners and relatives, each called the other as often as not.
    let mixed = |seed| drawn(&truth, 0, 20_000, seed).with(&drawn(&truth, kin, 20_000, seed + 1));
    let named = BTreeMap::from([(Rival::KinHome, mixed(60))]);
    let evidence = Evidence { same: mixed(70), named, strangers: Tally::new(), couples: Tally::new() };
    let fitted = fit(&truth, &evidence);
    let counted: Vec<_> = counted(&fitted).into_iter().filter(|(_, _, rival, ..)| *rival == kin).collect();
    assert!(counted.len() > 30);
    // What the starting model still says, in 200 of 40,000 cases, is let pass.
    let held = counted.iter().filter(|(.., bits, half)| bits.abs() <= half + 0.02).count();
    assert!(held as f64 > 0.9 * counted.len() as f64, "{held} of {}", counted.len());
    assert!(counted.iter().all(|(.., bits, half)| bits.abs() < 2.5 * half + 0.02), "{counted:?}");
}

#[cfg(feature = "cli")]
#[test]
fn whatever_was_counted_the_model_is_lawful_and_keeps_what_was_not_seen() {
    let truth = Model::default().tables().clone();
    for seed in 0..12 {
        // Columns of one hypothesis under the name of another: nonsense, as data can be.
        let turned = |by: usize| drawn(&truth, (by + seed as usize) % 7, 40 * (seed + 1), seed);
        let named = Rival::of(Pairing::Person).iter().enumerate().map(|(at, rival)| (*rival, turned(at + 1))).collect();
        let evidence = Evidence { same: turned(0), named, strangers: turned(6), couples: turned(2) };
        let fitted = fit(&truth, &evidence);
        for (row, base) in fitted.cells[0][0].iter().zip(&truth.pairings[0].fields[0]) {
            assert!(row[0].seen >= 5.0 || row[0].probability == base[0]);
        }
        let summary = super::Summary {
            source: "\u{1b}]0;title\n[person]".into(),
            base: String::new(),
            cases: 0,
            kept: 0,
            classes: BTreeMap::new(),
            own_pairs: 0,
            made_pairs: 0,
            couples: 0,
            rounds: 0,
            scale: 1.0,
            log_loss_before: None,
            log_loss_after: None,
        };
        let text = super::write::to_toml(&fitted.tables, &fitted.cells, &summary);
        let read = Model::from_toml(&text).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(read, Model::of(fitted.tables), "what is written reads back");
    }
}
