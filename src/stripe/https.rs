//! The transport of everyday: one request over TLS, each failure told by its kind and never by reqwest's text.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use rustls_platform_verifier::BuilderVerifierExt;
use zeroize::Zeroizing;

use super::error::Error;
use super::transport::{Answering, CAP_BODY_BYTES, Method, NoAnswer, Request, Response, Transport};

/// Over TLS with the machine's trusted certificates; plain HTTP only to this machine.
#[derive(Clone, Debug)]
pub(crate) struct Https(reqwest::Client);

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
    match error.source() {
        Some(cause) if is_tls(cause) => NoAnswer::Tls,
        _ if error.is_connect() => NoAnswer::Connect,
        _ => NoAnswer::Cut,
    }
}

/// rustls' errors travel inside of `io::Error`s, whose source is not the error that they carry.
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    let carried = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    let inner = carried.map(|carried| carried as &(dyn StdError + 'static)).or_else(|| error.source());
    error.is::<rustls::Error>() || inner.is_some_and(is_tls)
}
