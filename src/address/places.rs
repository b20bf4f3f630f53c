//! ZIPs, Canadian first halves and cities: their states, where they lie, and which names the post office takes for them.

use super::fixed::{CITY_ROOM, city_hash};
use super::words::Code;

static ZIPS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/address_zips.bin"));
static CITIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/address_cities.bin"));
static CITY_SLOTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/address_city_slots.bin"));

/// Bytes of the states of one first three digits, and of them all; the index of ZIPs stands behind them.
const PREFIX_BYTES: usize = 20;
const INDEX_FROM: usize = 1000 * PREFIX_BYTES;
/// Bytes of a state's code and of a place.
const CODE_BYTES: usize = 4;
const PLACE_BYTES: usize = 4;

/// Latitude and longitude in hundredths of a degree.
pub(super) type Place = (i16, i16);

/// What the post office says of a ZIP or of a Canadian first half: where its row stands.
#[derive(Clone, Copy)]
pub(super) struct Zip(u32);

impl Zip {
    fn row(self) -> &'static [u8] {
        ZIPS.get(self.0 as usize..).unwrap_or_default()
    }

    pub(super) fn state(self) -> Code {
        Code::new(&self.row()[..CODE_BYTES])
    }

    pub(super) fn place(self) -> Place {
        place_at(&self.row()[CODE_BYTES..])
    }

    /// Squeezed names of its cities, the main one first.
    pub(super) fn cities(self) -> impl Iterator<Item = &'static [u8]> + use<> {
        let row = &self.row()[CODE_BYTES + PLACE_BYTES..];
        let (offsets, _) = row[1..1 + usize::from(row[0]) * 4].as_chunks::<4>();
        offsets.iter().map(|&offset| name_at(u32::from_le_bytes(offset) as usize))
    }
}

fn place_at(bytes: &[u8]) -> Place {
    let degrees = |at: usize| i16::from_le_bytes([bytes[at], bytes[at + 1]]);
    (degrees(0), degrees(2))
}

fn name_at(offset: usize) -> &'static [u8] {
    &CITIES[offset + 1..][..usize::from(CITIES[offset])]
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).map_or(0, |bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

pub(super) fn zip(code: &[u8]) -> Option<Zip> {
    let row = u32_at(ZIPS, INDEX_FROM + number(code)? * 4);
    (row > 0).then_some(Zip(row))
}

/// The number of five digits; behind them those of Canadian first halves.
fn number(code: &[u8]) -> Option<usize> {
    match *code {
        [_, _, _, _, _] => digits(code),
        [first @ b'a'..=b'z', digit @ b'0'..=b'9', last @ b'a'..=b'z'] => {
            let [first, digit, last] = [first - b'a', digit - b'0', last - b'a'].map(usize::from);
            Some(100_000 + (first * 10 + digit) * 26 + last)
        }
        _ => None,
    }
}

fn digits(code: &[u8]) -> Option<usize> {
    code.iter().try_fold(0, |number, &digit| digit.is_ascii_digit().then(|| number * 10 + usize::from(digit - b'0')))
}

/// Whether the first three digits of a ZIP are in use, and in this state.
pub(super) fn zip_in_state(code: &[u8], state: Code) -> Option<bool> {
    let prefix = digits(code.get(..3)?)? * PREFIX_BYTES;
    let (codes, _) = ZIPS[prefix..prefix + PREFIX_BYTES].as_chunks::<CODE_BYTES>();
    let is_used = !Code::new(&codes[0]).is_empty();
    is_used.then(|| !state.is_empty() && codes.iter().any(|code| Code::new(code) == state))
}

/// A city's name without its spaces.
pub(super) struct CityKey {
    padded: [u8; CITY_ROOM],
    length: usize,
}

impl CityKey {
    /// `None` where no city has so long a name.
    pub(super) fn new<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let mut key = Self { padded: [0; CITY_ROOM], length: 0 };
        for piece in pieces {
            let to = key.length + piece.len();
            key.padded.get_mut(key.length..to)?.copy_from_slice(piece);
            key.length = to;
        }
        Some(key)
    }
}

/// Where a city stands, in the state or, without one, in the first state that has it.
pub(super) fn city(key: &CityKey, state: Option<Code>) -> Option<Place> {
    let offset = city_offset(key)?;
    let row = &CITIES[offset + 1 + key.length..];
    let (places, _) = row[1..1 + usize::from(row[0]) * (CODE_BYTES + PLACE_BYTES)].as_chunks::<8>();
    let place = places.iter().find(|place| state.is_none_or(|state| Code::new(&place[..CODE_BYTES]) == state));
    place.map(|place| place_at(&place[CODE_BYTES..]))
}

fn city_offset(key: &CityKey) -> Option<usize> {
    let mask = CITY_SLOTS.len() / 4 - 1;
    let mut slot = city_hash(&key.padded) as usize & mask;
    loop {
        let offset = u32_at(CITY_SLOTS, slot * 4).checked_sub(1)? as usize;
        if name_at(offset) == &key.padded[..key.length] {
            return Some(offset);
        }
        slot = (slot + 1) & mask;
    }
}

/// The city that initials stand for in their state: `NY, NY`.
pub(super) fn city_in_full(squeezed: &[u8], state: Code) -> &[u8] {
    match (squeezed, state.as_bytes()) {
        (b"ny" | b"nyc", b"ny") => b"newyork",
        (b"la", b"ca") => b"losangeles",
        (b"sf", b"ca") => b"sanfrancisco",
        (b"slc", b"ut") => b"saltlkcity",
        _ => squeezed,
    }
}
