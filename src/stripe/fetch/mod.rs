//! From an account's id to its owners: state, refresh, wait and pages as one call, with an outcome to act on.

mod run;
mod step;

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{self, Stream, StreamExt};
use tokio::sync::Notify;

use self::run::Fetching;
use super::client::Client;
use super::error::{Error, ErrorKind};
use super::wire::{Account, Raw};
use crate::record::Ownership;

/// When the bank is asked anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Refresh {
    /// Never: only what is there is read.
    Never,
    /// Where no refresh has succeeded yet.
    #[default]
    IfNeeded,
    /// Always, as far as Stripe allows.
    Always,
}

/// How owners are fetched.
#[derive(Clone, Debug)]
pub struct Fetch {
    refresh: Refresh,
    wait: Duration,
    wake: Option<Arc<Notify>>,
}

impl Default for Fetch {
    /// Refreshes if needed, and waits for it for 60 s.
    fn default() -> Self {
        Self { refresh: Refresh::default(), wait: Duration::from_secs(60), wake: None }
    }
}

impl Fetch {
    /// When the bank is asked anew.
    #[must_use]
    pub fn refresh(mut self, refresh: Refresh) -> Self {
        self.refresh = refresh;
        self
    }

    /// How long a refresh under way is waited for; zero looks once.
    #[must_use]
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Looks at once when `wake` is notified (`notify_one`, which is not lost if it comes early), as on a webhook, and
    /// seldom before: deliveries get lost, so it still looks every 15 s.
    #[must_use]
    pub fn woken_by(mut self, wake: Arc<Notify>) -> Self {
        self.wake = Some(wake);
        self
    }
}

/// What a fetch came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The owners, all of them.
    Owners(Box<Owners>),
    /// None, and why; this is no answer about the applicant, and no score of 0.
    Unavailable(Unavailable),
}

/// An account with all its owners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owners {
    /// The account; its `ownership` holds every owner on one page.
    pub account: Account,
    /// Why nothing newer could be had; `None` for what was wanted.
    pub stale: Option<Unavailable>,
}

impl Owners {
    /// The ownership in the matcher's words.
    pub fn ownership(&self) -> Ownership {
        self.account.clone().into()
    }
}

/// Why there are no owners, or no newer ones.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unavailable {
    /// The user did not grant `ownership`.
    NoPermission,
    /// The account can no longer be refreshed; what was read before may still be.
    Inactive,
    /// The account was unlinked.
    Disconnected,
    /// Ownership was never asked for, and now neither.
    NeverRefreshed,
    /// Stripe allows no refresh yet.
    NotYet {
        /// In unix seconds, where Stripe tells.
        until: Option<i64>,
    },
    /// The refresh was still under way when the wait was over.
    Pending,
    /// The bank did not answer the refresh.
    Failed {
        /// When the next one is allowed, in unix seconds.
        until: Option<i64>,
        /// Stripe's reason: a closed preview without a published shape.
        error: Option<Raw>,
    },
    /// A refresh could not be asked for, or its end not be seen; only ever beside owners of an earlier one.
    NotAsked {
        /// What stood in the way.
        why: ErrorKind,
    },
    /// The refresh succeeded, and the bank names no owner.
    NoData,
}

impl Unavailable {
    /// The stable code, such as `no_permission`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPermission => "no_permission",
            Self::Inactive => "inactive",
            Self::Disconnected => "disconnected",
            Self::NeverRefreshed => "never_refreshed",
            Self::NotYet { .. } => "not_yet",
            Self::Pending => "pending",
            Self::Failed { .. } => "failed",
            Self::NotAsked { .. } => "not_asked",
            Self::NoData => "no_data",
        }
    }

    /// What happened, and what to do.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::NoPermission => "the user did not grant ownership; link the account again with that permission",
            Self::Inactive => "the account is inactive; ask the user to link it again",
            Self::Disconnected => "the account was unlinked; ask the user to link it again",
            Self::NeverRefreshed => "ownership was never asked for; fetch it with a refresh",
            Self::NotYet { .. } => "Stripe allows no refresh yet; try again later",
            Self::Pending => "the refresh is still under way; wait longer, or for the webhook",
            Self::Failed { .. } => "the bank did not answer; try again later, or verify the account another way",
            Self::NotAsked { .. } => "a refresh could not be asked for, or its answer was lost",
            Self::NoData => "the bank names no owner; verify the account another way",
        }
    }

    /// When it is worth trying again, in unix seconds, where Stripe tells.
    pub fn until(&self) -> Option<i64> {
        match self {
            Self::NotYet { until } | Self::Failed { until, .. } => *until,
            _ => None,
        }
    }

    /// Whether data read before may still be used.
    fn leaves_old_data(&self) -> bool {
        !matches!(self, Self::NoPermission | Self::Disconnected)
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAsked { why } => write!(f, "{}: {}; {}", self.advice(), why.meaning(), why.advice()),
            other => f.write_str(other.advice()),
        }
    }
}

impl Client {
    /// Fetches the owners of an account, `fca_...`: reads its state, refreshes if wanted and allowed, waits for the
    /// refresh, and reads every page of owners. At most one refresh is started.
    ///
    /// # Errors
    /// Stripe's, or the way there. What Stripe says about the account itself is no error but a
    /// [`Fetched::Unavailable`].
    pub async fn fetch_owners(&self, account: &str, fetch: &Fetch) -> Result<Fetched, Error> {
        Fetching::start(self, account, fetch).await?.run().await
    }

    /// Fetches the owners of many accounts, `at_once` at a time, and hands them on as they come; one that is named again
    /// is passed over. A `fetch` with a webhook to wake it is for one account.
    pub fn fetch_many<'a>(
        &'a self,
        accounts: impl IntoIterator<Item = String> + 'a,
        fetch: &'a Fetch,
        at_once: usize,
    ) -> impl Stream<Item = (String, Result<Fetched, Error>)> + 'a {
        let mut named = HashSet::new();
        let once = accounts.into_iter().filter(move |account| named.insert(account.clone()));
        let one = move |account: String| async move {
            let fetched = self.fetch_owners(&account, fetch).await;
            (account, fetched)
        };
        stream::iter(once).map(one).buffer_unordered(at_once.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Client, SecretKey};
    use super::Fetch;

    fn send<T: Send>(_: &T) {}

    #[test]
    fn fetches_may_run_on_any_thread() {
        let client = Client::builder(SecretKey::new("sk_test_1").expect("a key")).base("http://127.0.0.1:1");
        let (client, fetch) = (client.build().expect("a client"), Fetch::default());
        send(&client.fetch_owners("fca_1", &fetch));
        send(&client.fetch_many(["fca_1".to_owned()], &fetch, 2));
        send(&client.accounts_behind("cus_1"));
    }
}
