//! Stripe's side of the story; for now its JSON.

pub(crate) mod object;
pub mod wire;
