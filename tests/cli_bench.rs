//! `ownermatch bench` as a process: what it prints, in which shape, and how it stands to an earlier run. No time is asserted.
#![cfg(feature = "cli")]

mod binary;

use std::path::PathBuf;

use binary::{Ran, command, ownermatch, run, scratch};
use boon::{Compiler, Schemas};
use serde_json::Value;

const FEW: [&str; 5] = ["bench", "--cases", "40", "--seconds", "0.1"];

fn bench(args: &[&str]) -> Ran {
    ownermatch(&[&FEW[..], args].concat(), b"")
}

fn json(args: &[&str]) -> Value {
    let ran = bench(&[&["--json"], args].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("one JSON object")
}

#[track_caller]
fn assert_schema(report: &Value) {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas/bench.schema.json"));
    let document = serde_json::from_str(&text.expect("the schema")).expect("JSON");
    compiler.add_resource("urn:ownermatch:schema:bench:v1", document).expect("the schema can be added");
    let root = compiler.compile("urn:ownermatch:schema:bench:v1", &mut schemas).expect("the schema is one");
    let outcome = schemas.validate(report, root);
    assert!(outcome.is_ok(), "{}", outcome.expect_err("just seen"));
}

fn figure<'a>(report: &'a Value, name: &str, threads: Option<u64>) -> &'a Value {
    let mut figures = report["figures"].as_array().expect("figures").iter();
    figures.find(|figure| figure["name"] == name && figure["threads"].as_u64() == threads).expect(name)
}

/// A file of what an earlier run might have written.
fn earlier(test: &str, text: &str) -> (PathBuf, String) {
    let folder = scratch(test);
    let path = folder.join("old.json");
    std::fs::write(&path, text).expect("a file written");
    let name = path.display().to_string();
    (folder, name)
}

fn against(test: &str, text: &str, args: &[&str]) -> Ran {
    let (folder, name) = earlier(test, text);
    let ran = bench(&[&["--against", &name], args].concat());
    std::fs::remove_dir_all(folder).expect("a folder");
    ran
}

#[test]
fn the_json_holds_its_schema_and_has_every_figure() {
    let report = json(&["--threads", "2,1,2"]);
    assert_schema(&report);
    assert_eq!(report["workload"]["cases"], 40);
    assert_eq!(report["workload"]["seed"], 1);
    for threads in [1, 2] {
        assert!(figure(&report, "cases_per_second", Some(threads))["value"].as_f64() > Some(0.0));
    }
    assert!(figure(&report, "scaling", Some(2))["value"].as_f64() > Some(0.0));
    for name in ["call_p50", "call_p99", "call_most", "read_record", "compare_records", "lines_per_second"] {
        let [value, least, most] = ["value", "least", "most"].map(|key| figure(&report, name, None)[key].as_f64());
        assert!(value > Some(0.0) && least <= value && value <= most, "{name}: {least:?} {value:?} {most:?}");
    }
    assert_eq!(figure(&report, "allocations_per_comparison", None)["value"], 0.0);
    assert_eq!(cfg!(target_os = "linux"), report["figures"].to_string().contains("peak_memory"));
}

#[test]
fn the_same_cases_allocate_the_same_and_have_the_same_digest() {
    let [one, other] = [json(&["--threads", "1"]), json(&["--threads", "1"])];
    assert_eq!(one["workload"], other["workload"]);
    for name in ["allocations_per_case", "allocated_bytes_per_case", "allocations_per_record"] {
        assert_eq!(figure(&one, name, None), figure(&other, name, None));
    }
    assert_ne!(json(&["--threads", "1", "--seed", "2"])["workload"]["digest"], one["workload"]["digest"]);
}

#[test]
fn the_page_fits_eighty_columns_and_stands_beside_an_earlier_run() {
    let old = json(&["--threads", "1"]);
    let ran = against("bench-page", &old.to_string(), &["--threads", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("BENCH: 40 made cases of seed 1"), "{}", ran.stdout);
    let widest = ran.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}\n{}", ran.stdout);
    assert!(ran.stdout.contains("before") && ran.stdout.contains("1.00x"), "{}", ran.stdout);
    assert!(!ran.stderr.contains("not comparable"), "{}", ran.stderr);
}

