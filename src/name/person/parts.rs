//! The parts of two persons' names side by side, for people to read.

use super::PersonName;
use super::align::{Pair, Side, Span};
use super::compare::{Compared, best_reading};
use super::spelling::Relation;
use super::{Role, Token};
use crate::level::{Part, PartOutcome};

/// The parts of both names aligned: given, middle and family names in the applicant's order, then what only the owner has.
pub(crate) fn parts(applicant: &PersonName, owner: &PersonName) -> Vec<Part> {
    let compared = best_reading(applicant, owner);
    let mut parts: Vec<Part> = titles(applicant, owner).into_iter().collect();
    let mut pairs = compared.alignment.pairs().to_vec();
    pairs.sort_by_key(|pair| pair.applicant.from);
    parts.extend(pairs.iter().map(|pair| paired(&compared, pair)));
    parts.extend(left_over(&compared));
    parts.extend(generation(applicant, owner));
    parts.sort_by_key(|part| LABELS.iter().position(|&label| label == part.label));
    parts
}

const LABELS: [&str; 6] = ["title", "given", "middle", "particle", "family", "generation"];

fn label(role: Role) -> &'static str {
    match role {
        Role::Given => "given",
        Role::Middle => "middle",
        Role::Family => "family",
        Role::Particle => "particle",
    }
}

fn paired(compared: &Compared<'_>, pair: &Pair) -> Part {
    let [applicant, owner] = compared.sides;
    let [role, others] = pair.roles;
    let role = if role == Role::Middle { others } else { role };
    Part {
        label: label(role),
        applicant: text(applicant, pair.applicant),
        owner: text(owner, pair.owner),
        outcome: outcome(pair.relation),
    }
}

fn text(side: Side<'_>, span: Span) -> String {
    let words = side.tokens().iter().skip(span.from as usize).take(span.len as usize);
    words.map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ")
}

fn outcome(relation: Relation) -> PartOutcome {
    match relation {
        Relation::Equal => PartOutcome::Equal,
        Relation::Slip
        | Relation::ShortSlip
        | Relation::TwoSlips
        | Relation::RespacedSlip
        | Relation::LookAlikeFamily => PartOutcome::Slip,
        Relation::LookAlike | Relation::Alike | Relation::Other => PartOutcome::Contradicted,
        _ => PartOutcome::Rewritten,
    }
}

/// Words in no pair: of one role on both sides they contradict each other, else one side leaves them out.
fn left_over(compared: &Compared<'_>) -> Vec<Part> {
    let roles = [Role::Given, Role::Middle, Role::Family, Role::Particle];
    let left = |side: usize, role: Role| {
        let tokens = compared.sides[side].tokens().iter().enumerate();
        let is_left = |at: usize| compared.alignment.is_left(side, at) && compared.sides[side].role(at) == role;
        join(tokens.filter(|&(at, _)| is_left(at)).map(|(_, token)| token))
    };
    let parts = roles.map(|role| part(label(role), left(0, role), left(1, role)));
    parts.into_iter().flatten().collect()
}

fn join<'a>(tokens: impl Iterator<Item = &'a Token>) -> String {
    tokens.map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ")
}

fn titles(applicant: &PersonName, owner: &PersonName) -> Option<Part> {
    let text = |name: &PersonName| name.titles.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" ");
    let part = part("title", text(applicant), text(owner))?;
    let rewritten = part.outcome == PartOutcome::Contradicted;
    Some(if rewritten { Part { outcome: PartOutcome::Rewritten, ..part } } else { part })
}

fn generation(applicant: &PersonName, owner: &PersonName) -> Option<Part> {
    let text = |name: &PersonName| name.generation.map_or("", |generation| generation.as_str()).to_owned();
    part("generation", text(applicant), text(owner))
}

fn part(label: &'static str, applicant: String, owner: String) -> Option<Part> {
    let outcome = match (applicant.is_empty(), owner.is_empty()) {
        (true, true) => return None,
        (false, false) if applicant == owner => PartOutcome::Equal,
        (false, false) => PartOutcome::Contradicted,
        _ => PartOutcome::Omitted,
    };
    Some(Part { label, applicant, owner, outcome })
}
