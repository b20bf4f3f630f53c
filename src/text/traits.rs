//! What the characters themselves say: invisible ones, bidi controls, mixed scripts, look-alikes, and text over its cap.

use bitflags::bitflags;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

use super::fold::is_spelled_out_of;
use super::kinds::{CONTROL, FOREIGN, KINDS, SIGN, Seen};
use super::marks::Marks;

bitflags! {
    /// Facts about a field's characters, set once at reading.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct TextTraits: u8 {
        /// Zero-width and other characters that do not show, where no script needs them.
        const INVISIBLE = 1;
        /// Controls that turn the direction of writing.
        const BIDI = 1 << 1;
        /// One word in two scripts that do not belong together (`Jеnny` with a Cyrillic е).
        const MIXED_SCRIPT = 1 << 2;
        /// A word beside Latin ones whose every letter is of another script and looks like a Latin one (`John Сох`).
        const CONFUSABLE = 1 << 3;
        /// Longer than the field's cap: the rest was not read.
        const CUT = 1 << 4;
        /// Greek or Cyrillic throughout, and every letter looks like a Latin one: an imitation, or a name such as `ΜΑΡΙΑ`.
        const LOOKS_LATIN = 1 << 5;
        /// A sign where a word has a letter: `@nna`, `$mith`, `J!m`. An email has one by nature.
        const SIGN_FOR_LETTER = 1 << 6;
        /// Four letters or more spaced out one by one: `J e n n y`. They are read as the word they spell.
        const SPELLED_OUT = 1 << 7;
    }
}

/// As [`str::trim`], at a tenth of its instructions where nothing stands around the text.
pub(crate) fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// The first `cap_chars` characters, and whether there were more.
pub(crate) fn cap(raw: &str, cap_chars: usize) -> (&str, bool) {
    if raw.len() <= cap_chars {
        return (raw, false);
    }
    match raw.char_indices().nth(cap_chars) {
        Some((end, _)) => (&raw[..end], true),
        None => (raw, false),
    }
}

/// Reads the traits of the first `cap_chars` characters.
pub(crate) fn scan(raw: &str, cap_chars: usize) -> TextTraits {
    let (head, cut) = cap(raw, cap_chars);
    let mut traits = if cut { TextTraits::CUT } else { TextTraits::empty() };
    match Marks::of(head.as_bytes()) {
        Some(marks) if !marks.may_spell_out() => {
            traits.set(TextTraits::SIGN_FOR_LETTER, marks.has_sign_for_letter());
            traits
        }
        _ => traits | looked_through(head),
    }
}

/// Of any text, byte by byte and letter by letter.
fn looked_through(head: &str) -> TextTraits {
    let mut traits = TextTraits::empty();
    let seen = Seen::of(head.as_bytes());
    traits.set(TextTraits::SIGN_FOR_LETTER, seen.kinds & SIGN != 0 && has_sign_for_letter(head.as_bytes()));
    traits.set(TextTraits::SPELLED_OUT, is_spelled_out_of(head, seen));
    if seen.kinds & FOREIGN == 0 {
        traits.set(TextTraits::INVISIBLE, seen.kinds & CONTROL != 0);
        return traits;
    }
    traits.set(TextTraits::INVISIBLE, hides_characters(head));
    traits.set(TextTraits::BIDI, head.chars().any(is_bidi_control));
    traits | traits_of_words(head)
}

/// A sign before a letter, with a letter or nothing before it: not the one of `Yahoo! Inc`.
fn has_sign_for_letter(text: &[u8]) -> bool {
    let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphabetic);
    let opens = |at: usize| at == 0 || text[at - 1] == b' ' || is_letter(at - 1);
    let mut signs = text.iter().enumerate().filter(|(_, byte)| KINDS[usize::from(**byte)] == SIGN);
    signs.any(|(at, _)| is_letter(at + 1) && opens(at))
}

/// Some script needs what does not show: joiners stand in Persian and Indic words, selectors behind ideographs and pictures.
fn hides_characters(text: &str) -> bool {
    let mut before = None;
    text.chars().any(|letter| {
        let is_needed = match letter as u32 {
            0x200c | 0x200d => before.is_some_and(takes_joiners),
            0x180b..=0x180d | 0xfe00..=0xfe0f | 0xe0100..=0xe01ef => before.is_some_and(takes_selectors),
            _ => false,
        };
        before = Some(letter);
        (is_invisible(letter) || is_control(letter)) && !is_needed
    })
}

fn takes_joiners(letter: char) -> bool {
    use Script::{
        Arabic, Bengali, Devanagari, Gujarati, Gurmukhi, Kannada, Khmer, Malayalam, Mongolian, Myanmar, Oriya, Sinhala,
        Syriac, Tamil, Telugu,
    };
    let script = letter.script();
    matches!(script, Arabic | Syriac | Mongolian | Myanmar | Khmer | Sinhala)
        || matches!(script, Devanagari | Bengali | Gurmukhi | Gujarati | Oriya | Tamil | Telugu | Kannada | Malayalam)
}

