//! `ownermatch man`: the manual page.

use clap::CommandFactory;

use super::Cli;
use super::exit::Exit;
use super::output;
use super::settings::Context;

/// Print the manual page, in roff.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  ownermatch man | man -l -")]
pub struct Args {}

/// Runs the command: the page of the program, then those of its subcommands.
pub fn run(_args: Args, _context: &Context) -> anyhow::Result<Exit> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands() {
        clap_mangen::Man::new(subcommand.clone()).render(&mut page)?;
    }
    output::print(&page)?;
    Ok(Exit::Done)
}
