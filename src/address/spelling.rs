//! Slips of letters between two names, without an allocation.

use super::tables;
use crate::text::edit_distance;

/// Room for a name without its spaces; what is longer is cut, and was compared as a whole before.
const ROOM: usize = 64;

/// Text without spaces.
pub(super) struct Squeezed {
    bytes: [u8; ROOM],
    length: usize,
}

impl Squeezed {
    pub(super) fn of(pieces: &[&[u8]]) -> Self {
        let mut squeezed = Self { bytes: [0; ROOM], length: 0 };
        for byte in pieces.iter().copied().flatten().copied().filter(|&byte| byte != b' ').take(ROOM) {
            squeezed.bytes[squeezed.length] = byte;
            squeezed.length += 1;
        }
        squeezed
    }

    /// Letters and digits of text as written, lower case.
    pub(super) fn of_letters<'a>(pieces: impl Iterator<Item = &'a str>) -> Self {
        let mut squeezed = Self { bytes: [0; ROOM], length: 0 };
        for byte in pieces.flat_map(str::bytes).filter(u8::is_ascii_alphanumeric).take(ROOM) {
            squeezed.bytes[squeezed.length] = byte.to_ascii_lowercase();
            squeezed.length += 1;
        }
        squeezed
    }

    /// Words without spaces, abbreviations written out, but for those below `least` letters.
    pub(super) fn written_out(words: &[&[u8]], least: usize) -> Self {
        let mut squeezed = Self { bytes: [0; ROOM], length: 0 };
        for word in words {
            let long = tables::written_out(word).filter(|_| word.len() >= least);
            for &byte in long.unwrap_or(word).iter().take(ROOM - squeezed.length) {
                squeezed.bytes[squeezed.length] = byte;
                squeezed.length += 1;
            }
        }
        squeezed
    }

    pub(super) fn letters(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// How many slips turn one squeezed name into the other, as far as its length forgives them; digits never slip.
///
/// One from five letters on, two from nine.
pub(super) fn slips(ours: &[u8], theirs: &[u8]) -> Option<u8> {
    let is_squeezed = |text: &[u8]| text.len() <= ROOM && !text.contains(&b' ');
    if is_squeezed(ours) && is_squeezed(theirs) {
        return slips_of_letters(ours, theirs);
    }
    let [ours, theirs] = [Squeezed::of(&[ours]), Squeezed::of(&[theirs])];
    slips_of_letters(ours.letters(), theirs.letters())
}

fn slips_of_letters(ours: &[u8], theirs: &[u8]) -> Option<u8> {
    let shorter = ours.len().min(theirs.len());
    let allowed = match shorter {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    };
    edits(ours, theirs, allowed)
}

/// The edit distance where it is at most `allowed` and no digit differs.
pub(super) fn edits(ours: &[u8], theirs: &[u8], allowed: usize) -> Option<u8> {
    let may_be = ours.len().abs_diff(theirs.len()) <= allowed && letters_apart(ours, theirs) <= 2 * allowed as u32;
    if !may_be || !digits(ours).eq(digits(theirs)) {
        return None;
    }
    let edits = distance(ours, theirs);
    (edits <= allowed).then_some(edits as u8)
}

/// How many letters only one of them has. An edit changes two at most, so this tells nine in ten pairs apart at a fifth of
/// what their distance takes.
fn letters_apart(ours: &[u8], theirs: &[u8]) -> u32 {
    let set = |text: &[u8]| text.iter().fold(0u64, |set, byte| set | 1 << (byte & 63));
    (set(ours) ^ set(theirs)).count_ones()
}

/// The edit distance of two folded texts.
pub(super) fn distance(ours: &[u8], theirs: &[u8]) -> usize {
    let text = |letters| std::str::from_utf8(letters).unwrap_or_default();
    edit_distance(text(ours), text(theirs))
}

fn digits(text: &[u8]) -> impl Iterator<Item = &u8> {
    text.iter().filter(|byte| byte.is_ascii_digit())
}

/// As [`slips`], and a short word keeps its first letter: Pine and Vine are two trees.
///
/// A word of eight that keeps its ends may slip twice: Birchwood is Brichwod, Woodland is not Woodlawn.
pub(super) fn word_slips(ours: &[u8], theirs: &[u8]) -> Option<u8> {
    let shorter = ours.len().min(theirs.len());
    let same_start = ours.first() == theirs.first();
    let same_end = ours.last() == theirs.last();
    if shorter == 8 && same_start && same_end {
        return edits(ours, theirs, 2);
    }
    slips(ours, theirs).filter(|_| same_start || shorter > 5).or_else(|| is_doubled(ours, theirs).then_some(1))
}

/// `Hil` and `Hill`: a letter written twice is a slip in a word of any length.
fn is_doubled(ours: &[u8], theirs: &[u8]) -> bool {
    let (short, long) = if ours.len() < theirs.len() { (ours, theirs) } else { (theirs, ours) };
    let head = short.iter().zip(long).take_while(|(short, long)| short == long).count();
    let letter = head.checked_sub(1).and_then(|last| long.get(last)).filter(|byte| byte.is_ascii_lowercase());
    short.len() >= 3 && letter.is_some() && long.get(head) == letter && long.get(head + 1..) == short.get(head..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_forgiven_by_length_and_never_in_digits() {
        assert_eq!(slips(b"townsend", b"townsned"), Some(1));
        assert_eq!(slips(b"oak", b"oat"), None);
        assert_eq!(slips(b"avenue 140", b"avenue 141"), None);
        assert_eq!(word_slips(b"pine", b"vine"), None);
        assert_eq!(word_slips(b"birchwood", b"brichwod"), Some(2));
        assert_eq!(word_slips(b"woodland", b"woodlawn"), None);
        assert_eq!(
            [word_slips(b"hil", b"hill"), word_slips(b"hal", b"hall"), word_slips(b"elm", b"elms")],
            [Some(1), Some(1), None]
        );
        assert_eq!(slips(b"kings highway", b"kingshighway"), Some(0));
    }
}
