//! What kinds of bytes a text has, in one pass: nearly all texts have nothing that asks for a closer look.

use wide::u8x16;

pub(super) const SIGN: u8 = 1;
pub(super) const CONTROL: u8 = 1 << 1;
pub(super) const SPACE: u8 = 1 << 2;
pub(super) const FOREIGN: u8 = 1 << 3;
/// Between words that are spelled out.
const GAP: u8 = 1 << 4;
const LETTER: u8 = 1 << 5;
const DIGIT: u8 = 1 << 6;

pub(super) static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'@' | b'$' | b'!' => SIGN,
            b' ' | b'\t'..=b'\r' => SPACE | GAP,
            b'.' | b'-' | b'_' => GAP,
            0..=0x1f | 0x7f => CONTROL,
            0x80.. => FOREIGN,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// Bytes of a text that is looked at sixteen at a time, a bit of a mask each: nearly all texts are shorter.
const ROOM: usize = u64::BITS as usize;
/// So many letters that stand alone may be a word spelled out.
pub(super) const SPELLED_OUT: u32 = 4;
const LANES: usize = 16;

/// A short text sixteen bytes at a time, each with where it begins; the last ones overlap where they do not fill a block.
fn each_block(text: &[u8], mut see: impl FnMut(u8x16, usize)) {
    let Some(last) = text.last_chunk::<LANES>() else {
        let mut padded = [b'*'; LANES];
        padded[..text.len()].copy_from_slice(text);
        return see(u8x16::new(padded), 0);
    };
    let (blocks, rest) = text.as_chunks::<LANES>();
    blocks.iter().enumerate().for_each(|(at, &block)| see(u8x16::new(block), at * LANES));
    if !rest.is_empty() {
        see(u8x16::new(*last), text.len() - LANES);
    }
}

/// Which bytes are between `first` and `last`.
fn within(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.min(u8x16::splat(last - first)).simd_eq(above)
}

fn bits(lanes: u8x16, at: usize) -> u64 {
    u64::from(lanes.to_bitmask()) << at
}

/// What nearly all texts are told by.
#[derive(Default)]
struct Glance {
    /// Neither ASCII that shows nor a space.
    rare: u8x16,
    signs: u8x16,
    spaces: u8x16,
    gaps: u64,
}

impl Glance {
    fn of(text: &[u8]) -> Self {
        let mut glance = Self::default();
        each_block(text, |bytes, at| {
            let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
            glance.rare |= !within(bytes, b' ', b'~');
            glance.signs |= is(b'@') | is(b'$') | is(b'!');
            glance.spaces |= is(b' ');
            glance.gaps |= bits(is(b' ') | is(b'.') | is(b'-') | is(b'_'), at);
        });
        glance
    }

    /// Whether [`SPELLED_OUT`] letters have a gap before them and neither letter nor digit behind; few texts have the gaps.
    fn has_lone_letters(&self, text: &[u8]) -> bool {
        if self.gaps.count_ones() < SPELLED_OUT - 1 {
            return false;
        }
        let (mut letters, mut digits) = (0, 0);
        each_block(text, |bytes, at| {
            letters |= bits(within(bytes | u8x16::splat(b' '), b'a', b'z'), at);
            digits |= bits(within(bytes, b'0', b'9'), at);
        });
        let lone = (self.gaps << 1 | 1) & letters & !((letters | digits) >> 1);
        lone.count_ones() >= SPELLED_OUT
    }
}

/// What one pass over a text sees.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) kinds: u8,
    /// Letters enough stand alone that they may spell a word.
    pub(super) has_lone_letters: bool,
}

impl Seen {
    pub(super) fn of(text: &[u8]) -> Self {
        if text.len() > ROOM {
            return Self::byte_by_byte(text);
        }
        let glance = Glance::of(text);
        if glance.rare.any() {
            return Self::byte_by_byte(text);
        }
        let has = |lanes: u8x16, kind: u8| if lanes.any() { kind } else { 0 };
        let kinds = has(glance.signs, SIGN) | has(glance.spaces, SPACE);
        Self { kinds, has_lone_letters: glance.has_lone_letters(text) }
    }

    /// Nothing that asks for a closer look.
    pub(super) fn is_ordinary(self) -> bool {
        self.kinds & !SPACE == 0 && !self.has_lone_letters
    }

    /// Eight instructions a byte, four times as many as sixteen at a time.
    fn byte_by_byte(text: &[u8]) -> Self {
        let is_lone =
            |[before, at, behind]: [u8; 3]| before & GAP != 0 && at & LETTER != 0 && behind & (LETTER | DIGIT) == 0;
        let (mut kinds, mut lone) = (0, 0);
        let [mut before, mut at] = [0, GAP];
        for &byte in text {
            let behind = KINDS[usize::from(byte)];
            kinds |= behind;
            lone += u32::from(is_lone([before, at, behind]));
            [before, at] = [at, behind];
        }
        lone += u32::from(is_lone([before, at, GAP]));
        Self { kinds, has_lone_letters: lone >= SPELLED_OUT }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CONTROL, FOREIGN, SIGN, SPACE, Seen};

    proptest! {
        #[test]
        fn sixteen_at_a_time_see_what_one_at_a_time_does(text in "[a-z0-9 .@\t\x00\x7fé_-]{0,80}|[A-Z .]{60,66}|\\PC{0,40}") {
            let [ours, plain] = [Seen::of, Seen::byte_by_byte].map(|seen| seen(text.as_bytes()));
            let rare = SIGN | CONTROL | SPACE | FOREIGN;
            prop_assert_eq!(ours.kinds & rare, plain.kinds & rare);
            prop_assert_eq!(ours.has_lone_letters, plain.has_lone_letters);
        }
    }

    #[test]
    fn lone_letters_are_seen_where_they_may_spell_a_word() {
        let lone = |text: &str| Seen::of(text.as_bytes()).has_lone_letters;
        assert!(["J e n n y Lu", "a.b-c d", "12 a, b c_d!", "\tJ e n n"].into_iter().all(lone));
        assert!(!["J.e.n", "12 a, b c1 d2", "", "x", "ab", "- . - . -"].into_iter().any(lone));
    }
}
