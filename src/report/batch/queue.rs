//! The cases most worth a look: a line each, which opens to the sum, both sides, and what would change the decision.

use super::codes::words;
use super::run::{BatchReport, QueueCase};
use crate::case::Answer;
use crate::decision::Decision;
use crate::explain::{Change, Explanation, Hypothesis};
use crate::flags::{Flag, Severity};
use crate::record::Field;
use crate::report::PersonalData;
use crate::report::drawn::{Block, ID, QueueEntry, SOURCE, Table, cut};
use crate::report::numbers::{count, percent};
use crate::report::sides::side_rows;
use crate::report::waterfall::waterfall;
use crate::report::words::several;
use crate::text::harmless;

/// Cases of the queue; more would outgrow the page.
const MOST_CASES: usize = 40;
/// Flags named in a line.
const MOST_NAMED: usize = 2;
/// Ways told in which a case would match.
const MOST_WAYS: usize = 3;
/// From this field score on the sides agree: at worst one slip (DESIGN's bands). A name that agrees may still speak
/// against the applicant, where it is common; that is no reason to be told first.
const AGREES: u8 = 85;
/// Characters of a name and of a reason.
const NAME: usize = 60;
const WHY: usize = 160;

/// The queue, with a sentence on how it is sorted.
pub(super) fn queue(report: &BatchReport) -> Vec<Block> {
    if report.queue.is_empty() {
        let words = match report.queue_total {
            0 => "No case waits for a look.".to_owned(),
            all => format!("{} for a look; none is told here.", waiting(all)),
        };
        return vec![Block::Text(words)];
    }
    let told = report.queue.len().min(MOST_CASES) as u64;
    let left = report.queue_total.saturating_sub(told);
    let rest = if left > 0 { format!(" The {} most worth it are told here.", count(told)) } else { String::new() };
    let text = format!(
        "{} for a look.{rest} Those with a flag worth stopping for come first; among them, and after them, those that would \
         cost most to decide unseen. Tab goes from case to case, Enter opens one.",
        waiting(report.queue_total.max(told))
    );
    let entries = report.queue.iter().take(MOST_CASES).enumerate();
    let entries = entries.map(|(at, case)| entry(at, case, report.personal_data)).collect();
    vec![Block::Text(text), Block::Queue(entries)]
}

fn waiting(cases: u64) -> String {
    format!("{} wait{}", several(cases, "case"), if cases == 1 { "s" } else { "" })
}

fn entry(at: usize, case: &QueueCase, shown: PersonalData) -> QueueEntry {
    let explanation = match shown {
        PersonalData::Shown => case.explanation.clone(),
        PersonalData::Masked => case.explanation.clone().masked(),
    };
    let flags = &explanation.answer.flags;
    let id = cut(&harmless(&case.id), ID);
    let (named, more) = named(flags);
    QueueEntry {
        rank: (at + 1).to_string(),
        name: format!("case {id}"),
        id,
        place: cut(&harmless(&case.place), SOURCE),
        probability: probability(case),
        why: cut(&harmless(why(&case.answer)), WHY),
        flags: named,
        more,
        verdict: explanation.verdict.clone(),
        drawn: explanation.rivals.first().map(|sum| waterfall(&format!("queue-{at}"), sum)),
        sides: side_rows(&explanation.fields),
        told: told(case, &explanation),
        flagged: flagged(flags, &explanation),
    }
}

/// Without owners there is no probability.
fn probability(case: &QueueCase) -> String {
    case.answer.log_odds.map_or("–".into(), |_| percent(case.answer.probability))
}

/// The field that differs and speaks most against the applicant; where none does, what the policy misses.
fn why(answer: &Answer) -> &str {
    let scores = answer.fields.all().map(|field| field.and_then(|field| field.match_score));
    let differs = |field: Field| scores[field as usize].is_some_and(|score| score < AGREES);
    let against = answer.reasons.iter().filter(|reason| reason.bits < 0.0 && reason.field.is_some_and(differs));
    let most = against.min_by(|one, other| one.bits.total_cmp(&other.bits));
    let policy = || answer.reasons.iter().find(|reason| reason.field.is_none());
    most.or_else(policy).or(answer.reasons.first()).map_or("", |reason| &reason.text)
}

