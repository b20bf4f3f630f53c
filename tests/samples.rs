//! Holds the sample cases to the decisions, flags and levels that a reader expected of them before the model had values.

#![cfg(feature = "cli")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use assert_cmd::Command;
use serde_json::Value;

/// One row of expected.tsv.
struct Expected {
    id: String,
    decision: String,
    flags: BTreeSet<String>,
    not_flags: BTreeSet<String>,
    levels: Vec<(String, String)>,
}

fn expected() -> Vec<Expected> {
    let text = fs::read_to_string("data/samples/expected.tsv").expect("the samples ship with the project");
    text.lines().filter(|line| !line.starts_with('#')).map(read_row).collect()
}

fn read_row(line: &str) -> Expected {
    let columns: Vec<&str> = line.split('\t').collect();
    let list = |at: usize| columns[at].split(';').filter(|code| !code.is_empty()).map(str::to_owned);
    let pair = |text: String| text.split_once('=').map(|(field, level)| (field.to_owned(), level.to_owned()));
    Expected {
        id: columns[0].to_owned(),
        decision: columns[1].to_owned(),
        flags: list(2).collect(),
        not_flags: list(3).collect(),
        levels: list(4).filter_map(pair).collect(),
    }
}

fn answers() -> BTreeMap<String, Value> {
    let arguments = ["score", "data/samples/cases.ndjson", "--format", "ndjson", "--now", "1789430400"];
    let run = Command::cargo_bin("ownermatch").expect("the binary is built").args(arguments).assert().success();
    let text = String::from_utf8(run.get_output().stdout.clone()).expect("JSON is UTF-8");
    let answers = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("an answer a line"));
    answers.map(|answer| (answer["id"].as_str().expect("an id").to_owned(), answer)).collect()
}

fn flags(answer: &Value) -> BTreeSet<String> {
    let flags = answer["flags"].as_array().expect("a list of flags").iter();
    flags.map(|flag| flag["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn decisions_are_those_a_reader_expects() {
    let answers = answers();
    let wrong: Vec<String> = expected()
        .iter()
        .filter(|row| answers[&row.id]["decision"] != row.decision.as_str())
        .map(|row| format!("{}: {} is not {}", row.id, answers[&row.id]["decision"], row.decision))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn flags_are_raised_where_they_belong_and_nowhere_near() {
    let answers = answers();
    let mut wrong = Vec::new();
    for row in expected() {
        let raised = flags(&answers[&row.id]);
        wrong.extend(row.flags.difference(&raised).map(|flag| format!("{} lacks {flag}", row.id)));
        wrong.extend(row.not_flags.intersection(&raised).map(|flag| format!("{} raises {flag}", row.id)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn levels_are_those_a_reader_expects() {
    let answers = answers();
    let mut wrong = Vec::new();
    for row in expected() {
        for (field, level) in &row.levels {
            let found = &answers[&row.id]["fields"][field]["level"];
            if found != level.as_str() {
                wrong.push(format!("{}: {field} is {found}, not {level}", row.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_decision_and_every_flag_is_shown() {
    let expected = expected();
    let decisions: BTreeSet<&str> = expected.iter().map(|row| row.decision.as_str()).collect();
    assert_eq!(decisions.len(), ownermatch::Decision::ALL.len());
    for flag in ownermatch::FlagCode::ALL {
        let shown =
            |flags: fn(&Expected) -> &BTreeSet<String>| expected.iter().any(|row| flags(row).contains(flag.code()));
        assert!(shown(|row| &row.flags), "{} is never raised", flag.code());
        assert!(shown(|row| &row.not_flags), "{} has no case that nearly raises it", flag.code());
    }
}

#[test]
fn the_model_card_is_of_the_built_in_model() {
    let card = include_str!("../docs/model-card.md");
    assert!(
        card.contains(&format!("`{}`", ownermatch::Model::default().id())),
        "docs/model-card.md tells of another model"
    );
}
