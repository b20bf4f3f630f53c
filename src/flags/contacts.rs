//! Rules about emails and phones.

use super::{FlagCode, Raised, Severity, Subject};
use crate::email::EmailTraits;
use crate::name::Party;
use crate::phone::PhoneTraits;
use crate::record::{Field, Record};

const EMAIL: &[(EmailTraits, FlagCode)] = &[
    (EmailTraits::DISPOSABLE, FlagCode::DisposableEmail),
    (EmailTraits::TAGGED, FlagCode::EmailTagUsed),
    (EmailTraits::DOMAIN_TYPO, FlagCode::EmailDomainTypo),
    (EmailTraits::RANDOM_LOOKING, FlagCode::RandomLookingEmail),
    (EmailTraits::PLACEHOLDER, FlagCode::PlaceholderIdentity),
];
const PHONE: &[(PhoneTraits, FlagCode)] = &[
    (PhoneTraits::INVALID, FlagCode::PhoneInvalid),
    (PhoneTraits::TOLL_FREE, FlagCode::PhoneTollFree),
    (PhoneTraits::PREMIUM, FlagCode::PhonePremium),
    (PhoneTraits::NOT_ASSIGNED, FlagCode::PhoneNotAssigned),
    (PhoneTraits::PLACEHOLDER, FlagCode::PlaceholderIdentity),
];

pub(super) fn flag(subject: &Subject<'_>, raised: &mut Raised) {
    for (record, owner) in subject.sides() {
        if let Some(email) = record.email.read() {
            raised.raise_traits(email.traits, EMAIL, Field::Email, owner);
            flag_role(record, email.traits, owner, raised);
        }
        if let Some(phone) = record.phone.read() {
            raised.raise_traits(phone.traits, PHONE, Field::Phone, owner);
        }
    }
}

/// A business is expected to use a role's mailbox.
fn flag_role(record: &Record, traits: EmailTraits, owner: Option<u16>, raised: &mut Raised) {
    let is_business =
        record.name.read().is_some_and(|name| matches!(name.parties.first(), Some(Party::Organization(_))));
    if traits.contains(EmailTraits::ROLE) {
        let severity = if is_business { Severity::Info } else { FlagCode::RoleEmail.severity() };
        raised.raise_at(FlagCode::RoleEmail, severity, Some(Field::Email), owner);
    }
}
