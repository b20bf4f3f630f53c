//! An explanation as one JSON object.

use ownermatch::case::significant;
use ownermatch::explain::{Change, FieldView, OtherOwner, RivalSum};
use ownermatch::{Compared, Decision, Explanation, Field, Flag, Part, Severity, Step};
use serde::Serialize;

/// Names this shape; changes with it.
const SCHEMA: &str = "ownermatch.explanation.v1";

#[derive(Serialize)]
struct Page<'a> {
    id: &'a str,
    decision: Decision,
    verdict: &'a str,
    score: u8,
    probability: f64,
    log_odds: Option<f64>,
    best_owner: Option<u16>,
    person: Option<u8>,
    fields: Vec<FieldRow<'a>>,
    rivals: Vec<RivalRow>,
    reasons: Vec<ReasonRow<'a>>,
    flags: Vec<FlagRow>,
    changes: Vec<ChangeRow<'a>>,
    other_owners: Vec<OtherRow<'a>>,
    masked: bool,
    schema: &'static str,
    model_id: &'a str,
    policy_id: &'a str,
    now: i64,
}

#[derive(Serialize)]
struct FieldRow<'a> {
    field: Field,
    match_score: Option<u8>,
    level: &'static str,
    meaning: &'static str,
    applicant: Option<&'a str>,
    owner: Option<&'a str>,
    parts: Vec<PartRow<'a>>,
}

#[derive(Serialize)]
struct PartRow<'a> {
    part: &'static str,
    applicant: &'a str,
    owner: &'a str,
    outcome: &'static str,
}

#[derive(Serialize)]
struct RivalRow {
    rival: &'static str,
    meaning: &'static str,
    steps: Vec<StepRow>,
    total: f64,
    posterior: f64,
}

#[derive(Serialize)]
struct StepRow {
    step: &'static str,
    bits: f64,
}

#[derive(Serialize)]
struct ReasonRow<'a> {
    code: &'a str,
    field: Option<Field>,
    bits: f64,
    text: &'a str,
}

#[derive(Serialize)]
struct FlagRow {
    code: &'static str,
    severity: Severity,
    field: Option<Field>,
    owner: Option<u16>,
    meaning: &'static str,
    sends_to_review: bool,
}

#[derive(Serialize)]
struct ChangeRow<'a> {
    code: String,
    text: &'a str,
    decision: Decision,
    probability: f64,
}

#[derive(Serialize)]
struct OtherRow<'a> {
    index: u16,
    person: u8,
    name: &'a str,
    probability: f64,
    rival: &'static str,
    match_scores: [Option<u8>; 4],
}

/// One object and a line feed.
pub fn write(id: &str, explanation: &Explanation, shows: bool) -> String {
    let answer = &explanation.answer;
    let page = Page {
        id,
        decision: answer.decision,
        verdict: &explanation.verdict,
        score: answer.score.value(),
        probability: significant(answer.probability.value()),
        log_odds: answer.log_odds().map(significant),
        best_owner: answer.best_owner().map(|best| best.owner),
        person: answer.best_owner().map(|best| best.person),
        fields: explanation.fields.iter().map(field).collect(),
        rivals: explanation.rivals.iter().map(rival).collect(),
        reasons: reasons(explanation),
        flags: answer.flags.iter().map(|one| flag(one, explanation)).collect(),
        changes: explanation.changes.iter().map(change).collect(),
        other_owners: explanation.others.iter().map(other).collect(),
        masked: !shows,
        schema: SCHEMA,
        model_id: &answer.model_id,
        policy_id: &answer.policy_id,
        now: answer.now,
    };
    serde_json::to_string(&page).unwrap_or_default() + "\n"
}

fn field(view: &FieldView) -> FieldRow<'_> {
    let (level, meaning, score) = match view.outcome {
        Compared::Read(level) => (level.code, level.meaning, Some(level.match_score.value())),
        Compared::Missing => ("missing", "the bank has none", None),
        Compared::NotGiven => ("not_given", "the applicant gave none", None),
        Compared::Unreadable => ("unreadable", "at least one side cannot be read", None),
    };
    let [applicant, owner] = [&view.applicant, &view.owner].map(|text| Some(text.as_str()).filter(|t| !t.is_empty()));
    let parts = view.parts.iter().map(part).collect();
    FieldRow { field: view.field, match_score: score, level, meaning, applicant, owner, parts }
}

fn part(part: &Part) -> PartRow<'_> {
    PartRow { part: part.label, applicant: &part.applicant, owner: &part.owner, outcome: part.outcome.code() }
}

fn rival(sum: &RivalSum) -> RivalRow {
    let steps = Step::ALL.iter().zip(sum.steps);
    RivalRow {
        rival: sum.rival.code(),
        meaning: sum.rival.meaning(),
        steps: steps.map(|(step, bits)| StepRow { step: step.code(), bits: significant(bits) }).collect(),
        total: significant(sum.total),
        posterior: significant(sum.posterior),
    }
}

fn reasons(explanation: &Explanation) -> Vec<ReasonRow<'_>> {
    let rows = explanation.reasons.iter().map(|reason| ReasonRow {
        code: reason.code,
        field: reason.field,
        bits: significant(reason.bits),
        text: &reason.text,
    });
    rows.collect()
}

fn flag(flag: &Flag, explanation: &Explanation) -> FlagRow {
    FlagRow {
        code: flag.code.code(),
        severity: flag.severity,
        field: flag.field,
        owner: flag.owner,
        meaning: flag.code.meaning(),
        sends_to_review: explanation.sent_by.contains(&flag.code),
    }
}

fn change(change: &Change) -> ChangeRow<'_> {
    ChangeRow {
        code: change.hypothesis.code(),
        text: &change.text,
        decision: change.decision,
        probability: significant(change.probability.value()),
    }
}

fn other(other: &OtherOwner) -> OtherRow<'_> {
    OtherRow {
        index: other.owner,
        person: other.person,
        name: &other.name,
        probability: significant(other.probability.value()),
        rival: other.rival.code(),
        match_scores: other.match_scores.map(|score| score.map(|score| score.value())),
    }
}
