//! Arguments that several commands share.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueHint;

use super::exit::Exit;
use super::output::View;

/// Before or after any command.
#[derive(Debug, clap::Args)]
pub struct GlobalArgs {
    /// Configuration file [default: ./ownermatch.toml where there is one]
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Global options")]
    pub config: Option<PathBuf>,
    /// Log to stderr, never with personal data; -vv says more
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "Global options")]
    pub verbose: u8,
}

/// What a matcher is made of; each may also come from the environment or the configuration file.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct MatcherArgs {
    /// Policy file, or `default`, or `name_only`
    #[arg(long, value_name = "FILE|NAME", value_hint = ValueHint::FilePath)]
    pub policy: Option<String>,
    /// Model file, or `default`
    #[arg(long, value_name = "FILE|NAME", value_hint = ValueHint::FilePath)]
    pub model: Option<String>,
    /// Share of applicants who own the account they link, above 0 and below 1 [default: the model's]
    #[arg(long, visible_alias = "prior", value_name = "SHARE")]
    pub owner_share: Option<String>,
    /// Time the answers are given for: RFC 3339, unix seconds, or `clock`
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// Country of phones and addresses that name none, in two letters [default: US]
    #[arg(long, value_name = "CC")]
    pub region: Option<String>,
}

/// How a file of lines is worked through.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct LineArgs {
    /// Threads; 0 takes every core. The output is the same at any number [default: 0]
    #[arg(long, value_name = "N")]
    pub threads: Option<String>,
    /// Also write rejected lines to this file, as JSON lines
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub rejects: Option<String>,
    /// Rejected lines that are put up with before the exit code becomes 3 [default: 0]
    #[arg(long, value_name = "N")]
    pub max_rejects: Option<String>,
}

/// What an audit of made names and cases is run with.
#[derive(Clone, Debug, clap::Args)]
pub struct AuditArgs {
    /// What everything is drawn from
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Model file, or `default`
    #[arg(long, value_name = "FILE|NAME", value_hint = ValueHint::FilePath)]
    model: Option<String>,
    /// Share of applicants who own the account they link, above 0 and below 1 [default: the model's]
    #[arg(long, visible_alias = "prior", value_name = "SHARE")]
    owner_share: Option<String>,
    /// text for people, or one json object
    #[arg(long, value_enum, default_value_t = View::Text)]
    pub format: View,
    /// Threads; 0 takes every core. The output is the same at any number [default: 0]
    #[arg(long, value_name = "N")]
    threads: Option<String>,
}

impl AuditArgs {
    /// The matcher that is audited, at a moment at which nothing that is made is stale.
    pub fn matcher_args(&self, policy: Option<&str>, now: i64) -> MatcherArgs {
        let (model, owner_share) = (self.model.clone(), self.owner_share.clone());
        // Made people are Americans, whatever the settings say of a user's own.
        let region = Some("US".to_owned());
        MatcherArgs { policy: policy.map(str::to_owned), model, owner_share, now: Some(now.to_string()), region }
    }

    /// Prints what was found in the form that was asked for.
    pub fn print(&self, json: impl FnOnce() -> String, text: impl FnOnce() -> String) -> anyhow::Result<Exit> {
        let page = match self.format {
            View::Json => json(),
            View::Text => text(),
        };
        let mut out = self.format.stdout();
        out.write_all(page.as_bytes())?;
        out.flush()?;
        Ok(Exit::Done)
    }

    /// The threads to work on.
    pub fn line_args(&self) -> LineArgs {
        LineArgs { threads: self.threads.clone(), ..LineArgs::default() }
    }
}
