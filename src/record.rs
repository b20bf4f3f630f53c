//! The two sides as they come in, in plain types of ours, and as read: an applicant, an account's owners, a record.

use std::borrow::Cow;
use std::fmt;

use smallvec::SmallVec;

use crate::address::{self, Address, AddressParts};
use crate::email::{self, Email};
use crate::name::{self, Name};
use crate::phone::{self, Phone};
use crate::reading::Reading;
use crate::region::Region;
use crate::text::{ShortText, TextTraits, scan};

/// Owners that are compared; the rest is counted and flagged.
pub const CAP_OWNERS: usize = 64;

/// The four fields a bank reports and an applicant gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
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

/// How many applicants share what this one gave, as the caller counted them; `None` where that is not worth a flag.
///
/// ```
/// use ownermatch::{Applicant, FlagCode, Matcher, Owner, Reused};
/// let reused = Reused { phone: Some(7), ..Reused::default() };
/// let applicant = Applicant::new("Bob Okonkwo").phone("(415) 279-4774").reused(reused);
/// let answer = Matcher::default().match_owners(&applicant, &[Owner::new("OKONKWO ROBERT").phone("+14152794774")]);
/// assert!(answer.flags.iter().any(|flag| flag.code == FlagCode::IdentityReused && flag.count == Some(7)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Reused {
    /// Applicants who linked the same account.
    pub account: Option<u32>,
    /// Applicants who gave the same email.
    pub email: Option<u32>,
    /// Applicants who gave the same phone.
    pub phone: Option<u32>,
    /// Applicants who gave the same address.
    pub address: Option<u32>,
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
    /// How many others gave the same, where the caller counts that.
    pub reused: Reused,
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

    /// With how many others gave the same.
    #[must_use]
    pub fn reused(mut self, reused: Reused) -> Self {
        self.reused = reused;
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

impl AccountStatus {
    /// Stripe's word; nothing where it is not known.
    #[cfg(feature = "batch")]
    pub(crate) fn code(self) -> Option<&'static str> {
        [None, Some("active"), Some("inactive"), Some("disconnected")][self as usize]
    }
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
    /// Whether the bank has more owners than these; nobody is refused over what was not read.
    pub has_more: bool,
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
    /// How many applicants share what this one gave; nothing on the owner's side.
    pub reused: Reused,
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

impl Record {
    /// Reads an applicant; `region` is the country where the address names none.
    pub fn read_applicant(applicant: &Applicant, region: Region) -> Self {
        let address = applicant.address.as_ref().map_or(Reading::Absent, |input| match input {
            AddressInput::Line(line) => address::parse(line, region),
            AddressInput::Parts(parts) => address::parse_parts(parts, region),
        });
        Self {
            name: applicant.name.as_ref().map_or(Reading::Absent, read_name),
            email: read_or_absent(&applicant.email, email::parse),
            phone: read_or_absent(&applicant.phone, |raw| phone::parse(raw, region_of(&address, region))),
            address,
            text: scan_applicant(applicant),
            reused: applicant.reused,
        }
    }

    /// Reads an owner into one record a holder: a joint string becomes several persons who share the contacts.
    pub fn read_owner(owner: &Owner, region: Region) -> SmallVec<[Self; 1]> {
        let whole = Self::read_whole(owner, region);
        if whole.holders() > 1 { whole.split().collect() } else { SmallVec::from_iter([whole]) }
    }

    /// An owner as one record, whoever the name names.
    fn read_whole(owner: &Owner, region: Region) -> Self {
        let address = read_or_absent(&owner.raw_address, |raw| address::parse(raw, region));
        Self {
            name: read_or_absent(&owner.name, name::parse),
            email: read_or_absent(&owner.email, email::parse),
            phone: read_or_absent(&owner.phone, |raw| phone::parse(raw, region_of(&address, region))),
            address,
            text: scan_owner(owner),
            reused: Reused::default(),
        }
    }

    fn holders(&self) -> usize {
        self.name.read().map_or(1, |name| name.parties.len())
    }

    /// One record a holder of the name.
    fn split(&self) -> impl Iterator<Item = Self> {
        let names = self.name.read().map(Name::split).unwrap_or_default();
        names.into_iter().map(|one| Self {
            name: Reading::Read(one),
            email: self.email.clone(),
            phone: self.phone.clone(),
            address: self.address.clone(),
            ..*self
        })
    }
}

fn read_or_absent<T>(raw: &Option<String>, parse: impl FnOnce(&str) -> Reading<T>) -> Reading<T> {
    raw.as_deref().map_or(Reading::Absent, parse)
}

fn read_name(input: &NameInput) -> Reading<Name> {
    match input {
        NameInput::Full(full) => name::parse(full),
        NameInput::Parts { first, middle, last } => {
            name::parse_parts(first.as_deref(), middle.as_deref(), last.as_deref())
        }
        NameInput::Business(business) => name::parse_business(business),
    }
}

fn region_of(address: &Reading<Address>, default: Region) -> Region {
    address.read().map_or(default, |address| address.region)
}

pub(crate) fn applicant_name_text(applicant: &Applicant) -> Cow<'_, str> {
    match &applicant.name {
        None => Cow::Borrowed(""),
        Some(NameInput::Full(text) | NameInput::Business(text)) => Cow::Borrowed(text),
        Some(NameInput::Parts { first, middle, last }) => join([first, middle, last]),
    }
}

