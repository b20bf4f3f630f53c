//! An organization's name: its words by kind, its legal form apart, compared by what tells businesses apart.

mod align;
mod compare;
mod evidence;
mod legal_form;
mod parse;
mod parts;
mod rest;
mod words;

use std::fmt;

use smallvec::SmallVec;

use crate::text::{Letters, Word};

use super::NameLevel;
pub(crate) use compare::compare;
pub(crate) use evidence::{Evidence, evidence_of, judge, judge_names, may_be_person};
use legal_form::LegalForm;
pub(crate) use parse::{Draft, parse};
pub(crate) use parts::parts;
pub(crate) use words::{Kind, OrganizationWord, Term, Terms, normalize};

/// An organization's name as read.
#[derive(Clone, PartialEq)]
pub struct OrganizationName(Box<Organization>);

/// What is read of it: in one piece, so that a name takes one allocation.
#[derive(Clone, PartialEq)]
struct Organization {
    /// All words as written, legal form included.
    text: Letters,
    /// The words without the legal form.
    words: SmallVec<[OrganizationWord; 6]>,
    form: Option<LegalForm>,
    transliterated: bool,
    cut: bool,
}

impl OrganizationName {
    /// More words than the cap: the rest was left out.
    pub(crate) fn is_cut(&self) -> bool {
        self.0.cut
    }

    /// All words as written, one space between.
    pub(crate) fn text(&self) -> &str {
        self.0.text.as_str()
    }

    /// Whether it says what legal form it has.
    pub(crate) fn has_form(&self) -> bool {
        self.0.form.is_some()
    }

    /// The words but the legal form.
    pub(crate) fn words(&self) -> &[OrganizationWord] {
        &self.0.words
    }

    /// Notes that the text was transliterated from another script.
    pub(crate) fn transliterated(mut self, transliterated: bool) -> Self {
        self.0.transliterated = transliterated;
        self
    }

    /// The parts as read: the name without its legal form, and the form.
    pub(crate) fn components(&self) -> Vec<(&'static str, String)> {
        let mut components = vec![("organization", self.stem(|word| word.written))];
        components.extend(self.0.form.map(|form| ("legal_form", form.canonical.to_owned())));
        components.retain(|(_, text)| !text.is_empty());
        components
    }

    /// One string for equal names: abbreviations spelled out, articles left out, the form in one spelling.
    pub(crate) fn canonical(&self) -> String {
        let form = self.0.form.filter(|form| !form.is_vague()).map_or("", |form| form.canonical);
        format!("{} {form}", self.stem(|word| word.canonical)).trim_end().to_owned()
    }

    fn stem(&self, of: impl Fn(&OrganizationWord) -> Word) -> String {
        let words: Vec<Word> = self.0.words.iter().map(of).collect();
        words.iter().map(Word::as_str).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Debug for OrganizationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrganizationName([redacted])")
    }
}

/// How two organizations' names compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OrganizationComparison {
    pub(crate) level: NameLevel,
    pub(crate) further: u8,
    pub(crate) reordered: bool,
}
