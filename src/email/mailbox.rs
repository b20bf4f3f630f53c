//! An email as read: the text in its parts, and what two mailboxes are compared by.

use std::fmt;

use super::address::LOCAL_BYTES;
use super::provider::{Known, known, registrable_start};
use super::{EmailTraits, local};
use crate::text::{ShortText, Word};

/// Nine emails of ten are shorter.
const INLINE_BYTES: usize = 40;

/// An email, read by the rules of its provider.
#[derive(Clone, PartialEq)]
pub struct Email {
    text: ShortText<INLINE_BYTES>,
    at: u16,
    tag: u16,
    registrable: u16,
    /// The local part by the provider's rule.
    pub(super) mailbox: Word,
    /// The provider of the domain, or of the domain that it is a slip of; "" where it is none we know.
    pub(super) family: &'static str,
    /// The provider documents the tag that was left out, or there is none.
    pub(super) tag_is_known: bool,
    /// What the writing says beside the email itself.
    pub traits: EmailTraits,
}

impl Email {
    pub(super) fn new(local: &str, domain: &str) -> Self {
        let registrable = registrable_start(domain);
        let known = known(domain, domain.get(registrable..).unwrap_or(domain));
        let labelled = label_before(&known, domain, registrable);
        let sign = tag_sign(local, &known);
        let tag = if labelled.is_some() { 0 } else { sign.unwrap_or(local.len()) };
        let base = labelled.or(local.get(..tag)).unwrap_or(local);
        let mut traits = known.traits | local::traits(base);
        traits.set(EmailTraits::TAGGED, tag < local.len());
        Self {
            text: ShortText::joined(&[local, "@", domain]),
            at: local.len() as u16,
            tag: tag as u16,
            registrable: (local.len() + 1 + registrable) as u16,
            mailbox: counted(base.as_bytes(), |byte| known.rules.map_or(Some(byte), |rules| rules.counted(byte))),
            family: known.rules.map_or("", |rules| rules.family),
            tag_is_known: sign.is_none() || known.rules.is_some_and(|rules| rules.tag_sign().is_some()),
            traits,
        }
    }

    /// The whole email, folded, with its domain in ASCII.
    pub fn as_str(&self) -> &str {
        self.text.as_str()
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The local part as written, folded.
    pub fn local(&self) -> &str {
        self.slice(0, self.at)
    }

    /// The domain in ASCII.
    pub fn domain(&self) -> &str {
        self.as_str().get(usize::from(self.at) + 1..).unwrap_or_default()
    }

    /// The domain its holder registered: `acme.co.uk` of `mail.acme.co.uk`.
    pub fn registrable(&self) -> &str {
        self.as_str().get(usize::from(self.registrable)..).unwrap_or_default()
    }

    /// The local part without its tag.
    pub(super) fn base(&self) -> &str {
        if self.tag == 0 { self.mailbox.as_str() } else { self.slice(0, self.tag) }
    }

    /// The same as bytes.
    pub(super) fn base_bytes(&self) -> &[u8] {
        if self.tag == 0 { self.mailbox.as_bytes() } else { &self.as_bytes()[..usize::from(self.tag)] }
    }

    pub(super) fn domain_bytes(&self) -> &[u8] {
        self.as_bytes().get(usize::from(self.at) + 1..).unwrap_or_default()
    }

    /// Letters and digits of the local part without its tag.
    pub(super) fn joined(&self) -> Word {
        counted(self.base_bytes(), |byte| byte.is_ascii_alphanumeric().then_some(byte))
    }

    pub(super) fn letters(&self) -> Word {
        counted(self.base_bytes(), |byte| byte.is_ascii_alphabetic().then_some(byte))
    }

    pub(super) fn digits(&self) -> Word {
        counted(self.base_bytes(), |byte| byte.is_ascii_digit().then_some(byte))
    }

    /// The tag, without its sign.
    pub(super) fn tag(&self) -> &str {
        self.slice(self.tag, self.at).trim_start_matches(['+', '-'])
    }

    /// The words of the local part without tag and digits, folded; to be held against a name.
    pub fn local_words(&self) -> impl Iterator<Item = &str> {
        self.base().split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty())
    }

    /// The same where there are two of them.
    pub(crate) fn two_words(&self) -> Option<[&[u8]; 2]> {
        let mut words = self.base_bytes().split(|byte| !byte.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        let two = [words.next()?, words.next()?];
        words.next().is_none().then_some(two)
    }

    /// One string for one mailbox: every spelling that reaches it gives the same.
    pub fn canonical(&self) -> String {
        let typo = self.traits.contains(EmailTraits::DOMAIN_TYPO);
        let domain = if self.family.is_empty() || typo { self.domain() } else { self.family };
        [self.mailbox_text().as_str(), "@", domain].concat()
    }

    /// The parts as read, those that are there.
    pub fn components(&self) -> Vec<(&'static str, String)> {
        let parts = [
            ("local", self.local()),
            ("tag", self.tag()),
            ("domain", self.domain()),
            ("registrable", self.registrable()),
            ("mailbox", &self.canonical()),
            ("provider", self.family),
        ];
        parts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| (label, text.to_owned())).collect()
    }

    /// The mailbox's local part in full; the word that is compared is a digest beyond 31 letters.
    fn mailbox_text(&self) -> String {
        let known = known(self.domain(), self.registrable());
        let counted = |byte| known.rules.map_or(Some(byte), |rules| rules.counted(byte));
        self.base().bytes().filter_map(counted).map(char::from).collect()
    }

    fn slice(&self, from: u16, to: u16) -> &str {
        self.as_str().get(usize::from(from)..usize::from(to)).unwrap_or_default()
    }
}

/// The name in front of a provider's domain, where mail to anything@name.domain goes to name@domain.
fn label_before<'a>(known: &Known, domain: &'a str, registrable: usize) -> Option<&'a str> {
    let before = domain.get(..registrable)?.strip_suffix('.')?;
    known.rules.filter(|rules| rules.subdomains && !before.contains('.')).map(|_| before)
}

/// Where a tag begins. A plus sign is read as one everywhere: most servers do, and nobody's own name has one.
fn tag_sign(local: &str, known: &Known) -> Option<usize> {
    let sign = known.rules.and_then(|rules| rules.tag_sign()).unwrap_or(b'+');
    local.bytes().position(|byte| byte == b'+' || byte == sign).filter(|&at| at > 0)
}

fn counted(base: &[u8], counts_as: impl Fn(u8) -> Option<u8>) -> Word {
    let mut bytes = [0; LOCAL_BYTES];
    let mut len = 0;
    for byte in base.iter().copied().filter_map(counts_as).take(LOCAL_BYTES) {
        bytes[len] = byte;
        len += 1;
    }
    Word::of_bytes(&bytes[..len])
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email([redacted])")
    }
}
