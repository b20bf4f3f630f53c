//! Who shares what: values to the left as squares, applicants to the right as circles, a line where one has the other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::codes::capitalized;
use super::run::{ClusterApplicant, ReuseCluster, ReusedKind, ReusedValue};
use crate::decision::Decision;
use crate::report::decisions::word;
use crate::report::drawn::{Block, Drawn, ID, NARROW, Table, cut};
use crate::report::numbers::count;
use crate::report::svg::{LABEL, Svg, fit};
use crate::report::words::several;
use crate::text::harmless;

/// More than these are counted and not drawn.
const MOST_CLUSTERS: usize = 12;
const MOST_OPEN: usize = 4;
const MOST_APPLICANTS: usize = 12;
const MOST_VALUES: usize = 8;
/// Characters of a value.
const VALUE: usize = 48;

/// Heights of a value and of an applicant.
const VALUE_ROW: f64 = 38.0;
const APPLICANT_ROW: f64 = 23.0;
/// Where squares and circles stand, and how far each reaches.
const SQUARES: f64 = 138.0;
const CIRCLES: f64 = 208.0;
const SQUARE: f64 = 6.0;
const CIRCLE: f64 = 9.0;
/// The letter in a circle, in the order of [`Decision::ALL`].
const LETTERS: [&str; 4] = ["M", "R", "N", "T"];

const CAPTION: &str = "Squares are values that several applicants share, with the number of applicants; circles are \
    applicants, by what was decided about them: M match, R review, N no match, T too little data. A household shares an \
    address and often a phone; many names on one account or email are another matter.";

/// The clusters that have room, the largest first, with what is left out.
pub(super) fn clusters(clusters: &[ReuseCluster]) -> Vec<Block> {
    if clusters.is_empty() {
        return vec![Block::Text("No account, email, phone or address is shared by several applicants.".into())];
    }
    let drawn = clusters.iter().take(MOST_CLUSTERS).enumerate();
    let mut open: Vec<Drawn> = drawn.map(|(at, cluster)| chart(&format!("cluster-{at}"), cluster)).collect();
    let folded = open.split_off(open.len().min(MOST_OPEN));
    let mut blocks = vec![Block::Text(CAPTION.into()), Block::Table(kinds(clusters)), Block::Charts(open)];
    if !folded.is_empty() {
        blocks.push(Block::More(
            format!("{} more", several(folded.len() as u64, "cluster")).replacen("clusters more", "more clusters", 1),
            folded,
        ));
    }
    let left = clusters.len().saturating_sub(MOST_CLUSTERS) as u64;
    if left > 0 {
        blocks.push(Block::Text(format!("{} smaller ones are not drawn.", count(left))));
    }
    blocks
}

/// What is shared, by kind.
fn kinds(clusters: &[ReuseCluster]) -> Table {
    let mut kinds: BTreeMap<ReusedKind, [u64; 3]> = BTreeMap::new();
    for value in clusters.iter().flat_map(|cluster| &cluster.values) {
        let [values, uses, most] = kinds.entry(value.kind).or_default();
        (*values, *uses, *most) = (*values + 1, *uses + value.applicants, value.applicants.max(*most));
    }
    let row = |(kind, numbers): (&ReusedKind, &[u64; 3])| {
        std::iter::once(capitalized(kind.code())).chain(numbers.map(count)).collect()
    };
    Table::new("Shared values in these clusters", &["=Kind", "Values", "Times given", "Most applicants of one"])
        .rows(kinds.iter().map(row))
}

/// The part of a cluster that has room.
struct Part<'a> {
    values: Vec<&'a ReusedValue>,
    applicants: Vec<&'a ClusterApplicant>,
    /// Positions in `applicants` and in `values`.
    links: Vec<(usize, usize)>,
    more_values: u64,
    more_applicants: u64,
}

