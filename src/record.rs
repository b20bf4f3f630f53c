//! The two sides as they come in, in plain types of ours, and as read: an applicant, an account's owners, a record.

use std::fmt;


use crate::address::{Address, AddressParts};
use crate::email::Email;
use crate::name::Name;
use crate::phone::Phone;
use crate::reading::Reading;
use crate::text::{TextTraits};

/// Owners that are compared; the rest is counted and flagged.
pub const CAP_OWNERS: usize = 64;

/// The four fields a bank reports and an applicant gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Name of a person or a business.
    Name,
    /// Email address.
    Email,
    /// Phone number.
    Phone,
    /// Postal address.
    Address,
}

impl Field {
    /// The four, in the order of every output.
    pub const ALL: [Self; 4] = [Self::Name, Self::Email, Self::Phone, Self::Address];

    /// The stable code, such as `email`.
    pub fn code(self) -> &'static str {
        ["name", "email", "phone", "address"][self as usize]
    }
}

/// A name as an applicant gives it.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(untagged))]
pub enum NameInput {
    /// One string, of a person or a business.
    Full(String),
    /// A person's name in parts.
    Parts {
        /// Given name.
        first: Option<String>,
        /// Middle name or initial.
        middle: Option<String>,
        /// Family name.
        last: Option<String>,
    },
    /// A business name, known to be one.
    Business(String),
}

/// An address as an applicant gives it.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(untagged))]
pub enum AddressInput {
    /// One line.
    Line(String),
    /// Stripe's structured form.
    Parts(AddressParts),
}

/// The person or business that says the account is theirs.
///
/// ```
/// use ownermatch::Applicant;
/// let applicant = Applicant::new("Jenny Rosen").email("jenny.rosen@example.com").phone("(555) 555-5555");
/// assert!(!format!("{applicant:?}").contains("Jenny"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Applicant {
    /// Full name, parts, or a business name.
    pub name: Option<NameInput>,
    /// Email address.
    pub email: Option<String>,
    /// Phone number in any notation.
    pub phone: Option<String>,
    /// Structured or one line.
    pub address: Option<AddressInput>,
}

impl Applicant {
    /// An applicant with a full name and nothing else.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(NameInput::Full(name.into())), ..Self::default() }
    }

    /// With an email.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// With a phone number.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// With an address in one line.
    #[must_use]
    pub fn address(mut self, line: impl Into<String>) -> Self {
        self.address = Some(AddressInput::Line(line.into()));
        self
    }
}

/// An account's owner as the bank knows them, in Stripe's words.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Owner {
    /// Name as the bank titles the account.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// One line, nothing between street and city.
    pub raw_address: Option<String>,
    /// When the bank was last asked, in unix seconds.
    pub refreshed_at: Option<i64>,
}

impl Owner {
    /// An owner with a name and nothing else.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// With an email.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// With a phone number.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// With an address in one line.
    #[must_use]
    pub fn raw_address(mut self, line: impl Into<String>) -> Self {
        self.raw_address = Some(line.into());
        self
    }
}

/// Whether the linked account can still be read, in Stripe's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AccountStatus {
    /// Not told, or a status of a later API version.
    #[default]
    Unknown,
    /// Can be refreshed.
    Active,
    /// Closed or no longer linked for refreshing.
    Inactive,
    /// Unlinked by the user or the platform.
    Disconnected,
}

/// How the latest ownership refresh went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RefreshStatus {
    /// Never asked for, or not told.
    #[default]
    Unknown,
    /// Under way.
    Pending,
    /// Done.
    Succeeded,
    /// The bank gave nothing.
    Failed,
}

/// Everything the bank says of who owns the account: the owners in the bank's order, and the account's state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ownership {
    /// In the bank's order.
    pub owners: Vec<Owner>,
    /// State of the account.
    pub status: AccountStatus,
    /// State of the latest refresh.
    pub refresh: RefreshStatus,
    /// When ownership was last refreshed, in unix seconds; each owner's own time goes before it.
    pub refreshed_at: Option<i64>,
}

impl From<Vec<Owner>> for Ownership {
    fn from(owners: Vec<Owner>) -> Self {
        Self { owners, ..Self::default() }
    }
}

/// A side's four fields, read once and compared many times.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The name, with a joint string's persons together on the applicant's side and one a record on the owner's.
    pub name: Reading<Name>,
    /// The email.
    pub email: Reading<Email>,
    /// The phone.
    pub phone: Reading<Phone>,
    /// The address.
    pub address: Reading<Address>,
    /// What the characters of each field say, in the order of [`Field::ALL`].
    pub text: [TextTraits; 4],
}

macro_rules! redacted {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        })*
    };
}
redacted!(Applicant, Owner, NameInput, AddressInput);
