//! What is wrong with a Parquet file: a kind and a place. The library's own messages may hold values, and are dropped.

use std::error::Error;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_schema::ArrowError;
use parquet::errors::ParquetError;

use crate::case::ColumnsError;

/// Why a Parquet file cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParquetFault {
    /// Its columns do not say what they hold.
    #[error(transparent)]
    Columns(#[from] ColumnsError),
    /// The disk said so.
    #[error("the file cannot be read or written: {0}")]
    Io(io::ErrorKind),
    /// It ends or begins as no Parquet file does.
    #[error("not a Parquet file, or not all of it: the footer cannot be read")]
    Footer,
    /// It is encrypted, compressed or encoded in a way that is not read here.
    #[error("the Parquet file uses a compression, encoding or encryption that is not supported")]
    Unsupported,
    /// Pages cannot be decoded, from this row on, counted from 0.
    #[error("the Parquet file is damaged at row {0} or after it")]
    Damaged(u64),
    /// A part to be joined has other columns than the whole, by its place in the list.
    #[error("part {0} has other columns than the file it is to be part of")]
    OtherColumns(usize),
    /// More row groups than a Parquet file may have.
    #[error("a Parquet file holds 32767 row groups at the most: write larger parts")]
    TooManyParts,
    /// The batch holds a type that Parquet has no place for.
    #[error("the columns cannot be written as Parquet")]
    Unwritable,
}

impl ParquetFault {
    /// The fault behind an error, where it is none of the ones that the place explains.
    pub(super) fn of(error: &ParquetError, otherwise: Self) -> Self {
        match error {
            ParquetError::NYI(_) => Self::Unsupported,
            ParquetError::External(inner) => of_source(inner.as_ref()).map_or(otherwise, Self::Io),
            _ => otherwise,
        }
    }

    /// The same of an error that comes through arrow's hands.
    pub(super) fn of_arrow(error: &ArrowError, otherwise: Self) -> Self {
        match error {
            ArrowError::ExternalError(inner) => match inner.downcast_ref::<ParquetError>() {
                Some(error) => Self::of(error, otherwise),
                None => of_source(inner.as_ref()).map_or(otherwise, Self::Io),
            },
            ArrowError::IoError(_, error) => of_io(error).map_or(otherwise, Self::Io),
            _ => otherwise,
        }
    }
}

fn of_source(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    error.downcast_ref::<io::Error>().and_then(of_io)
}

/// Decompressors tell of bad bytes as of a bad disk; an error of the disk has a number.
fn of_io(error: &io::Error) -> Option<io::ErrorKind> {
    let is_of_data = matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData);
    let is_of_disk = error.raw_os_error().is_some() || !matches!(error.kind(), io::ErrorKind::Other);
    (is_of_disk && !is_of_data).then(|| error.kind())
}

/// Lets parquet look at bytes from outside. Damaged pages make it panic in places (arrow-buffer's `append_packed_range`,
/// with parquet 59.3: a flipped bit in a page of levels is enough), and a damaged file is no bug of ours; nothing that it
/// touched before a panic is used after it.
pub(super) fn contained<T>(
    otherwise: &ParquetFault,
    read: impl FnOnce() -> Result<T, ParquetFault>,
) -> Result<T, ParquetFault> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(otherwise.clone()))
}
