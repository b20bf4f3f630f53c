//! Cases by code as bars from the most frequent down: flags, reasons, rivals, levels, and what was rejected.

use std::collections::BTreeMap;

use super::codes::{capitalized, flag_meaning, level, reason_meaning, reject_meaning, rival_meaning, severity, words};
use super::summary::BatchSummary;
use crate::record::Field;
use crate::report::drawn::{Block, Drawn, NARROW, Table};
use crate::report::numbers::{count, percent};
use crate::report::scale::Scale;
use crate::report::svg::{LABEL, Svg, width_of, wrap};

/// Bars of a chart; what is less frequent stands in its table.
const MOST_BARS: usize = 20;
/// Rows of a table. Codes of ours are fewer; those of a file may be any number.
const MOST_ROWS: usize = 250;
/// Height of a label's line.
const LINE: f64 = LABEL + 3.0;
/// The most room for labels beside the bars, and what parts them.
const BESIDE: f64 = 320.0;
const GAP: f64 = 10.0;
const BAR: f64 = 12.0;

/// A bar of a chart.
struct Bar {
    label: String,
    class: &'static str,
    cases: u64,
}

/// Every flag with the cases that carry it.
pub(super) fn flags(summary: &BatchSummary) -> Drawn {
    let sorted = sorted(&summary.flags);
    let class = |code: &str| ["bar", "oth soft", "oth"][severity(code) as usize];
    let bar = |&(code, cases): &(&str, u64)| Bar {
        label: format!("{} ({})", words(code), severity(code).code()),
        class: class(code),
        cases,
    };
    let bars: Vec<Bar> = sorted.iter().take(MOST_BARS).map(bar).collect();
    let row = |&(code, cases): &(&str, u64)| {
        let flag = format!("{}\n{}", words(code), flag_meaning(code));
        vec![flag, severity(code).code().into(), count(cases), share(cases, summary.cases())]
    };
    let table = Table::new("Cases that carry each flag", &["=Flag", "=Severity", "Cases", "Of all"])
        .rows(sorted.iter().take(MOST_ROWS).map(row));
    let caption = "Cases that carry a flag; one case may carry several. Filled bars are worth stopping for (high), framed \
        ones worth a look (review), gray ones worth knowing (info). A flag never changes a score.";
    chart("flags", Drawn::new("Cases by flag", capped(caption, sorted.len()), table), &bars, summary.cases())
}

/// Every reason with its cases.
pub(super) fn reasons(summary: &BatchSummary) -> Drawn {
    let sorted = sorted(&summary.reasons);
    let label = |code: &str| match reason_meaning(code) {
        // What a flag means stands with the flags.
        _ if code.starts_with("flag_") => capitalized(&words(code)).replacen(' ', ": ", 1),
        told if told.is_empty() => words(code),
        told => told.trim_end_matches('.').to_owned(),
    };
    let bar = |&(code, cases): &(&str, u64)| Bar { label: label(code), class: "own", cases };
    let bars: Vec<Bar> = sorted.iter().take(MOST_BARS).map(bar).collect();
    let row = |&(code, cases): &(&str, u64)| {
        vec![format!("{}\n{}", words(code), reason_meaning(code)), count(cases), share(cases, summary.cases())]
    };
    let table = Table::new("Cases that give each reason", &["=Reason", "Cases", "Of all"])
        .rows(sorted.iter().take(MOST_ROWS).map(row));
    let caption =
        "Each case gives a reason a field that was compared, and one for each thing that keeps it from a match.";
    chart("reasons", Drawn::new("Cases by reason", capped(caption, sorted.len()), table), &bars, summary.cases())
}

