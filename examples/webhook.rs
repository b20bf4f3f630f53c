//! A webhook endpoint in axum that decides about each linked account once: `cargo run --example webhook`, beside
//! `ownermatch sandbox --webhook-url http://127.0.0.1:4242/stripe`, and then `ownermatch trigger created --account fca_joint`.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use ownermatch::sandbox::SANDBOX_KEY;
use ownermatch::stripe::webhook::{self, EndpointSecret};
use ownermatch::stripe::wire::Event;
use ownermatch::stripe::{Client, Error, Fetch, Fetched, Inbox, SecretKey};
use ownermatch::{Applicant, Matcher};

struct App {
    secret: EndpointSecret,
    client: Client,
    inbox: Inbox,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
    let key = SecretKey::new(variable("STRIPE_API_KEY", SANDBOX_KEY))?;
    let base = variable("OWNERMATCH_STRIPE_BASE", "http://127.0.0.1:12111");
    let app = App {
        secret: EndpointSecret::new(variable("WEBHOOK_SECRET", "whsec_ownermatch_sandbox"))?,
        client: Client::builder(key).base(base).build()?,
        inbox: Inbox::default(),
    };
    let router = Router::new().route("/stripe", post(receive)).with_state(Arc::new(app));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:4242").await?;
    println!("listening on http://{}/stripe", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

/// The signature is over the raw bytes, so take `Bytes` and not `Json`. Answer with success only when the work is done:
/// Stripe delivers again what failed.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = headers.get(webhook::SIGNATURE_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    match webhook::verify(&body, header, std::slice::from_ref(&app.secret), now, webhook::TOLERANCE_S) {
        Ok(event) => decide(&app, &event).await.map_or(StatusCode::SERVICE_UNAVAILABLE, |()| StatusCode::OK),
        Err(why) => {
            eprintln!("refused: {why}");
            StatusCode::BAD_REQUEST
        }
    }
}

async fn decide(app: &App, event: &Event) -> Result<(), Error> {
    // A refresh under way need not be waited for: its end is told by an event of its own.
    let fetch = Fetch::default().wait(Duration::ZERO);
    let Some(delivery) = app.inbox.fetch(&app.client, event, &fetch).await? else { return Ok(()) };
    match &delivery.fetched {
        Fetched::Owners(owners) => {
            // Yours: look the applicant up by the account, or by `owners.account.customer()`.
            let applicant = Applicant::new("Maren Halvorsen").email("maren.halvorsen@outlook.com");
            let answer = Matcher::default().match_ownership(&applicant, &owners.ownership());
            println!("{}: {}", delivery.account, answer.decision.code());
        }
        Fetched::Unavailable(why) => println!("{}: no owners: {why}", delivery.account),
    }
    delivery.done();
    Ok(())
}
