//! A matcher audited on made names and cases: whether it treats names of every origin alike, and whether a disguise gets past it.

pub mod evasion;
pub mod fairness;
