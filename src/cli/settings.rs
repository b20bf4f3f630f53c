//! Settings by layer: an argument goes before the environment, that before the configuration file, that before the default.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use ownermatch::{Matcher, Model, Policy, Region, stripe};

use super::args::{LineArgs, MatcherArgs};

/// Where the configuration file lies unless `--config` names another.
const FILE: &str = "ownermatch.toml";
const PREFIX: &str = "OWNERMATCH_";
const CONFIG_VARIABLE: &str = "OWNERMATCH_CONFIG";
/// The variable that holds a history's key: a secret, and so no setting that could be shown.
pub const HISTORY_KEY_VARIABLE: &str = "OWNERMATCH_HISTORY_KEY";
const TIME_EXPECTED: &str = "RFC 3339 such as 2026-11-22T00:00:00Z, unix seconds, or clock";

/// A setting's key as the configuration file writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Policy,
    Model,
    OwnerShare,
    Now,
    Region,
    Format,
    Owners,
    Threads,
    Rejects,
    MaxRejects,
    SecretFile,
    StripeAccount,
    StripeBase,
    StripeVersion,
}

impl Key {
    pub const ALL: [Self; 14] = [
        Self::Policy,
        Self::Model,
        Self::OwnerShare,
        Self::Now,
        Self::Region,
        Self::Format,
        Self::Owners,
        Self::Threads,
        Self::Rejects,
        Self::MaxRejects,
        Self::SecretFile,
        Self::StripeAccount,
        Self::StripeBase,
        Self::StripeVersion,
    ];

    pub fn name(self) -> &'static str {
        [
            "policy",
            "model",
            "owner_share",
            "now",
            "region",
            "format",
            "owners",
            "threads",
            "rejects",
            "max_rejects",
            "key_file",
            "stripe_account",
            "stripe_base",
            "stripe_version",
        ][self as usize]
    }

    /// What holds where nothing was set; empty stands for nothing at all.
    fn default(self) -> &'static str {
        match self {
            Self::Policy | Self::Model => "default",
            Self::Now => "clock",
            Self::Region => "US",
            Self::Format => "auto",
            Self::Owners => "best",
            Self::Threads | Self::MaxRejects => "0",
            Self::OwnerShare | Self::Rejects | Self::SecretFile | Self::StripeAccount => "",
            Self::StripeBase => stripe::STRIPE,
            Self::StripeVersion => stripe::VERSION,
        }
    }

    fn variable(self) -> String {
        format!("{PREFIX}{}", self.name().to_ascii_uppercase())
    }

    fn flag(self) -> String {
        format!("--{}", self.name().replace('_', "-"))
    }

    /// Keys whose value is a path, and so counted from the folder of the file it stands in.
    fn is_path(self) -> bool {
        matches!(self, Self::Policy | Self::Model | Self::Rejects | Self::SecretFile)
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.name() == name)
    }
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Argument(String),
    Variable(String),
    File(PathBuf),
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument(flag) => write!(f, "argument {flag}"),
            Self::Variable(name) => write!(f, "environment {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub key: Key,
    pub value: String,
    pub source: Source,
}

impl Setting {
    /// Reads the value; what cannot be read is refused with the place it came from.
    pub fn read<T>(&self, read: impl FnOnce(&str) -> Option<T>, expected: &str) -> anyhow::Result<T> {
        read(&self.value).with_context(|| {
            format!("{}: `{}` must be {expected}, and `{}` is not", self.source, self.key.name(), self.value)
        })
    }
}

/// What every command is given: the layers below its arguments.
#[derive(Debug, Default)]
pub struct Context {
    variables: BTreeMap<Key, String>,
    file: BTreeMap<Key, String>,
    path: PathBuf,
}

impl Context {
    /// Reads the environment and the configuration file; unknown keys are refused in both.
    pub fn load(config: Option<&Path>) -> anyhow::Result<Self> {
        let variables = read_variables(std::env::vars_os())?;
        let named = config.map(Path::to_owned).or_else(|| std::env::var_os(CONFIG_VARIABLE).map(PathBuf::from));
        let path = named.clone().unwrap_or_else(|| PathBuf::from(FILE));
        let file = match std::fs::read_to_string(&path) {
            Ok(text) => read_file(&path, &text)?,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => bail!("{}: the configuration cannot be read: {error}", path.display()),
        };
        Ok(Self { variables, file, path })
    }

