//! The tables of the address room: street types, directions, units, states, countries, number words, ZIPs and cities.

use crate::region::Region;
use crate::text::{Table, Word, table};

static STREET_TYPES: Table = table!("address_street_types");
static LONGHAND: Table = table!("address_longhand");
static DIRECTIONS: Table = table!("address_directions");
static UNITS: Table = table!("address_units");
static STATES: Table = table!("address_states");
static COUNTRIES: Table = table!("address_countries");
static NUMBERS: Table = table!("address_numbers");
static MAIL_WORDS: Table = table!("address_mail_words");
static ZIPS: Table = table!("address_zip");
static ZIP_PREFIXES: Table = table!("address_zip3");
static CITIES: Table = table!("address_cities");
static UK_AREAS: Table = table!("address_uk_areas");

/// A word that can end or open a street's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct StreetType {
    /// The post office's abbreviation.
    pub(super) canonical: &'static str,
    /// Ends a street's name when nothing else does; a weak one (lake, hill) stands in names as often.
    pub(super) strong: bool,
    /// May stand before the name: `Calle 5`, `Highway 71`.
    pub(super) leading: bool,
}

pub(super) fn street_type(word: &str) -> Option<StreetType> {
    let (canonical, kind) = STREET_TYPES.get(word)?.split_once('\t')?;
    Some(StreetType { canonical, strong: kind.starts_with('s'), leading: kind.ends_with('p') })
}

pub(super) fn direction(word: &str) -> Option<&'static str> {
    DIRECTIONS.get(word)
}

/// A canonical word of a street as it is written out: `n` is north, `ave` avenue, `3` third.
pub(super) fn written_out(canonical: &str) -> Option<&'static str> {
    const ORDINALS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let direction = match canonical {
        "n" => "north",
        "s" => "south",
        "e" => "east",
        "w" => "west",
        "ne" => "northeast",
        "nw" => "northwest",
        "se" => "southeast",
        "sw" => "southwest",
        _ => "",
    };
    if !direction.is_empty() {
        return Some(direction);
    }
    let number = canonical.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    number.and_then(|at| ORDINALS.get(at).copied()).or_else(|| LONGHAND.get(canonical))
}

/// What a unit word names, and whether an identifier must follow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct UnitWord {
    pub(super) kind: UnitKind,
    pub(super) needs_id: bool,
}

/// Units of one kind are compared with each other whatever they are called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitKind {
    /// Apartment, suite, unit, room, lot and the like.
    Unit,
    Building,
    Floor,
    /// A private mailbox.
    Mailbox,
}

pub(super) fn unit_word(word: &str) -> Option<UnitWord> {
    if word == "#" {
        return Some(UnitWord { kind: UnitKind::Unit, needs_id: true });
    }
    let (kind, rule) = UNITS.get(word)?.split_once('\t')?;
    let kind = match kind {
        "bldg" => UnitKind::Building,
        "fl" => UnitKind::Floor,
        "pmb" => UnitKind::Mailbox,
        _ => UnitKind::Unit,
    };
    Some(UnitWord { kind, needs_id: rule == "id" })
}

/// The code of a state, province or territory of `region`, lower case.
pub(super) fn state(spelling: &str, region: Region) -> Option<&'static str> {
    let wanted = region.as_str();
    let rows = STATES.get(spelling)?.split(',').filter_map(|row| row.split_once(':'));
    rows.filter(|(country, _)| country.eq_ignore_ascii_case(wanted)).map(|(_, code)| code).next()
}

pub(super) fn country(spelling: &str) -> Option<Region> {
    Region::new(COUNTRIES.get(spelling)?)
}

/// How a number word counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    Cardinal,
    Ordinal,
    Tens,
}

pub(super) fn number_word(word: &str) -> Option<(u32, Counting)> {
    let (value, kind) = NUMBERS.get(word)?.split_once('\t')?;
    let kind = match kind {
        "o" => Counting::Ordinal,
        "t" => Counting::Tens,
        _ => Counting::Cardinal,
    };
    Some((value.parse().ok()?, kind))
}

/// What a phrase that opens with `first` means: kind and the words that must follow.
pub(super) fn mail_phrases(first: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    MAIL_WORDS.get(first).unwrap_or_default().split(';').filter_map(|row| row.split_once(':'))
}

/// Latitude and longitude in hundredths of a degree.
pub(super) type Place = (i16, i16);

/// What the post office says of a ZIP or of a Canadian first half.
#[derive(Clone, Copy)]
pub(super) struct Zip {
    pub(super) state: &'static str,
    cities: &'static str,
    pub(super) place: Place,
}

impl Zip {
    /// Squeezed names of its cities, the main one first.
    pub(super) fn cities(self) -> impl Iterator<Item = &'static str> + use<> {
        self.cities.split(',')
    }
}

pub(super) fn zip(code: &str) -> Option<Zip> {
    let mut columns = ZIPS.get(code)?.split('\t');
    let [state, cities, latitude, longitude] = [columns.next()?, columns.next()?, columns.next()?, columns.next()?];
    Some(Zip { state, cities, place: (latitude.parse().ok()?, longitude.parse().ok()?) })
}