/// Whom those refused rather are; `None` where nobody was refused.
pub(super) fn rivals(summary: &BatchSummary) -> Option<Drawn> {
    let sorted = sorted(&summary.rivals);
    let all: u64 = sorted.iter().map(|(_, cases)| cases).sum();
    let bar = |&(code, cases): &(&str, u64)| Bar { label: rival_meaning(code), class: "own", cases };
    let bars: Vec<Bar> = sorted.iter().take(MOST_BARS).map(bar).collect();
    let row = |&(code, cases): &(&str, u64)| vec![rival_meaning(code), count(cases), share(cases, all)];
    let table = Table::new("Cases decided as no match, by the strongest rival", &["=Rather", "Cases", "Of them"])
        .rows(sorted.iter().take(MOST_ROWS).map(row));
    let caption = "Cases decided as no match, by whom the evidence speaks for instead.";
    (all > 0).then(|| chart("rivals", Drawn::new("Rather than the owner", caption, table), &bars, all))
}

/// Rejected rows by code, with what each means.
pub(super) fn rejects(summary: &BatchSummary) -> Table {
    let row = |&(code, rows): &(&str, u64)| {
        vec![format!("{}\n{}", harmless_code(code), reject_meaning(code)), count(rows), share(rows, summary.rows)]
    };
    Table::new("Rejected rows by code", &["=Code", "Rows", "Of all rows"])
        .rows(sorted(&summary.rejects).iter().take(MOST_ROWS).map(row))
}

/// A code that somebody will search for.
fn harmless_code(code: &str) -> String {
    words(code).replace(' ', "_")
}

/// Which fields could be compared, and their levels on demand.
pub(super) fn fields(summary: &BatchSummary) -> Vec<Block> {
    let all = summary.cases();
    let row = |(field, levels): (Field, &BTreeMap<String, u64>)| {
        let of = |code: &str| levels.get(code).copied().unwrap_or_default();
        let [missing, absent, unreadable] = ["missing", "not_given", "unreadable"].map(of);
        let compared = levels.values().sum::<u64>() - missing - absent - unreadable;
        let cells = [compared, missing, absent, unreadable];
        std::iter::once(capitalized(field.code()))
            .chain(cells.map(|cases| format!("{}\n{}", count(cases), share(cases, all))))
            .collect()
    };
    let head = ["=Field", "Compared", "Bank has none", "Not given", "Unreadable"];
    let table = Table::new("Cases by what could be compared", &head);
    let table = table.rows(Field::ALL.into_iter().zip(&summary.levels).map(row));
    let folded = Field::ALL.into_iter().zip(&summary.levels).filter_map(|(field, levels)| {
        let table = levels_of(field, levels, all);
        (!table.rows.is_empty()).then(|| Block::Folded(format!("Levels of the {}", field.code()), table))
    });
    std::iter::once(Block::Table(table)).chain(folded).collect()
}

/// Levels from the best down.
fn levels_of(field: Field, levels: &BTreeMap<String, u64>, all: u64) -> Table {
    let known = levels.iter().filter_map(|(code, cases)| level(field, code).map(|level| (level, code, *cases)));
    let mut known: Vec<_> = known.collect();
    known.sort();
    let row = |((_, score, meaning), code, cases): ((usize, u8, &str), &String, u64)| {
        vec![format!("{}\n{}", capitalized(meaning), words(code)), score.to_string(), count(cases), share(cases, all)]
    };
    Table::new(format!("Levels of the {} from the best down", field.code()), &["=Level", "Score", "Cases", "Of all"])
        .rows(known.into_iter().map(row))
}

/// The most frequent first; of the same count by code, so that a page comes out the same.
fn sorted(counts: &BTreeMap<String, u64>) -> Vec<(&str, u64)> {
    let mut sorted: Vec<(&str, u64)> = counts.iter().map(|(code, cases)| (code.as_str(), *cases)).collect();
    sorted.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    sorted
}

/// A share of nothing is a dash.
pub(super) fn share(part: u64, all: u64) -> String {
    if all == 0 { "–".into() } else { percent(part as f64 / all as f64) }
}

