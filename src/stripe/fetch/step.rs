//! What to do next about an account's ownership: a pure function of the account as it stands.

use super::super::wire::{Account, AccountStatus, OwnershipRefresh, Permission, RefreshStatus};
use super::{Refresh, Unavailable};

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Ask the bank anew.
    Refresh,
    /// A refresh is under way.
    Wait,
    /// The owners may be read.
    Read,
    /// There is nothing fresh to be had.
    Stop(Unavailable),
}

/// The refresh whose end this fetch waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Asked for; the one before it was attempted then.
    For { before: Option<i64> },
    /// Seen under way, whoever asked for it: its end is as new as any.
    Seen,
}

impl Asked {
    pub(super) fn now(account: &Account) -> Self {
        Self::For { before: account.ownership_refresh.as_ref().and_then(|refresh| refresh.last_attempted_at) }
    }
}

/// Looks at the state first, so that no refresh is asked for that Stripe would not start.
pub(super) fn step(account: &Account, wanted: Refresh, asked: Option<Asked>, now: i64) -> Step {
    if account.status == Some(AccountStatus::Disconnected) {
        return Step::Stop(Unavailable::Disconnected);
    }
    if !grants_ownership(account) {
        return Step::Stop(Unavailable::NoPermission);
    }
    let refresh = account.ownership_refresh.clone().unwrap_or_default();
    match (&refresh.status, asked) {
        (None, None) => never_refreshed(account, wanted),
        (None | Some(RefreshStatus::Pending | RefreshStatus::Unknown(_)), _) => Step::Wait,
        (Some(_), Some(Asked::For { before })) if refresh.last_attempted_at == before => {
            Step::Stop(not_started(account, &refresh))
        }
        (Some(RefreshStatus::Succeeded), Some(_)) => Step::Read,
        (Some(RefreshStatus::Succeeded), None) => succeeded(account, &refresh, wanted, now),
        (Some(RefreshStatus::Failed), Some(_)) => Step::Stop(failed(&refresh)),
        (Some(RefreshStatus::Failed), None) if wanted == Refresh::Never => Step::Stop(failed(&refresh)),
        (Some(RefreshStatus::Failed), None) => match again(account, &refresh, now) {
            Step::Stop(Unavailable::NotYet { .. }) => Step::Stop(failed(&refresh)),
            other => other,
        },
    }
}

/// Where Stripe does not tell the permissions, ownership that is there or was asked for has been granted.
fn grants_ownership(account: &Account) -> bool {
    match &account.permissions {
        Some(permissions) => permissions.contains(&Permission::Ownership),
        None => account.ownership.is_some() || account.ownership_refresh.is_some(),
    }
}

fn is_inactive(account: &Account) -> bool {
    account.status == Some(AccountStatus::Inactive)
}

fn never_refreshed(account: &Account, wanted: Refresh) -> Step {
    match wanted {
        _ if is_inactive(account) => Step::Stop(Unavailable::Inactive),
        Refresh::Never => Step::Stop(Unavailable::NeverRefreshed),
        _ => Step::Refresh,
    }
}

fn succeeded(account: &Account, refresh: &OwnershipRefresh, wanted: Refresh, now: i64) -> Step {
    match wanted {
        _ if is_inactive(account) => Step::Stop(Unavailable::Inactive),
        Refresh::Always => again(account, refresh, now),
        _ => Step::Read,
    }
}

/// Null stands for "not available", as Stripe says it does while pending and on an inactive account.
fn again(account: &Account, refresh: &OwnershipRefresh, now: i64) -> Step {
    match refresh.next_refresh_available_at {
        _ if is_inactive(account) => Step::Stop(Unavailable::Inactive),
        Some(from) if from <= now => Step::Refresh,
        until => Step::Stop(Unavailable::NotYet { until }),
    }
}

/// Whether the account's state tells why Stripe refused a refresh.
pub(super) fn explains_refusal(account: &Account, now: i64) -> bool {
    let refresh = account.ownership_refresh.clone().unwrap_or_default();
    let is_active = !is_inactive(account) && account.status != Some(AccountStatus::Disconnected);
    match refresh.status {
        _ if !is_active => true,
        None => false,
        Some(RefreshStatus::Pending) => true,
        Some(_) => refresh.next_refresh_available_at.is_none_or(|from| from > now),
    }
}

/// Asked for, and Stripe did not start it.
fn not_started(account: &Account, refresh: &OwnershipRefresh) -> Unavailable {
    if is_inactive(account) {
        return Unavailable::Inactive;
    }
    Unavailable::NotYet { until: refresh.next_refresh_available_at }
}

