//! Rejected lines: a sentence each on stderr, a JSON line each in the rejects file, and what their number does to the exit code.

use std::fs::File;
use std::io::{BufWriter, Write};

use anyhow::Context as _;
use ownermatch::case::Reject;

use super::args::LineArgs;
use super::exit::Exit;
use super::settings::{Context, Key};

/// Takes in the rejected lines of one run.
pub struct Rejects {
    file: Option<BufWriter<File>>,
    most: u64,
    count: u64,
}

impl Rejects {
    /// Opens the rejects file that the settings ask for, if any.
    pub fn open(args: &LineArgs, context: &Context) -> anyhow::Result<Self> {
        let path = context.setting(Key::Rejects, args.rejects.as_deref()).value;
        let create = |path: &str| File::create(path).with_context(|| format!("{path} cannot be written"));
        let file = Some(path).filter(|path| !path.is_empty()).map(|path| create(&path)).transpose()?;
        let most = context.setting(Key::MaxRejects, args.max_rejects.as_deref());
        let most = most.read(|text| text.parse().ok(), "a number from 0")?;
        Ok(Self { file: file.map(BufWriter::new), most, count: 0 })
    }

    /// Reports one line.
    pub fn take(&mut self, reject: &Reject) -> anyhow::Result<()> {
        self.count += 1;
        writeln!(anstream::stderr(), "rejected: {reject}")?;
        if let Some(file) = &mut self.file {
            serde_json::to_writer(&mut *file, reject)?;
            file.write_all(b"\n").context("the rejects file cannot be written")?;
        }
        Ok(())
    }

    /// Lines rejected so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Ends the file and says what the count comes to.
    pub fn finish(self) -> anyhow::Result<Exit> {
        if let Some(mut file) = self.file {
            file.flush().context("the rejects file cannot be written")?;
        }
        Ok(if self.count > self.most { Exit::Rejected } else { Exit::Done })
    }
}
