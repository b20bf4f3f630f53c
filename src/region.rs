//! A country or territory by its two letters.

use std::fmt;

/// An ISO 3166-1 alpha-2 code, upper case; not checked against the list of countries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region([u8; 2]);

impl Region {
    /// The United States, the default everywhere.
    pub const US: Self = Self(*b"US");
    /// Canada.
    pub const CA: Self = Self(*b"CA");
    /// The United Kingdom.
    pub const GB: Self = Self(*b"GB");
    /// Australia.
    pub const AU: Self = Self(*b"AU");

    /// The region of a code in upper case.
    pub(crate) const fn of(code: [u8; 2]) -> Self {
        Self(code)
    }

    /// Two ASCII letters in any case, spaces around them ignored; anything else is `None`.
    ///
    /// ```
    /// use ownermatch::Region;
    /// assert_eq!(Region::new(" us "), Some(Region::US));
    /// assert_eq!(Region::new("USA"), None);
    /// ```
    pub fn new(code: &str) -> Option<Self> {
        match if code.len() == 2 { code } else { code.trim() }.as_bytes() {
            [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                Some(Self([first.to_ascii_uppercase(), second.to_ascii_uppercase()]))
            }
            _ => None,
        }
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; 2] {
        &self.0
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Default for Region {
    fn default() -> Self {
        Self::US
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
