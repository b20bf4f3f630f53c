//! Lines whose street and city no table could tell apart: compared letter by letter as a whole.

use super::parse::Label;
use super::shape::Key;
use super::spelling::{Squeezed, distance, edits};
use super::{Address, AddressLevel};
use crate::region::Region;

/// Whether either line was split by guess, its street having no type that says where it ends.
pub(super) fn applies(applicant: &Address, owner: &Address) -> bool {
    let abroad = applicant.region != Region::US && owner.region != Region::US;
    let same_number = !applicant.part(Key::Number).is_empty() && applicant.part(Key::Number) == owner.part(Key::Number);
    let same_postcode =
        !applicant.part(Key::Postcode).is_empty() && applicant.part(Key::Postcode) == owner.part(Key::Postcode);
    abroad && same_number && (same_postcode || is_postcode_slipped(applicant, owner))
}

/// One character of the postcode is another, or two neighbors are swapped: then the letters must tell.
pub(super) fn is_postcode_slipped(applicant: &Address, owner: &Address) -> bool {
    let [ours, theirs] = [applicant.part(Key::Postcode), owner.part(Key::Postcode)];
    ours.len() == theirs.len() && ours.len() > 3 && distance(ours, theirs) == 1
}

/// The slips between two whole lines, as far as their length forgives them.
pub(super) fn compare(applicant: &Address, owner: &Address) -> Option<AddressLevel> {
    let [whole, bare] = [true, false].map(|with_extra| edits_of_lines(applicant, owner, with_extra));
    // Of a line that nothing could split, the other side's locality may be missing.
    match whole.or(bare.map(|edits| edits.max(1)))? {
        0..=1 if applicant.part(Key::Postcode) != owner.part(Key::Postcode) => Some(AddressLevel::OtherPostcode),
        0 if same_unit(applicant, owner) => Some(AddressLevel::Exact),
        0..=1 => Some(AddressLevel::Slip),
        _ => Some(AddressLevel::TwoSlips),
    }
}

fn edits_of_lines(applicant: &Address, owner: &Address, with_extra: bool) -> Option<u8> {
    let [ours, theirs] = [applicant, owner].map(|address| letters(address, with_extra));
    let (ours, theirs) = (ours.letters(), theirs.letters());
    edits(ours, theirs, ours.len().min(theirs.len()) / 8)
}

fn same_unit(applicant: &Address, owner: &Address) -> bool {
    let keys = [Key::Suffix, Key::Unit, Key::Building, Key::Floor, Key::PoBox];
    keys.into_iter().all(|key| applicant.part(key) == owner.part(key))
}

/// Street, locality and city as written.
fn letters(address: &Address, with_extra: bool) -> Squeezed {
    let told = |label| matches!(label, Label::Street | Label::City) || with_extra && label == Label::Extra;
    Squeezed::of_letters(address.shown_as(told))
}
