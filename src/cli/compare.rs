//! `ownermatch compare`.

use super::exit::Exit;
use super::settings::Context;

/// Compare two names, emails, phones or addresses.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: Args, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("`compare` is not built yet")
}
