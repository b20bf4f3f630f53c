//! What stands around a name and is none: titles, generations, degrees, particles.

use smallvec::SmallVec;

use crate::name::facts::Facts;
use crate::name::lexicon::Lexeme;
use crate::name::scan::{RawWord, RawWords};
use crate::text::{Letters, Word};

/// A word this many times more often a family than a given name opens no name with the given name first.
const NO_GIVEN_NAME: u32 = 10;

/// The fewest people of a title that is a given name first, such as `Major` or `Don`.
const MANY_BEARERS: u32 = 2000;

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

    /// Of a word that is one.
    fn of(word: &Lexeme) -> Option<Self> {
        const ALL: [Generation; 6] = [
            Generation::Senior,
            Generation::Junior,
            Generation::Second,
            Generation::Third,
            Generation::Fourth,
            Generation::Fifth,
        ];
        ALL.get((suffix(word) as usize).wrapping_sub(1)).copied()
    }
}

/// Numbers of suffixes behind those of generations; 0 is none.
const DEGREE: u32 = 7;
const SHORT_DEGREE: u32 = 8;

fn suffix(word: &Lexeme) -> u32 {
    word.facts.0 & Facts::SUFFIX.0
}

/// What was taken off a name.
#[derive(Default)]
pub(super) struct Affixes {
    pub(super) titles: SmallVec<[Word; 1]>,
    pub(super) generation: Option<Generation>,
}

/// Takes titles and suffixes off the words; never the last two words that could be a name.
pub(super) fn take_affixes(words: &mut RawWords<'_>, facts: Facts) -> Affixes {
    let mut affixes = Affixes::default();
    take_dotted_degree(words);
    if facts.has(Facts::SUFFIX) {
        take_degree_segments(words, &mut affixes);
        take_suffixes(words, &mut affixes);
    }
    if facts.has(Facts::TITLE) {
        take_titles(words, &mut affixes);
    }
    affixes
}

/// `ann lee ph.d.`: dotted words at the end that make a degree together.
fn take_dotted_degree(words: &mut RawWords<'_>) {
    if !words.last().is_some_and(|last| last.dotted) {
        return;
    }
    for len in [3, 2] {
        let Some(from) = words.len().checked_sub(len).filter(|&from| from >= 2) else { continue };
        let run = &words[from..];
        if run.iter().all(|word| word.dotted) && is_degree(run) && !are_initials(words, from) {
            words.truncate(from);
            return;
        }
    }
}

fn is_degree(run: &[RawWord<'_>]) -> bool {
    let mut together = Letters::default();
    run.iter().for_each(|word| together.push_str(word.text));
    suffix(&Lexeme::of(together.as_str())) == DEGREE
}

/// `brown smith, j.d.`: initials behind a comma and a family name of two words, which would have no given name.
fn are_initials(words: &RawWords<'_>, from: usize) -> bool {
    let [first, run] = [&words[0], &words[from]];
    let Lexeme { given, family, .. } = first.lexeme;
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
    let bearers = words[at].lexeme.given;
    let is_one = bearers == 0 || words[at].dotted || (bearers < MANY_BEARERS && others().count() >= 2);
    words[at].has(Facts::TITLE) && is_one
}

/// Nobody's name: `mrs baker` is a family name behind a title, where `dean baker` may be a given name.
fn is_courtesy(word: &str) -> bool {
    matches!(word, "mr" | "mrs" | "ms" | "miss")
}

fn is_suffix(word: &RawWord<'_>, behind_comma: bool) -> bool {
    match suffix(&word.lexeme) {
        SHORT_DEGREE => behind_comma,
        kind => kind > 0,
    }
}

fn is_generation(word: &RawWord<'_>) -> bool {
    Generation::of(&word.lexeme).is_some()
}

fn remove(words: &mut RawWords<'_>, affixes: &mut Affixes, gone: impl Fn(&RawWord<'_>) -> bool) {
    words.iter().filter(|word| gone(word)).for_each(|word| note(word, affixes));
    words.retain(|word| !gone(word));
}

/// Keeps a generation, the first if there are two; degrees tell nothing about who somebody is.
fn note(word: &RawWord<'_>, affixes: &mut Affixes) {
    affixes.generation = affixes.generation.or(Generation::of(&word.lexeme));
}

#[cfg(test)]
mod tests {
    use crate::text::is_folded;

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        let tables = [
            include_str!("../../../data/name/titles.tsv"),
            include_str!("../../../data/name/suffixes.tsv"),
            include_str!("../../../data/name/particles.tsv"),
        ];
        for table in tables {
            let rows = table.lines().filter(|line| !line.starts_with('#'));
            let keys: Vec<&str> = rows.filter_map(|line| line.split('\t').next()).collect();
            assert!(keys.is_sorted_by(|one, next| one < next));
            assert!(keys.iter().all(|key| is_folded(key)));
        }
    }
}
