//! A drawing as text: few shapes, all styled by class, every word escaped, every number finite and short.

use std::fmt::Write as _;

use crate::text::harmless;

/// A place in the drawing, in its own units, which are pixels at the width it is made for.
pub(super) type At = (f64, f64);

/// Width of a character on average at the size of labels (12), for leaving room; system fonts differ by a tenth.
pub(super) const CHARACTER: f64 = 6.5;
/// Height of labels.
pub(super) const LABEL: f64 = 12.0;
/// Height of the class `s`: numbers at bars.
#[cfg(test)]
const SMALL: f64 = 11.0;

/// A drawing in the making.
pub(super) struct Svg {
    width: f64,
    height: f64,
    body: String,
}

impl Svg {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, body: String::new() }
    }

    pub(super) fn rect(&mut self, class: &str, (x, y): At, (width, height): At) {
        let [x, y, width, height] = [x, y, width.max(0.0), height.max(0.0)].map(short);
        let _ = write!(self.body, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="{height}"/>"#);
    }

    pub(super) fn line(&mut self, class: &str, from: At, to: At) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(short);
        let _ = write!(self.body, r#"<line class="{class}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#);
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): At, radius: f64) {
        let [x, y, radius] = [x, y, radius].map(short);
        let _ = write!(self.body, r#"<circle class="{class}" cx="{x}" cy="{y}" r="{radius}"/>"#);
    }

    /// A square standing on its corner.
    pub(super) fn diamond(&mut self, class: &str, (x, y): At, radius: f64) {
        self.path(class, &[(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]);
    }

    pub(super) fn path(&mut self, class: &str, points: &[At]) {
        let Some((first, rest)) = points.split_first() else { return };
        let mut steps = format!("M{} {}", short(first.0), short(first.1));
        rest.iter().for_each(|(x, y)| steps += &format!("L{} {}", short(*x), short(*y)));
        let _ = write!(self.body, r#"<path class="{class}" d="{steps}"/>"#);
    }

    /// Text from `at` on; the classes `m` and `e` let it be centered there or end there.
    pub(super) fn text(&mut self, class: &str, (x, y): At, text: &str) {
        let [x, y] = [x, y].map(short);
        let _ = write!(self.body, r#"<text class="{class}" x="{x}" y="{y}">{}</text>"#, escape(text));
    }

    /// The drawing, named for those who cannot see it. `id` is its own on the page.
    pub(super) fn finish(self, id: &str, title: &str, description: &str) -> String {
        let (width, height) = (short(self.width), short(self.height));
        format!(
            r#"<svg role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d" viewBox="0 0 {width} {height}" width="{width}" height="{height}"><title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>{}</svg>"#,
            escape(title),
            escape(description),
            self.body
        )
    }
}

/// About how wide a label is.
pub(super) fn width_of(text: &str) -> f64 {
    text.chars().map(width_of_letter).sum()
}

fn width_of_letter(letter: char) -> f64 {
    match letter {
        'M' | 'W' | 'm' | 'w' | '@' | '%' | '…' => 1.6 * CHARACTER,
        'A'..='Z' | '_' | '0'..='9' => 1.2 * CHARACTER,
        '\u{202f}' => 0.4 * CHARACTER,
        // Scripts whose letters are squares, and signs that are pictures.
        '\u{1100}'.. => 2.0 * CHARACTER,
        _ => CHARACTER,
    }
}

/// Words in lines of so much room at the most, longer words cut.
pub(super) fn wrap(text: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace().map(|word| fit(word, room)) {
        match lines.last_mut() {
            Some(line) if line.is_empty() => *line = word,
            Some(line) if width_of(line) + width_of(" ") + width_of(&word) <= room => *line += &format!(" {word}"),
            _ => lines.push(word),
        }
    }
    lines
}

/// As much of a label as has room, with a sign where it was cut.
pub(super) fn fit(text: &str, room: f64) -> String {
    if width_of(text) <= room {
        return text.to_owned();
    }
    let mut left = room - width_of("…");
    let fits = text.chars().take_while(|letter| {
        left -= width_of_letter(*letter);
        left >= 0.0
    });
    fits.chain(['…']).collect()
}

/// One decimal at the most. A number that is none would break the whole path it stands in.
fn short(number: f64) -> String {
    debug_assert!(number.is_finite(), "a place in a drawing is a number");
    let tenths = if number.is_finite() { (number * 10.0).round() as i64 } else { 0 };
    let (sign, whole, rest) = (if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in harmless(text).chars() {
        match letter {
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '&' => escaped += "&amp;",
            '"' => escaped += "&quot;",
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// What the tests of charts read out of a drawing.
#[cfg(test)]
pub(super) mod tests {
    use super::{LABEL, SMALL, Svg, width_of};

    fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
        tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
    }

    fn number(tag: &str, name: &str) -> Option<f64> {
        attribute(tag, name).map(|text| text.parse().expect("a number"))
    }

    /// Every shape stands inside the view box, and so does every word, as far as its width can be told.
    pub(in crate::report) fn assert_inside(svg: &str) {
        let head = svg.split('>').next().expect("a tag");
        let (width, height) = (number(head, "width").expect("width"), number(head, "height").expect("height"));
        let inside = |x: f64, y: f64, tag: &str| {
            assert!((-0.1..=width + 0.1).contains(&x) && (-0.1..=height + 0.1).contains(&y), "{x} {y} in {tag}: {svg}");
        };
        assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
        for tag in svg.split('<').skip(2) {
            let of = |name| number(tag, name);
            for (x, y) in [("x", "y"), ("x1", "y1"), ("x2", "y2"), ("cx", "cy")] {
                if let (Some(x), Some(y)) = (of(x), of(y)) {
                    inside(x, y, tag);
                    inside(x + of("width").unwrap_or(0.0), y + of("height").unwrap_or(0.0), tag);
                }
            }
            for point in attribute(tag, "d").into_iter().flat_map(|steps| steps[1..].split('L')) {
                let (x, y) = point.split_once(' ').expect("two numbers");
                inside(x.parse().expect("a number"), y.parse().expect("a number"), tag);
            }
            if let (true, Some(x), Some((_, text))) = (tag.starts_with("text "), of("x"), tag.split_once('>')) {
                let text = text.replace("&lt;", "<").replace("&gt;", ">");
                let class = attribute(tag, "class").expect("a class");
                let is = |letter| class.split(' ').any(|one| one == letter);
                let before = if is("m") { 0.5 } else { f64::from(u8::from(is("e"))) };
                let width = width_of(&text) * if is("s") { SMALL / LABEL } else { 1.0 };
                let start = x - before * width;
                inside(start, 0.0, tag);
                inside(start + width, 0.0, tag);
            }
        }
    }

    #[test]
    fn a_label_is_cut_to_its_room_whatever_its_script() {
        for text in ["kin_same_name", "WWWWWWWWWWWWWWWW", "同じ名前の親戚", "iiiiiiiiiiiiiiii", ""] {
            let cut = super::fit(text, 80.0);
            assert!(width_of(&cut) <= 80.0 && (cut == text || cut.ends_with('…')), "{cut}");
        }
    }

    #[test]
    fn words_are_escaped_and_numbers_short() {
        let mut svg = Svg::new(20.0, 10.0);
        svg.text("m", (10.04, 1.0 / 3.0), "<b>&\u{202e}");
        let drawn = svg.finish("x", "\"t\"", "d");
        assert!(drawn.contains(r#"x="10" y="0.3">&lt;b&gt;&amp;"#) && !drawn.contains('\u{202e}'), "{drawn}");
        assert!(drawn.contains("&quot;t&quot;"));
    }
}
