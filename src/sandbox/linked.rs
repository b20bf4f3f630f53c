//! A linked account as the sandbox holds it, and as it is sent.

use std::time::Duration;

use serde_json::{Map, Value};

use super::fixtures::{Fixture, Outcome};
use super::render::{blank, render};
use crate::stripe::wire::{Account, AccountOwner, AccountOwnership, AccountStatus, List, Permission, RefreshStatus};

/// A linked account with what only the bank knows.
pub(super) struct Linked {
    pub(super) account: Account,
    pub(super) fixture: Fixture,
    pub(super) session: Option<String>,
    /// The owners as last refreshed; none before.
    pub(super) owners: Vec<AccountOwner>,
    /// When the refresh under way ends, and how.
    pub(super) refreshing: Option<(Duration, Outcome)>,
}

impl Linked {
    pub(super) fn id(&self) -> &str {
        self.account.id.as_deref().unwrap_or_default()
    }

    pub(super) fn ownership_id(&self) -> Option<&str> {
        self.account.ownership.as_ref()?.id()
    }

    pub(super) fn is(&self, status: AccountStatus) -> bool {
        self.account.status.as_ref() == Some(&status)
    }

    /// Whether anybody may read who owns it.
    pub(super) fn shows_ownership(&self) -> bool {
        self.grants_ownership() && !self.is(AccountStatus::Disconnected)
    }

    fn grants_ownership(&self) -> bool {
        self.account.permissions.iter().flatten().any(|granted| *granted == Permission::Ownership)
    }

    /// Why Stripe would not start a refresh now.
    pub(super) fn hindrance(&self, now: i64) -> Option<Hindrance> {
        let refresh = self.account.ownership_refresh.clone().unwrap_or_default();
        if self.is(AccountStatus::Inactive) || self.is(AccountStatus::Disconnected) {
            return Some(Hindrance::Inactive);
        }
        if !self.grants_ownership() {
            return Some(Hindrance::NoPermission);
        }
        match (refresh.status, refresh.next_refresh_available_at) {
            (None, _) => None,
            (Some(RefreshStatus::Pending), _) => Some(Hindrance::TooEarly),
            (Some(_), Some(from)) if from <= now => None,
            _ => Some(Hindrance::TooEarly),
        }
    }

    /// The account as it is sent, with the id of its ownership.
    pub(super) fn render(&self) -> Value {
        render(&self.account, &blank(Account::OBJECT))
    }

    /// The ownership with the first page of owners, if it is this account's.
    pub(super) fn render_ownership(&self, id: &str) -> Option<Value> {
        if self.ownership_id() != Some(id) {
            return None;
        }
        let most = self.owners_per_page().min(10);
        let first: Vec<_> = self.owners.iter().take(most).cloned().map(Some).collect();
        let owners = List {
            object: Some("list".into()),
            has_more: Some(self.owners.len() > first.len()),
            data: Some(first),
            url: Some(self.owners_url()),
        };
        let created = self.owners.first().and_then(|owner| owner.refreshed_at);
        let whole = AccountOwnership {
            id: Some(id.to_owned()),
            object: Some("financial_connections.account_ownership".into()),
            created: created.or(self.account.ownership_refresh.as_ref().and_then(|refresh| refresh.last_attempted_at)),
            owners: Some(owners),
        };
        Some(render(&whole, &Map::new()))
    }

    /// Where its owners are read, with the ownership they belong to.
    pub(super) fn owners_url(&self) -> String {
        let ownership = self.ownership_id().unwrap_or_default();
        format!("/v1/financial_connections/accounts/{}/owners?ownership={ownership}", self.id())
    }

    pub(super) fn owners_per_page(&self) -> usize {
        self.fixture.owners_per_page.unwrap_or(100)
    }
}

/// Why Stripe would not start a refresh.
pub(super) enum Hindrance {
    Inactive,
    NoPermission,
    TooEarly,
}
