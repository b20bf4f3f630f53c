//! An address half read: its tokens with their labels, and what the end of the line has told so far.

use super::super::AddressTraits;
use super::super::places::{self, CityKey, Place, Zip};
use super::super::words::{self, Code, Counting, Marks, UnitWord};
use super::tokens::{Gap, Label, Line, Token};
use crate::region::Region;

/// Most words of a state's name and of a country's.
const MOST_WORDS: usize = 4;

/// Tokens `start..end` are still to be read.
pub(in crate::address) struct Draft<'a> {
    pub(in crate::address) line: Line<'a>,
    pub(in crate::address) region: Region,
    pub(in crate::address) traits: AddressTraits,
    pub(in crate::address) start: usize,
    pub(in crate::address) end: usize,
    /// Of the state, empty where none was read.
    pub(in crate::address) state: Code,
    /// Normalized: five digits of a ZIP, a postcode without its space.
    pub(in crate::address) postcode: Code,
    /// What the post office says of `postcode`.
    pub(in crate::address) zip: Option<Zip>,
    /// Where the postcode lies.
    pub(in crate::address) place: Option<Place>,
}

impl<'a> Draft<'a> {
    pub(in crate::address) fn new(raw: &'a str, region: Region) -> Self {
        let line = Line::new(raw);
        let traits = if line.cut { AddressTraits::CUT } else { AddressTraits::empty() };
        let end = line.tokens.len();
        let [state, postcode] = [Code::default(); 2];
        Self { line, region, traits, start: 0, end, state, postcode, zip: None, place: None }
    }

    #[inline]
    pub(in crate::address) fn token(&self, at: usize) -> Option<&Token> {
        self.line.tokens.as_slice().get(at)
    }

    /// The word at `at`, empty beyond the tokens.
    #[inline]
    pub(in crate::address) fn word(&self, at: usize) -> &[u8] {
        self.token(at).map_or(b"", |token| self.line.letters(token))
    }

    #[inline]
    pub(in crate::address) fn gap(&self, at: usize) -> Gap {
        self.token(at).map_or(Gap::Comma, |token| token.gap)
    }

