//! The two sides field by field: as written, as read and aligned, and what the comparison came to.

use std::fmt;

use crate::comparison::{Compared, FieldLevel};
use crate::level::Part;
use crate::matcher::OwnershipMatch;
use crate::reading::Reading;
use crate::record::{
    Applicant, Field, Owner, OwnerRecord, Ownership, Record, applicant_address_text, applicant_name_text,
};
use crate::score::OwnerMatch;
use crate::{address, email, name, phone};

/// One field of both sides.
#[derive(Clone, PartialEq)]
pub struct FieldView {
    /// Which field.
    pub field: Field,
    /// The level, or what stands in its place.
    pub outcome: Compared<FieldLevel>,
    /// As the applicant wrote it; empty when not given.
    pub applicant: String,
    /// As the bank wrote it; empty when missing.
    pub owner: String,
    /// The parts aligned; empty unless both sides were read.
    pub parts: Vec<Part>,
}

impl fmt::Debug for FieldView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldView({}, [redacted], {:?})", self.field.code(), self.outcome)
    }
}

/// The best owner's four fields; none without owners.
pub(super) fn fields(
    answer: &OwnershipMatch,
    applicant: &Applicant,
    ownership: &Ownership,
    (record, owners): (&Record, &[OwnerRecord]),
) -> Vec<FieldView> {
    let Some(at) = answer.best else { return Vec::new() };
    let (Some(best), Some(read)) = (answer.owners.get(at), owners.get(at)) else { return Vec::new() };
    let raw = ownership.owners.get(usize::from(read.owner));
    let view = |field| FieldView {
        field,
        outcome: best.comparison.level(field),
        applicant: written(applicant, field),
        owner: raw.map(|raw| owner_text(raw, field)).unwrap_or_default(),
        parts: parts(field, record, &read.record, best),
    };
    Field::ALL.map(view).into()
}

fn written(applicant: &Applicant, field: Field) -> String {
    match field {
        Field::Name => applicant_name_text(applicant).into_owned(),
        Field::Email => applicant.email.clone().unwrap_or_default(),
        Field::Phone => applicant.phone.clone().unwrap_or_default(),
        Field::Address => applicant_address_text(applicant).into_owned(),
    }
}

fn owner_text(owner: &Owner, field: Field) -> String {
    let raw = [&owner.name, &owner.email, &owner.phone, &owner.raw_address][field as usize];
    raw.clone().unwrap_or_default()
}

fn parts(field: Field, applicant: &Record, owner: &Record, best: &OwnerMatch) -> Vec<Part> {
    if best.comparison.level(field).read().is_none() {
        return Vec::new();
    }
    match field {
        Field::Name => aligned(&applicant.name, &owner.name, name::parts),
        Field::Email => aligned(&applicant.email, &owner.email, email::parts),
        Field::Phone => aligned(&applicant.phone, &owner.phone, phone::parts),
        Field::Address => aligned(&applicant.address, &owner.address, address::parts),
    }
}

fn aligned<T>(applicant: &Reading<T>, owner: &Reading<T>, parts: impl FnOnce(&T, &T) -> Vec<Part>) -> Vec<Part> {
    match (applicant.read(), owner.read()) {
        (Some(applicant), Some(owner)) => parts(applicant, owner),
        _ => Vec::new(),
    }
}
