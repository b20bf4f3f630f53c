//! What the rooms ask of words beside their rows: canonical and written-out forms, ordinals, countries, British post towns.

use super::fixed::STREET_ENDINGS;
use super::words::{Facts, facts, no_facts};
use crate::region::Region;
use crate::text::{Table, table};

static COUNTRIES: Table = table!("address_countries");
static UK_AREAS: Table = table!("address_uk_areas");

/// A canonical word of a street as it is written out: `n` is north, `ave` avenue, `3` third.
pub(super) fn written_out(canonical: &[u8]) -> Option<&'static [u8]> {
    const ORDINALS: [&[u8]; 20] = [
        b"first",
        b"second",
        b"third",
        b"fourth",
        b"fifth",
        b"sixth",
        b"seventh",
        b"eighth",
        b"ninth",
        b"tenth",
        b"eleventh",
        b"twelfth",
        b"thirteenth",
        b"fourteenth",
        b"fifteenth",
        b"sixteenth",
        b"seventeenth",
        b"eighteenth",
        b"nineteenth",
        b"twentieth",
    ];
    let direction: &[u8] = match canonical {
        b"n" => b"north",
        b"s" => b"south",
        b"e" => b"east",
        b"w" => b"west",
        b"ne" => b"northeast",
        b"nw" => b"northwest",
        b"se" => b"southeast",
        b"sw" => b"southwest",
        _ => b"",
    };
    if !direction.is_empty() {
        return Some(direction);
    }
    if !canonical.first()?.is_ascii_digit() {
        return facts(canonical).longhand;
    }
    let number = number_of(canonical).and_then(|number| number.checked_sub(1));
    number.and_then(|at| ORDINALS.get(at).copied())
}

/// Digits as a number.
pub(super) fn number_of(digits: &[u8]) -> Option<usize> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

pub(super) fn country(spelling: &str) -> Option<Region> {
    Region::new(COUNTRIES.get(spelling)?)
}

/// The post towns of a British postcode's letters.
pub(super) fn uk_towns(area: &[u8]) -> impl Iterator<Item = &'static str> + use<> {
    let towns = std::str::from_utf8(area).ok().and_then(|area| UK_AREAS.get(area)).unwrap_or_default();
    towns.split(',').filter(|town| !town.is_empty())
}

/// The form by which a word of a street is compared, `Third` as `3`, `North` as `n`, and what the tables say of that form.
pub(super) fn canonical_word<'a>(word: &'a [u8], row: &'static Facts) -> (&'a [u8], &'static Facts) {
    if row.is_known() {
        return (row.street, row.of_street());
    }
    // `Hauptstrasse` and `Hauptstr.`, `Kerkstraat` and `Kerkstr.`.
    if let Some(name) = STREET_ENDINGS.iter().find_map(|ending| word.strip_suffix(ending.as_bytes())) {
        let short = &word[..name.len() + 3];
        return (short, facts(short));
    }
    (if word.first().is_some_and(u8::is_ascii_digit) { plain_ordinal(word) } else { word }, no_facts())
}

/// `3rd` without its ending, leading zeros dropped.
pub(super) fn plain_ordinal(word: &[u8]) -> &[u8] {
    let ends = [b"st", b"nd", b"rd", b"th"];
    let digits = ends.into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return word;
    }
    match without_zeros(digits) {
        b"" => b"0",
        plain => plain,
    }
}

/// Without the zeros in front.
pub(super) fn without_zeros(word: &[u8]) -> &[u8] {
    let zeros = word.iter().take_while(|&&byte| byte == b'0').count();
    &word[zeros..]
}

/// Whether the word is a number with an ordinal ending: `3rd`.
pub(super) fn is_ordinal(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_digit) && plain_ordinal(word).len() < without_zeros(word).len()
}

#[cfg(test)]
mod tests {
    use super::super::places::{CityKey, city, zip};
    use super::super::words::Code;
    use super::*;
    use crate::address::parse::{Draft, Line};
    use crate::text::fold;

    #[test]
    fn every_table_is_folded_sorted_and_unique() {
        let tables = [
            &table!("address_street_types"),
            &table!("address_longhand"),
            &table!("address_directions"),
            &table!("address_units"),
            &table!("address_states"),
            &table!("address_countries"),
            &table!("address_numbers"),
            &table!("address_mail_words"),
            &table!("address_zip"),
            &table!("address_zip3"),
            &table!("address_cities"),
            &table!("address_uk_areas"),
        ];
        for (at, table) in tables.into_iter().enumerate() {
            let keys: Vec<_> = table.rows().map(|(key, _)| key).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "table {at} is unsorted");
            assert!(keys.iter().all(|key| fold(key, usize::MAX).text == *key && table.contains(key)), "table {at}");
        }
    }

    #[test]
    fn written_out_a_word_keeps_its_first_letter() {
        for (key, columns) in table!("address_longhand").rows() {
            assert!(key.starts_with('x') || key.chars().next() == columns.chars().next(), "{key}");
        }
    }

    #[test]
    fn packed_zips_say_what_their_table_says() {
        for (key, columns) in table!("address_zip").rows() {
            let columns: Vec<_> = columns.split('\t').collect();
            let found = zip(key.as_bytes()).expect("a row");
            let cities: Vec<_> = found.cities().collect();
            assert_eq!(found.state().as_bytes(), columns[0].as_bytes());
            assert_eq!(cities.join(&b","[..]), columns[1].as_bytes());
            assert_eq!([found.place().0, found.place().1].map(|degrees| degrees.to_string()), columns[2..4]);
        }
        assert!([&b"00000"[..], b"a2345", b"941", b""].into_iter().all(|code| zip(code).is_none()));
    }

    #[test]
    fn packed_cities_say_what_their_table_says() {
        for (key, columns) in table!("address_cities").rows() {
            let city_key = CityKey::new(std::iter::once(key.as_bytes())).expect("room");
            for place in columns.split(',') {
                let columns: Vec<_> = place.split(':').collect();
                let found = city(&city_key, Some(Code::new(columns[0].as_bytes()))).expect("a place");
                assert_eq!([found.0, found.1].map(|degrees| degrees.to_string()), columns[1..3]);
            }
        }
    }

    #[test]
    fn squeezing_a_city_gives_the_key_of_its_table() {
        let squeezed = |city: &str| {
            let mut line = Line::new(city);
            let draft = Draft::new(&mut line, Region::US);
            draft.tokens.iter().flat_map(|token| draft.squeezed(token)).copied().collect::<Vec<_>>()
        };
        assert_eq!(squeezed("saint louis"), b"stlouis");
        assert_eq!(squeezed("west palm beach"), b"wpalmbch");
        let key = CityKey::new(std::iter::once(&b"wpalmbch"[..])).expect("room");
        assert!(city(&key, Some(Code::new(b"fl"))).is_some());
    }

    #[test]
    fn ordinals_lose_their_endings_and_words_do_not() {
        assert_eq!(plain_ordinal(b"03rd"), b"3");
        assert_eq!(plain_ordinal(b"12b"), b"12b");
        assert!(is_ordinal(b"3rd") && !is_ordinal(b"30") && !is_ordinal(b"st"));
    }
}
