//! Owners from a file of accounts, found for the rows that name an account and bring no owners, at any size of either.

use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use serde_json::json;

use super::error::Error;
use super::folder::{Folder, create_private};
use super::index::{Index, hash};
use super::journal;
use super::reuse::Keyer;
use super::shared::Asked;
use super::sorted::Cursor;
use super::source::{Lookup, Reading, Source, Start, Subject};
use super::spill::{Entry, Partitioning, Spill};
use crate::case::Row;
use crate::record::{CAP_OWNERS, Ownership};

const PLACES: &str = "places";
const KNOWN: &str = "known";
const FILE: &str = "accounts.json";

/// A file of accounts, and where in it the account of each row stands.
pub(super) struct Accounts {
    source: Source,
    hash: String,
    places: Spill,
    /// Lines that could not be read.
    unread: u64,
}

impl Accounts {
    /// Finds the account of every row that wants one: both sides sorted by the account's key, then joined.
    pub(super) fn join(asked: &Asked<'_>, path: &Path, keyer: &Keyer, wanted: &Spill) -> Result<Self, Error> {
        let Asked { job, folder, index, .. } = asked;
        let mut source = Source::open(path, &folder.file("accounts"), Subject::Accounts, &job.reading())?;
        let hash = hash(&source.path)?;
        if source.is_parquet() {
            source = in_lines(&source, folder)?;
        }
        let fault = || Error::writing(folder.path());
        let known = Spill::create(folder.path(), KNOWN, Partitioning::ByTopByte).map_err(fault())?;
        let unread = take_down(&source, keyer, &known, folder)?;
        let places = Spill::create(folder.path(), PLACES, Partitioning::of_rows(index.rows())).map_err(fault())?;
        join(wanted, &known, &places).map_err(fault())?;
        known.remove().map_err(fault())?;
        let accounts = Self { hash, source, places, unread };
        journal::store(&folder.file(FILE), &(&accounts.source, &accounts.hash, unread))?;
        Ok(accounts)
    }

    /// What an earlier process of the run has found; `None` where it was given no accounts.
    pub(super) fn load(folder: &Folder, index: &Index) -> Result<Option<Self>, Error> {
        let path = folder.file(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let (source, hash, unread): (Source, String, u64) = journal::load(&path)?;
        if !source.is_unchanged() {
            return Err(Error::Changed(source.name));
        }
        let partitioning = Partitioning::of_rows(index.rows());
        let places = Spill::open(folder.path(), PLACES, partitioning).map_err(Error::reading(folder.path()))?;
        Ok(Some(Self { source, hash, places, unread }))
    }

    /// Lines that could not be read.
    pub(super) fn unread(&self) -> u64 {
        self.unread
    }

    /// The file and its hash.
    pub(super) fn file(&self) -> (&Source, &str) {
        (&self.source, &self.hash)
    }

    /// The accounts of these rows, which ask in their order.
    pub(super) fn rows(&self, rows: Range<u64>) -> Result<AccountRows<'_>, Error> {
        let partition = |row: u64| self.places.partitioning().of(u128::from(row));
        let partitions = partition(rows.start)..partition(rows.end.max(1) - 1) + 1;
        let lookup = self.source.lookup()?;
        let is_table = self.source.is_table();
        Ok(AccountRows { places: &self.places, partitions, cursor: None, next: None, lookup, is_table })
    }
}

/// Accounts of a file whose rows cannot be read one by one at their places, as lines.
fn in_lines(source: &Source, folder: &Folder) -> Result<Source, Error> {
    let path = folder.file("accounts.lines");
    let mut out = BufWriter::new(create_private(&path)?);
    let mut rows = source.all_rows()?;
    while let Some(raw) = rows.next()? {
        let Ok(row) = rows.read(raw) else { continue };
        let Ownership { owners, refreshed_at, status, .. } = row.case.ownership;
        let id = row.account_id.unwrap_or(row.case.id);
        let account = json!({"id": id, "status": status.code(), "ownership": {"created": refreshed_at}});
        let line = json!({"account": account, "owners": owners});
        writeln!(out, "{line}").map_err(Error::writing(&path))?;
    }
    out.flush().map_err(Error::writing(&path))?;
    let mut lines = Source::open(&path, &path, Subject::Accounts, &Reading::default())?;
    lines.name.clone_from(&source.name);
    lines.has_rows_of_owners = true;
    Ok(lines)
}

