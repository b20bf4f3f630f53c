//! `ownermatch completions`: what a shell needs to complete the arguments.

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;
use super::exit::Exit;
use super::output;
use super::settings::Context;

/// Print the completions of a shell.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  ownermatch completions bash > ~/.local/share/bash-completion/completions/ownermatch"
)]
pub struct Args {
    /// The shell
    shell: Shell,
}

/// Runs the command.
pub fn run(args: Args, _context: &Context) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "ownermatch", &mut script);
    output::print(&script)?;
    Ok(Exit::Done)
}
