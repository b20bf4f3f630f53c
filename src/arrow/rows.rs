//! The rows of a batch as cases, one by one; one that cannot be read costs itself and no other.

use arrow_array::RecordBatch;

use super::input::{Held, InputColumns};
use super::leaf::{Leaf, descend};
use super::owners::OwnerLists;
use crate::case::{CAP_LINE_BYTES, Column, RejectCode, Row};
use crate::record::Owner;

/// Why a row cannot be read: a code and a place, never the value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {} ({})", self.field.as_deref().unwrap_or("row"), self.code.meaning(), self.code.code())]
pub struct BadRow {
    /// Why.
    pub code: RejectCode,
    /// The field's path, such as `applicant.email` or `owners[0].refreshed_at`; `None` for the row as a whole.
    pub field: Option<String>,
}

impl BadRow {
    pub(super) fn at(code: RejectCode, column: Option<Column>) -> Self {
        Self { code, field: column.map(|column| column.to_string()) }
    }

    /// The same, of an owner in a list.
    pub(super) fn of_owner(self, index: usize) -> Self {
        let part = self.field.as_deref().map(|field| field.rsplit('.').next().unwrap_or(field));
        let field = part.map_or_else(|| format!("owners[{index}]"), |part| format!("owners[{index}].{part}"));
        Self { field: Some(field), ..self }
    }

    /// A row holds no more than a line may.
    pub(super) fn check_bytes(bytes: usize) -> Result<(), Self> {
        if bytes > CAP_LINE_BYTES { Err(Self { code: RejectCode::LineTooLong, field: None }) } else { Ok(()) }
    }
}

/// One column of a batch.
enum Bound<'a> {
    Passed,
    Texts(Leaf),
    Owners(OwnerLists<'a>),
}

/// The rows of one batch, in order.
pub(super) struct Rows<'a> {
    columns: &'a InputColumns,
    bound: Vec<Bound<'a>>,
    next: usize,
    length: usize,
    first_row: u64,
}

impl<'a> Rows<'a> {
    pub(super) fn new(columns: &'a InputColumns, batch: &RecordBatch, first_row: u64) -> Self {
        let bound = columns.places().map(|(held, column)| bind(batch, held, column)).collect();
        Self { columns, bound, next: 0, length: batch.num_rows(), first_row }
    }

    fn read(&self, at: usize) -> Result<Row, BadRow> {
        let (mut texts, mut listed, mut bytes) = (Vec::with_capacity(self.bound.len()), None, 0);
        for (bound, (_, column)) in self.bound.iter().zip(self.columns.places()) {
            let text = match bound {
                Bound::Texts(leaf) => leaf.get(at).map_err(|code| BadRow::at(code, column))?,
                Bound::Owners(lists) => {
                    listed = lists.get(at)?;
                    None
                }
                Bound::Passed => None,
            };
            bytes += text.map_or(0, str::len);
            texts.push(text);
        }
        BadRow::check_bytes(bytes + listed.as_ref().map_or(0, |(_, bytes)| *bytes))?;
        let numbered = self.columns.places().zip(&texts).any(|((_, column), text)| is_owner(column, *text));
        let id = (self.first_row + at as u64).to_string();
        let row = self.columns.columns().row(texts.into_iter(), &id);
        let row = row.map_err(|(code, column)| BadRow::at(code, Some(column)))?;
        Ok(with_owners(row, listed.map(|(owners, _)| owners).filter(|_| !numbered)))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, BadRow>;

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.next;
        self.next += usize::from(at < self.length);
        (at < self.length).then(|| self.read(at))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.length - self.next;
        (left, Some(left))
    }
}

fn bind<'a>(batch: &RecordBatch, held: &'a Held, column: Option<Column>) -> Bound<'a> {
    match held {
        Held::Nothing => Bound::Passed,
        Held::Text(path) => Bound::Texts(Leaf::new(batch, path, column)),
        Held::Owners(path, fields) => {
            let lists = descend(batch, path).and_then(|(above, list)| OwnerLists::of(fields, above, &list));
            lists.map_or_else(|| Bound::Texts(Leaf::new(batch, path, column)), Bound::Owners)
        }
    }
}

/// Owners one by one go before a list of them.
fn is_owner(column: Option<Column>, text: Option<&str>) -> bool {
    matches!(column, Some(Column::Owner(..))) && text.is_some_and(|text| !text.trim().is_empty())
}

/// A list of owners goes before those of an account's JSON, and is whole.
fn with_owners(mut row: Row, owners: Option<Vec<Owner>>) -> Row {
    if let Some(owners) = owners {
        row.case.ownership.owners = owners;
        row.case.ownership.has_more = false;
    }
    row
}
