//! What stands in the place of Parquet in a build without it: nothing of it can be made, and opening it says why.

use std::convert::Infallible;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::super::error::Error;
use super::super::shape::{Format, Shape};
use super::super::source::{Raw, Subject};
use crate::case::{AnswerRow, Column};

const MISSING: &str =
    "is Parquet, which this build cannot handle: install it with `cargo install ownermatch --features arrow`";

fn missing(path: &Path) -> Error {
    Error::Form { path: path.display().to_string(), fault: MISSING.into() }
}

/// A Parquet file; there is none.
#[derive(Debug)]
pub(in crate::batch) struct Opened(Infallible);

/// Its rows; there are none.
pub(in crate::batch) struct Rows<'a>(Infallible, std::marker::PhantomData<&'a ()>);

/// Columns of answers; there are none.
pub(in crate::batch) struct Columns(Infallible);

impl Opened {
    pub(in crate::batch) fn open(path: &Path, _: Subject, _: &[(Column, String)]) -> Result<Self, Error> {
        Err(missing(path))
    }

    pub(in crate::batch) fn count(&self) -> u64 {
        match self.0 {}
    }

    pub(in crate::batch) fn rows(&self, _: &str, _: u64, _: u64) -> Result<Rows<'_>, Error> {
        match self.0 {}
    }
}

impl Rows<'_> {
    pub(in crate::batch) fn next(&mut self) -> Option<Raw> {
        match self.0 {}
    }
}

impl Columns {
    /// Where the output is to be Parquet.
    pub(in crate::batch) fn new(shape: &Shape, output: &Path) -> Result<Option<Self>, Error> {
        if shape.format == Format::Parquet { Err(missing(output)) } else { Ok(None) }
    }

    pub(in crate::batch) fn push(&mut self, _: &AnswerRow<'_>) {
        match self.0 {}
    }

    pub(in crate::batch) fn write(self, _: &File) -> io::Result<()> {
        match self.0 {}
    }
}

pub(in crate::batch) fn splice(_: &Shape, _: &[PathBuf], whole: &Path) -> Result<(), Error> {
    Err(missing(whole))
}
