//! `ownermatch trigger`: makes something happen to an account of a running sandbox.

use anyhow::bail;
use ownermatch::sandbox::{self, SANDBOX_KEY};
use ownermatch::stripe::{Client, Error, SecretKey};

use super::connect::block_on;
use super::exit::Exit;
use super::output;
use super::settings::{Context, Key, Source};

/// Make something happen to an account of a running sandbox, with its webhook.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch trigger refreshed_ownership --account fca_single --status failed\n  \
    ownermatch trigger financial_connections.account.deactivated --account fca_single --base http://127.0.0.1:12111\n\n\
    deactivated, reactivated and disconnected change the account; refreshed_ownership ends a refresh; other events of\n\
    an account are sent as they are.")]
pub struct Args {
    /// The event, with or without `financial_connections.account.` before it
    event: String,
    /// The account, fca_...
    #[arg(long, value_name = "ID")]
    account: String,
    /// How the refresh ended: succeeded or failed; for refreshed_ownership
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Address of the sandbox [default: OWNERMATCH_STRIPE_BASE]
    #[arg(long, value_name = "URL")]
    base: Option<String>,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let base = context.setting(Key::StripeBase, args.base.as_deref());
    if base.source == Source::Default {
        bail!("trigger talks to a running sandbox: name it with --base or OWNERMATCH_STRIPE_BASE");
    }
    let client = Client::builder(SecretKey::new(SANDBOX_KEY)?).base(base.value).build()?;
    let event = block_on(async {
        let sent = sandbox::trigger(&client, &args.event, &args.account, args.status.as_deref()).await;
        sent.map_err(in_its_own_words)
    })?;
    output::print(format!("{} {}\n", event.id, event.kind.as_str()).as_bytes())?;
    Ok(Exit::Done)
}

/// A sandbox holds made-up data, so what it says may be shown.
fn in_its_own_words(error: Error) -> anyhow::Error {
    let said = error.fault().and_then(|fault| fault.message.clone());
    let error = anyhow::Error::from(error);
    match said {
        Some(said) => error.context(said),
        None => error,
    }
}
