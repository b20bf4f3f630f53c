//! The aligned words of two organizations' names, built on demand for explanations.

use super::OrganizationName;
use super::align::{Fate, How, align};
use super::legal_form::{self, FormOutcome, LegalForm};
use super::words::{Kind, OrganizationWord};
use crate::level::{Part, PartOutcome};

/// The parts of both names aligned: words in the applicant's order, then the owner's own, then the legal form.
pub(crate) fn parts(applicant: &OrganizationName, owner: &OrganizationName) -> Vec<Part> {
    let [applicant, owner] = [&*applicant.0, &*owner.0];
    let made = align(applicant, owner);
    let mut parts = Vec::new();
    for (at, (word, fate)) in applicant.words.iter().zip(&made.applicant).enumerate() {
        let counterpart = fate.map(|(to, how)| (&owner.words[to as usize], how));
        let shown = at
            .checked_sub(1)
            .and_then(|before| made.applicant[before])
            .zip(*fate)
            .is_some_and(|(before, this)| before.0 == this.0);
        parts.push(word_part(word, counterpart.filter(|_| !shown)));
    }
    let taken = |at: usize| made.applicant.iter().flatten().any(|fate| fate.0 as usize == at);
    for (at, word) in owner.words.iter().enumerate().filter(|&(at, _)| !taken(at)) {
        parts.push(owners_part(word, made.owner[at]));
    }
    parts.extend(form_part(applicant.form.as_ref(), owner.form.as_ref()));
    contradict(&mut parts);
    parts
}

fn word_part(word: &OrganizationWord, counterpart: Option<(&OrganizationWord, How)>) -> Part {
    let (owner, outcome) = match counterpart {
        Some((owner, how)) => (owner.written.as_str().to_owned(), outcome_of(how)),
        None => (String::new(), PartOutcome::Omitted),
    };
    Part { label: label_of(word), applicant: word.written.as_str().to_owned(), owner, outcome }
}

fn owners_part(word: &OrganizationWord, fate: Fate) -> Part {
    let outcome = fate.map_or(PartOutcome::Omitted, |(_, how)| outcome_of(how));
    Part { label: label_of(word), applicant: String::new(), owner: word.written.as_str().to_owned(), outcome }
}

fn label_of(word: &OrganizationWord) -> &'static str {
    match word.kind {
        Kind::Article => "article",
        Kind::Noise => "general_word",
        Kind::Business => "trade_word",
        Kind::Place | Kind::Direction | Kind::Number => "branch",
        Kind::Stem => "name",
    }
}

fn outcome_of(how: How) -> PartOutcome {
    match how {
        How::Equal => PartOutcome::Equal,
        How::JoinedSlip | How::Slip | How::ShortSlip | How::TwoSlips => PartOutcome::Slip,
        _ => PartOutcome::Rewritten,
    }
}

fn form_part(applicant: Option<&LegalForm>, owner: Option<&LegalForm>) -> Option<Part> {
    let outcome = match legal_form::compare(applicant, owner) {
        FormOutcome::Equal if applicant.is_none() => return None,
        FormOutcome::Equal => PartOutcome::Equal,
        FormOutcome::Rewritten | FormOutcome::Translated => PartOutcome::Rewritten,
        FormOutcome::OmittedByApplicant | FormOutcome::OmittedByOwner => PartOutcome::Omitted,
        FormOutcome::Conflict => PartOutcome::Contradicted,
    };
    let written = |form: Option<&LegalForm>| form.map_or(String::new(), |form| form.written.as_str().to_owned());
    Some(Part { label: "legal_form", applicant: written(applicant), owner: written(owner), outcome })
}

/// Words left over on both sides contradict each other; on one side only they are left out.
fn contradict(parts: &mut [Part]) {
    let alone = |part: &Part| part.outcome == PartOutcome::Omitted && !matches!(part.label, "legal_form" | "article");
    let applicants = parts.iter().any(|part| alone(part) && part.owner.is_empty());
    let owners = parts.iter().any(|part| alone(part) && part.applicant.is_empty());
    if applicants && owners {
        for part in parts.iter_mut().filter(|part| alone(part)) {
            part.outcome = PartOutcome::Contradicted;
        }
    }
}
