//! The accounts that a sandbox holds: a good set built in, or a file of yours in the same form.

use std::fmt;

use serde::Deserialize;

use crate::record::Owner;
use crate::stripe::wire::{AccountStatus, Permission, RefreshStatus};

const TEN_YEARS_S: u64 = 10 * 366 * 86_400;
const BUILT_IN: &str = include_str!("../../data/sandbox/accounts.json");

/// The accounts of a sandbox. Each is there from the start as `fca_NAME`, and a session links copies of them.
#[derive(Clone, Debug)]
pub struct Fixtures(pub(super) Vec<Fixture>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    accounts: Vec<Fixture>,
}

/// One account, and what a refresh of it comes to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fixture {
    pub(super) name: String,
    /// For the reader of the file.
    #[serde(default, rename = "about")]
    _about: String,
    #[serde(default = "institution")]
    pub(super) institution_name: String,
    #[serde(default = "display_name")]
    pub(super) display_name: String,
    #[serde(default = "checking")]
    pub(super) subcategory: String,
    #[serde(default = "last4")]
    pub(super) last4: String,
    #[serde(default = "active")]
    pub(super) status: AccountStatus,
    #[serde(default = "permissions")]
    pub(super) permissions: Vec<Permission>,
    /// How ownership stands at the start; null for never asked for.
    #[serde(default)]
    pub(super) ownership: Option<Standing>,
    #[serde(default)]
    pub(super) refresh: Life,
    pub(super) owners: Vec<Owner>,
    /// Most owners a page; Stripe's own bounds where it is left out.
    #[serde(default)]
    pub(super) owners_per_page: Option<usize>,
}

/// How ownership stands when the sandbox starts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standing {
    pub(super) status: RefreshStatus,
    /// Seconds since it was refreshed.
    pub(super) age_s: u32,
    /// Seconds until the next refresh is allowed; null for not told.
    #[serde(default)]
    pub(super) next_in_s: Option<i64>,
    /// Whether owners of an earlier refresh are there.
    #[serde(default)]
    pub(super) has_owners: bool,
}

/// What a refresh comes to.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Life {
    pub(super) outcome: Outcome,
    /// Seconds that it takes.
    pub(super) takes_s: f64,
    /// Seconds from its end until the next one is allowed.
    pub(super) next_after_s: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Outcome {
    Succeeded,
    Failed,
    Never,
}

impl Default for Life {
    fn default() -> Self {
        Self { outcome: Outcome::Succeeded, takes_s: 0.5, next_after_s: 86_400 }
    }
}

fn institution() -> String {
    "Sandbox Bank".into()
}

fn display_name() -> String {
    "Sandbox Checking".into()
}

fn checking() -> String {
    "checking".into()
}

fn last4() -> String {
    "6789".into()
}

fn active() -> AccountStatus {
    AccountStatus::Active
}

fn permissions() -> Vec<Permission> {
    vec![Permission::Ownership, Permission::PaymentMethod]
}

/// What is wrong with a file of fixtures, and where; never the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixtureError(String);

impl fmt::Display for FixtureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FixtureError {}

impl Default for Fixtures {
    /// The built-in set.
    fn default() -> Self {
        Self::read(BUILT_IN).expect("the built-in accounts are checked by a test")
    }
}

impl Fixtures {
    /// Reads fixtures in the form of data/sandbox/accounts.json.
    ///
    /// # Errors
    /// What is not JSON of this form, by line, column and field; a name that stands twice or is no name.
    pub fn read(json: &str) -> Result<Self, FixtureError> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let file: File = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let inner = error.inner();
            let place = format!("line {}, column {}, {}", inner.line(), inner.column(), error.path());
            FixtureError(format!("{place}: not what an account of a sandbox holds (data/sandbox/README.md)"))
        })?;
        reader.end().map_err(|error| {
            FixtureError(format!("line {}, column {}: the file goes on after its end", error.line(), error.column()))
        })?;
        let fixtures = Self(file.accounts);
        fixtures.check().map(|()| fixtures)
    }

    fn check(&self) -> Result<(), FixtureError> {
        let is_name = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        for (at, fixture) in self.0.iter().enumerate() {
            let wrong = |what| Err(FixtureError(format!("accounts[{at}]: {what}")));
            if !is_name(&fixture.name) {
                return wrong("a name holds small letters, digits and underscores");
            }
            if self.0[..at].iter().any(|earlier| earlier.name == fixture.name) {
                return wrong("its name stands twice");
            }
            if !(0.0..=86_400.0).contains(&fixture.refresh.takes_s) {
                return wrong("refresh.takes_s must be 0 to 86400 seconds");
            }
            if matches!(fixture.status, AccountStatus::Unknown(_)) {
                return wrong("status must be active, inactive or disconnected");
            }
            if fixture.permissions.iter().any(|permission| matches!(permission, Permission::Unknown(_))) {
                return wrong("permissions are ownership, payment_method, balances and transactions");
            }
            let standing = fixture.ownership.as_ref();
            if standing.is_some_and(|standing| matches!(standing.status, RefreshStatus::Unknown(_))) {
                return wrong("ownership.status must be pending, succeeded or failed");
            }
            let next = standing.and_then(|standing| standing.next_in_s).unwrap_or_default();
            if next.unsigned_abs() > TEN_YEARS_S {
                return wrong("ownership.next_in_s must be within ten years");
            }
            if fixture.owners_per_page == Some(0) {
                return wrong("owners_per_page must be 1 or more");
            }
        }
        if self.0.is_empty() { Err(FixtureError("accounts: there must be one at least".into())) } else { Ok(()) }
    }

    /// The accounts' ids, in the file's order.
    pub fn ids(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|fixture| format!("fca_{}", fixture.name))
    }

    pub(super) fn named(&self, name: &str) -> Option<&Fixture> {
        self.0.iter().find(|fixture| fixture.name == name)
    }

    /// The account of whoever has this email, else the first.
    pub(super) fn of_email(&self, email: Option<&str>) -> Option<&Fixture> {
        let has =
            |fixture: &&Fixture| fixture.owners.iter().any(|owner| email.is_some() && owner.email.as_deref() == email);
        self.0.iter().find(has).or(self.0.first())
    }
}
