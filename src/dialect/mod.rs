//! One answer in other people's shapes, a file for each.

pub mod stripe;
