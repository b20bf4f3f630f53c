//! Raw text to `Phone`: which plan a number belongs to is decided here, reading it is the plan's.

use super::digits::Digits;
use super::plan::Plan;
use super::written::Written;
use super::{CAP_CHARS, Phone, PhoneTraits, foreign, north_america, written};
use crate::reading::Reading;
use crate::region::Region;
use crate::text::{cap, each_byte, fold, trim};

/// The calling code of North America.
const NORTH_AMERICA: u16 = 1;
/// Digits from which a number read in North America must have lost its plus; eleven may be ten and a slip.
const LOST_PLUS: usize = 12;

/// Reads a number in any notation; `region` is the country that a number without a country code belongs to.
///
/// What cannot be a number of its country by its length is unreadable; a number that breaks its plan is read and
/// carries [`PhoneTraits::INVALID`], since banks and sandboxes report such (+1 555-555-5555).
///
/// ```
/// use ownermatch::{Region, phone};
/// let number = phone::parse("1-800-FLOWERS ext. 7", Region::US);
/// assert_eq!(number.read().and_then(|phone| phone.e164()).as_deref(), Some("+18003569377"));
/// ```
pub fn parse(raw: &str, region: Region) -> Reading<Phone> {
    let (head, cut) = cap(trim(raw), CAP_CHARS);
    if let Some(phone) = plain_north_american(head.as_bytes(), region).filter(|_| !cut) {
        return Reading::Read(phone);
    }
    let mut buffer = [0; CAP_CHARS];
    let lower = |byte: u8| if byte.is_ascii_control() { b' ' } else { byte.to_ascii_lowercase() };
    let phone = match each_byte(head, &mut buffer, lower).map(str::trim) {
        Some("") => return Reading::Absent,
        Some(text) => read(text, region),
        None => match fold(head, CAP_CHARS) {
            folded if folded.text.is_empty() => return Reading::Absent,
            folded => read(&folded.text, region).filter(|_| !folded.cut),
        },
    };
    phone.filter(|_| !cut).map_or(Reading::Unreadable, Reading::Read)
}

/// Ten digits, or eleven behind a 1, and nothing else but what people set between digits: most numbers, at a quarter of
/// the instructions of the whole way, which reads them the same.
fn plain_north_american(raw: &[u8], region: Region) -> Option<Phone> {
    let (mut digits, mut has_plus, mut before) = (Digits::EMPTY, false, b' ');
    for &byte in raw {
        match byte {
            // A zero in brackets is a trunk prefix of elsewhere.
            b'0' if before == b'(' => return None,
            b'0'..=b'9' if digits.len() <= north_america::LENGTH => digits.push(byte)?,
            b'+' if digits.is_empty() && !has_plus => has_plus = true,
            b' ' | b'-' | b'.' | b'(' | b')' => {}
            _ => return None,
        }
        before = byte;
    }
    let is_home = region == Region::US;
    let phone = match (digits.as_bytes(), has_plus) {
        ([b'1', national @ ..], _) if (has_plus || is_home) && national.len() == north_america::LENGTH => {
            north_america::read(Digits::of_bytes(national)?, PhoneTraits::empty())
        }
        ([b'1'..=b'9', rest @ ..], false) if is_home && rest.len() + 1 == north_america::LENGTH => {
            north_america::read(digits, PhoneTraits::COUNTRY_INFERRED)
        }
        _ => None,
    }?;
    Some(phone.with_placeholder())
}

fn read(text: &str, region: Region) -> Option<Phone> {
    let written = written::read(text)?;
    let home = if region == Region::US {
        NORTH_AMERICA
    } else {
        Plan::of_region(region).map_or(NORTH_AMERICA, |plan| plan.code)
    };
    let phone = match beyond_home(&written, region, home) {
        Some(digits) => international(digits.as_str(), PhoneTraits::empty()),
        None if home == NORTH_AMERICA => at_home_in_north_america(&written),
        None => at_home(written.digits.as_str(), region),
    }?;
    let phone = Phone { extension: written.extension, ..phone };
    (!written.vanity || phone.code == NORTH_AMERICA).then(|| phone.with_placeholder())
}

/// The digits from the calling code on, where the number is written with a plus or a prefix for calls abroad.
fn beyond_home(written: &Written, region: Region, home: u16) -> Option<Digits> {
    let all = written.digits.as_str();
    let prefix = if written.plus { "" } else { abroad_prefix(all, region, home)? };
    let keeps_zero = all.strip_prefix(prefix).is_some_and(|rest| rest.starts_with("39"));
    let digits = if keeps_zero { &written.digits } else { &written.without_trunk };
    Digits::of(digits.as_str().strip_prefix(prefix)?)
}

/// Prefixes for calls abroad; shorter numbers that begin alike are national ones.
fn abroad_prefix(digits: &str, region: Region, home: u16) -> Option<&'static str> {
    let own = match (home, region.as_str()) {
        (NORTH_AMERICA, _) => "011",
        (_, "AU") => "0011",
        (_, "JP") => "010",
        _ => "00",
    };
    [own, "00"].into_iter().find(|prefix| digits.starts_with(prefix) && digits.len() > prefix.len() + 8)
}

/// From the calling code on; a prefix for calls abroad may still stand behind the plus.
fn international(digits: &str, traits: PhoneTraits) -> Option<Phone> {
    let digits = ["011", "00"].iter().find_map(|prefix| digits.strip_prefix(prefix)).unwrap_or(digits);
    match digits.strip_prefix('1') {
        Some(national) => {
            let doubled = national.strip_prefix('1').filter(|rest| rest.len() == north_america::LENGTH);
            north_america::read(Digits::of(doubled.unwrap_or(national))?, traits)
        }
        None => foreign::international(digits, traits),
    }
}

fn at_home_in_north_america(written: &Written) -> Option<Phone> {
    let digits = written.digits.as_str();
    match digits.strip_prefix('1') {
        _ if digits.len() == north_america::LENGTH
            && (!digits.starts_with('0') || written.digits.is_one_repeated()) =>
        {
            north_america::read(written.digits, PhoneTraits::COUNTRY_INFERRED)
        }
        Some(national) => north_america::read(Digits::of(national)?, PhoneTraits::empty()),
        None if digits.starts_with('0') => foreign::unknown(digits),
        None if digits.len() >= LOST_PLUS => foreign::international(digits, PhoneTraits::COUNTRY_INFERRED),
        None => None,
    }
}

/// Inside a country of another plan; a number that does not fit may carry a calling code without its plus.
fn at_home(digits: &str, region: Region) -> Option<Phone> {
    let elsewhere =
        || international(digits, PhoneTraits::COUNTRY_INFERRED).filter(|_| digits.len() > north_america::LENGTH);
    foreign::national(digits, region).or_else(elsewhere)
}
