//! String similarity on folded words: bit-parallel kernels up to 64 bytes, the plain definition above.

/// Longest word the bit-parallel kernels take; one machine word holds one bit a letter.
const MASK_BITS: usize = 64;
/// Longest string compared at all: callers cap before, this only bounds the worst case.
const MAX_BYTES: usize = 512;

/// For each byte value, the positions at which it stands in a word of at most 64 bytes.
struct Positions([u64; 256]);

impl Positions {
    fn of(word: &[u8]) -> Self {
        let mut masks = [0; 256];
        for (at, &byte) in word.iter().enumerate() {
            masks[byte as usize] |= 1 << at;
        }
        Self(masks)
    }
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
    let jaro = jaro(applicant, owner);
    if jaro <= 0.7 {
        return jaro;
    }
    let prefix = applicant.iter().zip(owner).take(4).take_while(|(a, o)| a == o).count();
    jaro + 0.1 * prefix as f64 * (1.0 - jaro)
}

fn cut(text: &str) -> &[u8] {
    &text.as_bytes()[..text.len().min(MAX_BYTES)]
}

fn jaro(applicant: &[u8], owner: &[u8]) -> f64 {
    if applicant == owner {
        return 1.0;
    }
    let (matches, halves) = if owner.len() <= MASK_BITS && applicant.len() <= MASK_BITS {
        jaro_counts_masked(applicant, owner)
    } else {
        jaro_counts_plain(applicant, owner)
    };
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
fn jaro_counts_masked(applicant: &[u8], owner: &[u8]) -> (usize, usize) {
    let positions = Positions::of(owner);
    let window = jaro_window(applicant, owner);
    let [mut taken_applicant, mut taken_owner] = [0u64; 2];
    for (at, &byte) in applicant.iter().enumerate() {
        let free = positions.0[byte as usize] & window_mask(at, window) & !taken_owner;
        let first = free & free.wrapping_neg();
        taken_owner |= first;
        taken_applicant |= u64::from(first != 0) << at;
    }
    (taken_owner.count_ones() as usize, swapped(applicant, taken_applicant, owner, taken_owner))
}

fn window_mask(at: usize, window: usize) -> u64 {
    let below = |end: usize| {
        if end >= MASK_BITS { u64::MAX } else { (1 << end) - 1 }
    };
    below(at + window + 1) & !below(at.saturating_sub(window))
}

fn swapped(applicant: &[u8], mut taken_applicant: u64, owner: &[u8], mut taken_owner: u64) -> usize {
    let mut count = 0;
    while taken_applicant != 0 {
        let [a, o] = [taken_applicant.trailing_zeros(), taken_owner.trailing_zeros()];
        count += usize::from(applicant[a as usize] != owner[o as usize]);
        taken_applicant &= taken_applicant - 1;
        taken_owner &= taken_owner - 1;
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
    let (applicant, owner) = (cut(applicant), cut(owner));
    if applicant == owner {
        return 0;
    }
    if applicant.len() <= MASK_BITS && !applicant.is_empty() {
        return alignment_masked(applicant, owner);
    }
    alignment_plain(applicant, owner)
}

/// Hyyrö's bit-parallel optimal string alignment (2003): one column of the matrix as two bit vectors.
fn alignment_masked(applicant: &[u8], owner: &[u8]) -> usize {
    let positions = Positions::of(applicant);
    let last = 1u64 << (applicant.len() - 1);
    let [mut plus, mut minus, mut diagonal, mut before] = [u64::MAX, 0, 0, 0];
    let mut distance = applicant.len();
    for &byte in owner {
        let here = positions.0[byte as usize];
        let swap = ((!diagonal & here) << 1) & before;
        diagonal = (((here & plus).wrapping_add(plus)) ^ plus) | here | minus | swap;
        let [up, down] = [minus | !(diagonal | plus), plus & diagonal];
        distance += usize::from(up & last != 0);
        distance -= usize::from(down & last != 0);
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
    use super::{edit_distance, jaro_winkler};
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
    }
}
