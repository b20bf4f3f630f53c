//! Getting at the address inside what was typed: display names, `mailto:`, width, quotes, and the split at the last @.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::CAP_CHARS;
use crate::text::{fold, is_invisible};

/// Longest local part and domain of RFC 5321, in bytes.
pub(super) const LOCAL_BYTES: usize = 64;
const DOMAIN_BYTES: usize = 253;
const LABEL_BYTES: usize = 63;

/// Text with other letters than ASCII composed, lower case, without invisible characters; only as long as the cap.
pub(super) fn plain(head: &str) -> String {
    let composed = head.nfkc().filter(|&letter| !is_invisible(letter)).take(CAP_CHARS);
    composed.flat_map(char::to_lowercase).collect::<String>().trim().to_owned()
}

/// The two parts in lower case where `text` is one address of common letters and nothing else, as nearly all are; what
/// stands around others, and what is wrong with them, is [`split`]'s to find, at five times the instructions.
pub(super) fn nothing_else<'a>(text: &str, buffer: &'a mut [u8; CAP_CHARS]) -> Option<(&'a str, &'a str)> {
    let mut sign = None;
    for (at, (byte, room)) in text.bytes().zip(buffer.iter_mut()).enumerate() {
        let lower = COMMON[usize::from(byte)];
        if lower == 0 || lower == b'@' && sign.replace(at).is_some() {
            return None;
        }
        *room = lower;
    }
    let plain = std::str::from_utf8(buffer.get(..text.len())?).ok()?;
    let (local, domain) = (&plain[..sign?], &plain[sign? + 1..]);
    let fits = (1..=LOCAL_BYTES).contains(&local.len());
    (fits && is_domain(domain.as_bytes())).then_some((local, domain))
}

/// Common letters of an address in lower case, 0 for the others.
static COMMON: [u8; 256] = {
    let mut common = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let letter = byte as u8;
        if letter.is_ascii_alphanumeric() || matches!(letter, b'@' | b'.' | b'-' | b'_' | b'+') {
            common[byte] = letter.to_ascii_lowercase();
        }
        byte += 1;
    }
    common
};

/// Local part and domain, both folded to ASCII and checked; `None` when this is no address.
pub(super) fn split(plain: &str) -> Option<(Cow<'_, str>, Cow<'_, str>)> {
    let (local, domain) = bare(plain).rsplit_once('@')?;
    Some((local_part(local.trim())?, domain_part(domain.trim().trim_end_matches('.'))?))
}

/// The address in `Jenny <jenny@x.com>` and `mailto:jenny@x.com?subject=`.
fn bare(text: &str) -> &str {
    let inside = match text.rsplit_once('<') {
        Some((_, rest)) if rest.contains('@') => rest.split('>').next().unwrap_or(rest),
        Some((before, _)) => before,
        None => text,
    };
    let address = inside.trim().strip_prefix("mailto:").unwrap_or(inside);
    let query = address.rfind('@').and_then(|at| Some(at + address.get(at..)?.find('?')?));
    address.get(..query.unwrap_or(address.len())).unwrap_or(address).trim().trim_end_matches([',', ';'])
}

fn local_part(local: &str) -> Option<Cow<'_, str>> {
    let quoted = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let local = match quoted {
        Some(inner) => Cow::Owned(inner.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ")),
        None => Cow::Borrowed(local),
    };
    let local = if local.is_ascii() { local } else { Cow::Owned(fold(&local, CAP_CHARS).text.replace(' ', "")) };
    let fits = !local.is_empty() && local.len() <= LOCAL_BYTES;
    let allowed = |byte: u8| is_local_byte(byte) || (quoted.is_some() && matches!(byte, b' '..=b'~') && byte != b'@');
    (fits && local.bytes().all(allowed)).then_some(local)
}

/// `atext` of RFC 5322 and the dot, wherever it stands: some providers have let it stand at the end, or twice.
fn is_local_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b".!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn domain_part(domain: &str) -> Option<Cow<'_, str>> {
    let domain = with_dots(domain);
    let domain = if domain.is_ascii() { domain } else { Cow::Owned(idna::domain_to_ascii(&domain).ok()?) };
    is_domain(domain.as_bytes()).then_some(domain)
}

/// Two labels at least, a letter in the last one.
fn is_domain(domain: &[u8]) -> bool {
    let mut labels = domain.rsplit(|&byte| byte == b'.');
    let top_is_named = labels
        .next()
        .is_some_and(|top| is_label(top) && top.len() < domain.len() && top.iter().any(u8::is_ascii_alphabetic));
    top_is_named && domain.len() <= DOMAIN_BYTES && labels.all(is_label)
}

/// `gmail,com` and `gmail .com`: the dot as it slips from a hand.
fn with_dots(domain: &str) -> Cow<'_, str> {
    if !domain.bytes().any(|byte| matches!(byte, b',' | b' ')) {
        return Cow::Borrowed(domain);
    }
    let has_comma = !domain.contains('.') && domain.matches(',').count() == 1;
    if has_comma || domain.contains(" .") {
        return Cow::Owned(domain.replace(" .", ".").replace(if has_comma { "," } else { "\0" }, "."));
    }
    Cow::Borrowed(domain)
}

fn is_label(label: &[u8]) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
    (1..=LABEL_BYTES).contains(&label.len())
        && label.iter().all(allowed)
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
}
