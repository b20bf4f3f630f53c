//! How the client behaves towards a server: tries and their pauses, keys, pace, deadline, and what its errors say.
#![cfg(feature = "sandbox")]

use std::time::Duration;

use ownermatch::sandbox::{FaultRule, SandboxOptions};
use ownermatch::stripe::wire::{OwnerInformation, Permission, Prefetch};
use ownermatch::stripe::{
    Access, Compared, ErrorKind, Fetch, Fetched, Holder, NewCheckoutSession, NewCustomer, NewInvoice, NewPaymentIntent,
    NewSession, NewSetupIntent, NewSubscription, Rates, Refresh, Unavailable,
};
use world::{World, block_on};

mod world;

fn world(faults: &[&str]) -> World {
    let faults = faults.iter().map(|rule| rule.parse::<FaultRule>().expect("a rule")).collect();
    World::new(SandboxOptions { faults, ..SandboxOptions::default() })
}

/// Seconds between the tries of the only call, to a tenth.
fn pauses(world: &World) -> Vec<f64> {
    let sent = world.sent();
    sent.windows(2).map(|pair| ((pair[1].at - pair[0].at).as_secs_f64() * 10.0).round() / 10.0).collect()
}

/// The rows of Stripe's own SDK on the wire (facts of 2026), but for 429, which is tried again here.
#[test]
fn tries_follow_the_sdks_rules() {
    let table = [
        ("500, 500", 3, None),
        ("500 x*", 3, Some(ErrorKind::ServerFault)),
        ("429 x2", 3, None),
        ("429 x*", 3, Some(ErrorKind::RateLimited)),
        ("429+should-retry=false", 1, Some(ErrorKind::RateLimited)),
        ("409", 2, None),
        ("500+should-retry=false", 1, Some(ErrorKind::ServerFault)),
        ("400+should-retry=true", 2, None),
        ("503+retry-after=4", 2, None),
        ("424", 1, Some(ErrorKind::ServerFault)),
        ("403", 1, Some(ErrorKind::Forbidden)),
        ("404", 1, Some(ErrorKind::NotFound)),
        ("reset@40", 2, None),
        ("cut@300 x*", 3, Some(ErrorKind::Interrupted)),
        ("html", 1, Some(ErrorKind::Malformed)),
        ("endless", 1, Some(ErrorKind::TooLarge)),
        ("redirect@http://127.0.0.1:2/", 1, Some(ErrorKind::Redirected)),
    ];
    for (faults, tries, expected) in table {
        let world = world(&[&format!("*: {faults}")]);
        let outcome = block_on(world.client().create_customer(&NewCustomer::default()));
        assert_eq!(world.sent().len(), tries, "{faults}");
        assert_eq!(outcome.err().map(|error| error.kind()), expected, "{faults}");
        let keys: Vec<_> = world.sent().into_iter().map(|sent| sent.idempotency_key.expect("a POST has one")).collect();
        assert!(keys.iter().all(|key| *key == keys[0] && key.len() == 36), "{faults}: {keys:?}");
    }
}

#[test]
fn pauses_grow_and_retry_after_is_not_waited_for() {
    let world_with_pauses = world(&["*: 503+retry-after=60 x*"]);
    let client = world_with_pauses.builder().retries(5).build().expect("a client");
    assert!(block_on(client.create_customer(&NewCustomer::default())).is_err());
    let pauses = pauses(&world_with_pauses);
    assert_eq!(pauses.len(), 5);
    for (pause, most) in pauses.iter().zip([0.5, 1.0, 2.0, 4.0, 5.0]) {
        // With the latency of the answer before it.
        assert!((0.5..=most + 0.2).contains(pause), "{pauses:?}");
    }
}

#[test]
fn a_get_carries_no_idempotency_key_and_two_posts_two() {
    let world = world(&[]);
    let client = world.client();
    block_on(async {
        client.retrieve_account("fca_single").await.expect("an account");
        client.create_customer(&NewCustomer::default()).await.expect("a customer");
        client.create_customer(&NewCustomer::default()).await.expect("a customer");
    });
    let keys: Vec<_> = world.sent().into_iter().map(|sent| sent.idempotency_key).collect();
    assert!(keys[0].is_none() && keys[1].is_some() && keys[2].is_some() && keys[1] != keys[2]);
}

