//! Rules about emails and phones.

use super::{FlagCode, Raised, Severity, Subject};
use crate::address::Address;
use crate::comparison::names_another;
use crate::email::{Email, EmailTraits};
use crate::name::Party;
use crate::phone::{Phone, PhoneTraits};
use crate::record::{Field, Record};
use crate::region::Region;

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
            flag_mailbox(subject, email, owner, raised);
        }
        if let Some(phone) = record.phone.read() {
            raised.raise_traits(phone.traits, PHONE, Field::Phone, owner);
            flag_place(record, phone, owner, raised);
        }
    }
}

/// A mailbox of two words that are another person's name; the holders of one string share their contacts.
fn flag_mailbox(subject: &Subject<'_>, email: &Email, owner: Option<u16>, raised: &mut Raised) {
    let Some(words) = email.two_words() else { return };
    let applicant = std::iter::once(subject.applicant).filter(|_| owner.is_none());
    let holders = subject.owners.iter().filter(|holder| Some(holder.owner) == owner).map(|holder| holder.record);
    let names = applicant.chain(holders).filter_map(|record| record.name.read());
    if names_another(words, names.flat_map(|name| &name.parties)) {
        raised.raise(FlagCode::EmailContradictsName, Some(Field::Email), owner);
    }
}

/// Phone and address of one side, where both tell a place; numbers of no place, such as toll-free ones, tell none.
fn flag_place(record: &Record, phone: &Phone, owner: Option<u16>, raised: &mut Raised) {
    let Some(address) = record.address.read().filter(|address| tells_country(address)) else { return };
    let Some(region) = phone.region() else { return };
    if sovereign(region) != sovereign(address.region) {
        return raised.raise(FlagCode::PhoneCountryDiffers, Some(Field::Phone), owner);
    }
    let state = address.state_code();
    if phone.area_region().is_some_and(|area| !state.is_empty() && !area.eq_ignore_ascii_case(state)) {
        raised.raise(FlagCode::PhoneRegionDiffers, Some(Field::Phone), owner);
    }
}

/// The default country proves nothing before a state is read: `CALLE DURANGO 245` names no country.
fn tells_country(address: &Address) -> bool {
    address.region != Region::default() || !address.state_code().is_empty()
}

/// Territories share the country's post and are written either way, `PR` as a state or as a country.
fn sovereign(region: Region) -> Region {
    match region.as_bytes() {
        b"PR" | b"VI" | b"GU" | b"AS" | b"MP" | b"UM" => Region::US,
        b"GG" | b"JE" | b"IM" => Region::GB,
        _ => region,
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
