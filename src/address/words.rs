//! What the tables say of one word: a row that build.rs packs for every word they know, found once when a line comes apart.

use bitflags::bitflags;

use super::fixed::{WORD_SLOTS, word_slot};
use crate::region::Region;
use crate::text::halves;

include!(concat!(env!("OUT_DIR"), "/address_words.rs"));

bitflags! {
    /// What a word is, from the tables and from its own letters.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(super) struct Marks: u16 {
        const DIRECTION = 1;
        const TYPE = 1 << 1;
        /// Ends a street's name when nothing else does.
        const STRONG_TYPE = 1 << 2;
        const UNIT = 1 << 3;
        /// Three, third, thirty.
        const NUMBER = 1 << 4;
        /// A box or a route may start with it.
        const BOX = 1 << 5;
        const FLOOR = 1 << 6;
        /// Opens a phrase that says what kind of place it is.
        const MAIL = 1 << 7;
        /// Has a digit.
        const DIGIT = 1 << 8;
        /// Is nothing but digits.
        const DIGITS = 1 << 9;
        const FIRST_DIGIT = 1 << 10;
        /// A number with an ending: `3rd`.
        const ORDINAL = 1 << 11;
        /// Opens a name that is written in more than one way: `Martin Luther King`.
        const NAMESAKE = 1 << 12;
        /// Opens the name of a rural route and the like, in its canonical form.
        const ROUTE = 1 << 13;
    }
}

/// A word that can end or open a street's name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct StreetType {
    /// The post office's abbreviation.
    pub(super) canonical: &'static [u8],
    /// Ends a street's name when nothing else does; a weak one (lake, hill) stands in names as often.
    pub(super) strong: bool,
    /// May stand before the name: `Calle 5`, `Highway 71`.
    pub(super) leading: bool,
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

/// How a number word counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counting {
    Cardinal,
    Ordinal,
    Tens,
}

/// The code of a state, province or territory, or a postcode: lower case, zeros behind it, or where there is none.
#[derive(Clone, Copy, Default)]
pub(super) struct Code([u8; 8]);

/// As one number: as arrays the two are compared by a call.
impl PartialEq for Code {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        u64::from_le_bytes(self.0) == u64::from_le_bytes(other.0)
    }
}

impl Code {
    /// The first eight letters of `text`; no state's code and no postcode that is read has more.
    #[inline]
    pub(super) const fn new(text: &[u8]) -> Self {
        let mut code = [0; 8];
        let mut at = 0;
        while at < text.len() && at < code.len() {
            code[at] = text[at];
            at += 1;
        }
        Self(code)
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        let length = self.0.iter().position(|&byte| byte == 0).unwrap_or(self.0.len());
        &self.0[..length]
    }

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        u64::from_le_bytes(self.0) == 0
    }

    /// The code, unless there is none.
    pub(super) fn known(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }
}

