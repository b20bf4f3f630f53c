//! A run as a page for people.

use super::super::page::{Page, dim, grouped, harmless, heading};
use super::against::Held;
use super::figure::{Figure, Kind, Unit};
use super::machine::{self, Build, Machine};
use super::report::Report;
use super::workload::{About, Source};

/// The whole page.
pub fn draw(report: &Report, page: Page) -> String {
    let mut text = head(report, page) + &columns(report);
    let mut section = "";
    for figure in &report.figures {
        let under = Kind::named(&figure.name).map_or("", Kind::section);
        if under != section {
            text += &format!("{}\n", heading(under));
            section = under;
        }
        text += &row(figure, report);
    }
    text + &notes(report, page)
}

fn head(report: &Report, page: Page) -> String {
    let About { source, seed, cases, owners, .. } = &report.workload;
    let made = match (source, seed) {
        (Source::Simulated, Some(seed)) => format!("made cases of seed {seed}"),
        _ => "cases of a file".into(),
    };
    let head = format!("BENCH: {} {made} with {} owners", grouped(*cases), grouped(*owners));
    let warning = if machine::is_debug_build() { format!("{}\n", machine::DEBUG) } else { String::new() };
    format!("{}\n{}\n{warning}\n", heading(&head), page.wrap(&place(report), 0))
}

/// The machine, the build and what was measured.
fn place(report: &Report) -> String {
    let Machine { cpu, cores, os, arch } = &report.machine;
    let Build { version, rustc, profile } = &report.build;
    let cpu = cpu.as_deref().map_or("unknown processor".into(), harmless);
    let cores = cores.map_or(String::new(), |cores| format!(", {cores} cores"));
    let rustc = rustc.as_deref().unwrap_or("unknown compiler");
    let (model, policy) = (&report.model_id, &report.policy_id);
    format!("{cpu}{cores}, {os} {arch}; {rustc}, {profile}; ownermatch {version}, model {model}, policy {policy}")
}

fn columns(report: &Report) -> String {
    let against = report.against.as_ref().map_or(String::new(), |_| format!("{:>10}{:>7}", "before", "better"));
    let head = format!("{:<28}{:>11}  {:<19}{against}", "", "median", "least to most");
    format!("{}\n", dim(head.trim_end()))
}

fn row(figure: &Figure, report: &Report) -> String {
    let value = figure.unit.show(figure.value);
    let held = report.against.as_ref().and_then(|against| against.find(figure));
    let held = held.map(|held| format!("{:>10}{}", figure.unit.show(held.was), ratio(held))).unwrap_or_default();
    let line = format!("  {:<26}{value:>11}  {:<19}{held}", figure.words(), range(figure));
    format!("{}\n", line.trim_end())
}

/// The range in one unit's words; nothing where every round said the same.
fn range(figure: &Figure) -> String {
    let [least, most] = [figure.least, figure.most].map(|value| figure.unit.show(value));
    if figure.least == figure.most { String::new() } else { format!("{least} to {most}") }
}

fn ratio(held: &Held) -> String {
    let mark = if held.overlaps && held.ratio != Some(1.0) { " ~" } else { "" };
    let ratio = held.ratio.map_or("-".into(), |ratio| Unit::Ratio.show(ratio));
    format!("{ratio:>7}{mark}")
}

fn notes(report: &Report, page: Page) -> String {
    let Report { rounds, timer_ns, seconds, .. } = report;
    let text = format!(
        "{rounds} rounds in {seconds} s. The timer's own {timer_ns} ns are taken off the times of calls. Allocations are \
         counted on the first 1,000 cases, memory is that of the whole run with its cases."
    );
    format!("\n{}\n", dim(&page.wrap(&text, 0)))
}
