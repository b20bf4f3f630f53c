//! Nicknames and short forms of given names.

#[cfg(feature = "serde")]
use std::collections::HashMap;
#[cfg(feature = "serde")]
use std::sync::LazyLock;

use crate::text::{Table, table};

static NICKNAMES: Table = table!("name_nicknames");
/// Abbreviations that banks write (`Wm`), and short forms of other tongues (`Paco`).
static MORE: Table = table!("name_nicknames_more");

/// The formal names that `word` is short for; `jack` gives `jackson`, `jacqueline`, `john` and more.
pub(crate) fn formal_names(word: &str) -> impl Iterator<Item = &'static str> {
    let rows = [NICKNAMES.get(word), MORE.get(word)];
    rows.into_iter().flatten().flat_map(|formal| formal.split(' '))
}

/// The short forms of a formal name, in the tables' order; none for most names.
#[cfg(feature = "serde")]
pub(crate) fn short_forms(formal: &str) -> &'static [&'static str] {
    static SHORT: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let mut short_forms: HashMap<&str, Vec<&str>> = HashMap::new();
        for (short, formals) in NICKNAMES.rows() {
            formals.split(' ').for_each(|formal| short_forms.entry(formal).or_default().push(short));
        }
        short_forms
    });
    SHORT.get(formal).map_or(&[], Vec::as_slice)
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
        for table in [&NICKNAMES, &MORE] {
            let keys: Vec<&str> = table.rows().map(|(key, _)| key).collect();
            assert!(keys.is_sorted_by(|one, next| one < next));
            assert!(keys.iter().all(|key| is_folded(key)));
        }
    }

    #[test]
    fn bob_is_short_for_robert() {
        assert!(formal_names("bob").any(|formal| formal == "robert"));
    }
}
