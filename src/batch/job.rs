//! What a run is asked for.

use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::folder::{Beginning, with_ending};
use super::journal::Pinned;
use super::reuse::Thresholds;
use super::shape::Shape;
use super::source::Reading;
use crate::case::Column;
use crate::matcher::Matcher;

/// Most rows of a segment: what a kill can cost, and a row group of Parquet.
pub const SEGMENT_ROWS: u64 = 65_536;

/// A run: what is read, what is written, and how.
#[derive(Clone, Debug)]
pub struct Job {
    /// Files, folders, patterns, or `-` for stdin.
    pub inputs: Vec<PathBuf>,
    /// The file of answers, or the folder of a split output.
    pub output: PathBuf,
    /// The shape of the answers.
    pub shape: Shape,
    /// What some columns hold, by header; goes before what headers say by themselves.
    pub map: Vec<(Column, String)>,
    /// What the letters of the inputs are written in; found out where it is not said.
    pub encoding: Option<&'static Encoding>,
    /// The delimiter of tables; found out where it is not said.
    pub delimiter: Option<u8>,
    /// How many applicants with one value raise a flag.
    pub thresholds: Thresholds,
    /// What earlier runs have seen.
    pub history: Option<HistoryUse>,
    /// Whether the run begins or goes on.
    pub beginning: Beginning,
    /// What becomes of an output that is there already.
    pub existing: Existing,
    /// Threads at work.
    pub threads: usize,
    /// Rows of a segment at most, fewer where that would leave threads idle; the answers do not depend on it.
    pub segment_rows: u64,
    /// Files beside the answers.
    pub beside: Beside,
}

/// A history and how it is used.
#[derive(Clone, Debug)]
pub struct HistoryUse {
    /// The store.
    pub path: PathBuf,
    /// The key of its hashes.
    pub secret: super::secret::Secret,
    /// Days after which what was not seen again is forgotten; `None` keeps all.
    pub keep_days: Option<u32>,
}

/// What becomes of an output that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and the run is refused.
    #[default]
    Kept,
    /// It is replaced when the new one is whole.
    Replaced,
}

/// The files that come with the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Rows that could not be read.
    pub rejects: PathBuf,
    /// What was done with what.
    pub manifest: PathBuf,
    /// What people look at.
    pub report: PathBuf,
    /// Accounts that were fetched, where any were; kept for a rerun.
    pub accounts: PathBuf,
}

impl Beside {
    /// Named after the output: `answers.csv.rejects.ndjson` and so on.
    pub fn of(output: &Path) -> Self {
        let named = |ending| with_ending(output, ending);
        let (rejects, manifest) = (named("rejects.ndjson"), named("manifest.json"));
        Self { rejects, manifest, report: named("report.html"), accounts: named("accounts.ndjson") }
    }

    /// Those that a run writes.
    pub(super) fn all(&self) -> [&Path; 3] {
        [&self.rejects, &self.manifest, &self.report]
    }
}

impl Job {
    pub(super) fn reading(&self) -> Reading<'_> {
        Reading { map: &self.map, encoding: self.encoding, delimiter: self.delimiter }
    }

    /// Every setting that the output's bytes depend on, as text by name.
    pub(super) fn pinned(&self, matcher: &Matcher) -> Pinned {
        let Thresholds { account, email, phone, address } = self.thresholds;
        let columns: Vec<&str> = self.shape.written().iter().map(|column| column.name()).collect();
        let map: Vec<String> = self.map.iter().map(|(column, header)| format!("{column}={header}")).collect();
        let inputs: Vec<String> = self.inputs.iter().map(|path| path.display().to_string()).collect();
        let history = self.history.as_ref().map_or_else(String::new, |used| used.path.display().to_string());
        let keep =
            self.history.as_ref().and_then(|used| used.keep_days).map_or_else(String::new, |days| days.to_string());
        let settings = [
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("model", matcher.current_model().id().into()),
            ("policy", matcher.current_policy().id().into()),
            ("now", matcher.current_now().to_string()),
            ("region", matcher.current_region().as_str().into()),
            ("inputs", inputs.join(", ")),
            ("columns mapped", map.join(", ")),
            ("encoding", self.encoding.map_or("found out", Encoding::name).into()),
            ("delimiter", self.delimiter.map_or("found out".into(), |byte| char::from(byte).to_string())),
            ("format", format!("{}{}", self.shape.format.ending(), self.shape.packing.ending())),
            ("columns", columns.join(", ")),
            ("owners", format!("{:?}", self.shape.owners).to_lowercase()),
            ("split by", self.shape.partition.map_or("nothing", |column| column.name()).into()),
            ("personal data", format!("{:?}", self.shape.personal_data)),
            ("reuse from", format!("account {account}, email {email}, phone {phone}, address {address}")),
            ("history", history),
            ("history kept", keep),
            ("segment rows", self.segment_rows.to_string()),
        ];
        settings.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }
}
