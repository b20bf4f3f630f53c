//! Names with digits and signs for letters (`J3nny R0sen`): read as the name that they show where that is a known one; what
//! a business is called is left alone.

use super::frequency::{family_share, given_share, reads_as_person};

/// Least letters of a disguised word: `3M` and `K9` are no names.
const LEAST: usize = 3;
/// Most ones in a word that are tried as `i` and as `l`.
const MOST_ONES: u32 = 4;

/// Folded text with the letters that its digits and signs stand for; `None` where there are none, or the name that would
/// show is not a known given name beside a known family name.
pub(super) fn undo_digits(text: &str) -> Option<String> {
    if !text.bytes().any(|byte| is_mark(byte) || byte.is_ascii_digit()) {
        return None;
    }
    let (mut plain, mut rest, mut undone) = (String::with_capacity(text.len()), text, false);
    while !rest.is_empty() {
        let length = word_length(rest.as_bytes());
        let (word, behind) = rest.split_at(length.max(1));
        let letters = (length > 0).then(|| letters_of(word)).flatten();
        undone |= letters.is_some();
        plain.push_str(letters.as_deref().unwrap_or(word));
        rest = behind;
    }
    (undone && is_known_person(&plain)).then_some(plain)
}

fn is_mark(byte: u8) -> bool {
    matches!(byte, b'@' | b'$' | b'!')
}

/// How long the word at the start of the text is: letters, digits, and signs before a letter.
fn word_length(text: &[u8]) -> usize {
    let is_letter = |at: usize| text.get(at).is_some_and(u8::is_ascii_alphanumeric);
    (0..text.len()).take_while(|&at| is_letter(at) || is_mark(text[at]) && is_letter(at + 1)).count()
}

/// The known name that the word shows, if it has letters and something in place of others.
fn letters_of(word: &str) -> Option<String> {
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    let is_disguised = has(u8::is_ascii_alphabetic) && has(|byte| byte.is_ascii_digit() || is_mark(*byte));
    let ones = word.bytes().filter(|&byte| byte == b'1').count() as u32;
    if word.len() < LEAST || !is_disguised || is_ordinal(word) || ones > MOST_ONES {
        return None;
    }
    let readings = (0..1u32 << ones).filter_map(|readings| read(word, readings));
    readings
        .map(|shown| (given_share(&shown).max(family_share(&shown)), shown))
        .filter(|(share, _)| *share > 0.0)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, shown)| shown)
}

fn is_ordinal(word: &str) -> bool {
    let ending = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
    ending.len() < word.len() && matches!(ending, "st" | "nd" | "rd" | "th")
}

/// The word with letters for digits and signs; a bit of `readings` says of each one whether it is an `l`.
fn read(word: &str, mut readings: u32) -> Option<String> {
    let mut letter_of = |byte: u8| {
        Some(match byte {
            b'0' => 'o',
            b'1' => {
                let is_l = readings & 1 == 1;
                readings >>= 1;
                if is_l { 'l' } else { 'i' }
            }
            b'2' => 'z',
            b'3' => 'e',
            b'4' | b'@' => 'a',
            b'5' | b'$' => 's',
            b'7' => 't',
            b'8' => 'b',
            b'9' => 'g',
            b'!' => 'i',
            letter => Some(letter).filter(u8::is_ascii_lowercase)? as char,
        })
    };
    word.bytes().map(&mut letter_of).collect()
}

/// A known given name and a known family name among at most five words, nothing else being a number.
fn is_known_person(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let beside =
        |at: usize| words.iter().enumerate().any(|(other, family)| other != at && reads_as_person(words[at], family));
    (2..=5).contains(&words.len()) && (0..words.len()).any(beside)
}

#[cfg(test)]
mod tests {
    use super::undo_digits;

    #[test]
    fn digits_and_signs_are_the_letters_that_they_show() {
        for (text, shown) in [
            ("j3nny rosen", "jenny rosen"),
            ("b0b lee", "bob lee"),
            ("m1la mar1ne", "mila marine"),
            ("figueroa, sau1", "figueroa, saul"),
            ("@nna $mith", "anna smith"),
            ("w1ll1am m1ller", "william miller"),
        ] {
            assert_eq!(undo_digits(text).as_deref(), Some(shown));
        }
    }

    #[test]
    fn businesses_and_numbers_keep_their_digits() {
        for text in [
            "b2b",
            "3m",
            "7 eleven",
            "studio 54",
            "a1 towing llc",
            "b4u wireless",
            "john kaur 3rd",
            "jenny rosen 2",
            "yahoo! inc",
            "k9 academy",
            "gr8 skates",
            "4ever green lawns",
            "h2o pools",
            "jenny@rosen.com",
            "12345678 canada inc",
        ] {
            assert_eq!(undo_digits(text), None, "{text}");
        }
    }
}
