//! The commands that talk to Stripe as processes, against `ownermatch sandbox` as a process.
#![cfg(feature = "cli")]

mod binary;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use binary::{Ran, command, run, scratch};
use serde_json::Value;

/// A running process that ends with the test.
struct Running {
    child: Child,
    first_lines: BufReader<Box<dyn Read>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    /// Starts a command and reads from its stdout or stderr.
    fn start(mut command: Command, reads_stderr: bool) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary runs");
        let stream: Box<dyn Read> = if reads_stderr {
            Box::new(child.stderr.take().expect("piped"))
        } else {
            Box::new(child.stdout.take().expect("piped"))
        };
        Self { child, first_lines: BufReader::new(stream) }
    }

    /// What follows `mark` in the next line that holds it, up to a space.
    fn read_after(&mut self, mark: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.first_lines.read_line(&mut line).expect("text") > 0, "no line with {mark}");
            if let Some((_, rest)) = line.split_once(mark) {
                return rest.split_whitespace().next().unwrap_or_default().trim_end_matches('/').to_owned();
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.first_lines.read_line(&mut line).expect("text") > 0, "it ended");
        line
    }
}

/// A sandbox on a free port, and its address.
fn sandbox(args: &[&str]) -> (Running, String) {
    let mut running = Running::start(command(&[&["sandbox", "--port", "0"], args].concat()), false);
    let base = running.read_after("OWNERMATCH_STRIPE_BASE=");
    (running, base)
}

/// A command against `base` with the sandbox's key.
fn against(base: &str, args: &[&str], input: &[u8]) -> Ran {
    let mut command = command(args);
    command.env("OWNERMATCH_STRIPE_BASE", base).env("STRIPE_API_KEY", "sk_test_sandbox");
    run(command, input)
}

fn applicants() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sandbox/applicants.ndjson");
    let text = std::fs::read_to_string(path).expect("the applicants are there");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn demo_shows_every_step_and_three_decisions_without_a_key() {
    let mut command = command(&["demo"]);
    command.env_remove("STRIPE_API_KEY");
    let ran = run(command, b"");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for part in ["cus_", "fcsess_", "account.created", "refreshed_ownership", "fca_", "OKAFOR, DANIELLE R", "MATCH:"] {
        assert!(ran.stdout.contains(part), "{part}");
    }
    assert_eq!(ran.stdout.matches("NO MATCH:").count(), 2);
    let widest = ran.stdout.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?} columns");
}

#[test]
fn check_decides_by_its_exit_code() {
    let (_sandbox, base) = sandbox(&[]);
    for case in applicants() {
        let account = case["account"].as_str().expect("an account");
        let applicant = case["applicant"].to_string();
        let ran = against(&base, &["check", account, "--applicant", "-", "--format", "json"], applicant.as_bytes());
        let expected = match case["expect"].as_str().expect("a decision") {
            "match" => 0,
            "review" => 10,
            "no_match" => 11,
            _ => 12,
        };
        assert_eq!(ran.code, Some(expected), "{account}: {} {}", ran.stdout, ran.stderr);
        let page: Value = serde_json::from_str(&ran.stdout).expect("one JSON object");
        assert_eq!(page["decision"], case["expect"], "{account}");
    }
}

/// A pipe whose reader is gone.
fn unread() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    writer.into()
}

