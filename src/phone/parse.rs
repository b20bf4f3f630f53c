//! Raw text to `Phone`.

use std::fmt;

use super::{CAP_CHARS, PhoneTraits};
use crate::reading::Reading;
use crate::region::Region;
use crate::text::fold;

/// As read.
#[derive(Clone, PartialEq)]
pub struct Phone {
    pub(crate) text: String,
    /// What the writing says beside the phone itself.
    pub traits: PhoneTraits,
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone([redacted])")
    }
}

/// Reads one.
pub fn parse(raw: &str, region: Region) -> Reading<Phone> {
    let folded = fold(raw, CAP_CHARS);
    if folded.text.is_empty() {
        return Reading::Absent;
    }
    Reading::Read(Phone { text: folded.text, traits: PhoneTraits::empty() })
}
