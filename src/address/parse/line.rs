//! Raw text to tokens: words with what stands before each, glued words split, abbreviations' dots dropped.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::super::fixed::FLOORS;
use super::super::words::{Marks, Row, facts};
use super::super::{CAP_CHARS, CAP_WORDS};
use super::tokens::{Gap, Label, Token, Tokens, marked};
use crate::region::Region;
use crate::text::{Word, cap, fold, join_spelled_out};

/// The line as it is shown, in lower case, its tokens, and whether anything was left out over a cap.
pub(in crate::address) struct Line<'a> {
    pub(in crate::address) shown: Cow<'a, str>,
    /// The line shown in lower case; behind it [`SPARE`], and words that are written otherwise.
    pub(in crate::address) text: SmallVec<[u8; 160]>,
    pub(in crate::address) tokens: Tokens,
    /// Everything that any of its words is.
    pub(in crate::address) marks: Marks,
    pub(in crate::address) cut: bool,
}

/// Words that a reading puts where the line has others.
pub(super) const SPARE: &[u8] = b"rrcalleand";

/// So many letters alone may be a word spelled out.
const SPELLED_OUT: usize = 4;

impl<'a> Line<'a> {
    /// Tokens of at most `CAP_CHARS` characters and `CAP_WORDS` words.
    pub(in crate::address) fn new(raw: &'a str) -> Self {
        let (head, cut) = cap(raw, CAP_CHARS);
        let (shown, text, marks) = (Cow::Borrowed(head), SmallVec::new(), Marks::empty());
        let mut line = Self { shown, text, tokens: Tokens::new(), marks, cut };
        if head.is_ascii() {
            line.read_ascii(head);
        } else {
            let folded = fold(&spelled_signs(head), CAP_CHARS);
            line.cut |= folded.cut;
            line.read(Cow::Owned(folded.text));
        }
        line
    }

    fn read_ascii(&mut self, head: &'a str) {
        let cut = self.cut;
        let lone = self.read(Cow::Borrowed(head));
        let may_be_spelled_out = lone >= SPELLED_OUT || self.tokens.len() >= CAP_WORDS;
        if may_be_spelled_out && let Cow::Owned(joined) = join_spelled_out(head) {
            self.cut = cut;
            self.read(Cow::Owned(joined));
        }
    }

    /// Reads the line shown; how many letters stand alone in it.
    fn read(&mut self, shown: Cow<'a, str>) -> usize {
        self.text.clear();
        self.text.extend_from_slice(shown.as_bytes());
        self.text.make_ascii_lowercase();
        self.shown = shown;
        let mut reader = Reader::new(&self.text, &mut self.tokens);
        self.cut |= !reader.read();
        self.marks = reader.marks;
        let (rewritten, lone) = (reader.rewritten, reader.lone);
        self.text.extend_from_slice(SPARE);
        self.text.extend_from_slice(&rewritten);
        lone
    }
}

/// A line coming apart into tokens.
struct Reader<'t> {
    bytes: &'t [u8],
    /// What will stand behind the line's text and [`SPARE`]: words with marks inside, and those too long.
    rewritten: SmallVec<[u8; 64]>,
    tokens: &'t mut Tokens,
    marks: Marks,
    /// Letters that stand alone.
    lone: usize,
}

impl<'t> Reader<'t> {
    fn new(bytes: &'t [u8], tokens: &'t mut Tokens) -> Self {
        tokens.clear();
        Self { bytes, rewritten: SmallVec::new(), tokens, marks: Marks::empty(), lone: 0 }
    }

    /// False when words were left out.
    fn read(&mut self) -> bool {
        let (bytes, mut position, mut pending) = (self.bytes, 0, Gap::Space);
        while let Some(&byte) = bytes.get(position) {
            if class(byte) & WORD == 0 {
                pending = widest(pending, gap_of(byte));
                position += 1;
                continue;
            }
            if self.tokens.len() >= CAP_WORDS {
                return false;
            }
            position = self.read_word(position, pending);
            pending = Gap::Space;
        }
        true
    }

