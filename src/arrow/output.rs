//! Answers as columns: one field a chosen column, the owners where all are shown, and why a row was rejected.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, Float64Builder, Int64Builder, ListBuilder, StringBuilder, TimestampSecondBuilder, UInt8Builder,
    UInt16Builder, UInt32Builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};

use super::schema::{described, moment};
use super::shown::{OwnersBuilder, owners_field};
use crate::case::{AnswerColumn, AnswerRow, Cell, CellKind, OwnersShown, RejectCode};

/// Name of the last column.
pub const REJECTED: &str = "rejected";

/// The columns of answers: the chosen ones in their order, `owners` where all are shown, and `rejected`, the code of a
/// row that could not be read. Such a row is null in every other column, so that all may be.
pub fn answer_schema(columns: &[AnswerColumn], owners: OwnersShown) -> SchemaRef {
    let chosen = columns.iter().map(|column| {
        let field = Field::new(column.name(), kind_of(*column), true);
        described(field, column.meaning())
    });
    let owners = (owners == OwnersShown::All).then(owners_field);
    let rejected = Field::new(REJECTED, DataType::Utf8, true);
    let rejected = described(rejected, "Why the row could not be read; null for one that was.");
    Arc::new(Schema::new(chosen.chain(owners).chain([rejected]).collect::<Vec<_>>()))
}

/// The narrowest type that holds what the column may.
fn kind_of(column: AnswerColumn) -> DataType {
    use AnswerColumn as Is;
    match (column.kind(), column) {
        (CellKind::Text, _) => DataType::Utf8,
        (CellKind::Codes, _) => DataType::List(Arc::new(codes_item())),
        (CellKind::Number, _) => DataType::Float64,
        (CellKind::Integer, Is::Now) => moment(),
        (CellKind::Integer, Is::Score | Is::NameScore | Is::EmailScore | Is::PhoneScore | Is::AddressScore) => {
            DataType::UInt8
        }
        (CellKind::Integer, Is::BestOwner) => DataType::UInt16,
        (CellKind::Integer, Is::ReusedAccount | Is::ReusedEmail | Is::ReusedPhone | Is::ReusedAddress) => {
            DataType::UInt32
        }
        (CellKind::Integer, _) => DataType::Int64,
    }
}

fn codes_item() -> Field {
    Field::new_list_field(DataType::Utf8, false)
}

/// Rows of answers in the making.
pub struct AnswerBuilder {
    schema: SchemaRef,
    columns: Vec<(AnswerColumn, Cells)>,
    owners: Option<OwnersBuilder>,
    rejected: StringBuilder,
    text_bytes: usize,
}

impl AnswerBuilder {
    /// No rows yet, of the schema that [`answer_schema`] gives for the same.
    pub fn new(columns: &[AnswerColumn], owners: OwnersShown) -> Self {
        Self {
            schema: answer_schema(columns, owners),
            columns: columns.iter().map(|column| (*column, Cells::of(*column))).collect(),
            owners: (owners == OwnersShown::All).then(OwnersBuilder::new),
            rejected: StringBuilder::new(),
            text_bytes: 0,
        }
    }

    /// The columns.
    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rejected.len()
    }

    /// How many bytes of text there are. A column holds 2 GiB at the most, so that it is wise to [`finish`] by 1.
    ///
    /// [`finish`]: AnswerBuilder::finish
    pub fn text_bytes(&self) -> usize {
        self.text_bytes
    }

    /// Adds a row. Where all owners are shown, it has those that the answer lists.
    pub fn push(&mut self, row: &AnswerRow<'_>) {
        for (column, cells) in &mut self.columns {
            self.text_bytes += cells.push(column.cell(row));
        }
        if let Some(owners) = &mut self.owners {
            self.text_bytes += owners.push(row.answer.owners.as_deref());
        }
        self.rejected.append_null();
    }

    /// Adds a row that could not be read.
    pub fn push_rejected(&mut self, code: RejectCode) {
        for (_, cells) in &mut self.columns {
            cells.push(Cell::Null);
        }
        if let Some(owners) = &mut self.owners {
            owners.push(None);
        }
        self.rejected.append_value(code.code());
        self.text_bytes += code.code().len();
    }

    /// The rows so far; the builder is empty after that and may be used again.
    pub fn finish(&mut self) -> RecordBatch {
        let mut arrays: Vec<ArrayRef> = self.columns.iter_mut().map(|(_, cells)| cells.finish()).collect();
        arrays.extend(self.owners.as_mut().map(OwnersBuilder::finish));
        arrays.push(Arc::new(self.rejected.finish()));
        self.text_bytes = 0;
        RecordBatch::try_new(self.schema(), arrays).expect("each array was built by its field")
    }
}

