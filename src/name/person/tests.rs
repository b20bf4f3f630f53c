//! The case table of persons' names, and the laws of their comparison.

use proptest::prelude::*;

use super::compare::PersonComparison;
use super::parse::parse;
use super::*;
use crate::level::{Level, PartOutcome};
use crate::name::NameLevel;
use crate::text::fold;

fn read(raw: &str) -> PersonName {
    let folded = fold(raw, crate::name::CAP_CHARS);
    parse(&folded.text, Order::Unknown).with_transliterated(folded.transliterated)
}

fn score(comparison: PersonComparison) -> u8 {
    comparison.level.score(comparison.further).value()
}

fn fits(comparison: PersonComparison, expected: &str) -> bool {
    match expected.split_once('-') {
        Some((low, high)) => (low.parse().unwrap()..=high.parse().unwrap()).contains(&score(comparison)),
        None => comparison.level.code() == expected,
    }
}

#[test]
fn cases_come_out_as_the_table_says_both_ways_round() {
    let mut wrong = Vec::new();
    for line in include_str!("../../../tests/cases/person.txt").lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [applicant, owner, expected, _why] = columns[..] else { continue };
        let [there, back] = [compare(&read(applicant), &read(owner)), compare(&read(owner), &read(applicant))];
        if !fits(there, expected) {
            wrong.push(format!("{line}\n    is {} {}", there.level.code(), score(there)));
        }
        assert_eq!((there.level.mirror(), there.further), (back.level, back.further), "{line}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn parts_show_what_was_left_out_and_what_contradicts() {
    let parts = parts(&read("Dr. Bob J Smith"), &read("SMITH ROBERT SR"));
    let told: Vec<_> =
        parts.iter().map(|part| (part.label, part.applicant.as_str(), part.owner.as_str(), part.outcome)).collect();
    let expected = [
        ("title", "dr", "", PartOutcome::Omitted),
        ("given", "bob", "robert", PartOutcome::Rewritten),
        ("middle", "j", "", PartOutcome::Omitted),
        ("family", "smith", "smith", PartOutcome::Equal),
        ("generation", "", "sr", PartOutcome::Omitted),
    ];
    assert_eq!(told, expected);
}

#[test]
fn names_given_in_parts_keep_their_parts() {
    let name = from_parts("mary jo", "", "van dyke");
    assert_eq!(name.components(), [("given", "mary".into()), ("middle", "jo".into()), ("family", "van dyke".into())]);
    assert_eq!(compare(&name, &read("Mary Jo Van Dyke")).level, NameLevel::Exact);
}

#[test]
fn a_family_name_that_is_the_others_middle_name_is_no_nearer_than_none() {
    let applicant = from_parts("john", "", "li");
    let [far, near] = ["li", ""].map(|middle| score(compare(&applicant, &from_parts("john", middle, "smith"))));
    assert!(near >= far, "{near} {far}");
    assert_eq!(compare(&applicant, &read("John Li Smith")).level, NameLevel::FamilyPartOmittedByApplicant);
}

#[test]
fn better_pairs_outrank_worse_ones() {
    for (target, better, worse) in [
        ("Robert Smith", "Bob Smith", "R Smith"),
        ("Robert Smith", "R Smith", "Roberta Smith"),
        ("Robert J Smith", "Robert Smith", "Robert K Smith"),
        ("Jennifer Charleson", "Jennifer Charlesan", "Jenny Marleson"),
        ("Jenny Rosen", "Rosen, Jenny", "Jenny Rossen"),
    ] {
        let [better, worse] = [better, worse].map(|other| score(compare(&read(target), &read(other))));
        assert!(better > worse, "{target}: {better} {worse}");
    }
}

#[test]
fn a_megabyte_and_marks_alone_are_read() {
    for raw in ["a".repeat(1 << 20), "a ".repeat(1 << 19), ",-.'".repeat(1 << 18), "Jr, ".repeat(1000)] {
        let name = parse(&raw, Order::Unknown);
        assert_eq!(compare(&name, &name).level, NameLevel::Exact);
    }
}

/// Names that look like names: words of the tables' kind with the marks that parsing reads.
fn names() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "john",
        "maria",
        "smith",
        "garcia",
        "lopez",
        "j",
        "m",
        "jr",
        "sr",
        "iii",
        "v",
        "de",
        "la",
        "van",
        "al",
        "bob",
        "robert",
        "laura",
        "lauren",
        "muhammad",
        "mohammed",
        "li",
        "le",
        "dr",
        "mr",
        "md",
        "wang",
        "xiao",
        "ming",
        "xiaoming",
        "joanne",
        "jo",
        "anne",
        "charleson",
        "charlesan",
        "o'brien",
    ]);
    let marks = prop::sample::select(vec![" ", " ", " ", ", ", "-", ". "]);
    prop::collection::vec((words, marks), 1..7)
        .prop_map(|parts| parts.into_iter().map(|(word, mark)| format!("{word}{mark}")).collect())
}

