//! What the second pass asks: which of its rows share something, and with how many.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::count::of_note;
use super::spill::Spill;
use crate::record::Reused;

/// Rows with what they share, in order.
type Notes = Arc<Vec<(u64, Reused)>>;

/// Partitions that are held: workers that go through rows in order stand in two of them where one ends.
const HELD: usize = 2;

/// Reads the notes of a run by row; a partition is read once while its rows are asked for about in order.
#[derive(Debug)]
pub(crate) struct NoteReader<'a> {
    spill: &'a Spill,
    held: Mutex<VecDeque<(usize, Notes)>>,
}

impl<'a> NoteReader<'a> {
    /// Over a spill partitioned by row; every writer must have finished.
    pub(crate) fn new(spill: &'a Spill) -> Self {
        Self { spill, held: Mutex::new(VecDeque::with_capacity(HELD)) }
    }

    /// The rows that share something, in order.
    ///
    /// # Errors
    /// The spill cannot be read.
    pub(crate) fn of(&self, rows: Range<u64>) -> io::Result<Vec<(u64, Reused)>> {
        let mut found = Vec::new();
        if rows.is_empty() {
            return Ok(found);
        }
        let partition = |row: u64| self.spill.partitioning().of(u128::from(row));
        for partition in partition(rows.start)..=partition(rows.end - 1) {
            let notes = self.partition(partition)?;
            let from = notes.partition_point(|(row, _)| *row < rows.start);
            let to = notes.partition_point(|(row, _)| *row < rows.end);
            found.extend_from_slice(&notes[from..to]);
        }
        Ok(found)
    }

    fn partition(&self, partition: usize) -> io::Result<Notes> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, notes)) = held.iter().find(|(at, _)| *at == partition) {
            return Ok(Arc::clone(notes));
        }
        held.truncate(HELD - 1);
        let notes = Arc::new(read(self.spill, partition)?);
        held.push_front((partition, Arc::clone(&notes)));
        Ok(notes)
    }
}

fn read(spill: &Spill, partition: usize) -> io::Result<Vec<(u64, Reused)>> {
    let mut notes: Vec<(u64, Reused)> = Vec::new();
    for note in spill.partition(partition)?.read()? {
        let note = note?;
        if notes.last().is_none_or(|(row, _)| *row != note.row) {
            notes.push((note.row, Reused::default()));
        }
        let (kind, applicants) = of_note(note);
        if let Some((_, reused)) = notes.last_mut() {
            *kind.place(reused) = Some(applicants);
        }
    }
    Ok(notes)
}
