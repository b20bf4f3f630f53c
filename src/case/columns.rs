//! A row of a table to a case: what each column holds, found by its header or said by the user.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::input::Row;
use super::reject::RejectCode;
use crate::address::AddressParts;
use crate::matcher::Case;
use crate::record::{AccountStatus, AddressInput, Applicant, NameInput, Owner, Ownership};
use crate::stripe::wire::Account;
use crate::text::{Table, table};

static HEADERS: Table = table!("case_columns");

/// Most owners that columns may hold one by one.
const CAP_NUMBERED_OWNERS: usize = 64;

/// What a column of a table holds. In JSON it is its path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[non_exhaustive]
pub enum Column {
    /// The case's own name.
    Id,
    /// Whose application it is, where one person may apply more than once.
    ApplicantId,
    /// The linked account, `fca_...`, or whatever accounts are called by.
    AccountId,
    /// active, inactive or disconnected.
    AccountStatus,
    /// When ownership was last refreshed, in unix seconds.
    AccountRefreshedAt,
    /// Stripe's account object as JSON.
    Account,
    /// Owners as a JSON array.
    Owners,
    /// Something the applicant typed in.
    Applicant(ApplicantPart),
    /// Something the bank says of the owner of this position, from 0.
    Owner(u8, OwnerPart),
}

/// Declares the parts of a side: `Variant "path"`.
macro_rules! parts {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $path:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $(#[doc = concat!("`", $path, "`.")] $variant,)* }

        impl $name {
            /// All, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The key that holds it in a case's JSON.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $path),* }
            }

            fn with_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|part| part.key() == key)
            }
        }
    };
}

parts! {
    /// What an applicant's columns hold.
    ApplicantPart {
        Name "name"; FirstName "first_name"; MiddleName "middle_name"; LastName "last_name"; BusinessName "business_name";
        Email "email"; Phone "phone"; Address "address"; Line1 "line1"; Line2 "line2"; City "city"; State "state";
        PostalCode "postal_code"; Country "country";
    }
}

parts! {
    /// What an owner's columns hold.
    OwnerPart { Name "name"; Email "email"; Phone "phone"; RawAddress "raw_address"; RefreshedAt "refreshed_at"; }
}

impl Column {
    /// The column that a path names, such as `applicant.name`, `owner.email` or `owner.2.email` (owners from 1).
    pub fn from_path(path: &str) -> Option<Self> {
        let whole = [Self::Id, Self::ApplicantId, Self::AccountId, Self::AccountStatus, Self::AccountRefreshedAt];
        let whole = whole.into_iter().chain([Self::Account, Self::Owners]).find(|column| column.to_string() == path);
        whole.or_else(|| match path.split_once('.')? {
            ("applicant", part) => ApplicantPart::with_key(part).map(Self::Applicant),
            ("owner", part) => match part.split_once('.') {
                Some((number, part)) => owner(number.parse().ok()?, OwnerPart::with_key(part)?),
                None => owner(1, OwnerPart::with_key(part)?),
            },
            _ => None,
        })
    }

    /// The column that a header names by itself, however it is spaced and capitalized.
    ///
    /// ```
    /// use ownermatch::case::Column;
    /// let path = |header: &str| Column::from_header(header).map(|column| column.to_string());
    /// assert_eq!(path("Full Name").as_deref(), Some("applicant.name"));
    /// assert_eq!(path("owner2Email").as_deref(), Some("owner.2.email"));
    /// assert_eq!(path("bank_name"), None); // a bank's, more often than an owner's
    /// ```
    pub fn from_header(header: &str) -> Option<Self> {
        let key: String = header.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>().to_lowercase();
        whole(&key).or_else(|| {
            // `owners[0].email` counts from 0, `owner_1_email` from 1.
            let digits: String = key.chars().filter(char::is_ascii_digit).collect();
            let from_0 = header.contains('[') || key.starts_with("owners") && header.contains(".");
            let number = if digits.is_empty() { 1 } else { digits.parse::<usize>().ok()? + usize::from(from_0) };
            sided(&key, number).or_else(|| sided(&key.replace(|letter: char| letter.is_ascii_digit(), ""), number))
        })
    }

