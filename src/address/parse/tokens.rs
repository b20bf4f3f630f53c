//! Raw text to tokens: words with what stands before each, glued words split, abbreviations' dots dropped.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::super::fixed::FLOORS;
use super::super::tables::is_ordinal;
use super::super::words::{Facts, Marks, Row, facts};
use super::super::{CAP_CHARS, CAP_WORDS};
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

/// A word of the line: where it is shown, and where its letters stand in the line's text.
#[derive(Clone, Copy)]
pub(in crate::address) struct Token {
    pub(in crate::address) start: u16,
    pub(in crate::address) end: u16,
    at: u16,
    len: u8,
    pub(in crate::address) gap: Gap,
    pub(in crate::address) label: Label,
    marks: Marks,
    row: Row,
}

impl Token {
    pub(in crate::address) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// The same behind another gap.
    pub(in crate::address) fn behind(self, gap: Gap) -> Self {
        Self { gap, ..self }
    }

    /// What the tables say of the word.
    #[inline]
    pub(in crate::address) fn facts(&self) -> &'static Facts {
        self.row.facts()
    }

    #[inline]
    pub(in crate::address) fn is(&self, mark: Marks) -> bool {
        self.marks.intersects(mark)
    }
}

pub(in crate::address) type Tokens = SmallVec<[Token; 20]>;

/// The line as it is shown, in lower case, its tokens, and whether anything was left out over a cap.
pub(in crate::address) struct Line<'a> {
    pub(in crate::address) shown: Cow<'a, str>,
    /// The line shown in lower case; words that are written otherwise stand behind it.
    text: SmallVec<[u8; 128]>,
    pub(in crate::address) tokens: Tokens,
    pub(in crate::address) cut: bool,
}

/// So many letters alone may be a word spelled out.
const SPELLED_OUT: usize = 4;

impl<'a> Line<'a> {
    /// Tokens of at most `CAP_CHARS` characters and `CAP_WORDS` words.
    pub(in crate::address) fn new(raw: &'a str) -> Self {
        let (head, cut) = cap(raw, CAP_CHARS);
        if !head.is_ascii() {
            let folded = fold(&spelled_signs(head), CAP_CHARS);
            return Self::of(Cow::Owned(folded.text), cut | folded.cut).0;
        }
        let (line, lone) = Self::of(Cow::Borrowed(head), cut);
        if lone < SPELLED_OUT && line.tokens.len() < CAP_WORDS {
            return line;
        }
        match join_spelled_out(head) {
            Cow::Borrowed(_) => line,
            joined => Self::of(joined, cut).0,
        }
    }

    /// The line, and how many letters stand alone in it.
    fn of(shown: Cow<'a, str>, cut: bool) -> (Self, usize) {
        let mut text: SmallVec<[u8; 128]> = SmallVec::from_slice(shown.as_bytes());
        text.make_ascii_lowercase();
        let mut reader = Reader { bytes: &text, rewritten: SmallVec::new(), tokens: Tokens::new(), lone: 0 };
        let is_whole = reader.read();
        let Reader { rewritten, tokens, lone, .. } = reader;
        text.extend_from_slice(&rewritten);
        (Self { shown, text, tokens, cut: cut | !is_whole }, lone)
    }

    /// The letters of a token.
    #[inline]
    pub(in crate::address) fn letters(&self, token: &Token) -> &[u8] {
        let at = usize::from(token.at);
        &self.text.as_slice()[at..at + usize::from(token.len)]
    }

    /// The same place with another word.
    pub(in crate::address) fn with_word(&mut self, token: Token, word: &[u8]) -> Token {
        let (marks, row) = marked(word);
        let at = self.text.len() as u16;
        self.text.extend_from_slice(word);
        Token { at, len: word.len() as u8, marks, row, ..token }
    }

    /// The same place with the part of its word from `from` on, to `to`.
    pub(in crate::address) fn with_part(&self, token: Token, from: usize, to: usize) -> Token {
        let (marks, row) = marked(&self.letters(&token)[from..to]);
        Token { at: token.at + from as u16, len: (to - from) as u8, marks, row, ..token }
    }
}

/// A line coming apart into tokens.
struct Reader<'t> {
    bytes: &'t [u8],
    /// What will stand behind the line's text: words with marks inside, those too long, and `and` for `&`.
    rewritten: SmallVec<[u8; 64]>,
    tokens: Tokens,
    /// Letters that stand alone.
    lone: usize,
}

impl Reader<'_> {
    /// False when words were left out.
    fn read(&mut self) -> bool {
        let (mut position, mut pending) = (0, Gap::Space);
        while let Some(&byte) = self.bytes.get(position) {
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
        let (mut end, mut seen) = (start, 0);
        while self.bytes.get(end).is_some_and(|&byte| is_part(byte, &mut seen)) {
            end += 1;
        }
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
                (row.facts().marks, row)
            }
        };
        // A word that lost nothing stands in the text as it is.
        let at = if end - start == word.len() { start } else { self.rewrite(word) };
        let [start, end, at] = [start, end, at].map(|place| place as u16);
        self.tokens.push(Token { start, end, at, len: word.len() as u8, gap, label: Label::Open, marks, row });
    }

    /// Puts a word behind the text; where it will stand.
    fn rewrite(&mut self, word: &[u8]) -> usize {
        let at = self.bytes.len() + self.rewritten.len();
        self.rewritten.extend_from_slice(word);
        at
    }
}

/// Longest word that is kept as it is; see [`Word`].
const LONGEST: usize = 31;

/// What a word that may have digits is.
fn marked(word: &[u8]) -> (Marks, Row) {
    let has_digit = word.iter().any(u8::is_ascii_digit);
    let mut marks = Marks::empty();
    marks.set(Marks::DIGIT, has_digit);
    marks.set(Marks::DIGITS, word.iter().all(u8::is_ascii_digit));
    // No table of words has a key with a digit in front.
    if word.first().is_some_and(u8::is_ascii_digit) {
        marks.set(Marks::ORDINAL, is_ordinal(word));
        return (marks | Marks::FIRST_DIGIT, Row::default());
    }
    let row = Row::of(word);
    (marks | row.facts().marks, row)
}

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
        line.tokens.iter().map(|token| String::from_utf8_lossy(line.letters(token)).into_owned()).collect()
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
        let line = Line::new(&"ab ".repeat(60));
        assert!(line.cut && line.tokens.len() == CAP_WORDS);
    }
}
