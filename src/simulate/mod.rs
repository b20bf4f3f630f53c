//! Made cases with the truth beside them, for benches, tests and first models.
//!
//! People are drawn from names and places by origin group, live with relatives who share surname, address and phone,
//! and open accounts; a noise model with stated rates (data/simulate/rates.toml) writes down what they type in and what
//! their bank reports. The simulator knows nothing of levels and reads no table that the engine reads where two exist:
//! who bears which name is known from the Census of 2010 and from mortgage applicants, the engine's from 2000 and births. Both
//! know the same short forms of names, and how many bear a name comes from one count for either: births, and the Census of
//! 2000 for family names. Given names of people born abroad are rarer here than in life.

mod business;
mod person;
mod rates;
mod sides;
mod stock;
mod written;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

pub(crate) use self::person::Maker;
use self::person::Person;
pub use self::rates::Rates;
pub(crate) use self::stock::{Origin, Stock};
pub(crate) use self::written::capitalized;
use crate::chance::Chance;
use crate::matcher::Case;
use crate::record::{AddressInput, Applicant, NameInput, Owner};

/// Makes cases; the case of a number depends on the seed, the rates and that number alone.
///
/// ```
/// use ownermatch::simulate::Simulator;
/// let simulator = Simulator::new(7);
/// let made = simulator.case(41);
/// assert_eq!(made.case, Simulator::new(7).case(41).case);
/// assert_eq!(made.is_owner(), made.truth == "same_person");
/// ```
#[derive(Clone, Debug)]
pub struct Simulator {
    seed: u64,
    rates: Rates,
    owner_share: f64,
    now: i64,
}

/// A case with its truth.
#[derive(Clone, Debug, PartialEq)]
pub struct SimulatedCase {
    /// The case.
    pub case: Case,
    /// `same_person`, or the rival that the applicant is: `kin_home`, `stranger` and so on.
    pub truth: &'static str,
    /// What kind of case it is: of whom, on what kind of account.
    pub kind: &'static str,
    /// The applicant's origin group.
    pub origin: &'static str,
}

impl SimulatedCase {
    /// Whether the applicant owns the account.
    pub fn is_owner(&self) -> bool {
        self.truth == "same_person"
    }
}

/// Who the applicant is to the account.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Truth {
    SamePerson,
    Stranger,
    KinHome,
    KinSameName,
    KinElsewhere,
    Housemate,
    Namesake,
    Takeover,
    Evasion,
}

impl Truth {
    const OTHERS: [Self; 8] = [
        Self::Stranger,
        Self::KinHome,
        Self::KinSameName,
        Self::KinElsewhere,
        Self::Housemate,
        Self::Namesake,
        Self::Takeover,
        Self::Evasion,
    ];

    /// The model's word for it: namesakes and thieves copy a name.
    fn rival(self) -> &'static str {
        match self {
            Self::SamePerson => "same_person",
            Self::Stranger | Self::Evasion => "stranger",
            Self::KinHome => "kin_home",
            Self::KinSameName => "kin_same_name",
            Self::KinElsewhere => "kin_elsewhere",
            Self::Housemate => "housemate",
            Self::Namesake | Self::Takeover => "copied_name",
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::SamePerson => "owner",
            Self::Namesake => "namesake",
            Self::Takeover => "takeover",
            Self::Evasion => "evasion",
            other => other.rival(),
        }
    }
}

/// 2026-09-15, in unix seconds: cases are made as of this day.
const NOW: i64 = 1_789_430_400;
const DAY_S: i64 = 86_400;

impl Simulator {
    /// A simulator with the built-in rates, half of whose applicants own the account they link.
    pub fn new(seed: u64) -> Self {
        Self { seed, rates: Rates::default(), owner_share: 0.5, now: NOW }
    }

    /// With other rates.
    #[must_use]
    pub fn rates(mut self, rates: Rates) -> Self {
        self.rates = rates;
        self
    }

    /// With another share of applicants who own the account they link, 0..=1.
    #[must_use]
    pub fn owner_share(mut self, share: f64) -> Self {
        self.owner_share = share.clamp(0.0, 1.0);
        self
    }

