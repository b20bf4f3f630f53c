//! Case tables and laws of phones.

use proptest::prelude::*;

use super::{CAP_CHARS, Phone, PhoneLevel, PhoneTraits, compare, parse, parts};
use crate::level::Level;
use crate::reading::Reading;
use crate::region::Region;

/// `raw @GB` is a number read in the United Kingdom.
fn read(cell: &str) -> Reading<Phone> {
    let (raw, region) =
        cell.rsplit_once('@').map_or((cell, Region::US), |(raw, region)| (raw, Region::new(region).unwrap()));
    parse(raw, region)
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('|').map(str::trim).collect())
}

fn traits(names: &str) -> PhoneTraits {
    let all = names.split_whitespace().filter(|&name| name != "-");
    all.fold(PhoneTraits::empty(), |traits, name| traits | PhoneTraits::from_name(name).unwrap())
}

#[test]
fn levels_are_lawful() {
    crate::level::tests::assert_lawful::<PhoneLevel>();
}

/// What a cell is read to, and its traits.
fn outcome(cell: &str) -> (String, PhoneTraits) {
    match read(cell) {
        Reading::Absent => ("absent".to_owned(), PhoneTraits::empty()),
        Reading::Unreadable => ("unreadable".to_owned(), PhoneTraits::empty()),
        Reading::Read(phone) => (phone.canonical(), phone.traits - PhoneTraits::COUNTRY_INFERRED),
    }
}

