//! A run from its beginning to its output: index, count, score and join; each step on the disk before the next.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use super::error::Error;
use super::folder::{Beginning, Folder, sync_folder};
use super::index::{Index, Segment, hash};
use super::job::{Existing, Job};
use super::join::{self, Joiner};
use super::journal::{self, Event, Journal, Pinned};
use super::outcome;
pub use super::outcome::Outcome;
use super::segment::{self, Scored};
use super::shape::PersonalData;
use super::shared::{Asked, Shared, SharedRows};
use super::source::{Source, Subject, find};
use super::watch::{Stage, Watch};
use crate::matcher::Matcher;

const INDEX: &str = "index.json";

/// A run that has begun: its work folder is locked, its files are known.
pub struct Run<'a> {
    job: &'a Job,
    matcher: Matcher,
    watch: &'a dyn Watch,
    folder: Folder,
    journal: Journal,
    index: Index,
    done: Done,
}

/// What the journal says is done.
#[derive(Debug, Default)]
pub(super) struct Done {
    pub(super) is_indexed: bool,
    pub(super) is_counted: bool,
    pub(super) scored: Vec<Option<Scored>>,
    /// Part, segments and bytes that are in its file.
    pub(super) joined: Vec<(String, usize, u64)>,
    pub(super) is_joint: bool,
}

/// What every thread that scores is given.
pub(super) struct Plan<'a> {
    pub(super) job: &'a Job,
    pub(super) matcher: &'a Matcher,
    pub(super) watch: &'a dyn Watch,
    pub(super) folder: &'a Folder,
    pub(super) index: &'a Index,
    pub(super) shared: &'a Shared,
}

impl Plan<'_> {
    pub(super) fn shared_rows(&self, segment: &Segment) -> Result<SharedRows<'_>, Error> {
        self.shared.of(segment)
    }

    /// What a case is called where it is written: its id, or its row's number.
    pub(super) fn label(&self, row: u64, id: &str) -> String {
        match self.job.shape.personal_data {
            PersonalData::Kept => id.to_owned(),
            PersonalData::LeftOut => (row + 1).to_string(),
        }
    }

    /// A file that ends before its segments do is no longer what it was.
    pub(super) fn changed(&self, source: usize) -> Error {
        Error::Changed(self.index.sources[source].name.clone())
    }
}

impl<'a> Run<'a> {
    /// Begins a run, or goes on with one: locks the output, finds the files, and where every segment begins.
    ///
    /// # Errors
    /// Where the output is there already or is being written, an input cannot be read, or what is gone on with began
    /// otherwise.
    pub fn open(job: &'a Job, matcher: &Matcher, watch: &'a dyn Watch) -> Result<Self, Error> {
        super::parquet::Columns::new(&job.shape, &job.output)?;
        let inputs = find(&job.inputs)?;
        refuse_overlap(job, &inputs)?;
        refuse_existing(job)?;
        let folder = Folder::open(&job.output, job.beginning).or_else(|fault| match fault {
            Error::NothingToResume(output) if outcome::is_whole(job, matcher, &inputs)? => Err(Error::Whole(output)),
            other => Err(other),
        })?;
        let (mut journal, events) = Journal::open(folder.journal())?;
        let (began, mut done) = replay(events);
        if job.beginning == Beginning::Fresh && done.is_indexed {
            return Err(Error::Unfinished(job.output.clone()));
        }
        // A run that did not come so far as to know its rows has nothing to go on with.
        let began = began.filter(|_| done.is_indexed);
        let matcher = pinned_matcher(matcher, began.as_ref());
        let pinned = job.pinned(&matcher);
        let index = match &began {
            Some(began) => journal::hold(began, &pinned).and_then(|()| load_index(&folder))?,
            None => match make_index(job, &inputs, &folder, watch) {
                Ok(index) => begin(&folder, &mut journal, pinned, index)?,
                Err(fault) => return folder.remove().and(Err(fault)),
            },
        };
        done.scored.resize_with(index.segments.len(), || None);
        Ok(Self { job, matcher, watch, folder, journal, index, done })
    }

    /// Rows in all.
    pub fn rows(&self) -> u64 {
        self.index.rows()
    }

    /// Whether what rows have in common is counted and their accounts are found: nothing more is asked about accounts.
    pub fn is_counted(&self) -> bool {
        self.done.is_counted
    }

    /// The ids of the accounts that rows name without bringing their owners, in order.
    ///
    /// # Errors
    /// Where an input cannot be read.
    pub fn account_ids(&self) -> Result<BTreeSet<String>, Error> {
        let mut ids = BTreeSet::new();
        for segment in &self.index.segments {
            let mut rows = self.index.sources[segment.source].rows(segment.start, segment.rows)?;
            for _ in 0..segment.rows {
                let Some(raw) = rows.next()? else { break };
                let row = rows.read(raw).ok().filter(|row| row.case.ownership.owners.is_empty());
                ids.extend(row.and_then(|row| row.account_id));
            }
        }
        Ok(ids)
    }

