//! Stripe's side: its JSON, a client that fetches an account's owners, and its webhooks.
//!
//! With the feature `client`:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn run() -> Result<(), ownermatch::stripe::Error> {
//! use ownermatch::stripe::{Client, Fetch, Fetched, SecretKey};
//! use ownermatch::{Applicant, Matcher};
//!
//! let client = Client::new(SecretKey::from_env("STRIPE_API_KEY")?)?;
//! match client.fetch_owners("fca_1", &Fetch::default()).await? {
//!     Fetched::Owners(owners) => {
//!         let answer = Matcher::default().match_ownership(&Applicant::new("Jenny Rosen"), &owners.ownership());
//!         println!("{}", answer.decision.code());
//!     }
//!     Fetched::Unavailable(why) => println!("no owners: {why}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Use a restricted key (`rk_`) with access to Financial Connections, and to the APIs that link accounts for you, alone.

#[cfg(feature = "client")]
mod access;
#[cfg(feature = "client")]
mod calls;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod error;
#[cfg(feature = "client")]
mod expected;
#[cfg(feature = "client")]
mod fetch;
#[cfg(feature = "client")]
mod form;
#[cfg(feature = "client")]
mod https;
#[cfg(feature = "client")]
mod inbox;
#[cfg(feature = "client")]
mod key;
#[cfg(feature = "client")]
mod limiter;
pub(crate) mod object;
#[cfg(feature = "client")]
mod pages;
#[cfg(feature = "client")]
mod retry;
#[cfg(feature = "client")]
mod roads;
#[cfg(feature = "client")]
mod runtime;
#[cfg(feature = "client")]
pub mod transport;
#[cfg(feature = "webhook")]
pub mod webhook;
pub mod wire;

#[cfg(feature = "client")]
pub use {
    access::Access,
    calls::{
        AccountFilter, Compared, Feature, Holder, NewCheckoutSession, NewCustomer, NewInvoice, NewPaymentIntent,
        NewSession, NewSetupIntent, NewSubscription,
    },
    client::{Client, ClientBuilder, PREVIEW_VERSION, STRIPE, VERSION},
    error::{Error, ErrorKind},
    fetch::{Fetch, Fetched, Owners, Refresh, Unavailable},
    inbox::{Delivery, Inbox},
    key::SecretKey,
    limiter::Rates,
    pages::CAP_ITEMS,
    runtime::{Pause, Runtime, SystemRuntime},
};
#[cfg(feature = "sandbox")]
pub(crate) use {client::Call, expected::Expected, form::Form, https::builder as http_builder};
