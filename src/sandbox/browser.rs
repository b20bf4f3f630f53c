//! The user's part in the browser: they choose accounts of their bank, and what they came by gets them.

use super::fixtures::Fixture;
use super::render::{Made, blank};
use super::state::{Link, Road, State};
use crate::stripe::wire::{
    AccountHolder, BankAccount, EventType, Expandable, Intent, PaymentMethod, Permission, Prefetch,
};

/// Where a customer may say which accounts they will link: names of fixtures, parted by commas.
const LINK_METADATA: &str = "sandbox_link";

fn customer_of(holder: Option<&AccountHolder>) -> Option<&str> {
    holder?.customer.as_ref()?.id()
}

impl State {
    /// Links the accounts of the users who are done in their browser.
    pub(super) fn finish_links(&mut self) {
        let now = self.now;
        let (due, waiting) = std::mem::take(&mut self.links).into_iter().partition(|link: &Link| link.due <= now);
        self.links = waiting;
        for link in due {
            self.finish_link(&link);
        }
    }

    fn finish_link(&mut self, link: &Link) {
        // Whatever the user came by takes one way to pay.
        let mut is_open = true;
        for fixture in self.chosen(link).into_iter().take(link.limit) {
            let account = self.link_account(link, fixture);
            let is_first = std::mem::replace(&mut is_open, false);
            if is_first && link.permissions.contains(&Permission::PaymentMethod) {
                let method = self.make_payment_method(link, &account);
                self.attach(link, &method);
            }
        }
    }

    /// The fixtures that the customer names, else the account of whoever has the customer's email, else the first.
    fn chosen(&self, link: &Link) -> Vec<Fixture> {
        let id = customer_of(link.holder.as_ref());
        let customer = id.and_then(|id| self.customers.find(id, link.context.as_deref())).map(|made| &made.object);
        let names = customer.and_then(|customer| customer.metadata.get(LINK_METADATA));
        let named: Vec<Fixture> = names
            .iter()
            .flat_map(|names| names.split(','))
            .filter_map(|name| self.fixtures.named(name.trim()).cloned())
            .collect();
        if !named.is_empty() {
            return named;
        }
        self.fixtures.of_email(customer.and_then(|customer| customer.email.as_deref())).cloned().into_iter().collect()
    }

    fn link_account(&mut self, link: &Link, fixture: Fixture) -> String {
        let id = self.new_id("fca");
        let mut linked = self.linked(id.clone(), fixture, link.holder.clone());
        linked.account.permissions = Some(link.permissions.clone());
        if let Road::Session(session) = &link.road {
            linked.session = Some(session.clone());
        }
        self.accounts.put(&id, link.context.as_deref(), linked);
        self.announce(EventType::AccountCreated, &id);
        if link.prefetch.contains(&Prefetch::Ownership) {
            self.start_refresh(&id);
        }
        id
    }

    fn make_payment_method(&mut self, link: &Link, account: &str) -> String {
        let id = self.new_id("pm");
        let known = self.accounts.find_mut(account).map(|linked| linked.account.clone()).unwrap_or_default();
        let method = PaymentMethod {
            id: Some(id.clone()),
            object: Some("payment_method".into()),
            created: Some(self.unix()),
            customer: customer_of(link.holder.as_ref()).map(|id| Expandable::Id(id.to_owned())),
            livemode: Some(false),
            kind: Some("us_bank_account".into()),
            us_bank_account: Some(BankAccount {
                financial_connections_account: Some(account.to_owned()),
                account_holder_type: Some("individual".into()),
                account_type: known.subcategory,
                bank_name: known.institution_name,
                last4: known.last4,
            }),
        };
        self.payment_methods.put(&id, link.context.as_deref(), Made { object: method, more: blank("payment_method") });
        id
    }

    /// Gives the payment method to whatever the user came by.
    fn attach(&mut self, link: &Link, method: &str) {
        match &link.road {
            Road::SetupIntent(id) => settle(self.setup_intents.find_mut(id), method, "succeeded"),
            Road::PaymentIntent(id) => settle(self.payment_intents.find_mut(id), method, "processing"),
            Road::Checkout(id) => self.complete_checkout(link, id, method),
            Road::Session(_) | Road::Customer => {}
        }
    }

    /// Checkout makes its intent when the user is done.
    fn complete_checkout(&mut self, link: &Link, id: &str, method: &str) {
        let mode = self.checkouts.find_mut(id).and_then(|made| made.object.mode.clone());
        let is_payment = mode.as_deref() == Some("payment");
        let (object, prefix, status) =
            if is_payment { ("payment_intent", "pi", "processing") } else { ("setup_intent", "seti", "succeeded") };
        let (intent_id, intent) = self.new_intent(object, prefix, customer_of(link.holder.as_ref()));
        let mut made = Made { object: intent, more: blank(object) };
        settle(Some(&mut made), method, status);
        let shelf = if is_payment { &mut self.payment_intents } else { &mut self.setup_intents };
        shelf.put(&intent_id, link.context.as_deref(), made);
        let Some(session) = self.checkouts.find_mut(id).map(|made| &mut made.object) else { return };
        session.status = Some("complete".into());
        let to = if is_payment { &mut session.payment_intent } else { &mut session.setup_intent };
        *to = Some(Expandable::Id(intent_id));
    }
}

fn settle(intent: Option<&mut Made<Intent>>, method: &str, status: &str) {
    if let Some(intent) = intent {
        intent.object.payment_method = Some(Expandable::Id(method.to_owned()));
        intent.object.status = Some(status.into());
    }
}
