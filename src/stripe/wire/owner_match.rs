//! Stripe's preview Ownership Match.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::object;

use crate::address::AddressParts;

open_enum! {
    /// Where the applicant's side of a match came from.
    pub enum Source {
        /// A customer's own fields.
        Customer "customer";
        /// The request.
        OwnerInformation "owner_information";
    }
}

/// A `financial_connections.ownership_match`: a score a field and nothing else; no decision, no reasons, no flags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnershipMatch {
    /// `fcom_...`.
    pub id: Option<String>,
    /// `financial_connections.ownership_match`.
    pub object: Option<String>,
    /// In unix seconds.
    pub created: Option<i64>,
    /// `cus_...`, where a customer was matched.
    pub customer: Option<String>,
    /// `fca_...`.
    pub financial_connections_account: Option<String>,
    /// The applicant's side.
    #[serde(deserialize_with = "object::or_default")]
    pub owner_information: OwnerInformation,
    /// `fcaowns_...`.
    pub ownership: Option<String>,
    /// The scores.
    #[serde(deserialize_with = "object::or_default")]
    pub results: Results,
    /// Where the applicant's side came from.
    #[serde(rename = "type")]
    pub source: Option<Source>,
}

/// The applicant's side, as it is sent and given back.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnerInformation {
    /// Full name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// With a plus sign and the country's code.
    pub phone: Option<String>,
    /// Whole but for `line2`.
    #[serde(deserialize_with = "object::optional")]
    pub address: Option<AddressParts>,
}

/// A result a field; `None` for a field that was not sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Results {
    /// The name.
    #[serde(deserialize_with = "object::optional")]
    pub name: Option<FieldResult>,
    /// The email.
    #[serde(deserialize_with = "object::optional")]
    pub email: Option<FieldResult>,
    /// The phone.
    #[serde(deserialize_with = "object::optional")]
    pub phone: Option<FieldResult>,
    /// The address.
    #[serde(deserialize_with = "object::optional")]
    pub address: Option<FieldResult>,
}

/// One field's result.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldResult {
    /// 0..=100; null where the bank has no value.
    pub match_score: Option<u8>,
    /// Whether the bank has no value.
    pub missing_data: Option<bool>,
}

impl fmt::Debug for OwnerInformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerInformation([redacted])")
    }
}
