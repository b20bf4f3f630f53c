//! Folded text to words: where a comma, a hyphen or a dot stands between them.

use smallvec::SmallVec;

use crate::name::CAP_WORDS;

/// One word as written.
#[derive(Clone, Copy)]
pub(super) struct RawWord<'a> {
    pub(super) text: &'a str,
    /// How many commas stand before it.
    pub(super) segment: u8,
    /// A hyphen joins it to the word before.
    pub(super) glued: bool,
    /// A dot follows.
    pub(super) dotted: bool,
}

pub(super) type RawWords<'a> = SmallVec<[RawWord<'a>; 6]>;

/// The text without the marks that stand inside words: `o'brien` is `obrien`.
pub(super) fn without_apostrophes(text: &str) -> String {
    text.chars().filter(|letter| !matches!(letter, '\'' | '`' | '"')).collect()
}

/// Splits at everything but letters and digits; words of digits alone are no names.
pub(super) fn split(text: &str) -> RawWords<'_> {
    let mut words = RawWords::new();
    let (mut segment, mut glued, mut start) = (0u8, false, None);
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        if letter.is_ascii_alphanumeric() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            push(&mut words, RawWord { text: &text[from..at], segment, glued, dotted: letter == '.' });
            glued = false;
        }
        segment = segment.saturating_add(u8::from(letter == ','));
        glued = (glued && letter == ' ') || letter == '-';
    }
    words
}

fn push<'a>(words: &mut RawWords<'a>, mut word: RawWord<'a>) {
    let first = words.last().is_none_or(|last| last.segment != word.segment);
    word.glued &= !first;
    if words.len() < CAP_WORDS && word.text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        words.push(word);
    }
}
