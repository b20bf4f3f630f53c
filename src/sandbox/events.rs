//! Events: told when something happens, or when a user of the sandbox asks for it.

use serde_json::{Map, Value};

use super::fixtures::Outcome;
use super::params::Node;
use super::refusal::Refusal;
use super::render::render;
use super::state::{Ask, State};
use crate::stripe::VERSION;
use crate::stripe::wire::{AccountStatus, Event, EventData, EventType, Raw};

impl State {
    /// Tells what happened to an account.
    pub(super) fn announce(&mut self, kind: EventType, account: &str) {
        let event = Event {
            id: self.new_id("evt"),
            object: "event".into(),
            account: self.accounts.context(account).map(str::to_owned),
            api_version: Some(VERSION.into()),
            created: Some(self.unix()),
            data: EventData { object: Raw(self.event_object(account)), previous_attributes: None },
            livemode: Some(false),
            pending_webhooks: Some(i64::from(self.mailbag.endpoint.is_some())),
            request: None,
            kind,
        };
        let now = self.now;
        self.mailbag.put(event, now);
    }

    fn event_object(&mut self, account: &str) -> Value {
        self.accounts.find_mut(account).map_or(Value::Null, |linked| linked.render())
    }

    /// `POST /sandbox/trigger`: makes something happen to an account, with its event.
    pub(super) fn trigger(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let text = |name: &str| ask.params.text(&[name]).unwrap_or_default();
        let id = text("account").to_owned();
        let kind = event_type(text("event"))?;
        let outcome = wanted_outcome(&ask.params)?;
        if outcome.is_some() && kind != EventType::RefreshedOwnership {
            return Err(Refusal::invalid("status goes with refreshed_ownership only.", "status"));
        }
        let linked = self.accounts.get(&id, ask.context, "account")?;
        let cannot = match kind {
            EventType::RefreshedOwnership => !linked.shows_ownership(),
            EventType::AccountReactivated => linked.is(AccountStatus::Disconnected),
            _ => false,
        };
        if cannot {
            return Err(Refusal::invalid(
                "An account that is disconnected or without permission cannot do that.",
                "event",
            ));
        }
        match kind {
            EventType::RefreshedOwnership => self.end_refresh(&id, outcome.unwrap_or(Outcome::Succeeded)),
            EventType::AccountDeactivated => self.set_status(&id, AccountStatus::Inactive, kind),
            EventType::AccountReactivated => self.set_status(&id, AccountStatus::Active, kind),
            EventType::AccountDisconnected => self.set_status(&id, AccountStatus::Disconnected, kind),
            other => self.announce(other, &id),
        }
        Ok(self.mailbag.sent.last().map_or(Value::Null, |event| render(event, &Map::new())))
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
