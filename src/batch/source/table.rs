//! Rows of a table, which may go over several lines. A row that is broken costs itself: reading goes on with the next line.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::sniff::Dialect;
use crate::case::{CAP_LINE_BYTES, Line, Lines, Reject, RejectCode};

/// Frames the rows of a table.
pub(in crate::batch) struct TableRows<R> {
    lines: Lines<R>,
    /// Lines read ahead for a row that turned out to be broken.
    ahead: VecDeque<Line>,
    cells: Cells,
    dialect: Dialect,
    /// How many cells a row has.
    width: usize,
}

impl<R: BufRead> TableRows<R> {
    pub(super) fn new(lines: Lines<R>, dialect: Dialect, width: usize) -> Self {
        Self { lines, ahead: VecDeque::new(), cells: Cells::new(dialect), dialect, width }
    }

    /// The next row, or where one is broken over its lines.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<Line, Reject>>> {
        let Some(first) = self.line()? else { return Ok(None) };
        let mut quotes = Quotes::new(self.dialect);
        let Some(bytes) = first.bytes().filter(|bytes| self.has_quote(bytes)) else { return Ok(Some(Ok(first))) };
        quotes.feed(bytes);
        if !quotes.is_quoted {
            return Ok(Some(Ok(first)));
        }
        let mut joined = bytes.to_vec();
        let mut taken = Vec::new();
        while quotes.is_quoted {
            let next = if joined.len() <= CAP_LINE_BYTES { self.line()? } else { None };
            let Some(next) = next else { return Ok(Some(Err(self.give_back(&first, taken)))) };
            let start = joined.len();
            joined.push(b'\n');
            // A line over the cap makes the row one.
            joined.extend_from_slice(next.bytes().unwrap_or(&vec![b' '; CAP_LINE_BYTES]));
            quotes.feed(&joined[start..]);
            taken.push(next);
        }
        if quotes.strays || !self.cells.fit(&joined, self.width) {
            return Ok(Some(Err(self.give_back(&first, taken))));
        }
        Ok(Some(Ok(Line::new(first.number, first.byte_offset, joined))))
    }

    fn has_quote(&self, bytes: &[u8]) -> bool {
        self.dialect.quote.is_some_and(|quote| memchr::memchr(quote, bytes).is_some())
    }

    /// How many bytes of the file are read.
    pub(super) fn place(&self) -> u64 {
        self.lines.place()
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        match self.ahead.pop_front() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next().transpose(),
        }
    }

    /// The quote was never meant to reach so far: the first line is lost, the others are read for themselves.
    fn give_back(&mut self, first: &Line, taken: Vec<Line>) -> Reject {
        taken.into_iter().rev().for_each(|line| self.ahead.push_front(line));
        first.reject(RejectCode::UnclosedQuote)
    }
}

/// Where in a row's quotes a reader is; fed piece by piece, so that a row of many lines is looked at once.
struct Quotes {
    dialect: Dialect,
    is_quoted: bool,
    is_cell_start: bool,
    is_escaped: bool,
    has_closed: bool,
    /// Letters follow a quote that closes a cell: over several lines it was never meant to open one.
    strays: bool,
}

impl Quotes {
    fn new(dialect: Dialect) -> Self {
        let (is_quoted, is_escaped, has_closed, strays) = (false, false, false, false);
        Self { dialect, is_quoted, is_cell_start: true, is_escaped, has_closed, strays }
    }

    fn feed(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.step(*byte));
    }

    fn step(&mut self, byte: u8) {
        let is_quote = self.dialect.quote == Some(byte);
        if std::mem::take(&mut self.is_escaped) {
            return;
        }
        if self.is_quoted {
            self.is_escaped = self.dialect.is_escaped && byte == b'\\';
            (self.is_quoted, self.has_closed) = (!is_quote, is_quote);
            return;
        }
        let is_end = byte == self.dialect.delimiter || byte == b'\n';
        let is_doubled = std::mem::take(&mut self.has_closed) && {
            self.strays |= !is_end && !is_quote;
            is_quote && !self.dialect.is_escaped
        };
        self.is_quoted = is_doubled || (is_quote && self.is_cell_start);
        self.is_cell_start = is_end;
    }
}

/// Splits a row into its cells; the buffers serve every row.
pub(in crate::batch) struct Cells {
    core: csv_core::Reader,
    text: Vec<u8>,
    ends: Vec<usize>,
    count: usize,
}

impl Cells {
    pub(super) fn new(dialect: Dialect) -> Self {
        let mut builder = csv_core::ReaderBuilder::new();
        builder.delimiter(dialect.delimiter).quoting(dialect.quote.is_some()).quote(dialect.quote.unwrap_or(b'"'));
        if dialect.is_escaped {
            builder.escape(Some(b'\\')).double_quote(false);
        }
        Self { core: builder.build(), text: vec![0; 1024], ends: vec![0; 64], count: 0 }
    }

