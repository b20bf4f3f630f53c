//! What `-v` says on stderr: ids, counts and times, never what a case holds.

use tracing_subscriber::fmt;

/// Starts the log: warnings, with `-v` what is done, with `-vv` how.
pub fn start(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::WARN,
        1 => tracing::Level::INFO,
        _ => tracing::Level::DEBUG,
    };
    let colored = anstream::AutoStream::choice(&std::io::stderr()) != anstream::ColorChoice::Never;
    fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(colored)
        .with_target(false)
        .without_time()
        .init();
}
