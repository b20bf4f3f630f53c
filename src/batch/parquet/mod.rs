//! Parquet files as a source of rows and as an output, on the kernel's columns; a sentence that names the feature where it
//! is not there.

#[cfg(feature = "arrow")]
mod present;
#[cfg(feature = "arrow")]
pub(super) use self::present::{Columns, Opened, Rows, splice};

#[cfg(not(feature = "arrow"))]
mod missing;
#[cfg(not(feature = "arrow"))]
pub(super) use self::missing::{Columns, Opened, Rows, splice};