/// The cells of a column.
enum Cells {
    Text(StringBuilder),
    Codes(ListBuilder<StringBuilder>),
    Number(Float64Builder),
    Tiny(UInt8Builder),
    Small(UInt16Builder),
    Count(UInt32Builder),
    Whole(Int64Builder),
    Moment(TimestampSecondBuilder),
}

impl Cells {
    fn of(column: AnswerColumn) -> Self {
        match kind_of(column) {
            DataType::Utf8 => Self::Text(StringBuilder::new()),
            DataType::List(item) => Self::Codes(ListBuilder::new(StringBuilder::new()).with_field(item)),
            DataType::Float64 => Self::Number(Float64Builder::new()),
            DataType::UInt8 => Self::Tiny(UInt8Builder::new()),
            DataType::UInt16 => Self::Small(UInt16Builder::new()),
            DataType::UInt32 => Self::Count(UInt32Builder::new()),
            DataType::Timestamp(..) => Self::Moment(TimestampSecondBuilder::new().with_timezone("UTC")),
            _ => Self::Whole(Int64Builder::new()),
        }
    }

    /// How many bytes of text came with the cell. One of another kind than the column's is nothing.
    fn push(&mut self, cell: Cell<'_>) -> usize {
        let whole = if let Cell::Integer(whole) = cell { Some(whole) } else { None };
        let number = if let Cell::Number(number) = cell { Some(number) } else { None };
        match self {
            Self::Text(texts) => return push_text(texts, cell),
            Self::Codes(lists) => return push_codes(lists, cell),
            Self::Number(numbers) => numbers.append_option(number),
            Self::Tiny(numbers) => numbers.append_option(whole.and_then(|whole| whole.try_into().ok())),
            Self::Small(numbers) => numbers.append_option(whole.and_then(|whole| whole.try_into().ok())),
            Self::Count(numbers) => numbers.append_option(whole.and_then(|whole| whole.try_into().ok())),
            Self::Whole(numbers) => numbers.append_option(whole),
            Self::Moment(moments) => moments.append_option(whole),
        }
        0
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(texts) => Arc::new(texts.finish()),
            Self::Codes(lists) => Arc::new(lists.finish()),
            Self::Number(numbers) => Arc::new(numbers.finish()),
            Self::Tiny(numbers) => Arc::new(numbers.finish()),
            Self::Small(numbers) => Arc::new(numbers.finish()),
            Self::Count(numbers) => Arc::new(numbers.finish()),
            Self::Whole(numbers) => Arc::new(numbers.finish()),
            Self::Moment(moments) => Arc::new(moments.finish()),
        }
    }
}

fn push_text(texts: &mut StringBuilder, cell: Cell<'_>) -> usize {
    let text = if let Cell::Text(text) = cell { Some(text) } else { None };
    texts.append_option(text.as_deref());
    text.as_deref().map_or(0, str::len)
}

fn push_codes(lists: &mut ListBuilder<StringBuilder>, cell: Cell<'_>) -> usize {
    let Cell::Codes(codes) = cell else {
        lists.append(false);
        return 0;
    };
    codes.iter().for_each(|code| lists.values().append_value(code));
    lists.append(true);
    codes.iter().map(|code| code.len()).sum()
}