/// A kind of place, and the words that must follow.
pub(super) type MailPhrase = (&'static str, &'static [&'static [u8]]);

/// Phrases by their words, and what each stands for.
type Phrases<T> = &'static [(&'static [&'static [u8]], T)];

/// The row of a word.
pub(super) struct Facts {
    pub(super) word: &'static [u8],
    /// The form by which it is compared in a city's name, where that is another than its own.
    pub(super) canonical: Option<&'static [u8]>,
    /// The form by which it is compared in a street's name.
    pub(super) street: &'static [u8],
    street_row: u16,
    /// As it is written out: `avenue` of `ave`.
    pub(super) longhand: Option<&'static [u8]>,
    pub(super) number: Option<(u32, Counting)>,
    pub(super) unit: Option<UnitWord>,
    pub(super) kind: Option<StreetType>,
    states: &'static [(Region, Code)],
    /// A bit for each number of words that a state's name which ends in the word may have.
    ends_state: u8,
    country: Option<&'static str>,
    ends_country: u8,
    pub(super) mail: &'static [MailPhrase],
    pub(super) marks: Marks,
}

impl Facts {
    /// Of a word that no table knows.
    pub(super) const NONE: Self = Self {
        word: b"",
        canonical: None,
        street: b"",
        street_row: 0,
        longhand: None,
        number: None,
        unit: None,
        kind: None,
        states: &[],
        ends_state: 0,
        country: None,
        ends_country: 0,
        mail: &[],
        marks: Marks::empty(),
    };

    pub(super) fn is_known(&self) -> bool {
        !self.word.is_empty()
    }

    /// Whether the word is itself the canonical form of a direction.
    pub(super) fn is_direction(&self) -> bool {
        self.marks.contains(Marks::DIRECTION) && self.canonical == Some(self.word)
    }

    /// The row of the form by which the word is compared in a street's name.
    pub(super) fn of_street(&self) -> &'static Self {
        &ROWS[self.street_row as usize]
    }

    /// Whether a state's or a country's name may end in the word.
    #[inline]
    pub(super) fn ends_place(&self) -> bool {
        self.ends_state | self.ends_country != 0
    }

    /// Whether a state's name of so many words may end in the word.
    #[inline]
    pub(super) fn may_end_state(&self, words: usize) -> bool {
        has_bit(self.ends_state, words)
    }

    /// The state that the word alone names.
    #[inline]
    pub(super) fn state(&self, region: Region) -> Option<Code> {
        self.states.iter().find(|(country, _)| *country == region).map(|(_, code)| *code)
    }
}

/// What a word is found by. The rows are eight times as large, and what is asked of most words is no more than this.
struct Key {
    halves: [u64; 2],
    length: usize,
    marks: Marks,
}

impl Key {
    #[inline]
    fn is(&self, word: &[u8], halves: [u64; 2]) -> bool {
        self.length == word.len() && self.halves == halves
    }
}

static KEYS: [Key; ROWS.len()] = {
    let mut keys = [const { Key { halves: [0; 2], length: 0, marks: Marks::empty() } }; ROWS.len()];
    let mut at = 0;
    while at < keys.len() {
        let Facts { word, marks, .. } = &ROWS[at];
        assert!(word.len() <= 16, "a longer word is more than its halves");
        keys[at] = Key { halves: halves(word), length: word.len(), marks: *marks };
        at += 1;
    }
    keys
};

/// Where the row of a word stands; by default that of no word.
#[derive(Clone, Copy, Default)]
pub(super) struct Row(u16);

impl Row {
    pub(super) const NONE: Self = Self(0);

    /// The row of a folded word.
    #[inline]
    pub(super) fn of(word: &[u8]) -> Self {
        let (mut slot, halves) = (word_slot(word), halves(word));
        loop {
            let row = Self(SLOTS[slot % WORD_SLOTS]);
            if row.0 == 0 || row.key().is(word, halves) {
                return row;
            }
            slot += 1;
        }
    }

    fn key(self) -> &'static Key {
        &KEYS[self.0 as usize]
    }

    /// What the word is.
    #[inline]
    pub(super) fn marks(self) -> Marks {
        self.key().marks
    }

    #[inline]
    pub(super) fn facts(self) -> &'static Facts {
        &ROWS[self.0 as usize]
    }
}

/// The facts of a folded word.
pub(super) fn facts(word: &[u8]) -> &'static Facts {
    Row::of(word).facts()
}

/// The row of no word.
pub(super) fn no_facts() -> &'static Facts {
    &ROWS[0]
}

/// The state of `region` that a phrase of several words names.
pub(super) fn state<'a>(words: impl Iterator<Item = &'a [u8]>, region: Region) -> Option<Code> {
    find(STATES, words)?.iter().find(|(country, _)| *country == region).map(|(_, code)| *code)
}

/// The country that a phrase names whose last word has the facts `last`.
pub(super) fn country<'a>(last: &Facts, words: impl ExactSizeIterator<Item = &'a [u8]>) -> Option<Region> {
    match words.len() {
        count if !has_bit(last.ends_country, count) => None,
        1 => Region::new(last.country?),
        _ => Region::new(find(COUNTRIES, words)?),
    }
}

#[inline]
fn has_bit(bits: u8, count: usize) -> bool {
    count < 8 && bits >> count & 1 == 1
}

fn find<'a, T: Copy + 'static>(phrases: Phrases<T>, words: impl Iterator<Item = &'a [u8]>) -> Option<T> {
    let words: smallvec::SmallVec<[&[u8]; 8]> = words.collect();
    phrases.iter().find(|(phrase, _)| *phrase == &words[..]).map(|(_, value)| *value)
}
