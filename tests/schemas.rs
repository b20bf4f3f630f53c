//! The JSON Schemas in docs/schemas against what is really read and written.
#![cfg(feature = "cli")]

mod binary;

use boon::{Compiler, SchemaIndex, Schemas};
use ownermatch::case::{
    self, Answer, AnswerColumn, ApplicantPart, Column, Line, Lines, OwnerPart, OwnersShown, RejectCode,
};
use ownermatch::{Case, FlagCode, Matcher, Model, Policy};
use serde_json::{Value, json};

const NOW: i64 = 1_795_305_600;

struct Schema {
    schemas: Schemas,
    root: SchemaIndex,
}

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the repository")
}

fn document(name: &str) -> Value {
    serde_json::from_str(&read(&format!("docs/schemas/{name}.schema.json"))).expect("a schema is JSON")
}

impl Schema {
    fn named(name: &str) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let place = format!("urn:ownermatch:schema:{name}:v1");
        compiler.add_resource(&place, document(name)).expect("the schema can be added");
        let root = compiler.compile(&place, &mut schemas).expect("the schema is one");
        Self { schemas, root }
    }

    fn holds(&self, value: &Value) -> bool {
        self.schemas.validate(value, self.root).is_ok()
    }

    #[track_caller]
    fn assert(&self, value: &Value, what: &str) {
        let outcome = self.schemas.validate(value, self.root);
        assert!(outcome.is_ok(), "{what}: {}", outcome.expect_err("just seen"));
    }
}

fn samples() -> Vec<Line> {
    let text = read("data/samples/cases.ndjson");
    Lines::new(text.as_bytes()).map(|line| line.expect("bytes in memory")).collect()
}

fn answer(case: &Case, shown: OwnersShown) -> Value {
    let matcher = Matcher::default().now(NOW);
    let matched = matcher.match_ownership(&case.applicant, &case.ownership);
    serde_json::to_value(Answer::new(case, &matched, matcher.current_policy(), shown)).expect("plain data")
}

fn toml(text: &str) -> Value {
    let table: toml::Table = text.parse().expect("TOML");
    serde_json::to_value(table).expect("plain data")
}

#[test]
fn every_sample_case_and_its_answer_hold_their_schemas() {
    let (cases, answers) = (Schema::named("case"), Schema::named("answer"));
    for line in samples() {
        let case = case::read(&line).expect("a sample is a case");
        cases.assert(&line.json().expect("an object"), &case.id);
        answers.assert(&answer(&case, OwnersShown::Best), &case.id);
        answers.assert(&answer(&case, OwnersShown::All), &case.id);
    }
}

#[test]
fn answers_without_owners_or_anything_else_hold_the_schema() {
    let schema = Schema::named("answer");
    for line in ["{}", r#"{"owners":[]}"#, r#"{"owners":[null]}"#, r#"{"applicant":{"name":"A B"},"owners":[]}"#] {
        let case = case::read(&Line::new(7, 0, line.into())).expect("an empty case is a case");
        assert_eq!(case.id, "7");
        schema.assert(&answer(&case, OwnersShown::All), line);
    }
}

#[test]
fn the_reader_and_the_case_schema_take_and_refuse_the_same() {
    let schema = Schema::named("case");
    let taken = [
        r#"{"account":"fca_1"}"#,
        r#"{"applicant":{"id":7,"reused":{"phone":3}}}"#,
        r#"{"id":5,"unknown":[{}]}"#,
        r#"{"id":null,"applicant":null,"owners":null,"account":null}"#,
        r#"{"applicant":{"first_name":"A","last_name":"B","address":"1 Main St"}}"#,
        r#"{"owners":[{"name":null,"refreshed_at":-5},null]}"#,
        r#"{"account":{"status":"odd","ownership":"fcaowns_1","ownership_refresh":{"status":"later"}}}"#,
        r#"{"account":{"ownership":{"owners":{"data":[null],"has_more":false}}}}"#,
        r#"{"id":"fca_1","object":"financial_connections.account","permissions":["ownership"],"balance":null}"#,
        r#"{"account":{"permissions":"all","account_holder":5,"created":"today"}}"#,
    ];
    let refused = [
        "[]",
        "5",
        "null",
        r#"{"id":1.5}"#,
        r#"{"id":["x"]}"#,
        r#"{"applicant":[]}"#,
        r#"{"applicant":{"phone":5555555555}}"#,
        r#"{"applicant":{"address":["1 Main St"]}}"#,
        r#"{"applicant":{"address":{"postal_code":94103}}}"#,
        r#"{"owners":{}}"#,
        r#"{"owners":["A"]}"#,
        r#"{"owners":[{"refreshed_at":"2026-11-22"}]}"#,
        r#"{"owners":[{"refreshed_at":1.5}]}"#,
        r#"{"account":5}"#,
        r#"{"object":5}"#,
        r#"{"account":{"ownership":[]}}"#,
        r#"{"account":{"ownership":{"owners":[]}}}"#,
        r#"{"account":{"ownership_refresh":"succeeded"}}"#,
    ];
    for (lines, expected) in [(&taken[..], true), (&refused[..], false)] {
        for line in lines {
            assert_eq!(case::read(&Line::new(1, 0, (*line).into())).is_ok(), expected, "reader: {line}");
            assert_eq!(schema.holds(&serde_json::from_str(line).expect("JSON")), expected, "schema: {line}");
        }
    }
}

