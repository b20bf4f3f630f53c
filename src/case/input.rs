//! One line of input to a case: the applicant in any of its forms, and owners or Stripe's account.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::lines::Line;
use super::reject::{Reject, RejectCode};
use crate::address::AddressParts;
use crate::matcher::Case;
use crate::record::{AddressInput, Applicant, NameInput, Owner, Ownership, Reused};
use crate::stripe::object;
use crate::stripe::wire::Account;

/// Reads a case from a line.
///
/// Unknown keys are ignored, a known key that stands twice is rejected. A case without an `id` is
/// called by its line number. `owners` go before those of `account`, whose state still counts.
/// Of an applicant's names, `name` goes before `first_name`, `middle_name` and `last_name`, and
/// these before `business_name`; one that is blank gives way to the next.
///
/// # Errors
/// A [`Reject`] that says where and why, and never repeats the value.
pub fn read(line: &Line) -> Result<Case, Reject> {
    read_with(line, &Applicants::default())
}

/// Reads a case whose applicant may stand in a file of their own, by the account or its customer; an applicant in the
/// line itself goes first. A line may also be Stripe's account object alone, and is called by the account's id.
///
/// # Errors
/// As [`read`].
pub fn read_with(line: &Line, applicants: &Applicants) -> Result<Case, Reject> {
    read_row_with(line, applicants).map(|row| row.case)
}

/// A case, and by which names its applicant and its account are known elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The case.
    pub case: Case,
    /// The applicant's, `applicant.id`; several cases may be one applicant's.
    pub applicant_id: Option<String>,
    /// The account's, `fca_...`.
    pub account_id: Option<String>,
}

/// Reads a case whose applicant and account may have ids of their own.
///
/// # Errors
/// As [`read`].
pub fn read_row(line: &Line) -> Result<Row, Reject> {
    read_row_with(line, &Applicants::default())
}

fn read_row_with(line: &Line, applicants: &Applicants) -> Result<Row, Reject> {
    let mut read: CaseLine<'_> = line.json()?;
    if read.object.as_deref() == Some(Account::OBJECT) {
        read.account = Some(AccountValue(Box::new(line.json()?)));
    }
    let account = read.account.map(|value| *value.0).unwrap_or_default();
    let applicant_id = read.applicant.as_mut().and_then(|applicant| applicant.id.take()).map(|id| id.0);
    let account_id = account.id.clone();
    let applicant = read.applicant.map(Applicant::from);
    let found = || applicants.find(account.id.as_deref(), account.customer()).cloned();
    let applicant = applicant.or_else(found).unwrap_or_default();
    let mut ownership = Ownership::from(account);
    if let Some(owners) = read.owners {
        ownership.owners = owners.into_iter().map(Option::unwrap_or_default).collect();
        ownership.has_more = false;
    }
    let id = read.id.map_or_else(|| line.number.to_string(), |id| id.0.into_owned());
    Ok(Row { case: Case { id, applicant, ownership }, applicant_id, account_id })
}

/// Reads one applicant, in any form that a case's `applicant` may have.
///
/// # Errors
/// As [`read`].
pub fn read_applicant(line: &Line) -> Result<Applicant, Reject> {
    let object: ApplicantObject = line.json()?;
    named(Applicant::from(object), line)
}

/// An applicant of whom nothing is said is a slip in the file's keys, and would read as "insufficient data".
fn named(applicant: Applicant, line: &Line) -> Result<Applicant, Reject> {
    if applicant == Applicant::default() { Err(line.reject(RejectCode::NoApplicant)) } else { Ok(applicant) }
}

#[derive(Deserialize)]
struct CaseLine<'a> {
    #[serde(default, borrow)]
    id: Option<Id<'a>>,
    #[serde(default, deserialize_with = "object::optional")]
    applicant: Option<ApplicantObject>,
    #[serde(default, deserialize_with = "object::list")]
    owners: Option<Vec<Option<Owner>>>,
    #[serde(default)]
    account: Option<AccountValue>,
    #[serde(default, borrow)]
    object: Option<Cow<'a, str>>,
}

/// Applicants by the account that they linked, or by the customer whom the account belongs to.
///
/// ```
/// use ownermatch::case::{Applicants, Line, read_with};
/// let mut applicants = Applicants::default();
/// let line = br#"{"customer":"cus_1","applicant":{"name":"Jenny Rosen"}}"#;
/// applicants.add(&Line::new(1, 0, line.to_vec())).unwrap();
/// let account = br#"{"id":"fca_1","object":"financial_connections.account","account_holder":{"customer":"cus_1"}}"#;
/// let case = read_with(&Line::new(1, 0, account.to_vec()), &applicants).unwrap();
/// assert_eq!(case.id, "fca_1");
/// assert!(case.applicant.name.is_some());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Applicants {
    by_account: HashMap<String, Applicant>,
    by_customer: HashMap<String, Applicant>,
}

