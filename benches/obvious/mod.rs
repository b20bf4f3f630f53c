//! The pipeline built the obvious way, as a baseline: the card's crates (unicode-normalization, phonenumber, strsim),
//! a `String` per token, a `HashMap` per table; tables are read once.
//!
//! For each owner it gives the four levels with their scores, the log odds and the probability, bit for bit those of
//! `Matcher::compare`, and the best owner. Flags, the rival, the relation and the policy's decision are out of it.
//!
//! In scope ([`scope`]) is a case of the simulator's of which all of this holds, whatever the answer:
//! - nobody is a business; a name has one holder, ASCII letters, spaces and commas, two words beside generations, no two
//!   initials side by side, no particle and no word or phrase of businesses, legal forms or titlings;
//! - an email is `local@name.top`, a phone has ten digits of the North American plan from 2 on;
//! - an address reads `number street [unit number] city, ST ZIP`, or the same in parts, and the post office knows the
//!   city and the state by that ZIP.
//!
//! That is 87 of 100 cases of persons; 200,000 of them were compared and equal. A name with a word of businesses or
//! titlings is unreadable to it, where the engine goes on to tell whose it is: nothing here is for that, nor for other
//! scripts, countries and kinds of address. Nothing of ownermatch is used but plain types: raw sides, levels, weights.

mod address;
mod address_compare;
mod align;
mod email;
mod email_compare;
pub mod json;
mod model;
mod name;
mod name_compare;
mod phone;
mod relate;
pub mod scope;
mod sound;
mod street;
mod tables;
mod tally;
mod text;

use ownermatch::address::AddressLevel;
use ownermatch::email::EmailLevel;
use ownermatch::name::NameLevel;
use ownermatch::phone::PhoneLevel;
use ownermatch::{Applicant, Compared, Level, NameInput, Owner, Probability, Reading, Weight};

use model::{Model, Rarity, Weights};
use tables::{Mail, Names, Places};

/// Tables and weights.
pub struct Pipeline {
    names: Names,
    mail: Mail,
    places: Places,
    model: Model,
}

/// A side's four fields as read.
struct Record {
    name: Reading<name::Name>,
    email: Reading<email::Email>,
    phone: Reading<phone::Phone>,
    address: Reading<address::Address>,
}

/// A level, with how many differences stand beside it.
pub type Outcome<L> = Compared<(L, u8)>;

/// What one owner comes to.
pub struct Scored {
    pub name: Outcome<NameLevel>,
    pub email: Outcome<EmailLevel>,
    pub phone: Outcome<PhoneLevel>,
    pub address: Outcome<AddressLevel>,
    pub log_odds: f64,
    pub probability: Probability,
}

impl Pipeline {
    /// Reads tables and model.
    pub fn load() -> Self {
        Self { names: Names::load(), mail: Mail::load(), places: Places::load(), model: Model::load() }
    }

    /// Scores every owner, in the bank's order.
    pub fn score(&self, applicant: &Applicant, owners: &[Owner]) -> Vec<Scored> {
        let applicant = self.read_applicant(applicant);
        let rarity = applicant.name.read().map(|name| self.model.rarity(name, &self.names));
        owners.iter().map(|owner| self.score_owner(&applicant, rarity.as_ref(), &self.read_owner(owner))).collect()
    }

    fn read_applicant(&self, applicant: &Applicant) -> Record {
        let name = match &applicant.name {
            Some(NameInput::Full(name)) => name::read(name, &self.names),
            _ => Reading::Absent,
        };
        Record {
            name,
            email: read(&applicant.email, |raw| email::read(raw, &self.mail)),
            phone: read(&applicant.phone, |raw| phone::read(raw)),
            address: read(&applicant.address, |input| address::read(input, &self.places)),
        }
    }

