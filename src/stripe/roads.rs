//! Every road to an account: from whatever id a business holds to the accounts behind it.

use super::calls::{AccountFilter, Holder};
use super::client::Client;
use super::error::Error;
use super::wire::Account;

impl Client {
    /// The ids of the accounts behind an id: of an account itself (`fca_`), a customer (`cus_`), a connected account
    /// (`acct_`), a session (`fcsess_`), a payment method (`pm_`), a setup or payment intent (`seti_`, `pi_`) or a
    /// Checkout session (`cs_`). Empty where the user has linked none, or typed the account number in by hand.
    ///
    /// # Errors
    /// An id of another kind, before anything is sent; Stripe's, or the way there.
    pub async fn accounts_behind(&self, id: &str) -> Result<Vec<String>, Error> {
        let kind = ["fca_", "cus_", "acct_", "fcsess_", "pm_", "seti_", "pi_", "cs_"];
        match kind.iter().find(|prefix| id.starts_with(**prefix)).copied() {
            Some("fca_") => Ok(vec![id.to_owned()]),
            Some("cus_") => self.listed(AccountFilter::Holder(Holder::Customer(id.to_owned()))).await,
            Some("acct_") => self.listed(AccountFilter::Holder(Holder::Account(id.to_owned()))).await,
            Some("fcsess_") => self.listed(AccountFilter::Session(id.to_owned())).await,
            Some("pm_") => self.of_method(Some(id)).await,
            Some("cs_") => self.of_checkout(id).await,
            Some(_) => self.of_intent(Some(id)).await,
            None => Err(Error::refused(format!("an id begins with one of {}", kind.join(", ")))),
        }
    }

    async fn listed(&self, filter: AccountFilter) -> Result<Vec<String>, Error> {
        let accounts: Vec<Account> = self.list_accounts(&filter).await?;
        Ok(accounts.into_iter().filter_map(|account| account.id).collect())
    }

    async fn of_method(&self, id: Option<&str>) -> Result<Vec<String>, Error> {
        let Some(id) = id else { return Ok(Vec::new()) };
        let method = self.retrieve_payment_method(id).await?;
        Ok(method.account().map(str::to_owned).into_iter().collect())
    }

    async fn of_intent(&self, id: Option<&str>) -> Result<Vec<String>, Error> {
        let intent = match id {
            None => return Ok(Vec::new()),
            Some(id) if id.starts_with("pi_") => self.retrieve_payment_intent(id).await?,
            Some(id) => self.retrieve_setup_intent(id).await?,
        };
        self.of_method(intent.payment_method.as_ref().and_then(|method| method.id())).await
    }

    async fn of_checkout(&self, id: &str) -> Result<Vec<String>, Error> {
        let session = self.retrieve_checkout_session(id).await?;
        let intent = session.setup_intent.as_ref().or(session.payment_intent.as_ref());
        self.of_intent(intent.and_then(|intent| intent.id())).await
    }
}
