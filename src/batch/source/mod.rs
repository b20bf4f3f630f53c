//! Files of rows, each in one of three forms, read from any place on: JSON lines, tables, Parquet.

mod find;
mod flat;
mod sniff;
mod table;
mod unpack;

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use encoding_rs::Encoding;
use serde::{Deserialize, Serialize};

pub(super) use self::find::find;
use self::flat::Flat;
use self::sniff::Dialect;
use self::table::{Cells, TableRows};
pub(super) use self::unpack::stamp;
use super::error::Error;
use super::parquet::Opened;
use crate::case::{Column, Columns, ColumnsError, Line, Lines, Reject, RejectCode, Row, read_row};

const BUFFER_BYTES: usize = 1 << 18;
const LOOKUP_BYTES: usize = 1 << 14;

/// What one file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Subject {
    /// Applicants, with owners or without.
    Applicants,
    /// Accounts and their owners.
    Accounts,
}

/// How a file's form is found, and what its columns are said to hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Reading<'a> {
    /// What some columns hold, by header.
    pub(super) map: &'a [(Column, String)],
    /// What the letters are written in, where it is said.
    pub(super) encoding: Option<&'static Encoding>,
    /// The delimiter of tables, where it is said.
    pub(super) delimiter: Option<u8>,
}

/// A file of rows.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Source {
    /// The name it was given by.
    pub(super) name: String,
    /// What can be read from any place on: the file, or its copy in the work folder.
    pub(super) path: PathBuf,
    /// The encoding before it was copied.
    pub(super) encoding: Option<String>,
    /// Size and time of `path`, by which a change is noticed.
    stamp: (u64, i128),
    form: Form,
    /// Lines that were the rows of a table before.
    pub(super) has_rows_of_owners: bool,
    /// The file of a form that must be opened as a whole.
    #[serde(skip)]
    opened: OnceLock<Opened>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Form {
    /// A case a line.
    Cases,
    /// A flat object a line: keys as columns.
    Flat(Flat),
    /// A table; `header_end` is where its rows begin.
    Table { dialect: Dialect, columns: Columns, header_end: Start },
    /// Parquet; `map` says what some of its columns hold.
    Parquet { subject: Subject, map: Vec<(Column, String)> },
}

/// A place in a file at which a row begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Start {
    /// In bytes from 0; in Parquet the row, from 0.
    pub(super) byte_offset: u64,
    /// Lines before it.
    pub(super) lines: u64,
}

impl Source {
    /// Finds out what a file is; a copy that is needed for reading it goes to `spool`.
    pub(super) fn open(input: &Path, spool: &Path, subject: Subject, reading: &Reading<'_>) -> Result<Self, Error> {
        let name = if input == Path::new("-") { "stdin".to_owned() } else { input.display().to_string() };
        let plain = unpack::unpack(input, spool, reading.encoding)?;
        let stamp = stamp(&plain.path)?;
        let opened = OnceLock::new();
        let form = if plain.is_parquet {
            let _ = opened.set(Opened::open(&plain.path, subject, reading.map)?);
            Form::Parquet { subject, map: reading.map.to_vec() }
        } else {
            form(&name, &plain.path, subject, reading)?
        };
        let encoding = plain.encoding.map(str::to_owned);
        Ok(Self { name, path: plain.path, encoding, stamp, form, has_rows_of_owners: false, opened })
    }

    /// The file of a form that is opened as a whole.
    fn opened(&self, subject: Subject, map: &[(Column, String)]) -> Result<&Opened, Error> {
        if self.opened.get().is_none() {
            // Another thread may have been faster, with the same.
            let _ = self.opened.set(Opened::open(&self.path, subject, map)?);
        }
        self.opened.get().ok_or_else(|| Error::Changed(self.name.clone()))
    }

    /// Whether it is still what it was.
    pub(super) fn is_unchanged(&self) -> bool {
        stamp(&self.path).is_ok_and(|stamp| stamp == self.stamp)
    }

    /// Bytes to read.
    pub(super) fn bytes(&self) -> u64 {
        self.stamp.0
    }

    /// Whether an account may have several rows, one an owner.
    pub(super) fn is_table(&self) -> bool {
        matches!(self.form, Form::Table { .. }) || self.has_rows_of_owners
    }

    /// Whether its rows cannot be read one by one at their places.
    pub(super) fn is_parquet(&self) -> bool {
        matches!(self.form, Form::Parquet { .. })
    }

