//! Does the person who linked a bank account own it?
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod address;
pub mod email;
mod level;
pub mod name;
pub mod phone;
mod reading;
mod record;
mod region;
pub mod text;
mod weight;

pub use level::{Level, Part, PartOutcome};
pub use reading::Reading;
pub use record::{AccountStatus, AddressInput, Applicant, Field, NameInput, Owner, Ownership, Record, RefreshStatus};
pub use region::Region;
pub use weight::{Probability, Score, Weight};