impl<'a> Part<'a> {
    /// The most shared values and the applicants with most of them, in an order in which few lines cross.
    fn of(cluster: &'a ReuseCluster) -> Self {
        let mut values: Vec<usize> = (0..cluster.values.len()).collect();
        values.sort_by_key(|at| Reverse(cluster.values[*at].applicants));
        values.truncate(MOST_VALUES);
        let place = |value: usize| values.iter().position(|at| *at == value);
        let mut held = vec![Vec::new(); cluster.applicants.len()];
        for (applicant, value) in &cluster.links {
            if let (Some(held), Some(value)) = (held.get_mut(*applicant), place(*value)) {
                // A line is drawn once, however often it is given.
                if !held.contains(&value) {
                    held.push(value);
                }
            }
        }
        let mut applicants: Vec<usize> = (0..cluster.applicants.len()).collect();
        applicants.sort_by_key(|at| Reverse(held[*at].len()));
        applicants.truncate(MOST_APPLICANTS);
        let middle = |at: &usize| 1_000 * held[*at].iter().sum::<usize>() / held[*at].len().max(1);
        applicants.sort_by_key(|at| (middle(at), *at));
        let links =
            applicants.iter().enumerate().flat_map(|(row, at)| held[*at].iter().map(move |value| (row, *value)));
        Self {
            links: links.collect(),
            more_values: (cluster.values.len() - values.len()) as u64,
            more_applicants: cluster.applicants_total.saturating_sub(applicants.len() as u64),
            values: values.into_iter().map(|at| &cluster.values[at]).collect(),
            applicants: applicants.into_iter().map(|at| &cluster.applicants[at]).collect(),
        }
    }

    /// `1 phone and 2 emails`.
    fn kinds(&self) -> String {
        let mut kinds: BTreeMap<ReusedKind, u64> = BTreeMap::new();
        self.values.iter().for_each(|value| *kinds.entry(value.kind).or_default() += 1);
        let told: Vec<String> = kinds.iter().map(|(kind, values)| plural(*values, *kind)).collect();
        told.join(", ") + if self.more_values > 0 { " and more" } else { "" }
    }

