//! `ownermatch listen`: receives Stripe's webhooks, fetches the owners they lead to, and decides.

use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use anyhow::{Context as _, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use clap::ValueHint;
use ownermatch::case::{Answer, Applicants, OwnersShown};
use ownermatch::stripe::webhook::{self, EndpointSecret, Rejected};
use ownermatch::stripe::wire::Event;
use ownermatch::stripe::{Client, Error, ErrorKind, Fetch, Fetched, Inbox, Owners, Unavailable};
use ownermatch::{Applicant, Matcher};
use tokio::sync::Semaphore;

use super::args::MatcherArgs;
use super::connect::{StripeArgs, serve, tell_stale, tell_unavailable};
use super::exit::Exit;
use super::sandbox::secret;
use super::settings::{Context, Key, Setting};
use super::{input, output};

/// Stripe's events have a few kilobytes.
const CAP_BODY_BYTES: usize = 1 << 20;
/// More than Stripe's pace lets through in the time that it waits for an answer.
const AT_ONCE: usize = 64;

/// Receive Stripe's webhooks and decide about each account's applicant, one JSON line a decision.
///
/// Each delivery's signature is checked before anything is read. Events only say where to look: the account is read from
/// Stripe, so their order does not matter, and each ownership is decided once, however often it is told.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example, beside `ownermatch sandbox --webhook-url http://127.0.0.1:4242/`:\n  \
    ownermatch listen --applicants applicants.ndjson --base http://127.0.0.1:12111\n\n\
    A line of the applicants file, by \"customer\" or by \"account\":\n  \
    {\"customer\":\"cus_1\",\"applicant\":{\"name\":\"Jenny Rosen\"}}\n\n\
    Behind a proxy, pass the body on unchanged: it is signed byte by byte.")]
pub struct Args {
    /// Port to listen on; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 4242)]
    port: u16,
    /// Address to listen on; 0.0.0.0 for all
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    bind: IpAddr,
    /// Variable that holds the signing secret, whsec_...; given twice while one is rolled. Only beside a sandbox it may be
    /// left out
    #[arg(long, value_name = "NAME")]
    secret_env: Vec<String>,
    /// Applicants by account or customer, as JSON lines; read again when one is not found
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    applicants: PathBuf,
    #[command(flatten)]
    matcher: MatcherArgs,
    #[command(flatten)]
    stripe: StripeArgs,
}

/// What every delivery meets.
struct Desk {
    secrets: Vec<EndpointSecret>,
    inbox: Inbox,
    /// Deliveries worked on at once; Stripe makes again what is turned away.
    places: Arc<Semaphore>,
    client: Client,
    matcher: Matcher,
    applicants: RwLock<Applicants>,
    /// Read again when an account is not in it; stdin cannot be.
    applicants_file: Option<PathBuf>,
}

/// Runs the command until it is interrupted.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let is_stdin = args.applicants.as_os_str() == "-";
    if is_stdin && args.stripe.key_is_stdin(context) {
        bail!("the key and the applicants cannot both come from stdin");
    }
    let desk = Desk {
        secrets: secrets(&args.secret_env, &context.setting(Key::StripeBase, args.stripe.base.as_deref()))?,
        inbox: Inbox::default(),
        places: Arc::new(Semaphore::new(AT_ONCE)),
        client: args.stripe.client(context)?,
        matcher: context.live_matcher(&args.matcher)?,
        applicants: RwLock::new(input::applicants(&args.applicants)?),
        applicants_file: (!is_stdin).then(|| args.applicants.clone()),
    };
    let address = SocketAddr::new(args.bind, args.port);
    serve(async {
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener =
            listener.with_context(|| format!("{address} cannot be listened on; name another --port, or 0"))?;
        output::talk(&format!("listening on http://{}/", listener.local_addr()?));
        let router =
            Router::new().fallback(receive).layer(DefaultBodyLimit::max(CAP_BODY_BYTES)).with_state(Arc::new(desk));
        axum::serve(listener, router).await?;
        Ok(Exit::Done)
    })
}

/// The sandbox's own secret is public, so it holds only where no key of Stripe's can: over plain HTTP, on this machine.
fn secrets(variables: &[String], base: &Setting) -> anyhow::Result<Vec<EndpointSecret>> {
    if !variables.is_empty() {
        return variables.iter().map(|variable| secret(Some(variable))).collect();
    }
    if !base.value.starts_with("http://") {
        bail!("--secret-env must name the variable that holds the endpoint's signing secret, whsec_...");
    }
    Ok(vec![secret(None)?])
}

