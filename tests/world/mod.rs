//! A world without sockets and without waiting: the sandbox's backend behind a client, on a clock that sleep moves.
#![allow(dead_code, reason = "each test file uses its own share")]

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use ownermatch::sandbox::{Backend, Fate, Incoming, SANDBOX_KEY, SandboxOptions};
use ownermatch::stripe::transport::{Answering, CAP_BODY_BYTES, Method, NoAnswer, Request, Response, Transport};
use ownermatch::stripe::{Client, ClientBuilder, Pause, Runtime, SecretKey};

/// 2026-11-24, in unix seconds.
pub const START: i64 = 1_795_478_400;
/// About the head of an answer, which the backend does not write.
const HEAD_BYTES: u64 = 150;

/// One request as it went out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    pub at: Duration,
    pub method: &'static str,
    pub path: String,
    pub query: String,
    pub idempotency_key: Option<String>,
    pub headers: Vec<(String, String)>,
    pub body: String,
    pub status: Option<u16>,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }
}

/// Something that happens at Stripe just before the request of this number arrives.
type Meanwhile = Box<dyn FnOnce(&mut Backend, Duration) + Send>;

/// Time, chance, and Stripe.
#[derive(Clone)]
pub struct World(Arc<Mutex<Inner>>);

struct Inner {
    elapsed: Duration,
    chance: u64,
    backend: Backend,
    sent: Vec<Sent>,
    meanwhile: Option<(usize, Meanwhile)>,
}

impl World {
    pub fn new(options: SandboxOptions) -> Self {
        let (chance, start) = (options.seed ^ 0x5eed, Duration::from_secs(START as u64));
        let backend = Backend::new(options, start);
        Self(Arc::new(Mutex::new(Inner {
            elapsed: Duration::ZERO,
            chance,
            backend,
            sent: Vec::new(),
            meanwhile: None,
        })))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().expect("no test panics while it holds the world")
    }

    pub fn builder(&self) -> ClientBuilder {
        Client::builder(SecretKey::new(SANDBOX_KEY).expect("a key"))
            .base("http://127.0.0.1:1")
            .transport(Arc::new(self.clone()))
            .runtime(Arc::new(self.clone()))
    }

    pub fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    pub fn elapsed(&self) -> Duration {
        self.inner().elapsed
    }

    pub fn pass(&self, duration: Duration) {
        self.inner().elapsed += duration;
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.inner().sent.clone()
    }

    /// Lets something happen just before the request of this number, from 0, arrives.
    pub fn meanwhile(&self, before: usize, happens: impl FnOnce(&mut Backend, Duration) + Send + 'static) {
        self.inner().meanwhile = Some((before, Box::new(happens)));
    }

    /// A look at the backend.
    pub fn backend<T>(&self, look: impl FnOnce(&mut Backend) -> T) -> T {
        look(&mut self.inner().backend)
    }

    fn carry(&self, request: &Request) -> Result<Response, NoAnswer> {
        let mut inner = self.inner();
        let incoming = incoming(request);
        let sent = Sent {
            at: inner.elapsed,
            method: if request.method == Method::Get { "GET" } else { "POST" },
            path: incoming.path.clone(),
            query: incoming.query.clone(),
            headers: incoming.headers.clone(),
            body: String::from_utf8_lossy(&incoming.body).replace("%5B", "[").replace("%5D", "]"),
            status: None,
            idempotency_key: request.header("idempotency-key").map(str::to_owned),
        };
        inner.sent.push(sent);
        let latency = Duration::from_millis(5 + draw(&mut inner.chance) % 150);
        inner.elapsed += latency;
        let now = Duration::from_secs(START as u64) + inner.elapsed;
        if inner.meanwhile.as_ref().is_some_and(|(before, _)| *before < inner.sent.len())
            && let Some((_, happens)) = inner.meanwhile.take()
        {
            happens(&mut inner.backend, now);
        }
        let outgoing = inner.backend.handle(&incoming, now);
        inner.sent.last_mut().expect("just sent").status = Some(outgoing.response.status);
        let bytes = HEAD_BYTES + outgoing.response.body.len() as u64;
        let spent = match outgoing.fate {
            Fate::Whole => Duration::ZERO,
            Fate::Reset(end) | Fate::Cut(end) if end < bytes => return Err(NoAnswer::Cut),
            Fate::Reset(_) | Fate::Cut(_) => Duration::ZERO,
            Fate::Slow(rate) => Duration::from_secs(bytes / rate),
            Fate::Hang => Duration::MAX,
            Fate::Endless => return Err(NoAnswer::TooLarge),
        };
        inner.elapsed += spent.min(request.timeout);
        if spent > request.timeout { Err(NoAnswer::Timeout) } else { Ok(outgoing.response) }
    }
}

fn incoming(request: &Request) -> Incoming {
    let target = request.url.trim_start_matches("http://127.0.0.1:1");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = request.headers.iter().map(|(name, value)| ((*name).to_owned(), value.to_string()));
    Incoming {
        method: if request.method == Method::Get { "GET".into() } else { "POST".into() },
        path: path.into(),
        query: query.into(),
        headers: headers.collect(),
        body: request.body.clone().into_bytes(),
    }
}

impl Transport for World {
    fn send<'a>(&'a self, request: &'a Request) -> Answering<'a> {
        assert!(request.body.len() < CAP_BODY_BYTES);
        Box::pin(std::future::ready(self.carry(request)))
    }
}

impl Runtime for World {
    fn now(&self) -> i64 {
        START + self.elapsed().as_secs() as i64
    }

    fn elapsed(&self) -> Duration {
        World::elapsed(self)
    }

    /// Time passes when somebody waits, and at once.
    fn sleep(&self, duration: Duration) -> Pause {
        self.pass(duration);
        Box::pin(std::future::ready(()))
    }

    fn random(&self) -> u64 {
        draw(&mut self.inner().chance)
    }
}

/// Runs a future that never really waits.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(work)
}

/// Splitmix64.
pub fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut bits = *state;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
