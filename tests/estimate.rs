//! `ownermatch estimate` as a process: what it makes, what it refuses, and that nothing but the cases changes it.
#![cfg(feature = "cli")]

mod binary;

use std::path::{Path, PathBuf};

use binary::{Ran, ownermatch, scratch};
use serde_json::Value;

/// Enough to tell strangers by in a test.
const PAIRS: &str = "20000";

fn made(folder: &Path, cases: u64, extra: &[&str]) -> (PathBuf, Vec<Value>) {
    let cases = cases.to_string();
    let text = ownermatch(&[&["simulate", "--seed", "31", "--cases", &cases], extra].concat(), b"").stdout;
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let path = folder.join("cases.ndjson");
    std::fs::write(&path, text).expect("a scratch file");
    (path, rows)
}

fn write(folder: &Path, name: &str, rows: &[Value]) -> PathBuf {
    let path = folder.join(name);
    let text: String = rows.iter().map(|row| format!("{row}\n")).collect();
    std::fs::write(&path, text).expect("a scratch file");
    path
}

fn estimate(cases: &Path, output: &Path, extra: &[&str]) -> Ran {
    let [cases, output] = [cases, output].map(|path| path.to_str().expect("a path"));
    ownermatch(&[&["estimate", cases, "-o", output, "--pairs", PAIRS], extra].concat(), b"")
}

fn model(cases: &Path, name: &str, extra: &[&str]) -> String {
    let output = cases.with_file_name(name);
    let ran = estimate(cases, &output, extra);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    std::fs::read_to_string(output).expect("a model")
}

fn without_labels(rows: &[Value]) -> Vec<Value> {
    let bare = |row: &Value| {
        let mut row = row.clone();
        row.as_object_mut().expect("an object").remove("label");
        row
    };
    rows.iter().map(bare).collect()
}

fn owner_share(model: &str) -> f64 {
    let line = model.lines().find(|line| line.starts_with("owner_share")).expect("a share");
    line.split(['=', '#']).nth(1).and_then(|number| number.trim().parse().ok()).expect("a number")
}

#[test]
fn the_same_cases_give_the_same_file_in_any_order_at_any_number_of_threads() {
    let folder = scratch("estimate_same");
    let (cases, mut rows) = made(&folder, 1_200, &[]);
    let one = model(&cases, "one.toml", &["--threads", "1"]);
    assert_eq!(model(&cases, "two.toml", &["--threads", "2"]), one);
    rows.reverse();
    rows.swap(3, 700);
    assert_eq!(model(&write(&folder, "turned.ndjson", &rows), "three.toml", &[]), one);
    let parts = [&rows[..500], &rows[500..]].map(|part| write(&folder, &format!("{}.ndjson", part.len()), part));
    let paths = parts.each_ref().map(|path| path.to_str().expect("a path"));
    let ran = ownermatch(&["estimate", paths[0], paths[1], "-o", "-", "--pairs", PAIRS], b"");
    assert_eq!(ran.stdout, one, "two files are as good as one");
}

#[test]
fn a_model_of_one_s_own_is_better_on_cases_it_has_not_seen() {
    let folder = scratch("estimate_better");
    // A world in which banks misprint twice as much as the built-in model expects.
    let (_, rows) = made(&folder, 3_000, &["--noise", "2"]);
    let [seen, unseen] = [("seen", &rows[..2_000]), ("unseen", &rows[2_000..])]
        .map(|(name, rows)| write(&folder, &format!("{name}.ndjson"), rows));
    let text = model(&seen, "mine.toml", &["--source", "a test's\ncases"]);
    assert!(text.contains("# Cases: a test's cases: ") && text.contains(" same_person"), "{text}");
    let [mine, unseen] = [folder.join("mine.toml"), unseen].map(|path| path.to_str().expect("a path").to_owned());
    let ran = ownermatch(&["evaluate", &unseen, "--against", &mine, "--prior", "0.5", "--format", "json"], b"");
    let page: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let loss = |side: usize| page["sides"][side]["evaluation"]["figures"]["log_loss"]["value"].as_f64().expect("bits");
    assert!(loss(1) < loss(0), "{} before, {} after", loss(0), loss(1));
}

