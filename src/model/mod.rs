//! The model: what each level weighs against each rival, how many applicants own the account, and how names' rarity counts.

mod law;
mod rival;
mod tables;

use std::sync::{Arc, LazyLock};

use sha2::{Digest, Sha256};

pub use self::rival::Rival;
pub(crate) use self::tables::Tables;
#[cfg(feature = "serde")]
pub(crate) use self::{
    law::least_rarity,
    tables::{LevelRow, PairingTables, levels, row_key, section},
};
use crate::address::AddressLevel;
use crate::email::EmailLevel;
use crate::id::Id;
use crate::level::Level;
use crate::name::{Name, NameLevel, Pairing, shares_among};
use crate::phone::PhoneLevel;
use crate::record::Field;
use crate::rows::{ConfigError, Packed, Rows};
use crate::weight::Weight;

/// Changes with every change to how levels are scored, whatever the tables and the model say.
const SCORING_VERSION: &str = "1";
/// Most rivals a pairing has.
pub(crate) const RIVALS: usize = 6;

const PACKED: Packed = include!(concat!(env!("OUT_DIR"), "/model.rs"));

/// One weight a rival, in the order of [`Rival::of`]; unused places are zero.
pub(crate) type Weights = [Weight; RIVALS];

/// Which parts of a name a level agrees on, and so whose rarity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Agreement {
    Whole,
    Family,
    Given,
    Nothing,
}

impl Agreement {
    fn of(level: NameLevel) -> Self {
        use NameLevel::{
            FamilyNameOnlyByApplicant, FamilyNameOnlyByOwner, GivenNameOnlyByApplicant, GivenNameOnlyByOwner,
        };
        match level {
            FamilyNameOnlyByOwner | FamilyNameOnlyByApplicant => Self::Family,
            GivenNameOnlyByOwner | GivenNameOnlyByApplicant => Self::Given,
            level if level.floor().value() >= 70 => Self::Whole,
            _ => Self::Nothing,
        }
    }
}

/// How rare the parts of an applicant's name are, in bits against the average name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rarity {
    given: Weight,
    family: Weight,
}

/// The weights of one pairing, a row a level.
#[derive(Clone, Debug, PartialEq)]
struct PairingModel {
    prior: Weights,
    fields: [Vec<Weights>; 4],
    offsets: Weights,
}

impl PairingModel {
    fn of(tables: &Tables, pairing: Pairing) -> Self {
        let (table, share) = (&tables.pairings[pairing as usize], tables.owner_share);
        Self {
            prior: each(&table.rivals, |rival| Weight::from_ratio(share, (1.0 - share) * rival)),
            fields: Field::ALL.map(|field| table.fields[field as usize].iter().map(|row| level_weights(row)).collect()),
            offsets: each(&tables.offsets[pairing as usize], Weight::from_bits),
        }
    }
}

/// The weight of a level against each rival.
fn level_weights(row: &[f64]) -> Weights {
    each(&row[1..], |u| Weight::from_ratio(row[0], u))
}

fn each(numbers: &[f64], weigh: impl Fn(f64) -> Weight) -> Weights {
    std::array::from_fn(|rival| numbers.get(rival).map_or(Weight::ZERO, |&number| weigh(number)))
}

/// Weights, priors and calibration, under an id.
///
/// ```
/// use ownermatch::Model;
/// let strict = Model::default().with_owner_share(0.5).unwrap();
/// assert_ne!(strict.id(), Model::default().id());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub(crate) id: Id,
    tables: Arc<Tables>,
    pairings: [PairingModel; 3],
    scale: f64,
    name_cap: Weight,
}

static DEFAULT: LazyLock<Model> =
    LazyLock::new(|| Model::from_rows(Rows::packed("model", PACKED)).expect("the built-in model holds its own laws"));

impl Default for Model {
    fn default() -> Self {
        DEFAULT.clone()
    }
}

