//! Addresses: one raw line or the applicant's structured form read into parts, compared part by part into a level.

mod compare;
#[allow(dead_code, reason = "shared with build.rs")]
mod fixed;
mod line;
mod parse;
mod parts;
mod place;
mod places;
mod shape;
mod spelling;
mod street;
mod street_words;
mod tables;
mod whole;
mod words;

use bitflags::bitflags;

use crate::level::{Level, levels};
use crate::weight::Score;
pub use compare::compare;
pub use parse::{parse, parse_parts};
pub use parts::parts;
pub use shape::Address;

/// Most characters of an address that are read.
pub const CAP_CHARS: usize = 512;
/// Most words of an address that are read.
pub const CAP_WORDS: usize = 48;

bitflags! {
    /// Facts about an address as written, set at reading; flags are mapped from them.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct AddressTraits: u16 {
        /// A post office box.
        const PO_BOX = 1;
        /// A commercial mail-receiving agency: PMB and the like.
        const MAIL_DROP = 1 << 1;
        /// A prison, jail or correctional facility.
        const CORRECTIONAL = 1 << 2;
        /// General delivery.
        const GENERAL_DELIVERY = 1 << 3;
        /// The ZIP does not belong to the state.
        const POSTAL_CODE_STATE_CONFLICT = 1 << 4;
        /// 123 Main St Anytown, 00000.
        const PLACEHOLDER = 1 << 5;
        /// Words were left out over the cap.
        const CUT = 1 << 6;
    }
}

/// Stripe's structured address.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct AddressParts {
    /// Number and street.
    pub line1: Option<String>,
    /// Unit, suite, building.
    pub line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// ZIP or postal code.
    pub postal_code: Option<String>,
    /// Two-letter country code.
    pub country: Option<String>,
}

impl std::fmt::Debug for AddressParts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AddressParts([redacted])")
    }
}

/// The outcome of comparing two addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressComparison {
    /// The lowest band any part of the comparison fell into.
    pub level: AddressLevel,
    /// Differences beside the one that named the level, a point each.
    pub further: u8,
}

impl AddressComparison {
    /// The field's score, 0..=100.
    pub fn match_score(&self) -> Score {
        self.level.score(self.further)
    }
}

levels! {
    /// How two addresses compare, best first. `ByOwner` says that the bank's side leaves the part out.
    pub enum AddressLevel of "address" "Address" {
        Exact "exact" 100 "the same delivery point";
        UnitRewritten "unit_rewritten" 98 "the unit written otherwise";
        CityAlias "city_alias" 97 "another city name of the same postal code";
        LocalityOmittedByOwner "locality_omitted_by_owner" 94 "the bank leaves out city, state or postal code" <=> LocalityOmittedByApplicant;
        LocalityOmittedByApplicant "locality_omitted_by_applicant" 94 "the applicant leaves out city, state or postal code" <=> LocalityOmittedByOwner;
        StreetTypeOmittedByOwner "street_type_omitted_by_owner" 93 "the bank leaves out the street type" <=> StreetTypeOmittedByApplicant;
        StreetTypeOmittedByApplicant "street_type_omitted_by_applicant" 93 "the applicant leaves out the street type" <=> StreetTypeOmittedByOwner;
        DirectionOmittedByOwner "direction_omitted_by_owner" 92 "the bank leaves out a direction" <=> DirectionOmittedByApplicant;
        DirectionOmittedByApplicant "direction_omitted_by_applicant" 92 "the applicant leaves out a direction" <=> DirectionOmittedByOwner;
        UnitOmittedByOwner "unit_omitted_by_owner" 92 "the bank leaves out the unit" <=> UnitOmittedByApplicant;
        UnitOmittedByApplicant "unit_omitted_by_applicant" 92 "the applicant leaves out the unit" <=> UnitOmittedByOwner;
        BoxOmittedByOwner "box_omitted_by_owner" 91 "the bank leaves out the post office box" <=> BoxOmittedByApplicant;
        BoxOmittedByApplicant "box_omitted_by_applicant" 91 "the applicant leaves out the post office box" <=> BoxOmittedByOwner;
        StreetBesideBoxOmittedByOwner "street_beside_box_omitted_by_owner" 90 "the bank leaves out the street beside the same box" <=> StreetBesideBoxOmittedByApplicant;
        StreetBesideBoxOmittedByApplicant "street_beside_box_omitted_by_applicant" 90 "the applicant leaves out the street beside the same box" <=> StreetBesideBoxOmittedByOwner;
        OmittedCrosswise "omitted_crosswise" 90 "each side leaves out what the other has";
        Slip "slip" 88 "one slip in street or city, the rest equal";
        StreetWordOmittedByOwner "street_word_omitted_by_owner" 82 "the bank leaves out a word of the street's name" <=> StreetWordOmittedByApplicant;
        StreetWordOmittedByApplicant "street_word_omitted_by_applicant" 82 "the applicant leaves out a word of the street's name" <=> StreetWordOmittedByOwner;
        NumberRange "number_range" 80 "the house number is a range that holds the other, or has a fraction more";
        NumberUnreadable "number_unreadable" 78 "a house number that cannot be read, street and postal code equal";
        OtherPostcode "other_postcode" 76 "another postal code in the same city";
        StateConflict "state_conflict" 75 "another state, postal code equal";
        CityConflict "city_conflict" 74 "another city, postal code equal";
        TwoSlips "two_slips" 72 "two slips, the numbers equal";
        NumberOmittedByOwner "number_omitted_by_owner" 66 "the bank leaves out the house number" <=> NumberOmittedByApplicant;
        NumberOmittedByApplicant "number_omitted_by_applicant" 66 "the applicant leaves out the house number" <=> NumberOmittedByOwner;
        StreetOmittedByOwner "street_omitted_by_owner" 65 "the bank leaves out the street, the numbers equal" <=> StreetOmittedByApplicant;
        StreetOmittedByApplicant "street_omitted_by_applicant" 65 "the applicant leaves out the street, the numbers equal" <=> StreetOmittedByOwner;
        StreetTypeConflict "street_type_conflict" 64 "another street type";
        DirectionConflict "direction_conflict" 62 "another direction";
        OtherUnit "other_unit" 57 "the same building, another unit";
        OtherNumber "other_number" 52 "the same street, another number";
        OtherCity "other_city" 40 "the same line in another city";
        SamePostcode "same_postcode" 30 "the same postal code only";
        SameCity "same_city" 22 "the same city only";
        Nothing "nothing" 0 "nothing in common";
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn levels_are_lawful() {
        crate::level::tests::assert_lawful::<super::AddressLevel>();
    }
}
