//! Files of applicants in, files of answers out, at any size: no row is lost, and a run that was killed goes on where it was.
//!
//! A [`Run`] finds out where every segment of its input begins, counts what rows have in common, scores each segment into
//! files of its own, and joins them. A journal in a folder beside the output says what is done; the output appears under
//! its name when it is whole.

mod accounts;
mod clusters;
mod count;
mod error;
mod folder;
mod history;
mod index;
mod job;
mod join;
mod journal;
mod notes;
mod outcome;
mod pack;
mod parquet;
mod past;
mod queue;
mod reuse;
mod revisit;
mod run;
#[cfg(test)]
mod scratch;
mod secret;
mod segment;
mod shape;
mod shared;
mod sorted;
mod source;
mod spill;
mod text;
mod watch;

pub use error::Error;
pub use folder::Beginning;
pub use history::HistoryError;
pub use job::{Beside, Existing, HistoryUse, Job, SEGMENT_ROWS};
pub use outcome::Outcome;
pub use reuse::Thresholds;
pub use run::Run;
pub use secret::{Secret, SecretError};
pub use shape::{Format, Packing, PersonalData, Shape, told_by};
pub use text::cell_text;
pub use watch::{Stage, Unwatched, Watch};
