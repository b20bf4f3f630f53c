//! How common given and family names are, from US Census and Social Security counts.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::lexicon::Lexeme;
use super::person::{Role, Token};
use super::{Name, Party};

/// People counted in `data/name/given.tsv`; a test holds the sum.
const GIVEN_PEOPLE: f64 = 255_393_097.0;
/// People counted in `data/name/family.tsv`; a test holds the sum.
const FAMILY_PEOPLE: f64 = 242_121_073.0;
/// The share of a name no table has; assumed: names below the tables' cut (5 births, 100 bearers) are about this rare.
const GIVEN_FLOOR: f64 = 5.0 / GIVEN_PEOPLE;
const FAMILY_FLOOR: f64 = 50.0 / FAMILY_PEOPLE;

/// Shares of the population that carry a name's parts, 0..=1; `None` where a part is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NameShares {
    /// Share of people with the given name.
    pub given: Option<f64>,
    /// Share of people with the family name; the rarest of several.
    pub family: Option<f64>,
}

/// The shares of the first party's name if it is a person; an organization has none.
///
/// A name in no table has a small floor share, never 0. A nickname has the larger of its own share
/// and its formal name's.
pub fn shares(name: &Name) -> NameShares {
    static NONE: OwnShares = OwnShares { given: BTreeMap::new(), family: BTreeMap::new() };
    shares_among(name, &NONE)
}

/// Shares of names among one's own applicants, by folded word; they go before the tables'.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OwnShares {
    pub(crate) given: BTreeMap<String, f64>,
    pub(crate) family: BTreeMap<String, f64>,
}

impl OwnShares {
    fn given(&self, word: &str, known: impl FnOnce() -> f64) -> f64 {
        if self.given.is_empty() {
            return known();
        }
        self.given.get(word).copied().unwrap_or_else(known)
    }

    fn family(&self, token: &Token) -> f64 {
        let own = if self.family.is_empty() { None } else { self.family.get(token.word.as_str()) };
        own.copied().unwrap_or_else(|| token.lexeme.family_share())
    }
}

/// The same, with one's own applicants' shares where there are any.
pub(crate) fn shares_among(name: &Name, own: &OwnShares) -> NameShares {
    let Some(Party::Person(person)) = name.parties.first() else { return NameShares::default() };
    let with_role = |role| person.tokens().iter().filter(move |token| token.role == role);
    let given = with_role(Role::Given).next().map(|token| given_or_formal_share(token, own).max(GIVEN_FLOOR));
    let family = with_role(Role::Family).map(|token| own.family(token).max(FAMILY_FLOOR)).min_by(f64::total_cmp);
    NameShares { given, family }
}

/// The given name and the family names of the first party, where that is a person: what frequencies are counted of.
#[cfg(feature = "serde")]
pub(crate) fn counted_words(name: &Name) -> (Option<&str>, Vec<&str>) {
    let Some(Party::Person(person)) = name.parties.first() else { return (None, Vec::new()) };
    (person.given().map(|word| word.as_str()), person.families().map(|word| word.as_str()).collect())
}

fn given_or_formal_share(token: &Token, own: &OwnShares) -> f64 {
    let of_formal = || f64::from(token.lexeme.formal_given()) / GIVEN_PEOPLE;
    if own.given.is_empty() {
        return token.lexeme.given_share().max(of_formal());
    }
    let word = token.word.as_str();
    let share = own.given(word, || token.lexeme.given_share());
    if !token.lexeme.has(Facts::NICKNAME) {
        return share.max(of_formal());
    }
    let formal = super::person::formal_names(word.as_bytes()).map(|formal| own.given(formal, || given_share(formal)));
    formal.fold(share, f64::max)
}

/// Share of people with this given name, folded letters only; 0 when the table has it not.
pub(crate) fn given_share(word: &str) -> f64 {
    Lexeme::of(word).given_share()
}

/// Share of people with this family name, folded letters only; 0 when the table has it not.
pub(crate) fn family_share(word: &str) -> f64 {
    Lexeme::of(word).family_share()
}

impl Lexeme {
    /// Share of people with it as a given name.
    pub(crate) fn given_share(&self) -> f64 {
        f64::from(self.given) / GIVEN_PEOPLE
    }

    /// Share of people with it as a family name.
    pub(crate) fn family_share(&self) -> f64 {
        f64::from(self.family) / FAMILY_PEOPLE
    }
}

/// From this share on a word is known as a name: about a thousand bearers in the US (assumed).
const KNOWN: f64 = 4e-6;

/// Whether a word known as a given name and one known as a family name stand together.
pub(crate) fn reads_as_person(given: &str, family: &str) -> bool {
    let formal = super::person::formal_names(given.as_bytes()).map(given_share).fold(given_share(given), f64::max);
    formal >= KNOWN && family_share(family) >= KNOWN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_folded;

    fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
        let kept = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        kept.filter_map(|line| line.split_once('\t'))
    }

    const GIVEN: &str = include_str!("../../data/name/given.tsv");
    const FAMILY: &str = include_str!("../../data/name/family.tsv");

    fn sum(table: &'static str) -> f64 {
        let people = |columns: &str| columns.split('\t').next().and_then(|count| count.parse::<f64>().ok());
        rows(table).map(|(_, columns)| people(columns).expect("a count")).sum()
    }

    #[test]
    fn tables_add_up_to_the_people_stated() {
        assert_eq!(sum(GIVEN), GIVEN_PEOPLE);
        assert_eq!(sum(FAMILY), FAMILY_PEOPLE);
    }

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        for table in [GIVEN, FAMILY] {
            let keys: Vec<&str> = rows(table).map(|(key, _)| key).collect();
            assert!(keys.is_sorted_by(|one, next| one < next));
            assert!(keys.iter().all(|key| is_folded(key)));
        }
    }

    #[test]
    fn smith_is_far_more_common_than_ditters_and_an_unknown_name_has_no_share() {
        assert!(family_share("smith") > 100.0 * family_share("ditters"));
        assert_eq!(family_share("qqqq"), 0.0);
        assert!(given_share("john") > 0.01);
    }
}
