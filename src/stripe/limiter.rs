//! How fast calls go out: never more than so many in any one second, for each endpoint and over all.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

const WINDOW: Duration = Duration::from_secs(1);

/// Requests a second; Stripe's published limits unless you were given others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// For each operation, whatever the id in its path.
    pub per_endpoint: u32,
    /// Over all.
    pub global: u32,
}

impl Rates {
    /// 25 for each endpoint; over all 25 with a test key, 100 with a live one.
    pub fn of_stripe(is_test: bool) -> Self {
        Self { per_endpoint: 25, global: if is_test { 25 } else { 100 } }
    }
}

/// When the last calls went out.
#[derive(Debug)]
pub(crate) struct Limiter {
    rates: Rates,
    all: VecDeque<Duration>,
    endpoints: HashMap<&'static str, VecDeque<Duration>>,
}

impl Limiter {
    pub(crate) fn new(rates: Rates) -> Self {
        Self { rates, all: VecDeque::new(), endpoints: HashMap::new() }
    }

    /// Takes a place at `now`, or says how long to wait before asking again.
    pub(crate) fn take(&mut self, endpoint: &'static str, now: Duration) -> Option<Duration> {
        let own = self.endpoints.entry(endpoint).or_default();
        let wait = wait(&mut self.all, self.rates.global, now).max(wait(own, self.rates.per_endpoint, now));
        if !wait.is_zero() {
            return Some(wait);
        }
        self.all.push_back(now);
        own.push_back(now);
        None
    }
}

/// How long until fewer than `rate` calls lie within the window; forgets what lies before it.
fn wait(sent: &mut VecDeque<Duration>, rate: u32, now: Duration) -> Duration {
    while sent.front().is_some_and(|&first| first + WINDOW <= now) {
        sent.pop_front();
    }
    let surplus = (sent.len() + 1).saturating_sub(rate.max(1) as usize);
    surplus.checked_sub(1).and_then(|at| sent.get(at)).map_or(Duration::ZERO, |&first| first + WINDOW - now)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::{Limiter, Rates, WINDOW};

    /// Sends each call as soon as the limiter lets it, and notes when.
    fn send(rates: Rates, calls: &[(usize, u64)]) -> Vec<(usize, Duration)> {
        const ENDPOINTS: [&str; 3] = ["a", "b", "c"];
        let mut limiter = Limiter::new(rates);
        let mut now = Duration::ZERO;
        let mut sent = Vec::new();
        for &(endpoint, gap_ms) in calls {
            now += Duration::from_millis(gap_ms);
            while let Some(wait) = limiter.take(ENDPOINTS[endpoint], now) {
                now += wait;
            }
            sent.push((endpoint, now));
        }
        sent
    }

    fn most_in_a_window(times: &[Duration]) -> usize {
        let within = |&first: &Duration| times.iter().filter(|&&time| time >= first && time < first + WINDOW).count();
        times.iter().map(within).max().unwrap_or_default()
    }

    proptest! {
        #[test]
        fn no_second_holds_more_than_the_rate(calls in prop::collection::vec((0usize..3, 0u64..300), 1..120)) {
            let sent = send(Rates { per_endpoint: 3, global: 5 }, &calls);
            let all: Vec<Duration> = sent.iter().map(|&(_, time)| time).collect();
            prop_assert!(most_in_a_window(&all) <= 5);
            for endpoint in 0..3 {
                let own: Vec<_> = sent.iter().filter(|call| call.0 == endpoint).map(|call| call.1).collect();
                prop_assert!(most_in_a_window(&own) <= 3);
            }
        }
    }

    #[test]
    fn the_full_rate_is_reached_and_kept() {
        let sent = send(Rates { per_endpoint: 25, global: 100 }, &[(0, 0); 100]);
        assert_eq!(sent[24].1, Duration::ZERO);
        assert_eq!(sent[25].1, WINDOW);
        assert_eq!(sent[99].1, 3 * WINDOW);
    }
}