fn takes_selectors(letter: char) -> bool {
    let is_sign = !letter.is_alphabetic() && !letter.is_whitespace() && !letter.is_ascii();
    is_sign || matches!(letter.script(), Script::Han | Script::Mongolian | Script::Phags_Pa | Script::Myanmar)
}

/// A control that is no spacing.
fn is_control(letter: char) -> bool {
    letter.is_control() && !letter.is_whitespace()
}

/// What a text's words are.
#[derive(Default)]
struct Words {
    latin: bool,
    /// Greek, Cyrillic or Armenian, and every letter looks like a Latin one.
    alike: bool,
    /// The same of one letter.
    alike_letter: bool,
    /// The same in Cherokee, Lisu and others, in which few names are written and many letters look Latin.
    alike_and_rare: bool,
    /// Of another alphabet, and unlike Latin ones.
    foreign: bool,
}

fn traits_of_words(text: &str) -> TextTraits {
    let mut traits = TextTraits::empty();
    let mut seen = Words::default();
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        let Some(script) = word.chars().find_map(alphabet) else { continue };
        traits.set(TextTraits::MIXED_SCRIPT, traits.contains(TextTraits::MIXED_SCRIPT) || mixes_alphabets(word));
        let is_rare = !matches!(script, Script::Greek | Script::Cyrillic | Script::Armenian);
        *match looks_latin(word) {
            _ if script == Script::Latin => &mut seen.latin,
            false => &mut seen.foreign,
            true if is_rare => &mut seen.alike_and_rare,
            true if word.chars().nth(1).is_none() => &mut seen.alike_letter,
            true => &mut seen.alike,
        } = true;
    }
    // A letter by itself says nothing beside words of its script: `О. Генри`.
    let is_confusable =
        (seen.latin && seen.alike) || (seen.latin && seen.alike_letter && !seen.foreign) || seen.alike_and_rare;
    traits.set(TextTraits::CONFUSABLE, is_confusable);
    traits.set(TextTraits::LOOKS_LATIN, seen.alike && !is_confusable && !seen.foreign);
    traits
}

/// The script of a letter; `None` of signs, and of the scripts of East Asia, in which Latin letters stand as they are.
fn alphabet(letter: char) -> Option<Script> {
    use Script::{Bopomofo, Common, Han, Hangul, Hiragana, Inherited, Katakana, Unknown};
    let script = letter.script();
    let is_none = matches!(script, Common | Inherited | Unknown | Han | Hangul | Hiragana | Katakana | Bopomofo);
    (!is_none).then_some(script)
}

/// Two alphabets in one word, which no language writes.
fn mixes_alphabets(word: &str) -> bool {
    let mut alphabets = word.chars().filter_map(alphabet);
    alphabets.next().is_some_and(|first| alphabets.any(|other| other != first))
}

fn looks_latin(word: &str) -> bool {
    use Script::{Armenian, Canadian_Aboriginal, Cherokee, Coptic, Cyrillic, Greek, Lisu};
    let foreign = |letter: char| {
        matches!(letter.script(), Greek | Cyrillic | Armenian | Cherokee | Lisu | Coptic | Canadian_Aboriginal)
    };
    word.chars().filter(|letter| letter.is_alphabetic()).all(foreign) && skeleton(word).all(|letter| letter.is_ascii())
}

/// What does not show wherever it stands; a joiner or selector may be needed by its script.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter as u32, 0xad | 0x34f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180f | 0x200b..=0x200d)
        || matches!(letter as u32, 0x2060..=0x206f | 0x3164 | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffb)
        || matches!(letter as u32, 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0xe0fff)
        || is_bidi_control(letter)
}

fn is_bidi_control(letter: char) -> bool {
    matches!(letter as u32, 0x61c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069)
}

/// Letters as Cyrillic and as Greek words are read, and the Latin ones they look like; what is not here looks as it reads.
const CYRILLIC_LOOKS: &[(&str, &str)] =
    &[("kh", "x"), ("dz", "s"), ("v", "b"), ("n", "h"), ("r", "p"), ("s", "c"), ("u", "y")];
const GREEK_LOOKS: &[(&str, &str)] = &[("ch", "x"), ("r", "p"), ("v", "b"), ("u", "y")];

