//! One segment: rows read, scored and written into files of its own, with what there is to count.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::error::Error;
use super::folder::create_private;
use super::index::Segment;
use super::queue::{Queue, Waiting};
use super::run::Plan;
use super::shape::PersonalData;
use super::watch::Stage;
use super::{pack::Packed, text};
use crate::case::{Answer, AnswerRow, Cell, Place, Reject, Row};
use crate::report::BatchSummary;

const BUFFER_BYTES: usize = 1 << 16;
const TOLD_ROWS: u64 = 4096;

/// What became of a segment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Scored {
    /// Its position.
    pub(super) segment: usize,
    /// The parts that it has rows of, "" where the output is not split.
    pub(super) parts: Vec<String>,
    pub(super) summary: BatchSummary,
    /// The cases of it that are most worth a look.
    pub(super) queue: Vec<Waiting>,
    /// Rows whose account is not among the accounts.
    pub(super) unjoined: u64,
}

/// The name of a segment's file for a part.
pub(super) fn part_file(segment: usize, part: &str) -> String {
    if part.is_empty() { format!("segment-{segment:06}") } else { format!("segment-{segment:06}.{part}") }
}

/// The name of a segment's file of rejects.
pub(super) fn rejects_file(segment: usize) -> String {
    format!("segment-{segment:06}.rejects")
}

/// Scores one segment; its files are on the disk when this returns.
pub(super) fn score(plan: &Plan<'_>, at: usize) -> Result<Scored, Error> {
    let segment = plan.index.segments[at];
    let mut out = Output::open(plan, at)?;
    let mut shared = plan.shared_rows(&segment)?;
    let mut rows = plan.index.sources[segment.source].rows(segment.start, segment.rows)?;
    for number in segment.first_row..segment.first_row + segment.rows {
        let raw = rows.next()?.ok_or_else(|| plan.changed(segment.source))?;
        let line = raw.start().lines + 1;
        match rows.read(raw) {
            Ok(mut row) => {
                out.unjoined += u64::from(!shared.complete(number, &mut row)?);
                out.take(plan, &segment, Numbered { number, line, row })?;
            }
            Err(reject) => out.reject(plan, &segment, &reject)?,
        }
        if (number + 1) % TOLD_ROWS == 0 {
            plan.watch.done(Stage::Scoring, TOLD_ROWS);
        }
    }
    out.finish(at)
}

/// A row with where it stood.
struct Numbered {
    /// Among all rows, from 0.
    number: u64,
    line: u64,
    row: Row,
}

/// The files of a segment, and its counts.
struct Output {
    base: usize,
    parts: BTreeMap<String, Part>,
    rejects: BufWriter<File>,
    rejects_path: PathBuf,
    summary: BatchSummary,
    queue: Queue,
    unjoined: u64,
}

/// The file of one part.
struct Part {
    path: PathBuf,
    rows: PartRows,
}

enum PartRows {
    Text(text::Rows<Packed<BufWriter<File>>>),
    Columns(super::parquet::Columns, File),
}

impl Output {
    fn open(plan: &Plan<'_>, at: usize) -> Result<Self, Error> {
        let rejects_path = plan.folder.file(rejects_file(at));
        let rejects = BufWriter::new(create_private(&rejects_path)?);
        let (parts, summary, queue) = (BTreeMap::new(), BatchSummary::default(), Queue::default());
        Ok(Self { base: at, parts, rejects, rejects_path, summary, queue, unjoined: 0 })
    }

    fn take(&mut self, plan: &Plan<'_>, segment: &Segment, read: Numbered) -> Result<(), Error> {
        let Numbered { number, line, row } = read;
        let case = &row.case;
        let matched = plan.matcher.match_ownership(&case.applicant, &case.ownership);
        let mut answer = Answer::new(case, &matched, plan.matcher.current_policy(), plan.job.shape.owners);
        answer.id = plan.label(number, &answer.id);
        self.summary.take(&answer);
        self.queue.take(&answer, number);
        let account = row.account_id.as_deref().filter(|_| plan.job.shape.personal_data == PersonalData::Kept);
        let place = Place { file: &plan.index.sources[segment.source].name, line, row: number + 1 };
        let row = AnswerRow { answer: &answer, case, account, place };
        let part = plan.job.shape.partition.map(|column| name_of(&column.cell(&row))).unwrap_or_default();
        self.part(plan, part)?.write(plan, &row)
    }

    fn part(&mut self, plan: &Plan<'_>, name: String) -> Result<&mut Part, Error> {
        use std::collections::btree_map::Entry;
        match self.parts.entry(name) {
            Entry::Occupied(part) => Ok(part.into_mut()),
            Entry::Vacant(place) => {
                let part = Part::open(plan, self.base, place.key())?;
                Ok(place.insert(part))
            }
        }
    }

    fn reject(&mut self, plan: &Plan<'_>, segment: &Segment, reject: &Reject) -> Result<(), Error> {
        self.summary.reject(reject.code);
        let file = &plan.index.sources[segment.source].name;
        let line = serde_json::to_string(&Rejected { file, reject }).unwrap_or_default() + "\n";
        self.rejects.write_all(line.as_bytes()).map_err(Error::writing(&self.rejects_path))
    }

    fn finish(self, segment: usize) -> Result<Scored, Error> {
        let Self { parts, rejects, rejects_path, summary, queue, unjoined, .. } = self;
        synced(rejects).map_err(Error::writing(&rejects_path))?;
        let mut names = Vec::new();
        for (name, part) in parts {
            let Part { path, rows } = part;
            rows.finish().map_err(Error::writing(&path))?;
            names.push(name);
        }
        Ok(Scored { segment, parts: names, summary, queue: queue.finish(), unjoined })
    }
}

/// A rejected row in the file of rejects.
#[derive(Serialize)]
struct Rejected<'a> {
    file: &'a str,
    #[serde(flatten)]
    reject: &'a Reject,
}

/// A part's name is its cell; of codes only.
fn name_of(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.to_string(),
        _ => String::new(),
    }
}

impl Part {
    fn open(plan: &Plan<'_>, segment: usize, name: &str) -> Result<Self, Error> {
        let path = plan.folder.file(part_file(segment, name));
        let file = create_private(&path)?;
        let shape = &plan.job.shape;
        let rows = match super::parquet::Columns::new(shape, &plan.job.output)? {
            Some(columns) => PartRows::Columns(columns, file),
            None => {
                let out = BufWriter::with_capacity(BUFFER_BYTES, file);
                let packed = Packed::new(out, shape.packing).map_err(Error::writing(&path))?;
                PartRows::Text(text::Rows::new(shape, packed))
            }
        };
        Ok(Self { path, rows })
    }

    fn write(&mut self, plan: &Plan<'_>, row: &AnswerRow<'_>) -> Result<(), Error> {
        match &mut self.rows {
            PartRows::Text(rows) => rows.write(&plan.job.shape, row).map_err(Error::writing(&self.path)),
            PartRows::Columns(columns, _) => {
                columns.push(row);
                Ok(())
            }
        }
    }
}

impl PartRows {
    fn finish(self) -> io::Result<()> {
        match self {
            Self::Text(rows) => synced(rows.finish()?.finish()?),
            Self::Columns(columns, file) => {
                columns.write(&file)?;
                file.sync_all()
            }
        }
    }
}

fn synced(out: BufWriter<File>) -> io::Result<()> {
    out.into_inner().map_err(|fault| fault.into_error())?.sync_all()
}
