//! Customers, and the six roads on which a user links an account; the user's part in the browser is played here.

use serde_json::{Value, json};

use super::fixtures::Fixture;
use super::linked::Linked;
use super::refusal::Refusal;
use super::render::{empty_list, render};
use super::state::{Ask, Link, Road, State};
use crate::stripe::wire::{
    AccountHolder, BankAccount, CheckoutSession, ClientSecret, Customer, EventType, Expandable, Identified, Intent,
    Invoice, PaymentMethod, Permission, Prefetch, Session, Subscription,
};

/// Where a customer may say which accounts they will link: names of fixtures, parted by commas.
const LINK_METADATA: &str = "sandbox_link";
const OPTIONS: [&str; 3] = ["payment_method_options", "us_bank_account", "financial_connections"];
const SETTINGS: [&str; 4] = ["payment_settings", "payment_method_options", "us_bank_account", "financial_connections"];

fn permission(name: &str) -> Permission {
    serde_json::from_value(Value::from(name)).unwrap_or(Permission::Unknown(name.to_owned()))
}

fn prefetch(name: &str) -> Prefetch {
    serde_json::from_value(Value::from(name)).unwrap_or(Prefetch::Unknown(name.to_owned()))
}

/// Permissions and prefetch below a path. Left out, a payment API asks for `payment_method` alone.
fn access(ask: &Ask, path: &[&str]) -> Result<(Vec<Permission>, Vec<Prefetch>), Refusal> {
    let at = |name| [path, &[name]].concat();
    let permissions: Vec<Permission> = ask.params.list(&at("permissions")).into_iter().map(permission).collect();
    let prefetched: Vec<Prefetch> = ask.params.list(&at("prefetch")).into_iter().map(prefetch).collect();
    let is_payment = !path.is_empty();
    if is_payment && !permissions.is_empty() && !permissions.contains(&Permission::PaymentMethod) {
        return Err(Refusal::invalid("permissions must include payment_method.", &at("permissions").join("][")));
    }
    if let Some(beyond) = prefetched.iter().find(|name| !permissions.iter().any(|one| one.as_str() == name.as_str())) {
        let message = format!("You cannot prefetch {} without the permission for it.", beyond.as_str());
        return Err(Refusal::invalid(message, "prefetch"));
    }
    let permissions = if permissions.is_empty() { vec![Permission::PaymentMethod] } else { permissions };
    Ok((permissions, prefetched))
}

impl State {
    pub(super) fn create_customer(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let id = self.new_id("cus");
        let customer = Customer {
            id: Some(id.clone()),
            object: Some("customer".into()),
            created: Some(self.unix()),
            livemode: Some(false),
            name: ask.text("name"),
            email: ask.text("email"),
            phone: ask.text("phone"),
            address: ask.address(&["address"]),
            description: ask.text("description"),
            metadata: ask.params.pairs(&["metadata"]).into_iter().collect(),
        };
        let value = render_customer(&customer);
        self.customers.put(&id, ask.context, customer);
        Ok(value)
    }

    pub(super) fn retrieve_customer(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(render_customer(self.customers.get(ask.id, ask.context, "customer")?))
    }

    /// The customer that a request names; it must be there.
    fn named_customer(&self, ask: &Ask, path: &[&str]) -> Result<Option<String>, Refusal> {
        let Some(id) = ask.params.text(path) else { return Ok(None) };
        self.customers.get(id, ask.context, path.last().copied().unwrap_or_default())?;
        Ok(Some(id.to_owned()))
    }

    fn expect_link(
        &mut self,
        ask: &Ask,
        road: Road,
        holder: Option<(&str, &str)>,
        asked: (Vec<Permission>, Vec<Prefetch>),
    ) {
        let (permissions, prefetch) = asked;
        let holder = holder.map(|(kind, id)| (kind.to_owned(), id.to_owned()));
        let due = self.now + self.link_delay;
        self.links.push(Link { due, context: ask.context.map(str::to_owned), road, holder, permissions, prefetch });
    }

    pub(super) fn create_session(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let kind = ask.params.text(&["account_holder", "type"]).unwrap_or_default().to_owned();
        let other = if kind == "customer" { "account" } else { "customer" };
        if ask.params.text(&["account_holder", other]).is_some() {
            return Err(Refusal::exclusive("account_holder[customer], account_holder[account]"));
        }
        let name = format!("account_holder[{kind}]");
        let holder = ask.params.text(&["account_holder", &kind]).ok_or_else(|| Refusal::missing_parameter(&name))?;
        if kind == "customer" {
            self.customers.get(holder, ask.context, &name)?;
        }
        let (permissions, prefetch) = access(ask, &[])?;
        let id = self.new_id("fcsess");
        let session = Session {
            id: Some(id.clone()),
            object: Some("financial_connections.session".into()),
            account_holder: Some(account_holder(&kind, holder)),
            accounts: None,
            client_secret: Some(ClientSecret::new(format!("{id}_secret_{}", self.new_id("sbx")))),
            livemode: Some(false),
            permissions: Some(permissions.clone()),
            prefetch: Some(prefetch.clone()),
            return_url: ask.text("return_url"),
        };
        let value = render(&session, &[("accounts", empty_list())]);
        self.sessions.put(&id, ask.context, session);
        self.expect_link(ask, Road::Session(id), Some((&kind, holder)), (permissions, prefetch));
        Ok(value)
    }

