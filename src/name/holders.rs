//! A name as a whole: its parts for people and for hashing, and a name of its own for each holder.

use smallvec::{SmallVec, smallvec};

use super::{CAP_PARTIES, Name, NameTraits, Party};

const HOLDERS: [&str; CAP_PARTIES] = ["holder_1", "holder_2", "holder_3", "holder_4"];
const BENEFICIARIES: [&str; CAP_PARTIES] = ["beneficiary_1", "beneficiary_2", "beneficiary_3", "beneficiary_4"];

impl Name {
    /// The parts as read, empty ones left out: of one holder its own parts, of several each in a line.
    ///
    /// ```
    /// let reading = ownermatch::name::parse("Acme Plumbing, L.L.C.");
    /// let name = reading.read().expect("a name");
    /// assert_eq!(name.components(), [("organization", "acme plumbing".into()), ("legal_form", "llc".into())]);
    /// ```
    pub fn components(&self) -> Vec<(&'static str, String)> {
        let mut components = match &self.parties[..] {
            [only] => only.components(),
            several => HOLDERS.into_iter().zip(several.iter().map(Party::canonical)).collect(),
        };
        components.extend(self.trade_name.iter().map(|trade| ("trade_name", trade.canonical())));
        components.extend(BENEFICIARIES.into_iter().zip(self.beneficiaries.iter().map(Party::canonical)));
        components.extend(Some(("titling", self.traits.titling())).filter(|(_, titling)| !titling.is_empty()));
        components
    }

    /// One string for equal names: the holders in their order, spelled the same way however they were written.
    pub fn canonical(&self) -> String {
        self.parties.iter().map(Party::canonical).collect::<Vec<_>>().join(" & ")
    }

    /// A name for each holder, with the traits and beneficiaries of the whole.
    pub fn split(&self) -> SmallVec<[Name; 1]> {
        match &self.parties[..] {
            [_] => smallvec![self.clone()],
            several => several.iter().map(|party| self.of_party(party)).collect(),
        }
    }

    fn of_party(&self, party: &Party) -> Self {
        Self {
            beneficiaries: self.beneficiaries.clone(),
            trade_name: self.trade_name.clone(),
            alternative: self.alternative.clone(),
            ..self.with_only(party)
        }
    }

    /// The traits of this name on one party alone, without beneficiaries and trade name.
    pub(crate) fn with_only(&self, party: &Party) -> Self {
        Self {
            parties: SmallVec::from_buf([party.clone()]),
            beneficiaries: Vec::new(),
            traits: self.traits,
            trade_name: None,
            alternative: None,
        }
    }
}

impl Party {
    /// The parts as read, empty ones left out.
    pub fn components(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Person(person) => person.components(),
            Self::Organization(organization) => organization.components(),
        }
    }

    /// One string for equal names, however they were written.
    pub fn canonical(&self) -> String {
        match self {
            Self::Person(person) => person.canonical(),
            Self::Organization(organization) => organization.canonical(),
        }
    }
}

impl NameTraits {
    /// The traits that titling gives, as words.
    fn titling(self) -> String {
        let words = [
            (Self::JOINT, "joint"),
            (Self::FIDUCIARY, "fiduciary"),
            (Self::BENEFICIARY, "beneficiary"),
            (Self::MINOR, "minor"),
            (Self::DECEASED, "deceased"),
            (Self::TRADE_NAME, "trade_name"),
        ];
        words.into_iter().filter(|&(one, _)| self.contains(one)).map(|(_, word)| word).collect::<Vec<_>>().join(" ")
    }
}
