//! What made people are drawn from: names and places by origin group, with how many bear or live there.

use std::sync::LazyLock;

use crate::chance::Chance;

/// An origin group, as the Census counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    White,
    Black,
    AsianPacific,
    Hispanic,
}

impl Origin {
    /// The four.
    pub(crate) const ALL: [Self; 4] = [Self::White, Self::Black, Self::AsianPacific, Self::Hispanic];
    /// Shares of grown Americans, Census 2020: 61, 12, 6 and 17 of every 96 (others are not made).
    const SHARES: [(Self, u64); 4] =
        [(Self::White, 61), (Self::Black, 12), (Self::AsianPacific, 6), (Self::Hispanic, 17)];

    pub(super) fn draw(chance: &mut Chance) -> Self {
        let mut at = chance.below(Self::SHARES.iter().map(|(_, share)| share).sum());
        for (origin, share) in Self::SHARES {
            if at < share {
                return origin;
            }
            at -= share;
        }
        Self::White
    }

    pub(crate) fn code(self) -> &'static str {
        ["white", "black", "asian_pacific", "hispanic"][self as usize]
    }
}

/// Things with weights, drawn by them.
struct Weighted<T> {
    items: Vec<T>,
    /// Running sums.
    sums: Vec<u64>,
}

impl<T> Weighted<T> {
    fn new(weighted: impl Iterator<Item = (T, u64)>) -> Self {
        let (mut items, mut sums, mut sum) = (Vec::new(), Vec::new(), 0);
        for (item, weight) in weighted.filter(|(_, weight)| *weight > 0) {
            sum += weight;
            items.push(item);
            sums.push(sum);
        }
        Self { items, sums }
    }

    fn draw(&self, chance: &mut Chance) -> &T {
        let total = self.sums.last().copied().unwrap_or(1);
        let drawn = chance.below(total);
        &self.items[self.sums.partition_point(|&sum| sum <= drawn)]
    }
}

/// A town with its ZIP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) zip: &'static str,
    pub(super) city: &'static str,
    pub(super) state: &'static str,
}

pub(crate) struct Stock {
    women: [Weighted<&'static str>; 4],
    men: [Weighted<&'static str>; 4],
    families: [Weighted<&'static str>; 4],
    places: [Weighted<Place>; 4],
    area_codes: Vec<(&'static str, Vec<&'static str>)>,
    streets: Vec<&'static str>,
    trades: Vec<&'static str>,
}

static STOCK: LazyLock<Stock> = LazyLock::new(Stock::read);

const ORIGINS: [usize; 4] = [0, 1, 2, 3];

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn number(text: &str) -> u64 {
    text.parse().unwrap_or_default()
}

impl Stock {
    /// The one stock, read at its first use.
    pub(crate) fn get() -> &'static Self {
        &STOCK
    }

    fn read() -> Self {
        const GIVEN: &str = include_str!("../../data/simulate/given.tsv");
        const FAMILY: &str = include_str!("../../data/simulate/family.tsv");
        const PLACES: &str = include_str!("../../data/simulate/places.tsv");
        const AREA_CODES: &str = include_str!("../../data/simulate/area_codes.tsv");
        // A name that most bearers of one sex share is drawn for that sex alone.
        let given = |is_woman: bool, origin: usize| {
            let share = move |percent: u64| if is_woman { percent } else { 100 - percent };
            Weighted::new(rows(GIVEN).map(move |row| (row[0], number(row[2 + origin]) * share(number(row[1])) / 10)))
        };
        let places = |origin: usize| {
            let place = |row: &[&'static str]| Place { zip: row[0], city: row[1], state: row[2] };
            Weighted::new(rows(PLACES).map(move |row| (place(&row), number(row[3 + origin]))))
        };
        Self {
            women: ORIGINS.map(|origin| given(true, origin)),
            men: ORIGINS.map(|origin| given(false, origin)),
            families: ORIGINS
                .map(|origin| Weighted::new(rows(FAMILY).map(move |row| (row[0], number(row[1 + origin]))))),
            places: ORIGINS.map(places),
            area_codes: rows(AREA_CODES).map(|row| (row[0], row[1].split(' ').collect())).collect(),
            streets: rows(include_str!("../../data/simulate/streets.tsv")).map(|row| row[0]).collect(),
            trades: rows(include_str!("../../data/simulate/trades.tsv")).map(|row| row[0]).collect(),
        }
    }

    pub(crate) fn given(&self, origin: Origin, is_woman: bool, chance: &mut Chance) -> &'static str {
        let names = if is_woman { &self.women } else { &self.men };
        names[origin as usize].draw(chance)
    }

    pub(crate) fn family(&self, origin: Origin, chance: &mut Chance) -> &'static str {
        self.families[origin as usize].draw(chance)
    }

    pub(super) fn place(&self, origin: Origin, chance: &mut Chance) -> Place {
        *self.places[origin as usize].draw(chance)
    }

    pub(super) fn area_code(&self, state: &str, chance: &mut Chance) -> &'static str {
        let of_state = self.area_codes.iter().find(|(known, _)| *known == state).map(|(_, codes)| codes);
        of_state.map_or("212", |codes| chance.pick(codes))
    }

    pub(super) fn any_area_code(&self, chance: &mut Chance) -> &'static str {
        let state = chance.below(self.area_codes.len() as u64) as usize;
        chance.pick(&self.area_codes[state].1)
    }

    pub(super) fn street(&self, chance: &mut Chance) -> &'static str {
        chance.pick(&self.streets)
    }

    pub(super) fn trade(&self, chance: &mut Chance) -> &'static str {
        chance.pick(&self.trades)
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, Stock};
    use crate::chance::Chance;

    #[test]
    fn names_differ_by_group_as_they_do_in_the_census() {
        let stock = Stock::get();
        let share = |origin, name: &str| {
            let mut chance = Chance::new(1);
            (0..20_000).filter(|_| stock.family(origin, &mut chance) == name).count()
        };
        assert!(share(Origin::Hispanic, "garcia") > 300 && share(Origin::White, "garcia") < 30);
        assert!(share(Origin::AsianPacific, "nguyen") > 500 && share(Origin::Black, "nguyen") < 30);
    }

    #[test]
    fn every_state_of_a_place_has_area_codes() {
        let (stock, mut chance) = (Stock::get(), Chance::new(2));
        for _ in 0..2_000 {
            let place = stock.place(Origin::draw(&mut chance), &mut chance);
            assert!(stock.area_codes.iter().any(|(state, _)| *state == place.state), "{place:?}");
        }
    }
}