/// The key and the place of every account; a line that cannot be read is the account of nobody, and counted.
fn take_down(source: &Source, keyer: &Keyer, known: &Spill, folder: &Folder) -> Result<u64, Error> {
    let mut unread = 0;
    let mut writer = known.writer();
    let mut rows = source.all_rows()?;
    while let Some(raw) = rows.next()? {
        let Start { byte_offset, lines } = raw.start();
        let Ok(row) = rows.read(raw) else {
            unread += 1;
            continue;
        };
        let key = keyer.account(row.account_id.as_deref().unwrap_or(&row.case.id));
        let entry = Entry { key, who: byte_offset, row: lines };
        writer.push(entry).map_err(Error::writing(folder.path()))?;
    }
    writer.finish().map(|()| unread).map_err(Error::writing(folder.path()))
}

/// Every row beside every place of its account, by row.
fn join(wanted: &Spill, known: &Spill, places: &Spill) -> std::io::Result<()> {
    let mut writer = places.writer();
    for partition in 0..Partitioning::ByTopByte.count() {
        let mut known = known.partition(partition)?.read()?.peekable();
        let mut here: (u128, Vec<Entry>) = (0, Vec::new());
        for row in wanted.partition(partition)?.read()? {
            let row = row?;
            if here.0 != row.key || here.1.is_empty() {
                here = (row.key, Vec::new());
                while let Some(entry) = known.next_if(|next| next.as_ref().map_or(true, |entry| entry.key <= row.key)) {
                    let entry = entry?;
                    if entry.key == row.key {
                        here.1.push(entry);
                        // Of objects the last one counts, of rows the first ones.
                        if here.1.len() > CAP_OWNERS + 1 {
                            here.1.remove(CAP_OWNERS);
                        }
                    }
                }
            }
            for place in &here.1 {
                writer.push(Entry { key: u128::from(row.row), who: place.who, row: place.row })?;
            }
        }
    }
    writer.finish()
}

/// The accounts of the rows of a segment.
pub(super) struct AccountRows<'a> {
    places: &'a Spill,
    partitions: Range<usize>,
    cursor: Option<Cursor>,
    next: Option<Entry>,
    lookup: Lookup<'a>,
    is_table: bool,
}

impl AccountRows<'_> {
    /// Gives the row the owners of its account; false where it names one that the file does not have.
    pub(super) fn complete(&mut self, number: u64, row: &mut Row) -> Result<bool, Error> {
        if !row.case.ownership.owners.is_empty() || row.account_id.is_none() {
            return Ok(true);
        }
        let mut found = false;
        while let Some(place) = self.place_of(number)? {
            if let Ok(account) = self.lookup.read(Start { byte_offset: place.who, lines: place.row })? {
                join_owners(&mut row.case.ownership, account.case.ownership, found && self.is_table);
                found = true;
            }
        }
        Ok(found)
    }

    /// The next place of a row; those of rows before it are passed over.
    fn place_of(&mut self, number: u64) -> Result<Option<Entry>, Error> {
        loop {
            match self.next.take() {
                Some(entry) if entry.key == u128::from(number) => return Ok(Some(entry)),
                Some(entry) if entry.key > u128::from(number) => {
                    self.next = Some(entry);
                    return Ok(None);
                }
                _ => {}
            }
            if !self.step().map_err(Error::reading(PLACES))? {
                return Ok(None);
            }
        }
    }

    /// Reads the next place; false after the last.
    fn step(&mut self) -> std::io::Result<bool> {
        loop {
            if let Some(entry) = self.cursor.as_mut().and_then(Iterator::next) {
                self.next = Some(entry?);
                return Ok(true);
            }
            let Some(partition) = self.partitions.next() else { return Ok(false) };
            self.cursor = Some(self.places.partition(partition)?.read()?);
        }
    }
}

/// A table may have a row for each owner of an account: they add up, and its state is the first row's. Of two objects of
/// one account the later one holds: a file that is appended to has the newest last.
fn join_owners(ownership: &mut Ownership, more: Ownership, is_known: bool) {
    if !is_known {
        *ownership = more;
        return;
    }
    ownership.has_more |= more.has_more || ownership.owners.len() + more.owners.len() > CAP_OWNERS + 1;
    ownership.owners.extend(more.owners);
}
