//! What a file holds, told from its beginning: objects a line, or a table with its delimiter, quoting and header.

use csv_nose::{Quote, Sniffer};
use serde::{Deserialize, Serialize};

use crate::case::{Column, Line, Lines};

/// Bytes from which the form is told.
pub(super) const SAMPLE_BYTES: usize = 1 << 20;
/// Records that the sniffer looks at: its cost grows with them and the dialects that it tries.
const SNIFFED_LINES: usize = 100;
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Lines whose keys tell whether objects are cases or flat.
const KEYED_LINES: usize = 100;

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::batch) struct Dialect {
    pub(in crate::batch) delimiter: u8,
    /// The sign around cells; `None` where a quote is a letter like others.
    pub(in crate::batch) quote: Option<u8>,
    /// A quote inside a cell is written behind a backslash, and not twice.
    pub(in crate::batch) is_escaped: bool,
}

impl Dialect {
    /// What it is called by people.
    pub(super) fn name(self) -> &'static str {
        match self.delimiter {
            b',' => "a table with commas",
            b'\t' => "a table with tabs",
            b';' => "a table with semicolons",
            b'|' => "a table with bars",
            _ => "a table",
        }
    }

    /// A reader of bytes in this dialect; rows of any number of cells, and the header is a row.
    pub(super) fn reader<R: std::io::Read>(self, input: R) -> csv::Reader<R> {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.delimiter).has_headers(false).flexible(true).quoting(self.quote.is_some());
        builder.quote(self.quote.unwrap_or(b'"'));
        if self.is_escaped {
            builder.escape(Some(b'\\')).double_quote(false);
        }
        builder.from_reader(input)
    }

    /// The cells of one line.
    pub(super) fn cells(self, line: &[u8]) -> Vec<String> {
        let mut record = csv::ByteRecord::new();
        let _ = self.reader(line).read_byte_record(&mut record);
        record.iter().map(|cell| String::from_utf8_lossy(cell).trim().to_owned()).collect()
    }
}

/// Whether lines are JSON: what stands first that is no space.
pub(super) fn first_sign(sample: &[u8]) -> Option<u8> {
    let text = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample);
    text.iter().copied().find(|byte| !byte.is_ascii_whitespace() && *byte != 0)
}

/// The keys of the objects at the beginning, each once, in their order, those of an object inside behind its key and a
/// point; lines that cannot be read give none.
pub(super) fn keys(sample: &[u8]) -> Vec<String> {
    let mut keys = Vec::new();
    for line in Lines::new(sample).take(KEYED_LINES).flatten() {
        let read: Option<serde_json::Map<String, serde_json::Value>> = line.json().ok();
        for (key, value) in read.into_iter().flatten() {
            let inner = value.as_object().map(|inner| inner.keys().map(|name| format!("{key}.{name}")).collect());
            let named: Vec<String> = inner.unwrap_or_else(|| vec![key]);
            named.into_iter().for_each(|key| {
                if !keys.contains(&key) {
                    keys.push(key)
                }
            });
        }
    }
    keys
}

/// Whether an object at the beginning names the applicant as a case does, or is Stripe's account.
pub(super) fn are_cases(sample: &[u8]) -> bool {
    Lines::new(sample).take(KEYED_LINES).flatten().any(|line: Line| {
        let read: Option<serde_json::Map<String, serde_json::Value>> = line.json().ok();
        read.is_some_and(|map| map.contains_key("applicant") || map.contains_key("object"))
    })
}

/// The dialect of a table: what the sniffer finds, unless another delimiter makes more of the header known.
pub(super) fn dialect(sample: &[u8]) -> Dialect {
    let head = lines(sample, SNIFFED_LINES);
    let found = Sniffer::new().sniff_bytes(head).ok().map(|found| found.dialect);
    let sniffed = found.as_ref().map_or(b',', |dialect| dialect.delimiter);
    let quote = found.map_or(Some(b'"'), |dialect| quote_of(dialect.quote, head));
    let is_escaped = escapes(head);
    let header = lines(head, 1);
    let known = |delimiter: u8| {
        let cells = Dialect { delimiter, quote, is_escaped }.cells(header);
        cells.iter().filter(|cell| Column::from_header(cell).is_some()).count()
    };
    let mut best = (known(sniffed), sniffed);
    for delimiter in DELIMITERS {
        let count = known(delimiter);
        if count > best.0 {
            best = (count, delimiter);
        }
    }
    Dialect { delimiter: best.1, quote, is_escaped }
}