    /// Does the rest, with the owners that `accounts` has for rows that bring none; the output is there when this returns.
    ///
    /// # Errors
    /// Where a file cannot be read or written: what was done stays, and the run can be gone on with.
    pub fn finish(mut self, accounts: Option<&Path>) -> Result<Outcome, Error> {
        let shared = match self.count(accounts) {
            // A slip in the arguments costs nothing, and leaves no unfinished run behind.
            Err(fault) if !fault.is_io() && !self.done.is_counted => return self.folder.remove().and(Err(fault)),
            counted => counted?,
        };
        if !self.done.is_joint {
            self.score(&shared)?;
        }
        let plan = Plan {
            job: self.job,
            matcher: &self.matcher,
            watch: self.watch,
            folder: &self.folder,
            index: &self.index,
            shared: &shared,
        };
        let scored: Vec<Scored> = self.done.scored.iter().flatten().cloned().collect();
        if !self.done.is_joint {
            outcome::write(&plan, &scored)?;
            self.journal.say(&Event::Joint)?;
        }
        join::place(&plan, &scored)?;
        shared.commit(self.job, self.matcher.current_now())?;
        let outcome = outcome::of(&plan, &scored);
        self.folder.remove()?;
        sync_folder(self.job.output.parent().unwrap_or(Path::new("")))?;
        Ok(outcome)
    }

    fn count(&mut self, accounts: Option<&Path>) -> Result<Shared, Error> {
        if self.done.is_counted {
            let shared = Shared::load(&self.folder, &self.index)?;
            return hold_accounts(&shared, accounts).map(|()| shared);
        }
        let Self { job, matcher, folder, index, watch, .. } = &*self;
        let shared = Shared::make(&Asked { job, matcher, folder, index, watch: *watch }, accounts)?;
        self.journal.say(&Event::Counted)?;
        self.done.is_counted = true;
        Ok(shared)
    }

    /// Scores what is not scored yet, a segment a thread, and joins what is; each is on the disk before the journal says so.
    fn score(&mut self, shared: &Shared) -> Result<(), Error> {
        let Self { job, matcher, watch, folder, journal, index, done } = self;
        let plan = Plan { job, matcher, watch: *watch, folder, index, shared };
        let mut joiner = Joiner::new(&plan, &done.joined);
        let open: Vec<usize> = (0..index.segments.len()).filter(|&at| done.scored[at].is_none()).collect();
        watch.begins(Stage::Scoring, open.iter().map(|&at| index.segments[at].rows).sum());
        let work = |at: usize| segment::score(&plan, at);
        each(&open, job.threads, work, |scored: Scored| {
            journal.say(&Event::Scored(Box::new(scored.clone())))?;
            let at = scored.segment;
            done.scored[at] = Some(scored);
            joiner.advance(&done.scored, journal)
        })?;
        // Where an earlier process came to its end while it joined, nothing is left to score.
        joiner.advance(&done.scored, journal)?;
        let scored: Vec<Scored> = done.scored.iter().flatten().cloned().collect();
        joiner.finish(&scored)
    }
}

/// Refuses to go on with other accounts than were found for the rows.
fn hold_accounts(shared: &Shared, accounts: Option<&Path>) -> Result<(), Error> {
    let named = |name: Option<String>| name.unwrap_or_else(|| "nothing".into());
    let began = named(shared.accounts().map(|accounts| accounts.file().0.name.clone()));
    let now = named(accounts.map(|path| path.display().to_string()));
    if began == now { Ok(()) } else { Err(Error::Otherwise { key: "accounts".into(), began, now }) }
}

/// Says that a run began, and with what.
fn begin(folder: &Folder, journal: &mut Journal, pinned: Pinned, index: Index) -> Result<Index, Error> {
    journal::store(&folder.file(INDEX), &index)?;
    journal.say(&Event::Began(pinned))?;
    journal.say(&Event::Indexed)?;
    Ok(index)
}

/// Works on each of `open` on so many threads, and takes what comes of it on this one. The first fault ends it all.
pub(super) fn each<T: Send>(
    open: &[usize],
    threads: usize,
    work: impl Fn(usize) -> Result<T, Error> + Sync,
    mut take: impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel(threads);
        for _ in 0..threads.clamp(1, open.len().max(1)) {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                while let Some(&at) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // Nobody listens once something failed.
                    if send.send(work(at)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        receive.into_iter().try_for_each(|worked| take(worked?))
    })
}

