//! Who else gave the same: distinct applicants a key, counted in one pass over sorted partitions, noted for every row.

use std::collections::BinaryHeap;
use std::io;
use std::iter::Peekable;

use super::past::{Members, Past};
use super::reuse::{Kind, Thresholds};
use super::sorted::Cursor;
use super::spill::{Entry, Spill, SpillWriter};

/// Clusters that are kept for the report.
const MOST_CLUSTERS: usize = 32;
/// Rows of a cluster that are kept.
const MOST_ROWS: usize = 16;

/// One thing that several applicants gave. Two of a kind never begin in one row.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Cluster {
    /// What it is.
    pub kind: Kind,
    /// Applicants who gave it, earlier files included.
    pub applicants: u32,
    /// Rows of this file in which it stands.
    pub rows: u64,
    /// The first of these rows, in order; 16 at most.
    pub first_rows: Vec<u64>,
}

impl Cluster {
    /// The largest first; never by key, which another secret would change.
    fn rank(&self) -> impl Ord + use<> {
        (std::cmp::Reverse(self.applicants), self.kind, self.first_rows.first().copied())
    }
}

/// What was counted, of one partition or of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The largest clusters, the largest first; 32 at most.
    pub largest: Vec<Cluster>,
    /// Clusters of each kind that reach its threshold, by [`Kind`].
    pub clusters: [u64; 4],
    /// Rows in them.
    pub rows: [u64; 4],
}

impl Counted {
    /// Both together; the order does not matter.
    #[must_use]
    pub(crate) fn merge(mut self, other: Self) -> Self {
        for kind in Kind::ALL.map(|kind| kind as usize) {
            self.clusters[kind] += other.clusters[kind];
            self.rows[kind] += other.rows[kind];
        }
        self.largest.extend(other.largest);
        self.keep_largest();
        self
    }

    fn add(&mut self, cluster: Cluster) {
        self.clusters[cluster.kind as usize] += 1;
        self.rows[cluster.kind as usize] += cluster.rows;
        self.largest.push(cluster);
        if self.largest.len() >= 2 * MOST_CLUSTERS {
            self.keep_largest();
        }
    }

    fn keep_largest(&mut self) {
        self.largest.sort_by_cached_key(Cluster::rank);
        self.largest.truncate(MOST_CLUSTERS);
    }
}

/// Counts a file's uses, together with those of earlier files.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counting<'a> {
    /// The file's uses, by the key's top byte.
    pub spill: &'a Spill,
    /// From how many on a row gets a note.
    pub thresholds: Thresholds,
    /// Earlier files.
    pub past: Option<&'a Past>,
}

impl Counting<'_> {
    /// Counts one partition, and notes every row that shares something with enough others.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub(crate) fn partition(&self, partition: usize, notes: &mut SpillWriter) -> io::Result<Counted> {
        let sorted = self.spill.partition(partition)?;
        let mut members = self.past.map(|past| past.members(partition)).transpose()?;
        let mut ahead = sorted.read()?.peekable();
        let mut behind = sorted.read()?;
        let mut counted = Counted::default();
        while let Some(key) = peek_key(&mut ahead)? {
            let cluster = count(key, &mut ahead, members.as_mut())?;
            if self.thresholds.reach(cluster.kind, cluster.applicants) {
                note(&cluster, &mut behind, notes)?;
                counted.add(cluster);
            } else {
                behind.pass(cluster.rows)?;
            }
        }
        counted.keep_largest();
        Ok(counted)
    }
}

type Ahead = Peekable<Cursor>;

fn peek_key(ahead: &mut Ahead) -> io::Result<Option<u128>> {
    match ahead.peek() {
        Some(Ok(entry)) => Ok(Some(entry.key)),
        Some(Err(_)) => ahead.next().transpose().map(|_| None),
        None => Ok(None),
    }
}

/// Takes all entries of a key: two ascending lists of applicants, joined.
fn count(key: u128, ahead: &mut Ahead, mut members: Option<&mut Members>) -> io::Result<Cluster> {
    let mut earlier = || members.as_mut().map_or(Ok(None), |members| members.next_of(key));
    let mut applicants = 0_u64;
    let mut rows = 0;
    let mut first_rows = BinaryHeap::with_capacity(MOST_ROWS + 1);
    let mut last = None;
    let mut past = earlier()?;
    while let Some(entry) = ahead.next_if(|next| !matches!(next, Ok(entry) if entry.key != key)) {
        let entry = entry?;
        rows += 1;
        keep_first(&mut first_rows, entry.row);
        if last.replace(entry.who) == Some(entry.who) {
            continue;
        }
        applicants += 1;
        while let Some(who) = past.filter(|who| *who <= entry.who) {
            applicants += u64::from(who < entry.who);
            past = earlier()?;
        }
    }
    while past.is_some() {
        applicants += 1;
        past = earlier()?;
    }
    let applicants = u32::try_from(applicants).unwrap_or(u32::MAX);
    Ok(Cluster { kind: Kind::of(key), applicants, rows, first_rows: first_rows.into_sorted_vec() })
}

