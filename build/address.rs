//! What the address room asks of a word, a ZIP and a city, packed into rows that are read without a parse.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::{fs, path::Path};

#[path = "../src/address/fixed.rs"]
mod fixed;

/// A phrase longer than a `Word` never equals words that were read.
const LONGEST_PHRASE: usize = 31;

/// The rows of a table: its key and its columns.
fn rows(table: &str) -> Vec<(String, Vec<String>)> {
    let path = format!("data/address/{table}.tsv");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let columns = lines.map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    columns.map(|mut columns| (columns.remove(0), columns)).collect()
}

/// Writes `address_words.rs`, `address_zips.bin`, `address_cities.bin` and `address_city_slots.bin` to `out`.
pub fn pack(out: &str) {
    let out = Path::new(out);
    fs::write(out.join("address_words.rs"), Words::read().source()).expect("OUT_DIR is writable");
    let mut cities = Cities::read();
    fs::write(out.join("address_zips.bin"), zips(&mut cities)).expect("OUT_DIR is writable");
    fs::write(out.join("address_city_slots.bin"), cities.slots()).expect("OUT_DIR is writable");
    fs::write(out.join("address_cities.bin"), cities.bytes).expect("OUT_DIR is writable");
}

/// Every word that any table of words knows, with the rows that it has in each.
struct Words {
    words: BTreeSet<String>,
    tables: BTreeMap<&'static str, BTreeMap<String, Vec<String>>>,
}

const TABLES: [&str; 8] =
    ["street_types", "directions", "units", "numbers", "mail_words", "longhand", "states", "countries"];

impl Words {
    fn read() -> Self {
        let tables: BTreeMap<_, BTreeMap<_, _>> =
            TABLES.into_iter().map(|table| (table, rows(table).into_iter().collect())).collect();
        let keys = tables.values().flat_map(BTreeMap::keys).map(|key| key.rsplit(' ').next().unwrap_or(key));
        let fixed = fixed::CANONICAL.iter().map(|(word, _)| *word).chain(fixed::BOX_OPENERS).chain(fixed::FLOORS);
        let fixed = fixed.chain(fixed::STREET_ENDINGS).chain(fixed::ROUTE_OPENERS).chain(fixed::NAMESAKES);
        let words = keys.chain(fixed).chain(["the", "#"]).map(str::to_owned).collect();
        Self { words, tables }
    }

    fn column(&self, table: &str, word: &str, column: usize) -> Option<&str> {
        self.tables[table].get(word).and_then(|columns| columns.get(column)).map(String::as_str)
    }

    /// The form by which a word of a city is compared, where it is another than its own.
    fn canonical(&self, word: &str) -> Option<&str> {
        let fixed = fixed::CANONICAL.iter().find(|(spelling, _)| *spelling == word).map(|(_, canonical)| *canonical);
        fixed.or(self.column("directions", word, 0)).or(self.column("street_types", word, 0))
    }

    /// The form by which a word of a street is compared.
    fn street(&self, word: &str) -> String {
        let is_fixed = fixed::CANONICAL.iter().any(|(spelling, _)| *spelling == word);
        let ending = fixed::STREET_ENDINGS.iter().find_map(|ending| word.strip_suffix(ending));
        match (word, ending) {
            ("the", _) => String::new(),
            (_, Some("")) => "st".to_owned(),
            (_, Some(name)) if !is_fixed => word[..name.len() + 3].to_owned(),
            _ => self.canonical(word).unwrap_or(word).to_owned(),
        }
    }

    /// A bit for each number of words that a phrase of `table` which ends in `word` may have.
    fn ends(&self, table: &str, word: &str) -> u8 {
        let phrases = self.tables[table].keys().filter(|phrase| is_readable(phrase) && phrase.split(' ').count() < 8);
        let lengths = phrases.filter(|phrase| phrase.rsplit(' ').next() == Some(word));
        lengths.map(|phrase| 1 << phrase.split(' ').count()).fold(0, |all, bit: u8| all | bit)
    }

    fn source(&self) -> String {
        let mut text = format!("static ROWS: [Facts; {}] = [Facts::NONE,\n", self.words.len() + 1);
        for word in &self.words {
            writeln!(text, "{},", self.facts(word)).expect("a string takes everything");
        }
        writeln!(text, "];\nstatic SLOTS: [u16; WORD_SLOTS] = {:?};", self.slots()).expect("a string takes everything");
        self.push_phrases(&mut text, "STATES", "states");
        self.push_phrases(&mut text, "COUNTRIES", "countries");
        text
    }

    fn facts(&self, word: &str) -> String {
        let street = self.street(word);
        let row = self.words.iter().position(|other| *other == street).map_or(0, |at| at + 1);
        let fields = [
            ("word", bytes(word)),
            ("canonical", option(self.canonical(word).map(bytes))),
            ("street", bytes(&street)),
            ("street_row", row.to_string()),
            ("longhand", option(self.column("longhand", word, 0).map(bytes))),
            ("number", option(self.number(word))),
            ("unit", option(self.unit(word))),
            ("kind", option(self.kind(word))),
            ("states", self.column("states", word, 0).map_or("&[]".to_owned(), states)),
            ("ends_state", self.ends("states", word).to_string()),
            ("country", option(self.column("countries", word, 0).map(|code| format!("{code:?}")))),
            ("ends_country", self.ends("countries", word).to_string()),
            ("mail", self.column("mail_words", word, 0).map_or("&[]".to_owned(), phrases)),
            ("marks", self.marks(word)),
        ];
        let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        format!("Facts {{ {} }}", fields.join(", "))
    }