#[test]
fn the_deadline_ends_a_call_whatever_the_server_does() {
    for fault in ["hang x*", "slow@1 x*", "500 x*"] {
        let world = world(&[&format!("*: {fault}")]);
        let client = world.builder().retries(1000).deadline(Duration::from_secs(40)).build().expect("a client");
        let error = block_on(client.retrieve_account("fca_single")).expect_err(fault);
        assert!(world.elapsed() <= Duration::from_secs(41), "{fault}: {:?}", world.elapsed());
        assert!(error.tries() >= 2 && error.kind().is_transient(), "{fault}: {error}");
    }
}

#[test]
fn no_second_holds_more_calls_than_the_rate() {
    let world = world(&[]);
    let client = world.builder().rates(Rates { per_endpoint: 5, global: 8 }).build().expect("a client");
    block_on(async {
        for _ in 0..30 {
            client.retrieve_account("fca_single").await.expect("an account");
            client.retrieve_customer_of_nobody().await;
        }
    });
    let times: Vec<(String, Duration)> = world.sent().into_iter().map(|sent| (sent.path, sent.at)).collect();
    for (path, start) in &times {
        let within: Vec<_> =
            times.iter().filter(|(_, at)| at >= start && *at < *start + Duration::from_secs(1)).collect();
        let same = within.iter().filter(|(other, _)| other == path).count();
        assert!(within.len() <= 8 && same <= 5, "{} in all, {same} of one", within.len());
    }
}

/// Another endpoint than accounts, whose outcome does not matter.
trait Nobody {
    async fn retrieve_customer_of_nobody(&self);
}

impl Nobody for ownermatch::stripe::Client {
    async fn retrieve_customer_of_nobody(&self) {
        let outcome = self.retrieve_payment_method("pm_nobody").await;
        assert_eq!(outcome.expect_err("nobody").kind(), ErrorKind::NotFound);
    }
}

#[test]
fn errors_name_the_call_the_request_and_the_advice_and_nothing_that_was_sent() {
    let world = world(&[]);
    let secretive = NewCustomer {
        name: Some("Zelda Quux".into()),
        email: Some("zelda@quux.example".into()),
        ..NewCustomer::default()
    };
    let more = vec![("Zelda".to_owned(), "Quux".to_owned())];
    let intent = NewSetupIntent { access: Access::ownership_and_payment(), more, customer: None };
    let error = block_on(world.client().create_setup_intent(&intent)).expect_err("an unknown parameter");
    let text = format!("{error} {error:?} {:?} {secretive:?} {intent:?}", error.fault());
    assert!(
        text.contains("POST /v1/setup_intents: Stripe refuses the request (400, parameter_unknown, request req_"),
        "{text}"
    );
    assert_eq!(error.fault().and_then(|fault| fault.message.as_deref()), Some("Received unknown parameter: Zelda"));
    assert!(error.request_id().is_some_and(|id| id.starts_with("req_")));
    assert!(!text.contains("Zelda") && !text.contains("zelda"), "{text}");
    let error = block_on(world.client().retrieve_account("fca_zelda")).expect_err("no such account");
    assert!(!format!("{error} {error:?}").contains("zelda") && error.code() == Some("resource_missing"));
}

#[test]
fn what_cannot_be_right_is_refused_before_it_is_sent() {
    let world = world(&[]);
    let client = world.client();
    let holder = Holder::Customer("cus_1".into());
    let beyond = Access { permissions: vec![Permission::PaymentMethod], prefetch: vec![Prefetch::Ownership] };
    let half = OwnerInformation {
        address: Some(ownermatch::address::AddressParts { line1: Some("1 Main St".into()), ..Default::default() }),
        ..OwnerInformation::default()
    };
    block_on(async {
        let only = Access::ownership();
        let refusals = [
            client.create_setup_intent(&NewSetupIntent { access: only.clone(), ..Default::default() }).await.err(),
            client.create_payment_intent(&NewPaymentIntent { access: only.clone(), ..Default::default() }).await.err(),
            client
                .create_checkout_session(&NewCheckoutSession { access: only.clone(), ..Default::default() })
                .await
                .err(),
            client.create_invoice(&NewInvoice { access: only.clone(), ..Default::default() }).await.err(),
            client.create_subscription(&NewSubscription { access: only, ..Default::default() }).await.err(),
            client.create_setup_intent(&NewSetupIntent { access: beyond.clone(), ..Default::default() }).await.err(),
            client.create_session(&NewSession::new(holder.clone(), beyond)).await.err(),
            client.create_session(&NewSession::new(holder, Access::default())).await.err(),
            client.create_ownership_match("fca_single", &Compared::Information(half)).await.err(),
            client.create_ownership_match("fca_single", &Compared::Information(Default::default())).await.err(),
            client.retrieve_account("../customers/cus_1").await.err(),
            client.accounts_behind("in_1").await.err(),
        ];
        for (at, refusal) in refusals.into_iter().enumerate() {
            assert_eq!(refusal.map(|error| error.kind()), Some(ErrorKind::Refused), "{at}");
        }
    });
    assert!(world.sent().is_empty());
}