/// The Latin words that a Cyrillic and a Greek word of this reading look like: `vettu` (ВЕТТУ) like `betty`.
pub(crate) fn latin_looks(reading: &str) -> [String; 2] {
    [CYRILLIC_LOOKS, GREEK_LOOKS].map(|looks| {
        let (mut rest, mut seen) = (reading, String::with_capacity(reading.len()));
        while let Some(letter) = rest.chars().next() {
            let (read, look) = looks.iter().find(|(read, _)| rest.starts_with(read)).copied().unwrap_or_else(|| {
                let one = &rest[..letter.len_utf8()];
                (one, one)
            });
            seen.push_str(look);
            rest = &rest[read.len()..];
        }
        seen
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TextTraits, latin_looks, looked_through, scan, trim};

    proptest! {
        #[test]
        fn a_text_is_trimmed_as_by_the_standard_library(text in "[ \\ta\u{a0}\u{2003}é]{0,6}|\\PC{0,9}") {
            prop_assert_eq!(trim(&text), text.trim());
        }

        #[test]
        fn a_short_look_sees_what_the_whole_one_does(text in "[ A-Ca-c1@$!.&\\-\t\x01]{0,40}|[a-c ]{60,68}|\\PC{0,20}") {
            prop_assert_eq!(scan(&text, 256), looked_through(&text));
        }
    }

    #[test]
    fn cyrillic_letter_inside_a_latin_word_is_mixed() {
        assert_eq!(scan("J\u{435}nny Rosen", 256), TextTraits::MIXED_SCRIPT);
    }

    #[test]
    fn look_alike_word_is_confusable_beside_latin_ones_only() {
        assert_eq!(scan("John \u{421}\u{43e}\u{445}", 256), TextTraits::CONFUSABLE);
        assert_eq!(scan("\u{421}\u{43e}\u{445}", 256), TextTraits::LOOKS_LATIN);
        assert_eq!(scan("РОМАН ТАРАСОВ", 256), TextTraits::LOOKS_LATIN);
        assert_eq!(scan("Ada \u{420} Perez", 256), TextTraits::CONFUSABLE);
        assert_eq!(scan("\u{41e}. Генри Smith", 256), TextTraits::empty());
        assert_eq!(scan("\u{13aa}\u{13a0}\u{13aa}", 256), TextTraits::CONFUSABLE);
        assert_eq!(scan("Вера Попова", 256), TextTraits::empty());
        assert_eq!(scan("Сергей Иванов", 256), TextTraits::empty());
    }

    #[test]
    fn a_word_looks_like_what_its_letters_look_like() {
        assert_eq!(latin_looks("vettu")[0], "betty");
        assert_eq!(latin_looks("roman")[0], "pomah");
        assert_eq!(latin_looks("chara")[1], "xapa");
    }

    #[test]
    fn any_two_alphabets_in_a_word_are_mixed() {
        assert_eq!(scan("R\u{585}sen", 256), TextTraits::MIXED_SCRIPT);
        assert_eq!(scan("\u{13ab}enny", 256), TextTraits::MIXED_SCRIPT);
        assert_eq!(scan("王Wei 김Jisoo", 256), TextTraits::empty());
    }

    #[test]
    fn joiners_and_selectors_are_ordinary_where_a_script_needs_them() {
        assert_eq!(scan("علی\u{200c}رضا", 256), TextTraits::empty());
        assert_eq!(scan("श\u{94d}\u{200d}याम", 256), TextTraits::empty());
        assert_eq!(scan("\u{8fbb}\u{e0100}", 256), TextTraits::empty());
        assert_eq!(scan("Zoë \u{2764}\u{fe0f}", 256), TextTraits::empty());
        for hidden in ["Jen\u{200c}ny", "Jen\u{fe0f}ny", "\u{e0101}Jenny", "Jen\u{206a}ny", "Jen\u{1}ny"] {
            assert_eq!(scan(hidden, 256), TextTraits::INVISIBLE, "{hidden:?}");
        }
    }

    #[test]
    fn accents_and_kana_with_han_are_ordinary() {
        assert_eq!(scan("José Müller 高橋メアリー", 256), TextTraits::empty());
    }

    #[test]
    fn signs_imitate_letters_inside_words_only() {
        assert!(
            ["@nna Lee", "Anna $mith", "J!m Lee"]
                .map(|name| scan(name, 256))
                .iter()
                .all(|traits| *traits == TextTraits::SIGN_FOR_LETTER)
        );
        assert!(["Yahoo! Inc", "Smith & Co", "5 @ 3"].map(|name| scan(name, 256)).iter().all(TextTraits::is_empty));
    }

    #[test]
    fn controls_are_told_apart() {
        assert_eq!(scan("Ros\u{200b}en", 256), TextTraits::INVISIBLE);
        assert_eq!(scan("\u{202e}nesoR", 256), TextTraits::INVISIBLE | TextTraits::BIDI);
    }

    #[test]
    fn caps_count_characters_not_bytes() {
        assert_eq!(scan(&"é".repeat(256), 256), TextTraits::empty());
        assert_eq!(scan(&"é".repeat(257), 256), TextTraits::CUT);
    }
}
