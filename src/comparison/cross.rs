//! Evidence between owners: which one a field agrees with best, so that a stranger cannot hide between two relatives.

use super::Comparison;
use crate::record::Field;
use crate::weight::Score;

/// The position of the owner whose `field` scores highest, the first of equals, with that score.
pub(crate) fn best_owner_of<'a>(
    field: Field,
    comparisons: impl Iterator<Item = &'a Comparison>,
) -> Option<(usize, Score)> {
    let scored = comparisons.enumerate().filter_map(|(at, comparison)| Some((at, comparison.match_score(field)?)));
    scored.fold(None, |best, (at, score)| match best {
        Some((_, highest)) if highest >= score => best,
        _ => Some((at, score)),
    })
}
