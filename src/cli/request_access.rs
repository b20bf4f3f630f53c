//! `ownermatch request-access`: asks Stripe for a way to link an account, and says what to do next.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{ValueEnum, ValueHint};
use ownermatch::stripe::wire::{CheckoutSession, ClientSecret, Intent, Session};
use ownermatch::stripe::{
    Access, Client, Holder, NewCheckoutSession, NewCustomer, NewInvoice, NewPaymentIntent, NewSession, NewSetupIntent,
    NewSubscription,
};
use serde_json::{Value, json};

use super::connect::{StripeArgs, block_on};
use super::exit::Exit;
use super::output;
use super::settings::Context;

/// Ask for access to a user's account: the ownership permission, by any of Stripe's six roads.
///
/// Prints the ids as one JSON object and on stderr what happens next in the browser. The client secret lets whoever
/// has it act for the user: it goes into a new file of mode 0600, or to stdout only with --show-secret.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    ownermatch request-access --via session --customer cus_1 --prefetch \\\n    --secret-file secret.txt\n  \
    ownermatch request-access --via payment-intent --customer cus_1 \\\n    --amount 20000 --currency usd --prefetch --show-secret\n  \
    ownermatch request-access --via subscription --customer cus_1 --price price_1 \\\n    --set payment_behavior=default_incomplete")]
pub struct Args {
    /// Which of Stripe's APIs links the account
    #[arg(long, value_enum)]
    via: Via,
    /// Who links it, cus_...
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Make a customer with this email first
    #[arg(long, value_name = "EMAIL", conflicts_with = "customer")]
    email: Option<String>,
    /// The connected account who links it, acct_..., instead of a customer; for a session
    #[arg(long, value_name = "ID", conflicts_with_all = ["customer", "email"])]
    account: Option<String>,
    /// Refresh ownership as soon as the account is linked
    #[arg(long)]
    prefetch: bool,
    /// What to pay, in the currency's smallest unit; for a payment intent
    #[arg(long, value_name = "CENTS")]
    amount: Option<u64>,
    /// Currency in three small letters; for a payment intent
    #[arg(long, value_name = "CODE", default_value = "usd")]
    currency: String,
    /// payment, setup or subscription; for Checkout
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// What the subscription is to, price_...
    #[arg(long, value_name = "ID")]
    price: Vec<String>,
    /// Where the browser goes afterwards; for a session and for Checkout
    #[arg(long, value_name = "URL")]
    return_url: Option<String>,
    /// Another parameter as Stripe writes it; for instance limits[accounts]=1
    #[arg(long, value_name = "KEY=VALUE", value_parser = read_pair)]
    set: Vec<(String, String)>,
    /// Write the client secret to this new file, of mode 0600
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    secret_file: Option<PathBuf>,
    /// Print the client secret to stdout
    #[arg(long)]
    show_secret: bool,
    #[command(flatten)]
    stripe: StripeArgs,
}

/// One of Stripe's APIs that link accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Via {
    SetupIntent,
    PaymentIntent,
    Session,
    Checkout,
    Invoice,
    Subscription,
}

fn read_pair(text: &str) -> Result<(String, String), String> {
    if text.contains("permissions]") || text.contains("prefetch]") || text.starts_with("permissions") {
        return Err("permissions and prefetch are this command's own; see --prefetch".into());
    }
    let pair = text.split_once('=').filter(|pair| !pair.0.is_empty());
    pair.map(|(key, value)| (key.to_owned(), value.to_owned())).ok_or_else(|| "KEY=VALUE is expected".into())
}

/// What was made: its ids, its secret, and what comes next.
struct Made {
    ids: Value,
    secret: Option<ClientSecret>,
    next: String,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    check(&args)?;
    let client = args.stripe.client(context)?;
    // Opened first, so that nothing is made whose secret could not be kept.
    let secret_file = args.secret_file.as_deref().map(|path| Ok::<_, anyhow::Error>((path, open_secret(path)?)));
    let secret_file = secret_file.transpose()?;
    let wants_secret = args.secret_file.is_some() || args.show_secret;
    let made = block_on(async {
        let made = make(&args, &client).await?;
        if wants_secret && made.secret.is_none() {
            bail!("Stripe sent no client secret with {}", made.ids);
        }
        Ok(made)
    });
    let made = made.inspect_err(|_| {
        if let Some((path, _)) = &secret_file {
            // An empty file would stand in the way of the next try.
            let _ = std::fs::remove_file(path);
        }
    })?;
    tell(&args, made, secret_file.map(|(_, file)| file))
}

fn tell(args: &Args, mut made: Made, secret_file: Option<std::fs::File>) -> anyhow::Result<Exit> {
    if let Some(secret) = &made.secret {
        match secret_file {
            Some(mut file) => {
                file.write_all(secret.expose().as_bytes()).context("the client secret cannot be written")?
            }
            None if args.show_secret => made.ids["client_secret"] = secret.expose().into(),
            None => made.next += "\nThe client secret is not shown: --secret-file keeps it, --show-secret prints it.",
        }
    }
    output::print(format!("{}\n", made.ids).as_bytes())?;
    output::talk(&made.next);
    Ok(Exit::Done)
}

