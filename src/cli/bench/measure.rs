//! Rounds: every kind of figure in turn, for equal parts of the time, so that what else the machine does falls on all alike.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::super::progress;
use super::figure::{Figure, Kind};

/// Rounds that count; one more goes before them and warms up.
pub const ROUNDS: usize = 7;
/// Pieces of work between two looks at the clock, which takes some 25 ns.
const LOOK: usize = 16;

/// What a figure is known by: its kind, and how many threads worked where that is not one.
pub type Key = (Kind, Option<usize>);

/// Measures for about so long; what came out.
pub type Probe<'a> = Box<dyn FnMut(Duration) -> anyhow::Result<Vec<(Key, f64)>> + 'a>;

/// The values of each figure, in the order of the page.
#[derive(Default)]
pub struct Values(BTreeMap<Key, Vec<f64>>);

impl Values {
    /// Adds the value of one more round.
    pub fn add(&mut self, (key, value): (Key, f64)) {
        self.0.entry(key).or_default().push(value);
    }

    /// Adds what each number of threads did against one, round by round.
    fn add_scaling(&mut self) {
        let Some(one) = self.0.get(&(Kind::CasesPerSecond, Some(1))).cloned() else { return };
        let many: Vec<(Key, Vec<f64>)> = self.0.clone().into_iter().collect();
        for ((kind, threads), values) in many {
            if kind == Kind::CasesPerSecond && threads != Some(1) {
                let ratios = values.iter().zip(&one).map(|(many, one)| many / one);
                ratios.for_each(|ratio| self.add(((Kind::Scaling, threads), ratio)));
            }
        }
    }

    /// The figures that the values come to.
    pub fn figures(self) -> Vec<Figure> {
        self.0.into_iter().map(|((kind, threads), values)| Figure::of(kind, threads, values)).collect()
    }
}

/// Goes through the rounds in about so many seconds.
pub fn rounds(probes: &mut [Probe<'_>], seconds: f64) -> anyhow::Result<Values> {
    let turns = probes.len() * (ROUNDS + 1);
    let slice = Duration::from_secs_f64(seconds / turns.max(1) as f64);
    let bar = progress::bar("measuring", turns as u64);
    let mut values = Values::default();
    for round in 0..=ROUNDS {
        for probe in probes.iter_mut() {
            let found = probe(slice)?;
            if round > 0 {
                found.into_iter().for_each(|found| values.add(found));
            }
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    values.add_scaling();
    Ok(values)
}

/// How much was done in how long.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub done: u64,
    pub took: Duration,
}

impl Pace {
    pub fn per_second(self) -> f64 {
        self.done as f64 / self.took.as_secs_f64()
    }

    pub fn ns_each(self) -> f64 {
        self.took.as_nanos() as f64 / self.done as f64
    }
}

/// Works until the time is over, and once at least; `work` returns how many pieces it did.
pub fn keep_at(slice: Duration, mut work: impl FnMut() -> u64) -> Pace {
    let started = Instant::now();
    let mut done = 0;
    loop {
        (0..LOOK).for_each(|_| done += work());
        let took = started.elapsed();
        if took >= slice {
            return Pace { done, took };
        }
    }
}

/// What looking at the clock twice costs, in ns: it is taken off the time of a single call.
pub fn timer_ns() -> u64 {
    const LOOKS: usize = 10_001;
    let mut costs: Vec<u128> = (0..LOOKS).map(|_| Instant::now().elapsed().as_nanos()).collect();
    costs.sort_unstable();
    u64::try_from(costs[LOOKS / 2]).unwrap_or_default()
}
