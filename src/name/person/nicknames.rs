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
pub(crate) fn formal_names(word: &[u8]) -> impl Iterator<Item = &'static str> + use<> {
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
    fn numbers_say_what_the_tables_say() {
        use crate::name::lexicon::Lexeme;
        let of_text = |short: &str, formal: &str| formal_names(short.as_bytes()).any(|name| name == formal);
        let names =
            ["bob", "rob", "robert", "jack", "john", "jon", "mary", "leah", "ashley", "paco", "francisco", "xyz"];
        for one in names {
            for other in names {
                let both = formal_names(one.as_bytes()).any(|formal| of_text(other, formal));
                let found = Lexeme::of(one).is_short_or_long_for(&Lexeme::of(other));
                assert_eq!(found, of_text(one, other) || of_text(other, one) || both, "{one} {other}");
            }
        }
    }

    #[test]
    fn bob_is_short_for_robert() {
        assert!(formal_names(b"bob").any(|formal| formal == "robert"));
    }
}
