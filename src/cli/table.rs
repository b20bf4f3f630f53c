//! Answers as a table for people: as wide as the terminal, the decision in color, what matters most last.

use std::sync::LazyLock;

use anstyle::{AnsiColor, Style};
use ownermatch::Decision;
use ownermatch::case::{Answer, AnswerFields, FieldAnswer};

/// Columns of a terminal that does not say how wide it is.
const USUAL_WIDTH: usize = 80;
const ID_WIDTH: usize = 18;
/// What stands before the last column, which takes the rest.
const FIXED_WIDTH: usize = ID_WIDTH + 46;
const LEAST_WHY: usize = 16;

static WIDTH: LazyLock<usize> =
    LazyLock::new(|| terminal_size::terminal_size().map_or(USUAL_WIDTH, |(width, _)| usize::from(width.0)));

/// The head of the table.
pub fn head() -> String {
    let fields = format!("{:>4} {:>5} {:>5} {:>4}", "name", "email", "phone", "addr");
    format!("{:<ID_WIDTH$} {:<12} {:>3} {:>4} {fields}  why\n", "id", "decision", "%", "own")
}

/// One answer, and a row for each owner where they were asked for.
pub fn row(answer: &Answer) -> String {
    let style = style(answer.decision);
    let id = short(&answer.id, ID_WIDTH);
    let decision = short(answer.decision.code(), 12);
    let owner = answer.best_owner.map_or_else(|| "—".into(), |owner| owner.to_string());
    let fields = cells(&answer.fields);
    let why = short(&why(answer), WIDTH.saturating_sub(FIXED_WIDTH).max(LEAST_WHY));
    let mut rows =
        format!("{id:<ID_WIDTH$} {style}{decision:<12}{style:#} {:>3} {owner:>4} {fields}  {why}\n", answer.score);
    for owner in answer.owners.iter().flatten() {
        let percent = (owner.probability * 100.0) as u8;
        let who = format!("{}.{}", owner.index, owner.person);
        rows += &format!("{:<ID_WIDTH$} {:<12} {percent:>3} {who:>4} {}\n", "", "  owner", cells(&owner.fields));
    }
    rows
}

fn cells(fields: &AnswerFields) -> String {
    let [name, email, phone, address] = fields.all().map(cell);
    format!("{name:>4} {email:>5} {phone:>5} {address:>4}")
}

/// A dash for what the applicant did not give, `none` for what the bank does not have, `?` for what cannot be read.
fn cell(field: Option<&FieldAnswer>) -> String {
    match field {
        None => "—".into(),
        Some(FieldAnswer { match_score: Some(score), .. }) => score.to_string(),
        Some(FieldAnswer { missing_data: true, .. }) => "none".into(),
        Some(_) => "?".into(),
    }
}

fn style(decision: Decision) -> Style {
    let color = match decision {
        Decision::Match => AnsiColor::Green,
        Decision::Review => AnsiColor::Yellow,
        Decision::NoMatch => AnsiColor::Red,
        Decision::InsufficientData => AnsiColor::Cyan,
    };
    color.on_default().bold()
}

/// The reason that speaks loudest for the decision, and how many flags there are beside it.
fn why(answer: &Answer) -> String {
    let reasons = || answer.reasons.iter();
    let of_policy = || reasons().filter(|reason| reason.field.is_none());
    let loudest = match answer.decision {
        Decision::Match => reasons().max_by(|one, other| one.bits.total_cmp(&other.bits)),
        Decision::NoMatch => reasons().min_by(|one, other| one.bits.total_cmp(&other.bits)),
        _ => of_policy().find(|reason| reason.code.starts_with("flag_")).or_else(|| of_policy().next()),
    };
    let code = loudest.map(|reason| reason.code.trim_start_matches("flag_")).unwrap_or_default();
    match answer.flags.iter().filter(|flag| flag.code != code).count() {
        0 => code.to_owned(),
        more => format!("{code} +{more}"),
    }
}

/// Cut to `width` characters with a mark, and with nothing that could steer a terminal.
fn short(text: &str, width: usize) -> String {
    let shown = |letter: char| if letter.is_control() { '\u{FFFD}' } else { letter };
    if text.chars().count() <= width {
        return text.chars().map(shown).collect();
    }
    text.chars().take(width - 1).map(shown).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn long_text_is_cut_with_a_mark_and_controls_are_shown() {
        assert_eq!(short("insufficient_data", 12), "insufficien…");
        assert_eq!(short("a\u{1b}[31m", 12), "a\u{FFFD}[31m");
    }
}
