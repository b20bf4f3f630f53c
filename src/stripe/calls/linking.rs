//! The five payment APIs that link an account on the way, and the payment method it becomes.

use super::super::access::{Access, AskedBy};
use super::super::client::{Call, Client};
use super::super::error::Error;
use super::super::form::Form;
use super::super::wire::{CheckoutSession, Intent, Invoice, PaymentMethod, Subscription};

const OPTIONS: &str = "payment_method_options[us_bank_account][financial_connections]";
const SETTINGS: &str = "payment_settings[payment_method_options][us_bank_account][financial_connections]";
const BANK_ACCOUNT: [&str; 1] = ["us_bank_account"];

/// A setup intent to be: links an account for later payments.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewSetupIntent {
    /// `cus_...`.
    pub customer: Option<String>,
    /// What the user is asked for.
    pub access: Access,
    /// Further keys as Stripe writes them, such as `usage`.
    pub more: Vec<(String, String)>,
}

/// A payment intent to be: links an account and pays with it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewPaymentIntent {
    /// In the currency's smallest unit.
    pub amount: u64,
    /// Three letters in lower case.
    pub currency: String,
    /// `cus_...`.
    pub customer: Option<String>,
    /// What the user is asked for.
    pub access: Access,
    /// Further keys as Stripe writes them, such as `description`.
    pub more: Vec<(String, String)>,
}

/// A Checkout session to be: Stripe's page does the linking.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewCheckoutSession {
    /// `cus_...`.
    pub customer: Option<String>,
    /// payment, setup or subscription.
    pub mode: Option<String>,
    /// Where the browser goes afterwards.
    pub success_url: Option<String>,
    /// What the user is asked for.
    pub access: Access,
    /// Further keys as Stripe writes them, such as `line_items[0][price]`.
    pub more: Vec<(String, String)>,
}

/// An invoice to be.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewInvoice {
    /// `cus_...`.
    pub customer: Option<String>,
    /// What the user is asked for.
    pub access: Access,
    /// Further keys as Stripe writes them, such as `collection_method`.
    pub more: Vec<(String, String)>,
}

/// A subscription to be.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NewSubscription {
    /// `cus_...`.
    pub customer: Option<String>,
    /// `price_...` of each item.
    pub prices: Vec<String>,
    /// What the user is asked for.
    pub access: Access,
    /// Further keys as Stripe writes them, such as `payment_behavior`.
    pub more: Vec<(String, String)>,
}

/// A body that asks for a bank account, with `access` below `payment_method_options`.
fn options(form: Form, types_key: &str, customer: Option<&String>, access: &Access) -> Result<Form, Error> {
    let form = form.set("customer", customer).list(types_key, BANK_ACCOUNT);
    access.write(form, OPTIONS, AskedBy::Payment)
}

/// The same below `payment_settings`.
fn settings(form: Form, customer: Option<&String>, access: &Access) -> Result<Form, Error> {
    let form = form.set("customer", customer).list("payment_settings[payment_method_types]", BANK_ACCOUNT);
    access.write(form, SETTINGS, AskedBy::Payment)
}

impl Client {
    /// `POST /v1/setup_intents`.
    ///
    /// # Errors
    /// Permissions without `payment_method` or a prefetch beyond them, before anything is sent; Stripe's.
    pub async fn create_setup_intent(&self, intent: &NewSetupIntent) -> Result<Intent, Error> {
        let form =
            options(Form::default(), self.types_key(), intent.customer.as_ref(), &intent.access)?.with(&intent.more);
        self.call(Call::new("POST /v1/setup_intents", &[], form)).await
    }

    /// `GET /v1/setup_intents/:id`: its `payment_method` is there once the user has linked an account.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn retrieve_setup_intent(&self, id: &str) -> Result<Intent, Error> {
        self.call(Call::new("GET /v1/setup_intents/*", &[id], Form::default())).await
    }

    /// `POST /v1/payment_intents`.
    ///
    /// # Errors
    /// As [`Client::create_setup_intent`].
    pub async fn create_payment_intent(&self, intent: &NewPaymentIntent) -> Result<Intent, Error> {
        let form = Form::default().set("amount", Some(intent.amount)).set("currency", Some(&intent.currency));
        let form = options(form, self.types_key(), intent.customer.as_ref(), &intent.access)?.with(&intent.more);
        self.call(Call::new("POST /v1/payment_intents", &[], form)).await
    }

    /// `GET /v1/payment_intents/:id`: its `payment_method` is there once the user has linked an account.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn retrieve_payment_intent(&self, id: &str) -> Result<Intent, Error> {
        self.call(Call::new("GET /v1/payment_intents/*", &[id], Form::default())).await
    }

    /// `POST /v1/checkout/sessions`.
    ///
    /// # Errors
    /// As [`Client::create_setup_intent`].
    pub async fn create_checkout_session(&self, session: &NewCheckoutSession) -> Result<CheckoutSession, Error> {
        let form = Form::default().set("mode", session.mode.as_ref()).set("success_url", session.success_url.as_ref());
        let form = options(form, self.types_key(), session.customer.as_ref(), &session.access)?.with(&session.more);
        self.call(Call::new("POST /v1/checkout/sessions", &[], form)).await
    }

    /// `GET /v1/checkout/sessions/:id`: its intent leads on to a payment method.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn retrieve_checkout_session(&self, id: &str) -> Result<CheckoutSession, Error> {
        self.call(Call::new("GET /v1/checkout/sessions/*", &[id], Form::default())).await
    }

    /// `POST /v1/invoices`.
    ///
    /// # Errors
    /// As [`Client::create_setup_intent`].
    pub async fn create_invoice(&self, invoice: &NewInvoice) -> Result<Invoice, Error> {
        let form = settings(Form::default(), invoice.customer.as_ref(), &invoice.access)?.with(&invoice.more);
        self.call(Call::new("POST /v1/invoices", &[], form)).await
    }

    /// `POST /v1/subscriptions`.
    ///
    /// # Errors
    /// As [`Client::create_setup_intent`].
    pub async fn create_subscription(&self, subscription: &NewSubscription) -> Result<Subscription, Error> {
        let items: Vec<(String, String)> = (0..)
            .zip(&subscription.prices)
            .map(|(at, price): (usize, _)| (format!("items[{at}][price]"), price.clone()))
            .collect();
        let form = settings(Form::default(), subscription.customer.as_ref(), &subscription.access)?;
        self.call(Call::new("POST /v1/subscriptions", &[], form.with(&items).with(&subscription.more))).await
    }

    /// `GET /v1/payment_methods/:id`: [`PaymentMethod::account`] is the linked account.
    ///
    /// # Errors
    /// Stripe's, or the way there.
    pub async fn retrieve_payment_method(&self, id: &str) -> Result<PaymentMethod, Error> {
        self.call(Call::new("GET /v1/payment_methods/*", &[id], Form::default())).await
    }
}
