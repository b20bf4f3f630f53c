//! String similarity on folded words: bit-parallel kernels up to 64 bytes, the plain definition above.

use std::cell::Cell;

/// Longest word the bit-parallel kernels take; one machine word holds one bit a letter.
const MASK_BITS: usize = 64;
/// Longest string compared at all: callers cap before, this only bounds the worst case.
const MAX_BYTES: usize = 512;

/// For each byte, the positions at which it stands in a word of at most 64 bytes.
struct Positions([Cell<u64>; 256]);

thread_local! {
    /// Kept between calls, since emptying a table of its own would be a fifth of the work on a pair of names.
    static POSITIONS: Positions = const { Positions([const { Cell::new(0) }; 256]) };
}

impl Positions {
    /// What `work` finds with the positions of the letters of `word`, which are forgotten behind it.
    fn of<T>(word: &[u8], work: impl FnOnce(&Self) -> T) -> T {
        POSITIONS.with(|positions| {
            let mut letter = 1;
            for &byte in word {
                positions.0[usize::from(byte)].set(positions.of_letter(byte) | letter);
                letter <<= 1;
            }
            let found = work(positions);
            word.iter().for_each(|&byte| positions.0[usize::from(byte)].set(0));
            found
        })
    }

    fn of_letter(&self, byte: u8) -> u64 {
        self.0[usize::from(byte)].get()
    }
}

/// Whether the bit-parallel kernels take two words; the rest is left to the plain definition.
fn fit(applicant: &[u8], owner: &[u8]) -> bool {
    applicant.len().max(owner.len()) <= MASK_BITS
}

/// Jaro–Winkler similarity of two folded strings, 0..=1, compared byte by byte: prefix scale 0.1 on
/// up to four letters where the Jaro similarity is above 0.7 (as strsim does).
///
/// Two empty strings are 0 here, not 1: an empty field is absent, not equal.
///
/// ```
/// assert!(ownermatch::text::jaro_winkler("martha", "marhta") > 0.96);
/// assert_eq!(ownermatch::text::jaro_winkler("", ""), 0.0);
/// ```
pub fn jaro_winkler(applicant: &str, owner: &str) -> f64 {
    let (applicant, owner) = (cut(applicant), cut(owner));
    if applicant.is_empty() || owner.is_empty() {
        return 0.0;
    }
    if applicant == owner {
        return 1.0;
    }
    let prefix = shared_prefix(applicant, owner);
    let jaro = jaro(applicant, owner, prefix);
    if jaro > 0.7 { jaro + 0.1 * prefix.min(4) as f64 * (1.0 - jaro) } else { jaro }
}

fn cut(text: &str) -> &[u8] {
    &text.as_bytes()[..text.len().min(MAX_BYTES)]
}

