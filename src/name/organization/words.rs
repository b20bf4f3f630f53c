//! An organization's words: how its text is split, what kind each word is, and how much it tells businesses apart.

use crate::name::frequency::{family_share, given_share};
use crate::text::{Table, Word, table};

static WORDS: Table = table!("name_organization_words");

/// A name that more people carry than this is somebody's name: one letter more or less makes another one.
const REAL_NAME_SHARE: f64 = 2e-5;

/// What a word does in an organization's name, least telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The, and, of.
    Article,
    /// Group, Holdings, International: parts of one concern are told apart by it, strangers are not.
    Noise,
    /// Plumbing, Bank, Services: what many businesses do.
    Business,
    /// Texas, Korean.
    Place,
    /// North, Upper, Branch.
    Direction,
    /// A number in digits or words.
    Number,
    /// All the rest: what the business is known by.
    Stem,
}

/// One word of an organization's name.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct OrganizationWord {
    /// As written, folded.
    pub(crate) written: Word,
    /// Abbreviations spelled out.
    pub(crate) canonical: Word,
    /// What it does.
    pub(crate) kind: Kind,
    /// The word is also a person's name, so that it alone does not make a business.
    pub(crate) weak: bool,
    /// People carry this name: a word one letter away may be another family.
    pub(crate) real_name: bool,
}

impl OrganizationWord {
    pub(crate) fn new(text: &str) -> Self {
        let written = Word::new(text);
        let mut columns = WORDS.get(text).unwrap_or_default().split('\t');
        let kind = kind_of(columns.next().unwrap_or_default(), text);
        let spelled_out = columns.next().filter(|canonical| !canonical.is_empty());
        Self {
            written,
            canonical: spelled_out.map_or(written, Word::new),
            kind,
            weak: columns.next() == Some("weak"),
            real_name: is_real_name(text),
        }
    }

    /// How much agreement on the word tells; a stem twelve, an article nothing.
    pub(crate) fn weight(&self) -> u32 {
        match self.kind {
            Kind::Article => 0,
            Kind::Noise => 2,
            Kind::Business | Kind::Direction => 4,
            Kind::Place => 5,
            Kind::Number => 6,
            Kind::Stem if self.canonical.len() < 3 => 6,
            Kind::Stem => 12,
        }
    }
}

fn kind_of(code: &str, text: &str) -> Kind {
    match code {
        "article" => Kind::Article,
        "noise" => Kind::Noise,
        "business" | "kin" => Kind::Business,
        "place" => Kind::Place,
        "direction" => Kind::Direction,
        "number" => Kind::Number,
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Kind::Number,
        _ => Kind::Stem,
    }
}

fn is_real_name(text: &str) -> bool {
    family_share(text) > REAL_NAME_SHARE || given_share(text) > REAL_NAME_SHARE
}

/// Folded text as words with one space between: `&` is `and`, dotted, slashed and single letters are one
/// word (`L.L.C.`, `A/S`, `J P`), apostrophes and all other punctuation vanish.
pub(crate) fn normalize(text: &str) -> String {
    let mut words = Words { text: String::with_capacity(text.len()), open_run: false };
    for chunk in text.split(is_separator) {
        let mut rest = chunk;
        while let Some(at) = rest.find(['&', '+']) {
            words.push_chunk(&rest[..at]);
            words.push("and");
            rest = &rest[at + 1..];
        }
        words.push_chunk(rest);
    }
    words.text
}

fn is_separator(letter: char) -> bool {
    letter == ' ' || (letter.is_ascii_punctuation() && !matches!(letter, '.' | '/' | '&' | '+' | '\'' | '`'))
}

struct Words {
    text: String,
    /// The last word is a run of single letters that the next one may join.
    open_run: bool,
}

impl Words {
    /// A chunk between spaces: its pieces joined where all are letters or pairs, else apart.
    fn push_chunk(&mut self, chunk: &str) {
        if !chunk.contains(['.', '/']) {
            return self.push(chunk);
        }
        let longest = if chunk.contains('/') { 1 } else { 2 };
        let pieces = || chunk.split(['.', '/']).filter(|piece| !piece.is_empty());
        if pieces().all(|piece| piece.len() <= longest) {
            self.push(&pieces().collect::<String>());
        } else {
            pieces().for_each(|piece| self.push(piece));
        }
    }

    fn push(&mut self, word: &str) {
        let mut letters = word.bytes().filter(|&byte| !matches!(byte, b'\'' | b'`')).peekable();
        if letters.peek().is_none() {
            return;
        }
        let letter = word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic();
        if !(self.text.is_empty() || letter && self.open_run) {
            self.text.push(' ');
        }
        self.text.extend(letters.map(char::from));
        self.open_run = letter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, is_folded};

    #[test]
    fn dotted_slashed_and_spaced_letters_are_one_word() {
        let normal = |raw: &str| normalize(&fold(raw, 256).text);
        assert_eq!(normal("Acme, L.L.C."), "acme llc");
        assert_eq!(normal("Novo A/S"), "novo as");
        assert_eq!(normal("J P Morgan S.A. de C.V."), "jp morgan sa de cv");
        assert_eq!(normal("AT&T Co.Ltd"), "at and t co ltd");
        assert_eq!(normal("Joe's (Diner)"), "joes diner");
        assert_eq!(normal("ООО «Ромашка»"), "ooo romashka");
    }

    #[test]
    fn keys_are_folded_sorted_and_unique_and_canonical_words_final() {
        let keys: Vec<&str> = WORDS.rows().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, next| one < next));
        for key in keys {
            assert!(is_folded(key), "{key}");
            let word = OrganizationWord::new(key);
            assert_eq!(OrganizationWord::new(word.canonical.as_str()).canonical, word.canonical, "{key}");
        }
    }
}
