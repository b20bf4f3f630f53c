//! Our answer as Stripe's preview Ownership Match: a score a field, and nothing else fits into that object.
//!
//! Stripe does not say whether its scores are those of one owner or the best of each field; ours are those of the best
//! owner as a person, since the best of each field would hide a stranger between two relatives.

use crate::case::{AnswerFields, FieldAnswer};
use crate::record::{AddressInput, Applicant, NameInput};
use crate::stripe::wire::{Customer, FieldResult, OwnerInformation, Results};

/// The scores of an answer's best owner.
///
/// A field that cannot be read on one side has no score in either shape; Stripe's knows no other word for
/// that than missing data.
///
/// ```
/// use ownermatch::case::{AnswerFields, FieldAnswer};
/// use ownermatch::dialect::stripe;
/// let nickname = FieldAnswer { match_score: Some(92), missing_data: false, level: "nickname".into(), weight: 9.0, rival_weight: 9.0 };
/// let results = stripe::results(&AnswerFields { name: Some(nickname), ..AnswerFields::default() });
/// assert_eq!(results.name.unwrap().match_score, Some(92));
/// assert_eq!(results.email, None);
/// ```
pub fn results(fields: &AnswerFields) -> Results {
    let result = |field: &FieldAnswer| FieldResult {
        match_score: field.match_score,
        missing_data: Some(field.match_score.is_none()),
    };
    let [name, email, phone, address] = fields.all().map(|field| field.map(result));
    Results { name, email, phone, address }
}

/// The applicant that Stripe was told about.
pub fn applicant(information: &OwnerInformation) -> Applicant {
    let OwnerInformation { name, email, phone, address } = information.clone();
    Applicant {
        name: name.map(NameInput::Full),
        email,
        phone,
        address: address.map(AddressInput::Parts),
        ..Applicant::default()
    }
}

/// What Stripe takes of a customer.
pub fn information(customer: &Customer) -> OwnerInformation {
    let Customer { name, email, phone, address, .. } = customer.clone();
    OwnerInformation { name, email, phone, address }
}