fn failed(refresh: &OwnershipRefresh) -> Unavailable {
    Unavailable::Failed { until: refresh.next_refresh_available_at, error: refresh.error.clone() }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Refresh, Step, Unavailable, step};
    use crate::stripe::wire::Account;

    const NOW: i64 = 1000;

    fn account(json: &str) -> Account {
        serde_json::from_str(json).expect("an account")
    }

    /// An active account with the permission and this refresh state.
    fn refreshed(refresh: &str) -> Account {
        account(&format!(r#"{{"status":"active","permissions":["ownership"],"ownership_refresh":{refresh}}}"#))
    }

    fn steps(account: &Account) -> [Step; 3] {
        [Refresh::Never, Refresh::IfNeeded, Refresh::Always].map(|wanted| step(account, wanted, None, NOW))
    }

    #[test]
    fn what_no_refresh_can_mend_stops_at_once() {
        let table = [
            (r#"{"status":"disconnected","permissions":["ownership"]}"#, Unavailable::Disconnected),
            (r#"{"status":"active","permissions":["balances"]}"#, Unavailable::NoPermission),
            (r#"{"status":"active","permissions":[]}"#, Unavailable::NoPermission),
            (r#"{"status":"active"}"#, Unavailable::NoPermission),
            (r#"{"status":"inactive","permissions":["ownership"]}"#, Unavailable::Inactive),
            (
                r#"{"status":"inactive","permissions":["ownership"],"ownership_refresh":{"status":"succeeded","next_refresh_available_at":1}}"#,
                Unavailable::Inactive,
            ),
        ];
        for (json, why) in table {
            assert_eq!(steps(&account(json)), [(); 3].map(|()| Step::Stop(why.clone())), "{json}");
        }
    }

    #[test]
    fn a_refresh_is_asked_for_only_where_it_is_wanted_and_allowed() {
        let not_yet = |until| Step::Stop(Unavailable::NotYet { until });
        let failed = |until| Step::Stop(Unavailable::Failed { until, error: None });
        let table = [
            ("null", [Step::Stop(Unavailable::NeverRefreshed), Step::Refresh, Step::Refresh]),
            (r#"{"status":"pending"}"#, [Step::Wait, Step::Wait, Step::Wait]),
            (r#"{"status":"later"}"#, [Step::Wait, Step::Wait, Step::Wait]),
            (r#"{"status":"succeeded"}"#, [Step::Read, Step::Read, not_yet(None)]),
            (
                r#"{"status":"succeeded","next_refresh_available_at":1001}"#,
                [Step::Read, Step::Read, not_yet(Some(1001))],
            ),
            (r#"{"status":"succeeded","next_refresh_available_at":1000}"#, [Step::Read, Step::Read, Step::Refresh]),
            (r#"{"status":"failed"}"#, [failed(None), failed(None), failed(None)]),
            (r#"{"status":"failed","next_refresh_available_at":1001}"#, [(); 3].map(|()| failed(Some(1001)))),
            (
                r#"{"status":"failed","next_refresh_available_at":1000}"#,
                [failed(Some(1000)), Step::Refresh, Step::Refresh],
            ),
        ];
        for (refresh, expected) in table {
            assert_eq!(steps(&refreshed(refresh)), expected, "{refresh}");
        }
    }

    #[test]
    fn once_asked_no_second_refresh_is_asked_for() {
        let asked = Some(Asked::For { before: Some(5) });
        let next = |refresh: &str| step(&refreshed(refresh), Refresh::Always, asked, NOW);
        assert_eq!(next(r#"{"status":"succeeded","last_attempted_at":9,"next_refresh_available_at":1}"#), Step::Read);
        let unchanged = r#"{"status":"succeeded","last_attempted_at":5,"next_refresh_available_at":1}"#;
        assert_eq!(next(unchanged), Step::Stop(Unavailable::NotYet { until: Some(1) }));
        assert_eq!(next("null"), Step::Wait);
        let failed = next(r#"{"status":"failed","last_attempted_at":9,"next_refresh_available_at":1}"#);
        assert_eq!(failed, Step::Stop(Unavailable::Failed { until: Some(1), error: None }));
    }

    #[test]
    fn a_refresh_that_was_seen_under_way_is_new_when_it_ends() {
        // Even within the second of the one before it.
        let ended = refreshed(r#"{"status":"succeeded","last_attempted_at":5,"next_refresh_available_at":9999}"#);
        assert_eq!(step(&ended, Refresh::Always, Some(Asked::Seen), NOW), Step::Read);
    }

    #[test]
    fn without_told_permissions_ownership_that_is_there_was_granted() {
        let told = account(r#"{"status":"active","ownership_refresh":{"status":"succeeded"}}"#);
        assert_eq!(step(&told, Refresh::IfNeeded, None, NOW), Step::Read);
    }
}
