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
#[derive(Clone, Debug, PartialEq, Eq)]
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