#[test]
fn labels_that_say_owner_or_not_are_enough() {
    let folder = scratch("estimate_binary");
    let (_, mut rows) = made(&folder, 1_500, &[]);
    for row in &mut rows {
        row["label"] = Value::from(i32::from(row["label"] == "same_person"));
    }
    let text = model(&write(&folder, "binary.ndjson", &rows), "binary.toml", &[]);
    assert!(text.contains("not_owner") && owner_share(&text) == 0.9, "labels are chosen, and tell no share");
}

#[test]
fn without_labels_the_share_of_owners_is_found() {
    let folder = scratch("estimate_unlabelled");
    let (_, rows) = made(&folder, 4_000, &["--owner-share", "0.8"]);
    let text = model(&write(&folder, "bare.ndjson", &without_labels(&rows)), "bare.toml", &[]);
    assert!((owner_share(&text) - 0.8).abs() < 0.08, "{}", owner_share(&text));
    assert!(text.contains("rounds of expectation-maximization"));
}

#[test]
fn what_is_too_little_is_refused_in_a_sentence() {
    let folder = scratch("estimate_refused");
    let (_, rows) = made(&folder, 1_200, &[]);
    let of = |label: bool, count: usize| -> Vec<Value> {
        rows.iter().filter(|row| (row["label"] == "same_person") == label).take(count).cloned().collect()
    };
    let mut names_only = without_labels(&rows);
    for row in &mut names_only {
        row["owners"][0]["email"] = Value::Null;
        row["owners"][0]["phone"] = Value::Null;
    }
    let refused = [
        ("owners", [of(true, 60), of(false, 200)].concat(), "60 cases are labelled as the owner's"),
        ("others", [of(true, 200), of(false, 7)].concat(), "7 cases are labelled as another's"),
        ("unlabelled", without_labels(&rows[..300]), "300 cases have owners and none has a label"),
        ("fields", names_only, "three fields on both sides"),
        ("nothing", Vec::new(), "0 cases"),
    ];
    for (name, rows, sentence) in refused {
        let output = folder.join(format!("{name}.toml"));
        let ran = estimate(&write(&folder, &format!("{name}.ndjson"), &rows), &output, &[]);
        assert!(ran.code == Some(2) && ran.stderr.contains(sentence), "{name}: {}", ran.stderr);
        assert!(!output.exists(), "{name}: nothing is written");
    }
    let (nobody, _) = made(&folder, 2_000, &["--owner-share", "0"]);
    let rows: Vec<Value> = std::fs::read_to_string(nobody)
        .expect("cases")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let ran = estimate(&write(&folder, "nobody.ndjson", &without_labels(&rows)), &folder.join("nobody.toml"), &[]);
    assert!(ran.code == Some(2) && ran.stderr.contains("did not stay apart"), "{}", ran.stderr);
}

#[test]
fn a_bad_line_is_named_by_file_and_lost_alone() {
    let folder = scratch("estimate_reject");
    let (cases, _) = made(&folder, 600, &[]);
    let text = std::fs::read_to_string(&cases).expect("cases");
    std::fs::write(&cases, text + "{\"label\":\"Somebody Secret\",\"owners\":[]}\n").expect("a scratch file");
    let ran = estimate(&cases, &folder.join("model.toml"), &[]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("cases.ndjson: line 601") && !ran.stderr.contains("Secret"), "{}", ran.stderr);
    assert!(ran.stdout.contains("600 cases"), "{}", ran.stdout);
}

#[test]
fn names_of_few_are_not_written_down() {
    let folder = scratch("estimate_names");
    let (_, mut rows) = made(&folder, 600, &[]);
    // Eleven of one rare family, nine of another.
    for (at, row) in rows.iter_mut().filter(|row| row["applicant"]["name"].is_string()).take(20).enumerate() {
        row["applicant"]["name"] = Value::from(if at < 11 { "Ann Ditterswald" } else { "Ann Quillfeather" });
    }
    let cases = write(&folder, "names.ndjson", &rows);
    let text = model(&cases, "names.toml", &[]);
    assert!(text.contains("\nditterswald = ") && !text.contains("quillfeather"));
    let kept = model(&cases, "kept.toml", &["--keep-names"]);
    assert!(!kept.contains("ditterswald"), "asked to keep the names of the model it starts from");
}

