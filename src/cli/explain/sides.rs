//! The two sides in two columns, part by part, with a mark and a word for what differs.

use std::fmt::Write;

use ownermatch::explain::FieldView;
use ownermatch::{Compared, Field, Part, PartOutcome};

use super::super::page::{Page, dim, fold_words, harmless, heading, outcome_style, paint};

const LABEL: usize = 15;
const OUTCOME: usize = 17;

/// The columns' names.
pub fn head(page: Page) -> String {
    let side = side_width(page);
    heading(format!("  {:<LABEL$}{:<side$} {:<side$}", "", "APPLICANT", "BANK").trim_end()) + "\n"
}

/// One field: what it came to, both sides as written, and their parts unless all are equal.
pub fn field(view: &FieldView, page: Page) -> String {
    let name = view.field.code().to_uppercase();
    let (score, meaning) = match view.outcome {
        Compared::Read(level) => (level.match_score.to_string(), level.meaning),
        Compared::Missing => ("-".into(), "missing: the bank has none"),
        Compared::NotGiven => ("-".into(), "not given by the applicant"),
        Compared::Unreadable => ("-".into(), "unreadable on at least one side"),
    };
    let mut drawn = format!("{} {score:>4}  {}\n", heading(&format!("{name:<11}")), page.wrap(meaning, LABEL + 3));
    if !view.applicant.is_empty() || !view.owner.is_empty() {
        drawn += &row("as written", [&view.applicant, &view.owner], "", page);
    }
    if view.parts.iter().any(|part| part.outcome != PartOutcome::Equal) {
        drawn.extend(view.parts.iter().map(|part| part_row(part, page)));
    }
    drawn
}

/// The four fields with the names of the columns.
pub fn fields(views: &[FieldView], page: Page) -> String {
    debug_assert!(views.len() <= Field::ALL.len());
    head(page) + &views.iter().map(|view| field(view, page)).collect::<String>()
}

fn part_row(part: &Part, page: Page) -> String {
    let label = part.label.replace('_', " ");
    row(&label, [&part.applicant, &part.owner], &paint(outcome_style(part.outcome), word_for(part)), page)
}

/// A mark for the eye and a word for everybody: no difference is told by color alone.
fn word_for(part: &Part) -> &'static str {
    match part.outcome {
        PartOutcome::Equal => "= equal",
        PartOutcome::Rewritten => "~ rewritten",
        PartOutcome::Omitted if part.owner.is_empty() => "- bank omits",
        PartOutcome::Omitted => "+ bank adds",
        PartOutcome::Slip => "~ slip",
        PartOutcome::Contradicted => "! contradicted",
        _ => "",
    }
}

/// Two columns, each wrapped in itself.
fn row(label: &str, sides: [&str; 2], outcome: &str, page: Page) -> String {
    let width = side_width(page);
    let [applicant, owner] = sides.map(|side| fold_words(&harmless(side), width));
    let mut drawn = String::new();
    for at in 0..applicant.len().max(owner.len()) {
        let [applicant, owner] = [&applicant, &owner].map(|lines| lines.get(at).map_or("", String::as_str));
        let [label, outcome] = if at == 0 { [label, outcome] } else { ["", ""] };
        let label = dim(&format!("{label:<LABEL$}"));
        let line = format!("  {label}{applicant:<width$} {owner:<width$} {outcome}");
        let _ = writeln!(drawn, "{}", line.trim_end());
    }
    drawn
}

fn side_width(page: Page) -> usize {
    (page.width - LABEL - OUTCOME - 3) / 2
}
