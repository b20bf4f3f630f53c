//! Customers, and the six roads on which a user links an account: what each request makes.

use serde_json::{Map, Value};

use super::linked::Linked;
use super::refusal::Refusal;
use super::render::{Made, blank, empty_list};
use super::state::{Ask, Link, Road, State};
use crate::stripe::wire::{
    AccountHolder, CheckoutSession, ClientSecret, Customer, Expandable, Intent, Invoice, Permission, Prefetch, Session,
    Subscription,
};

const OPTIONS: [&str; 3] = ["payment_method_options", "us_bank_account", "financial_connections"];
const SETTINGS: [&str; 4] = ["payment_settings", "payment_method_options", "us_bank_account", "financial_connections"];
/// Accounts that a user links at once, where nothing else was asked for.
const MOST_ACCOUNTS: usize = 100;

/// What a user is asked to grant, and what is refreshed at once.
type Access = (Vec<Permission>, Vec<Prefetch>);

fn permission(name: &str) -> Permission {
    serde_json::from_value(Value::from(name)).unwrap_or(Permission::Unknown(name.to_owned()))
}

fn prefetch(name: &str) -> Prefetch {
    serde_json::from_value(Value::from(name)).unwrap_or(Prefetch::Unknown(name.to_owned()))
}

/// A path as Stripe writes it: `a[b][c]`.
fn key(path: &[&str]) -> String {
    let below: String = path.iter().skip(1).map(|name| format!("[{name}]")).collect();
    format!("{}{below}", path.first().copied().unwrap_or_default())
}

/// Permissions and prefetch below a path. Left out, a payment API asks for `payment_method` alone.
fn access(ask: &Ask, path: &[&str]) -> Result<Access, Refusal> {
    let at = |name| [path, &[name]].concat();
    let permissions: Vec<Permission> = ask.params.list(&at("permissions")).into_iter().map(permission).collect();
    let prefetched: Vec<Prefetch> = ask.params.list(&at("prefetch")).into_iter().map(prefetch).collect();
    let is_payment = !path.is_empty();
    if is_payment && !permissions.is_empty() && !permissions.contains(&Permission::PaymentMethod) {
        return Err(Refusal::invalid("permissions must include payment_method.", &key(&at("permissions"))));
    }
    if let Some(beyond) = prefetched.iter().find(|name| !permissions.iter().any(|one| one.as_str() == name.as_str())) {
        let message = format!("You cannot prefetch {} without the permission for it.", beyond.as_str());
        return Err(Refusal::invalid(message, &key(&at("prefetch"))));
    }
    let permissions = if permissions.is_empty() { vec![Permission::PaymentMethod] } else { permissions };
    Ok((permissions, prefetched))
}