    /// `3 match, 9 review` of those drawn.
    fn decisions(&self) -> String {
        let of = |decision: Decision| self.applicants.iter().filter(|applicant| applicant.decision == decision).count();
        let told = Decision::ALL.into_iter().filter(|decision| of(*decision) > 0);
        told.map(|decision| format!("{}\u{a0}{}", of(decision), word(decision).replace(' ', "\u{a0}")))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

fn plural(values: u64, kind: ReusedKind) -> String {
    several(values, kind.code()).replace("addresss", "addresses")
}

fn chart(id: &str, cluster: &ReuseCluster) -> Drawn {
    let part = Part::of(cluster);
    let all = cluster.applicants_total.max(part.applicants.len() as u64);
    let heading = format!("{} share {}", several(all, "applicant"), part.kinds());
    let caption = match part.more_applicants {
        0 => format!("Decided: {}.", part.decisions()),
        _ => format!("Decided, of those drawn: {}.", part.decisions()),
    };
    let narrow = draw(&part).finish(id, &heading, &description(&part));
    Drawn { narrow, ..Drawn::new(heading, caption, table(&part)) }
}

fn shown(value: &ReusedValue) -> String {
    format!("{} {}", value.kind.code(), cut(&harmless(&value.shown), VALUE))
}

fn description(part: &Part) -> String {
    let told =
        part.values.iter().map(|value| format!("{} of {}", shown(value), several(value.applicants, "applicant")));
    format!("{}.", told.collect::<Vec<_>>().join("; "))
}

fn table(part: &Part) -> Table {
    let row = |(at, applicant): (usize, &&ClusterApplicant)| {
        let held = part.links.iter().filter(|(row, _)| *row == at).map(|(_, value)| shown(part.values[*value]));
        let held = held.collect::<Vec<_>>().join(", ");
        vec![cut(&harmless(&applicant.label), ID), word(applicant.decision).into(), held]
    };
    let table = Table::new("Applicants and what they share", &["=Case", "=Decision", "=Shares"])
        .rows(part.applicants.iter().enumerate().map(row));
    match part.more_applicants {
        0 => table,
        more => table.row(vec![format!("{} more", count(more)), String::new(), String::new()]),
    }
}

fn draw(part: &Part) -> Svg {
    let rows = |drawn: usize, more: u64| drawn as f64 + f64::from(u8::from(more > 0));
    let left = rows(part.values.len(), part.more_values) * VALUE_ROW;
    let right = rows(part.applicants.len(), part.more_applicants) * APPLICANT_ROW;
    let height = left.max(right) + 4.0;
    let value_at = |at: usize| (height - left) / 2.0 + (at as f64 + 0.5) * VALUE_ROW;
    let applicant_at = |at: usize| (height - right) / 2.0 + (at as f64 + 0.5) * APPLICANT_ROW;
    let mut svg = Svg::new(NARROW, height);
    for (applicant, value) in &part.links {
        svg.line("link", (SQUARES, value_at(*value)), (CIRCLES, applicant_at(*applicant)));
    }
    for (at, value) in part.values.iter().enumerate() {
        draw_value(&mut svg, value_at(at), value);
    }
    for (at, applicant) in part.applicants.iter().enumerate() {
        draw_applicant(&mut svg, applicant_at(at), applicant);
    }
    if part.more_values > 0 {
        svg.text(
            "t e",
            (SQUARES - 14.0, value_at(part.values.len()) + 4.0),
            &format!("+{} more", count(part.more_values)),
        );
    }
    if part.more_applicants > 0 {
        let y = applicant_at(part.applicants.len()) + 4.0;
        svg.text("t", (CIRCLES - CIRCLE, y), &format!("+{} more", count(part.more_applicants)));
    }
    svg
}

fn draw_value(svg: &mut Svg, y: f64, value: &ReusedValue) {
    let room = SQUARES - 14.0;
    svg.rect("sum", (SQUARES - SQUARE, y - SQUARE), (2.0 * SQUARE, 2.0 * SQUARE));
    let kind = format!("{} · {}", value.kind.code(), count(value.applicants));
    svg.text("b e", (room, y - 2.0), &fit(&kind, room));
    svg.text("t e", (room, y + LABEL), &fit(&value.shown, room));
}

fn draw_applicant(svg: &mut Svg, y: f64, applicant: &ClusterApplicant) {
    let decision = applicant.decision as usize;
    svg.circle(&format!("d{decision} edge"), (CIRCLES, y), CIRCLE);
    svg.text(&format!("s m b d{decision}t"), (CIRCLES, y + 4.0), LETTERS[decision]);
    let start = CIRCLES + CIRCLE + 7.0;
    svg.text("l", (start, y + 4.0), &fit(&applicant.label, NARROW - start));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::svg::tests::assert_inside;

    fn cluster(values: usize, applicants: usize, links: Vec<(usize, usize)>) -> ReuseCluster {
        let value = |at: usize| ReusedValue {
            kind: [ReusedKind::Account, ReusedKind::Email, ReusedKind::Address][at % 3],
            applicants: 1_234_567 + at as u64,
            shown: "W***@W***.example".into(),
        };
        let applicant = |at: usize| ClusterApplicant {
            label: format!("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW-{at}"),
            decision: Decision::ALL[at % 4],
        };
        ReuseCluster {
            values: (0..values).map(value).collect(),
            applicants: (0..applicants).map(applicant).collect(),
            links,
            applicants_total: 1_234_567,
        }
    }

    #[test]
    fn clusters_of_any_size_stand_inside() {
        let all: Vec<(usize, usize)> = (0..40).flat_map(|one| (0..40).map(move |other| (one, other))).collect();
        for (values, applicants) in [(0, 0), (1, 2), (3, 12), (40, 40), (1, 40), (40, 1)] {
            let cluster = cluster(values, applicants, all.clone());
            assert_inside(&draw(&Part::of(&cluster)).finish("c", "", ""));
            assert_eq!(chart("c", &cluster).table.rows.len(), applicants.min(MOST_APPLICANTS) + 1);
        }
    }

    #[test]
    fn applicants_stand_in_the_order_of_what_they_share() {
        let cluster = cluster(2, 4, vec![(0, 0), (1, 1), (2, 0), (3, 1), (9, 9)]);
        // The second value has more applicants, and stands first.
        let labels: Vec<char> =
            Part::of(&cluster).applicants.iter().filter_map(|applicant| applicant.label.chars().last()).collect();
        assert_eq!(labels, ['1', '3', '0', '2']);
    }
}
