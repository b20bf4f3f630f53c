//! Rules about characters, caps and unreadable fields.

use super::{FlagCode, Raised, Severity, Subject};
use crate::address::AddressTraits;
use crate::name::{Name, NameTraits, Party};
use crate::reading::Reading;
use crate::record::{CAP_OWNERS, Field, Record};
use crate::text::{TextTraits, Word, latin_looks};

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
    flag_disguises(subject, raised);
    if subject.ownership.owners.len() > CAP_OWNERS || subject.ownership.has_more {
        raised.raise_at(FlagCode::InputTruncated, Severity::Review, None, None);
    }
}

fn flag_characters(record: &Record, owner: Option<u16>, raised: &mut Raised) {
    if record.text == [TextTraits::empty(); 4] {
        return;
    }
    for (field, &traits) in Field::ALL.into_iter().zip(&record.text) {
        raised.raise_traits(told_once(traits), CHARACTERS, field, owner);
        let is_business = || field == Field::Name && !record.name.read().is_some_and(is_of_a_person);
        // `Y M C A of Austin` is how a business is called.
        if traits.contains(TextTraits::SPELLED_OUT) && !is_business() {
            raised.raise(FlagCode::LettersSpacedOut, Some(field), owner);
        }
    }
}

/// A bidi control does not show either, and is flagged as the graver thing it is.
fn told_once(traits: TextTraits) -> TextTraits {
    if traits.contains(TextTraits::BIDI) { traits - TextTraits::INVISIBLE } else { traits }
}

/// What shows as a disguise only beside the other side's name.
fn flag_disguises(subject: &Subject<'_>, raised: &mut Raised) {
    let Some(best) = subject.best() else { return };
    for (record, other, owner) in
        [(subject.applicant, best.record, None), (best.record, subject.applicant, Some(best.owner))]
    {
        flag_imitation(record, other, owner, raised);
        flag_digits(record, other, owner, raised);
    }
}

/// A name in look-alikes throughout is a name of its own script, such as `РОМАН`, unless it looks like the other side's.
fn flag_imitation(record: &Record, other: &Record, owner: Option<u16>, raised: &mut Raised) {
    let (Some(name), Some(other)) = (record.name.read(), other.name.read()) else { return };
    let looks_latin = record.text[Field::Name as usize].contains(TextTraits::LOOKS_LATIN);
    if looks_latin && any_word(name, |word| imitates_a_word_of(word, other)) {
        raised.raise(FlagCode::ConfusableCharacters, Some(Field::Name), owner);
    }
}

/// The word looks like one of the name's and reads like another.
fn imitates_a_word_of(word: &Word, name: &Name) -> bool {
    let looks = latin_looks(word.as_str());
    any_word(name, |own| own != word && looks.iter().any(|look| look.as_bytes() == own.as_bytes()))
}

fn any_word(name: &Name, is: impl Fn(&Word) -> bool) -> bool {
    name.parties.iter().any(|party| match party {
        Party::Person(person) => person.words().any(|(_, word)| is(word)),
        Party::Organization(business) => business.words().iter().any(|word| is(&word.canonical)),
    })
}

/// Digits and signs inside the words of a person's name. A business has them in its own (`A1 Towing`), and what reads as a
/// business beside a person may be a person's name with digits in it.
fn flag_digits(record: &Record, other: &Record, owner: Option<u16>, raised: &mut Raised) {
    let Some(name) = record.name.read() else { return };
    let is_person = |record: &Record| record.name.read().is_some_and(is_of_a_person);
    let has_signs = record.text[Field::Name as usize].contains(TextTraits::SIGN_FOR_LETTER);
    let is_disguised =
        || has_signs || name.traits.contains(NameTraits::DIGITS_FOR_LETTERS) || any_word(name, mixes_digits);
    if (is_person(record) || is_person(other)) && is_disguised() {
        raised.raise(FlagCode::DigitsForLetters, Some(Field::Name), owner);
    }
}

fn is_of_a_person(name: &Name) -> bool {
    matches!(name.parties.first(), Some(Party::Person(_)))
}

/// `j0hn`, `5mith`; not `3rd`.
fn mixes_digits(word: &Word) -> bool {
    if !word.has_digit() {
        return false;
    }
    let word = word.as_bytes();
    let Some(digit) = word.iter().position(u8::is_ascii_digit) else { return false };
    let ordinal = word.iter().position(|byte| !byte.is_ascii_digit()).filter(|_| digit == 0);
    let is_ordinal = ordinal.is_some_and(|at| matches!(&word[at..], b"st" | b"nd" | b"rd" | b"th"));
    !is_ordinal && word.iter().any(u8::is_ascii_alphabetic)
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
