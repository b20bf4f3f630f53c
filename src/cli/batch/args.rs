//! The arguments of `batch`, and the job that they make.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::ValueHint;
use ownermatch::batch::{
    Beginning, Beside, Existing, Format, HistoryUse, Job, Packing, PersonalData, SEGMENT_ROWS, Secret, Shape,
    Thresholds, told_by,
};
use ownermatch::case::{AnswerColumn, CellKind, Column, OwnersShown};

use super::one_of;
use crate::cli::args::{LineArgs, MatcherArgs};
use crate::cli::connect::StripeArgs;
use crate::cli::fetch::FetchArgs;
use crate::cli::settings::{Context, HISTORY_KEY_VARIABLE, Key};

/// Score files of applicants of any size, and lose no row.
///
/// In: CSV and TSV (delimiter, quoting and encoding are found out, columns by their headers), JSON lines, Parquet; files,
/// folders, patterns or stdin, plain or as gzip and Zstandard. Owners stand in the row, in --accounts, or are fetched.
/// Beside OUT come OUT.rejects.ndjson (rows that could not be read), OUT.manifest.json and OUT.report.html. A run that was
/// killed goes on with --resume and comes to the same bytes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  ownermatch batch applicants.csv -o answers.csv\n  \
    ownermatch batch 'in/*.csv.gz' --accounts accounts.ndjson --map applicant.name=holder -o answers.parquet\n  \
    ownermatch batch applicants.ndjson --fetch --history seen.redb -o answers.ndjson.zst\n\n\
    --map takes id, applicant.id, applicant.name (first_name, middle_name, last_name, business_name, email,\n\
    phone, address, line1, line2, city, state, postal_code, country), account.id, account.status,\n\
    account.refreshed_at, account.json, owners, owner.name (email, phone, raw_address, refreshed_at) and\n\
    owner.2.name and so on. docs/batch.md has the whole story.")]
pub struct Args {
    /// Files, folders or patterns of applicants; - is stdin
    #[arg(required = true, value_name = "APPLICANTS", value_hint = ValueHint::FilePath)]
    inputs: Vec<PathBuf>,
    /// File of answers, or folder of a split output; - is stdout
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Owners by account: Stripe's account objects as JSON lines, or a table
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "fetch")]
    pub accounts: Option<PathBuf>,
    /// Fetch the owners of accounts that rows name from Stripe
    #[arg(long)]
    pub fetch: bool,
    /// Where fetched accounts are kept, so that none is asked for twice [default: OUT.accounts.ndjson]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "fetch")]
    cache: Option<PathBuf>,
    #[command(flatten)]
    pub how: FetchArgs,
    #[command(flatten)]
    pub matcher: MatcherArgs,
    #[command(flatten)]
    pub lines: LineArgs,
    /// Say nothing on stderr but errors
    #[arg(short, long)]
    pub quiet: bool,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    shape: ShapeArgs,
    #[command(flatten)]
    reuse: ReuseArgs,
    #[command(flatten)]
    run: RunArgs,
    #[command(flatten)]
    pub stripe: StripeArgs,
}

/// How files are read.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Reading")]
struct InputArgs {
    /// What a column holds, where its header does not say it; may be repeated
    #[arg(long, value_name = "PATH=COLUMN")]
    map: Vec<String>,
    /// Encoding of tables that are not UTF-8, such as windows-1252 [default: found out]
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Delimiter of tables: a sign, or `tab` [default: found out]
    #[arg(long, value_name = "SIGN")]
    delimiter: Option<String>,
}

/// What is written.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Writing")]
struct ShapeArgs {
    /// ndjson, csv, tsv or parquet [default: by OUT's name, else ndjson]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Columns, by name and in order; +NAME adds to the usual ones
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    columns: Vec<String>,
    /// best, or all to list every owner under each answer [default: best]
    #[arg(long, value_name = "WHICH")]
    owners: Option<String>,
    /// Split the output into a folder for each value: decision or rival
    #[arg(long, value_name = "COLUMN")]
    partition_by: Option<String>,
    /// Leave out everything that came in: a case is called by its row's number
    #[arg(long)]
    redact: bool,
    /// Where the manifest goes [default: OUT.manifest.json]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    manifest: Option<PathBuf>,
    /// Where the report goes [default: OUT.report.html]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    report: Option<PathBuf>,
}

