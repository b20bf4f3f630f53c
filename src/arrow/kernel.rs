//! The one function that scores columns: cases in, as many answers out, in order.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::input::InputColumns;
use super::output::{AnswerBuilder, answer_schema};
use crate::case::{Answer, AnswerColumn, AnswerRow, Column, ColumnsError, OwnersShown, Place, Row};
use crate::matcher::Matcher;

/// Text of one batch of answers at the most: half of what a column can hold.
const CAP_TEXT_BYTES: usize = 1 << 30;

/// Why a batch cannot be scored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KernelError {
    /// Its columns do not say what they hold.
    #[error(transparent)]
    Columns(#[from] ColumnsError),
    /// The answers would hold more than 1 GiB of text; after how many rows.
    #[error("the answers to {0} rows fill a batch: score smaller batches")]
    TooLarge(usize),
}

/// Scores batches of cases. The clock is read once, when it is made.
///
/// ```
/// use std::sync::Arc;
/// use arrow_array::{ArrayRef, RecordBatch, StringArray};
/// use ownermatch::Matcher;
/// use ownermatch::arrow::Kernel;
/// use ownermatch::case::AnswerColumn;
///
/// let text = |values: [&str; 2]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
/// let cases = RecordBatch::try_from_iter([
///     ("Full Name", text(["Bob Okonkwo", "Ada Quux"])),
///     ("Account Holder Name", text(["OKONKWO ROBERT", "QUUX ADA"])),
/// ]).unwrap();
/// let kernel = Kernel::new(Matcher::default()).columns(&[AnswerColumn::Id, AnswerColumn::NameScore]);
/// let answers = kernel.score(&cases).unwrap();
/// assert_eq!((answers.num_rows(), answers.num_columns()), (2, 3)); // `rejected` comes last
/// ```
#[derive(Clone, Debug)]
pub struct Kernel {
    matcher: Matcher,
    columns: Vec<AnswerColumn>,
    owners: OwnersShown,
    map: Vec<(Column, String)>,
}

impl Kernel {
    /// Answers with the usual columns and the best owner only.
    pub fn new(matcher: Matcher) -> Self {
        let columns = AnswerColumn::usual().to_vec();
        Self { matcher: matcher.pinned(), columns, owners: OwnersShown::Best, map: Vec::new() }
    }

    /// With other columns of answers, in this order.
    #[must_use]
    pub fn columns(mut self, columns: &[AnswerColumn]) -> Self {
        self.columns = columns.to_vec();
        self
    }

    /// With these owners shown.
    #[must_use]
    pub fn owners(mut self, owners: OwnersShown) -> Self {
        self.owners = owners;
        self
    }

    /// With what some columns of cases hold, by column and name.
    #[must_use]
    pub fn map(mut self, map: &[(Column, String)]) -> Self {
        self.map = map.to_vec();
        self
    }

    /// The columns of the answers.
    pub fn output_schema(&self) -> SchemaRef {
        answer_schema(&self.columns, self.owners)
    }

    /// As many rows as there are cases, in their order; one that cannot be read is null but for its code in `rejected`.
    /// A case without an id is called by its number in the batch, from 1.
    ///
    /// # Errors
    /// Where the columns do not say what they hold, or the answers are more than a batch can have.
    pub fn score(&self, cases: &RecordBatch) -> Result<RecordBatch, KernelError> {
        self.score_from(cases, 1)
    }

    /// The same for a batch whose first row has another number than 1.
    ///
    /// # Errors
    /// As [`Kernel::score`].
    pub fn score_from(&self, cases: &RecordBatch, first_row: u64) -> Result<RecordBatch, KernelError> {
        let columns = InputColumns::new(cases.schema_ref(), &self.map)?;
        let mut answers = AnswerBuilder::new(&self.columns, self.owners);
        for (row, number) in columns.rows(cases, first_row).zip(first_row..) {
            match row {
                Ok(row) => self.push(&mut answers, &row, number),
                Err(bad) => answers.push_rejected(bad.code),
            }
            if answers.text_bytes() > CAP_TEXT_BYTES {
                return Err(KernelError::TooLarge(answers.rows()));
            }
        }
        Ok(answers.finish())
    }

    fn push(&self, answers: &mut AnswerBuilder, row: &Row, number: u64) {
        let case = &row.case;
        let matched = self.matcher.match_ownership(&case.applicant, &case.ownership);
        let answer = Answer::new(case, &matched, self.matcher.current_policy(), self.owners);
        let place = Place { file: "", line: number, row: number };
        answers.push(&AnswerRow { answer: &answer, case, account: row.account_id.as_deref(), place });
    }
}
