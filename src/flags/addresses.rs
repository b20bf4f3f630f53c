//! Rules about addresses.

use super::{FlagCode, Raised, Subject};
use crate::address::{AddressLevel, AddressTraits};
use crate::record::Field;

const WRITTEN: &[(AddressTraits, FlagCode)] = &[
    (AddressTraits::PO_BOX, FlagCode::PoBox),
    (AddressTraits::MAIL_DROP, FlagCode::MailDrop),
    (AddressTraits::CORRECTIONAL, FlagCode::CorrectionalAddress),
    (AddressTraits::GENERAL_DELIVERY, FlagCode::GeneralDelivery),
    (AddressTraits::POSTAL_CODE_STATE_CONFLICT, FlagCode::PostalCodeStateConflict),
    (AddressTraits::PLACEHOLDER, FlagCode::PlaceholderIdentity),
];

pub(super) fn flag(subject: &Subject<'_>, raised: &mut Raised) {
    for (record, owner) in subject.sides() {
        if let Some(address) = record.address.read() {
            raised.raise_traits(address.traits, WRITTEN, Field::Address, owner);
        }
    }
    flag_unit(subject, raised);
}

fn flag_unit(subject: &Subject<'_>, raised: &mut Raised) {
    let Some(best) = subject.best() else { return };
    let code = match best.comparison.address.read().map(|found| found.level) {
        Some(AddressLevel::UnitOmittedByOwner | AddressLevel::UnitOmittedByApplicant) => FlagCode::UnitMissing,
        Some(AddressLevel::OtherUnit) => FlagCode::UnitDiffers,
        _ => return,
    };
    raised.raise(code, Some(Field::Address), Some(best.owner));
}
