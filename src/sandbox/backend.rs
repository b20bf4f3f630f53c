//! The sandbox without its sockets: a request and a moment in, an answer and its fate on the wire out.
//!
//! Nothing here sleeps, listens or asks a clock, so that thousands of schedules run in seconds.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::expand;
use super::faults::{FaultRule, Faults, InjectedFault};
use super::fixtures::{Fixtures, Outcome};
use super::mailbag::{Endpoint, Posting};
use super::params::Node;
use super::refusal::Refusal;
use super::routes::{self, Route};
use super::state::{Ask, State};
use super::{RefreshAsked, Refused};
use crate::stripe::transport::Response;
use crate::stripe::wire::Event;

/// Path and parameters of a request.
type Asked = (String, Node);

/// Longest idempotency key, as Stripe says.
const CAP_KEY_CHARS: usize = 255;
/// Answers that are kept under their idempotency keys.
const CAP_KEPT: usize = 10_000;

/// A request as it came in.
#[derive(Clone, Default)]
pub struct Incoming {
    /// `GET` or `POST`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// Without its question mark; empty for none.
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As it was sent.
    pub body: Vec<u8>,
}

impl Incoming {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }
}

/// An answer, and what becomes of it on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The whole answer.
    pub response: Response,
    /// How it is delivered.
    pub fate: Fate,
}

/// What becomes of an answer on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fate {
    /// It arrives.
    #[default]
    Whole,
    /// The connection is reset after so many bytes, head included.
    Reset(u64),
    /// The connection is closed after so many bytes, head included.
    Cut(u64),
    /// So many bytes a second.
    Slow(u64),
    /// Nothing arrives.
    Hang,
    /// The body has no end.
    Endless,
}

/// What a sandbox is told before it starts.
#[derive(Clone, Debug, Default)]
pub struct SandboxOptions {
    /// The accounts.
    pub fixtures: Fixtures,
    /// Where events go, if anywhere.
    pub endpoint: Option<Endpoint>,
    /// Faults to have.
    pub faults: Vec<FaultRule>,
    /// What ids and faults by chance are drawn from.
    pub seed: u64,
    /// How a refresh that is not allowed yet is refused.
    pub refused_refresh: Refused,
    /// How long a user takes in their browser.
    pub link_delay: Duration,
}

/// The sandbox's memory and rules.
pub struct Backend {
    state: State,
    faults: Faults,
    kept: HashMap<(Option<String>, String), (Asked, Response)>,
    kept_order: VecDeque<(Option<String>, String)>,
}

impl Backend {
    /// A sandbox that begins at `now`, since the unix epoch.
    pub fn new(options: SandboxOptions, now: Duration) -> Self {
        let mut state = State::new(options.fixtures, now, options.seed);
        state.refused_refresh = options.refused_refresh;
        state.link_delay = options.link_delay;
        state.mailbag.endpoint = options.endpoint;
        state.place_fixtures();
        Self {
            state,
            faults: Faults::new(options.faults, options.seed),
            kept: HashMap::new(),
            kept_order: VecDeque::new(),
        }
    }

    /// Lets time pass: users finish linking, refreshes end. Time never goes back.
    pub fn advance(&mut self, now: Duration) {
        self.state.now = self.state.now.max(now);
        self.state.finish_links();
        self.state.end_refreshes();
    }

    /// When something happens next by itself.
    pub fn next_due(&self) -> Option<Duration> {
        let link = self.state.links.iter().map(|link| link.due).min();
        [link, self.state.next_refresh_end(), self.state.mailbag.next_due()].into_iter().flatten().min()
    }

