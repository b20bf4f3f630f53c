//! Stripe's JSON, read as Stripe really sends it and turned into our types; the only place that knows it.
//!
//! Every enum is open and everything but an owner list has a default: Stripe's own examples leave
//! out `id`, `object` and `next_refresh_available_at`, and show an account `status` that its
//! schema does not list. What a type does not name is passed over.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::object;

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

mod account;
mod event;
mod fault;
mod linking;
mod owner_match;

pub use account::{
    Account, AccountHolder, AccountOwner, AccountOwnership, AccountStatus, OwnershipRefresh, RefreshStatus,
};
pub use event::{Event, EventData, EventRequest, EventType};
pub use fault::{Fault, FaultBody, FaultType};
pub use linking::{
    BankAccount, CheckoutSession, Customer, Intent, Invoice, PaymentMethod, Permission, Prefetch, Session, Subscription,
};
pub use owner_match::{FieldResult, OwnerInformation, OwnershipMatch, Results, Source};

/// A thing that comes as its id unless the request expands it.
#[derive(Clone, PartialEq, Eq)]
pub enum Expandable<T> {
    /// The id alone.
    Id(String),
    /// The whole object.
    Object(Box<T>),
}

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, bound(deserialize = "T: Deserialize<'de>"))]
pub struct List<T> {
    /// `list`.
    pub object: Option<String>,
    /// In the order of the sender.
    #[serde(deserialize_with = "object::list")]
    pub data: Option<Vec<Option<T>>>,
    /// Whether there is another page.
    pub has_more: Option<bool>,
    /// Where the list itself is read.
    pub url: Option<String>,
}

impl<T> List<T> {
    /// What the page holds, nulls left out.
    pub fn items(&self) -> impl Iterator<Item = &T> {
        self.data.iter().flatten().flatten()
    }

    /// Whether there is another page; a list that does not say is whole.
    pub fn has_more(&self) -> bool {
        self.has_more == Some(true)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { object: None, data: None, has_more: None, url: None }
    }
}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.data.as_ref().map_or(0, Vec::len);
        write!(f, "List({count} items [redacted], has_more: {})", self.has_more())
    }
}

/// JSON of no published shape, kept as it came and not shown by `Debug`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Raw(pub serde_json::Value);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw([redacted])")
    }
}

/// What lets a browser act for the user: never in `Debug`, shown only by [`ClientSecret::expose`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// A secret from its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text; keep it out of logs.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret([redacted])")
    }
}

impl<T> Expandable<T> {
    /// The whole object, where it was expanded.
    pub fn object(&self) -> Option<&T> {
        match self {
            Self::Id(_) => None,
            Self::Object(object) => Some(object),
        }
    }
}

/// Things that have an id.
pub trait Identified {
    /// The id; Stripe's own examples sometimes leave it out.
    fn id(&self) -> Option<&str>;
}

impl<T: Identified> Expandable<T> {
    /// The id, expanded or not.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Id(id) => Some(id),
            Self::Object(object) => object.id(),
        }
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
