//! The one reader of embedded tables: keyed rows of tab-separated columns, looked up in place, nothing parsed at start.

use super::hash::key_hash;

/// An embedded table, packed by build.rs from `data/<room>/<table>.tsv`.
///
/// A row is `key`, then its columns, separated by tabs. Keys are folded.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    /// The number of slots, then the slots as build.rs packs them.
    index: &'static [u8],
    rows: &'static str,
}

/// Where a row lies, and what tells most other keys from its own.
#[derive(Clone, Copy)]
struct Slot(u64);

impl Slot {
    /// The length of the key and the tag of its hash, together.
    fn mark(self) -> u16 {
        (self.0 >> 32) as u16
    }

    fn offset(self) -> usize {
        (self.0 as u32 - 1) as usize
    }

    fn columns_len(self) -> usize {
        (self.0 >> 48) as usize
    }
}

/// `table!("name_given")` is the table of `data/name/given.tsv`.
macro_rules! table {
    ($name:literal) => {
        $crate::text::Table::new(
            include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".index")),
            include_str!(concat!(env!("OUT_DIR"), "/", $name, ".rows")),
        )
    };
}
pub(crate) use table;

/// The first `N` columns of a row, "" where it has fewer.
pub(crate) fn columns<const N: usize>(row: &'static str) -> [&'static str; N] {
    let mut rest = row;
    std::array::from_fn(|_| {
        let end = rest.bytes().position(|byte| byte == b'\t').unwrap_or(rest.len());
        let (column, behind) = rest.split_at(end);
        rest = behind.get(1..).unwrap_or_default();
        column
    })
}

impl Table {
    pub(crate) const fn new(index: &'static [u8], rows: &'static str) -> Self {
        Self { index, rows }
    }

    /// The columns behind `key` (still tab-separated, "" for a table of keys alone), or `None`.
    pub(crate) fn get(&self, key: impl AsRef<[u8]>) -> Option<&'static str> {
        self.find(key.as_ref())
    }

    fn find(&self, key: &[u8]) -> Option<&'static str> {
        let hash = key_hash(key);
        let mark = u16::from_le_bytes([u8::try_from(key.len()).ok()?, (hash >> 56) as u8]);
        let mask = self.slot(0)?.0 as usize - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slot(1 + at)?;
            if slot.mark() == mark && self.key(slot, key.len())? == key {
                return self.columns(slot, key.len());
            }
            at = (at + 1) & mask;
        }
    }

    pub(crate) fn contains(&self, key: impl AsRef<[u8]>) -> bool {
        self.get(key).is_some()
    }

    /// All rows in the file's order, as (key, columns).
    #[cfg(any(test, feature = "serde"))]
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.rows.lines().map(|row| row.split_once('\t').unwrap_or((row, "")))
    }

    /// `None` of an empty slot.
    fn slot(&self, at: usize) -> Option<Slot> {
        let bytes = self.index.get(at * 8..)?.first_chunk()?;
        let slot = u64::from_le_bytes(*bytes);
        (slot != 0).then_some(Slot(slot))
    }

    fn key(&self, slot: Slot, len: usize) -> Option<&'static [u8]> {
        self.rows.as_bytes().get(slot.offset()..)?.get(..len)
    }

    /// The columns stand behind the key and a tab; where there are none, nothing does.
    fn columns(&self, slot: Slot, key_len: usize) -> Option<&'static str> {
        let start = slot.offset() + key_len + 1;
        if slot.columns_len() == 0 { Some("") } else { self.rows.get(start..start + slot.columns_len()) }
    }
}
