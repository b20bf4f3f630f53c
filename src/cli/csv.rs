//! Answers as CSV: one row each, the documented columns, no cell that a spreadsheet would run.

use ownermatch::batch::cell_text;
use ownermatch::case::{Answer, AnswerColumn};

/// The row of column names.
pub fn head() -> String {
    let names: Vec<&str> = AnswerColumn::usual().iter().map(|column| column.name()).collect();
    names.join(",") + "\n"
}

/// One answer. A field's score is empty where there is none, and its level tells which kind of
/// none: empty for not given, `missing`, `unreadable`.
pub fn row(answer: &Answer) -> String {
    let cells = AnswerColumn::usual().iter().map(|column| column.answer_cell(answer));
    let cells: Vec<String> = cells.map(|cell| cell_text(&cell).into_owned()).collect();
    let mut writer = ::csv::WriterBuilder::new().from_writer(Vec::new());
    let bytes = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
