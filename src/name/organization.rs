//! An organization's name: stem, legal form, noise words, trade name.

use std::fmt;

/// An organization's name as read.
#[derive(Clone, PartialEq)]
pub struct OrganizationName {
    pub(crate) text: String,
}

impl fmt::Debug for OrganizationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OrganizationName([redacted])")
    }
}
