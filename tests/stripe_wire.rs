//! The client against real sockets: answers that end at every byte, redirects, slowness, bodies without an end.
#![cfg(feature = "sandbox")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use ownermatch::sandbox::{SANDBOX_KEY, Sandbox, SandboxOptions};
use ownermatch::stripe::{
    Client, ClientBuilder, ErrorKind, Feature, Fetch, Fetched, NewCustomer, Rates, SecretKey, Unavailable,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// More bytes than any answer here has.
const BEYOND: usize = 20_000;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn builder(base: &str) -> ClientBuilder {
    Client::builder(SecretKey::new(SANDBOX_KEY).expect("a key"))
        .base(base)
        .retries(0)
        .rates(Rates { per_endpoint: 1_000_000, global: 1_000_000 })
}

async fn sandbox(faults: &[String]) -> (Sandbox, Client) {
    let faults = faults.iter().map(|rule| rule.parse().expect("a rule")).collect();
    let sandbox = Sandbox::start(SandboxOptions { faults, ..SandboxOptions::default() }, 0).await.expect("a sandbox");
    let client = builder(&sandbox.base()).build().expect("a client");
    (sandbox, client)
}

/// A rule under which answers of a route end at byte 0, then at byte 1, and so on.
fn ending_at_every_byte(route: &str, how: &str, from: usize, to: usize) -> String {
    let turns: Vec<String> = (from..to).map(|at| format!("{how}@{at}")).collect();
    format!("{route}: {}", turns.join(", "))
}

#[test]
fn an_answer_that_ends_at_any_byte_is_whole_or_a_typed_error() {
    runtime().block_on(async {
        for how in ["reset", "cut"] {
            let rule = ending_at_every_byte("GET /v1/financial_connections/accounts/*", how, 0, BEYOND);
            let (_sandbox, client) = sandbox(&[rule]).await;
            let whole = client.retrieve_account("fca_trust").await;
            assert!(whole.is_err(), "no byte is no answer");
            let mut ends = 1;
            let account = loop {
                match client.retrieve_account("fca_trust").await {
                    Ok(account) => break account,
                    Err(error) => {
                        let kinds = [ErrorKind::Interrupted, ErrorKind::Unreachable];
                        assert!(kinds.contains(&error.kind()), "{how}@{ends}: {error:?}");
                    }
                }
                ends += 1;
            };
            assert!(ends > 1000 && ends < BEYOND, "{how}: whole after {ends} bytes");
            let ownership = account.ownership.as_ref().and_then(|ownership| ownership.object()).expect("expanded");
            assert_eq!(ownership.owners.as_ref().map(|owners| owners.items().count()), Some(1), "{how}");
        }
    });
}

#[test]
fn owners_whose_second_page_ends_at_any_byte_come_whole_or_not_at_all() {
    runtime().block_on(async {
        let rule = ending_at_every_byte("GET /v1/financial_connections/accounts/*/owners", "reset", 0, BEYOND);
        let (_sandbox, client) = sandbox(&[rule]).await;
        let mut errors = 0;
        // Four pages follow the first; once a page fits below the byte of its end, the next one fails.
        loop {
            match client.fetch_owners("fca_pages", &Fetch::default()).await {
                Ok(Fetched::Owners(owners)) => {
                    assert_eq!(owners.ownership().owners.len(), 14);
                    break;
                }
                Ok(Fetched::Unavailable(why)) => panic!("{why:?}"),
                Err(error) => assert!(error.kind().is_transient(), "{error:?}"),
            }
            errors += 1;
        }
        assert!(errors > 1000, "{errors} errors");
    });
}

/// Answers one request with `status` and `location`, and counts who comes to the other port.
async fn redirecting(status: u16, location: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let answer = format!("HTTP/1.1 {status} Elsewhere\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    base
}

/// A port that counts its visitors.
async fn counting() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let visitors = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&visitors);
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    (port, visitors)
}

