//! Stripe's webhooks: a signature checked over the raw bytes before anything is parsed.
//!
//! ```
//! use ownermatch::stripe::webhook::{self, EndpointSecret, Rejected};
//! let secret = EndpointSecret::new("whsec_test_secret").unwrap();
//! let body = br#"{"id":"evt_1","object":"event","type":"financial_connections.account.refreshed_ownership"}"#;
//! let header = webhook::sign(body, &secret, 1_700_000_000);
//!
//! let event = webhook::verify(body, &header, &[secret.clone()], 1_700_000_000, webhook::TOLERANCE_S).unwrap();
//! assert_eq!(event.id, "evt_1");
//! // A clock that runs ahead is as wrong as one that lags.
//! let early = webhook::verify(body, &header, &[secret], 1_699_999_699, webhook::TOLERANCE_S);
//! assert_eq!(early, Err(Rejected::ClockOff { seconds: -301 }));
//! ```

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;

use super::object::Object;
use super::wire::Event;

/// Seconds between the signature's time and ours, either way, as in Stripe's SDKs.
pub const TOLERANCE_S: i64 = 300;
/// Name of the header that holds the signature.
pub const SIGNATURE_HEADER: &str = "stripe-signature";
/// Most signatures of a header that are looked at; Stripe sends one for each secret while one is rolled.
const CAP_SIGNATURES: usize = 16;

/// An endpoint's signing secret, `whsec_...`; wiped when dropped and never printed.
#[derive(Clone)]
pub struct EndpointSecret(SecretString);

impl EndpointSecret {
    /// Reads a secret; the whole text is the key, but for white space around it.
    ///
    /// # Errors
    /// The text is blank.
    pub fn new(text: impl Into<String>) -> Result<Self, Rejected> {
        let whole = SecretString::from(text.into());
        let text = whole.expose_secret().trim();
        if text.is_empty() { Err(Rejected::NoSecret) } else { Ok(Self(text.into())) }
    }

    fn mac(&self, body: &[u8], time: &str) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(self.0.expose_secret().as_bytes()).expect("HMAC takes keys of any length");
        mac.update(time.as_bytes());
        mac.update(b".");
        mac.update(body);
        mac
    }
}

impl fmt::Debug for EndpointSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EndpointSecret([redacted])")
    }
}

/// Why a delivery was not taken. Never holds the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejected {
    /// No secret to check with.
    #[error("no signing secret was given")]
    NoSecret,
    /// No header at all.
    #[error("there is no Stripe-Signature header; the request is not from Stripe, or a proxy dropped it")]
    NoHeader,
    /// A header without a time.
    #[error("the Stripe-Signature header has no readable time (t=)")]
    NoTime,
    /// A header without a signature of the scheme v1.
    #[error("the Stripe-Signature header has no v1 signature")]
    NoV1,
    /// Another secret, or a body that was changed on its way.
    #[error(
        "no signature fits: the secret is of another endpoint, or the body was changed on its way (verify raw bytes)"
    )]
    WrongSecretOrChangedBody,
    /// Signed, but too long ago or in the future.
    #[error("the signature is right, but its time is off by {seconds} s; check the clock, or the delivery is replayed")]
    ClockOff {
        /// Our time less the signature's: negative for one from the future.
        seconds: i64,
    },
    /// Signed, but no event.
    #[error("the signed body is not an event (line {line}, column {column} of its JSON)")]
    NotAnEvent {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// A thin event of the API v2, which does not carry its object.
    #[error("the body is a thin event (v2.core.event); this endpoint takes snapshot events")]
    ThinEvent,
}

/// Checks a delivery and reads its event. Any `v1` may fit any of `secrets`, so that one can be rolled; compared in
/// constant time; `now` in unix seconds and `tolerance_s` count to both sides.
///
/// # Errors
/// The first thing that is wrong, by its cause.
pub fn verify(
    body: &[u8],
    header: &str,
    secrets: &[EndpointSecret],
    now: i64,
    tolerance_s: i64,
) -> Result<Event, Rejected> {
    if secrets.is_empty() {
        return Err(Rejected::NoSecret);
    }
    let signature = Signature::read(header)?;
    if !secrets.iter().any(|secret| signature.fits(body, secret)) {
        return Err(Rejected::WrongSecretOrChangedBody);
    }
    let seconds = now.saturating_sub(signature.seconds);
    if seconds.saturating_abs() > tolerance_s {
        return Err(Rejected::ClockOff { seconds });
    }
    read(body)
}