    /// A setting by its layers; `argument` is what the command line gave.
    pub fn setting(&self, key: Key, argument: Option<&str>) -> Setting {
        let from = |value: &str, source| Setting { key, value: value.to_owned(), source };
        if let Some(value) = argument {
            return from(value, Source::Argument(key.flag()));
        }
        if let Some(value) = self.variables.get(&key) {
            return from(value, Source::Variable(key.variable()));
        }
        match self.file.get(&key) {
            Some(value) => from(value, Source::File(self.path.clone())),
            None => from(key.default(), Source::Default),
        }
    }

    /// The matcher that the settings ask for; without `now` it asks the clock once.
    pub fn matcher(&self, args: &MatcherArgs) -> anyhow::Result<Matcher> {
        let matcher = self.live_matcher(args)?;
        let now = self.setting(Key::Now, args.now.as_deref());
        Ok(matcher.now(now.read(read_time, TIME_EXPECTED)?))
    }

    /// The same for a command that runs on: without `now` it asks the clock at each answer.
    pub fn live_matcher(&self, args: &MatcherArgs) -> anyhow::Result<Matcher> {
        let policy = self.setting(Key::Policy, args.policy.as_deref());
        let region = self.setting(Key::Region, args.region.as_deref());
        let now = self.setting(Key::Now, args.now.as_deref());
        let matcher = Matcher::default()
            .model(self.model(args)?)
            .policy(read_policy(&policy)?)
            .region(region.read(Region::new, "a country in two letters")?);
        tracing::info!(model = matcher.current_model().id(), policy = matcher.current_policy().id(), "matcher ready");
        if now.value == "clock" {
            return Ok(matcher);
        }
        Ok(matcher.now(now.read(read_time, TIME_EXPECTED)?))
    }

    /// The model that the settings ask for, with the share of owners they ask for.
    pub fn model(&self, args: &MatcherArgs) -> anyhow::Result<Model> {
        self.model_of(&self.setting(Key::Model, args.model.as_deref()), args)
    }

    /// Another model beside it, named by another flag.
    pub fn model_of_flag(&self, flag: &str, name: &str, args: &MatcherArgs) -> anyhow::Result<Model> {
        let source = Source::Argument(flag.to_owned());
        self.model_of(&Setting { key: Key::Model, value: name.to_owned(), source }, args)
    }

    fn model_of(&self, named: &Setting, args: &MatcherArgs) -> anyhow::Result<Model> {
        let model = read_model(named)?;
        let share = self.setting(Key::OwnerShare, args.owner_share.as_deref());
        if share.value.is_empty() {
            return Ok(model);
        }
        let read: f64 = share.read(|text| text.parse().ok(), "a number above 0 and below 1")?;
        model.with_owner_share(read).with_context(|| share.source.to_string())
    }

    /// Rejected lines that are put up with.
    pub fn max_rejects(&self, args: &LineArgs) -> anyhow::Result<u64> {
        self.setting(Key::MaxRejects, args.max_rejects.as_deref())
            .read(|text| text.parse().ok(), "a whole number from 0")
    }

    /// Whether anybody said what `now` is.
    pub fn says_now(&self, args: &MatcherArgs) -> bool {
        self.setting(Key::Now, args.now.as_deref()).source != Source::Default
    }

    /// A pool of as many threads as the settings ask for.
    pub fn pool(&self, args: &LineArgs) -> anyhow::Result<rayon::ThreadPool> {
        let threads = self.setting(Key::Threads, args.threads.as_deref());
        let threads =
            threads.read(|text| text.parse().ok().filter(|&count| count <= 1024), "a number from 0 to 1024")?;
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().context("the threads cannot be started")
    }
}

fn is_setting(variable: &str) -> bool {
    variable.starts_with(PREFIX) && ![CONFIG_VARIABLE, HISTORY_KEY_VARIABLE].contains(&variable)
}

fn read_variables(
    all: impl Iterator<Item = (std::ffi::OsString, std::ffi::OsString)>,
) -> anyhow::Result<BTreeMap<Key, String>> {
    let mut read = BTreeMap::new();
    for (variable, value) in all {
        let Some(variable) = variable.to_str().filter(|name| is_setting(name)) else {
            continue;
        };
        let name = variable[PREFIX.len()..].to_ascii_lowercase();
        let key =
            Key::named(&name).with_context(|| format!("environment: {variable} is no setting{}", suggest(&name)))?;
        let value = value.into_string().ok().with_context(|| format!("environment: {variable} is not UTF-8"))?;
        read.insert(key, value);
    }
    Ok(read)
}

