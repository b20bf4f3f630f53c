//! Raw text to a `Name`: titling is taken apart first, then each party is read as a person or an organization.

use smallvec::smallvec;

use super::person::{self, Order};
use super::{CAP_CHARS, Name, NameTraits, OrganizationName, Party};
use crate::reading::Reading;
use crate::text::fold;

/// Reads a name of any kind.
pub fn parse(raw: &str) -> Reading<Name> {
    let folded = fold(raw, CAP_CHARS);
    if folded.text.is_empty() {
        return Reading::Absent;
    }
    read(Party::Person(person::parse(&folded.text, Order::Unknown)))
}

/// Reads a person's name from its parts.
pub fn parse_parts(first: Option<&str>, middle: Option<&str>, last: Option<&str>) -> Reading<Name> {
    parse(&[first, middle, last].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

/// Reads a name known to be a business's.
pub fn parse_business(raw: &str) -> Reading<Name> {
    read(Party::Organization(OrganizationName { text: fold(raw, CAP_CHARS).text }))
}

fn read(party: Party) -> Reading<Name> {
    Reading::Read(Name { parties: smallvec![party], beneficiaries: Vec::new(), traits: NameTraits::empty() })
}
