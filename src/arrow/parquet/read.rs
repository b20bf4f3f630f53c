//! Cases from a Parquet file, any range of rows at a time.

use std::fs::File;
use std::ops::Range;

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::bytes::load;
use super::fault::{ParquetFault, contained};
use super::shared::SharedFile;
use crate::arrow::input::InputColumns;
use crate::arrow::rows::{BadRow, Rows};
use crate::case::{Column, ColumnsError, Row};

/// Rows decoded at a time.
const BATCH_ROWS: usize = 1024;

/// A Parquet file of cases. Reading borrows it, so that many threads may read at once.
#[derive(Debug)]
pub struct ParquetRows {
    file: SharedFile,
    metadata: ArrowReaderMetadata,
    columns: InputColumns,
    /// The same by their places in what is decoded.
    decoded: InputColumns,
    /// The first row of each row group, and the number of all.
    starts: Vec<u64>,
}

impl ParquetRows {
    /// Opens a file and finds what its columns hold; `map` is that of [`InputColumns::new`].
    ///
    /// # Errors
    /// Where it is no Parquet file, or its columns do not say what they hold.
    pub fn open(file: File, map: &[(Column, String)]) -> Result<Self, ParquetFault> {
        Self::open_by(file, |schema| InputColumns::new(schema, map))
    }

    /// The same for a file of accounts and their owners, in which nobody applies.
    ///
    /// # Errors
    /// As [`ParquetRows::open`].
    pub fn of_accounts(file: File, map: &[(Column, String)]) -> Result<Self, ParquetFault> {
        Self::open_by(file, |schema| InputColumns::of_accounts(schema, map))
    }

    fn open_by(
        file: File,
        find: impl FnOnce(&Schema) -> Result<InputColumns, ColumnsError>,
    ) -> Result<Self, ParquetFault> {
        let file = SharedFile::new(file).map_err(|error| ParquetFault::Io(error.kind()))?;
        let metadata = contained(&ParquetFault::Footer, || {
            load(&file).map_err(|error| ParquetFault::of(&error, ParquetFault::Footer))
        })?;
        let starts = starts(&metadata).ok_or(ParquetFault::Footer)?;
        let columns = find(metadata.schema())?;
        Ok(Self { file, metadata, decoded: columns.clone().projected(), columns, starts })
    }

    /// What the columns hold.
    pub fn columns(&self) -> &InputColumns {
        &self.columns
    }

    /// How many rows there are.
    pub fn rows_total(&self) -> u64 {
        self.starts.last().copied().unwrap_or_default()
    }

    /// The rows of a range, or as many of them as there are, each with its number from 0. Row groups outside of it are
    /// not touched. A case without an id is called by its number from 1.
    ///
    /// # Errors
    /// Where the file cannot be decoded; after an error in its midst the iterator ends.
    pub fn read(&self, from_row: u64, count: u64) -> Result<impl Iterator<Item = ReadRow> + use<'_>, ParquetFault> {
        let range = from_row.min(self.rows_total())..from_row.saturating_add(count).min(self.rows_total());
        let reader = self.batches(&range)?;
        Ok(Reading { rows: self, reader, range, batch: None })
    }

    fn batches(&self, range: &Range<u64>) -> Result<ParquetRecordBatchReader, ParquetFault> {
        let groups: Vec<usize> = (0..self.starts.len() - 1).filter(|group| self.overlaps(*group, range)).collect();
        let first = groups.first().map_or(range.start, |group| self.starts[*group]);
        let mask = ProjectionMask::roots(self.metadata.parquet_schema(), self.columns.roots());
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(self.file.clone(), self.metadata.clone())
            .with_row_groups(groups)
            .with_projection(mask)
            .with_batch_size(BATCH_ROWS)
            .with_offset((range.start - first) as usize)
            .with_limit((range.end - range.start) as usize);
        let damaged = ParquetFault::Damaged(range.start);
        contained(&damaged, || builder.build().map_err(|error| ParquetFault::of(&error, damaged.clone())))
    }

    fn overlaps(&self, group: usize, range: &Range<u64>) -> bool {
        self.starts[group] < range.end && range.start < self.starts[group + 1]
    }
}

/// A row with its number from 0, or why it cannot be read; or why nothing after it can.
pub type ReadRow = Result<(u64, Result<Row, BadRow>), ParquetFault>;

/// `None` where the numbers of rows are no numbers of rows.
fn starts(metadata: &ArrowReaderMetadata) -> Option<Vec<u64>> {
    let mut starts = vec![0u64];
    for group in metadata.metadata().row_groups() {
        let rows = u64::try_from(group.num_rows()).ok()?;
        starts.push(starts.last()?.checked_add(rows)?);
    }
    let total = u64::try_from(metadata.metadata().file_metadata().num_rows()).ok()?;
    (starts.last() == Some(&total)).then_some(starts)
}

/// The rows of a range, a batch at a time.
struct Reading<'a> {
    rows: &'a ParquetRows,
    reader: ParquetRecordBatchReader,
    /// What is still to come; nothing after a fault.
    range: Range<u64>,
    batch: Option<Rows<'a>>,
}

impl Reading<'_> {
    fn next_batch(&mut self) -> Result<RecordBatch, ParquetFault> {
        let damaged = ParquetFault::Damaged(self.range.start);
        let batch = contained(&damaged, || {
            let batch = self.reader.next().ok_or_else(|| damaged.clone())?;
            batch.map_err(|error| ParquetFault::of_arrow(&error, damaged.clone()))
        })?;
        let is_expected = (1..=self.range.end - self.range.start).contains(&(batch.num_rows() as u64));
        if is_expected { Ok(batch) } else { Err(damaged) }
    }
}

impl Iterator for Reading<'_> {
    type Item = ReadRow;

    fn next(&mut self) -> Option<ReadRow> {
        loop {
            if let Some(row) = self.batch.as_mut().and_then(Iterator::next) {
                self.range.start += 1;
                return Some(Ok((self.range.start - 1, row)));
            }
            if self.range.is_empty() {
                return None;
            }
            match self.next_batch() {
                Ok(batch) => self.batch = Some(Rows::new(&self.rows.decoded, &batch, self.range.start + 1)),
                Err(fault) => {
                    self.range.end = self.range.start;
                    return Some(Err(fault));
                }
            }
        }
    }
}
