//! `ownermatch score` as a process: formats, exit codes, rejects, and the same bytes whatever the threads.
#![cfg(feature = "cli")]

mod binary;

use std::io::Write;
use std::process::{Command, Stdio};

use binary::{Ran, ownermatch, samples, scratch};
use serde_json::Value;

const NOW: &str = "2026-11-22T00:00:00Z";
const GOOD: &str = r#"{"id":"good","applicant":{"name":"Ann Lee"},"owners":[{"name":"LEE ANN"}]}"#;

fn score(input: &[u8], args: &[&str]) -> Ran {
    ownermatch(&[&["score", "-", "--now", NOW], args].concat(), input)
}

fn parsed(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

fn sample_count() -> usize {
    String::from_utf8_lossy(&samples()).lines().count()
}

#[test]
fn samples_are_scored_and_counted() {
    let ran = score(&samples(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let cases = sample_count();
    assert_eq!(parsed(&ran).len(), cases);
    assert!(ran.stderr.starts_with(&format!("{cases} cases: ")), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn keys_stand_in_the_documented_order() {
    let line = score(GOOD.as_bytes(), &["--owners", "all"]).stdout;
    let keys = [
        "id",
        "decision",
        "score",
        "probability",
        "log_odds",
        "relation",
        "rival",
        "best_owner",
        "fields",
        "owners",
        "flags",
        "reasons",
        "schema",
        "model_id",
        "policy_id",
        "now",
    ];
    let places: Vec<usize> = keys.iter().map(|key| line.find(&format!("\"{key}\":")).expect(key)).collect();
    assert!(places.is_sorted(), "{line}");
    assert!(line.contains(r#"{"index":0,"person":0,"probability":"#), "{line}");
    assert!(line.trim_end().ends_with(r#""now":1795305600}"#), "{line}");
}

#[test]
fn fields_not_given_missing_and_unreadable_are_told_apart() {
    let case = r#"{"applicant":{"name":"Ann Lee","email":"ann@lee.example","phone":"x"},"owners":[{"name":"Ann Lee","phone":"+14155550123","raw_address":"1 Main St"}]}"#;
    let answer = &parsed(&score(case.as_bytes(), &[]))[0];
    let fields = &answer["fields"];
    assert_eq!(fields["name"]["match_score"], 100);
    assert_eq!(fields["email"]["match_score"], Value::Null);
    assert_eq!(fields["email"]["missing_data"], true);
    assert_eq!((&fields["phone"]["missing_data"], &fields["phone"]["level"]), (&false.into(), &"unreadable".into()));
    assert_eq!(fields["address"], Value::Null);
}

#[test]
fn relation_sums_to_one_and_starts_with_the_probability() {
    for answer in parsed(&score(&samples(), &[])).iter().filter(|answer| !answer["relation"].is_null()) {
        let part = |key: &str| answer["relation"][key].as_f64().expect("a number");
        assert_eq!(answer["relation"]["same_person"], answer["probability"]);
        let whole = part("same_person") + part("household") + part("stranger");
        assert!((whole - 1.0).abs() < 1e-11, "{answer}");
        assert_eq!(answer["score"].as_f64(), answer["probability"].as_f64().map(|share| (share * 100.0).floor()));
    }
}

#[test]
fn the_output_is_the_same_at_any_number_of_threads() {
    // More lines than a chunk takes, then every other way of writing them.
    let several_chunks = format!("{GOOD}\n").repeat(2500).into_bytes();
    for (input, format) in [(several_chunks, "ndjson"), (samples(), "ndjson"), (samples(), "table"), (samples(), "csv")]
    {
        let of = |threads: &str| score(&input, &["--threads", threads, "--format", format, "--owners", "all"]).stdout;
        let one = of("1");
        assert!(!one.is_empty());
        assert!(one == of("2") && one == of("4"), "{format}");
    }
}

#[test]
fn json_is_one_array_of_the_lines_of_ndjson() {
    let lines = parsed(&score(&samples(), &["--format", "ndjson"]));
    let array: Vec<Value> = serde_json::from_str(&score(&samples(), &["--format", "json"]).stdout).expect("one array");
    assert_eq!(array, lines);
    assert_eq!(score(b"", &["--format", "json"]).stdout, "[\n]\n");
}

#[test]
fn csv_has_a_row_a_case_and_no_cell_that_a_spreadsheet_would_run() {
    let input = [&samples()[..], br#"{"id":"=cmd|' /C calc'!A0"}"#, b"\n", br#"{"id":"a,\"b\"\nc"}"#].concat();
    let ran = score(&input, &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(ran.stdout.as_bytes());
    let columns = reader.headers().expect("a head").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("as many cells as columns")).collect();
    let cases = sample_count();
    assert_eq!(rows.len(), cases + 2);
    let page = std::fs::read_to_string("docs/schemas/README.md").expect("the page of columns");
    assert!(columns.iter().all(|column| page.contains(column)), "{columns:?}");
    assert_eq!(&rows[cases][0], "'=cmd|' /C calc'!A0");
    assert_eq!(&rows[cases + 1][0], "a,\"b\"\nc");
    let numbers = ["score", "probability", "log_odds", "same_person", "household", "stranger", "best_owner"];
    for (name, cell) in rows.iter().flat_map(|row| columns.iter().zip(row)) {
        let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!risky || (numbers.contains(&name) && cell.parse::<f64>().is_ok()), "{name}: {cell}");
    }
}

#[test]
fn the_table_fits_eighty_columns_and_has_color_only_where_it_is_wanted() {
    let ran = score(&samples(), &["--format", "table"]);
    let id_beyond = |line: &str| line.split(' ').next().map_or(0, |id| id.chars().count().saturating_sub(18));
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 80 + id_beyond(line)));
    assert!(!ran.stdout.contains('\u{1b}'));
    assert_eq!(ran.stdout.lines().count(), sample_count() + 1);
    let mut colored = binary::command(&["score", "-", "--format", "table"]);
    colored.env("CLICOLOR_FORCE", "1");
    let forced = binary::run(colored, GOOD.as_bytes());
    assert!(forced.stdout.contains('\u{1b}'), "{}", forced.stdout);
    let plain = score(br#"{"id":"\u001b[31mred"}"#, &["--format", "table"]).stdout;
    assert!(!plain.contains('\u{1b}'));
}

#[test]
fn nothing_in_is_an_answer_and_no_error() {
    for empty in ["", "\n\n", "\u{feff}", "\u{feff}\r\n \t\r"] {
        let ran = score(empty.as_bytes(), &[]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{empty:?}");
    }
    for case in ["{}", r#"{"owners":[]}"#, r#"{"owners":null,"applicant":null}"#, r#"{"owners":[{"name":null},null]}"#]
    {
        let ran = score(case.as_bytes(), &[]);
        assert_eq!(ran.code, Some(0), "{case}: {}", ran.stderr);
        assert_eq!(parsed(&ran)[0]["decision"], "insufficient_data", "{case}");
        assert_eq!(parsed(&ran)[0]["id"], "1", "{case}");
    }
    let nobody = &parsed(&score(br#"{"applicant":{"name":"Ann"}}"#, &["--owners", "all"]))[0];
    for key in ["log_odds", "relation", "rival", "best_owner"] {
        assert_eq!(nobody[key], Value::Null, "{key}");
    }
    assert_eq!(nobody["probability"], 0.0);
    assert_eq!(nobody["fields"]["name"]["missing_data"], true);
    assert_eq!(nobody["owners"], serde_json::json!([]));
}

#[test]
fn line_endings_byte_order_mark_and_a_missing_last_newline_change_nothing() {
    let lines = [GOOD, r#"{"id":2}"#, r#"{"id":"three"}"#];
    let expected = score(lines.join("\n").as_bytes(), &[]).stdout;
    for ending in ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n"] {
        let input = format!("\u{feff}{}{ending}", lines.join(ending));
        assert_eq!(score(input.as_bytes(), &[]).stdout, expected, "{ending:?}");
    }
}

#[test]
fn ids_are_strings_integers_or_the_line_number() {
    let ran = score(b"{\"id\":\"x\"}\n\n{\"id\":12345678901234567890}\n{\"id\":-7}\n{\"id\":null}\n{}", &[]);
    let ids: Vec<Value> = parsed(&ran).into_iter().map(|answer| answer["id"].clone()).collect();
    assert_eq!(ids, ["x", "12345678901234567890", "-7", "5", "6"]);
}

/// Bad lines with the code each is rejected by, and the field where one can be told.
fn bad_lines() -> Vec<(Vec<u8>, &'static str, Option<&'static str>)> {
    let nested = |open: &str, close: &str, depth| [open.repeat(depth), close.repeat(depth)].concat();
    let in_name = |bytes: &[u8]| [br#"{"applicant":{"name":"Zq"#, bytes, br#""}}"#].concat();
    let name = Some("applicant.name");
    let mut lines: Vec<(Vec<u8>, &str, Option<&str>)> = vec![
        (br#"{"applicant":{"name":"Zqxw"#.to_vec(), "invalid_json", name),
        (br#"{"applicant":{"name":"Zqxw"}} {"id":2}"#.to_vec(), "invalid_json", None),
        (b"Zqxw".to_vec(), "invalid_json", None),
        (in_name(b"\0"), "invalid_json", name),
        (in_name(br"\x41"), "invalid_json", name),
        (b"[]".to_vec(), "wrong_type", None),
        (b"null".to_vec(), "wrong_type", None),
        (br#""Zqxw""#.to_vec(), "wrong_type", None),
        (br#"{"id":1.5}"#.to_vec(), "wrong_type", Some("id")),
        (br#"{"id":-0.0}"#.to_vec(), "wrong_type", Some("id")),
        (br#"{"applicant":{"name":["Zqxw"]}}"#.to_vec(), "wrong_type", name),
        (br#"{"applicant":{"address":{"city":4155550123}}}"#.to_vec(), "wrong_type", Some("applicant.address.city")),
        (br#"{"owners":[{},{"email":{"Zqxw":1}}]}"#.to_vec(), "wrong_type", Some("owners[1].email")),
        (
            br#"{"account":{"ownership":{"owners":{"data":[{"phone":true}]}}}}"#.to_vec(),
            "wrong_type",
            Some("account.ownership.owners.data[0].phone"),
        ),
        (br#"{"owners":[{"refreshed_at":1e999}]}"#.to_vec(), "number_out_of_range", Some("owners[0].refreshed_at")),
        (
            br#"{"owners":[{"refreshed_at":18446744073709551615}]}"#.to_vec(),
            "invalid_value",
            Some("owners[0].refreshed_at"),
        ),
        (format!(r#"{{"id":{}}}"#, "9".repeat(1_000_000)).into_bytes(), "number_out_of_range", Some("id")),
        (br#"{"id":1,"id":2}"#.to_vec(), "duplicate_key", Some("id")),
        (br#"{"applicant":{"name":"Zqxw","name":"Zqxw"}}"#.to_vec(), "duplicate_key", name),
        (format!(r#"{{"x":{}}}"#, nested("[", "]", 100_000)).into_bytes(), "too_deep", None),
        (nested("{\"account\":", "}", 50_000).into_bytes(), "too_deep", None),
        (format!(r#"{{"applicant":{{"name":"{}"}}}}"#, "Zq".repeat(600_000)).into_bytes(), "line_too_long", None),
        (format!(r#"{{"owners":[{}{{}}]}}"#, "{},".repeat(1_000_000)).into_bytes(), "line_too_long", None),
    ];
    let utf8: [&[u8]; 8] = [
        b"\x80",
        b"\xC0\xAF",
        b"\xE2\x82",
        b"\xED\xA0\x80",
        b"\xF4\x90\x80\x80",
        b"\xF8\x88\x80\x80\x80",
        b"\xFE",
        b"\xFF",
    ];
    lines.extend(utf8.map(|bytes| (in_name(bytes), "invalid_utf8", None)));
    let surrogates: [&[u8]; 4] = [br"\ud83d", br"\udc00", br"\udc00\ud83d", br"\ud83dx"];
    lines.extend(surrogates.map(|bytes| (in_name(bytes), "lone_surrogate", name)));
    lines
}

#[test]
fn each_bad_line_is_rejected_by_its_code_and_costs_nobody_else_a_byte() {
    let bad = bad_lines();
    let good: Vec<String> = (0..=bad.len()).map(|at| GOOD.replace("good", &format!("good-{at}"))).collect();
    let mut mixed = good[0].clone().into_bytes();
    let mut starts = Vec::new();
    for ((line, ..), good) in bad.iter().zip(&good[1..]) {
        starts.push(mixed.len() as u64 + 1);
        mixed.extend([b"\n", line.as_slice(), b"\n", good.as_bytes()].concat());
    }
    let folder = scratch("rejects");
    let file = folder.join("rejects.ndjson");
    let ran = score(&mixed, &["--rejects", file.to_str().expect("UTF-8")]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert_eq!(ran.stdout, score(good.join("\n").as_bytes(), &[]).stdout);
    let written = std::fs::read_to_string(&file).expect("a rejects file");
    assert!(!ran.stderr.contains("Zq") && !written.contains("Zq") && !ran.stderr.contains("4155550123"));
    let rejects: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(rejects.len(), bad.len());
    for (at, (reject, (line, code, field))) in rejects.iter().zip(&bad).enumerate() {
        let shown = String::from_utf8_lossy(&line[..line.len().min(60)]);
        assert_eq!(reject["code"], *code, "{shown}");
        assert_eq!(reject["field"].as_str(), *field, "{shown}");
        assert_eq!(reject["line"], 2 * at + 2, "{shown}");
        assert_eq!(reject["byte_offset"], starts[at], "{shown}");
    }
}

#[test]
fn hostile_text_is_answered_in_bounded_time() {
    let text = [
        "x".repeat(1_000_000),
        format!("A{}", "\u{301}".repeat(100_000)),
        "\u{fdfa}".repeat(50_000),
        "\u{202e}\u{2066}Ann\u{202c}".into(),
        "An\u{200b}n\u{200d} L\u{feff}ee".into(),
        "\\u0000\\u0007Ann\\u007f".into(),
        "４１５５５５０１２３ ٤١٥٥٥٥٠١٢٣".into(),
        "👩‍👩‍👧 🇺🇸".into(),
        "王小明李四".into(),
        "a b ".repeat(100_000),
    ];
    let cases: Vec<String> = text
        .iter()
        .map(|text| format!(r#"{{"applicant":{{"name":"{text}"}},"owners":[{{"name":"Ann Lee"}}]}}"#))
        .chain(text.iter().map(|text| {
            let short: String = text.chars().take(150_000).collect();
            format!(r#"{{"applicant":{{"name":"{short}","email":"{short}","phone":"{short}","address":"{short}"}}}}"#)
        }))
        .collect();
    let started = std::time::Instant::now();
    let ran = score(cases.join("\n").as_bytes(), &[]);
    let answered = parsed(&ran).len() + ran.stderr.matches("line_too_long").count();
    assert_eq!(answered, cases.len(), "{}", ran.stderr);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn thousands_of_owners_on_one_account_are_answered() {
    let owners = vec!["{}"; 300_000].join(",");
    let ran = score(format!(r#"{{"applicant":{{"name":"Ann Lee"}},"owners":[{owners}]}}"#).as_bytes(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(parsed(&ran).len(), 1);
}

#[test]
fn rejects_up_to_the_bound_are_put_up_with() {
    let input = format!("{GOOD}\nnonsense\nnonsense\n");
    assert_eq!(score(input.as_bytes(), &[]).code, Some(3));
    assert_eq!(score(input.as_bytes(), &["--max-rejects", "1"]).code, Some(3));
    assert_eq!(score(input.as_bytes(), &["--max-rejects", "2"]).code, Some(0));
}

#[test]
fn a_rejects_file_never_replaces_the_input() {
    let file = scratch("same").join("cases.ndjson");
    std::fs::write(&file, GOOD).expect("a scratch file");
    let path = file.to_str().expect("UTF-8");
    let ran = ownermatch(&["score", path, "--rejects", path], b"");
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&file).expect("still there"), GOOD);
}

#[test]
fn usage_configuration_and_missing_files_have_their_exit_codes() {
    let code = |args: &[&str]| ownermatch(args, b"").code;
    assert_eq!(code(&["score"]), Some(2));
    assert_eq!(code(&["score", "-", "--fromat", "csv"]), Some(2));
    assert_eq!(code(&["score", "-", "--format", "xml"]), Some(2));
    assert_eq!(code(&["score", "-", "--policy", "no/such/policy.toml"]), Some(2));
    assert_eq!(code(&["score", "no/such/cases.ndjson"]), Some(74));
    assert_eq!(code(&["score", "src"]), Some(74));
    assert_eq!(code(&["score", "-"]), Some(0));
}

#[test]
fn a_reader_that_goes_away_ends_it_silently() {
    let mut child = binary::command(&["score", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    drop(child.stdout.take());
    let mut input = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || {
        for _ in 0..40 {
            if input.write_all(&samples()).is_err() {
                break;
            }
        }
    });
    let ended = child.wait_with_output().expect("the binary ends");
    writer.join().expect("the writer ends");
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_130() {
    let mut child =
        binary::command(&["score", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary runs");
    let mut input = child.stdin.take().expect("piped");
    input.write_all(GOOD.as_bytes()).expect("it reads");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
}

#[test]
fn the_table_in_a_pipe_keeps_ids_whole_and_counts_owners_from_one() {
    let id = "x".repeat(60);
    let line = format!(r#"{{"id":"{id}","applicant":{{"name":"Ann Lee"}},"owners":[{{"name":"ANN LEE"}}]}}"#);
    let table = score(line.as_bytes(), &["--format", "table", "--owners", "all"]).stdout;
    let rows: Vec<Vec<&str>> = table.lines().map(|row| row.split_whitespace().collect()).collect();
    assert_eq!((rows[1][0], rows[1][3]), (id.as_str(), "1"), "{table}");
    assert!(rows[2].contains(&"1.1"), "{table}");
}

#[test]
fn errors_of_input_and_output_name_what_failed() {
    let ran = ownermatch(&["score", "src"], b"");
    assert!(ran.stderr.contains("src cannot be read"), "{}", ran.stderr);
    #[cfg(target_os = "linux")]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a full disk");
        let mut child = binary::command(&["score", "-"])
            .stdin(Stdio::piped())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        child.stdin.take().expect("piped").write_all(GOOD.as_bytes()).expect("it reads");
        let ended = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(74), "{said}");
        assert!(said.contains("the output cannot be written to stdout"), "{said}");
    }
}
