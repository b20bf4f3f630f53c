//! Emails: a mailbox read with its provider's own rules, compared into a level.

mod address;
mod compare;
mod edit;
mod local;
mod mailbox;
mod parse;
mod provider;

use bitflags::bitflags;

use crate::level::{Level, levels};
use crate::weight::Score;
pub use compare::{compare, parts};
pub use mailbox::Email;
pub use parse::parse;

/// Most characters of an email that are read.
pub const CAP_CHARS: usize = 320;

bitflags! {
    /// Facts about an email as written, set at reading; flags are mapped from them.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct EmailTraits: u16 {
        /// The domain hands out throw-away addresses.
        const DISPOSABLE = 1;
        /// The local part names a role (`info`, `billing`), no person.
        const ROLE = 1 << 1;
        /// A provider open to everyone: sharing the domain says nothing.
        const FREE = 1 << 2;
        /// Carries a tag (`+news`) that the provider ignores.
        const TAGGED = 1 << 3;
        /// The domain is a slip of a big provider's (`gmial.com`).
        const DOMAIN_TYPO = 1 << 4;
        /// The local part looks like random characters.
        const RANDOM_LOOKING = 1 << 5;
        /// example.com and friends, test@test.com.
        const PLACEHOLDER = 1 << 6;
    }
}

/// The outcome of comparing two emails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmailComparison {
    /// What the comparison came to.
    pub level: EmailLevel,
    /// Differences beside the one that named the level, a point each.
    pub further: u8,
}

impl EmailComparison {
    /// The field's score, 0..=100.
    pub fn match_score(&self) -> Score {
        self.level.score(self.further)
    }
}

levels! {
    /// How two emails compare, best first.
    pub enum EmailLevel of "email" "Email" {
        Exact "exact" 100 "the same mailbox as written";
        SameMailbox "same_mailbox" 93 "the same mailbox by the provider's own rule";
        DomainSlip "domain_slip" 82 "the domain is a slip of the other's";
        LocalSlip "local_slip" 78 "one slip of letters in the local part";
        OtherProvider "other_provider" 65 "the same local part at another provider";
        DigitsDiffer "digits_differ" 40 "the same letters with other digits";
        SimilarLocal "similar_local" 32 "local parts that share a name";
        SameCompany "same_company" 25 "another mailbox of the same company domain";
        Nothing "nothing" 0 "nothing in common";
    }
}

#[cfg(test)]
mod tests;
