//! Who the applicant may be other than the owner.

use crate::name::Pairing;

/// A hypothesis other than "same person" that the evidence is weighed against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rival {
    /// A relative who carries the same name: father and son.
    KinSameName,
    /// A relative in the same household.
    KinHome,
    /// A relative who lives elsewhere.
    KinElsewhere,
    /// Somebody else at the same address.
    Housemate,
    /// A namesake or an impostor: the name agrees, the contacts are somebody else's.
    CopiedName,
    /// For organizations: a branch, a parent or a sister of the same stem; for a person, a business of theirs.
    Affiliate,
    /// Anybody else.
    Stranger,
}

impl Rival {
    /// Every rival of any pairing.
    pub const ALL: [Self; 7] = [
        Self::KinSameName,
        Self::KinHome,
        Self::KinElsewhere,
        Self::Housemate,
        Self::CopiedName,
        Self::Affiliate,
        Self::Stranger,
    ];

    /// The stable code, such as `kin_home`.
    pub fn code(self) -> &'static str {
        ["kin_same_name", "kin_home", "kin_elsewhere", "housemate", "copied_name", "affiliate", "stranger"]
            [self as usize]
    }

    /// What the rival is, as a noun phrase.
    pub fn meaning(self) -> &'static str {
        [
            "a relative of the same name",
            "a relative in the same household",
            "a relative elsewhere",
            "a housemate",
            "a namesake or impostor",
            "an affiliated business",
            "a stranger",
        ][self as usize]
    }

    /// Whether the rival shares a home or a family with the applicant.
    pub fn is_household(self) -> bool {
        matches!(self, Self::KinSameName | Self::KinHome | Self::KinElsewhere | Self::Housemate | Self::Affiliate)
    }

    /// The rivals of a pairing, in the order of the model's columns; `Stranger` is always the last.
    pub fn of(pairing: Pairing) -> &'static [Self] {
        use Rival::{Affiliate, CopiedName, Housemate, KinElsewhere, KinHome, KinSameName, Stranger};
        match pairing {
            Pairing::Person => &[KinSameName, KinHome, KinElsewhere, Housemate, CopiedName, Stranger],
            Pairing::Organization => &[Affiliate, CopiedName, Stranger],
            Pairing::Mixed => &[Affiliate, Stranger],
        }
    }
}
