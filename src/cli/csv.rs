//! Answers as CSV: one row each, documented columns, no cell that a spreadsheet would run.

use ownermatch::case::{Answer, FieldAnswer};

const COLUMNS: &str = "id,decision,score,probability,log_odds,same_person,household,stranger,rival,best_owner,\
name_score,name_level,email_score,email_level,phone_score,phone_level,address_score,address_level,\
flags,reasons,schema,model_id,policy_id,now\n";

/// The row of column names.
pub fn head() -> String {
    COLUMNS.into()
}

/// One answer. A field's score is empty where there is none, and its level tells which kind of
/// none: empty for not given, `missing`, `unreadable`.
pub fn row(answer: &Answer) -> String {
    let mut cells = summary(answer);
    cells.extend(answer.fields.all().into_iter().flat_map(field_cells));
    let flags: Vec<&str> = answer.flags.iter().map(|flag| flag.code.as_ref()).collect();
    let reasons: Vec<&str> = answer.reasons.iter().map(|reason| reason.code.as_str()).collect();
    cells.extend([flags.join(";"), reasons.join(";"), answer.schema.to_string()]);
    cells.extend([answer.model_id.clone(), answer.policy_id.clone(), answer.now.to_string()]);
    written(&cells)
}

fn summary(answer: &Answer) -> Vec<String> {
    let relation = answer.relation;
    let share = |pick: fn(ownermatch::case::AnswerRelation) -> f64| text_of(relation.map(pick));
    vec![
        defused(&answer.id),
        answer.decision.code().into(),
        answer.score.to_string(),
        answer.probability.to_string(),
        text_of(answer.log_odds),
        share(|relation| relation.same_person),
        share(|relation| relation.household),
        share(|relation| relation.stranger),
        answer.rival.as_deref().unwrap_or_default().into(),
        text_of(answer.best_owner),
    ]
}

fn field_cells(field: Option<&FieldAnswer>) -> [String; 2] {
    let score = field.and_then(|field| field.match_score);
    [text_of(score), field.map(|field| field.level.to_string()).unwrap_or_default()]
}

fn text_of(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A cell that begins like a formula would run in a spreadsheet; an apostrophe before it stops that.
/// One that already stands there is doubled, so that taking one away gives the text back.
fn defused(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
    if risky { format!("'{cell}") } else { cell.to_owned() }
}

fn written(cells: &[String]) -> String {
    let mut writer = ::csv::WriterBuilder::new().from_writer(Vec::new());
    let bytes = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn formulas_are_defused_and_can_be_read_back() {
        for cell in ["=1+1", "+1 555", "-x", "@a", "\tb", "'quoted", "plain", ""] {
            let written = defused(cell);
            assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
            assert_eq!(written.strip_prefix('\'').unwrap_or(&written), cell);
        }
    }
}