#[test]
fn every_road_leads_to_the_linked_account() {
    let world = world(&[]);
    let client = world.client();
    block_on(async {
        let access = || Access::ownership_and_payment().prefetched();
        let customer = client.create_customer(&NewCustomer::default()).await.expect("a customer").id;
        let id = customer.clone().expect("an id");
        let setup = NewSetupIntent { customer: customer.clone(), access: access(), ..Default::default() };
        let setup = client.create_setup_intent(&setup).await.expect("an intent").id.expect("an id");
        let payment =
            NewPaymentIntent { amount: 20_000, currency: "usd".into(), access: access(), ..Default::default() };
        let payment = client.create_payment_intent(&payment).await.expect("an intent").id.expect("an id");
        let checkout = NewCheckoutSession { mode: Some("payment".into()), access: access(), ..Default::default() };
        let checkout = client.create_checkout_session(&checkout).await.expect("a session").id.expect("an id");
        let session = NewSession::new(Holder::Customer(id.clone()), Access::ownership());
        let session = client.create_session(&session).await.expect("a session").id.expect("an id");
        for road in [&setup, &payment, &checkout, &session] {
            let accounts = client.accounts_behind(road).await.expect(road);
            assert_eq!(accounts.len(), 1, "{road}");
            let fetched = client.fetch_owners(&accounts[0], &Fetch::default()).await.expect(road);
            assert!(matches!(fetched, Fetched::Owners(owners) if owners.stale.is_none()), "{road}");
        }
        // An invoice and a subscription show the account only through their customer.
        assert_eq!(client.accounts_behind(&id).await.expect("accounts").len(), 2);
        let invoice = NewInvoice { customer: customer.clone(), access: access(), ..Default::default() };
        client.create_invoice(&invoice).await.expect("an invoice");
        let prices = vec!["price_1".to_owned()];
        let subscription = NewSubscription { customer, prices, access: access(), ..Default::default() };
        client.create_subscription(&subscription).await.expect("a subscription");
        assert_eq!(client.accounts_behind(&id).await.expect("accounts").len(), 4);
    });
}

#[test]
fn a_connected_account_sees_its_own_and_nobody_elses() {
    let world = world(&[]);
    let platform = world.client();
    let connected = platform.on_behalf_of("acct_1").expect("an account");
    block_on(async {
        let customer = connected.create_customer(&NewCustomer::default()).await.expect("a customer").id.expect("an id");
        let session = NewSession::new(Holder::Customer(customer.clone()), Access::ownership());
        connected.create_session(&session).await.expect("a session");
        assert_eq!(connected.accounts_behind(&customer).await.expect("accounts").len(), 1);
        assert!(platform.accounts_behind(&customer).await.expect("accounts").is_empty());
        let held = NewSession::new(Holder::Account("acct_2".into()), Access::ownership());
        let held = platform.create_session(&held).await.expect("a session").id.expect("an id");
        let by_session = platform.accounts_behind(&held).await.expect("accounts");
        assert_eq!(platform.accounts_behind("acct_2").await.expect("accounts"), by_session);
    });
}

