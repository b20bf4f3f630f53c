//! Deliveries come several times and in any order: each event is worked on once, and each ownership handed out once.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OwnedMutexGuard;

use super::client::Client;
use super::error::Error;
use super::fetch::{Fetch, Fetched, Refresh, Unavailable};
use super::wire::{Event, EventType};

/// Ids that are remembered; Stripe delivers again for up to three days.
const REMEMBERED: usize = 1 << 17;

/// Turns verified events into owners, each ownership once, whatever the order and number of deliveries.
///
/// An event only says where to look: the account is read as it stands now. Answer a delivery with success only after
/// [`Delivery::done`], and Stripe delivers again what failed.
///
/// ```
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// use ownermatch::sandbox::{SANDBOX_KEY, Sandbox, SandboxOptions, trigger};
/// use ownermatch::stripe::{Client, Fetch, Inbox, SecretKey};
///
/// let sandbox = Sandbox::start(SandboxOptions::default(), 0).await.unwrap();
/// let key = SecretKey::new(SANDBOX_KEY).unwrap();
/// let client = Client::builder(key).base(sandbox.base()).build().unwrap();
/// let event = trigger(&client, "refreshed_ownership", "fca_single", None).await.unwrap();
///
/// let inbox = Inbox::default();
/// let dropped = inbox.fetch(&client, &event, &Fetch::default()).await.unwrap().unwrap();
/// drop(dropped); // as good as never fetched: its decision could not be stored, say
/// let delivery = inbox.fetch(&client, &event, &Fetch::default()).await.unwrap().unwrap();
/// assert_eq!(delivery.account, "fca_single");
/// delivery.done();
/// assert!(inbox.fetch(&client, &event, &Fetch::default()).await.unwrap().is_none());
/// # });
/// ```
#[derive(Debug, Default)]
pub struct Inbox {
    events: Mutex<Remembered<String, Work>>,
    ownerships: Mutex<Remembered<String, ()>>,
}

/// Whether an event has been worked on to its end; locked while somebody does.
type Work = Arc<tokio::sync::Mutex<bool>>;

/// What an event led to, to be worked on. Dropped before it is [`done`](Self::done), it is as good as never fetched.
#[must_use = "a delivery that is not done is worked on again"]
pub struct Delivery<'a> {
    /// `fca_...`.
    pub account: String,
    /// Its owners, or why there are none.
    pub fetched: Fetched,
    work: OwnedMutexGuard<bool>,
    ownership: Option<String>,
    inbox: &'a Inbox,
}

impl Delivery<'_> {
    /// Neither the event nor this ownership is handed out again.
    pub fn done(mut self) {
        *self.work = true;
    }
}

impl Drop for Delivery<'_> {
    fn drop(&mut self) {
        if let (false, Some(ownership)) = (*self.work, &self.ownership) {
            locked(&self.inbox.ownerships).values.remove(ownership);
        }
    }
}

impl fmt::Debug for Delivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Delivery({:?})", self.fetched)
    }
}

impl Inbox {
    /// What an event leads to. `None` for an event that is not about ownership, that was worked on before, or that
    /// leads to an ownership which somebody works on or has done.
    ///
    /// An account without owners, or with a refresh under way, is told for each event that leads there. A second
    /// delivery of an event that is being worked on waits for the first, and takes over if that fails. An event of a
    /// connected account is read as that account. The end of a refresh never starts another.
    ///
    /// # Errors
    /// As [`Client::fetch_owners`]; the event is then as good as new.
    pub async fn fetch(&self, client: &Client, event: &Event, fetch: &Fetch) -> Result<Option<Delivery<'_>>, Error> {
        let Some(account) = account_to_read(event) else { return Ok(None) };
        let work = Arc::clone(locked(&self.events).entry(event.id.clone()));
        let mut work = work.lock_owned().await;
        if *work {
            return Ok(None);
        }
        let fetched = match self.read(client, event, fetch, &account).await? {
            // The end of the refresh is told by an event of its own, and either these owners or newer ones hold then.
            Fetched::Owners(owners) if owners.stale == Some(Unavailable::Pending) => {
                Fetched::Unavailable(Unavailable::Pending)
            }
            other => other,
        };
        let ownership = ownership_key(&account, &fetched);
        if ownership.as_ref().is_some_and(|key| !locked(&self.ownerships).insert(key.clone())) {
            *work = true;
            return Ok(None);
        }
        Ok(Some(Delivery { account, fetched, work, ownership, inbox: self }))
    }

    async fn read(&self, client: &Client, event: &Event, fetch: &Fetch, account: &str) -> Result<Fetched, Error> {
        // A bank that fails would otherwise be asked again by the very event that tells of the failure.
        let fetch = match event.kind {
            EventType::RefreshedOwnership => fetch.clone().refresh(Refresh::Never),
            _ => fetch.clone(),
        };
        match &event.account {
            Some(connected) => client.on_behalf_of(connected)?.fetch_owners(account, &fetch).await,
            None => client.fetch_owners(account, &fetch).await,
        }
    }
}

/// The account of an event after which its owners may be others.
fn account_to_read(event: &Event) -> Option<String> {
    let matters = matches!(event.kind, EventType::RefreshedOwnership | EventType::AccountCreated);
    event.financial_connections_account().filter(|_| matters)?.id
}

/// What tells an ownership of an account from a later one: its id, and when it was refreshed.
fn ownership_key(account: &str, fetched: &Fetched) -> Option<String> {
    let Fetched::Owners(owners) = fetched else { return None };
    let ownership = owners.account.ownership.as_ref()?.object()?;
    let newest = ownership.owners.iter().flat_map(|page| page.items()).filter_map(|owner| owner.refreshed_at).max();
    let id = ownership.id.as_deref().unwrap_or_default();
    Some(format!("{account} {id} {:?} {newest:?}", ownership.created))
}

/// What a panic elsewhere left is whole: every change here is a single step.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The newest keys with their values, the oldest forgotten first.
#[derive(Debug)]
struct Remembered<K, V> {
    order: VecDeque<K>,
    values: HashMap<K, V>,
}

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self { order: VecDeque::new(), values: HashMap::new() }
    }
}

impl<K: Clone + Eq + Hash, V: Default> Remembered<K, V> {
    /// The value of a key, made where there is none.
    fn entry(&mut self, key: K) -> &V {
        self.insert(key.clone());
        self.values.entry(key).or_default()
    }

    /// Whether the key is new.
    fn insert(&mut self, key: K) -> bool {
        if self.values.contains_key(&key) {
            return false;
        }
        self.values.insert(key.clone(), V::default());
        self.order.push_back(key);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.values.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{REMEMBERED, Remembered};

    #[test]
    fn the_oldest_is_forgotten_and_memory_stays_bounded() {
        let mut remembered = Remembered::<usize, ()>::default();
        assert!((0..=REMEMBERED).all(|key| remembered.insert(key)));
        assert!(!remembered.insert(1) && remembered.insert(0));
        assert_eq!((remembered.order.len(), remembered.values.len()), (REMEMBERED, REMEMBERED));
    }
}
