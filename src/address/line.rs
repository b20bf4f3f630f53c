//! The line of two addresses: street, house number, unit and box against each other.

use super::compare::Tally;
use super::place::{self, Place};
use super::shape::Key;
use super::spelling::slips;
use super::{Address, AddressLevel, street_words};
use crate::region::Region;

/// Whether two lines are about the same street or box at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Same,
    Other,
}

/// Compares the lines, and tallies what differs.
pub(super) fn compare(applicant: &Address, owner: &Address, place: Place, tally: &mut Tally) -> Line {
    let [ours, theirs] = [applicant.part(Key::Name), owner.part(Key::Name)];
    match (ours.is_empty(), theirs.is_empty()) {
        (false, false) => compare_streets(applicant, owner, place, tally),
        (true, true) => compare_without_street(applicant, owner, tally),
        _ => compare_one_street(applicant, owner, place, tally),
    }
}

fn agrees(applicant: &Address, owner: &Address, key: Key) -> bool {
    !applicant.part(key).is_empty() && applicant.part(key) == owner.part(key)
}

fn compare_streets(applicant: &Address, owner: &Address, place: Place, tally: &mut Tally) -> Line {
    if other_development(applicant, owner) {
        return Line::Other;
    }
    if applicant.part(Key::Name) == owner.part(Key::Name) {
        compare_types(applicant, owner, tally);
        compare_directions(applicant, owner, tally);
    } else if !street_words::same_letters(applicant, owner)
        && (!is_anchored(applicant, owner, place) || !street_words::compare(applicant, owner, tally))
    {
        return Line::Other;
    }
    compare_numbers(applicant, owner, tally);
    compare_units(applicant, owner, tally);
    compare_boxes(applicant, owner, tally);
    Line::Same
}

/// Puerto Rico: every urbanization has its own Calle A.
fn other_development(applicant: &Address, owner: &Address) -> bool {
    if applicant.part(Key::State) != b"pr" {
        return false;
    }
    let (ours, theirs) = (applicant.part(Key::Extra), owner.part(Key::Extra));
    ours.starts_with(b"urb") && theirs.starts_with(b"urb") && ours != theirs && slips(ours, theirs).is_none()
}

/// Two boxes, or two bare numbers.
fn compare_without_street(applicant: &Address, owner: &Address, tally: &mut Tally) -> Line {
    let has = |address: &Address| (!address.part(Key::PoBox).is_empty(), !address.part(Key::Number).is_empty());
    if has(applicant) != has(owner) {
        return Line::Other;
    }
    if has(applicant) == (false, false) && applicant.key() != owner.key() {
        return Line::Other;
    }
    compare_numbers(applicant, owner, tally);
    compare_units(applicant, owner, tally);
    compare_boxes(applicant, owner, tally);
    Line::Same
}

/// A box beside a street on one side, or a number without its street; a box against a street has nothing in common.
fn compare_one_street(applicant: &Address, owner: &Address, place: Place, tally: &mut Tally) -> Line {
    let ours = applicant.part(Key::Name);
    if agrees(applicant, owner, Key::PoBox) {
        tally.add_omitted(AddressLevel::StreetBesideBoxOmittedByOwner, ours);
        return Line::Same;
    }
    let no_box = applicant.part(Key::PoBox).is_empty() && owner.part(Key::PoBox).is_empty();
    if no_box && place == Place::Same && agrees(applicant, owner, Key::Number) {
        tally.add_omitted(AddressLevel::StreetOmittedByOwner, ours);
        compare_units(applicant, owner, tally);
        return Line::Same;
    }
    Line::Other
}

/// A slip, or a word left out, counts as the same street only where number and place agree.
fn is_anchored(applicant: &Address, owner: &Address, place: Place) -> bool {
    let same_number = applicant.part(Key::Number) == owner.part(Key::Number);
    let has_number = agrees(applicant, owner, Key::Number) || agrees(applicant, owner, Key::PoBox);
    place != Place::Apart && same_number && has_number
}

fn compare_types(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let [ours, theirs] = [applicant.part(Key::Kind), owner.part(Key::Kind)];
    if ours == theirs {
        return;
    }
    if ours.is_empty() || theirs.is_empty() {
        tally.add_omitted(AddressLevel::StreetTypeOmittedByOwner, ours);
    } else if is_road_class(ours) && is_road_class(theirs) && (ours == b"hwy" || theirs == b"hwy") {
        tally.add_omitted(AddressLevel::StreetTypeOmittedByOwner, if ours == b"hwy" { b"" } else { ours });
    } else {
        tally.add(AddressLevel::StreetTypeConflict);
    }
}

/// "Highway 71" says less than "US Highway 71", and nothing else.
pub(super) fn is_road_class(kind: &[u8]) -> bool {
    matches!(
        kind,
        b"hwy" | b"us hwy" | b"state hwy" | b"county rd" | b"fm" | b"rm" | b"interstate" | b"twp rd" | b"rte"
    )
}

