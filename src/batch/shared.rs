//! What rows share with other rows and files: how many applicants gave the same, and the accounts that they name.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::accounts::{AccountRows, Accounts};
use super::count::{Cluster, Counted, Counting};
use super::error::Error;
use super::folder::Folder;
use super::history::{Age, History, HistoryError};
use super::index::{Index, Segment};
use super::job::{HistoryUse, Job};
use super::journal;
use super::notes::NoteReader;
use super::past::Past;
use super::reuse::{Keyer, Kind, Thresholds};
use super::run::each;
use super::secret::{Secret, SecretError};
use super::spill::{Entry, Partitioning, Spill, SpillWriter};
use super::watch::{Stage, Watch};
use crate::case::Row;
use crate::matcher::Matcher;
use crate::record::Reused;

/// Names in the work folder.
const USES: &str = "uses";
const NOTES: &str = "notes";
const PAST: &str = "past";
const SECRET: &str = "secret";
const COUNTED: &str = "counted.json";

/// How long a run waits for another that has its history: as long as the largest commits take.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(100);
/// Bytes that sorting takes on all threads together.
const SORT_MEMORY: usize = 64 << 20;

/// What is known of all rows before the first is scored.
pub(super) struct Shared {
    uses: Spill,
    notes: Spill,
    accounts: Option<Accounts>,
    found: Found,
}

/// What counting found, as it stands in the work folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Found {
    clusters: Vec<Cluster>,
    history: Option<HistoryState>,
    reused: BTreeMap<String, Reuse>,
    /// Of uses and notes.
    bytes: [u64; 2],
}

/// What reaches its threshold, of one kind.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Reuse {
    /// Different values.
    values: u64,
    /// Rows that have one.
    rows: u64,
}

/// The history as a run found it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct HistoryState {
    name: String,
    /// Uses that counted.
    uses: u64,
}

/// What counting takes.
pub(super) struct Asked<'a> {
    pub(super) job: &'a Job,
    pub(super) matcher: &'a Matcher,
    pub(super) folder: &'a Folder,
    pub(super) index: &'a Index,
    pub(super) watch: &'a dyn Watch,
}

impl Shared {
    /// Counts what rows have in common, and finds the accounts that they name.
    pub(super) fn make(asked: &Asked<'_>, accounts: Option<&Path>) -> Result<Self, Error> {
        let Asked { job, matcher, folder, index, watch } = asked;
        let keyer = Keyer::new(&secret(job, folder)?);
        let past = past(job, folder, matcher.current_now())?;
        let in_folder = Error::writing(folder.path());
        let memory = SORT_MEMORY / job.threads.max(1);
        let made = |name: &str, how| Spill::create(folder.path(), name, how).map(|spill| spill.memory(memory));
        let by_row = Partitioning::of_rows(index.rows());
        let uses = made(USES, Partitioning::ByTopByte).map_err(in_folder)?;
        let notes = made(NOTES, by_row).map_err(Error::writing(folder.path()))?;
        let wanted = made("wanted", Partitioning::ByTopByte).map_err(Error::writing(folder.path()))?;
        let pass = Pass { keyer: &keyer, uses: Writers::of(&uses), wanted: Writers::of(&wanted), accounts };
        watch.begins(Stage::Counting, index.rows());
        let open: Vec<usize> = (0..index.segments.len()).collect();
        if is_asked(job) || accounts.is_some() {
            each(&open, job.threads, |at| pass.read(asked, &index.segments[at]), |()| Ok(()))?;
        }
        pass.uses.finish().and_then(|()| pass.wanted.finish()).map_err(Error::writing(folder.path()))?;
        let counted = count(asked, &uses, &notes, past.as_ref())?;
        let accounts = accounts.map(|path| Accounts::join(asked, path, &keyer, &wanted)).transpose()?;
        wanted.remove().map_err(Error::writing(folder.path()))?;
        let history = job.history.as_ref().zip(past).map(|(used, past)| state(used, &past));
        let (reused, bytes) = (reused(&counted), bytes(folder, &uses, &notes)?);
        let found = Found { clusters: counted.largest, history, reused, bytes };
        journal::store(&folder.file(COUNTED), &found)?;
        Ok(Self { uses, notes, accounts, found })
    }

