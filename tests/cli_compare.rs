//! `ownermatch compare`, `parse` and `flags` as processes: one value, a file of them, and what is refused.
#![cfg(feature = "cli")]

mod binary;

use binary::ownermatch;
use serde_json::Value;

fn rows(args: &[&str], input: &str) -> Vec<Value> {
    let ran = ownermatch(args, input.as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

#[test]
fn one_pair_is_shown_part_by_part() {
    let ran = ownermatch(&["compare", "phone", "(415) 279-4774", "+1 415 279 4774"], b"");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("PHONE        100"), "{}", ran.stdout);
    assert!(ran.stdout.contains("level exact, score 100, log odds +"), "{}", ran.stdout);
}

#[test]
fn pairs_keep_their_order_ids_and_keys() {
    let pairs = "{\"id\":\"x\",\"a\":\"Ann Lee\",\"b\":\"LEE, ANN\"}\n\n{\"id\":7,\"a\":\"Ann Lee\",\"b\":\"Carlos Diaz\"}\n{\"a\":\"\",\"b\":null}\n";
    let rows = rows(&["compare", "name", "--pairs", "-"], pairs);
    assert_eq!((&rows[0]["id"], &rows[1]["id"], &rows[2]["id"]), (&"x".into(), &7.into(), &"4".into()));
    assert!(rows[0]["score"].as_u64() > rows[1]["score"].as_u64());
    assert!(rows[0]["log_odds"].as_f64() > rows[2]["log_odds"].as_f64());
    assert!(rows[1]["log_odds"].as_f64() < rows[2]["log_odds"].as_f64());
    assert_eq!((&rows[2]["level"], &rows[2]["score"]), (&"absent".into(), &0.into()));
    let line = ownermatch(&["compare", "name", "--pairs", "-"], pairs.as_bytes()).stdout;
    assert!(line.starts_with("{\"id\":\"x\",\"score\":"), "{line}");
}

#[test]
fn an_unreadable_side_weighs_nothing() {
    let rows = rows(&["compare", "email", "--pairs", "-"], "{\"a\":\"none\",\"b\":\"a@b.co\"}\n{\"a\":\"a@b.co\"}\n");
    assert_eq!(rows[0]["level"], "unreadable");
    assert_eq!(rows[1]["level"], "absent");
    assert_eq!(rows[0]["log_odds"], rows[1]["log_odds"]);
}

#[test]
fn a_pair_names_its_own_region() {
    let pairs = "{\"a\":\"020 7946 0958\",\"b\":\"+442079460958\",\"region\":\"GB\"}\n{\"a\":\"020 7946 0958\",\"b\":\"+442079460958\",\"region\":\"XXX\"}\n";
    let ran = ownermatch(&["compare", "phone", "--pairs", "-"], pairs.as_bytes());
    assert_eq!(ran.code, Some(3));
    assert!(ran.stdout.contains("\"score\":100"), "{}", ran.stdout);
    assert!(ran.stderr.contains("line 2, region") && !ran.stderr.contains("7946"), "{}", ran.stderr);
}

#[test]
fn bad_pairs_are_rejected_without_their_values() {
    let ran = ownermatch(
        &["compare", "name", "--pairs", "-"],
        b"{\"a\":[\"Secret\"],\"b\":\"x\"}\n{\"a\":\"x\",\"b\":\"x\"}\nnonsense\n",
    );
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(3), 1));
    assert!(ran.stderr.contains("line 1") && ran.stderr.contains("line 3") && !ran.stderr.contains("Secret"));
    let put_up = ownermatch(&["compare", "name", "--pairs", "-", "--max-rejects", "1"], b"nonsense\n");
    assert_eq!(put_up.code, Some(0));
}

#[test]
fn half_a_pair_and_an_unknown_field_are_refused() {
    for args in
        [&["compare", "name", "Ann"][..], &["compare", "shoe", "a", "b"], &["compare", "name"], &["parse", "name"]]
    {
        assert_eq!(ownermatch(args, b"").code, Some(2), "{args:?}");
    }
    assert_eq!(ownermatch(&["compare", "name", "--pairs", "/no/such/file"], b"").code, Some(74));
}

#[test]
fn an_address_is_parsed_into_the_documented_keys() {
    let row =
        &rows(&["parse", "address", "510 Townsend St Apt 4 San Francisco, CA 94103-1234", "--format", "json"], "")[0];
    let parts = &row["components"];
    assert_eq!(parts["house_number"], "510");
    assert_eq!(parts["city"], "San Francisco");
    assert_eq!(parts["state"], "CA");
    assert!(parts["postcode"].as_str().expect("a ZIP").starts_with("94103"));
    assert!(parts["street"].is_string() && parts["unit"].is_string());
}

#[test]
fn holders_of_a_joint_name_are_listed() {
    let row = &rows(&["parse", "name", "SMITH JOHN & MARY JT TEN", "--format", "json"], "")[0];
    assert_eq!(row["components"]["parties"].as_array().map(Vec::len), Some(2));
    let alone = &rows(&["parse", "name", "Dr. Ann Lee", "--format", "json"], "")[0];
    assert_eq!(alone["components"]["family"], "lee");
}

#[test]
fn lines_that_hold_nothing_say_so() {
    let lines =
        "{\"id\":\"1\",\"raw\":\"415-279-4774\"}\n{\"id\":\"2\",\"raw\":\"no phone\"}\n{\"id\":\"3\",\"raw\":null}\n";
    let rows = rows(&["parse", "phone", "--lines", "-"], lines);
    assert_eq!(rows[0]["components"]["e164"], "+14152794774");
    assert_eq!((&rows[1]["reading"], &rows[2]["reading"]), (&"unreadable".into(), &"absent".into()));
    assert!(rows.iter().all(|row| row["components"].is_object()));
}

#[test]
fn every_flag_is_listed_with_what_the_policy_makes_of_it() {
    let ran = ownermatch(&["flags", "--format", "json"], b"");
    let flags: Vec<Value> = serde_json::from_str(&ran.stdout).expect("an array");
    assert_eq!(flags.len(), ownermatch::FlagCode::ALL.len());
    let sends = |code: &str| flags.iter().find(|flag| flag["code"] == code).expect(code)["sends_to_review"].clone();
    assert_eq!((sends("generation_conflict"), sends("nickname_used")), (true.into(), false.into()));
    let table = ownermatch(&["flags"], b"").stdout;
    assert!(flags.iter().all(|flag| table.contains(flag["code"].as_str().expect("a code"))));
    assert!(table.lines().all(|line| line.chars().count() <= 80));
}