    /// Whether it says something of an owner.
    pub fn is_of_owners(self) -> bool {
        matches!(self, Self::Account | Self::Owners | Self::Owner(..))
    }
}

impl From<Column> for String {
    fn from(column: Column) -> Self {
        column.to_string()
    }
}

impl TryFrom<String> for Column {
    type Error = &'static str;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::from_path(&path).ok_or("no column has this path")
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id => f.write_str("id"),
            Self::ApplicantId => f.write_str("applicant.id"),
            Self::AccountId => f.write_str("account.id"),
            Self::AccountStatus => f.write_str("account.status"),
            Self::AccountRefreshedAt => f.write_str("account.refreshed_at"),
            Self::Account => f.write_str("account.json"),
            Self::Owners => f.write_str("owners"),
            Self::Applicant(part) => write!(f, "applicant.{}", part.key()),
            Self::Owner(0, part) => write!(f, "owner.{}", part.key()),
            Self::Owner(at, part) => write!(f, "owner.{}.{}", at + 1, part.key()),
        }
    }
}

fn owner(number: usize, part: OwnerPart) -> Option<Column> {
    (1..=CAP_NUMBERED_OWNERS).contains(&number).then(|| Column::Owner(number as u8 - 1, part))
}

/// A header that says all by itself.
fn whole(key: &str) -> Option<Column> {
    match HEADERS.get(key)?.split_once('\t')? {
        ("whole", path) => Column::from_path(path),
        ("part", "refreshed_at") => Some(Column::AccountRefreshedAt),
        ("part", part) => ApplicantPart::with_key(part).map(Column::Applicant),
        _ => None,
    }
}

/// A side and then a part, such as `owner` and `email`. A bank's own name is not its owner's.
fn sided(key: &str, number: usize) -> Option<Column> {
    let split = |at: usize| Some((key.get(..at)?, key.get(at..)?));
    let of = |(side, part): (&str, &str)| {
        let side = HEADERS.get(side.strip_suffix('s').unwrap_or(side))?.strip_prefix("side\t")?;
        let part = HEADERS.get(part)?.strip_prefix("part\t")?;
        match side {
            "owner" if key != "bankname" => owner(number, OwnerPart::with_key(raw(part))?),
            "applicant" => ApplicantPart::with_key(part).map(Column::Applicant),
            _ => None,
        }
    };
    (1..key.len()).rev().filter_map(split).find_map(of)
}

/// An owner's address is one raw line.
fn raw(part: &str) -> &str {
    if part == "address" { "raw_address" } else { part }
}

/// Why a table's header cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ColumnsError {
    /// Two columns hold the same.
    #[error("the columns `{0}` and `{1}` both hold {2}: say which with --map {2}=COLUMN")]
    Twice(String, String, String),
    /// A column that was asked for is not there.
    #[error("no column is called `{0}`")]
    Unknown(String),
    /// Nothing in it says who applies. The first line is not repeated: without a header it is somebody's data.
    #[error(
        "of the {0} columns that its first line names, none is known to say who applies: name one with --map \
             applicant.name=COLUMN, or give the file a header"
    )]
    NoApplicant(usize),
    /// Nothing in a table of accounts says which account.
    #[error(
        "of the {0} columns that its first line names, none is known to say which account: name one with --map \
             account.id=COLUMN"
    )]
    NoAccount(usize),
}

/// What the columns of one table hold, in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns(Vec<Option<Column>>);

impl Columns {
    /// Reads a header; `map` says of some columns what they hold, by column and header, and goes before what the header
    /// says by itself.
    ///
    /// # Errors
    /// Where two columns hold the same, a mapped one is not there, or none says anything of an applicant.
    pub fn new(headers: &[String], map: &[(Column, String)]) -> Result<Self, ColumnsError> {
        let columns = Self::any(headers, map)?;
        let names = |column: &Column| matches!(column, Column::Applicant(_));
        if columns.0.iter().flatten().any(names) { Ok(columns) } else { Err(ColumnsError::NoApplicant(headers.len())) }
    }

