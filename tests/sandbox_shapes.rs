//! The sandbox's objects against Stripe's published shapes, and our wire types against Stripe's own examples.
#![cfg(feature = "sandbox")]

mod world;

use std::collections::BTreeMap;
use std::time::Duration;

use ownermatch::sandbox::{Backend, Endpoint, Incoming, SandboxOptions};
use ownermatch::stripe::webhook::EndpointSecret;
use ownermatch::stripe::wire;
use serde_json::Value;

const ACCOUNT: &str = "financial_connections.account";

/// One row of shapes.tsv.
struct Key {
    kind: String,
    is_required: bool,
    may_be_null: bool,
    values: Vec<String>,
}

/// Keys by object and path.
struct Shapes(BTreeMap<(String, String), Key>);

fn file(name: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/stripe/{name}", env!("CARGO_MANIFEST_DIR"))).expect(name)
}

impl Shapes {
    fn read() -> Self {
        let text = file("shapes.tsv");
        let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
            let [object, path, kind, presence, null, values] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("six columns: {line}")
            };
            let values = values.split(';').filter(|value| *value != "-").map(str::to_owned).collect();
            let key =
                Key { kind: kind.into(), is_required: presence == "required", may_be_null: null == "null", values };
            ((object.to_owned(), path.to_owned()), key)
        });
        Self(rows.collect())
    }

    /// Everything that is wrong with a value as an object of this name.
    fn faults(&self, object: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.walk(object, "", value, &mut faults);
        faults
    }

    fn walk(&self, object: &str, prefix: &str, value: &Value, faults: &mut Vec<String>) {
        let Some(keys) = value.as_object() else {
            return faults.push(format!("{object} {prefix}: no object"));
        };
        let at = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
        let is_below = |path: &str| path.rsplit_once('.').map_or("", |(parent, _)| parent) == prefix;
        for ((_, path), key) in self.0.iter().filter(|((of, path), _)| of == object && is_below(path)) {
            let name = path.rsplit('.').next().unwrap_or(path);
            match keys.get(name) {
                None if key.is_required => faults.push(format!("{object} {path}: missing")),
                None => {}
                Some(Value::Null) if key.may_be_null => {}
                Some(Value::Null) => faults.push(format!("{object} {path}: null")),
                Some(value) => self.check(object, path, key, value, faults),
            }
        }
        for name in keys.keys().filter(|name| !self.0.contains_key(&(object.to_owned(), at(name)))) {
            faults.push(format!("{object} {}: not in Stripe's specification", at(name)));
        }
    }

    fn check(&self, object: &str, path: &str, key: &Key, value: &Value, faults: &mut Vec<String>) {
        let (kind, of) = key.kind.split_once(' ').unwrap_or((&key.kind, ""));
        let fits = match kind {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "boolean" => value.is_boolean(),
            "object" => value.is_object(),
            "array" => value.is_array(),
            "strings" => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
            "id_or_object" => value.is_string() || value.is_object(),
            "list" => value["data"].is_array() && value["object"] == "list" && value["has_more"].is_boolean(),
            other => panic!("{other} in shapes.tsv"),
        };
        if !fits {
            faults.push(format!("{object} {path}: no {kind}"));
        }
        let texts = value.as_array().map_or_else(|| vec![value], |items| items.iter().collect());
        let odd = texts.into_iter().filter_map(Value::as_str).filter(|text| !key.values.iter().any(|one| one == text));
        if !key.values.is_empty() {
            faults.extend(odd.map(|text| format!("{object} {path}: `{text}` is not among its values")));
        }
        match kind {
            "object"
                if self.0.keys().any(|(other, below)| other == object && below.starts_with(&format!("{path}."))) =>
            {
                self.walk(object, path, value, faults);
            }
            "id_or_object" if value.is_object() && !of.is_empty() => self.walk(of, "", value, faults),
            "list" => value["data"].as_array().into_iter().flatten().for_each(|item| self.walk(of, "", item, faults)),
            _ => {}
        }
    }
}

/// A backend, a moment, and requests by hand.
struct Desk {
    backend: Backend,
    now: u64,
}

