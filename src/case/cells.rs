//! An answer as a row of named cells: what CSV, Parquet and chosen columns of JSON lines share.

use std::borrow::Cow;

use super::answer::{Answer, AnswerRelation, FieldAnswer};
use crate::flags::FlagCode;
use crate::matcher::Case;
use crate::record::{Field, applicant_address_text, applicant_name_text};

/// What a column's cells hold where they are not null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Text.
    Text,
    /// Codes, joined by `;` where there is no list.
    Codes,
    /// A whole number.
    Integer,
    /// A number with 12 significant digits.
    Number,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// Codes in order; none is no null.
    Codes(Vec<&'a str>),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
}

/// Where a row came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file's name as it was given.
    pub file: &'a str,
    /// Line of the file, from 1; in a file without lines the row's number.
    pub line: u64,
    /// The row's number among all that were read, from 1.
    pub row: u64,
}

/// What the cells of one row are taken from.
#[derive(Clone, Copy, Debug)]
pub struct AnswerRow<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// The case.
    pub case: &'a Case,
    /// The account's id, where one is known.
    pub account: Option<&'a str>,
    /// Where the case stood.
    pub place: Place<'a>,
}

/// Declares the columns: `Variant "name" Kind "meaning"`.
macro_rules! columns {
    ($($variant:ident $name:literal $kind:ident $meaning:literal;)*) => {
        /// A column of answers; names, kinds and meanings are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum AnswerColumn { $(#[doc = $meaning] $variant,)* }

        impl AnswerColumn {
            /// Every column, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable name.
            pub fn name(self) -> &'static str { match self { $(Self::$variant => $name),* } }

            /// What its cells hold.
            pub fn kind(self) -> CellKind { match self { $(Self::$variant => CellKind::$kind),* } }

            /// What it means.
            pub fn meaning(self) -> &'static str { match self { $(Self::$variant => $meaning),* } }

            /// The column with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|column| column.name() == name)
            }
        }
    };
}

columns! {
    Id "id" Text "The case's id.";
    Decision "decision" Text "match, review, no_match or insufficient_data.";
    Score "score" Integer "The probability in percent, rounded down.";
    Probability "probability" Number "That the applicant is the best owner, 0 to 1; 0 without owners.";
    LogOdds "log_odds" Number "log2 of the odds, what ranks; null without owners.";
    SamePerson "same_person" Number "The posterior of the same person; null without owners.";
    Household "household" Number "The posterior of a relative, housemate or affiliate.";
    Stranger "stranger" Number "The posterior of anybody else.";
    Rival "rival" Text "The strongest explanation other than the same person.";
    BestOwner "best_owner" Integer "Position of the best owner at the bank, from 0.";
    NameScore "name_score" Integer "The name's match score, 0 to 100; null where there is none.";
    NameLevel "name_level" Text "The name's level, or missing, or unreadable; null where the applicant gave none.";
    EmailScore "email_score" Integer "The same of the email.";
    EmailLevel "email_level" Text "The same of the email.";
    PhoneScore "phone_score" Integer "The same of the phone.";
    PhoneLevel "phone_level" Text "The same of the phone.";
    AddressScore "address_score" Integer "The same of the address.";
    AddressLevel "address_level" Text "The same of the address.";
    Flags "flags" Codes "What was noticed, the gravest first.";
    ReusedAccount "reused_account" Integer "Applicants with the same account, where that many raise identity_reused.";
    ReusedEmail "reused_email" Integer "Applicants with the same email, likewise.";
    ReusedPhone "reused_phone" Integer "Applicants with the same phone, likewise.";
    ReusedAddress "reused_address" Integer "Applicants with the same address, likewise.";
    Reasons "reasons" Codes "Why, from what weighs most.";
    Schema "schema" Text "The shape of the answer.";
    ModelId "model_id" Text "Tables, model, prior and scoring version.";
    PolicyId "policy_id" Text "The policy.";
    Now "now" Integer "The time the answer was given for, in unix seconds.";
    File "file" Text "The file that the case stood in.";
    Line "line" Integer "Line of that file, from 1; in Parquet the row.";
    Row "row" Integer "Number of the row among all that were read, from 1.";
    Account "account" Text "The account's id.";
    ApplicantName "applicant_name" Text "As the applicant gave it.";
    ApplicantEmail "applicant_email" Text "As the applicant gave it.";
    ApplicantPhone "applicant_phone" Text "As the applicant gave it.";
    ApplicantAddress "applicant_address" Text "As the applicant gave it, in one line.";
    OwnerName "owner_name" Text "As the bank has it of the best owner.";
    OwnerEmail "owner_email" Text "As the bank has it of the best owner.";
    OwnerPhone "owner_phone" Text "As the bank has it of the best owner.";
    OwnerAddress "owner_address" Text "As the bank has it of the best owner.";
}