    fn read_owner(&self, owner: &Owner) -> Record {
        Record {
            name: read(&owner.name, |raw| name::read(raw, &self.names)),
            email: read(&owner.email, |raw| email::read(raw, &self.mail)),
            phone: read(&owner.phone, |raw| phone::read(raw)),
            address: read(&owner.raw_address, |raw| address::read_line(raw, &self.places)),
        }
    }

    fn score_owner(&self, applicant: &Record, rarity: Option<&Rarity>, owner: &Record) -> Scored {
        let name = compare(&applicant.name, &owner.name, |one, other| name_compare::compare(one, other, &self.names));
        let email =
            compare(&applicant.email, &owner.email, |one, other| email_compare::compare(one, other, &self.mail));
        let phone = compare(&applicant.phone, &owner.phone, phone::compare);
        let address = compare(&applicant.address, &owner.address, |one, other| {
            address_compare::compare(one, other, &self.places)
        });
        let evidence = [
            name.read().zip(rarity).map(|(&(level, _), rarity)| self.model.name(level, rarity)),
            email.read().map(|&(level, _)| self.model.email(level)),
            phone.read().map(|&(level, _)| self.model.phone(level)),
            address.read().map(|&(level, _)| self.model.address(level)),
        ];
        let (log_odds, probability) = self.weigh(evidence);
        Scored { name, email, phone, address, log_odds, probability }
    }

    /// The odds against all rivals together, the largest exponent taken out so that nothing overflows.
    fn weigh(&self, evidence: [Option<Weights>; 4]) -> (f64, Probability) {
        let prior = self.model.prior();
        let total = |rival: usize| {
            let sum: Weight = evidence.iter().flatten().map(|weights| weights[rival]).sum();
            prior[rival] + self.model.calibrated(rival, sum)
        };
        let totals: Weights = std::array::from_fn(total);
        let least = totals.into_iter().min().unwrap_or_default();
        let mass: f64 = totals.iter().map(|&total| libm::exp2((least - total).bits())).sum();
        let log_odds = least.bits() - libm::log2(mass);
        (log_odds, Probability::new(1.0 / (1.0 + libm::exp2(-log_odds))))
    }
}

fn read<I, T>(raw: &Option<I>, read: impl FnOnce(&I) -> Reading<T>) -> Reading<T> {
    raw.as_ref().map_or(Reading::Absent, read)
}

fn compare<T, O>(applicant: &Reading<T>, owner: &Reading<T>, compare: impl FnOnce(&T, &T) -> O) -> Compared<O> {
    match (applicant, owner) {
        (Reading::Absent, _) => Compared::NotGiven,
        (_, Reading::Absent) => Compared::Missing,
        (Reading::Read(applicant), Reading::Read(owner)) => Compared::Read(compare(applicant, owner)),
        _ => Compared::Unreadable,
    }
}

/// The score of a level, where both sides could be read.
pub fn match_score<L: Level>(outcome: &Outcome<L>) -> Option<u8> {
    outcome.read().map(|&(level, further)| level.score(further).value())
}

impl Scored {
    /// The scores of name, email, phone and address.
    pub fn match_scores(&self) -> [Option<u8>; 4] {
        [match_score(&self.name), match_score(&self.email), match_score(&self.phone), match_score(&self.address)]
    }
}

/// The owner with the highest log odds; ties go by the scores, then by what the bank writes.
pub fn best(scored: &[Scored], owners: &[Owner]) -> Option<usize> {
    let written = |at: usize| {
        let owner = &owners[at];
        (&owner.name, &owner.email, &owner.phone, &owner.raw_address, owner.refreshed_at)
    };
    let order = |one: &usize, other: &usize| {
        let (one, other) = (*one, *other);
        let odds = scored[one].log_odds.total_cmp(&scored[other].log_odds);
        odds.then_with(|| scored[one].match_scores().cmp(&scored[other].match_scores()))
            .then_with(|| written(one).cmp(&written(other)))
    };
    (0..scored.len()).rev().max_by(order)
}
