//! An address half read: its tokens with their labels, and what the end of the line has told so far.

use super::super::AddressTraits;
use super::super::tables::{Counting, Place, UnitWord, Zip};
use super::tokens::{Gap, Label, Token, Tokens, tokenize};
use crate::region::Region;
use crate::text::Word;

/// Tokens `start..end` are still to be read.
pub(in crate::address) struct Draft {
    pub(in crate::address) shown: String,
    pub(in crate::address) tokens: Tokens,
    pub(in crate::address) region: Region,
    pub(in crate::address) traits: AddressTraits,
    pub(in crate::address) start: usize,
    pub(in crate::address) end: usize,
    /// Lower-case code of the state, empty where none was read.
    pub(in crate::address) state: Word,
    /// Normalized: five digits of a ZIP, a postcode without its space.
    pub(in crate::address) postcode: Word,
    /// What the post office says of `postcode`.
    pub(in crate::address) zip: Option<Zip>,
    /// Where the postcode lies.
    pub(in crate::address) place: Option<Place>,
}

impl Draft {
    pub(in crate::address) fn new(raw: &str, region: Region) -> Self {
        let line = tokenize(raw);
        let traits = if line.cut { AddressTraits::CUT } else { AddressTraits::empty() };
        let end = line.tokens.len();
        let [state, postcode] = [Word::new(""); 2];
        Self {
            shown: line.shown,
            tokens: line.tokens,
            region,
            traits,
            start: 0,
            end,
            state,
            postcode,
            zip: None,
            place: None,
        }
    }

    /// The word at `at`, empty beyond the tokens.
    pub(in crate::address) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", Token::as_str)
    }

    pub(in crate::address) fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Comma, |token| token.gap)
    }

    pub(in crate::address) fn is_open(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.label == Label::Open)
    }

    pub(in crate::address) fn has_digit(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::has_digit)
    }

    pub(in crate::address) fn is_digits(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_digits)
    }

    pub(in crate::address) fn is_direction(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.facts.is_direction)
    }

    /// Whether the word at `at` can end a street on its own.
    pub(in crate::address) fn is_strong_type(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.facts.strong_type == Some(true))
    }

    pub(in crate::address) fn is_type(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.facts.strong_type.is_some())
    }

    pub(in crate::address) fn is_unit_word(&self, at: usize) -> bool {
        self.unit_word(at).is_some()
    }

    pub(in crate::address) fn unit_word(&self, at: usize) -> Option<UnitWord> {
        self.tokens.get(at).and_then(|token| token.facts.unit)
    }

    pub(in crate::address) fn number_word(&self, at: usize) -> Option<(u32, Counting)> {
        self.tokens.get(at).and_then(|token| token.facts.number)
    }

    pub(in crate::address) fn label(&mut self, range: std::ops::Range<usize>, label: Label) {
        let last = self.tokens.len();
        for token in &mut self.tokens[range.start.min(last)..range.end.min(last)] {
            token.label = label;
        }
    }

    /// Words `from..to` with spaces between.
    pub(in crate::address) fn joined(&self, from: usize, to: usize) -> Word {
        let mut text: smallvec::SmallVec<[u8; 64]> = smallvec::SmallVec::new();
        for token in &self.tokens[from.min(to)..to] {
            if !text.is_empty() {
                text.push(b' ');
            }
            text.extend_from_slice(token.word.as_bytes());
        }
        Word::new(std::str::from_utf8(&text).unwrap_or_default())
    }

    /// The city key of words `from..to`.
    pub(in crate::address) fn squeezed(&self, from: usize, to: usize) -> smallvec::SmallVec<[u8; 48]> {
        let mut key = smallvec::SmallVec::new();
        for token in &self.tokens[from.min(to)..to] {
            key.extend_from_slice(token.squeezed());
        }
        key
    }
}
