//! Two `Email` to a level.

use super::{Email, EmailComparison, EmailLevel};
use crate::level::Part;

/// Compares two.
pub fn compare(applicant: &Email, owner: &Email) -> EmailComparison {
    let level = if applicant.text == owner.text { EmailLevel::Exact } else { EmailLevel::Nothing };
    EmailComparison { level, further: 0 }
}

/// The parts of both aligned, for people to read.
pub fn parts(applicant: &Email, owner: &Email) -> Vec<Part> {
    let _ = (applicant, owner);
    Vec::new()
}
