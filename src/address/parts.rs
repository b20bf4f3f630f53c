//! The parts of two addresses side by side, for people to read.

use super::shape::Key;
use super::spelling::slips;
use super::{Address, parse::Label};
use crate::level::{Part, PartOutcome};

/// The parts of both aligned, built on demand.
pub fn parts(applicant: &Address, owner: &Address) -> Vec<Part> {
    const ROWS: [(&str, Label, &[Key]); 8] = [
        ("house_number", Label::Number, &[Key::Number]),
        ("street", Label::Street, &[Key::Before, Key::Name, Key::Kind, Key::After]),
        ("unit", Label::Unit, &[Key::Unit, Key::Building, Key::Floor]),
        ("po_box", Label::PoBox, &[Key::PoBox]),
        ("city", Label::City, &[Key::City]),
        ("state", Label::State, &[Key::State]),
        ("postcode", Label::Postcode, &[Key::Postcode]),
        ("extra", Label::Extra, &[Key::Extra]),
    ];
    let rows = ROWS.into_iter().map(|(name, label, keys)| Part {
        label: name,
        applicant: applicant.written(label),
        owner: owner.written(label),
        outcome: outcome(applicant, owner, label, keys),
    });
    rows.filter(|part| !part.applicant.is_empty() || !part.owner.is_empty()).collect()
}

fn outcome(applicant: &Address, owner: &Address, label: Label, keys: &[Key]) -> PartOutcome {
    let [ours, theirs] = [applicant, owner].map(|address| address.written(label));
    if ours.eq_ignore_ascii_case(&theirs) {
        return PartOutcome::Equal;
    }
    if ours.is_empty() || theirs.is_empty() {
        return PartOutcome::Omitted;
    }
    keys.iter()
        .map(|&key| key_outcome(applicant, owner, key))
        .max_by_key(|outcome| severity(*outcome))
        .unwrap_or(PartOutcome::Rewritten)
}

fn key_outcome(applicant: &Address, owner: &Address, key: Key) -> PartOutcome {
    let [ours, theirs] = [applicant.part(key), owner.part(key)];
    let may_slip = matches!(key, Key::Name | Key::City | Key::Extra);
    if ours == theirs {
        PartOutcome::Rewritten
    } else if ours.is_empty() || theirs.is_empty() {
        PartOutcome::Omitted
    } else if may_slip && slips(ours, theirs).is_some() {
        PartOutcome::Slip
    } else {
        PartOutcome::Contradicted
    }
}

fn severity(outcome: PartOutcome) -> u8 {
    match outcome {
        PartOutcome::Equal => 0,
        PartOutcome::Rewritten => 1,
        PartOutcome::Omitted => 2,
        PartOutcome::Slip => 3,
        PartOutcome::Contradicted => 4,
    }
}
