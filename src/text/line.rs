//! Folded text that needs no allocation: a short line of ASCII stays on the stack.

use super::fold::fold;
use super::marks::Marks;
use super::short::ShortText;

/// Letters that fit on the stack: nearly all names are shorter.
const ROOM: usize = 64;
/// So many letters that stand alone may be a word spelled out, which only the whole of folding reads.
const MANY_ALONE: usize = 4;

/// A name, or a part of one.
pub(crate) type Letters = ShortText<ROOM>;

/// Text as [`fold`] leaves it.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Line {
    letters: Letters,
    pub(crate) cut: bool,
    pub(crate) transliterated: bool,
}

impl Line {
    /// Folds at most `cap_chars` characters of `raw`.
    pub(crate) fn fold(raw: &str, cap_chars: usize) -> Self {
        if raw.len() <= cap_chars.min(ROOM)
            && let Some(letters) = tidy(raw.as_bytes()).or_else(|| plain(raw.as_bytes()))
        {
            return Self { letters, cut: false, transliterated: false };
        }
        let folded = fold(raw, cap_chars);
        Self { letters: folded.text.into(), cut: folded.cut, transliterated: folded.transliterated }
    }

    pub(crate) fn as_str(&self) -> &str {
        self.letters.as_str()
    }
}

/// Short ASCII in lower case, where nothing else is to be done: a third of the instructions of [`plain`].
fn tidy(raw: &[u8]) -> Option<Letters> {
    let marks = Marks::of(raw)?;
    if marks.may_spell_out() || !marks.is_evenly_spaced(raw.len()) {
        return None;
    }
    let mut letters = [0; ROOM];
    letters[..raw.len()].copy_from_slice(raw);
    letters.make_ascii_lowercase();
    Some(Letters::filled(letters, raw.len()))
}

/// What becomes of each ASCII character, and whether it is a letter or digit: two loads for a dozen comparisons.
static FOLDED: [(u8, bool); 128] = {
    let mut folded = [(b' ', false); 128];
    let mut at = b' ';
    while at < 0x7f {
        folded[at as usize] = (at.to_ascii_lowercase(), at.is_ascii_alphanumeric());
        at += 1;
    }
    folded
};

/// Short ASCII in lower case with single spaces; `None` of other text, and where letters may spell a word out.
fn plain(raw: &[u8]) -> Option<Letters> {
    if !raw.is_ascii() {
        return None;
    }
    let (mut letters, mut len) = ([0; ROOM], 0);
    // The last bits say which characters were letters or digits: one between two that were not stands alone.
    let (mut before, mut words, mut alone) = (b' ', 0u32, 0);
    for &byte in raw {
        let (letter, is_word) = FOLDED[usize::from(byte & 0x7f)];
        if letter == b' ' && before == b' ' {
            continue;
        }
        letters[len % ROOM] = letter;
        len += 1;
        before = letter;
        words = words << 1 | u32::from(is_word);
        alone += usize::from(words & 0b111 == 0b010);
    }
    len -= usize::from(len > 0 && before == b' ');
    (alone + usize::from(words & 0b11 == 0b01) < MANY_ALONE).then(|| Letters::filled(letters, len))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Line, fold};

    proptest! {
        #[test]
        fn a_line_is_the_folded_text(raw in "[A-Za-c .'\\-\\t\\x0b\\x1f1]{0,40}|\\PC{0,40}") {
            let folded = fold(&raw, 30);
            let line = Line::fold(&raw, 30);
            prop_assert_eq!(line.as_str(), &folded.text);
            prop_assert_eq!([line.cut, line.transliterated], [folded.cut, folded.transliterated]);
        }
    }
}
