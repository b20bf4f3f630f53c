//! Words that say what kind of place it is: prisons, mail drops, general delivery, made-up places.

use super::super::AddressTraits;
use super::super::tables::mail_phrases;
use super::draft::Draft;
use super::set;

/// Sets the traits of every phrase in the line.
pub(super) fn mark(draft: &mut Draft) {
    for at in 0..draft.tokens.len() {
        for (kind, rest) in mail_phrases(draft.word(at)) {
            let length = rest.split(' ').filter(|word| !word.is_empty()).count();
            if follows(draft, at + 1, rest) && counts(draft, at, length + 1, kind) {
                draft.traits |= trait_of(kind);
            }
        }
    }
    let is_test = draft
        .tokens
        .iter()
        .all(|token| matches!(token.as_str(), "test" | "testing" | "na" | "n/a" | "none" | "unknown" | "xxx"));
    set(&mut draft.traits, AddressTraits::PLACEHOLDER, is_test);
}

fn follows(draft: &Draft, from: usize, rest: &str) -> bool {
    rest.split(' ').filter(|word| !word.is_empty()).enumerate().all(|(at, word)| draft.word(from + at) == word)
}

/// Prison Road and Jail Street are streets; a made-up word must not be a street's or a city's own.
fn counts(draft: &Draft, at: usize, length: usize, kind: &str) -> bool {
    let names_street = draft.is_strong_type(at + length);
    match kind {
        "prison" | "drop" => !names_street,
        "fake" => {
            length > 1
                || at > 0
                    && matches!(
                        draft.word(at),
                        "anytown" | "anycity" | "anystreet" | "testville" | "asdf" | "asdfasdf" | "qwerty"
                    )
        }
        _ => true,
    }
}

fn trait_of(kind: &str) -> AddressTraits {
    match kind {
        "prison" => AddressTraits::CORRECTIONAL,
        "drop" => AddressTraits::MAIL_DROP,
        "general" => AddressTraits::GENERAL_DELIVERY,
        _ => AddressTraits::PLACEHOLDER,
    }
}
