//! `ownermatch fetch`: accounts with their owners from Stripe, as JSON lines.

use std::io::Write;
use std::pin::pin;
use std::time::Duration;

use anyhow::bail;
use futures_util::StreamExt;
use ownermatch::stripe::{Client, Fetch, Fetched, Refresh};

use super::connect::{StripeArgs, block_on, patiently, read_duration, tell_stale, tell_unavailable};
use super::exit::Exit;
use super::output;
use super::settings::Context;

/// Accounts fetched at once; the pace is kept by the client.
const AT_ONCE: usize = 16;

/// Fetch accounts with all their owners, one JSON object a line.
///
/// Lines come in the order in which Stripe answers. Each is Stripe's account object, as far as it matters here (no balances, transactions or account numbers), with
/// `ownership` expanded and every page of owners in it. An account without
/// owners is told on stderr with the reason, and makes the exit code 4; it is never a line.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch fetch fca_1 fca_2 > accounts.ndjson\n  \
    ownermatch fetch --from-customer cus_1 --refresh --wait 2m |\n    \
    ownermatch score - --applicants applicants.ndjson")]
pub struct Args {
    /// Accounts, fca_...
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Also every account of this customer, cus_...
    #[arg(long, value_name = "ID")]
    from_customer: Vec<String>,
    /// Also every account linked in this session, fcsess_...
    #[arg(long, value_name = "ID")]
    from_session: Vec<String>,
    /// Also the account behind this payment method, pm_...
    #[arg(long, value_name = "ID")]
    from_payment_method: Vec<String>,
    /// Also the account behind this setup or payment intent, seti_... or pi_...
    #[arg(long, value_name = "ID")]
    from_intent: Vec<String>,
    /// Also the account behind this Checkout session, cs_...
    #[arg(long, value_name = "ID")]
    from_checkout: Vec<String>,
    #[command(flatten)]
    how: FetchArgs,
    #[command(flatten)]
    stripe: StripeArgs,
}

/// When the bank is asked anew, and how long that is waited for.
#[derive(Clone, Debug, clap::Args)]
pub struct FetchArgs {
    /// Ask the bank anew where Stripe allows it; otherwise only where it was never asked
    #[arg(long)]
    refresh: bool,
    /// How long to wait for a refresh; 0s looks once
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = read_duration)]
    wait: Duration,
}

impl FetchArgs {
    pub fn read(&self) -> Fetch {
        let refresh = if self.refresh { Refresh::Always } else { Refresh::IfNeeded };
        Fetch::default().refresh(refresh).wait(self.wait)
    }
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let client = args.stripe.client(context)?;
    block_on(patiently(fetch(&args, &client)))
}

async fn fetch(args: &Args, client: &Client) -> anyhow::Result<Exit> {
    let (accounts, mut exit) = accounts(args, client).await?;
    let how = args.how.read();
    let mut fetched = pin!(client.fetch_many(accounts, &how, AT_ONCE));
    let mut out = output::plain_stdout();
    while let Some((account, outcome)) = fetched.next().await {
        let told = match outcome {
            Ok(Fetched::Owners(owners)) => {
                // Line by line and as they come, so that an interrupt loses nothing that was fetched.
                writeln!(out, "{}", serde_json::to_string(&owners.account)?)?;
                out.flush()?;
                owners.stale.map(|why| tell_stale(&account, &why))
            }
            Ok(Fetched::Unavailable(why)) => {
                exit = Exit::Stripe;
                Some(tell_unavailable(&account, &why))
            }
            Err(error) => {
                exit = Exit::Stripe;
                Some(format!("{account}: {error}"))
            }
        };
        told.iter().for_each(|told| output::talk(told));
    }
    Ok(exit)
}

/// Every account that was asked for; a road that leads nowhere is told, and stops no other.
async fn accounts(args: &Args, client: &Client) -> anyhow::Result<(Vec<String>, Exit)> {
    let (mut accounts, mut exit) = (Vec::new(), Exit::Done);
    for id in asked(args)? {
        let told = match client.accounts_behind(id).await {
            Ok(found) if !found.is_empty() => {
                accounts.extend(found);
                continue;
            }
            Ok(_) => format!("{id}: no account linked; the user is not done, or typed the number in"),
            Err(error) => format!("{id}: {error}"),
        };
        output::talk(&told);
        exit = Exit::Stripe;
    }
    Ok((accounts, exit))
}

/// What is no id is not repeated: it may be a key.
pub fn is_id(id: &str, prefixes: &[&str]) -> bool {
    let is_plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_plain && prefixes.iter().any(|prefix| id.starts_with(prefix))
}

/// The ids of the arguments, each of the kind that its place asks for.
fn asked(args: &Args) -> anyhow::Result<Vec<&String>> {
    let roads: [(&str, &[&str], &[String]); 6] = [
        ("ACCOUNT (a customer's accounts: --from-customer)", &["fca_"], &args.accounts),
        ("--from-customer", &["cus_"], &args.from_customer),
        ("--from-session", &["fcsess_"], &args.from_session),
        ("--from-payment-method", &["pm_"], &args.from_payment_method),
        ("--from-intent", &["seti_", "pi_"], &args.from_intent),
        ("--from-checkout", &["cs_"], &args.from_checkout),
    ];
    let mut asked = Vec::new();
    for (road, prefixes, ids) in roads {
        if !ids.iter().all(|id| is_id(id, prefixes)) {
            let prefixes = prefixes.join(" or ");
            bail!("{road} takes ids that begin with {prefixes}, of letters, digits and underscores");
        }
        asked.extend(ids);
    }
    if asked.is_empty() {
        bail!("no account to fetch: name one (fca_...), or where to find some (--from-customer cus_...)");
    }
    Ok(asked)
}
