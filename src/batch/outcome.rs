//! What a run came to: the report, the manifest, and the counts for whoever called.

use std::path::PathBuf;

use serde::Serialize;

use super::accounts::Accounts;
use super::clusters;
use super::error::Error;
use super::folder::write_whole;
use super::index::hash;
use super::job::Job;
use super::join::{Placed, placed};
use super::queue::{Queue, Waiting};
use super::revisit::{Revisited, revisit};
use super::run::Plan;
use super::segment::Scored;
use super::shape::PersonalData;
use crate::case::{Answer, OwnersShown};
use crate::matcher::Matcher;
use crate::report::{self, BatchReport, BatchSummary, QueueCase};

const REPORT: &str = "report.html";
const MANIFEST: &str = "manifest.json";

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Counts over all rows.
    pub summary: BatchSummary,
    /// Rows whose account is not among the accounts.
    pub unjoined: u64,
    /// Lines of the accounts that could not be read.
    pub unread_accounts: u64,
    /// Rows per input file, by the name it was given by.
    pub inputs: Vec<(String, u64)>,
}

/// The report and the manifest in the work folder.
pub(super) fn files(plan: &Plan<'_>) -> (PathBuf, PathBuf) {
    (plan.folder.file(REPORT), plan.folder.file(MANIFEST))
}

/// Writes the report and the manifest into the work folder.
pub(super) fn write(plan: &Plan<'_>, scored: &[Scored]) -> Result<(), Error> {
    let manifest = manifest(plan, scored)?;
    let (report_path, manifest_path) = files(plan);
    write_whole(&report_path, page(plan, scored, &manifest)?.as_bytes())?;
    let text = serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n";
    write_whole(&manifest_path, text.as_bytes())
}

pub(super) fn of(plan: &Plan<'_>, scored: &[Scored]) -> Outcome {
    let unjoined = scored.iter().map(|segment| segment.unjoined).sum();
    let unread_accounts = plan.shared.accounts().map_or(0, Accounts::unread);
    Outcome { summary: summary(scored), unjoined, unread_accounts, inputs: rows_of_inputs(plan) }
}

fn rows_of_inputs(plan: &Plan<'_>) -> Vec<(String, u64)> {
    let rows =
        |at: usize| plan.index.segments.iter().filter(|segment| segment.source == at).map(|segment| segment.rows).sum();
    plan.index.sources.iter().enumerate().map(|(at, source)| (source.name.clone(), rows(at))).collect()
}

fn summary(scored: &[Scored]) -> BatchSummary {
    let mut all = BatchSummary::default();
    scored.iter().for_each(|segment| all.add(&segment.summary));
    all
}

