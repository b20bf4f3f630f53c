//! The secret of keyed hashes: 32 random bytes of a run or of a history, in a file that its owner alone may read.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::folder::{private, with_ending};

/// Bytes of a secret.
const BYTES: usize = 32;
/// Longest file that is read: the digits with white space around them.
const CAP_BYTES: u64 = 4096;

/// A secret without which a hash cannot be told from chance; wiped when dropped, and never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; BYTES]);

/// Why there is no secret. Never holds what was read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// Not 64 hex digits.
    #[error("a key is 64 hex digits, and this is something else")]
    NotHex,
    /// The same, of a file.
    #[error("{}: a key is 64 hex digits, and this file holds something else", .0.display())]
    NotHexIn(PathBuf),
    /// Others may read the file.
    #[error("{}: others may read this key; run chmod 600 on it", .0.display())]
    OpenToOthers(PathBuf),
    /// The history is there and its key is not.
    #[error(
        "{}: there is no key here, and the history beside it cannot be read without: put the key back, name it, or begin with another history",
        .0.display()
    )]
    Lost(PathBuf),
    /// A file that cannot be read or made.
    #[error("{}: the key cannot be read or made: {error}", path.display())]
    Io {
        /// Of the key.
        path: PathBuf,
        /// What happened.
        error: io::Error,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes for a key")]
    NoChance,
}

