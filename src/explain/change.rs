//! What would have become of a case had one thing been otherwise: each is rescored, none is guessed.

use crate::address::{AddressComparison, AddressLevel};
use crate::comparison::{Compared, Comparison};
use crate::decision::{Decision, Shortfall};
use crate::email::{EmailComparison, EmailLevel};
use crate::flags::FlagCode;
use crate::matcher::{Matcher, OwnershipMatch};
use crate::name::{NameComparison, NameLevel, NameTraits};
use crate::phone::{PhoneComparison, PhoneLevel};
use crate::reading::Reading;
use crate::record::{Field, OwnerRecord, Ownership, Record};
use crate::score::Weighed;
use crate::settle;
use crate::weight::Probability;

/// One thing that is otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hypothesis {
    /// Both sides hold the same value of the field.
    Agrees(Field),
    /// Both sides hold the field, and the values have nothing in common.
    Differs(Field),
    /// The bank leaves the field out.
    LeftOut(Field),
    /// All fields that either side holds agree.
    AllAgree,
    /// This flag sends nothing to review.
    WithoutFlag(FlagCode),
    /// No flag sends anything to review.
    WithoutFlags,
}

impl Hypothesis {
    /// The stable code, such as `phone_agrees` or `without_unit_differs`.
    pub fn code(self) -> String {
        match self {
            Self::Agrees(field) => format!("{}_agrees", field.code()),
            Self::Differs(field) => format!("{}_differs", field.code()),
            Self::LeftOut(field) => format!("{}_left_out", field.code()),
            Self::AllAgree => "all_agree".into(),
            Self::WithoutFlag(flag) => format!("without_{}", flag.code()),
            Self::WithoutFlags => "without_flags".into(),
        }
    }
}

/// A hypothesis and the decision it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What is otherwise.
    pub hypothesis: Hypothesis,
    /// The same in words, such as `had the bank reported the same email`.
    pub text: String,
    /// The decision then.
    pub decision: Decision,
    /// P(same person) then, 0..=1.
    pub probability: Probability,
}

/// What is asked again, with what was read.
struct Question<'a> {
    matcher: &'a Matcher,
    applicant: &'a Record,
    owners: &'a [OwnerRecord],
    ownership: &'a Ownership,
    answer: &'a OwnershipMatch,
    best: usize,
}

/// Every hypothesis worth asking about; none without owners.
pub(super) fn changes(
    matcher: &Matcher,
    (applicant, owners): (&Record, &[OwnerRecord]),
    ownership: &Ownership,
    answer: &OwnershipMatch,
) -> Vec<Change> {
    let Some(best) = answer.best else { return Vec::new() };
    let question = Question { matcher, applicant, owners, ownership, answer, best };
    let mut changes: Vec<Change> = Field::ALL.into_iter().flat_map(|field| question.field(field)).collect();
    changes.extend(question.all());
    changes.extend(question.flags());
    changes
}

