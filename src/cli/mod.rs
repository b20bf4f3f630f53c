//! Every subcommand in one list, and the way from arguments to an exit code; one file a subcommand.

mod args;
mod batch;
mod bench;
mod check;
mod compare;
mod completions;
mod config;
mod connect;
mod csv;
mod demo;
mod diff;
mod estimate;
mod evaluate;
mod evasion;
mod exit;
mod explain;
mod fairness;
mod fetch;
mod flags;
mod input;
mod lines;
mod listen;
mod logging;
mod man;
mod output;
mod page;
mod parse;
mod progress;
mod rejects;
mod request_access;
mod sandbox;
mod score;
mod settings;
mod simulate;
mod stream;
mod table;
mod trigger;

use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Parser, Subcommand};
use ownermatch::Model;

use args::GlobalArgs;
use exit::Exit;
use settings::Context;

static VERSION: LazyLock<String> =
    LazyLock::new(|| format!("{} (model {})", env!("CARGO_PKG_VERSION"), Model::default().id()));

/// Does the person who linked a bank account own it? Compares an applicant with the account's owners.
#[derive(Debug, Parser)]
#[command(name = "ownermatch", version = VERSION.as_str(), after_help = exit::HELP, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    global: GlobalArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Score(score::Args),
    Batch(Box<batch::Args>),
    Explain(explain::Args),
    Compare(compare::Args),
    Parse(parse::Args),
    Flags(flags::Args),
    Diff(diff::Args),
    Fetch(fetch::Args),
    Check(check::Args),
    RequestAccess(request_access::Args),
    Listen(listen::Args),
    Sandbox(sandbox::Args),
    Trigger(trigger::Args),
    Simulate(simulate::Args),
    Estimate(estimate::Args),
    Evaluate(evaluate::Args),
    Fairness(fairness::Args),
    Evasion(evasion::Args),
    Bench(bench::Args),
    Config(config::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the command that the arguments name; clap ends the process itself on `--help` and on bad usage.
pub fn main() -> ExitCode {
    exit::on_interrupt();
    let cli = Cli::parse();
    logging::start(cli.global.verbose);
    run(cli).unwrap_or_else(|error| exit::report(&error)).into()
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    let context = Context::load(cli.global.config.as_deref())?;
    match cli.command {
        Command::Demo(args) => demo::run(args, &context),
        Command::Score(args) => score::run(args, &context),
        Command::Batch(args) => batch::run(*args, &context),
        Command::Explain(args) => explain::run(args, &context),
        Command::Compare(args) => compare::run(args, &context),
        Command::Parse(args) => parse::run(args, &context),
        Command::Flags(args) => flags::run(args, &context),
        Command::Diff(args) => diff::run(args, &context),
        Command::Fetch(args) => fetch::run(args, &context),
        Command::Check(args) => check::run(args, &context),
        Command::RequestAccess(args) => request_access::run(args, &context),
        Command::Listen(args) => listen::run(args, &context),
        Command::Sandbox(args) => sandbox::run(args, &context),
        Command::Trigger(args) => trigger::run(args, &context),
        Command::Simulate(args) => simulate::run(args, &context),
        Command::Estimate(args) => estimate::run(args, &context),
        Command::Evaluate(args) => evaluate::run(args, &context),
        Command::Fairness(args) => fairness::run(args, &context),
        Command::Evasion(args) => evasion::run(args, &context),
        Command::Bench(args) => bench::run(args, &context),
        Command::Config(args) => config::run(args, &context),
        Command::Completions(args) => completions::run(args, &context),
        Command::Man(args) => man::run(args, &context),
    }
}
