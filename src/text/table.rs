//! The one reader of embedded tables: keyed rows of tab-separated columns, looked up in place, nothing parsed at start.

use super::hash::hash;

/// An embedded table, packed by build.rs from `data/<room>/<table>.tsv`.
///
/// A row is `key`, then its columns, separated by tabs. Keys are folded.
#[derive(Clone, Copy)]
pub(crate) struct Table {
    /// The number of slots, then the slots: 0, or 1 + the offset of a row.
    index: &'static [u8],
    rows: &'static str,
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

impl Table {
    pub(crate) const fn new(index: &'static [u8], rows: &'static str) -> Self {
        Self { index, rows }
    }

    /// The columns behind `key` (still tab-separated, "" for a table of keys alone), or `None`.
    pub(crate) fn get(&self, key: &str) -> Option<&'static str> {
        let mask = self.slot(0) - 1;
        let mut at = hash(key.as_bytes()) as usize & mask;
        loop {
            let offset = self.slot(1 + at).checked_sub(1)?;
            if let Some(columns) = self.columns(offset, key) {
                return Some(columns);
            }
            at = (at + 1) & mask;
        }
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// All rows in the file's order, as (key, columns).
    #[cfg(any(test, feature = "serde"))]
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.rows.lines().map(|row| row.split_once('\t').unwrap_or((row, "")))
    }

    fn slot(&self, at: usize) -> usize {
        let bytes = &self.index[at * 4..at * 4 + 4];
        u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize
    }

    /// The columns of the row at `offset`, if `key` is its key.
    fn columns(&self, offset: usize, key: &str) -> Option<&'static str> {
        let row = &self.rows.as_bytes()[offset..];
        let columns = match row.strip_prefix(key.as_bytes())?.first()? {
            b'\n' => return Some(""),
            b'\t' => offset + key.len() + 1,
            _ => return None,
        };
        let length = self.rows.as_bytes()[columns..].iter().position(|&byte| byte == b'\n')?;
        self.rows.get(columns..columns + length)
    }
}