/// What Stripe would only refuse later, or without a word.
fn check(args: &Args) -> anyhow::Result<()> {
    let has_secret = matches!(args.via, Via::Session | Via::SetupIntent | Via::PaymentIntent);
    let has_customer = args.customer.is_some() || args.email.is_some();
    if !has_secret && (args.secret_file.is_some() || args.show_secret) {
        bail!("only a session, a setup intent and a payment intent have a client secret");
    }
    let of_others = [
        ("--amount", args.amount.is_some(), matches!(args.via, Via::PaymentIntent)),
        ("--mode", args.mode.is_some(), matches!(args.via, Via::Checkout)),
        ("--price", !args.price.is_empty(), matches!(args.via, Via::Subscription)),
        ("--return-url", args.return_url.is_some(), matches!(args.via, Via::Session | Via::Checkout)),
    ];
    if let Some((flag, ..)) = of_others.iter().find(|(_, is_given, fits)| *is_given && !fits) {
        bail!("{flag} does not go with this --via");
    }
    if args.via == Via::PaymentIntent && args.amount.is_none() {
        bail!("--via payment-intent asks for --amount");
    }
    if args.account.is_some() && args.via != Via::Session {
        bail!("--account goes with --via session only");
    }
    if args.via == Via::Session && args.account.is_none() && !has_customer {
        bail!("a session asks for who links the account: --customer, --email or --account");
    }
    if matches!(args.via, Via::Invoice | Via::Subscription) && !has_customer {
        bail!("an invoice and a subscription ask for who pays: --customer or --email");
    }
    Ok(())
}

#[cfg(unix)]
fn open_secret(path: &Path) -> anyhow::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    opened.with_context(|| format!("{}: the secret goes into a new file; name another", path.display()))
}

#[cfg(not(unix))]
fn open_secret(path: &Path) -> anyhow::Result<std::fs::File> {
    let opened = OpenOptions::new().write(true).create_new(true).open(path);
    opened.with_context(|| format!("{}: the secret goes into a new file; name another", path.display()))
}

async fn make(args: &Args, client: &Client) -> anyhow::Result<Made> {
    let customer = match &args.email {
        Some(email) => {
            let new = NewCustomer { email: Some(email.clone()), ..NewCustomer::default() };
            let id = client.create_customer(&new).await?.id;
            // Told at once: if the next call fails, the customer is there all the same.
            output::talk(&format!("customer: {}", id.as_deref().unwrap_or_default()));
            id
        }
        None => args.customer.clone(),
    };
    let access = if args.via == Via::Session { Access::ownership() } else { Access::ownership_and_payment() };
    let access = if args.prefetch { access.prefetched() } else { access };
    let more = args.set.clone();
    let named = customer.clone();
    Ok(match args.via {
        Via::Session => {
            let holder = match &args.account {
                Some(account) => Holder::Account(account.clone()),
                None => Holder::Customer(customer.unwrap_or_default()),
            };
            let new = NewSession { return_url: args.return_url.clone(), more, ..NewSession::new(holder, access) };
            of_session(client.create_session(&new).await?, named)
        }
        Via::SetupIntent => {
            of_intent(client.create_setup_intent(&NewSetupIntent { customer, access, more }).await?, named)
        }
        Via::PaymentIntent => {
            let (amount, currency) = (args.amount.unwrap_or_default(), args.currency.clone());
            let new = NewPaymentIntent { amount, currency, customer, access, more };
            of_intent(client.create_payment_intent(&new).await?, named)
        }
        Via::Checkout => {
            let (mode, success_url) = (args.mode.clone(), args.return_url.clone());
            let new = NewCheckoutSession { customer, mode, success_url, access, more };
            of_checkout(client.create_checkout_session(&new).await?, named)
        }
        Via::Invoice => {
            let made = client.create_invoice(&NewInvoice { customer, access, more }).await?;
            let ids = json!({"object": "invoice", "id": made.id, "status": made.status, "customer": named});
            Made { ids, secret: None, next: format!("Next: finalize and send the invoice.\n{}", pays_on_a_page(named)) }
        }
        Via::Subscription => {
            let new = NewSubscription { customer, prices: args.price.clone(), access, more };
            let made = client.create_subscription(&new).await?;
            let ids = json!({"object": "subscription", "id": made.id, "status": made.status, "customer": named});
            Made { ids, secret: None, next: pays_on_a_page(named) }
        }
    })
}

fn pays_on_a_page(customer: Option<String>) -> String {
    format!(
        "Next: the user pays the invoice on Stripe's page and links an account there.\n\
         Then: ownermatch fetch --from-customer {}",
        customer.unwrap_or_default()
    )
}

fn of_session(session: Session, customer: Option<String>) -> Made {
    let ids = json!({
        "object": "financial_connections.session", "id": session.id, "customer": customer,
        "permissions": session.permissions, "prefetch": session.prefetch,
    });
    let next = format!(
        "Next: in the browser, stripe.collectFinancialConnectionsAccounts({{clientSecret}}) lets the user link one.\n\
         Then: ownermatch fetch --from-session {}",
        session.id.unwrap_or_default()
    );
    Made { ids, secret: session.client_secret, next }
}

fn of_intent(intent: Intent, customer: Option<String>) -> Made {
    let ids = json!({"object": intent.object, "id": intent.id, "status": intent.status, "customer": customer});
    let for_what = if intent.object.as_deref() == Some("payment_intent") { "Payment" } else { "Setup" };
    let next = format!(
        "Next: in the browser, stripe.collectBankAccountFor{for_what}({{clientSecret, ...}}), then confirm the intent.\n\
         Then: ownermatch fetch --from-intent {}",
        intent.id.unwrap_or_default()
    );
    Made { ids, secret: intent.client_secret, next }
}

/// The page's address is meant to be sent to the user.
fn of_checkout(session: CheckoutSession, customer: Option<String>) -> Made {
    let url = session.url.as_ref().map(ClientSecret::expose);
    let ids = json!({
        "object": "checkout.session", "id": session.id, "status": session.status, "customer": customer, "url": url,
    });
    let next = format!(
        "Next: send the user to `url`, where they link an account.\nThen: ownermatch fetch --from-checkout {}",
        session.id.unwrap_or_default()
    );
    Made { ids, secret: None, next }
}
