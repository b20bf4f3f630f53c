//! Two records to the levels of their four fields.

mod cross;
mod mailbox;

pub(crate) use cross::best_owner_of;
pub(crate) use mailbox::names_another;

use crate::address::{self, AddressComparison};
use crate::email::{self, EmailComparison};
use crate::level::Level;
use crate::name::{self, Name, NameComparison, Pairing, Party};
use crate::phone::{self, PhoneComparison};
use crate::reading::Reading;
use crate::record::{Field, Record};
use crate::weight::Score;

/// What a field's comparison came to. Not given, missing at the bank and unreadable are three
/// different things, and none of them is a score of zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared<C> {
    /// The applicant did not give the field.
    NotGiven,
    /// The applicant gave it, the bank does not have it.
    Missing,
    /// Given by both, and not readable on at least one side.
    Unreadable,
    /// Both were read: the level, with what else differs.
    Read(C),
}

impl<C> Compared<C> {
    /// The comparison, where both sides could be read.
    pub fn read(&self) -> Option<&C> {
        match self {
            Self::Read(comparison) => Some(comparison),
            _ => None,
        }
    }
}

/// One applicant against one owner: four fields, compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// Persons, organizations, or one of each.
    pub pairing: Pairing,
    /// The names.
    pub name: Compared<NameComparison>,
    /// The emails.
    pub email: Compared<EmailComparison>,
    /// The phones.
    pub phone: Compared<PhoneComparison>,
    /// The addresses.
    pub address: Compared<AddressComparison>,
}

/// A field's outcome without its type: what outputs and flags read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldLevel {
    /// The level's stable code.
    pub code: &'static str,
    /// What the level means.
    pub meaning: &'static str,
    /// 0..=100.
    pub match_score: Score,
    /// The code as a reason for an answer, such as `name_nickname`.
    pub(crate) reason: &'static str,
    /// What the level means, as a sentence that names the field.
    pub(crate) sentence: &'static str,
}

impl Comparison {
    /// Compares two records; allocates nothing.
    pub fn of(applicant: &Record, owner: &Record) -> Self {
        let name = field(&applicant.name, &owner.name, name::compare);
        Self {
            pairing: name.read().map_or_else(|| pairing_of(applicant, owner), |comparison| comparison.pairing),
            name,
            email: field(&applicant.email, &owner.email, email::compare),
            phone: field(&applicant.phone, &owner.phone, phone::compare),
            address: field(&applicant.address, &owner.address, address::compare),
        }
    }

    /// The level of a field, or what stands in its place.
    pub fn level(&self, field: Field) -> Compared<FieldLevel> {
        match field {
            Field::Name => level_of(&self.name, |found| (found.level, found.further)),
            Field::Email => level_of(&self.email, |found| (found.level, found.further)),
            Field::Phone => level_of(&self.phone, |found| (found.level, found.further)),
            Field::Address => level_of(&self.address, |found| (found.level, found.further)),
        }
    }

    /// The level's position in its field's list, where both sides could be read.
    #[cfg(feature = "serde")]
    pub(crate) fn level_index(&self, field: Field) -> Option<usize> {
        match field {
            Field::Name => self.name.read().map(|found| found.level.index()),
            Field::Email => self.email.read().map(|found| found.level.index()),
            Field::Phone => self.phone.read().map(|found| found.level.index()),
            Field::Address => self.address.read().map(|found| found.level.index()),
        }
    }

    /// The field's score, where both sides could be read.
    pub fn match_score(&self, field: Field) -> Option<Score> {
        match field {
            Field::Name => self.name.read().map(NameComparison::match_score),
            Field::Email => self.email.read().map(EmailComparison::match_score),
            Field::Phone => self.phone.read().map(PhoneComparison::match_score),
            Field::Address => self.address.read().map(AddressComparison::match_score),
        }
    }

    /// Whether both sides could be read.
    pub(crate) fn is_read(&self, field: Field) -> bool {
        self.match_score(field).is_some()
    }
}

fn field<T, C>(applicant: &Reading<T>, owner: &Reading<T>, compare: impl FnOnce(&T, &T) -> C) -> Compared<C> {
    match (applicant, owner) {
        (Reading::Absent, _) => Compared::NotGiven,
        (_, Reading::Absent) => Compared::Missing,
        (Reading::Read(applicant), Reading::Read(owner)) => Compared::Read(compare(applicant, owner)),
        _ => Compared::Unreadable,
    }
}

fn level_of<C, L: Level>(compared: &Compared<C>, parts: impl FnOnce(&C) -> (L, u8)) -> Compared<FieldLevel> {
    match compared {
        Compared::NotGiven => Compared::NotGiven,
        Compared::Missing => Compared::Missing,
        Compared::Unreadable => Compared::Unreadable,
        Compared::Read(comparison) => {
            let (level, further) = parts(comparison);
            Compared::Read(FieldLevel {
                code: level.code(),
                meaning: level.meaning(),
                match_score: level.score(further),
                reason: level.reason(),
                sentence: level.sentence(),
            })
        }
    }
}

/// Without two names to compare, one organization's name decides which tables are read.
fn pairing_of(applicant: &Record, owner: &Record) -> Pairing {
    let is_organization = |name: &Name| matches!(name.parties.first(), Some(Party::Organization(_)));
    let named = [&applicant.name, &owner.name].into_iter().filter_map(Reading::read);
    if named.into_iter().any(is_organization) { Pairing::Organization } else { Pairing::Person }
}
