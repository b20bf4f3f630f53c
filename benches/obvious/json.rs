//! Lines of JSON in, lines of JSON out, as serde_json does it.

use ownermatch::address::AddressParts;
use ownermatch::{AddressInput, Applicant, Compared, Level, NameInput, Owner};
use serde::{Deserialize, Serialize};

use super::{Outcome, Pipeline, Scored, best, match_score};

#[derive(Deserialize)]
struct CaseLine {
    id: String,
    applicant: ApplicantLine,
    owners: Vec<Owner>,
}

#[derive(Deserialize)]
struct ApplicantLine {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<AddressParts>,
}

impl From<ApplicantLine> for Applicant {
    fn from(line: ApplicantLine) -> Self {
        let (name, address) = (line.name.map(NameInput::Full), line.address.map(AddressInput::Parts));
        Self { name, email: line.email, phone: line.phone, address, ..Self::default() }
    }
}

#[derive(Serialize)]
struct AnswerLine {
    id: String,
    best_owner: Option<usize>,
    probability: f64,
    log_odds: Option<f64>,
    owners: Vec<OwnerLine>,
}

#[derive(Serialize)]
struct OwnerLine {
    index: usize,
    probability: f64,
    log_odds: f64,
    fields: FieldsLine,
}

#[derive(Serialize)]
struct FieldsLine {
    name: Option<FieldLine>,
    email: Option<FieldLine>,
    phone: Option<FieldLine>,
    address: Option<FieldLine>,
}

#[derive(Serialize)]
struct FieldLine {
    match_score: Option<u8>,
    level: &'static str,
}

/// A field that the applicant gave.
fn field<L: Level>(outcome: &Outcome<L>) -> Option<FieldLine> {
    let level = match outcome {
        Compared::NotGiven => return None,
        Compared::Missing => "missing",
        Compared::Unreadable => "unreadable",
        Compared::Read((level, _)) => level.code(),
    };
    Some(FieldLine { match_score: match_score(outcome), level })
}

impl OwnerLine {
    fn new(index: usize, scored: &Scored) -> Self {
        let fields = FieldsLine {
            name: field(&scored.name),
            email: field(&scored.email),
            phone: field(&scored.phone),
            address: field(&scored.address),
        };
        Self { index, probability: scored.probability.value(), log_odds: scored.log_odds, fields }
    }
}

/// The answer to a line, without its ending.
pub fn answer(pipeline: &Pipeline, line: &str) -> serde_json::Result<String> {
    let CaseLine { id, applicant, owners } = serde_json::from_str(line)?;
    let scored = pipeline.score(&applicant.into(), &owners);
    let best_owner = best(&scored, &owners);
    let answer = AnswerLine {
        id,
        best_owner,
        probability: best_owner.map_or(0.0, |best| scored[best].probability.value()),
        log_odds: best_owner.map(|best| scored[best].log_odds),
        owners: scored.iter().enumerate().map(|(index, scored)| OwnerLine::new(index, scored)).collect(),
    };
    serde_json::to_string(&answer)
}
