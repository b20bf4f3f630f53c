//! Parquet by the feature `arrow`: its rows are the kernel's, and so are its columns of answers.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use arrow_schema::Schema;

use super::super::error::Error;
use super::super::folder::create_private;
use super::super::shape::{Format, Shape};
use super::super::source::{Raw, Subject};
use crate::arrow::{AnswerBuilder, ParquetFault, ParquetRows, REJECTED, ReadRow, answer_schema, write_rows};
use crate::case::{AnswerRow, Column, Reject, RejectCode};

/// A Parquet file of rows.
#[derive(Debug)]
pub(in crate::batch) struct Opened(ParquetRows);

impl Opened {
    pub(in crate::batch) fn open(path: &Path, subject: Subject, map: &[(Column, String)]) -> Result<Self, Error> {
        let file = File::open(path).map_err(Error::reading(path))?;
        let opened = match subject {
            Subject::Applicants => ParquetRows::open(file, map),
            Subject::Accounts => ParquetRows::of_accounts(file, map),
        };
        opened.map(Self).map_err(|fault| of(path, fault))
    }

    /// How many rows it has.
    pub(in crate::batch) fn count(&self) -> u64 {
        self.0.rows_total()
    }

    /// So many rows from one on.
    pub(in crate::batch) fn rows(&self, name: &str, from: u64, count: u64) -> Result<Rows<'_>, Error> {
        let end = self.count().min(from.saturating_add(count));
        match self.0.read(from, count) {
            Ok(rows) => Ok(Rows { rows: Some(Box::new(rows)), next: from, end }),
            Err(ParquetFault::Io(kind)) => Err(Error::reading(name)(kind.into())),
            // Every row of it is told as one that cannot be read.
            Err(_) => Ok(Rows { rows: None, next: from, end }),
        }
    }
}

/// Rows in order. A part of the file that is damaged costs its rows and no others.
pub(in crate::batch) struct Rows<'a> {
    rows: Option<Box<dyn Iterator<Item = ReadRow> + 'a>>,
    next: u64,
    end: u64,
}

impl Rows<'_> {
    pub(in crate::batch) fn next(&mut self) -> Option<Raw> {
        if self.next == self.end {
            return None;
        }
        let number = self.next;
        self.next += 1;
        let read = self.rows.as_mut().and_then(Iterator::next).and_then(Result::ok);
        let reject = |code, field| Reject { line: number + 1, column: None, byte_offset: number, code, field };
        let row = match read {
            Some((_, row)) => row.map_err(|bad| reject(bad.code, bad.field)),
            None => {
                self.rows = None;
                Err(reject(RejectCode::UnreadablePart, None))
            }
        };
        Some(Raw::Row(number, Box::new(row)))
    }
}

/// The answers of a segment, as columns.
pub(in crate::batch) struct Columns(AnswerBuilder);

impl Columns {
    /// Where the output is to be Parquet.
    pub(in crate::batch) fn new(shape: &Shape, _: &Path) -> Result<Option<Self>, Error> {
        let columns = || Self(AnswerBuilder::new(shape.written(), shape.owners));
        Ok((shape.format == Format::Parquet).then(columns))
    }

    pub(in crate::batch) fn push(&mut self, row: &AnswerRow<'_>) {
        self.0.push(row);
    }

    pub(in crate::batch) fn write(mut self, file: &File) -> io::Result<()> {
        let batch = self.0.finish();
        let kept: Vec<usize> =
            (0..batch.num_columns()).filter(|at| batch.schema_ref().field(*at).name() != REJECTED).collect();
        let batch = batch.project(&kept).map_err(|_| io::Error::other("the columns cannot be chosen"))?;
        write_rows(file, &batch).map_err(plain)
    }
}

/// Joins segments into one file, a row group each.
pub(in crate::batch) fn splice(shape: &Shape, files: &[PathBuf], whole: &Path) -> Result<(), Error> {
    let out = create_private(whole)?;
    // Rejected rows stand in a file of their own.
    let all = answer_schema(shape.written(), shape.owners);
    let kept = all.fields().iter().filter(|field| field.name() != REJECTED).cloned().collect::<Vec<_>>();
    let schema = Schema::new(kept);
    crate::arrow::splice(files, &schema, &out).map_err(plain).map_err(Error::writing(whole))?;
    (&out).flush().and_then(|()| out.sync_all()).map_err(Error::writing(whole))
}

fn of(path: &Path, fault: ParquetFault) -> Error {
    let name = path.display().to_string();
    match fault {
        ParquetFault::Io(kind) => Error::reading(path)(kind.into()),
        ParquetFault::Columns(fault) => Error::Columns { path: name, fault },
        other => Error::Form { path: name, fault: format!("cannot be read: {other}") },
    }
}

fn plain(fault: ParquetFault) -> io::Error {
    match fault {
        ParquetFault::Io(kind) => kind.into(),
        other => io::Error::other(other.to_string()),
    }
}
