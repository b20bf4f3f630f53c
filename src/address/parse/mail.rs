//! Words that say what kind of place it is: prisons, mail drops, general delivery, made-up places.

use super::super::AddressTraits;
use super::super::words::{MailPhrase, Marks};
use super::draft::Draft;
use super::set;

/// Sets the traits of every phrase in the line.
pub(super) fn mark(draft: &mut Draft) {
    let opens = if draft.marks.contains(Marks::MAIL) { draft.tokens.len() } else { 0 };
    for at in 0..opens {
        let phrases = draft.tokens[at].facts().mail.iter().filter(|phrase| holds(draft, at, phrase));
        let traits = phrases.map(|(kind, _)| trait_of(kind));
        draft.traits |= traits.fold(AddressTraits::empty(), |all, one| all | one);
    }
    let is_test = |at| matches!(draft.word(at), b"test" | b"testing" | b"na" | b"n/a" | b"none" | b"unknown" | b"xxx");
    let is_placeholder = (0..draft.tokens.len()).all(is_test);
    set(&mut draft.traits, AddressTraits::PLACEHOLDER, is_placeholder);
}

fn holds(draft: &Draft, at: usize, (kind, rest): &MailPhrase) -> bool {
    let follows = rest.iter().enumerate().all(|(offset, word)| draft.word(at + 1 + offset) == *word);
    follows && counts(draft, at, rest.len() + 1, kind)
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
                        b"anytown" | b"anycity" | b"anystreet" | b"testville" | b"asdf" | b"asdfasdf" | b"qwerty"
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