#[test]
fn a_decision_keeps_its_exit_code_when_nobody_reads() {
    let (_sandbox, base) = sandbox(&[]);
    let applicant = scratch("unread").join("applicant.json");
    std::fs::write(&applicant, r#"{"name":"Tyler Maddox","phone":"(702) 648-3925"}"#).expect("a file");
    let applicant = applicant.to_str().expect("a path");
    let table: [(&[&str], i32); 3] = [
        (&["check", "fca_single", "--applicant", applicant], 11),
        (&["check", "fca_disconnected", "--applicant", applicant], 4),
        (&["fetch", "fca_disconnected", "fca_no_permission"], 4),
    ];
    for (args, expected) in table {
        let mut command = command(args);
        command.env("OWNERMATCH_STRIPE_BASE", &base).env("STRIPE_API_KEY", "sk_test_sandbox");
        let status = command.stdin(Stdio::null()).stdout(unread()).stderr(unread()).status().expect("it runs");
        assert_eq!(status.code(), Some(expected), "{args:?}");
    }
}

#[test]
fn check_without_an_answer_from_stripe_ends_with_4_and_says_why() {
    let (_sandbox, base) = sandbox(&[]);
    let table = [
        ("fca_disconnected", "disconnected"),
        ("fca_no_permission", "no_permission"),
        ("fca_failing", "failed"),
        ("fca_stuck", "pending"),
        ("fca_no_data", "no_data"),
        ("fca_nobody", "resource_missing"),
    ];
    for (account, word) in table {
        let ran = against(&base, &["check", account, "--applicant", "-", "--wait", "2s"], br#"{"name":"Jenny Rosen"}"#);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{account}");
        assert!(ran.stderr.contains(word) && !ran.stderr.contains("Jenny"), "{account}: {}", ran.stderr);
    }
}

#[test]
fn fetched_accounts_are_scored_as_they_are() {
    let (_sandbox, base) = sandbox(&[]);
    let folder = scratch("fetch");
    let ids: Vec<String> =
        applicants().iter().map(|case| case["account"].as_str().expect("an id").to_owned()).collect();
    let mut args = vec!["fetch"];
    args.extend(ids.iter().map(String::as_str));
    let fetched = against(&base, &args, b"");
    assert_eq!(fetched.code, Some(0), "{}", fetched.stderr);
    assert_eq!(fetched.stdout.lines().count(), ids.len());
    let file = folder.join("accounts.ndjson");
    std::fs::write(&file, &fetched.stdout).expect("a file");
    let file = file.to_str().expect("a path");
    let scored = binary::ownermatch(&["score", file, "--applicants", "data/sandbox/applicants.ndjson"], b"");
    assert_eq!(scored.code, Some(0), "{}", scored.stderr);
    // Accounts come as Stripe answers, in any order.
    let expected = |id: &Value| applicants().into_iter().find(|case| case["account"] == *id).expect("a case");
    for line in scored.stdout.lines() {
        let answer: Value = serde_json::from_str(line).expect("an answer");
        assert_eq!(answer["decision"], expected(&answer["id"])["expect"], "{}", answer["id"]);
    }
}

#[test]
fn every_way_to_ask_for_access_leads_to_an_account() {
    let (_sandbox, base) = sandbox(&[]);
    let folder = scratch("access");
    let table: [(&str, &[&str], &str); 6] = [
        ("session", &[], "--from-session"),
        ("setup-intent", &[], "--from-intent"),
        ("payment-intent", &["--amount", "20000"], "--from-intent"),
        ("checkout", &["--mode", "payment"], "--from-checkout"),
        ("invoice", &[], "--from-customer"),
        ("subscription", &["--price", "price_1"], "--from-customer"),
    ];
    for (via, more, road) in table {
        let secret = folder.join(via);
        let keeps_secret = ["session", "setup-intent", "payment-intent"].contains(&via);
        let mut args = vec!["request-access", "--via", via, "--email", "danielle.okafor@icloud.com", "--prefetch"];
        args.extend(more);
        if keeps_secret {
            args.extend(["--secret-file", secret.to_str().expect("a path")]);
        }
        let made = against(&base, &args, b"");
        assert_eq!(made.code, Some(0), "{via}: {}", made.stderr);
        let ids: Value = serde_json::from_str(&made.stdout).expect("one JSON object");
        assert!(ids.get("client_secret").is_none() && made.stderr.contains("fetch"), "{via}");
        if keeps_secret {
            let text = std::fs::read_to_string(&secret).expect("the secret's file");
            assert!(text.contains("_secret_") && !made.stdout.contains(&text) && !made.stderr.contains(&text), "{via}");
            assert_eq!(mode(&secret) & 0o777, 0o600);
        }
        let id = ids[if road == "--from-customer" { "customer" } else { "id" }].as_str().expect("an id");
        let fetched = against(&base, &["fetch", road, id], b"");
        assert_eq!(fetched.code, Some(0), "{via}: {}", fetched.stderr);
        assert!(fetched.stdout.contains("OKAFOR, DANIELLE R"), "{via}");
    }
    let again = folder.join("session");
    let args =
        ["request-access", "--via", "session", "--customer", "cus_1", "--secret-file", again.to_str().expect("a path")];
    let refused = against(&base, &args, b"");
    assert_eq!(refused.code, Some(74), "an old secret is never written over: {}", refused.stderr);
    let shown = against(&base, &["request-access", "--via", "session", "--email", "a@b.co", "--show-secret"], b"");
    assert!(shown.stdout.contains("_secret_"));
}

#[test]
fn request_access_refuses_what_cannot_be_and_leaves_no_file_behind() {
    let (_sandbox, base) = sandbox(&["--fault", "POST /v1/financial_connections/sessions: 403"]);
    let file = scratch("no-access").join("secret");
    let path = file.to_str().expect("a path");
    let table: [(&[&str], i32, &str); 6] = [
        (&["--via", "payment-intent"], 2, "--amount"),
        (&["--via", "session"], 2, "--customer"),
        (&["--via", "invoice"], 2, "--customer"),
        (&["--via", "checkout", "--secret-file", path], 2, "client secret"),
        (&["--via", "setup-intent", "--account", "acct_1"], 2, "--via session"),
        (&["--via", "session", "--account", "acct_1", "--secret-file", path], 4, "the key may not do this"),
    ];
    for (args, code, part) in table {
        let ran = against(&base, &[&["request-access"], args].concat(), b"");
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(code), ""), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(part), "{args:?}: {}", ran.stderr);
        assert!(!file.exists(), "{args:?}");
    }
}

