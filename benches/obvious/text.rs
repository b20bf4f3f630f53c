//! Folding to plain letters, and where two strings are one slip apart.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Lower case without accents, single spaces, none at either end.
pub fn fold(raw: &str) -> String {
    let plain: String = raw.nfkd().filter(|&letter| !is_combining_mark(letter)).flat_map(char::to_lowercase).collect();
    let is_space = |letter: char| !letter.is_ascii() || letter.is_whitespace() || letter.is_control();
    plain.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// One letter replaced, left out, put in, or swapped with its neighbor.
pub struct Edit {
    /// First byte that differs.
    pub at: usize,
    /// Bytes that differ, on either side.
    pub span: [usize; 2],
}

/// The one edit between two strings; `None` when they are equal or further apart.
pub fn one_edit(applicant: &str, owner: &str) -> Option<Edit> {
    let (applicant, owner) = (applicant.as_bytes(), owner.as_bytes());
    let at = common_prefix(applicant, owner);
    let tail = common_suffix(&applicant[at..], &owner[at..]);
    let span = [applicant.len() - at - tail, owner.len() - at - tail];
    let is_swap = || applicant[at] == owner[at + 1] && applicant[at + 1] == owner[at];
    let is_one = matches!(span, [1, 1] | [0, 1] | [1, 0]) || (span == [2, 2] && is_swap());
    is_one.then_some(Edit { at, span })
}

pub fn common_prefix(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

pub fn common_suffix(one: &[u8], other: &[u8]) -> usize {
    one.iter().rev().zip(other.iter().rev()).take_while(|(one, other)| one == other).count()
}
