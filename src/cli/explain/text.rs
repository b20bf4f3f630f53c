//! An explanation as a page of text.

use std::fmt::Write;

use ownermatch::explain::{Change, OtherOwner};
use ownermatch::{Decision, Explanation, Field, Flag, Severity};

use super::super::page::{Page, decision_style, dim, harmless, heading, paint, severity_style};
use super::bars::percent;
use super::{bars, sides};

/// Columns of what a change says, before the decision it leads to.
const CHANGE: usize = 47;

/// The whole page; `shows` says whether personal data is in it.
pub fn draw(id: &str, explanation: &Explanation, shows: bool, page: Page) -> String {
    let answer = &explanation.answer;
    let sections = [
        verdict(explanation, page),
        head(id, explanation),
        if explanation.fields.is_empty() { String::new() } else { sides::fields(&explanation.fields, page) },
        explanation.rivals.first().map(|strongest| bars::bars(strongest, page)).unwrap_or_default(),
        if explanation.rivals.is_empty() {
            String::new()
        } else {
            bars::rivals(&explanation.rivals, answer.probability.value())
        },
        flags(explanation, page),
        changes(&explanation.changes, answer.decision, page),
        others(&explanation.others, page),
        foot(explanation, shows, page),
    ];
    sections.into_iter().filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n")
}

fn verdict(explanation: &Explanation, page: Page) -> String {
    let wrapped = page.wrap(&explanation.verdict, 0);
    let (decision, rest) = wrapped.split_once(':').unwrap_or((&wrapped, ""));
    format!("{}:{rest}\n", paint(decision_style(explanation.answer.decision), decision))
}

/// Which case, and which of the owners stands in the columns.
fn head(id: &str, explanation: &Explanation) -> String {
    let answer = &explanation.answer;
    let Some(best) = answer.best_owner() else { return format!("Case {}\n", harmless(id)) };
    let holder = match answer.owners.iter().filter(|owner| owner.owner == best.owner).count() {
        1 => String::new(),
        several => format!(", person {} of {several} in one name", best.person + 1),
    };
    let owners = answer.owners.iter().map(|owner| owner.owner).max().unwrap_or_default() + 1;
    format!("Case {}, against owner {} of {owners}{holder}\n", harmless(id), best.owner + 1)
}

/// One entry a flag, however often it was raised.
fn flags(explanation: &Explanation, page: Page) -> String {
    let flags = &explanation.answer.flags;
    if flags.is_empty() {
        return String::new();
    }
    let is_first = |at: &usize| flags[..*at].iter().all(|flag| flag.code != flags[*at].code);
    let rows = (0..flags.len()).filter(is_first).map(|at| flag_row(&flags[at], explanation, page));
    heading("FLAGS") + "\n" + &rows.collect::<String>()
}

fn flag_row(flag: &Flag, explanation: &Explanation, page: Page) -> String {
    let mark = paint(severity_style(flag.severity), &format!("{:<6}", flag.severity.code()));
    let sends = if explanation.sent_by.contains(&flag.code) { ", stands against a match" } else { "" };
    let same = explanation.answer.flags.iter().filter(|other| other.code == flag.code);
    let about: Vec<String> = same.filter_map(about).collect();
    let about = if about.is_empty() { String::new() } else { format!(" On: {}.", about.join("; ")) };
    let line = format!("  {mark} {}{sends}\n", flag.code.code());
    let text = format!("{}{about}{}", flag.code.meaning(), without_effect(flag, explanation));
    line + &format!("         {}\n", page.wrap(&text, 9))
}

/// A grave word beside a match reads as a mistake unless it is said that the policy lets it pass.
fn without_effect(flag: &Flag, explanation: &Explanation) -> &'static str {
    let decides = explanation.answer.best.is_none() || explanation.sent_by.contains(&flag.code);
    if decides || flag.severity == Severity::Info {
        return "";
    }
    " For information: the policy does not send this to a person."
}

/// What a flag concerns; nothing for the case as a whole.
fn about(flag: &Flag) -> Option<String> {
    match (flag.field, flag.owner) {
        (Some(field), Some(owner)) => Some(format!("{} of owner {}", field.code(), owner + 1)),
        (Some(field), None) => Some(format!("{} of the applicant", field.code())),
        (None, Some(owner)) => Some(format!("owner {}", owner + 1)),
        (None, None) => None,
    }
}

fn changes(changes: &[Change], decision: Decision, page: Page) -> String {
    if changes.is_empty() {
        return String::new();
    }
    let (turning, steady): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| change.decision != decision);
    let mut drawn = heading("WHAT WOULD CHANGE THE DECISION (-> another one, = the same)") + "\n";
    if turning.is_empty() {
        let _ = writeln!(drawn, "  {}", page.wrap("nothing that was tried: the decision would stay the same", 2));
    }
    drawn.extend(turning.into_iter().chain(steady).map(|change| change_row(change, decision)));
    drawn
}

fn change_row(change: &Change, decision: Decision) -> String {
    let code = change.decision.code();
    let then = if change.decision == decision {
        format!("=  {code}")
    } else {
        format!("-> {}", paint(decision_style(change.decision), code))
    };
    format!("  {:<CHANGE$}{then} ({})\n", change.text, percent(change.probability.value()))
}

fn others(others: &[OtherOwner], page: Page) -> String {
    if others.is_empty() {
        return String::new();
    }
    heading("OTHER OWNERS") + "\n" + &others.iter().map(|other| other_row(other, page)).collect::<String>()
}

fn other_row(other: &OtherOwner, page: Page) -> String {
    let person = if other.person > 0 { format!(", person {}", other.person + 1) } else { String::new() };
    let score = |(field, score): (Field, Option<ownermatch::Score>)| {
        format!("{} {}", field.code(), score.map_or("-".into(), |score| score.to_string()))
    };
    let scores: Vec<String> = Field::ALL.into_iter().zip(other.match_scores).map(score).collect();
    let probability = percent(other.probability.value());
    let name = harmless(&other.name);
    let rival = other.rival.meaning();
    let text =
        format!("owner {}{person}: {name} ({probability}; {}); else {rival}", other.owner + 1, scores.join(", "));
    format!("  {}\n", page.wrap(&text, 4))
}

fn foot(explanation: &Explanation, shows: bool, page: Page) -> String {
    let answer = &explanation.answer;
    let now = jiff::Timestamp::from_second(answer.now).map(|time| time.to_string()).unwrap_or_default();
    let ids = format!("model {}, policy {}, as of {now}", answer.model_id, answer.policy_id);
    let masked = if shows { "" } else { "\npersonal data is masked; --show shows it" };
    format!("{}\n", dim(&format!("{}{masked}", page.wrap(&ids, 2))))
}
