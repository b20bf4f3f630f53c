//! Raw text or structured parts to an `Address`: the end of the line first (country, postcode, state, city), then its head.

mod boxes;
mod city;
mod draft;
mod facts;
mod head;
mod international;
mod key;
mod mail;
mod misread;
mod tail;
mod tokens;
mod units;

use super::shape::Address;
use super::{AddressParts, AddressTraits, tables};
use crate::reading::Reading;
use crate::region::Region;
use draft::Draft;
pub(super) use tokens::Label;
#[cfg(test)]
pub(super) use tokens::{Token, tokenize};

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
    if raw.trim().is_empty() {
        return Reading::Absent;
    }
    let mut draft = Draft::new(raw, home_of(region));
    if draft.tokens.is_empty() {
        return Reading::Unreadable;
    }
    mail::mark(&mut draft);
    tail::read(&mut draft);
    head::read(&mut draft);
    Reading::Read(key::finish(draft))
}

/// Reads Stripe's structured form; `region` is the country where the parts name none.
///
/// `line1` may hold the whole address; what it repeats of the other parts is read once.
pub fn parse_parts(parts: &AddressParts, region: Region) -> Reading<Address> {
    let fields = [&parts.line1, &parts.line2, &parts.city, &parts.state];
    let mut line = String::new();
    for field in fields.into_iter().flatten().map(|field| field.trim()).filter(|field| !field.is_empty()) {
        line.push_str(if line.is_empty() { "" } else { ", " });
        line.push_str(field);
    }
    if let Some(code) = parts.postal_code.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
        line.push(' ');
        line.push_str(code);
    }
    parse(&line, parts.country.as_deref().and_then(country).unwrap_or(region))
}

fn country(written: &str) -> Option<Region> {
    let folded = crate::text::fold(written, 64).text.replace('.', "");
    Region::new(&folded).or_else(|| tables::country(&folded))
}

/// The territories' addresses are the United States'.
fn home_of(region: Region) -> Region {
    if ["PR", "GU", "VI", "AS", "MP", "UM"].contains(&region.as_str()) { Region::US } else { region }
}

/// Sets a trait where `condition` holds.
fn set(traits: &mut AddressTraits, flag: AddressTraits, condition: bool) {
    *traits |= if condition { flag } else { AddressTraits::empty() };
}