    fn number(&self, word: &str) -> Option<String> {
        let kind = match self.column("numbers", word, 1)? {
            "o" => "Ordinal",
            "t" => "Tens",
            _ => "Cardinal",
        };
        Some(format!("({}, Counting::{kind})", self.column("numbers", word, 0)?))
    }

    fn unit(&self, word: &str) -> Option<String> {
        let [kind, rule] =
            if word == "#" { ["apt", "id"] } else { [self.column("units", word, 0)?, self.column("units", word, 1)?] };
        let kind = match kind {
            "bldg" => "Building",
            "fl" => "Floor",
            "pmb" => "Mailbox",
            _ => "Unit",
        };
        Some(format!("UnitWord {{ kind: UnitKind::{kind}, needs_id: {} }}", rule == "id"))
    }

    fn kind(&self, word: &str) -> Option<String> {
        let [canonical, kind] = [0, 1].map(|column| self.column("street_types", word, column));
        let (canonical, kind) = (canonical?, kind?);
        let [strong, leading] = [kind.starts_with('s'), kind.ends_with('p')];
        Some(format!("StreetType {{ canonical: {}, strong: {strong}, leading: {leading} }}", bytes(canonical)))
    }

    fn marks(&self, word: &str) -> String {
        let strong = self.column("street_types", word, 1).is_some_and(|kind| kind.starts_with('s'));
        let marks = [
            ("DIRECTION", self.tables["directions"].contains_key(word)),
            ("TYPE", self.tables["street_types"].contains_key(word)),
            ("STRONG_TYPE", strong),
            ("UNIT", self.unit(word).is_some()),
            ("NUMBER", self.number(word).is_some()),
            ("BOX", fixed::BOX_OPENERS.contains(&word)),
            ("FLOOR", fixed::FLOORS.contains(&word)),
            ("MAIL", self.tables["mail_words"].contains_key(word)),
            ("NAMESAKE", fixed::NAMESAKES.contains(&word)),
            ("ROUTE", fixed::ROUTE_OPENERS.contains(&word)),
        ];
        let held = marks.iter().filter(|(_, holds)| *holds);
        held.fold("Marks::empty()".to_owned(), |all, (mark, _)| format!("{all}.union(Marks::{mark})"))
    }

    fn slots(&self) -> Vec<u16> {
        let mut slots = vec![0; fixed::WORD_SLOTS];
        for (at, word) in self.words.iter().enumerate() {
            let mut slot = fixed::word_slot(word.as_bytes());
            while slots[slot] != 0 {
                slot = (slot + 1) % fixed::WORD_SLOTS;
            }
            slots[slot] = at as u16 + 1;
        }
        slots
    }

    /// The phrases of two words and more.
    fn push_phrases(&self, text: &mut String, name: &str, table: &str) {
        let phrases = self.tables[table].iter().filter(|(phrase, _)| phrase.contains(' ') && is_readable(phrase));
        let row = |(phrase, columns): (&String, &Vec<String>)| {
            let words: Vec<_> = phrase.split(' ').map(bytes).collect();
            let value = if table == "states" { states(&columns[0]) } else { format!("{:?}", columns[0]) };
            format!("(&[{}], {value}),\n", words.join(", "))
        };
        let kind = if table == "states" { "&[(Region, Code)]" } else { "&str" };
        let rows: String = phrases.map(row).collect();
        writeln!(text, "static {name}: Phrases<{kind}> = &[{rows}];").expect("a string takes everything");
    }
}

fn is_readable(phrase: &str) -> bool {
    phrase.len() <= LONGEST_PHRASE
}

fn bytes(text: &str) -> String {
    format!("b{text:?}")
}

fn option(value: Option<String>) -> String {
    value.map_or("None".to_owned(), |value| format!("Some({value})"))
}

/// `us:wa,au:wa`
fn states(column: &str) -> String {
    let rows = column.split(',').filter_map(|row| row.split_once(':'));
    let rows: Vec<_> =
        rows.map(|(country, code)| format!("(Region::{}, Code::new(b{code:?}))", country.to_uppercase())).collect();
    format!("&[{}]", rows.join(", "))
}

/// `drop:mailbox;drop:mail box`
fn phrases(column: &str) -> String {
    let rows = column.split(';').filter_map(|row| row.split_once(':'));
    let rows = rows.map(|(kind, rest)| {
        let words: Vec<_> = rest.split(' ').filter(|word| !word.is_empty()).map(bytes).collect();
        format!("({kind:?}, &[{}])", words.join(", "))
    });
    format!("&[{}]", rows.collect::<Vec<_>>().join(", "))
}

