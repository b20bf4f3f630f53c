//! The differences of two names: the lowest names the level, the others count.

use ownermatch::Level;
use ownermatch::name::NameLevel;

use super::relate::Relation;

/// Differences seen so far.
#[derive(Default)]
pub struct Tally {
    seen: Vec<NameLevel>,
    slips: u8,
}

impl Tally {
    pub fn add(&mut self, level: NameLevel) {
        self.seen.push(level);
    }

    /// Adds what a side has and the other leaves out.
    pub fn add_omitted(&mut self, by_owner: NameLevel, side: usize) {
        self.add(if side == 0 { by_owner } else { by_owner.mirror() });
    }

    /// Adds how a word is written otherwise.
    pub fn add_relation(&mut self, relation: Relation) {
        self.slips += match relation {
            Relation::Slip | Relation::ShortSlip => 1,
            Relation::TwoSlips | Relation::LookAlikeFamily => 2,
            _ => 0,
        };
        self.seen.extend(level_of(relation));
    }

    fn has(&self, level: NameLevel) -> bool {
        self.seen.contains(&level)
    }

    /// The lowest level seen and how many differences stand beside it.
    pub fn verdict(mut self) -> (NameLevel, u8) {
        let slips = if self.slips > 2 { NameLevel::ManySlips } else { NameLevel::TwoSlips };
        if self.slips > 1 && !self.has(slips) {
            self.add(slips);
        }
        let level = self.seen.iter().copied().max().unwrap_or(NameLevel::Exact);
        (self.without_direction(level), self.seen.len().saturating_sub(1) as u8)
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

    /// A part is left out, and the side that has it leaves out another.
    fn is_answered(&self, level: NameLevel) -> bool {
        let by_owner =
            [NameLevel::TitleOmittedByOwner, NameLevel::MiddleOmittedByOwner, NameLevel::SuffixOmittedByOwner];
        let by_applicant = by_owner.map(Level::mirror);
        (by_owner.contains(&level) && by_applicant.iter().any(|&other| self.has(other)))
            || (by_applicant.contains(&level) && by_owner.iter().any(|&other| self.has(other)))
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
