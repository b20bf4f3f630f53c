//! External memory for entries of one size: pushed in any order by many workers, read back sorted a partition at a time.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::folder::{private, with_ending};
use super::sorted::{Sorted, Sorter};

/// Bytes of an entry in a file.
pub(crate) const ENTRY_BYTES: usize = 32;
/// Bytes that one writer holds back, over all its partitions.
const WRITER_MEMORY: usize = 4 << 20;
/// Bytes that sorting one partition takes.
const SORT_MEMORY: usize = 32 << 20;
/// What stands for the worker in the name of a sort's run.
const SORTING: &str = "sorting.";
/// Most partitions by row: a writer's share for each is then a page.
const MOST_ROW_PARTITIONS: u64 = 1024;
/// Fewest rows of a partition: with a note each they are 4 MiB once they are read.
const FEWEST_ROWS: u64 = 1 << 16;

/// One use of a key: by whom, in which row. Entries order by these three, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// What was used; the partition follows from it.
    pub key: u128,
    /// Who used it.
    pub who: u64,
    /// Where.
    pub row: u64,
}

/// A keyed hash tells nothing, and a row nothing of whom it is about; still, an entry is no text for people.
impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Entry(row {})", self.row)
    }
}

impl Entry {
    pub(crate) fn to_bytes(self) -> [u8; ENTRY_BYTES] {
        let mut bytes = [0; ENTRY_BYTES];
        bytes[..16].copy_from_slice(&self.key.to_le_bytes());
        bytes[16..24].copy_from_slice(&self.who.to_le_bytes());
        bytes[24..].copy_from_slice(&self.row.to_le_bytes());
        bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8; ENTRY_BYTES]) -> Self {
        let [mut key, mut who, mut row] = [[0; 16], [0; 16], [0; 16]];
        key.copy_from_slice(&bytes[..16]);
        who[..8].copy_from_slice(&bytes[16..24]);
        row[..8].copy_from_slice(&bytes[24..]);
        let [key, who, row] = [key, who, row].map(u128::from_le_bytes);
        Self { key, who: who as u64, row: row as u64 }
    }

    /// The next entry of a source; `None` at its end.
    pub(crate) fn read(source: &mut impl Read) -> io::Result<Option<Self>> {
        let mut bytes = [0; ENTRY_BYTES];
        let mut filled = 0;
        while filled < ENTRY_BYTES {
            match source.read(&mut bytes[filled..]) {
                Ok(0) if filled == 0 => return Ok(None),
                Ok(0) => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends amid an entry")),
                Ok(more) => filled += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(Self::from_bytes(&bytes)))
    }
}

/// Which partition an entry goes to. Partitions ascend with the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Partitioning {
    /// 256 partitions by the key's top byte, for keys that are hashes.
    ByTopByte,
    /// The key is a row's number.
    ByRow {
        /// Rows of a partition.
        each: u64,
        /// How many partitions; the last takes what lies beyond.
        count: usize,
    },
}

impl Partitioning {
    /// By row, for a file of about so many.
    pub(crate) fn of_rows(rows: u64) -> Self {
        let each = rows.div_ceil(MOST_ROW_PARTITIONS).max(FEWEST_ROWS);
        Self::ByRow { each, count: rows.div_ceil(each).max(1) as usize }
    }

    /// How many partitions there are.
    pub(crate) fn count(self) -> usize {
        match self {
            Self::ByTopByte => 256,
            Self::ByRow { count, .. } => count,
        }
    }

    /// The partition of a key.
    pub(crate) fn of(self, key: u128) -> usize {
        match self {
            Self::ByTopByte => (key >> 120) as usize,
            Self::ByRow { each, count } => {
                usize::try_from(key / u128::from(each)).map_or(count - 1, |n| n.min(count - 1))
            }
        }
    }
}

/// A folder's files of entries, one for each worker and partition: `<name>.<worker>.<partition>`, readable by their owner alone.
#[derive(Debug)]
pub(crate) struct Spill {
    folder: PathBuf,
    name: String,
    partitioning: Partitioning,
    workers: AtomicU32,
    sorts: AtomicU32,
    memory: usize,
}