/// Cities one behind the other, those of most ZIPs in front, so that a processor's cache keeps them together. Of each the
/// length of its name, the name, how many states have one, and of each of these the code in four bytes, latitude and longitude
/// in two each.
struct Cities {
    bytes: Vec<u8>,
    offsets: BTreeMap<String, u32>,
    names: Vec<String>,
}

impl Cities {
    fn read() -> Self {
        let mut cities = Self { bytes: Vec::new(), offsets: BTreeMap::new(), names: Vec::new() };
        let mut rows_of_cities = rows("cities");
        let zips = zips_of_cities();
        rows_of_cities.sort_by_key(|(name, _)| std::cmp::Reverse(zips.get(name).copied()));
        for (name, columns) in rows_of_cities {
            let places: Vec<_> = columns[0].split(',').map(|place| place.split(':').collect::<Vec<_>>()).collect();
            cities.push(&name, &places);
            cities.names.push(name);
        }
        cities
    }

    fn push(&mut self, name: &str, places: &[Vec<&str>]) -> u32 {
        let offset = self.bytes.len() as u32;
        self.bytes.push(name.len() as u8);
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.push(u8::try_from(places.len()).expect("few states have a city of one name"));
        for place in places {
            self.bytes.extend_from_slice(&code(place[0]));
            place[1..].iter().for_each(|degrees| self.bytes.extend_from_slice(&hundredths(degrees)));
        }
        self.offsets.insert(name.to_owned(), offset);
        offset
    }

    /// Where the city stands; one that only a ZIP names is in no state.
    fn offset(&mut self, name: &str) -> u32 {
        let known = self.offsets.get(name).copied();
        known.unwrap_or_else(|| self.push(name, &[]))
    }

    /// Slots of cities by the hash of their names: 0, or 1 + the offset.
    fn slots(&self) -> Vec<u8> {
        let mut slots = vec![0u32; (self.names.len() * 2).next_power_of_two()];
        for name in &self.names {
            let mut padded = [0; fixed::CITY_ROOM];
            padded[..name.len()].copy_from_slice(name.as_bytes());
            let mut slot = fixed::city_hash(&padded) as usize % slots.len();
            while slots[slot] != 0 {
                slot = (slot + 1) % slots.len();
            }
            slots[slot] = self.offsets[name] + 1;
        }
        slots.into_iter().flat_map(u32::to_le_bytes).collect()
    }
}

/// How many ZIPs have a city of the name.
fn zips_of_cities() -> BTreeMap<String, usize> {
    let mut zips = BTreeMap::new();
    for (_, columns) in rows("zip") {
        columns[1].split(',').for_each(|name| *zips.entry(name.to_owned()).or_default() += 1);
    }
    zips
}

fn code(state: &str) -> [u8; 4] {
    let mut code = [0; 4];
    code[..state.len()].copy_from_slice(state.as_bytes());
    code
}

fn hundredths(degrees: &str) -> [u8; 2] {
    degrees.parse::<i16>().expect("degrees are numbers").to_le_bytes()
}

/// Three parts: for every first three digits the codes of its states, zeros where there are fewer; for every ZIP by its
/// number and every Canadian first half behind them 0, or the offset of its row; the rows: code, latitude, longitude, how
/// many cities, and the offset of each.
fn zips(cities: &mut Cities) -> Vec<u8> {
    let mut index = vec![0u32; 100_000 + 26 * 10 * 26];
    let rows_from = (1000 * PREFIX_BYTES + index.len() * 4) as u32;
    let mut packed = Vec::new();
    for (zip, columns) in rows("zip") {
        index[number(zip.as_bytes())] = rows_from + packed.len() as u32;
        packed.extend_from_slice(&code(&columns[0]));
        packed.extend_from_slice(&hundredths(&columns[2]));
        packed.extend_from_slice(&hundredths(&columns[3]));
        let names: Vec<_> = columns[1].split(',').collect();
        packed.push(names.len() as u8);
        names.iter().for_each(|name| packed.extend_from_slice(&cities.offset(name).to_le_bytes()));
    }
    [prefixes(), index.into_iter().flat_map(u32::to_le_bytes).collect(), packed].concat()
}

/// Room for the codes of five states.
const PREFIX_BYTES: usize = 20;

fn prefixes() -> Vec<u8> {
    let mut states = vec![[0; PREFIX_BYTES]; 1000];
    for (prefix, columns) in rows("zip3") {
        let row = &mut states[prefix.parse::<usize>().expect("digits")];
        let codes: Vec<_> = columns[0].split(',').collect();
        codes.iter().enumerate().for_each(|(at, state)| row[at * 4..at * 4 + 4].copy_from_slice(&code(state)));
    }
    states.concat()
}

fn number(zip: &[u8]) -> usize {
    match *zip {
        [first, digit, last] => {
            100_000 + (usize::from(first - b'a') * 10 + usize::from(digit - b'0')) * 26 + usize::from(last - b'a')
        }
        _ => zip.iter().fold(0, |number, digit| number * 10 + usize::from(digit - b'0')),
    }
}
