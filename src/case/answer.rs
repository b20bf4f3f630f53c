//! An answer as data: the keys, their order and their meaning are what other programs read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::digits::significant;
use super::json;
use crate::comparison::Compared;
use crate::decision::{Decision, Policy};
use crate::flags::{Flag, Severity};
use crate::matcher::{Case, OwnershipMatch};
use crate::model::Rival;
use crate::reasons::{Reason, reasons};
use crate::record::{Field, Record};
use crate::region::Region;
use crate::score::{OwnerMatch, Relation};

/// Names this shape of an answer; changes with it.
pub const SCHEMA: &str = "ownermatch.answer.v1";

/// A code or sentence of ours, which costs no copy, or one read back from a file of another version.
type Code = Cow<'static, str>;

/// Which owners an answer lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OwnersShown {
    /// The best one, in `fields`.
    #[default]
    Best,
    /// All, in the bank's order.
    All,
}

/// An answer, in the order of its keys. Numbers carry 12 significant digits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The case's id.
    pub id: String,
    /// What to do.
    pub decision: Decision,
    /// The probability in percent, rounded down.
    pub score: u8,
    /// P(the applicant is the best owner), 0..=1; 0 without owners.
    pub probability: f64,
    /// log2 of the odds; `None` without owners.
    pub log_odds: Option<f64>,
    /// The posterior in three groups; `None` without owners.
    pub relation: Option<AnswerRelation>,
    /// The strongest rival's code; `None` without owners.
    pub rival: Option<Code>,
    /// The best owner by position at the bank; `None` without owners.
    pub best_owner: Option<u16>,
    /// The best owner's fields.
    pub fields: AnswerFields,
    /// Every owner in the bank's order, where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owners: Option<Vec<AnswerOwner>>,
    /// What was noticed, the gravest first.
    pub flags: Vec<AnswerFlag>,
    /// Why, from the largest.
    pub reasons: Vec<AnswerReason>,
    /// [`SCHEMA`].
    pub schema: Code,
    /// The model's id.
    pub model_id: String,
    /// The policy's id.
    pub policy_id: String,
    /// The time the answer was given for, in unix seconds.
    pub now: i64,
}

/// The posterior in three groups that sum to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerRelation {
    /// The applicant is this owner.
    pub same_person: f64,
    /// A relative or housemate; for organizations an affiliate.
    pub household: f64,
    /// Anybody else.
    pub stranger: f64,
}

/// The four fields; `None` for what the applicant did not give.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnswerFields {
    /// The name.
    pub name: Option<FieldAnswer>,
    /// The email.
    pub email: Option<FieldAnswer>,
    /// The phone.
    pub phone: Option<FieldAnswer>,
    /// The address.
    pub address: Option<FieldAnswer>,
}

/// A field that the applicant gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldAnswer {
    /// 0..=100; `None` where the bank has no value or a side cannot be read.
    pub match_score: Option<u8>,
    /// Whether the bank has no value.
    pub missing_data: bool,
    /// The level's code, or `missing`, or `unreadable`.
    pub level: Code,
    /// Bits against a stranger.
    pub weight: f64,
    /// Bits against the strongest rival.
    pub rival_weight: f64,
}

/// One owner, or one person of a joint string.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerOwner {
    /// Position at the bank, from 0.
    pub index: u16,
    /// Which person of a joint string, from 0.
    pub person: u8,
    /// P(the applicant is this owner).
    pub probability: f64,
    /// The posterior in three groups.
    pub relation: AnswerRelation,
    /// The four fields.
    pub fields: AnswerFields,
}

/// A flag raised on the case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerFlag {
    /// The flag's code.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The field it concerns.
    pub field: Option<Field>,
    /// The owner it concerns, by position at the bank.
    pub owner: Option<u16>,
    /// How many there are of what was counted; only for flags that count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerReason {
    /// The stable code.
    pub code: Code,
    /// The field it is about.
    pub field: Option<Field>,
    /// The owner it is about, by position at the bank.
    pub owner: Option<u16>,
    /// Bits for or against the applicant, against the strongest rival.
    pub bits: f64,
    /// A sentence without personal data.
    pub text: Code,
}

