//! One request to a server and its answer, and what carries them: HTTPS, or whatever a test puts in its place.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use zeroize::Zeroizing;

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
