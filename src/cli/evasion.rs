//! `ownermatch evasion`: whether a disguise gets past.

use clap::ValueHint;
use ownermatch::audit::evasion::{self, BAR, Counts, Evasion, KindFigures, ScriptNames, WayFigures};
use ownermatch::evaluate::Figure;
use ownermatch::{Decision, Matcher};
use serde_json::json;

use super::args::AuditArgs;
use super::exit::Exit;
use super::page::{dim, harmless, heading};
use super::settings::Context;

/// Disguises shown of each way that something got past by; up to three are in the json.
const SHOWN: usize = 2;
/// 2026-09-15, as of which made cases are made.
const NOW: i64 = 1_789_430_400;

/// Measure whether disguises get past: look-alikes, hidden characters, tags, units, spaces, parts in another order.
///
/// Made cases of one person on both sides get one field altered on one side. A disguise is seen through where a flag says
/// so, where the field's score stays in its band or rises, or where the level is the one for just this, such as
/// same_mailbox for a tag. Genuine names in many scripts are read beside them: none may be flagged for its characters.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch evasion\n  ownermatch evasion --cases 100000 --seed 7\n  \
    ownermatch evasion --policy name_only --format json > evasion.json\n\n\
    The exit code is 0 whatever it comes to: read `holds` in the JSON. The same seed gives\n\
    the same bytes at any number of threads.")]
pub struct Args {
    /// How many disguises, as many of each kind and way
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    cases: u64,
    /// Policy file, or `default`, or `name_only`, for the decisions
    #[arg(long, value_name = "FILE|NAME", value_hint = ValueHint::FilePath)]
    policy: Option<String>,
    #[command(flatten)]
    audit: AuditArgs,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let matcher = context.matcher(&args.audit.matcher_args(args.policy.as_deref(), NOW))?;
    let pool = context.pool(&args.audit.line_args())?;
    let told = pool.install(|| evasion::audit(&matcher, args.audit.seed, args.cases));
    args.audit.print(|| json_of(&matcher, &told), || draw(&matcher, &told))
}

fn json_of(matcher: &Matcher, told: &Evasion) -> String {
    let page = json!({
        "schema": "ownermatch.evasion.v1",
        "model_id": matcher.current_model().id(),
        "policy_id": matcher.current_policy().id(),
        "owner_share": matcher.current_model().owner_share(),
        "bar": BAR,
        "holds": told.holds(),
        "evasion": told,
    });
    format!("{page}\n")
}

fn draw(matcher: &Matcher, told: &Evasion) -> String {
    let (model, policy) = (matcher.current_model(), matcher.current_policy());
    let head = format!("EVASION: {} disguises, seed {}", told.cases, told.seed);
    let under = format!("model {}, policy {}, prior {}", model.id(), policy.id(), model.owner_share());
    let sections = [kinds(told), decisions(told), missed(told), genuine(told)];
    format!("{}\n{under}\n\n{}", heading(&head), sections.join("\n"))
}

fn share(figure: Option<Figure>) -> String {
    figure.map_or("-".into(), |figure| {
        let [value, low, high] = [figure.value, figure.low, figure.high].map(|share| 100.0 * share);
        format!("{value:.2} {low:.2}-{high:.2}")
    })
}

fn counts(counts: &Counts) -> String {
    let Counts { cases, detected, neutralized, named, missed } = counts;
    format!("{cases:>5} {detected:>8} {neutralized:>11} {named:>5} {missed:>6}")
}

fn kinds(told: &Evasion) -> String {
    let head = heading("DISGUISES           cases detected neutralized named missed  seen through (95 %)");
    let row = |kind: &KindFigures| {
        format!("  {:<18}{}  {}\n", kind.kind.code(), counts(&kind.figures), share(kind.seen_through))
    };
    let rows: String = told.kinds.iter().map(row).collect();
    format!("{head}\n{rows}  {:<59}{}\n", "all", share(told.seen_through))
}

fn decisions(told: &Evasion) -> String {
    let codes = Decision::ALL.map(|decision| format!("{:>14}", short(decision.code()))).concat();
    let row = |kind: &KindFigures| {
        let counts = kind.decisions.map(|count| format!("{count:>14}")).concat();
        format!("  {:<18}{counts}\n", kind.kind.code())
    };
    let rows: String = told.kinds.iter().map(row).collect();
    format!("{}\n{rows}", heading(&format!("DECISIONS           {codes}")))
}

fn short(code: &str) -> &str {
    if code == "insufficient_data" { "too little" } else { code }
}

/// The ways by which something got past, with the first that did.
fn missed(told: &Evasion) -> String {
    let row = |kind: &KindFigures, way: &WayFigures| {
        let head = format!(
            "  {} {} in {}: {} of {}",
            kind.kind.code(),
            way.way,
            way.field,
            way.figures.missed,
            way.figures.cases
        );
        let example = |missed: &ownermatch::audit::evasion::Missed| {
            let pair = [&missed.is, &missed.other].map(|text| harmless(text)).join(" | ");
            dim(&format!("    {}\n      {} -> {}", cut(&pair, 76), missed.levels[0], missed.levels[1]))
        };
        let lines: Vec<String> = std::iter::once(head).chain(way.missed.iter().take(SHOWN).map(example)).collect();
        lines.join("\n") + "\n"
    };
    let ways = told.kinds.iter().flat_map(|kind| kind.ways.iter().map(move |way| (kind, way)));
    let rows: String = ways.filter(|(_, way)| way.figures.missed > 0).map(|(kind, way)| row(kind, way)).collect();
    let rows = if rows.is_empty() { "  nothing\n".into() } else { rows };
    format!("{}\n{rows}", heading("WHAT GOT PAST") + &dim(" (nobody in it is real)"))
}

fn genuine(told: &Evasion) -> String {
    let row = |script: &ScriptNames| {
        let first =
            script.examples.first().map_or(String::new(), |(name, flag)| format!("  {} {flag}", harmless(name)));
        format!("  {:<22}{:>7} {:>8}{first}\n", script.script, script.names, script.flagged)
    };
    let rows: String = told.genuine.iter().map(row).collect();
    let verdict = if told.holds() { "hold" } else { "do NOT hold" };
    let notes = format!("The bars, {} % seen through and no genuine name flagged, {verdict}.", 100.0 * BAR);
    format!("{}\n{rows}{}\n", heading("GENUINE NAMES           names  flagged"), dim(&notes))
}

fn cut(text: &str, width: usize) -> String {
    text.chars().take(width).collect()
}