    /// As of another day, in unix seconds.
    #[must_use]
    pub fn now(mut self, now: i64) -> Self {
        self.now = now;
        self
    }

    /// What it draws from.
    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// The case of this number.
    pub fn case(&self, number: u64) -> SimulatedCase {
        let mut maker = Maker { rates: &self.rates, chance: Chance::of_item(self.seed, number) };
        let truth = if maker.happens(self.owner_share) { Truth::SamePerson } else { self.other(&mut maker) };
        let refreshed_at = self.now - DAY_S * (1 + maker.chance.below(20) as i64);
        let is_business = maker.happens(self.rates.business);
        let made = if is_business {
            business_case(&mut maker, truth, refreshed_at)
        } else {
            personal_case(&mut maker, truth, refreshed_at)
        };
        let case =
            Case { id: format!("{}-{number}", self.seed), applicant: made.applicant, ownership: made.owners.into() };
        SimulatedCase { case, truth: made.truth, kind: made.kind, origin: made.origin }
    }

    fn other(&self, maker: &mut Maker) -> Truth {
        let shares = self.rates.others();
        let mut left = shares.iter().sum::<f64>() * (maker.chance.below(1 << 32) as f64 / (1u64 << 32) as f64);
        for (truth, share) in Truth::OTHERS.into_iter().zip(shares) {
            if left < share {
                return truth;
            }
            left -= share;
        }
        Truth::Stranger
    }
}

struct Made {
    applicant: Applicant,
    owners: Vec<Owner>,
    truth: &'static str,
    kind: &'static str,
    origin: &'static str,
}

fn personal_case(maker: &mut Maker, truth: Truth, refreshed_at: i64) -> Made {
    // Sons are named after their fathers; daughters seldom after their mothers.
    let owner = if truth == Truth::KinSameName { maker.namesake_at_home() } else { maker.stranger() };
    let applicant = applicant_to(maker, &owner, truth);
    let owners = account_of(maker, &owner, (truth == Truth::KinHome).then_some(&applicant), refreshed_at);
    let kind = if truth == Truth::SamePerson && owners.len() > 1 { "joint_owner" } else { truth.kind() };
    Made { origin: applicant.origin.code(), applicant: maker.applicant(&applicant), owners, truth: truth.rival(), kind }
}

/// Who applies, seen from the account's owner.
fn applicant_to(maker: &mut Maker, owner: &Person, truth: Truth) -> Person {
    match truth {
        Truth::SamePerson => owner.clone(),
        Truth::Stranger => maker.stranger(),
        Truth::KinHome if maker.happens(0.5) => maker.spouse(owner),
        Truth::KinHome => maker.blood_at_home(owner),
        Truth::KinSameName => maker.of_the_same_name(owner),
        Truth::KinElsewhere => maker.kin_elsewhere(owner),
        Truth::Housemate => maker.housemate(owner),
        Truth::Namesake => maker.namesake(owner),
        Truth::Takeover => takeover(maker, owner),
        Truth::Evasion => evasion(maker, owner),
    }
}

/// A thief under the owner's name, with contacts of their own; some know the address too.
fn takeover(maker: &mut Maker, owner: &Person) -> Person {
    let thief = maker.stranger();
    let rates = maker.rates;
    let home = if maker.happens(rates.takeover_knows_address) { owner.home.clone() } else { thief.home.clone() };
    let is_like = maker.happens(rates.takeover_like_owner);
    let emails = if is_like { maker.mailboxes(owner.given, owner.family[0], &owner.emails) } else { thief.emails };
    Person { emails, phone: thief.phone, home, ..owner.clone() }
}

/// A thief under their own name, who gives contacts of the owner's so that something agrees.
fn evasion(maker: &mut Maker, owner: &Person) -> Person {
    let (rates, mut thief) = (maker.rates, maker.stranger());
    if maker.happens(rates.evasion_email) {
        thief.emails = owner.emails.clone();
    }
    if maker.happens(rates.evasion_phone) {
        thief.phone = owner.phone.clone();
    }
    if maker.happens(rates.evasion_address) {
        thief.home = owner.home.clone();
    }
    thief
}

