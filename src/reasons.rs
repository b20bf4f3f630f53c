//! Why an answer came out as it did: one reason a field, and what kept the case from matching, with stable codes.

use crate::comparison::Compared;
use crate::decision::{Policy, Shortfall};
use crate::matcher::OwnershipMatch;
use crate::model::Rival;
use crate::record::Field;
use crate::score::OwnerMatch;

/// One reason, for people and for records: codes are stable, texts are not.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// `name_nickname`, `phone_missing`, `flag_generation_conflict`, ...
    pub code: String,
    /// The field it is about.
    pub field: Option<Field>,
    /// The owner it is about, by position at the bank.
    pub owner: Option<u16>,
    /// Bits for (positive) or against the applicant, against the strongest rival; 0 for what only policy says.
    pub bits: f64,
    /// A sentence without personal data.
    pub text: String,
}

/// The reasons of an answer, those that weigh most first; what only policy says comes last.
pub fn reasons(answer: &OwnershipMatch, policy: &Policy) -> Vec<Reason> {
    let Some(best) = answer.best_owner() else { return vec![nobody()] };
    let mut reasons: Vec<Reason> = Field::ALL.into_iter().filter_map(|field| field_reason(best, field)).collect();
    reasons.sort_by(|one, other| other.bits.abs().total_cmp(&one.bits.abs()));
    let shortfalls = policy.shortfalls(&best.comparison, &best.weighed, &answer.flags);
    reasons.extend(shortfalls.into_iter().map(|shortfall| shortfall_reason(best, policy, shortfall)));
    reasons
}

fn nobody() -> Reason {
    Reason {
        code: "no_owner".into(),
        field: None,
        owner: None,
        bits: 0.0,
        text: "The bank reports no owner to compare with.".into(),
    }
}

/// A field that the applicant did not give is no reason.
fn field_reason(best: &OwnerMatch, field: Field) -> Option<Reason> {
    let (what, text) = match best.comparison.level(field) {
        Compared::NotGiven => return None,
        Compared::Missing => ("missing", format!("The bank has no {}.", field.code())),
        Compared::Unreadable => ("unreadable", format!("The {} cannot be read on both sides.", field.code())),
        Compared::Read(level) => (level.code, format!("{}: {}.", title(field), level.meaning)),
    };
    let bits = best.weighed.field_bits(field, best.weighed.rival).bits();
    Some(Reason { code: format!("{}_{what}", field.code()), field: Some(field), owner: Some(best.owner), bits, text })
}

fn title(field: Field) -> &'static str {
    ["Name", "Email", "Phone", "Address"][field as usize]
}

fn shortfall_reason(best: &OwnerMatch, policy: &Policy, shortfall: Shortfall) -> Reason {
    let (code, text) = match shortfall {
        Shortfall::Probability => (
            "probability_below_threshold".into(),
            format!("The probability is below the policy's {}.", policy.match_at()),
        ),
        Shortfall::Evidence => (
            "evidence_too_thin".into(),
            format!("Without the prior, the evidence does not speak against {}.", thinnest(best).meaning()),
        ),
        Shortfall::Fields => {
            ("required_field_missing".into(), "Too few fields are there on both sides for a match.".into())
        }
        Shortfall::Name => {
            ("name_contradicted".into(), "A part of the name is contradicted, whatever else agrees.".into())
        }
        Shortfall::Flag(flag) => (format!("flag_{}", flag.code()), flag.meaning().to_owned()),
    };
    Reason { code, field: None, owner: Some(best.owner), bits: 0.0, text }
}

/// The rival that the evidence alone speaks against least.
fn thinnest(best: &OwnerMatch) -> Rival {
    let rivals = Rival::of(best.weighed.pairing).iter().copied();
    rivals.min_by_key(|&rival| best.weighed.evidence(rival)).unwrap_or(Rival::Stranger)
}
