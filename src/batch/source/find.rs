//! Which files are meant: a file, all files of a folder, a pattern, or stdin.

use std::fs;
use std::path::{Path, PathBuf};

use super::super::error::Error;

/// How the names of files end that hold rows; what else lies in a folder is passed over.
const ENDINGS: [&str; 8] = [".csv", ".tsv", ".psv", ".txt", ".ndjson", ".jsonl", ".json", ".parquet"];
const PACKED: [&str; 3] = [".gz", ".zst", ".zstd"];

/// The files that `inputs` name, in their order, those of one folder or pattern by name; `-` stays what it is.
pub(in crate::batch) fn find(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for input in inputs {
        found.extend(behind(input)?);
    }
    Ok(found)
}

fn behind(input: &Path) -> Result<Vec<PathBuf>, Error> {
    if input == Path::new("-") || input.is_file() {
        return Ok(vec![input.to_owned()]);
    }
    let files = if input.is_dir() { in_folder(input)? } else { matching(input)? };
    if files.is_empty() {
        // A name without a sign of a pattern was meant for one file.
        let is_pattern = input.to_string_lossy().contains(['*', '?', '[']);
        fs::metadata(input)
            .map(drop)
            .or_else(|fault| if is_pattern { Ok(()) } else { Err(fault) })
            .map_err(Error::reading(input))?;
        return if is_special(input) {
            Ok(vec![input.to_owned()])
        } else {
            Err(Error::NoInput(input.display().to_string()))
        };
    }
    Ok(files)
}

/// A pipe or device that the shell hands on as a path.
fn is_special(input: &Path) -> bool {
    fs::metadata(input).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}

fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).map_err(Error::reading(folder))?;
    for entry in entries {
        let path = entry.map_err(Error::reading(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(['.', '_']) {
            continue;
        }
        if path.is_dir() {
            files.extend(in_folder(&path)?);
        } else if holds_rows(&name) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn holds_rows(name: &str) -> bool {
    let name = name.to_lowercase();
    let plain = PACKED.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
    ENDINGS.iter().any(|ending| plain.ends_with(ending))
}

fn matching(pattern: &Path) -> Result<Vec<PathBuf>, Error> {
    let Some(text) = pattern.to_str() else { return Ok(Vec::new()) };
    let paths =
        glob::glob(text).map_err(|fault| Error::Usage(format!("{text} is no pattern of files: {}", fault.msg)))?;
    let mut files = Vec::new();
    for path in paths {
        let path = path.map_err(|fault| Error::reading(fault.path().to_owned())(fault.into()))?;
        if path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::holds_rows;

    #[test]
    fn files_are_known_by_their_ending_packed_or_not() {
        assert!(["a.csv", "A.CSV.GZ", "b.parquet", "c.jsonl.zst"].into_iter().all(holds_rows));
        assert!(!["a", "_SUCCESS", "report.html", "a.gz", "notes.csv.bak"].into_iter().any(holds_rows));
    }
}
