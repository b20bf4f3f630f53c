//! The client: what it is told, and the way of one call through pace, tries and deadline to an answer or an error.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::de::DeserializeOwned;
use url::{Host, Url};
use zeroize::Zeroizing;

use super::error::{Error, ErrorKind};
use super::expected::Expected;
use super::form::Form;
use super::https::Https;
use super::key::SecretKey;
use super::limiter::{Limiter, Rates};
use super::object::Object;
use super::retry::{self, Heard};
use super::runtime::{Runtime, SystemRuntime};
use super::transport::{Method, NoAnswer, Request, Response, Transport};
use super::wire::FaultBody;

/// Stripe's own address.
pub const STRIPE: &str = "https://api.stripe.com";
/// The API version that is asked for unless you name another: the one whose published specification the objects in
/// `wire` are held against.
pub const VERSION: &str = "2026-07-29.dahlia";
/// From this version on intents and Checkout take `allowed_payment_method_types` in place of `payment_method_types`
/// (Stripe's changelog of 2026-09-30, endive).
const ALLOWED_TYPES_FROM: &str = "2026-09-30";
/// The version header of the preview Ownership Match.
pub const PREVIEW_VERSION: &str = "2026-01-28.preview; financial_connections_ownership_match_api_preview=v1";
const USER_AGENT: &str = concat!("ownermatch/", env!("CARGO_PKG_VERSION"));

/// Talks to Stripe, or to any server that speaks Stripe's specification. Cheap to clone.
///
/// Each call is sent at the pace that Stripe allows, tried again where that can help (a POST under one idempotency
/// key), and ends by its deadline with a typed value or an [`Error`] without personal data.
///
/// ```
/// use ownermatch::stripe::{Client, SecretKey};
/// let key = SecretKey::new("rk_test_123").unwrap();
/// let client = Client::builder(key).base("http://127.0.0.1:12111").build().unwrap();
/// assert!(!format!("{client:?}").contains("123 "));
/// // A live key goes over TLS or not at all, even to this machine.
/// let live = SecretKey::new("rk_live_123").unwrap();
/// assert!(Client::builder(live).base("http://127.0.0.1:12111").build().is_err());
/// ```
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    stripe_account: Option<String>,
}

struct Shared {
    key: SecretKey,
    base: Url,
    version: String,
    preview_version: String,
    retries: u32,
    timeout: Duration,
    deadline: Duration,
    limiter: Mutex<Limiter>,
    transport: Arc<dyn Transport>,
    runtime: Arc<dyn Runtime>,
}

/// What a client is told before it starts.
pub struct ClientBuilder {
    key: SecretKey,
    base: String,
    version: String,
    preview_version: String,
    stripe_account: Option<String>,
    retries: u32,
    timeout: Duration,
    deadline: Duration,
    rates: Option<Rates>,
    transport: Option<Arc<dyn Transport>>,
    runtime: Arc<dyn Runtime>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("key", &self.shared.key).field("base", &self.shared.base.as_str()).finish()
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("key", &self.key).finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// Another server; [`STRIPE`] by default. Plain HTTP only to this machine, with a test key.
    #[must_use]
    pub fn base(mut self, base: impl Into<String>) -> Self {
        self.base = base.into();
        self
    }

    /// Another `Stripe-Version`; [`VERSION`] by default.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// Another `Stripe-Version` for the preview call; [`PREVIEW_VERSION`] by default.
    #[must_use]
    pub fn preview_version(mut self, version: impl Into<String>) -> Self {
        self.preview_version = version.into();
        self
    }

    /// On behalf of a connected account, `acct_...`.
    #[must_use]
    pub fn stripe_account(mut self, account: impl Into<String>) -> Self {
        self.stripe_account = Some(account.into());
        self
    }

    /// Tries after the first; 2 by default, as in Stripe's SDKs.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// How long one try may take; 30 s by default.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long a call may take with all its tries and pauses, its place in the pace included; 80 s by default.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Another pace; [`Rates::of_stripe`] by default.
    #[must_use]
    pub fn rates(mut self, rates: Rates) -> Self {
        self.rates = Some(rates);
        self
    }

