//! House numbers in which a machine read letters for digits: `I2O4` is 1204.

use smallvec::SmallVec;

/// Digits one behind the other.
pub(super) type Digits = SmallVec<[u8; 32]>;

/// The digits that the letters of `word` stand for, and the letter behind them that is its own; `None` for other words.
///
/// `i` and `l` stand for 1, `o` for 0, `s` for 5, `b` for 8. `12b` is no such number: its letter names a unit.
pub(super) fn mend(word: &[u8]) -> Option<(Digits, &[u8])> {
    let (core, letter) = word.split_at(own_letter(word).unwrap_or(word.len()));
    let is_misread = core.len() >= 3
        && core.iter().any(u8::is_ascii_digit)
        && core.iter().all(|&byte| digit(byte).is_some())
        && has_misread_letter(core);
    is_misread.then(|| (core.iter().copied().filter_map(digit).collect(), letter))
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte),
        b'o' => Some(b'0'),
        b'i' | b'l' => Some(b'1'),
        b's' => Some(b'5'),
        b'b' => Some(b'8'),
        _ => None,
    }
}

/// Where a last letter stands that names a unit: the `b` of `1o5b`.
fn own_letter(word: &[u8]) -> Option<usize> {
    match word {
        [.., before, last] if before.is_ascii_digit() && last.is_ascii_lowercase() && !is_stroke(*last) => {
            Some(word.len() - 1)
        }
        _ => None,
    }
}

fn is_stroke(byte: u8) -> bool {
    matches!(byte, b'o' | b'i' | b'l')
}

/// A letter before a digit, or two at the end that can hardly name a unit.
fn has_misread_letter(core: &[u8]) -> bool {
    let last_digit = core.iter().rposition(u8::is_ascii_digit).unwrap_or_default();
    let (head, tail) = core.split_at(last_digit + 1);
    let is_before = head.iter().any(u8::is_ascii_lowercase);
    is_before || tail.len() > 1 && tail.iter().all(|&byte| is_stroke(byte))
}

#[cfg(test)]
mod tests {
    use super::mend;

    #[test]
    fn letters_before_digits_are_digits_and_a_last_letter_is_a_unit() {
        let mended = |word: &str| {
            let (digits, letter) = mend(word.as_bytes())?;
            String::from_utf8([&digits, letter].concat()).ok()
        };
        assert_eq!(mended("i2o4").as_deref(), Some("1204"));
        assert_eq!(mended("1s8").as_deref(), Some("158"));
        assert_eq!(mended("b204").as_deref(), Some("8204"));
        assert_eq!(mended("1o5b").as_deref(), Some("105b"));
        assert_eq!(mended("12ol").as_deref(), Some("1201"));
        for word in ["12b", "12l", "1204", "1o", "oil", "3rd", "12bs", "n6w23001"] {
            assert_eq!(mended(word), None, "{word}");
        }
    }
}
