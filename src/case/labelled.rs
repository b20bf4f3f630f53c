//! A case with what is known of it: whether the applicant owns the account, or who else they are.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer};

use super::input::read;
use super::lines::Line;
use super::reject::{Reject, RejectCode};
use crate::matcher::Case;
use crate::model::Rival;

/// What is known of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The applicant owns the account: `same_person`, or 1.
    SamePerson,
    /// Not the owner, and a relative or housemate.
    Household,
    /// Not the owner, but this rival.
    Rival(Rival),
    /// Not the owner: 0. Who else is not known, as real teams know it.
    NotOwner,
}

impl Label {
    /// Whether the applicant owns the account.
    pub fn is_owner(self) -> bool {
        self == Self::SamePerson
    }

    fn named(name: &str) -> Option<Self> {
        match name {
            "same_person" => Some(Self::SamePerson),
            "household" => Some(Self::Household),
            code => Rival::ALL.into_iter().find(|rival| rival.code() == code).map(Self::Rival),
        }
    }
}

/// A case of which something may be known: what a model is estimated from.
#[derive(Clone, Debug, PartialEq)]
pub struct ObservedCase {
    /// The case.
    pub case: Case,
    /// What is known of it, if anything.
    pub label: Option<Label>,
    /// Whose case it is, where one person has several.
    pub person: Option<String>,
}

/// A case with its label, and the groups that figures are told by.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledCase {
    /// The case.
    pub case: Case,
    /// What is known of it.
    pub label: Label,
    /// The kind of case, in the file's own words.
    pub kind: Option<String>,
    /// The applicant's origin group, in the file's own words.
    pub origin: Option<String>,
    /// Whose case it is, where one person has several; the case's id otherwise.
    pub person: String,
}

#[derive(Deserialize)]
struct Labels {
    #[serde(default)]
    label: Option<LabelValue>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    origin: Option<String>,
    #[serde(default)]
    person: Option<String>,
}

/// Reads a labelled case: a case with `label`, and `kind`, `origin` and `person` where there are any.
///
/// ```
/// use ownermatch::case::{Label, Line, read_labelled};
/// let line = br#"{"id":"7","label":0,"kind":"chargeback","applicant":{"name":"A B"},"owners":[{"name":"C D"}]}"#;
/// let read = read_labelled(&Line::new(1, 0, line.to_vec())).unwrap();
/// assert_eq!((read.label, read.kind.as_deref()), (Label::NotOwner, Some("chargeback")));
/// ```
///
/// # Errors
/// As [`read`], and without a label, or with one that is none.
pub fn read_labelled(line: &Line) -> Result<LabelledCase, Reject> {
    let (ObservedCase { case, label, person }, kind, origin) = read_all(line)?;
    let label = label.ok_or_else(|| line.reject(RejectCode::NoLabel))?;
    let person = person.unwrap_or_else(|| case.id.clone());
    Ok(LabelledCase { case, label, kind, origin, person })
}

/// Reads a case with its label, where it has one.
///
/// # Errors
/// As [`read`], and with a label that is none.
pub fn read_observed(line: &Line) -> Result<ObservedCase, Reject> {
    read_all(line).map(|(observed, ..)| observed)
}

/// A case, its kind and its origin.
fn read_all(line: &Line) -> Result<(ObservedCase, Option<String>, Option<String>), Reject> {
    let case = read(line)?;
    let Labels { label, kind, origin, person } = line.json()?;
    let person = person.filter(|person| !person.is_empty());
    Ok((ObservedCase { case, label: label.map(|label| label.0), person }, kind, origin))
}

struct LabelValue(Label);

impl<'de> Deserialize<'de> for LabelValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LabelVisitor)
    }
}

struct LabelVisitor;

impl Visitor<'_> for LabelVisitor {
    type Value = LabelValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("same_person, a rival's code, household, stranger, 1 or 0")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Label::named(name).map(LabelValue).ok_or_else(|| E::custom("invalid value"))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        match number {
            1 => Ok(LabelValue(Label::SamePerson)),
            0 => Ok(LabelValue(Label::NotOwner)),
            _ => Err(E::custom("invalid value")),
        }
    }

    fn visit_bool<E: Error>(self, is_owner: bool) -> Result<Self::Value, E> {
        self.visit_u64(u64::from(is_owner))
    }
}
