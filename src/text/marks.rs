//! Which characters of a short ASCII text are letters, spaces and signs: a bit each, sixteen characters a step.

use wide::u8x16;

/// No longer text has its marks in one number.
const ROOM: usize = u64::BITS as usize;
const LANES: usize = 16;

/// A bit a character, the first one lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    letters: u64,
    spaces: u64,
    /// Signs that may stand for letters.
    signs: u64,
}

impl Marks {
    /// Of at most 64 characters that all show, or are spaces; `None` of any other text.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        if text.len() > ROOM {
            return None;
        }
        let (mut marks, mut hidden) = (Self::default(), u8x16::default());
        each_block(text, |bytes, at| {
            marks.add(bytes, at);
            hidden |= !within(bytes, b' ', b'~');
        });
        (!hidden.any()).then_some(marks)
    }

    #[inline]
    fn add(&mut self, bytes: u8x16, at: usize) {
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let bits = |lanes: u8x16| u64::from(lanes.to_bitmask()) << at;
        // Capitals in small letters; other characters may become others, and no letters.
        self.letters |= bits(within(bytes | u8x16::splat(b' '), b'a', b'z'));
        self.spaces |= bits(is(b' '));
        self.signs |= bits(is(b'@') | is(b'$') | is(b'!'));
    }

    /// Whether four letters may stand each by itself; one with digits beside it counts, too.
    pub(super) fn may_spell_out(self) -> bool {
        let alone = self.letters & !(self.letters << 1) & !(self.letters >> 1);
        let but_one = |bits: u64| bits & bits.wrapping_sub(1);
        but_one(but_one(but_one(alone))) != 0
    }

    /// A sign before a letter, with a letter, a space or nothing before it: not the one of `Yahoo! Inc`.
    pub(super) fn has_sign_for_letter(self) -> bool {
        self.signs & self.letters >> 1 & ((self.letters | self.spaces) << 1 | 1) != 0
    }

    /// One space at most between two words, and none around a text of so many characters.
    pub(super) fn is_evenly_spaced(self, len: usize) -> bool {
        self.spaces & (self.spaces << 1 | 1) == 0 && (len == 0 || self.spaces >> (len - 1) == 0)
    }
}

/// A text sixteen bytes at a time, each with where it begins; the last ones are seen twice where they do not fill a block.
fn each_block(text: &[u8], mut see: impl FnMut(u8x16, usize)) {
    let Some(last) = text.last_chunk() else {
        return see(padded(text), 0);
    };
    let (blocks, rest) = text.as_chunks::<LANES>();
    blocks.iter().enumerate().for_each(|(at, &block)| see(u8x16::new(block), at * LANES));
    if !rest.is_empty() {
        see(u8x16::new(*last), text.len() - LANES);
    }
}

/// Fewer than sixteen, with dashes behind, which are of no kind that is asked for.
fn padded(few: &[u8]) -> u8x16 {
    let mut block = [b'-'; LANES];
    block[..few.len()].copy_from_slice(few);
    u8x16::new(block)
}

/// Which bytes are between `first` and `last`.
fn within(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Marks;

    fn plain(text: &str) -> Option<Marks> {
        let shows = text.len() <= 64 && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let bits = |is: fn(u8) -> bool| text.bytes().rev().fold(0, |bits, byte| bits << 1 | u64::from(is(byte)));
        shows.then(|| Marks {
            letters: bits(|byte| byte.is_ascii_alphabetic()),
            spaces: bits(|byte| byte == b' '),
            signs: bits(|byte| matches!(byte, b'@' | b'$' | b'!')),
        })
    }

    proptest! {
        #[test]
        fn marks_are_those_of_each_byte(text in "[ -~]{0,66}|[ -~\\x00-\\x1f\\x7fé]{0,12}|[a ]{60,66}") {
            let marks = Marks::of(text.as_bytes());
            prop_assert_eq!(marks, plain(&text));
            if let Some(marks) = marks {
                prop_assert_eq!(marks.is_evenly_spaced(text.len()), text.trim() == text && !text.contains("  "));
            }
        }
    }

    #[test]
    fn every_character_has_its_kind() {
        for letter in '\0'..='\u{ff}' {
            let text = letter.to_string();
            assert_eq!(Marks::of(text.as_bytes()), plain(&text), "{letter:?}");
        }
    }

    #[test]
    fn four_lone_letters_may_spell_a_word() {
        let may = |text: &str| Marks::of(text.as_bytes()).is_some_and(Marks::may_spell_out);
        assert_eq!(["j e n n", "j e nn y", "j.e.n.n.y", "", "x1y2z3w"].map(may), [true, false, true, false, true]);
    }
}
