//! Sorting more entries than memory holds: sorted runs on disk, merged into one file that can be read twice at once.

use std::cmp::Reverse;
use std::collections::binary_heap::PeekMut;
use std::collections::{BinaryHeap, VecDeque};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::folder::{private, with_ending};
use super::spill::{ENTRY_BYTES, Entry, of};

/// Runs that are merged at once, each an open file with a buffer.
const FAN_IN: usize = 64;
/// Fewest and most bytes of a buffer.
const BUFFERS: (usize, usize) = (4 << 10, 256 << 10);

/// Takes entries in and gives them back sorted.
pub(super) struct Sorter {
    stem: PathBuf,
    memory: usize,
    most: usize,
    held: Vec<Entry>,
    runs: VecDeque<Run>,
    runs_made: usize,
}

impl Sorter {
    /// For about so many entries; runs are written beside `stem`, `memory` is in bytes.
    pub(super) fn new(stem: PathBuf, memory: usize, entries: u64) -> Self {
        let most = (memory / ENTRY_BYTES).max(2);
        // At once: what grows by doubling takes half as much again while the old half is copied.
        let held = Vec::with_capacity(most.min(usize::try_from(entries).unwrap_or(most)));
        Self { stem, memory, most, held, runs: VecDeque::new(), runs_made: 0 }
    }

    pub(super) fn take_all(&mut self, file: File, path: &Path) -> io::Result<()> {
        let mut source = BufReader::with_capacity(BUFFERS.1, file);
        while let Some(entry) = Entry::read(&mut source).map_err(|error| of(path)(error))? {
            if self.held.len() == self.most {
                self.write_run()?;
            }
            self.held.push(entry);
        }
        Ok(())
    }

    pub(super) fn sort(mut self) -> io::Result<Sorted> {
        if self.runs.is_empty() {
            self.held.sort_unstable();
            return Ok(Sorted::Held(Arc::new(self.held)));
        }
        self.write_run()?;
        self.held = Vec::new();
        while self.runs.len() > 1 {
            let some: Vec<Run> = self.runs.drain(..self.runs.len().min(FAN_IN)).collect();
            let merged = self.next_run();
            let buffer = (self.memory / (some.len() + 1)).clamp(BUFFERS.0, BUFFERS.1);
            merge(&some, &merged.0, buffer)?;
            self.runs.push_back(merged);
        }
        let whole = self.runs.pop_front().expect("what several runs were merged into");
        Ok(Sorted::OnDisk(Arc::new(whole), self.memory.clamp(BUFFERS.0, BUFFERS.1)))
    }

    fn write_run(&mut self) -> io::Result<()> {
        self.held.sort_unstable();
        let run = self.next_run();
        write(&run.0, BUFFERS.1, self.held.drain(..).map(Ok))?;
        self.runs.push_back(run);
        Ok(())
    }

    fn next_run(&mut self) -> Run {
        self.runs_made += 1;
        Run(with_ending(&self.stem, &self.runs_made.to_string()))
    }
}

/// A sorted file that is removed with its last use.
#[derive(Debug)]
pub(crate) struct Run(PathBuf);

impl Drop for Run {
    fn drop(&mut self) {
        // Left behind, it is removed with the spill.
        let _ = fs::remove_file(&self.0);
    }
}

fn write(path: &Path, buffer: usize, entries: impl Iterator<Item = io::Result<Entry>>) -> io::Result<()> {
    let file = private().write(true).truncate(true).open(path).map_err(of(path))?;
    let mut out = BufWriter::with_capacity(buffer, file);
    for entry in entries {
        out.write_all(&entry?.to_bytes()).map_err(of(path))?;
    }
    out.flush().map_err(of(path))
}

fn merge(runs: &[Run], to: &Path, buffer: usize) -> io::Result<()> {
    let mut sources = runs.iter().map(|run| open(run, buffer)).collect::<io::Result<Vec<_>>>()?;
    let mut heap = BinaryHeap::with_capacity(sources.len());
    for (at, source) in sources.iter_mut().enumerate() {
        heap.extend(Entry::read(source).map_err(of(&runs[at].0))?.map(|entry| Reverse((entry, at))));
    }
    let merged = std::iter::from_fn(|| {
        let mut least = heap.peek_mut()?;
        let Reverse((entry, at)) = *least;
        match Entry::read(&mut sources[at]) {
            Ok(Some(next)) => *least = Reverse((next, at)),
            Ok(None) => drop(PeekMut::pop(least)),
            Err(error) => return Some(Err(of(&runs[at].0)(error))),
        }
        Some(Ok(entry))
    });
    write(to, buffer, merged)
}

/// The entries of a partition, sorted by key, who and row.
#[derive(Debug)]
pub(crate) enum Sorted {
    /// Few enough for memory.
    Held(Arc<Vec<Entry>>),
    /// In one file, with the bytes of a reader's buffer.
    OnDisk(Arc<Run>, usize),
}

impl Sorted {
    /// A cursor at the start; several may be open.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub(crate) fn read(&self) -> io::Result<Cursor> {
        match self {
            Self::Held(entries) => Ok(Cursor::Held(Arc::clone(entries), 0)),
            Self::OnDisk(run, buffer) => Ok(Cursor::OnDisk(open(run, *buffer)?, Arc::clone(run))),
        }
    }
}

/// A place in a sorted partition, which stays as long as a cursor does.
#[derive(Debug)]
pub(crate) enum Cursor {
    /// In memory, with how many were read.
    Held(Arc<Vec<Entry>>, usize),
    /// In a file.
    OnDisk(BufReader<File>, Arc<Run>),
}

impl Cursor {
    /// Goes past some entries.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn pass(&mut self, entries: u64) -> io::Result<()> {
        match self {
            Self::Held(_, at) => *at += entries as usize,
            Self::OnDisk(source, run) => {
                source.seek_relative(entries as i64 * ENTRY_BYTES as i64).map_err(of(&run.0))?;
            }
        }
        Ok(())
    }
}

impl Iterator for Cursor {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<io::Result<Entry>> {
        match self {
            Self::Held(entries, at) => {
                *at += 1;
                entries.get(*at - 1).map(|entry| Ok(*entry))
            }
            Self::OnDisk(source, run) => Entry::read(source).map_err(|error| of(&run.0)(error)).transpose(),
        }
    }
}

fn open(run: &Run, buffer: usize) -> io::Result<BufReader<File>> {
    let file = File::open(&run.0).map_err(of(&run.0))?;
    Ok(BufReader::with_capacity(buffer, file))
}
