//! What a run has done so far, a line an event, each on the disk before the next thing is done.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::Error;
use super::folder::private;
use super::segment::Scored;

/// The settings that a run began with, by name: with other ones it would come to other bytes.
pub(super) type Pinned = BTreeMap<String, String>;

/// Something done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Event {
    /// The run began.
    Began(Pinned),
    /// Where every segment begins is known; stands in a file of its own.
    Indexed,
    /// What rows have in common is counted; the notes stand in files of their own.
    Counted,
    /// A segment is scored and its files are whole.
    Scored(Box<Scored>),
    /// So many of a part's segments are in its file, which has so many bytes.
    Joined { part: String, segments: usize, bytes: u64 },
    /// Every file of the output is whole, and is put in its place.
    Joint,
}

/// The journal, open for more.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens a journal and reads what it holds. A last line that was not finished was never said.
    pub(super) fn open(path: PathBuf) -> Result<(Self, Vec<Event>), Error> {
        let mut file = private().truncate(false).read(true).write(true).open(&path).map_err(Error::writing(&path))?;
        let bytes = std::fs::read(&path).map_err(Error::reading(&path))?;
        let end = memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1);
        let events = read(&bytes[..end]).ok_or_else(|| Error::Damaged(path.clone()))?;
        file.set_len(end as u64).map_err(Error::writing(&path))?;
        file.seek(SeekFrom::Start(end as u64)).map_err(Error::writing(&path))?;
        Ok((Self { path, file }, events))
    }

    /// Says that something is done, for good.
    pub(super) fn say(&mut self, event: &Event) -> Result<(), Error> {
        let line = serde_json::to_string(event).unwrap_or_default() + "\n";
        let said = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_data());
        said.map_err(Error::writing(&self.path))
    }
}

fn read(bytes: &[u8]) -> Option<Vec<Event>> {
    bytes.split_inclusive(|&byte| byte == b'\n').map(|line| serde_json::from_slice(line).ok()).collect()
}

/// Refuses to go on with other settings than the run began with. A moment that nobody named is the one it began with.
pub(super) fn hold(began: &Pinned, now: &Pinned) -> Result<(), Error> {
    let differs = |(key, value): &(&String, &String)| began.get(*key) != Some(*value);
    match now.iter().find(differs) {
        None => Ok(()),
        Some((key, value)) => Err(Error::Otherwise {
            key: key.clone(),
            began: began.get(key).cloned().unwrap_or_else(|| "nothing".into()),
            now: value.clone(),
        }),
    }
}

/// Reads a value that stands in a file of the work folder.
pub(super) fn load<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<T, Error> {
    let bytes = std::fs::read(path).map_err(Error::reading(path))?;
    serde_json::from_slice(&bytes).map_err(|_| Error::Damaged(path.to_owned()))
}

/// Writes a value into a file of the work folder.
pub(super) fn store<T: Serialize>(path: &Path, value: &T) -> Result<(), Error> {
    super::folder::write_whole(path, &serde_json::to_vec(value).unwrap_or_default())
}
