//! `ownermatch demo`: the whole road from a customer to three decisions, against the sandbox, in a few seconds.

mod receiver;
mod story;

use std::io::Write;

use anyhow::{Context as _, bail};
use ownermatch::case::{self, Line};
use ownermatch::sandbox::{Endpoint, Fixtures, SANDBOX_KEY, Sandbox, SandboxOptions};
use ownermatch::stripe::wire::{Account, EventType, OwnerInformation};
use ownermatch::stripe::{
    Access, Client, Compared, Fetch, Fetched, Holder, NewCustomer, NewSession, Owners, SecretKey,
};
use ownermatch::{Applicant, Matcher};
use serde::Deserialize;
use serde_json::Value;

use self::receiver::Receiver;
use super::connect::block_on;
use super::exit::Exit;
use super::output;
use super::page::Page;
use super::sandbox::secret;
use super::settings::Context;

const CAST: &str = include_str!("../../../data/sandbox/demo.json");

/// See the whole of it at work: no key, no network, a few seconds.
///
/// Starts a stand-in for Stripe, makes a customer, lets them link an account, receives the signed webhook, fetches the
/// owners and decides about three applicants. Everybody in it is made up.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  ownermatch demo")]
pub struct Args {}

/// Who appears: the account's name among the fixtures, and who says that it is theirs.
#[derive(Deserialize)]
struct Cast {
    account: String,
    applicants: Vec<Role>,
}

#[derive(Deserialize)]
struct Role {
    who: String,
    applicant: Value,
}

/// Runs the command.
pub fn run(_args: Args, _context: &Context) -> anyhow::Result<Exit> {
    let cast: Cast = serde_json::from_str(CAST).context("the built-in demo")?;
    block_on(play(&cast))
}

async fn play(cast: &Cast) -> anyhow::Result<Exit> {
    let mut out = output::styled_stdout();
    let page = Page::of_stdout();
    let mut receiver = Receiver::start(secret(None)?).await?;
    let options = SandboxOptions {
        fixtures: Fixtures::default(),
        endpoint: Some(Endpoint { url: receiver.url(), secret: secret(None)? }),
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options, 0).await.context("the sandbox cannot be started")?;
    let client = Client::builder(SecretKey::new(SANDBOX_KEY)?).base(sandbox.base()).build()?;
    out.write_all(story::opening(&sandbox.base(), page).as_bytes())?;

    let account = link(cast, &client, &mut receiver, &mut out).await?;
    let fetch = Fetch::default().woken_by(receiver.wake());
    let Fetched::Owners(owners) = client.fetch_owners(&account, &fetch).await? else {
        bail!("the sandbox gave no owners");
    };
    out.write_all(story::fetched(&account, &owners).as_bytes())?;
    for role in &cast.applicants {
        decide(role, &client, &account, &owners, &mut out, page).await?;
    }
    out.write_all(story::closing(page).as_bytes())?;
    out.flush()?;
    Ok(Exit::Done)
}

/// From nothing to a linked account whose ownership is refreshed, each step told as it happens.
async fn link(cast: &Cast, client: &Client, receiver: &mut Receiver, out: &mut dyn Write) -> anyhow::Result<String> {
    let metadata = vec![("sandbox_link".to_owned(), cast.account.clone())];
    let new = NewCustomer { metadata, ..NewCustomer::default() };
    let customer = client.create_customer(&new).await?.id.context("a customer without an id")?;
    out.write_all(story::customer(&customer, &cast.account).as_bytes())?;
    let new = NewSession::new(Holder::Customer(customer), Access::ownership().prefetched());
    let session = client.create_session(&new).await?.id.context("a session without an id")?;
    out.write_all(story::session(&session).as_bytes())?;
    out.flush()?;
    let account = receiver.wait_for(&EventType::AccountCreated).await?;
    let account: Account = account.financial_connections_account().context("an event without its account")?;
    let id = account.id.clone().context("an account without an id")?;
    out.write_all(story::linked(&id, &account).as_bytes())?;
    out.flush()?;
    let refreshed = receiver.wait_for(&EventType::RefreshedOwnership).await?.financial_connections_account();
    out.write_all(story::webhook(&refreshed.unwrap_or_default()).as_bytes())?;
    out.flush()?;
    Ok(id)
}

async fn decide(
    role: &Role,
    client: &Client,
    account: &str,
    owners: &Owners,
    out: &mut dyn Write,
    page: Page,
) -> anyhow::Result<()> {
    let applicant = case::read_applicant(&Line::new(1, 0, role.applicant.to_string().into()));
    let applicant: Applicant = applicant.map_err(|reject| anyhow::anyhow!("the built-in demo: {reject}"))?;
    let explanation = Matcher::default().explain(&applicant, &owners.ownership());
    out.write_all(story::decision(&role.who, &explanation, page).as_bytes())?;
    let information = OwnerInformation::deserialize(&role.applicant).context("the built-in demo")?;
    let matched = client.create_ownership_match(account, &Compared::Information(information)).await?;
    Ok(out.write_all(story::as_stripe_says_it(&matched.results).as_bytes())?)
}
