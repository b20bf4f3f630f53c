//! Numbers of the North American plan on their own path: length, area code, exchange; no metadata is loaded.

use super::digits::Digits;
use super::{Phone, PhoneTraits, plan};

/// Digits of a national number.
pub(super) const LENGTH: usize = 10;

/// Reads a national number of ten digits; whether its country was `inferred` is already in `traits`.
pub(super) fn read(digits: Digits, traits: PhoneTraits) -> Option<Phone> {
    if digits.len() != LENGTH {
        return None;
    }
    let [area_code, exchange, line] = split(&digits)?;
    let area = plan::area(area_code);
    Some(Phone {
        code: 1,
        national: digits,
        extension: Digits::EMPTY,
        region: area.and_then(|area| area.country),
        area_region: area.and_then(|area| area.state),
        traits: traits | kind_traits(area_code, area) | number_traits(area_code, exchange, line),
    })
}

/// Area code, exchange, line.
pub(super) fn split(digits: &Digits) -> Option<[&[u8]; 3]> {
    let (area_code, rest) = digits.as_bytes().split_at_checked(3)?;
    let (exchange, line) = rest.split_at_checked(3)?;
    Some([area_code, exchange, line])
}

fn kind_traits(area_code: &[u8], area: Option<plan::Area>) -> PhoneTraits {
    match area.map(|area| area.kind) {
        Some("toll_free") => PhoneTraits::TOLL_FREE,
        Some("premium") => PhoneTraits::PREMIUM,
        None if is_area_code(area_code) => PhoneTraits::NOT_ASSIGNED,
        None => PhoneTraits::INVALID,
        Some(_) => PhoneTraits::empty(),
    }
}

fn number_traits(area_code: &[u8], exchange: &[u8], line: &[u8]) -> PhoneTraits {
    let mut traits = PhoneTraits::empty();
    traits.set(PhoneTraits::INVALID, !is_exchange(exchange) || !is_area_code(area_code));
    traits.set(PhoneTraits::PLACEHOLDER, is_fiction(exchange, line) || area_code == b"555");
    traits
}

/// NXX with 2 to 9 first; codes with a 9 in the middle are kept for longer numbers one day, N11 for services.
fn is_area_code(code: &[u8]) -> bool {
    matches!(code, [b'2'..=b'9', middle, last] if *middle != b'9' && (*middle, *last) != (b'1', b'1'))
}

fn is_exchange(code: &[u8]) -> bool {
    matches!(code, [b'2'..=b'9', middle, last] if (*middle, *last) != (b'1', b'1'))
}

/// 555-0100 to 555-0199 are kept for fiction, 555-5555 is what people make up.
fn is_fiction(exchange: &[u8], line: &[u8]) -> bool {
    exchange == b"555" && (line.starts_with(b"01") || line == b"5555")
}
