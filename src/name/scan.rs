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
    /// Letters, each word by itself, and no mark but those of [`is_plain_mark`]: titling, organizations and persons are
    /// read from the same words. Nineteen in twenty names are.
    pub(super) is_plain: bool,
}

/// The text without the marks that stand inside words: `o'brien` is `obrien`.
pub(super) fn without_apostrophes(text: &str) -> Cow<'_, str> {
    let is_apostrophe = |letter: u8| matches!(letter, b'\'' | b'`' | b'"');
    if !text.bytes().any(is_apostrophe) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.bytes().filter(|&letter| !is_apostrophe(letter)).map(char::from).collect())
}

impl<'t> Scan<'t> {
    /// Splits at everything but letters and digits; words of digits alone are no names.
    pub(super) fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut scan = Self { words: RawWords::new(), is_plain: !bytes.is_empty() };
        let (mut at, mut segment, mut glued) = (0, 0u8, false);
        while at < bytes.len() {
            let from = at;
            at += bytes[from..].iter().take_while(|letter| letter.is_ascii_alphanumeric()).count();
            let mark = bytes.get(at).copied().unwrap_or(b' ');
            if at > from {
                let text = &text[from..at];
                scan.push(RawWord { text, lexeme: Lexeme::UNKNOWN, segment, glued, dotted: mark == b'.' });
                glued = false;
            }
            scan.is_plain &= mark == b' ' || is_plain_mark(bytes, at);
            segment = segment.saturating_add(u8::from(mark == b','));
            glued = (glued && mark == b' ') || mark == b'-';
            at += 1;
        }
        scan.is_plain &= bytes.first() != Some(&b' ') && bytes.last() != Some(&b' ');
        scan
    }

    fn push(&mut self, mut word: RawWord<'t>) {
        let last = self.words.last();
        word.glued &= last.is_some_and(|last| last.segment == word.segment);
        let stands_by_itself = word.text.len() > 1 || last.is_none_or(|last| last.text.len() > 1);
        let is_room = self.words.len() < CAP_WORDS;
        self.is_plain &= stands_by_itself && is_room && word.text.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_room && (self.is_plain || word.text.bytes().any(|byte| byte.is_ascii_alphabetic())) {
            word.lexeme = Lexeme::of(word.text);
            self.words.push(word);
        }
    }

    /// Plain, and titling has nothing to take apart: no marker, no second holder, no small word at an end.
    pub(super) fn is_untitled(&self) -> bool {
        let [first, .., last] = &self.words[..] else { return self.is_plain && self.words.iter().all(is_name) };
        let begins_marker = |at: usize| {
            self.words[at].has(Facts::MARKER_FIRST)
                && self.words.get(at + 1).is_some_and(|next| next.has(Facts::MARKER_SECOND))
        };
        self.is_plain
            && !first.has(Facts::LEADING)
            && !last.has(Facts::TRAILING)
            && !self.words.iter().any(|word| word.has(Facts::MARKER.with(Facts::BETWEEN)))
            && !(0..self.words.len()).any(begins_marker)
            && !self.may_list_holders()
    }

    /// Two words or more before the first comma and behind the last: perhaps two full names.
    fn may_list_holders(&self) -> bool {
        let [first, second, .., before, last] = &self.words[..] else { return false };
        first.segment != last.segment && first.segment == second.segment && before.segment == last.segment
    }
}

fn is_name(word: &RawWord<'_>) -> bool {
    !word.has(Facts::MARKER.with(Facts::BETWEEN))
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
