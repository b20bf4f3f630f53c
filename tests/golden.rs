//! Holds the engine's answers bit for bit: ten thousand cases as hashes, two hundred of them in full.
//!
//! A change of speed changes none of them. A change of the engine, its tables or its model changes some:
//! `GOLDEN=write cargo test --test golden` writes the two files anew, and the difference belongs in the commit's body.

#![cfg(feature = "serde")]

#[path = "golden/cases.rs"]
mod cases;

use std::fmt::Write as _;
use std::fs;

use ownermatch::{
    Case, Compared, Field, FieldLevel, Matcher, OwnerMatch, OwnershipMatch, Part, Reading, Record, Rival, Score, Step,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

const HASHES: &str = "tests/golden/hashes.txt";
const IN_FULL: &str = "tests/golden/in_full.txt";
/// One case in so many stands in full.
const SHOWN_ONE_IN: usize = 50;
/// A weight is a whole number of these.
const UNITS_A_BIT: f64 = (1 << 20) as f64;
const NOW: i64 = 1_789_430_400;

/// Levels, scores and every weight in units of 2^-20 bit; floats as their bits.
fn shown(case: &Case, answer: &OwnershipMatch) -> String {
    let flags: Vec<_> =
        answer.flags.iter().map(|flag| (flag.code.code(), flag.field, flag.owner, flag.count)).collect();
    let mut text = format!("{} {:?} best {:?} flags {flags:?}\n", case.id, answer.decision, answer.best);
    for owner in &answer.owners {
        show_owner(&mut text, owner).expect("a string takes everything");
    }
    text
}

fn outcome(level: Compared<FieldLevel>, score: Option<Score>) -> String {
    match (level.read(), score) {
        (Some(level), Some(score)) => format!("{}:{}", level.code, score.value()),
        _ => format!("{level:?}"),
    }
}

fn show_owner(text: &mut String, owner: &OwnerMatch) -> std::fmt::Result {
    let weighed = &owner.weighed;
    write!(text, "  owner {}.{} {:?}", owner.owner, owner.person, weighed.pairing)?;
    for field in Field::ALL {
        write!(
            text,
            " {}={}",
            field.code(),
            outcome(owner.comparison.level(field), owner.comparison.match_score(field))
        )?;
    }
    writeln!(text, "\n    odds {:016x} p {:016x}", weighed.log_odds.to_bits(), weighed.probability.value().to_bits())?;
    for &rival in Rival::of(weighed.pairing) {
        write!(text, "    {}", rival.code())?;
        Step::ALL.iter().try_for_each(|&step| write!(text, " {}", weighed.bits(step, rival).bits() * UNITS_A_BIT))?;
        writeln!(text)?;
    }
    Ok(())
}

/// What was read of each side, which a comparison may not show.
fn read(record: &Record, text: &mut String) -> std::fmt::Result {
    write!(text, "{:?}", record.text)?;
    if let Reading::Read(name) = &record.name {
        write!(text, "{:?} {:?}", name.components(), name.traits)?;
    }
    if let Reading::Read(email) = &record.email {
        write!(text, "{:?} {:?}", email.components(), email.traits)?;
    }
    if let Reading::Read(phone) = &record.phone {
        write!(text, "{:?} {:?} {:?}", phone.components(), phone.traits, phone.region())?;
    }
    if let Reading::Read(address) = &record.address {
        write!(text, "{:?} {:?} {:?}", address.components(), address.traits, address.region)?;
    }
    Ok(())
}

fn parts(matcher: &Matcher, case: &Case) -> String {
    let mut text = String::new();
    let owners = matcher.read_owners(&case.ownership.owners);
    let applicant = matcher.read_applicant(&case.applicant);
    let records = owners.iter().map(|owner| &owner.record).chain([&applicant]);
    records.for_each(|record| read(record, &mut text).expect("a string takes everything"));
    for field in matcher.explain(&case.applicant, &case.ownership).fields {
        let part = |part: &Part| write!(text, "{} {} {} {:?}", part.label, part.applicant, part.owner, part.outcome);
        field.parts.iter().try_for_each(part).expect("a string takes everything");
    }
    text
}

/// The hash of a case holds what was read and how the parts compare, too.
fn hash(matcher: &Matcher, case: &Case, shown: &str) -> String {
    let digest = Sha256::new().chain_update(shown).chain_update(parts(matcher, case)).finalize();
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn answers() -> (String, String) {
    let matcher = Matcher::default().now(NOW);
    let cases = cases::all();
    let rows: Vec<(String, String)> = cases
        .par_iter()
        .map(|case| {
            let shown = shown(case, &matcher.match_ownership(&case.applicant, &case.ownership));
            (hash(&matcher, case, &shown), shown)
        })
        .collect();
    let hashes = rows.iter().zip(&cases).map(|((hash, _), case)| format!("{} {hash}\n", case.id)).collect();
    (hashes, rows.iter().step_by(SHOWN_ONE_IN).map(|(_, shown)| shown.as_str()).collect())
}

fn hold(path: &str, found: &str) {
    if std::env::var_os("GOLDEN").is_some_and(|wish| wish == "write") {
        return fs::write(path, found).expect("the golden file is writable");
    }
    let expected = fs::read_to_string(path).expect("the golden file is in the project");
    let other: Vec<&str> =
        found.lines().zip(expected.lines()).filter(|(now, then)| now != then).map(|(now, _)| now).collect();
    let count = found.lines().count();
    assert_eq!(count, expected.lines().count(), "{path} has another number of lines");
    assert!(other.is_empty(), "{} of {count} lines of {path} differ: {:#?}", other.len(), &other[..other.len().min(8)]);
}

#[test]
fn ten_thousand_answers_are_the_same_bit_for_bit() {
    let (hashes, in_full) = answers();
    hold(IN_FULL, &in_full);
    hold(HASHES, &hashes);
}
