//! What can go wrong with Stripe, by what the caller can do about it; never with what was sent or received.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::transport::NoAnswer;
use super::wire::{Fault, FaultType};

/// Why a call came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Not sent: the key, the base address or an argument cannot be right.
    Refused,
    /// 401: the key is unknown, expired or revoked.
    Unauthorized,
    /// 403: the key may not do this.
    Forbidden,
    /// 404, or a parameter's: there is no such object for this key.
    NotFound,
    /// 400 and other 4xx: Stripe refuses the request as it is.
    InvalidRequest,
    /// 409: another request holds the object.
    Conflict,
    /// The idempotency key was used with other parameters before.
    IdempotencyMismatch,
    /// 429: too many requests.
    RateLimited,
    /// 424 and 5xx: Stripe's side, or the bank's.
    ServerFault,
    /// No connection.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// The answer broke off.
    Interrupted,
    /// 3xx: never followed, since the key would go along.
    Redirected,
    /// Not the JSON that was expected.
    Malformed,
    /// An answer, or a list, beyond what is read.
    TooLarge,
}

impl ErrorKind {
    /// What happened.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Refused => "not sent",
            Self::Unauthorized => "Stripe does not accept the key",
            Self::Forbidden => "the key may not do this",
            Self::NotFound => "there is no such object for this key",
            Self::InvalidRequest => "Stripe refuses the request",
            Self::Conflict => "another request holds the object",
            Self::IdempotencyMismatch => "the idempotency key was used with other parameters before",
            Self::RateLimited => "too many requests",
            Self::ServerFault => "Stripe or the bank behind it has a fault",
            Self::Unreachable => "no connection",
            Self::TimedOut => "no answer in time",
            Self::Interrupted => "the answer broke off",
            Self::Redirected => "the server points elsewhere, where the key is not sent",
            Self::Malformed => "the answer is not what Stripe's specification says",
            Self::TooLarge => "the answer is larger than what is read",
        }
    }

    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Refused => "correct it",
            Self::Unauthorized => "check the key and whether it is of test or live mode",
            Self::Forbidden => "give the restricted key access to Financial Connections, or to what links the account",
            Self::NotFound => "check the id, the mode of the key, and the connected account",
            Self::InvalidRequest => "correct the request",
            Self::Unreachable => "check the address and the network; does the server run?",
            Self::Conflict | Self::ServerFault | Self::TimedOut | Self::Interrupted => "try again later",
            Self::IdempotencyMismatch => "send it again with another key",
            Self::RateLimited => "try again later, with a lower rate",
            Self::Redirected | Self::Malformed => "check the base address",
            Self::TooLarge => "look at the account in Stripe's dashboard",
        }
    }

    /// Whether the same call may succeed later.
    pub fn is_transient(self) -> bool {
        match self {
            Self::Conflict
            | Self::RateLimited
            | Self::ServerFault
            | Self::Unreachable
            | Self::TimedOut
            | Self::Interrupted => true,
            Self::Refused
            | Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::InvalidRequest
            | Self::IdempotencyMismatch
            | Self::Redirected
            | Self::Malformed
            | Self::TooLarge => false,
        }
    }
}

