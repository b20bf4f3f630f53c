//! A natural person's name in parts: titles, given, middle and family names, generation.

use std::fmt;

/// A person's name as read.
#[derive(Clone, PartialEq)]
pub struct PersonName {
    pub(crate) text: String,
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName([redacted])")
    }
}
