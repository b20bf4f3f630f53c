//! Phones: numbers read into E.164, North America on its own path, compared into a level.

mod compare;
mod digits;
mod foreign;
mod north_america;
mod number;
mod parse;
mod plan;
mod written;

use bitflags::bitflags;

use crate::level::{Level, levels};
use crate::weight::Score;
pub use compare::{compare, parts};
pub use number::Phone;
pub use parse::parse;

/// Most characters of a phone that are read.
pub const CAP_CHARS: usize = 64;

bitflags! {
    /// Facts about a phone number, set at reading; flags are mapped from them.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct PhoneTraits: u16 {
        /// Breaks the numbering plan of its country.
        const INVALID = 1;
        /// The called party pays.
        const TOLL_FREE = 1 << 1;
        /// The caller pays extra.
        const PREMIUM = 1 << 2;
        /// An area code that is not in service.
        const NOT_ASSIGNED = 1 << 3;
        /// 555-01xx, 555-555-5555, 123-456-7890 and one repeated digit.
        const PLACEHOLDER = 1 << 4;
        /// The country was not written and had to be inferred.
        const COUNTRY_INFERRED = 1 << 5;
    }
}

/// The outcome of comparing two phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneComparison {
    /// What the comparison came to.
    pub level: PhoneLevel,
    /// Differences beside the one that named the level, a point each.
    pub further: u8,
}

impl PhoneComparison {
    /// The field's score, 0..=100.
    pub fn match_score(&self) -> Score {
        self.level.score(self.further)
    }
}

levels! {
    /// How two phones compare, best first.
    pub enum PhoneLevel of "phone" "Phone" {
        Exact "exact" 100 "the same number, however written";
        CountryInferred "country_inferred" 97 "the same number, where another country code had to be inferred";
        OtherExtension "other_extension" 92 "the same number with another extension";
        DigitOff "digit_off" 56 "one digit off";
        DigitsSwapped "digits_swapped" 54 "two neighboring digits swapped";
        OtherArea "other_area" 35 "the same local number under another area code";
        SameExchange "same_exchange" 30 "another number of the same exchange";
        SameArea "same_area" 22 "another number of the same area";
        Nothing "nothing" 0 "nothing in common";
    }
}

#[cfg(test)]
mod tests;
