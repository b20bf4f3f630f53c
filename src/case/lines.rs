//! Lines of a file, one at a time and never more than the cap in memory, with where each one starts.

use std::io::{self, BufRead};

/// Most bytes of a line; a longer one is rejected, and read past without being kept.
pub const CAP_LINE_BYTES: usize = 1 << 20;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// One line of input without its ending.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// Counted from 1, blank lines included.
    pub number: u64,
    /// Where the line starts in the input, in bytes from 0.
    pub byte_offset: u64,
    bytes: Vec<u8>,
    fits: bool,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Line({}, {} bytes [redacted])", self.number, self.bytes.len())
    }
}

impl Line {
    /// A line from elsewhere than a file.
    pub fn new(number: u64, byte_offset: u64, bytes: Vec<u8>) -> Self {
        let fits = bytes.len() <= CAP_LINE_BYTES;
        Self { number, byte_offset, bytes, fits }
    }

    /// The bytes; `None` where there were more than [`CAP_LINE_BYTES`].
    pub fn bytes(&self) -> Option<&[u8]> {
        self.fits.then_some(&self.bytes)
    }

    fn is_blank(&self) -> bool {
        self.fits && self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

/// Reads lines that end in LF, CR or CRLF, mixed as they come; blank lines and a byte order mark at
/// the start are passed over.
///
/// ```
/// use ownermatch::case::Lines;
/// let lines: Vec<_> = Lines::new(&b"\xEF\xBB\xBFone\r\n\r\ntwo\rthree"[..]).map(Result::unwrap).collect();
/// assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 3, 4]);
/// assert_eq!(lines[1].bytes(), Some(&b"two"[..]));
/// ```
#[derive(Debug)]
pub struct Lines<R> {
    input: R,
    number: u64,
    offset: u64,
    after_carriage_return: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads from `input`.
    pub fn new(input: R) -> Self {
        Self { input, number: 0, offset: 0, after_carriage_return: false }
    }

    /// Reads from the middle of a file: `lines` lines and `bytes` bytes stand before it.
    pub fn after(input: R, lines: u64, bytes: u64) -> Self {
        Self { input, number: lines, offset: bytes, after_carriage_return: false }
    }

    /// How many bytes of the input are read.
    pub fn place(&self) -> u64 {
        self.offset
    }

    /// The next line, blank or not; `None` at the end.
    fn read(&mut self) -> io::Result<Option<Line>> {
        self.pass_line_feed()?;
        let mut line = Line::new(self.number + 1, self.offset, Vec::new());
        loop {
            let seen = match self.input.fill_buf() {
                Ok(seen) => seen,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if seen.is_empty() {
                break;
            }
            let end = memchr::memchr2(b'\n', b'\r', seen);
            keep(&mut line, &seen[..end.unwrap_or(seen.len())]);
            self.after_carriage_return = end.is_some_and(|at| seen[at] == b'\r');
            let used = end.map_or(seen.len(), |at| at + 1);
            self.pass(used);
            if end.is_some() {
                return Ok(Some(self.ended(line)));
            }
        }
        if self.offset == line.byte_offset { Ok(None) } else { Ok(Some(self.ended(line))) }
    }

    fn ended(&mut self, mut line: Line) -> Line {
        self.number += 1;
        if line.byte_offset == 0 && line.bytes.starts_with(BYTE_ORDER_MARK) {
            line.bytes.drain(..BYTE_ORDER_MARK.len());
        }
        line
    }

    /// The second half of CRLF ends nothing.
    fn pass_line_feed(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.after_carriage_return) && self.input.fill_buf()?.first() == Some(&b'\n') {
            self.pass(1);
        }
        Ok(())
    }

    fn pass(&mut self, bytes: usize) {
        self.input.consume(bytes);
        self.offset += bytes as u64;
    }
}

/// Over the cap nothing is kept, so that one long line cannot take the memory of a whole file.
fn keep(line: &mut Line, seen: &[u8]) {
    line.fits &= line.bytes.len() + seen.len() <= CAP_LINE_BYTES;
    if line.fits {
        line.bytes.extend_from_slice(seen);
    } else {
        line.bytes = Vec::new();
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.read().transpose()? {
                Ok(line) if line.is_blank() => {}
                other => return Some(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::{CAP_LINE_BYTES, Lines};

    fn read(input: &[u8], buffer: usize) -> Vec<(u64, u64, Option<usize>)> {
        let lines = Lines::new(BufReader::with_capacity(buffer, input)).map(|line| line.expect("bytes in memory"));
        lines.map(|line| (line.number, line.byte_offset, line.bytes().map(<[u8]>::len))).collect()
    }

    #[test]
    fn every_ending_and_any_buffer_give_the_same_lines() {
        let input = b"\xEF\xBB\xBFa\nbb\r\n\r\nccc\r\rdddd\n\r\neeeee";
        let expected = [(1, 0, Some(1)), (2, 5, Some(2)), (4, 11, Some(3)), (6, 16, Some(4)), (8, 23, Some(5))];
        for buffer in [1, 2, 3, 7, 64] {
            assert_eq!(read(input, buffer), expected, "{buffer}");
        }
    }

    #[test]
    fn nothing_and_blank_lines_give_no_lines() {
        assert!(read(b"", 8).is_empty());
        assert!(read(b"\n\r\n  \t\n\r", 8).is_empty());
    }

    #[test]
    fn a_line_over_the_cap_is_told_and_the_next_one_read() {
        let mut input = vec![b'x'; CAP_LINE_BYTES];
        input.extend_from_slice(b"\ny");
        assert_eq!(read(&input, 4096)[0].2, Some(CAP_LINE_BYTES));
        input.insert(0, b'x');
        assert_eq!(read(&input, 4096), [(1, 0, None), (2, CAP_LINE_BYTES as u64 + 2, Some(1))]);
    }
}
