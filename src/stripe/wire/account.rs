//! Accounts, their ownership and owners, and what becomes of them in our types.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::super::object;
use super::{Customer, Expandable, Identified, List, Permission, Raw};
use crate::record::{self, Owner, Ownership};

/// A `financial_connections.account`. What decides nothing is passed over where it is not of the type expected.
///
/// ```
/// use ownermatch::{Ownership, stripe::wire::Account};
/// let json = r#"{"id":"fca_1","status":"pending","ownership":{"owners":{"data":[{"name":"Jenny Rosen"}]}}}"#;
/// let account: Account = serde_json::from_str(json).unwrap();
/// assert_eq!(Ownership::from(account).owners.len(), 1);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// `fca_...`.
    pub id: Option<String>,
    /// `financial_connections.account`.
    #[serde(deserialize_with = "object::lenient")]
    pub object: Option<String>,
    /// Whose account it is: a customer, or a connected Stripe account.
    #[serde(deserialize_with = "object::lenient")]
    pub account_holder: Option<AccountHolder>,
    /// cash, credit, investment or other.
    #[serde(deserialize_with = "object::lenient")]
    pub category: Option<String>,
    /// When it was linked, in unix seconds.
    #[serde(deserialize_with = "object::lenient")]
    pub created: Option<i64>,
    /// The bank's name of the account.
    #[serde(deserialize_with = "object::lenient")]
    pub display_name: Option<String>,
    /// The bank's name.
    #[serde(deserialize_with = "object::lenient")]
    pub institution_name: Option<String>,
    /// The last four digits of the account number.
    #[serde(deserialize_with = "object::lenient")]
    pub last4: Option<String>,
    /// False with a test key.
    #[serde(deserialize_with = "object::lenient")]
    pub livemode: Option<bool>,
    /// What the user granted; null where Stripe does not tell.
    #[serde(deserialize_with = "object::lenient")]
    pub permissions: Option<Vec<Permission>>,
    /// Whether the account can still be read.
    pub status: Option<AccountStatus>,
    /// checking, savings and so on.
    #[serde(deserialize_with = "object::lenient")]
    pub subcategory: Option<String>,
    /// What is refreshed daily; never ownership.
    #[serde(deserialize_with = "object::lenient")]
    pub subscriptions: Option<Vec<String>>,
    /// us_bank_account, link.
    #[serde(deserialize_with = "object::lenient")]
    pub supported_payment_method_types: Option<Vec<String>>,
    /// Null, an id, or the whole object where it was expanded.
    pub ownership: Option<Expandable<AccountOwnership>>,
    /// Null until ownership was asked for.
    #[serde(deserialize_with = "object::optional")]
    pub ownership_refresh: Option<OwnershipRefresh>,
}

/// A `financial_connections.account_ownership`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountOwnership {
    /// `fcaowns_...`.
    pub id: Option<String>,
    /// `financial_connections.account_ownership`.
    pub object: Option<String>,
    /// When Stripe made it, in unix seconds.
    pub created: Option<i64>,
    /// The first page of owners.
    #[serde(deserialize_with = "object::optional")]
    pub owners: Option<List<AccountOwner>>,
}

/// A `financial_connections.account_owner`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountOwner {
    /// `fcaown_...`; Stripe's own example has none.
    pub id: Option<String>,
    /// `financial_connections.account_owner`.
    pub object: Option<String>,
    /// As the bank titles the account.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Raw text.
    pub phone: Option<String>,
    /// `fcaowns_...` that it belongs to.
    pub ownership: Option<String>,
    /// One free line.
    pub raw_address: Option<String>,
    /// When the bank was last asked, in unix seconds.
    pub refreshed_at: Option<i64>,
}

/// State of the latest ownership refresh.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnershipRefresh {
    /// Pending, succeeded or failed.
    pub status: Option<RefreshStatus>,
    /// In unix seconds.
    pub last_attempted_at: Option<i64>,
    /// In unix seconds; null while pending and for an inactive account.
    pub next_refresh_available_at: Option<i64>,
    /// Why it failed; a closed preview of Stripe's with no published shape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Raw>,
}

/// Whose account it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountHolder {
    /// `customer` or `account`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `cus_...`, where the holder is a customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<Expandable<Customer>>,
    /// `acct_...`, where the holder is a connected account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
}

