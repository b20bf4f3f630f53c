//! Folding: any script to lower-case ASCII, accents dropped, spacing evened, punctuation kept for the rooms to read.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::traits::{cap, is_invisible};

/// Text after folding: ASCII, lower case, single spaces, none at either end.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Folded {
    pub(crate) text: String,
    /// More characters than the cap, before or after normalization; the rest was left out.
    pub(crate) cut: bool,
    /// Letters outside Latin were transliterated.
    pub(crate) transliterated: bool,
}

impl fmt::Debug for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Folds at most `cap_chars` characters of `raw`, counted before and again after normalization.
///
/// `"ＪÜRGEN  O’Brien"` becomes `"jurgen o'brien"`.
pub(crate) fn fold(raw: &str, cap_chars: usize) -> Folded {
    let (head, cut) = cap(raw, cap_chars);
    if head.is_ascii() {
        return Folded { text: fold_ascii(head), cut, transliterated: false };
    }
    fold_unicode(head, cap_chars, cut)
}

fn fold_ascii(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for byte in raw.bytes() {
        push(&mut text, byte as char);
    }
    trim_end(text)
}

fn fold_unicode(raw: &str, cap_chars: usize, cut: bool) -> Folded {
    let mut folded = Folded { text: String::with_capacity(raw.len()), cut, transliterated: false };
    for (count, letter) in raw.nfkd().filter(|&letter| !is_dropped(letter)).nfc().enumerate() {
        if count >= cap_chars {
            folded.cut = true;
            break;
        }
        folded.transliterated |= letter as u32 >= 0x370 && letter.is_alphabetic();
        push_letter(&mut folded.text, letter);
    }
    folded.text = trim_end(folded.text);
    folded
}

fn is_dropped(letter: char) -> bool {
    is_combining_mark(letter) || is_invisible(letter)
}

/// Han and Hangul come out of transliteration as one capitalized syllable each: they are set apart.
fn push_letter(text: &mut String, letter: char) {
    let latin = any_ascii::any_ascii_char(letter);
    if is_ideograph(letter) {
        push(text, ' ');
    }
    for part in latin.chars() {
        push(text, part);
    }
    if is_ideograph(letter) {
        push(text, ' ');
    }
}

fn is_ideograph(letter: char) -> bool {
    matches!(letter as u32, 0x3400..=0x9fff | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

fn push(text: &mut String, letter: char) {
    if letter.is_ascii_whitespace() || letter.is_ascii_control() {
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
    } else {
        text.push(letter.to_ascii_lowercase());
    }
}

fn trim_end(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text
}

/// Folded text without a copy where `raw` is folded already; for table keys and tests.
#[allow(dead_code, reason = "tests of each table assert that keys are folded")]
pub(crate) fn is_folded(raw: &str) -> bool {
    matches!(Cow::Borrowed(raw), text if fold(&text, usize::MAX).text == text)
}

#[cfg(test)]
mod tests {
    use super::fold;

    fn folded(raw: &str) -> String {
        fold(raw, 256).text
    }

    #[test]
    fn case_accents_width_and_spacing_vanish() {
        assert_eq!(folded("  ＪÜRGEN \t O’Brien "), "jurgen o'brien");
        assert_eq!(folded("Łukasz Żółć"), "lukasz zolc");
        assert_eq!(folded("٠١٢"), "012");
    }

    #[test]
    fn ideographs_become_words() {
        assert_eq!(folded("王小明"), "wang xiao ming");
        assert_eq!(folded("김지수"), "gim ji su");
    }

    #[test]
    fn zero_width_characters_do_not_split_words() {
        assert_eq!(folded("Ro\u{200b}sen"), "rosen");
    }

    #[test]
    fn one_ligature_cannot_blow_past_the_cap() {
        let folded = fold(&"\u{fdfa}".repeat(200), 256);
        assert!(folded.cut);
        assert!(folded.text.len() < 2000);
    }
}
