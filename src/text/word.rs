//! A folded word in 32 bytes on the stack: copied freely, compared in two instructions, never allocated.

use std::fmt;

use super::hash::hash;

const ROOM: usize = 31;

/// A folded ASCII word of up to 31 bytes, padded with zeros.
///
/// A longer word keeps its first 24 bytes and a seven-letter digest of the rest, so that equal
/// long words stay equal and different ones stay different.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Word {
    bytes: [u8; ROOM],
    len: u8,
}

impl Word {
    pub(crate) fn new(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// Of folded text as bytes.
    pub(crate) fn of_bytes(source: &[u8]) -> Self {
        let mut bytes = [0; ROOM];
        let kept = source.len().min(ROOM);
        copy(&mut bytes, &source[..kept]);
        if source.len() > ROOM {
            digest_tail(&mut bytes, &source[ROOM - 7..]);
        }
        Self { bytes, len: kept as u8 }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len as usize]
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(crate) fn len(&self) -> usize {
        self.len as usize
    }

    /// A number that goes with the word.
    pub(crate) fn key(&self) -> u32 {
        hash(self.as_bytes())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn has_digit(&self) -> bool {
        let digit_in = |bytes: &[u8; 16]| bytes.iter().fold(false, |has, byte| has | byte.is_ascii_digit());
        // Both halves, which are zero behind the word, share a letter.
        self.bytes.first_chunk().is_some_and(digit_in) || self.bytes.last_chunk().is_some_and(digit_in)
    }

    pub(crate) fn first(&self) -> u8 {
        self.bytes[0]
    }
}

/// As `copy_from_slice` to the front: up to sixteen letters are two numbers that overlap, at a third of a call's
/// instructions.
fn copy(to: &mut [u8; ROOM], from: &[u8]) {
    let end = from.len();
    if end > 16 {
        to[..end].copy_from_slice(from);
    } else if let (Some(first), Some(last)) = (from.first_chunk::<8>(), from.last_chunk::<8>()) {
        to[..8].copy_from_slice(first);
        to[end - 8..end].copy_from_slice(last);
    } else if let (Some(first), Some(last)) = (from.first_chunk::<4>(), from.last_chunk::<4>()) {
        to[..4].copy_from_slice(first);
        to[end - 4..end].copy_from_slice(last);
    } else {
        to.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
    }
}

fn digest_tail(bytes: &mut [u8; ROOM], tail: &[u8]) {
    let mut rest = hash(tail);
    for byte in &mut bytes[ROOM - 7..] {
        *byte = b'a' + (rest % 26) as u8;
        rest /= 26;
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::Word;

    #[test]
    fn long_words_stay_apart_by_their_tails() {
        let stem = "wolfeschlegelsteinhausenbergerdor";
        let [ff, fx, again] =
            [format!("{stem}ff"), format!("{stem}fx"), format!("{stem}ff")].map(|text| Word::new(&text));
        assert_eq!(ff, again);
        assert_ne!(ff, fx);
    }

    #[test]
    fn words_of_every_length_are_kept() {
        for len in 0..=31 {
            let text = "abcdefghijklmnopqrstuvwxyz98765".split_at(len).0;
            let word = Word::new(text);
            assert_eq!((word.as_str(), word.len()), (text, len));
            assert_eq!(word.has_digit(), len > 26, "{len}");
        }
    }

    #[test]
    fn debug_never_shows_the_word() {
        assert_eq!(format!("{:?}", Word::new("rosen")), "[redacted]");
    }
}
