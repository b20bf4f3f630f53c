//! What the columns of a schema hold, found by the same names as the columns of a table.

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Fields, Schema};

use super::owners::OwnerFields;
use super::rows::{BadRow, Rows};
use crate::case::{Column, Columns, ColumnsError, Row};

/// Structs within structs that are looked into.
const CAP_DEPTH: usize = 4;

/// Where a column's values stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// Passed over.
    Nothing,
    /// Plain values, by positions from the batch inwards.
    Text(Vec<usize>),
    /// Lists of owners.
    Owners(Vec<usize>, OwnerFields),
}

impl Held {
    fn path(&self) -> Option<&[usize]> {
        match self {
            Self::Nothing => None,
            Self::Text(path) | Self::Owners(path, _) => Some(path),
        }
    }

    fn path_mut(&mut self) -> Option<&mut Vec<usize>> {
        match self {
            Self::Nothing => None,
            Self::Text(path) | Self::Owners(path, _) => Some(path),
        }
    }
}

/// What the columns of a schema hold. A field of a struct is called by its path, such as `applicant.name`.
///
/// ```
/// use ownermatch::arrow::{InputColumns, input_schema};
/// use ownermatch::case::Column;
/// let columns = InputColumns::new(&input_schema(), &[]).unwrap();
/// assert!(columns.columns().has(Column::Owners));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputColumns {
    columns: Columns,
    held: Vec<Held>,
}

impl InputColumns {
    /// Finds what each column holds; `map` says it of some, by column and path, and goes before what the names say.
    ///
    /// Values may be text, bytes in UTF-8, integers, decimals, floats, booleans, dates, timestamps, dictionaries of
    /// those, or null. `owners` is a list of structs with what `owner.name`, `owner.email`, `owner.phone`,
    /// `owner.raw_address` and `owner.refreshed_at` may be called, or JSON text.
    ///
    /// # Errors
    /// As [`Columns::new`].
    pub fn new(schema: &Schema, map: &[(Column, String)]) -> Result<Self, ColumnsError> {
        Self::found(schema, map, Columns::new)
    }

    /// The same for a table of accounts and their owners, in which nobody applies.
    ///
    /// # Errors
    /// As [`Columns::of_accounts`].
    pub fn of_accounts(schema: &Schema, map: &[(Column, String)]) -> Result<Self, ColumnsError> {
        Self::found(schema, map, Columns::of_accounts)
    }

    fn found(
        schema: &Schema,
        map: &[(Column, String)],
        named: impl FnOnce(&[String], &[(Column, String)]) -> Result<Columns, ColumnsError>,
    ) -> Result<Self, ColumnsError> {
        let mut leaves = Vec::new();
        collect(schema.fields(), "", &[], &mut leaves);
        // Stripe's account as a struct says in `object` what it is; as a column of its own that would be the JSON.
        let is_object =
            |leaf: &Found| leaf.path.len() > 1 && Column::from_header(&leaf.header) == Some(Column::Account);
        leaves.retain(|leaf| !is_object(leaf) || map.iter().any(|(_, header)| *header == leaf.header));
        let headers: Vec<String> = leaves.iter().map(|leaf| leaf.header.clone()).collect();
        let columns = named(&headers, map)?;
        let held = leaves.into_iter().zip(columns.all()).map(|(leaf, column)| leaf.held(*column)).collect();
        Ok(Self { columns, held })
    }

    /// What each column holds, in the order of the schema, structs opened.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    pub(super) fn places(&self) -> impl Iterator<Item = (&Held, Option<Column>)> {
        self.held.iter().zip(self.columns.all().iter().copied())
    }

    /// The rows of a batch of this schema, in order. `first_row` is the number of its first row: a case without an id
    /// is called by its own.
    pub fn rows<'a>(
        &'a self,
        batch: &RecordBatch,
        first_row: u64,
    ) -> impl Iterator<Item = Result<Row, BadRow>> + use<'a> {
        Rows::new(self, batch, first_row)
    }

    /// Positions in the schema of the columns that are read, in order.
    pub(super) fn roots(&self) -> Vec<usize> {
        let mut roots: Vec<usize> = self.held.iter().filter_map(|held| held.path()?.first().copied()).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// The same for batches that hold only the columns that are read.
    pub(super) fn projected(mut self) -> Self {
        let roots = self.roots();
        for path in self.held.iter_mut().filter_map(Held::path_mut) {
            path[0] = roots.partition_point(|root| *root < path[0]);
        }
        self
    }
}

/// A column that is no struct.
struct Found {
    header: String,
    path: Vec<usize>,
    kind: DataType,
}

impl Found {
    fn held(self, column: Option<Column>) -> Held {
        match column {
            None => Held::Nothing,
            Some(Column::Owners) => match OwnerFields::of(&self.kind) {
                Some(fields) => Held::Owners(self.path, fields),
                None => Held::Text(self.path),
            },
            Some(_) => Held::Text(self.path),
        }
    }
}

fn collect(fields: &Fields, above: &str, path: &[usize], found: &mut Vec<Found>) {
    for (at, field) in fields.iter().enumerate() {
        let header = if above.is_empty() { field.name().clone() } else { format!("{above}.{}", field.name()) };
        let path = [path, &[at]].concat();
        match field.data_type() {
            DataType::Struct(inner) if path.len() < CAP_DEPTH => collect(inner, &header, &path, found),
            kind => found.push(Found { header, path, kind: kind.clone() }),
        }
    }
}
