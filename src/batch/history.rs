//! What earlier files had, by keyed hash: an embedded store of keys, applicants and the day when they were last seen.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use redb::{
    Builder, Database, ReadableDatabase, ReadableTable, ReadableTableMetadata, StorageError, Table, TableDefinition,
    WriteTransaction,
};

use super::folder::private;
use super::past::{MEMBER_BYTES, Past, member};
use super::reuse::Keyer;
use super::secret::Secret;
use super::spill::{Entry, Partitioning, Spill};

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
pub enum HistoryError {
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
            redb::Error::PreviousIo => {
                Self::Io(super::spill::of(path)(io::Error::other("an earlier fault of the file")))
            }
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::Instant;

    use super::super::count::{Counted, Counting};
    use super::super::reuse::Thresholds;
    use super::super::scratch::Scratch;
    use super::*;

    const DAY: i64 = SECONDS_A_DAY;

    fn secret(digit: &str) -> Secret {
        Secret::from_hex(&digit.repeat(64)).expect("a key")
    }

    fn day(number: i64) -> Age {
        Age::of(number * DAY, None)
    }

    /// A history in a folder of its own, and files that name accounts by a number and applicants by another.
    struct Scene {
        scratch: Scratch,
    }

    impl Scene {
        fn new() -> Self {
            Self { scratch: Scratch::new() }
        }

        fn path(&self) -> PathBuf {
            self.scratch.path().join("history.redb")
        }

        fn open(&self) -> History {
            History::open(&self.path(), &secret("1")).expect("a history")
        }

        fn file(&self, uses: impl IntoIterator<Item = (u128, u64)>) -> Spill {
            let spill = Spill::create(self.scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill");
            let mut writer = spill.writer();
            for ((account, who), row) in uses.into_iter().zip(0..) {
                writer.push(Entry { key: account << 100 & !3, who, row }).expect("room");
            }
            writer.finish().expect("room");
            spill
        }

        fn run(&self, uses: &[(u128, u64)], age: Age) -> Counted {
            let (spill, history) = (self.file(uses.iter().copied()), self.open());
            let past = history.pin(&self.scratch.path().join("past"), age).expect("a past");
            let notes = Spill::create(self.scratch.path(), "notes", Partitioning::of_rows(9)).expect("a spill");
            let mut writer = notes.writer();
            let counting = Counting { spill: &spill, thresholds: Thresholds::default(), past: Some(&past) };
            let parts = (0..256).map(|partition| counting.partition(partition, &mut writer).expect("a partition"));
            let counted = parts.fold(Counted::default(), Counted::merge);
            writer.finish().expect("room");
            history.commit(&spill, age).expect("a commit");
            counted
        }

        fn contents(&self) -> Vec<(Use, u32)> {
            let history = self.open();
            let seen = history.store.begin_read().expect("a read").open_table(SEEN).expect("a table");
            let all = seen.iter().expect("entries").map(|entry| entry.expect("an entry"));
            all.map(|(member, day)| (*member.value(), day.value())).collect()
        }
    }

    #[test]
    fn the_second_file_is_seen_against_the_first() {
        let scene = Scene::new();
        assert!(scene.run(&[(1, 10), (2, 20), (1, 10)], day(100)).largest.is_empty());
        let counted = scene.run(&[(1, 11), (2, 20)], day(101));
        assert_eq!(
            counted.largest.iter().map(|cluster| (cluster.applicants, cluster.rows)).collect::<Vec<_>>(),
            [(2, 1)]
        );
        assert_eq!(scene.open().len().expect("a length"), 3);
    }

    #[test]
    fn the_same_file_again_changes_nothing() {
        let scene = Scene::new();
        let uses = [(1, 10), (2, 20), (255, 20), (1 << 20, 7)];
        let first = scene.run(&uses, day(100));
        let contents = scene.contents();
        assert_eq!((scene.run(&uses, day(100)), scene.contents()), (first.clone(), contents.clone()));
        assert_eq!((scene.run(&uses, day(99)), scene.contents()), (first, contents));
    }

    #[test]
    fn what_was_not_seen_for_long_is_dropped_and_does_not_count_before_it_is() {
        let scene = Scene::new();
        scene.run(&[(1, 10), (2, 20), (1 << 27, 30)], day(100));
        scene.run(&[(2, 20)], day(105));
        assert_eq!(scene.run(&[(1, 11)], Age::of(110 * DAY, Some(10))).largest.len(), 1);
        assert_eq!(scene.run(&[(1, 12)], Age::of(120 * DAY, Some(10))).largest.len(), 1, "the one of day 110 counts");
        assert!(scene.run(&[(2, 21)], Age::of(120 * DAY, Some(10))).largest.is_empty(), "that of day 105 does not");
        assert_eq!(scene.contents().iter().map(|(_, day)| *day).collect::<Vec<_>>(), [110, 120, 120]);
    }

