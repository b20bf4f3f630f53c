//! The model: what each level weighs against each rival, how many applicants own the account, and how names' rarity counts.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::address::AddressLevel;
use crate::email::EmailLevel;
use crate::level::Level;
use crate::name::{NameLevel, NameShares, Pairing};
use crate::phone::PhoneLevel;
use crate::rows::{ConfigError, Packed, Rows};
use crate::weight::Weight;

/// Changes with every change to how levels are scored, whatever the tables and the model say.
const SCORING_VERSION: &str = "1";
/// Most rivals a pairing has.
pub(crate) const RIVALS: usize = 6;
/// A better level may fall short of a worse one by rounding, and by no more.
const LAW_SLACK_BITS: f64 = 1e-6;

const PACKED: Packed = include!(concat!(env!("OUT_DIR"), "/model.rs"));

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

/// The tables of one pairing.
#[derive(Clone, Debug, PartialEq)]
struct PairingModel {
    prior: Weights,
    name: Vec<Weights>,
    email: Vec<Weights>,
    phone: Vec<Weights>,
    address: Vec<Weights>,
}

/// How the rarity of a name's parts turns into bits.
#[derive(Clone, Copy, Debug, PartialEq)]
struct RarityModel {
    given_average: f64,
    family_average: f64,
    given_range: [f64; 2],
    family_range: [f64; 2],
    common_name: f64,
    name_cap: f64,
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
    id: String,
    owner_share: f64,
    pairings: [PairingModel; 3],
    rarity: RarityModel,
    shared_contacts: f64,
    scale: f64,
    offsets: [Weights; 3],
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
        self.owner_share
    }

    /// The same model with another share of owners; the rivals keep their proportions.
    ///
    /// # Errors
    /// A share that is not above 0 and below 1.
    pub fn with_owner_share(mut self, share: f64) -> Result<Self, ConfigError> {
        if !(share > 0.0 && share < 1.0) {
            return Err(ConfigError {
                file: "model",
                key: "owner_share".into(),
                problem: "must be above 0 and below 1".into(),
            });
        }
        let odds = |share: f64| libm::log2(share / (1.0 - share));
        let shift = Weight::from_bits(odds(share) - odds(self.owner_share));
        for (pairing, rivals) in self.pairings.iter_mut().zip(RIVAL_COUNTS) {
            pairing.prior[..rivals].iter_mut().for_each(|prior| *prior += shift);
        }
        self.owner_share = share;
        self.id = digest(&[&self.id, &format!("owner_share={share}")]);
        Ok(self)
    }

    pub(crate) fn prior(&self, pairing: Pairing) -> Weights {
        self.pairings[pairing as usize].prior
    }

    pub(crate) fn name(&self, pairing: Pairing, level: NameLevel) -> Weights {
        self.pairings[pairing as usize].name[level.index()]
    }

    pub(crate) fn email(&self, pairing: Pairing, level: EmailLevel) -> Weights {
        self.pairings[pairing as usize].email[level.index()]
    }

    pub(crate) fn phone(&self, pairing: Pairing, level: PhoneLevel) -> Weights {
        self.pairings[pairing as usize].phone[level.index()]
    }

    pub(crate) fn address(&self, pairing: Pairing, level: AddressLevel) -> Weights {
        self.pairings[pairing as usize].address[level.index()]
    }

    /// The factor on a contradicted contact that several persons of one joint string share.
    pub(crate) fn shared_contacts(&self) -> f64 {
        self.shared_contacts
    }

    /// What the affine calibration adds to `evidence`.
    pub(crate) fn calibrate(&self, pairing: Pairing, rival: usize, evidence: Weight) -> Weight {
        evidence.scaled(self.scale) + self.offsets[pairing as usize][rival] - evidence
    }

    /// How rare a name's parts are.
    pub(crate) fn rarity(&self, shares: NameShares) -> Rarity {
        let bits = |share: Option<f64>, average: f64, [least, most]: [f64; 2]| {
            share.map_or(Weight::ZERO, |share| {
                Weight::from_bits(libm::log2(average / share.max(1e-12)).clamp(least, most))
            })
        };
        let given = bits(shares.given, self.rarity.given_average, self.rarity.given_range);
        Rarity { given, family: bits(shares.family, self.rarity.family_average, self.rarity.family_range) }
    }

    /// What rarity adds to a name level against each rival, so that a whole name stays at or below the cap.
    pub(crate) fn rarity_weights(&self, level: NameLevel, rarity: Rarity) -> Weights {
        let level_weights = self.name(Pairing::Person, level);
        std::array::from_fn(|at| {
            self.rarity_against(Rival::of(Pairing::Person)[at], level, rarity)
                .min(self.room_below_cap(level_weights[at]))
        })
    }

    fn room_below_cap(&self, weight: Weight) -> Weight {
        Weight::from_bits(self.rarity.name_cap) - weight
    }

    /// Kin share the family name, so that only the given name's rarity speaks against them; a relative of
    /// the same name carries both on purpose.
    fn rarity_against(&self, rival: Rival, level: NameLevel, rarity: Rarity) -> Weight {
        let agreement = Agreement::of(level);
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
        rarity.clamp(Weight::from_bits(-self.rarity.common_name), Weight::ZERO)
    }

    fn from_rows(mut rows: Rows) -> Result<Self, ConfigError> {
        let id = digest(&[SCORING_VERSION, env!("TABLES_ID"), &rows.text()]);
        let owner_share = rows.number("owner_share", 1e-6..=1.0 - 1e-6)?;
        let model = Self {
            id,
            owner_share,
            pairings: [
                pairing(&mut rows, Pairing::Person, owner_share)?,
                pairing(&mut rows, Pairing::Organization, owner_share)?,
                pairing(&mut rows, Pairing::Mixed, owner_share)?,
            ],
            rarity: rarity_model(&mut rows)?,
            shared_contacts: rows.number("joint.shared_contacts", 0.0..=1.0)?,
            scale: rows.number("calibration.scale", 1e-3..=10.0)?,
            offsets: [
                offsets(&mut rows, Pairing::Person)?,
                offsets(&mut rows, Pairing::Organization)?,
                offsets(&mut rows, Pairing::Mixed)?,
            ],
        };
        model.check_names(&rows)?;
        rows.finish()?;
        Ok(model)
    }

    /// The law of levels for names, at every extreme of rarity.
    fn check_names(&self, rows: &Rows) -> Result<(), ConfigError> {
        for given in self.rarity.given_range {
            for family in self.rarity.family_range {
                let rarity = Rarity { given: Weight::from_bits(given), family: Weight::from_bits(family) };
                let weigh = |level: &NameLevel| {
                    let [base, extra] = [self.name(Pairing::Person, *level), self.rarity_weights(*level, rarity)];
                    std::array::from_fn(|at| base[at] + extra[at])
                };
                let weights: Vec<Weights> = NameLevel::ALL.iter().map(weigh).collect();
                check_law::<NameLevel>(rows, "person.name", &weights)?;
            }
        }
        Ok(())
    }
}