    #[inline]
    pub(in crate::address) fn is_open(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.label == Label::Open)
    }

    /// Whether the word at `at` is any of these.
    #[inline]
    pub(in crate::address) fn is(&self, at: usize, marks: Marks) -> bool {
        self.token(at).is_some_and(|token| token.is(marks))
    }

    #[inline]
    pub(in crate::address) fn has_digit(&self, at: usize) -> bool {
        self.is(at, Marks::DIGIT)
    }

    #[inline]
    pub(in crate::address) fn is_digits(&self, at: usize) -> bool {
        self.is(at, Marks::DIGITS)
    }

    #[inline]
    pub(in crate::address) fn starts_with_digit(&self, at: usize) -> bool {
        self.is(at, Marks::FIRST_DIGIT)
    }

    #[inline]
    pub(in crate::address) fn is_ordinal(&self, at: usize) -> bool {
        self.is(at, Marks::ORDINAL)
    }

    #[inline]
    pub(in crate::address) fn is_direction(&self, at: usize) -> bool {
        self.is(at, Marks::DIRECTION)
    }

    /// Whether the word at `at` can end a street on its own.
    #[inline]
    pub(in crate::address) fn is_strong_type(&self, at: usize) -> bool {
        self.is(at, Marks::STRONG_TYPE)
    }

    #[inline]
    pub(in crate::address) fn is_type(&self, at: usize) -> bool {
        self.is(at, Marks::TYPE)
    }

    #[inline]
    pub(in crate::address) fn is_unit_word(&self, at: usize) -> bool {
        self.is(at, Marks::UNIT)
    }

    #[inline]
    pub(in crate::address) fn is_floor_word(&self, at: usize) -> bool {
        self.is(at, Marks::FLOOR)
    }

    #[inline]
    pub(in crate::address) fn unit_word(&self, at: usize) -> Option<UnitWord> {
        self.token(at).and_then(|token| token.facts().unit)
    }

    #[inline]
    pub(in crate::address) fn number_word(&self, at: usize) -> Option<(u32, Counting)> {
        self.token(at).and_then(|token| token.facts().number)
    }

    pub(in crate::address) fn label(&mut self, range: std::ops::Range<usize>, label: Label) {
        let last = self.line.tokens.len();
        for token in &mut self.line.tokens[range.start.min(last)..range.end.min(last)] {
            token.label = label;
        }
    }

    /// Puts another word at `at`.
    pub(in crate::address) fn replace(&mut self, at: usize, word: &[u8]) {
        let token = self.line.tokens[at];
        self.line.tokens[at] = self.line.with_word(token, word);
    }

    fn tokens(&self, from: usize, to: usize) -> &[Token] {
        &self.line.tokens.as_slice()[from.min(to)..to]
    }

    /// The state of `region` that words `from..to` name.
    pub(in crate::address) fn state(&self, from: usize, to: usize, region: Region) -> Option<Code> {
        let tokens = self.tokens(from, to);
        let last = tokens.last()?.facts();
        if !last.may_end_state(tokens.len()) {
            return None;
        }
        words::state(last, tokens.iter().map(|token| self.line.letters(token)), region)
    }

    /// The longest state's name of `region` that ends before `end` and starts at `floor` or behind it, and where it starts.
    #[inline]
    pub(in crate::address) fn state_before(&self, end: usize, floor: usize, region: Region) -> Option<(usize, Code)> {
        if !self.token(end.wrapping_sub(1))?.facts().ends_place() {
            return None;
        }
        (end.saturating_sub(MOST_WORDS).max(floor)..end).find_map(|from| Some((from, self.state(from, end, region)?)))
    }

    /// The country that words `from..to` name.
    pub(in crate::address) fn country(&self, from: usize, to: usize) -> Option<Region> {
        let tokens = self.tokens(from, to);
        let last = tokens.last()?.facts();
        if last.ends_place() { words::country(last, tokens.iter().map(|token| self.line.letters(token))) } else { None }
    }

    /// The canonical form of a word in a city's name: `Saint Louis` is `stlouis`.
    #[inline]
    pub(in crate::address) fn squeezed(&self, token: &Token) -> &[u8] {
        token.facts().canonical.unwrap_or_else(|| self.line.letters(token))
    }

    /// Where the city lies that words `from..to` name, in `state` or in any.
    pub(in crate::address) fn city(&self, from: usize, to: usize, state: Option<Code>) -> Option<Place> {
        let key = CityKey::new(self.tokens(from, to).iter().map(|token| self.squeezed(token)))?;
        places::city(&key, state)
    }

    /// Whether words `from..to` are one of the ZIP's cities.
    pub(in crate::address) fn is_city_of(&self, zip: Zip, from: usize, to: usize) -> bool {
        zip.cities().any(|city| self.start_of_city(city, from, to) == Some(from))
    }

    /// Where the longest end of words `from..to` starts that is this city.
    pub(in crate::address) fn start_of_city(&self, city: &[u8], from: usize, to: usize) -> Option<usize> {
        let (mut rest, mut start) = (city, None);
        for (at, token) in (from..to).zip(self.tokens(from, to)).rev() {
            let Some(before) = rest.strip_suffix(self.squeezed(token)) else { break };
            rest = before;
            start = if rest.is_empty() { Some(at) } else { None };
        }
        start
    }

    /// The letters of words `from..to` as a city's name; for what no table has.
    pub(in crate::address) fn written_city(&self, from: usize, to: usize) -> smallvec::SmallVec<[u8; 48]> {
        let mut key = smallvec::SmallVec::new();
        for token in self.tokens(from, to) {
            key.extend_from_slice(self.squeezed(token));
        }
        key
    }
}