#[test]
fn every_reading_of_the_table_holds() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../tests/cases/phone_readings.txt")) {
        let [raw, expected, names, why] = row[..] else { panic!("four columns: {row:?}") };
        let found = outcome(raw);
        if found != (expected.to_owned(), traits(names)) {
            wrong.push((raw, found, why));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_case_holds_both_ways_round() {
    for row in rows(include_str!("../../tests/cases/phones.txt")) {
        let [applicant, owner, expected, why] = row[..] else { panic!("four columns: {row:?}") };
        let [Reading::Read(a), Reading::Read(o)] = [applicant, owner].map(read) else {
            panic!("{applicant} | {owner}")
        };
        assert_eq!(compare(&a, &o).level.code(), expected, "{applicant} | {owner}: {why}");
        assert_eq!(compare(&o, &a).level.mirror(), compare(&a, &o).level, "{applicant} | {owner}");
        assert_eq!(compare(&o, &a).further, compare(&a, &o).further, "{applicant} | {owner}");
    }
}

#[test]
fn stripes_sample_number_is_read_with_its_traits() {
    let Reading::Read(phone) = parse("+1 555-555-5555", Region::US) else { panic!("unread") };
    assert_eq!(phone.traits, PhoneTraits::PLACEHOLDER | PhoneTraits::NOT_ASSIGNED);
}

#[test]
fn states_come_from_geographic_area_codes_alone() {
    let area = |raw| parse(raw, Region::US).read().and_then(Phone::area_region);
    assert_eq!([area("415-555-2671"), area("647 555 2671"), area("800 555 2671")], [Some("CA"), Some("ON"), None]);
    assert_eq!(parse("800 555 2671", Region::US).read().and_then(Phone::region), None);
}

#[test]
fn parts_name_what_differs_and_leave_out_what_neither_has() {
    let [Reading::Read(applicant), Reading::Read(owner)] = ["415 555 2671", "415 555 2677 x3"].map(read) else {
        panic!("unread")
    };
    let labels: Vec<_> = parts(&applicant, &owner).iter().map(|part| part.label).collect();
    assert_eq!(labels, ["country_code", "area_code", "exchange", "line", "extension"]);
    assert_eq!(parts(&applicant, &applicant).len(), 4);
}

#[test]
fn debug_shows_no_digit() {
    let reading = read("415 555 2671 x9");
    assert!(!format!("{reading:?}").contains(|letter: char| letter.is_ascii_digit()));
}

#[test]
fn a_megabyte_is_unreadable_at_once() {
    assert_eq!(parse(&"5".repeat(1 << 20), Region::US), Reading::Unreadable);
    assert_eq!(parse(&" ".repeat(1 << 20), Region::US), Reading::Absent);
    assert_eq!(parse(&"\u{fdfa}".repeat(1 << 18), Region::US), Reading::Unreadable);
}

fn number() -> impl Strategy<Value = (Region, String)> {
    let written = prop_oneof![
        "[2-9][0-9]{2}[2-4][0-9]{6}",
        "1?[ -]?\\([2-4]1[0-9]\\) [2-3][0-9]{2}-000[0-9]( x[0-9]{1,3})?",
        "\\+(44|49|33|39|7|91|34)[1-3][0-9]{8,9}",
        "0[1-9][0-9]{8,9}",
        "[0-9+() -]{6,16}",
    ];
    (
        (0usize..4).prop_map(|at| [Region::US, Region::GB, Region::CA, Region::new("DE").unwrap_or_default()][at]),
        written,
    )
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(raw in any::<String>(), region in 0usize..3) {
        let region = [Region::US, Region::AU, Region::new("AR").unwrap()][region];
        if let Reading::Read(phone) = parse(&raw, region) {
            prop_assert!(phone.national().len() <= CAP_CHARS);
        }
    }

    #[test]
    fn text_like_a_number_is_read_without_a_panic(raw in "[0-9+()x#;=ext., /a-z-]{0,40}") {
        let _ = parse(&raw, Region::US);
        let _ = parse(&raw, Region::new("JP").unwrap());
    }

    #[test]
    fn a_number_equals_itself((region, raw) in number()) {
        if let Reading::Read(phone) = parse(&raw, region) {
            let comparison = compare(&phone, &phone);
            prop_assert_eq!(comparison.level, PhoneLevel::Exact);
            prop_assert_eq!(comparison.match_score().value(), 100);
        }
    }

    #[test]
    fn sides_mirror((here, applicant) in number(), (there, owner) in number()) {
        if let (Reading::Read(applicant), Reading::Read(owner)) = (parse(&applicant, here), parse(&owner, there)) {
            let [forth, back] = [compare(&applicant, &owner), compare(&owner, &applicant)];
            prop_assert_eq!(forth.level, back.level.mirror());
            prop_assert_eq!(forth.further, back.further);
        }
    }

    #[test]
    fn punctuation_changes_nothing(area in "[2-9][0-8][0-9]", exchange in "[2-9][0-9]{2}", line in "[0-9]{4}") {
        let plain = parse(&format!("{area}{exchange}{line}"), Region::US);
        let Reading::Read(plain) = plain else { return Err(TestCaseError::fail("unread")) };
        for raw in [format!("({area}) {exchange}-{line}"), format!("+1 {area}.{exchange}.{line}"), format!("  1-{area}-{exchange}-{line} "), format!("tel:+1-{area}-{exchange}-{line}")] {
            let Reading::Read(phone) = parse(&raw, Region::US) else { return Err(TestCaseError::fail("unread")) };
            prop_assert_eq!(compare(&plain, &phone).level, PhoneLevel::Exact);
        }
    }

    #[test]
    fn an_equal_part_never_lowers_the_level(applicant in "[2-4]1[0-3][2-3]1[0-3]000[0-3]", owner in "[2-4]1[0-3][2-3]1[0-3]000[0-3]") {
        let level = |a: &str, o: &str| match [parse(a, Region::US), parse(o, Region::US)] {
            [Reading::Read(a), Reading::Read(o)] => compare(&a, &o).level.top(),
            _ => unreachable!("ten digits are read"),
        };
        let before = level(&applicant, &owner);
        for part in [0..3, 3..6, 6..10] {
            let mut nearer = owner.clone();
            nearer.replace_range(part.clone(), &applicant[part]);
            prop_assert!(level(&applicant, &nearer) >= before);
        }
    }
}
