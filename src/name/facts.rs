//! What the tables say of a word, packed in bits by build.rs and read by `lexicon`: both must agree.

use crate::text::halves;

/// Facts about one word; a set of the bits below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(pub(crate) u32);

impl Facts {
    /// Four bits: what stands behind a name, from 1 on in the order of `build/lexicon.rs`.
    pub(crate) const SUFFIX: Self = Self(0xf);
    /// Three bits: the kind in an organization's name, from 1 on in the order of `build/lexicon.rs`.
    pub(crate) const KIND: Self = Self(0x7 << 4);
    /// In an organization's name, and a name of persons, too.
    pub(crate) const WEAK: Self = Self(1 << 7);
    pub(crate) const TITLE: Self = Self(1 << 8);
    pub(crate) const PARTICLE: Self = Self(1 << 9);
    pub(crate) const STRONG_PARTICLE: Self = Self(1 << 10);
    /// Short for other names.
    pub(crate) const NICKNAME: Self = Self(1 << 11);
    /// A spelling of a name that has others.
    pub(crate) const VARIED: Self = Self(1 << 12);
    /// A marker of titling begins with it, or it is one.
    pub(crate) const MARKER_FIRST: Self = Self(1 << 13);
    pub(crate) const MARKER: Self = Self(1 << 14);
    pub(crate) const MARKER_SECOND: Self = Self(1 << 15);
    /// A placeholder begins with it, or it is one.
    pub(crate) const PLACEHOLDER_FIRST: Self = Self(1 << 16);
    pub(crate) const PLACEHOLDER: Self = Self(1 << 17);
    /// Legal forms begin with it, end with it, or are it.
    pub(crate) const FORM_FIRST: Self = Self(1 << 18);
    pub(crate) const FORM_LAST: Self = Self(1 << 19);
    pub(crate) const FORM: Self = Self(1 << 20);
    /// In an organization's name, another spelling of it is the usual one.
    pub(crate) const REWRITTEN: Self = Self(1 << 21);
    /// Titling leaves it out at the front or at the end of a name, or takes it for an ampersand.
    pub(crate) const LEADING: Self = Self(1 << 22);
    pub(crate) const TRAILING: Self = Self(1 << 23);
    pub(crate) const BETWEEN: Self = Self(1 << 24);
    /// Short for another name, or a name that others are short for: two bytes behind its letters are its number there.
    pub(crate) const NUMBERED: Self = Self(1 << 25);

    pub(crate) const fn has(self, one: Self) -> bool {
        self.0 & one.0 != 0
    }

    /// All facts of both.
    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Bytes before the letters of a row: given people (3) and percent female, family people (3) and the number of its set of
/// facts, length.
pub(crate) const HEAD: usize = 9;

/// Bytes of a numbered name among short forms: the most people of a name it is short for (4), where the numbers of those
/// names begin (2) and end (2).
pub(crate) const SHORT: usize = 8;

/// Where the word's search begins, and the ten bits that its slot has in common with it.
pub(crate) fn spread(word: &[u8]) -> (usize, u32) {
    let [first, last] = halves(word);
    let mut inner = 0;
    if word.len() > 16 {
        let middle = halves(&word[8..word.len() - 8]);
        inner = middle[0] ^ middle[1].rotate_left(32);
    }
    let state = (first ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29);
    let state = (state ^ last ^ inner ^ ((word.len() as u64) << 56)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    ((state >> 34) as usize, (state >> 24) as u32 & 0x3ff)
}
