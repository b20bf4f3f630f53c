//! Deliveries come several times and in any order: each event is worked on once, and each ownership handed out once.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::client::Client;
use super::error::Error;
use super::fetch::{Fetch, Fetched, Owners, Unavailable};
use super::wire::{Event, EventType};

/// Ids that are remembered; Stripe delivers again for up to three days.
const REMEMBERED: usize = 1 << 17;

/// Turns verified events into owners, each ownership once, whatever the order and number of deliveries.
///
/// An event only says where to look: the account is read as it stands now. Answer a delivery with success only when
/// [`Inbox::fetch`] has come back without an error, and Stripe delivers again what failed.
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
/// let (account, _owners) = inbox.fetch(&client, &event, &Fetch::default()).await.unwrap().unwrap();
/// assert_eq!(account, "fca_single");
/// assert!(inbox.fetch(&client, &event, &Fetch::default()).await.unwrap().is_none());
/// # });
/// ```
#[derive(Debug, Default)]
pub struct Inbox {
    events: Mutex<Remembered<String, Work>>,
    handed_out: Mutex<Remembered<(String, String), ()>>,
}

/// Whether an event has been worked on to its end; locked while somebody does.
type Work = Arc<tokio::sync::Mutex<bool>>;

impl Inbox {
    /// What an event leads to. `None` for an event that is not about ownership, that was worked on before, or that
    /// leads to an ownership which was handed out before.
    ///
    /// An account without owners, or with a refresh under way, is told for each event that leads there. A second delivery of an event that is being
    /// worked on waits for the first, and takes over if that fails. An event of a connected account is read as that
    /// account.
    ///
    /// # Errors
    /// As [`Client::fetch_owners`]; the event is then as good as new.
    pub async fn fetch(
        &self,
        client: &Client,
        event: &Event,
        fetch: &Fetch,
    ) -> Result<Option<(String, Fetched)>, Error> {
        let Some(account) = account_to_read(event) else { return Ok(None) };
        let work = Arc::clone(locked(&self.events).entry(event.id.clone()));
        let mut is_done = work.lock().await;
        if *is_done {
            return Ok(None);
        }
        let client = match &event.account {
            Some(connected) => client.on_behalf_of(connected)?,
            None => client.clone(),
        };
        let fetched = client.fetch_owners(&account, fetch).await?;
        *is_done = true;
        let fetched = match fetched {
            // The end of the refresh is told by an event of its own, and either these owners or newer ones hold then.
            Fetched::Owners(owners) if owners.stale == Some(Unavailable::Pending) => {
                Fetched::Unavailable(Unavailable::Pending)
            }
            Fetched::Owners(owners) if !self.hand_out(&account, &owners) => return Ok(None),
            other => other,
        };
        Ok(Some((account, fetched)))
    }

    /// Whether this ownership is handed out for the first time.
    fn hand_out(&self, account: &str, owners: &Owners) -> bool {
        locked(&self.handed_out).insert((account.to_owned(), ownership_key(owners)))
    }
}

/// The account of an event after which its owners may be others.
fn account_to_read(event: &Event) -> Option<String> {
    let matters = matches!(event.kind, EventType::RefreshedOwnership | EventType::AccountCreated);
    event.financial_connections_account().filter(|_| matters)?.id
}

/// The ownership's id; where Stripe sends none, when it was refreshed.
fn ownership_key(owners: &Owners) -> String {
    let id = owners.account.ownership.as_ref().and_then(|ownership| ownership.id());
    id.map_or_else(|| format!("{:?}", owners.ownership().refreshed_at), str::to_owned)
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
