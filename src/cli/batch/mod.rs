//! `ownermatch batch`: files of applicants in, a file of answers out, at any size.

mod args;
mod fetch;
mod watch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use ownermatch::Decision;
use ownermatch::batch::{self, Job, Outcome, Run};

pub use self::args::Args;
use self::fetch::Filled;
use self::watch::Bars;
use super::exit::{self, Exit};
use super::output;
use super::page::grouped;
use super::settings::Context;

/// Runs the command.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    let most = context.max_rejects(&args.lines)?;
    let matcher = context.live_matcher(&args.matcher)?;
    let streamed = (args.output == Path::new("-")).then(Streamed::begin).transpose()?;
    let job = args.job(context, streamed.as_ref().map(|streamed| streamed.output.as_path()))?;
    let watch = Bars::new(args.quiet);
    let left = streamed.as_ref().map(|streamed| streamed.folder.clone());
    exit::first_on_interrupt(move || match left {
        Some(folder) => drop(std::fs::remove_dir_all(folder)),
        None => output::talk("interrupted: the same command with --resume goes on from here"),
    });
    let begun = match Run::open(&job, &matcher, &watch) {
        Err(batch::Error::Whole(output)) => {
            if !args.quiet {
                output::talk(&format!("{} is whole: there is nothing to go on with", output.display()));
            }
            return Ok(Exit::Done);
        }
        begun => begun?,
    };
    let Some((accounts, fetched)) = accounts(&args, context, &job, &begun)? else { return Ok(Exit::Stripe) };
    let outcome = begun.finish(accounts.as_deref())?;
    drop(watch);
    if !args.quiet {
        summarize(&outcome, &job, streamed.is_none());
    }
    streamed.map_or(Ok(()), Streamed::finish)?;
    let is_over = outcome.summary.rejected > most;
    Ok(if is_over { Exit::Rejected } else { fetched })
}

/// A file of accounts, and what fetching it came to.
type Fetched = (Option<PathBuf>, Exit);

/// The file of accounts, fetched first where that is asked for; `None` where Stripe could not be asked.
fn accounts(args: &Args, context: &Context, job: &Job, run: &Run<'_>) -> anyhow::Result<Option<Fetched>> {
    if !args.fetch {
        return Ok(Some((args.accounts.clone(), Exit::Done)));
    }
    let cache = job.beside.accounts.clone();
    if run.is_counted() {
        return Ok(Some((Some(cache), Exit::Done)));
    }
    let client = args.stripe.client(context)?;
    let ids = fetch::stripe_ids(run.account_ids()?);
    match fetch::fill(&cache, ids, &client, &args.how.read())? {
        Filled::Asked(exit) => Ok(Some((Some(cache), exit))),
        Filled::CutOff => Ok(None),
    }
}

fn summarize(outcome: &Outcome, job: &Job, is_kept: bool) {
    let summary = &outcome.summary;
    let decided =
        Decision::ALL.map(|decision| format!("{} {}", grouped(summary.decisions[decision as usize]), decision.code()));
    let rows = if summary.rows == 1 { "row" } else { "rows" };
    output::talk(&format!("{} {rows}: {}", grouped(summary.rows), decided.join(", ")));
    let reused = summary.flags.get("identity_reused").copied().unwrap_or(0);
    if reused > 0 {
        output::talk(&format!("{} with an identity that others use too", grouped(reused)));
    }
    if outcome.unjoined > 0 {
        output::talk(&format!("{} name an account that the accounts do not have", grouped(outcome.unjoined)));
    }
    if outcome.unread_accounts > 0 {
        output::talk(&format!("{} of the accounts cannot be read", grouped(outcome.unread_accounts)));
    }
    if summary.rejected > 0 {
        let where_to = if is_kept { format!(": {}", job.beside.rejects.display()) } else { String::new() };
        output::talk(&format!("{} rejected{where_to}", grouped(summary.rejected)));
    }
    if is_kept {
        let files = [("answers", &job.output), ("report", &job.beside.report), ("manifest", &job.beside.manifest)];
        files.into_iter().for_each(|(name, path)| output::talk(&format!("{name:<8} {}", path.display())));
    }
}

/// Answers for stdout: whole first, in a folder of their own, since they are not whole before the last row.
struct Streamed {
    folder: PathBuf,
    output: PathBuf,
}

impl Streamed {
    fn begin() -> anyhow::Result<Self> {
        let folder = std::env::temp_dir().join(format!("ownermatch-{}", std::process::id()));
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        Ok(Self { output: folder.join("answers"), folder })
    }

    fn finish(self) -> anyhow::Result<()> {
        let mut file = std::fs::File::open(&self.output).context("the answers cannot be read back")?;
        let mut out = output::plain_stdout();
        io::copy(&mut file, &mut out)?;
        Ok(out.flush()?)
    }
}

impl Drop for Streamed {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What a value of an option is, where it is one of few.
fn one_of<T>(name: &str, value: &str, read: impl FnOnce(&str) -> Option<T>, expected: &str) -> anyhow::Result<T> {
    match read(value) {
        Some(read) => Ok(read),
        None => bail!("{name} takes {expected}, and `{value}` is none of them"),
    }
}
