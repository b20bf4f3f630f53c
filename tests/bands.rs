//! Holds every field to its bands: the project's own table, and the vendors' published rules where they agree with it.

use ownermatch::{Level, Reading, Region, address, email, name, phone};

/// Where a level is told of in docs/bands.md.
const PAGE: &str = include_str!("../docs/bands.md");

const TABLES: [(&str, &str); 3] = [
    ("bands", include_str!("cases/bands.txt")),
    ("plaid", include_str!("cases/plaid.txt")),
    ("flinks", include_str!("cases/flinks.txt")),
];

/// A line of a table.
struct Row {
    field: &'static str,
    applicant: &'static str,
    owner: &'static str,
    band: (u8, u8),
}

fn read_row(line: &'static str) -> Row {
    let columns: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [field, applicant, owner, band, _rule] = columns[..] else { panic!("five columns: {line}") };
    let (low, high) = band.split_once('-').expect("a band");
    Row { field, applicant, owner, band: (low.parse().expect("a score"), high.parse().expect("a score")) }
}

fn rows(table: &'static str) -> impl Iterator<Item = Row> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(read_row)
}

fn read<T>(reading: Reading<T>, raw: &str) -> T {
    match reading {
        Reading::Read(value) => value,
        _ => panic!("not read: {raw}"),
    }
}

/// The level's code and the score of a field.
fn compare(field: &str, applicant: &str, owner: &str) -> (&'static str, u8) {
    let (us, sides) = (Region::US, [applicant, owner]);
    match field {
        "name" => {
            let [applicant, owner] = sides.map(|raw| read(name::parse(raw), raw));
            let found = name::compare(&applicant, &owner);
            (found.level.code(), found.match_score().value())
        }
        "email" => {
            let [applicant, owner] = sides.map(|raw| read(email::parse(raw), raw));
            let found = email::compare(&applicant, &owner);
            (found.level.code(), found.match_score().value())
        }
        "phone" => {
            let [applicant, owner] = sides.map(|raw| read(phone::parse(raw, us), raw));
            let found = phone::compare(&applicant, &owner);
            (found.level.code(), found.match_score().value())
        }
        "address" => {
            let [applicant, owner] = sides.map(|raw| read(address::parse(raw, us), raw));
            let found = address::compare(&applicant, &owner);
            (found.level.code(), found.match_score().value())
        }
        other => panic!("no field {other}"),
    }
}

#[test]
fn every_row_stands_in_its_band_both_ways_round() {
    let mut wrong = Vec::new();
    for (table, text) in TABLES {
        for row in rows(text) {
            for (applicant, owner) in [(row.applicant, row.owner), (row.owner, row.applicant)] {
                let (level, score) = compare(row.field, applicant, owner);
                if !(row.band.0..=row.band.1).contains(&score) {
                    wrong.push(format!("{table}: {applicant} | {owner} | {:?} | found {level} {score}", row.band));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The bands of a field that its levels stand in, from their lowest scores.
fn floors<L: Level>() -> Vec<u8> {
    let mut floors: Vec<u8> = L::ALL.iter().map(|level| level.floor().value()).collect();
    floors.dedup();
    floors
}

fn shows(table: &'static str, field: &str, floor: u8) -> bool {
    rows(table).any(|row| row.field == field && row.band.0 == floor)
}

#[test]
fn every_band_of_every_field_has_an_example() {
    let fields = [
        ("name", floors::<name::NameLevel>()),
        ("email", floors::<email::EmailLevel>()),
        ("phone", floors::<phone::PhoneLevel>()),
        ("address", floors::<address::AddressLevel>()),
    ];
    for (field, floors) in fields {
        for floor in floors {
            assert!(shows(TABLES[0].1, field, floor), "bands.txt shows no {field} of {floor}");
        }
    }
}

/// The section of a field, by its heading.
fn section(heading: &str) -> &'static str {
    PAGE.split("\n## ").find(|section| section.starts_with(heading)).expect("a section a field")
}

/// The cells of the rows that tell of levels.
fn told(heading: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let rows = section(heading).lines().filter(|line| line.contains('`'));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
}

/// Levels without a row that has their score and code.
fn untold<L: Level>(heading: &str) -> Vec<String> {
    let is_told = |level: &&L| {
        let [score, code] = [level.top().value().to_string(), format!("`{}`", level.code())];
        told(heading).any(|row| row[0] == score && row[1].split(", ").any(|told| told == code))
    };
    let untold = L::ALL.iter().filter(|level| !is_told(level));
    untold.map(|level| format!("{heading}: {} {}", level.top().value(), level.code())).collect()
}

#[test]
fn the_page_tells_of_every_level_with_its_score() {
    let untold = [
        untold::<name::NameLevel>("Names"),
        untold::<email::EmailLevel>("Emails"),
        untold::<phone::PhoneLevel>("Phones"),
        untold::<address::AddressLevel>("Addresses"),
    ]
    .concat();
    assert!(untold.is_empty(), "docs/bands.md: {untold:#?}");
}

#[test]
fn the_pages_examples_come_out_as_it_says() {
    let mut wrong = Vec::new();
    for (heading, field) in [("Names", "name"), ("Emails", "email"), ("Phones", "phone"), ("Addresses", "address")] {
        for row in told(heading) {
            let [_score, codes, _means, applicant, owner] = row[..] else { panic!("five columns: {row:?}") };
            let (level, _) = compare(field, applicant, owner);
            if codes.split(", ").next() != Some(&format!("`{level}`")) {
                wrong.push(format!("{applicant} | {owner} | {codes} | found {level}"));
            }
        }
    }
    assert!(wrong.is_empty(), "docs/bands.md: {wrong:#?}");
}