/// Answers with success only when the delivery has come to its end, so that Stripe delivers again what failed.
async fn receive(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let event = match desk.verify(&headers, &body) {
        Ok(event) => event,
        Err(why) => {
            output::talk(&format!("delivery refused: {why}"));
            return StatusCode::BAD_REQUEST;
        }
    };
    let Ok(place) = Arc::clone(&desk.places).try_acquire_owned() else {
        tracing::info!(event = event.id, "turned away: too many deliveries at once");
        return StatusCode::SERVICE_UNAVAILABLE;
    };
    // A task of its own, so that a sender who hangs up does not end the work halfway.
    let id = event.id.clone();
    let at_work = Arc::clone(&desk);
    let decided = tokio::spawn(async move {
        let _place = place;
        at_work.decide(&event).await
    });
    let decided = decided.await;
    match decided {
        Ok(Ok(())) => StatusCode::OK,
        Ok(Err(error)) if is_lasting(&error) => {
            output::talk(&format!("{id}: {error}"));
            StatusCode::OK
        }
        Ok(Err(error)) => {
            output::talk(&format!("{id}: {error}; the delivery is left to be made again"));
            StatusCode::SERVICE_UNAVAILABLE
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Whether no delivery of the event can ever succeed, so that it need not be made again.
fn is_lasting(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidRequest | ErrorKind::Refused)
}

impl Desk {
    fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<Event, Rejected> {
        let header = headers.get(webhook::SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
        let now = jiff::Timestamp::now().as_second();
        webhook::verify(body, header.ok_or(Rejected::NoHeader)?, &self.secrets, now, webhook::TOLERANCE_S)
    }

    /// A refresh under way is not waited for: its end is told by an event of its own.
    async fn decide(&self, event: &Event) -> Result<(), Error> {
        let fetch = Fetch::default().wait(Duration::ZERO);
        let Some(delivery) = self.inbox.fetch(&self.client, event, &fetch).await? else {
            tracing::debug!(event = event.id, kind = event.kind.as_str(), "nothing new");
            return Ok(());
        };
        match &delivery.fetched {
            Fetched::Owners(owners) => self.answer(&delivery.account, owners),
            Fetched::Unavailable(Unavailable::Pending) => {
                tracing::info!(account = delivery.account, "a refresh is under way");
            }
            Fetched::Unavailable(why) => output::talk(&tell_unavailable(&delivery.account, why)),
        }
        delivery.done();
        Ok(())
    }

    /// The account's applicant; one who was not in the file may have been added since.
    fn applicant(&self, account: &str, customer: Option<&str>) -> Option<Applicant> {
        let find = || {
            let applicants = self.applicants.read().unwrap_or_else(PoisonError::into_inner);
            applicants.find(Some(account), customer).cloned()
        };
        find().or_else(|| {
            match input::applicants(self.applicants_file.as_deref()?) {
                Ok(read) => *self.applicants.write().unwrap_or_else(PoisonError::into_inner) = read,
                Err(error) => output::talk(&format!("the applicants are as they were: {error:#}")),
            }
            find()
        })
    }

    fn answer(&self, account: &str, owners: &Owners) {
        let Some(applicant) = self.applicant(account, owners.account.customer()) else {
            return output::talk(&format!("{account}: no applicant for this account or its customer in the file"));
        };
        if let Some(why) = &owners.stale {
            output::talk(&tell_stale(account, why));
        }
        let case = ownermatch::Case { id: account.into(), applicant, ownership: owners.ownership() };
        let matched = self.matcher.match_ownership(&case.applicant, &case.ownership);
        let answer = Answer::new(&case, &matched, self.matcher.current_policy(), OwnersShown::Best);
        let mut line = Vec::new();
        answer.write_json(&mut line);
        line.push(b'\n');
        let mut out = io::stdout().lock();
        if let Err(error) = out.write_all(&line).and_then(|()| out.flush()) {
            std::process::exit(stop(&error) as i32);
        }
    }
}

/// Without a place for decisions there is nothing left to do; a reader that went away wants no words.
fn stop(error: &io::Error) -> Exit {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Exit::Done;
    }
    output::talk(&format!("ownermatch: decisions cannot be written to stdout: {error}"));
    Exit::InputOutput
}
