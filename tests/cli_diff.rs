//! `ownermatch diff` as a process: what changed between two files of answers, and why.
#![cfg(feature = "cli")]

mod binary;

use binary::{Ran, ownermatch, samples, scratch};
use serde_json::Value;

const NOW: &str = "2026-11-22T00:00:00Z";

fn answers(args: &[&str]) -> String {
    ownermatch(&[&["score", "-", "--format", "ndjson", "--now", NOW], args].concat(), &samples()).stdout
}

fn diff(test: &str, old: &str, new: &str, args: &[&str]) -> Ran {
    let folder = scratch(test);
    let [old_path, new_path] = ["old.ndjson", "new.ndjson"].map(|name| folder.join(name).display().to_string());
    std::fs::write(&old_path, old).expect("a file written");
    std::fs::write(&new_path, new).expect("a file written");
    ownermatch(&[&["diff", &old_path, &new_path], args].concat(), b"")
}

fn answer(id: &str, decision: &str, probability: f64, level: &str, flags: &[&str]) -> String {
    let flags: Vec<Value> = flags.iter().map(|code| serde_json::json!({"code": code})).collect();
    let answer = serde_json::json!({
        "id": id, "decision": decision, "probability": probability, "fields": {"name": {"level": level}},
        "flags": flags, "model_id": "m1", "policy_id": "p1",
    });
    format!("{answer}\n")
}

#[test]
fn equal_answers_differ_in_nothing() {
    let all = answers(&[]);
    let ran = diff("diff-equal", &all, &all, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with(&format!("0 of {} answers changed", all.lines().count())), "{}", ran.stdout);
}

#[test]
fn another_share_of_owners_is_another_model() {
    let ran = diff("diff-model", &answers(&[]), &answers(&["--owner-share", "0.5"]), &["--format", "json"]);
    let found: Value = serde_json::from_str(&ran.stdout).expect("one object");
    assert!(found["summary"]["changed"].as_u64() > Some(0));
    assert_eq!(found["summary"]["levels"], 0);
    let changes = found["changes"].as_array().expect("changes");
    assert!(changes.iter().all(|change| change["settings"][0] == "model"));
}

#[test]
fn causes_are_named() {
    let old = answer("a", "match", 0.99, "exact", &["joint_account"]) + &answer("b", "review", 0.5, "slip", &[]);
    let new = answer("a", "review", 0.98, "nickname", &["nickname_used"]) + &answer("b", "review", 0.505, "slip", &[]);
    let text = diff("diff-causes", &old, &new, &[]).stdout;
    assert!(text.starts_with("1 of 2 answers changed: 1 decisions"), "{text}");
    assert!(text.contains("a: match -> review, probability 0.9900 -> 0.9800"), "{text}");
    for cause in ["name exact -> nickname", "flag nickname_used gained", "flag joint_account lost"] {
        assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(cause), "{cause} in {text}");
    }
    let finer = diff("diff-finer", &old, &new, &["--at-least", "0.001"]).stdout;
    assert!(finer.starts_with("2 of 2 answers changed"), "{finer}");
}

#[test]
fn ids_of_one_file_only_are_listed_and_repeated_ids_pair_up() {
    let row = |id: &str| answer(id, "match", 0.99, "exact", &[]);
    let ran =
        diff("diff-ids", &(row("a") + &row("a") + &row("gone")), &(row("new") + &row("a")), &["--format", "json"]);
    let found: Value = serde_json::from_str(&ran.stdout).expect("one object");
    assert_eq!(found["only_in_old"], serde_json::json!(["a", "gone"]));
    assert_eq!(found["only_in_new"], serde_json::json!(["new"]));
    assert_eq!(found["summary"]["in_both"], 1);
}

#[test]
fn a_line_that_is_no_answer_is_rejected() {
    let good = answer("a", "match", 0.99, "exact", &[]);
    let ran = diff("diff-rejects", &good, &format!("{good}{{\"id\":\"x\"}}\n"), &[]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("line 2"), "{}", ran.stderr);
    assert_eq!(diff("diff-share", &good, &good, &["--at-least", "2"]).code, Some(2));
    assert_eq!(ownermatch(&["diff", "-", "-"], b"").code, Some(2));
}
