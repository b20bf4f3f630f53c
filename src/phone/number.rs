//! A phone number as read, and what can be asked of it.

use std::fmt;

use super::PhoneTraits;
use super::digits::Digits;
use crate::region::Region;

/// A number of one country's plan, or of a country that could not be told.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone {
    pub(super) code: u16,
    pub(super) national: Digits,
    pub(super) extension: Digits,
    pub(super) region: Option<Region>,
    pub(super) area_region: Option<&'static str>,
    /// What the number says beside itself.
    pub traits: PhoneTraits,
}

impl Phone {
    /// `+` and all digits, without the extension; `None` where the country could not be told.
    pub fn e164(&self) -> Option<String> {
        (self.code != 0).then(|| format!("+{}{}", self.code, self.national.as_str()))
    }

    /// The country calling code, 1 for North America; 0 where the country could not be told.
    pub fn country_code(&self) -> u16 {
        self.code
    }

    /// The digits behind the country code, without a trunk prefix.
    pub fn national(&self) -> &str {
        self.national.as_str()
    }

    /// The digits of the extension.
    pub fn extension(&self) -> Option<&str> {
        (!self.extension.is_empty()).then(|| self.extension.as_str())
    }

    /// The country or territory; `None` for numbers of no place (toll-free) and area codes not in service.
    pub fn region(&self) -> Option<Region> {
        self.region
    }

    /// The state, province or territory that a US or Canadian area code serves, as its post office abbreviates it;
    /// `None` elsewhere and for area codes that serve several.
    pub fn area_region(&self) -> Option<&'static str> {
        self.area_region
    }

    /// One string for one line: E.164, then `;ext=` and the extension.
    pub fn canonical(&self) -> String {
        let number = self.e164().unwrap_or_else(|| self.national.as_str().to_owned());
        self.extension().map(|extension| format!("{number};ext={extension}")).unwrap_or(number)
    }

    /// The parts as read, those that are there.
    pub fn components(&self) -> Vec<(&'static str, String)> {
        let known = (self.code != 0).then_some(self.code);
        let parts = [
            ("e164", self.e164()),
            ("country_code", known.map(|code| code.to_string())),
            ("national", Some(self.national.as_str().to_owned())),
            ("extension", self.extension().map(str::to_owned)),
            ("country", self.region.map(|region| region.as_str().to_owned())),
            ("area_region", self.area_region.map(str::to_owned)),
        ];
        parts.into_iter().filter_map(|(label, text)| text.map(|text| (label, text))).collect()
    }

    /// Marks one repeated digit and the runs 123-456-7890 and 987-654-3210.
    pub(super) fn with_placeholder(mut self) -> Self {
        let made_up = self.national.is_one_repeated() || is_run(self.national.as_bytes());
        self.traits.set(PhoneTraits::PLACEHOLDER, made_up || self.traits.contains(PhoneTraits::PLACEHOLDER));
        self
    }
}

/// Digits that only count up or down.
pub(super) fn is_run(digits: &[u8]) -> bool {
    const RUNS: [&[u8]; 2] = [b"01234567890", b"9876543210"];
    let steps = |pair: &[u8]| pair[0].abs_diff(pair[1]) == 1;
    digits.len() >= 7
        && steps(&digits[..2])
        && RUNS.iter().any(|run| run.windows(digits.len()).any(|part| part == digits))
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone([redacted])")
    }
}