    /// What an earlier process of the run has counted.
    pub(super) fn load(folder: &Folder, index: &Index) -> Result<Self, Error> {
        let opened = |name: &str, partitioning| Spill::open(folder.path(), name, partitioning);
        let uses = opened(USES, Partitioning::ByTopByte).map_err(Error::reading(folder.path()))?;
        let notes = opened(NOTES, Partitioning::of_rows(index.rows())).map_err(Error::reading(folder.path()))?;
        let accounts = Accounts::load(folder, index)?;
        let found: Found = journal::load(&folder.file(COUNTED))?;
        if found.bytes != bytes(folder, &uses, &notes)? {
            return Err(Error::Damaged(folder.path().to_owned()));
        }
        Ok(Self { uses, notes, accounts, found })
    }

    /// What is known of the rows of a segment, which ask in their order.
    pub(super) fn of(&self, segment: &Segment) -> Result<SharedRows<'_>, Error> {
        let rows = segment.first_row..segment.first_row + segment.rows;
        let reused = NoteReader::new(&self.notes).of(rows.clone()).map_err(Error::reading(NOTES))?;
        let accounts = self.accounts.as_ref().map(|accounts| accounts.rows(rows)).transpose()?;
        Ok(SharedRows { reused: reused.into_iter().peekable(), accounts })
    }

    /// Adds the run's uses to its history; done again, it changes nothing.
    pub(super) fn commit(&self, job: &Job, now: i64) -> Result<(), Error> {
        let Some(used) = &job.history else { return Ok(()) };
        let history = patiently(used)?;
        Ok(history.commit(&self.uses, Age::of(now, used.keep_days))?)
    }

    pub(super) fn accounts(&self) -> Option<&Accounts> {
        self.accounts.as_ref()
    }

    pub(super) fn history(&self) -> Option<HistoryState> {
        self.found.history.clone()
    }

    pub(super) fn reused(&self) -> BTreeMap<String, Reuse> {
        self.found.reused.clone()
    }

    pub(super) fn clusters(&self) -> &[Cluster] {
        &self.found.clusters
    }
}

fn reused(counted: &Counted) -> BTreeMap<String, Reuse> {
    let of = |kind: Kind| Reuse { values: counted.clusters[kind as usize], rows: counted.rows[kind as usize] };
    Kind::ALL.into_iter().map(|kind| (kind.code().to_owned(), of(kind))).collect()
}

fn bytes(folder: &Folder, uses: &Spill, notes: &Spill) -> Result<[u64; 2], Error> {
    let of = |spill: &Spill| spill.bytes().map_err(Error::reading(folder.path()));
    Ok([of(uses)?, of(notes)?])
}

/// Whether anything is to be counted.
fn is_asked(job: &Job) -> bool {
    let Thresholds { account, email, phone, address } = job.thresholds;
    job.history.is_some() || [account, email, phone, address].into_iter().any(|threshold| threshold > 0)
}

/// The history's secret, or one of the run's own.
fn secret(job: &Job, folder: &Folder) -> Result<Secret, Error> {
    match &job.history {
        Some(used) => Ok(used.secret.clone()),
        None => Secret::from_file_or_create(&folder.file(SECRET)).map_err(Error::from),
    }
}

/// The history as it was when the run began.
fn past(job: &Job, folder: &Folder, now: i64) -> Result<Option<Past>, Error> {
    let Some(used) = &job.history else { return Ok(None) };
    let path = folder.file(PAST);
    if path.exists() {
        return Past::open(&path).map(Some).map_err(Error::reading(&path));
    }
    let history = patiently(used)?;
    Ok(Some(history.pin(&path, Age::of(now, used.keep_days))?))
}

/// Another run holds a history only while it pins or commits.
fn patiently(used: &HistoryUse) -> Result<History, HistoryError> {
    let since = Instant::now();
    loop {
        match History::open(&used.path, &used.secret) {
            Err(HistoryError::InUse(_)) if since.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
            opened => return opened,
        }
    }
}