fn keep_first(rows: &mut BinaryHeap<u64>, row: u64) {
    if rows.len() < MOST_ROWS {
        rows.push(row);
    } else if let Some(mut most) = rows.peek_mut().filter(|most| **most > row) {
        *most = row;
    }
}

fn note(cluster: &Cluster, behind: &mut Cursor, notes: &mut SpillWriter) -> io::Result<()> {
    for entry in behind.by_ref().take(cluster.rows as usize) {
        notes.push(to_note(entry?.row, cluster.kind, cluster.applicants))?;
    }
    Ok(())
}

/// A note is an entry too: keyed by its row, with kind and count in place of the applicant.
pub(super) fn to_note(row: u64, kind: Kind, applicants: u32) -> Entry {
    Entry { key: u128::from(row), who: (kind as u64) << 32 | u64::from(applicants), row }
}

/// Kind and count of a note.
pub(super) fn of_note(note: Entry) -> (Kind, u32) {
    (Kind::of(u128::from(note.who >> 32)), note.who as u32)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::time::Instant;

    use proptest::prelude::*;

    use super::super::notes::NoteReader;
    use super::super::past::member;
    use super::super::scratch::Scratch;
    use super::super::spill::Partitioning;
    use super::*;
    use crate::record::Reused;

    /// Who gave which of a few values of each kind.
    type Given = (u64, [Option<u8>; 4]);

    /// A stand-in for the keyed hash: another salt, another order of keys and applicants.
    fn key(salt: u64, kind: Kind, value: u8) -> u128 {
        let mixed = u128::from(mix(salt ^ u64::from(value) << 8 ^ kind as u64)) << 64;
        mixed | u128::from(mix(salt ^ 0xFF ^ u64::from(value) << 16)) & !3 | kind as u128
    }

    fn mix(mut seed: u64) -> u64 {
        seed = (seed ^ seed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9).wrapping_add(0x9E37_79B9_7F4A_7C15);
        seed = (seed ^ seed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        seed ^ seed >> 31
    }

    fn uses(rows: &[Given]) -> impl Iterator<Item = (Kind, u8, u64, u64)> + '_ {
        rows.iter().zip(0..).flat_map(|((who, values), row)| {
            Kind::ALL.into_iter().zip(values).filter_map(move |(kind, value)| Some((kind, (*value)?, *who, row)))
        })
    }

    /// The definition: a set of applicants for each value.
    fn naive(rows: &[Given], past: &[Given], thresholds: Thresholds) -> (Counted, Vec<(u64, Reused)>) {
        let mut values: BTreeMap<(Kind, u8), (BTreeSet<u64>, Vec<u64>)> = BTreeMap::new();
        for (kind, value, who, row) in uses(rows) {
            let (applicants, of_rows) = values.entry((kind, value)).or_default();
            applicants.insert(who);
            of_rows.push(row);
        }
        for (kind, value, who, _) in uses(past) {
            values.entry((kind, value)).and_modify(|(applicants, _)| applicants.extend([who]));
        }
        let mut counted = Counted::default();
        let mut notes: BTreeMap<u64, Reused> = BTreeMap::new();
        for ((kind, _), (applicants, mut rows)) in values {
            let applicants = applicants.len() as u32;
            if thresholds.reach(kind, applicants) {
                rows.iter().for_each(|row| *kind.place(notes.entry(*row).or_default()) = Some(applicants));
                counted.clusters[kind as usize] += 1;
                counted.rows[kind as usize] += rows.len() as u64;
                let all = rows.len() as u64;
                rows.truncate(16);
                counted.largest.push(Cluster { kind, applicants, rows: all, first_rows: rows });
            }
        }
        counted
            .largest
            .sort_by_key(|cluster| (std::cmp::Reverse(cluster.applicants), cluster.kind, cluster.first_rows[0]));
        counted.largest.truncate(32);
        (counted, notes.into_iter().collect())
    }

    struct Run {
        salt: u64,
        workers: usize,
        memory: usize,
        thresholds: Thresholds,
    }

    impl Run {
        fn count(&self, rows: &[Given], past: &[Given]) -> (Counted, Vec<(u64, Reused)>) {
            let scratch = Scratch::new();
            let spill = self.spill(&scratch, rows);
            let past = self.past(&scratch, past);
            let notes =
                Spill::create(scratch.path(), "notes", Partitioning::ByRow { each: 7, count: 3 }).expect("a spill");
            let notes = notes.memory(self.memory);
            let counting = Counting { spill: &spill, thresholds: self.thresholds, past: Some(&past) };
            let mut writers: Vec<_> = (0..self.workers).map(|_| notes.writer()).collect();
            let mut counted = Counted::default();
            // Another order of partitions for each salt.
            for at in 0..256 {
                let partition = (at * 37 + self.salt as usize) % 256;
                let part = counting.partition(partition, &mut writers[at % self.workers]).expect("a partition");
                counted = counted.merge(part);
            }
            writers.into_iter().for_each(|writer| writer.finish().expect("room"));
            let reader = NoteReader::new(&notes);
            let chunks = (0..rows.len() as u64 + 5).step_by(5).flat_map(|row| reader.of(row..row + 5).expect("notes"));
            (counted, chunks.collect())
        }

        fn spill(&self, scratch: &Scratch, rows: &[Given]) -> Spill {
            let spill = Spill::create(scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill");
            let mut writers: Vec<_> = (0..self.workers).map(|_| spill.writer()).collect();
            for (kind, value, who, row) in uses(rows) {
                let entry = Entry { key: key(self.salt, kind, value), who: mix(self.salt ^ who), row };
                writers[(mix(row) % self.workers as u64) as usize].push(entry).expect("room");
            }
            writers.into_iter().for_each(|writer| writer.finish().expect("room"));
            spill.memory(self.memory)
        }

        fn past(&self, scratch: &Scratch, past: &[Given]) -> Past {
            let members: BTreeSet<_> = uses(past)
                .map(|(kind, value, who, _)| member(key(self.salt, kind, value), mix(self.salt ^ who)))
                .collect();
            Past::write::<io::Error>(&scratch.path().join("past"), members.into_iter().map(Ok)).expect("a past")
        }
    }

    fn given(rows: usize) -> impl Strategy<Value = Vec<Given>> {
        let value = || prop::option::of(0_u8..4);
        prop::collection::vec((0_u64..8, [value(), value(), value(), value()]), 0..rows)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        #[test]
        fn counting_on_disk_is_counting_in_sets(
            rows in given(120),
            past in given(20),
            (salt, workers, memory) in (any::<u64>(), 1_usize..4, prop::sample::select(vec![64_usize, 500, 1 << 20])),
            [account, email, phone, address] in prop::array::uniform4(0_u32..7),
        ) {
            let run = Run { salt, workers, memory, thresholds: Thresholds { account, email, phone, address } };
            prop_assert_eq!(run.count(&rows, &past), naive(&rows, &past, run.thresholds));
        }
    }

    const ACCOUNT: [Option<u8>; 4] = [Some(1), None, None, None];

    fn defaults() -> Run {
        Run { salt: 5, workers: 2, memory: 1 << 20, thresholds: Thresholds::default() }
    }

    #[test]
    fn one_applicant_in_many_rows_shares_with_nobody() {
        let rows = vec![(1, [Some(1); 4]); 50];
        assert_eq!(defaults().count(&rows, &[]), (Counted::default(), Vec::new()));
    }

    #[test]
    fn an_applicant_of_an_earlier_file_counts_once_with_this_one() {
        assert!(defaults().count(&[(1, ACCOUNT)], &[(1, ACCOUNT)]).1.is_empty());
        let (counted, notes) = defaults().count(&[(1, ACCOUNT)], &[(1, ACCOUNT), (2, ACCOUNT)]);
        assert_eq!(notes, [(0, Reused { account: Some(2), ..Reused::default() })]);
        assert_eq!((counted.clusters, counted.rows), ([1, 0, 0, 0], [1, 0, 0, 0]));
    }

    #[test]
    fn the_largest_of_many_clusters_are_kept_with_their_first_rows() {
        let rows: Vec<Given> = (0..3_000).map(|row| (row, [Some((row % 150) as u8), None, None, None])).collect();
        let (counted, _) = defaults().count(&rows, &[]);
        assert_eq!((counted.largest.len(), counted.clusters[0], counted.rows[0]), (32, 150, 3_000));
        assert_eq!(counted.largest, naive(&rows, &[], Thresholds::default()).0.largest);
    }

    #[test]
    fn keys_far_apart_in_a_large_past_are_searched_for() {
        let scratch = Scratch::new();
        let members = (0..20_000_u64).map(|at| Ok(member(u128::from(at / 2) * 10, at)));
        let past = Past::write::<io::Error>(&scratch.path().join("past"), members).expect("a past");
        assert_eq!(past.len(), 20_000);
        let mut members = past.members(0).expect("members");
        let mut of = |key| std::iter::from_fn(|| members.next_of(key).expect("a member")).collect::<Vec<_>>();
        assert_eq!(of(5), [0_u64; 0]);
        assert_eq!(of(10), [2, 3]);
        assert_eq!(of(90_000), [18_000, 18_001]);
        assert_eq!(of(90_005), [0_u64; 0]);
        assert_eq!(of(99_990), [19_998, 19_999]);
        assert_eq!(of(1 << 100), [0_u64; 0]);
        assert_eq!(past.members(255).expect("members").next_of(u128::MAX).expect("none"), None);
    }

    #[test]
    fn a_past_that_is_cut_or_other_is_refused() {
        let scratch = Scratch::new();
        let path = scratch.path().join("past");
        Past::write::<io::Error>(&path, [Ok(member(1, 1))].into_iter()).expect("a past");
        let whole = std::fs::read(&path).expect("a file");
        for bytes in
            [&whole[..whole.len() - 1], &whole[..100], b"", &whole.iter().map(|byte| byte ^ 1).collect::<Vec<_>>()]
        {
            std::fs::write(&path, bytes).expect("a file");
            assert!(Past::open(&path).is_err());
        }
    }

    /// Peak memory of the process so far.
    fn peak_mib() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
    }

    fn count_entries(entries: impl Iterator<Item = Entry>, spill: Spill, notes: &Spill) -> Counted {
        let start = Instant::now();
        let mut writer = spill.writer();
        entries.for_each(|entry| writer.push(entry).expect("room"));
        writer.finish().expect("room");
        eprintln!("pushed: {:?}, {} MiB", start.elapsed(), peak_mib());
        let counting = Counting { spill: &spill, thresholds: Thresholds::default(), past: None };
        let mut writer = notes.writer();
        let parts = (0..256).map(|partition| counting.partition(partition, &mut writer).expect("a partition"));
        let counted = parts.fold(Counted::default(), Counted::merge);
        writer.finish().expect("room");
        eprintln!("counted: {:?}, {} MiB", start.elapsed(), peak_mib());
        counted
    }

    #[test]
    fn a_key_of_half_the_file_is_counted_in_a_mebibyte() {
        let scratch = Scratch::new();
        let spill = Spill::create(scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill").memory(1 << 20);
        let notes = Spill::create(scratch.path(), "notes", Partitioning::of_rows(300_000)).expect("a spill");
        let entries = (0..300_000).map(|row| Entry { key: 4, who: mix(row / 3), row });
        let counted = count_entries(entries, spill, &notes);
        let first_rows = (0..16).collect();
        let cluster = Cluster { kind: Kind::Account, applicants: 100_000, rows: 300_000, first_rows };
        assert_eq!(counted.largest, [cluster]);
        let all = NoteReader::new(&notes).of(0..300_000).expect("notes");
        assert!(all.len() == 300_000 && all.iter().all(|(_, reused)| reused.account == Some(100_000)));
    }

    #[test]
    #[ignore = "a measurement: cargo test --release -- --ignored --nocapture measured"]
    fn ten_million_rows_are_measured() {
        let scratch = Scratch::new();
        let spill = Spill::create(scratch.path(), "seen", Partitioning::ByTopByte).expect("a spill");
        let notes = Spill::create(scratch.path(), "notes", Partitioning::of_rows(10_000_000)).expect("a spill");
        // A third of the values is shared; one email is half the file's.
        let value = |row: u64, kind: Kind| match kind {
            Kind::Email if row.is_multiple_of(2) => 0,
            _ => mix(row * 4 + kind as u64) % 12_000_000,
        };
        let entry = |row: u64, kind: Kind| {
            let key = u128::from(mix(value(row, kind) * 8 + kind as u64)) << 64 | kind as u128;
            Entry { key, who: mix(row), row }
        };
        let entries = (0..10_000_000).flat_map(|row| Kind::ALL.map(|kind| entry(row, kind)));
        let counted = count_entries(entries, spill, &notes);
        eprintln!("{:?}", (counted.clusters, counted.rows, counted.largest[0].applicants));
        let start = Instant::now();
        let reader = NoteReader::new(&notes);
        let noted: usize =
            (0..10_000_000).step_by(4096).map(|row| reader.of(row..row + 4096).expect("notes").len()).sum();
        eprintln!("read {noted} notes: {:?}, {} MiB", start.elapsed(), peak_mib());
        assert!(peak_mib() < 150);
    }
}
