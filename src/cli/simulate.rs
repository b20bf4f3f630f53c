//! `ownermatch simulate`: made cases with the truth beside them, as JSON lines.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::ValueHint;
use ownermatch::simulate::{Rates, Simulator};

use super::exit::Exit;
use super::output;
use super::settings::Context;

/// Make labelled cases: people, households, businesses and thieves, as they type and as a bank reports them.
///
/// Every line is a case with `label` (same_person, or the rival that the applicant is), `kind` and `origin`. Names and
/// places come from the US Census by origin group; how often a bank leaves out, shortens or misprints what is in
/// data/simulate/rates.toml, each rate with its source or marked `assumed`. Nobody in it is real.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch simulate --cases 1000 --seed 7 > cases.ndjson\n  \
    ownermatch simulate --cases 100000 --seed 7 --noise 2 | ownermatch score - > answers.ndjson\n\n\
    The same seed and rates give the same bytes, and the case of a number is the same in a file of any size.")]
pub struct Args {
    /// How many
    #[arg(long, value_name = "N")]
    cases: u64,
    /// What they are drawn from
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Share of applicants who own the account they link
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = read_share)]
    owner_share: f64,
    /// Rates in the form of data/simulate/rates.toml [default: built in]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    error_rates: Option<PathBuf>,
    /// Every rate of [applicant], [bank] and [business] times this: .5 and 2 show how figures move with what is only assumed
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = read_factor)]
    noise: f64,
}

fn read_share(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "a share is a number from 0 to 1".into())
}

fn read_factor(text: &str) -> Result<f64, String> {
    let factor = text.parse().ok().filter(|factor| (0.0..=100.0).contains(factor));
    factor.ok_or_else(|| "a factor is a number from 0 to 100".into())
}

/// Runs the command.
pub fn run(args: Args, _context: &Context) -> anyhow::Result<Exit> {
    let rates = args.error_rates.as_deref().map_or(Ok(Rates::default()), read_rates)?;
    let simulator = Simulator::new(args.seed).rates(rates.with_noise_times(args.noise)).owner_share(args.owner_share);
    let mut out = output::plain_stdout();
    for number in 0..args.cases {
        serde_json::to_writer(&mut out, &simulator.case(number)).map_err(std::io::Error::from)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn read_rates(path: &std::path::Path) -> anyhow::Result<Rates> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Rates::from_toml(&text).with_context(|| path.display().to_string())
}