/// The account's holders as the bank reports them. `not` is no holder: a relative who only says so.
fn account_of(maker: &mut Maker, owner: &Person, not: Option<&Person>, refreshed_at: i64) -> Vec<Owner> {
    let rates = maker.rates;
    if not.is_some() || !maker.happens(rates.joint) {
        return vec![maker.owner(owner, refreshed_at)];
    }
    let spouse = maker.spouse(owner);
    if maker.happens(rates.one_string) {
        let name = maker.joint_titling(owner, &spouse);
        return vec![maker.owner_called(name, owner, refreshed_at)];
    }
    let mut owners = vec![maker.owner(owner, refreshed_at), maker.owner(&spouse, refreshed_at)];
    if !maker.happens(rates.primary_first) {
        owners.reverse();
    }
    owners
}

/// A business's account: its own applicant, an affiliate in place of kin, another business, or a person.
fn business_case(maker: &mut Maker, truth: Truth, refreshed_at: i64) -> Made {
    let business = maker.business();
    // A person who applies for their business is no stranger where the bank names them.
    let owner = match truth {
        Truth::Housemate => maker.business_owner(&business, refreshed_at),
        _ => maker.business_or_person(&business, refreshed_at),
    };
    let owners = vec![owner];
    let origin = business.person.origin.code();
    let (applicant, truth, kind) = match truth {
        Truth::SamePerson => (maker.business_applicant(&business), "same_person", "business"),
        Truth::KinHome | Truth::KinElsewhere | Truth::KinSameName => {
            (affiliate(maker, &business, &owners[0]), "affiliate", "affiliate")
        }
        Truth::Housemate => (maker.applicant(&business.person), "stranger", "person_for_business"),
        Truth::Namesake | Truth::Takeover => {
            let namesake = maker.business_namesake(&business);
            (maker.business_applicant(&namesake), "copied_name", "business_namesake")
        }
        Truth::Stranger | Truth::Evasion => {
            let other = maker.business();
            (maker.business_applicant(&other), "stranger", "other_business")
        }
    };
    Made { applicant, owners, truth, kind, origin }
}

/// An affiliate under another name than the bank reports: without its form one may look like the other.
fn affiliate(maker: &mut Maker, of: &business::Business, reported: &Owner) -> Applicant {
    loop {
        let affiliate = maker.affiliate(of);
        let applicant = maker.business_applicant(&affiliate);
        let is_told_apart = |name: &str| match &applicant.name {
            Some(NameInput::Business(typed)) => !typed.eq_ignore_ascii_case(name),
            _ => true,
        };
        if reported.name.as_deref().is_none_or(is_told_apart) {
            break applicant;
        }
    }
}

impl Serialize for SimulatedCase {
    /// A labelled case: a case with `label`, `kind` and `origin` beside it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("id", &self.case.id)?;
        line.serialize_entry("label", self.truth)?;
        line.serialize_entry("kind", self.kind)?;
        line.serialize_entry("origin", self.origin)?;
        line.serialize_entry("applicant", &Typed(&self.case.applicant))?;
        line.serialize_entry("owners", &self.case.ownership.owners)?;
        line.end()
    }
}

/// An applicant as a case writes one.
struct Typed<'a>(&'a Applicant);

impl Serialize for Typed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut typed = serializer.serialize_map(None)?;
        match &self.0.name {
            Some(NameInput::Business(name)) => typed.serialize_entry("business_name", name)?,
            Some(NameInput::Full(name)) => typed.serialize_entry("name", name)?,
            _ => {}
        }
        typed.serialize_entry("email", &self.0.email)?;
        typed.serialize_entry("phone", &self.0.phone)?;
        match &self.0.address {
            Some(AddressInput::Parts(parts)) => typed.serialize_entry("address", parts)?,
            Some(AddressInput::Line(line)) => typed.serialize_entry("address", line)?,
            None => {}
        }
        typed.end()
    }
}