impl Spill {
    /// An empty spill; files of that name that an earlier run left are removed.
    ///
    /// # Errors
    /// The folder cannot be read or cleared.
    pub(crate) fn create(folder: &Path, name: &str, partitioning: Partitioning) -> io::Result<Self> {
        let spill = Self::open(folder, name, partitioning)?;
        spill.remove()?;
        spill.workers.store(0, Ordering::Relaxed);
        Ok(spill)
    }

    /// The spill that an earlier process wrote to its end.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(crate) fn open(folder: &Path, name: &str, partitioning: Partitioning) -> io::Result<Self> {
        let spill = Self {
            folder: folder.to_owned(),
            name: name.to_owned(),
            partitioning,
            workers: AtomicU32::new(0),
            sorts: AtomicU32::new(0),
            memory: SORT_MEMORY,
        };
        let workers = spill.files()?.into_iter().filter_map(|(_, worker)| Some(worker? + 1)).max().unwrap_or(0);
        spill.workers.store(workers, Ordering::Relaxed);
        Ok(spill)
    }

    /// With another bound on the bytes that sorting a partition takes; as many partitions as are asked for at once take
    /// it each.
    #[must_use]
    pub(crate) fn memory(mut self, bytes: usize) -> Self {
        self.memory = bytes;
        self
    }

    /// How entries are spread.
    pub(crate) fn partitioning(&self) -> Partitioning {
        self.partitioning
    }

    /// A writer of its own for one worker.
    pub(crate) fn writer(&self) -> SpillWriter {
        let worker = self.workers.fetch_add(1, Ordering::Relaxed);
        let partitions = self.partitioning.count();
        let share = (WRITER_MEMORY / partitions).clamp(ENTRY_BYTES, 64 << 10) / ENTRY_BYTES * ENTRY_BYTES;
        let stem = self.folder.join(format!("{}.{worker}", self.name));
        SpillWriter { stem, partitioning: self.partitioning, share, held: vec![Vec::new(); partitions] }
    }

    /// All entries of a partition, sorted; every writer must have finished.
    ///
    /// # Errors
    /// A file cannot be read, or the runs of a partition that is larger than memory cannot be written.
    pub(crate) fn partition(&self, partition: usize) -> io::Result<Sorted> {
        let paths = self.paths(partition);
        let bytes: u64 = paths.iter().filter_map(|path| fs::metadata(path).ok()).map(|meta| meta.len()).sum();
        let sort = self.sorts.fetch_add(1, Ordering::Relaxed);
        let stem = self.folder.join(format!("{}.{SORTING}{sort}", self.name));
        let mut entries = Sorter::new(stem, self.memory, bytes / ENTRY_BYTES as u64);
        for path in paths {
            match File::open(&path) {
                Ok(file) => entries.take_all(file, &path)?,
                // A worker that had none for this partition.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(of(&path)(error)),
            }
        }
        entries.sort()
    }

    /// Bytes of all its files: what a power cut took away is missed.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(crate) fn bytes(&self) -> io::Result<u64> {
        let whole = self.files()?.into_iter().filter(|(_, worker)| worker.is_some());
        whole.map(|(path, _)| fs::metadata(&path).map(|meta| meta.len()).map_err(of(&path))).sum()
    }

    /// Removes every file of the spill.
    ///
    /// # Errors
    /// The folder cannot be read, or a file not be removed.
    pub(crate) fn remove(&self) -> io::Result<()> {
        self.files()?.into_iter().try_for_each(|(path, _)| fs::remove_file(&path).map_err(of(&path)))
    }

    fn paths(&self, partition: usize) -> Vec<PathBuf> {
        let workers = 0..self.workers.load(Ordering::Relaxed);
        workers.map(|worker| self.folder.join(format!("{}.{worker}.{partition}", self.name))).collect()
    }

    /// The files of this name, with the worker that wrote them; runs of a sort have none.
    fn files(&self) -> io::Result<Vec<(PathBuf, Option<u32>)>> {
        let prefix = format!("{}.", self.name);
        let worker_of = |name: &str| {
            let rest = name.strip_prefix(&prefix)?;
            let (worker, partition) = rest.split_once('.')?;
            let is_whole = partition.parse::<u32>().is_ok();
            if rest.starts_with(SORTING) { Some(None) } else { worker.parse().ok().filter(|_| is_whole).map(Some) }
        };
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(of(&self.folder))? {
            let entry = entry.map_err(of(&self.folder))?;
            files.extend(entry.file_name().to_str().and_then(worker_of).map(|worker| (entry.path(), worker)));
        }
        Ok(files)
    }
}

