//! How common given and family names are, from US Census and Social Security counts.

use std::collections::BTreeMap;

use super::person::Role;
use super::{Name, Party};
use crate::text::{Table, table};

static GIVEN: Table = table!("name_given");
static FAMILY: Table = table!("name_family");

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
    fn given(&self, word: &str) -> f64 {
        self.given.get(word).copied().unwrap_or_else(|| given_share(word))
    }

    fn family(&self, word: &str) -> f64 {
        self.family.get(word).copied().unwrap_or_else(|| family_share(word))
    }
}

/// The same, with one's own applicants' shares where there are any.
pub(crate) fn shares_among(name: &Name, own: &OwnShares) -> NameShares {
    let Some(Party::Person(person)) = name.parties.first() else { return NameShares::default() };
    let given = person.given().map(|word| given_or_formal_share(word.as_str(), own).max(GIVEN_FLOOR));
    let families = person.words().filter(|&(role, _)| role == Role::Family);
    let family = families.map(|(_, word)| own.family(word.as_str()).max(FAMILY_FLOOR)).min_by(f64::total_cmp);
    NameShares { given, family }
}

/// The given name and the family names of the first party, where that is a person: what frequencies are counted of.
#[cfg(feature = "serde")]
pub(crate) fn counted_words(name: &Name) -> (Option<&str>, Vec<&str>) {
    let Some(Party::Person(person)) = name.parties.first() else { return (None, Vec::new()) };
    (person.given().map(|word| word.as_str()), person.families().map(|word| word.as_str()).collect())
}

fn given_or_formal_share(word: &str, own: &OwnShares) -> f64 {
    super::person::formal_names(word).map(|formal| own.given(formal)).fold(own.given(word), f64::max)
}

/// Share of people with this given name, folded letters only; 0 when the table has it not.
pub(crate) fn given_share(word: &str) -> f64 {
    f64::from(given_people(word).0) / GIVEN_PEOPLE
}

/// Share of people with this family name, folded letters only; 0 when the table has it not.
pub(crate) fn family_share(word: &str) -> f64 {
    f64::from(family_people(word)) / FAMILY_PEOPLE
}

/// How many people have this given name, and how many percent of them are women.
pub(super) fn given_people(word: &str) -> (u32, u8) {
    let columns = GIVEN.get(word).and_then(|columns| columns.split_once('\t'));
    columns.map_or((0, 50), |(people, female)| (people.parse().unwrap_or(0), female.parse().unwrap_or(50)))
}

/// How many people have this family name.
pub(super) fn family_people(word: &str) -> u32 {
    FAMILY.get(word).and_then(|people| people.parse().ok()).unwrap_or(0)
}

/// From this share on a word is known as a name: about a thousand bearers in the US (assumed).
const KNOWN: f64 = 4e-6;

/// Whether a word known as a given name and one known as a family name stand together.
pub(crate) fn reads_as_person(given: &str, family: &str) -> bool {
    let formal = super::person::formal_names(given).map(given_share).fold(given_share(given), f64::max);
    formal >= KNOWN && family_share(family) >= KNOWN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_folded;

    fn sum(table: &Table) -> f64 {
        let people = |columns: &str| columns.split('\t').next().and_then(|count| count.parse::<f64>().ok());
        table.rows().map(|(_, columns)| people(columns).expect("a count")).sum()
    }

    #[test]
    fn tables_add_up_to_the_people_stated() {
        assert_eq!(sum(&GIVEN), GIVEN_PEOPLE);
        assert_eq!(sum(&FAMILY), FAMILY_PEOPLE);
    }

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        for table in [&GIVEN, &FAMILY] {
            let keys: Vec<&str> = table.rows().map(|(key, _)| key).collect();
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
