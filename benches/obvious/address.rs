//! Addresses of the United States: a line is read from its end (ZIP, state, city), then unit, number and street.

use ownermatch::address::AddressParts;
use ownermatch::{AddressInput, Reading};

use super::tables::{Place, Places, Zip};
use super::text::fold;

/// Most words of a city's name.
const MOST_CITY_WORDS: usize = 6;

/// An address in the form by which it is compared.
#[derive(Default)]
pub struct Address {
    pub number: String,
    /// Direction before the name, name, type, direction behind.
    pub before: String,
    pub name: Vec<String>,
    pub kind: String,
    pub after: String,
    pub unit: String,
    /// By which word the unit is called.
    pub unit_word: String,
    /// Without spaces.
    pub city: String,
    pub state: String,
    pub zip: String,
    pub zip_place: Option<Place>,
    pub city_place: Option<Place>,
}

pub fn read(input: &AddressInput, places: &Places) -> Reading<Address> {
    match input {
        AddressInput::Line(line) => read_line(line, places),
        AddressInput::Parts(parts) => read_parts(parts, places),
    }
}

pub fn read_line(raw: &str, places: &Places) -> Reading<Address> {
    let text = fold(raw);
    if text.is_empty() {
        return Reading::Absent;
    }
    let Some((line, (state, zip))) =
        text.rsplit_once(',').and_then(|(line, end)| Some((line, end.trim().split_once(' ')?)))
    else {
        return Reading::Unreadable;
    };
    let words = words(line);
    let city = city_start(&words, zip, places);
    let mut address = Address::default();
    address.set_street(&words[..city], places);
    address.set_place(&words[city..], state, zip, places);
    Reading::Read(address)
}

fn read_parts(parts: &AddressParts, places: &Places) -> Reading<Address> {
    let [first, second, city, state, zip] = [&parts.line1, &parts.line2, &parts.city, &parts.state, &parts.postal_code]
        .map(|part| fold(part.as_deref().unwrap_or_default()));
    if [&first, &second, &city, &state, &zip].into_iter().all(String::is_empty) {
        return Reading::Absent;
    }
    let line: Vec<String> = words(&first).into_iter().chain(words(&second)).collect();
    let mut address = Address::default();
    address.set_street(&line, places);
    address.set_place(&words(&city), &state, &zip, places);
    Reading::Read(address)
}

/// Words without apostrophes; a number sign is one.
fn words(text: &str) -> Vec<String> {
    let text = text.replace('\'', "").replace('#', " # ");
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '#');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Where the city begins: the longest end of the line that is one of the ZIP's cities, else the last word.
fn city_start(words: &[String], zip: &str, places: &Places) -> usize {
    let last = words.len().saturating_sub(1);
    let Some(zip) = zip.get(..5).and_then(|zip| places.zips.get(zip)) else { return last };
    let starts = words.len().saturating_sub(MOST_CITY_WORDS).max(1)..words.len();
    starts.into_iter().find(|&from| zip.cities.contains(&squeeze(&words[from..], places))).unwrap_or(last)
}

/// A city's name without spaces: `Saint Louis` is `stlouis`.
fn squeeze(words: &[String], places: &Places) -> String {
    words.iter().map(|word| canonical_word(word, places)).collect()
}

/// The form by which a word is compared: `saint` is `st`, `avenue` is `ave`, `north` is `n`.
fn canonical_word<'a>(word: &'a str, places: &'a Places) -> &'a str {
    match word {
        "saint" | "saints" => "st",
        "sainte" => "ste",
        "fort" => "ft",
        "doctor" => "dr",
        "junior" => "jr",
        "senior" => "sr",
        "reverend" => "rev",
        "cnty" => "county",
        "and" => "",
        _ => {
            let direction = places.directions.get(word);
            let kind = || places.street_types.get(word).map(|kind| &kind.canonical);
            direction.or_else(kind).map_or(word, String::as_str)
        }
    }
}

pub fn is_direction(word: &str) -> bool {
    matches!(word, "n" | "s" | "e" | "w" | "ne" | "nw" | "se" | "sw")
}

impl Address {
    /// Reads number, street and unit.
    fn set_street(&mut self, line: &[String], places: &Places) {
        let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        let Some((number, street)) = line.split_first() else { return };
        self.number = number.trim_start_matches('0').to_owned();
        let is_unit = |at: &usize| {
            let is_word = street[*at] == "#" || places.units.contains(&street[*at]);
            is_word && street.get(at + 1).is_some_and(is_number)
        };
        let unit = (1..street.len()).find(is_unit).unwrap_or(street.len());
        if let [word, number, behind @ ..] = &street[unit..] {
            self.unit_word = unit_word(word).to_owned();
            self.unit = number.trim_start_matches('0').to_owned();
            return self.set_name(&[&street[..unit], behind].concat(), places);
        }
        self.set_name(street, places);
    }

    /// Takes the words of a street apart; in `North St` the direction is the name.
    fn set_name(&mut self, street: &[String], places: &Places) {
        let is_type =
            |word: &str| places.street_types.get(word).is_some_and(|kind| kind.is_strong && kind.canonical == word);
        let told = street.iter().filter(|word| *word != "the").map(|word| canonical_word(word, places));
        let mut words: Vec<&str> = told.filter(|word| !word.is_empty()).collect();
        if let [rest @ .., last] = &words[..]
            && is_direction(last)
            && (rest.len() > 1 || matches!(rest, [only] if !is_type(only) && !is_direction(only)))
        {
            self.after = words.pop().unwrap_or_default().to_owned();
        }
        if let [first, rest @ ..] = &words[..]
            && is_direction(first)
            && (rest.len() > 1 || matches!(rest, [only] if !is_type(only)))
        {
            self.before = words.remove(0).to_owned();
        }
        if words.len() > 1 && words.last().is_some_and(|last| is_type(last)) {
            self.kind = words.pop().unwrap_or_default().to_owned();
        }
        self.name = words.into_iter().map(str::to_owned).collect();
    }

    fn set_place(&mut self, city: &[String], state: &str, zip: &str, places: &Places) {
        self.city = squeeze(city, places);
        self.city_place = places.cities.get(&self.city).and_then(|states| states.get(state)).copied();
        self.zip = zip.get(..5).unwrap_or(zip).to_owned();
        self.zip_place = places.zips.get(&self.zip).map(|zip| zip.place);
        self.state = state.to_owned();
    }
}

/// `Apt` and `Apartment` are the same word, `Apt` and `#` are not.
fn unit_word(word: &str) -> &str {
    match word {
        "apartment" | "apts" | "apto" | "apartamento" | "app" | "appt" | "appartement" => "apt",
        "suite" | "suites" => "ste",
        "unt" => "unit",
        "room" | "rms" => "rm",
        "trailer" => "trlr",
        "space" => "spc",
        "#" | "apt" | "ste" | "unit" | "rm" | "lot" | "trlr" | "spc" | "pmb" | "flat" => word,
        _ => "other",
    }
}

impl Places {
    /// Whether a text ends in one of the ZIP's cities.
    pub fn ends_in_city(&self, text: &str, zip: &Zip) -> bool {
        let words = words(&fold(text));
        (0..words.len()).any(|from| zip.cities.contains(&squeeze(&words[from..], self)))
    }
}
