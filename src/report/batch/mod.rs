//! A batch run as one page: verdicts at a glance, who needs a look and why, who shares an identity, and what was run.

mod clusters;
mod codes;
mod counts;
mod queue;
mod run;
mod scores;
mod sections;
mod summary;
mod verdicts;

pub use run::{BatchReport, ClusterApplicant, QueueCase, ReuseCluster, ReusedKind, ReusedValue};
pub use summary::BatchSummary;

use super::page::{Page, foot};

/// The page of a run, the same bytes for the same report. It stays under 500 KB whatever the number of rows.
///
/// ```
/// use ownermatch::case::RejectCode;
/// use ownermatch::report::{BatchReport, BatchSummary, PersonalData, batch_html};
/// let mut summary = BatchSummary::default();
/// summary.reject(RejectCode::InvalidUtf8);
/// let manifest = [("seed".to_owned(), "<7>".to_owned())];
/// let report = BatchReport {
///     source: "applicants.csv",
///     summary: &summary,
///     clusters: &[],
///     queue: &[],
///     queue_total: 0,
///     manifest: &manifest,
///     personal_data: PersonalData::Masked,
/// };
/// let page = batch_html(&report);
/// assert!(page.contains("invalid_utf8") && page.contains("No case waits for a look.") && !page.contains("<7>"));
/// ```
pub fn batch_html(report: &BatchReport<'_>) -> String {
    let page = Page {
        mark: "batch run",
        title: sections::title(report),
        lead: sections::lead(report),
        facts: sections::facts(report),
        sections: sections::sections(report),
        foot: foot(report.personal_data, "Personal data is masked."),
    };
    page.html()
}
