//! A model's file as numbers: what is read from TOML, what estimation changes, and what weights are made of.

use super::Rival;
use crate::address::AddressLevel;
use crate::email::EmailLevel;
use crate::level::Level;
use crate::name::{NameLevel, OwnShares, Pairing};
use crate::phone::PhoneLevel;
use crate::record::Field;
use crate::rows::{ConfigError, Rows};

/// The format of the file; a file of another one is refused.
const FORMAT: f64 = 1.0;
const SECTIONS: [&str; 3] = ["person", "organization", "mixed"];

/// Everything that a model's file says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tables {
    pub(crate) owner_share: f64,
    pub(crate) rarity: RarityTable,
    pub(crate) shared_contacts: f64,
    pub(crate) scale: f64,
    pub(crate) offsets: [Vec<f64>; 3],
    pub(crate) pairings: [PairingTables; 3],
    pub(crate) names: OwnShares,
}

/// How the rarity of a name's parts turns into bits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RarityTable {
    pub(crate) given_average: f64,
    pub(crate) family_average: f64,
    pub(crate) given_range: [f64; 2],
    pub(crate) family_range: [f64; 2],
    pub(crate) common_name: f64,
    pub(crate) name_cap: f64,
}

/// One pairing: the rivals' shares of those who do not own the account, and for every level of each field m, then u of
/// each rival.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PairingTables {
    pub(crate) rivals: Vec<f64>,
    pub(crate) fields: [Vec<Vec<f64>>; 4],
}

/// A level without its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LevelRow {
    pub(crate) code: &'static str,
    /// The lowest score of its band: of two levels the one with the higher floor is better.
    pub(crate) floor: u8,
}

/// The levels of a field, best first.
pub(crate) fn levels(field: Field) -> Vec<LevelRow> {
    fn rows<L: Level>() -> Vec<LevelRow> {
        L::ALL.iter().map(|level| LevelRow { code: level.code(), floor: level.floor().value() }).collect()
    }
    match field {
        Field::Name => rows::<NameLevel>(),
        Field::Email => rows::<EmailLevel>(),
        Field::Phone => rows::<PhoneLevel>(),
        Field::Address => rows::<AddressLevel>(),
    }
}

/// The section of a pairing's tables, such as `person`.
pub(crate) fn section(pairing: Pairing) -> &'static str {
    SECTIONS[pairing as usize]
}

impl Tables {
    pub(super) fn read(rows: &mut Rows) -> Result<Self, ConfigError> {
        if rows.numbers("format", 1)?[0] != FORMAT {
            return Err(rows.error("format", format!("this ownermatch reads format {FORMAT}")));
        }
        Ok(Self {
            owner_share: rows.number("owner_share", 1e-6..=1.0 - 1e-6)?,
            rarity: rarity(rows)?,
            shared_contacts: rows.number("joint.shared_contacts", 0.0..=1.0)?,
            scale: rows.number("calibration.scale", 1e-3..=10.0)?,
            offsets: each_pairing(|pairing| {
                rows.numbers(&format!("calibration.{}", section(pairing)), Rival::of(pairing).len())
            })?,
            pairings: each_pairing(|pairing| PairingTables::read(rows, pairing))?,
            names: OwnShares { given: names(rows, "names.given")?, family: names(rows, "names.family")? },
        })
    }

    /// Every number under its key, in the file's order.
    pub(crate) fn entries(&self) -> Vec<(String, Vec<f64>)> {
        let rarity = &self.rarity;
        let mut entries: Vec<(String, Vec<f64>)> = vec![
            ("format".into(), vec![FORMAT]),
            ("owner_share".into(), vec![self.owner_share]),
            ("rarity.given_average".into(), vec![rarity.given_average]),
            ("rarity.family_average".into(), vec![rarity.family_average]),
            ("rarity.given_bits".into(), rarity.given_range.to_vec()),
            ("rarity.family_bits".into(), rarity.family_range.to_vec()),
            ("rarity.common_name_bits".into(), vec![rarity.common_name]),
            ("rarity.name_cap_bits".into(), vec![rarity.name_cap]),
            ("joint.shared_contacts".into(), vec![self.shared_contacts]),
            ("calibration.scale".into(), vec![self.scale]),
        ];
        for pairing in Pairing::ALL {
            let offsets = self.offsets[pairing as usize].clone();
            entries.push((format!("calibration.{}", section(pairing)), offsets));
        }
        for (key, shares) in [("names.given", &self.names.given), ("names.family", &self.names.family)] {
            entries.extend(shares.iter().map(|(name, share)| (format!("{key}.{name}"), vec![*share])));
        }
        Pairing::ALL.iter().for_each(|&pairing| self.pairings[pairing as usize].enter(pairing, &mut entries));
        entries
    }
}

