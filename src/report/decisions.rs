//! What the policy decides about owners and about others: two bars of the same length, cut by decision.

use super::drawn::{Drawn, Table};
use super::numbers::{count, percent, stacked};
use super::svg::{Svg, width_of};
use super::words::several;
use crate::decision::Decision;
use crate::evaluate::Figure;

const BAR: f64 = 34.0;
const ROW: f64 = 72.0;
/// The least width that can be seen.
const LEAST: f64 = 1.0;

const CAPTION: &str = "Each bar is all owners, or all others, cut by what the policy decides about them.";

/// A decision in words.
pub(super) fn word(decision: Decision) -> &'static str {
    ["match", "review", "no match", "too little data"][decision as usize]
}

/// The two bars and their numbers.
pub(super) fn decisions(id: &str, counts: &[[u64; 4]; 2]) -> Drawn {
    let drawn = Drawn::new("Decisions", CAPTION, table(counts));
    drawn.both(id, |width, id| draw(&named(counts), width).finish(id, "Decisions by truth", &description(counts)))
}

fn table(counts: &[[u64; 4]; 2]) -> Table {
    let row = |(name, counts): (&str, &[u64; 4])| {
        let all = counts.iter().sum();
        let cells = counts.iter().map(|part| stacked(Figure::of_share(*part, all).as_ref()));
        std::iter::once(name.to_owned()).chain(cells).chain([count(all)]).collect()
    };
    Table::new("Share of each decision (95 %)", &["=", "Match", "Review", "No match", "Too little data", "Cases"])
        .rows(["Owners", "Others"].into_iter().zip(counts).map(row))
}

fn description(counts: &[[u64; 4]; 2]) -> String {
    let bar = |(name, counts): (&str, &[u64; 4])| {
        let all = counts.iter().sum::<u64>().max(1) as f64;
        let part =
            |decision: Decision| format!("{} {}", word(decision), percent(counts[decision as usize] as f64 / all));
        format!("{name}: {}.", Decision::ALL.map(part).join(", "))
    };
    ["Owners", "Others"].into_iter().zip(counts).map(bar).collect::<Vec<_>>().join(" ")
}

fn named(counts: &[[u64; 4]; 2]) -> [(&'static str, [u64; 4]); 2] {
    [("owner", counts[0]), ("other", counts[1])]
}

/// A bar each, of all that is counted; names in the singular.
pub(super) fn draw(bars: &[(&str, [u64; 4])], width: f64) -> Svg {
    let mut svg = Svg::new(width, bars.len() as f64 * ROW - 4.0);
    for (at, (name, counts)) in bars.iter().enumerate() {
        let top = at as f64 * ROW;
        let all: u64 = counts.iter().sum();
        svg.text("k", (0.0, top + 13.0), &several(all, name));
        let (mut x, last) = (0.0, width - LEAST);
        for decision in Decision::ALL {
            let part = counts[decision as usize] as f64 / all.max(1) as f64;
            segment(&mut svg, (f64::min(x, last), top + 20.0), part * width, (decision, part));
            x += part * width;
        }
    }
    svg
}

/// A piece of a bar, with its name where there is room; the table has every one.
fn segment(svg: &mut Svg, (x, y): (f64, f64), width: f64, (decision, part): (Decision, f64)) {
    let class = ["d0", "d1", "d2", "d3"][decision as usize];
    if width > 0.0 {
        svg.rect(class, (x, y), ((width - 1.5).max(LEAST), BAR));
    }
    let (name, share) = (word(decision), percent(part));
    if width > width_of(name).max(width_of(&share)) + 8.0 {
        svg.text(&format!("{class}t"), (x + 6.0, y + 14.0), name);
        svg.text(&format!("{class}t b"), (x + 6.0, y + 28.0), &share);
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn::{NARROW, WIDE};
    use super::super::svg::tests::assert_inside;
    use super::{decisions, draw, named};

    #[test]
    fn pieces_fill_the_bar_and_stand_inside() {
        for counts in [[[0; 4]; 2], [[1, 0, 0, 0], [0, 0, 0, 9]], [[900, 70, 20, 10], [1, 300, 8_000_000, 3]]] {
            assert_inside(&draw(&named(&counts), NARROW).finish("d", "", ""));
            assert_inside(&draw(&named(&counts), WIDE).finish("d", "", ""));
            assert_eq!(decisions("d", &counts).table.rows.len(), 2);
        }
    }
}