fn read_file(path: &Path, text: &str) -> anyhow::Result<BTreeMap<Key, String>> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        anyhow::anyhow!("{}: line {line} is not TOML: {}", path.display(), error.message())
    })?;
    let mut read = BTreeMap::new();
    for (name, value) in table {
        let key = Key::named(&name)
            .with_context(|| format!("{}: `{name}` is no setting{}", path.display(), suggest(&name)))?;
        let value = plain(value).with_context(|| format!("{}: `{name}` must be one value", path.display()))?;
        read.insert(key, if key.is_path() { beside(path, value) } else { value });
    }
    Ok(read)
}

fn plain(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Table(_) | toml::Value::Array(_) => None,
        other => Some(other.to_string()),
    }
}

/// A path in a configuration file counts from the file's folder; a built-in's name and `-` are no paths.
fn beside(path: &Path, value: String) -> String {
    match value.as_str() {
        "" | "-" | "default" | "name_only" => value,
        _ => path.parent().unwrap_or(Path::new("")).join(&value).display().to_string(),
    }
}

/// The setting whose name is nearest, where one is near.
fn suggest(name: &str) -> String {
    let near = Key::ALL.into_iter().map(|key| (letters_off(name, key.name()), key)).min();
    match near {
        Some((off, key)) if off <= 2 => format!("; did you mean `{}`?", key.name()),
        _ => format!("; the settings are {}", Key::ALL.map(Key::name).join(", ")),
    }
}

/// Edit distance of two short names.
fn letters_off(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.bytes().take(64).enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (to, wanted) in other.bytes().enumerate() {
            let above = row[to + 1];
            row[to + 1] = (above + 1).min(row[to] + 1).min(diagonal + usize::from(letter != wanted));
            diagonal = above;
        }
    }
    row[other.len()]
}

fn read_policy(setting: &Setting) -> anyhow::Result<Policy> {
    match setting.value.as_str() {
        "default" => Ok(Policy::default()),
        "name_only" => Ok(Policy::name_only()),
        path => Policy::from_toml(&read_text(setting)?).with_context(|| path.to_owned()),
    }
}

fn read_model(setting: &Setting) -> anyhow::Result<Model> {
    match setting.value.as_str() {
        "default" => Ok(Model::default()),
        path => Model::from_toml(&read_text(setting)?).with_context(|| path.to_owned()),
    }
}

/// A file of the configuration that cannot be read is a fault of the configuration, not of the input.
fn read_text(setting: &Setting) -> anyhow::Result<String> {
    std::fs::read_to_string(&setting.value).map_err(|error| {
        let names = if setting.key == Key::Policy { "default, name_only" } else { "default" };
        let what = format!("{}: `{}` names the file {}", setting.source, setting.key.name(), setting.value);
        anyhow::anyhow!("{what}, which cannot be read: {error}; built in: {names}")
    })
}

fn read_time(text: &str) -> Option<i64> {
    if text == "clock" {
        return Some(jiff::Timestamp::now().as_second());
    }
    let seconds = text.parse().ok().filter(|&seconds| jiff::Timestamp::from_second(seconds).is_ok());
    seconds.or_else(|| text.parse::<jiff::Timestamp>().ok().map(|time| time.as_second()))
}

#[cfg(test)]
mod tests {
    use super::{letters_off, read_time};

    #[test]
    fn times_are_rfc_3339_or_unix_seconds() {
        assert_eq!(read_time("2026-11-22T00:00:00Z"), Some(1_795_305_600));
        assert_eq!(read_time("2026-11-22T01:00:00+01:00"), Some(1_795_305_600));
        assert_eq!(read_time("1795305600"), Some(1_795_305_600));
        assert_eq!(["tomorrow", "", "9e9", "99999999999999"].map(read_time), [None; 4]);
    }

    #[test]
    fn letters_off_counts_slips() {
        assert_eq!((letters_off("polcy", "policy"), letters_off("", "now"), letters_off("now", "now")), (1, 3, 0));
    }
}
