//! Stripe's calls, a file for each kind of object.

mod accounts;
mod customers;
mod linking;
mod owner_match;
mod sessions;

pub use accounts::{AccountFilter, Feature};
pub use customers::NewCustomer;
pub use linking::{NewCheckoutSession, NewInvoice, NewPaymentIntent, NewSetupIntent, NewSubscription};
pub use owner_match::Compared;
pub use sessions::{Holder, NewSession};

use std::fmt;

use super::form::Form;
use crate::address::AddressParts;

macro_rules! redacted {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        })*
    };
}
// Their free pairs may hold anything.
redacted!(NewCheckoutSession, NewCustomer, NewInvoice, NewPaymentIntent, NewSession, NewSetupIntent, NewSubscription);

/// An address below `prefix`, what is absent left out.
fn address(form: Form, prefix: &str, address: Option<&AddressParts>) -> Form {
    let Some(AddressParts { line1, line2, city, state, postal_code, country }) = address else { return form };
    let key = |name: &str| format!("{prefix}[{name}]");
    form.set(key("line1"), line1.as_ref())
        .set(key("line2"), line2.as_ref())
        .set(key("city"), city.as_ref())
        .set(key("state"), state.as_ref())
        .set(key("postal_code"), postal_code.as_ref())
        .set(key("country"), country.as_ref())
}
