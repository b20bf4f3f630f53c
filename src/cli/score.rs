//! `ownermatch score`: a file of cases in, an answer for each out.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueHint;
use ownermatch::case::{self, Answer, Applicants, Line, Reject};
use ownermatch::{Applicant, Decision, Matcher};

use super::args::{LineArgs, MatcherArgs};
use super::exit::Exit;
use super::output::{self, Shape, ShapeArgs};
use super::rejects::Rejects;
use super::settings::Context;
use super::{input, stream};

/// Score a file of cases, one JSON object a line.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch score data/samples/cases.ndjson\n  \
    ownermatch score - --format csv --now 2026-11-22T00:00:00Z < cases.ndjson > answers.csv\n  \
    ownermatch fetch fca_1 fca_2 | ownermatch score - --applicants applicants.ndjson\n\n\
    The table counts owners from 1 in its column `own` (2.1: owner 2, person 1), as explain does; JSON and CSV count\n\
    them from 0.")]
pub struct Args {
    /// Cases as JSON lines; - is stdin
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Applicants of cases that name none, as JSON lines {"account" or "customer", "applicant"}
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    applicants: Option<PathBuf>,
    #[command(flatten)]
    shape: ShapeArgs,
    #[command(flatten)]
    matcher: MatcherArgs,
    #[command(flatten)]
    lines: LineArgs,
}

/// An answer as it will be written, with what the summary counts.
pub struct Row {
    pub text: String,
    decision: Decision,
    has_applicant: bool,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let shape = Shape::read(&args.shape, context)?;
    let matcher = context.matcher(&args.matcher)?;
    let pool = context.pool(&args.lines)?;
    if args.file.as_os_str() == "-" && args.applicants.as_deref().is_some_and(|path| path.as_os_str() == "-") {
        bail!("cases and applicants cannot both come from stdin");
    }
    let applicants = args.applicants.as_deref().map_or(Ok(Applicants::default()), input::applicants)?;
    let input = input::open(&args.file)?;
    let mut rejects = Rejects::open(&args.lines, context, &args.file)?;
    let mut out = shape.stdout();
    let mut counts = [0u64; Decision::ALL.len()];
    let mut unnamed = 0;
    out.write_all(shape.head().as_bytes())?;
    stream::each_line(
        input,
        &pool,
        |line| answer(&matcher, &applicants, shape, line),
        |row| match row {
            Ok(row) => {
                let is_first = counts.iter().sum::<u64>() == 0;
                counts[row.decision as usize] += 1;
                unnamed += u64::from(!row.has_applicant);
                out.write_all(if is_first { b"" } else { shape.between().as_bytes() })?;
                Ok(out.write_all(row.text.as_bytes())?)
            }
            Err(reject) => rejects.take(&reject),
        },
    )?;
    out.write_all(shape.tail().as_bytes())?;
    out.flush()?;
    summarize(counts, rejects.count())?;
    if unnamed > 0 && args.applicants.is_some() {
        output::talk(&format!("{unnamed} of them without an applicant, in the case or in the file of applicants"));
    }
    rejects.finish()
}

/// One line to its answer.
pub fn answer(matcher: &Matcher, applicants: &Applicants, shape: Shape, line: &Line) -> Result<Row, Reject> {
    let case = case::read_with(line, applicants)?;
    let matched = matcher.match_ownership(&case.applicant, &case.ownership);
    let answer = Answer::new(&case, &matched, matcher.current_policy(), shape.owners);
    let has_applicant = case.applicant != Applicant::default();
    Ok(Row { text: shape.row(&answer), decision: answer.decision, has_applicant })
}

fn summarize(counts: [u64; Decision::ALL.len()], rejected: u64) -> anyhow::Result<()> {
    let decided = Decision::ALL.map(|decision| format!("{} {}", counts[decision as usize], decision.code()));
    let cases = counts.iter().sum::<u64>();
    let noun = if cases == 1 { "case" } else { "cases" };
    Ok(writeln!(anstream::stderr(), "{cases} {noun}: {}; {rejected} rejected", decided.join(", "))?)
}
