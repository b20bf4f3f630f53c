//! `ownermatch fairness`: whether names of every origin are treated alike.

use clap::ValueHint;
use ownermatch::Matcher;
use ownermatch::audit::fairness::{self, BAR, FLOOR, Fairness, GroupErrors, Measure, Ratio};
use ownermatch::evaluate::Figure;
use serde_json::json;

use super::args::AuditArgs;
use super::exit::Exit;
use super::page::{dim, heading};
use super::settings::Context;

/// Levels shown of a group's errors under one alteration; all of them are in the json.
const SHOWN: usize = 3;

/// Measure whether names of every origin are treated alike: misses and false accepts by group.
///
/// Names are drawn by origin group as the US Census of 2010 and mortgage applicants bear them (data/simulate) and altered
/// by one slip, another order, or a second family name dropped. Beside the name stands a phone where the policy asks for a
/// contact: equal for one person, so that the name alone decides, and another's for strangers, who are drawn within a
/// group. A miss is one person who does not come to `match`, for want of a name that agrees, of probability or of
/// evidence, or for a flag that the name raises; a false accept is two people who do.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch fairness\n  ownermatch fairness --pairs 50000 --seed 7\n  \
    ownermatch fairness --policy name_only\n  ownermatch fairness --model mine.toml --format json > fairness.json\n\n\
    The ratio is that of the worst group's rate to the best one's, rates below .5 %\n\
    taken for .5 %; 1.5 is what it may come to. The exit code is 0 whatever it comes\n\
    to: read `holds` in the JSON. The same seed gives the same bytes at any number of\n\
    threads.")]
pub struct Args {
    /// Pairs of each group under each alteration
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pairs: u64,
    /// Policy file, or `default`, with which there is a phone beside the name, or `name_only`
    #[arg(long, value_name = "FILE|NAME", default_value = "default", value_hint = ValueHint::FilePath)]
    policy: String,
    #[command(flatten)]
    audit: AuditArgs,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    // A name alone has no age.
    let matcher = context.matcher(&args.audit.matcher_args(Some(&args.policy), 0))?;
    let pool = context.pool(&args.audit.line_args())?;
    let told = pool.install(|| fairness::audit(&matcher, args.audit.seed, args.pairs));
    args.audit.print(|| json_of(&matcher, &told), || draw(&matcher, &told))
}

fn json_of(matcher: &Matcher, told: &Fairness) -> String {
    let page = json!({
        "schema": "ownermatch.fairness.v1",
        "model_id": matcher.current_model().id(),
        "policy_id": matcher.current_policy().id(),
        "owner_share": matcher.current_model().owner_share(),
        "floor": FLOOR,
        "bar": BAR,
        "holds": told.holds(),
        "fairness": told,
    });
    format!("{page}\n")
}

fn draw(matcher: &Matcher, told: &Fairness) -> String {
    let (model, policy) = (matcher.current_model(), matcher.current_policy());
    let head = format!("FAIRNESS: {} pairs a group and alteration, seed {}", told.pairs, told.seed);
    let beside = if policy.contacts() > 0 { "a phone beside the name" } else { "the name alone" };
    let under = format!("model {}, policy {}, prior {}, {beside}", model.id(), policy.id(), model.owner_share());
    let sections: Vec<String> = told.measures.iter().map(draw_measure).collect();
    format!("{}\n{under}\n\n{}\n{}\n{}", heading(&head), sections.join("\n"), ratios(told), levels(told))
}

fn draw_measure(measure: &Measure) -> String {
    let wrong = if measure.code == "stranger" { "accepted" } else { "missed" };
    let head = format!("{:<40}{wrong:>9}  95 %        no match     J-W", measure.meaning.to_uppercase());
    let row = |group: &GroupErrors| format!("  {:<38}{}\n", group.group, shares(group));
    format!("{}\n{}", heading(&head), measure.groups.iter().map(row).collect::<String>())
}

fn percent(figure: Option<Figure>) -> f64 {
    figure.map_or(f64::NAN, |figure| 100.0 * figure.value)
}

fn shares(group: &GroupErrors) -> String {
    let [low, high] = group.wrong.map_or([f64::NAN; 2], |wrong| [100.0 * wrong.low, 100.0 * wrong.high]);
    let range = format!("{low:.2}-{high:.2}");
    format!(
        "{:>6.2} %  {range:<11}{:>7.2} %{:>6.1} %",
        percent(group.wrong),
        percent(group.no_match),
        percent(group.plain_wrong)
    )
}

/// The worst group to the best one under each alteration, and by the plain rule.
fn ratios(told: &Fairness) -> String {
    let row = |measure: &Measure| {
        let of = |ratio: &Option<Ratio>| ratio.map_or("-".into(), |ratio| draw_ratio(&ratio));
        let whose = measure.ratio.map_or(String::new(), |ratio| whose(&ratio));
        let line = format!("  {:<15}{:<18}{:<18}{whose}", measure.code, of(&measure.ratio), of(&measure.plain_ratio));
        format!("{}\n", line.trim_end())
    };
    let head = heading("WORST GROUP TO BEST  matcher, 95 %     J-W, 95 %");
    let rows: String = told.measures.iter().map(row).collect();
    let verdict = if told.holds() { "within" } else { "NOT within" };
    let notes = format!(
        "The matcher is {verdict} {BAR} under every alteration. J-W is a plain rule:\n\
         every word of the shorter line has its like in the other, at a Jaro-Winkler\n\
         similarity of {} or more. Rates below {} % count as {} %. The two groups\n\
         are chosen by what was seen: equal ones come out somewhat above 1.",
        told.plain_at,
        100.0 * FLOOR,
        100.0 * FLOOR
    );
    format!("{head}\n{rows}{}\n", dim(&notes))
}

fn draw_ratio(ratio: &Ratio) -> String {
    format!("{:.2}  {:.2}-{:.2}", ratio.ratio.value, ratio.ratio.low, ratio.ratio.high)
}

fn whose(ratio: &Ratio) -> String {
    if ratio.worst == ratio.best { String::new() } else { format!("{}, {}", ratio.worst, ratio.best) }
}

/// Which name levels the errors fall in, with one pair each.
fn levels(told: &Fairness) -> String {
    let head = heading("WHERE THE ERRORS FALL, BY NAME LEVEL") + &dim(" (nobody in it is real)") + "\n";
    let measures = told.measures.iter().filter(|measure| measure.code != "misses");
    let groups = measures.flat_map(|measure| measure.groups.iter().map(move |group| (measure, group)));
    let rows =
        groups.flat_map(|(measure, group)| group.levels.iter().take(SHOWN).map(move |level| (measure, group, level)));
    rows.fold(head, |text, (measure, group, level)| {
        let whose = format!("{} {}", measure.code, group.group);
        let head = format!("  {whose:<29}{:>6} {}", level.pairs, level.level);
        let example = level.examples.first().map_or(String::new(), |pair| cut(&pair.join(" | "), 70));
        format!("{text}{head}\n{}\n", dim(&format!("    {example}")))
    })
}

fn cut(text: &str, width: usize) -> String {
    text.chars().take(width).collect()
}