impl AnswerColumn {
    /// The columns that a table has where none are chosen: all that an answer holds by itself.
    pub fn usual() -> &'static [Self] {
        &Self::ALL[..=Self::Now as usize]
    }

    /// Whether its cells repeat what the applicant typed in or the bank reported.
    pub fn is_personal(self) -> bool {
        self >= Self::ApplicantName
    }

    /// The cell of a row.
    pub fn cell<'a>(self, row: &AnswerRow<'a>) -> Cell<'a> {
        match self {
            Self::Id => text(&row.answer.id),
            Self::File => text(row.place.file),
            Self::Line => Cell::Integer(row.place.line as i64),
            Self::Row => Cell::Integer(row.place.row as i64),
            Self::Account => row.account.map_or(Cell::Null, text),
            _ if self.is_personal() => self.personal_cell(row),
            _ => self.answer_cell(row.answer),
        }
    }

    /// The cell of an answer of which no more is known.
    pub fn answer_cell(self, answer: &Answer) -> Cell<'_> {
        let share = |pick: fn(AnswerRelation) -> f64| answer.relation.map_or(Cell::Null, |of| Cell::Number(pick(of)));
        match self {
            Self::Id => text(&answer.id),
            Self::Decision => text(answer.decision.code()),
            Self::Score => Cell::Integer(answer.score.into()),
            Self::Probability => Cell::Number(answer.probability),
            Self::LogOdds => answer.log_odds.map_or(Cell::Null, Cell::Number),
            Self::SamePerson => share(|relation| relation.same_person),
            Self::Household => share(|relation| relation.household),
            Self::Stranger => share(|relation| relation.stranger),
            Self::Rival => answer.rival.as_deref().map_or(Cell::Null, text),
            Self::BestOwner => answer.best_owner.map_or(Cell::Null, |at| Cell::Integer(at.into())),
            Self::Flags => Cell::Codes(answer.flags.iter().map(|flag| flag.code.as_ref()).collect()),
            Self::Reasons => Cell::Codes(answer.reasons.iter().map(|reason| &*reason.code).collect()),
            Self::Schema => text(&answer.schema),
            Self::ModelId => text(&answer.model_id),
            Self::PolicyId => text(&answer.policy_id),
            Self::Now => Cell::Integer(answer.now),
            Self::ReusedAccount => reused(answer, None),
            _ => self.field_cell(answer),
        }
    }

    fn field_cell(self, answer: &Answer) -> Cell<'_> {
        let [name, email, phone, address] = answer.fields.all();
        match self {
            Self::NameScore => score(name),
            Self::NameLevel => level(name),
            Self::EmailScore => score(email),
            Self::EmailLevel => level(email),
            Self::PhoneScore => score(phone),
            Self::PhoneLevel => level(phone),
            Self::AddressScore => score(address),
            Self::AddressLevel => level(address),
            Self::ReusedEmail => reused(answer, Some(Field::Email)),
            Self::ReusedPhone => reused(answer, Some(Field::Phone)),
            Self::ReusedAddress => reused(answer, Some(Field::Address)),
            _ => Cell::Null,
        }
    }

    fn personal_cell<'a>(self, row: &AnswerRow<'a>) -> Cell<'a> {
        let applicant = &row.case.applicant;
        let owner = row.answer.best_owner.and_then(|at| row.case.ownership.owners.get(usize::from(at)));
        let written = |value: Option<&'a str>| value.map_or(Cell::Null, text);
        match self {
            Self::ApplicantName => filled(applicant_name_text(applicant)),
            Self::ApplicantEmail => written(applicant.email.as_deref()),
            Self::ApplicantPhone => written(applicant.phone.as_deref()),
            Self::ApplicantAddress => filled(applicant_address_text(applicant)),
            Self::OwnerName => written(owner.and_then(|owner| owner.name.as_deref())),
            Self::OwnerEmail => written(owner.and_then(|owner| owner.email.as_deref())),
            Self::OwnerPhone => written(owner.and_then(|owner| owner.phone.as_deref())),
            Self::OwnerAddress => written(owner.and_then(|owner| owner.raw_address.as_deref())),
            _ => Cell::Null,
        }
    }
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(text))
}

fn filled(text: Cow<'_, str>) -> Cell<'_> {
    if text.is_empty() { Cell::Null } else { Cell::Text(text) }
}

fn score(field: Option<&FieldAnswer>) -> Cell<'_> {
    field.and_then(|field| field.match_score).map_or(Cell::Null, |score| Cell::Integer(score.into()))
}

fn level(field: Option<&FieldAnswer>) -> Cell<'_> {
    field.map_or(Cell::Null, |field| text(&field.level))
}

fn reused(answer: &Answer, field: Option<Field>) -> Cell<'_> {
    let is_it = FlagCode::IdentityReused.code();
    let mut flags = answer.flags.iter().filter(|flag| flag.code == is_it && flag.field == field);
    flags.find_map(|flag| flag.count).map_or(Cell::Null, |count| Cell::Integer(count.into()))
}
