//! Customers: who an account is linked for.

use super::super::client::{Call, Client};
use super::super::error::Error;
use super::super::form::Form;
use super::super::wire::Customer;
use super::address;
use crate::address::AddressParts;

/// A customer to be; with an email Stripe knows returning users and links faster.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewCustomer {
    /// Full name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Postal address.
    pub address: Option<AddressParts>,
    /// Free text.
    pub description: Option<String>,
    /// Keys and values of your own.
    pub metadata: Vec<(String, String)>,
}

impl Client {
    /// `POST /v1/customers`.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn create_customer(&self, customer: &NewCustomer) -> Result<Customer, Error> {
        let NewCustomer { name, email, phone, address: lives_at, description, metadata } = customer;
        let metadata: Vec<(String, String)> =
            metadata.iter().map(|(key, value)| (format!("metadata[{key}]"), value.clone())).collect();
        let form = Form::default()
            .set("name", name.as_ref())
            .set("email", email.as_ref())
            .set("phone", phone.as_ref())
            .set("description", description.as_ref());
        let form = address(form, "address", lives_at.as_ref()).with(&metadata);
        self.call(Call::new("POST /v1/customers", &[], form)).await
    }
}