    /// Reads the word that starts at `start` and pushes it, in two where words are glued; where it ends.
    fn read_word(&mut self, start: usize, gap: Gap) -> usize {
        let rest = self.bytes.get(start..).unwrap_or_default();
        let mut seen = 0;
        let length = rest.iter().position(|&byte| !is_part(byte, &mut seen)).unwrap_or(rest.len());
        let end = start + length;
        self.lone += usize::from(end == start + 1 && seen == LETTER);
        match self.bytes.get(end) {
            _ if end == start => self.push_sign(start, gap),
            Some(&next) if class(next) & JOINER != 0 && joins(self.bytes, start, end) => self.read_joined(start, gap),
            _ => {
                self.push_split([start, end], &self.bytes[start..end], gap, seen);
                end
            }
        }
    }

    /// `#`, and `&` as `and`.
    fn push_sign(&mut self, start: usize, gap: Gap) -> usize {
        let word = if self.bytes[start] == b'&' { b"and" } else { &self.bytes[start..=start] };
        self.push([start, start + 1], word, gap, LETTER);
        start + 1
    }

    /// As [`Self::read_word`], with marks inside the word.
    fn read_joined(&mut self, start: usize, gap: Gap) -> usize {
        let mut word: SmallVec<[u8; 64]> = SmallVec::new();
        let (mut at, mut seen, mut run) = (start, 0, start);
        while let Some(&byte) = self.bytes.get(at) {
            if is_part(byte, &mut seen) {
                word.push(byte);
            } else if class(byte) & JOINER == 0 || !joins(self.bytes, start, at) {
                break;
            } else {
                self.lone += usize::from(at == run + 1);
                run = at + 1;
                seen |= JOINER;
                if matches!(byte, b'-' | b'/') {
                    word.push(byte);
                }
            }
            at += 1;
        }
        self.lone += usize::from(at == run + 1);
        // The last dot of an abbreviation is shown with it.
        let abbreviated = self.bytes.get(at) == Some(&b'.') && self.bytes[start..at].contains(&b'.');
        let end = at + usize::from(abbreviated);
        self.push_split([start, end], &word, gap, seen);
        end
    }

    #[inline]
    fn push_split(&mut self, [start, end]: [usize; 2], word: &[u8], gap: Gap, seen: u8) {
        // Only a word of letters and digits is two.
        let split = if seen & LETTER != 0 && seen & DIGIT != 0 { glue(word) } else { None };
        match split {
            // A word without dots inside keeps its bytes' places; in the few others both halves show the whole.
            Some(split) if end - start == word.len() => {
                let (first, second) = word.split_at(split);
                let dashes = second.iter().take_while(|&&byte| byte == b'-').count();
                self.push([start, start + split], first, gap, MIXED);
                self.push([start + split, end], &second[dashes..], Gap::Space, MIXED);
            }
            _ => self.push([start, end], word, gap, seen),
        }
    }

    #[inline]
    fn push(&mut self, [start, end]: [usize; 2], word: &[u8], gap: Gap, seen: u8) {
        if word.len() > LONGEST {
            let short = Word::new(std::str::from_utf8(word).unwrap_or_default());
            return self.push([start, end], short.as_bytes(), gap, MIXED);
        }
        let (marks, row) = match seen {
            DIGIT => (Marks::DIGIT | Marks::DIGITS | Marks::FIRST_DIGIT, Row::default()),
            _ if seen & DIGIT != 0 => marked(word),
            _ => {
                let row = Row::of(word);
                (row.marks(), row)
            }
        };
        // A word that lost nothing stands in the text as it is.
        let at = if end - start == word.len() { start } else { self.rewrite(word) };
        self.marks |= marks;
        let (start, end, at, len) = (start as u16, end as u16, at as u16, word.len() as u16);
        self.tokens.push(Token { start, end, at, len, gap, label: Label::Open, marks, row });
    }

    /// Puts a word behind the text; where it will stand.
    fn rewrite(&mut self, word: &[u8]) -> usize {
        let at = self.bytes.len() + SPARE.len() + self.rewritten.len();
        self.rewritten.extend_from_slice(word);
        at
    }
}

