//! Owners from Stripe for a whole file: what the cache has is not asked for again, what is new is kept as it comes.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::pin::pin;

use anyhow::Context as _;
use futures_util::StreamExt;
use ownermatch::case::{Lines, read_row};
use ownermatch::stripe::{Client, ErrorKind, Fetch, Fetched, Rates};

use crate::cli::connect::{block_on, tell_stale, tell_unavailable};
use crate::cli::exit::Exit;
use crate::cli::{fetch, output, progress};

/// Accounts fetched at once; the pace is kept by the client.
const AT_ONCE: usize = 16;
/// Lines about single accounts; the rest is counted.
const TOLD: u64 = 5;

/// Whether Stripe could be asked about every account.
pub enum Filled {
    /// It could; the exit code says whether all have owners.
    Asked(Exit),
    /// The way to it was cut off.
    CutOff,
}

/// Fetches the accounts that the cache does not have. The exit code says whether all could be had.
pub fn fill(cache: &Path, ids: BTreeSet<String>, client: &Client, how: &Fetch) -> anyhow::Result<Filled> {
    let mut cache = Cache::open(cache)?;
    let asked = ids.len();
    let missing: Vec<String> = ids.into_iter().filter(|id| !cache.known.contains(id)).collect();
    output::talk(&plan(asked, missing.len()));
    if missing.is_empty() {
        return Ok(Filled::Asked(Exit::Done));
    }
    block_on(fetch_all(&mut cache, missing, client, how))
}

/// How long it will take at the pace that Stripe allows.
fn plan(asked: usize, missing: usize) -> String {
    let pace = Rates::of_stripe(true).per_endpoint as usize;
    let known = asked - missing;
    if missing == 0 {
        return format!("{known} accounts, all fetched before");
    }
    let seconds = missing.div_ceil(pace);
    let time = match seconds {
        0..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{:.1} h", seconds as f64 / 3600.0),
    };
    format!("{missing} accounts to fetch, {known} fetched before: at {pace} a second that takes {time} or more")
}

async fn fetch_all(cache: &mut Cache, ids: Vec<String>, client: &Client, how: &Fetch) -> anyhow::Result<Filled> {
    let bar = progress::bar("fetching, accounts", ids.len() as u64);
    let mut fetched = pin!(client.fetch_many(ids, how, AT_ONCE));
    let (mut failed, mut unasked) = (0, 0);
    while let Some((account, outcome)) = fetched.next().await {
        bar.inc(1);
        let told = match outcome {
            Ok(Fetched::Owners(owners)) => {
                cache.add(&serde_json::to_string(&owners.account)?)?;
                owners.stale.map(|why| tell_stale(&account, &why))
            }
            Ok(Fetched::Unavailable(why)) => {
                failed += 1;
                Some(tell_unavailable(&account, &why))
            }
            // With this key no other account can be had either.
            Err(error) if matches!(error.kind(), ErrorKind::Unauthorized | ErrorKind::Refused) => {
                return Err(error.into());
            }
            Err(error) => {
                failed += 1;
                unasked += u64::from(may_pass(error.kind()));
                Some(format!("{account}: {error}"))
            }
        };
        told.iter().filter(|_| failed <= TOLD).for_each(|told| bar.suspend(|| output::talk(told)));
    }
    bar.finish_and_clear();
    if failed > TOLD {
        output::talk(&format!("{failed} accounts could not be had; the first {TOLD} are told above"));
    }
    if unasked > 0 {
        // Without their owners these rows would read as if the bank had named none.
        output::talk(&format!("Stripe could not be asked about {unasked} accounts"));
        output::talk("nothing is scored: the same command with --resume asks again");
        return Ok(Filled::CutOff);
    }
    Ok(Filled::Asked(if failed > 0 { Exit::Stripe } else { Exit::Done }))
}

/// Faults of the way or of the moment, and none of the account.
fn may_pass(kind: ErrorKind) -> bool {
    use ErrorKind::{Conflict, Interrupted, RateLimited, ServerFault, TimedOut, Unreachable};
    matches!(kind, Conflict | Interrupted | RateLimited | ServerFault | TimedOut | Unreachable)
}

/// Accounts that were fetched, one JSON object a line.
struct Cache {
    path: PathBuf,
    file: File,
    known: BTreeSet<String>,
}

impl Cache {
    /// Opens the cache; a last line that was cut off by a kill is dropped, and its account asked for again.
    fn open(path: &Path) -> anyhow::Result<Self> {
        let named = || format!("{} cannot be used as the cache of accounts", path.display());
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).with_context(named)?;
        let mut known = BTreeSet::new();
        let mut whole = 0;
        for line in Lines::new(std::io::BufReader::new(&file)) {
            let line = line.with_context(named)?;
            if let Some(id) = read_row(&line).ok().and_then(|row| row.account_id) {
                known.insert(id);
                whole = line.byte_offset + line.bytes().map_or(0, |bytes| bytes.len() as u64 + 1);
            }
        }
        file.set_len(whole).and_then(|()| file.seek(SeekFrom::End(0))).with_context(named)?;
        Ok(Self { path: path.to_owned(), file, known })
    }

    fn add(&mut self, line: &str) -> anyhow::Result<()> {
        let written = self.file.write_all(format!("{line}\n").as_bytes());
        written.with_context(|| format!("{} cannot be written", self.path.display()))
    }
}

/// Ids that are none of Stripe's are not asked for.
pub fn stripe_ids(ids: BTreeSet<String>) -> BTreeSet<String> {
    ids.into_iter().filter(|id| fetch::is_id(id, &["fca_"])).collect()
}
