//! Events on their way: signed, delivered to an endpoint, and delivered again until it takes them.

use std::time::Duration;

use crate::stripe::webhook::{self, EndpointSecret};
use crate::stripe::wire::Event;

/// Tries at a delivery, with pauses after each that double from two seconds.
const TRIES: u32 = 8;

/// When nothing is to be done about a delivery but to wait for its end.
const IN_FLIGHT: Duration = Duration::MAX;

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
        self.waiting.iter().map(|waiting| waiting.due).filter(|due| *due != IN_FLIGHT).min()
    }

    pub(super) fn put(&mut self, event: Event, now: Duration) {
        if self.endpoint.is_some() {
            let body = serde_json::to_vec(&event).unwrap_or_default();
            self.waiting.push(Waiting { event: event.id.clone(), body, due: now, tries: 0 });
        }
        self.sent.push(event);
    }

    /// The deliveries that are due, signed as of now; each is in flight until it is told to be taken or to have failed.
    pub(super) fn take_due(&mut self, now: Duration) -> Vec<Posting> {
        let Some(endpoint) = &self.endpoint else { return Vec::new() };
        let mut due = Vec::new();
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.due <= now) {
            waiting.tries += 1;
            waiting.due = IN_FLIGHT;
            due.push(Posting {
                event: waiting.event.clone(),
                url: endpoint.url.clone(),
                signature: webhook::sign(&waiting.body, &endpoint.secret, now.as_secs() as i64),
                body: waiting.body.clone(),
            });
        }
        due
    }

    /// The endpoint did not take the event: it is delivered again later, unless that was the last try.
    pub(super) fn failed(&mut self, event: &str, now: Duration) {
        for waiting in self.waiting.iter_mut().filter(|waiting| waiting.event == event) {
            waiting.due = now + Duration::from_secs(1 << waiting.tries.min(TRIES));
        }
        self.waiting.retain(|waiting| waiting.event != event || waiting.tries < TRIES);
    }

    pub(super) fn taken(&mut self, event: &str) {
        self.waiting.retain(|waiting| waiting.event != event);
    }
}
