//! Numbers for people: three or four digits that matter, percents where they are natural, intervals always.

use crate::evaluate::Figure;

/// A thin space that no line breaks at.
const THIN: char = '\u{202f}';

/// `52.4 %`, with two digits of what is left to 0 or 100, and neither of them for what is not quite so.
pub(super) fn percent(share: f64) -> String {
    format!("{}{THIN}%", bare_percent(share))
}

fn bare_percent(share: f64) -> String {
    let percent = share * 100.0;
    let edge = percent.min(100.0 - percent);
    let decimals = match edge {
        edge if edge <= 0.0 => 0,
        edge if edge >= 1.0 => 1,
        edge if edge >= 0.1 => 2,
        edge if edge >= 0.01 => 3,
        _ => 4,
    };
    match percent {
        percent if percent > 0.0 && percent < 5e-5 => "<0.0001".into(),
        percent if percent < 100.0 && percent > 100.0 - 5e-5 => ">99.9999".into(),
        percent => format!("{percent:.decimals$}"),
    }
}

/// A percent that somebody chose, without zeros that say nothing: `50 %`, `99.9 %`.
pub(super) fn round_percent(share: f64) -> String {
    let bare = bare_percent(share);
    let bare = if bare.contains('.') { bare.trim_end_matches('0').trim_end_matches('.') } else { &bare };
    format!("{bare}{THIN}%")
}

/// `79.7–83.7 %`.
pub(super) fn percent_interval(figure: &Figure) -> String {
    format!("{}–{}{THIN}%", bare_percent(figure.low), bare_percent(figure.high))
}

/// `81.8 % (79.7–83.7)`.
pub(super) fn share(figure: &Figure) -> String {
    format!("{} ({}–{})", percent(figure.value), bare_percent(figure.low), bare_percent(figure.high))
}

/// A share of nothing is a dash.
pub(super) fn share_or_dash(figure: Option<&Figure>) -> String {
    figure.map_or("–".into(), share)
}

/// For a cell: the share, and under it its interval; a share of nothing is a dash.
pub(super) fn stacked(figure: Option<&Figure>) -> String {
    figure.map_or("–".into(), |figure| format!("{}\n{}", percent(figure.value), percent_interval(figure)))
}

/// A plain number with `digits` that matter.
pub(super) fn significant(number: f64, digits: i32) -> String {
    if number == 0.0 {
        return "0".into();
    }
    if number.abs() < 5e-7 {
        return if number < 0.0 { ">−0.000001".into() } else { "<0.000001".into() };
    }
    let decimals = (digits - 1 - number.abs().log10().floor() as i32).clamp(0, 6) as usize;
    let text = format!("{number:.decimals$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let grouped = grouped(whole.trim_start_matches('-'));
    let sign = if text.starts_with('-') { "−" } else { "" };
    if rest.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}.{rest}") }
}

/// `0.0312 (0.0287–0.0340)`.
pub(super) fn plain_interval(figure: &Figure) -> String {
    let to = if figure.high < 0.0 || figure.low < 0.0 { " to " } else { "–" };
    format!("{}{to}{}", significant(figure.low, 3), significant(figure.high, 3))
}

/// What something costs: a whole number as it is, anything else with four digits.
pub(super) fn amount(cost: f64) -> String {
    if cost.fract() == 0.0 && cost < 1e15 { count(cost as u64) } else { significant(cost, 4) }
}

/// `12,345`.
pub(super) fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// A count with room for four characters: `672`, `1.2k`, `152k`, `1.3M`.
pub(super) fn short_count(number: u64) -> String {
    let of = |unit: f64, sign: &str| {
        let tenths = (number as f64 / unit * 10.0).round() / 10.0;
        if tenths < 10.0 { format!("{tenths:.1}{sign}") } else { format!("{tenths:.0}{sign}") }
    };
    match number {
        0..1_000 => number.to_string(),
        // What would be told as 1000k is told as 1.0M.
        1_000..999_500 => of(1e3, "k"),
        999_500..999_500_000 => of(1e6, "M"),
        _ => of(1e9, "G"),
    }
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `+8.2`, with a minus as wide as the plus.
pub(super) fn bits(number: f64) -> String {
    let tenths = (number * 10.0).round() / 10.0;
    match tenths {
        0.0 => "0.0".into(),
        tenths if tenths < 0.0 => format!("−{:.1}", -tenths),
        tenths => format!("+{tenths:.1}"),
    }
}

/// The probability behind log odds in bits.
pub(super) fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + libm::exp2(-bits))
}

#[cfg(test)]
mod tests {
    use super::{bits, count, percent, round_percent, short_count, significant};

    #[test]
    fn what_matters_is_told_and_only_certainty_is_a_hundred() {
        let shown = [0.0, 1e-9, 0.000_12, 0.004_21, 0.5, 0.818_2, 0.992_46, 0.999_95, 1.0 - 1e-12, 1.0].map(percent);
        let shown = shown.map(|text| text.replace('\u{202f}', " "));
        assert_eq!(
            shown,
            [
                "0 %",
                "<0.0001 %",
                "0.012 %",
                "0.42 %",
                "50.0 %",
                "81.8 %",
                "99.25 %",
                "99.9950 %",
                ">99.9999 %",
                "100 %"
            ]
        );
    }

    #[test]
    fn a_chosen_percent_has_no_empty_zeros() {
        let shown = [0.5, 0.95, 0.999, 0.0001, 1e-6].map(round_percent).map(|text| text.replace('\u{202f}', " "));
        assert_eq!(shown, ["50 %", "95 %", "99.9 %", "0.01 %", "0.0001 %"]);
    }

    #[test]
    fn a_short_count_has_four_characters_at_the_most() {
        let counts = [0, 672, 1_236, 9_960, 152_300, 999_600, 12_000_000].map(short_count);
        assert_eq!(counts, ["0", "672", "1.2k", "10k", "152k", "1.0M", "12M"]);
    }

    #[test]
    fn digits_are_grouped_and_signs_are_wide() {
        assert_eq!([12, 1_234, 1_000_000].map(count), ["12", "1,234", "1,000,000"]);
        assert_eq!([0.031_24, -1.204, 12_345.6].map(|number| significant(number, 3)), ["0.0312", "−1.20", "12,346"]);
        assert_eq!([8.23, -0.04, -3.0].map(bits), ["+8.2", "0.0", "−3.0"]);
    }
}
