//! A column of texts that may stand within structs, any of which may be null.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};

use super::texts::{Purpose, Texts};
use crate::case::{Column, OwnerPart, RejectCode};

/// The texts of one column, with the structs around it.
pub(super) struct Leaf {
    above: Vec<ArrayRef>,
    texts: Texts,
}

impl Leaf {
    /// The column at a path of positions; `column` is what it holds.
    pub(super) fn new(batch: &RecordBatch, path: &[usize], column: Option<Column>) -> Self {
        let found = descend(batch, path);
        let texts = found.as_ref().map_or(Texts::Astray, |(_, array)| Texts::of(array, purpose(column)));
        Self { above: found.map(|(above, _)| above).unwrap_or_default(), texts }
    }

    /// A field of an array of structs.
    pub(super) fn in_struct(structs: &ArrayRef, place: usize, column: Option<Column>) -> Self {
        let field = structs.as_struct_opt().and_then(|structs| structs.columns().get(place));
        let texts = field.map_or(Texts::Astray, |field| Texts::of(field, purpose(column)));
        Self { above: vec![structs.clone()], texts }
    }

    pub(super) fn get(&self, row: usize) -> Result<Option<&str>, RejectCode> {
        if self.above.iter().all(|above| above.is_valid(row)) { self.texts.get(row) } else { Ok(None) }
    }
}

/// The array at a path, and the structs on the way to it.
pub(super) fn descend(batch: &RecordBatch, path: &[usize]) -> Option<(Vec<ArrayRef>, ArrayRef)> {
    let (first, inner) = path.split_first()?;
    let mut array = batch.columns().get(*first)?.clone();
    let mut above = Vec::new();
    for place in inner {
        let field = array.as_struct_opt()?.columns().get(*place)?.clone();
        above.push(std::mem::replace(&mut array, field));
    }
    Some((above, array))
}

fn purpose(column: Option<Column>) -> Purpose {
    match column {
        Some(Column::AccountRefreshedAt | Column::Owner(_, OwnerPart::RefreshedAt)) => Purpose::Seconds,
        _ => Purpose::Text,
    }
}