    /// The same for a table of accounts and their owners, in which nobody applies: a part that names no side is an owner's.
    ///
    /// # Errors
    /// As [`Columns::new`].
    pub fn of_accounts(headers: &[String], map: &[(Column, String)]) -> Result<Self, ColumnsError> {
        let mut columns = Self::any(headers, map)?;
        for column in columns.0.iter_mut().flatten() {
            if let Column::Applicant(part) = *column {
                *column = OwnerPart::with_key(raw(part.key())).map_or(*column, |part| Column::Owner(0, part));
            } else if *column == Column::Id && !columns_have(headers, Column::AccountId) {
                *column = Column::AccountId;
            }
        }
        Ok(columns)
    }

    fn any(headers: &[String], map: &[(Column, String)]) -> Result<Self, ColumnsError> {
        let unknown = |header: &String| ColumnsError::Unknown(header.clone());
        for (_, header) in map {
            headers.contains(header).then_some(()).ok_or_else(|| unknown(header))?;
        }
        let is_mapped = |column: &Column| map.iter().any(|(mapped, _)| mapped == column);
        let found = |header: &String| match map.iter().find(|(_, named)| named == header) {
            Some((column, _)) => Some(*column),
            None => Column::from_header(header).filter(|column| !is_mapped(column)),
        };
        let columns: Vec<_> = headers.iter().map(found).collect();
        for (at, column) in columns.iter().enumerate() {
            let earlier = columns[..at].iter().position(|other| column.is_some() && other == column);
            if let (Some(earlier), Some(column)) = (earlier, column) {
                return Err(ColumnsError::Twice(headers[earlier].clone(), headers[at].clone(), column.to_string()));
            }
        }
        Ok(Self(columns))
    }

    /// What each column holds; `None` for one that is passed over.
    pub fn all(&self) -> &[Option<Column>] {
        &self.0
    }

    /// Whether a column holds it.
    pub fn has(&self, column: Column) -> bool {
        self.0.contains(&Some(column))
    }

    /// Whether a column says anything of owners.
    pub fn have_owners(&self) -> bool {
        self.0.iter().flatten().any(|column| column.is_of_owners())
    }

    /// The row that these values make; one without an id is called `id`. Values stand in the order of the columns,
    /// and a blank one is absent.
    ///
    /// # Errors
    /// The code and the path of the first value that cannot be read.
    pub fn row<'v>(
        &self,
        values: impl Iterator<Item = Option<&'v str>>,
        id: &str,
    ) -> Result<Row, (RejectCode, Column)> {
        let mut draft = Draft::default();
        for (column, value) in self.0.iter().zip(values) {
            let value = value.filter(|value| !value.trim().is_empty());
            if let (Some(column), Some(value)) = (column, value) {
                draft.take(*column, value).map_err(|code| (code, *column))?;
            }
        }
        Ok(draft.finish(id))
    }
}

fn columns_have(headers: &[String], wanted: Column) -> bool {
    headers.iter().any(|header| Column::from_header(header) == Some(wanted))
}

/// A case in the making.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    applicant_id: Option<String>,
    account_id: Option<String>,
    applicant: Applicant,
    first: Option<String>,
    middle: Option<String>,
    last: Option<String>,
    business: Option<String>,
    address: AddressParts,
    owners: Vec<Owner>,
    ownership: Ownership,
}