#[test]
fn every_fixture_comes_to_the_outcome_its_name_says() {
    let world = world(&[]);
    let client = world.client();
    let kind = |account: &str, refresh: Refresh| {
        let fetch = Fetch::default().refresh(refresh).wait(Duration::from_secs(30));
        match block_on(client.fetch_owners(account, &fetch)).expect(account) {
            Fetched::Owners(owners) => {
                let stale = owners.stale.as_ref().map_or("fresh", Unavailable::code);
                format!("{} {stale}", owners.ownership().owners.len())
            }
            Fetched::Unavailable(why) => why.code().to_owned(),
        }
    };
    let table = [
        ("fca_single", Refresh::IfNeeded, "1 fresh"),
        ("fca_single", Refresh::Always, "1 not_yet"),
        ("fca_joint", Refresh::Never, "2 fresh"),
        ("fca_stale", Refresh::IfNeeded, "1 fresh"),
        ("fca_stale", Refresh::Always, "1 fresh"),
        ("fca_pages", Refresh::IfNeeded, "14 fresh"),
        ("fca_fresh", Refresh::Never, "never_refreshed"),
        ("fca_fresh", Refresh::IfNeeded, "1 fresh"),
        ("fca_slow", Refresh::IfNeeded, "1 fresh"),
        ("fca_failing", Refresh::IfNeeded, "failed"),
        ("fca_stuck", Refresh::IfNeeded, "pending"),
        ("fca_inactive", Refresh::IfNeeded, "1 inactive"),
        ("fca_disconnected", Refresh::IfNeeded, "disconnected"),
        ("fca_no_permission", Refresh::IfNeeded, "no_permission"),
        ("fca_no_data", Refresh::IfNeeded, "no_data"),
    ];
    for (account, refresh, expected) in table {
        assert_eq!(kind(account, refresh), expected, "{account} {refresh:?}");
    }
}

