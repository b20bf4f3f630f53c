//! The demo's webhook endpoint: takes deliveries whose signature fits, and hands their events on.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use ownermatch::stripe::webhook::{self, EndpointSecret};
use ownermatch::stripe::wire::{Event, EventType};
use tokio::sync::{Notify, mpsc};

/// The sandbox delivers within milliseconds; a refresh takes less than a second.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Receiver {
    port: u16,
    events: mpsc::UnboundedReceiver<Event>,
    wake: Arc<Notify>,
}

struct Desk {
    secret: EndpointSecret,
    events: mpsc::UnboundedSender<Event>,
    wake: Arc<Notify>,
}

impl Receiver {
    pub async fn start(secret: EndpointSecret) -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.context("no port can be listened on")?;
        let port = listener.local_addr()?.port();
        let (sender, events) = mpsc::unbounded_channel();
        let wake = Arc::new(Notify::new());
        let desk = Arc::new(Desk { secret, events: sender, wake: Arc::clone(&wake) });
        let router = Router::new().fallback(receive).with_state(desk);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { port, events, wake })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Notified with every event.
    pub fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// The next event of this kind; others are passed over.
    pub async fn wait_for(&mut self, kind: &EventType) -> anyhow::Result<Event> {
        let next = async {
            while let Some(event) = self.events.recv().await {
                if event.kind == *kind {
                    return Some(event);
                }
            }
            None
        };
        let event = tokio::time::timeout(PATIENCE, next).await.ok().flatten();
        event.with_context(|| format!("no {} came", kind.as_str()))
    }
}

async fn receive(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = headers.get(webhook::SIGNATURE_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let now = jiff::Timestamp::now().as_second();
    let secrets = std::slice::from_ref(&desk.secret);
    let Ok(event) = webhook::verify(&body, header, secrets, now, webhook::TOLERANCE_S) else {
        return StatusCode::BAD_REQUEST;
    };
    // The demo may be over already.
    let _ = desk.events.send(event);
    desk.wake.notify_one();
    StatusCode::OK
}
