//! `ownermatch evaluate`: figures that hold laws, and the command as a process.
#![cfg(feature = "cli")]

mod binary;

use binary::{Ran, ownermatch, scratch};
use ownermatch::Matcher;
use ownermatch::case::{Label, LabelledCase, Line, read_labelled};
use ownermatch::evaluate::{Evaluation, evaluate};
use ownermatch::simulate::Simulator;
use serde_json::Value;

const NOW: i64 = 1_789_430_400;

fn labelled(count: u64) -> Vec<LabelledCase> {
    let simulator = Simulator::new(21);
    let line = |number| serde_json::to_vec(&simulator.case(number)).expect("plain data");
    (0..count).map(|number| read_labelled(&Line::new(1, 0, line(number))).expect("a labelled case")).collect()
}

fn figures(cases: &[LabelledCase]) -> Evaluation {
    evaluate(&Matcher::default().now(NOW), cases).expect("owners and others")
}

#[test]
fn the_order_of_the_file_changes_nothing() {
    let mut cases = labelled(400);
    let one = figures(&cases);
    cases.reverse();
    cases.swap(3, 77);
    assert_eq!(figures(&cases), one);
}

#[test]
fn shuffled_labels_are_worth_nothing_and_true_ones_much() {
    let mut cases = labelled(600);
    assert!(figures(&cases).figures["auc"].low > 0.95);
    // Every label goes to a case far from its own.
    let labels: Vec<Label> = cases.iter().map(|case| case.label).collect();
    let far = labels.iter().cycle().skip(251);
    cases.iter_mut().zip(far).for_each(|(case, label)| case.label = *label);
    let auc = figures(&cases).figures["auc"];
    assert!(auc.low < 0.5 && auc.high > 0.5 && auc.high < 0.6, "{auc:?}");
}

#[test]
fn intervals_hold_their_figure_and_narrow_with_more_cases() {
    let [few, many] = [200, 1_600].map(|count| figures(&labelled(count)).figures["brier"]);
    for figure in [few, many] {
        assert!(figure.low <= figure.value && figure.value <= figure.high, "{figure:?}");
    }
    assert!(many.high - many.low < few.high - few.low);
}

#[test]
fn each_field_is_told_over_the_cases_that_have_it() {
    let mut cases = labelled(1_600);
    let whole = figures(&cases);
    for field in &whole.fields {
        let reached: u64 = field.levels.iter().map(|level| level.owners + level.others).sum();
        assert!(field.cases == reached && field.cases <= whole.cases, "{field:?}");
        let auc = field.auc.expect("owners and others");
        assert!(auc.low > 0.6 && auc.value < whole.figures["auc"].value, "{}: {auc:?}", field.field);
    }
    // Without emails nothing can be told of them, and the other fields stay as they are.
    cases.iter_mut().for_each(|case| case.case.applicant.email = None);
    let bare = figures(&cases);
    assert_eq!((bare.fields[1].cases, bare.fields[1].auc), (0, None));
    assert!(bare.fields[3].cases > 1_200 && bare.figures["auc"].value < whole.figures["auc"].value);
}

#[test]
fn persons_and_not_rows_are_drawn() {
    let cases = labelled(150);
    let doubled: Vec<LabelledCase> = cases
        .iter()
        .flat_map(|case| {
            let mut twin = case.clone();
            twin.case.id += "-twin";
            [case.clone(), twin]
        })
        .collect();
    let [once, twice] = [&cases, &doubled].map(|cases| figures(cases).figures["brier"]);
    // The second copy of a person's case says nothing new, so the interval stays as wide.
    assert!((once.value - twice.value).abs() < 1e-12);
    assert!(((once.high - once.low) - (twice.high - twice.low)).abs() < 1e-9, "{once:?} {twice:?}");
}

fn file(name: &str, text: &str) -> String {
    let path = scratch("evaluate").join(name);
    std::fs::write(&path, text).expect("a file");
    path.to_str().expect("a path").to_owned()
}

fn run(args: &[&str]) -> Ran {
    ownermatch(&[&["evaluate", "--now", "2026-09-15T00:00:00Z"], args].concat(), b"")
}

