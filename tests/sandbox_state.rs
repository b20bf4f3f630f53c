//! The sandbox's memory: what a call does to an account, what stays under an idempotency key, what is refused.
#![cfg(feature = "sandbox")]

mod world;

use std::time::Duration;

use ownermatch::sandbox::{Backend, FixtureError, Fixtures, Incoming, SandboxOptions};
use serde_json::Value;

/// A backend, a moment, and requests by hand.
struct Desk {
    backend: Backend,
    now: Duration,
}

impl Desk {
    fn new() -> Self {
        let now = Duration::from_secs(world::START as u64);
        Self { backend: Backend::new(SandboxOptions::default(), now), now }
    }

    fn ask(&mut self, method: &str, path: &str, params: &str, key: &str) -> (u16, Value) {
        let (query, body) = if method == "GET" { (params, "") } else { ("", params) };
        let mut headers = vec![("authorization".to_owned(), "Bearer sk_test_1".to_owned())];
        if !key.is_empty() {
            headers.push(("idempotency-key".into(), key.into()));
        }
        let incoming =
            Incoming { method: method.into(), path: path.into(), query: query.into(), headers, body: body.into() };
        let outgoing = self.backend.handle(&incoming, self.now);
        (outgoing.response.status, serde_json::from_slice(&outgoing.response.body).expect("JSON"))
    }

    fn account(&mut self, id: &str) -> Value {
        let path = format!("/v1/financial_connections/accounts/{id}");
        self.ask("GET", &path, "expand[]=ownership", "").1
    }

    fn on(&mut self, id: &str, verb: &str) -> (u16, Value) {
        let path = format!("/v1/financial_connections/accounts/{id}/{verb}");
        let params = if verb == "refresh" { "features[]=ownership" } else { "" };
        self.ask("POST", &path, params, "")
    }

    fn trigger(&mut self, event: &str, id: &str) -> u16 {
        self.ask("POST", "/sandbox/trigger", &format!("event={event}&account={id}"), "").0
    }

    fn pass(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }
}

#[test]
fn a_refresh_goes_from_null_over_pending_to_its_end_and_keeps_its_distance() {
    let mut desk = Desk::new();
    assert!(desk.account("fca_fresh")["ownership_refresh"].is_null());
    assert_eq!(desk.on("fca_fresh", "refresh").1["ownership_refresh"]["status"], "pending");
    assert!(desk.account("fca_fresh")["ownership"].is_null());
    desk.pass(2);
    let ended = desk.account("fca_fresh");
    assert_eq!(ended["ownership_refresh"]["status"], "succeeded");
    let next = ended["ownership_refresh"]["next_refresh_available_at"].as_i64().expect("a time");
    assert!(next > desk.now.as_secs() as i64 + 80_000);
    let again = desk.on("fca_fresh", "refresh").1;
    assert_eq!(again["ownership_refresh"], ended["ownership_refresh"]);
    desk.pass(90_000);
    assert_eq!(desk.on("fca_fresh", "refresh").1["ownership_refresh"]["status"], "pending");
}

#[test]
fn a_pending_refresh_is_not_started_again_whatever_happens_to_the_account() {
    let mut desk = Desk::new();
    desk.trigger("deactivated", "fca_stuck");
    desk.trigger("reactivated", "fca_stuck");
    let before = desk.account("fca_stuck")["ownership_refresh"].clone();
    assert_eq!(before["status"], "pending");
    assert!(before["next_refresh_available_at"].is_null());
    assert_eq!(desk.on("fca_stuck", "refresh").1["ownership_refresh"], before);
    assert!(desk.backend.refreshes_asked().iter().all(|asked| !asked.was_started));
}

#[test]
fn a_disconnected_account_shows_no_owners_ever_after() {
    let mut desk = Desk::new();
    desk.on("fca_fresh", "refresh");
    desk.on("fca_fresh", "disconnect");
    desk.pass(5);
    let account = desk.account("fca_fresh");
    assert_eq!((&account["status"], &account["ownership"]), (&"disconnected".into(), &Value::Null));
    assert_eq!(desk.on("fca_fresh", "refresh").0, 400);
    assert_eq!(
        (desk.trigger("refreshed_ownership", "fca_fresh"), desk.trigger("reactivated", "fca_fresh")),
        (400, 400)
    );
    assert_eq!(desk.trigger("refreshed_ownership", "fca_no_permission"), 400);
    assert!(desk.account("fca_no_permission")["ownership"].is_null());
}

#[test]
fn inactive_accounts_refuse_a_refresh_and_keep_their_owners() {
    let mut desk = Desk::new();
    assert_eq!(desk.trigger("deactivated", "fca_single"), 200);
    let (status, refusal) = desk.on("fca_single", "refresh");
    assert_eq!((status, &refusal["error"]["code"]), (400, &"financial_connections_account_inactive".into()));
    let account = desk.account("fca_single");
    assert_eq!(account["ownership"]["owners"]["data"][0]["name"], "OKAFOR, DANIELLE R");
    assert!(account["ownership_refresh"]["next_refresh_available_at"].is_null());
    desk.trigger("reactivated", "fca_single");
    assert_eq!(desk.on("fca_single", "refresh").1["ownership_refresh"]["status"], "pending");
}

