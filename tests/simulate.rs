//! Made cases: the same from the same seed, read back as cases, and near the rates that they were made with.
#![cfg(feature = "cli")]

mod binary;

use std::collections::BTreeMap;

use binary::{ownermatch, scratch};
use ownermatch::case::{self, Lines};
use ownermatch::simulate::{Rates, SimulatedCase, Simulator};
use ownermatch::{Applicant, NameInput};
use serde_json::Value;

const OTHERS: [&str; 8] =
    ["stranger", "kin_home", "kin_same_name", "kin_elsewhere", "housemate", "namesake", "takeover", "evasion"];

fn cases(count: u64) -> Vec<SimulatedCase> {
    let simulator = Simulator::new(11);
    (0..count).map(|number| simulator.case(number)).collect()
}

fn share(cases: &[SimulatedCase], holds: impl Fn(&SimulatedCase) -> bool) -> f64 {
    cases.iter().filter(|made| holds(made)).count() as f64 / cases.len() as f64
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_a_case_stands_alone() {
    let run = |args: &[&str]| ownermatch(&[&["simulate", "--seed", "5"], args].concat(), b"").stdout;
    let [some, more] = [run(&["--cases", "50"]), run(&["--cases", "200"])];
    assert!(more.starts_with(&some) && some.lines().count() == 50);
    assert_eq!(run(&["--cases", "50"]), some);
    assert_ne!(ownermatch(&["simulate", "--seed", "6", "--cases", "50"], b"").stdout, some);
}

#[test]
fn a_made_case_reads_back_as_the_case_it_is() {
    let made = cases(500);
    let text: String = made.iter().map(|made| serde_json::to_string(made).expect("plain data") + "\n").collect();
    for (line, made) in Lines::new(text.as_bytes()).zip(&made) {
        assert_eq!(case::read(&line.expect("bytes in memory")).expect("a case"), made.case);
    }
}

#[test]
fn shares_are_near_the_rates() {
    let made = cases(20_000);
    let near = |share: f64, expected: f64| (share - expected).abs() < 0.012;
    assert!(near(share(&made, SimulatedCase::is_owner), 0.5));
    assert!(near(share(&made, |made| made.case.ownership.owners[0].email.is_none()), 0.40));
    assert!(near(share(&made, |made| made.case.ownership.owners[0].phone.is_none()), 0.25));
    assert!(near(share(&made, |made| made.case.applicant.phone.is_none()), 0.03));
    let others: Vec<SimulatedCase> = made.iter().filter(|made| !made.is_owner()).cloned().collect();
    let persons = ["business", "affiliate", "other_business", "person_for_business", "business_namesake"];
    let others: Vec<_> = others.into_iter().filter(|made| !persons.contains(&made.kind)).collect();
    assert!(near(share(&others, |made| made.kind == "stranger"), 0.31));
    assert!(near(share(&others, |made| made.kind == "takeover"), 0.13));
    let kinds: BTreeMap<&str, usize> = made.iter().fold(BTreeMap::new(), |mut kinds, made| {
        *kinds.entry(made.kind).or_default() += 1;
        kinds
    });
    assert_eq!(kinds.len(), 15, "{kinds:?}");
    let origins = ["white", "black", "asian_pacific", "hispanic"];
    assert!(origins.iter().all(|origin| share(&made, |made| made.origin == *origin) > 0.04));
}

fn typed(applicant: &Applicant) -> String {
    match &applicant.name {
        Some(NameInput::Full(name) | NameInput::Business(name)) => name.to_lowercase(),
        _ => panic!("a made name is one string"),
    }
}

#[test]
fn another_is_never_the_same_name_under_another_label() {
    let simulator = Simulator::new(1).owner_share(0.02);
    let kinds = ["person_for_business", "affiliate", "other_business"];
    let made = (0..20_000).map(|number| simulator.case(number)).filter(|made| kinds.contains(&made.kind));
    let others: Vec<SimulatedCase> = made.collect();
    assert!(others.len() > 500);
    for made in others {
        let owner = made.case.ownership.owners[0].name.clone().expect("a name");
        assert_ne!(typed(&made.case.applicant), owner.to_lowercase(), "{} {}", made.kind, made.case.id);
    }
}

#[test]
fn without_noise_an_owner_is_written_as_they_type() {
    let simulator = Simulator::new(3).rates(Rates::default().with_noise_times(0.0)).owner_share(1.0);
    for made in (0..2_000).map(|number| simulator.case(number)).filter(|made| made.kind == "owner") {
        let owner = &made.case.ownership.owners[0];
        assert_eq!(made.case.applicant.email, owner.email, "{}", made.case.id);
        let digits = |text: &Option<String>| -> String {
            let all: String = text.iter().flat_map(|text| text.chars()).filter(char::is_ascii_digit).collect();
            all[all.len() - 10..].to_owned()
        };
        assert_eq!(digits(&made.case.applicant.phone), digits(&owner.phone), "{}", made.case.id);
        let printed = owner.name.clone().expect("a name").to_lowercase();
        // A line of two holders is how the account is titled, not noise.
        let is_joint = [" or ", " and ", "&"].iter().any(|joined| printed.contains(joined));
        assert!(is_joint || typed(&made.case.applicant) == printed, "{}", made.case.id);
    }
}

#[test]
fn rates_of_a_file_are_held_and_mistakes_told_by_key() {
    let folder = scratch("rates");
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/simulate/rates.toml")).expect("rates");
    let file = |text: &str| {
        let path = folder.join("rates.toml");
        std::fs::write(&path, text).expect("a file");
        let path = path.to_str().expect("a path");
        ownermatch(&["simulate", "--cases", "200", "--owner-share", "1", "--error-rates", path], b"")
    };
    let ran = file(&text.replace("no_email = 0.40", "no_email = 1"));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for line in ran.stdout.lines() {
        let made: Value = serde_json::from_str(line).expect("JSON");
        assert!(made["label"] == "same_person" && made["owners"][0]["email"].is_null());
    }
    let nobody: String = text
        .lines()
        .map(|line| match OTHERS.iter().find(|name| line.starts_with(&format!("{name} ="))) {
            Some(name) => format!("{name} = 0\n"),
            None => format!("{line}\n"),
        })
        .collect();
    let ran = file(&nobody);
    assert!(ran.code == Some(2) && ran.stderr.contains("others"), "{}", ran.stderr);
    let mistakes = [
        ("no_email = 0.40", "no_email = 1.5", "bank.no_email"),
        ("no_email = 0.40", "", "bank.no_email"),
        ("no_email = 0.40", "no_email = 0.40\nno_emails = 0.4", "bank.no_emails"),
        ("[bank]", "[bank", "not TOML"),
    ];
    for (good, bad, part) in mistakes {
        let ran = file(&text.replacen(good, bad, 1));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{bad}");
        assert!(ran.stderr.contains(part), "{bad}: {}", ran.stderr);
    }
}
