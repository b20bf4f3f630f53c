//! Stripe's preview Ownership Match, so that its scores can be put beside ours.

use super::super::client::{Call, Client};
use super::super::error::Error;
use super::super::form::Form;
use super::super::wire::{OwnerInformation, OwnershipMatch};
use super::address;

/// Who is compared with the account's owners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The customer that the account belongs to.
    Holder,
    /// Another customer, `cus_...`.
    Customer(String),
    /// What is sent along; at least one field, and an address whole but for `line2`.
    Information(OwnerInformation),
}

impl Client {
    /// `POST /v1/financial_connections/ownership_match`, a private preview: it needs access granted by Stripe.
    ///
    /// # Errors
    /// No field at all, or an address with a part missing, before anything is sent; Stripe's.
    pub async fn create_ownership_match(&self, account: &str, compared: &Compared) -> Result<OwnershipMatch, Error> {
        let form = Form::default().set("financial_connections_account", Some(account));
        let form = match compared {
            Compared::Holder => form.set("type", Some("customer")),
            Compared::Customer(id) => form.set("type", Some("customer")).set("customer", Some(id)),
            Compared::Information(information) => write(form.set("type", Some("owner_information")), information)?,
        };
        let call = Call::new("POST /v1/financial_connections/ownership_match", &[], form);
        self.call(Call { is_preview: true, ..call }).await
    }
}

fn write(form: Form, information: &OwnerInformation) -> Result<Form, Error> {
    let OwnerInformation { name, email, phone, address: lives_at } = information;
    if name.is_none() && email.is_none() && phone.is_none() && lives_at.is_none() {
        return Err(Error::refused("at least one of name, email, phone and address must be given"));
    }
    let is_whole = lives_at.as_ref().is_none_or(|address| {
        let parts = [&address.line1, &address.city, &address.state, &address.postal_code, &address.country];
        parts.into_iter().all(Option::is_some)
    });
    if !is_whole {
        return Err(Error::refused("an address needs line1, city, state, postal_code and country"));
    }
    let form = form
        .set("owner_information[name]", name.as_ref())
        .set("owner_information[email]", email.as_ref())
        .set("owner_information[phone]", phone.as_ref());
    Ok(address(form, "owner_information[address]", lives_at.as_ref()))
}
