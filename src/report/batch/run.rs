//! What a batch run hands over to be drawn: its counts, the values that applicants share, and the cases worth a look.

use std::fmt;

use super::summary::BatchSummary;
use crate::case::Answer;
use crate::decision::Decision;
use crate::explain::Explanation;
use crate::report::PersonalData;

/// What the page of a run tells.
#[derive(Clone, Copy, Debug)]
pub struct BatchReport<'a> {
    /// What was read, such as a file's name or `3 files`.
    pub source: &'a str,
    /// The counts.
    pub summary: &'a BatchSummary,
    /// Values that several applicants share, the largest cluster first; twelve are drawn.
    pub clusters: &'a [ReuseCluster],
    /// The cases most worth a look, those with a high flag first, then by worth; forty are told.
    pub queue: &'a [QueueCase],
    /// How many cases the policy leaves to a person in all.
    pub queue_total: u64,
    /// Names and values that fix the run: version, ids, moment, inputs with digests, outputs, thresholds.
    pub manifest: &'a [(String, String)],
    /// Whether the queue shows whose cases they are. What clusters show is masked by whoever makes them.
    pub personal_data: PersonalData,
}

/// What can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReusedKind {
    /// A linked bank account.
    Account,
    /// An applicant's email.
    Email,
    /// An applicant's phone.
    Phone,
    /// An applicant's address.
    Address,
}

impl ReusedKind {
    /// The stable code, such as `email`.
    pub fn code(self) -> &'static str {
        ["account", "email", "phone", "address"][self as usize]
    }
}

/// A value that several applicants share.
#[derive(Clone, PartialEq, Eq)]
pub struct ReusedValue {
    /// What it is.
    pub kind: ReusedKind,
    /// How many applicants share it.
    pub applicants: u64,
    /// What to show of it, such as `***4774`; shown as it is.
    pub shown: String,
}

impl fmt::Debug for ReusedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReusedValue({}, {}, [redacted])", self.kind.code(), self.applicants)
    }
}

/// An applicant who shares a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterApplicant {
    /// The case's id.
    pub label: String,
    /// What was decided about the case.
    pub decision: Decision,
}

/// Values that several applicants share, joined where applicants share more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReuseCluster {
    /// What is shared.
    pub values: Vec<ReusedValue>,
    /// Who shares it; those who are not listed are counted in `applicants_total`.
    pub applicants: Vec<ClusterApplicant>,
    /// Who has what: positions in `applicants` and in `values`; one that points nowhere is left out.
    pub links: Vec<(usize, usize)>,
    /// All applicants of the cluster.
    pub applicants_total: u64,
}

/// A case that waits for a person.
#[derive(Clone, PartialEq)]
pub struct QueueCase {
    /// The case's id.
    pub id: String,
    /// Where it stands, such as `applicants.csv, line 17`.
    pub place: String,
    /// What deciding it unseen costs on average, in wrong refusals: the cheaper of accepting and refusing.
    pub worth: f64,
    /// All there is to say; masked by the page unless personal data is shown.
    pub explanation: Explanation,
    /// The answer as it is written.
    pub answer: Answer,
}

impl fmt::Debug for QueueCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "QueueCase({}, {}, {:?})", self.id, self.place, self.explanation)
    }
}
