//! Raw text to tokens: words with what stands before each, glued words split, abbreviations' dots dropped.

use smallvec::SmallVec;

use super::super::tables::state;
use super::super::{CAP_CHARS, CAP_WORDS};
use super::facts::Facts;
use crate::region::Region;
use crate::text::{Word, cap, fold, join_spelled_out};

/// What stands between a token and the one before it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::address) enum Gap {
    Space,
    Dash,
    Comma,
}

/// What a token was read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub(in crate::address) enum Label {
    /// Not read yet.
    Open,
    Number,
    Street,
    Unit,
    PoBox,
    City,
    State,
    Postcode,
    Country,
    /// Care of somebody, for the attention of somebody.
    CareOf,
    /// Building names, localities, what has no place of its own.
    Extra,
    /// Written twice: the second reading stands.
    Repeated,
}

/// A word of the line.
#[derive(Clone, Copy)]
pub(in crate::address) struct Token {
    pub(in crate::address) start: u16,
    pub(in crate::address) end: u16,
    pub(in crate::address) word: Word,
    pub(in crate::address) gap: Gap,
    pub(in crate::address) label: Label,
    pub(in crate::address) facts: Facts,
}

impl Token {
    /// The same place with another word.
    pub(in crate::address) fn with_word(self, text: &str) -> Self {
        let word = Word::new(text);
        Self { word, facts: Facts::of(word.as_str()), ..self }
    }

    /// Its canonical form in a city's name: `Saint Louis` is `stlouis`.
    pub(in crate::address) fn squeezed(&self) -> &[u8] {
        self.facts.canonical.map_or(self.word.as_bytes(), str::as_bytes)
    }

    pub(in crate::address) fn as_str(&self) -> &str {
        self.word.as_str()
    }

    pub(in crate::address) fn is_digits(&self) -> bool {
        self.facts.is_digits
    }

    pub(in crate::address) fn has_digit(&self) -> bool {
        self.facts.has_digit
    }

    pub(in crate::address) fn starts_with_digit(&self) -> bool {
        self.word.first().is_ascii_digit()
    }
}

pub(in crate::address) type Tokens = SmallVec<[Token; 20]>;

/// The line as it is shown, its tokens, and whether anything was left out over a cap.
pub(in crate::address) struct Line {
    pub(in crate::address) shown: String,
    pub(in crate::address) tokens: Tokens,
    pub(in crate::address) cut: bool,
}

/// Tokens of at most `CAP_CHARS` characters and `CAP_WORDS` words.
pub(in crate::address) fn tokenize(raw: &str) -> Line {
    let (head, mut cut) = cap(raw, CAP_CHARS);
    let shown = if head.is_ascii() {
        join_spelled_out(head).into_owned()
    } else {
        let folded = fold(&spelled_signs(head), CAP_CHARS);
        cut |= folded.cut;
        folded.text
    };
    let mut tokens = Tokens::new();
    cut |= !read_tokens(&shown, &mut tokens);
    Line { shown, tokens, cut }
}

/// Signs that folding would glue to the word before them: `12½` is `12 1/2`, `3º` is `3`.
fn spelled_signs(text: &str) -> String {
    let text = text.replace(['\n', '\r', '、'], ", ").replace(['º', '°', 'ª'], "");
    text.replace('½', " 1/2").replace('¼', " 1/4").replace('¾', " 3/4").replace('\u{2044}', "/")
}

/// False when words were left out.
fn read_tokens(text: &str, tokens: &mut Tokens) -> bool {
    let bytes = text.as_bytes();
    let (mut position, mut pending) = (0, Gap::Space);
    while position < bytes.len() {
        if !is_word_byte(bytes[position]) {
            pending = widest(pending, gap_of(bytes[position]));
            position += 1;
            continue;
        }
        if tokens.len() >= CAP_WORDS {
            return false;
        }
        position = read_token(bytes, position, pending, tokens);
        pending = Gap::Space;
    }
    true
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'#' || byte == b'&'
}

fn gap_of(byte: u8) -> Gap {
    match byte {
        b',' | b';' | b'\n' | b'\r' | b'|' | b'(' | b')' | b':' => Gap::Comma,
        b'-' | b'~' => Gap::Dash,
        _ => Gap::Space,
    }
}

fn widest(before: Gap, now: Gap) -> Gap {
    if before == Gap::Comma || now == Gap::Space { before } else { now }
}

/// Reads the token that starts at `start` and pushes it, in two where words are glued; where it ends.
fn read_token(bytes: &[u8], start: usize, gap: Gap, tokens: &mut Tokens) -> usize {
    let mut word: SmallVec<[u8; 64]> = SmallVec::new();
    let mut at = start;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() {
            word.push(byte.to_ascii_lowercase());
        } else if matches!(byte, b'#' | b'&') {
            if at == start {
                word.extend_from_slice(if byte == b'#' { b"#" } else { b"and" });
                at += 1;
            }
            break;
        } else if !joins(bytes, start, at) {
            break;
        } else if matches!(byte, b'-' | b'/') {
            word.push(byte);
        }
        at += 1;
    }
    // The last dot of an abbreviation is shown with it.
    let abbreviated = bytes.get(at) == Some(&b'.') && bytes[start..at].contains(&b'.');
    let end = at + usize::from(abbreviated);
    push_split(start, end, &word, gap, tokens);
    end
}