impl Draft {
    fn take(&mut self, column: Column, value: &str) -> Result<(), RejectCode> {
        let text = || value.to_owned();
        match column {
            Column::Id => self.id = Some(text()),
            Column::ApplicantId => self.applicant_id = Some(text()),
            Column::AccountId => self.account_id = Some(text()),
            Column::AccountStatus => self.ownership.status = status(value),
            Column::AccountRefreshedAt => self.ownership.refreshed_at = Some(seconds(value)?),
            Column::Account => self.take_account(value)?,
            Column::Owners => self.owners = owners(value)?,
            Column::Applicant(part) => self.take_applicant(part, text()),
            Column::Owner(at, part) => self.take_owner(usize::from(at), part, text())?,
        }
        Ok(())
    }

    fn take_account(&mut self, json: &str) -> Result<(), RejectCode> {
        let account: Account = serde_json::from_str(json).map_err(|_| RejectCode::InvalidJson)?;
        self.account_id = self.account_id.take().or_else(|| account.id.clone());
        self.ownership = account.into();
        Ok(())
    }

    fn take_applicant(&mut self, part: ApplicantPart, text: String) {
        let (applicant, address) = (&mut self.applicant, &mut self.address);
        match part {
            ApplicantPart::Name => applicant.name = Some(NameInput::Full(text)),
            ApplicantPart::FirstName => self.first = Some(text),
            ApplicantPart::MiddleName => self.middle = Some(text),
            ApplicantPart::LastName => self.last = Some(text),
            ApplicantPart::BusinessName => self.business = Some(text),
            ApplicantPart::Email => applicant.email = Some(text),
            ApplicantPart::Phone => applicant.phone = Some(text),
            ApplicantPart::Address => applicant.address = Some(AddressInput::Line(text)),
            ApplicantPart::Line1 => address.line1 = Some(text),
            ApplicantPart::Line2 => address.line2 = Some(text),
            ApplicantPart::City => address.city = Some(text),
            ApplicantPart::State => address.state = Some(text),
            ApplicantPart::PostalCode => address.postal_code = Some(text),
            ApplicantPart::Country => address.country = Some(text),
        }
    }

    fn take_owner(&mut self, at: usize, part: OwnerPart, text: String) -> Result<(), RejectCode> {
        self.owners.resize_with(self.owners.len().max(at + 1), Owner::default);
        let owner = &mut self.owners[at];
        match part {
            OwnerPart::Name => owner.name = Some(text),
            OwnerPart::Email => owner.email = Some(text),
            OwnerPart::Phone => owner.phone = Some(text),
            OwnerPart::RawAddress => owner.raw_address = Some(text),
            OwnerPart::RefreshedAt => owner.refreshed_at = Some(seconds(&text)?),
        }
        Ok(())
    }

    /// A one-line name goes before its parts, these before a business's, as in a case's JSON; so for addresses.
    fn finish(self, id: &str) -> Row {
        let Self { mut applicant, mut ownership, first, middle, last, business, address, owners, .. } = self;
        let is_any = first.is_some() || middle.is_some() || last.is_some();
        let parts = is_any.then_some(NameInput::Parts { first, middle, last });
        applicant.name = applicant.name.or(parts).or(business.map(NameInput::Business));
        let structured = (address != AddressParts::default()).then_some(AddressInput::Parts(address));
        applicant.address = match (applicant.address, structured) {
            // A line with its city in columns beside it is the first line of an address in parts.
            (Some(AddressInput::Line(line)), Some(AddressInput::Parts(parts))) if parts.line1.is_none() => {
                Some(AddressInput::Parts(AddressParts { line1: Some(line), ..parts }))
            }
            (line, structured) => line.or(structured),
        };
        if !owners.is_empty() {
            ownership.owners = owners;
        }
        let id = self.id.unwrap_or_else(|| id.to_owned());
        let case = Case { id, applicant, ownership };
        Row { case, applicant_id: self.applicant_id, account_id: self.account_id }
    }
}

fn status(value: &str) -> AccountStatus {
    match value.trim().to_ascii_lowercase().as_str() {
        "active" => AccountStatus::Active,
        "inactive" => AccountStatus::Inactive,
        "disconnected" => AccountStatus::Disconnected,
        _ => AccountStatus::Unknown,
    }
}