#[test]
fn cases_without_ids_give_the_same_file_in_any_order() {
    let folder = scratch("estimate_no_ids");
    let (_, mut rows) = made(&folder, 700, &[]);
    for row in &mut rows {
        row.as_object_mut().expect("an object").remove("id");
    }
    let one = model(&write(&folder, "one.ndjson", &rows), "one.toml", &[]);
    rows.reverse();
    assert_eq!(model(&write(&folder, "two.ndjson", &rows), "two.toml", &[]), one);
}

#[test]
fn who_applies_often_bears_a_name_once_and_is_not_written_down() {
    let folder = scratch("estimate_often");
    let (_, mut rows) = made(&folder, 600, &[]);
    let again = rows[0].clone();
    for at in 0..30 {
        let mut row = again.clone();
        row["id"] = Value::from(format!("again-{at}"));
        row["applicant"]["name"] = Value::from("Zebulon Quillfeather");
        row["label"] = Value::from(0);
        rows.push(row);
    }
    let text = model(&write(&folder, "often.ndjson", &rows), "often.toml", &[]);
    assert!(!text.contains("quillfeather") && !text.contains("zebulon"));
}

#[test]
fn unlabelled_cases_beside_labelled_ones_say_nothing_of_the_rivals() {
    let folder = scratch("estimate_partly");
    let (_, rows) = made(&folder, 1_600, &[]);
    let rivals = |text: &str| -> Vec<f64> {
        let line = text.lines().find(|line| line.starts_with("rivals")).expect("shares");
        line.split(['[', ']'])
            .nth(1)
            .expect("a list")
            .split(',')
            .filter_map(|share| share.trim().parse().ok())
            .collect()
    };
    let labelled = rivals(&model(&write(&folder, "some.ndjson", &rows[..800]), "some.toml", &["--keep-names"]));
    let mixed = [&rows[..800], &without_labels(&rows[800..])[..]].concat();
    let mixed = rivals(&model(&write(&folder, "mixed.ndjson", &mixed), "mixed.toml", &["--keep-names"]));
    assert!(labelled.iter().zip(&mixed).all(|(one, other)| (one - other).abs() < 0.02), "{labelled:?} {mixed:?}");
}

#[test]
fn businesses_alone_leave_the_calibration_of_persons_as_it_was() {
    let folder = scratch("estimate_business");
    let rates = concat!(env!("CARGO_MANIFEST_DIR"), "/data/simulate/rates.toml");
    let text = std::fs::read_to_string(rates).expect("rates").replace("business = 0.06", "business = 1");
    std::fs::write(folder.join("rates.toml"), text).expect("a scratch file");
    let rates = folder.join("rates.toml");
    let (cases, _) = made(&folder, 1_000, &["--error-rates", rates.to_str().expect("a path")]);
    let person = |text: &str| -> String {
        let calibration = text.split("[calibration]").nth(1).expect("a section");
        calibration.lines().find(|line| line.starts_with("person")).expect("offsets").to_owned()
    };
    let built_in = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/model.toml")).expect("the model");
    assert_eq!(person(&model(&cases, "business.toml", &[])), person(&built_in));
}

#[test]
fn a_model_is_not_written_over_its_cases_nor_into_no_folder() {
    let folder = scratch("estimate_output");
    let (cases, _) = made(&folder, 10, &[]);
    let before = std::fs::read_to_string(&cases).expect("cases");
    let ran = estimate(&cases, &cases, &[]);
    assert!(ran.code == Some(2) && ran.stderr.contains("a file of its own"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&cases).expect("cases"), before);
    let ran = estimate(&cases, &folder.join("none/model.toml"), &[]);
    assert!(ran.code == Some(2) && ran.stderr.contains("folder"), "{}", ran.stderr);
}
