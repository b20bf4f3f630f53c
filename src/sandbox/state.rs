//! What the sandbox remembers, its clock and its ids.

use std::time::Duration;

use super::fixtures::Fixtures;
use super::linked::Linked;
use super::mailbag::Mailbag;
use super::params::Node;
use super::render::Made;
use super::shelf::Shelf;
use super::{RefreshAsked, Refused};
use crate::address::AddressParts;
use crate::chance::Chance;
use crate::stripe::wire::{
    AccountHolder, CheckoutSession, Customer, Intent, Invoice, PaymentMethod, Permission, Prefetch, Session,
    Subscription,
};

/// Everything that was made.
pub(super) struct State {
    /// Since the unix epoch.
    pub(super) now: Duration,
    ids: Chance,
    pub(super) fixtures: Fixtures,
    pub(super) refused_refresh: Refused,
    pub(super) customers: Shelf<Made<Customer>>,
    pub(super) setup_intents: Shelf<Made<Intent>>,
    pub(super) payment_intents: Shelf<Made<Intent>>,
    pub(super) checkouts: Shelf<Made<CheckoutSession>>,
    pub(super) invoices: Shelf<Made<Invoice>>,
    pub(super) subscriptions: Shelf<Made<Subscription>>,
    pub(super) sessions: Shelf<Made<Session>>,
    pub(super) payment_methods: Shelf<Made<PaymentMethod>>,
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
    pub(super) holder: Option<AccountHolder>,
    pub(super) permissions: Vec<Permission>,
    pub(super) prefetch: Vec<Prefetch>,
    /// Most accounts that may be linked.
    pub(super) limit: usize,
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

    /// The address below a path; `None` where it has no part.
    pub(super) fn address(&self, path: &[&str]) -> Option<AddressParts> {
        let part = |name: &str| self.params.text(&[path, &[name]].concat()).map(str::to_owned);
        let parts = AddressParts {
            line1: part("line1"),
            line2: part("line2"),
            city: part("city"),
            state: part("state"),
            postal_code: part("postal_code"),
            country: part("country"),
        };
        (parts != AddressParts::default()).then_some(parts)
    }
}

impl State {
    pub(super) fn new(fixtures: Fixtures, now: Duration, seed: u64) -> Self {
        Self {
            now,
            ids: Chance::new(seed),
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
        let letter = |_| char::from(self.ids.pick(LETTERS));
        format!("{prefix}_{}", (0..20).map(letter).collect::<String>())
    }
}
