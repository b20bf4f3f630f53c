//! `ownermatch flags`: every flag, what it means, and what the policy makes of it.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::{ValueEnum, ValueHint};
use ownermatch::{FlagCode, Policy, Severity};
use serde::Serialize;

use super::args::MatcherArgs;
use super::exit::Exit;
use super::output;
use super::page::{Page, dim, heading, paint, severity_style};
use super::settings::Context;

/// List every flag, its severity, meaning and source, and whether the policy sends it to review.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch flags\n  ownermatch flags --policy name_only --format json")]
pub struct Args {
    /// table for people, json for one array
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Policy file, or `default`, or `name_only`
    #[arg(long, value_name = "FILE|NAME", value_hint = ValueHint::FilePath)]
    policy: Option<String>,
}

/// How the list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Serialize)]
struct Row {
    code: &'static str,
    severity: Severity,
    meaning: &'static str,
    source: &'static str,
    sends_to_review: bool,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let matcher = context.matcher(&MatcherArgs { policy: args.policy, ..MatcherArgs::default() })?;
    let policy = matcher.current_policy();
    let rows: Vec<Row> = FlagCode::ALL.iter().map(|&flag| row(flag, policy)).collect();
    match args.format {
        Format::Json => output::print(format!("{}\n", serde_json::to_string_pretty(&rows)?).as_bytes())?,
        Format::Table => {
            let mut out = output::styled_stdout();
            out.write_all(table(&rows, policy, Page::of_stdout()).as_bytes())?;
            out.flush()?;
        }
    }
    Ok(Exit::Done)
}

fn row(flag: FlagCode, policy: &Policy) -> Row {
    Row {
        code: flag.code(),
        severity: flag.severity(),
        meaning: flag.meaning(),
        source: flag.source(),
        sends_to_review: policy.sends_to_review(flag),
    }
}

fn table(rows: &[Row], policy: &Policy, page: Page) -> String {
    let mut drawn = heading(&format!("{:<32}{:<10}under policy {}", "FLAG", "SEVERITY", policy.id())) + "\n";
    for row in rows {
        let sends = if row.sends_to_review { "sends to review" } else { "no effect on the decision" };
        let severity = paint(severity_style(row.severity), &format!("{:<10}", row.severity.code()));
        let _ = writeln!(drawn, "{:<32}{severity}{sends}", row.code);
        let _ = writeln!(drawn, "    {}", page.wrap(row.meaning, 4));
        let _ = writeln!(drawn, "    {}", dim(&page.wrap(&format!("source: {}", row.source), 4)));
    }
    drawn
}