    /// Answers a request at `now`.
    pub fn handle(&mut self, incoming: &Incoming, now: Duration) -> Outgoing {
        self.advance(now);
        let fault = self.faults.next(&incoming.method, &incoming.path);
        let mut outgoing = match fault {
            InjectedFault::Status { status, should_retry, retry_after } => {
                whole(injected(status, should_retry, retry_after))
            }
            InjectedFault::Html => whole(html()),
            InjectedFault::Redirect(url) => whole(redirect(url)),
            fault => self.answered(incoming, &fault),
        };
        let id = self.state.new_id("req");
        let headers = &mut outgoing.response.headers;
        headers.push(("request-id".into(), id));
        headers.extend(
            ["idempotency-key", "stripe-version", "stripe-account"]
                .iter()
                .filter_map(|&name| incoming.header(name).map(|value| (name.to_owned(), value.to_owned()))),
        );
        if !headers.iter().any(|header| header.0 == "content-type") {
            headers.push(("content-type".into(), "application/json".into()));
        }
        outgoing
    }

    fn answered(&mut self, incoming: &Incoming, fault: &InjectedFault) -> Outgoing {
        let before = self.state.asked.len();
        let response = self.once(incoming);
        if *fault == InjectedFault::Pending && self.state.asked.len() > before {
            self.hold_refresh(incoming);
        }
        let fate = match *fault {
            InjectedFault::Reset(at) => Fate::Reset(at),
            InjectedFault::Cut(at) => Fate::Cut(at),
            InjectedFault::Slow(rate) => Fate::Slow(rate),
            InjectedFault::Hang => Fate::Hang,
            InjectedFault::Endless => Fate::Endless,
            _ => Fate::Whole,
        };
        Outgoing { response, fate }
    }

    /// The refresh of the account in the path never ends.
    fn hold_refresh(&mut self, incoming: &Incoming) {
        let id = incoming.path.split('/').find(|part| part.starts_with("fca_"));
        if let Some(linked) = id.and_then(|id| self.state.accounts.find_mut(id))
            && let Some(refreshing) = &mut linked.refreshing
        {
            refreshing.1 = Outcome::Never;
        }
    }

    /// Under an idempotency key the same request gets the same answer, and another request none.
    fn once(&mut self, incoming: &Incoming) -> Response {
        let context = incoming.header("stripe-account").map(str::to_owned);
        let key = incoming.header("idempotency-key").filter(|_| incoming.method == "POST");
        let Some(key) = key.map(|key| (context, key.to_owned())) else { return self.respond(incoming).0 };
        if key.1.is_empty() || key.1.len() > CAP_KEY_CHARS {
            return Refusal::invalid("An idempotency key has 1 to 255 characters.", "").response();
        }
        let Ok(params) = Node::decode(&incoming.body) else { return self.respond(incoming).0 };
        let asked = (incoming.path.clone(), params.sorted());
        match self.kept.get(&key) {
            Some((before, _)) if *before != asked => Refusal::other_parameters().response(),
            Some((_, response)) => {
                let mut replayed = response.clone();
                replayed.headers.push(("idempotent-replayed".into(), "true".into()));
                replayed
            }
            None => {
                let (response, began) = self.respond(incoming);
                if began {
                    self.keep(key, asked, response.clone());
                }
                response
            }
        }
    }

    fn keep(&mut self, key: (Option<String>, String), asked: Asked, response: Response) {
        self.kept_order.push_back(key.clone());
        self.kept.insert(key, (asked, response));
        if self.kept_order.len() > CAP_KEPT
            && let Some(oldest) = self.kept_order.pop_front()
        {
            self.kept.remove(&oldest);
        }
    }

    /// The answer, and whether something was done: a request that was refused is not kept under its key.
    fn respond(&mut self, incoming: &Incoming) -> (Response, bool) {
        let (route, ask) = match read(incoming) {
            Ok(read) => read,
            Err(refusal) => return (refusal.response(), false),
        };
        match self.run(route, &ask) {
            Ok(value) => {
                let mut body = serde_json::to_vec_pretty(&value).unwrap_or_default();
                body.push(b'\n');
                (Response { status: 200, headers: Vec::new(), body }, true)
            }
            Err(refusal) => (refusal.response(), false),
        }
    }