fn compare_directions(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let before = [applicant.part(Key::Before), owner.part(Key::Before)];
    let after = [applicant.part(Key::After), owner.part(Key::After)];
    let moved = before[0] == after[1] && after[0] == before[1] && before[0] != before[1];
    if moved {
        return tally.add(AddressLevel::OmittedCrosswise);
    }
    let is_citys = place::is_cut_elsewhere(applicant, owner);
    for [ours, theirs] in [before, if is_citys { [&b""[..]; 2] } else { after }] {
        if ours == theirs {
            continue;
        }
        if ours.is_empty() || theirs.is_empty() {
            tally.add_omitted(AddressLevel::DirectionOmittedByOwner, ours);
        } else {
            tally.add(AddressLevel::DirectionConflict);
        }
    }
}

fn compare_numbers(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let [ours, theirs] = [applicant.part(Key::Number), owner.part(Key::Number)];
    let mended = applicant.mended != owner.mended;
    if ours.is_empty() != theirs.is_empty() {
        tally.add_omitted(AddressLevel::NumberOmittedByOwner, ours);
    } else if without_hyphen(ours).eq(without_hyphen(theirs)) {
        if mended {
            tally.add(AddressLevel::NumberUnreadable);
        }
        compare_fractions(applicant, owner, tally);
    } else if !writes_hyphens(applicant) && overlap(ours, theirs) {
        tally.add(AddressLevel::NumberRange);
    } else {
        tally.add(AddressLevel::OtherNumber);
    }
}

/// `123 1/2` is a door of its own, and may be what a bare `123` means; no unit is written that way.
fn compare_fractions(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let (ours, theirs) = (fraction(applicant), fraction(owner));
    if ours != theirs {
        let is_omitted = ours.is_empty() || theirs.is_empty();
        tally.add(if is_omitted { AddressLevel::NumberRange } else { AddressLevel::OtherNumber });
    }
}

fn fraction(address: &Address) -> &[u8] {
    let suffix = address.part(Key::Suffix);
    if suffix.contains(&b'/') { suffix } else { b"" }
}

fn without_hyphen(number: &[u8]) -> impl Iterator<Item = u8> {
    number.iter().copied().filter(|&byte| byte != b'-')
}

/// Queens and Hawaii: `12-34` is one house there, and no range.
fn writes_hyphens(address: &Address) -> bool {
    let prefix = address.part(Key::Postcode).get(..3).unwrap_or_default();
    matches!(prefix, b"110" | b"111" | b"113" | b"114" | b"116" | b"967" | b"968") && address.region == Region::US
}

/// A single number inside a range; two ranges that differ are two buildings.
fn overlap(ours: &[u8], theirs: &[u8]) -> bool {
    match (range(ours), range(theirs)) {
        (Some((first, last)), Some((other_first, other_last))) => {
            let one_is_single = first == last || other_first == other_last;
            one_is_single && first <= other_last && other_first <= last
        }
        _ => false,
    }
}

/// `100-110` and `1501-03`; a single number is a range of one.
fn range(number: &[u8]) -> Option<(u32, u32)> {
    let number = std::str::from_utf8(number).ok()?;
    let Some((first, last)) = number.split_once('-') else {
        let only = number.parse().ok()?;
        return Some((only, only));
    };
    let (low, mut high): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    if last.len() < first.len() {
        let place = 10u32.checked_pow(last.len() as u32)?;
        high = (low / place).checked_mul(place)?.checked_add(high)?;
    }
    (high > low && high - low <= 100).then_some((low, high))
}

/// `123A` is `123 Apt A`: a letter stands for the unit where there is no other.
fn compare_units(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let (ours, theirs) = (effective_unit(applicant), effective_unit(owner));
    compare_unit(ours.0, theirs.0, tally);
    compare_unit(ours.1, theirs.1, tally);
    for key in [Key::Building, Key::Floor] {
        compare_unit(applicant.part(key), owner.part(key), tally);
    }
    let same_unit = !ours.0.is_empty() && ours.0 == theirs.0;
    if same_unit && applicant.unit_mark != owner.unit_mark {
        tally.add(AddressLevel::UnitRewritten);
    }
}

fn effective_unit(address: &Address) -> (&[u8], &[u8]) {
    let [unit, suffix] = [address.part(Key::Unit), address.part(Key::Suffix)];
    let suffix = if suffix.contains(&b'/') { b"" } else { suffix };
    if unit.is_empty() { (suffix, b"") } else { (unit, suffix) }
}

fn compare_unit(ours: &[u8], theirs: &[u8], tally: &mut Tally) {
    if ours == theirs {
        return;
    }
    if ours.is_empty() || theirs.is_empty() {
        tally.add_omitted(AddressLevel::UnitOmittedByOwner, ours);
    } else {
        tally.add(AddressLevel::OtherUnit);
    }
}

/// Without a house number the box is the number.
fn compare_boxes(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let [ours, theirs] = [applicant.part(Key::PoBox), owner.part(Key::PoBox)];
    let is_number = applicant.part(Key::Number).is_empty() && owner.part(Key::Number).is_empty();
    if ours == theirs {
        return;
    }
    let omitted = if is_number { AddressLevel::NumberOmittedByOwner } else { AddressLevel::BoxOmittedByOwner };
    if ours.is_empty() || theirs.is_empty() {
        tally.add_omitted(omitted, ours);
    } else {
        tally.add(if is_number { AddressLevel::OtherNumber } else { AddressLevel::OtherUnit });
    }
}