/// One worker's way in.
#[derive(Debug)]
#[must_use = "what a writer holds back is lost unless it is finished"]
pub(crate) struct SpillWriter {
    stem: PathBuf,
    partitioning: Partitioning,
    share: usize,
    held: Vec<Vec<u8>>,
}

impl SpillWriter {
    /// Takes an entry in.
    ///
    /// # Errors
    /// The partition's file cannot be written.
    pub(crate) fn push(&mut self, entry: Entry) -> io::Result<()> {
        let partition = self.partitioning.of(entry.key);
        let held = &mut self.held[partition];
        held.extend_from_slice(&entry.to_bytes());
        if held.len() >= self.share { self.flush(partition) } else { Ok(()) }
    }

    /// Writes what is held back.
    ///
    /// # Errors
    /// A partition's file cannot be written.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        (0..self.held.len()).try_for_each(|partition| self.flush(partition))
    }

    /// Opened anew each time: 256 files a worker would soon be more than a process may have open, and to open one costs as
    /// much as hashing a few of the hundreds of entries that are written.
    fn flush(&mut self, partition: usize) -> io::Result<()> {
        let held = &mut self.held[partition];
        if held.is_empty() {
            return Ok(());
        }
        let path = with_ending(&self.stem, &partition.to_string());
        private().append(true).open(&path).and_then(|mut file| file.write_all(held)).map_err(of(&path))?;
        held.clear();
        Ok(())
    }
}

