//! How well log odds put owners before others: areas and rates of one pass over the cases in their order.

/// One case as far as figures need it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// log2 of the odds; minus infinity without owners.
    pub(super) log_odds: f64,
    pub(super) probability: f64,
    pub(super) is_owner: bool,
}

/// What the order of the cases is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Ranking {
    pub(super) auc: f64,
    pub(super) average_precision: f64,
    /// Share of owners found while no more than 1 % of others are accepted; then .1 %.
    pub(super) recall_at_1_percent: f64,
    pub(super) recall_at_1_permille: f64,
    /// Share of others accepted where 95 % of owners are.
    pub(super) false_accepts_at_95: f64,
}

/// Of rows from the highest log odds down, each counted `weights` times. Rows of equal log odds enter together. `None`
/// where owners or others are missing.
pub(super) fn ranking(rows: &[Row], weights: &[u32]) -> Option<Ranking> {
    let count = |is_owner: bool| -> f64 {
        let of_class = rows.iter().zip(weights).filter(|(row, _)| row.is_owner == is_owner);
        of_class.map(|(_, weight)| f64::from(*weight)).sum()
    };
    let (owners, others) = (count(true), count(false));
    if owners == 0.0 || others == 0.0 {
        return None;
    }
    let mut found = Ranking { false_accepts_at_95: 1.0, ..Ranking::default() };
    let (mut hits, mut misses, mut has_95) = (0.0, 0.0, false);
    for tied in ties(rows, weights) {
        let (more_hits, more_misses) = tied;
        found.auc += more_misses * (hits + more_hits / 2.0);
        (hits, misses) = (hits + more_hits, misses + more_misses);
        found.average_precision += more_hits * hits / (hits + misses).max(1.0);
        let recall = hits / owners;
        if misses <= 0.01 * others {
            found.recall_at_1_percent = recall;
        }
        if misses <= 0.001 * others {
            found.recall_at_1_permille = recall;
        }
        if recall >= 0.95 && !has_95 {
            (found.false_accepts_at_95, has_95) = (misses / others, true);
        }
    }
    found.auc /= owners * others;
    found.average_precision /= owners;
    Some(found)
}

/// Owners and others of each run of equal log odds.
fn ties<'a>(rows: &'a [Row], weights: &'a [u32]) -> impl Iterator<Item = (f64, f64)> + 'a {
    let mut at = 0;
    std::iter::from_fn(move || {
        let first = rows.get(at)?.log_odds;
        let (mut owners, mut others) = (0.0, 0.0);
        while let Some(row) = rows.get(at).filter(|row| row.log_odds == first) {
            *(if row.is_owner { &mut owners } else { &mut others }) += f64::from(weights[at]);
            at += 1;
        }
        Some((owners, others))
    })
}

#[cfg(test)]
mod tests {
    use super::{Row, ranking};

    fn rows(sorted: &[(f64, bool)]) -> Vec<Row> {
        sorted.iter().map(|&(log_odds, is_owner)| Row { log_odds, probability: 0.5, is_owner }).collect()
    }

    #[test]
    fn a_perfect_order_is_perfect_and_ties_count_half() {
        let perfect = rows(&[(3.0, true), (2.0, true), (1.0, false), (0.0, false)]);
        let found = ranking(&perfect, &[1; 4]).expect("both classes");
        assert_eq!((found.auc, found.average_precision, found.false_accepts_at_95), (1.0, 1.0, 0.0));
        let tied = ranking(&rows(&[(1.0, true), (1.0, false)]), &[1; 2]).expect("both classes");
        assert_eq!(tied.auc, 0.5);
        assert_eq!(ranking(&perfect[..2], &[1; 2]), None);
    }

    #[test]
    fn a_weight_is_so_many_rows() {
        let few = rows(&[(3.0, true), (2.0, false), (1.0, true), (0.0, false)]);
        let many =
            rows(&[(3.0, true), (3.0, true), (2.0, false), (1.0, true), (0.0, false), (0.0, false), (0.0, false)]);
        let [weighted, repeated] =
            [ranking(&few, &[2, 1, 1, 3]), ranking(&many, &[1; 7])].map(|found| found.expect("both"));
        assert!((weighted.auc - repeated.auc).abs() < 1e-12);
        assert!((weighted.recall_at_1_percent - repeated.recall_at_1_percent).abs() < 1e-12);
    }
}
