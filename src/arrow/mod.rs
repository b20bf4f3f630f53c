//! Columns of Apache Arrow in, columns of answers out: the kernel that files, query engines and other languages stand on.
//!
//! [`Kernel`] takes a batch of cases and gives a batch of as many answers. What it reads and writes, column by column,
//! is [`input_schema`] and [`answer_schema`], and a page: `docs/schemas/arrow.md`. [`ParquetRows`], [`write_rows`] and
//! [`splice`] are the same columns in files.

mod input;
mod kernel;
mod leaf;
mod output;
mod owners;
mod parquet;
mod rows;
mod schema;
mod shown;
mod texts;

pub use self::parquet::{ParquetFault, ParquetRows, ReadRow, splice, write_rows};
pub use input::InputColumns;
pub use kernel::{Kernel, KernelError};
pub use output::{AnswerBuilder, REJECTED, answer_schema};
pub use rows::BadRow;
pub use schema::{DESCRIPTION, input_schema};
