//! The hashes of table keys and of words, shared with build.rs: what packs a table and what reads it must agree.

/// FNV-1a over the bytes, the high half mixed into the low one: the digest of a long word's tail, which scores depend on.
pub(crate) const fn hash(key: &[u8]) -> u32 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < key.len() {
        state = (state ^ key[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    (state ^ (state >> 32)) as u32
}

/// An odd number without pattern: the fractional part of the golden ratio.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hash of a table's key, eight bytes a step where FNV takes one: a third of the instructions on a word of seven letters.
pub(crate) fn key_hash(key: &[u8]) -> u64 {
    let mut state = key.len() as u64;
    let mut rest = key;
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        state = mix(state, u64::from_le_bytes(*head));
        rest = tail;
    }
    mix(state, last_bytes(rest))
}

fn mix(state: u64, word: u64) -> u64 {
    let product = (state ^ word).wrapping_mul(GOLDEN);
    product ^ (product >> 32)
}

/// At most seven bytes in one number; four and more as two halves that overlap.
fn last_bytes(bytes: &[u8]) -> u64 {
    let half = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return half(head) | half(tail) << 32;
    }
    match *bytes {
        [one, two, three] => u64::from(one) | u64::from(two) << 8 | u64::from(three) << 16,
        [one, two] => u64::from(one) | u64::from(two) << 8,
        [one] => u64::from(one),
        _ => 0,
    }
}

/// A word as two numbers, which with the length are the word up to sixteen letters; longer ones need a look at the rest.
pub(crate) const fn halves(word: &[u8]) -> [u64; 2] {
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return [u64::from_le_bytes(*first), u64::from_le_bytes(*last)];
    }
    if let (Some(first), Some(last)) = (word.first_chunk(), word.last_chunk()) {
        return [u32::from_le_bytes(*first) as u64, u32::from_le_bytes(*last) as u64];
    }
    match word {
        [] => [0; 2],
        _ => [word[0] as u64 | (word[word.len() / 2] as u64) << 8, word[word.len() - 1] as u64],
    }
}