impl Model {
    /// Reads a model from TOML, in the form of data/model.toml.
    ///
    /// # Errors
    /// A missing, unknown or impossible value, or a model in which a worse level outweighs a better one.
    #[cfg(feature = "cli")]
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_rows(Rows::from_toml("model", text)?)
    }

    /// Twelve hexadecimal digits over the tables, the model's values, its prior and the scoring version.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The share of applicants who own the account they link.
    pub fn owner_share(&self) -> f64 {
        self.tables.owner_share
    }

    /// The same model with another share of owners; the rivals keep their proportions.
    ///
    /// # Errors
    /// A share that is not above 0 and below 1.
    pub fn with_owner_share(self, share: f64) -> Result<Self, ConfigError> {
        if share > 0.0 && share < 1.0 {
            return Ok(Self::of(Tables { owner_share: share, ..Tables::clone(&self.tables) }));
        }
        Err(ConfigError { file: "model", key: "owner_share".into(), problem: "must be above 0 and below 1".into() })
    }

    /// What the model was made of.
    #[cfg(feature = "serde")]
    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    pub(crate) fn prior(&self, pairing: Pairing) -> Weights {
        self.pairings[pairing as usize].prior
    }

    pub(crate) fn name(&self, pairing: Pairing, level: NameLevel) -> Weights {
        self.pairings[pairing as usize].fields[Field::Name as usize][level.index()]
    }

    pub(crate) fn email(&self, pairing: Pairing, level: EmailLevel) -> Weights {
        self.pairings[pairing as usize].fields[Field::Email as usize][level.index()]
    }

    pub(crate) fn phone(&self, pairing: Pairing, level: PhoneLevel) -> Weights {
        self.pairings[pairing as usize].fields[Field::Phone as usize][level.index()]
    }

    pub(crate) fn address(&self, pairing: Pairing, level: AddressLevel) -> Weights {
        self.pairings[pairing as usize].fields[Field::Address as usize][level.index()]
    }

    /// The factor on a contradicted contact that several persons of one joint string share.
    pub(crate) fn shared_contacts(&self) -> f64 {
        self.tables.shared_contacts
    }

    /// What the affine calibration adds to `evidence`.
    pub(crate) fn calibrate(&self, pairing: Pairing, rival: usize, evidence: Weight) -> Weight {
        evidence.scaled(self.scale) + self.pairings[pairing as usize].offsets[rival] - evidence
    }

    /// How rare the parts of a name are.
    pub(crate) fn rarity(&self, name: Option<&Name>) -> Rarity {
        let (table, shares) = (&self.tables.rarity, name.map(|name| shares_among(name, &self.tables.names)));
        let shares = shares.unwrap_or_default();
        let bits = |share: Option<f64>, average: f64, [least, most]: [f64; 2]| {
            share.map_or(Weight::ZERO, |share| {
                Weight::from_bits(libm::log2(average / share.max(1e-12)).clamp(least, most))
            })
        };
        let given = bits(shares.given, table.given_average, table.given_range);
        Rarity { given, family: bits(shares.family, table.family_average, table.family_range) }
    }

    /// What rarity adds to a name level against each rival, so that a whole name stays at or below the cap.
    pub(crate) fn rarity_weights(&self, level: NameLevel, rarity: Rarity) -> Weights {
        let level_weights = self.name(Pairing::Person, level);
        let agreement = Agreement::of(level);
        let rivals = Rival::of(Pairing::Person);
        std::array::from_fn(|at| {
            self.rarity_against(rivals[at], agreement, rarity).min(self.name_cap - level_weights[at])
        })
    }

    /// Kin share the family name, so that only the given name's rarity speaks against them; a relative of
    /// the same name carries both on purpose.
    fn rarity_against(&self, rival: Rival, agreement: Agreement, rarity: Rarity) -> Weight {
        let [given, family] = match agreement {
            Agreement::Whole => [rarity.given, rarity.family],
            Agreement::Family => [Weight::ZERO, rarity.family],
            Agreement::Given => [rarity.given, Weight::ZERO],
            Agreement::Nothing => [Weight::ZERO; 2],
        };
        match rival {
            Rival::Stranger | Rival::Housemate => given + family,
            Rival::KinHome | Rival::KinElsewhere => given,
            Rival::CopiedName if agreement == Agreement::Whole => self.commonness(given + family),
            Rival::CopiedName | Rival::KinSameName | Rival::Affiliate => Weight::ZERO,
        }
    }

    /// What a common name says for a namesake; a rare one says nothing, since it may be copied all the same.
    fn commonness(&self, rarity: Weight) -> Weight {
        rarity.clamp(Weight::from_bits(-self.tables.rarity.common_name), Weight::ZERO)
    }

    fn from_rows(mut rows: Rows) -> Result<Self, ConfigError> {
        let model = Self::of(Tables::read(&mut rows)?);
        law::check(&model).map_err(|(key, problem)| rows.error(&key, problem))?;
        rows.finish()?;
        Ok(model)
    }

    /// Lawful or not: what reads a file checks it.
    pub(crate) fn of(tables: Tables) -> Self {
        let pairings = Pairing::ALL.map(|pairing| PairingModel::of(&tables, pairing));
        let name_cap = Weight::from_bits(tables.rarity.name_cap);
        Self { id: id(&tables), pairings, scale: tables.scale, name_cap, tables: Arc::new(tables) }
    }
}

