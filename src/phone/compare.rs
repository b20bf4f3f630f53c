//! Two `Phone` to a level.

use super::{Phone, PhoneComparison, PhoneLevel};
use crate::level::Part;

/// Compares two.
pub fn compare(applicant: &Phone, owner: &Phone) -> PhoneComparison {
    let level = if applicant.text == owner.text { PhoneLevel::Exact } else { PhoneLevel::Nothing };
    PhoneComparison { level, further: 0 }
}

/// The parts of both aligned, for people to read.
pub fn parts(applicant: &Phone, owner: &Phone) -> Vec<Part> {
    let _ = (applicant, owner);
    Vec::new()
}
