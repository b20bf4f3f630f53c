//! What leads to a linked account: customers, intents, sessions, payment methods.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::object;
use super::{Account, AccountHolder, ClientSecret, Expandable, Identified, List, OwnershipMatch};
use crate::address::AddressParts;

open_enum! {
    /// What a user is asked to grant.
    pub enum Permission {
        /// Who owns the account.
        Ownership "ownership";
        /// The account as a way to pay; every payment API asks for it.
        PaymentMethod "payment_method";
        /// Balances.
        Balances "balances";
        /// Transactions.
        Transactions "transactions";
    }
}

open_enum! {
    /// What is refreshed as soon as the account is linked.
    pub enum Prefetch {
        /// Who owns the account.
        Ownership "ownership";
        /// Balances.
        Balances "balances";
        /// Transactions.
        Transactions "transactions";
    }
}

/// A `customer`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Customer {
    /// `cus_...`.
    pub id: Option<String>,
    /// `customer`.
    pub object: Option<String>,
    /// In unix seconds.
    pub created: Option<i64>,
    /// False with a test key.
    pub livemode: Option<bool>,
    /// Full name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Postal address.
    #[serde(deserialize_with = "object::optional")]
    pub address: Option<AddressParts>,
    /// Free text.
    pub description: Option<String>,
    /// The caller's own keys and values.
    #[serde(deserialize_with = "object::or_default")]
    pub metadata: BTreeMap<String, String>,
}

/// A `setup_intent` or a `payment_intent`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Intent {
    /// `seti_...` or `pi_...`.
    pub id: Option<String>,
    /// `setup_intent` or `payment_intent`.
    pub object: Option<String>,
    /// For the browser.
    pub client_secret: Option<ClientSecret>,
    /// In unix seconds.
    pub created: Option<i64>,
    /// `cus_...`.
    pub customer: Option<Expandable<Customer>>,
    /// False with a test key.
    pub livemode: Option<bool>,
    /// `pm_...`, once the user has linked an account.
    pub payment_method: Option<Expandable<PaymentMethod>>,
    /// requires_payment_method, requires_confirmation, succeeded and so on.
    pub status: Option<String>,
}

/// A `checkout.session`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckoutSession {
    /// `cs_...`.
    pub id: Option<String>,
    /// `checkout.session`.
    pub object: Option<String>,
    /// In unix seconds.
    pub created: Option<i64>,
    /// `cus_...`.
    pub customer: Option<Expandable<Customer>>,
    /// False with a test key.
    pub livemode: Option<bool>,
    /// payment, setup or subscription.
    pub mode: Option<String>,
    /// `pi_...`, in the mode payment.
    pub payment_intent: Option<Expandable<Intent>>,
    /// `seti_...`, in the mode setup.
    pub setup_intent: Option<Expandable<Intent>>,
    /// open, complete or expired.
    pub status: Option<String>,
    /// The page to send the user to.
    pub url: Option<ClientSecret>,
}

/// An `invoice`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Invoice {
    /// `in_...`.
    pub id: Option<String>,
    /// `invoice`.
    pub object: Option<String>,
    /// In unix seconds.
    pub created: Option<i64>,
    /// `cus_...`.
    pub customer: Option<Expandable<Customer>>,
    /// The page to send the user to, once the invoice is finalized.
    pub hosted_invoice_url: Option<ClientSecret>,
    /// False with a test key.
    pub livemode: Option<bool>,
    /// draft, open, paid and so on.
    pub status: Option<String>,
}

/// A `subscription`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subscription {
    /// `sub_...`.
    pub id: Option<String>,
    /// `subscription`.
    pub object: Option<String>,
    /// In unix seconds.
    pub created: Option<i64>,
    /// `cus_...`.
    pub customer: Option<Expandable<Customer>>,
    /// False with a test key.
    pub livemode: Option<bool>,
    /// incomplete, active and so on.
    pub status: Option<String>,
}

/// A `financial_connections.session`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// `fcsess_...`.
    pub id: Option<String>,
    /// `financial_connections.session`.
    pub object: Option<String>,
    /// Whose accounts are linked.
    #[serde(deserialize_with = "object::optional")]
    pub account_holder: Option<AccountHolder>,
    /// The accounts linked so far.
    #[serde(deserialize_with = "object::optional")]
    pub accounts: Option<List<Account>>,
    /// For the browser.
    pub client_secret: Option<ClientSecret>,
    /// False with a test key.
    pub livemode: Option<bool>,
    /// What the user is asked to grant.
    pub permissions: Option<Vec<Permission>>,
    /// What is refreshed as soon as an account is linked.
    pub prefetch: Option<Vec<Prefetch>>,
    /// Where the browser goes afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_url: Option<String>,
}

/// A `payment_method`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PaymentMethod {
    /// `pm_...`.
    pub id: Option<String>,
    /// `payment_method`.
    pub object: Option<String>,
    /// In unix seconds.
    pub created: Option<i64>,
    /// `cus_...`.
    pub customer: Option<Expandable<Customer>>,
    /// False with a test key.
    pub livemode: Option<bool>,
    /// us_bank_account, card and so on.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// What is known of the bank account.
    #[serde(deserialize_with = "object::optional")]
    pub us_bank_account: Option<BankAccount>,
}

/// The bank account behind a payment method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankAccount {
    /// `fca_...`; null where the account number was typed in by hand.
    pub financial_connections_account: Option<String>,
    /// individual or company.
    pub account_holder_type: Option<String>,
    /// checking or savings.
    pub account_type: Option<String>,
    /// The bank's name.
    pub bank_name: Option<String>,
    /// The last four digits of the account number.
    pub last4: Option<String>,
}

impl PaymentMethod {
    /// `fca_...` of the account behind it.
    pub fn account(&self) -> Option<&str> {
        self.us_bank_account.as_ref()?.financial_connections_account.as_deref()
    }
}

impl fmt::Debug for Customer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Customer({:?} [rest redacted])", self.id)
    }
}

macro_rules! identified {
    ($($name:ident),*) => {
        $(impl Identified for $name {
            fn id(&self) -> Option<&str> {
                self.id.as_deref()
            }
        })*
    };
}
identified!(Customer, Intent, CheckoutSession, Invoice, Subscription, Session, PaymentMethod, OwnershipMatch);
