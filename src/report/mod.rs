//! What came out as one page of HTML: an evaluation, from which an auditor can accept a model, and a batch run, which tells an
//! analyst where to look. Charts are SVG, each with its numbers as a table; no script, no font, nothing that is fetched.

mod batch;
mod compared;
mod decisions;
mod drawn;
mod forest;
mod groups;
mod histogram;
mod mistakes;
mod naming;
mod numbers;
mod page;
mod reliability;
mod scale;
mod sections;
mod sides;
mod summary;
mod svg;
mod thresholds;
mod waterfall;
mod weights;
mod words;

use self::page::Page;
use crate::case::LabelledCase;
use crate::evaluate::{Changed, Costs, Detail, Evaluation, detail, evaluate};
use crate::matcher::Matcher;

pub use self::batch::{
    BatchReport, BatchSummary, ClusterApplicant, QueueCase, ReuseCluster, ReusedKind, ReusedValue, batch_html,
};

/// What a page tells: one model, or two on the same cases.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Where the cases came from, such as a file's name.
    pub source: &'a str,
    /// One or two.
    pub sides: &'a [Side],
    /// The cases that the second side decides otherwise, where there are two.
    pub changed: Option<&'a [Changed]>,
    /// Whether the mistakes show whose they are.
    pub personal_data: PersonalData,
}

/// Whether a page holds personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PersonalData {
    /// As [`Explanation::masked`](crate::explain::Explanation::masked) leaves it.
    #[default]
    Masked,
    /// As it was given.
    Shown,
}

/// What one model came to.
#[derive(Clone, Debug)]
pub struct Side {
    /// The model's id.
    pub model_id: String,
    /// The policy's id.
    pub policy_id: String,
    /// The figures.
    pub evaluation: Evaluation,
    /// What charts draw.
    pub detail: Detail,
}

impl Side {
    /// Evaluates a matcher. `None` where owners or others are missing among the cases.
    pub fn of(matcher: &Matcher, cases: &[LabelledCase], costs: Option<Costs>) -> Option<Self> {
        Some(Self {
            model_id: matcher.current_model().id().into(),
            policy_id: matcher.current_policy().id().into(),
            evaluation: evaluate(matcher, cases)?,
            detail: detail(matcher, cases, costs),
        })
    }
}

/// The page, the same bytes for the same report. It stays under 500 KB whatever the number of cases.
///
/// ```
/// use ownermatch::Matcher;
/// use ownermatch::case::{Line, read_labelled};
/// use ownermatch::report::{PersonalData, Report, Side, html};
/// let line = |label: u8| {
///     let case = format!(r#"{{"id":"<{label}>","label":{label},"applicant":{{"name":"Ada Quux"}},"owners":[{{"name":"Ada Quux"}}]}}"#);
///     read_labelled(&Line::new(1, 0, case.into_bytes())).unwrap()
/// };
/// let side = Side::of(&Matcher::default().now(0), &[line(1), line(0)], None).unwrap();
/// let report = Report { source: "two cases", sides: &[side], changed: None, personal_data: PersonalData::Masked };
/// let page = html(&report);
/// assert!(page.starts_with("<!doctype html>") && !page.contains("Quux") && !page.contains("<0>"));
/// ```
pub fn html(report: &Report<'_>) -> String {
    let page = Page {
        mark: "evaluation",
        title: sections::title(report),
        lead: sections::lead(report),
        facts: sections::facts(report),
        sections: sections::sections(report),
        foot: page::foot(report.personal_data, "Personal data is masked; --show shows it."),
    };
    page.html()
}
