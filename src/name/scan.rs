//! Folded text to words, each looked up once; and whether titling and organizations would find the same words.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::CAP_WORDS;
use super::facts::Facts;
use super::lexicon::Lexeme;

/// One word as written.
#[derive(Clone, Copy)]
pub(super) struct RawWord<'t> {
    pub(super) text: &'t str,
    pub(super) lexeme: Lexeme,
    /// How many commas stand before it.
    pub(super) segment: u8,
    /// A hyphen joins it to the word before.
    pub(super) glued: bool,
    /// A dot follows.
    pub(super) dotted: bool,
}

impl RawWord<'_> {
    pub(super) fn has(&self, fact: Facts) -> bool {
        self.lexeme.has(fact)
    }
}

pub(super) type RawWords<'t> = SmallVec<[RawWord<'t>; 6]>;

/// The words of a text without apostrophes.
pub(super) struct Scan<'t> {
    pub(super) words: RawWords<'t>,
    /// The text has apostrophes, and these are not its words.
    pub(super) has_apostrophe: bool,
    /// All facts about any of them.
    pub(super) facts: Facts,
    /// Letters, each word by itself, and no mark but those of [`is_plain_mark`]: titling, organizations and persons are
    /// read from the same words. Nineteen in twenty names are.
    pub(super) is_plain: bool,
}

/// The text without the marks that stand inside words: `o'brien` is `obrien`.
pub(super) fn without_apostrophes(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(is_apostrophe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.bytes().filter(|&letter| !is_apostrophe(letter)).map(char::from).collect())
}

const fn is_apostrophe(letter: u8) -> bool {
    matches!(letter, b'\'' | b'`' | b'"')
}

/// What a byte of folded text is to a word.
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        let byte = at as u8;
        classes[at] = if byte.is_ascii_alphabetic() {
            LETTER
        } else if byte.is_ascii_digit() {
            DIGIT
        } else if is_apostrophe(byte) {
            APOSTROPHE
        } else {
            0
        };
        at += 1;
    }
    classes
};
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const APOSTROPHE: u8 = 4;

impl<'t> Scan<'t> {
    /// Splits at everything but letters and digits; words of digits alone are no names.
    pub(super) fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let is_trimmed = !bytes.is_empty() && bytes[0] != b' ' && bytes[bytes.len() - 1] != b' ';
        let words = RawWords::new();
        let mut scan = Self { words, has_apostrophe: false, facts: Facts::default(), is_plain: is_trimmed };
        let (mut at, mut segment, mut glued) = (0, 0u8, false);
        while at < bytes.len() {
            let (from, mut seen, mut class) = (at, 0, 0);
            while let Some(&byte) = bytes.get(at) {
                class = CLASSES[usize::from(byte)];
                if class & (LETTER | DIGIT) == 0 {
                    break;
                }
                seen |= class;
                at += 1;
            }
            let mark = bytes.get(at).copied().unwrap_or(b' ');
            if at > from {
                let word =
                    RawWord { text: &text[from..at], lexeme: Lexeme::UNKNOWN, segment, glued, dotted: mark == b'.' };
                scan.push(word, seen);
                glued = false;
            }
            if mark != b' ' {
                scan.has_apostrophe |= class & APOSTROPHE != 0;
                scan.is_plain &= is_plain_mark(bytes, at);
                segment = segment.saturating_add(u8::from(mark == b','));
                glued = mark == b'-';
            }
            at += 1;
        }
        scan
    }

    /// Adds a word of letters, digits or both.
    fn push(&mut self, mut word: RawWord<'t>, seen: u8) {
        let last = self.words.last();
        word.glued = word.glued && last.is_some_and(|last| last.segment == word.segment);
        let stands_by_itself = word.text.len() > 1 || last.is_none_or(|last| last.text.len() > 1);
        let is_room = self.words.len() < CAP_WORDS;
        self.is_plain &= stands_by_itself && is_room && seen == LETTER;
        if is_room && seen & LETTER != 0 {
            word.lexeme = Lexeme::of(word.text);
            self.facts = self.facts.with(word.lexeme.facts);
            self.words.push(word);
        }
    }

    /// Plain, and titling has nothing to take apart: no marker, no second holder, no small word at an end.
    pub(super) fn is_untitled(&self) -> bool {
        if !self.is_plain || self.facts.has(Facts::MARKER.with(Facts::BETWEEN)) {
            return false;
        }
        let [first, .., last] = &self.words[..] else { return true };
        let begins_marker = || {
            let next = |pair: &[RawWord<'_>]| pair[0].has(Facts::MARKER_FIRST) && pair[1].has(Facts::MARKER_SECOND);
            self.words.windows(2).any(next)
        };
        let may_hold_marker = self.facts.has(Facts::MARKER_FIRST) && self.facts.has(Facts::MARKER_SECOND);
        let is_trimmed = first.has(Facts::LEADING) || last.has(Facts::TRAILING);
        let is_titled = is_trimmed || (may_hold_marker && begins_marker()) || self.may_list_holders();
        !is_titled
    }

    /// No word says more of it than who may bear it: no business word, no legal form, and too few for an acronym.
    pub(super) fn is_of_names(&self) -> bool {
        self.is_plain
            && self.words.len() <= 3
            && !self.facts.has(Facts::KIND.with(Facts::WEAK).with(Facts::FORM))
            && !self.words[0].has(Facts::FORM_FIRST)
            && !self.words[self.words.len() - 1].has(Facts::FORM_LAST)
    }

    /// Two words or more before the first comma and behind the last: perhaps two full names.
    fn may_list_holders(&self) -> bool {
        let [first, second, .., before, last] = &self.words[..] else { return false };
        first.segment != last.segment && first.segment == second.segment && before.segment == last.segment
    }
}

/// A dot behind a word, a hyphen between two, a comma before another: marks that all readers take alike.
fn is_plain_mark(text: &[u8], at: usize) -> bool {
    let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let Some(before) = at.checked_sub(1) else { return false };
    match text[at] {
        b'.' => is_letter(before) && matches!(text.get(at + 1), None | Some(b' ' | b',')),
        b'-' => is_letter(before) && is_letter(at + 1),
        b',' => {
            let next = at + 1 + usize::from(text.get(at + 1) == Some(&b' '));
            (is_letter(before) || text[before] == b'.') && is_letter(next)
        }
        _ => false,
    }
}
