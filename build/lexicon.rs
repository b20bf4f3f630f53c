//! Packs what all tables of names say of single words into one: a word is looked up once and all is known of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[path = "../src/name/facts.rs"]
#[allow(dead_code, reason = "shared with the program")]
mod facts;
use facts::{Facts, HEAD, SHORT, spread};

/// Kinds of suffix, as in `data/name/suffixes.tsv`.
const SUFFIXES: [&str; 8] = ["senior", "junior", "second", "third", "fourth", "fifth", "degree", "short_degree"];
/// Kinds of word, as in `data/name/organization_words.tsv`; `kin` is a business word.
const KINDS: [&str; 6] = ["article", "noise", "business", "place", "direction", "number"];
/// Small words that titling leaves out at the front and at the end of a name, and words between two holders.
const LEADING: [&str; 7] = ["for", "of", "to", "as", "by", "under", "u"];
const TRAILING: [&str; 9] = ["as", "by", "for", "of", "under", "the", "u", "a", "to"];
const BETWEEN: [&str; 2] = ["and", "or"];

/// Tables that it holds whole: nothing else of them is embedded.
pub const WHOLE: [&str; 5] = ["family", "given", "particles", "suffixes", "titles"];

/// What is known of a word.
#[derive(Default)]
struct Entry {
    given: u32,
    female: u8,
    family: u32,
    facts: u32,
    /// Among short forms, from 1 on; 0 is none.
    number: u16,
}

impl Entry {
    /// How often it is looked up, as far as the tables tell; words with facts of their own are in many names.
    fn uses(&self) -> u32 {
        let marked = if self.facts == 0 { 0 } else { MARKED_USES };
        self.given + self.family + marked
    }
}

/// So many words, nine of ten that are looked up, stand together at the front, where a processor's cache keeps them.
const COMMON: usize = 1 << 14;
const MARKED_USES: u32 = 50_000;

type Entries = BTreeMap<String, Entry>;

/// Writes the index, the rows and the sets of facts.
pub fn pack(out: &Path) {
    let mut entries = entries();
    let [short, formal] = short_forms(&mut entries);
    let sets = sets(&entries);
    let mut words: Vec<_> = entries.iter().collect();
    words.sort_by_key(|(_, entry)| std::cmp::Reverse(entry.uses()));
    let (common, others) = words.split_at(COMMON);
    let mut rows = vec![0];
    for (ending, words) in [("common", common), ("index", others)] {
        let mut index = vec![0u32; (words.len() * 2).next_power_of_two()];
        for (word, entry) in words {
            insert(&mut index, word, rows.len());
            push(&mut rows, word, entry, &sets);
        }
        write(out, ending, index.into_iter().flat_map(u32::to_le_bytes).collect());
    }
    assert!(rows.len() < 1 << 22, "a slot has 22 bits for a place");
    write(out, "rows", rows);
    write(out, "short", short);
    write(out, "formal", formal);
    write(out, "facts", sets.into_iter().flat_map(u32::to_le_bytes).collect());
}

fn write(out: &Path, ending: &str, bytes: Vec<u8>) {
    fs::write(out.join("name_lexicon").with_extension(ending), bytes).expect("OUT_DIR is writable");
}

fn insert(index: &mut [u32], word: &str, place: usize) {
    let (start, tag) = spread(word.as_bytes());
    let mask = index.len() - 1;
    let mut slot = start & mask;
    while index[slot] != 0 {
        slot = (slot + 1) & mask;
    }
    index[slot] = (place as u32) << 10 | tag;
}

fn push(rows: &mut Vec<u8>, word: &str, entry: &Entry, sets: &[u32]) {
    let set = sets.iter().position(|&set| set == entry.facts).expect("all sets are listed");
    assert!(entry.given < 1 << 24 && entry.family < 1 << 24, "people are three bytes");
    let before = rows.len();
    rows.extend(&entry.given.to_le_bytes()[..3]);
    rows.push(entry.female);
    rows.extend(&entry.family.to_le_bytes()[..3]);
    rows.push(u8::try_from(set).expect("at most 256 sets of facts"));
    rows.push(u8::try_from(word.len()).expect("a short word"));
    assert_eq!(rows.len() - before, HEAD);
    rows.extend(word.as_bytes());
    if entry.number > 0 {
        rows.extend(entry.number.to_le_bytes());
    }
}

