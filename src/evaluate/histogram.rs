//! How many owners and others stand where on the scale of log odds, on which both ends of the probability have room.

use super::ranking::Row;

/// Where the last closed bins end, in bits: a million to one either way.
const END_BITS: i32 = 20;
const WIDTH_BITS: i32 = 2;

/// Cases between two log odds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HistogramBin {
    /// From here on, in bits; `None` in the lowest bin, where cases without owners stand too.
    pub low: Option<i32>,
    /// Below this; `None` in the highest bin.
    pub high: Option<i32>,
    /// Cases of owners.
    pub owners: u64,
    /// Cases of others.
    pub others: u64,
}

/// Every bin from the lowest up, empty ones included.
pub(super) fn histogram(rows: &[Row]) -> Vec<HistogramBin> {
    let edges: Vec<i32> = (-END_BITS..=END_BITS).step_by(WIDTH_BITS as usize).collect();
    let lows = std::iter::once(None).chain(edges.iter().copied().map(Some));
    let highs = edges.iter().copied().map(Some).chain([None]);
    let mut bins: Vec<HistogramBin> =
        lows.zip(highs).map(|(low, high)| HistogramBin { low, high, owners: 0, others: 0 }).collect();
    for row in rows {
        let bin = &mut bins[edges.partition_point(|edge| f64::from(*edge) <= row.log_odds)];
        *(if row.is_owner { &mut bin.owners } else { &mut bin.others }) += 1;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::histogram;
    use crate::evaluate::ranking::Row;

    #[test]
    fn each_case_stands_in_one_bin_whatever_its_odds() {
        let odds = [f64::NEG_INFINITY, -20.0, -19.9, 0.0, 1.999, 2.0, 19.999, 20.0, 80.0];
        let rows = odds.map(|log_odds| Row { log_odds, probability: 0.5, is_owner: log_odds > 0.0 });
        let bins = histogram(&rows);
        assert_eq!(bins.iter().map(|bin| bin.owners + bin.others).sum::<u64>(), 9);
        let holds = |low: Option<i32>| bins.iter().find(|bin| bin.low == low).map(|bin| [bin.owners, bin.others]);
        assert_eq!([None, Some(-20), Some(0), Some(2)].map(holds), [[0, 1], [0, 2], [1, 1], [1, 0]].map(Some));
        assert_eq!([Some(18), Some(20)].map(holds), [Some([1, 0]), Some([2, 0])]);
    }
}
