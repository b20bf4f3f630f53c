//! Rules about characters, caps and unreadable fields.

use super::{FlagCode, Raised, Severity, Subject};
use crate::address::AddressTraits;
use crate::name::NameTraits;
use crate::reading::Reading;
use crate::record::{CAP_OWNERS, Field, Record};
use crate::text::TextTraits;

const CHARACTERS: &[(TextTraits, FlagCode)] = &[
    (TextTraits::MIXED_SCRIPT, FlagCode::MixedScriptName),
    (TextTraits::CONFUSABLE, FlagCode::ConfusableCharacters),
    (TextTraits::INVISIBLE, FlagCode::InvisibleCharacters),
    (TextTraits::BIDI, FlagCode::BidiControls),
    (TextTraits::CUT, FlagCode::InputTruncated),
];

pub(super) fn flag(subject: &Subject<'_>, raised: &mut Raised) {
    for (record, owner) in subject.sides() {
        flag_characters(record, owner, raised);
        flag_words_cut(record, owner, raised);
        flag_unreadable(record, owner, raised);
    }
    if subject.ownership.owners.len() > CAP_OWNERS || subject.ownership.has_more {
        raised.raise_at(FlagCode::InputTruncated, Severity::Review, None, None);
    }
}

fn flag_characters(record: &Record, owner: Option<u16>, raised: &mut Raised) {
    for (field, &traits) in Field::ALL.into_iter().zip(&record.text) {
        raised.raise_traits(told_once(traits), CHARACTERS, field, owner);
    }
}

/// A bidi control does not show either, and is flagged as the graver thing it is.
fn told_once(traits: TextTraits) -> TextTraits {
    if traits.contains(TextTraits::BIDI) { traits - TextTraits::INVISIBLE } else { traits }
}

fn flag_words_cut(record: &Record, owner: Option<u16>, raised: &mut Raised) {
    let name_cut = record.name.read().is_some_and(|name| name.traits.contains(NameTraits::CUT));
    let address_cut = record.address.read().is_some_and(|address| address.traits.contains(AddressTraits::CUT));
    for (field, cut) in [(Field::Name, name_cut), (Field::Address, address_cut)] {
        if cut {
            raised.raise(FlagCode::InputTruncated, Some(field), owner);
        }
    }
}

fn flag_unreadable(record: &Record, owner: Option<u16>, raised: &mut Raised) {
    let unreadable = [
        matches!(record.name, Reading::Unreadable),
        matches!(record.email, Reading::Unreadable),
        matches!(record.phone, Reading::Unreadable),
        matches!(record.address, Reading::Unreadable),
    ];
    for (field, _) in Field::ALL.into_iter().zip(unreadable).filter(|&(_, unreadable)| unreadable) {
        raised.raise(FlagCode::UnreadableField, Some(field), owner);
    }
}
