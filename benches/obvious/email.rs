//! Emails: a mailbox read by its provider's rules.

use ownermatch::Reading;

use super::tables::{Mail, Provider};
use super::text::one_edit;

/// Providers so large that a domain one letter off is a slip of theirs.
const LARGE: [&str; 12] = [
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "comcast.net",
    "verizon.net",
    "sbcglobal.net",
    "bellsouth.net",
    "protonmail.com",
    "googlemail.com",
    "rocketmail.com",
];

/// A mailbox.
pub struct Email {
    pub text: String,
    pub domain: String,
    /// The local part without its tag.
    pub base: String,
    /// The local part by the provider's rule.
    pub mailbox: String,
    /// Its letters and digits, its letters, its digits.
    pub joined: String,
    pub letters: String,
    pub digits: String,
    /// Its words without digits.
    pub words: Vec<String>,
    /// The domain that stands for the provider's; empty where it is none we know.
    pub family: String,
    pub tag_is_known: bool,
    pub is_role: bool,
    /// The domain is a slip of a provider's.
    pub is_slip: bool,
    /// Anybody can have a mailbox there.
    pub is_free: bool,
    /// Free, disposable or made up: sharing the domain says nothing.
    pub is_public: bool,
}

pub fn read(raw: &str, mail: &Mail) -> Reading<Email> {
    let plain = raw.trim().to_lowercase();
    if plain.is_empty() {
        return Reading::Absent;
    }
    match plain.rsplit_once('@') {
        Some((local, domain)) if is_local(local) && is_domain(domain) => Reading::Read(Email::new(local, domain, mail)),
        _ => Reading::Unreadable,
    }
}

fn is_local(local: &str) -> bool {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(letter);
    (1..=64).contains(&local.len()) && local.chars().all(is_allowed)
}

fn is_domain(domain: &str) -> bool {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(is_allowed)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(is_label) && top.chars().any(char::is_alphabetic)
}

/// What the tables say of a domain.
#[derive(Default)]
struct Known<'a> {
    provider: Option<&'a Provider>,
    is_slip: bool,
    is_free: bool,
    is_public: bool,
}

fn known<'a>(domain: &str, mail: &'a Mail) -> Known<'a> {
    if let Some(provider) = mail.providers.get(domain) {
        return Known { provider: Some(provider), is_slip: false, is_free: true, is_public: true };
    }
    let meant = mail.slips.get(domain).map(String::as_str);
    let is_placeholder = mail.placeholder_domains.contains(domain);
    let is_free = mail.free.contains(domain) || mail.disposable.contains(domain);
    if meant.is_none() && (is_free || is_placeholder) {
        return Known { is_free, is_public: true, ..Known::default() };
    }
    match meant.or_else(|| slip_of_large(domain)) {
        Some(meant) => Known { provider: mail.providers.get(meant), is_slip: true, is_free: true, is_public: true },
        None => Known::default(),
    }
}

fn slip_of_large(domain: &str) -> Option<&'static str> {
    LARGE.into_iter().find(|large| one_edit(domain, large).is_some_and(|edit| edit.at > 0))
}

impl Email {
    fn new(local: &str, domain: &str, mail: &Mail) -> Self {
        let known = known(domain, mail);
        let sign = known.provider.and_then(|provider| provider.tag);
        let tag = local.find(['+', sign.unwrap_or('+')]).filter(|&at| at > 0);
        let base = &local[..tag.unwrap_or(local.len())];
        let kept = |keep: fn(&char) -> bool| base.chars().filter(keep).collect();
        let words = base.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        Self {
            text: format!("{local}@{domain}"),
            domain: domain.to_owned(),
            base: base.to_owned(),
            mailbox: mailbox(base, known.provider),
            joined: kept(char::is_ascii_alphanumeric),
            letters: kept(char::is_ascii_alphabetic),
            digits: kept(char::is_ascii_digit),
            words: words.map(str::to_owned).collect(),
            family: known.provider.map_or_else(String::new, |provider| provider.family.clone()),
            tag_is_known: tag.is_none() || sign.is_some(),
            is_role: mail.roles.contains(base),
            is_slip: known.is_slip,
            is_free: known.is_free,
            is_public: known.is_public || mail.placeholder_locals.contains(base),
        }
    }
}

fn mailbox(base: &str, provider: Option<&Provider>) -> String {
    match provider.map_or("none", |provider| provider.ignored.as_str()) {
        "dots" => base.replace('.', ""),
        "dots_hyphens_underscores" => base.replace(['.', '-', '_'], ""),
        "dot_is_hyphen" => base.replace('.', "-"),
        _ => base.to_owned(),
    }
}