impl Applicants {
    /// Takes in a line `{"account": "fca_...", "customer": "cus_...", "applicant": {...}}`, with one of the two ids at
    /// least; a later line about the same id replaces an earlier one.
    ///
    /// # Errors
    /// A [`Reject`] that says where and why, and never repeats the value.
    pub fn add(&mut self, line: &Line) -> Result<(), Reject> {
        let read: ApplicantLine = line.json()?;
        let is_named = |id: &Option<String>, prefix: &str| id.as_ref().is_none_or(|id| id.starts_with(prefix));
        let is_any = read.account.is_some() || read.customer.is_some();
        if !is_any || !is_named(&read.account, "fca_") || !is_named(&read.customer, "cus_") {
            return Err(line.reject(RejectCode::NoAccount));
        }
        let applicant = named(Applicant::from(read.applicant.unwrap_or_default()), line)?;
        self.by_account.extend(read.account.map(|id| (id, applicant.clone())));
        self.by_customer.extend(read.customer.map(|id| (id, applicant)));
        Ok(())
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.by_account.is_empty() && self.by_customer.is_empty()
    }

    /// The applicant of an account, else of its customer.
    pub fn find(&self, account: Option<&str>, customer: Option<&str>) -> Option<&Applicant> {
        let by_account = account.and_then(|id| self.by_account.get(id));
        by_account.or_else(|| self.by_customer.get(customer?))
    }
}

#[derive(Deserialize)]
struct ApplicantLine {
    account: Option<String>,
    customer: Option<String>,
    #[serde(default, deserialize_with = "object::optional")]
    applicant: Option<ApplicantObject>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ApplicantObject {
    id: Option<OwnId>,
    name: Option<String>,
    first_name: Option<String>,
    middle_name: Option<String>,
    last_name: Option<String>,
    business_name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<AddressValue>,
    #[serde(deserialize_with = "object::or_default")]
    reused: Reused,
}

impl From<ApplicantObject> for Applicant {
    fn from(object: ApplicantObject) -> Self {
        let ApplicantObject { first_name, middle_name, last_name, business_name, email, phone, .. } = object;
        let (name, address, reused) = (object.name, object.address, object.reused);
        let name = name.filter(|text| is_filled(text)).map(NameInput::Full);
        let business = business_name.filter(|text| is_filled(text)).map(NameInput::Business);
        Self {
            name: name.or_else(|| parts(first_name, middle_name, last_name)).or(business),
            email,
            phone,
            address: address.map(|address| address.0),
            reused,
        }
    }
}

fn is_filled(text: &str) -> bool {
    !text.trim().is_empty()
}

fn parts(first: Option<String>, middle: Option<String>, last: Option<String>) -> Option<NameInput> {
    let is_any = [&first, &middle, &last].into_iter().flatten().any(|text| is_filled(text));
    is_any.then_some(NameInput::Parts { first, middle, last })
}

/// A case's id: a string, or an integer in its decimal digits.
struct Id<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Id<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

/// An id that outlives its line.
struct OwnId(String);

impl<'de> Deserialize<'de> for OwnId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Id::deserialize(deserializer).map(|id| Self(id.0.into_owned()))
    }
}

struct IdVisitor;

impl<'de> Visitor<'de> for IdVisitor {
    type Value = Id<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or an integer")
    }

    fn visit_borrowed_str<E: Error>(self, id: &'de str) -> Result<Self::Value, E> {
        Ok(Id(Cow::Borrowed(id)))
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Self::Value, E> {
        Ok(Id(Cow::Owned(id.to_owned())))
    }

    fn visit_u64<E: Error>(self, id: u64) -> Result<Self::Value, E> {
        Ok(Id(Cow::Owned(id.to_string())))
    }

    fn visit_i64<E: Error>(self, id: i64) -> Result<Self::Value, E> {
        Ok(Id(Cow::Owned(id.to_string())))
    }
}

/// Stripe's account object, or its id alone; boxed, since most lines have none and would carry its room around.
struct AccountValue(Box<Account>);

impl<'de> Deserialize<'de> for AccountValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AccountVisitor)
    }
}

struct AccountVisitor;

impl<'de> Visitor<'de> for AccountVisitor {
    type Value = AccountValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an account's id or an object")
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Self::Value, E> {
        Ok(AccountValue(Box::new(Account { id: Some(id.to_owned()), ..Account::default() })))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Account::deserialize(MapAccessDeserializer::new(map)).map(Box::new).map(AccountValue)
    }
}

/// An address in one line or in parts, by hand: an untagged enum would forget where a fault stands.
struct AddressValue(AddressInput);

impl<'de> Deserialize<'de> for AddressValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AddressVisitor)
    }
}

struct AddressVisitor;

impl<'de> Visitor<'de> for AddressVisitor {
    type Value = AddressValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one line or an object")
    }

    fn visit_str<E: Error>(self, line: &str) -> Result<Self::Value, E> {
        Ok(AddressValue(AddressInput::Line(line.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let parts = AddressParts::deserialize(MapAccessDeserializer::new(map))?;
        Ok(AddressValue(AddressInput::Parts(parts)))
    }
}
