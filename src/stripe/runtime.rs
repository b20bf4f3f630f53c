//! What a client needs of the machine besides the network: time, sleep and chance; replaced as one in tests.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A pause under way.
pub type Pause = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Time, sleep and chance.
pub trait Runtime: Send + Sync {
    /// Unix seconds, as Stripe counts.
    fn now(&self) -> i64;
    /// Time since some fixed moment; never goes back.
    fn elapsed(&self) -> Duration;
    /// A pause of at least `duration`.
    fn sleep(&self, duration: Duration) -> Pause;
    /// 64 random bits.
    fn random(&self) -> u64;
}

/// The machine's own: its clocks, tokio's timer, the operating system's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemRuntime {
    started: Instant,
}

impl Default for SystemRuntime {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Runtime for SystemRuntime {
    fn now(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
    }

    fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Pause {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        // Where the system has no randomness, the clock's nanoseconds still tell two calls apart.
        getrandom::u64().unwrap_or_else(|_| self.started.elapsed().as_nanos() as u64)
    }
}
