//! Every figure there is in one table: its name in JSON, its words on the page, its unit, and which way is better.

use serde::{Deserialize, Serialize};

use super::super::page::grouped;

/// A kind of figure; the order is that of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    CasesPerSecond,
    Scaling,
    CallP50,
    CallP99,
    CallMost,
    ReadRecord,
    CompareRecords,
    LinesPerSecond,
    CaseAllocations,
    CaseBytes,
    RecordAllocations,
    RecordBytes,
    ComparisonAllocations,
    PeakMemory,
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    #[serde(rename = "cases/s")]
    Rate,
    #[serde(rename = "ratio")]
    Ratio,
    #[serde(rename = "ns")]
    Nanoseconds,
    #[serde(rename = "count")]
    Count,
    #[serde(rename = "bytes")]
    Bytes,
}

/// A row of the table.
struct Row {
    section: &'static str,
    name: &'static str,
    words: &'static str,
    unit: Unit,
}

const fn row(section: &'static str, name: &'static str, words: &'static str, unit: Unit) -> Row {
    Row { section, name, words, unit }
}

const MEMORY: &str = "RAW STRINGS TO ANSWER, IN MEMORY";
const CALLS: &str = "ONE CALL AFTER THE OTHER, WARM";
const PARTS: &str = "ITS PARTS";
const LINES: &str = "JSON LINES TO JSON LINES, ONE THREAD";
const HEAP: &str = "ALLOCATIONS";
const PROCESS: &str = "MEMORY";

/// In the order of [`Kind`].
const ROWS: [Row; 14] = [
    row(MEMORY, "cases_per_second", "cases a second", Unit::Rate),
    row(MEMORY, "scaling", "against one", Unit::Ratio),
    row(CALLS, "call_p50", "half of them within (p50)", Unit::Nanoseconds),
    row(CALLS, "call_p99", "99 % of them within (p99)", Unit::Nanoseconds),
    row(CALLS, "call_most", "the slowest", Unit::Nanoseconds),
    row(PARTS, "read_record", "reading a record", Unit::Nanoseconds),
    row(PARTS, "compare_records", "comparing two read records", Unit::Nanoseconds),
    row(LINES, "lines_per_second", "cases a second", Unit::Rate),
    row(HEAP, "allocations_per_case", "a case", Unit::Count),
    row(HEAP, "allocated_bytes_per_case", "bytes of them", Unit::Bytes),
    row(HEAP, "allocations_per_record", "reading a record", Unit::Count),
    row(HEAP, "allocated_bytes_per_record", "bytes of them", Unit::Bytes),
    row(HEAP, "allocations_per_comparison", "comparing two read records", Unit::Count),
    row(PROCESS, "peak_memory", "the most this process held", Unit::Bytes),
];

impl Kind {
    const ALL: [Self; 14] = [
        Self::CasesPerSecond,
        Self::Scaling,
        Self::CallP50,
        Self::CallP99,
        Self::CallMost,
        Self::ReadRecord,
        Self::CompareRecords,
        Self::LinesPerSecond,
        Self::CaseAllocations,
        Self::CaseBytes,
        Self::RecordAllocations,
        Self::RecordBytes,
        Self::ComparisonAllocations,
        Self::PeakMemory,
    ];

    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// What it stands under on the page.
    pub fn section(self) -> &'static str {
        self.row().section
    }

    /// The kind that JSON calls so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.row().name == name)
    }
}

/// What was measured: one value, and over the rounds the least and the most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    pub name: String,
    /// How many threads worked, where that is not one.
    pub threads: Option<usize>,
    pub unit: Unit,
    /// The median of the rounds.
    pub value: f64,
    pub least: f64,
    pub most: f64,
}

impl Figure {
    /// Of the values of all rounds.
    pub fn of(kind: Kind, threads: Option<usize>, mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or_default();
        let (value, least, most) = (at(values.len() / 2), at(0), at(values.len().saturating_sub(1)));
        let [value, least, most] = [value, least, most].map(ownermatch::case::significant);
        Self { name: kind.row().name.to_owned(), threads, unit: kind.row().unit, value, least, most }
    }

