//! Settings by layer: each has an effect, each says where it came from, and what is unknown is refused.
#![cfg(feature = "cli")]

mod binary;

use std::path::Path;

use binary::{Ran, command, ownermatch, run, scratch};
use serde_json::Value;

const NOW: &str = "1795305600";
/// A phone without a country: it is the region's.
const CASE: &str = r#"{"id":"a","applicant":{"name":"Ann Lee","phone":"020 7946 0018"},"owners":[{"name":"Ann Lee","phone":"+442079460018"},{"name":"LEE B"}]}"#;

/// Scores one case in `folder`, with arguments and variables.
fn score(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Ran {
    let mut binary = command(&[&["score", "-"], args].concat());
    binary.current_dir(folder).envs(variables.iter().copied());
    run(binary, CASE.as_bytes())
}

fn answer(folder: &Path, args: &[&str], variables: &[(&str, &str)]) -> Value {
    let ran = score(folder, args, variables);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no answer: {}", ran.stderr))
}

fn configured(test: &str, text: &str) -> std::path::PathBuf {
    let folder = scratch(test);
    std::fs::write(folder.join("ownermatch.toml"), text).expect("a scratch file");
    folder
}

fn config_line(folder: &Path, key: &str, args: &[&str], variables: &[(&str, &str)]) -> String {
    let mut binary = command(&[&["config"], args].concat());
    binary.current_dir(folder).envs(variables.iter().copied());
    let ran = run(binary, b"");
    let found = ran.stdout.lines().find(|line| line.split_whitespace().next() == Some(key));
    found.unwrap_or_else(|| panic!("{key}: {}", ran.stderr)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn arguments_go_before_the_environment_before_the_file_before_the_default() {
    let folder = configured("layers", "now = 1\nregion = \"CA\"\n");
    let now = |args: &[&str], variables: &[(&str, &str)]| answer(&folder, args, variables)["now"].clone();
    assert_eq!(now(&[], &[]), 1);
    assert_eq!(now(&[], &[("OWNERMATCH_NOW", "2")]), 2);
    assert_eq!(now(&["--now", "3"], &[("OWNERMATCH_NOW", "2")]), 3);
    assert!(answer(&scratch("empty"), &[], &[])["now"].as_i64().expect("seconds") > 1_700_000_000);
    let line = |args: &[&str], variables: &[(&str, &str)]| config_line(&folder, "now", args, variables);
    assert_eq!(line(&["--now", "3"], &[]), "now 3 argument --now");
    assert_eq!(line(&[], &[("OWNERMATCH_NOW", "2")]), "now 2 environment OWNERMATCH_NOW");
    assert_eq!(line(&[], &[]), "now 1 file ownermatch.toml");
    assert_eq!(config_line(&folder, "threads", &[], &[]), "threads 0 default");
}

#[test]
fn a_configuration_may_be_named_by_argument_or_environment() {
    let folder = scratch("named");
    std::fs::write(folder.join("other.toml"), "now = 5\n").expect("a scratch file");
    assert_eq!(answer(&folder, &["--config", "other.toml"], &[])["now"], 5);
    assert_eq!(answer(&folder, &[], &[("OWNERMATCH_CONFIG", "other.toml")])["now"], 5);
    assert_eq!(score(&folder, &["--config", "missing.toml"], &[]).code, Some(2));
}

#[test]
fn the_matcher_s_settings_have_an_effect_from_the_file() {
    let plain = answer(&scratch("plain"), &["--now", NOW], &[]);
    let set = |test: &str, line: &str| answer(&configured(test, line), &["--now", NOW], &[]);
    assert_ne!(set("policy", "policy = \"name_only\"")["policy_id"], plain["policy_id"]);
    let shared = set("share", "owner_share = 0.5");
    assert_ne!(shared["model_id"], plain["model_id"]);
    assert!(shared["log_odds"].as_f64() < plain["log_odds"].as_f64());
    assert_ne!(set("region", "region = \"GB\"")["fields"]["phone"], plain["fields"]["phone"]);
    assert_eq!(set("now", "now = \"1970-01-01T00:00:09Z\"")["now"], plain["now"], "the argument goes first");
}

#[test]
fn the_shape_s_settings_have_an_effect_from_the_environment() {
    let folder = scratch("shape");
    let run = |name, value| score(&folder, &["--now", NOW], &[(name, value)]);
    assert!(run("OWNERMATCH_FORMAT", "csv").stdout.starts_with("id,decision,"));
    let all: Value = serde_json::from_str(&run("OWNERMATCH_OWNERS", "all").stdout).expect("an answer");
    assert_eq!(all["owners"].as_array().map(Vec::len), Some(2));
    assert_eq!(run("OWNERMATCH_THREADS", "2").stdout, run("OWNERMATCH_THREADS", "1").stdout);
    assert_eq!(run("OWNERMATCH_THREADS", "many").code, Some(2));
}

#[test]
fn the_rejects_settings_have_an_effect_from_the_file() {
    let folder = configured("rejected", "max_rejects = 1\nrejects = \"bad.ndjson\"\n");
    let elsewhere = scratch("elsewhere");
    let path = folder.join("ownermatch.toml");
    let mut binary = command(&["score", "-", "--config", path.to_str().expect("UTF-8")]);
    binary.current_dir(&elsewhere);
    assert_eq!(run(binary, b"nonsense").code, Some(0));
    let beside = std::fs::read_to_string(folder.join("bad.ndjson")).expect("paths count from the file they stand in");
    assert_eq!(beside.lines().count(), 1);
}

#[test]
fn a_model_and_a_policy_of_one_s_own_are_read() {
    let root = env!("CARGO_MANIFEST_DIR");
    let folder = scratch("own");
    let model = std::fs::read_to_string(format!("{root}/data/model.toml")).expect("the model");
    std::fs::write(folder.join("m.toml"), model.replace("owner_share = 0.9 ", "owner_share = 0.2 ")).expect("scratch");
    let policy = std::fs::read_to_string(format!("{root}/data/policy/default.toml")).expect("the policy");
    std::fs::write(folder.join("p.toml"), policy.replace("match_at = 0.95", "match_at = 0.999999")).expect("scratch");
    let plain = answer(&folder, &["--now", NOW], &[]);
    let own = answer(&folder, &["--now", NOW, "--model", "m.toml", "--policy", "p.toml"], &[]);
    assert_ne!(own["model_id"], plain["model_id"]);
    assert_ne!(own["policy_id"], plain["policy_id"]);
    assert!(own["probability"].as_f64() < plain["probability"].as_f64());
}

#[test]
fn unknown_keys_are_refused_with_their_place_and_the_nearest_name() {
    let ran = score(&configured("unknown", "thread = 2\n"), &[], &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("ownermatch.toml") && ran.stderr.contains("`thread`"), "{}", ran.stderr);
    assert!(ran.stderr.contains("did you mean `threads`?"), "{}", ran.stderr);
    let ran = score(&scratch("variable"), &[], &[("OWNERMATCH_POLCY", "name_only")]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("OWNERMATCH_POLCY") && ran.stderr.contains("`policy`"), "{}", ran.stderr);
    let folder = scratch("policies");
    std::fs::write(folder.join("p.toml"), "match_att = 0.9\n").expect("a scratch file");
    let ran = score(&folder, &["--policy", "p.toml"], &[]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("p.toml"), "{}", ran.stderr);
}

#[test]
fn values_that_cannot_be_are_refused_with_their_place() {
    let bad = [
        "owner_share = nan",
        "owner_share = inf",
        "owner_share = -0.5",
        "owner_share = 1",
        "region = \"USA\"",
        "now = \"tomorrow\"",
        "threads = -1",
        "threads = 1e9",
        "max_rejects = -1",
        "format = \"xml\"",
        "owners = \"some\"",
        "policy = \"missing.toml\"",
        "model = [1]",
        "region = ",
    ];
    for line in bad {
        let folder = configured("bad", line);
        let ran = score(&folder, &[], &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{line}: {}", ran.stderr);
        assert!(ran.stderr.contains("ownermatch.toml"), "{line}: {}", ran.stderr);
        let mut config = command(&["config"]);
        config.current_dir(&folder);
        assert_eq!(run(config, b"").code, Some(2), "{line}");
    }
}

#[test]
fn help_version_completions_and_the_man_page_are_printed() {
    let help = ownermatch(&["--help"], b"");
    assert_eq!(help.code, Some(0));
    assert!(help.stdout.contains("insufficient_data") && help.stdout.contains("130"));
    let version = ownermatch(&["--version"], b"").stdout;
    let model = ownermatch::Model::default().id().to_owned();
    assert_eq!(version.trim(), format!("ownermatch {} (model {model})", env!("CARGO_PKG_VERSION")));
    let commands = ["score", "explain", "compare", "parse", "flags", "diff", "config", "completions", "man"];
    for name in commands {
        let help = ownermatch(&[name, "--help"], b"");
        assert_eq!(help.code, Some(0));
        assert!(help.stdout.contains("Example"), "{name} has no example");
        assert!(help.stdout.contains("ownermatch "), "{name}");
    }
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(ownermatch(&["completions", shell], b"").stdout.contains("ownermatch"), "{shell}");
    }
    let page = ownermatch(&["man"], b"").stdout;
    assert!(page.contains(".TH") && commands.iter().all(|name| page.contains(name)));
}

#[test]
fn the_log_says_what_is_done_and_never_what_a_case_holds() {
    let folder = scratch("log");
    let quiet = score(&folder, &["--now", NOW], &[]);
    let loud = score(&folder, &["--now", NOW, "-vv"], &[]);
    assert_eq!(loud.stdout, quiet.stdout);
    assert!(loud.stderr.lines().count() > quiet.stderr.lines().count(), "{}", loud.stderr);
    assert!(!loud.stderr.contains("Ann") && !loud.stderr.contains("7946"), "{}", loud.stderr);
}

#[test]
fn a_policy_that_is_not_toml_or_not_there_is_refused_in_plain_words() {
    let folder = scratch("broken");
    std::fs::write(folder.join("p.toml"), "match_at\n").expect("a scratch file");
    let said = score(&folder, &["--policy", "p.toml"], &[]).stderr;
    assert!(said.contains("p.toml: policy: line 1 is not TOML"), "{said}");
    let said = score(&folder, &["--policy", "missing.toml"], &[]).stderr;
    assert!(said.contains("missing.toml") && said.contains("No such file or directory"), "{said}");
}
