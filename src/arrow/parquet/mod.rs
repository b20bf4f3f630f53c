//! The same columns in Parquet files: rows of cases read by range, answers written and joined.

mod bytes;
mod fault;
mod read;
mod shared;
mod write;

pub use fault::ParquetFault;
pub use read::{ParquetRows, ReadRow};
pub use write::{splice, write_rows};
