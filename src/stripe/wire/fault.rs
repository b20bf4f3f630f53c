//! Stripe's error object.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

open_enum! {
    /// The family of an error.
    pub enum FaultType {
        /// Stripe's side.
        Api "api_error";
        /// A payment's side.
        Card "card_error";
        /// An idempotency key was used with other parameters before.
        Idempotency "idempotency_error";
        /// The request is wrong.
        InvalidRequest "invalid_request_error";
    }
}

/// `{"error": {...}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultBody {
    /// The error.
    pub error: Fault,
}

/// Stripe's account of what went wrong. `message` and `param` may repeat what was sent, so `Debug` leaves them out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The family.
    #[serde(rename = "type")]
    pub kind: FaultType,
    /// A stable word, such as `resource_missing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// For people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The parameter at fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// More on the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc_url: Option<String>,
    /// The request in Stripe's dashboard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_log_url: Option<String>,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fault({:?}, {:?} [rest redacted])", self.kind, self.code)
    }
}