fn seconds(value: &str) -> Result<i64, RejectCode> {
    value.trim().parse().map_err(|_| RejectCode::InvalidValue)
}

fn owners(json: &str) -> Result<Vec<Owner>, RejectCode> {
    let read: Vec<Option<Owner>> = serde_json::from_str(json).map_err(|_| RejectCode::InvalidJson)?;
    Ok(read.into_iter().map(Option::unwrap_or_default).collect())
}

#[cfg(test)]
mod tests {
    use super::{Column, Columns, ColumnsError, HEADERS};
    use crate::record::{AddressInput, NameInput};

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn every_row_of_the_table_leads_to_a_column() {
        for (key, columns) in HEADERS.rows() {
            let header = if columns.starts_with("side") { format!("{key} email") } else { key.to_owned() };
            assert!(Column::from_header(&header).is_some(), "{header}");
        }
    }

    #[test]
    fn headers_are_known_however_they_are_written() {
        let cases = [
            ("E-Mail", "applicant.email"),
            ("ZIP", "applicant.postal_code"),
            ("Address Line 2", "applicant.line2"),
            ("applicant_full_name", "applicant.name"),
            ("customerPhone", "applicant.phone"),
            ("customer_id", "applicant.id"),
            ("Account Holder Name", "owner.name"),
            ("owner_address", "owner.raw_address"),
            ("owner_1_name", "owner.name"),
            ("owners[1].email", "owner.2.email"),
            ("owners.1.email", "owner.2.email"),
            ("fca_id", "account.id"),
        ];
        for (header, path) in cases {
            assert_eq!(Column::from_header(header).map(|column| column.to_string()).as_deref(), Some(path), "{header}");
            assert_eq!(Column::from_path(path), Column::from_header(header), "{path}");
        }
        for header in ["bank_name", "", "notes", "score", "owner_99_email", "owner_pet"] {
            assert_eq!(Column::from_header(header), None, "{header}");
        }
    }

    #[test]
    fn row_is_put_together_from_parts_and_numbered_owners() {
        let columns = Columns::new(
            &headers(&["first", "last", "address", "city", "zip", "owner_name", "owner2_name", "junk"]),
            &[],
        );
        let values = ["Ada", "Quux", "1 Elm St", "Ames", "50010", "", "QUUX ADA", "x"].map(Some);
        let row = columns.expect("a header").row(values.into_iter(), "7").expect("a row");
        assert_eq!((row.case.id.as_str(), row.case.ownership.owners.len()), ("7", 2));
        assert!(matches!(row.case.applicant.name, Some(NameInput::Parts { first: Some(_), middle: None, .. })));
        let Some(AddressInput::Parts(parts)) = row.case.applicant.address else { panic!("an address in parts") };
        assert_eq!((parts.line1.as_deref(), parts.city.as_deref()), (Some("1 Elm St"), Some("Ames")));
    }

    #[test]
    fn headers_that_say_too_much_or_too_little_are_refused() {
        let twice = Columns::new(&headers(&["email", "E-Mail", "name"]), &[]);
        assert!(matches!(twice, Err(ColumnsError::Twice(..))));
        let map = [(Column::from_path("applicant.email").expect("a path"), "E-Mail".to_owned())];
        assert!(Columns::new(&headers(&["email", "E-Mail", "name"]), &map).is_ok());
        assert!(matches!(Columns::new(&headers(&["a", "b"]), &[]), Err(ColumnsError::NoApplicant(_))));
        assert!(matches!(Columns::new(&headers(&["name"]), &map), Err(ColumnsError::Unknown(..))));
    }

    #[test]
    fn table_of_accounts_needs_no_side() {
        let columns = Columns::of_accounts(&headers(&["id", "name", "email", "address"]), &[]).expect("a header");
        let paths: Vec<_> = columns.all().iter().flatten().map(ToString::to_string).collect();
        assert_eq!(paths, ["account.id", "owner.name", "owner.email", "owner.raw_address"]);
    }
}