    #[test]
    fn a_run_that_died_before_its_commit_leaves_no_trace() {
        let scene = Scene::new();
        scene.run(&[(1, 10)], day(100));
        let contents = scene.contents();
        let history = scene.open();
        let write = history.begin().expect("a write");
        see(&mut write.open_table(SEEN).expect("a table"), &member(9, 9), 100).expect("an insert");
        // As a kill leaves the file: copied while it is open and being written to.
        let killed = Scene::new();
        fs::copy(scene.path(), killed.path()).expect("a copy");
        drop(write);
        drop(history);
        assert_eq!(scene.contents(), contents);
        assert_eq!(killed.contents(), contents);
    }

    #[test]
    fn a_kill_between_two_transactions_leaves_a_history_that_opens() {
        let [scene, killed] = [Scene::new(), Scene::new()];
        let history = scene.open();
        let spill = scene.file((0..500).map(|at| (1 << 20 | at, 7)));
        history.add(uses(&spill).take(300), 100).expect("the first part");
        fs::copy(scene.path(), killed.path()).expect("a copy");
        assert_eq!(killed.contents().len(), 300);
        killed.open().commit(&spill, day(100)).expect("the whole");
        history.commit(&spill, day(100)).expect("the whole");
        drop(history);
        assert_eq!(killed.contents(), scene.contents());
        assert_eq!(scene.contents().len(), 500);
    }

    #[test]
    fn half_a_commit_is_finished_by_the_next() {
        let scene = Scene::new();
        let spill = scene.file([(1, 10), (2, 20), (3, 30)]);
        scene.open().add(uses(&spill).take(2), 100).expect("the first half");
        assert_eq!(scene.open().len().expect("a length"), 2);
        scene.open().commit(&spill, day(100)).expect("a commit");
        let members = [(1, 10), (2, 20), (3, 30)].map(|(account, who): (u128, u64)| member(account << 100, who));
        assert_eq!(scene.contents(), members.map(|member| (member, 100)));
    }

    #[test]
    fn a_past_stays_as_it_was_pinned() {
        let scene = Scene::new();
        scene.run(&[(1, 10)], day(100));
        let past = scene.open().pin(&scene.scratch.path().join("pinned"), day(100)).expect("a past");
        scene.run(&[(1, 11)], day(100));
        assert_eq!((past.len(), scene.open().len().expect("a length")), (1, 2));
        assert_eq!(Past::open(&scene.scratch.path().join("pinned")).expect("a past").len(), 1);
    }

    #[test]
    fn another_key_is_told_and_the_contents_stay() {
        let scene = Scene::new();
        scene.run(&[(1, 10)], day(100));
        let error = History::open(&scene.path(), &secret("2")).expect_err("another key");
        assert!(matches!(error, HistoryError::OtherKey(_)) && error.to_string().contains("another key"), "{error}");
        assert_eq!(scene.contents().len(), 1);
    }

    #[test]
    fn two_cannot_have_it_open() {
        let scene = Scene::new();
        let first = scene.open();
        assert!(matches!(History::open(&scene.path(), &secret("1")), Err(HistoryError::InUse(_))));
        drop(first);
        assert!(History::open(&scene.path(), &secret("1")).is_ok());
    }

    #[test]
    fn what_is_no_history_is_refused_and_left_as_it_is() {
        let scene = Scene::new();
        fs::write(scene.path(), "id,name,email\n".repeat(1000)).expect("a file");
        let before = fs::read(scene.path()).expect("a file");
        assert!(matches!(History::open(&scene.path(), &secret("1")), Err(HistoryError::NotHistory(_))));
        assert_eq!(fs::read(scene.path()).expect("a file"), before);
        let other = scene.scratch.path().join("other.redb");
        let store = Database::create(&other).expect("a store");
        let write = store.begin_write().expect("a write");
        write.open_table(TableDefinition::<u64, u64>::new("others")).expect("a table");
        write.commit().expect("a commit");
        drop(store);
        assert!(matches!(History::open(&other, &secret("1")), Err(HistoryError::NotHistory(_))));
        assert!(matches!(History::open(scene.scratch.path(), &secret("1")), Err(HistoryError::Io(_))));
        assert!(matches!(History::open(&other.join("x"), &secret("1")), Err(HistoryError::Io(_))));
    }

    #[test]
    fn another_format_is_told() {
        let scene = Scene::new();
        let history = scene.open();
        let write = history.begin().expect("a write");
        write.open_table(ABOUT).expect("a table").insert(FORMAT, &[9_u8, 0, 0, 0][..]).expect("an insert");
        write.commit().expect("a commit");
        drop(history);
        assert!(matches!(History::open(&scene.path(), &secret("1")), Err(HistoryError::OtherVersion(_))));
    }

