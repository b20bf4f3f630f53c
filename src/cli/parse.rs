//! `ownermatch parse`: one value to its parts, or a file of them.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueHint;
use ownermatch::case::{Line, Reject};
use ownermatch::name::{Name, Party};
use ownermatch::{Field, Reading, Region, address, email, name, phone};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::args::LineArgs;
use super::compare::Kind;
use super::exit::Exit;
use super::lines::{self, Id};
use super::output;
use super::output::View;
use super::page::harmless;
use super::settings::{Context, Key};

/// Read a name, email, phone or address into its parts.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch parse address '802 South 200 West Blanding, UT 84511'\n  \
    ownermatch parse name 'SMITH JOHN & MARY JT TEN' --format json\n  \
    ownermatch parse phone --lines phones.ndjson\n\n\
    A line is {\"id\", \"raw\"[, \"region\"]}. The parts of an address are house_number, street, unit, po_box, city, state,\n\
    postcode, country; several holders of one name come as \"parties\".")]
pub struct Args {
    /// The field
    kind: Kind,
    /// What to read
    #[arg(required_unless_present = "lines_of")]
    text: Option<String>,
    /// Read every value of a file of JSON lines; - is stdin
    #[arg(long = "lines", id = "lines_of", value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "text")]
    file: Option<PathBuf>,
    /// text for people, json for one object; --lines writes json [default: text]
    #[arg(long, value_enum)]
    format: Option<View>,
    /// Country of phones and addresses that name none, in two letters [default: US]
    #[arg(long, value_name = "CC")]
    region: Option<String>,
    #[command(flatten)]
    lines: LineArgs,
}

/// How one value is shown.
#[derive(Deserialize)]
struct Value {
    id: Option<Id>,
    raw: Option<String>,
    region: Option<String>,
}

#[derive(Serialize)]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id>,
    components: Components,
    /// Says why there are no components: `absent` or `unreadable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'static str>,
}

/// The parts in their order.
#[derive(Default)]
struct Components(Vec<(&'static str, Component)>);

/// A part, or the holders of a name.
#[derive(Serialize)]
#[serde(untagged)]
enum Component {
    Text(String),
    Parties(Vec<Components>),
}

impl Serialize for Components {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (label, part) in &self.0 {
            map.serialize_entry(label, part)?;
        }
        map.end()
    }
}

impl From<Vec<(&'static str, String)>> for Components {
    fn from(parts: Vec<(&'static str, String)>) -> Self {
        Self(parts.into_iter().map(|(label, text)| (label, Component::Text(text))).collect())
    }
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let region = context.setting(Key::Region, args.region.as_deref());
    let region = region.read(Region::new, "a country in two letters")?;
    let field = args.kind.into();
    if let Some(file) = &args.file {
        if args.format == Some(View::Text) {
            bail!("--lines writes json; leave --format out");
        }
        return lines::convert(file, &args.lines, context, |line| value(field, region, line));
    }
    let row = row(field, None, args.text.as_deref().unwrap_or_default(), region);
    let text = if args.format == Some(View::Json) { serde_json::to_string(&row)? + "\n" } else { draw(&row) };
    output::print(text.as_bytes())?;
    Ok(Exit::Done)
}

fn value(field: Field, region: Region, line: &Line) -> Result<Row, Reject> {
    let value: Value = line.json()?;
    let region = lines::region(value.region.as_deref(), line)?.unwrap_or(region);
    Ok(row(field, Some(Id::or_number(value.id, line)), &value.raw.unwrap_or_default(), region))
}

fn row(field: Field, id: Option<Id>, raw: &str, region: Region) -> Row {
    let read = match field {
        Field::Name => reading(name::parse(raw), name_components),
        Field::Email => reading(email::parse(raw), |email| email.components().into()),
        Field::Phone => reading(phone::parse(raw, region), |phone| phone.components().into()),
        Field::Address => reading(address::parse(raw, region), |address| address.components().into()),
    };
    match read {
        Ok(components) => Row { id, components, reading: None },
        Err(reading) => Row { id, components: Components::default(), reading: Some(reading) },
    }
}

fn reading<T>(reading: Reading<T>, components: impl FnOnce(&T) -> Components) -> Result<Components, &'static str> {
    match reading {
        Reading::Read(value) => Ok(components(&value)),
        Reading::Absent => Err("absent"),
        Reading::Unreadable => Err("unreadable"),
    }
}

/// One holder's parts stand by themselves; several are listed, and what the titling says of all comes behind them.
fn name_components(name: &Name) -> Components {
    if name.parties.len() < 2 {
        return name.components().into();
    }
    let parties = name.parties.iter().map(Party::components).map(Components::from).collect();
    let whole = name.components().into_iter().filter(|(label, _)| !label.starts_with("holder_"));
    let whole = whole.map(|(label, text)| (label, Component::Text(text)));
    Components([("parties", Component::Parties(parties))].into_iter().chain(whole).collect())
}

fn draw(row: &Row) -> String {
    match row.reading {
        Some(reading) => format!("{reading}\n"),
        None => drawn(&row.components, ""),
    }
}

fn drawn(components: &Components, indent: &str) -> String {
    let mut text = String::new();
    for (label, part) in &components.0 {
        match part {
            Component::Text(part) => {
                let _ = writeln!(text, "{indent}{label:<14} {}", harmless(part));
            }
            Component::Parties(parties) => {
                for (at, party) in parties.iter().enumerate() {
                    let _ = write!(text, "{indent}holder {}\n{}", at + 1, drawn(party, &format!("{indent}  ")));
                }
            }
        }
    }
    text
}
