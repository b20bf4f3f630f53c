//! The shape of an output: its format, its columns, which owners it lists.

use std::path::Path;

use crate::case::{AnswerColumn, OwnersShown};

/// How answers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Ndjson,
    /// A table with commas and a header; no cell that a spreadsheet would run.
    Csv,
    /// The same with tabs.
    Tsv,
    /// Parquet, with the feature `arrow`.
    Parquet,
}

impl Format {
    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ndjson" | "jsonl" => Self::Ndjson,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "parquet" => Self::Parquet,
            _ => return None,
        })
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        ["ndjson", "csv", "tsv", "parquet"][self as usize]
    }
}

/// How a file is packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    #[default]
    Plain,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstandard,
}

impl Packing {
    /// The ending of its files, with the point.
    pub fn ending(self) -> &'static str {
        ["", ".gz", ".zst"][self as usize]
    }
}

/// The format and packing that a file's name tells.
pub fn told_by(output: &Path) -> (Option<Format>, Packing) {
    let name = output.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let packings = [(".gz", Packing::Gzip), (".zst", Packing::Zstandard), (".zstd", Packing::Zstandard)];
    let packed = packings.into_iter().find_map(|(ending, packing)| Some((name.strip_suffix(ending)?, packing)));
    let (plain, packing) = packed.unwrap_or((&name, Packing::Plain));
    (plain.rsplit_once('.').and_then(|(_, ending)| Format::named(ending)), packing)
}

/// What is written of each answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The format.
    pub format: Format,
    /// How files are packed.
    pub packing: Packing,
    /// The columns; `None` for the usual ones, which in JSON lines are the answer as `score` writes it.
    pub columns: Option<Vec<AnswerColumn>>,
    /// Which owners are listed.
    pub owners: OwnersShown,
    /// The column by whose values the output is split into folders.
    pub partition: Option<AnswerColumn>,
    /// Whether personal data is left out.
    pub personal_data: PersonalData,
}

/// Whether an output may hold personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PersonalData {
    /// Case ids as they came, and what is chosen of what was typed in.
    #[default]
    Kept,
    /// Nothing that came in: a case is called by its row's number.
    LeftOut,
}

impl Shape {
    /// The columns that are written.
    pub fn written(&self) -> &[AnswerColumn] {
        self.columns.as_deref().unwrap_or(AnswerColumn::usual())
    }

    /// The name of a part of a split output, such as `decision=match/part-0.csv`.
    pub(super) fn part_name(&self, part: &str) -> String {
        let Some(column) = self.partition else { return String::new() };
        let value = if part.is_empty() { "none" } else { part };
        format!("{}={value}/part-0.{}{}", column.name(), self.format.ending(), self.packing.ending())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Format, Packing, told_by};

    #[test]
    fn names_tell_format_and_packing() {
        let told = |name: &str| told_by(Path::new(name));
        assert_eq!(told("a/answers.csv.gz"), (Some(Format::Csv), Packing::Gzip));
        assert_eq!(told("answers.jsonl"), (Some(Format::Ndjson), Packing::Plain));
        assert_eq!(told("csv"), (None, Packing::Plain));
        assert_eq!(told("answers.ZST"), (None, Packing::Zstandard));
    }
}