#[test]
fn no_byte_of_the_key_reaches_a_second_host_by_a_redirect() {
    runtime().block_on(async {
        let (port, visitors) = counting().await;
        let targets = [
            format!("http://127.0.0.1:{port}/v1/customers"),
            format!("http://localhost:{port}/v1/customers"),
            format!("//127.0.0.1:{port}/v1/customers"),
        ];
        let statuses = [301, 302, 303, 307, 308];
        let mut variants = 0;
        for (status, target) in statuses.iter().flat_map(|status| targets.iter().map(move |target| (*status, target))) {
            let client = builder(&redirecting(status, target).await).build().expect("a client");
            let read = client.retrieve_account("fca_1").await.expect_err("a redirect");
            let written = client.create_customer(&NewCustomer::default()).await.expect_err("a redirect");
            assert_eq!([read.kind(), written.kind()], [ErrorKind::Redirected; 2], "{status} {target}");
            assert!(!format!("{read} {read:?}").contains(&port.to_string()));
            variants += 2;
        }
        assert!(variants >= 12);
        assert_eq!(visitors.load(Ordering::SeqCst), 0);
    });
}

#[test]
fn slow_hanging_and_endless_answers_end_in_time() {
    runtime().block_on(async {
        let table = [
            ("hang", ErrorKind::TimedOut),
            ("slow@10", ErrorKind::TimedOut),
            ("endless", ErrorKind::TooLarge),
            ("html", ErrorKind::Malformed),
            ("reset@0", ErrorKind::Interrupted),
        ];
        for (fault, expected) in table {
            let (sandbox, _) = sandbox(&[format!("*: {fault} x*")]).await;
            let client = builder(&sandbox.base()).timeout(Duration::from_millis(700)).build().expect("a client");
            let started = Instant::now();
            let error = client.retrieve_account("fca_single").await.expect_err(fault);
            assert_eq!(error.kind(), expected, "{fault}: {error:?}");
            assert!(started.elapsed() < Duration::from_secs(20), "{fault}");
        }
        // Plain HTTP where TLS was asked for: told apart, and not tried again.
        let (sandbox, _) = sandbox(&[]).await;
        let tls = builder(&sandbox.base().replace("http:", "https:")).retries(2).build().expect("a client");
        let error = tls.retrieve_account("fca_single").await.expect_err("no TLS");
        assert_eq!((error.kind(), error.tries()), (ErrorKind::Unreachable, 1), "{error}");
        assert!(error.to_string().contains("TLS"), "{error}");
        let gone = builder("http://127.0.0.1:9").build().expect("a client");
        assert_eq!(gone.retrieve_account("fca_1").await.expect_err("nobody").kind(), ErrorKind::Unreachable);
    });
}

#[test]
fn a_slow_answer_arrives_whole() {
    runtime().block_on(async {
        let (_sandbox, client) = sandbox(&["*: slow@5000".into()]).await;
        let started = Instant::now();
        assert!(client.retrieve_account("fca_single").await.is_ok());
        assert!(started.elapsed() > Duration::from_millis(150));
    });
}

#[test]
fn an_answer_lost_after_its_effect_is_replayed_under_the_same_key() {
    runtime().block_on(async {
        let rule = "POST /v1/financial_connections/accounts/*/refresh: reset@0, cut@90".to_owned();
        let (sandbox, _) = sandbox(&[rule]).await;
        let client = builder(&sandbox.base()).retries(2).build().expect("a client");
        let account = client.refresh_account("fca_fresh", &[Feature::Ownership]).await.expect("the third try");
        assert!(account.ownership_refresh.is_some());
        let asked = sandbox.backend().refreshes_asked().to_vec();
        assert_eq!(asked.len(), 1, "{asked:?}");
    });
}

