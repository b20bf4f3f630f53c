//! `ownermatch evaluate`: what labelled cases say of a model.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{ValueEnum, ValueHint};
use ownermatch::case::{LabelledCase, Lines, read_labelled};
use ownermatch::evaluate::{
    Changed, Costs, Evaluation, FIGURES, FieldFigures, Figure, Group, Thresholds, changed, choose_thresholds, evaluate,
};
use ownermatch::report::{self, PersonalData, Report};
use ownermatch::{Decision, Matcher};
use serde_json::json;

use super::args::{LineArgs, MatcherArgs};
use super::exit::Exit;
use super::input;
use super::output::{plain_stdout, styled_stdout};
use super::page::{Page, dim, harmless, heading};
use super::rejects::Rejects;
use super::settings::Context;

/// Evaluate a model on labelled cases: ranking, calibration, decisions, thresholds.
///
/// A labelled case is a case with `label`: same_person, 1 or true for the owner; a rival's code (`ownermatch simulate`
/// writes them), household, 0 or false for another; `kind`, `origin` and `person` name the groups that figures are told by and drawn over.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch simulate --cases 20000 > labelled.ndjson\n  \
    ownermatch evaluate labelled.ndjson --prior 0.5\n  \
    ownermatch evaluate labelled.ndjson --prior 0.5 --costs 200,20,5 --format json\n  \
    ownermatch evaluate labelled.ndjson --prior 0.5 --costs 200,20,5 --format html > report.html\n\n\
    --prior is the share of owners among these cases: a model's own share is that\n\
    of its customers, and a file of labels is seldom like them. Intervals are the\n\
    middle 95 % of 200 draws of persons; what happened to none gets 0-0, however few\n\
    they are. Without --now ages are told as of the newest owners' refresh.\n\n\
    --format html writes one page that fetches nothing: charts, tables, the ten most\n\
    telling mistakes. Personal data in it is masked as `explain` masks it; --show shows it.")]
pub struct Args {
    /// Labelled cases as JSON lines; - is stdin
    #[arg(value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Another model file beside it, and the cases that it decides otherwise
    #[arg(long, value_name = "FILE|NAME", value_hint = ValueHint::FilePath)]
    against: Option<String>,
    /// What a wrong accept, a wrong reject and a review cost, in any unit: choose thresholds by it
    #[arg(long, value_name = "ACCEPT,REJECT,REVIEW", value_parser = read_costs)]
    costs: Option<Costs>,
    /// text for a terminal, json for one object, html for one page with charts
    #[arg(long, value_enum, default_value_t = Shape::Text)]
    format: Shape,
    /// Show personal data in the page of --format html as it was given
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    matcher: MatcherArgs,
    #[command(flatten)]
    lines: LineArgs,
}

/// Beyond it sums over many cases would lose what a single one costs.
const MOST: f64 = 1e12;

fn cost(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|cost| (0.0..=MOST).contains(cost))
}

fn read_costs(text: &str) -> Result<Costs, String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(cost).collect();
    match numbers.as_deref() {
        Some(&[wrong_accept, wrong_reject, review]) => Ok(Costs { wrong_accept, wrong_reject, review }),
        _ => Err("three costs from 0 to 1e12 are expected, such as 200,20,5".into()),
    }
}

/// Who reads what cases say of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    Text,
    Json,
    Html,
}

/// What one matcher came to.
struct Side {
    name: String,
    evaluation: Evaluation,
    thresholds: Option<Thresholds>,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let live = context.live_matcher(&args.matcher)?;
    let other =
        args.against.as_deref().map(|name| context.model_of_flag("--against", name, &args.matcher)).transpose()?;
    let pool = context.pool(&args.lines)?;
    let mut rejects = Rejects::open(&args.lines, context, &args.file)?;
    let cases = read(&args.file, &mut rejects)?;
    let matcher = match newest(&cases).filter(|_| !context.says_now(&args.matcher)) {
        Some(newest) => live.now(newest),
        None => live,
    };
    let other = other.map(|model| matcher.clone().model(model));
    let matchers: Vec<&Matcher> = std::iter::once(&matcher).chain(&other).collect();
    let changed = || other.as_ref().map(|other| changed(&matcher, other, &cases));
    let text = pool.install(|| -> anyhow::Result<String> {
        if args.format == Shape::Html {
            return html(
                &args,
                &sides(&matchers, |matcher| report::Side::of(matcher, &cases, args.costs), &args)?,
                changed(),
            );
        }
        let sides = sides(&matchers, |matcher| side(matcher, &cases, args.costs), &args)?;
        Ok(match args.format {
            Shape::Json => json_of(&sides, changed().as_deref()),
            _ => draw(&sides, changed().as_deref(), Page::of_stdout()),
        })
    })?;
    let mut out = if args.format == Shape::Text { styled_stdout() } else { plain_stdout() };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    rejects.finish()
}

