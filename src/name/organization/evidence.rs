//! Person or business: what in a name speaks for a business.

use smallvec::SmallVec;

use super::OrganizationName;
use super::words::{Kind, OrganizationWord, normalize};
use crate::name::frequency::{family_share, given_share};

/// A business word that more people than this are called by may stand in a person's name: some two hundred people.
const BORNE: f64 = 8e-7;
/// A given name that more people carry than this is known.
const KNOWN_GIVEN: f64 = 1e-5;
/// A given name that more people carry than this outweighs a business word that is a family name too (`John Church`).
const COMMON_GIVEN: f64 = 3e-5;
/// A given name that more people carry than this is one though it is a place, too (`Virginia`, `Georgia`).
const VERY_COMMON_GIVEN: f64 = 1e-4;
/// A family name that more people carry than this is known.
const KNOWN_FAMILY: f64 = 4e-6;
/// A family name that more people carry than this tells a person beside other names (`Le`, `Pham`, `Nguyen`).
const COMMON_FAMILY: f64 = 5e-5;

/// What a name's words say about who bears it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Evidence {
    /// A legal form, a business word, a number, a leading article.
    Organization,
    /// Reads as a person's, with a known given and family name.
    Person,
    /// Nothing speaks for a business, and no known names for a person.
    Unknown,
}

/// Judges a name read as an organization's; `text` is folded, with its punctuation.
pub(crate) fn judge(name: &OrganizationName, text: &str) -> Evidence {
    if is_person_with_article(name) {
        return Evidence::Person;
    }
    if !is_laid_out_as_person(name, text) && speaks_of_business(name, text) {
        return Evidence::Organization;
    }
    let doubtful = name.words.iter().any(|word| word.weak && word.kind != Kind::Article);
    if has_given_and_family(name) && !doubtful { Evidence::Person } else { Evidence::Unknown }
}

/// A common given name in front, or a known one beside a family name that somebody bears: not `Aspen Window Washing`.
fn has_given_and_family(name: &OrganizationName) -> bool {
    if name.words.first().is_some_and(|word| given_share(word.written.as_str()) > COMMON_GIVEN) {
        return true;
    }
    let told = || name.words.iter().enumerate().filter(|(_, word)| word.kind != Kind::Article);
    let given = |word: &OrganizationWord| given_share(word.written.as_str()) > KNOWN_GIVEN;
    let family = |word: &OrganizationWord| family_share(word.written.as_str()) > 0.0 || word.written.len() == 1;
    told().any(|(at, word)| {
        given(word) && (name.words.len() == 1 || told().any(|(other, word)| other != at && family(word)))
    })
}

/// A business on its words alone, each of which people are called by, or a given name and one word: `Destiny Estates` may
/// be a person all the same.
pub(crate) fn may_be_person(name: &OrganizationName, text: &str) -> bool {
    let given = name.words.first().is_some_and(|word| given_share(word.written.as_str()) > COMMON_GIVEN);
    let joins = |word: &OrganizationWord| matches!(word.written.as_str(), "of" | "the" | "and" | "for");
    let all = name.words.iter().all(may_be_name) && !name.words.iter().any(joins);
    let borne = all || (given && name.words.len() == 2);
    let is_family = |form: &str| form.len() == 2 && (given || family_share(form) > KNOWN_FAMILY);
    let short_form = name.form.is_some_and(|form| is_family(form.written.as_str()));
    let words = name.words.len() + usize::from(short_form);
    borne && (name.form.is_none() || short_form) && matches!(words, 2..=3) && !has_possessive(text)
}

/// `VAN LOAN, CHARLIE`, `Virginia W Prather`, `Yalin R Wang III`: no business is written so, whatever its words are elsewhere.
fn is_laid_out_as_person(name: &OrganizationName, text: &str) -> bool {
    name.form.is_none() && (is_family_then_given(text) || has_initial(name) || ends_in_generation(name))
}

