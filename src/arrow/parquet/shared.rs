//! One open file for many readers at once, none of which moves another's place.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// A file that is read at given places only. parquet's own reader of `File` seeks on a clone, and clones share their
/// place: two threads would read each other's pages.
#[derive(Clone, Debug)]
pub(super) struct SharedFile {
    file: Arc<File>,
    length: u64,
}

impl SharedFile {
    pub(super) fn new(file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        Ok(Self { file: Arc::new(file), length })
    }
}

impl Length for SharedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for SharedFile {
    type T = BufReader<Cursor>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(Cursor { file: self.file.clone(), place: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // Checked before anything is allocated: the length comes from the file.
        let is_inside = start.checked_add(length as u64).is_some_and(|end| end <= self.length);
        is_inside.then_some(()).ok_or_else(|| ParquetError::EOF("past the end".to_owned()))?;
        let mut bytes = vec![0; length];
        Cursor { file: self.file.clone(), place: start }.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// A place in a file.
pub(super) struct Cursor {
    file: Arc<File>,
    place: u64,
}

impl Read for Cursor {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = read_at(&self.file, bytes, self.place)?;
        self.place += count as u64;
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, bytes, place)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], place: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, bytes, place)
}