/// How many bytes both begin with, eight at a time.
fn shared_prefix(applicant: &[u8], owner: &[u8]) -> usize {
    let mut at = 0;
    while let (Some(a), Some(o)) = (applicant[at..].first_chunk(), owner[at..].first_chunk()) {
        let other = u64::from_le_bytes(*a) ^ u64::from_le_bytes(*o);
        if other != 0 {
            return at + other.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at + applicant[at..].iter().zip(&owner[at..]).take_while(|(a, o)| a == o).count()
}

fn jaro(applicant: &[u8], owner: &[u8], prefix: usize) -> f64 {
    let is_masked = fit(applicant, owner);
    let (matches, halves) =
        if is_masked { jaro_counts_masked(applicant, owner, prefix) } else { jaro_counts_plain(applicant, owner) };
    if matches == 0 {
        return 0.0;
    }
    let [common, swapped] = [matches as f64, (halves / 2) as f64];
    (common / applicant.len() as f64 + common / owner.len() as f64 + (common - swapped) / common) / 3.0
}

/// How far apart two equal letters may stand and still match.
fn jaro_window(applicant: &[u8], owner: &[u8]) -> usize {
    (applicant.len().max(owner.len()) / 2).saturating_sub(1)
}

/// Matching letters, and how many of them stand in another order.
///
/// Letters of a shared prefix match each other, since whatever stands before is taken: they need no search.
fn jaro_counts_masked(applicant: &[u8], owner: &[u8], prefix: usize) -> (usize, usize) {
    let window = jaro_window(applicant, owner);
    let (applicant, owner) = (&applicant[prefix..], &owner[prefix..]);
    let (matched, taken) = Positions::of(owner, |positions| matching(applicant, positions, window));
    (prefix + matched.count_ones() as usize, swapped([applicant, owner], [matched, taken]))
}

/// The letters of the applicant's that match one of the owner's within the window, and those that they take.
fn matching(applicant: &[u8], positions: &Positions, window: usize) -> (u64, u64) {
    let mut reach = below(window + 1);
    let (mut matched, mut free, mut letter) = (0, u64::MAX, 1);
    for (at, &byte) in applicant.iter().enumerate() {
        let open = positions.of_letter(byte) & reach & free;
        free ^= open & open.wrapping_neg();
        matched |= if open == 0 { 0 } else { letter };
        letter <<= 1;
        // The window moves up with the letters, and grows while it still touches the first one.
        reach = reach << 1 | u64::from(at < window);
    }
    (matched, !free)
}

/// The positions before `end`.
fn below(end: usize) -> u64 {
    if end >= MASK_BITS { u64::MAX } else { (1 << end) - 1 }
}

/// How many matched letters differ from those that are taken, each side in its own order.
fn swapped([applicant, owner]: [&[u8]; 2], [mut matched, mut taken]: [u64; 2]) -> usize {
    let mut count = 0;
    while matched != 0 {
        let [one, other] = [matched, taken].map(|letters| letters.trailing_zeros() as usize);
        count += usize::from(applicant.get(one) != owner.get(other));
        matched &= matched - 1;
        taken &= taken.wrapping_sub(1);
    }
    count
}

fn jaro_counts_plain(applicant: &[u8], owner: &[u8]) -> (usize, usize) {
    let window = jaro_window(applicant, owner);
    let mut taken = vec![false; owner.len()];
    let mut matched = Vec::with_capacity(applicant.len());
    for (at, &byte) in applicant.iter().enumerate() {
        let reach = at.saturating_sub(window)..(at + window + 1).min(owner.len());
        if let Some(found) = reach.into_iter().find(|&o| !taken[o] && owner[o] == byte) {
            taken[found] = true;
            matched.push(byte);
        }
    }
    let in_owner_order = owner.iter().zip(&taken).filter(|&(_, &taken)| taken).map(|(&byte, _)| byte);
    (matched.len(), matched.iter().zip(in_owner_order).filter(|&(&a, o)| a != o).count())
}

/// Optimal string alignment distance of two folded strings in bytes: insertions, deletions,
/// substitutions and swaps of neighbors, no substring edited twice.
///
/// It is no metric: `ca` to `abc` is 3, although `ca` to `ac` to `abc` takes 2.
///
/// ```
/// assert_eq!(ownermatch::text::edit_distance("ca", "abc"), 3);
/// ```
pub fn edit_distance(applicant: &str, owner: &str) -> usize {
    edits_between(cut(applicant), cut(owner))
}

/// The same of two words as bytes.
pub(crate) fn edits_between(applicant: &[u8], owner: &[u8]) -> usize {
    let (applicant, owner) = apart(applicant, owner);
    if applicant.is_empty() || owner.is_empty() {
        return applicant.len().max(owner.len());
    }
    let is_masked = fit(applicant, owner);
    if is_masked { alignment_masked(applicant, owner) } else { alignment_plain(applicant, owner) }
}

/// What is left of both without the letters that they begin and end with, which cost no edit.
fn apart<'a>(applicant: &'a [u8], owner: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let prefix = shared_prefix(applicant, owner);
    let (applicant, owner) = (&applicant[prefix..], &owner[prefix..]);
    let suffix = applicant.iter().rev().zip(owner.iter().rev()).take_while(|(a, o)| a == o).count();
    (&applicant[..applicant.len() - suffix], &owner[..owner.len() - suffix])
}

/// Hyyrö's bit-parallel optimal string alignment (2003): one column of the matrix as two bit vectors.
fn alignment_masked(applicant: &[u8], owner: &[u8]) -> usize {
    Positions::of(applicant, |positions| aligned(positions, applicant.len(), owner))
}

fn aligned(positions: &Positions, len: usize, owner: &[u8]) -> usize {
    let [mut plus, mut minus, mut diagonal, mut before] = [u64::MAX, 0, 0, 0];
    let (last, mut distance) = (len - 1, len);
    for &byte in owner {
        let here = positions.of_letter(byte);
        let swap = ((!diagonal & here) << 1) & before;
        diagonal = (((here & plus).wrapping_add(plus)) ^ plus) | here | minus | swap;
        let [up, down] = [minus | !(diagonal | plus), plus & diagonal];
        distance += (up >> last & 1) as usize;
        distance -= (down >> last & 1) as usize;
        let [up, down] = [(up << 1) | 1, down << 1];
        plus = down | !(diagonal | up);
        minus = up & diagonal;
        before = here;
    }
    distance
}

fn alignment_plain(applicant: &[u8], owner: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=owner.len()).collect();
    for (a, &letter) in applicant.iter().enumerate() {
        let mut row = vec![a + 1];
        for (o, &other) in owner.iter().enumerate() {
            let replaced = above[o] + usize::from(letter != other);
            let mut cost = replaced.min(above[o + 1] + 1).min(row[o] + 1);
            if a > 0 && o > 0 && letter == owner[o - 1] && applicant[a - 1] == other {
                cost = cost.min(before[o - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[owner.len()]
}

#[cfg(test)]
mod tests {
    use super::{alignment_masked, alignment_plain, jaro_counts_masked, jaro_counts_plain};
    use super::{edit_distance, jaro_winkler, shared_prefix};
    use proptest::prelude::*;

    #[test]
    fn neighbors_swapped_are_one_edit() {
        assert_eq!(edit_distance("rosen", "roesn"), 1);
        assert_eq!(edit_distance("", "abc"), 3);
        assert_eq!(edit_distance("abc", ""), 3);
    }

    proptest! {
        #[test]
        fn distance_is_strsims(applicant in "[a-d]{0,90}", owner in "[a-d]{0,90}") {
            prop_assert_eq!(edit_distance(&applicant, &owner), strsim::osa_distance(&applicant, &owner));
        }

        #[test]
        fn short_distance_is_strsims(applicant in "[a-c]{0,9}", owner in "[a-c]{0,9}") {
            prop_assert_eq!(edit_distance(&applicant, &owner), strsim::osa_distance(&applicant, &owner));
        }

        #[test]
        fn similarity_has_strsims_bits(applicant in "[a-e]{1,80}", owner in "[a-e]{1,80}") {
            prop_assert_eq!(jaro_winkler(&applicant, &owner).to_bits(), strsim::jaro_winkler(&applicant, &owner).to_bits());
        }

        #[test]
        fn short_similarity_has_strsims_bits(applicant in "[a-c]{1,8}", owner in "[a-c]{1,8}") {
            prop_assert_eq!(jaro_winkler(&applicant, &owner).to_bits(), strsim::jaro_winkler(&applicant, &owner).to_bits());
        }

        #[test]
        fn any_bytes_have_the_plain_definitions_counts(applicant in "[aé-ô]{1,20}", owner in "[aé-ô]{1,20}") {
            let [applicant, owner] = [applicant.as_bytes(), owner.as_bytes()];
            let prefix = shared_prefix(applicant, owner);
            prop_assert_eq!(jaro_counts_masked(applicant, owner, prefix), jaro_counts_plain(applicant, owner));
            prop_assert_eq!(alignment_masked(applicant, owner), alignment_plain(applicant, owner));
        }
    }
}