/// The header of a delivery signed at `now`, in unix seconds.
pub fn sign(body: &[u8], secret: &EndpointSecret, now: i64) -> String {
    let time = now.to_string();
    let code = secret.mac(body, &time).finalize().into_bytes();
    let hex: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("t={time},v1={hex}")
}

/// A header as it was sent; the time is signed as text.
struct Signature<'a> {
    time: &'a str,
    seconds: i64,
    codes: Vec<[u8; 32]>,
}

impl<'a> Signature<'a> {
    fn read(header: &'a str) -> Result<Self, Rejected> {
        if header.trim().is_empty() {
            return Err(Rejected::NoHeader);
        }
        let pairs = || header.split(',').filter_map(|pair| pair.split_once('='));
        let time = pairs().find(|pair| pair.0 == "t").ok_or(Rejected::NoTime)?.1;
        let is_digits = !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = time.parse().ok().filter(|_| is_digits).ok_or(Rejected::NoTime)?;
        let sent = pairs().filter(|pair| pair.0 == "v1").take(CAP_SIGNATURES);
        let codes: Vec<_> = sent.map(|pair| read_hex(pair.1)).collect();
        if codes.is_empty() {
            return Err(Rejected::NoV1);
        }
        Ok(Self { time, seconds, codes: codes.into_iter().flatten().collect() })
    }

    fn fits(&self, body: &[u8], secret: &EndpointSecret) -> bool {
        let mac = secret.mac(body, self.time);
        self.codes.iter().any(|code| mac.clone().verify_slice(code).is_ok())
    }
}

