//! From numbers to places: a straight scale, its ticks, and the axis of log odds told in probabilities.

use super::numbers::round_percent;
use super::svg::{LABEL, Svg, width_of};

/// A straight line from numbers to places; what is beyond an end stands at it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    pub(super) fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    pub(super) fn at(self, number: f64) -> f64 {
        let share = (number - self.from.0) / (self.from.1 - self.from.0);
        // Of a scale without length, and of no number, the middle is as good as any place.
        let share = if share.is_nan() { 0.5 } else { share.clamp(0.0, 1.0) };
        self.to.0 + share * (self.to.1 - self.to.0)
    }
}

/// Round numbers from `low` to `high`, `wanted` of them or a few less.
pub(super) fn ticks(low: f64, high: f64, wanted: f64) -> Vec<f64> {
    let raw = (high - low).max(1e-9) / wanted;
    let power = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= raw).unwrap_or(raw);
    let (first, last) = ((low / step).ceil() as i64, (high / step + 1e-9).floor() as i64);
    (first..=last).map(|at| at as f64 * step).collect()
}

/// Probabilities that are told on an axis of log odds, the most wanted first.
const TOLD: [f64; 13] =
    [0.5, 0.99, 0.01, 0.9, 0.1, 0.9999, 0.0001, 0.999, 0.001, 0.999_999, 0.000_001, 0.999_999_99, 0.000_000_01];

/// Ticks with probabilities under a scale of bits: as many as have room.
pub(super) fn odds_axis(svg: &mut Svg, scale: Scale, (top, bottom): (f64, f64)) {
    let (left, right) = (scale.to.0, scale.to.1);
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for probability in TOLD {
        let bits = libm::log2(probability / (1.0 - probability));
        if bits < scale.from.0 || bits > scale.from.1 {
            continue;
        }
        let (x, label) = (scale.at(bits), round_percent(probability));
        let half = width_of(&label) / 2.0;
        let (start, end) = (x - half, x + half);
        let is_free = taken.iter().all(|(from, to)| end + 10.0 < *from || start - 10.0 > *to);
        if is_free && start >= left - 30.0 && end <= right + 12.0 {
            taken.push((start, end));
            svg.line("g", (x, top), (x, bottom));
            svg.text("t m", (x, bottom + LABEL + 4.0), &label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, ticks};

    #[test]
    fn a_place_is_always_on_the_scale() {
        let scale = Scale::new((0.0, 10.0), (100.0, 0.0));
        assert_eq!([-5.0, 0.0, 2.5, 99.0].map(|number| scale.at(number)), [100.0, 100.0, 75.0, 0.0]);
        assert_eq!(scale.at(f64::NAN), 50.0);
        assert_eq!(Scale::new((3.0, 3.0), (0.0, 8.0)).at(3.0), 4.0);
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(-7.0, 13.0, 5.0), [-5.0, 0.0, 5.0, 10.0]);
        assert_eq!(ticks(0.0, 1.0, 5.0).len(), 6);
        assert!(ticks(2.0, 2.0, 5.0).len() < 8);
    }
}
