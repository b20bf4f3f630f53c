//! The short name of a model or a policy: twelve hexadecimal digits of what it says.

use std::fmt;
use std::ops::Deref;

const DIGITS: usize = 12;

/// Twelve hexadecimal digits of a digest, kept in place so that an answer carries its ids without an allocation.
///
/// ```
/// use ownermatch::{Applicant, Matcher, Model};
/// let answer = Matcher::default().match_owners(&Applicant::new("Ada Obi"), &[]);
/// assert_eq!(&*answer.model_id, Model::default().id());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id([u8; DIGITS]);

impl Id {
    /// Of the first six bytes of a digest.
    pub(crate) fn of_digest(digest: &[u8]) -> Self {
        let digit = |at: usize| digest[at / 2] >> (4 * (1 - at % 2)) & 0xf;
        Self(std::array::from_fn(|at| b"0123456789abcdef"[usize::from(digit(at))]))
    }

    /// The digits as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Deref for Id {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn digits_are_those_of_the_digest() {
        assert_eq!(Id::of_digest(&[0x00, 0xff, 0x1a, 0x2b, 0x3c, 0x4d, 0x99]).as_str(), "00ff1a2b3c4d");
    }
}
