//! What each level weighs: one pair of bars a level, against the two rivals that tell most.

use super::drawn::{Drawn, NARROW, Table};
use super::numbers::{bits, count};
use super::scale::Scale;
use super::svg::{LABEL, Svg, width_of, wrap};
use crate::evaluate::ReachedLevel;
use crate::model::Rival;
use crate::name::Pairing;
use crate::record::Field;

/// Room for the numbers at the ends of bars.
const NUMBER: f64 = 46.0;
const BAR: f64 = 10.0;
const LINE: f64 = LABEL + 3.0;
/// What a level takes beside the lines of its label.
const LEVEL: f64 = 2.0 * BAR + 14.0;
const TOP: f64 = 38.0;

/// Levels in one drawing: more would not fit a printed page.
const MOST: usize = 16;

/// How to read the charts.
pub(super) const CAPTION: &str = "Bars to the right speak for the same person, bars to the left against, in bits: one bit doubles \
    the odds. The best level of each field first, for a name of average rarity.";

/// The rivals a pairing is drawn against: the one that contacts tell, and the one that names tell.
fn rivals(pairing: Pairing) -> [Rival; 2] {
    match pairing {
        Pairing::Person => [Rival::Stranger, Rival::KinHome],
        Pairing::Organization | Pairing::Mixed => [Rival::Stranger, Rival::Affiliate],
    }
}

/// The reached levels of a pairing, a chart or two a field; none where nothing was reached.
pub(super) fn weights(id: &str, levels: &[ReachedLevel], pairing: Pairing) -> Vec<Drawn> {
    let of_field = |field: Field| {
        let reached: Vec<&ReachedLevel> =
            levels.iter().filter(|level| level.pairing == pairing && level.field == field).collect();
        charts(&format!("{id}-{}", field.code()), field, &reached)
    };
    Field::ALL.into_iter().flat_map(of_field).collect()
}

