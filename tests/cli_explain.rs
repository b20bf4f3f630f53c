//! `ownermatch explain` as a process: whole pages reviewed by eye, what is masked, the exit code of one case.
#![cfg(feature = "cli")]

mod binary;

use binary::{Ran, command, ownermatch, run, samples};
use serde_json::Value;

const NOW: &str = "2026-11-22T00:00:00Z";
const PAIR: &str = r#"{"id":"pair","applicant":{"name":"Ann Okonkwo","email":"ann@okonkwo.com","phone":"415-279-4774"},"owners":[{"name":"OKONKVO ANN","email":"other@example.org"}]}"#;

fn explain(input: &[u8], args: &[&str]) -> Ran {
    ownermatch(&[&["explain", "-", "--now", NOW], args].concat(), input)
}

fn sample(id: &str) -> Ran {
    explain(&samples(), &["--id", id])
}

fn json(input: &[u8], args: &[&str]) -> Value {
    let ran = explain(input, &[&["--format", "json"], args].concat());
    serde_json::from_str(&ran.stdout).expect("one object")
}

/// The page without what changes with every value of the model: ids, and digits and bars of the sums.
fn page(id: &str) -> String {
    let text = sample(id).stdout;
    let sides = text.find("EVIDENCE").unwrap_or(text.len());
    let verdict = text.find("Case ").expect("a case");
    let parts = [blank_numbers(&text[..verdict]), text[verdict..sides].to_owned(), blank_numbers(&text[sides..])];
    let lines = parts.concat().lines().map(blank_line).collect::<Vec<_>>();
    lines.join("\n")
}

fn blank_numbers(text: &str) -> String {
    text.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect()
}

fn blank_line(line: &str) -> String {
    match line.find(['█', '│']) {
        _ if line.starts_with("model ") => "model [id], policy [id], as of [now]".into(),
        Some(bar) => format!("{} [bar]", line[..bar].trim_end().replace('-', "+")),
        None => line.to_owned(),
    }
}

#[test]
fn pages_read_as_reviewed() {
    for id in ["father-and-son-same-house", "stranger-between-two-owners", "email-only", "no-owners"] {
        insta::assert_snapshot!(id, page(id));
    }
}

