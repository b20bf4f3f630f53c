//! A natural person's name in parts: titles, given, middle and family names, generation.

mod nicknames;
mod parse;

use std::fmt;

use smallvec::SmallVec;

pub(crate) use nicknames::formal_names;
pub(crate) use parse::{from_parts, parse};

use super::NameLevel;
use crate::level::Part;
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

/// One word of a name with its part in it.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Token {
    pub(crate) word: Word,
    pub(crate) role: Role,
    /// Position as written, from 0.
    pub(crate) place: u8,
}

/// A person's name as read: words in the order given, middle, family, whatever the order written.
#[derive(Clone, PartialEq)]
pub struct PersonName {
    tokens: SmallVec<[Token; 4]>,
    titles: SmallVec<[Word; 1]>,
    generation: Option<Generation>,
    order: Order,
    transliterated: bool,
}

impl PersonName {
    /// Notes that the text was transliterated from another script.
    pub(crate) fn transliterated(mut self, transliterated: bool) -> Self {
        self.transliterated = transliterated;
        self
    }

    /// Whether the text had the family name first; false when undecidable.
    pub(crate) fn family_first(&self) -> bool {
        self.order == Order::FamilyFirst
    }

    /// No word at all: only titles, or nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The first given name.
    pub(crate) fn given(&self) -> Option<&Word> {
        self.words().find(|&(role, _)| role == Role::Given).map(|(_, word)| word)
    }

    /// The family names without their particles.
    pub(crate) fn families(&self) -> impl Iterator<Item = &Word> {
        self.words().filter(|&(role, _)| role == Role::Family).map(|(_, word)| word)
    }

    /// Every word with its role, given names first; titles and generation are no words.
    pub(crate) fn words(&self) -> impl Iterator<Item = (Role, &Word)> {
        self.tokens.iter().map(|token| (token.role, &token.word))
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName([redacted])")
    }
}

/// How two persons' names compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PersonComparison {
    pub(crate) level: NameLevel,
    pub(crate) further: u8,
    pub(crate) reordered: bool,
}

/// Compares two persons' names part by part.
pub(crate) fn compare(applicant: &PersonName, owner: &PersonName) -> PersonComparison {
    let level = if applicant == owner { NameLevel::Exact } else { NameLevel::Nothing };
    PersonComparison { level, further: 0, reordered: false }
}

/// The parts of both names aligned, for people to read.
pub(crate) fn parts(applicant: &PersonName, owner: &PersonName) -> Vec<Part> {
    let _ = (applicant, owner);
    Vec::new()
}
