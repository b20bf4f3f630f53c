//! Times by how often they occur, in little memory: buckets of less than a hundredth of what is in them.

/// Times below this many ns have a bucket each, and so does each 128th part of an octave above.
const EXACT: u64 = 1 << 8;
/// Bits of a time that choose its bucket.
const KEPT_BITS: u32 = EXACT.ilog2() - 1;
const OCTAVES: usize = (u64::BITS - KEPT_BITS) as usize;
const BUCKETS: usize = (OCTAVES + 1) << KEPT_BITS;

/// How many times fell where.
pub struct Histogram {
    buckets: Vec<u64>,
    count: u64,
    most: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { buckets: vec![0; BUCKETS], count: 0, most: 0 }
    }
}

impl Histogram {
    /// Counts one time, in ns.
    pub fn add(&mut self, ns: u64) {
        self.buckets[bucket(ns)] += 1;
        self.count += 1;
        self.most = self.most.max(ns);
    }

    /// The time, in ns, that this share of the times is at or below: the least of its bucket; 0 where there is none.
    pub fn quantile(&self, share: f64) -> u64 {
        let rank = ((self.count as f64 * share).ceil() as u64).max(1);
        let mut seen = 0;
        let at = self.buckets.iter().position(|&count| {
            seen += count;
            seen >= rank
        });
        at.map_or(0, least)
    }

    /// The longest time, in ns, as it was.
    pub fn most(&self) -> u64 {
        self.most
    }
}

/// The highest bits of a time and how far they were shifted.
fn bucket(ns: u64) -> usize {
    let shift = (u64::BITS - ns.leading_zeros()).saturating_sub(KEPT_BITS + 1);
    ((shift as usize) << KEPT_BITS) + (ns >> shift) as usize
}

/// The least time of a bucket.
fn least(bucket: usize) -> u64 {
    let shift = (bucket >> KEPT_BITS).saturating_sub(1);
    ((bucket - (shift << KEPT_BITS)) as u64) << shift
}

#[cfg(test)]
mod tests {
    use super::{BUCKETS, Histogram, bucket, least};

    #[test]
    fn every_time_has_a_bucket_that_begins_at_most_a_hundredth_below_it() {
        for ns in (0..10_000).chain([1 << 20, (1 << 40) + 12_345, u64::MAX - 1, u64::MAX]) {
            let least = least(bucket(ns));
            assert!(bucket(ns) < BUCKETS && least <= ns && (ns - least) as f64 <= ns as f64 / 100.0, "{ns}: {least}");
        }
    }

    #[test]
    fn quantiles_are_those_of_the_sorted_times() {
        let mut times = Histogram::default();
        assert_eq!((times.quantile(0.5), times.most()), (0, 0));
        (1..=100).for_each(|ns| times.add(ns));
        assert_eq!((times.quantile(0.5), times.quantile(0.99), times.most()), (50, 99, 100));
        times.add(1_000_003);
        assert_eq!(times.most(), 1_000_003);
    }
}
