//! Owners above the line and others below it, along the log odds: what is on the wrong side shows, however few.

use super::drawn::{Drawn, NARROW, Table};
use super::numbers::{count, probability, round_percent, short_count};
use super::scale::{Scale, odds_axis};
use super::svg::{LABEL, Svg};
use crate::evaluate::HistogramBin;

const TOP: f64 = 44.0;
/// Height of each of the two halves.
const HALF: f64 = 120.0;
const BOTTOM: f64 = 44.0;
const SIDE: f64 = 8.0;
/// Room for a count above a bar.
const COUNT: f64 = 16.0;

const CAPTION: &str = "Owners rise above the line, others hang below it. Dark bars are on the wrong side of even odds. \
    Heights grow with the square root of the number of cases, so that a few among thousands can be seen; the numbers are \
    the cases. The scale is that of log odds: each step doubles or halves them four times over.";

/// The histogram and its numbers.
pub(super) fn histogram(id: &str, bins: &[HistogramBin]) -> Drawn {
    let drawn = Drawn::new("Owners and others along the scale", CAPTION, table(bins));
    drawn.both(id, |width, id| {
        let title = "Histogram of the probability by truth";
        draw(&if width > NARROW { bins.to_vec() } else { halved(bins) }, width).finish(id, title, &description(bins))
    })
}

fn table(bins: &[HistogramBin]) -> Table {
    let row = |bin: &HistogramBin| vec![range(bin), count(bin.owners), count(bin.others)];
    let is_filled = |bin: &&HistogramBin| bin.owners + bin.others > 0;
    Table::new("Cases by probability, bins without any left out", &["=Probability", "Owners", "Others"])
        .rows(bins.iter().filter(is_filled).map(row))
}

fn range(bin: &HistogramBin) -> String {
    let at = |bits: i32| round_percent(probability(f64::from(bits)));
    match (bin.low, bin.high) {
        (None, Some(high)) => format!("below {}, or no owner", at(high)),
        (Some(low), None) => format!("{} and above", at(low)),
        (Some(low), Some(high)) => format!("{} to {}", at(low), at(high)),
        (None, None) => "any".into(),
    }
}

fn description(bins: &[HistogramBin]) -> String {
    let sum = |of: &dyn Fn(&&HistogramBin) -> bool, count: fn(&HistogramBin) -> u64| {
        bins.iter().filter(of).map(count).sum::<u64>()
    };
    let is_low = |bin: &&HistogramBin| bin.high.is_some_and(|high| high <= 0);
    let is_high = |bin: &&HistogramBin| bin.low.is_some_and(|low| low >= 0);
    format!(
        "Below even odds stand {} owners and {} others, above {} owners and {} others.",
        count(sum(&is_low, |bin| bin.owners)),
        count(sum(&is_low, |bin| bin.others)),
        count(sum(&is_high, |bin| bin.owners)),
        count(sum(&is_high, |bin| bin.others))
    )
}

/// Two bins in one, the open ends apart, where there is no room for all of them.
fn halved(bins: &[HistogramBin]) -> Vec<HistogramBin> {
    let Some(([first], [middle @ .., last])) = bins.split_at_checked(1) else { return bins.to_vec() };
    let join = |pair: &[HistogramBin]| HistogramBin {
        low: pair[0].low,
        high: pair[pair.len() - 1].high,
        owners: pair.iter().map(|bin| bin.owners).sum(),
        others: pair.iter().map(|bin| bin.others).sum(),
    };
    std::iter::once(*first).chain(middle.chunks(2).map(join)).chain([*last]).collect()
}

fn draw(bins: &[HistogramBin], width: f64) -> Svg {
    let mut svg = Svg::new(width, TOP + 2.0 * HALF + BOTTOM);
    // The open ends take a bin's width beyond the closed ones.
    let closed = bins.iter().filter_map(|bin| Some((bin.low?, bin.high?)));
    let (low, high, step) =
        closed.fold((0, 0, 1), |(least, most, _), (low, high)| (least.min(low), most.max(high), high - low));
    let across = Scale::new((f64::from(low - step), f64::from(high + step)), (SIDE, width - SIDE));
    let middle = TOP + HALF;
    odds_axis(&mut svg, across, (TOP - 10.0, middle + HALF));
    svg.line("even", (across.at(0.0), 24.0), (across.at(0.0), middle + HALF));
    let most = bins.iter().map(|bin| bin.owners.max(bin.others)).max().unwrap_or(0).max(1) as f64;
    let height = |cases: u64| (HALF - COUNT) * (cases as f64 / most).sqrt();
    for bin in bins {
        let start = bin.low.unwrap_or(low - step);
        let (left, right) = (across.at(f64::from(start)) + 1.0, across.at(f64::from(start + step)) - 1.0);
        let is_high = start >= 0;
        let center = (left + right) / 2.0;
        if bin.owners > 0 {
            let tall = height(bin.owners).max(1.5);
            svg.rect(if is_high { "own soft" } else { "own" }, (left, middle - tall), (right - left, tall));
            svg.text("s m", (center, middle - tall - 4.0), &short_count(bin.owners));
        }
        if bin.others > 0 {
            let tall = height(bin.others).max(1.5);
            svg.rect(if is_high { "oth" } else { "oth soft" }, (left, middle), (right - left, tall));
            svg.text("s m", (center, middle + tall + LABEL - 1.0), &short_count(bin.others));
        }
    }
    svg.line("axis", (SIDE, middle), (width - SIDE, middle));
    words(&mut svg, across.at(0.0), width);
    svg
}

fn words(svg: &mut Svg, even: f64, width: f64) {
    svg.text("t e", (even - 8.0, 32.0), if width > NARROW { "← rather somebody else" } else { "← another" });
    svg.text("t", (even + 8.0, 32.0), if width > NARROW { "rather the owner →" } else { "the owner →" });
    svg.text("t m", (even, 14.0), "even odds");
    svg.text("k ownt", (SIDE, TOP + 14.0), "owners");
    svg.text("k otht e", (width - SIDE, TOP + 2.0 * HALF - 6.0), "others");
    svg.text("t m", (width / 2.0, TOP + 2.0 * HALF + BOTTOM - 8.0), "probability of the same person");
}

#[cfg(test)]
mod tests {
    use super::super::drawn::WIDE;
    use super::super::svg::tests::assert_inside;
    use super::{HistogramBin, NARROW, draw, halved, histogram};

    fn bins(counts: impl Fn(usize) -> [u64; 2]) -> Vec<HistogramBin> {
        let low = |at: usize| at.checked_sub(1).map(|at| -20 + 2 * at as i32);
        let bin = |at: usize| HistogramBin {
            low: low(at),
            high: low(at + 1).filter(|_| at < 21),
            owners: counts(at)[0],
            others: counts(at)[1],
        };
        (0..22).map(bin).collect()
    }

    #[test]
    fn bars_stand_inside_and_none_is_lost_when_bins_are_joined() {
        let tables = [
            bins(|_| [0, 0]),
            bins(|at| [u64::from(at == 0) * 7, 0]),
            bins(|at| [at as u64 * 900, 19_000 - at as u64]),
        ];
        for bins in tables {
            assert_inside(&draw(&bins, WIDE).finish("h", "", ""));
            assert_inside(&draw(&halved(&bins), NARROW).finish("h", "", ""));
            let sum = |bins: &[HistogramBin]| bins.iter().map(|bin| bin.owners + bin.others).sum::<u64>();
            assert_eq!(sum(&bins), sum(&halved(&bins)));
            assert!(!histogram("h", &bins).narrow.is_empty());
        }
    }
}
