//! The cases that two matchers decide otherwise.

use rayon::prelude::*;
use serde::Serialize;

use crate::case::LabelledCase;
use crate::decision::Decision;
use crate::matcher::Matcher;

/// A case that changed sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The case's id.
    pub id: String,
    /// What the first matcher decides.
    pub first: Decision,
    /// What the second decides.
    pub second: Decision,
    /// Whether the applicant owns the account.
    pub is_owner: bool,
}

/// The cases that `first` and `second` decide otherwise, in the cases' order.
pub fn changed(first: &Matcher, second: &Matcher, cases: &[LabelledCase]) -> Vec<Changed> {
    let [first, second] = [first.pinned(), second.pinned()];
    let change = |case: &LabelledCase| {
        let [first, second] = [&first, &second]
            .map(|matcher| matcher.match_ownership(&case.case.applicant, &case.case.ownership).decision);
        (first != second).then(|| Changed { id: case.case.id.clone(), first, second, is_owner: case.label.is_owner() })
    };
    cases.par_iter().filter_map(change).collect()
}
