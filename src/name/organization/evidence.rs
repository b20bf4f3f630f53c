//! Person or business: what in a name speaks for a business.

use super::parse::Draft;
use super::words::{Kind, Term, Terms, normalize};
use crate::name::lexicon::Lexeme;
use crate::name::scan::RawWord;

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

/// Judges folded text.
pub(crate) fn evidence_of(text: &str) -> Evidence {
    judge(&Draft::of(Term::all(normalize(text).as_str())), text)
}

/// Judges a name read as an organization's; `text` is folded, with its punctuation.
pub(crate) fn judge(name: &Draft<'_>, text: &str) -> Evidence {
    if is_person_with_article(name) {
        return Evidence::Person;
    }
    if speaks_of_business(name, text) && !is_laid_out_as_person(name, text) {
        return Evidence::Organization;
    }
    let is_doubtful = name.words.iter().any(|word| word.is_weak() && word.kind != Kind::Article);
    let told = name.words.iter().filter(|word| word.kind != Kind::Article).map(|word| (&word.lexeme, word.text));
    let first = name.words.first().map(|word| &word.lexeme);
    if !is_doubtful && has_given_and_family(first, told, name.words.len()) {
        Evidence::Person
    } else {
        Evidence::Unknown
    }
}

/// Judges a text of which no word speaks for a business: all that is asked is whether the names are known.
pub(crate) fn judge_names(words: &[RawWord<'_>]) -> Evidence {
    let told = words.iter().map(|word| (&word.lexeme, word.text));
    let is_person = has_given_and_family(words.first().map(|word| &word.lexeme), told, words.len());
    if is_person { Evidence::Person } else { Evidence::Unknown }
}

/// A common given name in front, or a known one beside a family name that somebody bears: not `Aspen Window Washing`.
fn has_given_and_family<'w>(
    first: Option<&Lexeme>,
    told: impl Iterator<Item = (&'w Lexeme, &'w str)> + Clone,
    count: usize,
) -> bool {
    if first.is_some_and(|word| word.given_share() > COMMON_GIVEN) {
        return true;
    }
    let is_family = |(word, text): (&Lexeme, &str)| word.family > 0 || text.len() == 1;
    let has_family = |at: usize| told.clone().enumerate().any(|(other, word)| other != at && is_family(word));
    told.clone().enumerate().any(|(at, (word, _))| word.given_share() > KNOWN_GIVEN && (count == 1 || has_family(at)))
}

/// A business on its words alone, each of which people are called by, or a given name and one word: `Destiny Estates` may
/// be a person all the same.
pub(crate) fn may_be_person(name: &Draft<'_>, text: &str) -> bool {
    let given = name.words.first().is_some_and(|word| word.lexeme.given_share() > COMMON_GIVEN);
    let joins = |word: &Term<'_>| matches!(word.text, "of" | "the" | "and" | "for");
    let all = name.words.iter().all(may_be_name) && !name.words.iter().any(joins);
    let borne = all || (given && name.words.len() == 2);
    let is_family = |form: &str| form.len() == 2 && (given || Lexeme::of(form).family_share() > KNOWN_FAMILY);
    let short_form = name.form.is_some_and(|form| is_family(form.written.as_str()));
    let words = name.words.len() + usize::from(short_form);
    borne && (name.form.is_none() || short_form) && matches!(words, 2..=3) && !has_possessive(text)
}

/// `VAN LOAN, CHARLIE`, `Virginia W Prather`, `Yalin R Wang III`: no business is written so, whatever its words are elsewhere.
fn is_laid_out_as_person(name: &Draft<'_>, text: &str) -> bool {
    name.form.is_none() && (is_family_then_given(text) || has_initial(name) || ends_in_generation(name))
}

/// One comma, up to three words on either side: behind it none that only a business has, before it family names.
fn is_family_then_given(text: &str) -> bool {
    let Some((family, given)) = text.split_once(',') else { return false };
    let is_name = |part: &str| {
        let part = normalize(part);
        let words: Terms<'_> = part.as_str().split(' ').map(Term::new).collect();
        matches!(words.len(), 1..=3) && !words[0].text.is_empty() && words.iter().all(may_be_name)
    };
    !text.contains(['&', '\'']) && is_name(family) && is_name(given)
}

/// No number, and no business word but an abbreviation or one that families are called by.
fn may_be_name(word: &Term<'_>) -> bool {
    let is_business = matches!(word.kind, Kind::Business | Kind::Noise) && !word.is_weak();
    let is_borne = word.lexeme.family_share() > BORNE || word.lexeme.given_share() > BORNE || word.text.len() <= 3;
    word.kept().bytes().all(|byte| byte.is_ascii_alphabetic()) && (!is_business || is_borne)
}

/// `Virginia W Prather`, `CHAPA HERNANDEZ ISRAEL V`: one letter behind words that may be names.
fn has_initial(name: &Draft<'_>) -> bool {
    let [first, others @ ..] = &name.words[..] else { return false };
    let is_initial = |word: &Term<'_>| word.text.len() == 1;
    matches!(others.len(), 2..=3)
        && others.iter().any(is_initial)
        && !is_initial(first)
        && name.words.iter().any(|word| word.is_real_name())
        && name.words.iter().all(may_be_name)
}

/// `Xiaodong K Zhang III`, `Virginia Prather Sr`; not `Summit Fund III`.
fn ends_in_generation(name: &Draft<'_>) -> bool {
    let [names @ .., last] = &name.words[..] else { return false };
    let is_generation = matches!(last.text, "jr" | "sr" | "ii" | "iii" | "iv" | "2nd" | "3rd" | "4th");
    is_generation && matches!(names.len(), 2..=4) && names.iter().all(may_be_name)
}

