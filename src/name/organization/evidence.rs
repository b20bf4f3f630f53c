//! Person or business: what in a name speaks for a business.

use super::OrganizationName;
use super::words::{Kind, OrganizationWord};
use crate::name::frequency::{family_share, given_share};

/// A given name that more people carry than this is known.
const KNOWN_GIVEN: f64 = 1e-5;
/// A given name that more people carry than this outweighs a business word that is a family name too (`John Church`).
const COMMON_GIVEN: f64 = 3e-5;
/// A family name that more people carry than this is known.
const KNOWN_FAMILY: f64 = 4e-6;
/// A family name that more people carry than this tells a person beside other names (`Le`, `Pham`, `Nguyen`).
const COMMON_FAMILY: f64 = 5e-5;

/// What a name's words say about who bears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// A legal form, a business word, a number, a leading article.
    Organization,
    /// Reads as a person's, with a known given name.
    Person,
    /// Nothing speaks for a business, and no known given name for a person.
    Unknown,
}

/// Judges a name read as an organization's; `text` is folded, with its punctuation.
pub(crate) fn judge(name: &OrganizationName, text: &str) -> Evidence {
    if is_person_with_article(name) {
        return Evidence::Person;
    }
    if speaks_of_business(name, text) {
        return Evidence::Organization;
    }
    let mut told = name.words.iter().filter(|word| word.kind != Kind::Article);
    if told.any(|word| given_share(word.written.as_str()) > KNOWN_GIVEN) {
        return Evidence::Person;
    }
    Evidence::Unknown
}

/// A business on its words alone whose first word is a given name: `Destiny Estates` may be a person all the same.
pub(crate) fn may_be_person(name: &OrganizationName) -> bool {
    let given = name.words.first().is_some_and(|word| given_share(word.written.as_str()) > COMMON_GIVEN);
    given && name.form.is_none() && matches!(name.words.len(), 2..=3)
}

/// `Nguyen Van Anh`, `Le Van Tam`: names and nothing else, of which one is an article elsewhere.
fn is_person_with_article(name: &OrganizationName) -> bool {
    let names = |word: &OrganizationWord| given_share(word.written.as_str()) + family_share(word.written.as_str());
    let common = |word: Option<&OrganizationWord>| {
        word.is_some_and(|word| word.real_name && family_share(word.written.as_str()) > COMMON_FAMILY)
    };
    let told = |word: &OrganizationWord| match word.kind {
        Kind::Article => word.real_name,
        kind => kind == Kind::Stem && names(word) > 0.0,
    };
    matches!(name.words.len(), 3..=4)
        && name.form.is_none()
        && name.words.iter().any(|word| word.kind == Kind::Article)
        && name.words.iter().all(told)
        && (common(name.words.first()) || common(name.words.last()))
}

fn speaks_of_business(name: &OrganizationName, text: &str) -> bool {
    let count = name.words.len();
    name.form.is_some()
        || (count > 1 && (has_business_word(name) || has_possessive(text) || opens_with_article(name)))
        || has_number(name)
        || is_trust(name)
        || single_business_word(name)
        || weak_words_without_a_person(name)
}

fn has_business_word(name: &OrganizationName) -> bool {
    name.words.iter().any(|word| !word.weak && matches!(word.kind, Kind::Business | Kind::Noise))
}

/// `John Smith Rev Liv Tr`.
fn is_trust(name: &OrganizationName) -> bool {
    name.words.len() > 2 && name.words.last().is_some_and(|word| word.canonical.as_str() == "trust")
}

fn has_possessive(text: &str) -> bool {
    text.contains("'s ")
}

/// `The Blue Door`, `Friends of the Park`; `de la` opens and joins family names, too.
fn opens_with_article(name: &OrganizationName) -> bool {
    let is = |word: &OrganizationWord, one: &str| word.written.as_str() == one;
    name.words.first().is_some_and(|word| is(word, "the"))
        || name.words[1..].iter().any(|word| is(word, "of") || is(word, "for"))
}

/// `7 Eleven`, `Studio 54`, `B2B`; not `Smith 3rd`, which is a generation.
fn has_number(name: &OrganizationName) -> bool {
    let generation = |text: &str| matches!(text, "2nd" | "3rd" | "4th" | "5th");
    name.words
        .iter()
        .any(|word| word.written.as_bytes().iter().any(u8::is_ascii_digit) && !generation(word.written.as_str()))
}

fn single_business_word(name: &OrganizationName) -> bool {
    matches!(&*name.words, [word] if word.kind == Kind::Business && !word.weak && !word.real_name)
}

/// Business words that are family names too count where no given name stands beside them.
fn weak_words_without_a_person(name: &OrganizationName) -> bool {
    let weak = name.words.iter().filter(|word| word.weak).count();
    if weak == 0 || name.words.len() < 2 {
        return false;
    }
    let common_given = name.words.iter().any(|word| !word.weak && given_share(word.written.as_str()) > COMMON_GIVEN);
    let family = |word: &OrganizationWord| {
        !matches!(word.kind, Kind::Number | Kind::Direction) && family_share(word.written.as_str()) > KNOWN_FAMILY
    };
    let both_family = name.words.len() == 2 && name.words.iter().all(family);
    !common_given && !both_family && (name.words.len() > 2 || name.words[1].weak)
}

#[cfg(test)]
mod tests {
    use super::{Evidence, judge};
    use crate::name::organization::parse;

    #[test]
    fn businesses_and_persons_are_told_apart() {
        for text in [
            "wells fargo bank na",
            "joe's diner",
            "city of austin",
            "first baptist church",
            "the blue door",
            "studio 54",
            "acme llc",
            "first church",
            "bank of america",
            "smith brothers",
        ] {
            assert_eq!(judge(&parse(text), text), Evidence::Organization, "{text}");
        }
        for text in [
            "john church",
            "mary banks",
            "maria de la cruz",
            "john smith 3rd",
            "david park",
            "li na",
            "paris hilton",
            "le van tam",
            "tran duc minh",
        ] {
            assert_ne!(judge(&parse(text), text), Evidence::Organization, "{text}");
        }
    }
}