impl Secret {
    /// Fresh random bytes.
    ///
    /// # Errors
    /// The system gives none.
    pub fn random() -> Result<Self, SecretError> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| SecretError::NoChance)?;
        Ok(Self(bytes))
    }

    /// Reads 64 hex digits; white space around them is dropped.
    ///
    /// # Errors
    /// Anything else.
    pub fn from_hex(text: &str) -> Result<Self, SecretError> {
        let text = text.trim().as_bytes();
        if text.len() != 2 * BYTES {
            return Err(SecretError::NotHex);
        }
        let mut bytes = [0; BYTES];
        for (byte, digits) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            let value = |digit: u8| char::from(digit).to_digit(16).ok_or(SecretError::NotHex);
            *byte = (value(digits[0])? << 4 | value(digits[1])?) as u8;
        }
        Ok(Self(bytes))
    }

    /// Reads a file that only its owner may read.
    ///
    /// # Errors
    /// It cannot be read, is open to others, or holds no key.
    pub fn from_file(path: &Path) -> Result<Self, SecretError> {
        let failed = |error| SecretError::Io { path: path.to_owned(), error };
        let file = File::open(path).map_err(failed)?;
        let is_file = file.metadata().map_err(failed)?.is_file();
        if is_file && is_open_to_others(&file) {
            return Err(SecretError::OpenToOthers(path.to_owned()));
        }
        let mut text = Vec::new();
        file.take(CAP_BYTES).read_to_end(&mut text).map_err(failed)?;
        let secret = std::str::from_utf8(&text).ok().and_then(|text| Self::from_hex(text).ok());
        wipe(&mut text);
        secret.filter(|_| is_file).ok_or_else(|| SecretError::NotHexIn(path.to_owned()))
    }

    /// A fresh secret in a new file with mode 0600; a file that is there already is left alone.
    ///
    /// # Errors
    /// The file is there, or cannot be written.
    pub fn create(path: &Path) -> Result<Self, SecretError> {
        let secret = Self::random()?;
        let mut text: Vec<u8> = secret.0.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
        text.push(b'\n');
        let file = private().write(true).create_new(true).open(path);
        let written = file.and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()));
        wipe(&mut text);
        written.map_err(|error| SecretError::Io { path: path.to_owned(), error })?;
        Ok(secret)
    }

    /// The secret of a file, made at its first use.
    ///
    /// # Errors
    /// As [`Secret::from_file`] and [`Secret::create`].
    pub fn from_file_or_create(path: &Path) -> Result<Self, SecretError> {
        match Self::create(path) {
            Err(SecretError::Io { error, .. }) if error.kind() == io::ErrorKind::AlreadyExists => Self::from_file(path),
            created => created,
        }
    }

    /// The secret of a history, from `key` or else from the file beside it; made with the history, and not again where the
    /// history is there without it.
    ///
    /// # Errors
    /// As [`Secret::from_file_or_create`], and a key that is lost.
    pub fn of_history(history: &Path, key: Option<&Path>) -> Result<Self, SecretError> {
        let path = key.map_or_else(|| with_ending(history, "key"), Path::to_owned);
        let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
        if is_there(history) && !is_there(&path) {
            return Err(SecretError::Lost(path));
        }
        Self::from_file_or_create(&path)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Without `zeroize`, which this feature does not bring; the optimizer may not know that nobody looks.
fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    std::hint::black_box(bytes);
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

#[cfg(unix)]
fn is_open_to_others(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().map_or(true, |meta| meta.mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_: &File) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::super::scratch::Scratch;
    use super::*;

    #[test]
    fn a_key_is_64_hex_digits_and_an_error_never_shows_them() {
        let digits = "0123456789abcdefABCDEF0123456789abcdefabcdef01234567890123456789";
        assert!(Secret::from_hex(&format!(" {digits}\n")).is_ok());
        for text in ["", "abc", &digits[1..], &format!("{digits}0"), &digits.replace('0', "g"), &"\u{e9}".repeat(32)] {
            let error = Secret::from_hex(text).expect_err(text);
            assert!(text.is_empty() || !format!("{error} {error:?}").contains(text));
        }
        assert_eq!(format!("{:?}", Secret::from_hex(digits).expect("a key")), "Secret([redacted])");
    }

    #[test]
    fn a_file_keeps_the_key_that_was_made_first() {
        let scratch = Scratch::new();
        let path = scratch.path().join("key");
        let made = Secret::from_file_or_create(&path).expect("a key");
        assert_eq!(Secret::from_file_or_create(&path).expect("a key"), made);
        assert_eq!(Secret::from_file(&path).expect("a key"), made);
        assert!(Secret::create(&path).is_err());
        assert_ne!(Secret::random().expect("a key"), made);
        let text = fs::read_to_string(&path).expect("a file");
        assert!(text.len() == 65 && text.ends_with('\n'));
        assert_eq!(Secret::from_hex(&text).expect("a key"), made);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_may_read_is_refused() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let scratch = Scratch::new();
        let path = scratch.path().join("key");
        Secret::create(&path).expect("a key");
        assert_eq!(fs::metadata(&path).expect("a file").mode() & 0o777, 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("rights");
        let error = Secret::from_file(&path).expect_err("others may read it");
        assert!(matches!(error, SecretError::OpenToOthers(_)) && error.to_string().contains("chmod 600"), "{error}");
    }

    #[test]
    fn a_history_without_its_key_gets_no_new_one() {
        let scratch = Scratch::new();
        let history = scratch.path().join("history.redb");
        let made = Secret::of_history(&history, None).expect("a key");
        fs::write(&history, "").expect("a history");
        assert_eq!(Secret::of_history(&history, None).expect("a key"), made);
        let key = scratch.path().join("history.redb.key");
        fs::rename(&key, scratch.path().join("elsewhere")).expect("moved");
        assert!(matches!(Secret::of_history(&history, None), Err(SecretError::Lost(_))));
        assert!(!key.exists());
        assert_eq!(Secret::of_history(&history, Some(&scratch.path().join("elsewhere"))).expect("a key"), made);
    }

    #[test]
    fn what_holds_no_key_is_told_by_its_name() {
        let scratch = Scratch::new();
        let path = scratch.path().join("key");
        assert!(matches!(Secret::from_file(&path), Err(SecretError::Io { .. })));
        private().write(true).open(&path).and_then(|mut file| file.write_all(b"zq9")).expect("a file");
        let error = Secret::from_file(&path).expect_err("no key");
        assert!(error.to_string().contains("key") && !format!("{error} {error:?}").contains("zq9"), "{error}");
        assert!(Secret::from_file(scratch.path()).is_err());
    }
}
