//! `ownermatch parse`.

use super::exit::Exit;
use super::settings::Context;

/// Show how a name, email, phone or address is read.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: Args, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("`parse` is not built yet")
}
