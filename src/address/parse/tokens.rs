//! A word of a line, what stands before it and what it was read as; the words of a line in place.

use super::super::CAP_WORDS;
use super::super::tables::is_ordinal;
use super::super::words::{Facts, Marks, Row};

/// What stands between a token and the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::address) enum Gap {
    Space,
    Dash,
    Comma,
}

/// What a token was read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub(in crate::address) enum Label {
    /// Not read yet.
    Open,
    Number,
    Street,
    Unit,
    PoBox,
    City,
    State,
    Postcode,
    Country,
    /// Care of somebody, for the attention of somebody.
    CareOf,
    /// Building names, localities, what has no place of its own.
    Extra,
    /// Written twice: the second reading stands.
    Repeated,
}

/// A word of the line: where it is shown, and where its letters stand in the line's text.
#[derive(Clone, Copy)]
pub(in crate::address) struct Token {
    pub(in crate::address) start: u16,
    pub(in crate::address) end: u16,
    pub(super) at: u16,
    pub(super) len: u16,
    pub(in crate::address) gap: Gap,
    pub(in crate::address) label: Label,
    pub(super) marks: Marks,
    pub(super) row: Row,
}

impl Token {
    const NONE: Self = Self {
        start: 0,
        end: 0,
        at: 0,
        len: 0,
        gap: Gap::Space,
        label: Label::Open,
        marks: Marks::empty(),
        row: Row::NONE,
    };

    /// The same place with another word, which stands at `at`.
    pub(super) fn with_word(self, at: usize, word: &[u8]) -> Self {
        let (marks, row) = marked(word);
        Self { at: at as u16, len: word.len() as u16, marks, row, ..self }
    }

    /// The token's letters in the line's text.
    #[inline]
    pub(in crate::address) fn letters<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let at = usize::from(self.at);
        &text[at..at + usize::from(self.len)]
    }

    pub(in crate::address) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// The same behind another gap.
    pub(in crate::address) fn behind(self, gap: Gap) -> Self {
        Self { gap, ..self }
    }

    /// What the tables say of the word.
    #[inline]
    pub(in crate::address) fn facts(&self) -> &'static Facts {
        self.row.facts()
    }

    #[inline]
    pub(in crate::address) fn is(&self, mark: Marks) -> bool {
        self.marks.intersects(mark)
    }
}

/// Room for the tokens of a line: a last word may be two, and one more comes of a unit and number in one.
const ROOM: usize = CAP_WORDS + 4;

/// The tokens of a line, in place.
pub(in crate::address) struct Tokens {
    all: [Token; ROOM],
    count: usize,
}

impl Tokens {
    pub(super) fn new() -> Self {
        Self { all: [Token::NONE; ROOM], count: 0 }
    }

    #[inline]
    pub(super) fn push(&mut self, token: Token) {
        if let Some(place) = self.all.get_mut(self.count) {
            *place = token;
            self.count += 1;
        }
    }

    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Puts a token before the one at `at`.
    pub(super) fn insert(&mut self, at: usize, token: Token) {
        self.push(token);
        self[at..].rotate_right(1);
    }

    /// Drops the first `count`.
    pub(super) fn drop_first(&mut self, count: usize) {
        self.rotate_left(count);
        self.count -= count;
    }
}

impl std::ops::Deref for Tokens {
    type Target = [Token];

    #[inline]
    fn deref(&self) -> &[Token] {
        &self.all[..self.count]
    }
}

impl std::ops::DerefMut for Tokens {
    #[inline]
    fn deref_mut(&mut self) -> &mut [Token] {
        &mut self.all[..self.count]
    }
}

/// What a word that may have digits is.
pub(super) fn marked(word: &[u8]) -> (Marks, Row) {
    let has_digit = word.iter().any(u8::is_ascii_digit);
    let mut marks = Marks::empty();
    marks.set(Marks::DIGIT, has_digit);
    marks.set(Marks::DIGITS, word.iter().all(u8::is_ascii_digit));
    // No table of words has a key with a digit in front.
    if word.first().is_some_and(u8::is_ascii_digit) {
        marks.set(Marks::ORDINAL, is_ordinal(word));
        return (marks | Marks::FIRST_DIGIT, Row::default());
    }
    let row = Row::of(word);
    (marks | row.marks(), row)
}