const RIVAL_COUNTS: [usize; 3] = [6, 3, 2];
const SECTIONS: [&str; 3] = ["person", "organization", "mixed"];

fn digest(parts: &[&str]) -> String {
    let hash = parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part.as_bytes()).chain_update([0]));
    hash.finalize()[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn pairing(rows: &mut Rows, pairing: Pairing, owner_share: f64) -> Result<PairingModel, ConfigError> {
    let section = SECTIONS[pairing as usize];
    let rivals = Rival::of(pairing).len();
    Ok(PairingModel {
        prior: prior(rows, section, rivals, owner_share)?,
        name: field::<NameLevel>(rows, &format!("{section}.name"), rivals)?,
        email: field::<EmailLevel>(rows, &format!("{section}.email"), rivals)?,
        phone: field::<PhoneLevel>(rows, &format!("{section}.phone"), rivals)?,
        address: field::<AddressLevel>(rows, &format!("{section}.address"), rivals)?,
    })
}

/// The rivals' shares among applicants who do not own the account, against the share of those who do.
fn prior(rows: &mut Rows, section: &str, rivals: usize, owner_share: f64) -> Result<Weights, ConfigError> {
    let key = format!("{section}.rivals");
    let shares = rows.numbers(&key, rivals)?;
    let whole: f64 = shares.iter().sum();
    if shares.iter().any(|&share| share <= 0.0) || (whole - 1.0).abs() > 1e-6 {
        return Err(rows.error(&key, "must be shares above 0 that sum to 1"));
    }
    let mut prior = [Weight::ZERO; RIVALS];
    for (weight, share) in prior.iter_mut().zip(shares) {
        *weight = Weight::from_ratio(owner_share, (1.0 - owner_share) * share);
    }
    Ok(prior)
}

/// A field's rows: m, then u of each rival. A level without a row weighs as the least of those above it.
fn field<L: Level>(rows: &mut Rows, section: &str, rivals: usize) -> Result<Vec<Weights>, ConfigError> {
    let mut weights: Vec<Weights> = Vec::with_capacity(L::ALL.len());
    for level in L::ALL {
        let key = format!("{section}.{}", level.code());
        match (rows.optional_numbers(&key, rivals + 1)?, least_of(&weights)) {
            (Some(row), _) => weights.push(level_weights(rows, &key, &row)?),
            (None, Some(above)) => weights.push(above),
            (None, None) => return Err(rows.error(&key, "is missing: the best level needs a row")),
        }
    }
    check_law::<L>(rows, section, &weights)?;
    Ok(weights)
}

/// The least weight against each rival; so that a level without a row never outweighs a better one.
fn least_of(weights: &[Weights]) -> Option<Weights> {
    weights.iter().copied().reduce(|least, next| std::array::from_fn(|at| least[at].min(next[at])))
}

fn level_weights(rows: &Rows, key: &str, row: &[f64]) -> Result<Weights, ConfigError> {
    if row.iter().any(|&probability| !(probability > 0.0 && probability <= 1.0)) {
        return Err(rows.error(key, "must be probabilities above 0, at most 1"));
    }
    let mut weights = [Weight::ZERO; RIVALS];
    for (weight, &u) in weights.iter_mut().zip(&row[1..]) {
        *weight = Weight::from_ratio(row[0], u);
    }
    Ok(weights)
}

/// No level may weigh more than a level of a better band, against any rival.
fn check_law<L: Level>(rows: &Rows, section: &str, weights: &[Weights]) -> Result<(), ConfigError> {
    for (worse, level) in L::ALL.iter().enumerate() {
        let better = L::ALL[..worse].iter().enumerate().filter(|(_, better)| better.floor() > level.floor());
        for (at, other) in better {
            let slack = Weight::from_bits(LAW_SLACK_BITS);
            if (0..RIVALS).any(|rival| weights[worse][rival] > weights[at][rival] + slack) {
                let problem = format!("weighs more than the better level `{}` against some rival", other.code());
                return Err(rows.error(&format!("{section}.{}", level.code()), problem));
            }
        }
    }
    Ok(())
}

fn rarity_model(rows: &mut Rows) -> Result<RarityModel, ConfigError> {
    let range = |rows: &mut Rows, key: &str| -> Result<[f64; 2], ConfigError> {
        let ends = rows.numbers(key, 2)?;
        if ends[0] <= 0.0 && ends[1] >= 0.0 {
            Ok([ends[0], ends[1]])
        } else {
            Err(rows.error(key, "must be a range around 0"))
        }
    };
    Ok(RarityModel {
        given_average: rows.number("rarity.given_average", 1e-9..=1.0)?,
        family_average: rows.number("rarity.family_average", 1e-9..=1.0)?,
        given_range: range(rows, "rarity.given_bits")?,
        family_range: range(rows, "rarity.family_bits")?,
        common_name: rows.number("rarity.common_name_bits", 0.0..=20.0)?,
        name_cap: rows.number("rarity.name_cap_bits", 1.0..=40.0)?,
    })
}

fn offsets(rows: &mut Rows, pairing: Pairing) -> Result<Weights, ConfigError> {
    let rivals = Rival::of(pairing).len();
    let bits = rows.numbers(&format!("calibration.{}", SECTIONS[pairing as usize]), rivals)?;
    let mut offsets = [Weight::ZERO; RIVALS];
    for (offset, bits) in offsets.iter_mut().zip(bits) {
        *offset = Weight::from_bits(bits);
    }
    Ok(offsets)
}

#[cfg(test)]
mod tests {
    use super::Model;

    #[test]
    fn built_in_model_holds_its_laws() {
        assert!(Model::default().owner_share() > 0.5);
    }
}