/// What each matcher comes to.
fn sides<S>(matchers: &[&Matcher], of: impl Fn(&Matcher) -> Option<S>, args: &Args) -> anyhow::Result<Vec<S>> {
    let Some(sides) = matchers.iter().map(|matcher| of(matcher)).collect() else {
        bail!("{}: cases of owners and of others are both needed, and one of them is missing", args.file.display());
    };
    Ok(sides)
}

fn html(args: &Args, sides: &[report::Side], changed: Option<Vec<Changed>>) -> anyhow::Result<String> {
    let name = args.file.file_name().unwrap_or(args.file.as_os_str()).to_string_lossy();
    let source = if name == "-" { "standard input" } else { &name };
    let personal_data = if args.show { PersonalData::Shown } else { PersonalData::Masked };
    Ok(report::html(&Report { source, sides, changed: changed.as_deref(), personal_data }))
}

/// When the newest owners were read: labels are old, and by the clock all of their data would be stale.
fn newest(cases: &[LabelledCase]) -> Option<i64> {
    let owners = cases.iter().flat_map(|case| &case.case.ownership.owners);
    owners
        .filter_map(|owner| owner.refreshed_at)
        .chain(cases.iter().filter_map(|case| case.case.ownership.refreshed_at))
        .max()
}

fn read(file: &Path, rejects: &mut Rejects) -> anyhow::Result<Vec<LabelledCase>> {
    let mut cases = Vec::new();
    for line in Lines::new(input::open(file)?) {
        match read_labelled(&line?) {
            Ok(case) => cases.push(case),
            Err(reject) => rejects.take(&reject)?,
        }
    }
    Ok(cases)
}

fn side(matcher: &Matcher, cases: &[LabelledCase], costs: Option<Costs>) -> Option<Side> {
    let evaluation = evaluate(matcher, cases)?;
    let thresholds = costs.map(|costs| choose_thresholds(matcher, cases, costs));
    Some(Side { name: format!("model {}", matcher.current_model().id()), evaluation, thresholds })
}

fn json_of(sides: &[Side], changed: Option<&[Changed]>) -> String {
    let side = |side: &Side| {
        let thresholds = side.thresholds.map(|chosen| {
            json!({"match_at": chosen.match_at, "no_match_at": chosen.no_match_at, "cost": chosen.cost, "counts": chosen.counts})
        });
        json!({"name": side.name, "evaluation": side.evaluation, "thresholds": thresholds})
    };
    let page = json!({"schema": "ownermatch.evaluation.v1", "sides": sides.iter().map(side).collect::<Vec<_>>(), "changed": changed});
    format!("{page}\n")
}

fn draw(sides: &[Side], changed: Option<&[Changed]>, page: Page) -> String {
    let mut text: String = sides.iter().map(|side| draw_side(side, page)).collect::<Vec<_>>().join("\n");
    if let Some(changed) = changed {
        text += &format!("\n{}\n", heading(&format!("DECIDED OTHERWISE BY THE SECOND: {}", changed.len())));
        for case in changed.iter().take(20) {
            let truth = if case.is_owner { "owner" } else { "another" };
            let (id, first, second) = (cut(&harmless(&case.id), 28), case.first.code(), case.second.code());
            text += &format!("  {id:<28} {first} -> {second} ({truth})\n");
        }
    }
    text
}