impl Answer {
    /// Puts an outcome into the shape that is written; the case gives the id.
    pub fn new(case: &Case, matched: &OwnershipMatch, policy: &Policy, shown: OwnersShown) -> Self {
        let best = matched.best_owner();
        Self {
            id: case.id.clone(),
            decision: matched.decision,
            score: matched.score.value(),
            probability: significant(matched.probability.value()),
            log_odds: matched.log_odds().map(significant),
            relation: matched.relation().map(Into::into),
            rival: matched.rival().map(|rival| rival.code().into()),
            best_owner: best.map(|best| best.owner),
            fields: best.map_or_else(|| AnswerFields::without_owners(case), AnswerFields::of),
            owners: (shown == OwnersShown::All).then(|| matched.owners.iter().map(Into::into).collect()),
            flags: matched.flags.iter().map(Into::into).collect(),
            reasons: reasons(matched, policy).into_iter().map(Into::into).collect(),
            schema: SCHEMA.into(),
            model_id: matched.model_id.as_str().to_owned(),
            policy_id: matched.policy_id.as_str().to_owned(),
            now: matched.now,
        }
    }

    /// Writes the answer behind `out` as one line's JSON, without the line's end: the bytes of serde_json, in a third of its
    /// time.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        let written = json::append(out, self);
        debug_assert!(written.is_ok(), "an answer is of the shapes that are written");
    }
}

impl AnswerFields {
    fn of(owner: &OwnerMatch) -> Self {
        let [name, email, phone, address] = Field::ALL.map(|field| FieldAnswer::of(owner, field));
        Self { name, email, phone, address }
    }

    /// Without an owner to compare with, what the applicant gave is missing at the bank.
    fn without_owners(case: &Case) -> Self {
        let given = Record::read_applicant(&case.applicant, Region::default());
        let missing = |absent: bool| (!absent).then(FieldAnswer::missing);
        Self {
            name: missing(given.name.is_absent()),
            email: missing(given.email.is_absent()),
            phone: missing(given.phone.is_absent()),
            address: missing(given.address.is_absent()),
        }
    }

    /// In the order of [`Field::ALL`].
    pub fn all(&self) -> [Option<&FieldAnswer>; 4] {
        [self.name.as_ref(), self.email.as_ref(), self.phone.as_ref(), self.address.as_ref()]
    }
}

impl FieldAnswer {
    fn of(owner: &OwnerMatch, field: Field) -> Option<Self> {
        let bits = |rival| significant(owner.weighed.field_bits(field, rival).bits());
        let weighed =
            |answer: Self| Self { weight: bits(Rival::Stranger), rival_weight: bits(owner.weighed.rival), ..answer };
        match owner.comparison.level(field) {
            Compared::NotGiven => None,
            Compared::Missing => Some(weighed(Self::missing())),
            Compared::Unreadable => Some(weighed(Self::unscored("unreadable"))),
            Compared::Read(level) => {
                Some(weighed(Self { match_score: Some(level.match_score.value()), ..Self::unscored(level.code) }))
            }
        }
    }

    fn missing() -> Self {
        Self { missing_data: true, ..Self::unscored("missing") }
    }

    fn unscored(level: &'static str) -> Self {
        Self { match_score: None, missing_data: false, level: level.into(), weight: 0.0, rival_weight: 0.0 }
    }
}

impl From<Relation> for AnswerRelation {
    fn from(relation: Relation) -> Self {
        Self {
            same_person: significant(relation.same_person),
            household: significant(relation.household),
            stranger: significant(relation.stranger),
        }
    }
}

impl From<&OwnerMatch> for AnswerOwner {
    fn from(owner: &OwnerMatch) -> Self {
        Self {
            index: owner.owner,
            person: owner.person,
            probability: significant(owner.weighed.probability.value()),
            relation: owner.weighed.relation.into(),
            fields: AnswerFields::of(owner),
        }
    }
}

impl From<&Flag> for AnswerFlag {
    fn from(flag: &Flag) -> Self {
        Self {
            code: flag.code.code().into(),
            severity: flag.severity,
            field: flag.field,
            owner: flag.owner,
            count: flag.count,
        }
    }
}

impl From<Reason> for AnswerReason {
    fn from(reason: Reason) -> Self {
        let Reason { code, field, owner, bits, text } = reason;
        Self { code: code.into(), field, owner, bits: significant(bits), text }
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, OwnersShown};
    use crate::Matcher;
    use crate::simulate::Simulator;

    #[test]
    fn a_line_has_the_bytes_that_serde_json_writes() {
        let (matcher, simulator) = (Matcher::default().now(0), Simulator::new(3));
        for number in 0..300 {
            let mut case = simulator.case(number).case;
            case.id.push_str("\"\\\n\u{7f}é");
            let matched = matcher.match_ownership(&case.applicant, &case.ownership);
            for shown in [OwnersShown::Best, OwnersShown::All] {
                let answer = Answer::new(&case, &matched, matcher.current_policy(), shown);
                let mut line = Vec::new();
                answer.write_json(&mut line);
                assert_eq!(line, serde_json::to_vec(&answer).expect("JSON"), "case {number}");
            }
        }
    }
}