#[cfg(unix)]
fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::MetadataExt;
    path.metadata().expect("a file").mode()
}

#[cfg(not(unix))]
fn mode(_: &std::path::Path) -> u32 {
    0o600
}

#[test]
fn keys_come_from_the_environment_a_private_file_or_stdin_and_appear_nowhere() {
    let (_sandbox, base) = sandbox(&[]);
    let file = scratch("key").join("key");
    std::fs::write(&file, "rk_test_zq9zq9\n").expect("a file");
    let path = file.to_str().expect("a path");
    let bare = |args: &[&str], input: &[u8]| {
        let mut command = command(&[&["fetch", "fca_single", "--base", &base], args].concat());
        command.env_remove("STRIPE_API_KEY");
        run(command, input)
    };
    let none = bare(&[], b"");
    assert_eq!(none.code, Some(2));
    assert!(none.stderr.contains("STRIPE_API_KEY") && none.stderr.contains("--key-file"), "{}", none.stderr);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("a mode");
        let open = bare(&["--key-file", path], b"");
        assert_eq!(open.code, Some(2));
        assert!(open.stderr.contains("chmod 600"), "{}", open.stderr);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("a mode");
        assert_eq!(bare(&["--key-file", path], b"").code, Some(0));
    }
    assert_eq!(bare(&["--key-file", "-"], b"rk_test_zq9zq9\n").code, Some(0));
    for (input, base) in
        [(&b"rk_live_zq9zq9"[..], &base[..]), (b"pk_test_zq9zq9", &base), (b"rk_test_zq9zq9", "http://10.0.0.1")]
    {
        let refused = run(command(&["-vv", "fetch", "fca_single", "--key-file", "-", "--base", base]), input);
        assert_eq!(refused.code, Some(2), "{}", refused.stderr);
        assert!(!format!("{}{}", refused.stdout, refused.stderr).contains("zq9"), "{}", refused.stderr);
    }
    // What the sandbox itself refuses is Stripe's refusal: exit code 4.
    let mut wrong = command(&["-vv", "fetch", "fca_single", "--base", &base]);
    wrong.env("STRIPE_API_KEY", "sk_test_zq9");
    assert_eq!(run(wrong, b"").code, Some(0), "the sandbox takes any test key");
}

