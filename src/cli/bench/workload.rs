//! What is measured: cases made from a seed or from the user's file, as lines and as read.

use std::io::BufRead;
use std::path::Path;

use anyhow::bail;
use ownermatch::Case;
use ownermatch::case::{self, Lines, Reject};
use ownermatch::simulate::Simulator;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::super::args::LineArgs;
use super::super::exit::Exit;
use super::super::input;
use super::super::rejects::Rejects;
use super::super::settings::Context;

/// 2026-09-15, in unix seconds: the day that made cases are as of.
pub const NOW: i64 = 1_789_430_400;

/// The same cases twice: to read, and read.
pub struct Workload {
    /// JSON lines, each with its line feed.
    pub lines: Vec<u8>,
    /// The case of each line.
    pub cases: Vec<Case>,
    /// What is told of them.
    pub about: About,
}

/// What is told of the cases, never what they hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub source: Source,
    /// What made cases were drawn from.
    pub seed: Option<u64>,
    pub cases: u64,
    /// Owners of all the cases, as the bank lists them.
    pub owners: u64,
    /// SHA-256 of the lines, its first six bytes in hex: equal ones are equal cases.
    pub digest: String,
}

/// Where cases came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    Simulated,
    File,
}

/// Cases drawn from a seed.
pub fn made(seed: u64, count: u64) -> anyhow::Result<Workload> {
    let simulator = Simulator::new(seed);
    let mut lines = Vec::new();
    for number in 0..count {
        serde_json::to_writer(&mut lines, &simulator.case(number))?;
        lines.push(b'\n');
    }
    let (lines, cases) = read(&lines[..], count, |reject| bail!("a made case: {reject}"))?;
    Ok(Workload { about: About::of(Source::Simulated, Some(seed), &lines, &cases), lines, cases })
}

/// The first cases of a file that can be read; the exit code says whether others could not be.
pub fn of_file(file: &Path, most: u64, context: &Context) -> anyhow::Result<(Workload, Exit)> {
    let input = input::open(file)?;
    let mut rejects = Rejects::open(&LineArgs::default(), context, file)?;
    let (lines, cases) = read(input, most, |reject| rejects.take(reject))?;
    let exit = rejects.finish()?;
    if cases.is_empty() {
        bail!("{} holds no case that can be read", file.display());
    }
    Ok((Workload { about: About::of(Source::File, None, &lines, &cases), lines, cases }, exit))
}

fn read(
    input: impl BufRead,
    most: u64,
    mut rejected: impl FnMut(&Reject) -> anyhow::Result<()>,
) -> anyhow::Result<(Vec<u8>, Vec<Case>)> {
    let (mut kept, mut cases) = (Vec::new(), Vec::new());
    for line in Lines::new(input) {
        if cases.len() as u64 == most {
            break;
        }
        let line = line?;
        match case::read(&line) {
            Ok(case) => {
                cases.push(case);
                kept.extend_from_slice(line.bytes().unwrap_or_default());
                kept.push(b'\n');
            }
            Err(reject) => rejected(&reject)?,
        }
    }
    Ok((kept, cases))
}

impl About {
    fn of(source: Source, seed: Option<u64>, lines: &[u8], cases: &[Case]) -> Self {
        let owners = cases.iter().map(|case| case.ownership.owners.len() as u64).sum();
        let digest = Sha256::digest(lines)[..6].iter().map(|byte| format!("{byte:02x}")).collect();
        Self { source, seed, cases: cases.len() as u64, owners, digest }
    }
}
