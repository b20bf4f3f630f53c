//! How often each level was seen under a hypothesis.

use super::observe::Compared;
use crate::model::levels;
use crate::name::Pairing;
use crate::record::{Contacts, Field};

/// Names below this score contradict.
const SAME_NAME: u8 = 60;

/// Counts of levels by pairing and field. Whole counts are exact in any order of adding.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tally {
    fields: [[Vec<f64>; 4]; 3],
}

impl Tally {
    pub(super) fn new() -> Self {
        Self { fields: Pairing::ALL.map(|_| Field::ALL.map(|field| vec![0.0; levels(field).len()])) }
    }

    /// Adds a comparison. Whose the contacts of a joint string are is not known, so that they count for nothing.
    pub(super) fn add(&mut self, compared: &Compared, weight: f64) {
        let fields = &mut self.fields[compared.comparison.pairing as usize];
        for field in Field::ALL {
            let is_known = field == Field::Name || compared.contacts == Contacts::Own;
            if let Some(level) = compared.comparison.level_index(field).filter(|_| is_known) {
                fields[field as usize][level] += weight;
            }
        }
    }

    pub(super) fn with(mut self, other: &Self) -> Self {
        let pairs = self.fields.iter_mut().flatten().zip(other.fields.iter().flatten());
        pairs.for_each(|(counts, more)| counts.iter_mut().zip(more).for_each(|(count, more)| *count += more));
        self
    }

    /// As if no person's name had contradicted.
    pub(super) fn without_contradictions(mut self) -> Self {
        let counts = &mut self.fields[Pairing::Person as usize][Field::Name as usize];
        let rows = levels(Field::Name).into_iter().zip(counts);
        rows.filter(|(level, _)| level.floor < SAME_NAME).for_each(|(_, count)| *count = 0.0);
        self
    }

    /// As if no business had had a name.
    pub(super) fn without_businesses(mut self) -> Self {
        for pairing in [Pairing::Organization, Pairing::Mixed] {
            self.fields[pairing as usize][Field::Name as usize].fill(0.0);
        }
        self
    }

    pub(super) fn of(&self, pairing: Pairing, field: Field) -> &[f64] {
        &self.fields[pairing as usize][field as usize]
    }
}

impl<'a> FromIterator<&'a Compared> for Tally {
    fn from_iter<I: IntoIterator<Item = &'a Compared>>(all: I) -> Self {
        let mut tally = Self::new();
        all.into_iter().for_each(|compared| tally.add(compared, 1.0));
        tally
    }
}
