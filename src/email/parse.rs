//! Raw text to `Email`.

use std::borrow::Cow;

use super::{CAP_CHARS, Email, address};
use crate::reading::Reading;
use crate::text::{cap, each_byte, trim};

/// Reads an email; `Jenny <jenny@x.com>`, `mailto:`, full-width characters and a final dot are tolerated.
///
/// Accents in the local part are dropped, the domain comes out in ASCII (`münchen.de` as `xn--mnchen-3ya.de`).
///
/// ```
/// use ownermatch::email;
/// let read = email::parse("Jenny Rosen <J.E.N.N.Y+bank@GoogleMail.com>");
/// assert_eq!(read.read().map(|email| email.canonical()).as_deref(), Some("jenny@gmail.com"));
/// ```
pub fn parse(raw: &str) -> Reading<Email> {
    let (head, cut) = cap(trim(raw), CAP_CHARS);
    let mut buffer = [0; CAP_CHARS];
    if let Some((local, domain)) = address::nothing_else(head, &mut buffer).filter(|_| !cut) {
        return Reading::Read(Email::new(local, domain));
    }
    let plain = match each_byte(head, &mut buffer, |byte| byte.to_ascii_lowercase()) {
        Some(ascii) => Cow::Borrowed(ascii.trim()),
        None => Cow::Owned(address::plain(head)),
    };
    if plain.is_empty() {
        return Reading::Absent;
    }
    match address::split(&plain).filter(|_| !cut) {
        Some((local, domain)) => Reading::Read(Email::new(&local, &domain)),
        None => Reading::Unreadable,
    }
}
