//! `ownermatch estimate`: a model of one's own from one's own cases.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueHint;
use indicatif::ProgressBar;
use ownermatch::case::{ObservedCase, read_observed};
use ownermatch::estimate::{Change, Estimate, Estimator, MOST_ROUNDS, PAIRS, Progress, Summary};
use serde_json::json;

use super::args::{LineArgs, MatcherArgs};
use super::exit::Exit;
use super::output::{self, View};
use super::page::{Page, dim, heading};
use super::rejects::Rejects;
use super::settings::Context;
use super::{input, progress, stream};

/// Changes that are shown; all of them are in the file and in json.
const SHOWN: usize = 16;
/// A change below it is no news.
const NEWS_BITS: f64 = 0.05;
/// Cases handed over at a time.
const BATCH: usize = 4_096;

/// Estimate a model from your own cases, with labels or without.
///
/// A labelled case is a case with `label`, as `evaluate` reads it: m of each level then comes from the cases of owners,
/// smoothed towards the model it starts from. Without any label, the classes' shares and m come from
/// expectation-maximization. Strangers are ten million random pairs, relatives at home the co-owners of joint accounts;
/// how common names are is counted among your applicants.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch estimate labelled.ndjson -o mine.toml\n  \
    ownermatch evaluate held-out.ndjson --model default --against mine.toml --prior 0.5 --costs 200,20,5\n  \
    ownermatch score applicants.ndjson --model mine.toml\n\n\
    The same cases give the same file, in any order and at any number of threads. A level seen\n\
    fewer than 5 times, or a rival that labels name fewer than 50 times, keeps what it had. At\n\
    least 100 owners and 50 others are needed, or 1,000 cases without any label: then the share\n    of owners comes out about right and the weights less so; 150 labels are worth more.")]
pub struct Args {
    /// Cases as JSON lines, with `label` where it is known; - is stdin
    #[arg(value_hint = ValueHint::FilePath, required = true)]
    cases: Vec<PathBuf>,
    /// Where the model is written; - is stdout
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: PathBuf,
    /// What the cases are, for the heading of the model's file
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    source: String,
    /// For applicants who are made up: leave how common names are, how often an owner's contradicts, and businesses' names
    #[arg(long)]
    keep_names: bool,
    /// Random pairs that strangers are learned from: fewer are quicker, and say less of what is rare
    #[arg(long, value_name = "N", default_value_t = PAIRS, value_parser = clap::value_parser!(u64).range(1_000..=1_000_000_000))]
    pairs: u64,
    /// What changed, as text for people or as one json object
    #[arg(long, value_enum, default_value_t = View::Text)]
    format: View,
    /// Model file that it starts from, or `default`
    #[arg(long, value_name = "FILE|NAME", value_hint = ValueHint::FilePath)]
    model: Option<String>,
    /// Share of applicants who own the account they link, written to the model [default: that of the model it starts from]
    #[arg(long, visible_alias = "prior", value_name = "SHARE")]
    owner_share: Option<String>,
    /// Country of phones and addresses that name none, in two letters [default: US]
    #[arg(long, value_name = "CC")]
    region: Option<String>,
    #[command(flatten)]
    lines: LineArgs,
}

impl Args {
    fn matcher(&self) -> MatcherArgs {
        let Self { model, owner_share, region, .. } = self;
        let [model, owner_share, region] = [model, owner_share, region].map(Clone::clone);
        MatcherArgs { model, owner_share, region, ..MatcherArgs::default() }
    }
}

/// A model over one of its own inputs, or into no folder, is refused before the work and not after it.
fn refuse_output(args: &Args) -> anyhow::Result<()> {
    let output = &args.output;
    let is_output =
        |input: &PathBuf| input.canonicalize().ok().is_some_and(|input| output.canonicalize().ok() == Some(input));
    if args.cases.iter().any(is_output) {
        bail!("{} holds the cases: the model needs a file of its own", output.display());
    }
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        bail!("{} cannot be written: its folder does not exist", output.display());
    }
    Ok(())
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    refuse_output(&args)?;
    let matcher = context.live_matcher(&args.matcher())?;
    let pool = context.pool(&args.lines)?;
    let mut rejects = Rejects::open(&args.lines, context, &args.cases[0])?;
    let estimator = Estimator::new(matcher).pairs(args.pairs).source(&args.source);
    let mut estimator = if args.keep_names { estimator.keep_names() } else { estimator };
    for file in &args.cases {
        read(file, &pool, &mut estimator, &mut rejects)?;
    }
    let bar = progress::bar("random pairs", args.pairs);
    let estimate = pool.install(|| estimator.estimate(&|progress| advance(&bar, progress)));
    bar.finish_and_clear();
    let estimate = estimate.with_context(|| files(&args.cases))?;
    write(&args, &estimate)?;
    rejects.finish()
}