    /// Another way to carry requests than HTTPS.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Another clock, sleeper and source of chance than the machine's.
    #[must_use]
    pub fn runtime(mut self, runtime: Arc<dyn Runtime>) -> Self {
        self.runtime = runtime;
        self
    }

    /// Starts the client.
    ///
    /// # Errors
    /// The base address is none, or the key may not go there; a header cannot hold a version or account;
    /// the machine's certificates cannot be read.
    pub fn build(self) -> Result<Client, Error> {
        let base = read_base(&self.base, &self.key)?;
        let texts = [Some(&self.version), Some(&self.preview_version), self.stripe_account.as_ref()];
        if texts.into_iter().flatten().any(|text| !is_header_text(text)) {
            return Err(Error::refused("a version or a connected account must be one line of plain ASCII"));
        }
        let rates = self.rates.unwrap_or_else(|| Rates::of_stripe(self.key.is_test()));
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(Https::new(&base)?),
        };
        let shared = Shared {
            key: self.key,
            base,
            version: self.version,
            preview_version: self.preview_version,
            retries: self.retries,
            timeout: self.timeout,
            deadline: self.deadline,
            limiter: Mutex::new(Limiter::new(rates)),
            transport,
            runtime: self.runtime,
        };
        Ok(Client { shared: Arc::new(shared), stripe_account: self.stripe_account })
    }
}

fn is_header_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// The key goes over TLS, or as a test key to this machine.
fn read_base(text: &str, key: &SecretKey) -> Result<Url, Error> {
    const EXPECTED: &str = "the base address begins with https://, or with http:// for this machine";
    let mut base = Url::parse(text).map_err(|_| Error::refused(EXPECTED))?;
    if !base.username().is_empty() || base.password().is_some() || base.query().is_some() || base.fragment().is_some() {
        return Err(Error::refused("the base address may hold neither a user, nor a query, nor a fragment"));
    }
    let is_loopback = match base.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        None => return Err(Error::refused(EXPECTED)),
    };
    match base.scheme() {
        "https" => {}
        "http" if is_loopback && key.is_test() => {}
        "http" if is_loopback => return Err(Error::refused("only a test key may go over plain HTTP, to this machine")),
        _ => return Err(Error::refused(EXPECTED)),
    }
    let path = base.path().trim_end_matches('/').to_owned();
    base.set_path(&path);
    Ok(base)
}

/// One call before it is sent.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Without ids, for the pace and for errors: `GET /v1/financial_connections/accounts/*`.
    pub(crate) endpoint: &'static str,
    /// What stands in place of the endpoint's `*`.
    pub(crate) ids: Vec<String>,
    pub(crate) form: Form,
    pub(crate) is_preview: bool,
}

impl Call {
    /// A call of `endpoint`, which begins with its method.
    pub(crate) fn new(endpoint: &'static str, ids: &[&str], form: Form) -> Self {
        let method = if endpoint.starts_with("GET ") { Method::Get } else { Method::Post };
        Self { method, endpoint, ids: ids.iter().map(|&id| id.to_owned()).collect(), form, is_preview: false }
    }

    /// The path with its ids, which may hold nothing that means something in a path.
    fn path(&self) -> Result<String, Error> {
        let is_id = |id: &String| {
            !id.is_empty() && id.len() <= 255 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if !self.ids.iter().all(is_id) {
            return Err(Error::refused("an id holds letters, digits and underscores only").after(
                self.endpoint,
                0,
                Duration::ZERO,
            ));
        }
        let pattern = self.endpoint.split_once(' ').map_or(self.endpoint, |(_, path)| path);
        let mut ids = self.ids.iter();
        let segments = pattern.split('/').map(|part| if part == "*" { ids.next().map_or("", |id| id) } else { part });
        Ok(segments.collect::<Vec<_>>().join("/"))
    }
}

impl Client {
    /// A client of Stripe itself, with the defaults.
    ///
    /// # Errors
    /// The machine's certificates cannot be read.
    pub fn new(key: SecretKey) -> Result<Self, Error> {
        Self::builder(key).build()
    }

