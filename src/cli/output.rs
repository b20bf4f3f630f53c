//! How answers leave: one of four formats, each written line by line so that nothing piles up.

use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use ownermatch::case::{Answer, OwnersShown};

use super::settings::{Context, Key};
use super::{csv, table};

const BUFFER_BYTES: usize = 1 << 16;

/// How answers are shown; each may also come from the environment or the configuration file.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ShapeArgs {
    /// table, json, ndjson or csv [default: table on a terminal, ndjson in a pipe]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// best, or all to list every owner under each answer [default: best]
    #[arg(long, value_name = "WHICH")]
    pub owners: Option<String>,
}

/// A format of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// One array.
    Json,
    /// One object a line.
    Ndjson,
    /// One row an answer.
    Csv,
}

impl Format {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "auto" if io::stdout().is_terminal() => Self::Table,
            "auto" | "ndjson" => Self::Ndjson,
            "table" => Self::Table,
            "json" => Self::Json,
            "csv" => Self::Csv,
            _ => return None,
        })
    }
}

/// A format, and which owners are listed in it.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub format: Format,
    pub owners: OwnersShown,
}

impl Shape {
    /// Reads the settings.
    pub fn read(args: &ShapeArgs, context: &Context) -> anyhow::Result<Self> {
        let format = context.setting(Key::Format, args.format.as_deref());
        let owners = context.setting(Key::Owners, args.owners.as_deref());
        let shown = |name: &str| match name {
            "best" => Some(OwnersShown::Best),
            "all" => Some(OwnersShown::All),
            _ => None,
        };
        Ok(Self {
            format: format.read(Format::named, "table, json, ndjson or csv")?,
            owners: owners.read(shown, "best or all")?,
        })
    }

    /// Where answers of this format go.
    pub fn stdout(self) -> Box<dyn Write> {
        if self.format == Format::Table { styled_stdout() } else { plain_stdout() }
    }

    /// What stands before the first answer.
    pub fn head(self) -> String {
        match self.format {
            Format::Table => table::head(),
            Format::Json => "[".into(),
            Format::Ndjson => String::new(),
            Format::Csv => csv::head(),
        }
    }

    /// One answer.
    pub fn row(self, answer: &Answer) -> String {
        match self.format {
            Format::Table => table::row(answer),
            Format::Json => format!("\n{}", json(answer)),
            Format::Ndjson => json(answer) + "\n",
            Format::Csv => csv::row(answer),
        }
    }

    /// What stands between two answers.
    pub fn between(self) -> &'static str {
        if self.format == Format::Json { "," } else { "" }
    }

    /// What stands after the last answer.
    pub fn tail(self) -> &'static str {
        if self.format == Format::Json { "\n]\n" } else { "" }
    }
}

/// Most answers are shorter: a line that grows is copied five times.
const ANSWER_BYTES: usize = 2_048;

fn json(answer: &Answer) -> String {
    let mut line = Vec::with_capacity(ANSWER_BYTES);
    answer.write_json(&mut line);
    String::from_utf8(line).unwrap_or_default()
}

/// Stdout for what other programs read: the bytes as they are.
pub fn plain_stdout() -> Box<dyn Write> {
    Box::new(Stdout(BufWriter::with_capacity(BUFFER_BYTES, io::stdout())))
}

/// Who reads a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum View {
    Text,
    Json,
}

impl View {
    /// Stdout for this reader.
    pub fn stdout(self) -> Box<dyn Write> {
        match self {
            Self::Text => styled_stdout(),
            Self::Json => plain_stdout(),
        }
    }
}

/// Stdout for what people read, in color where it is wanted.
pub fn styled_stdout() -> Box<dyn Write> {
    Box::new(Stdout(BufWriter::with_capacity(BUFFER_BYTES, anstream::stdout())))
}

/// Stdout whose errors say that it is the output that failed.
struct Stdout<W>(W);

fn with_name(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("the output cannot be written to stdout: {error}"))
}

impl<W: Write> Write for Stdout<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(with_name)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().map_err(with_name)
    }
}

/// Says something to people on stderr; that nobody listens is no reason to stop.
pub fn talk(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}

/// The outcome of writing, where a reader that went away (`| head`) is no failure: the command still tells its
/// decision by its exit code.
pub fn unless_unread(written: io::Result<()>) -> anyhow::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Prints bytes to stdout as they are.
pub fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = plain_stdout();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}