fn state(used: &HistoryUse, past: &Past) -> HistoryState {
    HistoryState { name: super::join::file_name(&used.path), uses: past.len() }
}

fn count(asked: &Asked<'_>, uses: &Spill, notes: &Spill, past: Option<&Past>) -> Result<Counted, Error> {
    let writers = Writers::of(notes);
    let counting = Counting { spill: uses, thresholds: asked.job.thresholds, past };
    let fault = || Error::writing(asked.folder.path());
    let partition = |at: usize| writers.with(|writer| counting.partition(at, writer)).map_err(fault());
    let open: Vec<usize> = (0..Partitioning::ByTopByte.count()).collect();
    let mut counted = Counted::default();
    each(&open, asked.job.threads, partition, |one| {
        counted = std::mem::take(&mut counted).merge(one);
        Ok(())
    })?;
    writers.finish().map_err(fault())?;
    Ok(counted)
}

/// One pass over the rows, on several threads.
struct Pass<'a> {
    keyer: &'a Keyer,
    uses: Writers<'a>,
    wanted: Writers<'a>,
    accounts: Option<&'a Path>,
}

impl Pass<'_> {
    /// Takes down what the rows of a segment use, and which accounts they want; a row that cannot be read uses nothing.
    fn read(&self, asked: &Asked<'_>, segment: &Segment) -> Result<(), Error> {
        let mut rows = asked.index.sources[segment.source].rows(segment.start, segment.rows)?;
        let fault = || Error::writing(asked.folder.path());
        self.uses.with(|uses| {
            self.wanted.with(|wanted| {
                for number in segment.first_row..segment.first_row + segment.rows {
                    let Some(raw) = rows.next()? else { break };
                    let Ok(row) = rows.read(raw) else { continue };
                    let record = asked.matcher.read_applicant(&row.case.applicant);
                    for entry in self.keyer.entries(&row, &record, number) {
                        uses.push(entry).map_err(fault())?;
                    }
                    if let Some(account) = self.wants(&row) {
                        let key = self.keyer.account(account);
                        wanted.push(Entry { key, who: 0, row: number }).map_err(fault())?;
                    }
                }
                asked.watch.done(Stage::Counting, segment.rows);
                Ok(())
            })
        })
    }

    /// The account whose owners the row does not bring.
    fn wants<'r>(&self, row: &'r Row) -> Option<&'r str> {
        self.accounts.and(row.account_id.as_deref()).filter(|_| row.case.ownership.owners.is_empty())
    }
}

/// Writers of one spill, no more of them than threads: each is lent and given back.
struct Writers<'a> {
    spill: &'a Spill,
    idle: Mutex<Vec<SpillWriter>>,
}

impl<'a> Writers<'a> {
    fn of(spill: &'a Spill) -> Self {
        Self { spill, idle: Mutex::default() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut SpillWriter) -> T) -> T {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = idle().pop();
        let mut writer = lent.unwrap_or_else(|| self.spill.writer());
        let done = work(&mut writer);
        idle().push(writer);
        done
    }

    fn finish(self) -> std::io::Result<()> {
        let idle = self.idle.into_inner().unwrap_or_else(PoisonError::into_inner);
        idle.into_iter().try_for_each(SpillWriter::finish)
    }
}

/// What is known of the rows of one segment.
pub(super) struct SharedRows<'a> {
    reused: std::iter::Peekable<std::vec::IntoIter<(u64, Reused)>>,
    accounts: Option<AccountRows<'a>>,
}

impl SharedRows<'_> {
    /// Adds what is known to a row; rows come in order. False where the row names an account that is not known.
    pub(super) fn complete(&mut self, number: u64, row: &mut Row) -> Result<bool, Error> {
        while self.reused.next_if(|(at, _)| *at < number).is_some() {}
        if let Some((_, reused)) = self.reused.next_if(|(at, _)| *at == number) {
            row.case.applicant.reused = reused;
        }
        match &mut self.accounts {
            Some(accounts) => accounts.complete(number, row),
            None => Ok(true),
        }
    }
}

impl From<SecretError> for Error {
    fn from(fault: SecretError) -> Self {
        Self::Usage(fault.to_string())
    }
}
