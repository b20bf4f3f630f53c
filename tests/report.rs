//! The HTML report of `evaluate`, as a process: one file that fetches nothing, tells no secrets, and is well formed.
#![cfg(feature = "cli")]

mod binary;
mod page;

use std::path::Path;

use binary::{Ran, ownermatch, scratch};
use page::{MOST_BYTES, assert_fetches_nothing, assert_usable, assert_well_formed};

fn file(name: &str, text: &str) -> String {
    let path = scratch("report").join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("a path").to_owned()
}

fn made(count: &str) -> String {
    ownermatch(&["simulate", "--cases", count, "--seed", "5"], b"").stdout
}

fn run(args: &[&str]) -> Ran {
    ownermatch(&[&["evaluate", "--prior", "0.5", "--format", "html"], args].concat(), b"")
}

fn told(args: &[&str]) -> String {
    let ran = run(args);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

#[test]
fn three_thousand_cases_make_one_small_page_that_fetches_nothing() {
    let path = file("made.ndjson", &made("3000"));
    let one = told(&[&path, "--costs", "200,20,5"]);
    assert!(one.len() < MOST_BYTES, "{} bytes", one.len());
    assert_well_formed(&one);
    assert_usable(&one);
    assert_fetches_nothing(&one);
    for part in ["Reliability diagram", "Total cost", "Histogram", "Weights of the levels", "By origin", "Case 5-"] {
        assert!(one.contains(part), "{part}");
    }
    assert!(!one.contains("NaN"));
    assert_eq!(told(&[&path, "--costs", "200,20,5", "--threads", "1"]), one);
}

/// A model's row whose level the owner reaches a little less often than the row says, which breaks no law.
fn lowered(row: &str) -> String {
    let (m, rest) = row.trim_start_matches([' ', '[']).split_once(',').expect("a row");
    format!(" [{},{rest}", 0.99 * m.trim().parse::<f64>().expect("a number"))
}

/// A case under another kind and origin.
fn named(line: &str, group: usize) -> String {
    let mut case: serde_json::Value = serde_json::from_str(line).expect("a case");
    let name = format!("{group} of sixty, under a name that goes on and on");
    (case["kind"], case["origin"]) = (name.clone().into(), name.into());
    format!("{case}\n")
}

#[test]
fn two_models_stand_beside_each_other_with_who_changed_sides() {
    // More groups than are told, under long names.
    let cases: String = made("1500").lines().enumerate().map(|(at, line)| named(line, at % 60)).collect();
    let path = file("against.ndjson", &cases);
    let model =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/model.toml")).expect("a model");
    // The built-in model is the first; the second is surer of everything, and weighs what has nothing in common otherwise.
    let other = model.lines().map(|line| match line.split_once('=') {
        Some((key, _)) if key.trim() == "scale" => "scale = 1.63".to_owned(),
        Some((key, row)) if key.trim() == "nothing" => format!("nothing ={}", lowered(row)),
        _ => line.to_owned(),
    });
    let other = file("other.toml", &other.collect::<Vec<_>>().join("\n"));
    let two = told(&[&path, "--against", &other, "--costs", "200,20,5"]);
    assert!(two.len() < MOST_BYTES, "{} bytes", two.len());
    assert_well_formed(&two);
    assert_usable(&two);
    assert!(two.contains("36 more are left out"));
    for part in ["First model, ", "Second model, ", "decided otherwise by the second", "Changes by decision"] {
        assert!(two.contains(part), "{part}");
    }
    let same = told(&[&path, "--against", "default"]);
    assert!(same.contains("0 cases decided otherwise by the second") && same.contains("weigh every one of them alike"));
}

#[test]
fn personal_data_is_masked_until_it_is_asked_for() {
    let case = |id: u8, label: u8| {
        let side = r#"{"name":"Zelda Quuxley","email":"zelda@quuxley.org","phone":"+14152794774"}"#;
        format!(r#"{{"id":"{id}","label":{label},"applicant":{side},"owners":[{side}]}}"#)
    };
    let path = file("masked.ndjson", &format!("{}\n{}\n", case(1, 1), case(2, 0)));
    let masked = told(&[&path]);
    for part in ["Zelda", "Quuxley", "quuxley", "2794774"] {
        assert!(!masked.contains(part), "{part}");
    }
    assert!(masked.contains("Z*** Q***") && masked.contains("--show shows it"));
    let shown = told(&[&path, "--show"]);
    assert!(shown.contains("Zelda Quuxley") && shown.contains("This page holds personal data"));
}

#[test]
fn what_the_file_says_cannot_become_a_part_of_the_page() {
    let evil = r#"<script>alert(1)</script>\u202e\u0007\"' & {{ x }}"#;
    let case = |label: u8| {
        format!(
            r#"{{"id":"{evil}","label":{label},"kind":"{evil}","origin":"{evil}","applicant":{{"name":"A {evil}"}},"owners":[{{"name":"A {evil}"}}]}}"#
        )
    };
    let path = file("<b>&.ndjson", &format!("{}\n{}\n", case(1), case(0)));
    let told = told(&[&path, "--show"]);
    assert!(
        !told.contains("<script") && !told.contains("<b>&") && !told.contains('\u{202e}') && !told.contains('\u{7}')
    );
    assert!(told.contains("script") && told.contains("{{ x }}"));
    assert_well_formed(&told);
}

#[test]
fn a_handful_of_cases_or_none_with_owners_make_a_page_too() {
    let some: String = made("400")
        .lines()
        .filter(|line| line.contains("business_name"))
        .take(12)
        .map(|line| format!("{line}\n"))
        .collect();
    let bare = r#"{"id":"1","label":1,"applicant":{},"owners":[]}
{"id":"2","label":0,"applicant":{},"owners":[]}
"#;
    let few: String = made("6").lines().map(|line| format!("{line}\n")).collect();
    for (name, text) in [("some", some.as_str()), ("bare", bare), ("few", &few)] {
        let told = told(&[&file(name, text), "--costs", "0,0,0"]);
        assert_well_formed(&told);
        assert_usable(&told);
        assert!(!told.contains("NaN") && !told.contains(">inf"), "{name}");
    }
    // Owners alone are no evaluation.
    let ran = run(&[&file("one-sided", bare.lines().next().expect("a line"))]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
}
