//! Raw text or structured parts to an `Address`.

use std::fmt;

use super::{AddressParts, AddressTraits, CAP_CHARS};
use crate::reading::Reading;
use crate::region::Region;
use crate::text::fold;

/// As read.
#[derive(Clone, PartialEq)]
pub struct Address {
    pub(crate) text: String,
    /// Country, written or inferred.
    pub region: Region,
    /// What the writing says beside the address itself.
    pub traits: AddressTraits,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address([redacted])")
    }
}

/// Reads one raw line; `region` is the country where the line names none.
pub fn parse(raw: &str, region: Region) -> Reading<Address> {
    let folded = fold(raw, CAP_CHARS);
    if folded.text.is_empty() {
        return Reading::Absent;
    }
    Reading::Read(Address { text: folded.text, region, traits: AddressTraits::empty() })
}

/// Reads Stripe's structured form; `region` is the country where the parts name none.
pub fn parse_parts(parts: &AddressParts, region: Region) -> Reading<Address> {
    let fields = [&parts.line1, &parts.line2, &parts.city, &parts.state, &parts.postal_code];
    parse(&fields.into_iter().flatten().cloned().collect::<Vec<_>>().join(" "), region)
}
