//! The cases that a model is surest and wrong about, explained: where it has most to learn, and where labels are wrong.

use super::outcome::Outcome;
use crate::case::Label;
use crate::explain::Explanation;
use crate::matcher::Matcher;

/// So many are explained.
const TOLD: usize = 10;

/// A case on the wrong side of even odds.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// The case's id.
    pub id: String,
    /// The file's word for its kind.
    pub kind: Option<String>,
    /// What it was.
    pub label: Label,
    /// log2 of the odds that the model gave the same person.
    pub log_odds: f64,
    /// Why it came out so. It holds personal data until it is [`masked`](Explanation::masked).
    pub explanation: Explanation,
}

/// The cases on the wrong side: how many, and the most telling of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mistakes {
    /// Owners below even odds.
    pub owners_below: u64,
    /// Others above even odds.
    pub others_above: u64,
    /// Ten at the most, those with the longest odds against the truth first, ties by id.
    pub told: Vec<Mistake>,
}

pub(super) fn mistakes(matcher: &Matcher, outcomes: &[Outcome]) -> Mistakes {
    let mut wrong: Vec<&Outcome> = outcomes.iter().filter(|outcome| against_truth(outcome) > 0.0).collect();
    let owners_below = wrong.iter().filter(|outcome| outcome.row.is_owner).count() as u64;
    let others_above = wrong.len() as u64 - owners_below;
    wrong.sort_by(|one, other| {
        let longest = against_truth(other).total_cmp(&against_truth(one));
        longest.then_with(|| one.case.case.id.cmp(&other.case.case.id))
    });
    let told = wrong.into_iter().take(TOLD).map(|outcome| explained(matcher, outcome)).collect();
    Mistakes { owners_below, others_above, told }
}

/// Bits against what was true. An account without owners says nothing for or against anybody.
fn against_truth(outcome: &Outcome) -> f64 {
    let bits = outcome.row.log_odds;
    match outcome.row.is_owner {
        _ if !bits.is_finite() => 0.0,
        true => -bits,
        false => bits,
    }
}

fn explained(matcher: &Matcher, outcome: &Outcome) -> Mistake {
    let case = outcome.case;
    Mistake {
        id: case.case.id.clone(),
        kind: case.kind.clone(),
        label: case.label,
        log_odds: outcome.row.log_odds,
        explanation: matcher.explain(&case.case.applicant, &case.case.ownership),
    }
}

#[cfg(test)]
mod tests {
    use super::mistakes;
    use crate::case::{Line, read_labelled};
    use crate::evaluate::outcome::outcomes;
    use crate::matcher::Matcher;

    #[test]
    fn the_longest_odds_against_the_truth_come_first_and_ties_go_by_id() {
        let line = |id: &str, label: u8, owners: &str| {
            let text = format!(
                r#"{{"id":"{id}","label":{label},"applicant":{{"name":"Zelda Quux","email":"z@quux.org"}},"owners":[{owners}]}}"#
            );
            read_labelled(&Line::new(1, 0, text.into_bytes())).expect("a labelled case")
        };
        let same = r#"{"name":"Zelda Quux","email":"z@quux.org"}"#;
        let name = r#"{"name":"Zelda Quux"}"#;
        let cases = [
            line("right", 1, same),
            line("name-2", 0, name),
            line("name-1", 0, name),
            line("surest", 0, same),
            line("nobody", 1, ""),
        ];
        let matcher = Matcher::default().now(0);
        let found = mistakes(&matcher, &outcomes(&matcher, &cases));
        let ids: Vec<&str> = found.told.iter().map(|mistake| mistake.id.as_str()).collect();
        assert_eq!((ids, found.others_above), (vec!["surest", "name-1", "name-2"], 3));
    }
}