    /// A client to be told more first.
    pub fn builder(key: SecretKey) -> ClientBuilder {
        ClientBuilder {
            key,
            base: STRIPE.into(),
            version: VERSION.into(),
            preview_version: PREVIEW_VERSION.into(),
            stripe_account: None,
            retries: 2,
            timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(80),
            rates: None,
            transport: None,
            runtime: Arc::new(SystemRuntime::default()),
        }
    }

    /// The same client, and the same pace, on behalf of a connected account, `acct_...`.
    ///
    /// # Errors
    /// The account is no id.
    pub fn on_behalf_of(&self, account: &str) -> Result<Self, Error> {
        if !is_header_text(account) {
            return Err(Error::refused("a connected account is one line of plain ASCII"));
        }
        Ok(Self { shared: Arc::clone(&self.shared), stripe_account: Some(account.to_owned()) })
    }

    /// What the parameter that names ways to pay is called in the version asked for.
    pub(crate) fn types_key(&self) -> &'static str {
        let is_later = self.shared.version.as_str() >= ALLOWED_TYPES_FROM;
        if is_later { "allowed_payment_method_types" } else { "payment_method_types" }
    }

    pub(crate) fn runtime(&self) -> &dyn Runtime {
        &*self.shared.runtime
    }

    /// Sends a call to its end and reads its answer.
    pub(crate) async fn call<T: DeserializeOwned + Expected>(&self, call: Call) -> Result<T, Error> {
        let mut request = self.request(&call)?;
        let started = self.runtime().elapsed();
        let deadline = started + self.shared.deadline;
        let mut tries = 0;
        loop {
            let spent = || self.runtime().elapsed().saturating_sub(started);
            if let Err(error) = self.pace(call.endpoint, deadline).await {
                return Err(error.after(call.endpoint, tries, spent()));
            }
            request.timeout = self.shared.timeout.min(self.shared.deadline.saturating_sub(spent()));
            tries += 1;
            let answer = self.shared.transport.send(&request).await;
            let status = answer.as_ref().map_or(0, |answer| answer.status);
            tracing::debug!(call = call.endpoint, status, tries, "answered");
            let (heard, error) = match read(answer) {
                Ok(response) => {
                    return parse(&response, &call).map_err(|error| error.after(call.endpoint, tries, spent()));
                }
                Err((heard, error)) => (heard, error.after(call.endpoint, tries, spent())),
            };
            let pause = retry::backoff(tries, self.runtime().random());
            let has_time = self.runtime().elapsed() + pause < deadline;
            if !retry::is_retried(heard) || tries > self.shared.retries || !has_time {
                return Err(error);
            }
            tracing::info!(call = call.endpoint, tries, kind = ?error.kind(), "to be tried again");
            self.runtime().sleep(pause).await;
        }
    }

    /// Waits until the call may go out; one that could only go out after its deadline does not.
    async fn pace(&self, endpoint: &'static str, deadline: Duration) -> Result<(), Error> {
        loop {
            let now = self.runtime().elapsed();
            let wait = self.shared.limiter.lock().unwrap_or_else(PoisonError::into_inner).take(endpoint, now);
            match wait {
                None => return Ok(()),
                Some(wait) if now + wait >= deadline => {
                    let detail = "this client's own pace leaves no place before the deadline";
                    return Err(Error::new(ErrorKind::RateLimited).detail(detail));
                }
                Some(wait) => self.runtime().sleep(wait).await,
            }
        }
    }

    fn request(&self, call: &Call) -> Result<Request, Error> {
        let encoded = call.form.encode();
        let mut url = format!("{}{}", self.shared.base.as_str().trim_end_matches('/'), call.path()?);
        if call.method == Method::Get && !encoded.is_empty() {
            url = format!("{url}?{encoded}");
        }
        let body = if call.method == Method::Post { encoded } else { String::new() };
        Ok(Request { method: call.method, url, headers: self.headers(call), body, timeout: self.shared.timeout })
    }

