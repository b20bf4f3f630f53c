//! Which letters a word has, as bits: bounds that settle most pairs of words before anything is computed of them.

/// A bit a letter; digits share theirs with letters, as in [`Sound`](super::sound::Sound).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct LetterSet(u32);

/// Letters that sound as themselves wherever they stand, and no other letter sounds like them.
const TOLD: u32 = bit(b'b') | bit(b'g') | bit(b'l') | bit(b'm') | bit(b'n') | bit(b'r');
/// Letters that sound as one of themselves, as `ph` is `f` and `w` is `v`, and no other letter does.
const LABIAL: u32 = bit(b'f') | bit(b'p') | bit(b'v') | bit(b'w');
/// Letters that always sound as `k`, which beside them only a `c` may.
const HARD: u32 = bit(b'k') | bit(b'q');
/// A word of so many letters may have all sounds that its keys have room for; a shorter one equals none that has more.
const MANY: usize = 12;

const fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// What a word sounds like that opens with the letter, as far as the letter alone tells; an `h` is not always heard.
fn opening(letter: u8) -> u8 {
    match letter {
        b'b' | b'g' | b'l' | b'm' | b'n' | b'r' | b'h' => letter,
        b'f' | b'p' | b'v' | b'w' => b'f',
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => b'a',
        b'0'..=b'9' => b'h',
        _ => b'c',
    }
}

impl LetterSet {
    pub(super) fn of(word: &[u8]) -> Self {
        Self(word.iter().fold(0, |set, &letter| set | bit(letter)))
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// How many letters the other has not.
    fn lacking(self, other: Self) -> usize {
        (self.0 & !other.0).count_ones() as usize
    }

    /// Whether the other has all letters but so many; few are told off faster than all are counted.
    fn is_in_but_for(self, few: usize, other: Self) -> bool {
        (0..few).fold(self.0 & !other.0, |lacking, _| lacking & lacking.wrapping_sub(1)) == 0
    }

    /// Whether the letters allow both words to sound alike.
    fn may_sound_as(self, other: Self) -> bool {
        let has = |set: Self, letters: u32| set.0 & letters != 0;
        let is_hard = |one: Self, other: Self| !has(one, HARD) || has(other, HARD | bit(b'c'));
        (self.0 ^ other.0) & TOLD == 0
            && has(self, LABIAL) == has(other, LABIAL)
            && is_hard(self, other)
            && is_hard(other, self)
    }

    /// Whether nothing but an `e` tells them apart.
    pub(super) fn is_but_for_e(self, other: Self) -> bool {
        (self.0 ^ other.0) & !bit(b'e') == 0
    }
}

/// The letters of a word, and how many.
#[derive(Clone, Copy, Default)]
pub(super) struct Outline {
    pub(super) set: LetterSet,
    pub(super) len: usize,
    pub(super) first: u8,
}

impl Outline {
    /// The letters of both behind each other.
    pub(super) fn joined(self, next: Self) -> Self {
        Self { set: self.set.with(next.set), len: self.len + next.len, first: self.first }
    }

    /// Whether it may have no vowel.
    pub(super) fn may_be_bare(self) -> bool {
        self.set.0 & (bit(b'a') | bit(b'e') | bit(b'i') | bit(b'o')) == 0
    }

    /// Whether so many edits may make one of the other: each changes the length by one, and brings or takes one letter.
    pub(super) fn is_within(self, edits: usize, other: Self) -> bool {
        self.len.abs_diff(other.len) <= edits
            && self.set.is_in_but_for(edits, other.set)
            && other.set.is_in_but_for(edits, self.set)
    }

    /// Whether the sound of both may be the same, with vowels or without.
    pub(super) fn may_sound_alike(self, other: Self) -> bool {
        let (first, others) = (opening(self.first), opening(other.first));
        (first == others || first == b'h' || others == b'h')
            && (self.len.min(other.len) >= MANY || self.set.may_sound_as(other.set))
    }

    /// No greater is the Jaro-Winkler similarity of two words that begin with `prefix` equal letters.
    pub(super) fn most_similar(self, other: Self, prefix: usize) -> f64 {
        let matches = (self.len - self.set.lacking(other.set)).min(other.len - other.set.lacking(self.set)) as f64;
        let jaro = (matches / self.len as f64 + matches / other.len as f64 + 1.0) / 3.0;
        jaro + 0.1 * prefix.min(4) as f64 * (1.0 - jaro)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::sound::Sound;
    use super::{LetterSet, Outline};
    use crate::text::{edit_distance, jaro_winkler};

    fn outline(word: &str) -> Outline {
        Outline { set: LetterSet::of(word.as_bytes()), len: word.len(), first: word.as_bytes()[0] }
    }

    proptest! {
        #[test]
        fn bounds_hold(one in "[a-z2]{1,9}", other in "[a-z2]{1,9}") {
            let [a, o] = [outline(&one), outline(&other)];
            prop_assert!(a.is_within(edit_distance(&one, &other), o));
            let prefix = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
            prop_assert!(jaro_winkler(&one, &other) <= a.most_similar(o, prefix) + 1e-9);
        }

        #[test]
        fn what_sounds_alike_may_do_so(one in "[abeghijklmnorstuvwyz2]{1,7}|[abekmr]{9,16}|[acfghkpqtvwx067]{1,4}", other in "[abeghijklmnorstuvwyz2]{1,7}|[abekmr]{9,16}|[acfghkpqtvwx067]{1,4}") {
            let [a, o] = [&one, &other].map(|word| Sound::of(word.as_bytes()));
            let alike = a.full == o.full || a.consonants == o.consonants;
            prop_assert!(!alike || outline(&one).may_sound_alike(outline(&other)));
        }
    }
}
