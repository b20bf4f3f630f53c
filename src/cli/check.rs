//! `ownermatch check`: one account and one applicant, from Stripe to the exit code.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::ValueHint;
use ownermatch::stripe::{Fetched, Owners};

use super::args::MatcherArgs;
use super::connect::{StripeArgs, block_on, patiently, tell_stale, tell_unavailable};
use super::exit::Exit;
use super::explain;
use super::fetch::{FetchArgs, is_id};
use super::output::View;
use super::page::Page;
use super::settings::Context;
use super::{input, output};

/// Fetch an account's owners and decide about one applicant.
///
/// The exit code tells the decision: 0 match, 10 review, 11 no_match, 12 insufficient_data; 4 where Stripe could not
/// answer. Personal data is masked; --show prints it.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch check fca_1 --applicant applicant.json\n  \
    echo '{\"name\":\"Jenny Rosen\"}' |\n    \
    ownermatch check fca_1 --applicant - --policy name_only --wait 2m")]
pub struct Args {
    /// The account, fca_...
    account: String,
    /// One applicant as a JSON object; - is stdin
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    applicant: PathBuf,
    /// text for people, json for one object
    #[arg(long, value_enum, default_value_t = View::Text)]
    format: View,
    /// Show personal data instead of masking it
    #[arg(long)]
    show: bool,
    #[command(flatten)]
    how: FetchArgs,
    #[command(flatten)]
    matcher: MatcherArgs,
    #[command(flatten)]
    stripe: StripeArgs,
}

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let matcher = context.matcher(&args.matcher)?;
    if !is_id(&args.account, &["fca_"]) {
        bail!("ACCOUNT is an id that begins with fca_; `ownermatch fetch --from-customer` finds a customer's");
    }
    if args.applicant.as_os_str() == "-" && args.stripe.key_is_stdin(context) {
        bail!("the key and the applicant cannot both come from stdin");
    }
    let client = args.stripe.client(context)?;
    let applicant = input::applicant(&args.applicant)?;
    let fetched = block_on(patiently(async { Ok(client.fetch_owners(&args.account, &args.how.read()).await?) }))?;
    match fetched {
        Fetched::Owners(owners) => {
            let explanation = matcher.explain(&applicant, &owners.ownership());
            decide(&args, &owners, explanation)
        }
        Fetched::Unavailable(why) => {
            output::talk(&tell_unavailable(&args.account, &why));
            Ok(Exit::Stripe)
        }
    }
}

fn decide(args: &Args, owners: &Owners, explanation: ownermatch::Explanation) -> anyhow::Result<Exit> {
    let explanation = if args.show { explanation } else { explanation.masked() };
    let mut out = args.format.stdout();
    let page = explain::write(args.format, &args.account, &explanation, args.show, Page::of_stdout());
    output::unless_unread(out.write_all(page.as_bytes()).and_then(|()| out.flush()))?;
    if let Some(why) = &owners.stale {
        output::talk(&tell_stale(&args.account, why));
    }
    Ok(explanation.answer.decision.into())
}
