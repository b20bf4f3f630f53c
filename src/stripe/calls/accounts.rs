//! Linked accounts and their owners.

use super::super::client::{Call, Client};
use super::super::error::Error;
use super::super::form::Form;
use super::super::pages;
use super::super::wire::{Account, AccountOwner, List};
use super::sessions::Holder;

/// Most items a page, as Stripe allows.
const PAGE: u32 = 100;
const OWNERS: &str = "GET /v1/financial_connections/accounts/*/owners";

/// What a refresh reads anew from the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Who owns the account.
    Ownership,
    /// The balance.
    Balance,
    /// The transactions.
    Transactions,
}

impl Feature {
    fn code(self) -> &'static str {
        match self {
            Self::Ownership => "ownership",
            Self::Balance => "balance",
            Self::Transactions => "transactions",
        }
    }
}

/// Which accounts are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountFilter {
    /// All of a holder.
    Holder(Holder),
    /// All linked in a session, `fcsess_...`.
    Session(String),
    /// All that the key may see.
    All,
}

impl AccountFilter {
    fn form(&self) -> Form {
        let form = Form::default();
        match self {
            Self::Holder(Holder::Customer(id)) => form.set("account_holder[customer]", Some(id)),
            Self::Holder(Holder::Account(id)) => form.set("account_holder[account]", Some(id)),
            Self::Session(id) => form.set("session", Some(id)),
            Self::All => form,
        }
        .set("limit", Some(PAGE))
    }
}

impl Client {
    /// `GET /v1/financial_connections/accounts` over all pages.
    ///
    /// # Errors
    /// Stripe's, the way there, or more than 10,000 accounts.
    pub async fn list_accounts(&self, filter: &AccountFilter) -> Result<Vec<Account>, Error> {
        const ENDPOINT: &str = "GET /v1/financial_connections/accounts";
        let first: List<Account> = self.call(Call::new(ENDPOINT, &[], filter.form())).await?;
        let next = |cursor| {
            let form = filter.form().set("starting_after", Some::<String>(cursor));
            self.call::<List<Account>>(Call::new(ENDPOINT, &[], form))
        };
        let all = pages::gather(first, next).await.map_err(|error| error.of_call(ENDPOINT))?;
        Ok(all.into_iter().flatten().collect())
    }

    /// `GET /v1/financial_connections/accounts/:id` with `ownership` expanded.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn retrieve_account(&self, id: &str) -> Result<Account, Error> {
        self.call(Call::new("GET /v1/financial_connections/accounts/*", &[id], expanded())).await
    }

    /// `POST /v1/financial_connections/accounts/:id/refresh`, with `ownership` expanded in what comes back.
    ///
    /// Stripe starts none while one is under way, before `next_refresh_available_at`, or on an inactive account;
    /// [`Client::fetch_owners`] looks at these first.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn refresh_account(&self, id: &str, features: &[Feature]) -> Result<Account, Error> {
        let form = expanded().list("features", features.iter().map(|feature| feature.code()));
        self.call(Call::new("POST /v1/financial_connections/accounts/*/refresh", &[id], form)).await
    }

    /// `POST /v1/financial_connections/accounts/:id/subscribe` to transactions; ownership cannot be subscribed to.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn subscribe_to_transactions(&self, id: &str) -> Result<Account, Error> {
        self.call(Call::new("POST /v1/financial_connections/accounts/*/subscribe", &[id], transactions())).await
    }

    /// `POST /v1/financial_connections/accounts/:id/unsubscribe` from transactions.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn unsubscribe_from_transactions(&self, id: &str) -> Result<Account, Error> {
        self.call(Call::new("POST /v1/financial_connections/accounts/*/unsubscribe", &[id], transactions())).await
    }

    /// `POST /v1/financial_connections/accounts/:id/disconnect`: it cannot be read afterwards.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn disconnect_account(&self, id: &str) -> Result<Account, Error> {
        self.call(Call::new("POST /v1/financial_connections/accounts/*/disconnect", &[id], Form::default())).await
    }

    /// `GET /v1/financial_connections/accounts/:id/owners` over all pages, in the bank's order; `ownership` is
    /// `fcaowns_...`. A null among them keeps its place.
    ///
    /// # Errors
    /// Stripe's, the way there, more than 10,000 owners, or a page that cannot be asked for since an owner has no id.
    pub async fn list_owners(&self, id: &str, ownership: &str) -> Result<Vec<Option<AccountOwner>>, Error> {
        let first = self.owners_page(id, ownership, None).await?;
        self.owners_after(id, ownership, first).await
    }

    /// The pages after `first`, which came with the account.
    pub(crate) async fn owners_after(
        &self,
        id: &str,
        ownership: &str,
        first: List<AccountOwner>,
    ) -> Result<Vec<Option<AccountOwner>>, Error> {
        let all = pages::gather(first, |cursor| self.owners_page(id, ownership, Some(cursor))).await;
        all.map_err(|error| error.of_call(OWNERS))
    }

    async fn owners_page(&self, id: &str, ownership: &str, after: Option<String>) -> Result<List<AccountOwner>, Error> {
        let form =
            Form::default().set("ownership", Some(ownership)).set("limit", Some(PAGE)).set("starting_after", after);
        self.call(Call::new(OWNERS, &[id], form)).await
    }
}

fn expanded() -> Form {
    Form::default().list("expand", ["ownership"])
}

fn transactions() -> Form {
    Form::default().list("features", ["transactions"])
}
