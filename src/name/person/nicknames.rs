//! Nicknames and short forms of given names.

use crate::text::{Table, table};

static NICKNAMES: Table = table!("name_nicknames");

/// The formal names that `word` is short for; `jack` gives `jackson`, `jacqueline`, `john` and more.
pub(crate) fn formal_names(word: &str) -> impl Iterator<Item = &'static str> {
    NICKNAMES.get(word).unwrap_or("").split(' ').filter(|formal| !formal.is_empty())
}

/// Whether one is short for the other, or both for one formal name (`bob`, `rob`).
pub(super) fn are_nicknames(applicant: &str, owner: &str) -> bool {
    let short_for = |short: &str, formal: &str| formal_names(short).any(|name| name == formal);
    short_for(applicant, owner)
        || short_for(owner, applicant)
        || formal_names(applicant).any(|formal| short_for(owner, formal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_folded;

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        let keys: Vec<&str> = NICKNAMES.rows().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, next| one < next));
        assert!(keys.iter().all(|key| is_folded(key)));
    }

    #[test]
    fn bob_is_short_for_robert() {
        assert!(formal_names("bob").any(|formal| formal == "robert"));
    }
}
