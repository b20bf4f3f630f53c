//! What earlier files had, by keyed hash: an embedded store of keys, applicants and the day when they were last seen.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use redb::{
    Builder, Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, StorageError, Table, TableDefinition,
    WriteTransaction,
};

use super::past::{MEMBER_BYTES, Past, member};
use super::reuse::Keyer;
use super::secret::Secret;
use super::spill::{Entry, Partitioning, Spill, private};

/// Key and applicant, big end first, and the day when the applicant was last seen with it.
const SEEN: TableDefinition<'_, &[u8; MEMBER_BYTES], u32> = TableDefinition::new("seen");
/// Facts about the store.
const ABOUT: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("ownermatch history");
const FORMAT: &str = "format";
const KEY_CHECK: &str = "key check";
/// The format that this version writes and reads.
const VERSION: [u8; 4] = 1_u32.to_le_bytes();
/// Bytes of the store that are held in memory.
const CACHE_BYTES: usize = 32 << 20;
/// Uses that one transaction adds or drops.
const MOST_CHANGES: usize = 500_000;
const SECONDS_A_DAY: i64 = 86_400;

/// Why a history cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum HistoryError {
    /// Another process has it open.
    #[error("{}: another run is using this history; wait for it, or give this run one of its own", .0.display())]
    InUse(PathBuf),
    /// Some other file.
    #[error("{}: this file is no history; name one that is, or a file that is not there yet", .0.display())]
    NotHistory(PathBuf),
    /// The hashes were made with another key, and would never agree.
    #[error("{}: the history was written with another key; give that key, or begin with another history", .0.display())]
    OtherKey(PathBuf),
    /// Written by another version.
    #[error("{}: another version of ownermatch wrote this history; use that version, or begin with another history", .0.display())]
    OtherVersion(PathBuf),
    /// No right to write.
    #[error("{}: the history cannot be written; check its rights and its folder's", .0.display())]
    ReadOnly(PathBuf),
    /// No room.
    #[error("{}: the disk is full; make room and resume, nothing is lost", .0.display())]
    Full(PathBuf),
    /// Contents that contradict themselves.
    #[error("{}: the history is damaged; put a copy back, or begin with another history", .0.display())]
    Damaged(PathBuf),
    /// Any other fault of a file, which says where.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl HistoryError {
    fn of_io(path: &Path, error: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match error.kind() {
            InvalidData => Self::NotHistory(path.to_owned()),
            PermissionDenied | ReadOnlyFilesystem => Self::ReadOnly(path.to_owned()),
            StorageFull | QuotaExceeded => Self::Full(path.to_owned()),
            _ => Self::Io(super::spill::of(path)(error)),
        }
    }

    fn of_store(path: &Path, error: impl Into<redb::Error>) -> Self {
        match error.into() {
            redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => Self::InUse(path.to_owned()),
            redb::Error::UpgradeRequired(_) => Self::OtherVersion(path.to_owned()),
            redb::Error::Io(error) => Self::of_io(path, error),
            redb::Error::TableTypeMismatch { .. }
            | redb::Error::TableIsMultimap(_)
            | redb::Error::TableDoesNotExist(_)
            | redb::Error::TypeDefinitionChanged { .. } => Self::NotHistory(path.to_owned()),
            // Its text may hold bytes of the file.
            _ => Self::Damaged(path.to_owned()),
        }
    }
}

/// When something was last seen, and since when it is too old to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Age {
    today: u32,
    oldest: u32,
}

impl Age {
    /// As of `now` in unix seconds; `keep_days` after the day when it was last seen, a use no longer counts.
    pub(crate) fn of(now: i64, keep_days: Option<u32>) -> Self {
        let today = u32::try_from(now.div_euclid(SECONDS_A_DAY).max(0)).unwrap_or(u32::MAX);
        Self { today, oldest: keep_days.map_or(0, |days| today.saturating_sub(days)) }
    }
}

/// The store. It holds keyed hashes and days, and nothing from which either could be told without the key.
#[derive(Debug)]
pub(crate) struct History {
    path: PathBuf,
    store: Database,
}

impl History {
    /// Opens a history, or begins one in a file with mode 0600; while it is open, no other process can open it.
    ///
    /// # Errors
    /// In use, some other file, another key or version, or a fault of the file.
    pub(crate) fn open(path: &Path, secret: &Secret) -> Result<Self, HistoryError> {
        private().read(true).write(true).open(path).map_err(|error| HistoryError::of_io(path, error))?;
        let store = Builder::new().set_cache_size(CACHE_BYTES).create(path);
        let store = store.map_err(|error| HistoryError::of_store(path, error))?;
        let history = Self { path: path.to_owned(), store };
        history.check(&Keyer::new(secret).check())?;
        Ok(history)
    }

    /// How many uses are in it.
    ///
    /// # Errors
    /// A fault of the file.
    pub(crate) fn len(&self) -> Result<u64, HistoryError> {
        let len = || -> Result<u64, redb::Error> { Ok(self.store.begin_read()?.open_table(SEEN)?.len()?) };
        len().map_err(self.fault())
    }

