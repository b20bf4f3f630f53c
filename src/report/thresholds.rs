//! What every threshold would come to: owners found, others let in, matches that are right, and the bill.

use super::drawn::{Drawn, NARROW, Table};
use super::naming::{Named, names};
use super::numbers::{amount, count, percent, probability, round_percent, significant};
use super::scale::{Scale, odds_axis};
use super::svg::{At, Svg, width_of};
use crate::evaluate::{Detail, ThresholdPoint};

const TOP: f64 = 60.0;
const SHARES: f64 = 240.0;
const BILL: f64 = 190.0;
const BOTTOM: f64 = 44.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 12.0;

const SHARES_CAPTION: &str = "Were every case matched whose probability is at or above the threshold, and no other. The \
    policy asks for more than a probability, so that its own decisions differ.";
const BILL_CAPTION: &str = "What all of these cases would cost together at each threshold to match at: wrong matches, \
    refusals of owners, and a look at the rest. The threshold to refuse at stays where it is cheapest. The scale of costs \
    is logarithmic.";

/// Shares against the threshold, and the bill where there are costs.
pub(super) fn thresholds(id: &str, detail: &Detail) -> Vec<Drawn> {
    let shares = Drawn::new("Precision and recall at every threshold", SHARES_CAPTION, table(detail));
    let shares = shares.both(id, |width, id| {
        draw_shares(detail, width).finish(id, "Shares against the threshold", &description(detail))
    });
    let bill = detail.costs.map(|_| {
        let drawn = Drawn::new("The bill at every threshold", BILL_CAPTION, bill_table(detail));
        drawn.both(&format!("{id}-bill"), |width, id| {
            draw_bill(detail, width).finish(id, "Total cost against the threshold", &bill_description(detail))
        })
    });
    std::iter::once(shares).chain(bill).collect()
}

fn table(detail: &Detail) -> Table {
    let row = |point: &ThresholdPoint| {
        let precision = point.precision.map_or("–".into(), percent);
        vec![
            round_percent(probability(point.bits)),
            percent(point.recall),
            percent(point.false_accepts),
            precision,
            count(point.owners),
            count(point.others),
        ]
    };
    let head = ["Match at", "Owners found", "Others let in", "Matches right", "Owners", "Others"];
    Table::new("Thresholds of the probability", &head).rows(detail.told.iter().map(row))
}

fn bill_table(detail: &Detail) -> Table {
    let row = |point: &ThresholdPoint| vec![round_percent(probability(point.bits)), cost(point)];
    Table::new("What all cases would cost", &["Match at", "Cost"]).rows(detail.told.iter().map(row))
}

fn cost(point: &ThresholdPoint) -> String {
    point.cost.map_or("–".into(), amount)
}

fn description(detail: &Detail) -> String {
    let point = &detail.policy_point;
    format!(
        "At the policy's threshold of {}, {} of owners and {} of others would be matched.",
        round_percent(probability(point.bits)),
        percent(point.recall),
        percent(point.false_accepts)
    )
}

fn bill_description(detail: &Detail) -> String {
    let least = detail.costs.map_or(0.0, |(_, chosen)| chosen.cost);
    format!("The cheapest thresholds cost {}, the policy's {}.", amount(least), cost(&detail.policy_point))
}

/// The scale of thresholds: from the lowest log odds to the highest.
fn across(detail: &Detail, width: f64) -> Scale {
    let end = |point: Option<&ThresholdPoint>, or: f64| point.map_or(or, |point| point.bits);
    Scale::new((end(detail.curve.first(), -1.0), end(detail.curve.last(), 1.0)), (LEFT, width - RIGHT))
}

fn draw_shares(detail: &Detail, width: f64) -> Svg {
    let mut svg = Svg::new(width, TOP + SHARES + BOTTOM);
    let (across, up) = (across(detail, width), Scale::new((0.0, 1.0), (TOP + SHARES, TOP)));
    odds_axis(&mut svg, across, (TOP, TOP + SHARES));
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        svg.line("g", (LEFT, up.at(share)), (width - RIGHT, up.at(share)));
        svg.text("t e", (LEFT - 6.0, up.at(share) + 4.0), &round_percent(share));
    }
    marks(&mut svg, detail, across, TOP + SHARES);
    let places = |of: &dyn Fn(&ThresholdPoint) -> Option<f64>| -> Vec<At> {
        detail.curve.iter().filter_map(|point| Some((across.at(point.bits), up.at(of(point)?)))).collect()
    };
    let precision = places(&|point| point.precision);
    let [found, let_in] = [places(&|point| Some(point.recall)), places(&|point| Some(point.false_accepts))];
    let lines = [
        (Named { class: "k ownt", name: "owners found", points: &found }, "owns line"),
        (Named { class: "k otht", name: "others let in", points: &let_in }, "oths line dash"),
        (Named { class: "k", name: "matches right", points: &precision }, "ink line dots"),
    ];
    lines.iter().rev().for_each(|(line, class)| svg.path(class, line.points));
    names(&mut svg, &lines.map(|(line, _)| line), (LEFT, TOP, width - RIGHT, TOP + SHARES));
    foot(&mut svg, width, TOP + SHARES);
    svg
}

fn foot(svg: &mut Svg, width: f64, base: f64) {
    svg.text("t m", ((LEFT + width - RIGHT) / 2.0, base + BOTTOM - 8.0), "threshold of the probability");
}

