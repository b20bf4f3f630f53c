//! Answers as text: JSON lines and tables, each row by itself.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::shape::{Format, Shape};
use crate::case::json;
use crate::case::{AnswerColumn, AnswerRow, Cell, OwnersShown};

/// The name of the column that lists every owner.
const OWNERS: &str = "owners";

/// What stands before the first row.
pub(super) fn head(shape: &Shape) -> io::Result<Vec<u8>> {
    if !is_table(shape) {
        return Ok(Vec::new());
    }
    let mut writer = table(shape, Vec::new());
    let owners = (shape.owners == OwnersShown::All).then_some(OWNERS);
    writer.write_record(shape.written().iter().map(|column| column.name()).chain(owners))?;
    writer.into_inner().map_err(|fault| fault.into_error())
}

fn is_table(shape: &Shape) -> bool {
    matches!(shape.format, Format::Csv | Format::Tsv)
}

fn table<W: Write>(shape: &Shape, out: W) -> csv::Writer<W> {
    let delimiter = if shape.format == Format::Tsv { b'\t' } else { b',' };
    csv::WriterBuilder::new().delimiter(delimiter).buffer_capacity(1 << 16).from_writer(out)
}

/// Writes rows as text.
pub(super) enum Rows<W: Write> {
    Table(Box<csv::Writer<W>>),
    /// The second is the line that is written, kept for its room.
    Lines(W, Vec<u8>),
}

impl<W: Write> Rows<W> {
    pub(super) fn new(shape: &Shape, out: W) -> Self {
        if is_table(shape) { Self::Table(Box::new(table(shape, out))) } else { Self::Lines(out, Vec::new()) }
    }

    pub(super) fn write(&mut self, shape: &Shape, row: &AnswerRow<'_>) -> io::Result<()> {
        match self {
            Self::Table(writer) => write_cells(writer, shape, row),
            Self::Lines(out, line) => {
                line.clear();
                match &shape.columns {
                    Some(columns) => json::append(line, &Chosen { columns, row, owners: shape.owners })?,
                    None => row.answer.write_json(line),
                }
                line.push(b'\n');
                out.write_all(line)
            }
        }
    }

    pub(super) fn finish(self) -> io::Result<W> {
        match self {
            Self::Table(writer) => writer.into_inner().map_err(|fault| fault.into_error()),
            Self::Lines(out, _) => Ok(out),
        }
    }
}

fn write_cells<W: Write>(writer: &mut csv::Writer<W>, shape: &Shape, row: &AnswerRow<'_>) -> io::Result<()> {
    for column in shape.written() {
        writer.write_field(cell_text(&column.cell(row)).as_bytes())?;
    }
    if let (OwnersShown::All, Some(owners)) = (shape.owners, &row.answer.owners) {
        writer.write_field(serde_json::to_string(owners)?)?;
    }
    Ok(writer.write_record(None::<&[u8]>)?)
}

/// A cell of a table as text: numbers as they are, and no text that a spreadsheet would run.
///
/// ```
/// use ownermatch::batch::cell_text;
/// use ownermatch::case::Cell;
/// assert_eq!(cell_text(&Cell::Text("+1 415 279 4774".into())), "'+1 415 279 4774");
/// assert_eq!(cell_text(&Cell::Number(-1.5)), "-1.5");
/// ```
pub fn cell_text<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    match cell {
        Cell::Null => Cow::Borrowed(""),
        Cell::Text(text) => defused(text),
        Cell::Codes(codes) => Cow::Owned(codes.join(";")),
        Cell::Integer(number) => Cow::Owned(number.to_string()),
        Cell::Number(number) => Cow::Owned(number.to_string()),
    }
}

/// A cell that begins like a formula would run in a spreadsheet; an apostrophe before it stops that. One that already
/// stands there is doubled, so that taking one away gives the text back.
fn defused(cell: &str) -> Cow<'_, str> {
    let is_risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    if is_risky { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The chosen columns as one object.
struct Chosen<'a> {
    columns: &'a [AnswerColumn],
    row: &'a AnswerRow<'a>,
    owners: OwnersShown,
}

impl Serialize for Chosen<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for column in self.columns {
            match column.cell(self.row) {
                Cell::Null => map.serialize_entry(column.name(), &()),
                Cell::Text(text) => map.serialize_entry(column.name(), &text),
                Cell::Codes(codes) => map.serialize_entry(column.name(), &codes),
                Cell::Integer(number) => map.serialize_entry(column.name(), &number),
                Cell::Number(number) => map.serialize_entry(column.name(), &number),
            }?;
        }
        if self.owners == OwnersShown::All {
            map.serialize_entry(OWNERS, &self.row.answer.owners)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, cell_text};

    #[test]
    fn formulas_are_defused_and_can_be_read_back() {
        for text in ["=1+1", "+1 555", "-x", "@a", "\tb", "'quoted", "plain", ""] {
            let cell = Cell::Text(text.into());
            let written = cell_text(&cell);
            assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
            assert_eq!(written.strip_prefix('\'').unwrap_or(&written), text);
        }
    }
}