/// Longest word that is kept as it is; see [`Word`].
const LONGEST: usize = 31;

/// Signs that folding would glue to the word before them: `12½` is `12 1/2`, `3º` is `3`.
fn spelled_signs(text: &str) -> String {
    let text = text.replace(['\n', '\r', '、'], ", ").replace(['º', '°', 'ª'], "");
    text.replace('½', " 1/2").replace('¼', " 1/4").replace('¾', " 3/4").replace('\u{2044}', "/")
}

/// What a byte can be in a word.
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// Opens a word, and is one.
const SIGN: u8 = 4;
/// May stand inside a word.
const JOINER: u8 = 8;
const WORD: u8 = LETTER | DIGIT | SIGN;
/// Of a word that may be anything.
const MIXED: u8 = LETTER | DIGIT | JOINER;

/// A look into a table, where asking byte by byte takes three times as many instructions.
#[inline]
fn class(byte: u8) -> u8 {
    const CLASSES: [u8; 256] = {
        let mut classes = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            classes[byte] = match byte as u8 {
                b'a'..=b'z' | b'A'..=b'Z' => LETTER,
                b'0'..=b'9' => DIGIT,
                b'#' | b'&' => SIGN,
                b'\'' | b'`' | b'.' | b'-' | b'/' => JOINER,
                _ => 0,
            };
            byte += 1;
        }
        classes
    };
    CLASSES[byte as usize]
}

/// Whether the byte is a letter or a digit, which is noted in `seen`.
#[inline]
fn is_part(byte: u8, seen: &mut u8) -> bool {
    let part = class(byte) & (LETTER | DIGIT);
    *seen |= part;
    part != 0
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
        && bytes[start] == b'c'
        && bytes.get(at + 1) == Some(&b'o')
        && !bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric)
}

/// Words that are written against the number behind them: `Apt4`, `POBox12`, `FM1960`.
const GLUED: [&str; 30] = [
    "apt", "ste", "suite", "unit", "rm", "room", "bldg", "lot", "trlr", "spc", "pmb", "pobox", "box", "psc", "hwy",
    "highway", "fm", "cr", "sr", "us", "sh", "flat", "app", "rr", "hc", "fl", "no", "km", "i", "ph",
];

/// Where the digits start in a word that is two.
fn glue(text: &[u8]) -> Option<usize> {
    floor_glue(text).or_else(|| number_glue(text))
}

/// `2FL`, `3RDFLOOR`: the floor's number and its word.
fn floor_glue(text: &[u8]) -> Option<usize> {
    let number = FLOORS[..3].iter().find_map(|word| text.strip_suffix(word.as_bytes()))?;
    let letters = number.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let (digits, ending) = number.split_at(number.len() - letters);
    let is_count = matches!(digits.len(), 1 | 2) && digits.iter().all(u8::is_ascii_digit);
    (is_count && matches!(ending, b"" | b"st" | b"nd" | b"rd" | b"th")).then_some(number.len())
}

fn number_glue(text: &[u8]) -> Option<usize> {
    let letters = text.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let (word, rest) = text.split_at(letters);
    let dashes = rest.iter().take_while(|&&byte| byte == b'-').count();
    let rest = &rest[dashes..];
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if letters == 0 || digits == 0 {
        return None;
    }
    let glued_zip = (digits == 5 || digits == 9) && letters == 2 && facts(word).state(Region::US).is_some();
    // `I2O4` is a number read by a machine, `I35W` a highway.
    let is_highway = digits <= 3 && matches!(&rest[digits..], b"" | b"n" | b"s" | b"e" | b"w");
    let glued_word = GLUED.iter().any(|glued| glued.as_bytes() == word) && (letters > 1 || is_highway);
    (glued_zip || glued_word).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(raw: &str) -> Vec<String> {
        let line = Line::new(raw);
        line.tokens.iter().map(|token| String::from_utf8_lossy(token.letters(&line.text)).into_owned()).collect()
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
        let raw = "ab ".repeat(60);
        let line = Line::new(&raw);
        assert!(line.cut && line.tokens.len() == CAP_WORDS);
    }
}