    fn headers(&self, call: &Call) -> Vec<(&'static str, Zeroizing<String>)> {
        let version = if call.is_preview { &self.shared.preview_version } else { &self.shared.version };
        let mut headers = vec![
            ("authorization", Zeroizing::new(format!("Bearer {}", self.shared.key.expose()))),
            ("stripe-version", Zeroizing::new(version.clone())),
            ("user-agent", Zeroizing::new(USER_AGENT.to_owned())),
            ("accept", Zeroizing::new("application/json".to_owned())),
        ];
        if call.method == Method::Post {
            headers.push(("content-type", Zeroizing::new("application/x-www-form-urlencoded".to_owned())));
            headers.push(("idempotency-key", Zeroizing::new(self.idempotency_key())));
        }
        let account = self.stripe_account.as_ref().map(|account| ("stripe-account", Zeroizing::new(account.clone())));
        headers.extend(account);
        headers
    }

    /// 128 random bits in the form of a UUID, one for all tries of a POST.
    fn idempotency_key(&self) -> String {
        let bits = (u128::from(self.runtime().random()) << 64) | u128::from(self.runtime().random());
        let hex = format!("{bits:032x}");
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }
}

/// A success, or what to think of it otherwise.
fn read(answer: Result<Response, NoAnswer>) -> Result<Response, (Heard, Error)> {
    let response = answer.map_err(|why| (Heard::Nothing(why), Error::no_answer(why)))?;
    if (200..300).contains(&response.status) {
        return Ok(response);
    }
    let should_retry = match response.header("stripe-should-retry") {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    };
    let fault = serde_json::from_slice::<FaultBody>(&response.body).ok().map(|body| body.error);
    let error = Error::status(response.status, fault).of_answer(response.status, request_id(&response));
    Err((Heard::Status { status: response.status, should_retry }, error))
}

/// serde_json's text may hold what was received, so only the place is kept.
fn parse<T: DeserializeOwned + Expected>(response: &Response, call: &Call) -> Result<T, Error> {
    let malformed = || Error::new(ErrorKind::Malformed).of_answer(response.status, request_id(response));
    let read: Result<Object<T>, _> = serde_json::from_slice(&response.body);
    let read = read
        .map_err(|error| malformed().detail(format!("line {}, column {} of its JSON", error.line(), error.column())))?;
    match read.0.fault(call.ids.first().map(String::as_str)) {
        Some(fault) => Err(malformed().detail(fault)),
        None => Ok(read.0),
    }
}

fn request_id(response: &Response) -> Option<String> {
    let id = response.header("request-id")?;
    let rest = id.strip_prefix("req_")?;
    let is_id = rest.len() <= 60 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_id.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Call, Client, Form, SecretKey};

    #[test]
    fn keys_go_over_tls_or_to_this_machine() {
        let is_taken =
            |key: &str, base: &str| Client::builder(SecretKey::new(key).expect("a key")).base(base).build().is_ok();
        for base in ["http://127.0.0.1:1", "http://[::1]:1/", "http://localhost:1", "http://127.9.9.9"] {
            assert!(is_taken("sk_test_1", base) && !is_taken("sk_live_1", base), "{base}");
        }
        for base in [
            "http://api.stripe.com",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "ftp://127.0.0.1",
            "https://user@api.stripe.com",
            "https://api.stripe.com/?a=b",
            "api.stripe.com",
            "",
        ] {
            assert!(!is_taken("sk_test_1", base), "{base}");
        }
    }

    #[test]
    fn ids_cannot_leave_their_place_in_the_path() {
        let path = |id: &str| Call::new("GET /v1/financial_connections/accounts/*", &[id], Form::default()).path();
        assert_eq!(path("fca_1").expect("an id"), "/v1/financial_connections/accounts/fca_1");
        for id in ["", "../customers", "fca_1?x", "fca 1", "fca_1#", "fca%2f", "fca_\u{e9}", &"a".repeat(256)] {
            assert!(path(id).is_err(), "{id}");
        }
    }
}
