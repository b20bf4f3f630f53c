//! `ownermatch config`: each setting, its value, and where it came from.

use super::args::{LineArgs, MatcherArgs};
use super::connect::StripeArgs;
use super::exit::Exit;
use super::output::{self, ShapeArgs};
use super::settings::{Context, Key};

const HELP: &str = "\
An argument goes before the environment (OWNERMATCH_POLICY and so on), that before the configuration
file (./ownermatch.toml, or --config FILE, or OWNERMATCH_CONFIG), that before the default. Keys of the
file are the names that this command prints; unknown ones are refused. Paths in the file count from
its folder.

Example:
  OWNERMATCH_REGION=CA ownermatch config --policy name_only";

/// Show each setting, its value, and where it came from.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub struct Args {
    #[command(flatten)]
    matcher: MatcherArgs,
    #[command(flatten)]
    lines: LineArgs,
    #[command(flatten)]
    shape: ShapeArgs,
    #[command(flatten)]
    stripe: StripeArgs,
}

/// Runs the command; a value that no command could use is refused here too.
pub fn run(args: Args, context: &Context) -> anyhow::Result<Exit> {
    context.matcher(&args.matcher)?;
    context.pool(&args.lines)?;
    context.max_rejects(&args.lines)?;
    output::Shape::read(&args.shape, context)?;
    let lines = Key::ALL.map(|key| {
        let setting = context.setting(key, args.argument(key));
        let value = if setting.value.is_empty() { "(none)" } else { &setting.value };
        format!("{:<14} {:<24} {}\n", key.name(), value, setting.source)
    });
    output::print(lines.concat().as_bytes())?;
    Ok(Exit::Done)
}

impl Args {
    fn argument(&self, key: Key) -> Option<&str> {
        let argument = match key {
            Key::Policy => &self.matcher.policy,
            Key::Model => &self.matcher.model,
            Key::OwnerShare => &self.matcher.owner_share,
            Key::Now => &self.matcher.now,
            Key::Region => &self.matcher.region,
            Key::Format => &self.shape.format,
            Key::Owners => &self.shape.owners,
            Key::Threads => &self.lines.threads,
            Key::Rejects => &self.lines.rejects,
            Key::MaxRejects => &self.lines.max_rejects,
            Key::SecretFile => &self.stripe.key_file,
            Key::StripeAccount => &self.stripe.stripe_account,
            Key::StripeBase => &self.stripe.base,
            Key::StripeVersion => &self.stripe.stripe_version,
        };
        argument.as_deref()
    }
}