/// Why a call came to nothing, with what helps to find it again: the call, the tries, Stripe's request id.
///
/// `Display` and `Debug` hold no id, no parameter and none of Stripe's free text, which may repeat what was sent.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    call: Option<&'static str>,
    detail: Cow<'static, str>,
    status: Option<u16>,
    request_id: Option<String>,
    tries: u32,
    elapsed: Duration,
    fault: Option<Fault>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            call: None,
            detail: "".into(),
            status: None,
            request_id: None,
            tries: 0,
            elapsed: Duration::ZERO,
            fault: None,
        }))
    }

    /// Refused by this client; `detail` holds words of ours only.
    pub(crate) fn refused(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Refused).detail(detail)
    }

    pub(crate) fn no_answer(why: NoAnswer) -> Self {
        let error = Self::new(match why {
            NoAnswer::Connect | NoAnswer::Tls => ErrorKind::Unreachable,
            NoAnswer::Timeout => ErrorKind::TimedOut,
            NoAnswer::Cut => ErrorKind::Interrupted,
            NoAnswer::TooLarge => ErrorKind::TooLarge,
        });
        if why == NoAnswer::Tls { error.detail("the certificate or the TLS handshake is at fault") } else { error }
    }

    /// From a status that is no success, and Stripe's error object where there is one.
    pub(crate) fn status(status: u16, fault: Option<Fault>) -> Self {
        let kind = kind_of(status, fault.as_ref());
        let mut error = Self::new(kind);
        error.0.status = Some(status);
        error.0.fault = fault;
        error
    }

    pub(crate) fn detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.0.detail = detail.into();
        self
    }

    pub(crate) fn of_answer(mut self, status: u16, request_id: Option<String>) -> Self {
        self.0.status = Some(status);
        self.0.request_id = request_id;
        self
    }

    pub(crate) fn after(mut self, call: &'static str, tries: u32, elapsed: Duration) -> Self {
        self.0.call = Some(call);
        self.0.tries = tries;
        self.0.elapsed = elapsed;
        self
    }

    /// Names the call, where the error does not yet.
    pub(crate) fn of_call(mut self, call: &'static str) -> Self {
        self.0.call = self.0.call.or(Some(call));
        self
    }

    /// What the caller can do something about.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The call, without ids: `POST /v1/financial_connections/accounts/*/refresh`.
    pub fn call(&self) -> Option<&'static str> {
        self.0.call
    }

    /// The HTTP status; `None` without an answer.
    pub fn http_status(&self) -> Option<u16> {
        self.0.status
    }

    /// Stripe's `Request-Id`, for its support; `None` without an answer.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Stripe's stable word for it, such as `resource_missing`.
    pub fn code(&self) -> Option<&str> {
        let code = self.0.fault.as_ref()?.code.as_deref()?;
        let is_word = code.len() <= 80 && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        is_word.then_some(code)
    }

    /// How often the call was sent.
    pub fn tries(&self) -> u32 {
        self.0.tries
    }

    /// From the first try to the last answer.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Stripe's own words. Its `message` and `param` may repeat what was sent: keep them out of logs.
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }
}

fn kind_of(status: u16, fault: Option<&Fault>) -> ErrorKind {
    let code = fault.and_then(|fault| fault.code.as_deref());
    match status {
        300..400 => ErrorKind::Redirected,
        _ if fault.is_some_and(|fault| fault.kind == FaultType::Idempotency) => ErrorKind::IdempotencyMismatch,
        429 => ErrorKind::RateLimited,
        400 if code == Some("rate_limit") => ErrorKind::RateLimited,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        _ if code == Some("resource_missing") => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        424 | 500.. => ErrorKind::ServerFault,
        _ => ErrorKind::InvalidRequest,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, call, detail, status, request_id, tries, elapsed, .. } = &*self.0;
        if *kind == ErrorKind::Refused {
            return match call {
                Some(call) => write!(f, "{call} was not sent: {detail}"),
                None => f.write_str(detail),
            };
        }
        write!(f, "{}: {}", call.unwrap_or("Stripe"), kind.meaning())?;
        if !detail.is_empty() {
            write!(f, ": {detail}")?;
        }
        let tried = (*tries > 1).then(|| format!("{tries} tries in {:.1} s", elapsed.as_secs_f64()));
        let request = request_id.as_ref().map(|id| format!("request {id}"));
        let facts = [status.map(|status| status.to_string()), self.code().map(str::to_owned), tried, request];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            write!(f, " ({})", facts.join(", "))?;
        }
        write!(f, "; {}", kind.advice())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, \"{self}\")", self.0.kind)
    }
}

impl std::error::Error for Error {}
