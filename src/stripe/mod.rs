//! Stripe's side of the story; for now its JSON.

pub mod wire;
