//! Flat JSON objects: keys beside each other as a warehouse writes them, read as the columns of a table.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::case::{Column, Columns, ColumnsError, Line, Reject, RejectCode, Row, read_row};

/// What the keys of flat objects hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Flat {
    keys: Vec<String>,
    columns: Columns,
}

impl Flat {
    pub(super) fn new(keys: &[String], map: &[(Column, String)]) -> Result<Self, ColumnsError> {
        Ok(Self { keys: keys.to_vec(), columns: Columns::new(keys, map)? })
    }

    /// Owners and account may stand in the object as in a case; the applicant is put together from its keys.
    pub(super) fn read(&self, line: &Line) -> Result<Row, Reject> {
        let nested = read_row(line)?;
        let values = line.json::<Values<'_>>()?.0;
        let reject =
            |(code, column): (RejectCode, Column)| Reject { field: Some(column.to_string()), ..line.reject(code) };
        let mut texts = vec![None; self.keys.len()];
        for (key, value) in &values {
            let Some(at) = self.keys.iter().position(|known| known == key) else { continue };
            let earlier = texts[at].replace(&**value);
            if let (Some(_), Some(column)) = (earlier, self.columns.all()[at]) {
                return Err(reject((RejectCode::DuplicateKey, column)));
            }
        }
        let mut row = self.columns.row(texts.into_iter(), &line.number.to_string()).map_err(reject)?;
        row.account_id = row.account_id.or(nested.account_id);
        if row.case.ownership.owners.is_empty() {
            row.case.ownership = nested.case.ownership;
        }
        Ok(row)
    }
}

/// The keys of one object with their values as text; those of an object inside stand behind its key and a point.
struct Values<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Values<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some((key, value)) = map.next_entry::<Key<'de>, Inner<'de>>()? {
            match value {
                Inner::Nothing => {}
                Inner::Text(text) => values.push((key.0, text)),
                Inner::Object(inner) => {
                    values.extend(inner.into_iter().map(|(name, text)| ([&*key.0, ".", &name].concat().into(), text)));
                }
            }
        }
        Ok(Values(values))
    }
}

/// A key, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Text as it is, numbers and truth as they are written, an object's own keys; nothing for lists and null.
enum Inner<'a> {
    Nothing,
    Text(Cow<'a, str>),
    Object(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Inner<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InnerVisitor)
    }
}

struct InnerVisitor;

impl<'de> Visitor<'de> for InnerVisitor {
    type Value = Inner<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Inner::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Inner::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Inner::Text(number.to_string().into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Inner::Text(number.to_string().into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Inner::Text(number.to_string().into()))
    }

    fn visit_bool<E>(self, is_true: bool) -> Result<Self::Value, E> {
        Ok(Inner::Text(is_true.to_string().into()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Inner::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Inner::Nothing)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some((key, value)) = map.next_entry::<Key<'de>, Inner<'de>>()? {
            if let Inner::Text(text) = value {
                values.push((key.0, text));
            }
        }
        Ok(Inner::Object(values))
    }
}
