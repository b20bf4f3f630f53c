//! What all tables say of a word, found in one search: how many people bear it, and the facts that reading needs.

use super::facts::{Facts, HEAD, SHORT, spread};
use crate::text::halves;

/// The slots, a power of two of them: 0, or 22 bits for the place of a row and ten of its word's hash.
static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_lexicon.index"));
/// The same of the words that are looked up most. Their slots and rows stay in the cache: looking a word up among all
/// others took a twelfth of a case, nearly all of it waiting for memory.
static COMMON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_lexicon.common"));
static ROWS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_lexicon.rows"));
/// The sets of facts that rows name by number.
static FACTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_lexicon.facts"));

/// Of each numbered name what it is short for, and the lists of numbers.
static SHORT_FORMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_lexicon.short"));
static FORMAL: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_lexicon.formal"));

/// What is known of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lexeme {
    /// How many people have it as a given name.
    pub(crate) given: u32,
    /// How many have it as a family name.
    pub(crate) family: u32,
    pub(crate) facts: Facts,
    /// How many in a hundred who have it as a given name are women.
    pub(crate) female: u8,
    /// Its number among short forms and formal names; 0 where it is neither.
    number: u16,
}

impl Lexeme {
    /// A word in no table.
    pub(crate) const UNKNOWN: Self = Self { given: 0, family: 0, facts: Facts(0), female: 50, number: 0 };

    /// What is known of a folded word.
    pub(crate) fn of(word: &str) -> Self {
        let hash = spread(word.as_bytes());
        let place = place_in(COMMON, word.as_bytes(), hash).or_else(|| place_in(INDEX, word.as_bytes(), hash));
        place.map_or(Self::UNKNOWN, Self::at)
    }

    fn at(place: usize) -> Self {
        let [given, family] = [four(&ROWS[place..], 0), four(&ROWS[place + 4..], 0)];
        let facts = Facts(four(FACTS, (family >> 24) as usize));
        let behind = || place + HEAD + usize::from(ROWS[place + HEAD - 1]);
        Self {
            given: given & 0xff_ffff,
            female: (given >> 24) as u8,
            family: family & 0xff_ffff,
            facts,
            number: if facts.has(Facts::NUMBERED) { two(ROWS, behind()) } else { 0 },
        }
    }

    /// The numbers of the names it is short for.
    fn formal(&self) -> impl Iterator<Item = u16> + Clone {
        let at = usize::from(self.number) * SHORT;
        let [from, to] = [two(SHORT_FORMS, at + 4), two(SHORT_FORMS, at + 6)].map(usize::from);
        FORMAL[from * 2..to * 2].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
    }

    /// How many people have the most frequent of the names it is short for as a given name.
    pub(crate) fn formal_given(&self) -> u32 {
        four(SHORT_FORMS, usize::from(self.number) * SHORT / 4)
    }

    /// Whether one is short for the other, or both for one formal name (`bob`, `rob`).
    pub(crate) fn is_short_or_long_for(&self, other: &Self) -> bool {
        let is_short_for = |short: &Self, formal: u16| formal > 0 && short.formal().any(|one| one == formal);
        is_short_for(self, other.number)
            || is_short_for(other, self.number)
            || self.formal().any(|formal| is_short_for(other, formal))
    }

    /// Whether it stands in one of the tables with the fact.
    pub(crate) fn has(&self, fact: Facts) -> bool {
        self.facts.has(fact)
    }
}

/// Where the word's row stands.
fn place_in(index: &[u8], word: &[u8], (start, tag): (usize, u32)) -> Option<usize> {
    let mask = index.len() / 4 - 1;
    let mut slot = start & mask;
    loop {
        let found = four(index, slot);
        let place = (found >> 10) as usize;
        match found {
            0 => return None,
            _ if found & 0x3ff == tag && is_at(place, word) => return Some(place),
            _ => slot = (slot + 1) & mask,
        }
    }
}

fn four(bytes: &[u8], at: usize) -> u32 {
    bytes[at * 4..].first_chunk().map_or(0, |four| u32::from_le_bytes(*four))
}

fn two(bytes: &[u8], at: usize) -> u16 {
    bytes[at..].first_chunk().map_or(0, |two| u16::from_le_bytes(*two))
}

/// Up to sixteen letters two numbers are the word: half the instructions of comparing slices.
fn is_at(place: usize, word: &[u8]) -> bool {
    let row = &ROWS[place + HEAD - 1..];
    if usize::from(row[0]) != word.len() {
        return false;
    }
    let kept = &row[1..=word.len()];
    if word.len() <= 16 { halves(kept) == halves(word) } else { kept == word }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of a table as it is written.
    fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
        table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
    }

    #[test]
    fn every_name_is_found_with_its_people() {
        for row in rows(include_str!("../../data/name/given.tsv")) {
            let found = Lexeme::of(row[0]);
            assert_eq!([found.given.to_string(), found.female.to_string()], [row[1], row[2]], "{}", row[0]);
        }
        for row in rows(include_str!("../../data/name/family.tsv")) {
            assert_eq!(Lexeme::of(row[0]).family.to_string(), row[1], "{}", row[0]);
        }
    }

    #[test]
    fn a_word_near_a_known_one_is_not_known() {
        for word in ["", "jennyx", "smithsmithsmith", "unternehmergesellschafu", "\u{0}"] {
            assert_eq!(Lexeme::of(word), Lexeme::UNKNOWN, "{word}");
        }
        assert!(Lexeme::of("unternehmergesellschaft").has(Facts::FORM));
    }
}
