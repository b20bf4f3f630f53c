//! A column of any plain type as texts, one a row: ids and phones are often integers, and postal codes even fractions.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, TimestampSecondType};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BinaryViewArray, LargeBinaryArray, LargeStringArray, StringArray, StringViewArray,
};
use arrow_cast::cast;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, TimeUnit};

use crate::case::RejectCode;

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To be read as it is.
    Text,
    /// A moment: dates and timestamps of any unit become unix seconds.
    Seconds,
}

type Written = Result<Option<String>, RejectCode>;

/// The texts of a column; what is text already is not copied.
pub(super) enum Texts {
    Utf8(StringArray),
    LargeUtf8(LargeStringArray),
    Utf8View(StringViewArray),
    Binary(BinaryArray),
    LargeBinary(LargeBinaryArray),
    BinaryView(BinaryViewArray),
    /// The values of a dictionary, by a key a row.
    Keyed(Vec<Option<usize>>, Box<Texts>),
    /// What was no text, written as one.
    Written(Vec<Written>),
    /// A type that no text is made of; only nulls can be read.
    Unreadable(ArrayRef),
    /// Nulls alone.
    Nothing,
    /// Not in the batch at all, which is of another schema.
    Astray,
}

impl Texts {
    pub(super) fn of(array: &ArrayRef, purpose: Purpose) -> Self {
        match array.data_type() {
            DataType::Null => Self::Nothing,
            DataType::Utf8 => Self::Utf8(array.as_string().clone()),
            DataType::LargeUtf8 => Self::LargeUtf8(array.as_string().clone()),
            DataType::Utf8View => Self::Utf8View(array.as_string_view().clone()),
            DataType::Binary => Self::Binary(array.as_binary().clone()),
            DataType::LargeBinary => Self::LargeBinary(array.as_binary().clone()),
            DataType::BinaryView => Self::BinaryView(array.as_binary_view().clone()),
            DataType::Dictionary(..) => Self::of_dictionary(array, purpose),
            _ => written(array, purpose).map_or_else(|| Self::Unreadable(array.clone()), Self::Written),
        }
    }

    fn of_dictionary(array: &ArrayRef, purpose: Purpose) -> Self {
        let dictionary = array.as_any_dictionary();
        if dictionary.values().is_empty() {
            return Self::Nothing;
        }
        let keys = dictionary.normalized_keys().into_iter().enumerate();
        let keys = keys.map(|(row, key)| dictionary.keys().is_valid(row).then_some(key)).collect();
        Self::Keyed(keys, Box::new(Self::of(dictionary.values(), purpose)))
    }

    /// The text of a row, `None` where there is none.
    ///
    /// # Errors
    /// A code where there is something, and no text can be made of it.
    pub(super) fn get(&self, row: usize) -> Result<Option<&str>, RejectCode> {
        match self {
            Self::Utf8(texts) => Ok(texts.is_valid(row).then(|| texts.value(row))),
            Self::LargeUtf8(texts) => Ok(texts.is_valid(row).then(|| texts.value(row))),
            Self::Utf8View(texts) => Ok(texts.is_valid(row).then(|| texts.value(row))),
            Self::Binary(bytes) => utf8(bytes.is_valid(row).then(|| bytes.value(row))),
            Self::LargeBinary(bytes) => utf8(bytes.is_valid(row).then(|| bytes.value(row))),
            Self::BinaryView(bytes) => utf8(bytes.is_valid(row).then(|| bytes.value(row))),
            Self::Keyed(keys, values) => keys[row].map_or(Ok(None), |key| values.get(key)),
            Self::Written(texts) => texts[row].as_ref().map(Option::as_deref).map_err(|code| *code),
            Self::Unreadable(array) if array.is_valid(row) => Err(RejectCode::WrongType),
            Self::Unreadable(_) | Self::Nothing => Ok(None),
            Self::Astray => Err(RejectCode::WrongType),
        }
    }
}

fn utf8(bytes: Option<&[u8]>) -> Result<Option<&str>, RejectCode> {
    bytes.map(std::str::from_utf8).transpose().map_err(|_| RejectCode::InvalidUtf8)
}

/// `None` for a type that no text is made of.
fn written(array: &ArrayRef, purpose: Purpose) -> Option<Vec<Written>> {
    match array.data_type() {
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) if purpose == Purpose::Seconds => seconds(array),
        DataType::Float16 => written(&cast(array, &DataType::Float32).ok()?, purpose),
        DataType::Float32 => {
            let numbers = array.as_primitive::<Float32Type>().iter();
            Some(numbers.map(|number| Ok(number.filter(|number| !number.is_nan()).map(|it| it.to_string()))).collect())
        }
        // Not a number is how pandas writes nothing, and what else makes a fraction of a phone number.
        DataType::Float64 => {
            let numbers = array.as_primitive::<Float64Type>().iter();
            Some(numbers.map(|number| Ok(number.filter(|number| !number.is_nan()).map(|it| it.to_string()))).collect())
        }
        // Formatting a moment of a named zone would need the table of zones; what it is in UTC needs none.
        DataType::Timestamp(unit, Some(_)) => formatted(&cast(array, &DataType::Timestamp(*unit, None)).ok()?),
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) | DataType::Boolean => formatted(array),
        decimal if decimal.is_decimal() => {
            let whole = |text: String| match text.split_once('.') {
                Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole.to_owned(),
                _ => text,
            };
            Some(formatted(array)?.into_iter().map(|text| Ok(text?.map(whole))).collect())
        }
        number if number.is_integer() => formatted(array),
        _ => None,
    }
}

fn seconds(array: &ArrayRef) -> Option<Vec<Written>> {
    let moments = cast(array, &DataType::Timestamp(TimeUnit::Second, None)).ok()?;
    let moments = moments.as_primitive::<TimestampSecondType>();
    Some(moments.iter().map(|moment| Ok(moment.map(|moment| moment.to_string()))).collect())
}

/// By arrow's own rules, value by value: one that is out of range must not cost its neighbors.
fn formatted(array: &ArrayRef) -> Option<Vec<Written>> {
    let options = FormatOptions::default();
    let formatter = ArrayFormatter::try_new(array.as_ref(), &options).ok()?;
    let text = |row| formatter.value(row).try_to_string().map_err(|_| RejectCode::InvalidValue);
    Some((0..array.len()).map(|row| array.is_valid(row).then(|| text(row)).transpose()).collect())
}
