//! Why an answer came out as it did: one reason a field, and what kept the case from matching, with stable codes.

use std::borrow::Cow;

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
    pub code: &'static str,
    /// The field it is about.
    pub field: Option<Field>,
    /// The owner it is about, by position at the bank.
    pub owner: Option<u16>,
    /// Bits for (positive) or against the applicant, against the strongest rival; 0 for what only policy says.
    pub bits: f64,
    /// A sentence without personal data.
    pub text: Cow<'static, str>,
}

/// Hardly an answer has more.
const MOST_REASONS: usize = 8;

/// The reasons of an answer, those that weigh most first; what only policy says comes last.
pub fn reasons(answer: &OwnershipMatch, policy: &Policy) -> Vec<Reason> {
    let Some(best) = answer.best_owner() else { return vec![nobody()] };
    let mut reasons = Vec::with_capacity(MOST_REASONS);
    reasons.extend(Field::ALL.into_iter().filter_map(|field| field_reason(best, field)));
    reasons.sort_by(|one: &Reason, other| other.bits.abs().total_cmp(&one.bits.abs()));
    let shortfalls = policy.shortfalls(&best.comparison, &best.weighed, &answer.flags);
    reasons.extend(shortfalls.into_iter().map(|shortfall| shortfall_reason(best, policy, shortfall)));
    reasons
}

fn nobody() -> Reason {
    Reason {
        code: "no_owner",
        field: None,
        owner: None,
        bits: 0.0,
        text: "The bank reports no owner to compare with.".into(),
    }
}

/// A field that the applicant did not give is no reason.
fn field_reason(best: &OwnerMatch, field: Field) -> Option<Reason> {
    let (code, text) = match best.comparison.level(field) {
        Compared::NotGiven => return None,
        Compared::Missing => MISSING[field as usize],
        Compared::Unreadable => UNREADABLE[field as usize],
        Compared::Read(level) => (level.reason, level.sentence),
    };
    let bits = best.weighed.field_bits(field, best.weighed.rival).bits();
    Some(Reason { code, field: Some(field), owner: Some(best.owner), bits, text: text.into() })
}

/// Reasons of fields without a level, in the order of [`Field::ALL`].
const MISSING: [(&str, &str); 4] = [
    ("name_missing", "The bank has no name."),
    ("email_missing", "The bank has no email."),
    ("phone_missing", "The bank has no phone."),
    ("address_missing", "The bank has no address."),
];
const UNREADABLE: [(&str, &str); 4] = [
    ("name_unreadable", "The name cannot be read on both sides."),
    ("email_unreadable", "The email cannot be read on both sides."),
    ("phone_unreadable", "The phone cannot be read on both sides."),
    ("address_unreadable", "The address cannot be read on both sides."),
];

fn shortfall_reason(best: &OwnerMatch, policy: &Policy, shortfall: Shortfall) -> Reason {
    let (code, text): (_, Cow<'static, str>) = match shortfall {
        Shortfall::Probability => (
            "probability_below_threshold",
            format!("The probability is below the policy's {}.", policy.match_at()).into(),
        ),
        Shortfall::Evidence => (
            "evidence_too_thin",
            format!("Without the prior, the evidence does not speak against {}.", thinnest(best).meaning()).into(),
        ),
        Shortfall::Fields => ("required_field_missing", "Too few fields are there on both sides for a match.".into()),
        Shortfall::Name => ("name_contradicted", "A part of the name is contradicted, whatever else agrees.".into()),
        Shortfall::Flag(flag) => (flag.reason(), flag.meaning().into()),
    };
    Reason { code, field: None, owner: Some(best.owner), bits: 0.0, text }
}

/// The rival that the evidence alone speaks against least.
fn thinnest(best: &OwnerMatch) -> Rival {
    let rivals = Rival::of(best.weighed.pairing).iter().copied();
    rivals.min_by_key(|&rival| best.weighed.evidence(rival)).unwrap_or(Rival::Stranger)
}
