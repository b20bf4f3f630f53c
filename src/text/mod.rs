//! Letters: folding, words, string similarity, and the one reader of embedded tables.

mod fold;
mod harmless;
#[allow(dead_code, reason = "shared with build.rs")]
mod hash;
mod kinds;
mod line;
mod marks;
mod short;
mod similarity;
mod table;
mod traits;
mod word;

#[cfg(test)]
pub(crate) use fold::is_folded;
pub(crate) use fold::{fold, join_spelled_out};
pub use harmless::harmless;
pub(crate) use hash::halves;
pub(crate) use line::{Letters, Line};
pub(crate) use short::{ShortText, each_byte};
pub(crate) use similarity::edits_between;
pub use similarity::{edit_distance, jaro_winkler};
pub(crate) use table::{Table, columns, table};
pub use traits::TextTraits;
pub(crate) use traits::{cap, is_invisible, latin_looks, scan, trim};
pub(crate) use word::Word;