/// What follows the remarks that an export may begin with.
pub(super) fn without_remarks(sample: &[u8]) -> &[u8] {
    let mut rest = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample);
    while rest.first() == Some(&b'#') {
        let end = memchr::memchr2(b'\n', b'\r', rest).map_or(rest.len(), |at| at + 1);
        rest = rest[end..].trim_ascii_start();
    }
    rest
}

/// Double quotes are quotes wherever there are any: a table that quotes nothing in its first lines may do so later.
fn quote_of(quote: Quote, head: &[u8]) -> Option<u8> {
    match quote {
        Quote::Some(b'\'') if !head.contains(&b'"') => Some(b'\''),
        _ => Some(b'"'),
    }
}

/// A backslash before a quote inside a cell, and no quote that is doubled.
fn escapes(head: &[u8]) -> bool {
    let has = |pair: &[u8; 2]| head.windows(2).any(|two| two == pair);
    let is_doubled = head.windows(3).any(|three| three[0].is_ascii_alphanumeric() && &three[1..] == b"\"\"");
    has(b"\\\"") && !is_doubled
}

/// The first lines of a sample.
fn lines(sample: &[u8], most: usize) -> &[u8] {
    let text = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample);
    let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n' || **byte == b'\r').map(|(at, _)| at);
    ends.skip(most - 1).find(|&at| at > 0).map_or(text, |at| &text[..at + 1])
}

#[cfg(test)]
mod tests {
    use super::{Dialect, dialect, keys};

    #[test]
    fn delimiters_and_quotes_are_found_out() {
        let tables: [(&str, u8, Option<u8>); 6] = [
            ("id,name,email\n1,Ada Quux,a@b.c\n2,Bo Quux,b@b.c\n", b',', Some(b'"')),
            ("id;name;email\n1;\"Quux; Ada\";a@b.c\n2;Bo Quux;b@b.c\n", b';', Some(b'"')),
            ("id\tname\temail\n1\tQuux, Ada\ta@b.c\n2\tQuux, Bo\tb@b.c\n", b'\t', Some(b'"')),
            ("id|name|address\n1|Quux, Ada|1 Elm St, Ames, IA\n", b'|', Some(b'"')),
            ("id,name,email\n1,'Quux, Ada',a@b.c\n2,'Quux, Bo',b@b.c\n3,'Quux, Cy',c@b.c\n", b',', Some(b'\'')),
            ("name\nAda Quux\nBo Quux\n", b',', Some(b'"')),
        ];
        for (text, delimiter, quote) in tables {
            let found = dialect(text.as_bytes());
            assert_eq!((found.delimiter, found.quote), (delimiter, quote), "{text}");
        }
        let escaped = dialect(b"id,name,note\n1,\"Ada \\\"Bo\\\" Quux\",x\n");
        assert!(escaped.is_escaped);
        assert_eq!(escaped.cells(b"\"Ada \\\"Bo\\\" Quux\""), ["Ada \"Bo\" Quux"]);
        assert!(matches!(dialect(b"\xEF\xBB\xBFid,name\n1,Ada \"\"Bo\"\" Quux\n"), Dialect { is_escaped: false, .. }));
    }

    #[test]
    fn keys_of_flat_objects_are_told_once() {
        assert_eq!(keys(b"{\"a\":1,\"owners\":[]}\nbroken\n{\"b\":2,\"a\":3}"), ["a", "owners", "b"]);
        assert_eq!(keys(b"{\"name\":\"x\",\"address\":{\"city\":\"y\"}}"), ["address.city", "name"]);
    }
}
