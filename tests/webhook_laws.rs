//! Webhooks: forged deliveries never pass, and each ownership is decided once whatever the order of deliveries.
#![cfg(feature = "sandbox")]

use std::time::Duration;

use futures_util::future::join_all;
use ownermatch::sandbox::{Incoming, SandboxOptions};
use ownermatch::stripe::webhook::{self, EndpointSecret, Rejected, TOLERANCE_S};
use ownermatch::stripe::wire::{Event, EventType};
use ownermatch::stripe::{Access, Client, Fetch, Fetched, Holder, Inbox, NewCustomer, NewSession, Unavailable};
use world::{World, block_on, draw};

mod world;

const FORGERIES: u64 = 100_000;
const NOW: i64 = 1_795_478_400;

fn secret(text: &str) -> EndpointSecret {
    EndpointSecret::new(text).expect("a secret")
}

/// A delivery that is wrong in one way: body, time, code, secret, scheme, or all of it noise.
fn forge(chance: &mut u64, body: &[u8], good: &str) -> (Vec<u8>, String) {
    let at = |chance: &mut u64, length: usize| (draw(chance) % length as u64) as usize;
    let hex = |chance: &mut u64| (0..64).map(|_| char::from(b"0123456789abcdef"[at(chance, 16)])).collect::<String>();
    let flip = |chance: &mut u64, bytes: &mut Vec<u8>| {
        let place = at(chance, bytes.len());
        bytes[place] ^= 1 << (draw(chance) % 7);
    };
    let mut changed = body.to_vec();
    match draw(chance) % 7 {
        0 => flip(chance, &mut changed),
        1 => changed.truncate(at(chance, body.len())),
        2 => changed.push(b' '),
        3 => return (changed, good.replace("t=1", "t=2")),
        4 => return (changed, good.replace(",v1=", ",v0=")),
        5 => return (changed, format!("t={NOW},v1={},v1={}", hex(chance), hex(chance))),
        _ => {
            let mut header = good.as_bytes().to_vec();
            while header == good.as_bytes() {
                let place = at(chance, header.len());
                header[place] = b' ' + (draw(chance) % 95) as u8;
            }
            return (changed, String::from_utf8(header).expect("ASCII"));
        }
    }
    (changed, good.to_owned())
}

#[test]
fn of_a_hundred_thousand_forgeries_none_passes() {
    let body = br#"{"id":"evt_1","object":"event","type":"financial_connections.account.refreshed_ownership","data":{"object":{"id":"fca_1","object":"financial_connections.account"}}}"#;
    let secrets = [secret("whsec_one"), secret("whsec_two")];
    let good = webhook::sign(body, &secrets[1], NOW);
    assert!(webhook::verify(body, &good, &secrets, NOW, TOLERANCE_S).is_ok());
    let (mut chance, mut by_signature) = (7, 0);
    for _ in 0..FORGERIES {
        let (forged, header) = forge(&mut chance, body, &good);
        // A stray comma after the code's end, or a second pair, is no forgery: the signed parts are all there.
        match webhook::verify(&forged, &header, &secrets, NOW, TOLERANCE_S) {
            Ok(event) => panic!("{header} passed as {}", event.id),
            Err(Rejected::WrongSecretOrChangedBody) => by_signature += 1,
            Err(_) => {}
        }
    }
    assert!(by_signature > FORGERIES / 2, "{by_signature} fell at the signature");
}

/// A linked account whose refresh has ended, and six events about it, made by the sandbox itself.
fn linked() -> (World, Vec<Event>) {
    let world = World::new(SandboxOptions::default());
    let client = world.client();
    block_on(async {
        let customer = client.create_customer(&NewCustomer::default()).await.expect("a customer").id.expect("an id");
        let session = NewSession::new(Holder::Customer(customer.clone()), Access::ownership().prefetched());
        client.create_session(&session).await.expect("a session");
        let account = client.accounts_behind(&customer).await.expect("accounts").remove(0);
        client.fetch_owners(&account, &Fetch::default()).await.expect("owners");
        for event in ["supported_payment_method_types_updated", "upcoming_deactivation", "refreshed_balance", "created"]
        {
            ownermatch::sandbox::trigger(&client, event, &account, None).await.expect(event);
        }
    });
    let events = world.backend(|backend| backend.events().to_vec());
    assert_eq!(events.len(), 6);
    (world, events)
}

