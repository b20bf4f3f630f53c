//! Phones: read by the phonenumber crate, compared digit by digit.

use ownermatch::Reading;
use ownermatch::phone::PhoneLevel;
use phonenumber::country;

use super::text::{common_prefix, common_suffix};

/// A number of one country.
pub struct Phone {
    country_code: u16,
    national: String,
}

pub fn read(raw: &str) -> Reading<Phone> {
    if raw.trim().is_empty() {
        return Reading::Absent;
    }
    match phonenumber::parse(Some(country::US), raw) {
        Ok(number) => {
            let country_code = number.code().value();
            Reading::Read(Phone { country_code, national: number.national().to_string() })
        }
        Err(_) => Reading::Unreadable,
    }
}

pub fn compare(applicant: &Phone, owner: &Phone) -> (PhoneLevel, u8) {
    let level = if applicant.country_code != owner.country_code {
        PhoneLevel::Nothing
    } else if applicant.national == owner.national {
        PhoneLevel::Exact
    } else {
        compare_digits(applicant.national.as_bytes(), owner.national.as_bytes())
    };
    (level, 0)
}

/// Two different numbers of ten digits: area code, exchange, line.
fn compare_digits(applicant: &[u8], owner: &[u8]) -> PhoneLevel {
    let length = applicant.len().max(owner.len());
    let (head, tail) = (common_prefix(applicant, owner), common_suffix(applicant, owner));
    if head + tail + 1 >= length {
        return PhoneLevel::DigitOff;
    }
    if applicant.len() != owner.len() {
        return PhoneLevel::Nothing;
    }
    let is_swapped =
        head + tail + 2 == length && applicant[head] == owner[head + 1] && applicant[head + 1] == owner[head];
    match head {
        _ if is_swapped => PhoneLevel::DigitsSwapped,
        _ if tail >= 7 => PhoneLevel::OtherArea,
        6.. => PhoneLevel::SameExchange,
        3.. => PhoneLevel::SameArea,
        _ => PhoneLevel::Nothing,
    }
}
