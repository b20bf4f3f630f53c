//! `ownermatch bench`: what the engine does in a second on this machine, and how that stands to an earlier run.

mod against;
mod allocations;
mod figure;
mod histogram;
mod machine;
mod measure;
mod probes;
mod report;
mod show;
mod workload;

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueHint;
use ownermatch::Matcher;

use self::against::Against;
use self::report::Report;
use self::workload::Workload;
use super::args::{LineArgs, MatcherArgs};
use super::exit::Exit;
use super::output::{self, View};
use super::page::Page;
use super::settings::Context;

/// Measure this machine: cases a second, the time of a call, allocations and memory.
///
/// Every kind of figure is taken in turn, in eight rounds of which the first only warms up; what is printed is the
/// median of the other seven with the least and the most, so that what else the machine does falls on all alike.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch bench\n  ownermatch bench --json > old.json\n  \
    ownermatch bench --against old.json\n  ownermatch bench cases.ndjson --threads 1,2,4 --seconds 60\n\n\
    A ratio above 1 is better than before: more cases, less time, fewer allocations;\n\
    ~ where the two ranges overlap, so that it may be chance. Where machine, build,\n\
    cases, model or policy are others than before, stderr says so. Slower is no\n\
    error: the exit code is 0. Timings of a call have the timer's own time taken off.\n\
    A file's lines that cannot be read are rejected as `score` rejects them.")]
pub struct Args {
    /// Your own cases as JSON lines; - is stdin [default: made cases]
    #[arg(value_name = "CASES", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
    /// Cases to make, or to take from the head of the file at most
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    cases: u64,
    /// What made cases are drawn from
    #[arg(long, value_name = "S", default_value_t = 1, conflicts_with = "file")]
    seed: u64,
    /// Numbers of threads to measure in memory [default: 1 and every core]
    #[arg(long, value_name = "N,...", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Vec<u16>,
    /// How long to measure, in seconds; making the cases comes on top
    #[arg(long, value_name = "SECONDS", default_value_t = 12.0, value_parser = read_seconds)]
    seconds: f64,
    /// Print one JSON object, which --against takes
    #[arg(long)]
    json: bool,
    /// Show the figures of an earlier run beside these: a file that --json wrote; - is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    against: Option<PathBuf>,
    #[command(flatten)]
    matcher: MatcherArgs,
}

fn read_seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.1..=3600.0).contains(seconds));
    seconds.ok_or_else(|| "seconds are a number from 0.1 to 3600".into())
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let is_stdin = |path: &Option<PathBuf>| path.as_deref().is_some_and(|path| path.as_os_str() == "-");
    if is_stdin(&args.file) && is_stdin(&args.against) {
        bail!("cases and the earlier run cannot both come from stdin");
    }
    // What is at fault with the earlier run is said before twelve seconds are spent.
    let old = args.against.as_deref().map(against::read).transpose()?;
    let matcher = matcher(&args, context)?;
    let (workload, exit) = workload(&args, context)?;
    if machine::is_debug_build() {
        output::talk(machine::DEBUG);
    }
    let mut report = report::measure(&workload, &matcher, &threads(&args, context)?, args.seconds)?;
    report.disturbance().iter().for_each(|disturbance| output::talk(disturbance));
    if let Some(old) = old {
        let against = Against::of(&old, &report);
        against.warnings().iter().for_each(|warning| output::talk(warning));
        report.against = Some(against);
    }
    print(&report, if args.json { View::Json } else { View::Text })?;
    Ok(exit)
}

/// Made cases are as of one day, at which nothing of theirs is stale.
fn matcher(args: &Args, context: &Context) -> anyhow::Result<Matcher> {
    let matcher = context.matcher(&args.matcher)?;
    let is_made = args.file.is_none() && !context.says_now(&args.matcher);
    Ok(if is_made { matcher.now(workload::NOW) } else { matcher })
}

fn workload(args: &Args, context: &Context) -> anyhow::Result<(Workload, Exit)> {
    match &args.file {
        Some(file) => workload::of_file(file, args.cases, context),
        None => Ok((workload::made(args.seed, args.cases)?, Exit::Done)),
    }
}

/// The numbers of threads, each once, fewest first.
fn threads(args: &Args, context: &Context) -> anyhow::Result<Vec<usize>> {
    let mut threads: Vec<usize> = args.threads.iter().copied().map(usize::from).collect();
    if threads.is_empty() {
        threads = vec![1, context.pool(&LineArgs::default())?.current_num_threads()];
    }
    threads.sort_unstable();
    threads.dedup();
    Ok(threads)
}

fn print(report: &Report, view: View) -> anyhow::Result<()> {
    let page = match view {
        View::Json => serde_json::to_string(report)? + "\n",
        View::Text => show::draw(report, Page::of_stdout()),
    };
    let mut out = view.stdout();
    out.write_all(page.as_bytes())?;
    Ok(out.flush()?)
}
