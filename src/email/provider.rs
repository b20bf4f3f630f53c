//! What is known of a mail domain: whose mailboxes it reaches and by which rules, and what kind of domain it is.

use super::EmailTraits;
use super::edit::one_edit;
use crate::text::{Table, columns, table};

static PROVIDERS: Table = table!("email_providers");
static FREE: Table = table!("email_free");
static DISPOSABLE: Table = table!("email_disposable");
static SLIPS: Table = table!("email_slips");
static PLACEHOLDERS: Table = table!("email_placeholder_domains");

/// Providers so large that a domain one letter off is a slip of theirs; shorter names have too many neighbors.
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

/// What a provider does not look at in a local part.
#[derive(Clone, Copy, PartialEq)]
enum Ignored {
    Nothing,
    Dots,
    DotsHyphensUnderscores,
    /// A dot is a hyphen.
    DotForHyphen,
}

impl Ignored {
    fn of(column: &str) -> Self {
        match column {
            "dots" => Self::Dots,
            "dots_hyphens_underscores" => Self::DotsHyphensUnderscores,
            "dot_is_hyphen" => Self::DotForHyphen,
            _ => Self::Nothing,
        }
    }
}

/// How a provider reads a local part.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Rules {
    /// The domain that stands for all domains of the same mailboxes.
    pub(super) family: &'static str,
    ignored: Ignored,
    tag: Option<u8>,
    /// Mail to anything@name.domain goes to name@domain.
    pub(super) subdomains: bool,
}

impl Rules {
    fn of(domain: &str) -> Option<Self> {
        let [family, ignored, tag, subdomains] = columns(PROVIDERS.get(domain)?);
        let tag = tag.bytes().next().filter(|_| tag != "none");
        Some(Self { family, ignored: Ignored::of(ignored), tag, subdomains: subdomains == "subdomains" })
    }

    /// The sign that begins a tag. Yahoo's is a hyphen, which its own names cannot hold.
    pub(super) fn tag_sign(&self) -> Option<u8> {
        self.tag
    }

    /// What a byte of the local part counts as, `None` where it is ignored.
    pub(super) fn counted(&self, byte: u8) -> Option<u8> {
        match (self.ignored, byte) {
            (Ignored::Dots, b'.') | (Ignored::DotsHyphensUnderscores, b'.' | b'-' | b'_') => None,
            (Ignored::DotForHyphen, b'.') => Some(b'-'),
            _ => Some(byte),
        }
    }
}

/// A domain looked up in every table.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// The provider's rules, of the domain itself or of the one it is a slip of.
    pub(super) rules: Option<Rules>,
    pub(super) traits: EmailTraits,
}

/// Looks a domain up; `registrable` is its registrable part.
pub(super) fn known(domain: &str, registrable: &str) -> Known {
    let above = (registrable != domain).then_some(registrable);
    let rules = Rules::of(domain).or_else(|| above.and_then(Rules::of).filter(|rules| rules.subdomains));
    if rules.is_some() {
        return Known { rules, traits: EmailTraits::FREE };
    }
    if let Some(meant) = SLIPS.get(domain) {
        return Known { rules: Rules::of(meant), traits: EmailTraits::FREE | EmailTraits::DOMAIN_TYPO };
    }
    let mut traits = EmailTraits::empty();
    let listed = |table: &Table| table.contains(domain) || above.is_some_and(|above| table.contains(above));
    traits.set(EmailTraits::DISPOSABLE, listed(&DISPOSABLE));
    traits.set(EmailTraits::FREE, listed(&FREE));
    traits.set(EmailTraits::PLACEHOLDER, listed(&PLACEHOLDERS) || is_reserved(domain));
    if traits.is_empty() { slip_of_large(domain) } else { Known { rules: None, traits } }
}

/// A domain in no table, one letter off a large provider's and with the same first letter.
fn slip_of_large(domain: &str) -> Known {
    let near = |large: &&str| {
        domain.len().abs_diff(large.len()) <= 1 && one_edit(domain, large).is_some_and(|edit| edit.at > 0)
    };
    match LARGE.into_iter().find(|large| near(large)) {
        Some(meant) => Known { rules: Rules::of(meant), traits: EmailTraits::FREE | EmailTraits::DOMAIN_TYPO },
        None => Known { rules: None, traits: EmailTraits::empty() },
    }
}

/// Top-level names that never resolve (RFC 2606, RFC 6761).
fn is_reserved(domain: &str) -> bool {
    let top = domain.rsplit('.').next().unwrap_or(domain);
    matches!(top, "example" | "invalid" | "test" | "localhost")
}

/// Where the registrable part of a domain begins; the whole domain where the public suffix list knows none, and so
/// wherever it has two labels: a suffix is one of them, or both.
pub(super) fn registrable_start(domain: &str) -> usize {
    if domain.bytes().filter(|&byte| byte == b'.').count() == 1 {
        return 0;
    }
    psl::domain_str(domain).map_or(0, |registrable| domain.len() - registrable.len())
}

#[cfg(test)]
mod tests {
    use super::{DISPOSABLE, FREE, LARGE, PLACEHOLDERS, PROVIDERS, Rules, SLIPS};

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        for table in [PROVIDERS, FREE, DISPOSABLE, SLIPS, PLACEHOLDERS] {
            let keys: Vec<_> = table.rows().map(|(key, _)| key).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(keys.iter().all(|key| key.is_ascii() && !key.bytes().any(|byte| byte.is_ascii_uppercase())));
        }
    }

    #[test]
    fn slips_and_families_lead_to_providers_and_are_none_themselves() {
        assert!(SLIPS.rows().all(|(slip, meant)| Rules::of(slip).is_none() && Rules::of(meant).is_some()));
        assert!(LARGE.into_iter().all(|large| Rules::of(large).is_some()));
        assert!(
            PROVIDERS.rows().all(|(domain, _)| Rules::of(domain).and_then(|rules| Rules::of(rules.family)).is_some())
        );
    }
}