#[test]
fn the_page_and_the_json_tell_the_same() {
    let made = ownermatch(&["simulate", "--cases", "300", "--seed", "4"], b"").stdout;
    let path = file("made.ndjson", &made);
    let page = run(&[&path, "--prior", "0.5", "--costs", "200,20,5", "--against", "default"]);
    assert_eq!((page.code, page.stderr.as_str()), (Some(0), ""));
    for part in [
        "RELIABILITY",
        "DECISIONS",
        "EACH FIELD ALONE",
        "GROUPS",
        "takeover",
        "hispanic",
        "THRESHOLDS",
        "BY THE SECOND: 0",
    ] {
        assert!(page.stdout.contains(part), "{part}");
    }
    assert!(page.stdout.lines().all(|line| line.chars().count() <= 80), "{}", page.stdout);
    let json = run(&[&path, "--prior", "0.5", "--format", "json"]);
    let told: Value = serde_json::from_str(&json.stdout).expect("one object");
    let auc = told["sides"][0]["evaluation"]["figures"]["auc"]["value"].as_f64().expect("a number");
    assert!(page.stdout.contains(&format!("{auc:.4}")) && told["sides"][0]["evaluation"]["owner_share"] == 0.5);
    // The prior moves what a probability says, and nothing of the order.
    let other: Value = serde_json::from_str(&run(&[&path, "--prior", "0.9", "--format", "json"]).stdout).expect("JSON");
    let figure =
        |page: &Value, name: &str| page["sides"][0]["evaluation"]["figures"][name]["value"].as_f64().expect("one");
    assert!((figure(&other, "auc") - auc).abs() < 0.02);
    assert!((figure(&other, "brier") - figure(&told, "brier")).abs() > 1e-4);
}

#[test]
fn old_labels_are_as_old_as_their_newest_owners() {
    let made = ownermatch(&["simulate", "--cases", "300", "--seed", "4"], b"").stdout;
    let path = file("old.ndjson", &made);
    let evaluation = |more: &[&str]| {
        let ran = ownermatch(&[&["evaluate", &path, "--format", "json"], more].concat(), b"");
        serde_json::from_str::<Value>(&ran.stdout).expect("one object")["sides"][0]["evaluation"].clone()
    };
    let [today, years_later] = [evaluation(&[]), evaluation(&["--now", "2031-01-01T00:00:00Z"])];
    assert_eq!(today["now"], made.lines().map(refreshed_at).max().expect("cases"));
    assert!(today["decisions"][0][0].as_u64() > Some(50));
    assert!(evaluation(&["--now", "clock"])["now"].as_i64() > today["now"].as_i64());
    // By then all of their data is stale, and nobody matches.
    assert_eq!(years_later["decisions"][0][0], 0);
    assert!(years_later["at_priors"][0]["precision"].is_null());
}

fn refreshed_at(line: &str) -> i64 {
    let case: Value = serde_json::from_str(line).expect("a case");
    case["owners"][0]["refreshed_at"].as_i64().expect("a time")
}

#[test]
fn a_model_that_cannot_be_read_is_told_by_its_flag() {
    let ran = run(&["no-such-file.ndjson", "--against", "no-such-model.toml"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--against") && !ran.stderr.contains("--model"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_evaluated_is_told() {
    let case = |label: &str| {
        format!(r#"{{"id":"zq9",{label}"applicant":{{"name":"Zelda Quux"}},"owners":[{{"name":"Z Q"}}]}}"#)
    };
    let both = format!("{}\n{}\n", case(r#""label":1,"#), case(r#""label":"stranger","#));
    let table = [
        (both.clone() + &case(""), 3, "no_label"),
        (both.clone() + &case(r#""label":"someone","#), 3, "label"),
        (both.clone() + &case(r#""label":2,"#), 3, "label"),
        (case(r#""label":1,"#), 2, "one of them is missing"),
        (String::new(), 2, "one of them is missing"),
    ];
    for (text, code, part) in table {
        let ran = run(&[&file("odd.ndjson", &text)]);
        assert_eq!(ran.code, Some(code), "{text}: {}", ran.stderr);
        assert!(ran.stderr.contains(part) && !ran.stderr.contains("Zelda"), "{text}: {}", ran.stderr);
    }
    let path = file("both.ndjson", &both);
    for costs in ["1,2", "1,x,2,3", "1,2,-3", "1,2,inf", "1,2,1e13"] {
        assert_eq!(run(&[&path, "--costs", costs]).code, Some(2), "{costs}");
    }
    assert_eq!(run(&[&path, "--prior", "1.5"]).code, Some(2));
}
