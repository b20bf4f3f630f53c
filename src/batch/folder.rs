//! The work folder beside the output: one run at a time, readable by its owner alone, gone when the output is whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::error::Error;

/// What stands in the work folder that no run may be without.
const JOURNAL: &str = "journal.ndjson";

/// Whether a run begins, goes on, or begins anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beginning {
    /// From nothing; an unfinished run is refused.
    #[default]
    Fresh,
    /// Where an unfinished run was; one is needed.
    Resume,
    /// From nothing; what an unfinished run had is thrown away.
    Restart,
}

/// The work folder of one run, locked as long as it is held.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Opens the folder for an output.
    pub(super) fn open(output: &Path, beginning: Beginning) -> Result<Self, Error> {
        let path = beside(output);
        let has_journal = path.join(JOURNAL).exists();
        if beginning == Beginning::Resume && !has_journal {
            return Err(Error::NothingToResume(output.to_owned()));
        }
        create_folder(&path)?;
        let folder = Self { _lock: lock(&path, output)?, path };
        if beginning == Beginning::Restart || !has_journal {
            folder.clear()?;
        }
        Ok(folder)
    }

    /// The path of a file in it.
    pub(super) fn file(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path.join(name)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.file(JOURNAL)
    }

    /// Everything but the lock goes, the journal first: without it nothing else counts.
    fn clear(&self) -> Result<(), Error> {
        remove(&self.journal())?;
        for entry in fs::read_dir(&self.path).map_err(Error::reading(&self.path))? {
            let path = entry.map_err(Error::reading(&self.path))?.path();
            if path.is_dir() {
                fs::remove_dir_all(&path).map_err(Error::at(&path, "removed"))?;
            } else if path.file_name() != Some(LOCK.as_ref()) {
                remove(&path)?;
            }
        }
        Ok(())
    }

    /// Removes the folder; the run is whole.
    pub(super) fn remove(self) -> Result<(), Error> {
        self.clear()?;
        fs::remove_dir_all(&self.path).map_err(Error::at(&self.path, "removed"))
    }
}

const LOCK: &str = "lock";

/// `.answers.csv.ownermatch` beside `answers.csv`: on the same disk, so that the output can be moved into its place.
fn beside(output: &Path) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
    output.with_file_name(format!(".{name}.ownermatch"))
}

fn create_folder(path: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Err(fault) if fault.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map_err(Error::writing(path)),
    }
}

fn lock(folder: &Path, output: &Path) -> Result<File, Error> {
    let path = folder.join(LOCK);
    let file = private().truncate(false).write(true).open(&path).map_err(Error::writing(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::InUse(output.to_owned())),
        Err(TryLockError::Error(fault)) => Err(Error::at(&path, "locked")(fault)),
    }
}

/// How a file is made that its owner alone may read, where the system knows owners.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// The path with a further ending: `history.redb` and `key` give `history.redb.key`.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(".");
    whole.push(ending);
    whole.into()
}

/// An empty file of mode 0600 in place of whatever stood there.
pub(super) fn create_private(path: &Path) -> Result<File, Error> {
    remove(path)?;
    private().create_new(true).write(true).open(path).map_err(Error::writing(path))
}

/// Removes a file that may not be there.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => Err(Error::at(path, "removed")(fault)),
        _ => Ok(()),
    }
}

/// Writes a file so that it is there whole or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    use std::io::Write;
    let new = with_ending(path, "new");
    let mut file = create_private(&new)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::writing(&new))?;
    fs::rename(&new, path).map_err(Error::writing(path))
}

/// Puts the names of a folder on the disk.
pub(super) fn sync_folder(path: &Path) -> Result<(), Error> {
    let folder = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::writing(folder))
}