#[test]
fn no_line_is_wider_than_eighty_columns_and_none_is_colored_in_a_pipe() {
    for args in [&[][..], &["--show"]] {
        let text = explain(&samples(), args).stdout;
        let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{wide:#?}");
        assert!(!text.contains('\u{1b}'));
    }
}

#[test]
fn color_adds_nothing_but_color() {
    let plain = explain(PAIR.as_bytes(), &[]).stdout;
    let mut colored = command(&["explain", "-", "--now", NOW]);
    colored.env("CLICOLOR_FORCE", "1");
    let colored = run(colored, PAIR.as_bytes()).stdout;
    assert!(colored.contains('\u{1b}'));
    let stripped: String = colored
        .split('\u{1b}')
        .enumerate()
        .map(|(at, piece)| if at == 0 { piece } else { after_escape(piece) })
        .collect();
    assert_eq!(stripped, plain);
    let mut refused = command(&["explain", "-", "--now", NOW]);
    refused.env("NO_COLOR", "1");
    assert_eq!(run(refused, PAIR.as_bytes()).stdout, plain);
}

fn after_escape(piece: &str) -> &str {
    piece.split_once('m').map_or(piece, |(_, rest)| rest)
}

#[test]
fn one_case_ends_with_the_code_of_its_decision() {
    let code = |id: &str| sample(id).code;
    assert_eq!(code("father-and-son-same-house"), Some(10));
    assert_eq!(code("no-owners"), Some(12));
    assert_eq!(code("jenny-rosen-real-life"), Some(0));
    assert_eq!(explain(br#"{"applicant":{"name":"Ann"}}"#, &[]).code, Some(12));
    assert_eq!(explain(&samples(), &[]).code, Some(0));
    let decided = json(PAIR.as_bytes(), &[])["decision"].as_str().expect("a decision").to_owned();
    let code = ["match", "review", "no_match", "insufficient_data"].iter().position(|one| *one == decided);
    assert_eq!(explain(PAIR.as_bytes(), &[]).code, code.map(|at| [0, 10, 11, 12][at]));
}

#[test]
fn an_id_that_is_not_there_is_refused() {
    let ran = explain(&samples(), &["--id", "nobody"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("no case with the id `nobody`"), "{}", ran.stderr);
}

#[test]
fn a_bad_line_is_rejected_while_the_others_are_explained() {
    let ran = explain(format!("{{\"owners\":7}}\n{PAIR}\n").as_bytes(), &[]);
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("line 1") && ran.stderr.contains("owners"), "{}", ran.stderr);
    assert!(ran.stdout.contains("Case pair"));
}

#[test]
fn personal_data_is_masked_until_asked_for() {
    let masked = explain(PAIR.as_bytes(), &[]).stdout.to_lowercase();
    for secret in ["okonkwo", "okonkvo", "ann ", "ann@", "415-279", "other@"] {
        assert!(!masked.contains(secret), "{secret} in {masked}");
    }
    assert!(masked.contains("***4774") && masked.contains("a***@o***.com"), "{masked}");
    assert!(masked.contains("o***w***") && masked.contains("o***v***"), "the letters that differ: {masked}");
    let shown = explain(PAIR.as_bytes(), &["--show"]).stdout;
    assert!(shown.contains("OKONKVO ANN") && shown.contains("415-279-4774"), "{shown}");
}

#[test]
fn three_kinds_of_nothing_are_told_apart() {
    let line = br#"{"applicant":{"name":"Ann Lee","phone":"415-279-4774","email":"not an email"},"owners":[{"name":"Ann Lee","email":"a@b.co","raw_address":"1 Main St"}]}"#;
    let fields = json(line, &[])["fields"].clone();
    let level = |at: usize| fields[at]["level"].as_str().map(str::to_owned);
    assert_eq!([1, 2, 3].map(level), ["unreadable", "missing", "not_given"].map(|level| Some(level.into())));
}

#[test]
fn steps_add_up_and_probabilities_sum_to_one() {
    let page = json(PAIR.as_bytes(), &[]);
    let mut whole = page["probability"].as_f64().expect("a number");
    for rival in page["rivals"].as_array().expect("rivals") {
        let steps = rival["steps"].as_array().expect("steps").iter().map(|step| step["bits"].as_f64().expect("bits"));
        assert!((steps.sum::<f64>() - rival["total"].as_f64().expect("a total")).abs() < 1e-9);
        whole += rival["posterior"].as_f64().expect("a number");
    }
    assert!((whole - 1.0).abs() < 1e-9);
}

#[test]
fn changes_are_rescored_and_not_guessed() {
    let page = json(PAIR.as_bytes(), &[]);
    let changes = page["changes"].as_array().expect("changes").clone();
    let change = |code: &str| changes.iter().find(|change| change["code"] == code).expect(code).clone();
    let with_phone = PAIR.replace(r#""email":"other@"#, r#""phone":"4152794774","email":"other@"#);
    let rescored = json(with_phone.as_bytes(), &[]);
    assert_eq!(change("phone_agrees")["probability"], rescored["probability"]);
    assert_eq!(change("phone_agrees")["decision"], rescored["decision"]);
    assert!(change("phone_differs")["probability"].as_f64() < change("phone_agrees")["probability"].as_f64());
}

#[test]
fn escapes_in_a_case_do_not_reach_the_terminal() {
    let line = "{\"id\":\"\\u001b[31m\",\"applicant\":{\"name\":\"Ann\\u001b[2J\\u202e Lee\"},\"owners\":[{\"name\":\"Ann\\u0007 Lee\"}]}";
    let ran = explain(line.as_bytes(), &["--show"]);
    let bad = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
    assert!(!ran.stdout.contains(bad), "{:?}", ran.stdout);
}

#[test]
fn threads_change_no_byte() {
    let one = explain(&samples(), &["--threads", "1"]).stdout;
    assert_eq!(one, explain(&samples(), &["--threads", "2"]).stdout);
}

#[test]
fn a_grave_flag_that_sends_nothing_to_review_says_so() {
    let line = r#"{"applicant":{"name":"Ann Okonkwo","email":"info@okonkwo.com"},"owners":[{"name":"Ann Okonkwo","email":"info@okonkwo.com"}]}"#;
    let page = json(line.as_bytes(), &[]);
    let role = page["flags"].as_array().expect("flags").iter().find(|flag| flag["code"] == "role_email");
    let role = role.expect("a role email").clone();
    assert_eq!((role["severity"].as_str(), role["sends_to_review"].as_bool()), (Some("review"), Some(false)));
    let text = explain(line.as_bytes(), &[]).stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("For information: the policy does not send this to a person."), "{text}");
}

#[test]
fn had_the_name_agreed_the_bank_s_titling_would_still_stand() {
    let line = r#"{"applicant":{"name":"Zoe Hansen","email":"zoe@hansen.com","phone":"415-279-4774"},"owners":[{"name":"RAY HANSEN CUST FOR LIAM HANSEN UTMA","email":"zoe@hansen.com","phone":"4152794774"}]}"#;
    let page = json(line.as_bytes(), &[]);
    let changes = page["changes"].as_array().expect("changes").clone();
    for code in ["name_agrees", "all_agree"] {
        let change = changes.iter().find(|change| change["code"] == code).unwrap_or_else(|| panic!("{code}: {page}"));
        assert_eq!(change["decision"], "review", "{code}");
    }
}
