//! The model: data/model.toml as weights, and what rarity and calibration add to them.

use std::collections::HashMap;

use ownermatch::Level;
use ownermatch::Weight;
use ownermatch::address::AddressLevel;
use ownermatch::email::EmailLevel;
use ownermatch::name::NameLevel;
use ownermatch::phone::PhoneLevel;

use super::name::{Name, Role};
use super::tables::Names;

/// The rivals of a person: kin of the same name, kin at home, kin elsewhere, a housemate, a copied name, a stranger.
const RIVALS: usize = 6;
/// One weight a rival.
pub type Weights = [Weight; RIVALS];

const GIVEN_PEOPLE: f64 = 255_393_097.0;
const FAMILY_PEOPLE: f64 = 242_121_073.0;
/// The share of a name no table has.
const GIVEN_FLOOR: f64 = 5.0 / GIVEN_PEOPLE;
const FAMILY_FLOOR: f64 = 50.0 / FAMILY_PEOPLE;

/// Rows of the file by section and key, such as `person.name.nickname`.
struct Rows(HashMap<String, Vec<f64>>);

impl Rows {
    fn parse(text: &str) -> Self {
        let mut rows = HashMap::new();
        let mut section = "";
        for line in text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
            } else if let Some((key, value)) = line.split_once('=') {
                let numbers = value.trim().trim_matches(['[', ']']).split(',');
                let numbers = numbers.map(|number| number.trim().parse().expect("a number")).collect();
                rows.insert(format!("{section}.{}", key.trim()), numbers);
            }
        }
        Self(rows)
    }

    fn numbers(&self, key: &str) -> &[f64] {
        self.0.get(key).unwrap_or_else(|| panic!("the model has {key}"))
    }

    fn number(&self, key: &str) -> f64 {
        self.numbers(key)[0]
    }

    /// A row a level, best first: the share among owners, then among each rival's.
    fn levels<L: Level>(&self, field: &str) -> Vec<Weights> {
        let weights = |level: &L| {
            let row = self.numbers(&format!("person.{field}.{}", level.code()));
            std::array::from_fn(|rival| Weight::from_ratio(row[0], row[rival + 1]))
        };
        L::ALL.iter().map(weights).collect()
    }
}

/// How rare a name is, in bits against the average one.
pub struct Rarity {
    given: Weight,
    family: Weight,
}

/// Weights of persons against persons.
pub struct Model {
    prior: Weights,
    name: Vec<Weights>,
    email: Vec<Weights>,
    phone: Vec<Weights>,
    address: Vec<Weights>,
    scale: f64,
    offsets: Weights,
    given_average: f64,
    family_average: f64,
    given_bits: [f64; 2],
    family_bits: [f64; 2],
    common_name: Weight,
    name_cap: Weight,
}

impl Model {
    pub fn load() -> Self {
        let rows = Rows::parse(include_str!("../../data/model.toml"));
        let share = rows.number(".owner_share");
        let (rivals, offsets) = (rows.numbers("person.rivals"), rows.numbers("calibration.person"));
        let range = |key| rows.numbers(key).try_into().expect("two ends");
        Self {
            prior: std::array::from_fn(|at| Weight::from_ratio(share, (1.0 - share) * rivals[at])),
            name: rows.levels::<NameLevel>("name"),
            email: rows.levels::<EmailLevel>("email"),
            phone: rows.levels::<PhoneLevel>("phone"),
            address: rows.levels::<AddressLevel>("address"),
            scale: rows.number("calibration.scale"),
            offsets: std::array::from_fn(|at| Weight::from_bits(offsets[at])),
            given_average: rows.number("rarity.given_average"),
            family_average: rows.number("rarity.family_average"),
            given_bits: range("rarity.given_bits"),
            family_bits: range("rarity.family_bits"),
            common_name: Weight::from_bits(-rows.number("rarity.common_name_bits")),
            name_cap: Weight::from_bits(rows.number("rarity.name_cap_bits")),
        }
    }

    pub fn prior(&self) -> Weights {
        self.prior
    }

    pub fn email(&self, level: EmailLevel) -> Weights {
        self.email[level.index()]
    }

    pub fn phone(&self, level: PhoneLevel) -> Weights {
        self.phone[level.index()]
    }

    pub fn address(&self, level: AddressLevel) -> Weights {
        self.address[level.index()]
    }

    /// What a name's level weighs, with its rarity, which stays below the cap.
    pub fn name(&self, level: NameLevel, rarity: &Rarity) -> Weights {
        let (weights, rare) = (self.name[level.index()], self.rarity_weights(level, rarity));
        std::array::from_fn(|at| weights[at] + rare[at].min(self.name_cap - weights[at]))
    }

    /// Kin share the family name; a relative of the same name carries both on purpose, and a copied name may be rare.
    fn rarity_weights(&self, level: NameLevel, rarity: &Rarity) -> Weights {
        let is_whole = level.floor().value() >= 70;
        let is_family = matches!(level, NameLevel::FamilyNameOnlyByOwner | NameLevel::FamilyNameOnlyByApplicant);
        let is_given = matches!(level, NameLevel::GivenNameOnlyByOwner | NameLevel::GivenNameOnlyByApplicant);
        let given = if is_whole || is_given { rarity.given } else { Weight::ZERO };
        let family = if is_whole || is_family { rarity.family } else { Weight::ZERO };
        let both = given + family;
        let common = if is_whole { both.clamp(self.common_name, Weight::ZERO) } else { Weight::ZERO };
        [Weight::ZERO, given, given, both, common, both]
    }

    /// How rare the applicant's name is.
    pub fn rarity(&self, name: &Name, names: &Names) -> Rarity {
        let words = |role| name.tokens.iter().filter(move |token| token.role == role);
        let given_share =
            |word: &String| names.given.get(word).map_or(0.0, |given| f64::from(given.people) / GIVEN_PEOPLE);
        let family_share =
            |word: &String| names.family.get(word).map_or(0.0, |&people| f64::from(people) / FAMILY_PEOPLE);
        let given = words(Role::Given).next().map(|token| {
            let formal = names.formal_names(&token.word).iter().map(given_share);
            formal.fold(given_share(&token.word), f64::max).max(GIVEN_FLOOR)
        });
        let family =
            words(Role::Family).map(|token| family_share(&token.word).max(FAMILY_FLOOR)).min_by(f64::total_cmp);
        let bits = |share: Option<f64>, average: f64, [least, most]: [f64; 2]| {
            let rare = share.map(|share| libm::log2(average / share.max(1e-12)).clamp(least, most));
            rare.map_or(Weight::ZERO, Weight::from_bits)
        };
        Rarity {
            given: bits(given, self.given_average, self.given_bits),
            family: bits(family, self.family_average, self.family_bits),
        }
    }

    /// What the affine calibration makes of the evidence against a rival.
    pub fn calibrated(&self, rival: usize, evidence: Weight) -> Weight {
        evidence.scaled(self.scale) + self.offsets[rival]
    }
}
