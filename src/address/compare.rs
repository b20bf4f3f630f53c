//! Two addresses to a level: first where they lie, then the line, and the worst difference names the level.

use super::line::{self, Line};
use super::place::{self, Place};
use super::shape::Key;
use super::{Address, AddressComparison, AddressLevel, whole};
use crate::level::Level;

/// The differences found so far: the worst names the level, the others cost a point each.
pub(super) struct Tally {
    worst: AddressLevel,
    count: u8,
    slips: u8,
    /// Whether either side leaves something out, the owner first.
    omits: [bool; 2],
}

impl Tally {
    fn new() -> Self {
        Self { worst: AddressLevel::Exact, count: 0, slips: 0, omits: [false; 2] }
    }

    /// Adds a difference; where each side leaves something out, the level is no better than crosswise.
    pub(super) fn add(&mut self, level: AddressLevel) {
        self.count = self.count.saturating_add(1);
        // Of a mirrored pair the owner's omission is the first.
        self.omits[0] |= level < level.mirror();
        self.omits[1] |= level > level.mirror();
        let least = if self.omits == [true; 2] { AddressLevel::OmittedCrosswise } else { AddressLevel::Exact };
        self.worst = self.worst.max(level).max(least);
    }

    /// Adds what one side leaves out.
    pub(super) fn add_omitted(&mut self, by_owner: AddressLevel, applicant: &[u8]) {
        self.add(if applicant.is_empty() { by_owner.mirror() } else { by_owner });
    }

    /// Adds one slip or more.
    pub(super) fn add_slips(&mut self, slips: u8) {
        self.slips = self.slips.saturating_add(slips);
        self.add(if self.slips > 1 { AddressLevel::TwoSlips } else { AddressLevel::Slip });
    }

    fn comparison(&self) -> AddressComparison {
        AddressComparison { level: self.worst, further: self.count.saturating_sub(1) }
    }
}

/// Compares two addresses; a contradicted part caps the score whatever else agrees.
pub fn compare(applicant: &Address, owner: &Address) -> AddressComparison {
    if !applicant.delivers || !owner.delivers {
        return named(place::compare_alone(applicant, owner));
    }
    if applicant.is_read_alike(owner) {
        return named(AddressLevel::Exact);
    }
    let mut tally = Tally::new();
    let place = place::compare(applicant, owner, &mut tally);
    let line = line::compare(applicant, owner, place, &mut tally);
    match (line, place) {
        (Line::Same, Place::Same | Place::NearlySame) if is_cut_otherwise(tally.worst) => {
            by_letters(applicant, owner, tally.comparison())
        }
        (Line::Same, Place::Same | Place::NearlySame) => tally.comparison(),
        (Line::Same, Place::Apart) if tally.worst < AddressLevel::OtherUnit => {
            by_letters(applicant, owner, named(AddressLevel::OtherCity))
        }
        _ => by_letters(applicant, owner, named(rest(applicant, owner))),
    }
}

/// What a line whose parts were cut in another place comes out as.
fn is_cut_otherwise(level: AddressLevel) -> bool {
    matches!(level.mirror().min(level), AddressLevel::CityConflict | AddressLevel::StreetWordOmittedByOwner)
}

/// The better of the comparison by parts and the one by letters, where no table could tell street and city apart.
fn by_letters(applicant: &Address, owner: &Address, by_parts: AddressComparison) -> AddressComparison {
    let whole = if whole::applies(applicant, owner) { whole::compare(applicant, owner) } else { None };
    whole.filter(|level| *level < by_parts.level).map_or(by_parts, named)
}

fn named(level: AddressLevel) -> AddressComparison {
    AddressComparison { level, further: 0 }
}

/// What is left to have in common when the lines differ.
fn rest(applicant: &Address, owner: &Address) -> AddressLevel {
    let agrees = |key| !applicant.part(key).is_empty() && applicant.part(key) == owner.part(key);
    if agrees(Key::Postcode) {
        AddressLevel::SamePostcode
    } else if agrees(Key::City) && place::states_agree(applicant, owner) {
        AddressLevel::SameCity
    } else {
        AddressLevel::Nothing
    }
}
