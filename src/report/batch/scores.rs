//! Cases along the score, each bar cut by what the policy decided.

use std::collections::BTreeMap;

use super::codes::capitalized;
use super::summary::BatchSummary;
use crate::decision::Decision;
use crate::report::decisions::word;
use crate::report::drawn::{Drawn, NARROW, Table};
use crate::report::numbers::{count, short_count};
use crate::report::scale::Scale;
use crate::report::svg::{LABEL, Svg, width_of};
use crate::report::words::several;

const TOP: f64 = 46.0;
const HEIGHT: f64 = 200.0;
const BOTTOM: f64 = 40.0;
const SIDE: f64 = 8.0;
/// Room for a count above a bar.
const COUNT: f64 = 16.0;
/// Scores of a bar, across the page and on a phone; both divide 100.
const STEP: u8 = 5;
const STEP_NARROW: u8 = 10;

/// The histogram and its numbers.
pub(super) fn scores(summary: &BatchSummary) -> Drawn {
    let table = Table::new(
        "Cases with owners by score, scores without any left out",
        &["=Score", "Match", "Review", "No match", "Too little data", "Cases"],
    )
    .rows(binned(&summary.scores, STEP).into_iter().filter(|(_, counts)| counts.iter().sum::<u64>() > 0).map(row));
    let drawn = Drawn::new("Cases by score", caption(summary), table);
    let description = description(&summary.scores);
    drawn.both("scores", |width, id| {
        let step = if width > NARROW { STEP } else { STEP_NARROW };
        draw(&binned(&summary.scores, step), step, width).finish(id, "Histogram of the score by decision", &description)
    })
}

fn caption(summary: &BatchSummary) -> String {
    let without = match summary.without_owners {
        0 => String::new(),
        cases => {
            format!(" {} without an owner at the bank, and so without a score, not drawn.", several(cases, "case"))
        }
    };
    format!(
        "The score is the probability of the same person in percent, rounded down. The height of a bar grows with the square \
         root of its cases, so that a few among thousands can be seen; within a bar, colors stand for shares of its cases. \
         The numbers are the cases.{without}"
    )
}

/// Bars from the lowest score up; a score of 100 stands in the last one.
fn binned(scores: &BTreeMap<u8, [u64; 4]>, step: u8) -> Vec<(u8, [u64; 4])> {
    let mut bins: Vec<(u8, [u64; 4])> = (0..100 / step).map(|at| (at * step, [0; 4])).collect();
    for (score, counts) in scores {
        let at = usize::from((*score).min(99) / step);
        bins[at].1.iter_mut().zip(counts).for_each(|(bin, cases)| *bin += cases);
    }
    bins
}

fn row((low, counts): (u8, [u64; 4])) -> Vec<String> {
    let high = if low + STEP >= 100 { 100 } else { low + STEP - 1 };
    let cells = counts.iter().copied().chain([counts.iter().sum()]).map(count);
    std::iter::once(format!("{low} to {high}")).chain(cells).collect()
}

fn description(scores: &BTreeMap<u8, [u64; 4]>) -> String {
    let within = |low: u8, high: u8| count(scores.range(low..=high).flat_map(|(_, counts)| counts).sum());
    format!(
        "{} cases below 10, {} from 10 to 49, {} from 50 to 94, {} from 95 up.",
        within(0, 9),
        within(10, 49),
        within(50, 94),
        within(95, 100)
    )
}

fn draw(bins: &[(u8, [u64; 4])], step: u8, width: f64) -> Svg {
    let mut svg = Svg::new(width, TOP + HEIGHT + BOTTOM);
    let across = Scale::new((0.0, 100.0), (SIDE, width - SIDE));
    let most = bins.iter().map(|(_, counts)| counts.iter().sum::<u64>()).max().unwrap_or_default().max(1) as f64;
    let base = TOP + HEIGHT;
    for (low, counts) in bins {
        let all: u64 = counts.iter().sum();
        let (left, right) = (across.at(f64::from(*low)) + 1.0, across.at(f64::from(low + step)) - 1.0);
        if all > 0 {
            let tall = ((HEIGHT - COUNT) * (all as f64 / most).sqrt()).max(2.0);
            stack(&mut svg, (left, right), (base, tall), counts);
            svg.text("s m", ((left + right) / 2.0, base - tall - 4.0), &short_count(all));
        }
    }
    svg.line("axis", (SIDE, base), (width - SIDE, base));
    for score in [0, 10, 25, 50, 75, 90, 100] {
        let x = across.at(f64::from(score));
        svg.line("axis", (x, base), (x, base + 4.0));
        svg.text(
            if score == 100 { "t e" } else { "t m" },
            (if score == 100 { width } else { x }, base + LABEL + 6.0),
            &score.to_string(),
        );
    }
    svg.text("t m", (width / 2.0, base + BOTTOM - 6.0), "score");
    key(&mut svg, width);
    svg
}

/// The bar's height cut by share, matches lowest.
fn stack(svg: &mut Svg, (left, right): (f64, f64), (base, tall): (f64, f64), counts: &[u64; 4]) {
    let all = counts.iter().sum::<u64>() as f64;
    let mut y = base;
    for (at, part) in counts.iter().enumerate().filter(|(_, part)| **part > 0) {
        let high = tall * *part as f64 / all;
        y -= high;
        svg.rect(["d0 edge", "d1 edge", "d2 edge", "d3 edge"][at], (left, y), (right - left, high));
    }
}

/// Which color is which decision, wrapped where there is no room.
pub(super) fn key(svg: &mut Svg, width: f64) {
    let (mut x, mut y) = (0.0, 0.0);
    for decision in Decision::ALL {
        let name = capitalized(word(decision));
        let long = 16.0 + width_of(&name) + 14.0;
        if x + long > width {
            (x, y) = (0.0, y + LABEL + 6.0);
        }
        svg.rect(&format!("d{} edge", decision as usize), (x + 0.5, y + 1.5), (11.0, 11.0));
        svg.text("t", (x + 17.0, y + LABEL - 1.0), &name);
        x += long;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{STEP, STEP_NARROW, binned, draw};
    use crate::report::drawn::{NARROW, WIDE};
    use crate::report::svg::tests::assert_inside;

    #[test]
    fn bars_stand_inside_and_no_case_is_lost() {
        let all: Vec<(u8, [u64; 4])> = (0..=100).map(|score| (score, [u64::from(score), 1, 90_000, 0])).collect();
        for scores in [vec![], vec![(100, [1, 0, 0, 0])], vec![(0, [0, 0, 900_000_000_000, 1])], all] {
            let scores: BTreeMap<u8, [u64; 4]> = scores.into_iter().collect();
            for (step, width) in [(STEP, WIDE), (STEP_NARROW, NARROW)] {
                let bins = binned(&scores, step);
                let sum = |counts: &[u64; 4]| counts.iter().sum::<u64>();
                assert_eq!(
                    bins.iter().map(|(_, counts)| sum(counts)).sum::<u64>(),
                    scores.values().map(sum).sum::<u64>()
                );
                assert_inside(&draw(&bins, step, width).finish("s", "", ""));
            }
        }
    }
}
