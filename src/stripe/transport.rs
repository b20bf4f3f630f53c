//! One request to a server and its answer; over HTTPS, or whatever a test puts in its place.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use rustls_platform_verifier::BuilderVerifierExt;
use zeroize::Zeroizing;

use super::error::Error;

/// Most bytes of an answer that are read.
pub const CAP_BODY_BYTES: usize = 8 << 20;

/// GET or POST: Stripe's calls of this client need no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Writes.
    Post,
}

/// One request. `Debug` shows no header, no query and no body.
#[derive(Clone)]
pub struct Request {
    /// GET or POST.
    pub method: Method,
    /// The whole address with its query.
    pub url: String,
    /// Names in lower case; `authorization` holds the key.
    pub headers: Vec<(&'static str, Zeroizing<String>)>,
    /// Form-encoded; empty for GET.
    pub body: String,
    /// How long the whole answer may take.
    pub timeout: Duration,
}

impl Request {
    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({:?}, {} bytes [redacted])", self.method, self.body.len())
    }
}

/// A whole answer, whatever its status.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// 100..=599.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// At most [`CAP_BODY_BYTES`].
    pub body: Vec<u8>,
}

impl Response {
    /// A header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes [redacted])", self.status, self.body.len())
    }
}

/// Why there is no whole answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoAnswer {
    /// No connection, or it was lost before an answer began.
    Connect,
    /// The certificate or the handshake.
    Tls,
    /// Too slow.
    Timeout,
    /// The answer broke off.
    Cut,
    /// More than [`CAP_BODY_BYTES`].
    TooLarge,
}

/// An answer on its way.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Response, NoAnswer>> + Send + 'a>>;

/// What carries requests.
pub trait Transport: Send + Sync {
    /// Sends one request, once, and follows no redirect.
    fn send<'a>(&'a self, request: &'a Request) -> Answering<'a>;
}

/// Over TLS with the machine's trusted certificates; plain HTTP only to this machine.
#[derive(Clone, Debug)]
pub struct Https(reqwest::Client);

impl Https {
    /// A client for `base`; without TLS it needs no certificates, and a proxy is never asked for this machine.
    ///
    /// # Errors
    /// The machine's trusted certificates cannot be read.
    pub(crate) fn new(base: &url::Url) -> Result<Self, Error> {
        let is_tls = base.scheme() == "https";
        let builder = builder(is_tls)?.https_only(is_tls);
        let builder = if is_tls { builder } else { builder.no_proxy() };
        let client = builder.build().map_err(|_| Error::refused("the HTTP client cannot be started"))?;
        Ok(Self(client))
    }
}

/// What every HTTP client of ours keeps to: no redirect is followed, nothing is sent twice.
pub(crate) fn builder(is_tls: bool) -> Result<reqwest::ClientBuilder, Error> {
    Ok(reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(Duration::from_secs(30))
        .tls_backend_preconfigured(tls(is_tls)?))
}

/// A configuration of our own, so that no program must install a provider of cryptography first.
fn tls(is_needed: bool) -> Result<rustls::ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let unusable = |_| Error::refused("this machine's trusted certificates cannot be read; install ca-certificates");
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    if is_needed {
        return Ok(builder.with_platform_verifier().map_err(unusable)?.with_no_client_auth());
    }
    Ok(builder.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
}

impl Transport for Https {
    fn send<'a>(&'a self, request: &'a Request) -> Answering<'a> {
        Box::pin(send(&self.0, request))
    }
}

async fn send(client: &reqwest::Client, request: &Request) -> Result<Response, NoAnswer> {
    let builder = match request.method {
        Method::Get => client.get(&request.url),
        Method::Post => client.post(&request.url).body(request.body.clone()),
    };
    let sent = builder.timeout(request.timeout).headers(headers(request)).send().await;
    let mut answer = sent.map_err(|error| why(&error))?;
    let status = answer.status().as_u16();
    let named = |(name, value): (&HeaderName, &HeaderValue)| {
        value.to_str().ok().map(|value| (name.as_str().to_owned(), value.to_owned()))
    };
    let headers = answer.headers().iter().filter_map(named).collect();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| why(&error))? {
        if body.len() + chunk.len() > CAP_BODY_BYTES {
            return Err(NoAnswer::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Response { status, headers, body })
}

fn headers(request: &Request) -> HeaderMap {
    let header = |(name, value): &(&'static str, Zeroizing<String>)| {
        let mut read = HeaderValue::from_str(value).ok()?;
        read.set_sensitive(*name == "authorization");
        Some((HeaderName::from_static(name), read))
    };
    request.headers.iter().filter_map(header).collect()
}

/// reqwest's own text holds the address, so only its kind is kept.
fn why(error: &reqwest::Error) -> NoAnswer {
    if error.is_timeout() {
        return NoAnswer::Timeout;
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        if is_tls(inner) {
            return NoAnswer::Tls;
        }
        cause = inner.source();
    }
    if error.is_connect() { NoAnswer::Connect } else { NoAnswer::Cut }
}

/// rustls' errors travel inside an `io::Error`, whose source is not the error it carries.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>() || carried.is_some_and(|carried| carried.is::<rustls::Error>())
}
