//! A model as a file: every number with what it rests on beside it.

use std::fmt::Write as _;

use super::Summary;
use super::changes::half_interval;
use super::fit::Cells;
use super::smooth::Cell;
use crate::model::{Rival, Tables, levels, row_key, section};
use crate::name::Pairing;
use crate::record::Field;

/// Rows that fit a page stand in columns; names and comments may be longer.
const LEVEL_WIDTH: usize = 38;
const NUMBER_WIDTH: usize = 10;

pub(super) fn to_toml(tables: &Tables, cells: &Cells, summary: &Summary) -> String {
    let mut text = head(summary);
    let mut section = String::new();
    for (key, numbers) in tables.entries() {
        let (below, name) = key.rsplit_once('.').unwrap_or(("", &key));
        if below != section {
            let _ = write!(text, "\n{}", heading(below, summary));
            section = below.to_owned();
        }
        let comment = comment(&key, cells, summary);
        let _ = writeln!(text, "{}", line(name, &numbers, &comment));
    }
    text
}

fn head(summary: &Summary) -> String {
    let classes: Vec<String> = summary.classes.iter().map(|(class, cases)| format!("{cases} {class}")).collect();
    let how = match summary.rounds {
        0 => "m from labels".to_owned(),
        rounds => format!("m and shares by {rounds} rounds of expectation-maximization"),
    };
    format!(
        "# A model made by `ownermatch estimate`: what each level weighs. A row is m (the share of true owners who come out\n\
         # at the level), then u of each rival, in the order of the heading; a level's weight is log2(m / u), in bits.\n\
         # Beside a row: owners seen at the level, and half of the 95 % interval of its weight against each rival, in bits.\n\
         # `kept` is what the model {} had: never seen, or fewer than 5 times where no hundred were expected. Where the law of\n\
         # levels would break, u is raised or lowered until it holds, so that only m sums to 1.\n\
         #\n\
         # Cases: {}{}; {how}.\n\
         # Random pairs: {} of these cases, {} of made ones. Pairs of co-owners: {}.\n\n",
        summary.base,
        source(summary),
        classes.join(", "),
        summary.own_pairs,
        summary.made_pairs,
        summary.couples
    )
}

/// In one line, whatever the user wrote.
fn source(summary: &Summary) -> String {
    let words: Vec<&str> = summary.source.split_whitespace().collect();
    let words = words.join(" ").replace(char::is_control, "");
    if words.is_empty() { words } else { format!("{words}: ") }
}

fn heading(section_name: &str, summary: &Summary) -> String {
    let pairing = Pairing::ALL.into_iter().find(|pairing| section_name.starts_with(section(*pairing)));
    let columns = match pairing {
        Some(pairing) if section_name.contains('.') => {
            let rivals: Vec<String> =
                Rival::of(pairing).iter().map(|rival| format!("{:>NUMBER_WIDTH$}", short(*rival))).collect();
            format!("#{:>width$} {}\n", "same", rivals.join("  "), width = LEVEL_WIDTH + NUMBER_WIDTH + 2)
        }
        Some(pairing) => {
            let rivals: Vec<&str> = Rival::of(pairing).iter().map(|rival| rival.code()).collect();
            format!("# Shares of those who do not own the account: {}\n", rivals.join(", "))
        }
        None if section_name == "calibration" && summary.log_loss_after.is_some() => {
            "# S' = scale * evidence + offset + prior, fitted on cases that the weights were not taken from\n"
                .to_owned()
        }
        None if section_name.starts_with("names") => {
            "# Shares among the applicants, of names of ten or more\n".to_owned()
        }
        None => String::new(),
    };
    format!("[{section_name}]\n{columns}")
}

fn short(rival: Rival) -> &'static str {
    match rival {
        Rival::KinSameName => "kin_same",
        Rival::KinElsewhere => "kin_else",
        Rival::CopiedName => "copied",
        other => other.code(),
    }
}

fn line(name: &str, numbers: &[f64], comment: &str) -> String {
    let value = match numbers {
        [number] => written(*number),
        numbers => format!(
            "[{}]",
            numbers.iter().map(|number| format!("{:>NUMBER_WIDTH$}", written(*number))).collect::<Vec<_>>().join(", ")
        ),
    };
    let is_bare = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let name = if is_bare { name.to_owned() } else { format!("{name:?}") };
    let name = if numbers.len() > 1 { format!("{name:<LEVEL_WIDTH$}") } else { name };
    format!("{name} = {value}{comment}")
}

/// The shortest form that reads back as the same number.
fn written(number: f64) -> String {
    if number != 0.0 && number.abs() < 1e-4 { format!("{number:e}") } else { number.to_string() }
}

fn comment(key: &str, cells: &Cells, summary: &Summary) -> String {
    for pairing in Pairing::ALL {
        for field in Field::ALL {
            let found = levels(field).iter().position(|level| row_key(pairing, field, level) == key);
            if let Some(level) = found {
                return of_row(&cells[pairing as usize][field as usize][level]);
            }
        }
    }
    match key {
        "owner_share" if summary.rounds > 0 => " # expectation-maximization".into(),
        "owner_share" => format!(" # yours to set; as in {}: labels are chosen, and tell no share", summary.base),
        key if key.ends_with(".rivals") => " # labels, and of those that name no rival the likeliest".into(),
        _ => String::new(),
    }
}

fn of_row(row: &[Cell]) -> String {
    if row.iter().all(Cell::is_kept) {
        return " # kept".into();
    }
    let weight = |cell: &Cell| match half_interval(&row[0], cell) {
        0.0 => "kept".to_owned(),
        half => format!("±{half:.2}"),
    };
    let halves: Vec<String> = row[1..].iter().map(weight).collect();
    format!(" # counted: {} owners; bits {}", row[0].seen.round(), halves.join(", "))
}
