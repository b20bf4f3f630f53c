//! What a local part says by itself: a role, a placeholder, random characters, given names one slip from another.

use super::EmailTraits;
use crate::text::{Table, table};

static ROLES: Table = table!("email_roles");
static PLACEHOLDERS: Table = table!("email_placeholder_locals");
static LOOKALIKES: Table = table!("email_lookalikes");

/// Shortest local part that is looked at for randomness.
const RANDOM_LENGTH: usize = 8;

/// The traits of a local part without its tag.
pub(super) fn traits(local: &str) -> EmailTraits {
    let mut traits = EmailTraits::empty();
    traits.set(EmailTraits::ROLE, ROLES.contains(local));
    traits.set(EmailTraits::PLACEHOLDER, PLACEHOLDERS.contains(local));
    traits.set(EmailTraits::RANDOM_LOOKING, is_random(local));
    traits
}

/// Whether the word is a given name that another frequent given name is one slip away from.
pub(super) fn is_lookalike(word: &str) -> bool {
    LOOKALIKES.contains(word)
}

/// On purpose hard to satisfy: hardly a vowel in eight letters, or letters and digits mixed through and through.
fn is_random(local: &str) -> bool {
    let bytes = local.as_bytes();
    if bytes.len() < RANDOM_LENGTH || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let vowels = bytes.iter().filter(|byte| b"aeiouy".contains(byte)).count();
    let changes = bytes.windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    changes >= 5 || (letters >= RANDOM_LENGTH && vowels * 10 < letters)
}

#[cfg(test)]
mod tests {
    use super::{LOOKALIKES, PLACEHOLDERS, ROLES, is_random};

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        for table in [ROLES, PLACEHOLDERS, LOOKALIKES] {
            let keys: Vec<_> = table.rows().map(|(key, _)| key).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(keys.iter().all(|key| key.is_ascii() && !key.bytes().any(|byte| byte.is_ascii_uppercase())));
        }
    }

    #[test]
    fn people_do_not_look_random() {
        for local in ["jhschmidt", "hirschsprung", "schwarzschild", "vlkprst1", "jenny1990", "b2b4you", "strzyzewski"] {
            assert!(!is_random(local), "{local}");
        }
        for local in ["x7k2p9qz1m", "qwrtzpsdfg", "8f3a9c2e7b1d4f60"] {
            assert!(is_random(local), "{local}");
        }
    }
}