    /// How many cells a row has.
    pub(super) fn split(&mut self, row: &[u8]) -> usize {
        use csv_core::ReadRecordResult::{End, InputEmpty, OutputEndsFull, OutputFull, Record};
        // A cell is never longer than its row.
        self.text.resize(self.text.len().max(row.len() + 1), 0);
        self.core.reset();
        let (mut read, mut written) = (0, 0);
        self.count = 0;
        loop {
            let ends = &mut self.ends[self.count..];
            let (result, input, output, cells) = self.core.read_record(&row[read..], &mut self.text[written..], ends);
            (read, written, self.count) = (read + input, written + output, self.count + cells);
            match result {
                // The input's end is told by an empty input, and so is the row's.
                InputEmpty => {}
                OutputFull => self.text.resize(self.text.len() * 2, 0),
                OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                Record | End => return self.count,
            }
        }
    }

    /// Splits a row, and says whether it has so many cells; an empty one too many at its end, which many exports write, is
    /// none.
    pub(super) fn fit(&mut self, row: &[u8], width: usize) -> bool {
        let count = self.split(row);
        let is_surplus = count == width + 1 && self.iter().last().is_some_and(<[u8]>::is_empty);
        count == width || is_surplus
    }

    /// The cells of the row that was split last.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let start = |at: usize| if at == 0 { 0 } else { self.ends[at - 1] };
        (0..self.count).map(move |at| &self.text[start(at)..self.ends[at]])
    }
}

#[cfg(test)]
mod tests {
    use super::super::sniff::Dialect;
    use super::{Cells, TableRows};
    use crate::case::Lines;

    const PLAIN: Dialect = Dialect { delimiter: b',', quote: Some(b'"'), is_escaped: false };

    fn rows(text: &str, width: usize) -> Vec<(u64, u64, Option<Vec<String>>)> {
        let mut rows = TableRows::new(Lines::new(text.as_bytes()), PLAIN, width);
        let mut cells = Cells::new(PLAIN);
        let mut all = Vec::new();
        while let Some(row) = rows.next().expect("bytes in memory") {
            all.push(match row {
                Err(reject) => (reject.line, reject.byte_offset, None),
                Ok(line) => {
                    cells.split(line.bytes().expect("short"));
                    let text = cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
                    (line.number, line.byte_offset, Some(text))
                }
            });
        }
        all
    }

    fn cells(cells: &[&str]) -> Option<Vec<String>> {
        Some(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn rows_may_go_over_lines_and_end_in_any_way() {
        for end in ["\n", "\r\n", "\r"] {
            let text = format!("a,b{end}{end}\"c{end}c\",\"d \"\"d\"\"\"{end}e,");
            let wide = end.len() as u64;
            assert_eq!(
                rows(&text, 2),
                [
                    (1, 0, cells(&["a", "b"])),
                    (3, 3 + 2 * wide, cells(&["c\nc", "d \"d\""])),
                    (5, 17 + 4 * wide, cells(&["e", ""])),
                ]
            );
        }
    }

    #[test]
    fn open_quote_costs_its_line_and_no_other() {
        let read = rows("a,\"b\nc,d\n\"e\",\"f\"\ng,\"h\n", 2);
        assert_eq!(read, [(1, 0, None), (2, 5, cells(&["c", "d"])), (3, 9, cells(&["e", "f"])), (4, 17, None)]);
    }

    #[test]
    fn quote_that_closes_before_letters_was_never_meant_to_open() {
        let read = rows("1,\"Bob,BOB\n3,\"Cy\",CY\n4,\"Di, Fo\",DI\n", 3);
        let expected = [(1, 0, None), (2, 11, cells(&["3", "Cy", "CY"])), (3, 21, cells(&["4", "Di, Fo", "DI"]))];
        assert_eq!(read, expected);
    }

    #[test]
    fn open_quote_before_many_short_lines_takes_no_longer_than_its_bytes() {
        let text = format!("a,\"{}", "\nx,y".repeat(400_000));
        let read = rows(&text, 2);
        assert_eq!((read.len(), read[0].2.is_none(), read[400_000].2.is_some()), (400_001, true, true));
    }

    #[test]
    fn empty_cell_too_many_at_the_end_is_none() {
        let mut cells = Cells::new(PLAIN);
        assert!(cells.fit(b"a,b,", 2) && cells.fit(b"a,b", 2) && !cells.fit(b"a,b,c", 2) && !cells.fit(b"a", 2));
    }

    #[test]
    fn quote_inside_a_cell_is_a_letter() {
        assert_eq!(rows("5\" pipe,b\nc,d", 2).len(), 2);
        assert_eq!(rows("5\" pipe,b\nc,d", 2)[0].2, cells(&["5\" pipe", "b"]));
    }
}
