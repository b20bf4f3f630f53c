//! Where input comes from: a file, or stdin for `-`; and files that are read whole.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use ownermatch::Applicant;
use ownermatch::case::{self, Applicants, CAP_LINE_BYTES, Line, Lines};

const BUFFER_BYTES: usize = 1 << 18;

/// Opens a file for reading; `-` is stdin.
pub fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead + Send>> {
    if path == Path::new("-") {
        return Ok(named("stdin", io::stdin()));
    }
    // Personal data typed in place of a file's name must not be repeated.
    if path.to_string_lossy().contains('{') {
        bail!("a file's name is expected, and this is JSON: pass it on stdin, with - for the file");
    }
    let file = File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(named(path.display(), file))
}

/// Reads a file of applicants by account or customer; a line that cannot be read is a fault of the whole file.
pub fn applicants(path: &Path) -> anyhow::Result<Applicants> {
    let mut applicants = Applicants::default();
    for line in Lines::new(open(path)?) {
        let added = applicants.add(&line?);
        added.map_err(|reject| anyhow::anyhow!("{}: {reject}", path.display()))?;
    }
    if applicants.is_empty() {
        bail!("{} holds no applicant", path.display());
    }
    Ok(applicants)
}

/// Reads a file of one applicant, over as many lines as it has.
pub fn applicant(path: &Path) -> anyhow::Result<Applicant> {
    let mut bytes = Vec::new();
    open(path)?.take(CAP_LINE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let read = case::read_applicant(&Line::new(1, 0, bytes));
    read.map_err(|reject| anyhow::anyhow!("{}: {reject}", path.display()))
}

fn named(name: impl ToString, source: impl Read + Send + 'static) -> Box<dyn BufRead + Send> {
    Box::new(Named { name: name.to_string(), source: BufReader::with_capacity(BUFFER_BYTES, source) })
}

/// A source whose errors say which one it is; a folder opens like a file and fails only when it is read.
struct Named<R> {
    name: String,
    source: BufReader<R>,
}

fn with_name(name: &str, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{name} cannot be read: {error}"))
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.source.read(bytes).map_err(|error| with_name(&self.name, error))
    }
}

impl<R: Read> BufRead for Named<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.source.fill_buf().map_err(|error| with_name(&self.name, error))
    }

    fn consume(&mut self, count: usize) {
        self.source.consume(count);
    }
}
