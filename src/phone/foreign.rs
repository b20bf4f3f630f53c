//! Numbers of every other plan: by the tables where a plan is simple, through the phone crate where it is not.
//!
//! The crate keeps one process-wide lock and takes 180 to 320 ms for its first number, so it is asked once per record
//! and only about plans that rewrite numbers (Argentina, Brazil, Japan and some others).

use super::digits::Digits;
use super::plan::Plan;
use super::{Phone, PhoneTraits};
use crate::region::Region;

/// Digits of a country's number without that country: fewer are no number anywhere that would be written so.
const SHORTEST_UNKNOWN: usize = 8;
/// E.164 numbers have 15 digits at most.
const LONGEST: usize = 15;

/// Reads the digits behind a `+`, calling code first.
pub(super) fn international(digits: &str, traits: PhoneTraits) -> Option<Phone> {
    let (plan, national) = Plan::of_digits(digits)?;
    read(&plan, national, None, traits)
}

/// Reads a number as dialed inside `region`.
pub(super) fn national(digits: &str, region: Region) -> Option<Phone> {
    let plan = Plan::of_region(region)?;
    read(&plan, digits, Some(region), PhoneTraits::COUNTRY_INFERRED)
}

/// A number with its trunk zero and no country that it would fit: compared by its digits alone.
pub(super) fn unknown(digits: &str) -> Option<Phone> {
    let national = digits.trim_start_matches('0');
    let fits = (SHORTEST_UNKNOWN..=LONGEST).contains(&national.len());
    let traits = PhoneTraits::COUNTRY_INFERRED | PhoneTraits::INVALID;
    fits.then(|| phone(0, Digits::of(national), None, traits)).flatten()
}

fn read(plan: &Plan, digits: &str, region: Option<Region>, traits: PhoneTraits) -> Option<Phone> {
    let national = match plan.trunk() {
        Some(trunk) => Digits::of(without_trunk(plan, without_mobile_prefix(plan.code, digits), trunk)),
        None => through_crate(plan.code, digits, region),
    };
    let national = national.filter(|national| plan.allows(national.len()) && national.len() <= LONGEST)?;
    phone(plan.code, Some(national), plan.region_of(national.as_str()), traits)
}

fn phone(code: u16, national: Option<Digits>, region: Option<Region>, traits: PhoneTraits) -> Option<Phone> {
    Some(Phone { code, national: national?, extension: Digits::EMPTY, region, area_region: None, traits })
}

/// Mexico dialed 1 behind +52, and 01, 044 or 045 before a number, until 2019; old records still do.
fn without_mobile_prefix(code: u16, digits: &str) -> &str {
    const MEXICO: u16 = 52;
    let old =
        ["044", "045", "01", "1"].iter().filter(|_| code == MEXICO).find_map(|prefix| digits.strip_prefix(prefix));
    old.filter(|rest| rest.len() == 10).unwrap_or(digits)
}

fn without_trunk<'a>(plan: &Plan, digits: &'a str, trunk: &str) -> &'a str {
    match digits.strip_prefix(trunk) {
        Some(rest) if rest.len() >= plan.shortest() => rest,
        _ => digits,
    }
}

/// The phone crate's reading of bare digits: the forms it is wrong on (full width, extensions, `(0)`) never reach it.
fn through_crate(code: u16, digits: &str, region: Option<Region>) -> Option<Digits> {
    let country = region.and_then(|region| region.as_str().parse().ok());
    let text = if country.is_some() { digits.to_owned() } else { format!("+{code}{digits}") };
    let number = phonenumber::parse(country, text).ok().filter(|number| number.code().value() == code)?;
    Digits::of(&number.national().to_string())
}
