//! A natural person's name in parts: titles, given, middle and family names, generation.

mod affix;
mod align;
mod compare;
mod letters;
mod nicknames;
mod order;
mod parse;
mod parts;
mod sound;
mod spelling;
mod tally;
#[cfg(test)]
mod tests;

use std::fmt;

use smallvec::SmallVec;

pub(crate) use affix::Generation;
pub(crate) use compare::compare;
pub(crate) use nicknames::formal_names;
#[cfg(feature = "serde")]
pub(crate) use nicknames::short_forms;
pub(crate) use parse::{from_parts, read};
pub(crate) use parts::parts;

use letters::{LetterSet, Outline};

use super::lexicon::Lexeme;
use crate::text::Word;

/// What a word of a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Role {
    Given,
    Middle,
    Family,
    /// `de`, `van`, `al`: belongs to the word behind it, left out and joined freely.
    Particle,
}

/// In which order a text without a comma is written, as far as the caller knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Unknown,
    GivenFirst,
    FamilyFirst,
}

/// One word of a name with its part in it, and what a comparison needs to know about it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Token {
    pub(crate) word: Word,
    pub(crate) role: Role,
    /// The role in the other reading order; the same where the order is certain.
    other: Role,
    /// A hyphen joins it to the word before.
    glued: bool,
    letters: LetterSet,
    pub(crate) lexeme: Lexeme,
}

impl Token {
    /// Whether many people carry it.
    fn is_common(&self) -> bool {
        self.lexeme.given.max(self.lexeme.family) >= spelling::REAL_GIVEN
    }

    /// A family name often enough, though more may bear it as a given name: `Russell`, `Anthony`; not `Ann`.
    fn may_be_family(&self) -> bool {
        self.lexeme.family >= self.lexeme.given / 100
    }

    fn is_initial(&self) -> bool {
        self.word.len() == 1
    }

    fn outline(&self) -> Outline {
        Outline { set: self.letters, len: self.word.len(), first: self.word.first() }
    }

    /// The same word; most pairs differ in length or first letter.
    fn is(&self, other: &Self) -> bool {
        self.word.len() == other.word.len() && self.word.first() == other.word.first() && self.word == other.word
    }
}

/// A person's name as read: its words as written, each with its role.
#[derive(Clone, PartialEq)]
pub struct PersonName {
    tokens: SmallVec<[Token; 4]>,
    titles: SmallVec<[Word; 1]>,
    generation: Option<Generation>,
    order: Order,
    /// Letters and spaces as written: banks cut at 16 to 35.
    length: u16,
    transliterated: bool,
    /// Given in parts: what is a middle name is no family name.
    structured: bool,
}

impl PersonName {
    /// Notes whether the text was transliterated from another script.
    pub(crate) fn with_transliterated(mut self, transliterated: bool) -> Self {
        self.transliterated = transliterated;
        self
    }

    /// Whether the text had the family name first; false when undecidable.
    pub(crate) fn family_first(&self) -> bool {
        self.order == Order::FamilyFirst
    }

    /// The words as written, with what is known of them.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// No word at all: only titles, or nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The first given name.
    pub(crate) fn given(&self) -> Option<&Word> {
        self.with_role(Role::Given).next()
    }

    /// The family names without their particles.
    pub(crate) fn families(&self) -> impl Iterator<Item = &Word> {
        self.with_role(Role::Family)
    }

    /// Every word as written with its role; titles and generation are no words.
    pub(crate) fn words(&self) -> impl Iterator<Item = (Role, &Word)> {
        self.tokens.iter().map(|token| (token.role, &token.word))
    }

    /// The parts as read, in a stable order, empty ones left out.
    pub(crate) fn components(&self) -> Vec<(&'static str, String)> {
        let title = join(self.titles.iter());
        let generation = self.generation.map_or("", Generation::as_str).to_owned();
        let parts = [
            ("title", title),
            ("given", self.text_of(Role::Given)),
            ("middle", self.text_of(Role::Middle)),
            ("family", self.text_of(Role::Family)),
            ("generation", generation),
        ];
        parts.into_iter().filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The name in one normalized form: given, middle, family, generation; titles left out.
    pub(crate) fn canonical(&self) -> String {
        let parts = self.components().into_iter().filter(|&(label, _)| label != "title");
        parts.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
    }

    fn with_role(&self, role: Role) -> impl Iterator<Item = &Word> {
        self.words().filter(move |&(has, _)| has == role).map(|(_, word)| word)
    }

    /// The words of one role with the particles in front of them.
    fn text_of(&self, role: Role) -> String {
        let behind = |at: usize| self.tokens[at..].iter().map(|token| token.role).find(|&has| has != Role::Particle);
        let words = self.tokens.iter().enumerate().filter(|&(at, _)| behind(at) == Some(role));
        join(words.map(|(_, token)| &token.word))
    }
}

fn join<'a>(words: impl Iterator<Item = &'a Word>) -> String {
    words.map(Word::as_str).collect::<Vec<_>>().join(" ")
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName([redacted])")
    }
}
