//! Webhook events.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::object;
use super::{Account, Raw};

open_enum! {
    /// What happened; each event of Financial Connections that Stripe lists, previews included.
    pub enum EventType {
        /// An account was linked; one event an account.
        AccountCreated "financial_connections.account.created";
        /// Active became inactive.
        AccountDeactivated "financial_connections.account.deactivated";
        /// Inactive became active.
        AccountReactivated "financial_connections.account.reactivated";
        /// The account was unlinked.
        AccountDisconnected "financial_connections.account.disconnected";
        /// A balance refresh ended.
        RefreshedBalance "financial_connections.account.refreshed_balance";
        /// An ownership refresh ended, well or badly: the account says which.
        RefreshedOwnership "financial_connections.account.refreshed_ownership";
        /// A transaction refresh ended.
        RefreshedTransactions "financial_connections.account.refreshed_transactions";
        /// Account numbers changed.
        AccountNumbersUpdated "financial_connections.account.account_numbers_updated";
        /// The account can be paid with in other ways.
        SupportedPaymentMethodTypesUpdated "financial_connections.account.supported_payment_method_types_updated";
        /// An account number is about to expire.
        UpcomingAccountNumberExpiry "financial_connections.account.upcoming_account_number_expiry";
        /// The account is about to become inactive.
        UpcomingDeactivation "financial_connections.account.upcoming_deactivation";
        /// The day on which the account becomes inactive has moved.
        ExpectedDeactivationDateUpdated "financial_connections.account.expected_deactivation_date_updated";
        /// The user's consent is about to end.
        AuthorizationUpcomingDeactivation "financial_connections.authorization.upcoming_deactivation";
        /// The day on which the user's consent ends has moved.
        AuthorizationExpectedDeactivationDateUpdated "financial_connections.authorization.expected_deactivation_date_updated";
        /// Preview: a refresh of inferred balances ended.
        RefreshedInferredBalances "financial_connections.account.refreshed_inferred_balances";
        /// Preview: a session changed.
        SessionUpdated "financial_connections.session.updated";
    }
}

/// An `event`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// `evt_...`; deliveries repeat, so de-duplicate by it.
    pub id: String,
    /// `event`; `v2.core.event` is another thing, which does not carry its object.
    pub object: String,
    /// `acct_...` of the connected account it happened in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The version that the object is written in.
    #[serde(default, deserialize_with = "object::lenient")]
    pub api_version: Option<String>,
    /// In unix seconds.
    #[serde(default, deserialize_with = "object::lenient")]
    pub created: Option<i64>,
    /// What it happened to.
    #[serde(default, deserialize_with = "object::or_default")]
    pub data: EventData,
    /// False in test mode.
    #[serde(default, deserialize_with = "object::lenient")]
    pub livemode: Option<bool>,
    /// Deliveries still to come.
    #[serde(default, deserialize_with = "object::lenient")]
    pub pending_webhooks: Option<i64>,
    /// The request that caused it, if one did.
    #[serde(default, deserialize_with = "object::optional")]
    pub request: Option<EventRequest>,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventType,
}

/// What an event happened to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventData {
    /// The object as it was when the event was made: read its present state from the API.
    pub object: Raw,
    /// What it was before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_attributes: Option<Raw>,
}

/// The request behind an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventRequest {
    /// `req_...`.
    pub id: Option<String>,
    /// The request's idempotency key.
    pub idempotency_key: Option<String>,
}

impl Event {
    /// The account it happened to; `None` where it is about something else.
    pub fn financial_connections_account(&self) -> Option<Account> {
        let object = &self.data.object.0;
        let is_account = object.get("object").and_then(|name| name.as_str()) == Some(Account::OBJECT);
        is_account.then(|| Account::deserialize(object).ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, EventType};

    /// Stripe's list of 2026-10-28, previews last.
    const LISTED: [&str; 16] = [
        "account.account_numbers_updated",
        "account.created",
        "account.deactivated",
        "account.disconnected",
        "account.expected_deactivation_date_updated",
        "account.reactivated",
        "account.refreshed_balance",
        "account.refreshed_ownership",
        "account.refreshed_transactions",
        "account.supported_payment_method_types_updated",
        "account.upcoming_account_number_expiry",
        "account.upcoming_deactivation",
        "authorization.expected_deactivation_date_updated",
        "authorization.upcoming_deactivation",
        "account.refreshed_inferred_balances",
        "session.updated",
    ];

    fn kind(name: &str) -> EventType {
        let json =
            format!(r#"{{"id":"evt_1","object":"event","type":"{name}","created":null,"pending_webhooks":null}}"#);
        serde_json::from_str::<Event>(&json).expect("an event").kind
    }

    #[test]
    fn every_listed_event_is_known_and_others_pass_through() {
        for name in LISTED.map(|name| format!("financial_connections.{name}")) {
            let kind = kind(&name);
            assert!(!matches!(kind, EventType::Unknown(_)) && kind.as_str() == name, "{name}");
        }
        assert_eq!(kind("charge.succeeded"), EventType::Unknown("charge.succeeded".into()));
    }
}
