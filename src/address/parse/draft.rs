//! An address half read: its tokens with their labels, and what the end of the line has told so far.

use super::super::AddressTraits;
use super::super::places::{self, CityKey, Place, Zip};
use super::super::words::{self, Code, Counting, Marks, UnitWord};
use super::line::{Line, SPARE};
use super::tokens::{Gap, Label, Token, Tokens};
use crate::region::Region;

/// Most words of a state's name and of a country's.
const MOST_WORDS: usize = 4;

/// Tokens `start..end` are still to be read.
pub(in crate::address) struct Draft<'t> {
    /// The line as it is shown.
    pub(in crate::address) shown: &'t str,
    text: &'t [u8],
    pub(in crate::address) tokens: &'t mut Tokens,
    /// Everything that any of its words is.
    pub(in crate::address) marks: Marks,
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

impl<'t> Draft<'t> {
    pub(in crate::address) fn new(line: &'t mut Line<'_>, region: Region) -> Self {
        let Line { shown, text, tokens, marks, cut } = line;
        let traits = if *cut { AddressTraits::CUT } else { AddressTraits::empty() };
        let (end, marks) = (tokens.len(), *marks);
        let [state, postcode] = [Code::default(); 2];
        Self { shown, text, tokens, marks, region, traits, start: 0, end, state, postcode, zip: None, place: None }
    }

    /// The letters of a token.
    #[inline]
    pub(in crate::address) fn letters(&self, token: &Token) -> &'t [u8] {
        token.letters(self.text)
    }

    #[inline]
    pub(in crate::address) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    /// The word at `at`, empty beyond the tokens.
    #[inline]
    pub(in crate::address) fn word(&self, at: usize) -> &'t [u8] {
        self.token(at).map_or(b"", |token| self.letters(token))
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
        let last = self.tokens.len();
        for token in &mut self.tokens[range.start.min(last)..range.end.min(last)] {
            token.label = label;
        }
    }

    /// Puts another word at `at`, one of the spare ones.
    pub(in crate::address) fn replace(&mut self, at: usize, word: &[u8]) {
        let spare = SPARE.windows(word.len()).position(|spare| spare == word).unwrap_or_default();
        self.tokens[at] = self.tokens[at].with_word(self.shown.len() + spare, word);
    }

    /// The same place with a part of the token's word.
    pub(in crate::address) fn part_of(&self, token: Token, part: std::ops::Range<usize>) -> Token {
        token.with_word(usize::from(token.at) + part.start, &self.letters(&token)[part])
    }

    fn words(&self, from: usize, to: usize) -> &[Token] {
        &self.tokens[from.min(to)..to]
    }

    /// The state of `region` that words `from..to` name.
    pub(in crate::address) fn state(&self, from: usize, to: usize, region: Region) -> Option<Code> {
        let words = self.words(from, to);
        let last = words.last()?.facts();
        match words.len() {
            1 => last.state(region),
            count if last.may_end_state(count) => words::state(words.iter().map(|word| self.letters(word)), region),
            _ => None,
        }
    }

    /// The longest state's name of `region` that ends before `end` and starts at `floor` or behind it, and where it starts.
    #[inline]
    pub(in crate::address) fn state_before(&self, end: usize, floor: usize, region: Region) -> Option<(usize, Code)> {
        let last = self.token(end.wrapping_sub(1))?.facts();
        for from in end.saturating_sub(MOST_WORDS).max(floor)..end {
            if last.may_end_state(end - from)
                && let Some(code) = self.state(from, end, region)
            {
                return Some((from, code));
            }
        }
        None
    }

    /// The country that words `from..to` name.
    pub(in crate::address) fn country(&self, from: usize, to: usize) -> Option<Region> {
        let tokens = self.words(from, to);
        let last = tokens.last()?.facts();
        if last.ends_place() { words::country(last, tokens.iter().map(|token| self.letters(token))) } else { None }
    }

    /// The canonical form of a word in a city's name: `Saint Louis` is `stlouis`.
    #[inline]
    pub(in crate::address) fn squeezed(&self, token: &Token) -> &'t [u8] {
        token.facts().canonical.unwrap_or_else(|| self.letters(token))
    }

    /// Where the city lies that words `from..to` name, in `state` or in any.
    pub(in crate::address) fn city(&self, from: usize, to: usize, state: Option<Code>) -> Option<Place> {
        let key = CityKey::new(self.words(from, to).iter().map(|token| self.squeezed(token)))?;
        places::city(&key, state)
    }

    /// Whether words `from..to` are one of the ZIP's cities.
    pub(in crate::address) fn is_city_of(&self, zip: Zip, from: usize, to: usize) -> bool {
        zip.cities().any(|city| self.start_of_city(city, from, to) == Some(from))
    }

    /// Where the longest end of words `from..to` starts that is this city.
    pub(in crate::address) fn start_of_city(&self, city: &[u8], from: usize, to: usize) -> Option<usize> {
        let (mut rest, mut at, mut start) = (city, to, None);
        while at > from
            && let Some(before) = without_end(rest, self.squeezed(&self.tokens[at - 1]))
        {
            (rest, at) = (before, at - 1);
            start = rest.is_empty().then_some(at);
        }
        start
    }

    /// The letters of words `from..to` as a city's name; for what no table has.
    pub(in crate::address) fn written_city(&self, from: usize, to: usize) -> smallvec::SmallVec<[u8; 48]> {
        let mut key = smallvec::SmallVec::new();
        for token in self.words(from, to) {
            key.extend_from_slice(self.squeezed(token));
        }
        key
    }
}

/// As `strip_suffix`, which compares by a call that costs more than these few letters.
fn without_end<'c>(text: &'c [u8], end: &[u8]) -> Option<&'c [u8]> {
    let split = text.len().checked_sub(end.len())?;
    let (before, ours) = text.split_at(split);
    ours.iter().zip(end).all(|(ours, theirs)| ours == theirs).then_some(before)
}
