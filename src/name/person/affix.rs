//! What stands around a name and is none: titles, generations, degrees, particles.

use smallvec::SmallVec;

use super::words::{RawWord, RawWords};
use crate::name::frequency;
use crate::text::{Table, Word, table};

/// A word this many times more often a family than a given name opens no name with the given name first.
const NO_GIVEN_NAME: u32 = 10;

/// The fewest people of a title that is a given name first, such as `Major` or `Don`.
const MANY_BEARERS: u32 = 2000;

static TITLES: Table = table!("name_titles");
static SUFFIXES: Table = table!("name_suffixes");
static PARTICLES: Table = table!("name_particles");

/// `Jr.`, `Sr.`, `III`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generation {
    Senior,
    Junior,
    Second,
    Third,
    Fourth,
    Fifth,
}

impl Generation {
    /// As it is written behind a name, folded.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Senior => "sr",
            Self::Junior => "jr",
            Self::Second => "ii",
            Self::Third => "iii",
            Self::Fourth => "iv",
            Self::Fifth => "v",
        }
    }

    fn of_kind(kind: &str) -> Option<Self> {
        Some(match kind {
            "senior" => Self::Senior,
            "junior" => Self::Junior,
            "second" => Self::Second,
            "third" => Self::Third,
            "fourth" => Self::Fourth,
            "fifth" => Self::Fifth,
            _ => return None,
        })
    }
}

/// What was taken off a name.
#[derive(Default)]
pub(super) struct Affixes {
    pub(super) titles: SmallVec<[Word; 1]>,
    pub(super) generation: Option<Generation>,
}

/// Takes titles and suffixes off the words; never the last two words that could be a name.
pub(super) fn take_affixes(words: &mut RawWords<'_>) -> Affixes {
    let mut affixes = Affixes::default();
    take_dotted_degree(words);
    take_degree_segments(words, &mut affixes);
    take_suffixes(words, &mut affixes);
    take_titles(words, &mut affixes);
    affixes
}

/// `ann lee ph.d.`: dotted words at the end that make a degree together.
fn take_dotted_degree(words: &mut RawWords<'_>) {
    for len in [3, 2] {
        let Some(from) = words.len().checked_sub(len).filter(|&from| from >= 2) else { continue };
        let run = &words[from..];
        let together: String = run.iter().map(|word| word.text).collect();
        let is_degree = run.iter().all(|word| word.dotted) && SUFFIXES.get(&together) == Some("degree");
        if is_degree && !are_initials(words, from) {
            words.truncate(from);
            return;
        }
    }
}

/// `brown smith, j.d.`: initials behind a comma and a family name of two words, which would have no given name.
fn are_initials(words: &RawWords<'_>, from: usize) -> bool {
    let [first, run] = [&words[0], &words[from]];
    let (given, _) = frequency::given_people(first.text);
    let family = frequency::family_people(first.text);
    let behind_comma = words[from - 1].segment != run.segment && words[from - 1].segment == first.segment;
    behind_comma && words[from..].iter().all(|word| word.text.len() == 1) && family / NO_GIVEN_NAME > given
}

/// `john smith, jr, md`: a segment behind a comma that holds nothing but suffixes.
fn take_degree_segments(words: &mut RawWords<'_>, affixes: &mut Affixes) {
    let last = words.last().map_or(0, |word| word.segment);
    for segment in (1..=last).rev() {
        let all = words.iter().filter(|word| word.segment == segment).all(|word| is_suffix(word, true));
        let named = words.iter().filter(|word| word.segment != segment && !is_suffix(word, false)).count();
        if all && named >= 2 {
            remove(words, affixes, |word| word.segment == segment);
        }
    }
}

