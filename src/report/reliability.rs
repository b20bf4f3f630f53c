//! Said against was: one dot a tenth of the scale, with how sure the data are of it, over how many cases stand there.

use super::drawn::{Drawn, NARROW, Table};
use super::numbers::{count, percent, round_percent, short_count, stacked};
use super::scale::Scale;
use super::svg::{LABEL, Svg};
use crate::evaluate::{Bin, Figure};

/// Height of the square of shares, and of the cases below it.
const SQUARE: f64 = 300.0;
const CASES: f64 = 44.0;
const TOP: f64 = 12.0;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 10.0;
const BOTTOM: f64 = 64.0;

const CAPTION: &str = "Each dot is a tenth of the scale: across, the mean probability that the model said; up, the share \
    of these cases that were the owner's, with its 95\u{202f}% interval. On the diagonal a probability means what it says; \
    below it the model is too sure, above it not sure enough. Larger dots are more cases.";

/// The diagram and its numbers.
pub(super) fn reliability(id: &str, bins: &[Bin]) -> Drawn {
    let drawn = Drawn::new("What was said, and what was", CAPTION, table(bins));
    drawn.both(id, |width, id| draw(bins, width).finish(id, "Reliability diagram", &description(bins)))
}

/// The share of owners in a bin, with Wilson's interval.
fn was(bin: &Bin) -> Option<Figure> {
    Figure::of_share((bin.was * bin.cases).round() as u64, bin.cases as u64)
}

fn table(bins: &[Bin]) -> Table {
    let row = |(at, bin): (usize, &Bin)| {
        let said = if bin.cases > 0.0 { percent(bin.said) } else { "–".into() };
        vec![range(at), count(bin.cases as u64), said, stacked(was(bin).as_ref())]
    };
    Table::new("Ten bins of the probability", &["Probability", "Cases", "Said", "Was (95\u{202f}%)"])
        .rows(bins.iter().enumerate().map(row))
}

fn range(at: usize) -> String {
    format!("{}–{}", at * 10, round_percent((at + 1) as f64 / 10.0))
}

fn description(bins: &[Bin]) -> String {
    let part = |bin: &Bin| format!("said {}, was {}", percent(bin.said), percent(bin.was));
    let parts: Vec<String> = bins.iter().filter(|bin| bin.cases > 0.0).map(part).collect();
    format!("From the lowest tenth of the scale to the highest: {}.", parts.join("; "))
}

fn draw(bins: &[Bin], width: f64) -> Svg {
    let mut svg = Svg::new(width, TOP + SQUARE + CASES + BOTTOM);
    let across = Scale::new((0.0, 1.0), (LEFT, width - RIGHT));
    let up = Scale::new((0.0, 1.0), (TOP + SQUARE, TOP));
    axes(&mut svg, across, up, width);
    notes(&mut svg, bins, across, up);
    let most = bins.iter().map(|bin| bin.cases).fold(1.0, f64::max);
    let label = if width > NARROW { count } else { short_count };
    for (at, bin) in bins.iter().enumerate().filter(|(_, bin)| bin.cases > 0.0) {
        if let Some(was) = was(bin) {
            let x = across.at(bin.said);
            svg.line("whisk", (x, up.at(was.low)), (x, up.at(was.high)));
            svg.circle("own dot", (x, up.at(was.value)), 3.5 + 4.5 * (bin.cases / most).sqrt());
        }
        cases(&mut svg, (at, bin.cases / most), across, &label(bin.cases as u64));
    }
    svg
}

fn axes(svg: &mut Svg, across: Scale, up: Scale, width: f64) {
    let base = TOP + SQUARE;
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        svg.line("g", (LEFT, up.at(share)), (width - RIGHT, up.at(share)));
        svg.text("t e", (LEFT - 6.0, up.at(share) + 4.0), &round_percent(share));
        // The last label ends where the drawing does.
        let (class, x) = if share == 1.0 { ("t e", width - RIGHT + 8.0) } else { ("t m", across.at(share)) };
        svg.text(class, (x, base + CASES + LABEL + 26.0), &round_percent(share));
    }
    svg.path("diag", &[(across.at(0.0), up.at(0.0)), (across.at(1.0), up.at(1.0))]);
    let title = if width > NARROW { "probability said, with the number of cases" } else { "probability said; cases" };
    svg.text("t m", ((LEFT + width - RIGHT) / 2.0, base + CASES + BOTTOM - 6.0), title);
}

/// What the two corners mean, each where no dot stands in it.
fn notes(svg: &mut Svg, bins: &[Bin], across: Scale, up: Scale) {
    let shares: Vec<(f64, Figure)> = bins.iter().filter_map(|bin| Some((bin.said, was(bin)?))).collect();
    if !shares.iter().any(|(said, was)| *said < 0.42 && was.high > 0.78) {
        svg.text("t", (across.at(0.03), up.at(0.93)), "above the line:");
        svg.text("t", (across.at(0.03), up.at(0.93) + LABEL + 3.0), "not sure enough");
    }
    if !shares.iter().any(|(said, was)| *said > 0.58 && was.low < 0.2) {
        svg.text("t e", (across.at(0.98), up.at(0.07) - LABEL - 3.0), "below the line:");
        svg.text("t e", (across.at(0.98), up.at(0.07)), "too sure");
    }
}

/// A bar of cases under its tenth, with the number above it.
fn cases(svg: &mut Svg, (at, share): (usize, f64), across: Scale, label: &str) {
    let (start, end) = (across.at(at as f64 / 10.0), across.at((at + 1) as f64 / 10.0));
    let height = (CASES - 22.0) * share;
    let base = TOP + SQUARE + CASES + 14.0;
    svg.rect("bar", (start + 1.5, base - height.max(1.0)), (end - start - 3.0, height.max(1.0)));
    svg.text("s m", ((start + end) / 2.0, base - height.max(1.0) - 4.0), label);
}

#[cfg(test)]
mod tests {
    use super::super::drawn::{NARROW, WIDE};
    use super::super::svg::tests::assert_inside;
    use super::{draw, reliability};
    use crate::evaluate::Bin;

    fn bins(filled: &[(usize, f64, f64, f64)]) -> Vec<Bin> {
        let mut bins = vec![Bin::default(); 10];
        filled.iter().for_each(|&(at, cases, said, was)| bins[at] = Bin { cases, said, was });
        bins
    }

    #[test]
    fn every_dot_stands_inside_whatever_the_bins_hold() {
        let tables = [
            bins(&[]),
            bins(&[(9, 1.0, 1.0, 1.0)]),
            bins(&[(0, 9e5, 0.0, 0.0), (5, 1.0, 0.5, 1.0), (9, 9e5, 1.0, 1.0)]),
        ];
        for bins in tables {
            for width in [NARROW, WIDE] {
                assert_inside(&draw(&bins, width).finish("r", "", ""));
            }
            assert_eq!(reliability("r", &bins).table.rows.len(), 10);
        }
    }
}
