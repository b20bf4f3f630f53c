//! A stand-in for Stripe on this machine: accounts with owners, links, refreshes, webhooks, and faults on demand.
//!
//! It speaks Stripe's wire for every call of [`crate::stripe::Client`], so that any of Stripe's SDKs can be pointed at
//! it, and answers the preview Ownership Match with this crate's own scores. What Stripe does not publish, such as
//! what a refresh too early is answered with, can be set both ways.
//!
//! ```
//! # tokio::runtime::Runtime::new().unwrap().block_on(async {
//! use ownermatch::sandbox::{SANDBOX_KEY, Sandbox, SandboxOptions};
//! use ownermatch::stripe::{Client, Fetch, Fetched, SecretKey, Unavailable};
//!
//! let sandbox = Sandbox::start(SandboxOptions::default(), 0).await.unwrap();
//! let key = SecretKey::new(SANDBOX_KEY).unwrap();
//! let client = Client::builder(key).base(sandbox.base()).build().unwrap();
//!
//! let Fetched::Owners(joint) = client.fetch_owners("fca_joint", &Fetch::default()).await.unwrap() else { panic!() };
//! assert_eq!(joint.ownership().owners.len(), 2);
//! let gone = client.fetch_owners("fca_disconnected", &Fetch::default()).await.unwrap();
//! assert_eq!(gone, Fetched::Unavailable(Unavailable::Disconnected));
//! # });
//! ```

mod account;
mod backend;
mod browser;
mod events;
mod expand;
mod faults;
mod fixtures;
mod linked;
mod linking;
mod mailbag;
mod matching;
mod params;
mod refusal;
mod render;
mod routes;
mod server;
mod shelf;
mod state;
mod tap;
mod trigger;

pub use backend::{Backend, Fate, Incoming, Outgoing, SandboxOptions};
pub use faults::{FaultRule, FaultRuleError, GRAMMAR, InjectedFault};
pub use fixtures::{FixtureError, Fixtures};
pub use mailbag::{Endpoint, Posting};
pub use server::{SANDBOX_KEY, Sandbox};
pub use trigger::trigger;

/// How a refresh is refused that is under way, or not available yet. Stripe says that it "won't be initiated" and not
/// how it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refused {
    /// Status 200 and the account as it stands.
    #[default]
    Silently,
    /// Status 400.
    WithError,
}

/// An ownership refresh that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshAsked {
    /// `fca_...`.
    pub account: String,
    /// In unix seconds.
    pub at: i64,
    /// Whether it was allowed, and so started.
    pub was_started: bool,
}