#[test]
fn an_idempotency_key_stands_for_one_request_however_it_is_spelled() {
    let mut desk = Desk::new();
    let mut made = |params: &str, key: &str| desk.ask("POST", "/v1/customers", params, key);
    let first = made("name=A&metadata[x]=1", "k1");
    assert_eq!(made("metadata%5Bx%5D=1&name=A", "k1"), first);
    assert_eq!(made("name=B", "k1").1["error"]["type"], "idempotency_error");
    assert_ne!(made("name=A&metadata[x]=1", "k2").1["id"], first.1["id"]);
    // A request that was refused leaves its key free for the mended one.
    assert_eq!(made("nmae=A", "k3").0, 400);
    assert_eq!(made("name=A", "k3").0, 200);
    assert_eq!(made("name=A", &"k".repeat(256)).0, 400);
    assert_eq!(made("name=A", &"k".repeat(255)).0, 200);
}

#[test]
fn lists_and_texts_are_held_to_their_form() {
    let mut desk = Desk::new();
    let customer = desk.ask("POST", "/v1/customers", "", "").1["id"].as_str().expect("an id").to_owned();
    let holder = format!("account_holder[type]=customer&account_holder[customer]={customer}");
    let mut session =
        |more: &str| desk.ask("POST", "/v1/financial_connections/sessions", &format!("{holder}&{more}"), "");
    let mixed = session("permissions[1]=ownership&permissions[]=balances").1;
    assert_eq!(mixed["permissions"].as_array().map(Vec::len), Some(2));
    for refused in [
        "permissions=ownership",
        "permissions[a]=ownership",
        "permissions[]=ownership&expand=accounts",
        "permissions[]=ownership&expand[]=nonsense",
        "permissions[]=ownership&limits[accounts]=many",
        "permissions[]=ownership&prefetch[]=balances",
    ] {
        assert_eq!(session(refused).0, 400, "{refused}");
    }
    let many: String = (0..2_000).map(|at| format!("&metadata[k{at}]=v")).collect();
    assert_eq!(desk.ask("POST", "/v1/customers", &many, "").0, 400);
    assert_eq!(desk.ask("POST", "/v1/customers", "metadata[a][b]=c", "").0, 400);
}

#[test]
fn only_what_offers_a_bank_account_links_one() {
    let mut desk = Desk::new();
    let customer = desk.ask("POST", "/v1/customers", "", "").1["id"].as_str().expect("an id").to_owned();
    let mut made = |path: &str, params: &str| {
        let path = format!("/v1/{path}");
        assert_eq!(desk.ask("POST", &path, &format!("customer={customer}&{params}"), "").0, 200, "{path} {params}");
        let listed =
            desk.ask("GET", "/v1/financial_connections/accounts", &format!("account_holder[customer]={customer}"), "");
        listed.1["data"].as_array().map_or(0, Vec::len)
    };
    assert_eq!(made("setup_intents", "payment_method_types[]=card"), 0);
    assert_eq!(made("invoices", ""), 0);
    assert_eq!(made("setup_intents", "payment_method_types[]=us_bank_account"), 1);
    assert_eq!(made("setup_intents", "allowed_payment_method_types[]=us_bank_account"), 2);
}

#[test]
fn fixtures_that_cannot_be_are_told_by_their_place() {
    let account = |inner: &str| format!(r#"{{"accounts":[{{"name":"a","owners":[]{inner}}}]}}"#);
    let told = |json: &str| Fixtures::read(json).map_err(|error: FixtureError| error.to_string()).expect_err(json);
    let table = [
        ("{}".to_owned(), "line 1"),
        (r#"{"accounts":[]}"#.to_owned(), "at least"),
        (account(r#","surprise":1"#), "accounts[0]"),
        (account(r#","status":"frozen""#), "status"),
        (account(r#","permissions":["own"]"#), "permissions"),
        (account(r#","ownership":{"status":"odd","age_s":1}"#), "ownership.status"),
        (account(&format!(r#","ownership":{{"status":"failed","age_s":1,"next_in_s":{}}}"#, i64::MAX)), "next_in_s"),
        (account(r#","refresh":{"takes_s":1e9}"#), "takes_s"),
        (account(r#","owners_per_page":0"#), "owners_per_page"),
        (account("") + "{}", "after its end"),
    ];
    for (json, part) in table {
        let told = told(&json);
        assert!(told.contains(part), "{json}: {told}");
    }
    assert_eq!(Fixtures::default().ids().count(), 16);
}
