//! Each figure as a name, and a plain sentence of what its value means.

use super::numbers::{count, percent, round_percent, significant};
use crate::case::Label;
use crate::evaluate::{Evaluation, Figure};

/// A figure's name for people.
pub(super) fn name(figure: &str) -> &'static str {
    match figure {
        "auc" => "Area under the curve",
        "average_precision" => "Average precision",
        "recall_at_1_percent" => "Owners found at 1\u{202f}% let in",
        "recall_at_1_permille" => "Owners found at 0.1\u{202f}% let in",
        "false_accepts_at_95" => "Others let in at 95\u{202f}% found",
        "expected_calibration_error" => "Calibration error",
        "calibration_error_between" => "Calibration error in between",
        "brier" => "Brier score",
        "log_loss" => "Log loss, in bits",
        "calibration_slope" => "Calibration slope",
        "calibration_intercept" => "Calibration intercept",
        "wrong_side_above_99" => "On the wrong side above 99\u{202f}%",
        _ => "",
    }
}

/// Whether the figure is told in percent.
pub(super) fn is_share(figure: &str) -> bool {
    matches!(
        figure,
        "recall_at_1_percent"
            | "recall_at_1_permille"
            | "false_accepts_at_95"
            | "wrong_side_above_99"
            | "expected_calibration_error"
            | "calibration_error_between"
    )
}

/// What the value means, as one sentence.
pub(super) fn meaning(name: &str, figure: &Figure, evaluation: &Evaluation) -> String {
    let value = percent(figure.value);
    match name {
        "auc" => format!("Of an owner and another drawn at random, the owner ranks first {value} of the time."),
        "average_precision" => {
            format!("From the surest case down to the last owner, matches are right {value} of the time.")
        }
        "recall_at_1_percent" => format!("Letting in 1 in 100 of the others finds {value} of the owners."),
        "recall_at_1_permille" => format!("Letting in 1 in 1,000 of the others finds {value} of the owners."),
        "false_accepts_at_95" => format!("Finding 95 in 100 owners lets in {value} of the others."),
        "expected_calibration_error" => {
            format!("What is said and what is true lie {value} apart, on average over ten bins.")
        }
        "calibration_error_between" => {
            format!("The same where the model hesitates, from 5\u{202f}% to 95\u{202f}%: {value} apart.")
        }
        "brier" => format!(
            "Mean squared distance of said and true. Saying {} to all would come to {}.",
            told(evaluation),
            significant(spread(evaluation), 3)
        ),
        "log_loss" => format!(
            "Surprise a case. Saying {} to all would come to {}.",
            told(evaluation),
            significant(entropy(evaluation), 3)
        ),
        "calibration_slope" => slope(figure).into(),
        "calibration_intercept" => intercept(figure).into(),
        "wrong_side_above_99" => {
            format!("{value} of the cases were called with more than 99\u{202f}% and were otherwise.")
        }
        _ => String::new(),
    }
}

fn owners(evaluation: &Evaluation) -> f64 {
    evaluation.owners as f64 / evaluation.cases.max(1) as f64
}

fn told(evaluation: &Evaluation) -> String {
    round_percent((owners(evaluation) * 1e3).round() / 1e3)
}

fn spread(evaluation: &Evaluation) -> f64 {
    owners(evaluation) * (1.0 - owners(evaluation))
}

fn entropy(evaluation: &Evaluation) -> f64 {
    [owners(evaluation), 1.0 - owners(evaluation)].iter().map(|share| -share * libm::log2(share.max(1e-12))).sum()
}

fn slope(figure: &Figure) -> &'static str {
    match figure {
        Figure { high, .. } if *high < 1.0 => "Below 1: the model is too sure, both ways.",
        Figure { low, .. } if *low > 1.0 => "Above 1: the model is less sure than it could be.",
        _ => "1 is right, and within the interval.",
    }
}

fn intercept(figure: &Figure) -> &'static str {
    match figure {
        Figure { high, .. } if *high < 0.0 => "Below 0: probabilities are too high for these cases.",
        Figure { low, .. } if *low > 0.0 => "Above 0: probabilities are too low for these cases.",
        _ => "0 is right, and within the interval.",
    }
}

/// What a case was.
pub(super) fn truth(label: Label) -> &'static str {
    match label {
        Label::SamePerson => "the owner",
        Label::Household => "a relative or housemate",
        Label::Rival(rival) => rival.meaning(),
        Label::NotOwner => "not the owner",
    }
}

/// `1 case`, `1,200 cases`.
pub(super) fn several(number: u64, one: &str) -> String {
    format!("{} {one}{}", count(number), if number == 1 { "" } else { "s" })
}

/// The day of a moment, as `2026-09-15`.
pub(super) fn day(now: i64) -> String {
    jiff::Timestamp::from_second(now).map(|now| now.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{name, slope};
    use crate::evaluate::{FIGURES, Figure};

    #[test]
    fn every_figure_has_a_name() {
        assert!(FIGURES.iter().all(|(figure, _)| !name(figure).is_empty()));
    }

    #[test]
    fn a_slope_is_judged_by_its_interval() {
        let slope = |low, high| slope(&Figure { value: (low + high) / 2.0, low, high });
        assert!(slope(0.6, 0.8).contains("too sure") && slope(0.9, 1.2).contains("1 is right"));
        assert!(slope(1.1, 1.2).contains("less sure"));
    }
}