#[test]
fn headers_are_what_stripe_asks_for() {
    use ownermatch::stripe::{PREVIEW_VERSION, VERSION};
    let world = world(&[]);
    let client = world.client();
    let information = OwnerInformation { name: Some("Danielle Okafor".into()), ..OwnerInformation::default() };
    block_on(async {
        client.list_owners("fca_pages", &ownership_of(&client, "fca_pages").await).await.expect("owners");
        client.create_ownership_match("fca_single", &Compared::Information(information)).await.expect("a match");
        let connected = client.on_behalf_of("acct_1").expect("an account");
        connected.create_customer(&NewCustomer::default()).await.expect("a customer");
    });
    let sent = world.sent();
    let [read, page, matched, made] = [&sent[0], &sent[1], &sent[sent.len() - 2], &sent[sent.len() - 1]];
    assert_eq!(read.header("authorization"), Some("Bearer sk_test_sandbox"));
    assert_eq!(read.header("stripe-version"), Some(VERSION));
    assert_eq!(matched.header("stripe-version"), Some(PREVIEW_VERSION));
    assert_eq!((read.header("stripe-account"), made.header("stripe-account")), (None, Some("acct_1")));
    assert_eq!(made.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert!(read.query.contains("expand%5B0%5D=ownership") && page.query.contains("limit=100"), "{}", page.query);
    let other = world.builder().version("2027-01-01.x").build().expect("a client");
    block_on(other.retrieve_account("fca_single")).expect("an account");
    assert_eq!(
        world.sent().last().and_then(|sent| sent.header("stripe-version").map(str::to_owned)).as_deref(),
        Some("2027-01-01.x")
    );
}

async fn ownership_of(client: &ownermatch::stripe::Client, account: &str) -> String {
    let account = client.retrieve_account(account).await.expect("an account");
    account.ownership.as_ref().and_then(|ownership| ownership.id()).expect("an ownership").to_owned()
}

#[test]
fn the_keys_of_each_road_are_those_of_the_version_that_is_asked_for() {
    let options = "payment_method_options[us_bank_account][financial_connections]";
    let settings = "payment_settings[payment_method_options][us_bank_account][financial_connections]";
    let asked = |prefix: &str| {
        format!(
            "{prefix}[permissions][0]=ownership&{prefix}[permissions][1]=payment_method&{prefix}[prefetch][0]=ownership"
        )
    };
    for (version, types) in
        [(ownermatch::stripe::VERSION, "payment_method_types"), ("2026-10-28.endive", "allowed_payment_method_types")]
    {
        let world = world(&[]);
        let client = world.builder().version(version).build().expect("a client");
        let access = || Access::ownership_and_payment().prefetched();
        block_on(async {
            client.create_setup_intent(&NewSetupIntent { access: access(), ..Default::default() }).await.expect("made");
            let paid = NewPaymentIntent { amount: 1, currency: "usd".into(), access: access(), ..Default::default() };
            client.create_payment_intent(&paid).await.expect("made");
            client
                .create_checkout_session(&NewCheckoutSession { access: access(), ..Default::default() })
                .await
                .expect("made");
            client.create_invoice(&NewInvoice { access: access(), ..Default::default() }).await.expect("made");
            client
                .create_subscription(&NewSubscription { access: access(), ..Default::default() })
                .await
                .expect("made");
        });
        let bodies: Vec<String> = world.sent().into_iter().map(|sent| sent.body).collect();
        let expected = format!("{types}[0]=us_bank_account&{}", asked(options));
        assert_eq!(bodies[0], expected, "{version}");
        assert_eq!(bodies[1], format!("amount=1&currency=usd&{expected}"), "{version}");
        assert_eq!(bodies[2], expected, "{version}");
        let expected = format!("payment_settings[payment_method_types][0]=us_bank_account&{}", asked(settings));
        assert_eq!((&bodies[3], &bodies[4]), (&expected, &expected), "{version}");
    }
}

#[test]
fn a_fetch_waits_as_long_as_it_was_told_and_no_longer() {
    for wait_s in [0, 7, 30] {
        let world = world(&[]);
        let wait = Duration::from_secs(wait_s);
        let fetched = block_on(world.client().fetch_owners("fca_stuck", &Fetch::default().wait(wait)));
        assert_eq!(fetched.expect("an outcome"), Fetched::Unavailable(Unavailable::Pending));
        assert!((wait..wait + Duration::from_secs(1)).contains(&world.elapsed()), "{wait_s}: {:?}", world.elapsed());
    }
    // With a webhook to wake it, it looks seldom by itself, and still looks.
    let world = world(&[]);
    let fetch = Fetch::default().woken_by(std::sync::Arc::new(tokio::sync::Notify::new()));
    let fetched = block_on(world.client().fetch_owners("fca_slow", &fetch)).expect("an outcome");
    assert!(matches!(fetched, Fetched::Owners(_)));
    let looks = world.sent().iter().filter(|sent| sent.method == "GET").count();
    assert!((2..=4).contains(&looks) && world.elapsed() < Duration::from_secs(40), "{looks} {:?}", world.elapsed());
}

#[test]
fn tries_keep_the_pace_and_the_pace_keeps_the_deadline() {
    let paced = world(&["*: 500 x2"]);
    let client = paced.builder().rates(Rates { per_endpoint: 1, global: 100 }).build().expect("a client");
    block_on(client.retrieve_account("fca_single")).expect("the third try");
    let sent = paced.sent();
    assert!(sent.windows(2).all(|pair| pair[1].at - pair[0].at >= Duration::from_secs(1)), "{sent:?}");
    let late = world(&[]);
    let client = late.builder().rates(Rates { per_endpoint: 1, global: 100 }).deadline(Duration::from_millis(500));
    let client = client.build().expect("a client");
    block_on(client.retrieve_account("fca_single")).expect("the first place");
    let error = block_on(client.retrieve_account("fca_single")).expect_err("no place before the deadline");
    assert_eq!((error.kind(), late.sent().len()), (ErrorKind::RateLimited, 1), "{error}");
    assert_eq!(Rates::of_stripe(true), Rates { per_endpoint: 25, global: 25 });
    assert_eq!(Rates::of_stripe(false), Rates { per_endpoint: 25, global: 100 });
}

#[test]
fn a_look_that_is_lost_is_not_the_end_of_the_wait() {
    let faults = ["GET /v1/financial_connections/accounts/*: pass, 500 x6", "POST *: pass"];
    let world = world(&faults);
    let fetched = block_on(world.client().fetch_owners("fca_slow", &Fetch::default())).expect("owners in the end");
    assert!(matches!(fetched, Fetched::Owners(owners) if owners.stale.is_none()));
    let never = self::world(&["GET /v1/financial_connections/accounts/*: pass, 500 x*"]);
    let error = block_on(never.client().fetch_owners("fca_slow", &Fetch::default())).expect_err("never seen again");
    assert_eq!(error.kind(), ErrorKind::ServerFault);
}

#[test]
fn old_owners_are_offered_where_a_refresh_cannot_be_asked_for() {
    let world = world(&["POST /v1/financial_connections/accounts/*/refresh: 403, 500 x3, 402"]);
    let client = world.client();
    let always = Fetch::default().refresh(Refresh::Always);
    for why in [ErrorKind::Forbidden, ErrorKind::ServerFault, ErrorKind::InvalidRequest] {
        let Fetched::Owners(owners) = block_on(client.fetch_owners("fca_stale", &always)).expect("old owners") else {
            panic!("{why:?}")
        };
        assert_eq!(owners.stale, Some(Unavailable::NotAsked { why }));
    }
    let nothing_old = self::world(&["POST /v1/financial_connections/accounts/*/refresh: 403"]);
    let error = block_on(nothing_old.client().fetch_owners("fca_fresh", &always)).expect_err("nothing to offer");
    assert_eq!(error.kind(), ErrorKind::Forbidden);
}

/// Answers every page of owners with a hundred more; counts how many requests are under way at once.
#[derive(Default)]
struct Endless {
    count: std::sync::atomic::AtomicU64,
    under_way: std::sync::atomic::AtomicUsize,
    most: std::sync::atomic::AtomicUsize,
}

impl ownermatch::stripe::transport::Transport for Endless {
    fn send<'a>(
        &'a self,
        request: &'a ownermatch::stripe::transport::Request,
    ) -> ownermatch::stripe::transport::Answering<'a> {
        use std::sync::atomic::Ordering::SeqCst;
        Box::pin(async move {
            let now = self.under_way.fetch_add(1, SeqCst) + 1;
            self.most.fetch_max(now, SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.under_way.fetch_sub(1, SeqCst);
            let id = request.url.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
            let body = if id == "owners" {
                let first = self.count.fetch_add(100, SeqCst);
                let owners: Vec<String> = (first..first + 100).map(|at| format!(r#"{{"id":"o{at}"}}"#)).collect();
                format!(r#"{{"data":[{}],"has_more":true}}"#, owners.join(","))
            } else {
                format!(
                    r#"{{"id":"{id}","status":"active","permissions":["ownership"],"ownership":"fcaowns_1",
                    "ownership_refresh":{{"status":"succeeded"}}}}"#
                )
            };
            Ok(ownermatch::stripe::transport::Response { status: 200, headers: Vec::new(), body: body.into() })
        })
    }
}

#[test]
fn a_list_without_an_end_is_an_error_and_many_accounts_are_fetched_so_many_at_once() {
    use futures_util::StreamExt;
    use ownermatch::stripe::{CAP_ITEMS, Client, SecretKey};
    let endless = std::sync::Arc::new(Endless::default());
    let client = Client::builder(SecretKey::new("sk_test_1").expect("a key"))
        .transport(endless.clone())
        .rates(Rates { per_endpoint: 1_000_000, global: 1_000_000 })
        .build()
        .expect("a client");
    let fetch = Fetch::default();
    let accounts = (0..6).map(|at| format!("fca_{at}")).chain(["fca_0".to_owned()]);
    let came: Vec<_> = block_on(client.fetch_many(accounts, &fetch, 3).collect());
    assert_eq!(came.len(), 6, "an account named twice is fetched once");
    for (account, outcome) in came {
        assert_eq!(outcome.expect_err(&account).kind(), ErrorKind::TooLarge);
    }
    assert_eq!(endless.most.load(std::sync::atomic::Ordering::SeqCst), 3);
    let read = endless.count.load(std::sync::atomic::Ordering::SeqCst);
    assert!(read <= 6 * (CAP_ITEMS as u64 + 100), "{read}");
}

#[test]
fn many_accounts_come_each_with_its_outcome() {
    use futures_util::StreamExt;
    let world = world(&[]);
    let client = world.client();
    let asked: Vec<String> =
        ["fca_pages", "fca_fresh", "fca_no_data", "fca_nobody", "fca_joint"].map(str::to_owned).to_vec();
    let fetch = Fetch::default();
    let came: Vec<_> = block_on(client.fetch_many(asked.clone(), &fetch, 3).collect());
    let outcome = |account: &str| came.iter().find(|one| one.0 == account).expect(account).1.as_ref();
    assert!(came.len() == asked.len() && asked.iter().all(|account| came.iter().any(|one| one.0 == *account)));
    assert_eq!(outcome("fca_nobody").err().map(|error| error.kind()), Some(ErrorKind::NotFound));
    assert_eq!(came.iter().filter(|one| matches!(one.1, Ok(Fetched::Owners(_)))).count(), 3);
}