impl Question<'_> {
    fn outcome(&self, field: Field) -> Compared<u8> {
        match self.answer.owners[self.best].comparison.level(field) {
            Compared::Read(level) => Compared::Read(level.match_score.value()),
            Compared::NotGiven => Compared::NotGiven,
            Compared::Missing => Compared::Missing,
            Compared::Unreadable => Compared::Unreadable,
        }
    }

    /// A match is asked what would break it, anything else what would mend it.
    fn field(&self, field: Field) -> Vec<Change> {
        use Hypothesis::{Agrees, Differs, LeftOut};
        let noun = field.code();
        let is_match = self.answer.decision == Decision::Match;
        let asked = match self.outcome(field) {
            Compared::Read(_) if is_match => vec![
                (Differs(field), format!("had the {noun} been somebody else's")),
                (LeftOut(field), format!("had the bank left out the {noun}")),
            ],
            Compared::Read(100) => Vec::new(),
            Compared::Read(_) => vec![(Agrees(field), format!("had the {noun} agreed"))],
            Compared::Missing => vec![
                (Agrees(field), format!("had the bank reported the same {noun}")),
                (Differs(field), format!("had the bank reported another {noun}")),
            ],
            Compared::NotGiven => vec![(Agrees(field), format!("had the applicant given the bank's {noun}"))],
            Compared::Unreadable => vec![(Agrees(field), format!("had the {noun} been readable and agreed"))],
        };
        asked.into_iter().filter_map(|(hypothesis, text)| self.ask(hypothesis, text)).collect()
    }

    fn ask(&self, hypothesis: Hypothesis, text: String) -> Option<Change> {
        let answer = match hypothesis {
            Hypothesis::Agrees(field) => self.agreeing(&[field])?,
            Hypothesis::AllAgree => self.agreeing(&Field::ALL)?,
            Hypothesis::Differs(field) => self.differing(field),
            Hypothesis::LeftOut(field) => {
                self.answer_with(self.applicant, |owner| copy(field, &Record::default(), owner))
            }
            Hypothesis::WithoutFlag(_) | Hypothesis::WithoutFlags => return None,
        };
        Some(Change { hypothesis, text, decision: answer.decision, probability: answer.probability })
    }

    /// The answer had the bank held what the applicant gave, or the applicant given what the bank holds; `None` when
    /// no side holds anything that can be read.
    fn agreeing(&self, fields: &[Field]) -> Option<OwnershipMatch> {
        let held = &self.owners[self.best].record;
        let mut applicant = self.applicant.clone();
        let mut copied = Vec::with_capacity(fields.len());
        for &field in fields {
            if is_read(self.applicant, field) {
                copied.push(field);
            } else if is_read(held, field) {
                copy(field, held, &mut applicant);
            } else if fields.len() == 1 {
                return None;
            }
        }
        Some(self.answer_with(&applicant, |owner| {
            copied.iter().for_each(|&field| agree(field, &applicant, owner));
        }))
    }

    /// The answer had the best owner's record been changed; persons of one joint string share their contacts, so that
    /// all of them change but for the name.
    fn answer_with(&self, applicant: &Record, change: impl Fn(&mut Record)) -> OwnershipMatch {
        let mut owners = self.owners.to_vec();
        let holder = owners[self.best].owner;
        for (at, owner) in owners.iter_mut().enumerate().filter(|(_, owner)| owner.owner == holder) {
            let name = owner.record.name.clone();
            change(&mut owner.record);
            if at != self.best {
                owner.record.name = name;
            }
        }
        self.matcher.answer(applicant, &owners, self.ownership)
    }

    /// The answer had the field nothing in common with the best owner's.
    fn differing(&self, field: Field) -> OwnershipMatch {
        let mut owners = self.answer.owners.clone();
        let best = &mut owners[self.best];
        best.comparison = contradicted(&best.comparison, field);
        let rarity = self.matcher.rarity(self.applicant);
        let contacts = self.owners[self.best].contacts;
        best.weighed = Weighed::of(self.matcher.current_model(), rarity, &best.comparison, contacts);
        self.matcher.conclude(
            self.matcher.rarity(self.applicant),
            (self.applicant, self.owners),
            owners,
            self.ownership,
        )
    }

    fn all(&self) -> Option<Change> {
        let mendable = self.answer.decision != Decision::Match
            && Field::ALL.iter().filter(|field| !matches!(self.outcome(**field), Compared::Read(100))).count() > 1;
        if mendable { self.ask(Hypothesis::AllAgree, "had every field agreed".into()) } else { None }
    }

    /// Flags send to review and do no more, so that a match and a no-match stay what they are without them.
    fn flags(&self) -> Vec<Change> {
        if matches!(self.answer.decision, Decision::Match | Decision::NoMatch) {
            return Vec::new();
        }
        let best = &self.answer.owners[self.best];
        let policy = self.matcher.current_policy();
        let shortfalls = policy.shortfalls(&best.comparison, &best.weighed, &self.answer.flags);
        let sent: Vec<FlagCode> = shortfalls.iter().filter_map(flag_of).collect();
        let each = sent.iter().map(|&flag| {
            self.without(Hypothesis::WithoutFlag(flag), format!("without the flag {}", flag.code()), &[flag])
        });
        let mut changes: Vec<Change> = each.collect();
        if sent.len() > 1 {
            changes.push(self.without(
                Hypothesis::WithoutFlags,
                "without any flag that stands against a match".into(),
                &sent,
            ));
        }
        changes
    }

    fn without(&self, hypothesis: Hypothesis, text: String, dropped: &[FlagCode]) -> Change {
        let kept: Vec<_> = self.answer.flags.iter().copied().filter(|flag| !dropped.contains(&flag.code)).collect();
        let best = (&self.answer.owners[self.best], &self.owners[self.best]);
        let (model, policy) = (self.matcher.current_model(), self.matcher.current_policy());
        let decision = settle::decide(model, policy, self.matcher.rarity(self.applicant), Some(best), &kept);
        Change { hypothesis, text, decision, probability: self.answer.probability }
    }
}

fn flag_of(shortfall: &Shortfall) -> Option<FlagCode> {
    match shortfall {
        Shortfall::Flag(code) => Some(*code),
        _ => None,
    }
}

fn is_read(record: &Record, field: Field) -> bool {
    match field {
        Field::Name => record.name.read().is_some(),
        Field::Email => record.email.read().is_some(),
        Field::Phone => record.phone.read().is_some(),
        Field::Address => record.address.read().is_some(),
    }
}

/// What the bank's titling says of the account holds whoever is named in it.
const TITLING: NameTraits =
    NameTraits::FIDUCIARY.union(NameTraits::MINOR).union(NameTraits::DECEASED).union(NameTraits::TRADE_NAME);

/// Lets the owner's field agree with the applicant's: the name changes, its titling stays.
fn agree(field: Field, applicant: &Record, owner: &mut Record) {
    let titling = owner.name.read().map_or(NameTraits::empty(), |name| name.traits & TITLING);
    copy(field, applicant, owner);
    if let Reading::Read(name) = &mut owner.name {
        name.traits |= titling;
    }
}

/// Copies one field with what its characters say.
fn copy(field: Field, from: &Record, to: &mut Record) {
    match field {
        Field::Name => to.name = from.name.clone(),
        Field::Email => to.email = from.email.clone(),
        Field::Phone => to.phone = from.phone.clone(),
        Field::Address => to.address = from.address.clone(),
    }
    to.text[field as usize] = from.text[field as usize];
}

fn contradicted(seen: &Comparison, field: Field) -> Comparison {
    let mut comparison = *seen;
    match field {
        Field::Name => {
            let named = NameComparison {
                level: NameLevel::Nothing,
                further: 0,
                pairing: seen.pairing,
                applicant_party: 0,
                owner_party: 0,
                reordered: false,
            };
            comparison.name = Compared::Read(named);
        }
        Field::Email => comparison.email = Compared::Read(EmailComparison { level: EmailLevel::Nothing, further: 0 }),
        Field::Phone => comparison.phone = Compared::Read(PhoneComparison { level: PhoneLevel::Nothing, further: 0 }),
        Field::Address => {
            comparison.address = Compared::Read(AddressComparison { level: AddressLevel::Nothing, further: 0 });
        }
    }
    comparison
}