/// Whether the output is there, and its manifest is of these settings and files: a run may be killed after its last step.
pub(super) fn is_whole(job: &Job, matcher: &Matcher, inputs: &[PathBuf]) -> Result<bool, Error> {
    let Ok(bytes) = std::fs::read(&job.beside.manifest) else { return Ok(false) };
    let Ok(manifest) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return Ok(false) };
    let pinned = job.pinned(matcher);
    let is_same = |(name, value): (&String, &String)| {
        (name == "now" && !matcher.is_pinned()) || manifest["settings"][name] == value.as_str()
    };
    if !job.output.exists() || !pinned.iter().all(is_same) {
        return Ok(false);
    }
    for (at, path) in inputs.iter().enumerate() {
        if !path.is_file() || manifest["inputs"][at]["sha256"] != hash(path)?.as_str() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What was done with what: enough to do it again, and to know that a file is the one that was meant.
#[derive(Serialize)]
struct Manifest {
    schema: &'static str,
    version: &'static str,
    model_id: String,
    policy_id: String,
    now: i64,
    /// Nothing in a run is drawn by chance.
    seed: Option<u64>,
    settings: super::journal::Pinned,
    inputs: Vec<InputFile>,
    accounts: Option<InputFile>,
    history: Option<super::shared::HistoryState>,
    /// Values that several applicants have, by what they are.
    reused: std::collections::BTreeMap<String, super::shared::Reuse>,
    outputs: Vec<OutputFile>,
    rows: u64,
    rejected: u64,
    unjoined: u64,
    decisions: std::collections::BTreeMap<&'static str, u64>,
    flags: std::collections::BTreeMap<String, u64>,
}

#[derive(Serialize)]
struct InputFile {
    name: String,
    form: &'static str,
    encoding: String,
    bytes: u64,
    rows: Option<u64>,
    sha256: String,
}

#[derive(Serialize)]
struct OutputFile {
    name: String,
    bytes: u64,
    sha256: String,
}

fn manifest(plan: &Plan<'_>, scored: &[Scored]) -> Result<Manifest, Error> {
    let summary = summary(scored);
    let matcher = plan.matcher;
    let decisions =
        crate::decision::Decision::ALL.map(|decision| (decision.code(), summary.decisions[decision as usize]));
    Ok(Manifest {
        schema: "ownermatch.batch.v1",
        version: env!("CARGO_PKG_VERSION"),
        model_id: matcher.current_model().id().into(),
        policy_id: matcher.current_policy().id().into(),
        now: matcher.current_now(),
        seed: None,
        settings: plan.job.pinned(matcher),
        inputs: inputs(plan),
        accounts: plan.shared.accounts().map(Accounts::file).map(|(source, sha256)| input(source, None, sha256)),
        history: plan.shared.history(),
        reused: plan.shared.reused(),
        outputs: placed(plan, scored).into_iter().map(output).collect::<Result<_, _>>()?,
        rows: summary.rows,
        rejected: summary.rejected,
        unjoined: scored.iter().map(|segment| segment.unjoined).sum(),
        decisions: decisions.into_iter().collect(),
        flags: summary.flags,
    })
}

fn inputs(plan: &Plan<'_>) -> Vec<InputFile> {
    let rows = rows_of_inputs(plan);
    let all = plan.index.sources.iter().zip(&plan.index.hashes).zip(rows);
    all.map(|((source, sha256), (_, rows))| input(source, Some(rows), sha256)).collect()
}

fn input(source: &super::source::Source, rows: Option<u64>, sha256: &str) -> InputFile {
    InputFile {
        name: source.name.clone(),
        form: source.form_name(),
        encoding: source.encoding.clone().unwrap_or_else(|| "UTF-8".into()),
        bytes: source.bytes(),
        rows,
        sha256: sha256.to_owned(),
    }
}

fn output(file: Placed) -> Result<OutputFile, Error> {
    let bytes = std::fs::metadata(&file.from).map_err(Error::reading(&file.from))?.len();
    Ok(OutputFile { name: file.name, bytes, sha256: hash(&file.from)? })
}

fn page(plan: &Plan<'_>, scored: &[Scored], manifest: &Manifest) -> Result<String, Error> {
    let summary = summary(scored);
    let mut queue = Queue::default();
    scored.iter().flat_map(|segment| &segment.queue).for_each(|waiting| queue.add(*waiting));
    let queue = queue.finish();
    let wanted = clusters::rows(plan.shared.clusters()).chain(queue.iter().map(|waiting| waiting.row)).collect();
    let found = revisit(plan, &wanted)?;
    // Even masked, a case's page tells initials and last digits.
    let is_shown = plan.job.shape.personal_data == PersonalData::Kept;
    let cases =
        queue.iter().filter(|_| is_shown).filter_map(|waiting| Some(case(plan, waiting, found.get(&waiting.row)?)));
    let (queue, clusters) = (cases.collect::<Vec<_>>(), clusters::clusters(plan, &found));
    let source = match plan.index.sources.as_slice() {
        [one] => one.name.clone(),
        all => format!("{} files", all.len()),
    };
    Ok(report::batch_html(&BatchReport {
        source: &source,
        summary: &summary,
        clusters: &clusters,
        queue: &queue,
        queue_total: summary.decisions[crate::decision::Decision::Review as usize],
        manifest: &lines(manifest),
        personal_data: report::PersonalData::Masked,
    }))
}

/// The manifest as a table for people.
fn lines(manifest: &Manifest) -> Vec<(String, String)> {
    let mut lines = vec![
        ("ownermatch".to_owned(), manifest.version.to_owned()),
        ("model".into(), manifest.model_id.clone()),
        ("policy".into(), manifest.policy_id.clone()),
        ("as of (unix seconds)".into(), manifest.now.to_string()),
    ];
    let files = manifest.inputs.iter().chain(&manifest.accounts);
    lines.extend(files.map(|file| {
        (format!("read: {}", file.name), format!("{}, {} bytes, SHA-256 {}", file.form, file.bytes, file.sha256))
    }));
    let written = manifest.outputs.iter();
    lines.extend(
        written
            .map(|file| (format!("written: {}", file.name), format!("{} bytes, SHA-256 {}", file.bytes, file.sha256))),
    );
    let told = |(name, value): (&String, &String)| (name.clone(), value.clone());
    let known = ["version", "model", "policy", "now", "inputs"];
    let settings =
        manifest.settings.iter().filter(|(name, value)| !known.contains(&name.as_str()) && !value.is_empty());
    lines.extend(settings.map(told));
    lines
}

/// A case of the queue, explained.
fn case(plan: &Plan<'_>, waiting: &Waiting, found: &Revisited) -> QueueCase {
    let case = &found.row.case;
    let matched = plan.matcher.match_ownership(&case.applicant, &case.ownership);
    let answer = Answer::new(case, &matched, plan.matcher.current_policy(), OwnersShown::Best);
    let explanation = plan.matcher.explain(&case.applicant, &case.ownership);
    let id = plan.label(waiting.row, &case.id);
    QueueCase { id, place: found.place.clone(), worth: waiting.worth, explanation, answer }
}