#[test]
fn the_built_in_policies_and_model_hold_their_schemas() {
    let (policy, model) = (Schema::named("policy"), Schema::named("model"));
    for path in ["data/policy/default.toml", "data/policy/name_only.toml"] {
        policy.assert(&toml(&read(path)), path);
        assert!(Policy::from_toml(&read(path)).is_ok());
    }
    model.assert(&toml(&read("data/model.toml")), "data/model.toml");
    assert_eq!(Model::from_toml(&read("data/model.toml")).expect("the built-in model").id(), Model::default().id());
}

#[test]
fn the_loaders_and_the_schemas_refuse_the_same_policies_and_models() {
    let policies = [
        ("match_at = 0.95", "match_at = nan"),
        ("match_at = 0.95", "match_at = inf"),
        ("match_at = 0.95", "match_at = -0.95"),
        ("match_at = 0.95", "match_at = 0.95\nmatch_att = 0.95"),
        ("match_at = 0.95", ""),
        ("contacts = 1", "contacts = 4"),
        ("\"likely_relative\"", "\"likely_relatives\""),
    ];
    let models = [
        ("format = 1", "format = 2"),
        ("format = 1", ""),
        ("owner_share = 0.9", "owner_share = 1"),
        ("owner_share = 0.9", "owner_share = 0.9\nshare = 1"),
        ("[calibration]", "[calibration]\nslope = 1"),
        ("scale = ", "scale = -"),
        ("shared_contacts = ", "shared_contacts = nan # "),
        ("digits_swapped ", "digits_swapt "),
        ("\nsame_area ", "\n# same_area "),
        ("[calibration]", "[names.given]\nmaria = 2\n\n[calibration]"),
    ];
    let (policy, model) = (Schema::named("policy"), Schema::named("model"));
    for (good, bad) in policies {
        let text = read("data/policy/default.toml").replacen(good, bad, 1);
        assert!(Policy::from_toml(&text).is_err(), "loader: {bad}");
        assert!(!policy.holds(&toml(&text)), "schema: {bad}");
    }
    for (good, bad) in models {
        let text = read("data/model.toml").replacen(good, bad, 1);
        assert!(Model::from_toml(&text).is_err(), "loader: {bad}");
        assert!(!model.holds(&toml(&text)), "schema: {bad}");
    }
}

#[test]
fn a_bench_and_one_against_it_hold_the_schema() {
    let few = ["bench", "--cases", "20", "--seconds", "0.1", "--threads", "1,2", "--json"];
    let first = binary::ownermatch(&few, b"");
    let second = binary::ownermatch(&[&few[..], &["--against", "-"]].concat(), first.stdout.as_bytes());
    let schema = Schema::named("bench");
    for ran in [&first, &second] {
        schema.assert(&serde_json::from_str(&ran.stdout).expect("one JSON object"), &ran.stderr);
    }
}

#[test]
fn the_policy_schema_lists_every_flag() {
    let listed = &document("policy")["properties"]["review_flags"]["items"]["enum"];
    let codes: Vec<&str> = FlagCode::ALL.iter().map(|flag| flag.code()).collect();
    assert_eq!(*listed, json!(codes), "docs/schemas/policy.schema.json");
}

#[test]
fn an_answer_reads_back_as_it_was_written() {
    for line in samples() {
        let case = case::read(&line).expect("a sample is a case");
        let written = answer(&case, OwnersShown::All);
        let read: Answer = serde_json::from_value(written.clone()).expect("an answer");
        assert_eq!(serde_json::to_value(read).expect("plain data"), written);
    }
}

#[test]
fn the_page_beside_the_schemas_lists_every_reject_code_with_its_meaning() {
    let page = read("docs/schemas/README.md");
    for code in RejectCode::ALL {
        assert!(page.contains(&format!("| {} | {} |", code.code(), code.meaning())), "{}", code.code());
    }
}

#[test]
fn the_page_of_batch_lists_every_column_in_and_out() {
    let page = read("docs/batch.md");
    for column in AnswerColumn::ALL {
        let row = format!("| {} | {} |", column.name(), column.meaning());
        assert!(page.contains(&row), "docs/batch.md lacks: {row}");
    }
    let parts = ApplicantPart::ALL.iter().map(|part| Column::Applicant(*part));
    let owner = OwnerPart::ALL.iter().map(|part| Column::Owner(0, *part));
    let whole = [Column::Id, Column::ApplicantId, Column::AccountId, Column::AccountStatus, Column::AccountRefreshedAt];
    for column in parts.chain(owner).chain(whole).chain([Column::Account, Column::Owners]) {
        let path = column.to_string();
        let is_listed = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
        let mut names = is_listed.flat_map(|names| names.split(", "));
        assert!(names.any(|name| name == path), "docs/batch.md lacks the path {path}");
    }
}
