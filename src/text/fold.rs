//! Folding: any script to lower-case ASCII, accents dropped, spacing evened, punctuation kept for the rooms to read.

use std::borrow::Cow;
use std::fmt;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::kinds::{FOREIGN, SPACE, Seen};
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
    let head = join_spelled_out(head);
    if head.is_ascii() {
        return Folded { text: fold_ascii(&head), cut, transliterated: false };
    }
    fold_unicode(&head, cap_chars, cut)
}

fn fold_ascii(raw: &str) -> String {
    let mut text = Vec::with_capacity(raw.len());
    for byte in raw.bytes() {
        if !(byte.is_ascii_whitespace() || byte.is_ascii_control()) {
            text.push(byte.to_ascii_lowercase());
        } else if text.last().is_some_and(|&before| before != b' ') {
            text.push(b' ');
        }
    }
    trim_end(String::from_utf8(text).unwrap_or_default())
}

fn fold_unicode(raw: &str, cap_chars: usize, cut: bool) -> Folded {
    let mut folded = Folded { text: String::with_capacity(raw.len()), cut, transliterated: false };
    let is_japanese = raw.chars().any(is_kana);
    let mut before = Run::Letters;
    for (count, letter) in raw.nfkd().filter(|&letter| !is_dropped(letter)).nfc().enumerate() {
        if count >= cap_chars {
            folded.cut = true;
            break;
        }
        folded.transliterated |= letter as u32 >= 0x370 && letter.is_alphabetic();
        let run = Run::of(letter, is_japanese);
        if run.is_apart_from(before) {
            push(&mut folded.text, ' ');
        }
        push_latin(&mut folded.text, letter);
        before = run;
    }
    folded.text = trim_end(folded.text);
    folded
}

/// Accents fall; the marks that make ga of ka are letters of their own.
fn is_dropped(letter: char) -> bool {
    (is_combining_mark(letter) && !matches!(letter, '\u{3099}' | '\u{309a}')) || is_invisible(letter)
}

/// What stands apart as a word: a Han or Hangul character is a syllable each, but beside kana Han is read in ways that
/// its characters do not tell, and a run of it is one word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    Letters,
    Kana,
    Han,
    Syllable,
}

impl Run {
    fn of(letter: char, is_japanese: bool) -> Self {
        match letter {
            letter if is_kana(letter) => Self::Kana,
            letter if is_ideograph(letter) && is_japanese => Self::Han,
            letter if is_ideograph(letter) => Self::Syllable,
            _ => Self::Letters,
        }
    }

    fn is_apart_from(self, before: Self) -> bool {
        self == Self::Syllable
            || before == Self::Syllable
            || (self != before && (self == Self::Han || before == Self::Han))
    }
}

fn push_latin(text: &mut String, letter: char) {
    if is_symbol(letter) {
        return push(text, ' ');
    }
    for part in any_ascii::any_ascii_char(letter).chars() {
        push(text, part);
    }
}

/// Pictures, arrows and signs, which are no letters although a transliteration has words for them.
fn is_symbol(letter: char) -> bool {
    let (signs, arrows) = (matches!(letter as u32, 0xa9 | 0xae), matches!(letter as u32, 0x2190..=0x21ff));
    let pictures = matches!(letter as u32, 0x2300..=0x245f | 0x2500..=0x27bf | 0x2900..=0x297f | 0x2b00..=0x2bff);
    signs || arrows || pictures || matches!(letter as u32, 0x1f000..=0x1faff)
}

fn is_kana(letter: char) -> bool {
    matches!(letter as u32, 0x3041..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f)
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

/// From so many letters spaced out on they spell a word: three are initials more often.
const SPELLED_OUT: usize = 4;
/// Beside others that are spelled out, a word may be this short: `J e n n y L u`.
const LEAST_OF_A_RUN: usize = 2;

/// Letters spaced out (`J e n n y Rosen`, `J.e.n.n.y Rosen`) become the words that they spell. A word ends at a wider gap,
/// before a capital behind a small letter, and where dots or dashes stand between letters, at a space; without a space in
/// it, a text with dots is something else.
pub(crate) fn join_spelled_out(raw: &str) -> Cow<'_, str> {
    if !is_spelled_out(raw) {
        return Cow::Borrowed(raw);
    }
    let mut joined = String::with_capacity(raw.len());
    let mut run: Vec<&str> = Vec::new();
    for piece in raw.split_inclusive(is_gap) {
        if is_lone(piece) || (piece.chars().all(is_gap) && !run.is_empty()) {
            run.push(piece);
        } else {
            push_run(&mut joined, &run);
            run.clear();
            joined.push_str(piece);
        }
    }
    push_run(&mut joined, &run);
    Cow::Owned(joined)
}

