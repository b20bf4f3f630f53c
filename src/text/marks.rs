//! Which characters of a short ASCII text are letters, digits, spaces and signs: a bit each, eight characters a step.

/// No longer text has its marks in one number.
const ROOM: usize = 64;
const EACH: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * EACH;

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
        let (eights, rest) = text.as_chunks();
        let (mut marks, mut hidden) = (Self::default(), 0);
        // From the last to the first, each making room for the next: side by side, as the compiler would have it from the
        // first on, products of 64 bits are dear.
        for eight in eights.iter().rev() {
            let eight = Eight(u64::from_le_bytes(*eight));
            hidden |= eight.hidden();
            marks = marks.behind(eight.marks());
        }
        if let (Some(last), false) = (text.last_chunk(), rest.is_empty()) {
            let last = Eight(u64::from_le_bytes(*last));
            hidden |= last.hidden();
            // Some of them are seen a second time, which changes nothing.
            marks = marks.with(last.marks(), text.len() - 8);
        } else if !rest.is_empty() {
            let few = Eight::padded(rest);
            hidden |= few.hidden();
            marks = few.marks();
        }
        (hidden & HIGH == 0).then_some(marks)
    }

    fn behind(self, eight: Self) -> Self {
        let join = |later: u64, first: u64| later << 8 | first;
        Self {
            letters: join(self.letters, eight.letters),
            spaces: join(self.spaces, eight.spaces),
            signs: join(self.signs, eight.signs),
        }
    }

    fn with(self, eight: Self, at: usize) -> Self {
        Self {
            letters: self.letters | eight.letters << at,
            spaces: self.spaces | eight.spaces << at,
            signs: self.signs | eight.signs << at,
        }
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

/// Eight ASCII characters, the first one lowest. What is asked of them is answered in the high bit of each.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    /// Fewer than eight, with dashes behind, which are of no kind that is asked for.
    #[inline]
    fn padded(rest: &[u8]) -> Self {
        let mut eight = [b'-'; 8];
        eight.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        Self(u64::from_le_bytes(eight))
    }

    fn marks(self) -> Marks {
        Marks {
            letters: Self::bits(self.in_small().within(b'a', b'z')),
            spaces: Self::bits(self.is(b' ')),
            signs: Self::bits(self.is(b'@') | self.is(b'$') | self.is(b'!')),
        }
    }

    /// Which are no ASCII, or do not show; the lower bits say nothing.
    fn hidden(self) -> u64 {
        let beyond = |least: u8| self.0.wrapping_add(EACH * u64::from(0x80 - least));
        self.0 | beyond(0x7f) | !beyond(b' ')
    }

    /// Capitals in small letters; other characters may become others.
    fn in_small(self) -> Self {
        Self(self.0 | (0x20 * EACH))
    }

    fn within(self, first: u8, last: u8) -> u64 {
        let from = |least: u8| self.0.wrapping_add(EACH * u64::from(0x80 - least));
        from(first) & !from(last + 1) & HIGH
    }

    fn is(self, one: u8) -> u64 {
        let other = (self.0 ^ (EACH * u64::from(one))).wrapping_add(EACH * 0x7f);
        !other & HIGH
    }

    /// The high bits side by side.
    fn bits(high: u64) -> u64 {
        (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
    }
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
