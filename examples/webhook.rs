//! A webhook endpoint in axum that decides about each linked account once: `cargo run --example webhook`, beside
//! `ownermatch sandbox --webhook-url http://127.0.0.1:4242/stripe`, and then `ownermatch trigger created --account fca_joint`.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use ownermatch::sandbox::SANDBOX_KEY;
use ownermatch::stripe::webhook::{self, EndpointSecret, Inbox};
use ownermatch::stripe::wire::Event;
use ownermatch::stripe::{Client, Fetch, Fetched, SecretKey};
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

/// The signature is over the raw bytes, so take `Bytes` and not `Json`; answer at once and work afterwards.
async fn receive(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = headers.get(webhook::SIGNATURE_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64);
    match webhook::verify(&body, header, std::slice::from_ref(&app.secret), now, webhook::TOLERANCE_S) {
        Ok(event) => {
            tokio::spawn(async move { decide(&app, &event).await });
            StatusCode::OK
        }
        Err(why) => {
            eprintln!("refused: {why}");
            StatusCode::BAD_REQUEST
        }
    }
}

async fn decide(app: &App, event: &Event) {
    match app.inbox.fetch(&app.client, event, &Fetch::default()).await {
        Ok(Some((account, Fetched::Owners(owners)))) => {
            // Yours: look the applicant up by the account, or by `owners.account.customer()`.
            let applicant = Applicant::new("Maren Halvorsen").email("maren.halvorsen@outlook.com");
            let answer = Matcher::default().match_ownership(&applicant, &owners.ownership());
            println!("{account}: {}", answer.decision.code());
        }
        Ok(Some((account, Fetched::Unavailable(why)))) => println!("{account}: no owners: {why}"),
        Ok(None) => {}
        Err(error) => eprintln!("{}: {error}", event.id),
    }
}
