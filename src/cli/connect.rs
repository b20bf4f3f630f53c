//! What the commands that talk to Stripe share: where it is, the key, and how long to wait.

use std::io::IsTerminal;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::ValueHint;
use ownermatch::stripe::{Client, SecretKey, Unavailable};

use super::output;
use super::settings::{Context, Key};

/// The variable that holds the key, as Stripe's own tools name it.
const KEY_VARIABLE: &str = "STRIPE_API_KEY";

/// Where Stripe is, and with which key; the key's text is never an argument.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Stripe (the key comes from STRIPE_API_KEY unless --key-file is given)")]
pub struct StripeArgs {
    /// File of mode 0600 that holds the key; - is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub key_file: Option<String>,
    /// Address of the API [default: Stripe's]
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// Connected account to act for, acct_...
    #[arg(long, value_name = "ID")]
    pub stripe_account: Option<String>,
    /// API version to ask for
    #[arg(long, value_name = "VERSION")]
    pub stripe_version: Option<String>,
}

impl StripeArgs {
    /// A client as the settings ask for.
    pub fn client(&self, context: &Context) -> anyhow::Result<Client> {
        let base = context.setting(Key::StripeBase, self.base.as_deref());
        let version = context.setting(Key::StripeVersion, self.stripe_version.as_deref());
        let account = context.setting(Key::StripeAccount, self.stripe_account.as_deref());
        let mut builder = Client::builder(self.key(context)?).base(base.value).version(version.value);
        if !account.value.is_empty() {
            builder = builder.stripe_account(account.value);
        }
        Ok(builder.build()?)
    }

    /// Whether the key is read from stdin.
    pub fn key_is_stdin(&self, context: &Context) -> bool {
        context.setting(Key::SecretFile, self.key_file.as_deref()).value == "-"
    }

    fn key(&self, context: &Context) -> anyhow::Result<SecretKey> {
        let file = context.setting(Key::SecretFile, self.key_file.as_deref());
        match file.value.as_str() {
            "" => SecretKey::from_env(KEY_VARIABLE).with_context(|| {
                format!("no key: set {KEY_VARIABLE}, or name a file of mode 0600 with --key-file; best a restricted key, rk_test_...")
            }),
            "-" => Ok(SecretKey::from_reader(std::io::stdin())?),
            // A key typed in place of its file's name is not repeated.
            path if ["sk_", "rk_", "pk_"].iter().any(|start| path.starts_with(start)) => {
                bail!("--key-file names a file that holds the key, and this looks like the key itself")
            }
            path => Ok(SecretKey::from_file(Path::new(path))?),
        }
    }
}

/// Runs a future to its end, on this thread alone.
pub fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("the asynchronous runtime cannot be started")?.block_on(work)
}

/// Tells a person at a terminal that there is something to wait for.
pub async fn patiently<T>(work: impl Future<Output = T>) -> T {
    const PATIENCE: Duration = Duration::from_secs(2);
    let mut work = std::pin::pin!(work);
    match tokio::time::timeout(PATIENCE, &mut work).await {
        Ok(done) => done,
        Err(_) => {
            if std::io::stderr().is_terminal() {
                output::talk("waiting for Stripe and the bank; interrupt to stop");
            }
            work.await
        }
    }
}

/// Runs a server until it ends, on several threads: one that waits for its reader must not stop the others.
pub fn serve<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.context("the asynchronous runtime cannot be started")?.block_on(work)
}

/// `60s`, `1m`, `500ms`.
pub fn read_duration(text: &str) -> Result<Duration, String> {
    let read = text.parse::<jiff::SignedDuration>().ok();
    let read = read.and_then(|duration| Duration::try_from(duration).ok());
    read.ok_or_else(|| "a duration is a number with its unit, such as 60s, 1m or 500ms".into())
}

/// Why there are no owners, as a line for people.
pub fn tell_unavailable(account: &str, why: &Unavailable) -> String {
    format!("{account}: no owners ({}): {why}{}", why.code(), until(why))
}

/// Why the owners are old, as a line for people.
pub fn tell_stale(account: &str, why: &Unavailable) -> String {
    format!("{account}: old owners ({}): {why}{}", why.code(), until(why))
}

fn until(why: &Unavailable) -> String {
    let time = why.until().and_then(|until| jiff::Timestamp::from_second(until).ok());
    time.map(|time| format!("; not before {time}")).unwrap_or_default()
}
