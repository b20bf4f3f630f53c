//! `ownermatch trigger`: makes something happen to an account of a running sandbox.

use anyhow::bail;
use ownermatch::sandbox::{self, SANDBOX_KEY};
use ownermatch::stripe::{Client, Error, SecretKey};

use super::connect::block_on;
use super::exit::Exit;
use super::output;
use super::settings::{Context, Key};

/// Make something happen to an account of a running sandbox, with its webhook.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch trigger refreshed_ownership --account fca_single --status failed\n  \
    ownermatch trigger deactivated --account fca_single --base http://127.0.0.1:12111\n\n\
    deactivated, reactivated and disconnected change the account, refreshed_ownership ends a refresh.\n\
    created, refreshed_balance, upcoming_deactivation and the other events of an account are sent alone.")]
pub struct Args {
    /// The event, with or without `financial_connections.account.` before it
    event: String,
    /// The account, fca_...
    #[arg(long, value_name = "ID")]
    account: String,
    /// How the refresh ended: succeeded or failed; for refreshed_ownership
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Connected account that the account was linked for, acct_...
    #[arg(long, value_name = "ID")]
    stripe_account: Option<String>,
    /// Address of the sandbox [default: OWNERMATCH_STRIPE_BASE]
    #[arg(long, value_name = "URL")]
    base: Option<String>,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let base = context.setting(Key::StripeBase, args.base.as_deref());
    if !base.value.starts_with("http://") {
        bail!("trigger talks to a running sandbox, over plain HTTP: name it with --base or OWNERMATCH_STRIPE_BASE");
    }
    let mut builder = Client::builder(SecretKey::new(SANDBOX_KEY)?).base(base.value);
    let connected = context.setting(Key::StripeAccount, args.stripe_account.as_deref());
    if !connected.value.is_empty() {
        builder = builder.stripe_account(connected.value);
    }
    let client = builder.build()?;
    let sent = async { Ok(sandbox::trigger(&client, &args.event, &args.account, args.status.as_deref()).await) };
    match block_on(sent)? {
        Ok(event) => {
            output::print(format!("{} {}\n", event.id, event.kind.as_str()).as_bytes())?;
            Ok(Exit::Done)
        }
        Err(error) => refused(error),
    }
}

/// A sandbox holds made-up data, so what it says may be shown.
fn refused(error: Error) -> anyhow::Result<Exit> {
    match error.fault().and_then(|fault| fault.message.as_deref()) {
        Some(said) => {
            output::talk(&format!("ownermatch: the sandbox: {said}"));
            Ok(Exit::Stripe)
        }
        None => Err(error.into()),
    }
}
