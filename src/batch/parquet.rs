//! Parquet files as a source of rows, where the feature `arrow` is there; a sentence that names it where it is not.

use std::path::Path;

use super::error::Error;
use super::source::{Raw, Reading, Subject};

/// The rows of a Parquet file.
pub(super) struct Rows;

pub(super) fn form(name: &str, _path: &Path, _subject: Subject, _reading: &Reading<'_>) -> Result<(), Error> {
    Err(Error::Form { path: name.into(), fault: MISSING.into() })
}

/// What a binary without the feature says.
pub(super) const MISSING: &str =
    "is Parquet, which this build cannot read: install it with `cargo install ownermatch --features arrow`";

pub(super) fn rows(path: &Path, _map: &[(String, String)], _from: u64) -> Result<Rows, Error> {
    Err(Error::Form { path: path.display().to_string(), fault: MISSING.into() })
}

pub(super) fn count(path: &Path, map: &[(String, String)]) -> Result<u64, Error> {
    rows(path, map, 0).map(|_| 0)
}

/// Columns of answers in the making.
pub(super) struct Columns;

impl Columns {
    pub(super) fn new(_shape: &super::shape::Shape) -> Option<Self> {
        None
    }

    pub(super) fn push(&mut self, _row: &crate::case::AnswerRow<'_>) {}

    pub(super) fn write(self, _file: &std::fs::File) -> std::io::Result<()> {
        Ok(())
    }
}

pub(super) fn splice(_shape: &super::shape::Shape, _files: &[std::path::PathBuf], whole: &Path) -> Result<(), Error> {
    Err(Error::Form { path: whole.display().to_string(), fault: MISSING.into() })
}

impl Rows {
    pub(super) fn next(&mut self) -> Result<Option<Raw>, Error> {
        Ok(None)
    }
}
