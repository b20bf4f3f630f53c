//! `ownermatch diff`: which answers changed between two models or policies, and why.

mod answers;
mod change;
mod draw;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueHint;
use ownermatch::case::Lines;
use serde::Serialize;

use super::args::LineArgs;
use super::exit::Exit;
use super::output::View;
use super::page::Page;
use super::rejects::Rejects;
use super::settings::Context;
use super::{input, output};
use answers::{Answer, Answers};
use change::{Change, Ids};

/// Show which answers changed between two files of answers, and why.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  ownermatch score cases.ndjson --format ndjson > old.ndjson\n  \
    ownermatch score cases.ndjson --format ndjson --model new.toml > new.ndjson\n  \
    ownermatch diff old.ndjson new.ndjson\n\n\
    Changed answers are no error: the exit code is 0.")]
pub struct Args {
    /// Answers as `score --format ndjson` writes them; - is stdin
    #[arg(value_hint = ValueHint::FilePath)]
    old: PathBuf,
    /// The answers to hold against them; - is stdin
    #[arg(value_hint = ValueHint::FilePath)]
    new: PathBuf,
    /// text for people, json for one object
    #[arg(long, value_enum, default_value_t = View::Text)]
    format: View,
    /// Least move of the probability that counts as a change where nothing else changed
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, value_parser = share)]
    at_least: f64,
    #[command(flatten)]
    lines: LineArgs,
}

fn share(text: &str) -> Result<f64, String> {
    let read = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    read.ok_or_else(|| "must be a number from 0 to 1".into())
}

/// What the two files come to.
#[derive(Debug, Default, Serialize)]
pub struct Comparison {
    pub summary: Summary,
    pub changes: Vec<Change>,
    pub only_in_old: Vec<String>,
    pub only_in_new: Vec<String>,
}

/// How many answers changed, and in what.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    pub old: u64,
    pub new: u64,
    pub in_both: u64,
    pub changed: u64,
    pub decisions: u64,
    pub probabilities: u64,
    pub levels: u64,
    pub flags: u64,
    pub models: Ids,
    pub policies: Ids,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    if args.old == Path::new("-") && args.new == Path::new("-") {
        bail!("only one of OLD and NEW can be stdin");
    }
    let mut rejects = Rejects::open(&args.lines, context, &args.new)?;
    let mut old = Answers::default();
    each(&args.old, &mut rejects, |answer| old.keep(answer))?;
    let mut comparison = Comparison::default();
    comparison.summary.old = old.count();
    each(&args.new, &mut rejects, |answer| comparison.hold(&mut old, answer, args.at_least))?;
    comparison.only_in_old = old.left();
    write(&args, &comparison)?;
    rejects.finish()
}

fn each(path: &Path, rejects: &mut Rejects, mut take: impl FnMut(Answer)) -> anyhow::Result<()> {
    for line in Lines::new(input::open(path)?) {
        match line?.json() {
            Ok(answer) => take(answer),
            Err(reject) => rejects.take(&reject)?,
        }
    }
    Ok(())
}

impl Comparison {
    /// Holds a new answer against the old one of the same id.
    fn hold(&mut self, old: &mut Answers, new: Answer, at_least: f64) {
        self.summary.new += 1;
        let Some(old) = old.take(&new.id) else { return self.only_in_new.push(new.id) };
        self.summary.in_both += 1;
        self.summary.models.note(&old.model_id, &new.model_id);
        self.summary.policies.note(&old.policy_id, &new.policy_id);
        let Some(change) = Change::between(old, new, at_least) else { return };
        self.summary.changed += 1;
        self.summary.decisions += u64::from(change.decision.is_some());
        self.summary.probabilities += u64::from(change.moved);
        self.summary.levels += u64::from(!change.levels.is_empty());
        self.summary.flags += u64::from(!change.flags_gained.is_empty() || !change.flags_lost.is_empty());
        self.changes.push(change);
    }
}

fn write(args: &Args, comparison: &Comparison) -> anyhow::Result<()> {
    if args.format == View::Json {
        return output::print(format!("{}\n", serde_json::to_string(comparison)?).as_bytes());
    }
    let mut out = output::styled_stdout();
    out.write_all(draw::draw(comparison, args.at_least, Page::of_stdout()).as_bytes())?;
    Ok(out.flush()?)
}
