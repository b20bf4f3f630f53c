//! Words and hashes that build.rs and the room must agree on: what is known of a word beside the tables, and where its row is.

use crate::text::halves;

/// Canonical forms that are in no table.
pub(crate) const CANONICAL: [(&str, &str); 10] = [
    ("saint", "st"),
    ("saints", "st"),
    ("sainte", "ste"),
    ("fort", "ft"),
    ("doctor", "dr"),
    ("junior", "jr"),
    ("senior", "sr"),
    ("reverend", "rev"),
    ("cnty", "county"),
    ("and", ""),
];

/// What a German or Dutch street's name ends in, written out.
pub(crate) const STREET_ENDINGS: [&str; 2] = ["strasse", "straat"];

/// Words with which a box or a route may start.
pub(crate) const BOX_OPENERS: [&str; 41] = [
    "post", "p", "po", "pobox", "pob", "gpo", "locked", "lock", "case", "caller", "apartado", "box", "drawer", "bx",
    "cp", "rural", "star", "highway", "r", "h", "s", "rr", "hc", "rfd", "hcr", "rrt", "rt", "rte", "route", "rd",
    "psc", "cmr", "ops", "opc", "unit", "general", "gen", "genl", "gnrl", "gnl", "poste",
];

/// Canonical words with which a route may start.
pub(crate) const ROUTE_OPENERS: [&str; 12] =
    ["rural", "r", "rr", "rfd", "rrt", "hwy", "h", "hcr", "hc", "star", "psc", "cmr"];

/// Words that open a namesake's name as it is spelled.
pub(crate) const NAMESAKES: [&str; 6] = ["martin", "m", "ml", "mlk", "john", "j"];

/// Words of floors.
pub(crate) const FLOORS: [&str; 5] = ["floor", "fl", "flr", "piso", "etage"];

/// Slots of the table of words; a power of two, some three times as many as words.
pub(crate) const WORD_SLOTS: usize = 4096;

/// The slot at which the search for a word starts.
pub(crate) fn word_slot(word: &[u8]) -> usize {
    let [first, last] = halves(word);
    let letters = first ^ last.rotate_left(32) ^ ((word.len() as u64) << 24);
    (letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize
}

/// Room for a city's name without its spaces; the table of cities has no longer one.
pub(crate) const CITY_ROOM: usize = 32;

/// The hash of a city's name, padded with zeros to [`CITY_ROOM`].
pub(crate) fn city_hash(padded: &[u8; CITY_ROOM]) -> u32 {
    let (lanes, _) = padded.as_chunks::<8>();
    let mixed = lanes.iter().fold(0u64, |mixed, lane| {
        (mixed.rotate_left(23) ^ u64::from_le_bytes(*lane)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    (mixed >> 32) as u32
}