/// Works on a delivery to its end: what it led to.
fn work(inbox: &Inbox, client: &Client, event: &Event, fetch: &Fetch) -> Option<(String, Fetched)> {
    let delivery = block_on(inbox.fetch(client, event, fetch)).expect("the sandbox answers")?;
    let outcome = (delivery.account.clone(), delivery.fetched.clone());
    delivery.done();
    Some(outcome)
}

/// How many decisions a sequence of deliveries leads to.
fn decisions(world: &World, deliveries: &[&Event]) -> usize {
    let client = world.builder().rates(UNPACED).build().expect("a client");
    let (inbox, fetch) = (Inbox::default(), Fetch::default());
    let led = deliveries.iter().filter_map(|event| work(&inbox, &client, event, &fetch));
    led.filter(|(_, fetched)| matches!(fetched, Fetched::Owners(_))).count()
}

const UNPACED: ownermatch::stripe::Rates = ownermatch::stripe::Rates { per_endpoint: 1_000_000, global: 1_000_000 };

/// Every order of the numbers below `count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else { return vec![Vec::new()] };
    let shorter = orders(last);
    let insert = |order: &Vec<usize>| {
        (0..=order.len()).map(|at| [&order[..at], &[last], &order[at..]].concat()).collect::<Vec<_>>()
    };
    shorter.iter().flat_map(insert).collect()
}

fn matters(event: &Event) -> bool {
    matches!(event.kind, EventType::AccountCreated | EventType::RefreshedOwnership)
}

#[test]
fn one_decision_under_every_order_of_six_events_each_delivered_once_or_twice() {
    let (world, events) = linked();
    for order in orders(6) {
        let once: Vec<&Event> = order.iter().map(|&at| &events[at]).collect();
        assert_eq!(decisions(&world, &once), 1, "{order:?}");
        let twice: Vec<&Event> = once.iter().chain(once.iter().rev()).copied().collect();
        assert_eq!(decisions(&world, &twice), 1, "{order:?} and back");
    }
}

#[test]
fn one_decision_under_every_sequence_of_up_to_six_deliveries_of_three_events() {
    let (world, events) = linked();
    let three: Vec<&Event> = [&events[0], &events[1], &events[3]].to_vec();
    for length in 1..=6u32 {
        for number in 0..3usize.pow(length) {
            let sequence: Vec<&Event> = (0..length).map(|place| three[number / 3usize.pow(place) % 3]).collect();
            let expected = usize::from(sequence.iter().any(|event| matters(event)));
            assert_eq!(decisions(&world, &sequence), expected, "{length} {number}");
        }
    }
}

#[test]
fn one_decision_when_all_deliveries_come_at_once() {
    let (world, events) = linked();
    let (client, inbox, fetch) = (world.client(), Inbox::default(), Fetch::default());
    let one = async |event| match inbox.fetch(&client, event, &fetch).await.expect("the sandbox answers") {
        Some(delivery) => {
            delivery.done();
            1
        }
        None => 0,
    };
    let all: Vec<usize> = block_on(join_all(events.iter().chain(&events).map(one)));
    assert_eq!(all.iter().sum::<usize>(), 1);
}

#[test]
fn a_later_ownership_is_decided_again() {
    let (world, events) = linked();
    let (client, inbox, fetch) = (world.client(), Inbox::default(), Fetch::default());
    let account = events[0].financial_connections_account().and_then(|account| account.id).expect("an account");
    assert!(work(&inbox, &client, &events[1], &fetch).is_some());
    world.pass(Duration::from_secs(5));
    block_on(ownermatch::sandbox::trigger(&client, "refreshed_ownership", &account, None)).expect("an event");
    let later = world.backend(|backend| backend.events().last().cloned()).expect("an event");
    assert!(work(&inbox, &client, &later, &fetch).is_some());
}

/// An event of an account, as if it had just come.
fn event_of(kind: &str, account: &str, id: &str) -> Event {
    let object = serde_json::json!({"id": account, "object": "financial_connections.account"});
    let kind = format!("financial_connections.account.{kind}");
    serde_json::from_value(serde_json::json!({"id": id, "object": "event", "type": kind, "data": {"object": object}}))
        .expect("an event")
}