/// Whether letters of a word stand apart, four at least.
pub(super) fn is_spelled_out(raw: &str) -> bool {
    is_spelled_out_of(raw, Seen::of(raw.as_bytes()))
}

/// The same of a text that was seen: few have lone letters enough to be looked at piece by piece.
pub(super) fn is_spelled_out_of(raw: &str, seen: Seen) -> bool {
    let is_ascii = seen.kinds & FOREIGN == 0;
    if is_ascii && (seen.kinds & SPACE == 0 || seen.lone_letters < SPELLED_OUT) {
        return false;
    }
    let mut run = 0;
    raw.contains(char::is_whitespace)
        && raw.split(is_gap).filter(|piece| !piece.is_empty()).any(|piece| {
            run = if is_lone(piece) { run + 1 } else { 0 };
            run >= SPELLED_OUT
        })
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '.' | '-' | '_')
}

/// One letter, with or without a gap or a mark behind it.
fn is_lone(piece: &str) -> bool {
    let mut letters = piece.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.all(|letter| !letter.is_alphanumeric())
}

fn push_run(joined: &mut String, run: &[&str]) {
    let ends_at_space = |piece: &&str| piece.ends_with(char::is_whitespace);
    // A dot or dash behind the last letter says nothing of the others.
    let is_dotted =
        run.split_last().is_some_and(|(_, others)| others.iter().any(|piece| piece.ends_with(['.', '-', '_'])));
    let mut word: Vec<&str> = Vec::new();
    for piece in run {
        let letter = piece.chars().next().filter(|letter| letter.is_alphabetic());
        let before = word.last().and_then(|piece| piece.chars().next());
        if letter.is_some_and(char::is_uppercase) && before.is_some_and(char::is_lowercase) {
            push_word(joined, &word);
            word.clear();
        }
        word.push(piece);
        if letter.is_none() || (is_dotted && ends_at_space(piece)) {
            push_word(joined, &word);
            word.clear();
        }
    }
    push_word(joined, &word);
}

/// One word that was spelled out, or what stood there where it is none; what ends it stays.
fn push_word(joined: &mut String, word: &[&str]) {
    let letters = word.iter().filter(|piece| is_lone(piece));
    if letters.clone().count() < LEAST_OF_A_RUN {
        return joined.extend(word.iter().copied());
    }
    joined.extend(letters.filter_map(|piece| piece.chars().next()));
    joined.extend(word.last().map(|last| last.trim_start_matches(char::is_alphabetic)));
}

/// Whether folding leaves `raw` as it is.
#[cfg(test)]
pub(crate) fn is_folded(raw: &str) -> bool {
    fold(raw, usize::MAX).text == raw
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
    fn pictures_and_signs_are_no_words() {
        assert_eq!(folded("🦄 Zoë ✨"), "zoe");
        assert_eq!(folded("Zoë❤️Martin 🇫🇷"), "zoe martin");
        assert_eq!(folded("Acme® Tools"), "acme tools");
    }

    #[test]
    fn ideographs_become_words() {
        assert_eq!(folded("王小明"), "wang xiao ming");
        assert_eq!(folded("王Wei"), "wang wei");
    }

    #[test]
    fn beside_kana_a_run_of_han_is_one_word() {
        assert_eq!(folded("高橋メアリー"), "gaoqiao meari");
        assert_eq!(folded("山田 ガブリエル"), "shantian gaburieru");
        assert_eq!(folded("김지수"), "gim ji su");
    }

    #[test]
    fn letters_spaced_out_are_the_words_they_spell() {
        assert_eq!(folded("J e n n y Rosen"), "jenny rosen");
        assert_eq!(folded("J e n n y R o s e n"), "jenny rosen");
        assert_eq!(folded("J E N N Y  R O S E N"), "jenny rosen");
        assert_eq!(folded("J e n n y L u"), "jenny lu");
        assert_eq!(folded("Maria L.O.P.E.Z."), "maria lopez.");
        assert_eq!(folded("Betty E L-O-T-T Carson"), "betty e lott carson");
        assert_eq!(folded("85 Aspen P l a c e, Avon"), "85 aspen place, avon");
        assert_eq!(folded("J\u{2009}o\u{2009}h\u{2009}n Smith"), "john smith");
        assert_eq!(folded("J R R Tolkien"), "j r r tolkien");
        assert_eq!(folded("12 N W 4 S E"), "12 n w 4 s e");
        assert_eq!(folded("j.r.r.t"), "j.r.r.t");
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
