//! Deliveries come several times and in any order: which are new, and which ownership was decided already.

use std::collections::{HashSet, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use super::super::wire::{Event, EventType};
#[cfg(feature = "client")]
use super::super::{Client, Error, Fetch, Fetched, Owners};

/// Ids that are remembered; Stripe delivers again for up to three days.
const REMEMBERED: usize = 1 << 17;

/// Takes each event once and each ownership once, whatever the order of deliveries.
///
/// An event only says where to look: read the account's state from the API afterwards, and [`Inbox::claim`] the
/// ownership that is found there.
///
/// ```
/// use ownermatch::stripe::webhook::Inbox;
/// use ownermatch::stripe::wire::Event;
/// let json = r#"{"id":"evt_1","object":"event","type":"financial_connections.account.refreshed_ownership",
///     "data":{"object":{"id":"fca_1","object":"financial_connections.account"}}}"#;
/// let event: Event = serde_json::from_str(json).unwrap();
/// let inbox = Inbox::default();
/// assert_eq!(inbox.take(&event).as_deref(), Some("fca_1"));
/// assert_eq!(inbox.take(&event), None);
/// assert!(inbox.claim("fca_1", "fcaowns_1"));
/// assert!(!inbox.claim("fca_1", "fcaowns_1"));
/// ```
#[derive(Debug, Default)]
pub struct Inbox {
    events: Mutex<Remembered<String>>,
    decided: Mutex<Remembered<(String, String)>>,
}

impl Inbox {
    /// The account to look at, for an event that is new and may change who owns it.
    pub fn take(&self, event: &Event) -> Option<String> {
        let account = event.financial_connections_account()?.id?;
        let matters = matches!(event.kind, EventType::RefreshedOwnership | EventType::AccountCreated);
        let is_new = locked(&self.events).insert(event.id.clone());
        (matters && is_new).then_some(account)
    }

    /// Lets an event be taken again: its account could not be read.
    pub fn give_back(&self, event: &Event) {
        locked(&self.events).remove(&event.id);
    }

    /// Whether this ownership of the account is new; it is decided by whoever claims it, and by nobody else.
    pub fn claim(&self, account: &str, ownership: &str) -> bool {
        locked(&self.decided).insert((account.to_owned(), ownership.to_owned()))
    }
}

#[cfg(feature = "client")]
impl Inbox {
    /// What an event leads to: the account as it stands now, each ownership of it once. `None` for an event that is
    /// not about ownership, was taken before, or leads to an ownership that was.
    ///
    /// An account without owners is told each time that an event leads there.
    ///
    /// # Errors
    /// As [`Client::fetch_owners`]; the event may then be taken again.
    pub async fn fetch(
        &self,
        client: &Client,
        event: &Event,
        fetch: &Fetch,
    ) -> Result<Option<(String, Fetched)>, Error> {
        let Some(account) = self.take(event) else { return Ok(None) };
        let fetched = client.fetch_owners(&account, fetch).await.inspect_err(|_| self.give_back(event))?;
        let is_new = match &fetched {
            Fetched::Owners(owners) => self.claim(&account, &ownership_key(owners)),
            Fetched::Unavailable(_) => true,
        };
        Ok(is_new.then_some((account, fetched)))
    }
}

/// The ownership's id; where Stripe sends none, when it was refreshed.
#[cfg(feature = "client")]
fn ownership_key(owners: &Owners) -> String {
    let id = owners.account.ownership.as_ref().and_then(|ownership| ownership.id());
    id.map_or_else(|| format!("{:?}", owners.ownership().refreshed_at), str::to_owned)
}

/// What a panic elsewhere left is whole: every change here is a single step.
fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The newest items, the oldest forgotten first.
#[derive(Debug)]
struct Remembered<T> {
    order: VecDeque<T>,
    items: HashSet<T>,
}

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self { order: VecDeque::new(), items: HashSet::new() }
    }
}

impl<T: Clone + Eq + Hash> Remembered<T> {
    /// Whether the item is new.
    fn insert(&mut self, item: T) -> bool {
        if !self.items.insert(item.clone()) {
            return false;
        }
        self.order.push_back(item);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.items.remove(&oldest);
        }
        true
    }

    fn remove(&mut self, item: &T) {
        if self.items.remove(item) {
            self.order.retain(|kept| kept != item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{REMEMBERED, Remembered};

    #[test]
    fn the_oldest_is_forgotten_and_memory_stays_bounded() {
        let mut remembered = Remembered::default();
        assert!((0..=REMEMBERED).all(|item| remembered.insert(item)));
        assert!(!remembered.insert(1) && remembered.insert(0));
        assert_eq!((remembered.order.len(), remembered.items.len()), (REMEMBERED, REMEMBERED));
        remembered.remove(&REMEMBERED);
        assert!(remembered.insert(REMEMBERED));
    }
}
