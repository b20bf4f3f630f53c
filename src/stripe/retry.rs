//! Whether and when a call is tried again: pure functions, so that every case stands in one table.
//!
//! The rules are those of Stripe's own SDKs (stripe-node 22, stripe-python 16), but for 429: Stripe's guide on rate
//! limits asks callers to back off and try again, which the SDKs leave to them.

use std::time::Duration;

use super::transport::NoAnswer;

/// What came of one try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// No whole answer.
    Nothing(NoAnswer),
    /// An answer's status, and its `Stripe-Should-Retry` where it has one.
    Status {
        /// 100..=599.
        status: u16,
        /// What Stripe asks for.
        should_retry: Option<bool>,
    },
}

/// Whether to try again.
pub fn is_retried(heard: Heard) -> bool {
    match heard {
        Heard::Nothing(NoAnswer::Connect | NoAnswer::Timeout | NoAnswer::Cut) => true,
        Heard::Nothing(NoAnswer::Tls | NoAnswer::TooLarge) => false,
        Heard::Status { should_retry: Some(asked), .. } => asked,
        Heard::Status { status, .. } => status == 409 || status == 429 || status >= 500,
    }
}

/// The pause after `tries` tries, in 0.5..=5 s: min(0.5·2^(tries-1), 5) s, times 0.5..=1, at least 0.5 s.
///
/// `random` is any 64 bits.
pub fn backoff(tries: u32, random: u64) -> Duration {
    const LEAST: f64 = 0.5;
    const MOST: f64 = 5.0;
    let whole = (LEAST * 2f64.powi(tries.clamp(1, 16) as i32 - 1)).min(MOST);
    let jitter = 0.5 + 0.5 * (random as f64 / u64::MAX as f64);
    Duration::from_secs_f64((whole * jitter).max(LEAST))
}

#[cfg(test)]
mod tests {
    use super::super::transport::NoAnswer;
    use super::{Heard, backoff, is_retried};

    #[test]
    fn every_outcome_has_its_rule() {
        let status = |status, should_retry| Heard::Status { status, should_retry };
        let table = [
            (Heard::Nothing(NoAnswer::Connect), true),
            (Heard::Nothing(NoAnswer::Timeout), true),
            (Heard::Nothing(NoAnswer::Cut), true),
            (Heard::Nothing(NoAnswer::Tls), false),
            (Heard::Nothing(NoAnswer::TooLarge), false),
            (status(301, None), false),
            (status(400, None), false),
            (status(400, Some(true)), true),
            (status(401, None), false),
            (status(402, None), false),
            (status(403, None), false),
            (status(404, None), false),
            (status(409, None), true),
            (status(409, Some(false)), false),
            (status(424, None), false),
            (status(429, None), true),
            (status(429, Some(false)), false),
            (status(500, None), true),
            (status(500, Some(false)), false),
            (status(502, None), true),
            (status(503, Some(true)), true),
            (status(504, None), true),
        ];
        for (heard, expected) in table {
            assert_eq!(is_retried(heard), expected, "{heard:?}");
        }
    }

    #[test]
    fn pauses_grow_to_five_seconds_and_never_fall_below_half_a_second() {
        let whole: Vec<f64> = (1..8).map(|tries| backoff(tries, u64::MAX).as_secs_f64()).collect();
        assert_eq!(whole, [0.5, 1.0, 2.0, 4.0, 5.0, 5.0, 5.0]);
        let least: Vec<f64> = (1..8).map(|tries| backoff(tries, 0).as_secs_f64()).collect();
        assert_eq!(least, [0.5, 0.5, 1.0, 2.0, 2.5, 2.5, 2.5]);
    }
}
