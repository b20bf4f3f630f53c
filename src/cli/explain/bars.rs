//! The sum drawn as signed bars from the prior to the total, and the totals against every rival.

use std::fmt::Write;

use anstyle::AnsiColor;
use ownermatch::Step;
use ownermatch::explain::RivalSum;

use super::super::page::{Page, heading, paint};

/// Columns before the bars: indent, the step's name, its bits.
const BEFORE: usize = 23;

/// One bar a step against one rival; steps of nothing are left out where they are corrections.
pub fn bars(sum: &RivalSum, page: Page) -> String {
    let title = format!("EVIDENCE in bits against the strongest rival: {}", sum.rival.meaning());
    let mut drawn = heading(&page.wrap(&title, 2)) + "\n";
    let steps = Step::ALL.iter().zip(sum.steps).filter(|(step, bits)| is_shown(**step, *bits));
    let rows: Vec<(&str, f64)> = steps.map(|(step, bits)| (step.code(), bits)).chain([("total", sum.total)]).collect();
    let longest = rows.iter().map(|(_, bits)| bits.abs()).fold(1.0, f64::max);
    let room = (page.width - BEFORE - 1) / 2;
    for (name, bits) in rows {
        let bar = (bits.abs() / longest * room as f64).round() as usize;
        let _ = writeln!(drawn, "  {name:<12}{bits:>+8.2} {}", bar_of(bits, bar.max(usize::from(bits != 0.0)), room));
    }
    drawn
}

/// Rarity and calibration are corrections: without effect they say nothing.
fn is_shown(step: Step, bits: f64) -> bool {
    bits != 0.0 || !matches!(step, Step::Rarity | Step::Calibration)
}

fn bar_of(bits: f64, length: usize, room: usize) -> String {
    let bar = "█".repeat(length.min(room));
    if bits < 0.0 {
        format!("{}{}│", " ".repeat(room - length.min(room)), paint(AnsiColor::Red.on_default(), &bar))
    } else {
        format!("{}│{}", " ".repeat(room), paint(AnsiColor::Green.on_default(), &bar))
    }
}

/// The totals against all rivals, the strongest first.
pub fn rivals(sums: &[RivalSum], same_person: f64) -> String {
    let title = format!("{:<38}{:>9}{:>8}{:>8}{:>12}", "ALL EXPLANATIONS", "evidence", "prior", "total", "probability");
    let mut drawn = heading(&title) + "\n";
    let _ = writeln!(drawn, "  {:<61}{:>12}", "the same person", percent(same_person));
    for sum in sums {
        let prior = sum.steps[Step::Prior as usize];
        let name = sum.rival.meaning();
        let share = percent(sum.posterior);
        let _ = writeln!(drawn, "  {name:<36}{:>+9.2}{prior:>+8.2}{:>+8.2}{share:>12}", sum.total - prior, sum.total);
    }
    drawn
}

/// One decimal, and never 0 or 100 for what is neither.
pub fn percent(share: f64) -> String {
    match share * 100.0 {
        percent if percent > 0.0 && percent < 0.05 => "<0.1 %".into(),
        percent if (99.95..100.0).contains(&percent) => ">99.9 %".into(),
        percent => format!("{percent:.1} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn only_certainty_is_a_hundred_percent() {
        assert_eq!([0.0, 1e-9, 0.5, 0.99999, 1.0].map(percent), ["0.0 %", "<0.1 %", "50.0 %", ">99.9 %", "100.0 %"]);
    }
}
