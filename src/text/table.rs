//! The one reader of embedded tables: keyed rows of tab-separated columns, looked up in place, nothing parsed at start.

use super::hash::hash;

/// An embedded table, packed by build.rs from `data/<room>/<table>.tsv`.
///
/// A row is `key`, then its columns, separated by tabs. Keys are folded.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    bytes: &'static [u8],
}

/// `table!("name_given")` is the table of `data/name/given.tsv`.
macro_rules! table {
    ($name:literal) => {
        $crate::text::Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".table")))
    };
}
pub(crate) use table;

impl Table {
    pub(crate) const fn new(bytes: &'static [u8]) -> Self {
        Self { bytes }
    }

    /// The columns behind `key` (still tab-separated, "" for a table of keys alone), or `None`.
    pub(crate) fn get(&self, key: &str) -> Option<&'static str> {
        let mask = self.word(0) as usize - 1;
        let mut slot = hash(key.as_bytes()) as usize & mask;
        loop {
            let offset = self.word(2 + slot).checked_sub(1)?;
            if let Some(columns) = columns_of(self.row(offset as usize), key) {
                return Some(columns);
            }
            slot = (slot + 1) & mask;
        }
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// All rows in the file's order, as (key, columns).
    #[allow(dead_code, reason = "tests of each table walk its rows")]
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let blob = &self.bytes[self.blob_start()..];
        let text = std::str::from_utf8(blob).unwrap_or_default();
        text.lines().map(|row| row.split_once('\t').unwrap_or((row, "")))
    }

    fn word(&self, index: usize) -> u32 {
        let at = index * 4;
        u32::from_le_bytes([self.bytes[at], self.bytes[at + 1], self.bytes[at + 2], self.bytes[at + 3]])
    }

    fn blob_start(&self) -> usize {
        4 * (2 + self.word(0) as usize)
    }

    fn row(&self, offset: usize) -> &'static [u8] {
        &self.bytes[self.blob_start() + offset..]
    }
}

/// The rest of `row` behind `key`, up to the end of its line.
fn columns_of(row: &'static [u8], key: &str) -> Option<&'static str> {
    let rest = row.strip_prefix(key.as_bytes())?;
    match rest.first()? {
        b'\n' => Some(""),
        b'\t' => std::str::from_utf8(rest[1..].split(|&byte| byte == b'\n').next()?).ok(),
        _ => None,
    }
}
