//! Text that nearly always fits in place: no allocation for it, and one for the few that are longer.

use smallvec::SmallVec;

/// Folded text, up to `N` bytes of it in place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct ShortText<const N: usize>(SmallVec<[u8; N]>);

impl<const N: usize> ShortText<N> {
    /// The pieces behind each other.
    pub(crate) fn joined(pieces: &[&str]) -> Self {
        let mut bytes = SmallVec::new();
        pieces.iter().for_each(|piece| bytes.extend_from_slice(piece.as_bytes()));
        Self(bytes)
    }

    /// The pieces with a space between.
    pub(crate) fn spaced<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut buffer, mut end) = ([b' '; N], 0);
        let mut pieces = pieces.into_iter().enumerate();
        while let Some((at, piece)) = pieces.next() {
            let start = end + usize::from(at > 0);
            let Some(room) = buffer.get_mut(start..start + piece.len()) else {
                let mut text = Self::filled(buffer, start.min(N));
                text.0.resize(start, b' ');
                text.push_str(piece);
                pieces.for_each(|(_, piece)| text.push_behind_space(piece));
                return text;
            };
            room.copy_from_slice(piece.as_bytes());
            end = start + piece.len();
        }
        Self::filled(buffer, end)
    }

    fn push_behind_space(&mut self, piece: &str) {
        self.push(b' ');
        self.push_str(piece);
    }

    /// The first `len` bytes of what is filled already.
    pub(super) fn filled(buffer: [u8; N], len: usize) -> Self {
        Self(SmallVec::from_buf_and_len(buffer, len))
    }

    pub(crate) fn push(&mut self, letter: u8) {
        self.0.push(letter);
    }

    pub(crate) fn push_str(&mut self, text: &str) {
        self.push_bytes(text.as_bytes());
    }

    pub(crate) fn push_bytes(&mut self, letters: &[u8]) {
        self.0.extend_from_slice(letters);
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl<const N: usize> From<String> for ShortText<N> {
    fn from(text: String) -> Self {
        Self(SmallVec::from_vec(text.into_bytes()))
    }
}

impl<const N: usize> std::fmt::Debug for ShortText<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[redacted]")
    }
}

/// ASCII text byte by byte in other letters, without an allocation; `None` for other text, and for more than there is room.
pub(crate) fn each_byte<'a>(text: &str, buffer: &'a mut [u8], letter: impl Fn(u8) -> u8) -> Option<&'a str> {
    let room = buffer.get_mut(..text.len()).filter(|_| text.is_ascii())?;
    for (to, from) in room.iter_mut().zip(text.bytes()) {
        *to = letter(from);
    }
    std::str::from_utf8(room).ok()
}

#[cfg(test)]
mod tests {
    use super::ShortText;

    #[test]
    fn pieces_have_a_space_between_on_either_side_of_the_room() {
        for pieces in
            [&[][..], &["ab"], &["", "ab", ""], &["abc", "defg"], &["abcd", "", "efg"], &["abcdefgh", "", "i"]]
        {
            assert_eq!(ShortText::<8>::spaced(pieces.iter().copied()).as_str(), pieces.join(" "));
        }
    }

    #[test]
    fn text_is_whole_on_either_side_of_the_room() {
        for text in ["", "ab", "abcdefgh", &"é".repeat(40)] {
            let short = ShortText::<8>::joined(&[text, "!"]);
            assert_eq!(short.as_str(), format!("{text}!"));
            assert_eq!(format!("{short:?}"), "[redacted]");
        }
    }
}
