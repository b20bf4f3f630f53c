//! A case whose readings, levels and posterior a test of the rules sets by hand.

use super::{Candidate, Flag, FlagCode, Subject, flag};
use crate::address::{AddressComparison, AddressLevel};
use crate::comparison::{Compared, Comparison};
use crate::email::{EmailComparison, EmailLevel};
use crate::model::Model;
use crate::name::{NameComparison, NameLevel, NameTraits, Pairing};
use crate::phone::{PhoneComparison, PhoneLevel};
use crate::reading::Reading;
use crate::record::{Applicant, Contacts, Owner, Ownership, Record};
use crate::region::Region;
use crate::score::{Relation, Weighed};
use crate::weight::Probability;

pub(super) const NOW: i64 = 1_789_430_400;
pub(super) const DAY: i64 = 86_400;

/// A case whose readings, levels and posterior a test sets as it needs them.
pub(super) struct Scene {
    pub(super) applicant: Record,
    pub(super) owners: Vec<Holder>,
    pub(super) best: usize,
    pub(super) ownership: Ownership,
}

pub(super) struct Holder {
    pub(super) owner: u16,
    pub(super) record: Record,
    pub(super) comparison: Comparison,
    pub(super) relation: Relation,
    pub(super) probability: f64,
}

pub(super) fn levels(name: NameLevel, email: EmailLevel, phone: PhoneLevel, address: AddressLevel) -> Comparison {
    let name = NameComparison {
        level: name,
        further: 0,
        pairing: Pairing::Person,
        applicant_party: 0,
        owner_party: 0,
        reordered: false,
    };
    Comparison {
        pairing: Pairing::Person,
        name: Compared::Read(name),
        email: Compared::Read(EmailComparison { level: email, further: 0 }),
        phone: Compared::Read(PhoneComparison { level: phone, further: 0 }),
        address: Compared::Read(AddressComparison { level: address, further: 0 }),
    }
}

pub(super) fn exact() -> Comparison {
    levels(NameLevel::Exact, EmailLevel::Exact, PhoneLevel::Exact, AddressLevel::Exact)
}

pub(super) fn nothing() -> Comparison {
    levels(NameLevel::Nothing, EmailLevel::Nothing, PhoneLevel::Nothing, AddressLevel::Nothing)
}

pub(super) fn owner(name: &str) -> Owner {
    Owner::new(name)
        .email("ruth.abernathy@fastmail.com")
        .phone("+14257675946")
        .raw_address("4621 FOXGLOVE CT BELLEVUE, WA 98004")
}

impl Scene {
    /// An applicant who agrees with the one owner in everything, ten days after a refresh.
    pub(super) fn agreeing() -> Self {
        let applicant = Applicant::new("Ruth Abernathy")
            .email("ruth.abernathy@fastmail.com")
            .phone("425-767-5946")
            .address("4621 Foxglove Court, Bellevue, WA 98004");
        let scene = Self {
            applicant: Record::read_applicant(&applicant, Region::US),
            owners: Vec::new(),
            best: 0,
            ownership: Ownership { refreshed_at: Some(NOW - 10 * DAY), ..Ownership::default() },
        };
        scene.with_owner(owner("RUTH ABERNATHY"), exact())
    }

    pub(super) fn with_owner(mut self, owner: Owner, comparison: Comparison) -> Self {
        let record = Record::read_owner(&owner, Region::US).remove(0);
        self.ownership.owners.push(owner);
        let relation = Relation { same_person: 0.99, household: 0.005, stranger: 0.005 };
        let owner = self.owners.len() as u16;
        self.owners.push(Holder { owner, record, comparison, relation, probability: 0.99 });
        self
    }

    pub(super) fn with_levels(mut self, comparison: Comparison) -> Self {
        self.owners[0].comparison = comparison;
        self
    }

    pub(super) fn with_name(self, level: NameLevel) -> Self {
        self.with_levels(levels(level, EmailLevel::Exact, PhoneLevel::Exact, AddressLevel::Exact))
    }

    pub(super) fn with_owner_name_traits(mut self, traits: NameTraits) -> Self {
        self.owners[0].record = with_name_traits(self.owners[0].record.clone(), traits);
        self
    }

    pub(super) fn flags(&self) -> Vec<Flag> {
        let weighed: Vec<Weighed> = self.owners.iter().map(weighed).collect();
        let candidates: Vec<Candidate<'_>> =
            self.owners.iter().zip(&weighed).map(|(holder, weighed)| candidate(holder, weighed)).collect();
        let best = (!candidates.is_empty()).then_some(self.best);
        let ownership = &self.ownership;
        flag(&Subject { applicant: &self.applicant, owners: &candidates, best, ownership, now: NOW })
    }

    pub(super) fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<_> = self.flags().iter().map(|flag| flag.code.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    }

    pub(super) fn raises(&self, code: FlagCode) -> bool {
        self.flags().iter().any(|flag| flag.code == code)
    }
}

fn weighed(holder: &Holder) -> Weighed {
    let model = Model::default();
    let rarity = model.rarity(None);
    let mut weighed = Weighed::of(&model, rarity, &holder.comparison, Contacts::Own);
    weighed.relation = holder.relation;
    weighed.probability = Probability::new(holder.probability);
    weighed
}

fn candidate<'a>(holder: &'a Holder, weighed: &'a Weighed) -> Candidate<'a> {
    Candidate { owner: holder.owner, record: &holder.record, comparison: &holder.comparison, weighed }
}

pub(super) fn with_name_traits(mut record: Record, traits: NameTraits) -> Record {
    if let Reading::Read(name) = &mut record.name {
        name.traits = traits;
    }
    record
}