impl Desk {
    fn new() -> Self {
        let secret = EndpointSecret::new("whsec_1").expect("a secret");
        let endpoint = Some(Endpoint { url: "http://127.0.0.1:9/".into(), secret });
        let options = SandboxOptions { endpoint, ..SandboxOptions::default() };
        let now = world::START as u64;
        Self { backend: Backend::new(options, Duration::from_secs(now)), now }
    }

    fn ask(&mut self, method: &str, path: &str, params: &str) -> (u16, Value) {
        let (query, body) = if method == "GET" { (params, "") } else { ("", params) };
        let incoming = Incoming {
            method: method.into(),
            path: path.into(),
            query: query.into(),
            headers: vec![("authorization".into(), "Bearer sk_test_1".into())],
            body: body.into(),
        };
        self.now += 2;
        let outgoing = self.backend.handle(&incoming, Duration::from_secs(self.now));
        (outgoing.response.status, serde_json::from_slice(&outgoing.response.body).expect("JSON"))
    }

    fn get(&mut self, path: &str, params: &str) -> Value {
        let (status, value) = self.ask("GET", path, params);
        assert_eq!(status, 200, "{path}?{params}: {value}");
        value
    }

    fn post(&mut self, path: &str, params: &str) -> Value {
        let (status, value) = self.ask("POST", path, params);
        assert_eq!(status, 200, "{path} {params}: {value}");
        value
    }
}

#[track_caller]
fn assert_shape(object: &str, value: &Value) {
    let faults = Shapes::read().faults(object, value);
    assert!(faults.is_empty(), "{faults:#?}\n{value:#}");
}

#[test]
fn every_account_in_every_state_has_stripes_shape() {
    let mut desk = Desk::new();
    for id in desk.backend.fixture_ids() {
        let path = format!("/v1/financial_connections/accounts/{id}");
        for params in ["", "expand[]=ownership"] {
            assert_shape(ACCOUNT, &desk.get(&path, params));
        }
    }
    assert_shape(ACCOUNT, &desk.post("/v1/financial_connections/accounts/fca_fresh/refresh", "features[]=ownership"));
    assert_shape(ACCOUNT, &desk.get("/v1/financial_connections/accounts/fca_fresh", "expand[]=ownership"));
    assert_shape(ACCOUNT, &desk.post("/v1/financial_connections/accounts/fca_fresh/disconnect", ""));
}

#[test]
fn sessions_lists_owners_and_matches_have_stripes_shape() {
    let mut desk = Desk::new();
    let customer = desk.post("/v1/customers", "metadata[sandbox_link]=joint,business")["id"].clone();
    let customer = customer.as_str().expect("an id").to_owned();
    let asked = format!(
        "account_holder[type]=customer&account_holder[customer]={customer}&permissions[]=ownership&permissions[]=transactions&prefetch[]=ownership"
    );
    let session = desk.post("/v1/financial_connections/sessions", &asked);
    assert_shape("financial_connections.session", &session);
    let path = format!("/v1/financial_connections/sessions/{}", session["id"].as_str().expect("an id"));
    let session = desk.get(&path, "");
    assert_eq!(session["accounts"]["data"].as_array().map(Vec::len), Some(2));
    assert_shape("financial_connections.session", &session);
    let list = desk.get("/v1/financial_connections/accounts", &format!("account_holder[customer]={customer}&limit=1"));
    assert_eq!(list["has_more"], true);
    let account = list["data"][0].clone();
    assert_shape(ACCOUNT, &account);
    let path = format!("/v1/financial_connections/accounts/{}", account["id"].as_str().expect("an id"));
    assert_shape(ACCOUNT, &desk.post(&format!("{path}/subscribe"), "features[]=transactions"));
    let ownership = desk.get(&path, "")["ownership"].as_str().expect("an id").to_owned();
    let owners = desk.get(&format!("{path}/owners"), &format!("ownership={ownership}"));
    owners["data"].as_array().expect("owners").iter().for_each(|owner| {
        assert_shape("financial_connections.account_owner", owner);
    });
    for params in [
        "owner_information[name]=Jenny Rosen",
        "owner_information[email]=a@b.co&owner_information[phone]=%2B12125550100",
        "owner_information[address][line1]=1 Main St&owner_information[address][city]=X&owner_information[address][state]=CA&owner_information[address][postal_code]=94103&owner_information[address][country]=US",
    ] {
        let params = format!("financial_connections_account=fca_single&{params}");
        assert_shape(
            "financial_connections.ownership_match",
            &desk.post("/v1/financial_connections/ownership_match", &params),
        );
    }
}

