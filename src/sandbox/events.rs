//! Events: made when something happens, signed, delivered to an endpoint, and delivered again until it takes them.

use std::time::Duration;

use serde_json::Value;

use super::fixtures::Outcome;
use super::params::Node;
use super::refusal::Refusal;
use super::state::{Ask, State, render};
use crate::stripe::VERSION;
use crate::stripe::webhook::{self, EndpointSecret};
use crate::stripe::wire::{AccountStatus, Event, EventData, EventType, Raw};

/// Tries at a delivery, with pauses that double from a second.
const TRIES: u32 = 8;

/// Where events go.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// An address of yours.
    pub url: String,
    /// What the deliveries are signed with.
    pub secret: EndpointSecret,
}

/// Deliveries under way.
#[derive(Default)]
pub(super) struct Mailbag {
    pub(super) endpoint: Option<Endpoint>,
    waiting: Vec<Waiting>,
    /// Every event made, oldest first.
    pub(super) sent: Vec<Event>,
}

struct Waiting {
    event: String,
    body: Vec<u8>,
    due: Duration,
    tries: u32,
}

/// One delivery to make now.
#[derive(Clone)]
pub struct Posting {
    /// `evt_...`.
    pub event: String,
    /// The endpoint's address.
    pub url: String,
    /// The `Stripe-Signature` header.
    pub signature: String,
    /// The event's JSON.
    pub body: Vec<u8>,
}

impl Mailbag {
    /// When the next delivery is due.
    pub(super) fn next_due(&self) -> Option<Duration> {
        self.waiting.iter().map(|waiting| waiting.due).min()
    }

    fn put(&mut self, event: Event, now: Duration) {
        if self.endpoint.is_some() {
            let body = serde_json::to_vec(&event).unwrap_or_default();
            self.waiting.push(Waiting { event: event.id.clone(), body, due: now, tries: 0 });
        }
        self.sent.push(event);
    }

    /// The deliveries that are due, signed as of now; each waits for its next try until it is taken.
    pub(super) fn take_due(&mut self, now: Duration) -> Vec<Posting> {
        let Some(endpoint) = &self.endpoint else { return Vec::new() };
        let mut due = Vec::new();
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.due <= now) {
            waiting.tries += 1;
            waiting.due = now + Duration::from_secs(1 << waiting.tries.min(TRIES));
            due.push(Posting {
                event: waiting.event.clone(),
                url: endpoint.url.clone(),
                signature: webhook::sign(&waiting.body, &endpoint.secret, now.as_secs() as i64),
                body: waiting.body.clone(),
            });
        }
        self.waiting.retain(|waiting| waiting.tries < TRIES);
        due
    }

    pub(super) fn taken(&mut self, event: &str) {
        self.waiting.retain(|waiting| waiting.event != event);
    }
}

impl State {
    /// Tells what happened to an account.
    pub(super) fn announce(&mut self, kind: EventType, account: &str) {
        let event = Event {
            id: self.new_id("evt"),
            object: "event".into(),
            account: self.accounts.context(account).map(str::to_owned),
            api_version: Some(VERSION.into()),
            created: self.unix(),
            data: EventData { object: Raw(self.event_object(account)), previous_attributes: None },
            livemode: false,
            pending_webhooks: i64::from(self.mailbag.endpoint.is_some()),
            request: None,
            kind,
        };
        let now = self.now;
        self.mailbag.put(event, now);
    }

    fn event_object(&mut self, account: &str) -> Value {
        self.accounts.find_mut(account).map_or(Value::Null, |linked| linked.render(false))
    }

    /// `POST /sandbox/trigger`: makes something happen to an account, with its event.
    pub(super) fn trigger(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let text = |name: &str| ask.params.text(&[name]).unwrap_or_default();
        let id = text("account").to_owned();
        self.accounts.get(&id, ask.context, "account")?;
        let kind = event_type(text("event"))?;
        let outcome = wanted_outcome(&ask.params)?;
        if outcome.is_some() && kind != EventType::RefreshedOwnership {
            return Err(Refusal::invalid("status goes with refreshed_ownership only.", "status"));
        }
        match kind {
            EventType::RefreshedOwnership => self.end_refresh(&id, outcome.unwrap_or(Outcome::Succeeded)),
            EventType::AccountDeactivated => self.set_status(&id, AccountStatus::Inactive, kind),
            EventType::AccountReactivated => self.set_status(&id, AccountStatus::Active, kind),
            EventType::AccountDisconnected => self.set_status(&id, AccountStatus::Disconnected, kind),
            other => self.announce(other, &id),
        }
        Ok(self.mailbag.sent.last().map_or(Value::Null, |event| render(event, &[])))
    }
}

/// An event by its full name, or by what follows `financial_connections.account.`.
fn event_type(name: &str) -> Result<EventType, Refusal> {
    let read = |name: &str| serde_json::from_value(Value::from(name)).unwrap_or(EventType::Unknown(String::new()));
    let found = match read(name) {
        EventType::Unknown(_) => read(&format!("financial_connections.account.{name}")),
        known => known,
    };
    let is_of_account = found.as_str().starts_with("financial_connections.account.");
    if is_of_account && !matches!(found, EventType::Unknown(_)) {
        return Ok(found);
    }
    Err(Refusal::invalid(
        "No such event of an account: created, deactivated, reactivated, disconnected, refreshed_ownership and so on.",
        "event",
    ))
}

fn wanted_outcome(params: &Node) -> Result<Option<Outcome>, Refusal> {
    match params.text(&["status"]) {
        None => Ok(None),
        Some("succeeded") => Ok(Some(Outcome::Succeeded)),
        Some("failed") => Ok(Some(Outcome::Failed)),
        Some(_) => Err(Refusal::invalid("status must be succeeded or failed.", "status")),
    }
}
