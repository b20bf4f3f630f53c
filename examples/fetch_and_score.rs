//! An account's owners from Stripe, and a decision: `cargo run --example fetch_and_score`.
//!
//! Without a key in STRIPE_API_KEY it starts a sandbox of its own; with one it asks Stripe for the account named as the
//! first argument.

use ownermatch::sandbox::{SANDBOX_KEY, Sandbox, SandboxOptions};
use ownermatch::stripe::{Client, Fetch, Fetched, SecretKey};
use ownermatch::{Applicant, Matcher, reasons};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let account = std::env::args().nth(1).unwrap_or_else(|| "fca_joint".into());
    let (_sandbox, client) = client().await?;
    let applicant = Applicant::new("Maren Halvorsen").email("maren.halvorsen@outlook.com").phone("218-591-8264");

    match client.fetch_owners(&account, &Fetch::default()).await? {
        Fetched::Owners(owners) => {
            let matcher = Matcher::default();
            let answer = matcher.match_ownership(&applicant, &owners.ownership());
            println!("{account}: {}, {} %", answer.decision.code(), answer.score);
            for reason in reasons(&answer, matcher.current_policy()) {
                println!("  {:+6.2} bits  {}", reason.bits, reason.text);
            }
        }
        // No answer about the applicant: ask again later, or verify the account another way.
        Fetched::Unavailable(why) => println!("{account}: no owners: {why}"),
    }
    Ok(())
}

async fn client() -> Result<(Option<Sandbox>, Client), Box<dyn std::error::Error>> {
    if let Ok(key) = SecretKey::from_env("STRIPE_API_KEY") {
        return Ok((None, Client::new(key)?));
    }
    let sandbox = Sandbox::start(SandboxOptions::default(), 0).await?;
    let client = Client::builder(SecretKey::new(SANDBOX_KEY)?).base(sandbox.base()).build()?;
    Ok((Some(sandbox), client))
}
