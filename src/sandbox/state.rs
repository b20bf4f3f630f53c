//! What the sandbox remembers, its clock and its ids.

use std::time::Duration;

use serde_json::{Value, json};

use super::account::Linked;
use super::events::Mailbag;
use super::faults::draw;
use super::fixtures::Fixtures;
use super::params::Node;
use super::refusal::Refusal;
use super::shelf::Shelf;
use super::{RefreshAsked, Refused};
use crate::stripe::wire::{
    CheckoutSession, Customer, Intent, Invoice, PaymentMethod, Permission, Prefetch, Session, Subscription,
};

/// Everything that was made.
pub(super) struct State {
    /// Since the unix epoch.
    pub(super) now: Duration,
    ids: u64,
    pub(super) fixtures: Fixtures,
    pub(super) refused_refresh: Refused,
    pub(super) customers: Shelf<Customer>,
    pub(super) setup_intents: Shelf<Intent>,
    pub(super) payment_intents: Shelf<Intent>,
    pub(super) checkouts: Shelf<CheckoutSession>,
    pub(super) invoices: Shelf<Invoice>,
    pub(super) subscriptions: Shelf<Subscription>,
    pub(super) sessions: Shelf<Session>,
    pub(super) payment_methods: Shelf<PaymentMethod>,
    pub(super) accounts: Shelf<Linked>,
    pub(super) links: Vec<Link>,
    pub(super) link_delay: Duration,
    pub(super) mailbag: Mailbag,
    pub(super) asked: Vec<RefreshAsked>,
}

/// A user who is about to link an account in their browser.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) due: Duration,
    pub(super) context: Option<String>,
    pub(super) road: Road,
    pub(super) holder: Option<(String, String)>,
    pub(super) permissions: Vec<Permission>,
    pub(super) prefetch: Vec<Prefetch>,
}

/// What the linked account belongs to.
#[derive(Clone, Debug)]
pub(super) enum Road {
    Session(String),
    SetupIntent(String),
    PaymentIntent(String),
    Checkout(String),
    /// An invoice or a subscription, which show the account only through their customer.
    Customer,
}

/// A request as an operation sees it.
pub(super) struct Ask<'a> {
    pub(super) params: Node,
    pub(super) context: Option<&'a str>,
    pub(super) id: &'a str,
}

impl Ask<'_> {
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.params.text(&[name]).map(str::to_owned)
    }

    /// Refuses what Stripe cannot expand.
    pub(super) fn expands(&self, known: &[&str]) -> Result<Vec<&str>, Refusal> {
        let asked = self.params.list(&["expand"]);
        match asked.iter().find(|name| !known.contains(name)) {
            Some(name) => Err(Refusal::invalid(format!("This property cannot be expanded ({name})."), "expand")),
            None => Ok(asked),
        }
    }
}

impl State {
    pub(super) fn new(fixtures: Fixtures, now: Duration, seed: u64) -> Self {
        Self {
            now,
            ids: seed,
            fixtures,
            refused_refresh: Refused::default(),
            customers: Shelf::new("customer"),
            setup_intents: Shelf::new("setupintent"),
            payment_intents: Shelf::new("payment_intent"),
            checkouts: Shelf::new("checkout.session"),
            invoices: Shelf::new("invoice"),
            subscriptions: Shelf::new("subscription"),
            sessions: Shelf::new("financial_connections.session"),
            payment_methods: Shelf::new("PaymentMethod"),
            accounts: Shelf::new("financial_connections.account"),
            links: Vec::new(),
            link_delay: Duration::ZERO,
            mailbag: Mailbag::default(),
            asked: Vec::new(),
        }
    }

    pub(super) fn unix(&self) -> i64 {
        self.now.as_secs() as i64
    }

    /// `cus_` and 20 letters and digits; the same ones for the same seed and the same requests.
    pub(super) fn new_id(&mut self, prefix: &str) -> String {
        const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let letter = |_| char::from(LETTERS[(draw(&mut self.ids) % 62) as usize]);
        format!("{prefix}_{}", (0..20).map(letter).collect::<String>())
    }
}

/// One page of a list of rendered objects.
pub(super) fn page(items: &[Value], params: &Node, url: &str, most: usize) -> Result<Value, Refusal> {
    let asked = params.text(&["limit"]).map_or(Ok(10), |text| text.parse::<usize>());
    let limit = asked.ok().filter(|limit| (1..=100).contains(limit)).ok_or_else(|| Refusal::no_integer("limit"))?;
    let place = |name: &str| {
        let Some(id) = params.text(&[name]) else { return Ok(None) };
        let at = items.iter().position(|item| item["id"] == id);
        at.map(Some).ok_or_else(|| Refusal::with_code("resource_missing", format!("No such object for {name}.")))
    };
    let (after, before) = (place("starting_after")?, place("ending_before")?);
    let limit = limit.min(most);
    let (range, has_more) = match (after, before) {
        (Some(_), Some(_)) => return Err(Refusal::exclusive("starting_after, ending_before")),
        (None, Some(before)) => (before.saturating_sub(limit)..before, before > limit),
        (after, None) => {
            let start = after.map_or(0, |after| after + 1);
            let end = items.len().min(start + limit);
            (start..end, end < items.len())
        }
    };
    Ok(json!({"object": "list", "data": items[range], "has_more": has_more, "url": url}))
}

/// A wire object as JSON, with the keys of the schema that the type does not name.
pub(super) fn render(object: &impl serde::Serialize, more: &[(&str, Value)]) -> Value {
    let mut value = serde_json::to_value(object).unwrap_or_default();
    if let Value::Object(keys) = &mut value {
        keys.extend(more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    }
    value
}
