//! `ownermatch diff`.

use super::exit::Exit;
use super::settings::Context;

/// Show which answers changed between two files of answers.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: Args, _context: &Context) -> anyhow::Result<Exit> {
    anyhow::bail!("`diff` is not built yet")
}