/// Twelve hexadecimal digits of what fixes a score: however a file writes its numbers, they are the same.
fn id(tables: &Tables) -> Id {
    let mut hash = Sha256::new();
    for part in [SCORING_VERSION, env!("TABLES_ID")] {
        hash.update(part);
        hash.update([0]);
    }
    for (key, numbers) in tables.entries() {
        hash.update(format!("{key}={numbers:?}\n"));
    }
    Id::of_digest(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn built_in_model_holds_its_laws() {
        assert!(Model::default().owner_share() > 0.5);
    }

    #[cfg(feature = "cli")]
    #[test]
    fn a_file_that_lacks_a_level_or_breaks_the_order_is_refused_by_the_key_s_path() {
        let text = include_str!("../../data/model.toml");
        let refused = |good: &str, bad: &str| {
            assert!(text.contains(good), "{good}");
            Model::from_toml(&text.replacen(good, bad, 1)).expect_err("refused")
        };
        assert_eq!(refused("\nnickname ", "\n# nickname ").to_string(), "model: `person.name.nickname`: is missing");
        assert_eq!(refused("\nnickname ", "\nnicknames ").key, "person.name.nickname");
        assert_eq!(refused("format = 1", "format = 7").key, "format");
        let broken = refused("\nnothing ", "\nnothing = [1, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9] # ");
        assert_eq!(broken.key, "person.name.nothing");
        assert!(broken.problem.contains("`exact`"), "{}", broken.problem);
    }

    #[cfg(feature = "cli")]
    #[test]
    fn ids_are_of_values_and_not_of_how_they_are_written() {
        let text = include_str!("../../data/model.toml").replace("owner_share = 0.9 ", "owner_share = 9e-1 ");
        assert_eq!(Model::from_toml(&text).expect("the same model").id(), Model::default().id());
        let half = text.replace("owner_share = 9e-1", "owner_share = 0.5");
        let share = Model::default().with_owner_share(0.5).expect("a share");
        assert_eq!(Model::from_toml(&half).expect("a model").id(), share.id());
    }

    #[cfg(feature = "cli")]
    #[test]
    fn one_s_own_applicants_names_go_before_the_tables() {
        use crate::{Applicant, Matcher, Owner, Rival, Step};
        let text =
            include_str!("../../data/model.toml").replace("[joint]", "[names.family]\nditters = 0.05\n\n[joint]");
        let own = Model::from_toml(&text).expect("a model");
        let bits = |model: Model, name: &str| {
            let matched = Matcher::default().model(model).match_owners(&Applicant::new(name), &[Owner::new(name)]);
            matched.best_owner().expect("an owner").weighed.bits(Step::Rarity, Rival::Stranger).bits()
        };
        assert!(bits(own.clone(), "Ann Ditters") < bits(Model::default(), "Ann Ditters") - 4.0);
        assert_eq!(bits(own, "Ann Smith"), bits(Model::default(), "Ann Smith"));
    }
}
