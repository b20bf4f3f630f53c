//! The differences of a comparison: the lowest names the level, the others count.

use super::spelling::Relation;
use crate::level::Level;
use crate::name::NameLevel;

/// Differences seen so far.
#[derive(Default)]
pub(super) struct Tally {
    seen: u128,
    count: u8,
    slips: u8,
}

impl Tally {
    pub(super) fn add(&mut self, level: NameLevel) {
        self.seen |= 1 << level.index();
        self.count = self.count.saturating_add(1);
    }

    /// Adds a difference that counts once however often it occurs.
    pub(super) fn add_once(&mut self, level: NameLevel) {
        if !self.has(level) {
            self.add(level);
        }
    }

    /// Adds `level` towards the side that leaves out: `by_owner`, or its mirror.
    pub(super) fn add_omitted(&mut self, by_owner: NameLevel, side: usize) {
        self.add(if side == 0 { by_owner } else { by_owner.mirror() });
    }

    /// Adds how a word of a given or middle name, or else of a family name, is written otherwise.
    pub(super) fn add_relation(&mut self, relation: Relation) {
        self.slips += match relation {
            Relation::Slip | Relation::ShortSlip => 1,
            Relation::TwoSlips | Relation::LookAlikeFamily => 2,
            _ => 0,
        };
        if let Some(level) = level_of(relation) {
            self.add(level);
        }
    }

    pub(super) fn has(&self, level: NameLevel) -> bool {
        self.seen & 1 << level.index() != 0
    }

    /// The lowest level seen and how many differences stand beside it.
    pub(super) fn verdict(mut self) -> (NameLevel, u8) {
        match self.slips {
            0 | 1 => {}
            2 => self.add_once(NameLevel::TwoSlips),
            _ => self.add_once(NameLevel::ManySlips),
        }
        let lowest = self.seen.checked_ilog2().and_then(|at| NameLevel::ALL.get(at as usize));
        let level = lowest.copied().unwrap_or(NameLevel::Exact);
        (self.without_direction(level), self.count.saturating_sub(1))
    }

    /// A level of one direction whose mirror was seen too has none.
    fn without_direction(&self, level: NameLevel) -> NameLevel {
        match level {
            _ if level.mirror() == level => level,
            _ if self.is_answered(level) => NameLevel::EachSideOmits,
            NameLevel::InitialsByApplicant if self.has(NameLevel::MiddleOmittedByOwner) => NameLevel::EachSideShortens,
            NameLevel::InitialsByOwner if self.has(NameLevel::MiddleOmittedByApplicant) => NameLevel::EachSideShortens,
            _ if !self.has(level.mirror()) => level,
            _ if level.top().value() >= 70 => NameLevel::EachSideShortens,
            _ => NameLevel::FamilyNameReplaced,
        }
    }

    /// Whether `level` is a part left out, and the side that has it leaves out another: a title for a generation.
    fn is_answered(&self, level: NameLevel) -> bool {
        let omitted =
            [NameLevel::TitleOmittedByOwner, NameLevel::MiddleOmittedByOwner, NameLevel::SuffixOmittedByOwner];
        let by_owner = omitted.contains(&level);
        let by_applicant = omitted.contains(&level.mirror());
        (by_owner && omitted.iter().any(|other| self.has(other.mirror())))
            || (by_applicant && omitted.iter().any(|&other| self.has(other)))
    }
}

fn level_of(relation: Relation) -> Option<NameLevel> {
    Some(match relation {
        Relation::Equal => return None,
        Relation::Respaced => NameLevel::Respaced,
        Relation::Known => NameLevel::Transliterated,
        Relation::Nickname => NameLevel::Nickname,
        Relation::Spelled => NameLevel::SpelledOtherwise,
        Relation::Slip => NameLevel::Slip,
        Relation::InitialByOwner => NameLevel::InitialsByOwner,
        Relation::InitialByApplicant => NameLevel::InitialsByApplicant,
        Relation::ShortSlip => NameLevel::ShortSlip,
        Relation::Consonants => NameLevel::SoundsAlike,
        Relation::TruncatedByOwner => NameLevel::TruncatedByOwner,
        Relation::TruncatedByApplicant => NameLevel::TruncatedByApplicant,
        Relation::TwoSlips => NameLevel::TwoSlips,
        Relation::RespacedSlip => NameLevel::RespacedSlip,
        Relation::LookAlikeFamily => NameLevel::LookAlikeFamily,
        Relation::LookAlike | Relation::Alike | Relation::Other => NameLevel::GivenConflict,
    })
}
