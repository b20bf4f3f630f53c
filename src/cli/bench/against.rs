//! An earlier run beside this one: figure by figure, and whether the two may be compared at all.

use std::io::Read;
use std::path::Path;

use anyhow::{anyhow, bail};
use serde::Serialize;
use serde_json::Value;

use super::super::input;
use super::super::page::harmless;
use super::figure::Figure;
use super::report::{Report, SCHEMA};

/// A run's figures take a few thousand bytes.
const MOST_BYTES: u64 = 1 << 20;
/// Letters shown of what the earlier run says of itself.
const MOST_LETTERS: usize = 50;

/// How a run stands to an earlier one.
#[derive(Clone, Debug, Serialize)]
pub struct Against {
    /// The earlier program's.
    pub version: String,
    /// What is other than it was, so that figures cannot be compared.
    pub differs: Vec<Difference>,
    pub figures: Vec<Held>,
}

/// Something that a figure depends on, and that is not what it was.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    pub what: &'static str,
    pub was: String,
    pub is: String,
}

/// A figure held against the earlier one.
#[derive(Clone, Debug, Serialize)]
pub struct Held {
    pub name: String,
    pub threads: Option<usize>,
    pub was: f64,
    /// How many times better it is; null where one of them is 0.
    pub ratio: Option<f64>,
    /// The ranges of both overlap: the difference may be chance.
    pub overlaps: bool,
}

/// Reads an earlier run.
pub fn read(path: &Path) -> anyhow::Result<Report> {
    let name = path.display();
    let mut bytes = Vec::new();
    input::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    let value: Value = serde_json::from_slice(&bytes).map_err(|error| {
        anyhow!("{name} is not JSON at line {}, column {}: {EXPECTED}", error.line(), error.column())
    })?;
    if value.get("schema").and_then(Value::as_str) != Some(SCHEMA) {
        bail!("{name}: its `schema` is not `{SCHEMA}`: {EXPECTED}");
    }
    // What serde says could repeat the file's text; the path is of our own keys.
    serde_path_to_error::deserialize(value)
        .map_err(|error| anyhow!("{name}: `{}` is not as it was written: {EXPECTED}", error.path()))
}

const EXPECTED: &str = "--against takes what `ownermatch bench --json` wrote";

impl Against {
    /// Holds a run against the earlier one.
    pub fn of(old: &Report, new: &Report) -> Self {
        let figures = new.figures.iter().filter_map(|figure| held(figure, old)).collect();
        Self { version: shown(&old.build.version), differs: differences(old, new), figures }
    }

    /// A sentence for each difference.
    pub fn warnings(&self) -> Vec<String> {
        let sentence =
            |Difference { what, was, is }: &Difference| format!("not comparable: {what} was {was} and is {is}");
        self.differs.iter().map(sentence).collect()
    }

    /// The earlier one of a figure.
    pub fn find(&self, figure: &Figure) -> Option<&Held> {
        self.figures.iter().find(|held| held.name == figure.name && held.threads == figure.threads)
    }
}

fn held(figure: &Figure, old: &Report) -> Option<Held> {
    let is_same = |was: &&Figure| (&was.name, was.threads, was.unit) == (&figure.name, figure.threads, figure.unit);
    let was = old.figures.iter().find(is_same)?;
    Some(Held {
        name: figure.name.clone(),
        threads: figure.threads,
        was: was.value,
        ratio: figure.ratio_to(was),
        overlaps: figure.overlaps(was),
    })
}

/// What figures depend on, other than the program that is compared.
fn settings(report: &Report) -> [(&'static str, String); 11] {
    let known = |told: &Option<String>| told.as_deref().map_or("unknown".into(), shown);
    let number = |told: Option<u64>| told.map_or("none".into(), |number| number.to_string());
    let Report { machine, build, workload, .. } = report;
    [
        ("the processor", known(&machine.cpu)),
        ("the number of cores", number(machine.cores)),
        ("the system", shown(&format!("{} {}", machine.os, machine.arch))),
        ("the compiler", known(&build.rustc)),
        ("the build", shown(&build.profile)),
        ("the model", shown(&report.model_id)),
        ("the policy", shown(&report.policy_id)),
        ("the seed", number(workload.seed)),
        ("the number of cases", workload.cases.to_string()),
        ("the source of the cases", format!("{:?}", workload.source).to_lowercase()),
        ("the digest of the cases", shown(&workload.digest)),
    ]
}

fn differences(old: &Report, new: &Report) -> Vec<Difference> {
    let pairs = settings(old).into_iter().zip(settings(new));
    pairs.filter(|(was, is)| was.1 != is.1).map(|((what, was), (_, is))| Difference { what, was, is }).collect()
}

/// What another file says, fit to be shown.
fn shown(text: &str) -> String {
    harmless(text).chars().take(MOST_LETTERS).collect()
}