fn draw_side(side: &Side, page: Page) -> String {
    let Evaluation { cases, owners, owner_share, now, .. } = side.evaluation;
    let day = jiff::Timestamp::from_second(now).map(|now| now.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
    let head = format!("{}: {cases} cases, {owners} of owners, prior {owner_share}, as of {day}", side.name);
    let sections = [
        heading(&head),
        figures(side),
        reliability(side),
        decisions(side),
        fields(side),
        groups(side),
        thresholds(side, page),
    ];
    sections.into_iter().filter(|section| !section.is_empty()).map(|section| section + "\n").collect()
}

fn interval(figure: &Figure) -> String {
    format!("{:>8.4}  {:>7.4} to {:<7.4}", figure.value, figure.low, figure.high)
}

fn figures(side: &Side) -> String {
    let row = |(name, meaning): &(&str, &str)| {
        let figure = side.evaluation.figures.get(name).map_or(format!("{:>8}{:21}", "-", ""), interval);
        format!("{figure} {meaning}")
    };
    format!("{}\n{}", dim("   value  95 % interval"), FIGURES.iter().map(row).collect::<Vec<_>>().join("\n"))
}

fn reliability(side: &Side) -> String {
    const WIDTH: f64 = 30.0;
    let row = |(at, bin): (usize, &ownermatch::evaluate::Bin)| {
        let bar = |share: f64| "█".repeat((share * WIDTH).round() as usize);
        let range = format!("{:.1} to {:.1}", at as f64 / 10.0, (at + 1) as f64 / 10.0);
        format!("  {range}  {:>7} {:>6.3} {:>6.3} {}", bin.cases, bin.said, bin.was, bar(bin.was))
    };
    let rows: Vec<String> =
        side.evaluation.bins.iter().enumerate().filter(|(_, bin)| bin.cases > 0.0).map(row).collect();
    format!("\n{}\n  probability   cases   said    was\n{}", heading("RELIABILITY"), rows.join("\n"))
}

fn decisions(side: &Side) -> String {
    let row = |name: &str, counts: [u64; 4]| {
        let counts: String = counts.iter().map(|count| format!("{count:>12}")).collect();
        format!("  {name:<10}{counts}")
    };
    let head: String = Decision::ALL.iter().map(|decision| format!("{:>12}", short(decision.code()))).collect();
    let [owners, others] = side.evaluation.decisions;
    let priors = side.evaluation.at_priors.iter().map(|at| {
        let right = at.precision.map_or("nobody matches".into(), |Figure { value, low, high }| {
            format!("{value:.4} of matches right ({low:.4} to {high:.4})")
        });
        format!("  prior {:.2}: {right}, {:.2} in 1,000 wrong", at.owner_share, at.false_accepts_per_1000.value)
    });
    let rows = [format!("  {:<10}{head}", ""), row("owners", owners), row("others", others)];
    let lines: Vec<String> = rows.into_iter().chain(priors).collect();
    format!("\n{}\n{}", heading("DECISIONS"), lines.join("\n"))
}

fn cut(text: &str, width: usize) -> String {
    text.chars().take(width).collect()
}

fn short(code: &str) -> &str {
    if code == "insufficient_data" { "too little" } else { code }
}

fn fields(side: &Side) -> String {
    let row = |field: &FieldFigures| {
        let auc = field.auc.as_ref().map(interval).unwrap_or_default();
        let share = 100.0 * field.cases as f64 / side.evaluation.cases as f64;
        format!("  {:<8}{:>7} ({share:>3.0} %) {}", field.field, field.cases, auc.trim_end())
    };
    let rows: Vec<String> = side.evaluation.fields.iter().map(row).collect();
    format!("\n{}\n  field     cases           AUC  95 % interval\n{}", heading("EACH FIELD ALONE"), rows.join("\n"))
}

fn groups(side: &Side) -> String {
    if side.evaluation.groups.is_empty() {
        return String::new();
    }
    let row = |group: &Group| {
        let auc = group.auc.map_or("-".into(), |auc| format!("{:.4}", auc.value));
        let [_, review, refused, _] = group.decisions.map(|count| 100.0 * count as f64 / group.cases as f64);
        let [matched, low, high] =
            [group.matched.value, group.matched.low, group.matched.high].map(|share| 100.0 * share);
        format!(
            "  {:<6} {:<19}{:>6}{:>7.3}{:>6.3}{auc:>7}{matched:>6.1} {low:>3.0}-{high:<3.0}{review:>6.1}{refused:>6.1}",
            group.by,
            cut(&harmless(&group.name), 19),
            group.cases,
            group.owners,
            group.said
        )
    };
    let head = "  by     name                cases owners  said    AUC match (95 %) review  none";
    let rows: Vec<String> = side.evaluation.groups.iter().map(row).collect();
    format!("\n{}\n{}\n{}", heading("GROUPS, DECISIONS IN %"), head, rows.join("\n"))
}

fn thresholds(side: &Side, page: Page) -> String {
    let Some(chosen) = side.thresholds else { return String::new() };
    let [matched, review, refused] = chosen.counts;
    let text = format!(
        "cheapest on these cases by probability alone: {} ({matched}), {} ({refused}), a look at the rest ({review}); all \
         together cost {}. Read it on other cases than these before you set it.",
        chosen.match_at.map_or("match nobody".into(), |at| format!("match at {at} or more")),
        chosen.no_match_at.map_or("refuse nobody".into(), |at| format!("no match at {at} or less")),
        six_digits(chosen.cost)
    );
    format!("\n{}\n  {}", heading("THRESHOLDS"), page.wrap(&text, 2))
}

fn six_digits(number: f64) -> String {
    let decimals = (5.0 - number.max(1e-6).log10().floor()).max(0.0) as usize;
    let text = format!("{number:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