impl Identified for Account {
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl Identified for AccountOwnership {
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl Identified for AccountOwner {
    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl Account {
    /// The name that Stripe gives this kind of object.
    pub const OBJECT: &str = "financial_connections.account";

    /// `cus_...` of the holder, where it is a customer.
    pub fn customer(&self) -> Option<&str> {
        self.account_holder.as_ref()?.customer.as_ref()?.id()
    }

    /// State of the latest refresh; `None` until ownership was asked for.
    pub fn refresh_status(&self) -> Option<&RefreshStatus> {
        self.ownership_refresh.as_ref()?.status.as_ref()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = (&self.id, &self.status, &self.ownership_refresh);
        write!(f, "Account({shown:?} [rest redacted])")
    }
}

open_enum! {
    /// An account's status.
    pub enum AccountStatus {
        /// Can be refreshed.
        Active "active";
        /// Closed, or no longer linked for refreshing.
        Inactive "inactive";
        /// Unlinked.
        Disconnected "disconnected";
    }
}

open_enum! {
    /// A refresh's status.
    pub enum RefreshStatus {
        /// Under way.
        Pending "pending";
        /// Done.
        Succeeded "succeeded";
        /// The bank gave nothing.
        Failed "failed";
    }
}

impl fmt::Debug for AccountOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountOwner([redacted])")
    }
}

impl From<AccountOwner> for Owner {
    fn from(owner: AccountOwner) -> Self {
        let AccountOwner { name, email, phone, raw_address, refreshed_at, .. } = owner;
        Self { name, email, phone, raw_address, refreshed_at }
    }
}

impl From<Account> for Ownership {
    /// Ownership that is null or an id alone has no owners; a null owner is one of whom nothing is known.
    fn from(account: Account) -> Self {
        let refresh = account.ownership_refresh.unwrap_or_default();
        let ownership = match account.ownership {
            Some(Expandable::Object(ownership)) => *ownership,
            _ => AccountOwnership::default(),
        };
        let page = ownership.owners.unwrap_or_default();
        let has_more = page.has_more();
        let owners = page.data.unwrap_or_default();
        Self {
            has_more,
            owners: owners.into_iter().map(|owner| owner.unwrap_or_default().into()).collect(),
            status: account.status.map_or_else(Default::default, Into::into),
            refreshed_at: ownership.created.or(refresh.succeeded_at()),
            refresh: refresh.status.map_or_else(Default::default, Into::into),
        }
    }
}

impl OwnershipRefresh {
    fn succeeded_at(&self) -> Option<i64> {
        self.last_attempted_at.filter(|_| self.status == Some(RefreshStatus::Succeeded))
    }
}

impl From<AccountStatus> for record::AccountStatus {
    fn from(status: AccountStatus) -> Self {
        match status {
            AccountStatus::Active => Self::Active,
            AccountStatus::Inactive => Self::Inactive,
            AccountStatus::Disconnected => Self::Disconnected,
            AccountStatus::Unknown(_) => Self::Unknown,
        }
    }
}

impl From<RefreshStatus> for record::RefreshStatus {
    fn from(status: RefreshStatus) -> Self {
        match status {
            RefreshStatus::Pending => Self::Pending,
            RefreshStatus::Succeeded => Self::Succeeded,
            RefreshStatus::Failed => Self::Failed,
            RefreshStatus::Unknown(_) => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, Expandable};
    use crate::record::{AccountStatus, Ownership, RefreshStatus};

    fn ownership(json: &str) -> Ownership {
        Ownership::from(serde_json::from_str::<Account>(json).expect("a Stripe account"))
    }

    #[test]
    fn ownership_that_is_null_or_an_id_has_no_owners() {
        for json in [r#"{"ownership":null}"#, r#"{"ownership":"fcaowns_1"}"#, "{}", r#"{"ownership":{"owners":null}}"#]
        {
            assert!(ownership(json).owners.is_empty(), "{json}");
        }
    }

    #[test]
    fn statuses_are_open() {
        let read = ownership(r#"{"status":"pending","ownership_refresh":{"status":"paused"}}"#);
        assert_eq!((read.status, read.refresh), (AccountStatus::Unknown, RefreshStatus::Unknown));
        let read = ownership(r#"{"status":"inactive","ownership_refresh":{"status":"failed","last_attempted_at":5}}"#);
        assert_eq!((read.status, read.refresh), (AccountStatus::Inactive, RefreshStatus::Failed));
        assert_eq!(read.refreshed_at, None);
    }

    #[test]
    fn owners_keep_the_banks_order_and_null_owners_their_place() {
        let json = r#"{"ownership":{"created":7,"owners":{"data":[{"name":"A"},null,{"name":"B","object":"x"}]}}}"#;
        let read = ownership(json);
        assert_eq!(read.refreshed_at, Some(7));
        assert_eq!(
            read.owners.iter().map(|owner| owner.name.as_deref()).collect::<Vec<_>>(),
            [Some("A"), None, Some("B")]
        );
    }

    #[test]
    fn an_expanded_account_is_written_as_it_was_read() {
        let json = r#"{"id":"fca_1","status":"odd","ownership":"fcaowns_1","ownership_refresh":null}"#;
        let account: Account = serde_json::from_str(json).expect("a Stripe account");
        assert!(matches!(account.ownership, Some(Expandable::Id(_))));
        let written = serde_json::to_value(&account).expect("plain data");
        for (key, value) in serde_json::from_str::<serde_json::Value>(json).expect("JSON").as_object().expect("one") {
            assert_eq!(written[key], *value, "{key}");
        }
    }
}