#[test]
fn an_earlier_run_on_something_else_is_shown_and_warned_of() {
    let mut old = json(&["--threads", "1"]);
    old["machine"]["cpu"] = "Abacus\u{1b}[31m".into();
    old["model_id"] = "000000000000".into();
    let (folder, name) = earlier("bench-differs", &old.to_string());
    let ran = bench(&["--threads", "1", "--json", "--seed", "2", "--against", &name]);
    std::fs::remove_dir_all(folder).expect("a folder");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).expect("one JSON object");
    assert_schema(&report);
    let differs: Vec<&str> = report["against"]["differs"]
        .as_array()
        .expect("differences")
        .iter()
        .filter_map(|one| one["what"].as_str())
        .collect();
    assert_eq!(differs, ["the processor", "the model", "the seed", "the digest of the cases"]);
    assert!(ran.stderr.contains("not comparable: the seed was 1 and is 2"), "{}", ran.stderr);
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);
}

#[test]
fn a_file_that_is_no_earlier_run_is_refused_by_name_and_not_repeated() {
    let good = json(&["--threads", "1"]).to_string();
    let foreign = [
        ("", "line 1"),
        ("{\"applicant\":{\"name\":\"Zed Secret\"", "is not JSON"),
        ("{\"schema\":\"ownermatch.batch.v1\"}", "`schema`"),
        ("[\"Zed Secret\"]", "`schema`"),
        ("null", "`schema`"),
        (&good.replacen("\"unit\":\"cases/s\"", "\"unit\":\"Zed Secret\"", 1), "figures[0].unit"),
        (&good.replacen("\"rounds\":7", "\"rounds\":-7", 1), "rounds"),
    ];
    for (at, (text, expected)) in foreign.into_iter().enumerate() {
        let ran = against(&format!("bench-foreign-{at}"), text, &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{expected}: {}", ran.stderr);
        assert!(ran.stderr.contains("old.json") && ran.stderr.contains(expected), "{expected}: {}", ran.stderr);
        assert!(!ran.stderr.contains("Secret") && !ran.stderr.contains("panic"), "{}", ran.stderr);
    }
    assert_eq!(bench(&["--against", "no such file"]).code, Some(74));
}

#[test]
fn absurd_figures_of_an_earlier_run_are_no_panic() {
    let mut old = json(&["--threads", "1"]);
    for (at, value) in [0.0, -5.0, 1e308, 5e-324].into_iter().enumerate() {
        old["figures"][at]["value"] = value.into();
    }
    let ran = against("bench-absurd", &old.to_string(), &["--threads", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[test]
fn cases_of_a_file_are_measured_and_what_cannot_be_read_is_rejected() {
    let lines = b"{\"applicant\":{\"name\":\"Zed Secret\"},\"owners\":[]}\nnot a case\n";
    let ran = ownermatch(&["bench", "-", "--seconds", "0.1", "--threads", "1", "--json"], lines);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).expect("one JSON object");
    assert_schema(&report);
    assert_eq!([&report["workload"]["source"], &report["workload"]["seed"]], [&Value::from("file"), &Value::Null]);
    assert!(!ran.stdout.contains("compare_records") && !ran.stdout.contains("Secret"), "{}", ran.stdout);
    assert!(ran.stderr.contains("line 2") && !ran.stderr.contains("Secret"), "{}", ran.stderr);
    let none = ownermatch(&["bench", "-", "--seconds", "0.1"], b"");
    assert_eq!(none.code, Some(2));
    assert!(none.stderr.contains("no case"), "{}", none.stderr);
}

#[test]
fn bad_arguments_are_usage() {
    for bad in [["--threads", "0"], ["--threads", "1,x"], ["--seconds", "0"], ["--seconds", "nan"], ["--cases", "0"]] {
        let ran = ownermatch(&[&["bench"], &bad[..]].concat(), b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{bad:?}: {}", ran.stderr);
    }
    assert_eq!(ownermatch(&["bench", "-", "--seed", "3"], b"").code, Some(2));
    assert_eq!(ownermatch(&["bench", "-", "--against", "-"], b"").code, Some(2));
    let mut mistaken = command(&["bench", "--seconds", "0.1"]);
    mistaken.env("OWNERMATCH_THREADS", "many");
    assert_eq!(run(mistaken, b"").code, Some(2));
}

#[test]
fn a_debug_build_says_so() {
    let ran = bench(&["--threads", "1"]);
    assert_eq!(ran.stderr.contains("figures mean nothing"), cfg!(debug_assertions));
    assert_eq!(ran.stdout.contains("figures mean nothing"), cfg!(debug_assertions));
}