/// What several applicants have in common.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Identities used by several applicants")]
struct ReuseArgs {
    /// From how many applicants on the same thing raises identity_reused; 0 never does, and may be repeated
    /// [default: account=2 email=3 phone=3 address=5]
    #[arg(long, value_name = "THING=N")]
    reuse: Vec<String>,
    /// Store of keyed hashes of what earlier files had; made where it is not there
    #[arg(long, value_name = "DB", value_hint = ValueHint::FilePath)]
    history: Option<PathBuf>,
    /// File of mode 0600 with the history's key [default: DB.key, made with it; or OWNERMATCH_HISTORY_KEY]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "history")]
    history_key: Option<PathBuf>,
    /// Forget what was not seen for so many days
    #[arg(long, value_name = "DAYS", requires = "history")]
    keep_days: Option<u32>,
}

/// How a run begins.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Beginning")]
struct RunArgs {
    /// Go on with an unfinished run
    #[arg(long, conflicts_with = "restart")]
    resume: bool,
    /// Throw an unfinished run away and begin anew
    #[arg(long)]
    restart: bool,
    /// Replace an output that is there already, when the new one is whole
    #[arg(long)]
    overwrite: bool,
    /// Rows that are scored and put on the disk together, at most
    #[arg(long, value_name = "N", default_value_t = SEGMENT_ROWS, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    segment_rows: u64,
}

impl Args {
    /// The job; `streamed` is where answers for stdout are put together.
    pub fn job(&self, context: &Context, streamed: Option<&Path>) -> anyhow::Result<Job> {
        if streamed.is_some() && (self.run.resume || self.shape.partition_by.is_some()) {
            bail!("--resume and --partition-by need an output with a name");
        }
        if self.reads_stdin(context) > 1 {
            bail!("stdin can be read as one thing only: applicants, accounts or the key");
        }
        let output = streamed.unwrap_or(&self.output).to_owned();
        Ok(Job {
            inputs: self.inputs.clone(),
            shape: self.shape(context)?,
            map: self.input.map.iter().map(|text| mapped(text)).collect::<Result<_, _>>()?,
            encoding: self.input.encoding.as_deref().map(encoding).transpose()?,
            delimiter: self.input.delimiter.as_deref().map(delimiter).transpose()?,
            thresholds: self.thresholds()?,
            history: self.history()?,
            beginning: self.beginning(),
            existing: if self.run.overwrite || self.run.resume { Existing::Replaced } else { Existing::Kept },
            threads: context.pool(&self.lines)?.current_num_threads(),
            segment_rows: self.run.segment_rows,
            beside: self.beside(context, &output),
            output,
        })
    }

    fn reads_stdin(&self, context: &Context) -> usize {
        let accounts = self.accounts.iter();
        let files = self.inputs.iter().chain(accounts).filter(|path| path.as_os_str() == "-").count();
        files + usize::from(self.fetch && self.stripe.key_is_stdin(context))
    }

    fn beginning(&self) -> Beginning {
        match (self.run.resume, self.run.restart) {
            (true, _) => Beginning::Resume,
            (_, true) => Beginning::Restart,
            _ => Beginning::Fresh,
        }
    }

    fn beside(&self, context: &Context, output: &Path) -> Beside {
        let usual = Beside::of(output);
        let rejects = context.setting(Key::Rejects, self.lines.rejects.as_deref()).value;
        Beside {
            rejects: if rejects.is_empty() { usual.rejects } else { rejects.into() },
            manifest: self.shape.manifest.clone().unwrap_or(usual.manifest),
            report: self.shape.report.clone().unwrap_or(usual.report),
            accounts: self.cache.clone().unwrap_or(usual.accounts),
        }
    }

