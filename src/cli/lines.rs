//! A file of JSON lines in, one line of text out for each, in order: what `compare --pairs` and `parse --lines` share.

use std::io::Write;
use std::path::Path;

use ownermatch::Region;
use ownermatch::case::{Line, Reject, RejectCode};
use serde::{Deserialize, Serialize};

use super::args::LineArgs;
use super::exit::Exit;
use super::rejects::Rejects;
use super::settings::Context;
use super::{input, output, stream};

/// A line's id, given back as it came: a string or an integer.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Id {
    Text(String),
    Number(i64),
}

impl Id {
    /// A line without an id is called by its number.
    pub fn or_number(id: Option<Self>, line: &Line) -> Self {
        id.unwrap_or_else(|| Self::Text(line.number.to_string()))
    }
}

/// Works through `file` on every thread; what `work` returns is written as one JSON line.
pub fn convert<T: Serialize>(
    file: &Path,
    args: &LineArgs,
    context: &Context,
    work: impl Fn(&Line) -> Result<T, Reject> + Sync,
) -> anyhow::Result<Exit> {
    let pool = context.pool(args)?;
    let input = input::open(file)?;
    let mut rejects = Rejects::open(args, context, file)?;
    let mut out = output::plain_stdout();
    let write = |line: &Line| work(line).map(|row| serde_json::to_string(&row).unwrap_or_default());
    stream::each_line(input, &pool, write, |row| match row {
        Ok(text) => Ok(writeln!(out, "{text}")?),
        Err(reject) => rejects.take(&reject),
    })?;
    out.flush()?;
    rejects.finish()
}

/// The region that a line names; a blank one names none.
pub fn region(code: Option<&str>, line: &Line) -> Result<Option<Region>, Reject> {
    let invalid = || Reject { field: Some("region".into()), ..line.reject(RejectCode::InvalidValue) };
    let code = code.filter(|code| !code.trim().is_empty());
    code.map(|code| Region::new(code).ok_or_else(invalid)).transpose()
}