/// Numbers the names that are short for others or have short forms: what each number is short for, and the lists of numbers.
fn short_forms(entries: &mut Entries) -> [Vec<u8>; 2] {
    let mut forms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows("nicknames").iter().chain(&rows("nicknames_more")) {
        for formal in row[1].split(' ') {
            forms.entry(row[0].clone()).or_default().push(formal.to_owned());
            forms.entry(formal.to_owned()).or_default();
        }
    }
    for (at, name) in forms.keys().enumerate() {
        mark(entries, name, Facts::NUMBERED);
        entries.get_mut(name).expect("marked").number = at as u16 + 1;
    }
    let (mut short, mut lists) = (vec![0; SHORT], Vec::new());
    for formal in forms.values() {
        let people = formal.iter().map(|name| entries[name].given).max().unwrap_or(0);
        short.extend(people.to_le_bytes());
        short.extend((lists.len() as u16 / 2).to_le_bytes());
        lists.extend(formal.iter().flat_map(|name| entries[name].number.to_le_bytes()));
        short.extend((lists.len() as u16 / 2).to_le_bytes());
    }
    assert!(lists.len() < 1 << 16, "places in the lists are two bytes");
    [short, lists]
}

/// The distinct sets of facts, none first.
fn sets(entries: &Entries) -> Vec<u32> {
    let mut sets: Vec<u32> = entries.values().map(|entry| entry.facts).collect();
    sets.sort_unstable();
    sets.dedup();
    sets
}

fn rows(table: &str) -> Vec<Vec<String>> {
    let path = format!("data/name/{table}.tsv");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let kept = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    kept.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn mark(entries: &mut Entries, word: &str, fact: Facts) {
    let entry = entries.entry(word.to_owned()).or_default();
    entry.female = if entry.given == 0 { 50 } else { entry.female };
    entry.facts |= fact.0;
}

fn entries() -> Entries {
    let mut entries = Entries::new();
    add_people(&mut entries);
    add_person_words(&mut entries);
    add_titling(&mut entries);
    add_organizations(&mut entries);
    entries
}

fn add_people(entries: &mut Entries) {
    let number = |text: &String| text.parse().expect("a number");
    for row in rows("given") {
        let entry = Entry { given: number(&row[1]), female: number(&row[2]) as u8, ..Entry::default() };
        entries.insert(row[0].clone(), entry);
    }
    for row in rows("family") {
        mark(entries, &row[0], Facts::default());
        entries.get_mut(&row[0]).expect("marked").family = number(&row[1]);
    }
}

fn add_person_words(entries: &mut Entries) {
    let kept = [
        ("titles", Facts::TITLE),
        ("particles", Facts::PARTICLE),
        ("nicknames", Facts::NICKNAME),
        ("nicknames_more", Facts::NICKNAME),
        ("variants", Facts::VARIED),
    ];
    for (table, fact) in kept {
        rows(table).iter().for_each(|row| mark(entries, &row[0], fact));
    }
    for row in rows("particles").iter().filter(|row| row[1] == "strong") {
        mark(entries, &row[0], Facts::STRONG_PARTICLE);
    }
    for row in rows("suffixes") {
        mark(entries, &row[0], Facts(number_of(&SUFFIXES, &row[1])));
    }
}

/// The number of a name in a list, from 1 on.
fn number_of(names: &[&str], name: &str) -> u32 {
    1 + names.iter().position(|known| *known == name).unwrap_or_else(|| panic!("{name} is not known")) as u32
}

fn add_titling(entries: &mut Entries) {
    for row in rows("titling_words") {
        let mut words = row[0].split(' ');
        mark(entries, words.next().expect("a word"), Facts::MARKER_FIRST);
        match words.next() {
            Some(second) => mark(entries, second, Facts::MARKER_SECOND),
            None if row[1] != "start" => mark(entries, &row[0], Facts::MARKER),
            None => {}
        }
    }
    LEADING.iter().for_each(|word| mark(entries, word, Facts::LEADING));
    TRAILING.iter().for_each(|word| mark(entries, word, Facts::TRAILING));
    BETWEEN.iter().for_each(|word| mark(entries, word, Facts::BETWEEN));
    for row in rows("placeholders") {
        mark(entries, row[0].split(' ').next().expect("a word"), Facts::PLACEHOLDER_FIRST);
        if !row[0].contains(' ') {
            mark(entries, &row[0], Facts::PLACEHOLDER);
        }
    }
}

fn add_organizations(entries: &mut Entries) {
    for row in rows("organization_words") {
        let kind = if row[1] == "kin" { "business" } else { row[1].as_str() };
        if !kind.is_empty() {
            mark(entries, &row[0], Facts(number_of(&KINDS, kind) << 4));
        }
        if row.get(2).is_some_and(|canonical| !canonical.is_empty()) {
            mark(entries, &row[0], Facts::REWRITTEN);
        }
        if row.get(3).is_some_and(|mark| mark == "weak") {
            mark(entries, &row[0], Facts::WEAK);
        }
    }
    for row in rows("legal_forms") {
        let words: Vec<&str> = row[0].split(' ').collect();
        mark(entries, words[0], Facts::FORM_FIRST);
        mark(entries, words[words.len() - 1], Facts::FORM_LAST);
        if words.len() == 1 {
            mark(entries, words[0], Facts::FORM);
        }
    }
}
