//! Financial Connections sessions: the way to link an account without a payment.

use super::super::access::{Access, AskedBy};
use super::super::client::{Call, Client};
use super::super::error::Error;
use super::super::form::Form;
use super::super::wire::Session;

/// Whose accounts are linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// `cus_...`.
    Customer(String),
    /// `acct_...`, a connected Stripe account.
    Account(String),
}

/// A session to be.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSession {
    /// Whose accounts are linked.
    pub holder: Holder,
    /// What the user is asked for.
    pub access: Access,
    /// Where the browser goes afterwards.
    pub return_url: Option<String>,
    /// Further keys as Stripe writes them, such as `limits[accounts]`.
    pub more: Vec<(String, String)>,
}

impl NewSession {
    /// A session that asks `holder` for `access`.
    pub fn new(holder: Holder, access: Access) -> Self {
        Self { holder, access, return_url: None, more: Vec::new() }
    }
}

impl Client {
    /// `POST /v1/financial_connections/sessions`.
    ///
    /// # Errors
    /// No permission, or a prefetch beyond the permissions, before anything is sent; Stripe's.
    pub async fn create_session(&self, session: &NewSession) -> Result<Session, Error> {
        let form = match &session.holder {
            Holder::Customer(id) => {
                Form::default().set("account_holder[type]", Some("customer")).set("account_holder[customer]", Some(id))
            }
            Holder::Account(id) => {
                Form::default().set("account_holder[type]", Some("account")).set("account_holder[account]", Some(id))
            }
        };
        let form = session.access.write(form, "", AskedBy::Session)?.set("return_url", session.return_url.as_ref());
        self.call(Call::new("POST /v1/financial_connections/sessions", &[], form.with(&session.more))).await
    }

    /// `GET /v1/financial_connections/sessions/:id`: its `accounts` are there once the user has linked them.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn retrieve_session(&self, id: &str) -> Result<Session, Error> {
        self.call(Call::new("GET /v1/financial_connections/sessions/*", &[id], Form::default())).await
    }
}
