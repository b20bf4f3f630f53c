//! The changes for people: a line of numbers first, then each case with what moved it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::page::{Page, harmless, heading};
use super::change::{Change, Ids};
use super::{Comparison, Summary};

/// Ids of one file only that are listed before the rest is counted.
const LISTED_IDS: usize = 20;

/// The whole text.
pub fn draw(comparison: &Comparison, at_least: f64, page: Page) -> String {
    let mut drawn = summary(&comparison.summary, at_least, page);
    for change in &comparison.changes {
        drawn += "\n";
        drawn += &case(change, page);
    }
    drawn += &alone("old", &comparison.only_in_old, page);
    drawn + &alone("new", &comparison.only_in_new, page)
}

fn summary(summary: &Summary, at_least: f64, page: Page) -> String {
    let counts = format!(
        "{} of {} answers changed: {} decisions, {} probabilities by {at_least} or more, {} levels, {} flags",
        summary.changed, summary.in_both, summary.decisions, summary.probabilities, summary.levels, summary.flags
    );
    let mut drawn = heading(&page.wrap(&counts, 2)) + "\n";
    drawn += &ids("model", &summary.models, page);
    drawn + &ids("policy", &summary.policies, page)
}

fn ids(what: &str, ids: &Ids, page: Page) -> String {
    let list = |ids: &BTreeSet<String>| ids.iter().map(|id| harmless(id)).collect::<Vec<_>>().join(", ");
    let [old, new] = [&ids.old, &ids.new].map(list);
    let text = if old == new { format!("the same {what}: {old}") } else { format!("another {what}: {old} -> {new}") };
    if old.is_empty() && new.is_empty() { String::new() } else { format!("{}\n", page.wrap(&text, 2)) }
}

fn case(change: &Change, page: Page) -> String {
    let [old, new] = change.probability;
    let decision = change.decision.as_ref().map(|[old, new]| format!("{} -> {}, ", harmless(old), harmless(new)));
    let decision = decision.unwrap_or_default();
    let mut drawn = format!("{}: {decision}probability {old:.4} -> {new:.4}\n", heading(&harmless(&change.id)));
    let _ = writeln!(drawn, "  because: {}", page.wrap(&why(change), 11));
    drawn
}

/// Levels and flags where they changed; else it is the model's weights or the policy's rules.
fn why(change: &Change) -> String {
    let levels = change.levels.iter().map(|level| format!("{} {} -> {}", level.field, level.old, level.new));
    let gained = change.flags_gained.iter().map(|flag| format!("flag {flag} gained"));
    let lost = change.flags_lost.iter().map(|flag| format!("flag {flag} lost"));
    let causes: Vec<String> = levels.chain(gained).chain(lost).map(|cause| harmless(&cause)).collect();
    if !causes.is_empty() {
        return causes.join("; ");
    }
    match change.settings.as_slice() {
        [] => "neither levels, flags, model nor policy: the case itself changed".into(),
        settings => format!("the same levels and flags under another {}", settings.join(" and ")),
    }
}

fn alone(which: &str, ids: &[String], page: Page) -> String {
    if ids.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = ids.iter().take(LISTED_IDS).map(|id| harmless(id)).collect();
    let rest = if ids.len() > LISTED_IDS { format!(" and {} more", ids.len() - LISTED_IDS) } else { String::new() };
    format!("\n{}\n", page.wrap(&format!("only in the {which} file ({}): {}{rest}", ids.len(), listed.join(", ")), 2))
}