    fn run(&mut self, route: &Route, ask: &Ask) -> Result<Value, Refusal> {
        let mut value = (route.run)(&mut self.state, ask)?;
        for path in ask.params.list(&["expand"]) {
            self.state.expand(&mut value, path, ask.context);
        }
        Ok(value)
    }

    /// The deliveries to make now.
    pub fn take_due(&mut self, now: Duration) -> Vec<Posting> {
        self.advance(now);
        let now = self.state.now;
        self.state.mailbag.take_due(now)
    }

    pub(super) fn endpoint_url(&self) -> Option<String> {
        self.state.mailbag.endpoint.as_ref().map(|endpoint| endpoint.url.clone())
    }

    /// Takes note that the endpoint took an event.
    pub fn taken(&mut self, event: &str) {
        self.state.mailbag.taken(event);
    }

    /// Takes note that the endpoint did not take an event: it comes again.
    pub fn failed(&mut self, event: &str, now: Duration) {
        self.advance(now);
        let now = self.state.now;
        self.state.mailbag.failed(event, now);
    }

    /// Every event so far, oldest first.
    pub fn events(&self) -> &[Event] {
        &self.state.mailbag.sent
    }

    /// Every ownership refresh that was asked for so far, oldest first; replays are not asked again.
    pub fn refreshes_asked(&self) -> &[RefreshAsked] {
        &self.state.asked
    }

    /// The accounts' ids at the start, in the order of the fixtures.
    pub fn fixture_ids(&self) -> Vec<String> {
        self.state.fixtures.ids().collect()
    }
}

/// A request that Stripe would work on: with a key, to a route, with parameters that it knows.
fn read(incoming: &Incoming) -> Result<(&'static Route, Ask<'_>), Refusal> {
    authorize(incoming.header("authorization"))?;
    let (route, id) = routes::find(&incoming.method, &incoming.path)?;
    let encoded = if route.method == "GET" { incoming.query.as_bytes() } else { &incoming.body };
    let params = Node::decode(encoded)?;
    route.spec.check(&params)?;
    expand::paths(&params, route.expands)?;
    Ok((route, Ask { params, context: incoming.header("stripe-account"), id }))
}

/// Bearer as the SDKs send it, or Basic as curl does with `-u`; a test key of any text.
fn authorize(header: Option<&str>) -> Result<(), Refusal> {
    let basic = |text: &str| {
        let decoded = STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok())?;
        Some(decoded.split(':').next().unwrap_or_default().to_owned())
    };
    let key = header.and_then(|header| header.split_once(' ')).and_then(|(scheme, text)| {
        match scheme.to_ascii_lowercase().as_str() {
            "bearer" => Some(text.to_owned()),
            "basic" => basic(text),
            _ => None,
        }
    });
    let key = key.filter(|key| !key.is_empty());
    let key = key.ok_or_else(|| Refusal::unauthorized("You did not provide an API key."))?;
    if ["sk_test_", "rk_test_"].iter().any(|start| key.starts_with(start)) {
        return Ok(());
    }
    Err(Refusal::unauthorized("The sandbox takes test keys only, such as sk_test_sandbox."))
}

fn whole(response: Response) -> Outgoing {
    Outgoing { response, fate: Fate::Whole }
}

fn injected(status: u16, should_retry: Option<bool>, retry_after: Option<u32>) -> Response {
    let mut response = Refusal::injected(status).response();
    response.headers.extend(should_retry.map(|asked| ("stripe-should-retry".into(), asked.to_string())));
    response.headers.extend(retry_after.map(|seconds| ("retry-after".into(), seconds.to_string())));
    response
}

fn html() -> Response {
    let headers = vec![("content-type".into(), "text/html".into())];
    Response { status: 200, headers, body: b"<!doctype html><title>Sign in to the network</title>".to_vec() }
}

fn redirect(url: String) -> Response {
    Response { status: 302, headers: vec![("location".into(), url)], body: Vec::new() }
}
