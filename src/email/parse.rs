//! Raw text to `Email`.

use std::fmt;

use super::{CAP_CHARS, EmailTraits};
use crate::reading::Reading;

use crate::text::fold;

/// As read.
#[derive(Clone, PartialEq)]
pub struct Email {
    pub(crate) text: String,
    /// What the writing says beside the email itself.
    pub traits: EmailTraits,
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email([redacted])")
    }
}

/// Reads one.
pub fn parse(raw: &str) -> Reading<Email> {
    let folded = fold(raw, CAP_CHARS);
    if folded.text.is_empty() {
        return Reading::Absent;
    }
    Reading::Read(Email { text: folded.text, traits: EmailTraits::empty() })
}