#[test]
fn an_event_whose_account_could_not_be_read_is_as_good_as_new() {
    let faults = vec!["*: 500 x3".parse().expect("a rule")];
    let world = World::new(SandboxOptions { faults, ..SandboxOptions::default() });
    let (client, inbox, fetch) = (world.client(), Inbox::default(), Fetch::default());
    let event = event_of("refreshed_ownership", "fca_single", "evt_1");
    let about_nothing = Event { data: Default::default(), ..event.clone() };
    assert!(work(&inbox, &client, &about_nothing, &fetch).is_none());
    assert!(block_on(inbox.fetch(&client, &event, &fetch)).is_err());
    assert!(work(&inbox, &client, &event, &fetch).is_some());
    assert!(work(&inbox, &client, &event, &fetch).is_none());
}

#[test]
fn a_delivery_that_was_not_done_is_handed_out_again() {
    let world = World::new(SandboxOptions::default());
    let (client, inbox, fetch) = (world.client(), Inbox::default(), Fetch::default());
    let [first, second] = ["evt_1", "evt_2"].map(|id| event_of("created", "fca_single", id));
    let delivery = block_on(inbox.fetch(&client, &first, &fetch)).expect("an answer").expect("a delivery");
    // Another event that leads to the same ownership has nothing to do meanwhile.
    assert!(work(&inbox, &client, &second, &fetch).is_none());
    drop(delivery);
    assert!(work(&inbox, &client, &first, &fetch).is_some());
    assert!(work(&inbox, &client, &first, &fetch).is_none());
}

#[test]
fn an_account_linked_while_its_refresh_is_under_way_is_decided_when_that_ends() {
    let world = World::new(SandboxOptions::default());
    let (client, inbox, fetch) = (world.client(), Inbox::default(), Fetch::default().wait(Duration::ZERO));
    let now = |event: &Event| work(&inbox, &client, event, &fetch);
    let under_way = now(&event_of("created", "fca_slow", "evt_1"));
    assert_eq!(under_way, Some(("fca_slow".to_owned(), Fetched::Unavailable(Unavailable::Pending))));
    assert_eq!(now(&event_of("created", "fca_slow", "evt_1")), None, "the same delivery once more");
    world.pass(Duration::from_secs(30));
    let ended = now(&event_of("refreshed_ownership", "fca_slow", "evt_2"));
    assert!(matches!(ended, Some((_, Fetched::Owners(_)))));
    assert_eq!(world.backend(|backend| backend.refreshes_asked().len()), 1);
}

#[test]
fn a_bank_that_fails_is_not_asked_again_by_the_event_that_says_so() {
    let fixture =
        r#"{"accounts":[{"name":"a","owners":[],"refresh":{"outcome":"failed","takes_s":1,"next_after_s":0}}]}"#;
    let fixtures = ownermatch::sandbox::Fixtures::read(fixture).expect("a fixture");
    let world = World::new(SandboxOptions { fixtures, ..SandboxOptions::default() });
    let (client, inbox, fetch) = (world.client(), Inbox::default(), Fetch::default().wait(Duration::ZERO));
    assert!(work(&inbox, &client, &event_of("created", "fca_a", "evt_created"), &fetch).is_some());
    let mut worked_on = 0;
    for _ in 0..20 {
        world.pass(Duration::from_secs(5));
        let now = Duration::from_secs(world::START as u64) + world.elapsed();
        let events = world.backend(|backend| {
            backend.advance(now);
            backend.events().to_vec()
        });
        worked_on += events.iter().filter(|event| work(&inbox, &client, event, &fetch).is_some()).count();
    }
    assert_eq!(worked_on, 1);
    assert_eq!(world.backend(|backend| backend.refreshes_asked().len()), 1);
}

#[test]
fn an_event_of_a_connected_account_is_read_as_that_account() {
    let world = World::new(SandboxOptions::default());
    let (platform, inbox) = (world.client(), Inbox::default());
    let connected = platform.on_behalf_of("acct_1").expect("an account");
    block_on(async {
        let customer = connected.create_customer(&NewCustomer::default()).await.expect("a customer").id.expect("an id");
        let session = NewSession::new(Holder::Customer(customer.clone()), Access::ownership().prefetched());
        connected.create_session(&session).await.expect("a session");
        connected.accounts_behind(&customer).await.expect("accounts");
    });
    let event = world.backend(|backend| backend.events()[0].clone());
    assert_eq!(event.account.as_deref(), Some("acct_1"));
    world.pass(Duration::from_secs(5));
    let fetched = work(&inbox, &platform, &event, &Fetch::default());
    assert!(matches!(fetched, Some((_, Fetched::Owners(_)))));
}

