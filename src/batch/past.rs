//! A history as it was when a run began: keys and applicants of earlier files, sorted, in a file of the run's own.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::folder::{private, with_ending};
use super::spill::{Partitioning, of};

/// What a file begins with: a name and a version.
const MAGIC: [u8; 8] = *b"ompast1\n";
/// Bytes of a key and an applicant, big end first, so that they sort as numbers do.
pub(super) const MEMBER_BYTES: usize = 24;
/// Where each partition begins, and where the last ends, behind the magic.
const STARTS: usize = 257;
const HEADER_BYTES: u64 = 8 + STARTS as u64 * 8;
/// Members that are passed one by one before the next key is searched for: as long as a search takes.
const STEPS: usize = 2048;

/// The bytes of a member.
pub(super) fn member(key: u128, who: u64) -> [u8; MEMBER_BYTES] {
    let mut bytes = [0; MEMBER_BYTES];
    bytes[..16].copy_from_slice(&key.to_be_bytes());
    bytes[16..].copy_from_slice(&who.to_be_bytes());
    bytes
}

fn of_member(bytes: [u8; MEMBER_BYTES]) -> (u128, u64) {
    let number = |bytes: &[u8]| bytes.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
    (number(&bytes[..16]), number(&bytes[16..]) as u64)
}

/// Earlier files' uses, for reading.
#[derive(Debug)]
pub(crate) struct Past {
    path: PathBuf,
    starts: Vec<u64>,
}

impl Past {
    /// Writes members, which must ascend; the file appears when it is whole.
    pub(super) fn write<E: From<io::Error>>(
        path: &Path,
        members: impl Iterator<Item = Result<[u8; MEMBER_BYTES], E>>,
    ) -> Result<Self, E> {
        let part = with_ending(path, "part");
        let file = private().write(true).truncate(true).open(&part).map_err(of(&part))?;
        let mut out = BufWriter::with_capacity(256 << 10, file);
        out.write_all(&[0; HEADER_BYTES as usize]).map_err(of(&part))?;
        let mut sizes = [0_u64; STARTS - 1];
        for member in members {
            let member = member?;
            sizes[usize::from(member[0])] += 1;
            out.write_all(&member).map_err(of(&part))?;
        }
        finish(out, &sizes, (&part, path)).map_err(of(path))?;
        Ok(Self::open(path)?)
    }

    /// Opens what an earlier process of the run wrote.
    ///
    /// # Errors
    /// It cannot be read, or is something else.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let other = || io::Error::new(io::ErrorKind::InvalidData, "this is no copy of a history");
        let read = || {
            let mut file = File::open(path)?;
            let mut header = [0; HEADER_BYTES as usize];
            file.read_exact(&mut header)?;
            let starts: Vec<u64> = header[8..].chunks_exact(8).map(number).collect();
            let length = starts.last().map(|end| HEADER_BYTES + end * MEMBER_BYTES as u64);
            let is_whole = header[..8] == MAGIC && starts.is_sorted() && length == Some(file.metadata()?.len());
            if is_whole { Ok(starts) } else { Err(other()) }
        };
        Ok(Self { path: path.to_owned(), starts: read().map_err(of(path))? })
    }

    /// How many uses are in it.
    pub(crate) fn len(&self) -> u64 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The members of a partition by the key's top byte.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub(crate) fn members(&self, partition: usize) -> io::Result<Members> {
        debug_assert!(partition < Partitioning::ByTopByte.count());
        let file = File::open(&self.path).map_err(of(&self.path))?;
        let mut members = Members {
            source: BufReader::with_capacity(64 << 10, file),
            path: self.path.clone(),
            at: self.starts[partition],
            end: self.starts[partition + 1],
            next: None,
        };
        members.go_to(members.at).map_err(of(&self.path))?;
        Ok(members)
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn finish(out: BufWriter<File>, sizes: &[u64], (part, path): (&Path, &Path)) -> io::Result<()> {
    let mut file = out.into_inner()?;
    let mut header = MAGIC.to_vec();
    let mut start = 0_u64;
    header.extend(start.to_le_bytes());
    for size in sizes {
        start += size;
        header.extend(start.to_le_bytes());
    }
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&header)?;
    file.sync_all()?;
    fs::rename(part, path)
}

/// A place among the members of a partition. Keys must be asked for in ascending order.
#[derive(Debug)]
pub(crate) struct Members {
    source: BufReader<File>,
    path: PathBuf,
    /// Number of the member in `next`, or of the one that is to be read.
    at: u64,
    end: u64,
    next: Option<(u128, u64)>,
}

impl Members {
    /// The next applicant of this key, ascending; `None` after the last.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn next_of(&mut self, key: u128) -> io::Result<Option<u64>> {
        self.pass_to(key).map_err(of(&self.path))?;
        let found = self.next.filter(|(found, _)| *found == key);
        if found.is_some() {
            self.step().map_err(of(&self.path))?;
        }
        Ok(found.map(|(_, who)| who))
    }

    fn is_behind(&self, key: u128) -> bool {
        self.next.is_some_and(|(next, _)| next < key)
    }

    fn pass_to(&mut self, key: u128) -> io::Result<()> {
        for _ in 0..STEPS {
            if !self.is_behind(key) {
                return Ok(());
            }
            self.step()?;
        }
        self.search(key)
    }

    /// The first member at or after the key, by halves.
    fn search(&mut self, key: u128) -> io::Result<()> {
        let (mut from, mut to) = (self.at, self.end);
        while from < to {
            let middle = from + (to - from) / 2;
            let file = self.source.get_mut();
            file.seek(SeekFrom::Start(HEADER_BYTES + middle * MEMBER_BYTES as u64))?;
            let mut bytes = [0; MEMBER_BYTES];
            file.read_exact(&mut bytes)?;
            if of_member(bytes).0 < key { from = middle + 1 } else { to = middle }
        }
        self.go_to(from)
    }

    fn go_to(&mut self, at: u64) -> io::Result<()> {
        self.source.seek(SeekFrom::Start(HEADER_BYTES + at * MEMBER_BYTES as u64))?;
        self.at = at;
        self.read()
    }

    fn step(&mut self) -> io::Result<()> {
        self.at += 1;
        self.read()
    }

    fn read(&mut self) -> io::Result<()> {
        let mut bytes = [0; MEMBER_BYTES];
        self.next = None;
        if self.at < self.end {
            self.source.read_exact(&mut bytes)?;
            self.next = Some(of_member(bytes));
        }
        Ok(())
    }
}
