//! The verdict in words: the decision, how sure, and the one thing that matters most.

use crate::comparison::Compared;
use crate::decision::{Decision, Policy, Shortfall};
use crate::matcher::OwnershipMatch;
use crate::record::Field;
use crate::score::OwnerMatch;

/// A field's score from which on the sides are said to agree (DESIGN: presentation and one slip at the most).
const AGREES_FROM: u8 = 85;
/// A field's score below which the sides are said to contradict each other.
const CONTRADICTS_BELOW: u8 = 60;

/// One sentence: `REVIEW: very probably the same person (97 %), but ...`.
pub(super) fn verdict(answer: &OwnershipMatch, policy: &Policy) -> String {
    let Some(best) = answer.best_owner() else {
        return format!("{}: the bank reports no owner to compare with.", headline(answer.decision));
    };
    let but = match answer.decision {
        Decision::Match => agreement(best),
        Decision::NoMatch => contradiction(best),
        Decision::Review => format!(", but {}", obstacle(answer, best, policy)),
        Decision::InsufficientData => format!(", and {}", obstacle(answer, best, policy)),
    };
    format!("{}: {}{but}.", headline(answer.decision), likelihood(answer, best))
}

/// The decision as a headline.
fn headline(decision: Decision) -> &'static str {
    ["MATCH", "REVIEW", "NO MATCH", "INSUFFICIENT DATA"][decision as usize]
}

/// Words for the probability; below even odds the strongest rival is named instead.
fn likelihood(answer: &OwnershipMatch, best: &OwnerMatch) -> String {
    let same = answer.probability.value();
    if same >= 0.5 {
        return format!("{} the same person ({} %)", adverb(same), answer.score);
    }
    let rival = best.weighed.rival;
    let sure = adverb(super::posterior(&best.weighed, rival));
    format!("{sure} {} (the same person: {} %)", rival.meaning(), answer.score)
}

fn adverb(probability: f64) -> &'static str {
    match probability {
        p if p >= 0.99 => "almost certainly",
        p if p >= 0.90 => "very probably",
        p if p >= 0.70 => "probably",
        _ => "perhaps",
    }
}

fn agreement(best: &OwnerMatch) -> String {
    let agreeing = fields_where(best, |score| score >= AGREES_FROM);
    let differing = fields_where(best, |score| score < CONTRADICTS_BELOW);
    match (agreeing.is_empty(), differing.is_empty()) {
        (true, _) => String::new(),
        (false, true) => format!(": {}", clause(&agreeing, ["agrees", "agree"])),
        (false, false) => {
            let but = clause(&differing, ["differs", "differ"]);
            format!(": {}, although {but}", clause(&agreeing, ["agrees", "agree"]))
        }
    }
}

fn contradiction(best: &OwnerMatch) -> String {
    let differing = fields_where(best, |score| score < CONTRADICTS_BELOW);
    if differing.is_empty() { String::new() } else { format!(": {}", clause(&differing, ["differs", "differ"])) }
}

fn fields_where(best: &OwnerMatch, holds: impl Fn(u8) -> bool) -> Vec<Field> {
    let read = |field: &Field| best.comparison.match_score(*field).is_some_and(|score| holds(score.value()));
    Field::ALL.into_iter().filter(read).collect()
}

/// `the name agrees`, `the name and phone agree`, `the name, email and phone agree`.
fn clause(fields: &[Field], [one, several]: [&str; 2]) -> String {
    format!("the {} {}", list(fields), if fields.len() > 1 { several } else { one })
}

fn list(fields: &[Field]) -> String {
    match fields {
        [] => String::new(),
        [only] => only.code().to_owned(),
        [first @ .., last] => {
            format!("{} and {}", first.iter().map(|field| field.code()).collect::<Vec<_>>().join(", "), last.code())
        }
    }
}

/// What keeps the case from a match: the gravest flag before thresholds, since it is the more telling.
fn obstacle(answer: &OwnershipMatch, best: &OwnerMatch, policy: &Policy) -> String {
    let shortfalls = policy.shortfalls(&best.comparison, &best.weighed, &answer.flags);
    let flag = shortfalls.iter().find(|shortfall| matches!(shortfall, Shortfall::Flag(_)));
    let fields = shortfalls.iter().find(|shortfall| matches!(shortfall, Shortfall::Fields));
    let first = if answer.decision == Decision::InsufficientData { fields.or(flag) } else { flag };
    match first.or(shortfalls.first()) {
        Some(Shortfall::Flag(code)) => format!("flagged: {}", lowered(code.meaning())),
        Some(Shortfall::Fields) => unreported(best),
        Some(Shortfall::Name) => "a part of the name is contradicted".into(),
        Some(Shortfall::Evidence) => "the evidence alone, without the prior, does not rule out a rival".into(),
        Some(Shortfall::Probability) => format!("that is below the {} % the policy asks for", percent(policy)),
        None => "no decision can be reached".into(),
    }
}

fn unreported(best: &OwnerMatch) -> String {
    let unread = |field: &Field| !matches!(best.comparison.level(*field), Compared::Read(_));
    let fields: Vec<Field> = Field::ALL.into_iter().filter(unread).collect();
    format!("the {} could not be compared", list(&fields))
}

fn percent(policy: &Policy) -> f64 {
    (policy.match_at() * 1e4).round() / 100.0
}

/// A flag's sentence inside a sentence: small first letter, no full stop.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
