//! A run as a whole: where it was taken, on what, and its figures; `--json` writes it and `--against` reads it.

use ownermatch::Matcher;
use serde::{Deserialize, Serialize};

use super::against::Against;
use super::figure::{Figure, Kind};
use super::machine::{self, Build, Machine};
use super::measure::{self, ROUNDS};
use super::probes::{self, Subject};
use super::workload::{About, Workload};

/// Names the shape of the JSON.
pub const SCHEMA: &str = "ownermatch.bench.v1";

/// What was measured, where and on what; docs/schemas/bench.schema.json describes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    pub schema: String,
    pub machine: Machine,
    pub build: Build,
    pub model_id: String,
    pub policy_id: String,
    pub workload: About,
    /// How long was to be measured.
    pub seconds: f64,
    /// Rounds that counted.
    pub rounds: usize,
    /// What the timer took for itself, in ns; it is taken off the times of calls.
    pub timer_ns: u64,
    pub figures: Vec<Figure>,
    /// How it stands to an earlier run.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// Measures for about so many seconds.
pub fn measure(workload: &Workload, matcher: &Matcher, threads: &[usize], seconds: f64) -> anyhow::Result<Report> {
    let subject = Subject { matcher, workload, timer_ns: measure::timer_ns() };
    let mut values = measure::rounds(&mut probes::timed(subject, threads)?, seconds)?;
    probes::count_allocations(subject, &mut values);
    if let Some(peak) = machine::peak_memory_bytes() {
        values.add(((Kind::PeakMemory, None), peak as f64));
    }
    Ok(Report {
        schema: SCHEMA.to_owned(),
        machine: Machine::here(),
        build: Build::here(),
        model_id: matcher.current_model().id().to_string(),
        policy_id: matcher.current_policy().id().to_string(),
        workload: workload.about.clone(),
        seconds,
        rounds: ROUNDS,
        timer_ns: subject.timer_ns,
        figures: values.figures(),
        against: None,
    })
}
