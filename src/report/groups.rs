//! Each field by itself, and the cases by kind and by origin: where the model is weak, and whether it treats groups alike.

use super::Side;
use super::drawn::{Drawn, Table, cut};
use super::forest::{Key, Row, draw};
use super::numbers::{count, percent, round_percent, significant, stacked};
use crate::evaluate::{FieldFigures, Figure, Group};
use crate::text::harmless;

/// More groups than these are not told: a page is to be read.
const MOST_GROUPS: usize = 24;
/// Characters of a group's name.
const NAME: usize = 40;

const FIELDS_CAPTION: &str = "Were the field all there is: the chance that an owner ranks before another, over the cases \
    where both sides of it could be read, with its 95\u{202f}% interval. One half is a coin.";
const KIND_CAPTION: &str = "Share of owners and of others whom the policy matches, with 95\u{202f}% intervals. Dots belong to \
    the right, diamonds to the left.";

/// Area under the curve of each field.
pub(super) fn fields(id: &str, side: &Side) -> Drawn {
    let fields = &side.evaluation.fields;
    let rows: Vec<Row> =
        fields.iter().map(|field| Row { name: field.field.into(), owners: field.auc, others: None }).collect();
    let key = Key {
        owners: "area under the curve of the field alone",
        others: None,
        from: 0.5,
        tick: |at| format!("{at:.1}"),
    };
    let drawn =
        Drawn::new("What each field is worth by itself", FIELDS_CAPTION, fields_table(fields, side.evaluation.cases));
    let part = |field: &FieldFigures| {
        format!("{} {}", field.field, field.auc.map_or("–".into(), |auc| significant(auc.value, 3)))
    };
    let description = fields.iter().map(part).collect::<Vec<_>>().join(", ");
    drawn.both(id, |width, id| draw(&rows, key, width).finish(id, "Area under the curve of each field", &description))
}

fn fields_table(fields: &[FieldFigures], all: u64) -> Table {
    let row = |field: &FieldFigures| {
        let readable = percent(field.cases as f64 / all.max(1) as f64);
        vec![field.field.into(), count(field.cases), readable, area(field.auc.as_ref())]
    };
    Table::new("Fields by themselves", &["=Field", "Cases", "Of all", "Area under the curve (95\u{202f}%)"])
        .rows(fields.iter().map(row))
}

fn area(figure: Option<&Figure>) -> String {
    figure.map_or("–".into(), |auc| {
        format!("{}\n{}–{}", significant(auc.value, 4), significant(auc.low, 4), significant(auc.high, 4))
    })
}

/// The groups by `kind` or by `origin`; `None` where the file names none.
pub(super) fn groups(id: &str, side: &Side, by: &str) -> Option<Drawn> {
    let mut groups: Vec<&Group> = side.evaluation.groups.iter().filter(|group| group.by == by).collect();
    let left_out = groups.len().saturating_sub(MOST_GROUPS);
    groups.sort_by(|one, other| other.cases.cmp(&one.cases).then_with(|| one.name.cmp(&other.name)));
    groups.truncate(MOST_GROUPS);
    // Groups of owners first: they are wanted to the right, the others to the left.
    let rank = |group: &Group| (group.owners_matched.is_none(), group.others_matched.is_some());
    groups.sort_by(|one, other| rank(one).cmp(&rank(other)).then_with(|| one.name.cmp(&other.name)));
    if groups.is_empty() {
        return None;
    }
    let row = |group: &&Group| Row { name: label(group), owners: group.owners_matched, others: group.others_matched };
    let rows: Vec<Row> = groups.iter().map(row).collect();
    let key = Key { owners: "owners matched", others: Some("others matched"), from: 0.0, tick: round_percent };
    let mut caption = KIND_CAPTION.to_owned();
    if left_out > 0 {
        caption += &format!(" The {MOST_GROUPS} largest groups; {} more are left out.", count(left_out as u64));
    }
    let title = format!("Matches by {by}");
    let description = groups.iter().map(|group| told(group)).collect::<Vec<_>>().join("; ");
    let drawn = Drawn::new(format!("By {by}"), caption, table(by, &groups));
    Some(drawn.both(id, |width, id| draw(&rows, key, width).finish(id, &title, &description)))
}

fn label(group: &Group) -> String {
    cut(&harmless(&group.name), NAME)
}

fn told(group: &Group) -> String {
    let part =
        |figure: Option<Figure>, words: &str| figure.map(|figure| format!("{} of {words}", percent(figure.value)));
    let parts = [part(group.owners_matched, "owners"), part(group.others_matched, "others")];
    format!("{}: {}", label(group), parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn table(by: &str, groups: &[&Group]) -> Table {
    let row = |group: &&Group| {
        vec![
            label(group),
            count(group.cases),
            percent(group.owners),
            percent(group.said),
            stacked(group.owners_matched.as_ref()),
            stacked(group.others_matched.as_ref()),
            count(group.decisions[1]),
            count(group.decisions[2]),
            count(group.decisions[3]),
            area(group.auc.as_ref()),
        ]
    };
    let head = [
        "=Group",
        "Cases",
        "Owners",
        "Mean said",
        "Owners matched (95\u{202f}%)",
        "Others matched (95\u{202f}%)",
        "Review",
        "No match",
        "Too little data",
        "Area (95\u{202f}%)",
    ];
    Table::new(format!("Cases by {by}"), &head).rows(groups.iter().map(row))
}