    /// What its columns hold, for people: `header` as `path`.
    pub(super) fn form_name(&self) -> &'static str {
        match &self.form {
            Form::Cases => "cases, one JSON object a line",
            Form::Flat(_) => "flat JSON objects, one a line",
            Form::Table { dialect, .. } => dialect.name(),
            Form::Parquet { .. } => "Parquet",
        }
    }

    /// Where its first row may begin.
    pub(super) fn start(&self) -> Start {
        match &self.form {
            Form::Table { header_end, .. } => *header_end,
            _ => Start::default(),
        }
    }

    /// How many rows it has, where that stands in the file.
    pub(super) fn rows_if_counted(&self) -> Result<Option<u64>, Error> {
        match &self.form {
            Form::Parquet { subject, map } => Ok(Some(self.opened(*subject, map)?.count())),
            _ => Ok(None),
        }
    }

    /// Reads rows by their places.
    pub(super) fn lookup(&self) -> Result<Lookup<'_>, Error> {
        let file = File::open(&self.path).map_err(Error::reading(&self.name))?;
        Ok(Lookup { source: self, file: BufReader::with_capacity(LOOKUP_BYTES, file), at: 0 })
    }

    /// All rows.
    pub(super) fn all_rows(&self) -> Result<Rows<'_>, Error> {
        self.rows(self.start(), u64::MAX)
    }

    /// Rows from a place on; where they can be counted, no more than so many.
    pub(super) fn rows(&self, start: Start, count: u64) -> Result<Rows<'_>, Error> {
        if let Form::Parquet { subject, map } = &self.form {
            let opened = self.opened(*subject, map)?;
            return Ok(Rows::Parquet(opened.rows(&self.name, start.byte_offset, count)?));
        }
        let mut file = File::open(&self.path).map_err(Error::reading(&self.name))?;
        file.seek(SeekFrom::Start(start.byte_offset)).map_err(Error::reading(&self.name))?;
        let lines = Lines::after(BufReader::with_capacity(BUFFER_BYTES, file), start.lines, start.byte_offset);
        Ok(match &self.form {
            Form::Table { dialect, columns, .. } => {
                let width = columns.all().len();
                let rows = TableRows::new(lines, *dialect, width);
                Rows::Table(self, columns, Box::new(rows), Box::new(Cells::new(*dialect)))
            }
            _ => Rows::Lines(self, lines),
        })
    }
}

/// Reads rows of a file by their places.
pub(super) struct Lookup<'a> {
    source: &'a Source,
    file: BufReader<File>,
    at: u64,
}

impl Lookup<'_> {
    /// The row that begins at a place.
    pub(super) fn read(&mut self, start: Start) -> Result<Result<Row, Reject>, Error> {
        let Self { source, file, at } = self;
        let fault = || Error::reading(&source.name);
        // What is in the buffer already is not read again: accounts often stand in the order of the applicants.
        file.seek_relative(start.byte_offset as i64 - *at as i64).map_err(fault())?;
        let mut lines = Lines::after(file, start.lines, start.byte_offset);
        let row = match &source.form {
            Form::Table { dialect, columns, .. } => {
                let mut rows = TableRows::new(lines, *dialect, columns.all().len());
                let row = rows.next().map_err(fault())?;
                *at = rows.place();
                row.map(|row| row.and_then(|line| read_cells(&line, columns, &mut Cells::new(*dialect))))
            }
            _ => {
                let line = lines.next().transpose().map_err(fault())?;
                *at = lines.place();
                line.map(|line| read_row(&line))
            }
        };
        row.ok_or_else(|| Error::Changed(source.name.clone()))
    }
}

/// A row before it is read.
pub(super) enum Raw {
    /// A line, or the lines of a row.
    Line(Line),
    /// A row of Parquet, by its number, already read.
    #[cfg_attr(not(feature = "arrow"), expect(dead_code, reason = "only Parquet gives rows that are read already"))]
    Row(u64, Box<Result<Row, Reject>>),
    /// What is broken before it could be read.
    Bad(Reject),
}

impl Raw {
    /// Where it begins.
    pub(super) fn start(&self) -> Start {
        match self {
            Self::Line(line) => Start { byte_offset: line.byte_offset, lines: line.number - 1 },
            Self::Row(row, _) => Start { byte_offset: *row, lines: *row },
            Self::Bad(reject) => Start { byte_offset: reject.byte_offset, lines: reject.line - 1 },
        }
    }
}

