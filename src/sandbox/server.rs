//! The sandbox on a socket of this machine, and the courier of its webhooks.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::connect_info::Connected;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, Response as HttpResponse, StatusCode, Uri};
use axum::serve::{IncomingStream, Listener};
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;

use super::backend::{Backend, Fate, Incoming, SandboxOptions};
use super::mailbag::Posting;
use super::refusal::Refusal;
use super::tap::{Plug, Tap};
use crate::stripe::http_builder;
use crate::stripe::transport::Response;

/// A test key that the sandbox takes; it takes any other `sk_test_` or `rk_test_` too.
pub const SANDBOX_KEY: &str = "sk_test_sandbox";
const COURIERS: usize = 32;
/// How long an endpoint may take over a delivery.
const DELIVERY_TIMEOUT: Duration = Duration::from_secs(10);

/// A sandbox at work on this machine; it ends when dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Shared,
    tasks: [JoinHandle<()>; 2],
}

/// The backend, and a word to the courier that something changed.
#[derive(Clone)]
struct Shared {
    backend: Arc<Mutex<Backend>>,
    changed: Arc<Notify>,
    /// Deliveries at once.
    couriers: Arc<Semaphore>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shared([redacted])")
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Sandbox {
    /// Starts a sandbox on a port of 127.0.0.1; 0 takes any free one.
    ///
    /// # Errors
    /// The port is taken, or not to be had.
    pub async fn start(options: SandboxOptions, port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let shared = Shared {
            backend: Arc::new(Mutex::new(Backend::new(options, since_epoch()))),
            changed: Arc::new(Notify::new()),
            couriers: Arc::new(Semaphore::new(COURIERS)),
        };
        let router = Router::new()
            .fallback(answer)
            .layer(DefaultBodyLimit::max(1 << 20))
            .with_state(shared.clone())
            .into_make_service_with_connect_info::<Plug>();
        let server = async move {
            let _ = axum::serve(Tapped(listener), router).await;
        };
        let tasks = [tokio::spawn(server), tokio::spawn(courier(shared.clone()))];
        Ok(Self { address, shared, tasks })
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What it knows, for a look.
    pub fn backend(&self) -> MutexGuard<'_, Backend> {
        self.shared.lock()
    }

    /// Waits for as long as it runs.
    pub async fn run(mut self) {
        let _ = (&mut self.tasks[0]).await;
    }
}

impl Shared {
    /// What a panic elsewhere left is looked at all the same: a sandbox holds made-up data.
    fn lock(&self) -> MutexGuard<'_, Backend> {
        self.backend.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// Accepts connections and plugs each.
struct Tapped(TcpListener);

impl Listener for Tapped {
    type Io = Tap;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Tap, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (Tap::new(stream), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Tapped>> for Plug {
    fn connect_info(stream: IncomingStream<'_, Tapped>) -> Self {
        stream.io().plug.clone()
    }
}

async fn answer(
    State(shared): State<Shared>,
    ConnectInfo(plug): ConnectInfo<Plug>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> HttpResponse<Body> {
    let Ok(body) = body else {
        return http(Refusal::too_large().response(), false);
    };
    let named = headers.iter().filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
    let incoming = Incoming {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        headers: named.collect(),
        body: body.to_vec(),
    };
    let outgoing = shared.lock().handle(&incoming, since_epoch());
    shared.changed.notify_one();
    plug.set(outgoing.fate);
    http(outgoing.response, outgoing.fate == Fate::Endless)
}

fn http(response: Response, is_endless: bool) -> HttpResponse<Body> {
    let mut builder = HttpResponse::builder().status(response.status);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    let body = if is_endless { endless() } else { Body::from(response.body) };
    let refused = |_| {
        let mut refused = HttpResponse::new(Body::empty());
        *refused.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        refused
    };
    builder.body(body).unwrap_or_else(refused)
}

fn endless() -> Body {
    const PIECE: Bytes = Bytes::from_static(&[b' '; 1 << 14]);
    Body::from_stream(stream::repeat_with(|| Ok::<_, io::Error>(PIECE)))
}

/// Lets things happen when they are due, and delivers their events.
async fn courier(shared: Shared) {
    let endpoint = shared.lock().endpoint_url();
    let client = endpoint.and_then(|url| http_client(&url));
    loop {
        let (due, next) = {
            let mut backend = shared.lock();
            (backend.take_due(since_epoch()), backend.next_due())
        };
        if let Some(client) = &client {
            for posting in due {
                tokio::spawn(deliver(shared.clone(), client.clone(), posting));
            }
        }
        let wait = next.map_or(Duration::from_secs(3600), |next| next.saturating_sub(since_epoch()));
        tokio::select! {
            () = tokio::time::sleep(wait.max(Duration::from_millis(1))) => {}
            () = shared.changed.notified() => {}
        }
    }
}

fn http_client(url: &str) -> Option<reqwest::Client> {
    http_builder(url.starts_with("https:")).ok()?.no_proxy().timeout(DELIVERY_TIMEOUT).build().ok()
}

async fn deliver(shared: Shared, client: reqwest::Client, posting: Posting) {
    // A closed semaphore there is none.
    let _place = shared.couriers.acquire().await;
    let request = client
        .post(&posting.url)
        .header("content-type", "application/json; charset=utf-8")
        .header("stripe-signature", &posting.signature)
        .body(posting.body);
    let is_taken = request.send().await.is_ok_and(|answer| answer.status().is_success());
    if is_taken {
        shared.lock().taken(&posting.event);
    } else {
        tracing::warn!(event = posting.event, "the endpoint did not take a webhook; it comes again");
        shared.lock().failed(&posting.event, since_epoch());
    }
    shared.changed.notify_one();
}
