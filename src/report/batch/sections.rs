//! The page's parts in the order in which an analyst asks: what came out, where to look, who hides, and what was run.

use super::run::BatchReport;
use super::{clusters, counts, queue, scores, verdicts};
use crate::decision::Decision;
use crate::report::drawn::{Block, SOURCE, Section, Table, cut};
use crate::report::numbers::count;
use crate::report::words::several;
use crate::text::harmless;

/// Rows of the manifest, and characters of a value; the run's own manifest has them all.
const MOST_ENTRIES: usize = 60;
const VALUE: usize = 200;

pub(super) fn title(report: &BatchReport) -> String {
    format!("Batch run of {}", source(report))
}

fn source(report: &BatchReport) -> String {
    cut(&harmless(report.source), SOURCE)
}

/// One sentence with what matters most.
pub(super) fn lead(report: &BatchReport) -> String {
    let summary = report.summary;
    let all = summary.cases();
    if all == 0 {
        let rejected = several(summary.rejected, "row");
        return if summary.rows == 0 {
            "Nothing was read.".into()
        } else {
            format!("Nothing was decided: {rejected} read, and none of them a case.")
        };
    }
    let of = |decision: Decision| counts::share(summary.decisions[decision as usize], all);
    format!(
        "Of {} the policy matches {} and refuses {}; {} go to review, and of {} too little is known.",
        several(all, "case"),
        of(Decision::Match),
        of(Decision::NoMatch),
        of(Decision::Review),
        of(Decision::InsufficientData)
    )
}

pub(super) fn facts(report: &BatchReport) -> Vec<(&'static str, String)> {
    let summary = report.summary;
    vec![
        ("Source", source(report)),
        ("Rows", count(summary.rows)),
        ("Cases", count(summary.cases())),
        ("Rejected rows", count(summary.rejected)),
        ("Without an owner", count(summary.without_owners)),
        ("Wait for a look", count(report.queue_total)),
    ]
}

pub(super) fn sections(report: &BatchReport) -> Vec<Section> {
    let section = |id, heading, blocks| Section { id, heading, blocks };
    let all = [
        section("verdicts", "What it comes to", verdict_blocks(report)),
        section("queue", "Who needs a look?", queue::queue(report)),
        section("clusters", "Who shares an identity?", clusters::clusters(report.clusters)),
        section("scores", "Who stands where?", score_blocks(report)),
        section("flags", "What was noticed?", flag_blocks(report)),
        section("reasons", "Why did it come out so?", reason_blocks(report)),
        section("fields", "What could be compared?", field_blocks(report)),
        section("rejects", "What could not be read?", reject_blocks(report)),
        section("manifest", "What was run?", manifest(report)),
        section("method", "How to read this page", method()),
    ];
    all.into_iter().filter(|section| !section.blocks.is_empty()).collect()
}

fn text(words: &str) -> Vec<Block> {
    vec![Block::Text(words.into())]
}

fn verdict_blocks(report: &BatchReport) -> Vec<Block> {
    if report.summary.cases() == 0 {
        return text("No case was decided.");
    }
    let rivals = counts::rivals(report.summary).map(|drawn| Block::Charts(vec![drawn]));
    let bar = Block::Charts(vec![verdicts::bar(report.summary)]);
    [verdicts::cards(report.summary), bar].into_iter().chain(rivals).collect()
}

fn score_blocks(report: &BatchReport) -> Vec<Block> {
    if report.summary.scores.is_empty() {
        return text("No case has a score: there was none with an owner at the bank.");
    }
    vec![Block::Charts(vec![scores::scores(report.summary)])]
}

fn flag_blocks(report: &BatchReport) -> Vec<Block> {
    if report.summary.flags.is_empty() {
        return text("No case carries a flag.");
    }
    vec![Block::Charts(vec![counts::flags(report.summary)])]
}

fn reason_blocks(report: &BatchReport) -> Vec<Block> {
    if report.summary.reasons.is_empty() {
        return text("No case gives a reason.");
    }
    vec![Block::Charts(vec![counts::reasons(report.summary)])]
}

fn field_blocks(report: &BatchReport) -> Vec<Block> {
    if report.summary.cases() == 0 { Vec::new() } else { counts::fields(report.summary) }
}

fn reject_blocks(report: &BatchReport) -> Vec<Block> {
    if report.summary.rejected == 0 {
        return text("Every row was a case.");
    }
    let words = format!("{} of {} are no case.", count(report.summary.rejected), several(report.summary.rows, "row"));
    vec![Block::Text(words), Block::Table(counts::rejects(report.summary))]
}

fn manifest(report: &BatchReport) -> Vec<Block> {
    let row = |(name, value): &(String, String)| vec![cut(&harmless(name), SOURCE), cut(&harmless(value), VALUE)];
    let table = Table::new("What fixes this run", &["=Name", "=Value"]);
    let table = table.rows(report.manifest.iter().take(MOST_ENTRIES).map(row));
    let left = report.manifest.len().saturating_sub(MOST_ENTRIES) as u64;
    let rest = (left > 0).then(|| Block::Text(format!("{} more stand in the run's manifest.", count(left))));
    let table = (!report.manifest.is_empty()).then_some(Block::Table(table));
    table.into_iter().chain(rest).collect()
}

fn method() -> Vec<Block> {
    let words = [
        "Each row is one applicant and the owners of one account as the bank reports them. A probability is that of the \
         applicant being one of these owners; the score is the same in percent, rounded down, so that 100 is never reached by \
         rounding. The policy decides from the probability, the evidence and the flags.",
        "Evidence is counted in bits: 0 is even odds, and each bit doubles them. A case opens to the sum against the \
         rival that explains it best: the prior, what each field adds, and the total. A level is the named outcome of a field's \
         comparison. On paper the cases that are open come with their sums, the others as a line.",
        "Counts are of cases, so that their shares of flags and reasons may sum to more than all. With the same inputs, \
         model, policy and moment this page comes out the same, byte by byte.",
    ];
    words.into_iter().map(|text| Block::Text(text.into())).collect()
}
