//! An organization's words: how its text is split, what kind each word is, and how much it tells businesses apart.

use smallvec::SmallVec;

use crate::name::facts::Facts;
use crate::name::lexicon::Lexeme;
use crate::text::{Letters, Table, Word, table};

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

/// One word of a text that may be an organization's name.
#[derive(Clone, Copy)]
pub(crate) struct Term<'t> {
    pub(crate) text: &'t str,
    pub(crate) lexeme: Lexeme,
    /// What it does.
    pub(crate) kind: Kind,
}

pub(crate) type Terms<'t> = SmallVec<[Term<'t>; 6]>;

impl<'t> Term<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self::known(text, Lexeme::of(text))
    }

    /// The words of a normalized text.
    pub(crate) fn all(text: &'t str) -> Terms<'t> {
        text.split(' ').filter(|word| !word.is_empty()).map(Self::new).collect()
    }

    pub(crate) fn known(text: &'t str, lexeme: Lexeme) -> Self {
        Self { text, lexeme, kind: kind_of(lexeme.facts, text) }
    }

    pub(crate) fn has(&self, fact: Facts) -> bool {
        self.lexeme.has(fact)
    }

    /// The letters that [`Word`] keeps of it: of a longer word's end only a digest.
    pub(crate) fn kept(&self) -> &'t str {
        if self.text.len() > 31 { &self.text[..24] } else { self.text }
    }

    /// The word is also a person's name, so that it alone does not make a business.
    pub(crate) fn is_weak(&self) -> bool {
        self.has(Facts::WEAK)
    }

    /// People carry this name: a word one letter away may be another family.
    pub(crate) fn is_real_name(&self) -> bool {
        self.lexeme.family_share() > REAL_NAME_SHARE || self.lexeme.given_share() > REAL_NAME_SHARE
    }

    /// Abbreviations spelled out.
    pub(crate) fn canonical(&self) -> &'t str {
        if !self.has(Facts::REWRITTEN) {
            return self.text;
        }
        WORDS.get(self.text).and_then(|columns| columns.split('\t').nth(1)).unwrap_or(self.text)
    }
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
    /// People carry this name: a word one letter away may be another family.
    pub(crate) real_name: bool,
}

impl OrganizationWord {
    pub(crate) fn of(term: &Term<'_>) -> Self {
        let written = Word::new(term.text);
        let canonical = if term.has(Facts::REWRITTEN) { Word::new(term.canonical()) } else { written };
        Self { written, canonical, kind: term.kind, real_name: term.is_real_name() }
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

fn kind_of(facts: Facts, text: &str) -> Kind {
    const KINDS: [Kind; 7] =
        [Kind::Stem, Kind::Article, Kind::Noise, Kind::Business, Kind::Place, Kind::Direction, Kind::Number];
    match (facts.0 & Facts::KIND.0) >> 4 {
        0 if text.bytes().all(|byte| byte.is_ascii_digit()) => Kind::Number,
        kind => KINDS[kind as usize % KINDS.len()],
    }
}

/// Folded text as words with one space between: `&` is `and`, dotted, slashed and single letters are one
/// word (`L.L.C.`, `A/S`, `J P`), apostrophes and all other punctuation vanish.
pub(crate) fn normalize(text: &str) -> Letters {
    let mut words = Words { text: Letters::default(), open_run: false };
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let mut marks = 0;
        let end = rest.iter().position(|&byte| {
            let mark = MARKS[usize::from(byte)];
            marks |= mark;
            mark == SEPARATOR
        });
        let (chunk, behind) = rest.split_at(end.unwrap_or(rest.len()));
        words.push_marked(chunk, marks & INSIDE != 0);
        rest = behind.get(1..).unwrap_or_default();
    }
    words.text
}

const SEPARATOR: u8 = 1;
/// Punctuation that words keep, lose or are joined over.
const INSIDE: u8 = 2;

/// What a byte is to the words around it; letters, digits and what is no ASCII are nothing.
static MARKS: [u8; 256] = {
    let mut marks = [0; 256];
    let mut at = 0;
    while at < 128 {
        marks[at] = match at as u8 {
            b'.' | b'/' | b'&' | b'+' | b'\'' | b'`' => INSIDE,
            byte if byte == b' ' || byte.is_ascii_punctuation() => SEPARATOR,
            _ => 0,
        };
        at += 1;
    }
    marks
};

struct Words {
    text: Letters,
    /// The last word is a run of single letters that the next one may join.
    open_run: bool,
}

impl Words {
    /// What stands between two separators.
    fn push_marked(&mut self, chunk: &[u8], has_marks: bool) {
        if chunk.is_empty() {
            return;
        }
        if !has_marks {
            return self.push_kept(chunk, is_letter(chunk));
        }
        let mut pieces = chunk.split(|byte| matches!(byte, b'&' | b'+'));
        self.push_chunk(pieces.next().unwrap_or_default());
        for piece in pieces {
            self.push_kept(b"and", false);
            self.push_chunk(piece);
        }
    }

    /// A chunk between spaces: its pieces joined where all are letters or pairs, else apart.
    fn push_chunk(&mut self, chunk: &[u8]) {
        if !chunk.iter().any(|byte| matches!(byte, b'.' | b'/')) {
            return self.push(chunk, is_letter(chunk));
        }
        let longest = if chunk.contains(&b'/') { 1 } else { 2 };
        let pieces = || chunk.split(|byte| matches!(byte, b'.' | b'/')).filter(|piece| !piece.is_empty());
        if pieces().all(|piece| piece.len() <= longest) {
            let joined: SmallVec<[u8; 16]> = pieces().flatten().copied().collect();
            self.push(&joined, is_letter(&joined));
        } else {
            pieces().for_each(|piece| self.push(piece, is_letter(piece)));
        }
    }

    fn push(&mut self, word: &[u8], is_letter: bool) {
        let is_kept = |byte: &u8| !matches!(byte, b'\'' | b'`');
        let kept: SmallVec<[u8; 16]> = word.iter().copied().filter(is_kept).collect();
        if !kept.is_empty() {
            self.push_kept(&kept, is_letter);
        }
    }

    fn push_kept(&mut self, word: &[u8], is_letter: bool) {
        if !(self.text.as_bytes().is_empty() || is_letter && self.open_run) {
            self.text.push(b' ');
        }
        self.text.push_bytes(word);
        self.open_run = is_letter;
    }
}

fn is_letter(word: &[u8]) -> bool {
    word.len() == 1 && word[0].is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{fold, is_folded};

    fn canonical(text: &str) -> Word {
        OrganizationWord::of(&Term::new(text)).canonical
    }

    #[test]
    fn dotted_slashed_and_spaced_letters_are_one_word() {
        let normal = |raw: &str| normalize(&fold(raw, 256).text).as_str().to_owned();
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
            assert_eq!(canonical(canonical(key).as_str()), canonical(key), "{key}");
        }
    }
}
