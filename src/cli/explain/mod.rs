//! `ownermatch explain`: why a case came out as it did, for the analyst who has to act on it.

mod bars;
mod json;
pub mod sides;
mod text;

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueHint;
use ownermatch::case::{self, Line, Reject};
use ownermatch::{Decision, Explanation, Matcher};

use super::args::{LineArgs, MatcherArgs};
use super::exit::Exit;
use super::output::View;
use super::page::Page;
use super::rejects::Rejects;
use super::settings::Context;
use super::{input, output, stream};

/// Say why a case came out as it did.
///
/// Personal data is masked (J*** R***, j***@gmail.com, ***4774), and where two parts differ by a slip the letters that
/// differ are shown; --show prints everything as it was given.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch explain data/samples/cases.ndjson --id jenny-rosen\n  \
    ownermatch explain cases.ndjson --show | less -R\n\n\
    The exit code tells the decision where one case was explained (--id, or a file of one line).")]
pub struct Args {
    /// Cases as JSON lines; - is stdin
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Explain only the case with this id
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// text for people, json for one object a line
    #[arg(long, value_enum, default_value_t = View::Text)]
    format: View,
    /// Show personal data instead of masking it
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    matcher: MatcherArgs,
    #[command(flatten)]
    lines: LineArgs,
}

/// An explanation in this view; `shows` says whether personal data is in it.
pub fn write(view: View, id: &str, explanation: &Explanation, shows: bool, page: Page) -> String {
    match view {
        View::Text => text::draw(id, explanation, shows, page),
        View::Json => json::write(id, explanation, shows),
    }
}

/// What was explained so far.
#[derive(Default)]
struct Seen {
    cases: u64,
    last: Option<Decision>,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let matcher = context.matcher(&args.matcher)?;
    let pool = context.pool(&args.lines)?;
    let input = input::open(&args.file)?;
    let mut rejects = Rejects::open(&args.lines, context, &args.file)?;
    let page = Page::of_stdout();
    let mut out = args.format.stdout();
    let mut seen = Seen::default();
    stream::each_line(
        input,
        &pool,
        |line| explain(&args, &matcher, page, line),
        |row| match row {
            Ok(None) => Ok(()),
            Ok(Some((text, decision))) => {
                let between = if seen.cases > 0 && args.format == View::Text { page.rule() } else { String::new() };
                seen = Seen { cases: seen.cases + 1, last: Some(decision) };
                Ok(output::unless_unread(write!(out, "{between}{text}"))?)
            }
            Err(reject) => rejects.take(&reject),
        },
    )?;
    output::unless_unread(out.flush())?;
    finish(&args, &seen, rejects)
}

/// A case by its id is decided whatever else the file holds; so is the only line of a file.
fn finish(args: &Args, seen: &Seen, rejects: Rejects) -> anyhow::Result<Exit> {
    if let (Some(id), 0) = (&args.id, seen.cases) {
        bail!("{} has no case with the id `{id}`", args.file.display());
    }
    let is_alone = args.id.is_some() || rejects.count() == 0;
    let rest = rejects.finish()?;
    Ok(match seen.last {
        Some(decision) if seen.cases == 1 && is_alone => decision.into(),
        _ => rest,
    })
}

type Explained = Option<(String, Decision)>;

fn explain(args: &Args, matcher: &Matcher, page: Page, line: &Line) -> Result<Explained, Reject> {
    let case = case::read(line)?;
    if args.id.as_ref().is_some_and(|id| *id != case.id) {
        return Ok(None);
    }
    let explanation = matcher.explain(&case.applicant, &case.ownership);
    let explanation = if args.show { explanation } else { explanation.masked() };
    let text = write(args.format, &case.id, &explanation, args.show, page);
    Ok(Some((text, explanation.answer.decision)))
}