    fn shape(&self, context: &Context) -> anyhow::Result<Shape> {
        let (told, packing) = told_by(&self.output);
        let named = |name: &str| one_of("--format", name, Format::named, "ndjson, csv, tsv or parquet");
        let format = self.shape.format.as_deref().map(named).transpose()?.or(told).unwrap_or(Format::Ndjson);
        if format == Format::Parquet && packing != Packing::Plain {
            bail!("Parquet is packed inside: leave the .gz or .zst away");
        }
        let owners = context.setting(Key::Owners, self.shape.owners.as_deref());
        let shown = |name: &str| match name {
            "best" => Some(OwnersShown::Best),
            "all" => Some(OwnersShown::All),
            _ => None,
        };
        let partition = self.shape.partition_by.as_deref().map(partition).transpose()?;
        let personal_data = if self.shape.redact { PersonalData::LeftOut } else { PersonalData::Kept };
        let columns = columns(&self.shape.columns)?;
        if let Some(column) = columns.iter().flatten().find(|column| self.shape.redact && column.is_personal()) {
            bail!("--redact leaves out personal data, and the column {} is that", column.name());
        }
        let owners = owners.read(shown, "best or all")?;
        Ok(Shape { format, packing, columns, owners, partition, personal_data })
    }

    fn thresholds(&self) -> anyhow::Result<Thresholds> {
        let mut thresholds = Thresholds::default();
        for text in &self.reuse.reuse {
            let read = text.split_once('=').and_then(|(thing, count)| Some((thing, count.parse().ok()?)));
            let Some((thing, count)) = read else { bail!("--reuse takes a thing and a number, such as phone=4") };
            let place = match thing {
                "account" => &mut thresholds.account,
                "email" => &mut thresholds.email,
                "phone" => &mut thresholds.phone,
                "address" => &mut thresholds.address,
                _ => bail!("--reuse counts account, email, phone and address, and `{thing}` is none of them"),
            };
            *place = count;
        }
        Ok(thresholds)
    }

    fn history(&self) -> anyhow::Result<Option<HistoryUse>> {
        let Some(path) = self.reuse.history.clone() else { return Ok(None) };
        let secret = match (std::env::var(HISTORY_KEY_VARIABLE), &self.reuse.history_key) {
            (Ok(text), None) => Secret::from_hex(&text).context(HISTORY_KEY_VARIABLE)?,
            (_, key) => Secret::of_history(&path, key.as_deref())?,
        };
        Ok(Some(HistoryUse { path, secret, keep_days: self.reuse.keep_days }))
    }
}

fn mapped(text: &str) -> anyhow::Result<(Column, String)> {
    let (path, header) =
        text.split_once('=').context("--map takes what a column holds and its name: applicant.name=holder")?;
    let column = one_of("--map", path, Column::from_path, "what --help lists, such as applicant.name")?;
    Ok((column, header.to_owned()))
}

fn encoding(name: &str) -> anyhow::Result<&'static encoding_rs::Encoding> {
    let named = |name: &str| encoding_rs::Encoding::for_label(name.as_bytes());
    one_of("--encoding", name, named, "an encoding of the web, such as utf-8, windows-1252 or utf-16le")
}

fn delimiter(sign: &str) -> anyhow::Result<u8> {
    match sign.as_bytes() {
        b"tab" | b"\\t" => Ok(b'\t'),
        &[byte] if byte.is_ascii_punctuation() || byte == b'\t' => Ok(byte),
        _ => bail!("--delimiter takes one sign, or tab"),
    }
}

/// The columns that are chosen; names with a plus come behind the usual ones.
fn columns(names: &[String]) -> anyhow::Result<Option<Vec<AnswerColumn>>> {
    if names.is_empty() {
        return Ok(None);
    }
    let all: Vec<&str> = AnswerColumn::ALL.iter().map(|column| column.name()).collect();
    let mut columns = Vec::new();
    if names.iter().any(|name| name.starts_with('+')) {
        columns.extend_from_slice(AnswerColumn::usual());
    }
    for name in names {
        let column = one_of("--columns", name.trim_start_matches('+'), AnswerColumn::from_name, &all.join(", "))?;
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    Ok(Some(columns))
}

/// The output is split by columns of few codes.
fn partition(name: &str) -> anyhow::Result<AnswerColumn> {
    let column = |name: &str| AnswerColumn::from_name(name).filter(|column| column.kind() == CellKind::Text);
    let few = [AnswerColumn::Decision, AnswerColumn::Rival];
    one_of("--partition-by", name, |name| column(name).filter(|column| few.contains(column)), "decision or rival")
}
