//! Does the person who linked a bank account own it?
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod address;
#[cfg(feature = "serde")]
pub mod case;
mod comparison;
mod decision;
pub mod email;
mod flags;
mod level;
mod matcher;
mod model;
pub mod name;
pub mod phone;
mod reading;
mod reasons;
mod record;
mod region;
mod rows;
mod score;
mod settle;
#[cfg(feature = "serde")]
pub mod stripe;
pub mod text;
mod weight;

pub use comparison::{Compared, Comparison, FieldLevel};
pub use decision::{Decision, Policy, Shortfall};
pub use flags::{Flag, FlagCode, Severity};
pub use level::{Level, Part, PartOutcome};
pub use matcher::{Case, Matcher, OwnershipMatch};
pub use model::{Model, Rival};
pub use reading::Reading;
pub use reasons::{Reason, reasons};
pub use record::{
    AccountStatus, AddressInput, Applicant, Field, NameInput, Owner, OwnerRecord, Ownership, Record, RefreshStatus,
};
pub use region::Region;
pub use rows::ConfigError;
pub use score::{OwnerMatch, Relation, Step, Weighed};
pub use weight::{Probability, Score, Weight};