/// Every order of the deliveries of one account from link to refresh, with time and faults in between.
#[test]
fn one_decision_while_the_refresh_runs_and_the_server_fails() {
    for (number, order) in orders(4).into_iter().enumerate() {
        for faults in ["*: pass", "*: 500 x3", "*: reset@10 x4", "*: hang ~30%"] {
            let faults = vec![faults.parse().expect("a rule")];
            let seed = number as u64;
            let world = World::new(SandboxOptions { faults, seed, ..SandboxOptions::default() });
            let client = world.builder().rates(UNPACED).build().expect("a client");
            let (inbox, fetch) = (Inbox::default(), Fetch::default().wait(Duration::ZERO));
            let kinds = ["created", "refreshed_ownership", "refreshed_ownership", "upcoming_deactivation"];
            let mut waiting: Vec<Event> =
                order.iter().map(|&at| event_of(kinds[at], "fca_slow", &format!("evt_{at}"))).collect();
            let mut decided = 0;
            // Stripe delivers again what was not taken; the created event has a refresh start that ends in between.
            for _ in 0..12 {
                waiting.retain(|event| match block_on(inbox.fetch(&client, event, &fetch)) {
                    Err(_) => true,
                    Ok(None) => false,
                    Ok(Some(delivery)) => {
                        decided += usize::from(matches!(delivery.fetched, Fetched::Owners(_)));
                        delivery.done();
                        false
                    }
                });
                world.pass(Duration::from_secs(15));
            }
            // The end of the refresh has an event of its own, which comes again like any other.
            let end = event_of("refreshed_ownership", "fca_slow", "evt_end");
            let tries = (0..20).map(|_| block_on(inbox.fetch(&client, &end, &fetch)));
            let delivery = tries.into_iter().find_map(Result::ok).expect("the faults end or leave gaps");
            if let Some(delivery) = delivery {
                decided += usize::from(matches!(delivery.fetched, Fetched::Owners(_)));
                delivery.done();
            }
            assert_eq!(decided, 1, "{order:?}");
            let asked = world.backend(|backend| backend.refreshes_asked().to_vec());
            assert!(asked.len() == 1 && asked[0].was_started, "{order:?}: {asked:?}");
        }
    }
}

#[test]
fn deliveries_are_signed_and_come_again_until_they_are_taken() {
    use ownermatch::sandbox::Endpoint;
    use std::time::Duration;
    let endpoint = Endpoint { url: "http://127.0.0.1:9/".into(), secret: secret("whsec_x") };
    let world = World::new(SandboxOptions { endpoint: Some(endpoint), ..SandboxOptions::default() });
    let trigger = Incoming {
        method: "POST".into(),
        path: "/sandbox/trigger".into(),
        headers: vec![("authorization".into(), "Bearer sk_test_1".into())],
        body: b"event=deactivated&account=fca_single".to_vec(),
        ..Incoming::default()
    };
    let at = |seconds: u64| Duration::from_secs(world::START as u64 + seconds);
    world.backend(|backend| {
        assert_eq!(backend.handle(&trigger, at(0)).response.status, 200);
        let first = backend.take_due(at(0)).remove(0);
        let now = world::START;
        let event = webhook::verify(&first.body, &first.signature, &[secret("whsec_x")], now, 0).expect("signed");
        assert_eq!(event.kind, EventType::AccountDeactivated);
        assert!(backend.take_due(at(100)).is_empty(), "one delivery at a time");
        backend.failed(&event.id, at(100));
        assert!(backend.take_due(at(101)).is_empty());
        let again = backend.take_due(at(102)).remove(0);
        assert_eq!((again.event.as_str(), &again.body), (event.id.as_str(), &first.body));
        assert_ne!(again.signature, first.signature);
        backend.taken(&event.id);
        assert!(backend.take_due(at(1000)).is_empty());
    });
}
