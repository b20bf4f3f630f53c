//! Rejected lines: a sentence each on stderr, a JSON line each in the rejects file, and what their number does to the exit code.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context as _, bail};
use ownermatch::case::Reject;

use super::args::LineArgs;
use super::exit::Exit;
use super::output;
use super::settings::{Context, Key};

const UNWRITTEN: &str = "the rejects file cannot be written";

/// Takes in the rejected lines of one run.
pub struct Rejects {
    file: Option<BufWriter<File>>,
    most: u64,
    count: u64,
}

impl Rejects {
    /// Opens the rejects file that the settings ask for, if any; it may not be the input, which it would empty.
    pub fn open(args: &LineArgs, context: &Context, input: &Path) -> anyhow::Result<Self> {
        let setting = context.setting(Key::Rejects, args.rejects.as_deref());
        let most = context.max_rejects(args)?;
        let path = Some(Path::new(&setting.value)).filter(|path| !path.as_os_str().is_empty());
        if path.is_some_and(|path| path == Path::new("-") || is_same(path, input)) {
            bail!("{}: `rejects` must be a file of its own", setting.source);
        }
        let create = |path: &Path| File::create(path).with_context(|| format!("{} cannot be written", path.display()));
        Ok(Self { file: path.map(create).transpose()?.map(BufWriter::new), most, count: 0 })
    }

    /// Reports one line of the only file.
    pub fn take(&mut self, reject: &Reject) -> anyhow::Result<()> {
        output::talk(&format!("rejected: {reject}"));
        self.keep(reject)
    }

    /// Reports one line of one file of several.
    pub fn take_of(&mut self, file: &Path, reject: &Reject) -> anyhow::Result<()> {
        output::talk(&format!("rejected: {}: {reject}", file.display()));
        self.keep(reject)
    }

    fn keep(&mut self, reject: &Reject) -> anyhow::Result<()> {
        self.count += 1;
        if let Some(file) = &mut self.file {
            let line = serde_json::to_string(reject)? + "\n";
            file.write_all(line.as_bytes()).context(UNWRITTEN)?;
        }
        Ok(())
    }

    /// Lines rejected so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Ends the file; the exit code says whether there were more than was put up with.
    pub fn finish(self) -> anyhow::Result<Exit> {
        if let Some(mut file) = self.file {
            file.flush().context(UNWRITTEN)?;
        }
        Ok(if self.count > self.most { Exit::Rejected } else { Exit::Done })
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().ok().is_some_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}
