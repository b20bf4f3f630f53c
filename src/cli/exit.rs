//! Exit codes of every command, and how an error becomes one.

use std::io;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use ownermatch::stripe::{self, ErrorKind};
use ownermatch::{Decision, batch};

use signal_hook::consts::SIGINT;

use super::output;

/// The table under every `--help`.
pub const HELP: &str = "\
Exit codes of every command:
    0  done
    2  usage or configuration
    3  rows were rejected, more than --max-rejects
    4  Stripe could not answer, or not for every account
   10  review             )
   11  no_match           )  of a command that decides one case
   12  insufficient_data  )
   74  input or output failed
  130  interrupted";

/// What a shell reports for a process that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// Whether an interrupt ends the process without a word.
static AT_ONCE: LazyLock<Arc<AtomicBool>> = LazyLock::new(|| Arc::new(AtomicBool::new(true)));

/// Ends the process with its code on an interrupt.
pub fn on_interrupt() {
    // Where the signal cannot be caught, its default action ends the process all the same.
    let _ = signal_hook::flag::register_conditional_shutdown(SIGINT, INTERRUPTED, Arc::clone(&AT_ONCE));
}

/// From now on an interrupt is answered by `act` before it ends the process.
pub fn first_on_interrupt(act: impl FnOnce() + Send + 'static) {
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT]) else { return };
    std::thread::spawn(move || {
        if signals.forever().next().is_some() {
            act();
            std::process::exit(INTERRUPTED);
        }
    });
    AT_ONCE.store(false, Ordering::Relaxed);
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Usage or configuration.
    Usage = 2,
    /// Rows were rejected.
    Rejected = 3,
    /// Stripe could not answer.
    Stripe = 4,
    /// One case, and it needs a look.
    Review = 10,
    /// One case, and the applicant does not own the account.
    NoMatch = 11,
    /// One case, and nothing can be said.
    InsufficientData = 12,
    /// Input or output failed.
    InputOutput = 74,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Decision> for Exit {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Match => Self::Done,
            Decision::Review => Self::Review,
            Decision::NoMatch => Self::NoMatch,
            Decision::InsufficientData => Self::InsufficientData,
        }
    }
}

/// Says what went wrong on stderr; a reader that went away (`| head`) is no error and gets no words.
pub fn report(error: &anyhow::Error) -> Exit {
    if let Some(failed) = error.chain().find_map(|cause| cause.downcast_ref::<stripe::Error>()) {
        let is_usage = failed.kind() == ErrorKind::Refused;
        let shown = error.root_cause().downcast_ref::<stripe::Error>().and_then(parameter);
        let exit = eprintln_quietly(error, if is_usage { Exit::Usage } else { Exit::Stripe });
        shown.iter().for_each(|name| output::talk(&format!("the parameter at fault: {name}")));
        return exit;
    }
    if let Some(failed) = error.chain().find_map(|cause| cause.downcast_ref::<batch::Error>()) {
        return eprintln_quietly(error, if failed.is_io() { Exit::InputOutput } else { Exit::Usage });
    }
    let failed = error.chain().find_map(|cause| cause.downcast_ref::<io::Error>());
    match failed {
        Some(failed) if failed.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Some(_) => eprintln_quietly(error, Exit::InputOutput),
        None => eprintln_quietly(error, Exit::Usage),
    }
}

/// The name of the parameter that Stripe finds fault with, where it has the form of one of Stripe's own names.
fn parameter(error: &stripe::Error) -> Option<String> {
    let name = error.fault()?.param.as_deref()?;
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'[' | b']');
    let is_own = name.len() <= 100 && name.bytes().all(is_name) && !name.starts_with("metadata[");
    is_own.then(|| name.to_owned())
}

/// A closed stderr must not turn into a panic.
fn eprintln_quietly(error: &anyhow::Error, exit: Exit) -> Exit {
    use io::Write;
    let _ = writeln!(anstream::stderr(), "ownermatch: {error:#}");
    exit
}
