//! The sum of one case: from the prior down to the total, each step beginning where the one above it ended.

use super::drawn::{Drawn, NARROW, Table};
use super::numbers::{bits, percent, probability};
use super::scale::{Scale, ticks};
use super::svg::{LABEL, Svg, width_of};
use crate::explain::RivalSum;
use crate::score::Step;

const ROW: f64 = 25.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 38.0;
/// Room for the steps' names, and for the numbers to the right.
const LEFT: f64 = 84.0;
const RIGHT: f64 = 48.0;

const CAPTION: &str = "Each bar begins where the one above it ends; to the right speaks for the same person.";

/// The sum against the strongest rival, drawn and as a table.
pub(super) fn waterfall(id: &str, sum: &RivalSum) -> Drawn {
    let heading = format!("Bits against {}", sum.rival.meaning());
    let steps = steps(sum);
    let row = |(name, bit): &(&str, f64)| vec![(*name).to_owned(), bits(*bit)];
    let table = Table::new("Steps in bits", &["=Step", "Bits"])
        .rows(steps.iter().map(row))
        .row(vec!["total".into(), bits(sum.total)]);
    let narrow = draw(&steps, sum.total).finish(id, &heading, &description(&steps, sum.total));
    Drawn { narrow, ..Drawn::new(heading, CAPTION, table) }
}

/// Steps with their bits; corrections that correct nothing are left out.
fn steps(sum: &RivalSum) -> Vec<(&'static str, f64)> {
    let is_told = |step: Step, bits: f64| bits != 0.0 || !matches!(step, Step::Rarity | Step::Calibration);
    let all = Step::ALL.into_iter().zip(sum.steps);
    all.filter(|(step, bits)| is_told(*step, *bits)).map(|(step, bits)| (step.code(), bits)).collect()
}

fn description(steps: &[(&str, f64)], total: f64) -> String {
    let parts: Vec<String> = steps.iter().map(|(name, bit)| format!("{name} {}", bits(*bit))).collect();
    format!("{}; in all {}, odds that stand for {}.", parts.join(", "), bits(total), percent(probability(total)))
}

fn draw(steps: &[(&str, f64)], total: f64) -> Svg {
    let mut svg = Svg::new(NARROW, TOP + (steps.len() + 1) as f64 * ROW + BOTTOM);
    let sums = || {
        steps
            .iter()
            .scan(0.0, |sum, (_, bits)| {
                Some({
                    *sum += bits;
                    *sum
                })
            })
            .chain([total])
    };
    let (low, high) = (sums().fold(0.0, f64::min), sums().fold(0.0, f64::max));
    let across = Scale::new((low, high.max(low + 1e-6)), (LEFT, NARROW - RIGHT));
    let base = TOP + (steps.len() + 1) as f64 * ROW;
    for tick in ticks(low, high, 4.0) {
        let x = across.at(tick);
        svg.line(if tick == 0.0 { "even" } else { "g" }, (x, TOP - 4.0), (x, base));
        svg.text("t m", (x, base + LABEL + 3.0), &format!("{tick}").replace('-', "−"));
    }
    let zero = across.at(0.0).clamp(width_of("even odds") / 2.0, NARROW - width_of("even odds") / 2.0);
    svg.text("t m", (zero, LABEL), "even odds");
    svg.text("t m", ((LEFT + NARROW - RIGHT) / 2.0, base + BOTTOM - 6.0), "bits");
    let mut sum = 0.0;
    for (at, (name, bit)) in steps.iter().enumerate() {
        let y = TOP + at as f64 * ROW;
        let class = if *bit < 0.0 { "against" } else { "for" };
        step(&mut svg, (across.at(sum), across.at(sum + bit)), y, (name, class, *bit));
        sum += bit;
        // From the end of this bar to the start of the next one.
        svg.line("link", (across.at(sum), y + ROW - 6.0), (across.at(sum), y + ROW + 4.0));
    }
    let y = TOP + steps.len() as f64 * ROW;
    step(&mut svg, (across.at(0.0), across.at(total)), y, ("total", "sum", total));
    svg
}

fn step(svg: &mut Svg, (from, to): (f64, f64), y: f64, (name, class, bit): (&str, &str, f64)) {
    svg.text(if class == "sum" { "l b e" } else { "l e" }, (LEFT - 8.0, y + 15.0), name);
    svg.rect(class, (from.min(to), y + 4.0), ((to - from).abs().max(1.5), ROW - 10.0));
    // Beyond the bar where there is room, so that the number never covers it.
    let label = bits(bit);
    svg.text(if class == "sum" { "s b" } else { "s" }, (from.max(to) + 5.0, y + 15.0), &label);
}

#[cfg(test)]
mod tests {
    use super::super::svg::tests::assert_inside;
    use super::{RivalSum, waterfall};
    use crate::model::Rival;

    #[test]
    fn any_sum_stands_inside_and_is_told_step_by_step() {
        let all = [
            [0.0; 7],
            [8.23, -8.18, 0.0, -2.14, 2.0, 0.3, 0.0],
            [-1.0, -9.5, 2.0, -12.0, -7.25, -30.0, 3.0],
            [1e-7, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
        ];
        for steps in all {
            let total = steps.iter().sum();
            let drawn = waterfall("x", &RivalSum { rival: Rival::KinHome, steps, total, posterior: 0.1 });
            assert_inside(&drawn.narrow);
            let told = steps.iter().enumerate().filter(|(at, bits)| **bits != 0.0 || ![2, 6].contains(at)).count();
            assert_eq!(drawn.table.rows.len(), told + 1);
        }
    }
}
