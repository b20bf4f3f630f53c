//! Why a run cannot begin or go on, each with what to do about it; never with a value from the data.

use std::io;
use std::path::{Path, PathBuf};

use super::history::HistoryError;
use crate::case::ColumnsError;

/// Why a run ended without its output. What it had done stays in its work folder, and `--resume` goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{path} cannot be {deed}: {fault}")]
    Io {
        /// The path as it was given, or of the work folder's file.
        path: String,
        /// read, written, locked and so on.
        deed: &'static str,
        /// What the system says.
        fault: io::Error,
    },
    /// Nothing matches what was asked to be read.
    #[error("{0} holds no file of applicants: .csv, .tsv, .ndjson, .jsonl or .parquet, plain or as .gz or .zst")]
    NoInput(String),
    /// A file is not one of the forms that can be read.
    #[error("{path} {fault}")]
    Form {
        /// The file.
        path: String,
        /// What it is instead, and what to do.
        fault: String,
    },
    /// The header does not say what is needed.
    #[error("{path}: {fault}")]
    Columns {
        /// The file.
        path: String,
        /// What is wrong.
        fault: ColumnsError,
    },
    /// Settings that do not go together.
    #[error("{0}")]
    Usage(String),
    /// The output is there already.
    #[error("{0} is there already: name another output, or replace it with --overwrite")]
    Exists(PathBuf),
    /// The output is also read.
    #[error("{0} would be read and written at once: name another output")]
    SameFile(PathBuf),
    /// Another run writes the same output.
    #[error("another run is writing {0}")]
    InUse(PathBuf),
    /// An earlier run for this output was not finished.
    #[error("an earlier run for {0} was not finished: go on with it by --resume, or throw it away by --restart")]
    Unfinished(PathBuf),
    /// There is nothing to go on with.
    #[error("no unfinished run for {0} is there to go on with")]
    NothingToResume(PathBuf),
    /// The run to go on with was finished: its output is whole. No failure, and nothing to do.
    #[error("{0} is whole: there is nothing to go on with")]
    Whole(PathBuf),
    /// The run that is gone on with began with other settings.
    #[error("the run began with {key} {began} and cannot go on with {now}: use the same, or --restart")]
    Otherwise {
        /// The setting.
        key: String,
        /// What it was.
        began: String,
        /// What it is now.
        now: String,
    },
    /// The input is not what it was when the run began.
    #[error("{0} has changed since the run began: run it again with --restart")]
    Changed(String),
    /// The work folder is not as this program left it.
    #[error("{0} is damaged: begin anew with --restart")]
    Damaged(PathBuf),
    /// A history cannot be used.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl Error {
    /// Whether the system failed, and not what was asked for: another try may come through, and goes on where this one was.
    pub fn is_io(&self) -> bool {
        use HistoryError::{Damaged, Full, InUse, Io, ReadOnly};
        let is_of_history = matches!(self, Self::History(InUse(_) | ReadOnly(_) | Full(_) | Damaged(_) | Io(_)));
        is_of_history || matches!(self, Self::Io { .. } | Self::Damaged(_) | Self::Changed(_))
    }

    pub(crate) fn reading(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        Self::at(path, "read")
    }

    pub(crate) fn writing(path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Self {
        Self::at(path, "written")
    }

    pub(crate) fn at(path: impl AsRef<Path>, deed: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().display().to_string();
        move |fault| Self::Io { path, deed, fault }
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, HistoryError};

    #[test]
    fn history_that_another_run_holds_leaves_something_to_go_on_with_and_a_wrong_key_does_not() {
        let path = || "seen.redb".into();
        assert!(Error::from(HistoryError::InUse(path())).is_io() && Error::from(HistoryError::Full(path())).is_io());
        assert!(!Error::from(HistoryError::OtherKey(path())).is_io());
    }
}