fn charts(id: &str, field: Field, levels: &[&ReachedLevel]) -> Vec<Drawn> {
    let all = || levels.iter().flat_map(|level| against(level));
    let across = scale(all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    // Parts of about the same length, on the same scale.
    let parts = levels.len().div_ceil(MOST).max(1);
    let chunks = levels.chunks(levels.len().div_ceil(parts).max(1)).enumerate();
    let chart = |(at, part): (usize, &[&ReachedLevel])| {
        let mut heading = field.code().to_owned();
        heading[..1].make_ascii_uppercase();
        if at > 0 {
            heading += ", continued";
        }
        let title = format!("Weights of the levels of the {}", field.code());
        let narrow = draw(part, across).finish(&format!("{id}-{at}"), &title, &description(part));
        Drawn { narrow, ..Drawn::new(heading, "", table(part)) }
    };
    chunks.map(chart).collect()
}

fn against(level: &ReachedLevel) -> [f64; 2] {
    let of = |rival: Rival| level.weights.iter().find(|(known, _)| *known == rival).map_or(0.0, |(_, bits)| *bits);
    rivals(level.pairing).map(of)
}

fn table(levels: &[&ReachedLevel]) -> Table {
    let named = levels.first().map(|level| rivals(level.pairing).map(|rival| format!("Against {}", rival.meaning())));
    let [one, other] = named.unwrap_or_default();
    let row = |level: &&ReachedLevel| {
        let [one, other] = against(level).map(bits);
        vec![level.meaning.into(), one, other, count(level.owners), count(level.others)]
    };
    Table::new("Weights in bits, and cases at each level", &["=Level", &one, &other, "Owners", "Others"])
        .rows(levels.iter().map(row))
}

fn description(levels: &[&ReachedLevel]) -> String {
    let ends = [levels.first(), levels.last()].into_iter().flatten();
    let part =
        |level: &&ReachedLevel| format!("{}: {} bits against a stranger", level.meaning, bits(against(level)[0]));
    format!("{} levels. {}.", levels.len(), ends.map(part).collect::<Vec<_>>().join("; "))
}

fn draw(levels: &[&ReachedLevel], across: Scale) -> Svg {
    let labels: Vec<Vec<String>> = levels.iter().map(|level| wrap(level.meaning, NARROW)).collect();
    let lines: usize = labels.iter().map(Vec::len).sum();
    let height = TOP + lines as f64 * LINE + levels.len() as f64 * LEVEL;
    let mut svg = Svg::new(NARROW, height);
    if let Some(level) = levels.first() {
        key(&mut svg, rivals(level.pairing));
    }
    svg.line("g", (across.at(0.0), TOP), (across.at(0.0), height));
    let mut y = TOP;
    for (level, label) in levels.iter().zip(&labels) {
        for line in label {
            svg.text("h", (0.0, y + LABEL - 1.0), line);
            y += LINE;
        }
        for (at, (class, number)) in ["own", "out"].into_iter().zip(against(level)).enumerate() {
            bar(&mut svg, across, (class, number), y + 4.0 + at as f64 * (BAR + 1.0));
        }
        y += LEVEL;
    }
    svg
}

/// Both sides have room for their numbers, also where all bars go one way.
fn scale(low: f64, high: f64) -> Scale {
    let room = NARROW - 2.0 * NUMBER;
    let span = (high - low).max(1e-9);
    Scale::new((low - NUMBER * span / room, high + NUMBER * span / room), (0.0, NARROW))
}

fn bar(svg: &mut Svg, across: Scale, (class, number): (&str, f64), y: f64) {
    let (zero, end) = (across.at(0.0), across.at(number));
    svg.rect(class, (zero.min(end), y), ((end - zero).abs().max(1.0), BAR - 1.0));
    let (class, x) = if number < 0.0 { ("s e", end - 4.0) } else { ("s", end + 4.0) };
    svg.text(class, (x, y + BAR - 1.5), &bits(number));
}

/// Which bar is whose, in words beside a sample of each.
fn key(svg: &mut Svg, rivals: [Rival; 2]) {
    let mut y = 3.0;
    for (class, rival) in ["own", "out"].into_iter().zip(rivals) {
        svg.rect(class, (0.0, y), (22.0, BAR - 1.0));
        let text = format!("against {}", rival.meaning());
        debug_assert!(28.0 + width_of(&text) < NARROW);
        svg.text("t", (28.0, y + BAR), &text);
        y += LINE;
    }
}

#[cfg(test)]
mod tests {
    use super::super::svg::tests::assert_inside;
    use super::{Field, Pairing, ReachedLevel, Rival, weights};

    fn level(pairing: Pairing, weights: [f64; 2]) -> ReachedLevel {
        let meaning = "the applicant leaves out a middle name or shortens it to its initial";
        let weights = vec![(Rival::Stranger, weights[0]), (Rival::KinHome, weights[1])];
        ReachedLevel { pairing, field: Field::Name, level: "x", meaning, owners: 1, others: 0, weights }
    }

    #[test]
    fn bars_of_either_sign_and_of_none_stand_inside() {
        for all in [[[0.0, 0.0]].as_slice(), &[[14.2, 2.0], [-6.5, -0.01]], &[[-3.0, -40.0]], &[[19.9, 30.0]]] {
            let levels: Vec<ReachedLevel> = all.iter().map(|pair| level(Pairing::Person, *pair)).collect();
            weights("w", &levels, Pairing::Person).iter().for_each(|chart| assert_inside(&chart.narrow));
        }
    }

    #[test]
    fn only_what_was_reached_is_drawn() {
        let levels = [level(Pairing::Person, [3.0, 1.0])];
        assert_eq!(weights("w", &levels, Pairing::Person).len(), 1);
        let many = vec![levels[0].clone(); 33];
        let told: Vec<usize> =
            weights("w", &many, Pairing::Person).iter().map(|chart| chart.table.rows.len()).collect();
        assert_eq!(told, [11, 11, 11]);
        assert!(weights("w", &levels, Pairing::Organization).is_empty());
    }
}
