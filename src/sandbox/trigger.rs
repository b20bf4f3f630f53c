//! The sandbox's own call, as a client makes it.

use crate::stripe::wire::Event;
use crate::stripe::{Call, Client, Error, Expected, Form};

impl Expected for Event {
    fn fault(&self, _asked: Option<&str>) -> Option<&'static str> {
        None
    }
}

/// `POST /sandbox/trigger`: makes something happen to an account of the sandbox that `client` points at.
///
/// `event` is named with or without `financial_connections.account.`; `status`, succeeded or failed, goes with
/// `refreshed_ownership`.
///
/// # Errors
/// The sandbox does not know the event or the account, or it is no sandbox.
pub async fn trigger(client: &Client, event: &str, account: &str, status: Option<&str>) -> Result<Event, Error> {
    let form = Form::default().set("event", Some(event)).set("account", Some(account)).set("status", status);
    client.call(Call::new("POST /sandbox/trigger", &[], form)).await
}
