//! The tables of data/ as maps, read once at the start: what the pipeline looks up by the word.

use std::collections::{HashMap, HashSet};

/// A key with the columns behind it, for every line that is no comment.
fn rows(text: &'static str) -> impl Iterator<Item = (String, &'static str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_once('\t').unwrap_or((line, ""))).map(|(key, columns)| (key.to_owned(), columns))
}

fn keys(text: &'static str) -> HashSet<String> {
    rows(text).map(|(key, _)| key).collect()
}

fn split(text: &'static str, by: char) -> HashMap<String, Vec<String>> {
    rows(text).map(|(key, columns)| (key, columns.split(by).map(str::to_owned).collect())).collect()
}

fn map<T>(text: &'static str, value: impl Fn(&str) -> Option<T>) -> HashMap<String, T> {
    rows(text).filter_map(|(key, columns)| Some((key, value(columns)?))).collect()
}

/// A given name's bearers, and how many percent of them are women.
#[derive(Clone, Copy)]
pub struct Given {
    pub people: u32,
    pub female_percent: u8,
}

/// What is known of names of persons.
pub struct Names {
    pub given: HashMap<String, Given>,
    pub family: HashMap<String, u32>,
    /// Formal names by the short form.
    pub formal: HashMap<String, Vec<String>>,
    /// The names that a spelling may stand for.
    pub variants: HashMap<String, Vec<String>>,
    pub titles: HashSet<String>,
    /// A generation or a degree by the word behind a name.
    pub suffixes: HashMap<String, String>,
    /// What the names of others than persons are made of.
    pub others: Others,
}

/// Words by which a name is no person's, or not one person's.
pub struct Others {
    pub business_words: HashSet<String>,
    /// Legal forms and the phrases of titlings, of one word or more.
    pub phrases: HashSet<String>,
    pub particles: HashSet<String>,
}

impl Others {
    fn load() -> Self {
        let titlings = split(include_str!("../../data/name/titling_words.tsv"), '\t');
        // Rows of this role only say how a longer one begins.
        let titlings = titlings.into_iter().filter(|(_, columns)| columns[0] != "start").map(|(phrase, _)| phrase);
        Self {
            business_words: keys(include_str!("../../data/name/organization_words.tsv")),
            phrases: keys(include_str!("../../data/name/legal_forms.tsv")).into_iter().chain(titlings).collect(),
            particles: keys(include_str!("../../data/name/particles.tsv")),
        }
    }
}

impl Names {
    pub fn load() -> Self {
        let given = |columns: &str| {
            let (people, female_percent) = columns.split_once('\t')?;
            Some(Given { people: people.parse().ok()?, female_percent: female_percent.parse().ok()? })
        };
        let mut formal = split(include_str!("../../data/name/nicknames.tsv"), ' ');
        for (short, names) in split(include_str!("../../data/name/nicknames_more.tsv"), ' ') {
            formal.entry(short).or_default().extend(names);
        }
        Self {
            given: map(include_str!("../../data/name/given.tsv"), given),
            family: map(include_str!("../../data/name/family.tsv"), |people| people.parse().ok()),
            formal,
            variants: split(include_str!("../../data/name/variants.tsv"), ' '),
            titles: keys(include_str!("../../data/name/titles.tsv")),
            suffixes: map(include_str!("../../data/name/suffixes.tsv"), |kind| Some(kind.to_owned())),
            others: Others::load(),
        }
    }

    pub fn formal_names(&self, word: &str) -> &[String] {
        self.formal.get(word).map_or(&[], Vec::as_slice)
    }
}

/// How a provider reads a local part.
pub struct Provider {
    /// The domain that stands for all domains of the same mailboxes.
    pub family: String,
    /// What it ignores in a local part.
    pub ignored: String,
    /// The sign that begins a tag.
    pub tag: Option<char>,
}

/// What is known of mail domains and local parts.
pub struct Mail {
    pub providers: HashMap<String, Provider>,
    pub slips: HashMap<String, String>,
    pub free: HashSet<String>,
    pub disposable: HashSet<String>,
    pub placeholder_domains: HashSet<String>,
    pub placeholder_locals: HashSet<String>,
    pub roles: HashSet<String>,
    /// Given names one slip from another.
    pub lookalikes: HashSet<String>,
}

impl Mail {
    pub fn load() -> Self {
        let provider = |columns: &str| {
            let mut columns = columns.split('\t').map(str::to_owned);
            let (family, ignored, tag) = (columns.next()?, columns.next()?, columns.next()?);
            Some(Provider { family, ignored, tag: tag.chars().next().filter(|_| tag != "none") })
        };
        Self {
            providers: map(include_str!("../../data/email/providers.tsv"), provider),
            slips: map(include_str!("../../data/email/slips.tsv"), |meant| Some(meant.to_owned())),
            free: keys(include_str!("../../data/email/free.tsv")),
            disposable: keys(include_str!("../../data/email/disposable.tsv")),
            placeholder_domains: keys(include_str!("../../data/email/placeholder_domains.tsv")),
            placeholder_locals: keys(include_str!("../../data/email/placeholder_locals.tsv")),
            roles: keys(include_str!("../../data/email/roles.tsv")),
            lookalikes: keys(include_str!("../../data/email/lookalikes.tsv")),
        }
    }
}

/// Latitude and longitude in hundredths of a degree.
pub type Place = (i32, i32);

/// What the post office says of a ZIP.
pub struct Zip {
    pub state: String,
    /// Names of its cities without spaces.
    pub cities: HashSet<String>,
    pub place: Place,
}

/// A word that can end a street's name.
pub struct StreetType {
    pub canonical: String,
    /// Ends a street's name when nothing else does.
    pub is_strong: bool,
}

/// What is known of streets and places.
pub struct Places {
    pub street_types: HashMap<String, StreetType>,
    pub directions: HashMap<String, String>,
    /// Abbreviations written out.
    pub longhand: HashMap<String, String>,
    pub units: HashSet<String>,
    pub zips: HashMap<String, Zip>,
    /// Where the cities of a name lie, by state.
    pub cities: HashMap<String, HashMap<String, Place>>,
}

impl Places {
    pub fn load() -> Self {
        let street_type = |columns: &str| {
            let (canonical, kind) = columns.split_once('\t')?;
            Some(StreetType { canonical: canonical.to_owned(), is_strong: kind.starts_with('s') })
        };
        Self {
            street_types: map(include_str!("../../data/address/street_types.tsv"), street_type),
            directions: map(include_str!("../../data/address/directions.tsv"), |code| Some(code.to_owned())),
            longhand: map(include_str!("../../data/address/longhand.tsv"), |long| Some(long.to_owned())),
            units: keys(include_str!("../../data/address/units.tsv")),
            zips: map(include_str!("../../data/address/zip.tsv"), zip),
            cities: map(include_str!("../../data/address/cities.tsv"), |columns| {
                Some(columns.split(',').filter_map(city).collect())
            }),
        }
    }

    pub fn is_strong_type(&self, word: &str) -> bool {
        self.street_types.get(word).is_some_and(|kind| kind.is_strong)
    }
}

fn zip(columns: &str) -> Option<Zip> {
    let [state, cities, latitude, longitude] = columns.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let cities = cities.split(',').map(str::to_owned).collect();
    Some(Zip { state: state.to_owned(), cities, place: (latitude.parse().ok()?, longitude.parse().ok()?) })
}

fn city(row: &str) -> Option<(String, Place)> {
    let [state, latitude, longitude] = row.split(':').collect::<Vec<_>>().try_into().ok()?;
    Some((state.to_owned(), (latitude.parse().ok()?, longitude.parse().ok()?)))
}
