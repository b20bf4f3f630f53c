//! Answers as a table for people: as wide as the terminal, the decision in color, what matters most last.

use std::io::{self, IsTerminal};
use std::sync::LazyLock;

use anstyle::{AnsiColor, Style};
use ownermatch::Decision;
use ownermatch::case::{Answer, AnswerFields, FieldAnswer};

/// Columns of a terminal that does not say how wide it is.
const USUAL_WIDTH: usize = 80;
/// Columns of ids on a terminal of the usual width, and on the widest.
const ID_WIDTHS: [usize; 2] = [18, 48];
/// What stands between the id and the last column, which takes the rest.
const FIXED_WIDTH: usize = 46;
const LEAST_WHY: usize = 16;

/// How the width there is is shared out.
#[derive(Clone, Copy)]
struct Layout {
    width: usize,
    id: usize,
    /// On a terminal long ids are cut; what another program reads keeps them whole.
    cuts: bool,
}

static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    let cuts = io::stdout().is_terminal();
    let terminal = cuts.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    let told = || std::env::var("COLUMNS").ok()?.parse().ok();
    Layout::of(terminal.or_else(told).unwrap_or(USUAL_WIDTH), cuts)
});

impl Layout {
    /// Half of what is wider than usual goes to the ids.
    fn of(width: usize, cuts: bool) -> Self {
        let [usual, most] = ID_WIDTHS;
        Self { width, id: (usual + width.saturating_sub(USUAL_WIDTH) / 2).min(most), cuts }
    }

    /// The id, and the columns that it leaves to the last one.
    fn id(self, id: &str) -> (String, usize) {
        let id = short(id, if self.cuts { self.id } else { usize::MAX });
        let taken = self.id.max(id.chars().count()) + FIXED_WIDTH;
        (id, self.width.saturating_sub(taken).max(LEAST_WHY))
    }
}

/// The head of the table.
pub fn head() -> String {
    let fields = format!("{:>4} {:>5} {:>5} {:>4}", "name", "email", "phone", "addr");
    let id = LAYOUT.id;
    format!("{:<id$} {:<12} {:>3} {:>4} {fields}  why\n", "id", "decision", "%", "own")
}

/// One answer, and a row for each owner where they were asked for; people count owners from 1, as in `explain`.
pub fn row(answer: &Answer) -> String {
    let style = style(answer.decision);
    let (id, rest) = LAYOUT.id(&answer.id);
    let width = LAYOUT.id;
    let decision = short(answer.decision.code(), 12);
    let owner = answer.best_owner.map_or_else(|| "—".into(), |owner| (u32::from(owner) + 1).to_string());
    let fields = cells(&answer.fields);
    let why = short(&why(answer), rest);
    let mut rows =
        format!("{id:<width$} {style}{decision:<12}{style:#} {:>3} {owner:>4} {fields}  {why}\n", answer.score);
    for owner in answer.owners.iter().flatten() {
        let percent = (owner.probability * 100.0) as u8;
        let who = format!("{}.{}", u32::from(owner.index) + 1, u32::from(owner.person) + 1);
        rows += &format!("{:<width$} {:<12} {percent:>3} {who:>4} {}\n", "", "  owner", cells(&owner.fields));
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
    use super::{Layout, short};

    #[test]
    fn ids_have_the_width_there_is_and_are_whole_in_a_pipe() {
        let long = "x".repeat(40);
        let letters = |width, cuts| Layout::of(width, cuts).id(&long).0.chars().count();
        assert_eq!([letters(80, true), letters(200, true), letters(80, false)], [18, 40, 40]);
    }

    #[test]
    fn long_text_is_cut_with_a_mark_and_controls_are_shown() {
        assert_eq!(short("insufficient_data", 12), "insufficien…");
        assert_eq!(short("a\u{1b}[31m", 12), "a\u{FFFD}[31m");
    }
}
