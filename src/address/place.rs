//! Where two addresses lie: postcode, city and state against each other.

use super::compare::Tally;
use super::places;
use super::shape::Key;
use super::spelling::{Squeezed, slips};
use super::{Address, AddressLevel};
use crate::region::Region;

/// Whether two addresses can be in one place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing about the place contradicts.
    Same,
    /// The same city under another postcode.
    NearlySame,
    /// Another place.
    Apart,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum City {
    Equal,
    Missing,
    Slips(u8),
    Other,
}

/// Cities within this many hundredths of a degree (about 35 km) of a ZIP may name its deliveries.
const NEAR: i32 = 35;

/// Compares the places, and tallies what differs.
pub(super) fn compare(applicant: &Address, owner: &Address, tally: &mut Tally) -> Place {
    let [ours, theirs] = [applicant.part(Key::Postcode), owner.part(Key::Postcode)];
    let city = compare_city(applicant, owner);
    if ours.is_empty() || theirs.is_empty() {
        return without_postcode(applicant, owner, city, tally);
    }
    if ours == theirs {
        same_postcode(applicant, owner, city, tally)
    } else {
        other_postcode(applicant, owner, city, tally)
    }
}

/// What two places have in common where one side names no street, box or unit.
pub(super) fn compare_alone(applicant: &Address, owner: &Address) -> AddressLevel {
    let [ours, theirs] = [applicant.part(Key::Postcode), owner.part(Key::Postcode)];
    let has_both = !ours.is_empty() && !theirs.is_empty();
    if has_both && ours == theirs {
        return AddressLevel::SamePostcode;
    }
    let is_one = match compare_city(applicant, owner) {
        City::Equal | City::Slips(_) => states_agree(applicant, owner),
        City::Missing => {
            !has_both && !applicant.part(Key::State).is_empty() && applicant.part(Key::State) == owner.part(Key::State)
        }
        City::Other => states_agree(applicant, owner) && !has_both && near_without_postcode(applicant, owner),
    };
    if is_one && applicant.region == owner.region { AddressLevel::SameCity } else { AddressLevel::Nothing }
}

pub(super) fn states_agree(applicant: &Address, owner: &Address) -> bool {
    let [ours, theirs] = [applicant.part(Key::State), owner.part(Key::State)];
    ours.is_empty() || theirs.is_empty() || ours == theirs
}

fn same_postcode(applicant: &Address, owner: &Address, city: City, tally: &mut Tally) -> Place {
    match city {
        City::Equal => {}
        City::Missing => tally_missing(applicant, owner, tally),
        City::Slips(slips) => tally.add_slips(slips),
        City::Other => {
            tally.add(if is_alias(applicant, owner) { AddressLevel::CityAlias } else { AddressLevel::CityConflict })
        }
    }
    if !states_agree(applicant, owner) {
        tally.add(AddressLevel::StateConflict);
    }
    Place::Same
}

fn tally_missing(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let [ours, theirs] = [applicant.part(Key::City), owner.part(Key::City)];
    if ours.is_empty() != theirs.is_empty() {
        tally.add_omitted(AddressLevel::LocalityOmittedByOwner, ours);
    }
}

fn other_postcode(applicant: &Address, owner: &Address, city: City, tally: &mut Tally) -> Place {
    let is_one_city = match city {
        City::Equal | City::Slips(_) => states_agree(applicant, owner),
        City::Missing => near(applicant.postcode_place, owner.postcode_place) == Some(true),
        City::Other => false,
    };
    if !is_one_city {
        return Place::Apart;
    }
    if let City::Slips(slips) = city {
        tally.add_slips(slips);
    }
    tally.add(AddressLevel::OtherPostcode);
    Place::NearlySame
}

fn without_postcode(applicant: &Address, owner: &Address, city: City, tally: &mut Tally) -> Place {
    if !states_agree(applicant, owner) || applicant.region != owner.region {
        return Place::Apart;
    }
    match city {
        City::Equal | City::Missing => {}
        City::Slips(slips) => tally.add_slips(slips),
        City::Other if near_without_postcode(applicant, owner) => tally.add(AddressLevel::CityAlias),
        City::Other => return Place::Apart,
    }
    for key in [Key::City, Key::State, Key::Postcode] {
        let [ours, theirs] = [applicant.part(key), owner.part(key)];
        // A state is told by its postcode, so one that stands alone leaves nothing out.
        let counts =
            key != Key::State || applicant.part(Key::Postcode).is_empty() && owner.part(Key::Postcode).is_empty();
        if ours.is_empty() != theirs.is_empty() && counts {
            tally.add_omitted(AddressLevel::LocalityOmittedByOwner, ours);
        }
    }
    Place::Same
}

fn compare_city(applicant: &Address, owner: &Address) -> City {
    let [ours, theirs] = [applicant.part(Key::City), owner.part(Key::City)];
    if ours == theirs {
        return if ours.is_empty() { City::Missing } else { City::Equal };
    }
    if is_cut_elsewhere(applicant, owner) {
        return City::Equal;
    }
    if ours.is_empty() || theirs.is_empty() {
        return City::Missing;
    }
    if let Some(slips) = slips(ours, theirs) {
        return City::Slips(slips);
    }
    let split_by_guess = applicant.region != Region::US || owner.region != Region::US;
    if split_by_guess { compare_locality(applicant, owner) } else { City::Other }
}

/// `Main St N, Kansas City` and `Main St, North Kansas City`: one line, its direction read to either side.
pub(super) fn is_cut_elsewhere(applicant: &Address, owner: &Address) -> bool {
    if applicant.part(Key::After).is_empty() == owner.part(Key::After).is_empty() {
        return false;
    }
    let squeezed = |address: &Address| Squeezed::of(&[address.part(Key::After), address.part(Key::City)]);
    let (ours, theirs) = (squeezed(applicant), squeezed(owner));
    ours.letters() == theirs.letters()
}

/// Without a table of cities the locality may stand in the city on one side and beside it on the other.
fn compare_locality(applicant: &Address, owner: &Address) -> City {
    let squeezed = |address: &Address| Squeezed::of(&[address.part(Key::Extra), address.part(Key::City)]);
    let (ours, theirs) = (squeezed(applicant), squeezed(owner));
    let [city, other_city] = [applicant.part(Key::City), owner.part(Key::City)];
    let ends = |whole: &[u8], end: &[u8]| end.len() >= 4 && whole.ends_with(end);
    if ours.letters() == theirs.letters() || ends(ours.letters(), other_city) || ends(theirs.letters(), city) {
        return City::Equal;
    }
    match slips(ours.letters(), theirs.letters()) {
        Some(count) => City::Slips(count),
        None => City::Other,
    }
}

fn near(place: Option<places::Place>, other: Option<places::Place>) -> Option<bool> {
    let (place, other) = (place?, other?);
    let [north, east] = [i32::from(place.0) - i32::from(other.0), i32::from(place.1) - i32::from(other.1)];
    Some(north.abs() <= NEAR && east.abs() <= NEAR)
}

/// Two names for one ZIP: at least one is a city near it, and none is a city elsewhere.
fn is_alias(applicant: &Address, owner: &Address) -> bool {
    let place = applicant.postcode_place.or(owner.postcode_place);
    let nearness = [near(applicant.city_place, place), near(owner.city_place, place)];
    nearness.contains(&Some(true)) && !nearness.contains(&Some(false))
}

fn near_without_postcode(applicant: &Address, owner: &Address) -> bool {
    let has_postcode = applicant.postcode_place.is_some() || owner.postcode_place.is_some();
    has_postcode && is_alias(applicant, owner)
}
