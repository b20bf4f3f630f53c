//! What is wrong with a line that cannot be read: a stable code and a place, never the value.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::error::Category;

use super::lines::Line;
use crate::stripe::object::Object;

/// Declares the codes: `Variant "code" "meaning"`.
macro_rules! reject_codes {
    ($($variant:ident $code:literal $meaning:literal;)*) => {
        /// Why a line was rejected; the codes are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum RejectCode { $(#[doc = $meaning] #[serde(rename = $code)] $variant,)* }

        impl RejectCode {
            /// Every code, in the order in which a line is checked.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code, such as `wrong_type`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }

            /// What is wrong, and what would be right.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }
        }
    };
}

reject_codes! {
    LineTooLong "line_too_long" "The line is longer than 1 MiB.";
    InvalidUtf8 "invalid_utf8" "The line is not UTF-8.";
    TooDeep "too_deep" "Brackets are nested more than 64 deep.";
    InvalidJson "invalid_json" "The line is not one JSON object.";
    LoneSurrogate "lone_surrogate" "A \\u escape is half of a surrogate pair.";
    NumberOutOfRange "number_out_of_range" "A number is too large to hold.";
    WrongType "wrong_type" "The value is of another JSON type than the field needs.";
    InvalidValue "invalid_value" "The value is of the right type and not one the field can hold.";
    DuplicateKey "duplicate_key" "The field stands twice in one object.";
    NoApplicant "no_applicant" "No name, email, phone or address is given of an applicant.";
    NoLabel "no_label" "The case has no `label`: same_person, a rival's code, household, stranger, 1 or 0.";
    WrongCells "wrong_cells" "The row has more or fewer cells than the header.";
    UnclosedQuote "unclosed_quote" "A quote is opened and not closed, or closes in another row.";
    UnreadablePart "unreadable_part" "The part of the file that holds the row is damaged.";
    NoAccount "no_account" "An applicant is named by `account`, fca_..., or by `customer`, cus_....";
}

/// A line that was rejected: where, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// Counted from 1.
    pub line: u64,
    /// Byte of the line at which the fault was noticed, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
    /// Where the line starts in the input, in bytes from 0.
    pub byte_offset: u64,
    /// Why.
    pub code: RejectCode,
    /// The field's path, such as `owners[0].email`; `None` for the line as a whole.
    pub field: Option<String>,
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", column {column}")?;
        }
        if let Some(field) = &self.field {
            write!(f, ", {field}")?;
        }
        write!(f, ": {} ({})", self.code.meaning().trim_end_matches('.'), self.code.code())
    }
}

/// Names that may stand in a path. Any other key comes from the input and may itself be personal data.
const FIELD_NAMES: [&str; 44] = [
    "account",
    "address",
    "applicant",
    "business_name",
    "city",
    "country",
    "created",
    "customer",
    "data",
    "decision",
    "email",
    "fields",
    "first_name",
    "flags",
    "has_more",
    "id",
    "kind",
    "label",
    "last_attempted_at",
    "last_name",
    "line1",
    "line2",
    "middle_name",
    "model_id",
    "name",
    "next_refresh_available_at",
    "now",
    "object",
    "origin",
    "owners",
    "ownership",
    "ownership_refresh",
    "person",
    "phone",
    "policy_id",
    "postal_code",
    "probability",
    "raw",
    "raw_address",
    "reasons",
    "refreshed_at",
    "region",
    "state",
    "status",
];
const SHORT_NAMES: [&str; 2] = ["a", "b"];

/// Deepest nesting that is read, unknown keys included.
const CAP_DEPTH: usize = 64;

impl Line {
    /// Reads the line as one JSON object.
    ///
    /// # Errors
    /// A [`Reject`] that says where and why, and never repeats the value.
    pub fn json<'de, T: Deserialize<'de>>(&'de self) -> Result<T, Reject> {
        let text = self.text()?;
        if is_too_deep(text) {
            return Err(self.reject(RejectCode::TooDeep));
        }
        let read: Result<Object<T>, _> = serde_json::from_str(text);
        read.map(|object| object.0).map_err(|error| self.explain::<T>(text, &error))
    }

    fn text(&self) -> Result<&str, Reject> {
        let bytes = self.bytes().ok_or_else(|| self.reject(RejectCode::LineTooLong))?;
        std::str::from_utf8(bytes).map_err(|error| Reject {
            column: Some(error.valid_up_to() as u64 + 1),
            ..self.reject(RejectCode::InvalidUtf8)
        })
    }

    /// A reject of the line as a whole.
    pub fn reject(&self, code: RejectCode) -> Reject {
        Reject { line: self.number, column: None, byte_offset: self.byte_offset, code, field: None }
    }

    /// Reads once more with the path at hand: tracking it costs time that good lines need not pay.
    fn explain<'de, T: Deserialize<'de>>(&'de self, text: &'de str, error: &serde_json::Error) -> Reject {
        let mut reader = serde_json::Deserializer::from_str(text);
        let tracked: Result<Object<T>, _> = serde_path_to_error::deserialize(&mut reader);
        let path = tracked.err().map(|error| known_path(error.path()));
        let message = error.to_string();
        let field = [path.unwrap_or_default(), duplicated(&message)].join(".");
        let field = field.trim_matches('.');
        Reject {
            column: u64::try_from(error.column()).ok().filter(|&column| column > 0),
            field: (!field.is_empty()).then(|| field.to_owned()),
            ..self.reject(code_of(error.classify(), &message))
        }
    }
}

fn is_too_deep(text: &str) -> bool {
    memchr::memchr2_iter(b'[', b'{', text.as_bytes()).nth(CAP_DEPTH).is_some() && depth(text) > CAP_DEPTH
}

/// The deepest nesting of brackets outside of strings.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// serde_json's text holds the value; only its fixed beginnings are looked at.
fn code_of(category: Category, message: &str) -> RejectCode {
    let starts = |beginnings: &[&str]| beginnings.iter().any(|beginning| message.starts_with(beginning));
    match category {
        Category::Data if starts(&["duplicate field"]) => RejectCode::DuplicateKey,
        Category::Data if starts(&["invalid value", "unknown variant"]) => RejectCode::InvalidValue,
        Category::Data => RejectCode::WrongType,
        _ if starts(&["recursion limit"]) => RejectCode::TooDeep,
        _ if starts(&["number out of range"]) => RejectCode::NumberOutOfRange,
        _ if starts(&["lone leading surrogate", "unexpected end of hex escape"]) => RejectCode::LoneSurrogate,
        _ => RejectCode::InvalidJson,
    }
}

/// The name of a field that stands twice, which the path does not hold.
fn duplicated(message: &str) -> String {
    let name = message.strip_prefix("duplicate field `").and_then(|rest| rest.split('`').next());
    name.filter(|name| is_known(name)).unwrap_or_default().to_owned()
}

fn is_known(name: &str) -> bool {
    FIELD_NAMES.binary_search(&name).is_ok() || SHORT_NAMES.contains(&name)
}

/// The path up to the first key that is not one of ours.
fn known_path(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut known = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => known.push_str(&format!("[{index}]")),
            Segment::Map { key } if is_known(key) => {
                known.push_str(if known.is_empty() { "" } else { "." });
                known.push_str(key);
            }
            _ => break,
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::FIELD_NAMES;

    #[test]
    fn field_names_are_sorted_for_the_search() {
        assert!(FIELD_NAMES.is_sorted());
    }
}
