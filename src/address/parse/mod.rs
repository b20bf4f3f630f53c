//! Raw text or structured parts to an `Address`: the end of the line first (country, postcode, state, city), then its head.

mod blank;
mod boxes;
mod city;
mod draft;
mod head;
mod international;
mod key;
mod line;
mod mail;
mod misread;
mod tail;
mod tokens;
mod turn;
mod units;

use smallvec::SmallVec;

use super::shape::Address;
use super::{AddressParts, AddressTraits, tables};
use crate::reading::Reading;
use crate::region::Region;
use crate::text::trim;
pub(super) use draft::Draft;
pub(super) use line::Line;
pub(super) use tokens::Label;

/// Reads one raw line; `region` is the country where the line names none.
///
/// ```
/// use ownermatch::{Region, address};
/// let reading = address::parse("802 South 200 West Blanding, UT 84511", Region::US);
/// let parts = reading.read().map(|address| address.components()).unwrap_or_default();
/// assert!(parts.contains(&("street", "South 200 West".to_owned())));
/// assert!(parts.contains(&("city", "Blanding".to_owned())));
/// ```
pub fn parse(raw: &str, region: Region) -> Reading<Address> {
    read(raw, region, Holds::Everything)
}

/// What a line can hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Everything,
    /// City, state and postcode, the lines above them being empty.
    Locality,
}

fn read(raw: &str, region: Region, holds: Holds) -> Reading<Address> {
    if trim(raw).is_empty() || blank::is_absent(raw) {
        return Reading::Absent;
    }
    let mut line = Line::new(raw);
    let mut draft = Draft::new(&mut line, home_of(region));
    if draft.tokens.is_empty() || blank::is_made_up(raw) {
        return Reading::Unreadable;
    }
    if blank::is_country(&draft) {
        return Reading::Absent;
    }
    mail::mark(&mut draft);
    tail::read(&mut draft);
    if holds == Holds::Locality {
        city::take_rest(&mut draft);
    }
    blank::skip(&mut draft);
    head::read(&mut draft);
    finish(draft)
}

/// A unit alone, or a word that could be anything, is no address.
fn finish(draft: Draft) -> Reading<Address> {
    let is_lone_word = blank::is_lone_word(&draft);
    let address = key::finish(&draft);
    if is_lone_word || !address.says_where() { Reading::Unreadable } else { Reading::Read(address) }
}

/// Reads Stripe's structured form; `region` is the country where the parts name none.
///
/// `line1` may hold the whole address; what it repeats of the other parts is read once.
pub fn parse_parts(parts: &AddressParts, region: Region) -> Reading<Address> {
    let [first, second, city, state, code] =
        [&parts.line1, &parts.line2, &parts.city, &parts.state, &parts.postal_code].map(written);
    let holds = if first.is_empty() && second.is_empty() { Holds::Locality } else { Holds::Everything };
    let mut line: SmallVec<[u8; 128]> = SmallVec::new();
    for field in [first, second, city, state].into_iter().filter(|field| !field.is_empty()) {
        line.extend_from_slice(if line.is_empty() { b"" } else { b", " });
        line.extend_from_slice(field.as_bytes());
    }
    if !code.is_empty() {
        line.push(b' ');
        line.extend_from_slice(code.as_bytes());
    }
    let line = std::str::from_utf8(&line).unwrap_or_default();
    read(line, parts.country.as_deref().and_then(country).unwrap_or(region), holds)
}

/// A field as written, empty where it says that there is nothing.
fn written(field: &Option<String>) -> &str {
    field.as_deref().map(trim).filter(|text| !blank::is_absent(text)).unwrap_or_default()
}

fn country(written: &str) -> Option<Region> {
    if let Some(region) = Region::new(written).filter(|_| written.len() == 2) {
        return Some(region);
    }
    let folded = crate::text::fold(written, 64).text.replace('.', "");
    Region::new(&folded).or_else(|| tables::country(&folded))
}

/// The territories' addresses are the United States'.
fn home_of(region: Region) -> Region {
    const TERRITORIES: [[u8; 2]; 6] = [*b"PR", *b"GU", *b"VI", *b"AS", *b"MP", *b"UM"];
    if TERRITORIES.into_iter().any(|code| Region::of(code) == region) { Region::US } else { region }
}

/// Sets a trait where `condition` holds.
fn set(traits: &mut AddressTraits, flag: AddressTraits, condition: bool) {
    *traits |= if condition { flag } else { AddressTraits::empty() };
}