#[test]
fn a_webhook_wakes_a_fetch_before_it_would_have_looked() {
    use ownermatch::stripe::webhook::{self, EndpointSecret};
    use tokio::sync::Notify;
    runtime().block_on(async {
        let endpoint = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", endpoint.local_addr().expect("an address"));
        let secret = EndpointSecret::new("whsec_wire").expect("a secret");
        let hook = ownermatch::sandbox::Endpoint { url, secret: secret.clone() };
        let options = SandboxOptions { endpoint: Some(hook), ..SandboxOptions::default() };
        let sandbox = Sandbox::start(options, 0).await.expect("a sandbox");
        let wake = Arc::new(Notify::new());
        let woken = Arc::clone(&wake);
        tokio::spawn(async move {
            let (mut stream, _) = endpoint.accept().await.expect("a delivery");
            let mut buffer = vec![0; 1 << 16];
            let mut length = 0;
            let text = loop {
                length += stream.read(&mut buffer[length..]).await.expect("a request");
                let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
                if text.contains("refreshed_ownership\"") && text.ends_with('}') {
                    break text;
                }
            };
            let (head, body) = text.split_once("\r\n\r\n").expect("a head");
            let header = head.lines().find_map(|line| line.strip_prefix("stripe-signature: ")).expect("signed");
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("now").as_secs();
            webhook::verify(body.as_bytes(), header, &[secret], now as i64, 300).expect("the sandbox signs");
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.expect("an answer");
            woken.notify_one();
        });
        let client = builder(&sandbox.base()).build().expect("a client");
        let started = Instant::now();
        let fetch = Fetch::default().woken_by(wake);
        let fetched = client.fetch_owners("fca_fresh", &fetch).await.expect("owners");
        assert!(matches!(fetched, Fetched::Owners(_)));
        // Without the webhook it would look again after 15 seconds only.
        assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    });
}

/// A server that speaks Stripe's specification and nothing of ours: a queue of answers as Stripe's pages show them.
async fn answering(answers: Vec<&'static str>) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.expect("a request");
            let mut buffer = [0; 8192];
            let _ = stream.read(&mut buffer).await;
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", answer.len());
            let _ = stream.write_all([head.as_bytes(), answer.as_bytes()].concat().as_slice()).await;
        }
    });
    builder(&base).build().expect("a client")
}

