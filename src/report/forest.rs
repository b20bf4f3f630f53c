//! Rows of names with a figure or two each, as dots with their intervals on one scale, to be compared down the page.

use super::drawn::NARROW;
use super::scale::{Scale, ticks};
use super::svg::{LABEL, Svg, fit, width_of};
use crate::evaluate::Figure;

const ROW: f64 = 26.0;
const TOP: f64 = 30.0;
const BOTTOM: f64 = 24.0;
const RIGHT: f64 = 22.0;

/// A row: what it is, and a figure of owners (a dot) and of others (an empty diamond).
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) owners: Option<Figure>,
    pub(super) others: Option<Figure>,
}

/// How the dots are told apart in words, and where the scale begins.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) owners: &'static str,
    pub(super) others: Option<&'static str>,
    pub(super) from: f64,
    /// How a place on the scale is told.
    pub(super) tick: fn(f64) -> String,
}

pub(super) fn draw(rows: &[Row], key: Key, width: f64) -> Svg {
    let base = TOP + rows.len() as f64 * ROW;
    let mut svg = Svg::new(width, base + BOTTOM);
    let longest = rows.iter().map(|row| width_of(&row.name)).fold(40.0, f64::max) + 14.0;
    let left = longest.min(if width > NARROW { 230.0 } else { 124.0 });
    let across = Scale::new((key.from, 1.0), (left, width - RIGHT));
    heads(&mut svg, key);
    for tick in ticks(key.from, 1.0, if width > NARROW { 5.0 } else { 3.0 }) {
        svg.line("g", (across.at(tick), TOP - 4.0), (across.at(tick), base));
        svg.text("t m", (across.at(tick), base + LABEL + 4.0), &(key.tick)(tick));
    }
    for (at, row) in rows.iter().enumerate() {
        let y = TOP + (at as f64 + 0.5) * ROW;
        svg.text("l e", (left - 10.0, y + 4.0), &fit(&row.name, left - 12.0));
        // One above the other where both are there, so that neither interval hides the other.
        let apart = if row.owners.is_some() && row.others.is_some() { 4.0 } else { 0.0 };
        if let Some(figure) = &row.others {
            let y = y + apart;
            svg.line("whisk oths", (across.at(figure.low), y), (across.at(figure.high), y));
            svg.diamond("oth hollow", (across.at(figure.value), y), 5.0);
        }
        if let Some(figure) = &row.owners {
            let y = y - apart;
            svg.line("whisk", (across.at(figure.low), y), (across.at(figure.high), y));
            svg.circle("own dot", (across.at(figure.value), y), 4.5);
        }
    }
    svg
}

fn heads(svg: &mut Svg, key: Key) {
    svg.circle("own dot", (6.0, 10.0), 4.5);
    svg.text("t", (16.0, 14.0), key.owners);
    if let Some(others) = key.others {
        let x = 44.0 + width_of(key.owners);
        svg.diamond("oth hollow", (x, 10.0), 5.0);
        svg.text("t", (x + 10.0, 14.0), others);
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn::{NARROW, WIDE};
    use super::super::svg::tests::assert_inside;
    use super::{Key, Row, draw};
    use crate::evaluate::Figure;

    #[test]
    fn dots_at_either_end_and_rows_without_any_stand_inside() {
        let figure = |value| Some(Figure { value, low: 0.0, high: 1.0 });
        let row = |name: &str, owners, others| Row { name: name.into(), owners, others };
        let rows = [
            row("a word of the file's own that goes on and on and on", figure(0.0), figure(1.0)),
            row("", None, None),
            row("x", figure(0.3), None),
        ];
        for rows in [rows.as_slice(), &[]] {
            for width in [NARROW, WIDE] {
                for key in [("owners matched", Some("others matched"), 0.0), ("area", None, 0.5)] {
                    let key = Key { owners: key.0, others: key.1, from: key.2, tick: |at| format!("{at:.1}") };
                    assert_inside(&draw(rows, key, width).finish("f", "", ""));
                }
            }
        }
    }
}
