//! Where every segment begins: found in one pass over the files, so that any segment can be read alone.

use std::fs::File;
use std::io::Read;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::Error;
use super::source::{Source, Start};
use super::watch::{Stage, Watch};

/// Rows between two words to whoever watches.
const TOLD_ROWS: u64 = 8192;
/// Rows of the pieces that segments are put together from, once it is known how many rows there are.
const PIECE_ROWS: u64 = 4096;
/// Segments that there are at least, where there are rows for them: threads that share four of 200,000 rows in all wait a
/// quarter of the time for the last one.
const LEAST_SEGMENTS: u64 = 16;

/// The files and their segments.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Index {
    pub(super) sources: Vec<Source>,
    pub(super) segments: Vec<Segment>,
    /// SHA-256 of each file as it came, in hexadecimal.
    pub(super) hashes: Vec<String>,
}

/// Rows of one file that are scored and written together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Segment {
    /// Position of its file.
    pub(super) source: usize,
    pub(super) start: Start,
    /// The first row's number among all, from 0.
    pub(super) first_row: u64,
    pub(super) rows: u64,
}

impl Index {
    /// Rows in all.
    pub(super) fn rows(&self) -> u64 {
        self.segments.last().map_or(0, |last| last.first_row + last.rows)
    }

    /// Adds a file, cut into the pieces of segments of at most so many rows.
    pub(super) fn add(&mut self, source: Source, segment_rows: u64, watch: &dyn Watch) -> Result<(), Error> {
        let before = self.rows();
        let piece_rows = segment_rows.min(PIECE_ROWS);
        let starts = starts(&source, piece_rows, watch)?;
        for (at, (start, rows)) in starts.into_iter().enumerate() {
            let first_row = before + at as u64 * piece_rows;
            self.segments.push(Segment { source: self.sources.len(), start, first_row, rows });
        }
        self.sources.push(source);
        Ok(())
    }

    /// Puts the pieces of all files together into segments of at most so many rows.
    pub(super) fn settle(&mut self, segment_rows: u64) {
        let most = segment_rows.min(self.rows().div_ceil(LEAST_SEGMENTS).next_multiple_of(PIECE_ROWS));
        self.segments.dedup_by(|piece, segment| {
            let joins = piece.source == segment.source && segment.rows + piece.rows <= most;
            segment.rows += if joins { piece.rows } else { 0 };
            joins
        });
    }
}

/// Where the segments of a file begin, and how many rows each has.
fn starts(source: &Source, segment_rows: u64, watch: &dyn Watch) -> Result<Vec<(Start, u64)>, Error> {
    if let Some(rows) = source.rows_if_counted()? {
        let start = |row: u64| (Start { byte_offset: row, lines: row }, segment_rows.min(rows - row));
        return Ok((0..rows).step_by(segment_rows as usize).map(start).collect());
    }
    let mut starts: Vec<(Start, u64)> = Vec::new();
    let mut rows = source.all_rows()?;
    let (mut unsaid, mut said) = (0, 0);
    while let Some(raw) = rows.next()? {
        match starts.last_mut().filter(|(_, rows)| *rows < segment_rows) {
            Some((_, rows)) => *rows += 1,
            None => starts.push((raw.start(), 1)),
        }
        unsaid += 1;
        if unsaid == TOLD_ROWS {
            let place = raw.start().byte_offset;
            watch.done(Stage::Reading, place - said);
            (unsaid, said) = (0, place);
        }
    }
    watch.done(Stage::Reading, source.bytes().saturating_sub(said));
    Ok(starts)
}

/// SHA-256 of a file's bytes, in hexadecimal.
pub(super) fn hash(path: &std::path::Path) -> Result<String, Error> {
    let mut file = File::open(path).map_err(Error::reading(path))?;
    let (mut hash, mut block) = (Sha256::new(), vec![0; 1 << 18]);
    loop {
        let read = file.read(&mut block).map_err(Error::reading(path))?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&block[..read]);
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Index, Segment, Start};

    /// The rows of the segments of files of so many rows.
    fn segments(files: &[u64], segment_rows: u64) -> Vec<u64> {
        let mut index = Index::default();
        let piece_rows = segment_rows.min(super::PIECE_ROWS);
        for (source, &rows) in files.iter().enumerate() {
            for row in (0..rows).step_by(piece_rows as usize) {
                let (start, first_row) = (Start { byte_offset: row, lines: row }, index.rows());
                index.segments.push(Segment { source, start, first_row, rows: piece_rows.min(rows - row) });
            }
        }
        index.settle(segment_rows);
        assert!(index.segments.windows(2).all(|pair| pair[0].first_row + pair[0].rows == pair[1].first_row));
        index.segments.iter().map(|segment| segment.rows).collect()
    }

    #[test]
    fn small_files_have_segments_for_many_threads() {
        assert_eq!(segments(&[200_000], 65_536).len(), 13);
        assert_eq!(segments(&[10_000], 65_536), [4096, 4096, 1808]);
    }

    #[test]
    fn segments_are_no_longer_than_asked_and_of_one_file() {
        assert_eq!(segments(&[2_000_000], 65_536)[..2], [65_536, 65_536]);
        assert_eq!(segments(&[20], 7), [7, 7, 6]);
        assert_eq!(segments(&[5000, 10], 65_536), [4096, 904, 10]);
        assert!(segments(&[], 65_536).is_empty());
    }
}
