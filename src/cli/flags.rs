//! `ownermatch flags`.

use super::exit::Exit;
use super::settings::Context;

/// List every flag, its severity, meaning and source.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: Args, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("`flags` is not built yet")
}