fn files(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn read(file: &Path, pool: &rayon::ThreadPool, estimator: &mut Estimator, rejects: &mut Rejects) -> anyhow::Result<()> {
    let mut batch: Vec<ObservedCase> = Vec::with_capacity(BATCH);
    stream::each_line(input::open(file)?, pool, read_observed, |line| {
        match line {
            Ok(case) => batch.push(case),
            Err(reject) => rejects.take_of(file, &reject)?,
        }
        if batch.len() == BATCH {
            pool.install(|| estimator.add(&batch));
            batch.clear();
        }
        Ok(())
    })?;
    pool.install(|| estimator.add(&batch));
    Ok(())
}

fn advance(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Pairs(more) => bar.inc(more),
        Progress::Round => {
            bar.set_message("rounds of expectation-maximization, pairs");
            bar.tick();
        }
    }
}

fn write(args: &Args, estimate: &Estimate) -> anyhow::Result<()> {
    let talk = match args.format {
        View::Text => draw(estimate, &args.output, Page::of_stdout()),
        View::Json => json_of(estimate),
    };
    if args.output == Path::new("-") {
        output::print(estimate.to_toml().as_bytes())?;
        output::talk(talk.trim_end());
        return Ok(());
    }
    std::fs::write(&args.output, estimate.to_toml())
        .with_context(|| format!("{} cannot be written", args.output.display()))?;
    let mut out = args.format.stdout();
    out.write_all(talk.as_bytes())?;
    Ok(out.flush()?)
}

fn json_of(estimate: &Estimate) -> String {
    let page = json!({
        "schema": "ownermatch.estimate.v1",
        "model_id": estimate.model.id(),
        "summary": estimate.summary,
        "changes": estimate.changes,
    });
    format!("{page}\n")
}

fn draw(estimate: &Estimate, output: &Path, page: Page) -> String {
    let summary = &estimate.summary;
    let head =
        format!("model {}: {} cases, started from {}", estimate.model.id(), grouped(summary.cases), summary.base);
    let sections = [heading(&head), made_of(summary, page), changes(&estimate.changes), next(output, page)];
    sections.into_iter().filter(|section| !section.is_empty()).map(|section| section + "\n").collect()
}

fn made_of(summary: &Summary, page: Page) -> String {
    let classes: Vec<String> =
        summary.classes.iter().map(|(class, cases)| format!("{class} {}", grouped(*cases))).collect();
    let sampled = if summary.kept < summary.cases {
        format!("{} of the cases were kept, chosen by their content", grouped(summary.kept))
    } else {
        String::new()
    };
    let pairs = match summary.made_pairs {
        0 => format!("{} random pairs of these cases", grouped(summary.own_pairs)),
        made => format!("{} random pairs of these cases, {} of made ones", grouped(summary.own_pairs), grouped(made)),
    };
    let calibrated = summary.log_loss_before.zip(summary.log_loss_after).map(|(before, after)| {
        format!("bits of surprise a labelled case: {before:.4} before, {after:.4} now, of cases left out in turn{}; scale {:.3}", if after < before { "" } else { ", no better" }, summary.scale)
    });
    let settled = if summary.rounds < MOST_ROUNDS { "" } else { ", and not settled" };
    let rounds =
        (summary.rounds > 0).then(|| format!("{} rounds of expectation-maximization{settled}", summary.rounds));
    let couples = format!("{} pairs of co-owners", grouped(summary.couples));
    let lines = [Some(classes.join(", ")), Some(sampled), Some(format!("{pairs}; {couples}")), rounds, calibrated];
    let lines = lines.into_iter().flatten().filter(|line| !line.is_empty());
    lines.map(|line| format!("  {}", page.wrap(&line, 2))).collect::<Vec<_>>().join("\n")
}

fn changes(changes: &[Change]) -> String {
    let news: Vec<&Change> =
        changes.iter().filter(|change| (change.after - change.before).abs() >= NEWS_BITS).take(SHOWN).collect();
    let row = |change: &&Change| {
        let interval = format!("{:.1} to {:.1}", change.low, change.high);
        let pairing = if change.pairing == "person" { String::new() } else { format!("{} ", change.pairing) };
        let place = format!("{pairing}{} {}", change.field, change.level);
        let cut: String = place.chars().take(34).collect();
        format!("  {cut:<34} {:<13}{:>7.2}{:>7.2}  {interval}", change.rival, change.before, change.after)
    };
    let head = dim("  level                              against       before    now  95 % interval");
    let title = heading(&format!("WHAT CHANGED MOST, IN BITS ({} weights counted)", grouped(changes.len() as u64)));
    if news.is_empty() {
        return format!("\n{title}\n  nothing by more than {NEWS_BITS} bits");
    }
    format!("\n{title}\n{head}\n{}", news.iter().map(row).collect::<Vec<_>>().join("\n"))
}

fn next(output: &Path, page: Page) -> String {
    if output == Path::new("-") {
        return String::new();
    }
    let name = output.display();
    let text =
        format!("written to {name}; read it on cases that it has not seen: ownermatch evaluate CASES --against {name}");
    format!("\n  {}", page.wrap(&text, 2))
}

fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or_default()).collect();
    groups.join(",")
}