#[test]
fn listen_decides_each_ownership_once_and_refuses_forgeries() {
    let port = free_port();
    let hook = format!("http://127.0.0.1:{port}/");
    let (_sandbox, base) = sandbox(&["--webhook-url", &hook]);
    let folder = scratch("listen");
    let file = folder.join("applicants.ndjson");
    let lines: Vec<String> = applicants().iter().take(2).map(Value::to_string).collect();
    std::fs::write(&file, lines.join("\n")).expect("a file");
    let mut listening =
        command(&["listen", "--port", &port.to_string(), "--applicants", file.to_str().expect("a path")]);
    listening.env("OWNERMATCH_STRIPE_BASE", &base).env("STRIPE_API_KEY", "sk_test_sandbox");
    let mut listen = Running::start(listening, false);
    wait_for_port(port);
    assert!(post(port, br#"{"id":"evt_forged"}"#, "t=1,v1=00").starts_with("HTTP/1.1 400"));
    let trigger = |args: &[&str]| {
        let ran = run(command(&[&["trigger", "--base", &base], args].concat()), b"");
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.starts_with("evt_"), "{}", ran.stdout);
    };
    trigger(&["created", "--account", "fca_single"]);
    let first: Value = serde_json::from_str(&listen.line()).expect("an answer");
    assert_eq!((&first["id"], &first["decision"]), (&"fca_single".into(), &"match".into()));
    // The same ownership once more says nothing, so that the next line is another account's; a new one is decided again.
    trigger(&["created", "--account", "fca_single"]);
    trigger(&["created", "--account", "fca_joint"]);
    let second: Value = serde_json::from_str(&listen.line()).expect("an answer");
    assert_eq!(second["id"], "fca_joint");
    trigger(&["refreshed_ownership", "--account", "fca_single"]);
    let third: Value = serde_json::from_str(&listen.line()).expect("an answer");
    assert_eq!(third["id"], "fca_single");
}

#[test]
fn listen_leaves_a_delivery_it_could_not_work_on_to_be_made_again() {
    use ownermatch::stripe::webhook::{EndpointSecret, sign};
    let (_sandbox, base) = sandbox(&["--fault", "GET /v1/financial_connections/accounts/*: 403"]);
    let port = free_port();
    let file = scratch("listen-again").join("applicants.ndjson");
    std::fs::write(&file, "{\"account\":\"fca_single\",\"applicant\":{\"name\":\"Danielle Okafor\"}}\n")
        .expect("a file");
    let applicants = file.to_str().expect("a path");
    let mut listening = command(&["listen", "--port", &port.to_string(), "--applicants", applicants]);
    listening.env("OWNERMATCH_STRIPE_BASE", &base).env("STRIPE_API_KEY", "sk_test_sandbox");
    let mut listen = Running::start(listening, false);
    wait_for_port(port);
    let body = br#"{"id":"evt_1","object":"event","type":"financial_connections.account.created","data":{"object":{"id":"fca_single","object":"financial_connections.account"}}}"#;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("now").as_secs();
    let signature = sign(body, &EndpointSecret::new("whsec_ownermatch_sandbox").expect("a secret"), now as i64);
    assert!(post(port, body, &signature).starts_with("HTTP/1.1 503"));
    assert!(post(port, body, &signature).starts_with("HTTP/1.1 200"));
    let answer: Value = serde_json::from_str(&listen.line()).expect("an answer");
    assert_eq!(answer["id"], "fca_single");
    // Without a secret named it holds beside a sandbox only: everybody can read the sandbox's.
    let mut public = command(&["listen", "--port", "0", "--applicants", applicants]);
    public.env("STRIPE_API_KEY", "rk_live_1");
    let refused = run(public, b"");
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--secret-env"), "{}", refused.stderr);
}

#[test]
fn trigger_and_sandbox_tell_what_is_wrong() {
    let (_sandbox, base) = sandbox(&[]);
    let table: [(&[&str], &str); 19] = [
        (&["trigger", "exploded", "--account", "fca_single", "--base", &base], "No such event"),
        (&["trigger", "created", "--account", "fca_nobody", "--base", &base], "No such financial_connections.account"),
        (&["trigger", "created", "--account", "fca_single", "--status", "failed", "--base", &base], "status goes with"),
        (&["trigger", "created", "--account", "fca_single"], "--base"),
        (&["fetch", "sk_live_zq9", "--base", &base], "begin with fca_"),
        (&["fetch", "fca_1", "--key-file", "sk_live_zq9"], "looks like the key itself"),
        (&["listen", "--applicants", "x", "--secret-env", "whsec_zq9"], "not the secret itself"),
        (&["check", "fca_1", "--base", &base, "--applicant", "{\"name\":\"zq9\"}"], "pass it on stdin"),
        (&["check", "cus_1", "--base", &base, "--applicant", "x"], "begins with fca_"),
        (&["score", "-", "--applicants", "-"], "cannot both come from stdin"),
        (&["fetch", "fca_1", "--base", "127.0.0.1:1"], "begins with https://"),
        (&["fetch", "cus_1", "--base", &base], "begin with fca_"),
        (&["fetch", "--from-intent", "cus_1", "--base", &base], "begin with seti_ or pi_"),
        (&["sandbox", "--fault", "*: 700"], "column 4"),
        (&["sandbox", "--fault", "GET /v1/customer/*: 500"], "no call of the sandbox"),
        (&["sandbox", "--fault", "GET /v1/financial_connections/accounts/*/refresh: 500"], "no call of the sandbox"),
        (&["sandbox", "--fixtures", "Cargo.toml"], "line 1"),
        (&["sandbox", "--webhook-url", "127.0.0.1"], "http://"),
        (&["sandbox", "--webhook-url", "http://127.0.0.1/", "--webhook-secret-env", "NOT_SET"], "NOT_SET is not set"),
    ];
    for (args, part) in table {
        let mut command = command(args);
        command.env("STRIPE_API_KEY", "sk_test_sandbox");
        let ran = run(command, b"");
        let expected = if part.starts_with("No such") || part == "status goes with" { 4 } else { 2 };
        assert_eq!(ran.code, Some(expected), "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(part) && !ran.stderr.contains("zq9"), "{args:?}: {}", ran.stderr);
    }
}

#[test]
fn an_applicant_of_whom_nothing_is_said_is_refused() {
    let (_sandbox, base) = sandbox(&[]);
    for input in ["{}", r#"{"naem":"Jenny Rosen"}"#, r#"{"id":"1","applicant":{"name":"Jenny Rosen"}}"#] {
        let ran = against(&base, &["check", "fca_single", "--applicant", "-"], input.as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{input}");
        assert!(ran.stderr.contains("no_applicant") && !ran.stderr.contains("Jenny"), "{}", ran.stderr);
    }
    for line in ["{}", r#"{"account":"cus_1","applicant":{"name":"A B"}}"#, r#"{"account":"fca_1"}"#, ""] {
        let ran = against(&base, &["score", "data/samples/cases.ndjson", "--applicants", "-"], line.as_bytes());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{line}: {}", ran.stderr);
    }
}

#[test]
fn faults_on_demand_are_lived_through() {
    let refresh = "POST /v1/financial_connections/accounts/*/refresh: 500, reset@120";
    let (_sandbox, base) = sandbox(&["--fault", refresh, "--fault", "GET /v1/financial_connections/accounts/*: 429"]);
    let ran = against(&base, &["fetch", "fca_fresh"], b"");
    assert_eq!((ran.code, ran.stdout.lines().count()), (Some(0), 1), "{}", ran.stderr);
    let (_sandbox, base) = sandbox(&["--fault", "*: html x*"]);
    let ran = against(&base, &["fetch", "fca_fresh"], b"");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""));
    assert!(ran.stderr.contains("check the base address"), "{}", ran.stderr);
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn wait_for_port(port: u16) {
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(started.elapsed() < Duration::from_secs(10), "nothing listens");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Posts a body by hand; returns the answer's head.
fn post(port: u16, body: &[u8], signature: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\nstripe-signature: {signature}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

#[test]
fn batch_fetches_each_account_once_and_a_rerun_asks_for_none() {
    let (sandbox, base) = sandbox(&[]);
    let folder = scratch("batch-fetch");
    let path = |name: &str| folder.join(name).to_str().expect("a path").to_owned();
    let row = |case: &Value| serde_json::json!({"id": case["account"], "account": case["account"], "applicant": case["applicant"]});
    let mut rows: Vec<String> = applicants().iter().map(|case| row(case).to_string()).collect();
    rows.push(r#"{"id":"of-no-account","account":"fca_none_of_stripes","applicant":{"name":"Ada Quux"}}"#.into());
    std::fs::write(path("in.ndjson"), rows.join("\n")).expect("a file");
    let (input, one, two) = (path("in.ndjson"), path("one.csv"), path("two.csv"));
    let arguments = |output: &str| ["batch", &input, "--fetch", "-o", output, "--wait", "5s"].map(str::to_owned);
    let cache = path("one.csv.accounts.ndjson");
    let first = against(&base, &arguments(&one).each_ref().map(String::as_str), b"");
    assert_eq!(first.code, Some(4), "{}", first.stderr);
    assert!(first.stderr.contains("accounts to fetch, 0 fetched before: at 25 a second"), "{}", first.stderr);
    assert!(first.stderr.contains("fca_none_of_stripes"), "{}", first.stderr);
    let answers = std::fs::read_to_string(&one).expect("answers");
    assert_eq!(answers.lines().count(), rows.len() + 1);
    assert!(answers.contains(",match,") && answers.contains(",no_match,"));
    assert_eq!(mode(std::path::Path::new(&cache)) & 0o777, 0o600);
    drop(sandbox);
    // Nobody answers any more: what was fetched is not asked for again, what could not be had is.
    let without: Vec<String> = rows[..rows.len() - 1].iter().filter(|row| fetched(&cache, row)).cloned().collect();
    std::fs::write(&input, without.join("\n")).expect("a file");
    let rerun = [&arguments(&two)[..], &["--cache".to_owned(), cache]].concat();
    let second = against(&base, &rerun.iter().map(String::as_str).collect::<Vec<_>>(), b"");
    assert_eq!(second.code, Some(0), "{}", second.stderr);
    assert!(second.stderr.contains("all fetched before"), "{}", second.stderr);
}

/// Whether the row's account is in the cache.
fn fetched(cache: &str, row: &str) -> bool {
    let row: Value = serde_json::from_str(row).expect("JSON");
    std::fs::read_to_string(cache).expect("a cache").contains(row["account"].as_str().expect("an id"))
}
