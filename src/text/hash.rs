//! The hash of table keys, shared with build.rs: what packs a table and what reads it must agree.

/// FNV-1a over the bytes; the high half is mixed into the low one, since a table masks the low bits.
pub(crate) const fn hash(key: &[u8]) -> u32 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < key.len() {
        state = (state ^ key[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    (state ^ (state >> 32)) as u32
}
