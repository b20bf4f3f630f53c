//! What the characters themselves say: invisible ones, bidi controls, mixed scripts, look-alikes, and text over its cap.

use bitflags::bitflags;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

bitflags! {
    /// Facts about a field's characters, set once at reading.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct TextTraits: u8 {
        /// Zero-width and other characters that do not show.
        const INVISIBLE = 1;
        /// Controls that turn the direction of writing.
        const BIDI = 1 << 1;
        /// One word in two scripts that do not belong together (`Jеnny` with a Cyrillic е).
        const MIXED_SCRIPT = 1 << 2;
        /// Letters of another script that look like Latin ones throughout.
        const CONFUSABLE = 1 << 3;
        /// Longer than the field's cap: the rest was not read.
        const CUT = 1 << 4;
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
    if head.is_ascii() {
        return traits;
    }
    traits.set(TextTraits::INVISIBLE, head.chars().any(is_invisible));
    traits.set(TextTraits::BIDI, head.chars().any(is_bidi_control));
    for word in head.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_ascii()) {
        traits |= word_traits(word);
    }
    traits
}

fn word_traits(word: &str) -> TextTraits {
    let mut traits = TextTraits::empty();
    traits.set(TextTraits::MIXED_SCRIPT, mixes_alphabets(word));
    traits.set(TextTraits::CONFUSABLE, looks_latin(word));
    traits
}

/// Latin, Greek and Cyrillic in one word; Han with kana and the like is ordinary writing.
fn mixes_alphabets(word: &str) -> bool {
    let has = |script| word.chars().any(|letter| letter.script() == script);
    [Script::Latin, Script::Greek, Script::Cyrillic].into_iter().filter(|&script| has(script)).count() > 1
}

/// A word without one Latin letter whose every letter looks like one; short Greek and Cyrillic words do so by chance.
fn looks_latin(word: &str) -> bool {
    let foreign =
        |letter: char| matches!(letter.script(), Script::Greek | Script::Cyrillic | Script::Cherokee | Script::Lisu);
    word.chars().count() >= 4
        && word.chars().filter(|letter| letter.is_alphabetic()).all(foreign)
        && skeleton(word).all(|letter| letter.is_ascii())
}

pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter as u32, 0xad | 0x34f | 0x115f | 0x1160 | 0x17b4 | 0x17b5 | 0x180b..=0x180e | 0x200b..=0x200d | 0x2060..=0x2064 | 0x3164 | 0xfeff | 0xffa0 | 0xe0000..=0xe007f)
        || is_bidi_control(letter)
}

fn is_bidi_control(letter: char) -> bool {
    matches!(letter as u32, 0x61c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069)
}

#[cfg(test)]
mod tests {
    use super::{TextTraits, scan};

    #[test]
    fn cyrillic_letter_inside_a_latin_word_is_mixed() {
        assert_eq!(scan("J\u{435}nny Rosen", 256), TextTraits::MIXED_SCRIPT);
    }

    #[test]
    fn whole_word_look_alike_is_confusable_and_plain_russian_is_not() {
        assert_eq!(scan("\u{420}\u{430}\u{443}\u{440}\u{430}", 256), TextTraits::CONFUSABLE);
        assert_eq!(scan("Сергей Иванов", 256), TextTraits::empty());
    }

    #[test]
    fn accents_and_kana_with_han_are_ordinary() {
        assert_eq!(scan("José Müller 高橋メアリー", 256), TextTraits::empty());
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