/// Whether the first three digits of a ZIP are in use, and in this state.
pub(super) fn zip_in_state(code: &str, state: &str) -> Option<bool> {
    let states = ZIP_PREFIXES.get(code.get(..3)?)?;
    Some(states.split(',').any(|other| other == state))
}

/// Where a city stands, in the state or, without one, in the first state that has it.
pub(super) fn city(squeezed: &str, state: Option<&str>) -> Option<Place> {
    CITIES.get(squeezed)?.split(',').find_map(|row| {
        let mut columns = row.split(':');
        let found = columns.next()?;
        let place = (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?);
        state.is_none_or(|wanted| wanted == found).then_some(place)
    })
}

/// The city that initials stand for in their state: `NY, NY`.
pub(super) fn city_in_full<'a>(squeezed: &'a str, state: &str) -> &'a str {
    match (squeezed, state) {
        ("ny" | "nyc", "ny") => "newyork",
        ("la", "ca") => "losangeles",
        ("sf", "ca") => "sanfrancisco",
        ("slc", "ut") => "saltlkcity",
        _ => squeezed,
    }
}

/// The post towns of a British postcode's letters.
pub(super) fn uk_towns(area: &str) -> impl Iterator<Item = &'static str> + use<> {
    UK_AREAS.get(area).unwrap_or_default().split(',').filter(|town| !town.is_empty())
}

/// The form by which a word of a street or city is compared: `Saint` is `st`, `Third` is `3`, `North` is `n`.
pub(super) fn canonical_word(word: &str) -> Word {
    match fixed_canonical(word) {
        Some(fixed) => Word::new(fixed),
        None if word == "the" => Word::new(""),
        None => canonical_from_tables(word),
    }
}

/// The canonical forms that are in no table, beside that of `the`, which a city's name keeps.
pub(super) fn fixed_canonical(word: &str) -> Option<&'static str> {
    Some(match word {
        "saint" | "saints" => "st",
        "sainte" => "ste",
        "fort" => "ft",
        "doctor" => "dr",
        "junior" => "jr",
        "senior" => "sr",
        "reverend" => "rev",
        "cnty" => "county",
        "and" => "",
        _ => return None,
    })
}

fn canonical_from_tables(word: &str) -> Word {
    // `Hauptstrasse` and `Hauptstr.`, `Kerkstraat` and `Kerkstr.`; alone it is a street's type.
    if let Some(name) = ["strasse", "straat"].into_iter().find_map(|end| word.strip_suffix(end)) {
        return if name.is_empty() { Word::new("st") } else { Word::new(&word[..name.len() + 3]) };
    }
    if word.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return Word::new(plain_ordinal(word));
    }
    if let Some(direction) = direction(word) {
        return Word::new(direction);
    }
    match street_type(word) {
        Some(kind) => Word::new(kind.canonical),
        None => Word::new(word),
    }
}

/// `3rd` without its ending, leading zeros dropped.
pub(super) fn plain_ordinal(word: &str) -> &str {
    let ends = ["st", "nd", "rd", "th"];
    let digits = ends.into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits {
        return word;
    }
    match digits.trim_start_matches('0') {
        "" => "0",
        plain => plain,
    }
}

/// Whether the word is a number with an ordinal ending: `3rd`.
pub(super) fn is_ordinal(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && plain_ordinal(word).len() < word.trim_start_matches('0').len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::parse::{Token, tokenize};
    use crate::text::fold;

    #[test]
    fn every_table_is_folded_sorted_and_unique() {
        let tables = [
            &STREET_TYPES,
            &LONGHAND,
            &DIRECTIONS,
            &UNITS,
            &STATES,
            &COUNTRIES,
            &NUMBERS,
            &MAIL_WORDS,
            &ZIPS,
            &ZIP_PREFIXES,
            &CITIES,
            &UK_AREAS,
        ];
        for (at, table) in tables.into_iter().enumerate() {
            let keys: Vec<_> = table.rows().map(|(key, _)| key).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "table {at} is unsorted");
            assert!(keys.iter().all(|key| fold(key, usize::MAX).text == *key && table.contains(key)), "table {at}");
        }
    }

    #[test]
    fn squeezing_a_city_gives_the_key_of_its_table() {
        let squeezed = |city: &str| tokenize(city).tokens.iter().flat_map(Token::squeezed).copied().collect::<Vec<_>>();
        assert_eq!(squeezed("saint louis"), b"stlouis");
        assert_eq!(squeezed("west palm beach"), b"wpalmbch");
        assert!(city("wpalmbch", Some("fl")).is_some());
        assert_eq!(zip("94103").map(|zip| zip.state), Some("ca"));
    }

    #[test]
    fn ordinals_lose_their_endings_and_words_do_not() {
        assert_eq!(plain_ordinal("03rd"), "3");
        assert_eq!(plain_ordinal("12b"), "12b");
        assert!(is_ordinal("3rd") && !is_ordinal("30") && !is_ordinal("st"));
    }
}