/// What Stripe sends of an object besides, with the parameters that it gives back as they came.
fn more(object: &str, ask: &Ask, echoed: &[&str]) -> Map<String, Value> {
    let mut more = blank(object);
    for name in echoed {
        let given = ask.params.at(&[name]);
        // Metadata are texts, whatever they look like.
        let texts = || ask.params.pairs(&[name]).into_iter().map(|(key, text)| (key, Value::from(text))).collect();
        if given.is_given() {
            more.insert((*name).to_owned(), if *name == "metadata" { texts() } else { given.json() });
        }
    }
    more
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
        let made = Made { object: customer, more: more("customer", ask, &[]) };
        let value = made.render();
        self.customers.put(&id, ask.context, made);
        Ok(value)
    }

    pub(super) fn retrieve_customer(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(self.customers.get(ask.id, ask.context, "id")?.render())
    }

    /// The customer that a request names; it must be there.
    fn named_customer(&self, ask: &Ask) -> Result<Option<String>, Refusal> {
        let Some(id) = ask.params.text(&["customer"]) else { return Ok(None) };
        self.customers.named(id, ask.context, "customer")?;
        Ok(Some(id.to_owned()))
    }

    /// A user sets out to link accounts, where a bank account is among the ways to pay that they are offered.
    fn expect_link(&mut self, ask: &Ask, road: Road, holder: Option<AccountHolder>, access: Access) {
        if !offers_bank_account(ask, &road) {
            return;
        }
        let (permissions, prefetch) = access;
        let limit = ask.params.text(&["limits", "accounts"]).and_then(|text| text.parse().ok());
        self.links.push(Link {
            due: self.now + self.link_delay,
            context: ask.context.map(str::to_owned),
            road,
            holder,
            permissions,
            prefetch,
            limit: limit.unwrap_or(MOST_ACCOUNTS),
        });
    }

    pub(super) fn create_session(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let holder = self.session_holder(ask)?;
        let (permissions, prefetch) = access(ask, &[])?;
        let id = self.new_id("fcsess");
        let session = Session {
            id: Some(id.clone()),
            object: Some("financial_connections.session".into()),
            account_holder: Some(holder.clone()),
            accounts: None,
            client_secret: Some(self.client_secret(&id)),
            livemode: Some(false),
            permissions: Some(permissions.clone()),
            prefetch: Some(prefetch.clone()),
            return_url: ask.text("return_url"),
        };
        let more = more("financial_connections.session", ask, &["filters", "limits", "manual_entry"]);
        let made = Made { object: session, more };
        let mut value = made.render();
        value["accounts"] = empty_list();
        self.sessions.put(&id, ask.context, made);
        self.expect_link(ask, Road::Session(id), Some(holder), (permissions, prefetch));
        Ok(value)
    }

    fn session_holder(&self, ask: &Ask) -> Result<AccountHolder, Refusal> {
        let of = |name: &str| ask.params.text(&["account_holder", name]);
        let (kind, other) =
            if of("type") == Some("customer") { ("customer", "account") } else { ("account", "customer") };
        if of(other).is_some() {
            return Err(Refusal::exclusive("account_holder[customer], account_holder[account]"));
        }
        let name = key(&["account_holder", kind]);
        let id = of(kind).ok_or_else(|| Refusal::missing_parameter(&name))?;
        if kind == "customer" {
            self.customers.named(id, ask.context, &name)?;
            return Ok(customer_holder(id));
        }
        Ok(AccountHolder { kind: Some(kind.to_owned()), account: Some(id.to_owned()), customer: None })
    }

    pub(super) fn retrieve_session(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let mut value = self.sessions.get(ask.id, ask.context, "session")?.render();
        let of_session = |linked: &&Linked| linked.session.as_deref() == Some(ask.id);
        let linked = self.accounts.newest_first(ask.context).filter(of_session);
        value["accounts"] = empty_list();
        value["accounts"]["data"] = linked.map(Linked::render).collect();
        Ok(value)
    }

    fn client_secret(&mut self, id: &str) -> ClientSecret {
        ClientSecret::new(format!("{id}_secret_{}", self.new_id("sbx")))
    }

    pub(super) fn create_setup_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let access = access(ask, &OPTIONS)?;
        let customer = self.named_customer(ask)?;
        let (id, intent) = self.new_intent("setup_intent", "seti", customer.as_deref());
        let made = Made {
            object: intent,
            more: more("setup_intent", ask, &["description", "metadata", "payment_method_options", "usage"]),
        };
        let value = made.render();
        self.setup_intents.put(&id, ask.context, made);
        self.expect_link(ask, Road::SetupIntent(id), customer.as_deref().map(customer_holder), access);
        Ok(value)
    }

    pub(super) fn create_payment_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let access = access(ask, &OPTIONS)?;
        let customer = self.named_customer(ask)?;
        let (id, intent) = self.new_intent("payment_intent", "pi", customer.as_deref());
        let mut more = more("payment_intent", ask, &["currency", "description", "metadata", "payment_method_options"]);
        let amount = ask.params.text(&["amount"]).and_then(|text| text.parse::<i64>().ok());
        more.insert("amount".into(), amount.into());
        let made = Made { object: intent, more };
        let value = made.render();
        self.payment_intents.put(&id, ask.context, made);
        self.expect_link(ask, Road::PaymentIntent(id), customer.as_deref().map(customer_holder), access);
        Ok(value)
    }

    pub(super) fn new_intent(&mut self, object: &str, prefix: &str, customer: Option<&str>) -> (String, Intent) {
        let id = self.new_id(prefix);
        let intent = Intent {
            client_secret: Some(self.client_secret(&id)),
            id: Some(id.clone()),
            object: Some(object.into()),
            created: Some(self.unix()),
            customer: customer.map(|id| Expandable::Id(id.to_owned())),
            livemode: Some(false),
            payment_method: None,
            status: Some("requires_payment_method".into()),
        };
        (id, intent)
    }

    pub(super) fn retrieve_setup_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(self.setup_intents.get(ask.id, ask.context, "intent")?.render())
    }

    pub(super) fn retrieve_payment_intent(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(self.payment_intents.get(ask.id, ask.context, "intent")?.render())
    }

    pub(super) fn create_checkout(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        const A_DAY_S: i64 = 86_400;
        let access = access(ask, &OPTIONS)?;
        let customer = self.named_customer(ask)?;
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
        let mut more = more(
            "checkout.session",
            ask,
            &["client_reference_id", "metadata", "payment_method_options", "success_url"],
        );
        more.insert("expires_at".into(), (self.unix() + A_DAY_S).into());
        let made = Made { object: session, more };
        let value = made.render();
        self.checkouts.put(&id, ask.context, made);
        self.expect_link(ask, Road::Checkout(id), customer.as_deref().map(customer_holder), access);
        Ok(value)
    }

    pub(super) fn retrieve_checkout(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(self.checkouts.get(ask.id, ask.context, "session")?.render())
    }

    pub(super) fn create_invoice(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let access = access(ask, &SETTINGS)?;
        let customer = self.named_customer(ask)?;
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
        let mut more = more("invoice", ask, &["collection_method", "currency", "description", "metadata"]);
        for name in ["period_start", "period_end"] {
            more.insert(name.into(), self.unix().into());
        }
        let made = Made { object: invoice, more };
        let value = made.render();
        self.invoices.put(&id, ask.context, made);
        self.expect_link(ask, Road::Customer, customer.as_deref().map(customer_holder), access);
        Ok(value)
    }

    pub(super) fn create_subscription(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let access = access(ask, &SETTINGS)?;
        let customer = self.named_customer(ask)?;
        let id = self.new_id("sub");
        let subscription = Subscription {
            id: Some(id.clone()),
            object: Some("subscription".into()),
            created: Some(self.unix()),
            customer: customer.clone().map(Expandable::Id),
            livemode: Some(false),
            status: Some("incomplete".into()),
        };
        let mut more = more("subscription", ask, &["collection_method", "currency", "description", "metadata"]);
        for name in ["billing_cycle_anchor", "start_date"] {
            more.insert(name.into(), self.unix().into());
        }
        let made = Made { object: subscription, more };
        let value = made.render();
        self.subscriptions.put(&id, ask.context, made);
        self.expect_link(ask, Road::Customer, customer.as_deref().map(customer_holder), access);
        Ok(value)
    }

    pub(super) fn retrieve_payment_method(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(self.payment_methods.get(ask.id, ask.context, "payment_method")?.render())
    }
}

fn offers_bank_account(ask: &Ask, road: &Road) -> bool {
    let offered = |path: &[&str]| {
        let ways = ask.params.list(path);
        ways.is_empty() || ways.contains(&"us_bank_account")
    };
    match road {
        Road::Session(_) => true,
        Road::Customer => offered(&["payment_settings", "payment_method_types"]) && ask.params.at(&SETTINGS).is_given(),
        _ => offered(&["payment_method_types"]) && offered(&["allowed_payment_method_types"]),
    }
}

fn customer_holder(id: &str) -> AccountHolder {
    AccountHolder { kind: Some("customer".into()), customer: Some(Expandable::Id(id.to_owned())), account: None }
}