#[test]
fn lists_that_cannot_be_read_to_their_end_are_errors_and_no_part_of_them_an_answer() {
    const ACCOUNT: &str = r#"{"id":"fca_1","status":"active","permissions":["ownership"],"ownership_refresh":{"status":"succeeded"},"ownership":"fcaowns_1"}"#;
    let table = [
        ("no id to go on from", vec![r#"{"data":[{"name":"A"}],"has_more":true}"#]),
        ("null to go on from", vec![r#"{"data":[{"id":"o1","name":"A"},null],"has_more":true}"#]),
        ("empty, and more", vec![r#"{"data":[],"has_more":true}"#]),
        (
            "round in circles",
            vec![r#"{"data":[{"id":"o1"}],"has_more":true}"#, r#"{"data":[{"id":"o2"},{"id":"o1"}],"has_more":true}"#],
        ),
        ("no data", vec![r#"{"object":"list","has_more":false}"#]),
        ("null for data", vec![r#"{"data":null,"has_more":false}"#]),
        ("no word of more", vec![r#"{"data":[{"id":"o1"}]}"#]),
        ("a hole on the second page", vec![r#"{"data":[{"id":"o1"}],"has_more":true}"#, "{}"]),
        (
            "an error with status 200",
            vec![r#"{"data":[{"id":"o1"}],"has_more":true}"#, r#"{"error":{"type":"api_error"}}"#],
        ),
        ("no list", vec![r#"[]"#]),
        ("owners of another type", vec![r#"{"data":"A"}"#]),
    ];
    runtime().block_on(async {
        for (what, pages) in table {
            let client = answering([vec![ACCOUNT], pages].concat()).await;
            let error = client.fetch_owners("fca_1", &Fetch::default()).await.expect_err(what);
            assert_eq!(error.kind(), ErrorKind::Malformed, "{what}: {error}");
        }
        let client = answering(vec![ACCOUNT, r#"{"data":[],"has_more":false}"#]).await;
        let fetched = client.fetch_owners("fca_1", &Fetch::default()).await.expect("an outcome");
        assert_eq!(fetched, Fetched::Unavailable(Unavailable::NoData));
    });
}

#[test]
fn another_object_than_the_one_asked_for_is_no_answer() {
    const OWNED: &str = r#""status":"active","permissions":["ownership"],"ownership_refresh":{"status":"succeeded"},
        "ownership":{"id":"fcaowns_1","owners":{"data":[{"id":"o1","name":"A B"}],"has_more":false}}"#;
    runtime().block_on(async {
        let table = [
            format!(r#"{{"id":"fca_2",{OWNED}}}"#),
            format!(r#"{{{OWNED}}}"#),
            format!(r#"{{"id":"fca_1","object":"charge",{OWNED}}}"#),
            "{}".to_owned(),
            r#"{"error":{"type":"api_error"}}"#.to_owned(),
            r#"{"id":"fca_1","permissions":["ownership"],"ownership_refresh":{"status":"succeeded"},"ownership":{}}"#
                .to_owned(),
        ];
        for answer in table {
            let client = answering(vec![answer.clone().leak()]).await;
            let error = client.fetch_owners("fca_1", &Fetch::default()).await.expect_err(&answer);
            assert_eq!(error.kind(), ErrorKind::Malformed, "{answer}: {error}");
        }
        let client = answering(vec!["{}"]).await;
        let error = client.create_customer(&NewCustomer::default()).await.expect_err("no id");
        assert_eq!(error.kind(), ErrorKind::Malformed);
    });
}

#[test]
fn old_owners_without_permission_or_after_unlinking_are_not_offered() {
    const OWNERS: &str =
        r#""ownership":{"id":"fcaowns_1","owners":{"data":[{"id":"o1","name":"A B"}],"has_more":false}}"#;
    let table = [
        (r#""status":"disconnected","permissions":["ownership"]"#, Unavailable::Disconnected),
        (r#""status":"active","permissions":["balances"]"#, Unavailable::NoPermission),
    ];
    runtime().block_on(async {
        for (state, why) in table {
            let answer = format!(r#"{{"id":"fca_1",{state},{OWNERS}}}"#);
            let client = answering(vec![answer.leak()]).await;
            let fetched = client.fetch_owners("fca_1", &Fetch::default()).await.expect("an outcome");
            assert_eq!(fetched, Fetched::Unavailable(why));
        }
    });
}

#[test]
fn an_answer_is_read_up_to_its_cap() {
    use ownermatch::stripe::transport::CAP_BODY_BYTES;
    let account = r#"{"id":"fca_1"}"#;
    let padded = |bytes: usize| format!("{account}{}", " ".repeat(bytes - account.len())).leak() as &str;
    runtime().block_on(async {
        let fits = answering(vec![padded(CAP_BODY_BYTES)]).await;
        assert!(fits.retrieve_account("fca_1").await.is_ok());
        let over = answering(vec![padded(CAP_BODY_BYTES + 1)]).await;
        assert_eq!(over.retrieve_account("fca_1").await.expect_err("over the cap").kind(), ErrorKind::TooLarge);
    });
}

#[test]
fn stripes_own_examples_are_read_though_they_break_its_schema() {
    // The shapes of Stripe's guide: owners without id and object, an account status its schema does not list.
    const GUIDE: &str = r#"{"id":"fca_1","object":"financial_connections.account","status":"pending","permissions":["ownership"],
        "ownership":{"id":"fcaowns_1","object":"financial_connections.account_ownership","created":1651784999,
        "owners":{"object":"list","data":[{"name":"A B","phone":"+1 555-555-5555","ownership":"fcaowns_1"}],"has_more":false}},
        "ownership_refresh":{"status":"succeeded","last_attempted_at":1651784999},"balance":{"current":{"undefined":1}},"new":[1]}"#;
    runtime().block_on(async {
        let client = answering(vec![GUIDE]).await;
        let Fetched::Owners(owners) = client.fetch_owners("fca_1", &Fetch::default()).await.expect("owners") else {
            panic!("no owners")
        };
        assert_eq!(owners.ownership().owners[0].name.as_deref(), Some("A B"));
        assert_eq!(owners.ownership().refreshed_at, Some(1_651_784_999));
    });
}
