//! What is written in a phone field: the digits, a plus, an extension; letters become keys, everything else is junk.

use super::digits::Digits;

/// Words that may stand before or behind a number, as contact books write them.
const LABELS: [&str; 11] =
    ["telephone", "callto:", "mobile", "office", "phone", "tel", "cell", "home", "work", "main", "ph"];
/// Digits before which `x`, `#` or `ext` cannot begin an extension.
const SHORTEST: usize = 7;
/// Longest extension; longer ones are junk.
const EXTENSION_DIGITS: usize = 7;
/// Digits of a North American number with its 1, behind which further letters of a word are not dialed.
const DIALED: usize = 11;

/// A number as written, before any plan is applied.
#[derive(Clone, Copy)]
pub(super) struct Written {
    /// A `+`, or a context that carries one.
    pub(super) plus: bool,
    pub(super) digits: Digits,
    /// Without a `(0)`, which is dialed only inside the country.
    pub(super) without_trunk: Digits,
    pub(super) extension: Digits,
    /// Letters stood for digits.
    pub(super) vanity: bool,
}

/// Reads folded text; `None` when it holds what no phone number does.
pub(super) fn read(folded: &str) -> Option<Written> {
    let (number, parameters) = folded.split_once(';').unwrap_or((folded, ""));
    let mut written = Written {
        plus: false,
        digits: Digits::EMPTY,
        without_trunk: Digits::EMPTY,
        extension: Digits::EMPTY,
        vanity: false,
    };
    written.read_number(strip_labels(number))?;
    if !parameters.is_empty() {
        parameters.split(';').try_for_each(|parameter| written.read_parameter(parameter))?;
    }
    Some(written)
}

fn strip_labels(text: &str) -> &str {
    let mut text = text.trim();
    if !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return text;
    }
    if let Some(rest) = LABELS.iter().find_map(|label| text.strip_prefix(label)) {
        let rest = rest.trim_start_matches(['.', ':', ' ', '#']);
        text = if rest.starts_with(|first: char| first.is_ascii_alphabetic()) { text } else { rest };
    }
    let trimmed = text.trim_end_matches([')', ' ', '.']);
    match LABELS.iter().find_map(|label| trimmed.strip_suffix(label)) {
        Some(rest) if rest.ends_with([' ', '(']) => rest.trim_end_matches(['(', ' ', '-']),
        _ => text,
    }
}

impl Written {
    fn read_number(&mut self, text: &str) -> Option<()> {
        let mut rest = text.as_bytes();
        while let [first, behind @ ..] = rest {
            let may_extend = matches!(first, b'e' | b'x' | b'#' | b',') && self.digits.len() >= SHORTEST;
            if may_extend && let Some(extension) = extension(text.get(text.len() - rest.len()..)?) {
                self.extension = extension;
                return Some(());
            }
            let bracketed = rest.strip_prefix(b"(0)");
            self.read_character(*first, bracketed.is_some())?;
            rest = bracketed.unwrap_or(behind);
        }
        Some(())
    }

    fn read_character(&mut self, character: u8, bracketed_zero: bool) -> Option<()> {
        match character {
            _ if bracketed_zero => self.digits.push(b'0'),
            b'0'..=b'9' => self.push(character),
            b'+' if self.digits.is_empty() && !self.plus => {
                self.plus = true;
                Some(())
            }
            b'a'..=b'z' if self.digits.len() >= 3 => self.push_letter(character),
            b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'_' | b'[' | b']' | b'~' => Some(()),
            _ => None,
        }
    }

    fn push(&mut self, digit: u8) -> Option<()> {
        self.digits.push(digit)?;
        self.without_trunk.push(digit)
    }

    /// The key of a letter; what goes beyond a whole number (1-800-MATTRESS) is not dialed.
    fn push_letter(&mut self, letter: u8) -> Option<()> {
        const KEYS: &[u8; 26] = b"22233344455566677778889999";
        let whole = if self.digits.as_bytes().first() == Some(&b'1') { DIALED } else { DIALED - 1 };
        if self.digits.len() >= whole {
            return self.vanity.then_some(());
        }
        self.vanity = true;
        self.push(*KEYS.get(usize::from(letter - b'a'))?)
    }

    /// A parameter of a `tel:` address: the extension, or the plus and country code that the number goes with.
    fn read_parameter(&mut self, parameter: &str) -> Option<()> {
        let (key, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        match key.trim() {
            "ext" => self.extension = Digits::of(value).filter(|digits| digits.len() <= EXTENSION_DIGITS)?,
            "phone-context" if value.starts_with('+') && !self.plus => {
                return self.set_context(value);
            }
            _ => {}
        }
        Some(())
    }

    fn set_context(&mut self, context: &str) -> Option<()> {
        let mut whole = Digits::of(context)?;
        let national = self.digits.as_str().trim_start_matches('0');
        national.bytes().try_for_each(|digit| whole.push(digit))?;
        (self.plus, self.digits, self.without_trunk) = (true, whole, whole);
        Some(())
    }
}

/// The extension that `rest` begins with and ends after: `x12`, `ext. 12`, `#12`, `,,12`.
fn extension(rest: &str) -> Option<Digits> {
    const MARKS: [&str; 7] = ["extension", "extn", "ext", "ex", "x", "#", ","];
    let behind = MARKS.iter().find_map(|mark| rest.strip_prefix(mark))?;
    let digits = behind.trim_start_matches(['.', ':', ' ', '#', ',', '-', '=']).trim_end_matches([' ', ')', '#']);
    let only_digits =
        !digits.is_empty() && digits.len() <= EXTENSION_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    if only_digits { Digits::of(digits) } else { None }
}