/// Given, middle and family name, half of them real ones, no word in two parts: a word that changes its part
/// by chance can tell more than a part made equal. Made ones are long enough to be no particle.
fn three_parts() -> impl Strategy<Value = [String; 3]> {
    let part = |real: &'static [&'static str], random: &'static str| {
        prop_oneof![prop::sample::select(real).prop_map(str::to_owned), random.prop_map(|text: String| text)]
    };
    [
        part(
            &["john", "maria", "mario", "bob", "robert", "r", "laura", "lauren", "jo anne", "joanne", "xiao"],
            "[a-f]{4,8}",
        ),
        part(&["", "m", "mary", "mohammed", "muhammad", "ming"], "[g-m]{0,6}"),
        part(
            &["smith", "garcia", "garcia lopez", "van dyke", "al rawi", "xu", "wang", "jonson", "johnson"],
            "[n-z]{4,9}",
        ),
    ]
}

proptest! {
    #[test]
    fn a_name_equals_itself(name in names()) {
        let read = read(&name);
        let PersonComparison { level, further, .. } = compare(&read, &read);
        prop_assert_eq!((level, further), (NameLevel::Exact, 0));
    }

    #[test]
    fn sides_mirror(applicant in names(), owner in names()) {
        let [applicant, owner] = [read(&applicant), read(&owner)];
        let [there, back] = [compare(&applicant, &owner), compare(&owner, &applicant)];
        prop_assert_eq!((there.level.mirror(), there.further, there.reordered), (back.level, back.further, back.reordered));
    }

    #[test]
    fn case_and_spacing_change_nothing(name in names(), other in names()) {
        let shouted = format!("  {} ", name.to_uppercase().replace(' ', "   "));
        prop_assert_eq!(compare(&read(&shouted), &read(&other)), compare(&read(&name), &read(&other)));
    }

    #[test]
    fn any_text_is_read_compared_and_told(applicant in "\\PC{0,60}", owner in "\\PC{0,60}") {
        let [applicant, owner] = [read(&applicant), read(&owner)];
        let [there, back] = [compare(&applicant, &owner), compare(&owner, &applicant)];
        prop_assert_eq!(there.level.mirror(), back.level);
        prop_assert_eq!(parts(&applicant, &owner).is_empty(), parts(&owner, &applicant).is_empty());
    }

    #[test]
    fn making_a_part_equal_never_lowers_the_score(
        applicant in three_parts(),
        owner in three_parts(),
        part in 0..3usize,
    ) {
        let name = |[given, middle, family]: &[String; 3]| from_parts(given, middle, family);
        let mut nearer = owner.clone();
        nearer[part].clone_from(&applicant[part]);
        let [near, far] = [&nearer, &owner].map(|owner| score(compare(&name(&applicant), &name(owner))));
        prop_assert!(near >= far, "{near} {far}");
    }

    #[test]
    fn a_contradicted_generation_never_reaches_seventy(name in "[a-z]{2,9} [a-z]{2,9}") {
        let [junior, senior] = [format!("{name} jr"), format!("{name} sr")].map(|name| read(&name));
        prop_assert!(score(compare(&junior, &senior)) < 70);
    }
}
