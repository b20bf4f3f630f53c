//! A secret key of Stripe's: where it may come from, what it may do, and that it is never printed.

use std::fmt;
use std::io::Read;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};

use super::error::Error;

/// Longest key that is read; Stripe's have about a hundred characters.
const CAP_BYTES: u64 = 4096;

/// A secret (`sk_`) or, better, a restricted key (`rk_`) with read access to Financial Connections alone.
///
/// Wiped from memory when dropped, and never in `Debug`, errors or arguments.
///
/// ```
/// use ownermatch::stripe::SecretKey;
/// let key = SecretKey::new("rk_test_123").unwrap();
/// assert!(key.is_test());
/// assert!(!format!("{key:?}").contains("123"));
/// assert!(SecretKey::new("pk_test_123").is_err());
/// ```
#[derive(Clone)]
pub struct SecretKey {
    text: SecretString,
    is_test: bool,
}

impl SecretKey {
    /// Reads a key; white space around it is dropped.
    ///
    /// # Errors
    /// Nothing, several words, or a publishable key (`pk_`), which may not read accounts.
    pub fn new(text: impl Into<String>) -> Result<Self, Error> {
        let whole = SecretString::from(text.into());
        let text = whole.expose_secret().trim();
        if text.is_empty() {
            return Err(Error::refused("the key is empty"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::refused("the key is more than one word, or not plain ASCII"));
        }
        if text.starts_with("pk_") {
            return Err(Error::refused("a publishable key (pk_) cannot read accounts; use a restricted key (rk_)"));
        }
        if text.starts_with("whsec_") {
            return Err(Error::refused("whsec_ begins a webhook's signing secret; an API key begins with rk_ or sk_"));
        }
        let is_test = ["sk_test_", "rk_test_"].iter().any(|start| text.starts_with(start));
        Ok(Self { text: SecretString::from(text), is_test })
    }

    /// Reads a key from a variable of the environment.
    ///
    /// # Errors
    /// The variable is not set, or holds no key.
    pub fn from_env(variable: &str) -> Result<Self, Error> {
        let text = std::env::var(variable).map_err(|_| Error::refused(format!("{variable} is not set")))?;
        Self::new(text)
    }

    /// Reads a key from a file that only its owner may read.
    ///
    /// # Errors
    /// The file cannot be read, is open to others, or holds no key.
    pub fn from_file(path: &Path) -> Result<Self, Error> {
        let refuse = |why: String| Error::refused(format!("{}: {why}", path.display()));
        let file = std::fs::File::open(path).map_err(|error| refuse(format!("the key cannot be read: {error}")))?;
        if !file.metadata().is_ok_and(|meta| meta.is_file()) {
            return Err(refuse("this is no file that could hold a key".into()));
        }
        if is_open_to_others(&file) {
            return Err(refuse("others may read this key; run chmod 600 on it".into()));
        }
        Self::from_reader(file).map_err(|error| refuse(error.to_string()))
    }

    /// Reads a key to the end of `source`, such as stdin.
    ///
    /// # Errors
    /// The source cannot be read, or holds no key.
    pub fn from_reader(source: impl Read) -> Result<Self, Error> {
        let mut text = String::new();
        let read = source.take(CAP_BYTES + 1).read_to_string(&mut text);
        let text = SecretString::from(text);
        let read = read.map_err(|error| Error::refused(format!("the key cannot be read: {}", error.kind())))?;
        if read as u64 > CAP_BYTES {
            return Err(Error::refused("the key is longer than any of Stripe's"));
        }
        Self::new(text.expose_secret())
    }

    /// Whether it is a key of test mode, which alone may go over plain HTTP, and only to this machine.
    pub fn is_test(&self) -> bool {
        self.is_test
    }

    pub(crate) fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_test { "SecretKey(test [redacted])" } else { "SecretKey([redacted])" })
    }
}

#[cfg(unix)]
fn is_open_to_others(file: &std::fs::File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().map_or(true, |meta| meta.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &std::fs::File) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::SecretKey;

    #[test]
    fn what_is_no_secret_key_is_refused_without_its_text() {
        for text in ["", " \n", "sk_test_1 sk_test_2", "pk_live_zq9", "sk_test_\u{e9}zq9"] {
            let error = SecretKey::new(text).expect_err(text);
            assert!(!format!("{error} {error:?}").contains("zq9"), "{error}");
        }
    }

    #[test]
    fn a_file_longer_than_any_key_holds_none() {
        let read = |length: usize| SecretKey::from_reader(&*"k".repeat(length).into_bytes());
        assert!(read(200).is_ok() && read(4096).is_ok());
        assert!(read(4097).is_err() && read(1 << 20).is_err());
    }

    #[test]
    fn only_test_keys_are_test_keys() {
        let is_test = |text: &str| SecretKey::new(text).expect("a key").is_test();
        assert!(is_test(" sk_test_1\n") && is_test("rk_test_1"));
        assert!(!is_test("sk_live_1") && !is_test("rk_live_1") && !is_test("sk_testing") && !is_test("other"));
    }
}