    pub(super) fn retrieve_session(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let session = self.sessions.get(ask.id, ask.context, "session")?;
        let of_session = |linked: &&Linked| linked.session.as_deref() == Some(ask.id);
        let linked = self.accounts.newest_first(ask.context).filter(of_session);
        let data: Vec<Value> = linked.map(|linked| linked.render(false)).collect();
        let mut accounts = empty_list();
        accounts["data"] = Value::from(data);
        Ok(render(session, &[("accounts", accounts)]))
    }

    fn new_intent(&mut self, ask: &Ask, object: &str, prefix: &str) -> Result<Intent, Refusal> {
        let customer = self.named_customer(ask, &["customer"])?;
        let id = self.new_id(prefix);
        Ok(Intent {
            client_secret: Some(ClientSecret::new(format!("{id}_secret_{}", self.new_id("sbx")))),
            id: Some(id),
            object: Some(object.into()),
            created: Some(self.unix()),
            customer: customer.map(Expandable::Id),
            livemode: Some(false),
            payment_method: None,
            status: Some("requires_payment_method".into()),
        })
    }

    pub(super) fn create_setup_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let asked = access(ask, &OPTIONS)?;
        let intent = self.new_intent(ask, "setup_intent", "seti")?;
        let id = intent.id().unwrap_or_default().to_owned();
        let customer = intent.customer.as_ref().and_then(|customer| customer.id()).map(str::to_owned);
        let value = render_intent(&intent);
        self.setup_intents.put(&id, ask.context, intent);
        self.expect_link(ask, Road::SetupIntent(id), customer.as_deref().map(|id| ("customer", id)), asked);
        Ok(value)
    }

    pub(super) fn create_payment_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let asked = access(ask, &OPTIONS)?;
        let intent = self.new_intent(ask, "payment_intent", "pi")?;
        let id = intent.id().unwrap_or_default().to_owned();
        let customer = intent.customer.as_ref().and_then(|customer| customer.id()).map(str::to_owned);
        let value = render_intent(&intent);
        self.payment_intents.put(&id, ask.context, intent);
        self.expect_link(ask, Road::PaymentIntent(id), customer.as_deref().map(|id| ("customer", id)), asked);
        Ok(value)
    }

    pub(super) fn retrieve_setup_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let intent = self.setup_intents.get(ask.id, ask.context, "intent")?;
        self.expanded_intent(ask, intent)
    }

    pub(super) fn retrieve_payment_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let intent = self.payment_intents.get(ask.id, ask.context, "intent")?;
        self.expanded_intent(ask, intent)
    }

    fn expanded_intent(&self, ask: &Ask, intent: &Intent) -> Result<Value, Refusal> {
        let mut value = render_intent(intent);
        for name in ask.expands(&["payment_method", "customer"])? {
            let expanded = match (name, intent.payment_method.as_ref(), intent.customer.as_ref()) {
                ("payment_method", Some(method), _) => {
                    render(self.payment_methods.get(method.id().unwrap_or_default(), ask.context, name)?, &[])
                }
                ("customer", _, Some(customer)) => {
                    render_customer(self.customers.get(customer.id().unwrap_or_default(), ask.context, name)?)
                }
                _ => Value::Null,
            };
            value[name] = expanded;
        }
        Ok(value)
    }

    pub(super) fn create_checkout(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let asked = access(ask, &OPTIONS)?;
        let customer = self.named_customer(ask, &["customer"])?;
        let id = self.new_id("cs_test");
        let session = CheckoutSession {
            object: Some("checkout.session".into()),
            created: Some(self.unix()),
            customer: customer.clone().map(Expandable::Id),
            livemode: Some(false),
            mode: Some(ask.text("mode").unwrap_or_else(|| "setup".into())),
            payment_intent: None,
            setup_intent: None,
            status: Some("open".into()),
            url: Some(ClientSecret::new(format!("https://checkout.sandbox.invalid/{id}"))),
            id: Some(id.clone()),
        };
        let value = render(&session, &[]);
        self.checkouts.put(&id, ask.context, session);
        self.expect_link(ask, Road::Checkout(id), customer.as_deref().map(|id| ("customer", id)), asked);
        Ok(value)
    }

    pub(super) fn retrieve_checkout(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(render(self.checkouts.get(ask.id, ask.context, "session")?, &[]))
    }

    pub(super) fn create_invoice(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let asked = access(ask, &SETTINGS)?;
        let customer = self.named_customer(ask, &["customer"])?;
        let id = self.new_id("in");
        let invoice = Invoice {
            id: Some(id.clone()),
            object: Some("invoice".into()),
            created: Some(self.unix()),
            customer: customer.clone().map(Expandable::Id),
            hosted_invoice_url: None,
            livemode: Some(false),
            status: Some("draft".into()),
        };
        let value = render(&invoice, &[]);
        self.invoices.put(&id, ask.context, invoice);
        self.expect_link(ask, Road::Customer, customer.as_deref().map(|id| ("customer", id)), asked);
        Ok(value)
    }

    pub(super) fn create_subscription(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let asked = access(ask, &SETTINGS)?;
        let customer = self.named_customer(ask, &["customer"])?;
        let id = self.new_id("sub");
        let subscription = Subscription {
            id: Some(id.clone()),
            object: Some("subscription".into()),
            created: Some(self.unix()),
            customer: customer.clone().map(Expandable::Id),
            livemode: Some(false),
            status: Some("incomplete".into()),
        };
        let value = render(&subscription, &[]);
        self.subscriptions.put(&id, ask.context, subscription);
        self.expect_link(ask, Road::Customer, customer.as_deref().map(|id| ("customer", id)), asked);
        Ok(value)
    }

    pub(super) fn retrieve_payment_method(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(render(self.payment_methods.get(ask.id, ask.context, "payment_method")?, &[]))
    }

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
        for fixture in self.chosen(link) {
            let account = self.link_account(link, fixture);
            if link.permissions.contains(&Permission::PaymentMethod) {
                let method = self.make_payment_method(link, &account);
                self.attach(link, &method);
            }
        }
    }

    /// The fixtures that the customer names, else the account of whoever has the customer's email, else the first.
    fn chosen(&self, link: &Link) -> Vec<Fixture> {
        let id = link.holder.as_ref().filter(|holder| holder.0 == "customer").map(|holder| holder.1.as_str());
        let customer = id.and_then(|id| self.customers.get(id, link.context.as_deref(), "customer").ok());
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
        let holder = link.holder.as_ref().map(|(kind, id)| account_holder(kind, id));
        let mut linked = self.linked(id.clone(), fixture, holder);
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
        let last4 = self.accounts.find_mut(account).and_then(|linked| linked.account.last4.clone());
        let bank = self.accounts.find_mut(account).and_then(|linked| linked.account.institution_name.clone());
        let customer = link.holder.as_ref().filter(|holder| holder.0 == "customer").map(|holder| holder.1.clone());
        let method = PaymentMethod {
            id: Some(id.clone()),
            object: Some("payment_method".into()),
            created: Some(self.unix()),
            customer: customer.map(Expandable::Id),
            livemode: Some(false),
            kind: Some("us_bank_account".into()),
            us_bank_account: Some(BankAccount {
                financial_connections_account: Some(account.to_owned()),
                account_holder_type: Some("individual".into()),
                account_type: Some("checking".into()),
                bank_name: bank,
                last4,
            }),
        };
        self.payment_methods.put(&id, link.context.as_deref(), method);
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

    fn complete_checkout(&mut self, link: &Link, id: &str, method: &str) {
        let is_payment = self.checkouts.find_mut(id).is_some_and(|session| session.mode.as_deref() == Some("payment"));
        let (object, prefix) = if is_payment { ("payment_intent", "pi") } else { ("setup_intent", "seti") };
        let intent_id = self.new_id(prefix);
        let mut intent = Intent {
            id: Some(intent_id.clone()),
            object: Some(object.into()),
            created: Some(self.unix()),
            livemode: Some(false),
            ..Intent::default()
        };
        settle(Some(&mut intent), method, if is_payment { "processing" } else { "succeeded" });
        let shelf = if is_payment { &mut self.payment_intents } else { &mut self.setup_intents };
        shelf.put(&intent_id, link.context.as_deref(), intent);
        let Some(session) = self.checkouts.find_mut(id) else { return };
        session.status = Some("complete".into());
        let to = if is_payment { &mut session.payment_intent } else { &mut session.setup_intent };
        *to = Some(Expandable::Id(intent_id));
    }
}

fn settle(intent: Option<&mut Intent>, method: &str, status: &str) {
    if let Some(intent) = intent {
        intent.payment_method = Some(Expandable::Id(method.to_owned()));
        intent.status = Some(status.into());
    }
}

fn account_holder(kind: &str, id: &str) -> AccountHolder {
    let is_customer = kind == "customer";
    AccountHolder {
        kind: Some(kind.to_owned()),
        customer: is_customer.then(|| Expandable::Id(id.to_owned())),
        account: (!is_customer).then(|| id.to_owned()),
    }
}

fn render_customer(customer: &Customer) -> Value {
    render(customer, &[("balance", json!(0)), ("default_source", Value::Null), ("shipping", Value::Null)])
}

fn render_intent(intent: &Intent) -> Value {
    render(intent, &[("payment_method_types", json!(["us_bank_account"])), ("metadata", json!({}))])
}