    /// Writes what still counts to a file of the run's own, so that all of the run sees the history as it was.
    ///
    /// # Errors
    /// A fault of either file.
    pub(crate) fn pin(&self, to: &Path, age: Age) -> Result<Past, HistoryError> {
        let read = self.store.begin_read().map_err(self.fault())?;
        let seen = read.open_table(SEEN).map_err(self.fault())?;
        let all = seen.iter().map_err(self.fault())?;
        let counting = all.filter_map(|entry| match entry {
            Ok((member, day)) => (day.value() >= age.oldest).then(|| Ok(*member.value())),
            Err(error) => Some(Err(self.fault()(error))),
        });
        Past::write(to, counting)
    }

    /// Adds a file's uses, and drops what is too old. To do it again, in whole or after a kill amid it, changes nothing:
    /// a use has one place, and its day only grows.
    ///
    /// # Errors
    /// A fault of the store or of the spill.
    pub(crate) fn commit(&self, spill: &Spill, age: Age) -> Result<(), HistoryError> {
        let mut uses = uses(spill).peekable();
        while uses.peek().is_some() {
            self.add(uses.by_ref().take(MOST_CHANGES), age.today)?;
        }
        let pieces = self.len()? / MOST_CHANGES as u64 + 1;
        let pieces = if age.oldest > 0 { pieces.min(256) } else { 0 };
        for piece in 0..pieces {
            let [from, to] = [piece, piece + 1].map(|piece| (piece * 256 / pieces) as u16);
            self.purge(from as u8..=(to - 1) as u8, age.oldest).map_err(self.fault())?;
        }
        Ok(())
    }

    fn add(&self, uses: impl Iterator<Item = io::Result<Use>>, today: u32) -> Result<(), HistoryError> {
        let write = self.begin().map_err(self.fault())?;
        let mut seen = write.open_table(SEEN).map_err(self.fault())?;
        for member in uses {
            see(&mut seen, &member?, today).map_err(self.fault())?;
        }
        drop(seen);
        write.commit().map_err(self.fault())
    }

    fn purge(&self, partitions: RangeInclusive<u8>, oldest: u32) -> Result<(), redb::Error> {
        let (mut from, mut to) = ([0; MEMBER_BYTES], [u8::MAX; MEMBER_BYTES]);
        (from[0], to[0]) = partitions.into_inner();
        let write = self.begin()?;
        write.open_table(SEEN)?.retain_in::<&Use, _>(&from..=&to, |_, day| day >= oldest)?;
        Ok(write.commit()?)
    }

    /// Ready to be opened at once after a kill, without a walk through all of it.
    fn begin(&self) -> Result<WriteTransaction, redb::Error> {
        let mut write = self.store.begin_write()?;
        write.set_quick_repair(true);
        Ok(write)
    }

    fn check(&self, key_check: &[u8; 16]) -> Result<(), HistoryError> {
        let found = self.about(key_check).map_err(self.fault())?;
        let refuse = |why: fn(PathBuf) -> HistoryError| Err(why(self.path.clone()));
        match found {
            None => refuse(HistoryError::NotHistory),
            Some([format, _]) if format != VERSION => refuse(HistoryError::OtherVersion),
            Some([_, check]) if check != key_check => refuse(HistoryError::OtherKey),
            Some(_) => Ok(()),
        }
    }

    /// Format and key check, written first where the store is new; `None` where the store is something else.
    fn about(&self, key_check: &[u8; 16]) -> Result<Option<[Vec<u8>; 2]>, redb::Error> {
        let read = self.store.begin_read()?;
        if read.list_tables()?.next().is_none() && read.list_multimap_tables()?.next().is_none() {
            let write = self.begin()?;
            write.open_table(SEEN)?;
            let mut about = write.open_table(ABOUT)?;
            about.insert(FORMAT, &VERSION[..])?;
            about.insert(KEY_CHECK, &key_check[..])?;
            drop(about);
            write.commit()?;
        }
        let about = self.store.begin_read()?.open_table(ABOUT)?;
        let fact = |name: &str| Ok::<_, redb::Error>(about.get(name)?.map(|fact| fact.value().to_vec()));
        Ok(fact(FORMAT)?.zip(fact(KEY_CHECK)?).map(|(format, check)| [format, check]))
    }

    fn fault<E: Into<redb::Error>>(&self) -> impl Fn(E) -> HistoryError {
        |error| HistoryError::of_store(&self.path, error)
    }
}

type Use = [u8; MEMBER_BYTES];

/// The distinct uses of a file, ascending: what is inserted in order touches each page of the store once.
fn uses(spill: &Spill) -> impl Iterator<Item = io::Result<Use>> {
    let partitions = 0..Partitioning::ByTopByte.count();
    let all = partitions.flat_map(|partition| -> Box<dyn Iterator<Item = io::Result<Entry>>> {
        match spill.partition(partition).and_then(|sorted| sorted.read()) {
            Ok(cursor) => Box::new(cursor),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    });
    let mut last = None;
    all.map(|entry| entry.map(|entry| member(entry.key, entry.who))).filter(move |member| {
        member.is_err() || last.replace(member.as_ref().ok().copied()) != Some(member.as_ref().ok().copied())
    })
}

fn see(seen: &mut Table<'_, &Use, u32>, member: &Use, today: u32) -> Result<(), StorageError> {
    let is_news = seen.get(member)?.is_none_or(|day| day.value() < today);
    if is_news {
        seen.insert(member, today)?;
    }
    Ok(())
}
