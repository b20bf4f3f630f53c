//! Two addresses to a level: first where they lie, then the line, and the worst difference names the level.

use ownermatch::Level;
use ownermatch::address::AddressLevel;

use super::address::Address;
use super::street::{compare_words, have_same_letters, slips, words};
use super::tables::{Place, Places};

/// Cities within so many hundredths of a degree of a ZIP may name its deliveries.
const NEAR: i32 = 35;

/// The differences found so far.
#[derive(Default)]
pub struct Tally {
    seen: Vec<AddressLevel>,
    slips: u8,
}

impl Tally {
    pub fn add(&mut self, level: AddressLevel) {
        self.seen.push(level);
    }

    /// Adds what one side leaves out.
    fn add_omitted(&mut self, by_owner: AddressLevel, applicant: &str) {
        self.add(if applicant.is_empty() { by_owner.mirror() } else { by_owner });
    }

    pub fn add_slips(&mut self, slips: u8) {
        self.slips += slips;
        self.add(if self.slips > 1 { AddressLevel::TwoSlips } else { AddressLevel::Slip });
    }

    /// The worst difference; where each side leaves something out, no better than crosswise.
    fn level(&self) -> AddressLevel {
        let omits_owner = self.seen.iter().any(|level| *level < level.mirror());
        let omits_applicant = self.seen.iter().any(|level| *level > level.mirror());
        let least = if omits_owner && omits_applicant { AddressLevel::OmittedCrosswise } else { AddressLevel::Exact };
        self.seen.iter().copied().fold(least, AddressLevel::max)
    }

    fn further(&self) -> u8 {
        self.seen.len().saturating_sub(1) as u8
    }
}

/// Whether two addresses can be in one place.
#[derive(Clone, Copy, PartialEq)]
enum Lie {
    /// In one ZIP, or in one city under two.
    Together,
    Apart,
}

pub fn compare(applicant: &Address, owner: &Address, places: &Places) -> (AddressLevel, u8) {
    let mut tally = Tally::default();
    let lie = compare_places(applicant, owner, &mut tally);
    let is_same_line = compare_lines(applicant, owner, lie, &mut tally, places);
    match lie {
        Lie::Together if is_same_line => (tally.level(), tally.further()),
        Lie::Apart if is_same_line && tally.level() < AddressLevel::OtherUnit => (AddressLevel::OtherCity, 0),
        _ => (rest(applicant, owner), 0),
    }
}

/// What is left to have in common when the lines differ.
fn rest(applicant: &Address, owner: &Address) -> AddressLevel {
    if applicant.zip == owner.zip {
        AddressLevel::SamePostcode
    } else if applicant.city == owner.city && applicant.state == owner.state {
        AddressLevel::SameCity
    } else {
        AddressLevel::Nothing
    }
}

fn compare_places(applicant: &Address, owner: &Address, tally: &mut Tally) -> Lie {
    let is_same_city = applicant.city == owner.city;
    let city_slips = slips(&applicant.city, &owner.city).filter(|_| !is_same_city);
    if let Some(slips) = city_slips.filter(|_| applicant.state == owner.state) {
        tally.add_slips(slips);
    }
    if applicant.zip == owner.zip {
        if !is_same_city && city_slips.is_none() {
            let is_alias = is_alias(applicant, owner);
            tally.add(if is_alias { AddressLevel::CityAlias } else { AddressLevel::CityConflict });
        }
        return Lie::Together;
    }
    if (is_same_city || city_slips.is_some()) && applicant.state == owner.state {
        tally.add(AddressLevel::OtherPostcode);
        return Lie::Together;
    }
    Lie::Apart
}

/// Two names for one ZIP: at least one is a city near it, and none is a city elsewhere.
fn is_alias(applicant: &Address, owner: &Address) -> bool {
    let is_near = |place: Option<Place>| {
        let ((north, east), (zip_north, zip_east)) = (place?, applicant.zip_place?);
        Some(north.abs_diff(zip_north) <= NEAR as u32 && east.abs_diff(zip_east) <= NEAR as u32)
    };
    let nearness = [applicant.city_place, owner.city_place].map(is_near);
    nearness.contains(&Some(true)) && !nearness.contains(&Some(false))
}

/// Whether the lines are about the same street, and what differs.
fn compare_lines(applicant: &Address, owner: &Address, lie: Lie, tally: &mut Tally, places: &Places) -> bool {
    if applicant.name == owner.name {
        compare_types(applicant, owner, tally);
        compare_directions(applicant, owner, tally);
    } else {
        let is_anchored = lie == Lie::Together && applicant.number == owner.number;
        let (ours, theirs) = (words(applicant), words(owner));
        let is_same =
            have_same_letters(&ours, &theirs, places) || (is_anchored && compare_words(&ours, &theirs, tally, places));
        if !is_same {
            return false;
        }
    }
    if applicant.number != owner.number {
        tally.add(AddressLevel::OtherNumber);
    }
    compare_units(applicant, owner, tally);
    true
}

fn compare_types(applicant: &Address, owner: &Address, tally: &mut Tally) {
    if applicant.kind == owner.kind {
        return;
    }
    if applicant.kind.is_empty() || owner.kind.is_empty() {
        tally.add_omitted(AddressLevel::StreetTypeOmittedByOwner, &applicant.kind);
    } else {
        tally.add(AddressLevel::StreetTypeConflict);
    }
}

fn compare_directions(applicant: &Address, owner: &Address, tally: &mut Tally) {
    let is_moved = applicant.before == owner.after && applicant.after == owner.before;
    if is_moved && applicant.before != applicant.after {
        return tally.add(AddressLevel::OmittedCrosswise);
    }
    for (ours, theirs) in [(&applicant.before, &owner.before), (&applicant.after, &owner.after)] {
        if ours.is_empty() != theirs.is_empty() {
            tally.add_omitted(AddressLevel::DirectionOmittedByOwner, ours);
        } else if ours != theirs {
            tally.add(AddressLevel::DirectionConflict);
        }
    }
}

fn compare_units(applicant: &Address, owner: &Address, tally: &mut Tally) {
    if applicant.unit.is_empty() != owner.unit.is_empty() {
        tally.add_omitted(AddressLevel::UnitOmittedByOwner, &applicant.unit);
    } else if applicant.unit != owner.unit {
        tally.add(AddressLevel::OtherUnit);
    } else if applicant.unit_word != owner.unit_word {
        tally.add(AddressLevel::UnitRewritten);
    }
}