impl PairingTables {
    fn read(rows: &mut Rows, pairing: Pairing) -> Result<Self, ConfigError> {
        let mut fields = [const { Vec::new() }; 4];
        for field in Field::ALL {
            let key = |level: &LevelRow| row_key(pairing, field, level);
            fields[field as usize] = levels(field)
                .iter()
                .map(|level| probabilities(rows, &key(level), Rival::of(pairing).len() + 1))
                .collect::<Result<_, _>>()?;
        }
        Ok(Self { rivals: shares(rows, pairing)?, fields })
    }

    fn enter(&self, pairing: Pairing, entries: &mut Vec<(String, Vec<f64>)>) {
        entries.push((format!("{}.rivals", section(pairing)), self.rivals.clone()));
        for field in Field::ALL {
            for (level, row) in levels(field).iter().zip(&self.fields[field as usize]) {
                entries.push((row_key(pairing, field, level), row.clone()));
            }
        }
    }
}

/// The key of a level's row, such as `person.name.nickname`.
pub(crate) fn row_key(pairing: Pairing, field: Field, level: &LevelRow) -> String {
    format!("{}.{}.{}", section(pairing), field.code(), level.code)
}

fn each_pairing<T>(mut of: impl FnMut(Pairing) -> Result<T, ConfigError>) -> Result<[T; 3], ConfigError> {
    let [person, organization, mixed] = Pairing::ALL;
    Ok([of(person)?, of(organization)?, of(mixed)?])
}

fn probabilities(rows: &mut Rows, key: &str, count: usize) -> Result<Vec<f64>, ConfigError> {
    let row = rows.numbers(key, count)?;
    if row.iter().all(|&probability| probability > 0.0 && probability <= 1.0) {
        Ok(row)
    } else {
        Err(rows.error(key, "must be probabilities above 0, at most 1"))
    }
}

fn shares(rows: &mut Rows, pairing: Pairing) -> Result<Vec<f64>, ConfigError> {
    let key = format!("{}.rivals", section(pairing));
    let shares = rows.numbers(&key, Rival::of(pairing).len())?;
    let whole: f64 = shares.iter().sum();
    if shares.iter().any(|&share| share <= 0.0) || (whole - 1.0).abs() > 1e-6 {
        return Err(rows.error(&key, "must be shares above 0 that sum to 1"));
    }
    Ok(shares)
}

fn names(rows: &mut Rows, section: &str) -> Result<std::collections::BTreeMap<String, f64>, ConfigError> {
    let keys = rows.keys_below(section);
    let share = |key: String| {
        let share = rows.number(&key, 1e-9..=1.0)?;
        Ok((key[section.len() + 1..].to_owned(), share))
    };
    keys.into_iter().map(share).collect()
}

fn rarity(rows: &mut Rows) -> Result<RarityTable, ConfigError> {
    let range = |rows: &mut Rows, key: &str| -> Result<[f64; 2], ConfigError> {
        let ends = rows.numbers(key, 2)?;
        if ends[0] <= 0.0 && ends[1] >= 0.0 {
            Ok([ends[0], ends[1]])
        } else {
            Err(rows.error(key, "must be a range around 0"))
        }
    };
    Ok(RarityTable {
        given_average: rows.number("rarity.given_average", 1e-9..=1.0)?,
        family_average: rows.number("rarity.family_average", 1e-9..=1.0)?,
        given_range: range(rows, "rarity.given_bits")?,
        family_range: range(rows, "rarity.family_bits")?,
        common_name: rows.number("rarity.common_name_bits", 0.0..=20.0)?,
        name_cap: rows.number("rarity.name_cap_bits", 1.0..=40.0)?,
    })
}