#[test]
fn refusals_and_events_have_stripes_shape() {
    let mut desk = Desk::new();
    let refusals = [
        ("GET", "/v1/financial_connections/accounts/fca_nobody", "", 404),
        ("GET", "/v1/nothing", "", 404),
        ("DELETE", "/v1/customers", "", 404),
        ("POST", "/v1/financial_connections/sessions", "", 400),
        ("POST", "/v1/customers", "nmae=x", 400),
        ("POST", "/v1/financial_connections/accounts/fca_inactive/refresh", "features[]=ownership", 400),
        ("GET", "/v1/financial_connections/accounts", "limit=101", 400),
        ("GET", "/v1/financial_connections/accounts", "starting_after=fca_nobody", 400),
    ];
    for (method, path, params, expected) in refusals {
        let (status, body) = desk.ask(method, path, params);
        assert_eq!(status, expected, "{method} {path}: {body}");
        assert_shape("error", &body["error"]);
    }
    for event in
        ["created", "refreshed_ownership", "upcoming_deactivation", "deactivated", "reactivated", "disconnected"]
    {
        let event = desk.post("/sandbox/trigger", &format!("event={event}&account=fca_single"));
        assert_shape("event", &event);
        assert_shape(ACCOUNT, &event["data"]["object"]);
    }
}

#[test]
fn the_shapes_can_be_broken() {
    let shapes = Shapes::read();
    let mut account = Desk::new().get("/v1/financial_connections/accounts/fca_joint", "expand[]=ownership");
    let breaks: [(&[&str], Value); 5] = [
        (&["status"], "odd".into()),
        (&["created"], Value::Null),
        (&["surprise"], 1.into()),
        (&["ownership", "owners", "data", "0", "name"], 5.into()),
        (&["ownership_refresh", "status"], "paused".into()),
    ];
    for (path, value) in breaks {
        let mut broken = account.clone();
        let place = path.iter().fold(&mut broken, |place, name| match name.parse::<usize>() {
            Ok(at) => &mut place[at],
            Err(_) => &mut place[*name],
        });
        *place = value;
        assert_eq!(shapes.faults(ACCOUNT, &broken).len(), 1, "{path:?}");
    }
    account.as_object_mut().expect("an object").remove("livemode");
    assert_eq!(shapes.faults(ACCOUNT, &account), ["financial_connections.account livemode: missing"]);
}

#[test]
fn stripes_own_examples_are_read() {
    let examples: Value = serde_json::from_str(&file("fixtures.json")).expect("JSON");
    let text = |name: &str| examples[name].to_string();
    let account: wire::Account = serde_json::from_str(&text(ACCOUNT)).expect("an account");
    assert_eq!(account.refresh_status(), Some(&wire::RefreshStatus::Failed));
    assert_eq!(account.customer(), Some("cus_QXg1o8vcGmoR32"));
    let owner: wire::AccountOwner =
        serde_json::from_str(&text("financial_connections.account_owner")).expect("an owner");
    assert_eq!(owner.raw_address.as_deref(), Some("123 Main Street, Everytown USA"));
    let ownership: wire::AccountOwnership =
        serde_json::from_str(&text("financial_connections.account_ownership")).expect("an ownership");
    assert!(ownership.owners.is_some_and(|owners| owners.has_more()));
    let session: wire::Session = serde_json::from_str(&text("financial_connections.session")).expect("a session");
    assert_eq!(session.permissions.map(|permissions| permissions.len()), Some(2));
    let customer: wire::Customer = serde_json::from_str(&text("customer")).expect("a customer");
    assert!(customer.metadata.is_empty());
}
