//! Pairs of names by origin group, with one thing done to one of the two.

use serde::Serialize;

use crate::chance::Chance;
use crate::simulate::{Maker, Origin, Rates, Stock, capitalized};

/// What is done to a name before it is compared with itself, or with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Alteration {
    /// Nothing, for comparison: what a name alone cannot carry, a slip or another order does not cost.
    Unaltered,
    /// One letter of the given or a family name put in, left out, replaced, or swapped with its neighbor; any letter, the
    /// first one too, in a word of any length.
    Slip,
    /// The bank has the family name first, without a comma.
    Swapped,
    /// The applicant has two family names and the bank the first of them, in every group.
    FamilyDropped,
    /// Two people of one group.
    Stranger,
}

impl Alteration {
    /// All of them; [`Alteration::Stranger`] alone is of two people.
    pub const ALL: [Self; 5] = [Self::Unaltered, Self::Slip, Self::Swapped, Self::FamilyDropped, Self::Stranger];

    /// Whether a match is wrong.
    pub(super) fn is_of_strangers(self) -> bool {
        self == Self::Stranger
    }

    /// The stable code, such as `family_dropped`.
    pub fn code(self) -> &'static str {
        ["unaltered", "slip", "swapped", "family_dropped", "stranger"][self as usize]
    }

    /// What is compared, for people.
    pub fn meaning(self) -> &'static str {
        [
            "written alike",
            "one slip of a letter",
            "family name first",
            "second family name dropped by the bank",
            "two strangers of one group",
        ][self as usize]
    }
}

/// An applicant's name as typed, and an owner's as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) applicant: String,
    pub(super) owner: String,
}

/// A name before anybody writes it down.
struct Named {
    given: &'static str,
    middle: Option<&'static str>,
    family: Vec<&'static str>,
}

/// How often a middle name stands in full, and how often as its initial: as banks print them (data/simulate/rates.toml,
/// of the 85 in 100 who have one). Both sides write it alike: one thing differs between them, and no other.
const MIDDLE_NAME: f64 = 0.17;
const MIDDLE_INITIAL: f64 = 0.38;

impl Named {
    fn draw(maker: &mut Maker, origin: Origin) -> Self {
        let is_woman = maker.chance.happens(0.5);
        let mut given = || Stock::get().given(origin, is_woman, &mut maker.chance);
        let (first, second) = (given(), given());
        let in_full = maker.chance.happens(MIDDLE_NAME);
        let as_initial = maker.chance.happens(MIDDLE_INITIAL / (1.0 - MIDDLE_NAME));
        let middle = if in_full { Some(second) } else { as_initial.then(|| &second[..1]) };
        Self { given: first, middle, family: maker.family(origin) }
    }

    /// Two family names, whatever the group.
    fn with_two_families(mut self, maker: &mut Maker, origin: Origin) -> Self {
        while self.family.len() < 2 {
            self.family.push(Stock::get().family(origin, &mut maker.chance));
        }
        self
    }

    fn typed(&self) -> String {
        self.words().map(capitalized).collect::<Vec<_>>().join(" ")
    }

    fn words(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.given).chain(self.middle).chain(self.family.iter().copied())
    }

    /// As a bank prints it.
    fn printed(&self) -> String {
        self.typed().to_uppercase()
    }

    fn printed_family_first(&self) -> String {
        let words = self.family.iter().copied().chain(std::iter::once(self.given)).chain(self.middle);
        words.collect::<Vec<_>>().join(" ").to_uppercase()
    }

    /// Typed with one slip: the given name and the family names are equally likely to have it.
    fn slipped(&self, chance: &mut Chance) -> String {
        let families = 1 + usize::from(self.middle.is_some())..self.words().count();
        let at = if chance.happens(0.5) { 0 } else { families.start + chance.below(families.len() as u64) as usize };
        let slip = |(place, word): (usize, &'static str)| {
            if place == at { capitalized(&slip(word, chance)) } else { capitalized(word) }
        };
        self.words().enumerate().map(slip).collect::<Vec<_>>().join(" ")
    }
}

/// The pair that this stream of chance draws.
pub(super) fn pair(rates: &Rates, chance: Chance, origin: Origin, alteration: Alteration) -> Pair {
    let mut maker = Maker { rates, chance };
    let named = Named::draw(&mut maker, origin);
    match alteration {
        Alteration::Unaltered => Pair { applicant: named.typed(), owner: named.printed() },
        Alteration::Slip => Pair { applicant: named.slipped(&mut maker.chance), owner: named.printed() },
        Alteration::Swapped => Pair { applicant: named.typed(), owner: named.printed_family_first() },
        Alteration::FamilyDropped => {
            let mut named = named.with_two_families(&mut maker, origin);
            let applicant = named.typed();
            named.family.truncate(1);
            Pair { applicant, owner: named.printed() }
        }
        Alteration::Stranger => Pair { applicant: named.typed(), owner: Named::draw(&mut maker, origin).printed() },
    }
}

/// One slip anywhere in a word: what leaves it as it is, or leaves nothing of it, is drawn again.
fn slip(word: &str, chance: &mut Chance) -> String {
    loop {
        let slipped = slip_or_not(word, chance);
        if slipped != word && !slipped.is_empty() {
            return slipped;
        }
    }
}

fn slip_or_not(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = chance.below(letters.len() as u64) as usize;
    let letter = char::from(b'a' + chance.below(26) as u8);
    match chance.below(4) {
        0 => letters.insert(at + usize::from(chance.happens(0.5)), letter),
        1 => drop(letters.remove(at)),
        2 => letters[at] = letter,
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => {}
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Alteration, pair, slip};
    use crate::chance::Chance;
    use crate::simulate::{Origin, Rates};

    #[test]
    fn a_slip_is_one_slip_of_any_letter() {
        let mut chance = Chance::new(4);
        let slips: Vec<String> = (0..2_000).map(|_| slip("garcia", &mut chance)).collect();
        assert!(slips.iter().all(|slipped| strsim::osa_distance("garcia", slipped) == 1));
        assert!((100..900).contains(&slips.iter().filter(|slipped| !slipped.starts_with('g')).count()));
        assert!((0..200).all(|_| !slip("e", &mut chance).is_empty()));
    }

    #[test]
    fn a_pair_differs_by_its_alteration_alone() {
        let rates = Rates::default();
        for number in 0..500 {
            let of = |alteration| pair(&rates, Chance::of_item(3, number), Origin::AsianPacific, alteration);
            let words = |name: &str| {
                let mut words: Vec<String> = name.to_lowercase().split(' ').map(str::to_owned).collect();
                words.sort();
                words
            };
            let (swapped, dropped, slipped) =
                (of(Alteration::Swapped), of(Alteration::FamilyDropped), of(Alteration::Slip));
            assert_eq!(words(&swapped.applicant), words(&swapped.owner));
            assert_eq!(words(&dropped.applicant).len(), words(&dropped.owner).len() + 1);
            assert!(dropped.applicant.to_uppercase().starts_with(&dropped.owner));
            assert_eq!(strsim::osa_distance(&slipped.applicant.to_uppercase(), &slipped.owner), 1);
        }
    }
}
