//! `ownermatch compare`: one field of two sides, or a file of pairs.

use std::path::PathBuf;

use anyhow::bail;
use clap::{ValueEnum, ValueHint};
use ownermatch::case::{Line, Reject, significant};
use ownermatch::{Applicant, Compared, Field, Matcher, Owner, OwnerMatch, Ownership};
use serde::{Deserialize, Serialize};

use super::args::{LineArgs, MatcherArgs};
use super::exit::Exit;
use super::lines::{self, Id};
use super::output::View;
use super::page::Page;
use super::settings::Context;
use super::{explain, output};

/// Compare two names, emails, phones or addresses.
///
/// log_odds is log2 of the odds that both belong to the same person, from this field and the prior alone. Where a side
/// is absent or unreadable the level says so, the score is 0 and log_odds is the prior's.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch compare name 'Bob Okonkwo' 'OKONKWO ROBERT T'\n  \
    ownermatch compare phone '020 7946 0958' +442079460958 --region GB\n  \
    ownermatch compare address --pairs pairs.ndjson\n\n\
    A pair is {\"id\", \"a\", \"b\"[, \"region\"]}, a is the applicant's and b the bank's.")]
pub struct Args {
    /// The field
    kind: Kind,
    /// As the applicant gave it
    #[arg(required_unless_present = "pairs", requires = "owner")]
    applicant: Option<String>,
    /// As the bank has it
    owner: Option<String>,
    /// Compare every pair of a file of JSON lines; - is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "applicant")]
    pairs: Option<PathBuf>,
    /// text for people, json for one object a line; --pairs writes json [default: text]
    #[arg(long, value_enum)]
    format: Option<View>,
    #[command(flatten)]
    matcher: MatcherArgs,
    #[command(flatten)]
    lines: LineArgs,
}

/// A field by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Name,
    Email,
    Phone,
    Address,
}

impl From<Kind> for Field {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Name => Self::Name,
            Kind::Email => Self::Email,
            Kind::Phone => Self::Phone,
            Kind::Address => Self::Address,
        }
    }
}

#[derive(Deserialize)]
struct Pair {
    id: Option<Id>,
    a: Option<String>,
    b: Option<String>,
    region: Option<String>,
}

#[derive(Serialize)]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Id>,
    score: u8,
    level: &'static str,
    log_odds: f64,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let matcher = context.matcher(&args.matcher)?;
    let field = args.kind.into();
    if let Some(file) = &args.pairs {
        if args.format == Some(View::Text) {
            bail!("--pairs writes json; leave --format out");
        }
        return lines::convert(file, &args.lines, context, |line| pair(&matcher, field, line));
    }
    let sides = sides(field, args.applicant, args.owner);
    if args.format == Some(View::Json) {
        let row = row(&matcher, field, None, &sides);
        output::print(format!("{}\n", serde_json::to_string(&row)?).as_bytes())?;
        return Ok(Exit::Done);
    }
    draw(&matcher, field, sides)?;
    Ok(Exit::Done)
}

fn pair(matcher: &Matcher, field: Field, line: &Line) -> Result<Row, Reject> {
    let Pair { id, a, b, region } = line.json()?;
    let region = lines::region(region.as_deref(), line)?;
    let matcher = region.map_or_else(|| matcher.clone(), |region| matcher.clone().region(region));
    Ok(row(&matcher, field, Some(Id::or_number(id, line)), &sides(field, a, b)))
}

/// Two sides of one field and nothing else.
fn sides(field: Field, applicant: Option<String>, owner: Option<String>) -> (Applicant, Owner) {
    let [applicant, owner] = [applicant, owner].map(Option::unwrap_or_default);
    match field {
        Field::Name => (Applicant::new(applicant), Owner::new(owner)),
        Field::Email => (Applicant::default().email(applicant), Owner::default().email(owner)),
        Field::Phone => (Applicant::default().phone(applicant), Owner::default().phone(owner)),
        Field::Address => (Applicant::default().address(applicant), Owner::default().raw_address(owner)),
    }
}

fn row(matcher: &Matcher, field: Field, id: Option<Id>, (applicant, owner): &(Applicant, Owner)) -> Row {
    let Some(best) = best(matcher, applicant, owner) else {
        return Row { id, score: 0, level: "absent", log_odds: 0.0 };
    };
    let (level, score) = match best.comparison.level(field) {
        Compared::Read(level) => (level.code, level.match_score.value()),
        Compared::Unreadable => ("unreadable", 0),
        Compared::NotGiven | Compared::Missing => ("absent", 0),
    };
    Row { id, score, level, log_odds: significant(best.weighed.log_odds) }
}

/// Of the persons in a joint string the one who fits best.
fn best(matcher: &Matcher, applicant: &Applicant, owner: &Owner) -> Option<OwnerMatch> {
    let applicant = matcher.read_applicant(applicant);
    let owners = matcher.read_owners(std::slice::from_ref(owner));
    let compared = owners.iter().map(|owner| matcher.compare(&applicant, owner));
    compared.max_by(|one, other| one.weighed.log_odds.total_cmp(&other.weighed.log_odds))
}

/// One pair for people: what was typed is shown as it is.
fn draw(matcher: &Matcher, field: Field, (applicant, owner): (Applicant, Owner)) -> anyhow::Result<()> {
    let page = Page::of_stdout();
    let row = row(matcher, field, None, &(applicant.clone(), owner.clone()));
    let explanation = matcher.explain(&applicant, &Ownership::from(vec![owner]));
    let view = explanation.fields.iter().find(|view| view.field == field);
    let sides = view.map(|view| explain::sides::head(page) + &explain::sides::field(view, page)).unwrap_or_default();
    let mut out = output::styled_stdout();
    let level = format!("{sides}\nlevel {}, score {}, log odds {:+.2} bits\n", row.level, row.score, row.log_odds);
    std::io::Write::write_all(&mut out, level.as_bytes())?;
    Ok(std::io::Write::flush(&mut out)?)
}
