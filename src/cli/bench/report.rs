//! A run as a whole: where it was taken, on what, and its figures; `--json` writes it and `--against` reads it.

use ownermatch::Matcher;
use ownermatch::case::significant;
use serde::{Deserialize, Serialize};

use super::against::Against;
use super::figure::{Figure, Kind};
use super::machine::{self, Build, Machine, Ran};
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
    /// Share of their time that the measuring threads waited for a core, 0..=1; null where the system does not tell, or
    /// where they were more than the cores and waited for each other.
    pub waited_share: Option<f64>,
    pub figures: Vec<Figure>,
    /// How it stands to an earlier run.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// Waiting for a core for more than this share of the time moves figures by more than a round does.
const QUIET: f64 = 0.02;

impl Report {
    /// What makes these figures worth less, for people.
    pub fn disturbance(&self) -> Option<String> {
        let waited = self.waited_share.filter(|&waited| waited > QUIET)?;
        let share = (100.0 * waited).round();
        Some(format!("other programs were running: this one waited {share} % of the time for a core"))
    }
}

/// Measures for about so many seconds.
pub fn measure(workload: &Workload, matcher: &Matcher, threads: &[usize], seconds: f64) -> anyhow::Result<Report> {
    let subject = Subject { matcher, workload, timer_ns: measure::timer_ns() };
    let mut probes = probes::timed(subject, threads)?;
    let before = Ran::so_far();
    let mut values = measure::rounds(&mut probes, seconds)?;
    let machine = Machine::here();
    let have_cores = threads.iter().all(|&threads| machine.cores.is_some_and(|cores| threads as u64 <= cores));
    let waited = before.zip(Ran::so_far()).map(|(before, now)| significant(now.waited_since(before)));
    // The threads must live until here to be told of.
    drop(probes);
    probes::count_allocations(subject, &mut values);
    if let Some(peak) = machine::peak_memory_bytes() {
        values.add(((Kind::PeakMemory, None), peak as f64));
    }
    Ok(Report {
        schema: SCHEMA.to_owned(),
        machine,
        build: Build::here(),
        model_id: matcher.current_model().id().to_string(),
        policy_id: matcher.current_policy().id().to_string(),
        workload: workload.about.clone(),
        seconds,
        rounds: ROUNDS,
        timer_ns: subject.timer_ns,
        waited_share: waited.filter(|_| have_cores),
        figures: values.figures(),
        against: None,
    })
}
