//! The law of levels: in every field and against every rival, no level weighs more than one of a better band, whatever
//! the rarity of the name.

#[cfg(feature = "serde")]
use super::Agreement;
use super::tables::{LevelRow, levels, row_key};
use super::{Model, RIVALS, Rarity, Weights};
use crate::level::Level;
use crate::name::{NameLevel, Pairing};
use crate::record::Field;
use crate::weight::Weight;

/// A better level may fall short of a worse one by rounding, and by no more.
const SLACK_BITS: f64 = 1e-6;

/// The key of the first row that breaks the law, and how.
pub(super) fn check(model: &Model) -> Result<(), (String, String)> {
    for pairing in Pairing::ALL {
        for field in Field::ALL {
            check_field(pairing, field, &model.pairings[pairing as usize].fields[field as usize])?;
        }
    }
    model.extremes().try_for_each(|rarity| check_field(Pairing::Person, Field::Name, &model.name_weights(rarity)))
}

fn check_field(pairing: Pairing, field: Field, weights: &[Weights]) -> Result<(), (String, String)> {
    let levels = levels(field);
    for (worse, level) in levels.iter().enumerate() {
        if let Some(better) = outweighed(&levels, weights, worse) {
            let problem = format!("weighs more than the better level `{}` against some rival", better.code);
            return Err((row_key(pairing, field, level), problem));
        }
    }
    Ok(())
}

/// A level of a better band that `worse` outweighs.
fn outweighed<'a>(levels: &'a [LevelRow], weights: &[Weights], worse: usize) -> Option<&'a LevelRow> {
    let slack = Weight::from_bits(SLACK_BITS);
    let outweighs = |better: usize| (0..RIVALS).any(|rival| weights[worse][rival] > weights[better][rival] + slack);
    let better = (0..worse).filter(|&better| levels[better].floor > levels[worse].floor);
    better.into_iter().find(|&better| outweighs(better)).map(|better| &levels[better])
}

impl Model {
    /// The rarest and the most common given and family names, in all four combinations.
    fn extremes(&self) -> impl Iterator<Item = Rarity> {
        let (given, family) = (self.tables.rarity.given_range, self.tables.rarity.family_range);
        given.into_iter().flat_map(move |given| {
            family.map(|family| Rarity { given: Weight::from_bits(given), family: Weight::from_bits(family) })
        })
    }

    fn name_weights(&self, rarity: Rarity) -> Vec<Weights> {
        let weigh = |level: &NameLevel| {
            let [base, extra] = [self.name(Pairing::Person, *level), self.rarity_weights(*level, rarity)];
            std::array::from_fn(|at| base[at] + extra[at])
        };
        NameLevel::ALL.iter().map(weigh).collect()
    }
}

/// What the rarity of the commonest name adds at each level against each rival, in bits: a model whose weights hold the
/// law with these holds it for every name. Every other name adds more, and at a better level no less than at a worse one.
#[cfg(feature = "serde")]
pub(crate) fn least_rarity(tables: &super::Tables, pairing: Pairing, field: Field) -> Vec<Vec<f64>> {
    let count = super::Rival::of(pairing).len();
    if (pairing, field) != (Pairing::Person, Field::Name) {
        return vec![vec![0.0; count]; levels(field).len()];
    }
    let model = Model::of(tables.clone());
    let [given, family] = [tables.rarity.given_range[0], tables.rarity.family_range[0]].map(Weight::from_bits);
    let added = |level: &NameLevel| {
        super::Rival::of(pairing)
            .iter()
            .map(|rival| model.rarity_against(*rival, Agreement::of(*level), Rarity { given, family }).bits())
            .collect()
    };
    NameLevel::ALL.iter().map(added).collect()
}
