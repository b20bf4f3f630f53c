//! Thresholds by what mistakes cost: where to match and where to refuse, so that the whole is cheapest.

use super::ranking::Row;

/// What one case costs, in any unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Somebody who does not own the account is let in.
    pub wrong_accept: f64,
    /// An owner is refused.
    pub wrong_reject: f64,
    /// A person looks.
    pub review: f64,
}

/// Two thresholds and what they cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Probability from which on a case matches; `None` where none is better matched than looked at.
    pub match_at: Option<f64>,
    /// Probability up to which a case is no match; `None` where none is better refused than looked at.
    pub no_match_at: Option<f64>,
    /// What all cases cost together.
    pub cost: f64,
    /// Cases that are matched, reviewed and refused.
    pub counts: [u64; 3],
}

/// The cheapest thresholds over rows from the highest probability down; ties stay together.
pub(super) fn choose(rows: &[Row], costs: Costs) -> Thresholds {
    let all = rows.len() as f64 * costs.review;
    let (matched, saved_above) =
        best_cut(rows.iter(), costs.review, |row| if row.is_owner { 0.0 } else { costs.wrong_accept });
    let rest = &rows[matched..];
    let (refused, saved_below) =
        best_cut(rest.iter().rev(), costs.review, |row| if row.is_owner { costs.wrong_reject } else { 0.0 });
    let edge = |at: usize| rows.get(at).map(|row| row.probability);
    Thresholds {
        match_at: matched.checked_sub(1).and_then(edge),
        no_match_at: edge(rows.len() - refused),
        cost: all - saved_above - saved_below,
        counts: [matched as u64, (rows.len() - matched - refused) as u64, refused as u64],
    }
}

/// How many rows from the first on are better decided than reviewed, and what that saves.
fn best_cut<'a>(rows: impl Iterator<Item = &'a Row>, review: f64, cost: impl Fn(&Row) -> f64) -> (usize, f64) {
    let (mut best, mut saved) = ((0, 0.0), 0.0);
    let mut rows = rows.enumerate().peekable();
    while let Some((at, row)) = rows.next() {
        saved += review - cost(row);
        let ends_a_tie = rows.peek().is_none_or(|(_, next)| next.probability != row.probability);
        if ends_a_tie && saved > best.1 {
            best = (at + 1, saved);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{Costs, choose};
    use crate::evaluate::ranking::Row;

    fn rows(sorted: &[(f64, bool)]) -> Vec<Row> {
        sorted.iter().map(|&(probability, is_owner)| Row { log_odds: probability, probability, is_owner }).collect()
    }

    #[test]
    fn dear_accepts_move_the_line_up_and_free_reviews_decide_nothing() {
        let cases = rows(&[(0.99, true), (0.9, true), (0.8, false), (0.7, true), (0.2, false), (0.1, false)]);
        let cheap = choose(&cases, Costs { wrong_accept: 1.0, wrong_reject: 1.0, review: 0.6 });
        assert_eq!((cheap.match_at, cheap.no_match_at, cheap.counts), (Some(0.7), Some(0.2), [4, 0, 2]));
        let dear = choose(&cases, Costs { wrong_accept: 100.0, wrong_reject: 1.0, review: 0.6 });
        // Refusing the owner at .7 to be rid of the other at .8 costs 1, a look at both 1.2.
        assert_eq!((dear.match_at, dear.counts), (Some(0.9), [2, 0, 4]));
        assert!((dear.cost - 1.0).abs() < 1e-12);
        let free = choose(&cases, Costs { wrong_accept: 1.0, wrong_reject: 1.0, review: 0.0 });
        assert_eq!((free.counts, free.match_at, free.no_match_at), ([0, 6, 0], None, None));
    }
}
