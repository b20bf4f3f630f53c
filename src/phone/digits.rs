//! A short run of digits on the stack: numbers and extensions are compared digit by digit, never as text.

use std::fmt;

const ROOM: usize = 22;

/// Up to 22 decimal digits as ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits {
    bytes: [u8; ROOM],
    len: u8,
}

impl Digits {
    pub(super) const EMPTY: Self = Self { bytes: [0; ROOM], len: 0 };

    /// Appends a digit; `None` when there is no room left.
    pub(super) fn push(&mut self, digit: u8) -> Option<()> {
        *self.bytes.get_mut(usize::from(self.len))? = digit;
        self.len += 1;
        Some(())
    }

    /// The digits of `text`, everything else left out; `None` when there are too many.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut digits = Self::EMPTY;
        text.bytes().filter(u8::is_ascii_digit).try_for_each(|digit| digits.push(digit))?;
        Some(digits)
    }

    /// Bytes that are digits.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let mut digits = Self::EMPTY;
        digits.bytes.get_mut(..bytes.len())?.copy_from_slice(bytes);
        digits.len = bytes.len() as u8;
        Some(digits)
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len()).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether every digit is the same one.
    pub(super) fn is_one_repeated(&self) -> bool {
        self.len > 1 && self.as_bytes().windows(2).all(|pair| pair[0] == pair[1])
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
