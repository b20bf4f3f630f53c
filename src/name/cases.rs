//! The case tables of titling and organizations, run both ways round, and the laws over whole names.

use proptest::prelude::*;

use super::{Name, NameComparison, NameTraits, Party, compare, parse, parts};
use crate::level::Level;

fn read(raw: &str) -> Name {
    parse(raw).read().cloned().unwrap_or_else(|| panic!("{raw} is a name"))
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let told = table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    told.map(|line| line.split('|').map(str::trim).collect())
}

fn shown(parties: &[Party]) -> String {
    parties.iter().map(Party::canonical).collect::<Vec<_>>().join(" & ")
}

fn holders(name: &Name) -> String {
    let trade = name.trade_name.as_ref().map_or(String::new(), |trade| format!(" + {}", trade.canonical()));
    shown(&name.parties) + &trade
}

fn titling(traits: NameTraits) -> NameTraits {
    let told = NameTraits::JOINT | NameTraits::FIDUCIARY | NameTraits::BENEFICIARY | NameTraits::MINOR;
    traits & (told | NameTraits::DECEASED | NameTraits::TRADE_NAME)
}

fn traits_of(words: &str) -> NameTraits {
    let of = |word| NameTraits::from_name(&word_upper(word)).unwrap_or_else(|| panic!("{word} is no trait"));
    words.split(' ').filter(|word| !word.is_empty()).map(of).collect()
}

fn word_upper(word: &str) -> String {
    word.to_ascii_uppercase()
}

#[test]
fn titling_comes_apart_as_the_case_table_says() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../tests/cases/titling.txt")) {
        let name = read(row[0]);
        let found = [holders(&name), shown(&name.beneficiaries)];
        let agrees = (row[1] == "*" || found[0] == row[1]) && found[1] == row[2];
        if !agrees || titling(name.traits) != traits_of(row[3]) {
            wrong.push(format!("{}: {} | {} | {:?}", row[0], found[0], found[1], titling(name.traits)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn organizations_compare_as_the_case_table_says_both_ways_round() {
    let mut wrong = Vec::new();
    for row in rows(include_str!("../../tests/cases/organizations.txt")) {
        let [applicant, owner] = [read(row[0]), read(row[1])];
        let found = compare(&applicant, &owner);
        if format!("{:?}", found.level) != row[2] || !mirrors(found, compare(&owner, &applicant)) {
            wrong.push(format!("{} / {}: {:?} and not {}", row[0], row[1], found.level, row[2]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn mirrors(found: NameComparison, back: NameComparison) -> bool {
    found.level == back.level.mirror() && found.further == back.further && found.pairing == back.pairing
}

const WORDS: [&str; 28] = [
    "acme",
    "acmes",
    "john",
    "mary",
    "smith",
    "smyth",
    "plumbing",
    "group",
    "the",
    "of",
    "llc",
    "inc",
    "company",
    "north",
    "12",
    "&",
    "or",
    "dba",
    "pod",
    "ttee",
    "trust",
    ",",
    "intl",
    "bank",
    "quillborne",
    "quilborne",
    "a",
    "ip",
];

fn some_name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..8).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn swapping_the_sides_mirrors_the_level(one in some_name(), other in some_name()) {
        if let (Some(one), Some(other)) = (parse(&one).read(), parse(&other).read()) {
            prop_assert!(mirrors(compare(one, other), compare(other, one)));
        }
    }

    #[test]
    fn a_name_is_its_own_exact_copy_in_any_case(one in some_name()) {
        if let (Some(low), Some(high)) = (parse(&one).read(), parse(&one.to_uppercase()).read()) {
            prop_assert_eq!(compare(low, high).match_score().value(), 100);
            prop_assert_eq!(low.canonical(), high.canonical());
        }
    }

    #[test]
    fn any_text_is_read_and_compared_without_a_panic(one in "\\PC{0,300}", other in some_name()) {
        if let (Some(one), Some(other)) = (parse(&one).read(), parse(&other).read()) {
            prop_assert!(mirrors(compare(one, other), compare(other, one)));
            prop_assert!(!one.parties.is_empty() && one.split().len() == one.parties.len());
            parts(one, other);
        }
    }
}

#[test]
fn a_megabyte_is_cut_and_read() {
    for text in ["a & ", "smith ", "llc ", "o/", "..", "tod "] {
        if let Some(name) = parse(&text.repeat(250_000)).read() {
            assert!(name.traits.contains(NameTraits::CUT));
        }
    }
}