/// Whether the mark at `at` stands inside a word: apostrophes, dots of abbreviations, hyphens and slashes of numbers.
fn joins(bytes: &[u8], start: usize, at: usize) -> bool {
    let before = bytes[start..at].last().copied().unwrap_or(b' ');
    let after = bytes.get(at + 1).copied().unwrap_or(b' ');
    match bytes[at] {
        b'\'' | b'`' => after.is_ascii_alphabetic() && before.is_ascii_alphabetic(),
        b'.' => joins_dot(bytes, start, at),
        b'-' => {
            after.is_ascii_alphanumeric()
                && (before.is_ascii_digit() || after.is_ascii_digit())
                && before.is_ascii_alphanumeric()
        }
        b'/' => {
            (before.is_ascii_digit() || after.is_ascii_digit() || is_care_of(bytes, start, at))
                && after.is_ascii_alphanumeric()
        }
        _ => false,
    }
}

/// `P.O.` and `12.3` are one word, `St.Louis` and `Ave.` are not.
fn joins_dot(bytes: &[u8], start: usize, at: usize) -> bool {
    let after = bytes.get(at + 1).copied().unwrap_or(b' ');
    let two_after = bytes.get(at + 2).copied().unwrap_or(b' ');
    let previous = bytes[start..at].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let initials = previous == 1 && after.is_ascii_alphabetic() && !two_after.is_ascii_alphanumeric();
    initials || (bytes[at - 1].is_ascii_digit() && after.is_ascii_digit())
}

fn is_care_of(bytes: &[u8], start: usize, at: usize) -> bool {
    at == start + 1
        && bytes[start].eq_ignore_ascii_case(&b'c')
        && bytes.get(at + 1).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'o'))
        && !bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric)
}

/// Words that are written against the number behind them: `Apt4`, `POBox12`, `FM1960`.
const GLUED: [&str; 30] = [
    "apt", "ste", "suite", "unit", "rm", "room", "bldg", "lot", "trlr", "spc", "pmb", "pobox", "box", "psc", "hwy",
    "highway", "fm", "cr", "sr", "us", "sh", "flat", "app", "rr", "hc", "fl", "no", "km", "i", "ph",
];

fn push_split(start: usize, end: usize, word: &[u8], gap: Gap, tokens: &mut Tokens) {
    let text = std::str::from_utf8(word).unwrap_or_default();
    let mut push = |from: usize, to: usize, text: &str, gap| {
        let word = Word::new(text);
        let facts = Facts::of(word.as_str());
        tokens.push(Token { start: from as u16, end: to as u16, word, gap, label: Label::Open, facts });
    };
    match glue(text) {
        // A word without dots inside keeps its bytes' places; in the few others both halves show the whole.
        Some(split) if end - start == text.len() => {
            push(start, start + split, &text[..split], gap);
            push(start + split, end, text[split..].trim_start_matches('-'), Gap::Space);
        }
        _ => push(start, end, text, gap),
    }
}

/// Where the digits start in a word that is two.
fn glue(text: &str) -> Option<usize> {
    floor_glue(text).or_else(|| number_glue(text))
}

/// `2FL`, `3RDFLOOR`: the floor's number and its word.
fn floor_glue(text: &str) -> Option<usize> {
    let number = ["floor", "flr", "fl"].into_iter().find_map(|word| text.strip_suffix(word))?;
    let digits = number.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let is_count = !digits.is_empty() && digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_count && matches!(&number[digits.len()..], "" | "st" | "nd" | "rd" | "th")).then_some(number.len())
}

fn number_glue(text: &str) -> Option<usize> {
    let letters = text.bytes().take_while(u8::is_ascii_lowercase).count();
    let rest = text[letters..].trim_start_matches('-');
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if letters == 0 || digits == 0 {
        return None;
    }
    let glued_zip = (digits == 5 || digits == 9) && letters == 2 && state(&text[..letters], Region::US).is_some();
    // `I2O4` is a number read by a machine, `I35W` a highway.
    let is_highway = digits <= 3 && matches!(&rest[digits..], "" | "n" | "s" | "e" | "w");
    let glued_word = GLUED.contains(&&text[..letters]) && (letters > 1 || is_highway);
    (glued_zip || glued_word).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(raw: &str) -> Vec<String> {
        tokenize(raw).tokens.iter().map(|token| token.as_str().to_owned()).collect()
    }

    #[test]
    fn dots_join_initials_and_split_words() {
        assert_eq!(words("P.O.B. 12 St.Louis N.W."), ["pob", "12", "st", "louis", "nw"]);
    }

    #[test]
    fn glued_words_come_apart() {
        assert_eq!(words("Apt#4 Ste200 CA94103 FM1960"), ["apt", "#", "4", "ste", "200", "ca", "94103", "fm", "1960"]);
    }

    #[test]
    fn hyphens_stay_in_numbers_only() {
        assert_eq!(
            words("12-34 Winston-Salem 94103-1234 O'Brien's"),
            ["12-34", "winston", "salem", "94103-1234", "obriens"]
        );
        assert_eq!(words("c/o Jo 5/12 A/B"), ["c/o", "jo", "5/12", "a", "b"]);
    }

    #[test]
    fn words_over_the_cap_are_cut() {
        let line = tokenize(&"ab ".repeat(60));
        assert!(line.cut && line.tokens.len() == CAP_WORDS);
    }
}
