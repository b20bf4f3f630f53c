//! `ownermatch explain`.

use super::exit::Exit;
use super::settings::Context;

/// Say why a case came out as it did.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: Args, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("`explain` is not built yet")
}