/// One comma, up to three words on either side: behind it none that only a business has, before it family names.
fn is_family_then_given(text: &str) -> bool {
    let Some((family, given)) = text.split_once(',') else { return false };
    let words = |part: &str| normalize(part).split(' ').map(OrganizationWord::new).collect::<SmallVec<[_; 4]>>();
    let [family, given] = [words(family), words(given)];
    let few = |words: &[OrganizationWord]| (1..=3).contains(&words.len()) && !words[0].written.as_str().is_empty();
    !text.contains(['&', '\''])
        && few(&family)
        && few(&given)
        && family.iter().all(may_be_name)
        && given.iter().all(may_be_name)
}

/// No number, and no business word but an abbreviation or one that families are called by.
fn may_be_name(word: &OrganizationWord) -> bool {
    let written = word.written.as_str();
    let is_business = matches!(word.kind, Kind::Business | Kind::Noise) && !word.weak;
    let is_borne = family_share(written) > BORNE || given_share(written) > BORNE || written.len() <= 3;
    written.bytes().all(|byte| byte.is_ascii_alphabetic()) && (!is_business || is_borne)
}

/// `Virginia W Prather`, `CHAPA HERNANDEZ ISRAEL V`: one letter behind words that may be names.
fn has_initial(name: &OrganizationName) -> bool {
    let [first, others @ ..] = &name.words[..] else { return false };
    let is_initial = |word: &OrganizationWord| word.written.len() == 1;
    matches!(others.len(), 2..=3)
        && others.iter().any(is_initial)
        && !is_initial(first)
        && name.words.iter().any(|word| word.real_name)
        && name.words.iter().all(may_be_name)
}

/// `Xiaodong K Zhang III`, `Virginia Prather Sr`; not `Summit Fund III`.
fn ends_in_generation(name: &OrganizationName) -> bool {
    let [names @ .., last] = &name.words[..] else { return false };
    let is_generation = matches!(last.written.as_str(), "jr" | "sr" | "ii" | "iii" | "iv" | "2nd" | "3rd" | "4th");
    is_generation && matches!(names.len(), 2..=4) && names.iter().all(may_be_name)
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

/// A word that only a business has; `Harry Kitchen` is a person, `Kitchen Harry` and `Harry Kitchen Supply` are not.
fn has_business_word(name: &OrganizationName) -> bool {
    let is_strong = |word: &&OrganizationWord| !word.weak && matches!(word.kind, Kind::Business | Kind::Noise);
    match &name.words[..] {
        [given, family] if given_share(given.written.as_str()) > COMMON_GIVEN => {
            is_strong(&given) || (is_strong(&family) && family_share(family.written.as_str()) < KNOWN_FAMILY)
        }
        words => words.iter().any(|word| is_strong(&word)),
    }
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

/// `La` of `La Sell`, which elsewhere is Los Angeles or Louisiana.
fn is_particle(word: &OrganizationWord) -> bool {
    matches!(word.written.as_str(), "la" | "de" | "le" | "el" | "al" | "da" | "di" | "du" | "van" | "von")
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
    let common_given = name
        .words
        .iter()
        .any(|word| given_share(word.written.as_str()) > if word.weak { VERY_COMMON_GIVEN } else { COMMON_GIVEN });
    let family = |word: &OrganizationWord| {
        !matches!(word.kind, Kind::Number | Kind::Direction) && family_share(word.written.as_str()) > KNOWN_FAMILY
    };
    let both_family = name.words.len() == 2 && name.words.iter().all(family);
    let last_is_family = name.words.last().is_some_and(|last| family_share(last.written.as_str()) > COMMON_FAMILY);
    let common_family = name.words.len() == 2 && !name.words[0].weak && last_is_family;
    let known_given = name.words.iter().any(|word| !word.weak && given_share(word.written.as_str()) > KNOWN_GIVEN);
    let particles = name.words.iter().all(|word| !word.weak || matches!(word.kind, Kind::Article) || is_particle(word));
    let person = common_given || both_family || common_family || particles || (known_given && last_is_family);
    !person && (name.words.len() > 2 || name.words[1].weak)
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