    #[test]
    fn a_damaged_store_is_an_error_and_no_panic() {
        let scene = Scene::new();
        scene.run(&[(1, 10), (2, 20)], day(100));
        let whole = fs::read(scene.path()).expect("a file");
        fs::write(scene.path(), &whole[..whole.len() / 2]).expect("a file");
        assert!(History::open(&scene.path(), &secret("1")).is_err());
    }

    #[test]
    fn faults_of_the_disk_say_what_to_do() {
        let text = |kind: io::ErrorKind| HistoryError::of_io(Path::new("h.redb"), kind.into()).to_string();
        assert!(text(io::ErrorKind::StorageFull).contains("make room"));
        assert!(text(io::ErrorKind::ReadOnlyFilesystem).contains("cannot be written"));
        assert!(text(io::ErrorKind::PermissionDenied).contains("rights"));
        assert!(text(io::ErrorKind::Other).starts_with("h.redb: "));
    }

    #[cfg(unix)]
    #[test]
    fn its_files_are_their_owners_alone() {
        use std::os::unix::fs::MetadataExt;
        let scene = Scene::new();
        scene.run(&[(1, 10)], day(100));
        for file in [scene.path(), scene.scratch.path().join("past")] {
            assert_eq!(fs::metadata(&file).expect("a file").mode() & 0o777, 0o600, "{}", file.display());
        }
    }

    #[test]
    fn nothing_that_an_applicant_gave_is_in_any_file() {
        use crate::case::{Line, read_row};
        use crate::record::Record;
        let scene = Scene::new();
        let line = r#"{"applicant":{"id":"applicant-77","name":"Jenny Rosen","email":"jenny.rosen@example.com",
            "phone":"(415) 279-4774","address":"12 Oak Lane, Springfield, IL 62704"},"account":"fca_98765"}"#;
        let row = read_row(&Line::new(1, 0, line.as_bytes().to_vec())).expect("a row");
        let record = Record::read_applicant(&row.case.applicant, crate::Region::default());
        let spill = Spill::create(scene.scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill");
        let mut writer = spill.writer();
        let entries = Keyer::new(&secret("1")).entries(&row, &record, 0);
        assert_eq!(entries.len(), 4);
        entries.into_iter().for_each(|entry| writer.push(entry).expect("room"));
        writer.finish().expect("room");
        scene.open().commit(&spill, day(100)).expect("a commit");
        scene.open().pin(&scene.scratch.path().join("past"), day(100)).expect("a past");
        for file in fs::read_dir(scene.scratch.path()).expect("a folder") {
            let bytes = fs::read(file.expect("a file").path()).expect("a file").to_ascii_lowercase();
            for value in
                ["jenny", "rosen", "4152794774", "279", "oak", "62704", "fca_98765", "applicant-77", "1111111111"]
            {
                let is_there = bytes.windows(value.len()).any(|window| window == value.as_bytes());
                assert!(!is_there || value.len() < 4, "{value}");
            }
        }
    }

    #[test]
    #[ignore = "a measurement: cargo test --release -- --ignored --nocapture measured"]
    fn four_million_new_uses_are_measured() {
        let scene = Scene::new();
        let peak = || fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = || peak().lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
        let mix = |seed: u64| (seed ^ seed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) ^ seed.rotate_left(31);
        for (file, today) in [(1, 100), (2, 101), (2, 101)] {
            let start = Instant::now();
            let uses = (0..4_000_000_u64).map(|at| (u128::from(mix(at * 7 + file) >> 36), mix(at)));
            let spill = scene.file(uses);
            eprintln!("spilled: {:?}, {}", start.elapsed(), peak());
            let (start, history) = (Instant::now(), scene.open());
            let past = history.pin(&scene.scratch.path().join("past"), day(today)).expect("a past");
            eprintln!("pinned {}: {:?}, {}", past.len(), start.elapsed(), peak());
            let start = Instant::now();
            history.commit(&spill, Age::of(today * DAY, Some(50))).expect("a commit");
            let size = fs::metadata(scene.path()).expect("a file").len() >> 20;
            eprintln!("committed {}: {:?}, {}, {size} MiB", history.len().expect("a length"), start.elapsed(), peak());
        }
        let start = Instant::now();
        let history = scene.open();
        history.commit(&scene.file([]), Age::of(151 * DAY, Some(50))).expect("a purge");
        eprintln!("purged to {}: {:?}, {}", history.len().expect("a length"), start.elapsed(), peak());
    }
}
