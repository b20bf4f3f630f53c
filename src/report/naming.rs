//! Names beside lines instead of a legend: each where it covers least of what is drawn.

use super::svg::{At, LABEL, Svg, width_of};

/// A line with its name.
pub(super) struct Named<'a> {
    pub(super) class: &'static str,
    pub(super) name: &'static str,
    pub(super) points: &'a [At],
}

/// A box: left, top, right, bottom.
type Frame = (f64, f64, f64, f64);

/// Writes the names inside `plot`, each above or below its own line.
pub(super) fn names(svg: &mut Svg, lines: &[Named], plot: Frame) {
    let mut taken: Vec<Frame> = Vec::new();
    for line in lines {
        let places = line.points.iter().flat_map(|&(x, y)| [(x, y - 7.0), (x, y + LABEL + 5.0)]);
        let inside = places.filter(|at| is_inside(frame(*at, line.name), plot));
        let cost = |at: At| {
            let own = frame(at, line.name);
            let crossed = lines.iter().flat_map(|line| line.points.windows(2)).filter(|pair| meets(pair, own)).count();
            crossed + 1_000 * taken.iter().filter(|other| overlaps(own, **other)).count()
        };
        // The least cost, and of several the middle of the line, where the eye is.
        let middle = line.points.len() as f64 / 2.0;
        let best =
            inside.enumerate().min_by_key(|(at, place)| (cost(*place), (*at as f64 / 2.0 - middle).abs() as u64));
        if let Some((_, at)) = best {
            taken.push(frame(at, line.name));
            svg.text(&format!("{} m", line.class), at, line.name);
        }
    }
}

/// What a text centered at a place takes, with a little air.
fn frame((x, y): At, text: &str) -> Frame {
    let half = width_of(text) / 2.0 + 4.0;
    (x - half, y - LABEL, x + half, y + 3.0)
}

fn is_inside(inner: Frame, outer: Frame) -> bool {
    inner.0 >= outer.0 && inner.1 >= outer.1 && inner.2 <= outer.2 && inner.3 <= outer.3
}

fn overlaps(one: Frame, other: Frame) -> bool {
    one.0 < other.2 && other.0 < one.2 && one.1 < other.3 && other.1 < one.3
}

/// Whether a short piece of a line comes near a box.
fn meets(pair: &[At], own: Frame) -> bool {
    let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
    overlaps((x1.min(x2), y1.min(y2) - 0.1, x1.max(x2) + 0.1, y1.max(y2) + 0.1), own)
}

#[cfg(test)]
mod tests {
    use super::super::svg::{At, Svg, tests::assert_inside};
    use super::{Named, names};

    fn drawn(lines: &[&[At]]) -> String {
        let mut svg = Svg::new(300.0, 200.0);
        let named: Vec<Named> = lines.iter().map(|points| Named { class: "k", name: "a line", points }).collect();
        names(&mut svg, &named, (0.0, 0.0, 300.0, 200.0));
        svg.finish("n", "", "")
    }

    #[test]
    fn names_stand_apart_from_lines_and_from_each_other() {
        let line = |y: f64| -> Vec<At> { (0..=30).map(|at| (f64::from(at) * 10.0, y)).collect() };
        let text = drawn(&[&line(100.0), &line(105.0)]);
        assert_inside(&text);
        assert!(text.contains(r#"y="93">a line"#) && text.contains(r#"y="122">a line"#), "{text}");
        // Where there is no room no name is better than half of one.
        assert!(!drawn(&[&[(2.0, 100.0)], &[]]).contains("a line"));
    }
}
