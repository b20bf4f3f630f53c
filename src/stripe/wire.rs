//! Stripe's JSON of an account and its ownership, read as Stripe really sends it and turned into our types.
//!
//! Every enum is open and everything but an owner list has a default: Stripe's own examples leave
//! out `id`, `object` and `next_refresh_available_at`, and show an account `status` that its
//! schema does not list.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::object;
use crate::record::{self, Owner, Ownership};

/// A `financial_connections.account`.
///
/// ```
/// use ownermatch::{Ownership, stripe::wire::Account};
/// let json = r#"{"id":"fca_1","status":"pending","ownership":{"owners":{"data":[{"name":"Jenny Rosen"}]}}}"#;
/// let account: Account = serde_json::from_str(json).unwrap();
/// assert_eq!(Ownership::from(account).owners.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    /// `fca_...`.
    pub id: Option<String>,
    /// Whether the account can still be read.
    pub status: Option<AccountStatus>,
    /// Null, an id, or the whole object where it was expanded.
    pub ownership: Option<Expandable<AccountOwnership>>,
    /// Null until ownership was asked for.
    #[serde(deserialize_with = "object::optional")]
    pub ownership_refresh: Option<OwnershipRefresh>,
}

/// A thing that comes as its id unless the request expands it.
#[derive(Clone, PartialEq, Eq)]
pub enum Expandable<T> {
    /// The id alone.
    Id(String),
    /// The whole object.
    Object(Box<T>),
}

/// A `financial_connections.account_ownership`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountOwnership {
    /// `fcaowns_...`.
    pub id: Option<String>,
    /// When Stripe made it, in unix seconds.
    pub created: Option<i64>,
    /// The first page of owners.
    #[serde(deserialize_with = "object::optional")]
    pub owners: Option<OwnerList>,
}

/// One page of owners.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnerList {
    /// In the bank's order.
    #[serde(deserialize_with = "object::list")]
    pub data: Option<Vec<Option<AccountOwner>>>,
    /// Whether there is another page.
    pub has_more: Option<bool>,
}

/// A `financial_connections.account_owner`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountOwner {
    /// `fcaown_...`; Stripe's own example has none.
    pub id: Option<String>,
    /// As the bank titles the account.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Raw text.
    pub phone: Option<String>,
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
}

/// Declares an open enum of strings: `Variant "text"`, everything else is `Unknown`.
macro_rules! open_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$variant_doc:meta])* $variant:ident $text:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
            /// A value of another API version, as sent.
            Unknown(String),
        }

        impl $name {
            /// Stripe's word.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Ok(match text.as_str() {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown(text),
                })
            }
        }
    };
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

impl<T> fmt::Debug for Expandable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id(_) => "Id",
            Self::Object(_) => "Object([redacted])",
        })
    }
}

impl fmt::Debug for AccountOwner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountOwner([redacted])")
    }
}

impl<T: Serialize> Serialize for Expandable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => serializer.serialize_str(id),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Expandable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ExpandableVisitor(std::marker::PhantomData))
    }
}

/// By hand, since an untagged enum would forget where inside the object a fault stands.
struct ExpandableVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for ExpandableVisitor<T> {
    type Value = Expandable<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id or an object")
    }

    fn visit_str<E: serde::de::Error>(self, id: &str) -> Result<Self::Value, E> {
        Ok(Expandable::Id(id.to_owned()))
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let object = T::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
        Ok(Expandable::Object(Box::new(object)))
    }
}

impl From<AccountOwner> for Owner {
    fn from(owner: AccountOwner) -> Self {
        let AccountOwner { id: _, name, email, phone, raw_address, refreshed_at } = owner;
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
        let owners = ownership.owners.unwrap_or_default().data.unwrap_or_default();
        Self {
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
        assert_eq!(serde_json::to_string(&account).expect("plain data"), json);
    }
}
