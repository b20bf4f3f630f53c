//! What kinds of bytes a text has, in one pass: nearly all texts have nothing that asks for a closer look.

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

/// What one pass over a text sees.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) kinds: u8,
    /// Letters with a gap before them and neither letter nor digit behind, at most.
    pub(super) lone_letters: usize,
}

impl Seen {
    /// Eight instructions a byte.
    pub(super) fn of(text: &[u8]) -> Self {
        let mut seen = Self { kinds: 0, lone_letters: 0 };
        let [mut before, mut at] = [0, GAP];
        for &byte in text {
            let behind = KINDS[usize::from(byte)];
            seen.kinds |= behind;
            seen.step(before, at, behind);
            [before, at] = [at, behind];
        }
        seen.step(before, at, GAP);
        seen
    }

    fn step(&mut self, before: u8, at: u8, behind: u8) {
        let is_lone = before & GAP != 0 && at & LETTER != 0 && behind & (LETTER | DIGIT) == 0;
        self.lone_letters += usize::from(is_lone);
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn lone_letters_are_counted_where_they_may_spell_a_word() {
        let lone = |text: &str| Seen::of(text.as_bytes()).lone_letters;
        assert_eq!(["J e n n y Lu", "J.e.n", "12 a, b c1", "", "x", "ab"].map(lone), [5, 3, 2, 0, 1, 0]);
    }
}