    /// Its words on the page.
    pub fn words(&self) -> String {
        let words = Kind::named(&self.name).map_or(self.name.as_str(), |kind| kind.row().words);
        match (self.threads, self.unit) {
            (None, _) => words.to_owned(),
            (Some(1), Unit::Rate) => format!("{words}, 1 thread"),
            (Some(threads), Unit::Rate) => format!("{words}, {threads} threads"),
            (Some(threads), _) => format!("{threads} threads {words}"),
        }
    }

    /// How many times better than it was: above 1 is more cases, less time, fewer allocations. `None` where only one of
    /// the two is 0.
    pub fn ratio_to(&self, was: &Self) -> Option<f64> {
        let is_more_better = matches!(self.unit, Unit::Rate | Unit::Ratio);
        let (above, below) = if is_more_better { (self.value, was.value) } else { (was.value, self.value) };
        let ratio = if above == below { 1.0 } else { above / below };
        (ratio.is_finite() && ratio > 0.0).then(|| ownermatch::case::significant(ratio))
    }

    /// Whether a value of the one lies within the range of the other.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.least <= other.most && other.least <= self.most
    }
}

impl Unit {
    /// A value for people, in three or four digits.
    pub fn show(self, value: f64) -> String {
        match self {
            Self::Rate if value >= 1e6 => format!("{:.3} M", value / 1e6),
            Self::Rate => grouped(value.round() as u64),
            Self::Ratio => format!("{value:.2}x"),
            Self::Nanoseconds => time(value),
            Self::Count => format!("{value:.2}"),
            Self::Bytes if value >= 1e6 => format!("{:.1} MiB", value / f64::from(1 << 20)),
            Self::Bytes => grouped(value.round() as u64),
        }
    }
}

fn time(ns: f64) -> String {
    let (value, unit) = match ns {
        ns if ns < 1e3 => (ns, "ns"),
        ns if ns < 1e6 => (ns / 1e3, "µs"),
        ns if ns < 1e9 => (ns / 1e6, "ms"),
        ns => (ns / 1e9, "s"),
    };
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::{Figure, Kind, ROWS, Unit};

    fn figure(kind: Kind, values: &[f64]) -> Figure {
        Figure::of(kind, None, values.to_vec())
    }

    #[test]
    fn the_table_is_in_the_order_of_the_kinds() {
        assert!(Kind::ALL.iter().enumerate().all(|(at, &kind)| kind as usize == at));
        assert!(ROWS.iter().all(|row| row.words.chars().count() <= 28 && Kind::named(row.name).is_some()));
    }

    #[test]
    fn above_one_is_better_whatever_is_counted() {
        let ratio = |kind, is: f64, was: f64| figure(kind, &[is]).ratio_to(&figure(kind, &[was]));
        assert_eq!(ratio(Kind::CasesPerSecond, 200.0, 100.0), Some(2.0));
        assert_eq!(ratio(Kind::CallP50, 200.0, 100.0), Some(0.5));
        assert_eq!(ratio(Kind::ComparisonAllocations, 0.0, 0.0), Some(1.0));
        assert_eq!(ratio(Kind::ComparisonAllocations, 1.0, 0.0), None);
        assert_eq!(ratio(Kind::ComparisonAllocations, 0.0, 1.0), None);
    }

    #[test]
    fn a_figure_is_the_median_with_its_range() {
        let figure = figure(Kind::CallP50, &[3.0, 1.0, 2.0]);
        assert_eq!((figure.value, figure.least, figure.most), (2.0, 1.0, 3.0));
    }

    #[test]
    fn values_are_short_for_people() {
        let shown = [(Unit::Rate, 1_234_567.0), (Unit::Rate, 34_567.4), (Unit::Nanoseconds, 812.4), (Unit::Bytes, 3e6)];
        assert_eq!(shown.map(|(unit, value)| unit.show(value)), ["1.235 M", "34,567", "812 ns", "2.9 MiB"]);
        assert_eq!([1.5, 1_500.0, 15_000.0, 1.5e9].map(super::time), ["1.50 ns", "1.50 µs", "15.0 µs", "1.50 s"]);
    }
}