/// Upright lines at the policy's threshold and at the cheapest ones. Names stand to the left of their lines, the
/// rightmost line's on top, so that no line runs through another's name.
fn marks(svg: &mut Svg, detail: &Detail, across: Scale, base: f64) {
    let bits = |probability: f64| libm::log2(probability / (1.0 - probability));
    let chosen = detail.costs.map(|(_, chosen)| chosen);
    let policy = probability(detail.policy_point.bits);
    let named = [
        ("policy: match at", Some(policy), "mark"),
        ("cheapest: match at", chosen.and_then(|chosen| chosen.match_at), "mark dash"),
        ("cheapest: refuse at", chosen.and_then(|chosen| chosen.no_match_at), "mark dots"),
    ];
    let mut marks: Vec<(f64, String, &str)> = named
        .into_iter()
        .filter_map(|(words, at, class)| Some((across.at(bits(at?)), format!("{words} {}", round_percent(at?)), class)))
        .collect();
    marks.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (row, (x, text, class)) in marks.into_iter().enumerate() {
        let y = 14.0 + 17.0 * row as f64;
        svg.line(class, (x, y - 9.0), (x, base));
        let fits_left = x - width_of(&text) - 8.0 > 0.0;
        let (class, x) = if fits_left { ("k e", x - 6.0) } else { ("k", x + 6.0) };
        svg.text(class, (x, y), &text);
    }
}

fn draw_bill(detail: &Detail, width: f64) -> Svg {
    let mut svg = Svg::new(width, TOP + BILL + BOTTOM);
    let across = across(detail, width);
    let costs: Vec<(f64, f64)> = detail.curve.iter().filter_map(|point| Some((point.bits, point.cost?))).collect();
    let most = costs.iter().map(|(_, cost)| *cost).fold(1e-9, f64::max);
    // What costs nothing has no place on a scale of powers, and stands at its foot.
    let least = costs.iter().map(|(_, cost)| *cost).filter(|cost| *cost > most * 1e-4).fold(most, f64::min) * 0.8;
    let up = Scale::new((least.log10(), most.log10()), (TOP + BILL, TOP + 4.0));
    odds_axis(&mut svg, across, (TOP, TOP + BILL));
    for tick in powers(least, most, if width > NARROW { 7 } else { 5 }) {
        svg.line("g", (LEFT, up.at(tick.log10())), (width - RIGHT, up.at(tick.log10())));
        svg.text("t e", (LEFT - 6.0, up.at(tick.log10()) + 4.0), &short_cost(tick));
    }
    marks(&mut svg, detail, across, TOP + BILL);
    let line: Vec<At> = costs.iter().map(|(bits, cost)| (across.at(*bits), up.at(cost.max(least).log10()))).collect();
    svg.path("ink line", &line);
    foot(&mut svg, width, TOP + BILL);
    svg
}

/// 1, 2, 5 and their tens between two costs; fewer of each ten until no more than `most_ticks` are left.
fn powers(low: f64, high: f64, most_ticks: usize) -> Vec<f64> {
    let (first, last) = (low.log10().floor() as i32, high.log10().ceil() as i32);
    let of = |times: &[f64]| -> Vec<f64> {
        let tens = (first..=last).map(|power| 10_f64.powi(power));
        let all = tens.flat_map(|ten| times.iter().map(move |time| time * ten));
        all.filter(|tick| (low..=high).contains(tick)).collect()
    };
    [of(&[1.0, 2.0, 5.0]), of(&[1.0, 3.0])].into_iter().find(|ticks| ticks.len() <= most_ticks).unwrap_or(of(&[1.0]))
}

/// `20k` for 20,000: the axis has room for five characters.
fn short_cost(cost: f64) -> String {
    let units = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];
    match units.into_iter().find(|(unit, _)| cost >= *unit * 0.999) {
        Some((unit, sign)) => format!("{}{sign}", (cost / unit * 10.0).round() / 10.0),
        None if cost < 0.001 => format!("{cost:.0e}"),
        None => significant(cost, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::super::drawn::{NARROW, WIDE};
    use super::super::svg::tests::assert_inside;
    use super::{draw_bill, draw_shares, powers};
    use crate::case::{LabelledCase, Line, read_labelled};
    use crate::evaluate::{Costs, detail};
    use crate::matcher::Matcher;

    fn case(label: u8, owner: &str) -> LabelledCase {
        let text = format!(
            r#"{{"id":"1","label":{label},"applicant":{{"name":"Ada Quux","email":"a@quux.org"}},"owners":[{owner}]}}"#
        );
        read_labelled(&Line::new(1, 0, text.into_bytes())).expect("a labelled case")
    }

    #[test]
    fn lines_stand_inside_for_one_probability_and_for_free_mistakes() {
        let (same, none) = (r#"{"name":"Ada Quux","email":"a@quux.org"}"#, "");
        let files = [vec![case(1, same), case(0, same)], vec![case(1, none), case(0, none)], vec![case(1, same)]];
        let costs = [(0.0, 0.0, 0.0), (200.0, 20.0, 5.0), (1e12, 1e12, 1e12), (0.001, 0.0, 0.0)];
        for (cases, (wrong_accept, wrong_reject, review)) in files.iter().flat_map(|file| costs.map(|of| (file, of))) {
            let told = detail(&Matcher::default().now(0), cases, Some(Costs { wrong_accept, wrong_reject, review }));
            for width in [NARROW, WIDE] {
                assert_inside(&draw_shares(&told, width).finish("t", "", ""));
                assert_inside(&draw_bill(&told, width).finish("b", "", ""));
            }
        }
    }

    #[test]
    fn ticks_of_costs_are_few() {
        assert_eq!(powers(900.0, 6_000.0, 7), [1_000.0, 2_000.0, 5_000.0]);
        assert!(powers(1.0, 1e12, 7).len() <= 13);
    }
}
