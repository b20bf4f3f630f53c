//! `ownermatch sandbox`: the stand-in for Stripe on a port of this machine.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::{ValueEnum, ValueHint};
use ownermatch::sandbox::{
    Endpoint, FaultRule, FaultRuleError, Fixtures, GRAMMAR, Refused, SANDBOX_KEY, Sandbox, SandboxOptions,
};
use ownermatch::stripe::webhook::EndpointSecret;

use super::connect::{read_duration, serve};
use super::exit::Exit;
use super::output;
use super::settings::Context;

/// The port that the examples name.
pub const PORT: u16 = 12_111;
/// What webhooks are signed with unless another secret is named; a secret of nothing but made-up data.
pub const SECRET: &str = "whsec_ownermatch_sandbox";

/// Run a stand-in for Stripe on this machine: accounts, links, refreshes, webhooks and faults, and no key.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub struct Args {
    /// Port of 127.0.0.1; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = PORT)]
    port: u16,
    /// Accounts in the form of data/sandbox/accounts.json [default: a built-in set]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    fixtures: Option<PathBuf>,
    /// Where signed webhooks go
    #[arg(long, value_name = "URL")]
    webhook_url: Option<String>,
    /// Variable that holds the secret they are signed with [default secret: whsec_ownermatch_sandbox]
    #[arg(long, value_name = "NAME", requires = "webhook_url")]
    webhook_secret_env: Option<String>,
    /// A fault to have, in the grammar below; may be given several times
    #[arg(long, value_name = "FAULT", value_parser = read_fault)]
    fault: Vec<FaultRule>,
    /// What ids and faults by chance are drawn from: the same seed and requests meet the same faults
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How a refresh is refused that is under way or not available yet, which Stripe does not tell
    #[arg(long, value_name = "HOW", value_enum, default_value_t = RefusedHow::Silently)]
    refused_refresh: RefusedHow,
    /// How long a user takes to link an account in their browser
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = read_duration)]
    link_delay: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RefusedHow {
    /// Status 200, and the account as it stands
    Silently,
    /// Status 400
    Error,
}

fn after_help() -> String {
    format!(
        "Faults:\n  {GRAMMAR}\n\nExamples:\n  ownermatch sandbox\n  ownermatch sandbox --webhook-url http://127.0.0.1:4242/ \\\n    \
         --fault 'POST /v1/financial_connections/accounts/*/refresh: 500, reset@120'"
    )
}

/// Runs the command until it is interrupted.
pub fn run(args: Args, _context: &Context) -> anyhow::Result<Exit> {
    let options = SandboxOptions {
        fixtures: args.fixtures.as_deref().map_or(Ok(Fixtures::default()), read_fixtures)?,
        endpoint: endpoint(&args)?,
        faults: args.fault,
        seed: args.seed,
        refused_refresh: match args.refused_refresh {
            RefusedHow::Silently => Refused::Silently,
            RefusedHow::Error => Refused::WithError,
        },
        link_delay: args.link_delay,
    };
    let webhooks = options.endpoint.as_ref().map(|endpoint| endpoint.url.clone());
    serve(async {
        let sandbox = Sandbox::start(options, args.port).await;
        let sandbox = sandbox
            .with_context(|| format!("port {} cannot be listened on; name another with --port, or 0", args.port))?;
        output::print(welcome(&sandbox, webhooks.as_deref()).as_bytes())?;
        sandbox.run().await;
        Ok(Exit::Done)
    })
}

fn read_fault(text: &str) -> Result<FaultRule, String> {
    let rule: FaultRule = text.parse().map_err(|error: FaultRuleError| error.to_string())?;
    let strikes = rule.can_strike().then_some(rule);
    strikes.ok_or_else(|| "column 1: no call of the sandbox has this method and path".into())
}

fn read_fixtures(path: &Path) -> anyhow::Result<Fixtures> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Fixtures::read(&text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))
}

fn endpoint(args: &Args) -> anyhow::Result<Option<Endpoint>> {
    let Some(url) = args.webhook_url.clone() else { return Ok(None) };
    if !url::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host()) {
        bail!("--webhook-url must be an address that begins with http:// or https://");
    }
    Ok(Some(Endpoint { url, secret: secret(args.webhook_secret_env.as_deref())? }))
}

/// The secret in a variable; without one, the sandbox's own.
pub fn secret(variable: Option<&str>) -> anyhow::Result<EndpointSecret> {
    let text = match variable {
        Some(variable) => std::env::var(variable).map_err(|_| anyhow::anyhow!("{} is not set", named(variable)))?,
        None => SECRET.to_owned(),
    };
    EndpointSecret::new(text)
        .with_context(|| format!("{} holds no secret", variable.map_or("the sandbox".into(), named)))
}

/// A variable's name; a secret typed in its place is not repeated.
fn named(variable: &str) -> String {
    let is_name = variable.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_name { variable.to_owned() } else { "the variable (it must be a NAME, not the secret itself)".into() }
}

fn welcome(sandbox: &Sandbox, webhooks: Option<&str>) -> String {
    let accounts = sandbox.backend().fixture_ids().join(" ");
    let accounts = super::page::fold_words(&accounts, 68).join("\n            ");
    format!(
        "A stand-in for Stripe with made-up accounts; in another terminal:\n\n  \
         export OWNERMATCH_STRIPE_BASE={} STRIPE_API_KEY={SANDBOX_KEY}\n  \
         ownermatch fetch fca_joint\n\n\
         webhooks    {}\n\
         accounts    {accounts}\n\n\
         Interrupt to end it.\n",
        sandbox.base(),
        webhooks.unwrap_or("none; --webhook-url names where they go"),
    )
}
