//! One fetch on its way: it looks at the account, does what `step` says, and looks again.

use std::time::Duration;

use futures_util::future;

use super::super::calls::Feature;
use super::super::client::Client;
use super::super::error::{Error, ErrorKind};
use super::super::retry;
use super::super::wire::{Account, AccountOwner, AccountOwnership, Expandable, List, RefreshStatus};
use super::step::{Asked, Step, explains_refusal, step};
use super::{Fetch, Fetched, Owners, Unavailable};

/// With a webhook to wake it, a fetch still looks by itself this often: deliveries get lost.
const LOOK_ANYWAY: Duration = Duration::from_secs(15);

/// A fetch, and what it has seen and done so far.
pub(super) struct Fetching<'a> {
    client: &'a Client,
    id: &'a str,
    fetch: &'a Fetch,
    /// When the wait is over.
    end: Duration,
    seen: Account,
    asked: Option<Asked>,
    looks: u32,
    /// Why the last look saw nothing.
    lost: Option<Error>,
    began_anew: bool,
}

impl<'a> Fetching<'a> {
    pub(super) async fn start(client: &'a Client, id: &'a str, fetch: &'a Fetch) -> Result<Self, Error> {
        let end = client.runtime().elapsed() + fetch.wait;
        let seen = client.retrieve_account(id).await?;
        Ok(Self { client, id, fetch, end, seen, asked: None, looks: 0, lost: None, began_anew: false })
    }

    pub(super) async fn run(mut self) -> Result<Fetched, Error> {
        loop {
            if let Some(fetched) = self.next().await? {
                return Ok(fetched);
            }
        }
    }

    /// Does what the account's state asks for; `None` while there is more to do.
    async fn next(&mut self) -> Result<Option<Fetched>, Error> {
        match step(&self.seen, self.fetch.refresh, self.asked, self.client.runtime().now()) {
            Step::Refresh => self.ask().await,
            Step::Wait => self.wait().await,
            Step::Read => self.read(None).await,
            Step::Stop(why) => self.read_old(why).await,
        }
    }

    /// Asks for a refresh, once. Where Stripe refuses it, the account's state may tell why; else the refusal stands.
    async fn ask(&mut self) -> Result<Option<Fetched>, Error> {
        self.asked = Some(Asked::now(&self.seen));
        match self.client.refresh_account(self.id, &[Feature::Ownership]).await {
            Ok(account) => self.seen = account,
            Err(refusal) if refusal.http_status() == Some(400) => {
                self.seen = self.client.retrieve_account(self.id).await?;
                if !explains_refusal(&self.seen, self.client.runtime().now()) {
                    return self.old_or(refusal).await;
                }
            }
            Err(error) => return self.old_or(error).await,
        }
        Ok(None)
    }

    /// Waits a while and looks again, until the wait is over.
    async fn wait(&mut self) -> Result<Option<Fetched>, Error> {
        if self.seen.refresh_status() == Some(&RefreshStatus::Pending) {
            self.asked = Some(Asked::Seen);
        }
        let left = self.end.saturating_sub(self.client.runtime().elapsed());
        if left.is_zero() {
            return match self.lost.take() {
                Some(error) => self.old_or(error).await,
                None => self.read_old(Unavailable::Pending).await,
            };
        }
        self.looks += 1;
        self.pause(left).await;
        self.look().await
    }

    /// A look that may succeed later is only lost, and the next one counts.
    async fn look(&mut self) -> Result<Option<Fetched>, Error> {
        match self.client.retrieve_account(self.id).await {
            Ok(account) => (self.seen, self.lost) = (account, None),
            Err(error) if error.kind().is_transient() => self.lost = Some(error),
            Err(error) => return Err(error),
        }
        Ok(None)
    }

    /// Sleeps towards the next look, `left` at the most.
    async fn pause(&self, left: Duration) {
        let runtime = self.client.runtime();
        let Some(wake) = &self.fetch.wake else {
            return runtime.sleep(retry::backoff(self.looks, runtime.random()).min(left)).await;
        };
        let woken = std::pin::pin!(wake.notified());
        drop(future::select(runtime.sleep(LOOK_ANYWAY.min(left)), woken).await);
    }

    /// What was read before, marked as stale, where there is any and it may still be used.
    async fn read_old(&mut self, why: Unavailable) -> Result<Option<Fetched>, Error> {
        if self.seen.ownership.is_none() || !why.leaves_old_data() {
            return Ok(Some(Fetched::Unavailable(why)));
        }
        match self.read(Some(why.clone())).await? {
            Some(Fetched::Unavailable(Unavailable::NoData)) => Ok(Some(Fetched::Unavailable(why))),
            other => Ok(other),
        }
    }

    /// What was read before, where there is any; else the error that kept newer owners away.
    async fn old_or(&mut self, error: Error) -> Result<Option<Fetched>, Error> {
        match self.read_old(Unavailable::NotAsked { why: error.kind() }).await? {
            Some(Fetched::Unavailable(_)) => Err(error),
            other => Ok(other),
        }
    }

    /// Reads the owners to the last page. Where the account was refreshed or unlinked between two pages, its state tells
    /// which, and the fetch goes on from there, once.
    async fn read(&mut self, stale: Option<Unavailable>) -> Result<Option<Fetched>, Error> {
        match self.all_owners().await {
            Err(error) if error.code() == Some("resource_missing") && !self.began_anew => {
                self.began_anew = true;
                self.seen = self.client.retrieve_account(self.id).await?;
                Ok(None)
            }
            Err(error) => Err(error),
            Ok(owners) if owners.is_empty() => Ok(Some(Fetched::Unavailable(Unavailable::NoData))),
            Ok(owners) => Ok(Some(Fetched::Owners(Box::new(self.owned_by(owners, stale))))),
        }
    }

    async fn all_owners(&self) -> Result<Vec<Option<AccountOwner>>, Error> {
        let ownership = self.ownership();
        match (ownership.owners, ownership.id) {
            (Some(first), _) if !first.has_more() => Ok(first.data.unwrap_or_default()),
            (Some(first), Some(ownership)) => self.client.owners_after(self.id, &ownership, first).await,
            (None, Some(ownership)) => self.client.list_owners(self.id, &ownership).await,
            (None, None) => Ok(Vec::new()),
            // No answer in this state is taken (see `expected`).
            (Some(_), None) => Err(Error::new(ErrorKind::Malformed)),
        }
    }

    /// The ownership as far as it came with the account.
    fn ownership(&self) -> AccountOwnership {
        match &self.seen.ownership {
            None => AccountOwnership::default(),
            Some(Expandable::Id(id)) => AccountOwnership { id: Some(id.clone()), ..AccountOwnership::default() },
            Some(Expandable::Object(ownership)) => AccountOwnership::clone(ownership),
        }
    }

    /// The account with every owner on one page.
    fn owned_by(&self, owners: Vec<Option<AccountOwner>>, stale: Option<Unavailable>) -> Owners {
        let ownership = self.ownership();
        let first = ownership.owners.clone().unwrap_or_default();
        let page = List { data: Some(owners), has_more: Some(false), ..first };
        let whole = AccountOwnership { owners: Some(page), ..ownership };
        let account = Account { ownership: Some(Expandable::Object(Box::new(whole))), ..self.seen.clone() };
        Owners { account, stale }
    }
}
