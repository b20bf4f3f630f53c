//! The columns that the kernel would have, if it could choose; every other spelling of their names works too.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// Key of a field's metadata under which its meaning stands.
pub const DESCRIPTION: &str = "description";

/// A field with its meaning beside it.
pub(super) fn described(field: Field, meaning: &str) -> Field {
    field.with_metadata(HashMap::from([(DESCRIPTION.to_owned(), meaning.to_owned())]))
}

/// A moment of the unix clock.
pub(super) fn moment() -> DataType {
    DataType::Timestamp(TimeUnit::Second, Some("UTC".into()))
}

/// Name and meaning of the columns of text.
const TEXTS: [(&str, &str); 18] = [
    ("id", "The case's id; a row without one is called by its number."),
    ("applicant_id", "Whose application it is, where one person may apply more than once."),
    ("account_id", "The linked account, fca_...."),
    ("account_status", "active, inactive or disconnected."),
    ("name", "The applicant's full name; goes before the parts."),
    ("first_name", "The applicant's given name."),
    ("middle_name", "The applicant's middle name or initial."),
    ("last_name", "The applicant's family name."),
    ("business_name", "The applicant's name where it is a business."),
    ("email", "The applicant's email."),
    ("phone", "The applicant's phone, in any notation."),
    ("address", "The applicant's address in one line."),
    ("line1", "House number and street."),
    ("line2", "Unit, suite or floor."),
    ("city", "City."),
    ("state", "State, by name or code."),
    ("postal_code", "ZIP or other postal code, as text: as a number it has lost its leading zeros."),
    ("country", "Country, by ISO code."),
];

/// Name and meaning of what is said of an owner.
const OWNER: [(&str, &str); 4] = [
    ("name", "The owner's name as the bank titles the account."),
    ("email", "The owner's email."),
    ("phone", "The owner's phone."),
    ("raw_address", "The owner's address in one line."),
];

/// The columns of cases in their canonical names and types; all may be null, and any may be left out.
///
/// ```
/// let schema = ownermatch::arrow::input_schema();
/// assert!(schema.field_with_name("owners").unwrap().is_nullable());
/// ```
pub fn input_schema() -> SchemaRef {
    let text = |(name, meaning): (&str, &str)| described(Field::new(name, DataType::Utf8, true), meaning);
    let mut fields: Vec<Field> = TEXTS.into_iter().map(text).collect();
    let refreshed = "When ownership was last refreshed; an owner's own time goes before it.";
    fields.insert(4, described(Field::new("account_refreshed_at", moment(), true), refreshed));
    let mut owner: Vec<Field> = OWNER.into_iter().map(text).collect();
    owner.push(described(Field::new("refreshed_at", moment(), true), "When the bank was last asked."));
    let item = Field::new_list_field(DataType::Struct(owner.into()), true);
    let owners = Field::new("owners", DataType::List(Arc::new(item)), true);
    fields.push(described(owners, "What the bank says of each owner, in its order; null where nothing is known."));
    Arc::new(Schema::new(fields))
}