/// `Nguyen Van Anh`, `Le Van Tam`: names and nothing else, of which one is an article elsewhere.
fn is_person_with_article(name: &Draft<'_>) -> bool {
    let names = |word: &Term<'_>| word.lexeme.given_share() + word.lexeme.family_share();
    let common = |word: Option<&Term<'_>>| {
        word.is_some_and(|word| word.is_real_name() && word.lexeme.family_share() > COMMON_FAMILY)
    };
    let told = |word: &Term<'_>| match word.kind {
        Kind::Article => word.is_real_name(),
        kind => kind == Kind::Stem && names(word) > 0.0,
    };
    matches!(name.words.len(), 3..=4)
        && name.form.is_none()
        && name.words.iter().any(|word| word.kind == Kind::Article)
        && name.words.iter().all(told)
        && (common(name.words.first()) || common(name.words.last()))
}

fn speaks_of_business(name: &Draft<'_>, text: &str) -> bool {
    let count = name.words.len();
    name.form.is_some()
        || (count > 1 && (has_business_word(name) || has_possessive(text) || opens_with_article(name)))
        || has_number(name)
        || is_trust(name)
        || single_business_word(name)
        || weak_words_without_a_person(name)
}

/// A word that only a business has; `Harry Kitchen` is a person, `Kitchen Harry` and `Harry Kitchen Supply` are not.
fn has_business_word(name: &Draft<'_>) -> bool {
    let is_strong = |word: &&Term<'_>| !word.is_weak() && matches!(word.kind, Kind::Business | Kind::Noise);
    match &name.words[..] {
        [given, family] if given.lexeme.given_share() > COMMON_GIVEN => {
            is_strong(&given) || (is_strong(&family) && family.lexeme.family_share() < KNOWN_FAMILY)
        }
        words => words.iter().any(|word| is_strong(&word)),
    }
}

/// `John Smith Rev Liv Tr`.
fn is_trust(name: &Draft<'_>) -> bool {
    name.words.len() > 2 && name.words.last().is_some_and(|word| word.canonical() == "trust")
}

fn has_possessive(text: &str) -> bool {
    text.contains("'s ")
}

/// `The Blue Door`, `Friends of the Park`; `de la` opens and joins family names, too.
fn opens_with_article(name: &Draft<'_>) -> bool {
    let is = |word: &Term<'_>, one: &str| word.text == one;
    name.words.first().is_some_and(|word| is(word, "the"))
        || name.words[1..].iter().any(|word| is(word, "of") || is(word, "for"))
}

/// `7 Eleven`, `Studio 54`, `B2B`; not `Smith 3rd`, which is a generation.
fn has_number(name: &Draft<'_>) -> bool {
    let generation = |text: &str| matches!(text, "2nd" | "3rd" | "4th" | "5th");
    name.words.iter().any(|word| word.kept().bytes().any(|byte| byte.is_ascii_digit()) && !generation(word.text))
}

/// `La` of `La Sell`, which elsewhere is Los Angeles or Louisiana.
fn is_particle(word: &Term<'_>) -> bool {
    matches!(word.text, "la" | "de" | "le" | "el" | "al" | "da" | "di" | "du" | "van" | "von")
}

fn single_business_word(name: &Draft<'_>) -> bool {
    matches!(&*name.words, [word] if word.kind == Kind::Business && !word.is_weak() && !word.is_real_name())
}

/// Business words that are family names too count where no given name stands beside them.
fn weak_words_without_a_person(name: &Draft<'_>) -> bool {
    let weak = name.words.iter().filter(|word| word.is_weak()).count();
    if weak == 0 || name.words.len() < 2 {
        return false;
    }
    let common_given = name
        .words
        .iter()
        .any(|word| word.lexeme.given_share() > if word.is_weak() { VERY_COMMON_GIVEN } else { COMMON_GIVEN });
    let family = |word: &Term<'_>| {
        !matches!(word.kind, Kind::Number | Kind::Direction) && word.lexeme.family_share() > KNOWN_FAMILY
    };
    let both_family = name.words.len() == 2 && name.words.iter().all(family);
    let last_is_family = name.words.last().is_some_and(|last| last.lexeme.family_share() > COMMON_FAMILY);
    let common_family = name.words.len() == 2 && !name.words[0].is_weak() && last_is_family;
    let known_given = name.words.iter().any(|word| !word.is_weak() && word.lexeme.given_share() > KNOWN_GIVEN);
    let particles =
        name.words.iter().all(|word| !word.is_weak() || matches!(word.kind, Kind::Article) || is_particle(word));
    let person = common_given || both_family || common_family || particles || (known_given && last_is_family);
    !person && (name.words.len() > 2 || name.words[1].is_weak())
}

#[cfg(test)]
mod tests {
    use super::{Draft, Term};
    use super::{Evidence, judge};

    /// Of a text whose words are parted by spaces and apostrophes.
    fn draft(text: &str) -> Draft<'_> {
        Draft::of(text.split(' ').map(|word| Term::new(if word == "joe's" { "joes" } else { word })).collect())
    }

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
            assert_eq!(judge(&draft(text), text), Evidence::Organization, "{text}");
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
            assert_ne!(judge(&draft(text), text), Evidence::Organization, "{text}");
        }
    }
}