/// The same error, of the same kind, with the file that it is about.
pub(crate) fn of(path: &Path) -> impl Fn(io::Error) -> io::Error {
    let path = path.to_owned();
    move |error| io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::scratch::Scratch;
    use super::*;

    fn entry(key: u128, who: u64, row: u64) -> Entry {
        Entry { key, who, row }
    }

    fn fill(spill: &Spill, parts: &[Vec<Entry>]) {
        for part in parts {
            let mut writer = spill.writer();
            part.iter().for_each(|entry| writer.push(*entry).expect("room"));
            writer.finish().expect("room");
        }
    }

    fn read(spill: &Spill, partition: usize) -> Vec<Entry> {
        let sorted = spill.partition(partition).expect("a partition");
        sorted.read().expect("a cursor").collect::<io::Result<_>>().expect("entries")
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("a file").file_name().into_string().expect("a plain name"))
            .collect();
        names.sort();
        names
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn partitions_hold_all_entries_sorted_whoever_wrote_them(
            rows in prop::collection::vec((0_u8..4, 0_u8..3, 0_u64..3, 0_u64..50, 0_usize..3), 0..200),
            memory in prop::sample::select(vec![0_usize, 64, 1000, 1 << 20]),
        ) {
            let scratch = Scratch::new();
            let spill = Spill::create(scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill").memory(memory);
            let mut parts = vec![Vec::new(); 3];
            let mut all = Vec::new();
            for (top, low, who, row, worker) in rows {
                let entry = entry(u128::from(top) << 120 | u128::from(low), who, row);
                parts[worker].push(entry);
                all.push(entry);
            }
            fill(&spill, &parts);
            all.sort_unstable();
            let found: Vec<Entry> = (0..256).flat_map(|partition| read(&spill, partition)).collect();
            prop_assert_eq!(found, all);
            prop_assert!(names(scratch.path()).iter().all(|name| !name.contains(SORTING)));
        }

        #[test]
        fn an_entry_survives_its_bytes(key: u128, who: u64, row: u64) {
            let whole = entry(key, who, row);
            prop_assert_eq!(Entry::from_bytes(&whole.to_bytes()), whole);
        }

        #[test]
        fn partitions_by_row_ascend_and_cover_every_row(rows in 0_u64..1 << 40, low: u64, high: u64) {
            let by_row = Partitioning::of_rows(rows);
            let [low, high] = [low.min(high), low.max(high)].map(|row| by_row.of(u128::from(row)));
            prop_assert!(low <= high && high < by_row.count() && by_row.count() <= 1024);
            prop_assert_eq!(by_row.of(u128::from(rows.saturating_sub(1))), by_row.count() - 1);
        }
    }

    #[test]
    fn one_key_of_many_entries_is_merged_in_several_rounds() {
        let scratch = Scratch::new();
        let spill = Spill::create(scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill").memory(4 * 32);
        let all: Vec<Entry> = (0..2000).map(|row| entry(7, 1_000 - row % 1_000, row)).collect();
        fill(&spill, &[all]);
        let sorted = spill.partition(0).expect("a partition");
        let found: Vec<Entry> = sorted.read().expect("a cursor").map(|entry| entry.expect("an entry")).collect();
        assert!(found.is_sorted() && found.len() == 2000);
        let mut behind = sorted.read().expect("a second cursor");
        behind.pass(1990).expect("a place");
        assert_eq!(behind.map(|entry| entry.expect("an entry")).collect::<Vec<_>>(), found[1990..]);
    }

    #[test]
    fn a_new_spill_forgets_what_was_there_and_an_opened_one_goes_on() {
        let scratch = Scratch::new();
        let by = Partitioning::ByTopByte;
        for other in ["seen.key", "seen.1.2.3", "unseen.0.0", "seen.x.0"] {
            fs::write(scratch.path().join(other), "").expect("a file");
        }
        fill(
            &Spill::create(scratch.path(), "seen", by).expect("a spill"),
            &[vec![entry(1, 1, 1)], vec![entry(1, 1, 0)]],
        );
        let again = Spill::open(scratch.path(), "seen", by).expect("a spill");
        fill(&again, &[vec![entry(1, 0, 9)]]);
        assert_eq!(read(&again, 0), [entry(1, 0, 9), entry(1, 1, 0), entry(1, 1, 1)]);
        assert!(read(&Spill::create(scratch.path(), "seen", by).expect("a spill"), 0).is_empty());
        assert_eq!(names(scratch.path()), ["seen.1.2.3", "seen.key", "seen.x.0", "unseen.0.0"]);
    }

    #[cfg(unix)]
    #[test]
    fn files_are_their_owners_alone() {
        use std::os::unix::fs::MetadataExt;
        let scratch = Scratch::new();
        let spill = Spill::create(scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill").memory(64);
        fill(&spill, &[(0..100).map(|row| entry(1, row, row)).collect()]);
        let sorted = spill.partition(0).expect("a partition");
        let files = names(scratch.path());
        assert!(files.iter().any(|name| name.contains(SORTING)), "{files:?}");
        for file in files {
            let mode = fs::metadata(scratch.path().join(&file)).expect("a file").mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
        let again = spill.partition(0).expect("the same partition at once");
        for sorted in [sorted, again] {
            assert_eq!(sorted.read().expect("a cursor").count(), 100);
        }
    }

    #[test]
    fn a_file_cut_amid_an_entry_is_told_with_its_name() {
        let scratch = Scratch::new();
        let spill = Spill::create(scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill");
        fill(&spill, &[vec![entry(1, 1, 1)]]);
        let file = private().write(true).open(scratch.path().join("seen.0.0")).expect("a file");
        file.set_len(31).expect("a shorter file");
        let error = spill.partition(0).expect_err("a torn entry");
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert!(error.to_string().contains("seen.0.0"), "{error}");
    }
}
