//! The command line of ownermatch: arguments in, answers out, an exit code.
#![forbid(unsafe_code)]

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