/// Stripe writes lower case, and so do the SDKs ask for it.
fn read_hex(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let bytes = text.as_bytes();
    let mut code = [0; 32];
    if bytes.len() != 2 * code.len() {
        return None;
    }
    for (to, pair) in code.iter_mut().zip(bytes.chunks_exact(2)) {
        *to = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(code)
}

/// serde_json's text holds the value, so only the place is kept.
fn read(body: &[u8]) -> Result<Event, Rejected> {
    // A thin event has fields of the same names and other types.
    if serde_json::from_slice::<Kind>(body).is_ok_and(|kind| kind.object == "v2.core.event") {
        return Err(Rejected::ThinEvent);
    }
    let read: Result<Object<Event>, _> = serde_json::from_slice(body);
    let read = read.map(|object| object.0);
    read.map_err(|error| Rejected::NotAnEvent { line: error.line(), column: error.column() })
}

#[derive(serde::Deserialize)]
struct Kind {
    object: String,
}

#[cfg(test)]
mod tests {
    use super::{EndpointSecret, Rejected, TOLERANCE_S, sign, verify};

    const NOW: i64 = 1_700_000_000;
    const BODY: &[u8] =
        br#"{"id":"evt_1","object":"event","type":"financial_connections.account.refreshed_ownership"}"#;

    fn secret(text: &str) -> EndpointSecret {
        EndpointSecret::new(text).expect("a secret")
    }

    /// The outcome of a header for BODY and one secret.
    fn outcome(header: &str) -> Result<String, Rejected> {
        verify(BODY, header, &[secret("whsec_test_secret")], NOW, TOLERANCE_S).map(|event| event.id)
    }

    /// Made with Stripe's own SDKs (stripe-python 16.1.0, and stripe-node's suite for the first).
    #[test]
    fn the_sdks_own_signatures_come_out_the_same() {
        let pretty = "{\n  \"id\": \"evt_test_webhook\",\n  \"object\": \"event\"\n}";
        let table = [
            (1_495_999_758, pretty, "6340073448544f68e8673f5d451fd66d10b9facf9c1c36f23c174994d49f2091"),
            (NOW, pretty, "4f1cd7feda9826e746b7d482c4badebb657398df1099e1046364f6196a230150"),
            (
                NOW,
                std::str::from_utf8(BODY).expect("text"),
                "ee54857aab7ea728a4d7273728caf5acc31e6da9ac99e891a12bca80c8171d98",
            ),
            (NOW, "{\"name\":\"José Ñandú 😀\"}", "38f0d152b377398fbb86e544ad4411028f2024830baca677defe48eae461618a"),
            (NOW, "", "316b9ab98c15bfa039d243f3196acee619cf29749a91a634e6a8154e2f7b6727"),
        ];
        for (time, body, code) in table {
            assert_eq!(sign(body.as_bytes(), &secret("whsec_test_secret"), time), format!("t={time},v1={code}"));
        }
    }

    #[test]
    fn headers_are_read_as_the_sdks_read_them() {
        let good = sign(BODY, &secret("whsec_test_secret"), NOW);
        let code = &good[good.len() - 64..];
        let zeros = "0".repeat(64);
        let table = [
            (good.clone(), Ok("evt_1".to_owned())),
            (format!("t={NOW},v1={zeros},v1={code}"), Ok("evt_1".to_owned())),
            (format!("t={NOW},v1={code},v0={zeros}"), Ok("evt_1".to_owned())),
            (format!("t={NOW}{},v1={code}", format!(",v1={zeros}").repeat(7)), Ok("evt_1".to_owned())),
            (format!("v1={code},t={NOW}"), Ok("evt_1".to_owned())),
            (format!("t={NOW},t=5,v1={code}"), Ok("evt_1".to_owned())),
            (String::new(), Err(Rejected::NoHeader)),
            (" ".to_owned(), Err(Rejected::NoHeader)),
            (format!("t={NOW}"), Err(Rejected::NoV1)),
            (format!("t={NOW},v0={code}"), Err(Rejected::NoV1)),
            (format!("t={NOW}, v1={code}"), Err(Rejected::NoV1)),
            (format!("v1={code}"), Err(Rejected::NoTime)),
            (format!("t=soon,v1={code}"), Err(Rejected::NoTime)),
            (format!("t=+{NOW},v1={code}"), Err(Rejected::NoTime)),
            (format!("t={NOW}9999999999,v1={code}"), Err(Rejected::NoTime)),
            (format!("t={NOW},v1={}", code.to_uppercase()), Err(Rejected::WrongSecretOrChangedBody)),
            (format!("t={NOW},v1={}", &code[1..]), Err(Rejected::WrongSecretOrChangedBody)),
            (format!("t={},v1={code}", NOW + 1), Err(Rejected::WrongSecretOrChangedBody)),
        ];
        for (header, expected) in table {
            assert_eq!(outcome(&header), expected, "{header}");
        }
    }

    #[test]
    fn the_clock_may_be_off_by_the_tolerance_to_either_side() {
        let at = |offset: i64| outcome(&sign(BODY, &secret("whsec_test_secret"), NOW - offset));
        assert!(at(300).is_ok() && at(-300).is_ok());
        assert_eq!(at(301), Err(Rejected::ClockOff { seconds: 301 }));
        assert_eq!(at(-301), Err(Rejected::ClockOff { seconds: -301 }));
    }

    #[test]
    fn while_a_secret_is_rolled_either_fits() {
        let header = sign(BODY, &secret("whsec_old"), NOW);
        assert!(verify(BODY, &header, &[secret("whsec_new"), secret("whsec_old\n")], NOW, 0).is_ok());
        assert_eq!(verify(BODY, &header, &[secret("whsec_new")], NOW, 0), Err(Rejected::WrongSecretOrChangedBody));
        assert_eq!(verify(BODY, &header, &[], NOW, 0), Err(Rejected::NoSecret));
        assert!(EndpointSecret::new(" \n").is_err());
    }

    #[test]
    fn signed_bodies_that_are_no_events_are_told_by_their_place() {
        let read = |body: &str| {
            let header = sign(body.as_bytes(), &secret("s"), NOW);
            verify(body.as_bytes(), &header, &[secret("s")], NOW, 0).expect_err(body)
        };
        assert!(matches!(read(""), Rejected::NotAnEvent { .. }));
        assert!(matches!(read(r#"["evt_1"]"#), Rejected::NotAnEvent { .. }));
        assert!(matches!(read(r#"{"id":"Jenny Rosen"}"#), Rejected::NotAnEvent { line: 1, .. }));
        assert_eq!(
            read(r#"{"id":"evt_1","object":"v2.core.event","type":"x","created":"2026-11-24T00:00:00.000Z"}"#),
            Rejected::ThinEvent
        );
        assert!(!read(r#"{"id":"evt_1","object":5,"type":"Jenny"}"#).to_string().contains("Jenny"));
    }
}
