//! Twelve significant digits of a number, the same on every machine.

const DIGITS: i32 = 12;
/// The largest power of ten that a double holds exactly.
const EXACT_POWER: i32 = 22;

/// Rounds to 12 significant digits, so that what prints is the same on every machine; not a number becomes 0.
///
/// ```
/// assert_eq!(ownermatch::case::significant(2.0 / 3.0), 0.666666666667);
/// assert_eq!(ownermatch::case::significant(1.0 - 1e-15), 1.0);
/// ```
pub fn significant(value: f64) -> f64 {
    if !value.is_finite() || value == 0.0 {
        return 0.0;
    }
    let places = DIGITS - 1 - magnitude(value.abs());
    if !(0..=EXACT_POWER).contains(&places) {
        return format!("{value:.11e}").parse().unwrap_or_default();
    }
    // Both operands of the division are exact, so the quotient is the double nearest to the decimal.
    let power = POWERS[places as usize];
    libm::rint(value * power) / power
}

/// The power of ten at or below a number: looked up for the numbers that answers are full of, a fifth of what a logarithm takes.
fn magnitude(value: f64) -> i32 {
    if (1e-3..1e6).contains(&value) {
        return POWERS.iter().take_while(|&&power| power <= value * 1e3).count() as i32 - 4;
    }
    libm::floor(libm::log10(value)) as i32
}

const POWERS: [f64; EXACT_POWER as usize + 1] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::significant;

    proptest! {
        #[test]
        fn no_more_than_twelve_digits_are_left_and_rounding_again_changes_nothing(
            mantissa in -1.0f64..1.0, exponent in -300i32..300
        ) {
            let rounded = significant(mantissa * 10f64.powi(exponent));
            prop_assert_eq!(rounded, significant(rounded));
            let written = format!("{rounded:e}");
            let digits = written.split('e').next().unwrap_or_default().bytes().filter(u8::is_ascii_digit).count();
            prop_assert!(digits <= 12, "{}", written);
            prop_assert!((rounded - mantissa * 10f64.powi(exponent)).abs() <= 1e-11 * rounded.abs());
        }
    }
}