fn capped(caption: &str, kinds: usize) -> String {
    match kinds.saturating_sub(MOST_BARS) {
        0 => caption.to_owned(),
        more => format!("{caption} The {MOST_BARS} most frequent are drawn; {more} more stand in the numbers."),
    }
}

fn chart(id: &str, drawn: Drawn, bars: &[Bar], all: u64) -> Drawn {
    let title = drawn.heading.clone();
    let told = bars.iter().take(5).map(|bar| format!("{}: {}", bar.label, count(bar.cases)));
    let description = told.collect::<Vec<_>>().join("; ");
    drawn.both(id, |width, id| draw(bars, all, width).finish(id, &title, &description))
}

/// Labels beside the bars where there is room, above them where there is none; either wraps.
fn draw(bars: &[Bar], all: u64, width: f64) -> Svg {
    let beside = (width > NARROW).then(|| room_beside(bars));
    let left = beside.map_or(0.0, |room| room + GAP);
    let labels: Vec<Vec<String>> = bars.iter().map(|bar| balanced(&bar.label, beside.unwrap_or(width))).collect();
    let numbers: Vec<String> =
        bars.iter().map(|bar| format!("{} · {}", count(bar.cases), share(bar.cases, all))).collect();
    let room = numbers.iter().map(|number| width_of(number)).fold(0.0, f64::max) + 8.0;
    let most = bars.iter().map(|bar| bar.cases).max().unwrap_or_default().max(1);
    let along = Scale::new((0.0, most as f64), (0.0, width - left - room));
    let height = |lines: &Vec<String>| lines.len() as f64 * LINE + if beside.is_some() { 9.0 } else { BAR + 10.0 };
    let mut svg = Svg::new(width, labels.iter().map(height).sum::<f64>() + 2.0);
    let mut y = 2.0;
    for ((bar, number), lines) in bars.iter().zip(&numbers).zip(&labels) {
        for (line, at) in lines.iter().zip(1_u8..) {
            let baseline = y + f64::from(at) * LINE - 3.0;
            svg.text(if beside.is_some() { "e" } else { "l" }, (beside.unwrap_or(0.0), baseline), line);
        }
        let below = lines.len() as f64 * LINE;
        let top = if beside.is_some() { y + (below - BAR) / 2.0 } else { y + below + 1.0 };
        let long = along.at(bar.cases as f64).max(1.5);
        svg.rect(bar.class, (left, top), (long, BAR));
        svg.text("s", (left + long + 6.0, top + BAR - 2.0), number);
        y += height(lines);
    }
    svg
}

/// As few lines as there can be, of about the same length.
fn balanced(label: &str, room: f64) -> Vec<String> {
    let lines = wrap(label, room);
    let mut narrower = [0.6, 0.7, 0.8, 0.9].into_iter().map(|share| wrap(label, share * room));
    // A narrower line must not cut a long word either.
    narrower.find(|other| other.len() == lines.len() && other.join(" ") == lines.join(" ")).unwrap_or(lines)
}

/// What the longest label takes, up to the most that leaves room for bars.
fn room_beside(bars: &[Bar]) -> f64 {
    bars.iter().map(|bar| width_of(&bar.label)).fold(0.0, f64::max).min(BESIDE)
}

#[cfg(test)]
mod tests {
    use super::{Bar, draw};
    use crate::report::drawn::{NARROW, WIDE};
    use crate::report::svg::tests::assert_inside;

    #[test]
    fn bars_with_their_numbers_stand_inside() {
        let label = "WWWWWWWWWW the family names agree, the given name is contradicted, and so is everything else";
        for counts in [vec![], vec![0], vec![7, 3, 1], vec![12_345_678_901, 4, 0]] {
            let bars: Vec<Bar> =
                counts.iter().map(|cases| Bar { label: label.into(), class: "own", cases: *cases }).collect();
            for width in [NARROW, WIDE] {
                assert_inside(&draw(&bars, counts.iter().sum(), width).finish("b", "", ""));
            }
        }
    }
}