/// The rows of a source, in order.
pub(super) enum Rows<'a> {
    Lines(&'a Source, Lines<BufReader<File>>),
    Table(&'a Source, &'a Columns, Box<TableRows<BufReader<File>>>, Box<Cells>),
    Parquet(super::parquet::Rows<'a>),
}

impl Rows<'_> {
    /// The next row; what cannot be read is told by [`Rows::read`].
    pub(super) fn next(&mut self) -> Result<Option<Raw>, Error> {
        match self {
            Self::Lines(source, lines) => {
                lines.next().transpose().map(|line| line.map(Raw::Line)).map_err(Error::reading(&source.name))
            }
            Self::Table(source, _, rows, _) => {
                let raw = |row: Result<Line, Reject>| row.map_or_else(Raw::Bad, Raw::Line);
                rows.next().map(|row| row.map(raw)).map_err(Error::reading(&source.name))
            }
            Self::Parquet(rows) => Ok(rows.next()),
        }
    }

    /// Reads what [`Rows::next`] gave.
    pub(super) fn read(&mut self, raw: Raw) -> Result<Row, Reject> {
        let line = match raw {
            Raw::Line(line) => line,
            Raw::Row(_, row) => return *row,
            Raw::Bad(reject) => return Err(reject),
        };
        match self {
            Self::Table(_, columns, _, cells) => read_cells(&line, columns, cells),
            Self::Lines(Source { form: Form::Flat(flat), .. }, _) => flat.read(&line),
            Self::Lines(..) | Self::Parquet(_) => read_row(&line),
        }
    }
}

fn read_cells(line: &Line, columns: &Columns, cells: &mut Cells) -> Result<Row, Reject> {
    let bytes = line.bytes().ok_or_else(|| line.reject(RejectCode::LineTooLong))?;
    if !cells.fit(bytes, columns.all().len()) {
        return Err(line.reject(RejectCode::WrongCells));
    }
    let reject = |code, column: Column| Reject { field: Some(column.to_string()), ..line.reject(code) };
    let mut texts: Vec<Option<&str>> = Vec::with_capacity(columns.all().len());
    for (cell, column) in cells.iter().zip(columns.all()) {
        let text = std::str::from_utf8(cell);
        match (text, column) {
            (Err(_), Some(column)) => return Err(reject(RejectCode::InvalidUtf8, *column)),
            (text, _) => texts.push(text.ok()),
        }
    }
    columns.row(texts.into_iter(), &line.number.to_string()).map_err(|(code, column)| reject(code, column))
}

fn form(name: &str, path: &Path, subject: Subject, reading: &Reading<'_>) -> Result<Form, Error> {
    let sample = unpack::head(path, sniff::SAMPLE_BYTES)?;
    match sniff::first_sign(&sample) {
        None => Ok(Form::Cases),
        Some(b'{') if subject == Subject::Accounts => Ok(Form::Cases),
        Some(b'{') => objects(&sample, reading).map_err(in_file(name)),
        Some(b'[') => {
            let fault = "is one JSON array: write one object a line, as `jq -c '.[]'` does".into();
            Err(Error::Form { path: name.into(), fault })
        }
        Some(_) => table(name, &sample, subject, reading),
    }
}

/// Cases, unless the objects at the beginning can be read and name no applicant as cases do.
fn objects(sample: &[u8], reading: &Reading<'_>) -> Result<Form, ColumnsError> {
    let keys = sniff::keys(sample);
    if reading.map.is_empty() && (keys.is_empty() || sniff::are_cases(sample)) {
        return Ok(Form::Cases);
    }
    Flat::new(&keys, reading.map).map(Form::Flat)
}

/// A table of accounts says which account each row is about.
fn of_named_accounts(columns: Columns) -> Result<Columns, ColumnsError> {
    let is_named = columns.has(Column::AccountId) || columns.has(Column::Account);
    if is_named { Ok(columns) } else { Err(ColumnsError::NoAccount(columns.all().len())) }
}

fn in_file(name: &str) -> impl FnOnce(ColumnsError) -> Error {
    let path = name.to_owned();
    move |fault| Error::Columns { path, fault }
}

/// A table, whose first line that is neither blank nor a remark behind `#` names its columns.
fn table(name: &str, sample: &[u8], subject: Subject, reading: &Reading<'_>) -> Result<Form, Error> {
    let mut dialect = sniff::dialect(sniff::without_remarks(sample));
    dialect.delimiter = reading.delimiter.unwrap_or(dialect.delimiter);
    let unread = || Error::Form { path: name.into(), fault: "has no header that can be read".into() };
    let mut lines = Lines::new(sample);
    let is_header = |line: &Line| !line.bytes().is_some_and(|bytes| bytes.starts_with(b"#"));
    let header = lines.by_ref().map_while(Result::ok).find(is_header).ok_or_else(unread)?;
    let cells = dialect.cells(header.bytes().ok_or_else(unread)?);
    let columns = match subject {
        Subject::Applicants => Columns::new(&cells, reading.map),
        Subject::Accounts => Columns::of_accounts(&cells, reading.map).and_then(of_named_accounts),
    };
    // A line too long for the sample begins beyond it.
    let next = lines.next().and_then(Result::ok);
    let end = next.map_or(Start { byte_offset: sample.len() as u64, lines: header.number }, |line| Start {
        byte_offset: line.byte_offset,
        lines: line.number - 1,
    });
    columns.map(|columns| Form::Table { dialect, columns, header_end: end }).map_err(in_file(name))
}
