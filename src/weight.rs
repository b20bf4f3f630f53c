//! The units: match weights in bits as fixed-point integers, probabilities, and scores for people.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// A match weight in bits, as an integer of 2^-20 bit, so that sums come out the same in every order and on every machine.
///
/// ```
/// use ownermatch::Weight;
/// assert_eq!(Weight::from_ratio(0.5, 0.125).bits(), 2.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(i64);

const ONE_BIT: f64 = (1u64 << 20) as f64;

impl Weight {
    /// No evidence either way.
    pub const ZERO: Self = Self(0);
    /// Beyond every sum of evidence: what a hypothesis with no prior weighs.
    pub const MAX: Self = Self(1 << 40);

    /// Rounds to the nearest 2^-20 bit; not a number weighs nothing.
    pub fn from_bits(bits: f64) -> Self {
        Self(rounded((bits * ONE_BIT).clamp(-Self::MAX.0 as f64, Self::MAX.0 as f64)) as i64)
    }

    /// log2 of `m / u`, the weight of an observation; zero `u` gives [`Weight::MAX`].
    pub fn from_ratio(m: f64, u: f64) -> Self {
        if u <= 0.0 { Self::MAX } else { Self::from_bits(libm::log2(m / u)) }
    }

    /// The weight in bits.
    pub fn bits(self) -> f64 {
        self.0 as f64 / ONE_BIT
    }

    /// The weight times `factor`, rounded to the nearest 2^-20 bit.
    pub fn scaled(self, factor: f64) -> Self {
        Self::from_bits(self.bits() * factor)
    }
}

/// As [`f64::round_ties_even`] of a number below 2^51: beside 1.5 * 2^52 there is room for no fraction. The method is a
/// call where the processor may lack the instruction.
fn rounded(number: f64) -> f64 {
    const NO_FRACTION: f64 = 1.5 * (1u64 << 52) as f64;
    number + NO_FRACTION - NO_FRACTION
}

impl Add for Weight {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Weight {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Weight {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(weights: I) -> Self {
        weights.fold(Self::ZERO, Add::add)
    }
}

/// A probability, 0..=1, never NaN.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// Clamps to 0..=1; not a number becomes 0.
    pub fn new(value: f64) -> Self {
        Self(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }

    /// The value, 0..=1.
    pub fn value(self) -> f64 {
        self.0
    }

    /// The percent for people, rounded down: .99999 is 99, since only certainty is 100.
    pub fn percent(self) -> Score {
        Score::new((self.0 * 100.0) as u8)
    }
}

/// A score for people, an integer 0..=100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

impl Score {
    /// Clamps to 100.
    pub const fn new(value: u8) -> Self {
        Self(if value > 100 { 100 } else { value })
    }

    /// The value, 0..=100.
    pub const fn value(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::rounded;

    proptest! {
        #[test]
        fn numbers_are_rounded_as_by_the_standard_library(number in -1.1e12..1.1e12, halves in -1i64 << 41..1i64 << 41) {
            for number in [number, number / 1e9, halves as f64 / 2.0] {
                prop_assert_eq!(rounded(number) as i64, number.round_ties_even() as i64);
            }
        }
    }

    #[test]
    fn what_is_no_number_weighs_nothing() {
        assert_eq!(super::Weight::from_bits(f64::NAN), super::Weight::ZERO);
        assert_eq!(super::Weight::from_bits(-0.0), super::Weight::ZERO);
    }
}