/// What is in the way of an output: with leave, only what an earlier run may have put there.
fn refuse_existing(job: &Job) -> Result<(), Error> {
    let mut written = std::iter::once(job.output.as_path()).chain(job.beside.all());
    let is_kept = job.existing == Existing::Kept && job.beginning != Beginning::Resume;
    if let Some(path) = written.find(|path| is_kept && path.exists()) {
        return Err(Error::Exists(path.to_owned()));
    }
    let output = &job.output;
    let is_own = match job.shape.partition {
        Some(column) => output.is_dir() && is_split_by(output, &format!("{}=", column.name())),
        None => output.is_file(),
    };
    if output.exists() && !is_own {
        let words = "is not what this run would replace: an earlier output of the same kind and nothing beside it";
        return Err(Error::Usage(format!("{} {words}", output.display())));
    }
    Ok(())
}

/// Whether a folder holds the parts of a split output and nothing else.
fn is_split_by(folder: &Path, prefix: &str) -> bool {
    let names = |folder: &Path| -> Option<Vec<PathBuf>> {
        std::fs::read_dir(folder).ok()?.map(|entry| entry.ok().map(|entry| entry.path())).collect()
    };
    let is_named =
        |path: &Path, start: &str| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start));
    let is_part = |path: &PathBuf| path.is_file() && is_named(path, "part-0.");
    let holds_parts =
        |path: &PathBuf| is_named(path, prefix) && names(path).is_some_and(|files| files.iter().all(is_part));
    names(folder).is_some_and(|folders| folders.iter().all(holds_parts))
}

/// The output may be neither an input nor one of the files beside it.
fn refuse_overlap(job: &Job, inputs: &[PathBuf]) -> Result<(), Error> {
    let real = |path: &Path| path.canonicalize().ok();
    // An input inside of the output's folder would go with it.
    let folder = real(&job.output).filter(|folder| folder.is_dir());
    if folder.is_some_and(|folder| inputs.iter().filter_map(|path| real(path)).any(|path| path.starts_with(&folder))) {
        return Err(Error::SameFile(job.output.clone()));
    }
    let read: Vec<PathBuf> = inputs.iter().filter_map(|path| real(path)).collect();
    let written = std::iter::once(job.output.as_path()).chain(job.beside.all());
    for path in written {
        if real(path).is_some_and(|path| read.contains(&path)) {
            return Err(Error::SameFile(path.to_owned()));
        }
    }
    let mut named: Vec<&Path> = std::iter::once(job.output.as_path()).chain(job.beside.all()).collect();
    named.sort();
    let twice = named.windows(2).find(|pair| pair[0] == pair[1]);
    twice.map_or(Ok(()), |pair| Err(Error::SameFile(pair[0].to_owned())))
}

fn replay(events: Vec<Event>) -> (Option<Pinned>, Done) {
    let (mut began, mut done) = (None, Done::default());
    for event in events {
        match event {
            Event::Began(pinned) => began = Some(pinned),
            Event::Indexed => done.is_indexed = true,
            Event::Counted => done.is_counted = true,
            Event::Scored(scored) => {
                done.scored.resize_with(done.scored.len().max(scored.segment + 1), || None);
                let at = scored.segment;
                done.scored[at] = Some(*scored);
            }
            Event::Joined { part, segments, bytes } => {
                done.joined.retain(|(name, ..)| *name != part);
                done.joined.push((part, segments, bytes));
            }
            Event::Joint => done.is_joint = true,
        }
    }
    (began, done)
}

/// What the clock said when the run began holds to its end.
fn pinned_matcher(matcher: &Matcher, began: Option<&Pinned>) -> Matcher {
    let now = began.and_then(|pinned| pinned.get("now")?.parse().ok());
    match now {
        Some(now) if !matcher.is_pinned() => matcher.clone().now(now),
        _ => matcher.pinned(),
    }
}

fn load_index(folder: &Folder) -> Result<Index, Error> {
    let index: Index = journal::load(&folder.file(INDEX))?;
    match index.sources.iter().find(|source| !source.is_unchanged()) {
        Some(source) => Err(Error::Changed(source.name.clone())),
        None => Ok(index),
    }
}

/// Finds out what the files are while their bytes are hashed on another thread.
fn make_index(job: &Job, inputs: &[PathBuf], folder: &Folder, watch: &dyn Watch) -> Result<Index, Error> {
    let mut index = Index::default();
    for (at, input) in inputs.iter().enumerate() {
        let source = Source::open(input, &folder.file(format!("input-{at}")), Subject::Applicants, &job.reading())?;
        watch.begins(Stage::Reading, source.bytes());
        let hashed = if input.is_file() { input.clone() } else { source.path.clone() };
        let hashed = std::thread::scope(|scope| {
            let hash = scope.spawn(|| hash(&hashed));
            index.add(source, job.segment_rows, watch)?;
            hash.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        index.hashes.push(hashed);
    }
    index.settle(job.segment_rows);
    Ok(index)
}
