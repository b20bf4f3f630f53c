//! Does the person who linked a bank account own it?
//!
//! An account's owners, as a bank reports them (name, email, phone, one raw address line), against what an applicant
//! typed in: match scores a field, a probability, risk flags, a decision and its reasons.
//!
//! ```
//! use ownermatch::{Applicant, Decision, Matcher, Owner};
//!
//! let applicant = Applicant::new("Bob Okonkwo").email("bob.okonkwo@gmail.com").phone("(415) 279-4774");
//! let owner = Owner::new("OKONKWO ROBERT T").email("bobokonkwo+bank@googlemail.com").phone("+14152794774");
//! let answer = Matcher::default().match_owners(&applicant, &[owner]);
//!
//! assert_eq!(answer.decision, Decision::Match);
//! assert!(answer.score.value() >= 99);
//! ```
//!
//! # How it works
//!
//! Each side is read once into a [`Record`]; two records come to a named [`Level`] a field, such as `nickname` or
//! `other_unit`; each level weighs some bits against each [`Rival`] (a relative, a housemate, a namesake, a stranger);
//! the bits and the prior add up to a [`Probability`]. Flags and the [`Policy`] then make a [`Decision`] of it.
//! [`reasons`] says why, in codes and sentences.
//!
//! # What it does and does not
//!
//! - It is pure and cannot fail: no clock unless you leave `now` out, no files, no network. Missing data is part of the
//!   answer and never a score of zero.
//! - A contradicted part (another given name, Jr. against Sr., another unit) caps its field and is never averaged away.
//! - The same input, model and policy give the same bytes on every machine and at any number of threads.
//! - It keeps nothing, and does not say that a person exists. Only the module `stripe` talks to anybody.
//!
//! # Features
//!
//! | feature | brings |
//! |---|---|
//! | `serde` | the JSON case reader, the answer types, Stripe's JSON, made cases |
//! | `report` | an evaluation or a batch run as one page of HTML |
//! | `webhook` | Stripe's webhooks: signatures checked, events read |
//! | `client` | fetching owners from Stripe, on tokio; deliveries worked on once |
//! | `sandbox` | a stand-in for Stripe on this machine; implies `webhook` and `client` |
//! | `batch` | files of applicants of any size in, files of answers out; implies `report` |
//! | `arrow` | scoring of Apache Arrow columns, Parquet files |
//! | `cli` (default) | the command line; implies all of them but `arrow` |
//!
//! With `default-features = false` none is compiled. No feature changes a score.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod address;
#[cfg(feature = "arrow")]
pub mod arrow;
#[cfg(feature = "serde")]
pub mod audit;
#[cfg(feature = "batch")]
pub mod batch;
#[cfg(feature = "serde")]
pub mod case;
#[cfg(feature = "serde")]
mod chance;
mod comparison;
mod decision;
#[cfg(feature = "serde")]
pub mod dialect;
pub mod email;
#[cfg(feature = "serde")]
pub mod estimate;
#[cfg(feature = "serde")]
pub mod evaluate;
pub mod explain;
mod flags;
mod id;
mod level;
mod matcher;
mod model;
pub mod name;
pub mod phone;
mod reading;
mod reasons;
mod record;
mod region;
#[cfg(feature = "report")]
pub mod report;
mod rows;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod score;
mod settle;
#[cfg(feature = "serde")]
pub mod simulate;
#[cfg(feature = "serde")]
pub mod stripe;
pub mod text;
mod weight;

pub use comparison::{Compared, Comparison, FieldLevel};
pub use decision::{Decision, Policy, Shortfall};
pub use explain::Explanation;
pub use flags::{Flag, FlagCode, Severity};
pub use id::Id;
pub use level::{Level, Part, PartOutcome};
pub use matcher::{Case, Matcher, OwnershipMatch};
pub use model::{Model, Rival};
pub use reading::Reading;
pub use reasons::{Reason, reasons};
pub use record::{
    AccountStatus, AddressInput, Applicant, Field, NameInput, Owner, OwnerRecord, Ownership, Record, RefreshStatus,
    Reused,
};
pub use region::Region;
pub use rows::ConfigError;
pub use score::{OwnerMatch, Relation, Step, Weighed};
pub use weight::{Probability, Score, Weight};