pub(crate) fn applicant_address_text(applicant: &Applicant) -> Cow<'_, str> {
    match &applicant.address {
        None => Cow::Borrowed(""),
        Some(AddressInput::Line(line)) => Cow::Borrowed(line),
        Some(AddressInput::Parts(parts)) => join(lines_of(parts)),
    }
}

fn join<'a, const N: usize>(parts: [&Option<String>; N]) -> Cow<'a, str> {
    Cow::Owned(Joined::of(parts).0.as_str().to_owned())
}

/// The parts of a name or address that are given, in one text.
struct Joined(ShortText<128>);

impl Joined {
    fn of<const N: usize>(parts: [&Option<String>; N]) -> Self {
        Self(ShortText::spaced(parts.into_iter().flatten().map(String::as_str)))
    }
}

fn scan_applicant(applicant: &Applicant) -> [TextTraits; 4] {
    let name = match &applicant.name {
        None => TextTraits::empty(),
        Some(NameInput::Full(text) | NameInput::Business(text)) => scan(text, name::CAP_CHARS),
        Some(NameInput::Parts { first, middle, last }) => {
            scan(Joined::of([first, middle, last]).0.as_str(), name::CAP_CHARS)
        }
    };
    let address = match &applicant.address {
        None => TextTraits::empty(),
        Some(AddressInput::Line(line)) => scan(line, address::CAP_CHARS),
        Some(AddressInput::Parts(parts)) => scan(Joined::of(lines_of(parts)).0.as_str(), address::CAP_CHARS),
    };
    let [email, phone] = scan_contacts(&applicant.email, &applicant.phone);
    [name, email, phone, address]
}

fn scan_owner(owner: &Owner) -> [TextTraits; 4] {
    let [email, phone] = scan_contacts(&owner.email, &owner.phone);
    [scan_or_empty(&owner.name, name::CAP_CHARS), email, phone, scan_or_empty(&owner.raw_address, address::CAP_CHARS)]
}

fn scan_contacts(email: &Option<String>, phone: &Option<String>) -> [TextTraits; 2] {
    [scan_or_empty(email, email::CAP_CHARS), scan_or_empty(phone, phone::CAP_CHARS)]
}

fn scan_or_empty(text: &Option<String>, cap_chars: usize) -> TextTraits {
    text.as_ref().map_or(TextTraits::empty(), |text| scan(text, cap_chars))
}

fn lines_of(parts: &AddressParts) -> [&Option<String>; 5] {
    [&parts.line1, &parts.line2, &parts.city, &parts.state, &parts.postal_code]
}

/// Whether an owner's contacts are known to be theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Contacts {
    #[default]
    Own,
    Shared,
}

/// An owner as read: one holder of the account.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnerRecord {
    /// Position at the bank, from 0.
    pub owner: u16,
    /// Which person of a joint string, from 0.
    pub person: u8,
    /// The four fields.
    pub record: Record,
    pub(crate) contacts: Contacts,
}

impl OwnerRecord {
    /// Reads at most [`CAP_OWNERS`] owners, one entry a holder.
    pub(crate) fn read_all(owners: &[Owner], region: Region) -> Vec<Self> {
        let mut read = Vec::with_capacity(owners.len().min(CAP_OWNERS));
        for (owner, raw) in owners.iter().take(CAP_OWNERS).enumerate() {
            let entry = |person, record, contacts| Self { owner: owner as u16, person, record, contacts };
            read.push(entry(0, Record::read_whole(raw, region), Contacts::Own));
            if let Some(whole) = read.pop_if(|whole| whole.record.holders() > 1) {
                let holders = whole.record.split().zip(0..);
                read.extend(holders.map(|(record, person)| entry(person, record, Contacts::Shared)));
            }
        }
        read
    }
}
