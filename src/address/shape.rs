//! An address as read: what is shown, and its canonical parts in one string that comparisons slice.

use std::fmt;

use smallvec::SmallVec;

use super::AddressTraits;
use super::parse::Label;
use super::places::Place;
use crate::region::Region;

/// The canonical parts, in the order of the key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Key {
    Number,
    /// Letter or fraction of the house number.
    Suffix,
    Before,
    Name,
    Kind,
    After,
    Unit,
    Building,
    Floor,
    PoBox,
    City,
    State,
    Postcode,
    Extra,
}

pub(super) const KEYS: usize = Key::Extra as usize + 1;

/// A stretch of the shown text with one label.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Run {
    pub(super) start: u16,
    pub(super) end: u16,
    pub(super) label: Label,
}

/// Room for the shown text and the key of nearly every address without an allocation.
pub(super) type Text = SmallVec<[u8; 160]>;

/// An address as read.
#[derive(Clone, PartialEq)]
pub struct Address {
    /// The shown text, and the key behind it.
    pub(super) text: Text,
    pub(super) key_from: u16,
    pub(super) runs: SmallVec<[Run; 8]>,
    pub(super) cuts: [u16; KEYS],
    /// By which word the unit is called; 0 for none.
    pub(super) unit_mark: u8,
    /// It names a place where mail can go: a street, a number, a box or a unit.
    pub(super) delivers: bool,
    /// The house number was mended: `1O5` for `105`.
    pub(super) mended: bool,
    pub(super) postcode_place: Option<Place>,
    pub(super) city_place: Option<Place>,
    /// Country, written or inferred.
    pub region: Region,
    /// What the writing says beside the address itself.
    pub traits: AddressTraits,
}

impl Address {
    /// A canonical part, empty where the address has none.
    #[inline]
    pub(super) fn part(&self, key: Key) -> &[u8] {
        let at = key as usize;
        let from = usize::from(self.key_from);
        let start = if at == 0 { 0 } else { self.cuts[at - 1] };
        self.text.as_slice().get(from + usize::from(start)..from + usize::from(self.cuts[at])).unwrap_or_default()
    }

    /// The canonical parts one behind the other.
    pub(super) fn key(&self) -> &[u8] {
        self.text.as_slice().get(usize::from(self.key_from)..).unwrap_or_default()
    }

    fn shown(&self) -> &str {
        std::str::from_utf8(&self.text[..usize::from(self.key_from)]).unwrap_or_default()
    }

    fn text_of(&self, key: Key) -> &str {
        std::str::from_utf8(self.part(key)).unwrap_or_default()
    }

    /// The shown stretches with these labels.
    pub(super) fn shown_as(&self, told: impl Fn(Label) -> bool) -> impl Iterator<Item = &str> {
        let shown = self.shown();
        let runs = self.runs.iter().filter(move |run| told(run.label));
        runs.filter_map(|run| shown.get(run.start as usize..run.end as usize))
    }

    /// Whether every part is equal, which nine in ten addresses of an owner are: sixty instructions before any rule.
    pub(super) fn is_read_alike(&self, other: &Self) -> bool {
        let told = |address: &Self| (address.region, address.mended, address.unit_mark);
        // As slices the cuts are one comparison of memory; as arrays they are fourteen.
        told(self) == told(other) && self.cuts[..] == other.cuts[..] && self.key() == other.key()
    }

    /// Whether it says more than a unit.
    pub(super) fn says_where(&self) -> bool {
        const TELLING: &[Key] = &[Key::Number, Key::Name, Key::PoBox, Key::City, Key::State, Key::Postcode];
        TELLING.iter().any(|&key| !self.part(key).is_empty())
    }

    /// Country, written or inferred; the region given at reading where the text names none.
    pub fn region(&self) -> Region {
        self.region
    }

    /// The lower-case code of the state, province or territory, written or told by the ZIP; empty if unknown.
    pub fn state_code(&self) -> &str {
        self.text_of(Key::State)
    }

    /// Five digits of a ZIP, or a postcode in lower case without its space; empty if there is none.
    pub fn postcode(&self) -> &str {
        self.text_of(Key::Postcode)
    }

    /// The parts as written, in a stable order, empty ones left out.
    pub fn components(&self) -> Vec<(&'static str, String)> {
        const ORDER: [(&str, Label); 9] = [
            ("house_number", Label::Number),
            ("street", Label::Street),
            ("unit", Label::Unit),
            ("po_box", Label::PoBox),
            ("extra", Label::Extra),
            ("city", Label::City),
            ("state", Label::State),
            ("postcode", Label::Postcode),
            ("country", Label::Country),
        ];
        let parts = ORDER.into_iter().map(|(name, label)| (name, self.written(label)));
        parts.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// Every stretch with this label, as written, spaces evened.
    pub(super) fn written(&self, label: Label) -> String {
        self.shown_as(|told| told == label).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }

    /// One line for display and keys: equal delivery points give equal lines.
    ///
    /// The city is left out where a postcode says where it is.
    pub fn canonical(&self) -> String {
        let mut line = [self.text_of(Key::Number), self.text_of(Key::Suffix)].concat();
        let mut push = |mark: &str, text: &str| {
            if !text.is_empty() {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(mark);
                line.push_str(text);
            }
        };
        for key in [Key::Before, Key::Name, Key::Kind, Key::After] {
            push("", self.text_of(key));
        }
        for (mark, key) in [("#", Key::Unit), ("bldg ", Key::Building), ("fl ", Key::Floor), ("box ", Key::PoBox)] {
            push(mark, self.text_of(key));
        }
        let place = if self.postcode().is_empty() { [Key::City, Key::State] } else { [Key::Postcode; 2] };
        push("", self.text_of(place[0]));
        push("", if place[0] == place[1] { "" } else { self.text_of(place[1]) });
        push("", &self.region.as_str().to_ascii_lowercase());
        line
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address([redacted])")
    }
}