/// The gravest flags by name, and how many others there are.
fn named(flags: &[Flag]) -> (Vec<(&'static str, String)>, String) {
    let mut named: Vec<(&'static str, String)> = Vec::new();
    for flag in flags.iter().filter(|flag| flag.severity > Severity::Info) {
        let flag = (flag.severity.code(), words(flag.code.code()));
        if !named.contains(&flag) {
            named.push(flag);
        }
    }
    let more = named.len().saturating_sub(MOST_NAMED);
    named.truncate(MOST_NAMED);
    (named, if more > 0 { format!("+{more} more") } else { String::new() })
}

fn told(case: &QueueCase, explanation: &Explanation) -> Vec<String> {
    let worth = case
        .worth
        .is_finite()
        .then(|| format!("To decide it unseen costs as much as {:.2} wrong refusals, on average.", case.worth));
    ways(&explanation.changes).into_iter().chain(others(explanation)).chain(worth).collect()
}

/// What would make it a match, the surest way first.
fn ways(changes: &[Change]) -> Option<String> {
    let mut ways: Vec<&Change> = changes.iter().filter(|change| change.decision == Decision::Match).collect();
    // That everything would have to agree tells nothing where one thing is enough.
    if ways.len() > 1 {
        ways.retain(|change| change.hypothesis != Hypothesis::AllAgree);
    }
    ways.sort_by(|one, other| other.probability.value().total_cmp(&one.probability.value()));
    let way = |change: &&Change| format!("{} ({})", change.text, percent(change.probability.value()));
    let told: Vec<String> = ways.iter().take(MOST_WAYS).map(way).collect();
    (!told.is_empty()).then(|| format!("It would match {}.", told.join(", or ")))
}

fn others(explanation: &Explanation) -> Option<String> {
    let next =
        explanation.others.iter().max_by(|one, other| one.probability.value().total_cmp(&other.probability.value()))?;
    let name = if next.name.is_empty() { "without a name".into() } else { cut(&harmless(&next.name), NAME) };
    Some(format!(
        "Compared with the best of {}; the next best, {name}, comes to {}.",
        several(explanation.others.len() as u64 + 1, "owner"),
        percent(next.probability.value())
    ))
}

/// Every flag with its meaning, and whether it is one that the policy sends to a person.
fn flagged(flags: &[Flag], explanation: &Explanation) -> Table {
    let is_first = |(at, flag): &(usize, &Flag)| flags[..*at].iter().all(|other| !is_same(other, flag));
    let row = |(_, flag): (usize, &Flag)| {
        let sent = explanation.sent_by.contains(&flag.code).then(|| "sends to review".to_owned());
        let of = flag.count.map(|of| several(u64::from(of), "applicant"));
        let aside = [flag.severity.code().to_owned()].into_iter().chain(fields(flags, flag)).chain(of).chain(sent);
        let name = format!("{}\n{}", words(flag.code.code()), aside.collect::<Vec<_>>().join(", "));
        vec![name, flag.code.meaning().into()]
    };
    Table::new("Flags of the case", &["=Flag", "=Meaning"]).rows(flags.iter().enumerate().filter(is_first).map(row))
}

/// Whether two flags differ in nothing but what they are about.
fn is_same(one: &Flag, other: &Flag) -> bool {
    (one.code, one.severity, one.count) == (other.code, other.severity, other.count)
}

/// The fields that this flag is raised about, each once.
fn fields(flags: &[Flag], flag: &Flag) -> Vec<String> {
    let about = |field: &Field| flags.iter().any(|other| is_same(other, flag) && other.field == Some(*field));
    Field::ALL.into_iter().filter(about).map(|field| field.code().to_owned()).collect()
}
