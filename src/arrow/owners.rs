//! A column with a list of owners in each row.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericListArray, OffsetSizeTrait};
use arrow_schema::{DataType, Fields};

use super::leaf::Leaf;
use super::rows::BadRow;
use crate::case::{Column, Columns, OwnerPart};
use crate::record::Owner;

/// What the fields of a list's items hold of an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OwnerFields {
    columns: Columns,
    places: Vec<usize>,
}

impl OwnerFields {
    /// `None` for a type that is no list of structs.
    pub(super) fn of(list: &DataType) -> Option<Self> {
        let (DataType::List(item) | DataType::LargeList(item)) = list else { return None };
        let DataType::Struct(fields) = item.data_type() else { return None };
        let found = |part: &OwnerPart| place(fields, *part).map(|place| (format!("owner.{}", part.key()), place));
        let (headers, places): (Vec<_>, Vec<_>) = OwnerPart::ALL.iter().filter_map(found).unzip();
        Some(Self { columns: Columns::of_accounts(&headers, &[]).ok()?, places })
    }
}

/// The field that holds a part: the one called so, else the first that means it.
fn place(fields: &Fields, part: OwnerPart) -> Option<usize> {
    let means = |name: &str| Column::from_header(&format!("owner.{name}")) == Some(Column::Owner(0, part));
    let named = fields.iter().position(|field| field.name() == part.key());
    named.or_else(|| fields.iter().position(|field| means(field.name())))
}

/// The lists of a batch.
pub(super) struct OwnerLists<'a> {
    fields: &'a OwnerFields,
    above: Vec<ArrayRef>,
    spans: Vec<Option<Range<usize>>>,
    parts: Vec<Leaf>,
}

impl<'a> OwnerLists<'a> {
    /// `above` are the structs that the list stands in; `None` for an array that is no list of structs.
    pub(super) fn of(fields: &'a OwnerFields, above: Vec<ArrayRef>, list: &ArrayRef) -> Option<Self> {
        let (spans, items) = match list.data_type() {
            DataType::List(_) => spans(list.as_list::<i32>()),
            DataType::LargeList(_) => spans(list.as_list::<i64>()),
            _ => return None,
        };
        let parts = fields.places.iter().zip(fields.columns.all());
        let parts = parts.map(|(place, column)| Leaf::in_struct(&items, *place, *column)).collect();
        Some(Self { fields, above, spans, parts })
    }

    /// The owners of a row, `None` where there is no list, and how many bytes they hold.
    pub(super) fn get(&self, row: usize) -> Result<Option<(Vec<Owner>, usize)>, BadRow> {
        let Some(span) = self.spans[row].clone().filter(|_| self.above.iter().all(|above| above.is_valid(row))) else {
            return Ok(None);
        };
        // An owner takes a byte at least, so that a list of nothings has its end too.
        let mut bytes = span.len();
        BadRow::check_bytes(bytes)?;
        let mut owners = Vec::with_capacity(span.len());
        for (index, item) in span.enumerate() {
            owners.push(self.owner(item, &mut bytes).map_err(|bad| bad.of_owner(index))?);
            BadRow::check_bytes(bytes)?;
        }
        Ok(Some((owners, bytes)))
    }

    fn owner(&self, item: usize, bytes: &mut usize) -> Result<Owner, BadRow> {
        let mut texts = Vec::with_capacity(self.parts.len());
        for (leaf, column) in self.parts.iter().zip(self.fields.columns.all()) {
            let text = leaf.get(item).map_err(|code| BadRow::at(code, *column))?;
            *bytes += text.map_or(0, str::len);
            texts.push(text);
        }
        let row = self.fields.columns.row(texts.into_iter(), "").map_err(|(code, at)| BadRow::at(code, Some(at)))?;
        Ok(row.case.ownership.owners.into_iter().next().unwrap_or_default())
    }
}

/// Where each list lies in the items, and the items that any of them holds.
fn spans<O: OffsetSizeTrait>(list: &GenericListArray<O>) -> (Vec<Option<Range<usize>>>, ArrayRef) {
    let offsets: Vec<usize> = list.value_offsets().iter().map(|offset| offset.as_usize()).collect();
    let (first, last) = (offsets[0], offsets[list.len()]);
    let span = |row: usize| list.is_valid(row).then(|| offsets[row] - first..offsets[row + 1] - first);
    ((0..list.len()).map(span).collect(), list.values().slice(first, last - first))
}
