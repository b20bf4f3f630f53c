//! Both sides answer alike, bit for bit: nothing is timed before that.

use ownermatch::case::significant;
use ownermatch::{Case, Compared, Field, Matcher, OwnerMatch};
use serde_json::Value;

use crate::obvious::{Outcome, Pipeline, Scored, best};

/// Compares every answer of the two pipelines.
pub fn cases(matcher: &Matcher, pipeline: &Pipeline, cases: &[Case]) {
    for case in cases {
        let owners = &case.ownership.owners;
        let (ours, theirs) = (score(matcher, case), pipeline.score(&case.applicant, owners));
        let is_equal =
            ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(ours, theirs)| are_equal(ours, theirs));
        assert!(is_equal, "the owners of case {} are scored otherwise", case.id);
        let best_of_ours = matcher.match_ownership(&case.applicant, &case.ownership).best;
        assert_eq!(best_of_ours, best(&theirs, owners), "another owner of case {} is the best", case.id);
    }
}

/// Raw strings to the score of every owner.
pub fn score(matcher: &Matcher, case: &Case) -> Vec<OwnerMatch> {
    let applicant = matcher.read_applicant(&case.applicant);
    matcher.read_owners(&case.ownership.owners).iter().map(|owner| matcher.compare(&applicant, owner)).collect()
}

fn are_equal(ours: &OwnerMatch, theirs: &Scored) -> bool {
    let found = &ours.comparison;
    let scores = Field::ALL.map(|field| found.match_score(field).map(|score| score.value()));
    ours.weighed.log_odds.to_bits() == theirs.log_odds.to_bits()
        && ours.weighed.probability.value().to_bits() == theirs.probability.value().to_bits()
        && scores == theirs.match_scores()
        && is_equal(&found.name, &theirs.name, |found| found.level)
        && is_equal(&found.email, &theirs.email, |found| found.level)
        && is_equal(&found.phone, &theirs.phone, |found| found.level)
        && is_equal(&found.address, &theirs.address, |found| found.level)
}

/// The same level, or the same want of one.
fn is_equal<C, L: PartialEq>(ours: &Compared<C>, theirs: &Outcome<L>, level: impl Fn(&C) -> L) -> bool {
    match (ours, theirs) {
        (Compared::Read(ours), Compared::Read((theirs, _))) => level(ours) == *theirs,
        (Compared::NotGiven, Compared::NotGiven)
        | (Compared::Missing, Compared::Missing)
        | (Compared::Unreadable, Compared::Unreadable) => true,
        _ => false,
    }
}

/// Compares two files of answers: id, best owner, its log odds, and every owner's probability, levels and scores.
pub fn answers(ours: &str, theirs: &str) {
    assert_eq!(ours.lines().count(), theirs.lines().count());
    for (ours, theirs) in ours.lines().zip(theirs.lines()) {
        let [ours, theirs] = [ours, theirs].map(|line| serde_json::from_str::<Value>(line).expect("an answer"));
        assert_eq!(told(&ours), told(&theirs));
    }
}

/// What both write of a case, as lines of text.
fn told(answer: &Value) -> Vec<String> {
    let number = |value: &Value| value.as_f64().map(significant);
    let field = |field: &Value| format!("{} {}", field["level"], field["match_score"]);
    let owner = |owner: &Value| {
        let fields = Field::ALL.map(|of| field(&owner["fields"][of.code()]));
        format!("{} {:?} {fields:?}", owner["index"], number(&owner["probability"]))
    };
    let best = format!("{} {} {:?}", answer["id"], answer["best_owner"], number(&answer["log_odds"]));
    let owners = answer["owners"].as_array().map(Vec::as_slice).unwrap_or_default();
    std::iter::once(best).chain(owners.iter().map(owner)).collect()
}