/// Suffixes at the end of a segment, `smith jr, john` and `john smith md`, and a generation inside: `smith iii john`.
fn take_suffixes(words: &mut RawWords<'_>, affixes: &mut Affixes) {
    for _ in 0..words.len() {
        let ends = |at: usize| words.get(at + 1).is_none_or(|next| next.segment != words[at].segment);
        let at_end = (1..words.len()).find(|&at| ends(at) && continues(words, at) && is_suffix(&words[at], false));
        let inside = || (1..words.len()).find(|&at| continues(words, at) && is_generation(&words[at]));
        let found = at_end.or_else(|| inside().filter(|_| affixes.generation.is_none()));
        let Some(at) = found.filter(|_| words.len() > 2) else { return };
        note(&words[at], affixes);
        words.remove(at);
    }
}

fn continues(words: &RawWords<'_>, at: usize) -> bool {
    words[at - 1].segment == words[at].segment && !words[at].glued
}

/// Titles at the front of a segment; `judge reinhold` and `smith, major` are names.
fn take_titles(words: &mut RawWords<'_>, affixes: &mut Affixes) {
    let mut at = 0;
    while at < words.len() && (words.len() > 2 || (words.len() == 2 && is_courtesy(words[at].text))) {
        let opens = at == 0 || words[at - 1].segment != words[at].segment;
        let follows = words.get(at + 1).is_some_and(|next| next.segment == words[at].segment && !next.glued);
        if opens && follows && is_title(words, at) {
            affixes.titles.push(Word::new(words[at].text));
            words.remove(at);
        } else {
            at += 1;
        }
    }
}

/// `dona margaret schmitt`, `major h krajewski`: what many are called by is a title only with a dot behind it, and what
/// some are called by is none where only an initial would be left to be a given name.
fn is_title(words: &RawWords<'_>, at: usize) -> bool {
    let others = || words.iter().enumerate().filter(|&(other, word)| other != at && word.text.len() > 1);
    let bearers = frequency::given_people(words[at].text).0;
    let is_one = bearers == 0 || words[at].dotted || (bearers < MANY_BEARERS && others().count() >= 2);
    TITLES.contains(words[at].text) && is_one
}

/// Whether `word` is a title at all: `major` is one, and a given name.
pub(super) fn is_title_word(word: &str) -> bool {
    TITLES.contains(word)
}

/// Nobody's name: `mrs baker` is a family name behind a title, where `dean baker` may be a given name.
fn is_courtesy(word: &str) -> bool {
    matches!(word, "mr" | "mrs" | "ms" | "miss")
}

fn is_suffix(word: &RawWord<'_>, behind_comma: bool) -> bool {
    match SUFFIXES.get(word.text) {
        Some("short_degree") => behind_comma,
        Some(_) => true,
        None => false,
    }
}

fn is_generation(word: &RawWord<'_>) -> bool {
    SUFFIXES.get(word.text).and_then(Generation::of_kind).is_some()
}

fn remove(words: &mut RawWords<'_>, affixes: &mut Affixes, gone: impl Fn(&RawWord<'_>) -> bool) {
    words.iter().filter(|word| gone(word)).for_each(|word| note(word, affixes));
    words.retain(|word| !gone(word));
}

/// Keeps a generation, the first if there are two; degrees tell nothing about who somebody is.
fn note(word: &RawWord<'_>, affixes: &mut Affixes) {
    let generation = SUFFIXES.get(word.text).and_then(Generation::of_kind);
    affixes.generation = affixes.generation.or(generation);
}

/// Whether `text` may be a particle in front of a name.
pub(super) fn is_particle(text: &str) -> bool {
    PARTICLES.contains(text)
}

/// Whether `text` is one even at the front of a name, where `van` and `ben` are given names.
pub(super) fn is_strong_particle(text: &str) -> bool {
    PARTICLES.get(text) == Some("strong")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_folded;

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        for table in [&TITLES, &SUFFIXES, &PARTICLES] {
            let keys: Vec<&str> = table.rows().map(|(key, _)| key).collect();
            assert!(keys.is_sorted_by(|one, next| one < next));
            assert!(keys.iter().all(|key| is_folded(key)));
        }
    }
}
