//! Levels to weights to a probability, and the steps that add up to it.

use crate::comparison::{Compared, Comparison};
use crate::model::{Model, RIVALS, Rarity, Rival, Weights};
use crate::name::Pairing;
use crate::record::{Contacts, Field};
use crate::weight::{Probability, Weight};

/// One step of the sum against each rival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The share of owners against the rival's share.
    Prior,
    /// The name's level.
    Name,
    /// How rare the applicant's name is, where the names agree.
    Rarity,
    /// The email's level.
    Email,
    /// The phone's level.
    Phone,
    /// The address's level.
    Address,
    /// The affine correction of the evidence.
    Calibration,
}

impl Step {
    /// In the order in which they are added.
    pub const ALL: [Self; 7] =
        [Self::Prior, Self::Name, Self::Rarity, Self::Email, Self::Phone, Self::Address, Self::Calibration];
    /// The steps that are evidence of the case itself.
    const EVIDENCE: std::ops::Range<usize> = 1..6;

    /// The stable code, such as `rarity`.
    pub fn code(self) -> &'static str {
        ["prior", "name", "rarity", "email", "phone", "address", "calibration"][self as usize]
    }

    fn of(field: Field) -> Self {
        [Self::Name, Self::Email, Self::Phone, Self::Address][field as usize]
    }
}

/// The posterior grouped: the same person, somebody of the household or family, anybody else. Sums to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Relation {
    /// The applicant is this owner.
    pub same_person: f64,
    /// A relative or housemate; for organizations an affiliate.
    pub household: f64,
    /// A namesake, an impostor, or nobody in particular.
    pub stranger: f64,
}

/// One owner's outcome. An owner whose name is a joint string comes as several, told apart by `person`.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnerMatch {
    /// Position at the bank, from 0.
    pub owner: u16,
    /// Which person of a joint string, from 0.
    pub person: u8,
    /// The levels of the four fields.
    pub comparison: Comparison,
    /// Weights, probability, relation, rival.
    pub weighed: Weighed,
}

/// What the evidence of one comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighed {
    /// Whose tables were used.
    pub pairing: Pairing,
    steps: [Weights; Step::ALL.len()],
    totals: Weights,
    /// P(same person), 0..=1.
    pub probability: Probability,
    /// log2 of the odds of the same person against all rivals together: what ranks.
    pub log_odds: f64,
    /// The posterior in three groups.
    pub relation: Relation,
    /// The strongest rival.
    pub rival: Rival,
}

impl Weighed {
    /// Weighs a comparison. `shares_contacts` says that the owner is one of several persons of a
    /// joint string: whose the contacts are is then unknown, and their disagreement weighs little.
    pub(crate) fn of(model: &Model, rarity: Rarity, comparison: &Comparison, contacts: Contacts) -> Self {
        let steps = steps(model, rarity, comparison, contacts);
        let totals = std::array::from_fn(|rival| steps.iter().map(|step| step[rival]).sum());
        posterior(comparison.pairing, steps, totals)
    }

    /// Bits of one step against `rival`; zero for a rival of another pairing.
    pub fn bits(&self, step: Step, rival: Rival) -> Weight {
        self.column(rival).map_or(Weight::ZERO, |column| self.steps[step as usize][column])
    }

    /// Bits of a field against `rival`, rarity included.
    pub fn field_bits(&self, field: Field, rival: Rival) -> Weight {
        let rarity = if field == Field::Name { self.bits(Step::Rarity, rival) } else { Weight::ZERO };
        self.bits(Step::of(field), rival) + rarity
    }

    /// The whole sum against `rival`.
    pub fn total(&self, rival: Rival) -> Weight {
        self.column(rival).map_or(Weight::ZERO, |column| self.totals[column])
    }

    /// The evidence against `rival`, without prior and calibration.
    pub fn evidence(&self, rival: Rival) -> Weight {
        self.column(rival).map_or(Weight::ZERO, |column| self.evidence_in(column))
    }

    /// The least evidence against any rival, without the prior.
    pub fn least_evidence(&self) -> Weight {
        let columns = 0..Rival::of(self.pairing).len();
        columns.map(|column| self.evidence_in(column)).min().unwrap_or_default()
    }

    fn evidence_in(&self, column: usize) -> Weight {
        self.steps[Step::EVIDENCE].iter().map(|step| step[column]).sum()
    }

    fn column(&self, rival: Rival) -> Option<usize> {
        Rival::of(self.pairing).iter().position(|&known| known == rival)
    }
}

fn steps(model: &Model, rarity: Rarity, comparison: &Comparison, contacts: Contacts) -> [Weights; Step::ALL.len()] {
    let pairing = comparison.pairing;
    let name = comparison.name.read().map(|found| found.level);
    let rare = name.filter(|_| pairing == Pairing::Person).map(|level| model.rarity_weights(level, rarity));
    let factor = if contacts == Contacts::Shared { model.shared_contacts() } else { 1.0 };
    let contact = |weights: Option<Weights>| soften(weights.unwrap_or_default(), factor);
    let mut steps = [
        model.prior(pairing),
        name.map(|level| model.name(pairing, level)).unwrap_or_default(),
        rare.unwrap_or_default(),
        contact(read(&comparison.email, |found| model.email(pairing, found.level))),
        contact(read(&comparison.phone, |found| model.phone(pairing, found.level))),
        contact(read(&comparison.address, |found| model.address(pairing, found.level))),
        [Weight::ZERO; RIVALS],
    ];
    for rival in 0..Rival::of(pairing).len() {
        let evidence = steps[Step::EVIDENCE].iter().map(|step| step[rival]).sum();
        steps[Step::Calibration as usize][rival] = model.calibrate(pairing, rival, evidence);
    }
    steps
}

fn read<C>(compared: &Compared<C>, weigh: impl FnOnce(&C) -> Weights) -> Option<Weights> {
    compared.read().map(weigh)
}

fn soften(weights: Weights, factor: f64) -> Weights {
    if factor == 1.0 {
        return weights;
    }
    weights.map(|weight| if weight < Weight::ZERO { weight.scaled(factor) } else { weight })
}

/// P(k) is proportional to 2^-S_k beside 1 for the same person; the largest exponent is taken out so that nothing overflows.
fn posterior(pairing: Pairing, steps: [Weights; Step::ALL.len()], totals: Weights) -> Weighed {
    let rivals = Rival::of(pairing);
    let least = totals[..rivals.len()].iter().copied().min().unwrap_or_default();
    let rival = rivals[totals.iter().position(|&total| total == least).unwrap_or_default()];
    let mass: [f64; RIVALS] = std::array::from_fn(|at| match totals[at] {
        _ if at >= rivals.len() => 0.0,
        total if total == least => 1.0,
        total => libm::exp2((least - total).bits()),
    });
    let whole: f64 = mass.iter().sum();
    let log_odds = least.bits() - libm::log2(whole);
    let probability = 1.0 / (1.0 + libm::exp2(-log_odds));
    let household: f64 = rivals.iter().zip(mass).filter(|(rival, _)| rival.is_household()).map(|(_, mass)| mass).sum();
    let others = 1.0 - probability;
    let household = (others * household / whole).clamp(0.0, others);
    let relation = Relation { same_person: probability, household, stranger: others - household };
    Weighed { pairing, steps, totals, probability: Probability::new(probability), log_odds, relation, rival }
}
