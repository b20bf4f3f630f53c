//! Rules about the account, its owners and its state.

use super::{AGREES, Candidate, FlagCode, Raised, Severity, Subject};
use crate::comparison::{Compared, best_owner_of};
use crate::reading::Reading;
use crate::record::{AccountStatus, Field, Record, RefreshStatus, Reused};

const DAY_S: i64 = 86_400;
/// Days after which ownership data is worth a remark, and after which it is worth a look (assumed).
const AGING_DAYS: i64 = 30;
const STALE_DAYS: i64 = 90;
/// Below even odds nobody has been found whose place among the owners could matter.
const EVEN: f64 = 0.5;

pub(super) fn flag(subject: &Subject<'_>, raised: &mut Raised) {
    flag_state(subject, raised);
    flag_reuse(&subject.applicant.reused, raised);
    if !subject.owners.iter().any(|owner| holds_data(owner.record)) {
        return raised.raise(FlagCode::NoOwnershipData, None, None);
    }
    let Some(best) = subject.best() else { return };
    flag_missing(best, raised);
    flag_age(subject, best, raised);
    flag_owners(subject, best, raised);
    flag_other_owners(subject, best, raised);
}

fn flag_state(subject: &Subject<'_>, raised: &mut Raised) {
    match subject.ownership.refresh {
        RefreshStatus::Failed => raised.raise(FlagCode::RefreshFailed, None, None),
        RefreshStatus::Pending => raised.raise(FlagCode::RefreshPending, None, None),
        RefreshStatus::Unknown | RefreshStatus::Succeeded => {}
    }
    if matches!(subject.ownership.status, AccountStatus::Inactive | AccountStatus::Disconnected) {
        raised.raise(FlagCode::AccountInactive, None, None);
    }
}

fn flag_reuse(reused: &Reused, raised: &mut Raised) {
    let Reused { account, email, phone, address } = *reused;
    let counts =
        [(None, account), (Some(Field::Email), email), (Some(Field::Phone), phone), (Some(Field::Address), address)];
    for (field, count) in counts {
        count.iter().for_each(|&count| raised.raise_counted(FlagCode::IdentityReused, field, count));
    }
}

/// An owner of nothing but nulls is no owner.
fn holds_data(record: &Record) -> bool {
    !matches!(
        record,
        Record { name: Reading::Absent, email: Reading::Absent, phone: Reading::Absent, address: Reading::Absent, .. }
    )
}

fn flag_missing(best: &Candidate<'_>, raised: &mut Raised) {
    for field in Field::ALL {
        if best.comparison.level(field) == Compared::Missing {
            raised.raise(FlagCode::PartialOwnershipData, Some(field), Some(best.owner));
        }
    }
}

/// Without a time nothing is said; a time to come is no age.
fn flag_age(subject: &Subject<'_>, best: &Candidate<'_>, raised: &mut Raised) {
    let own = subject.ownership.owners.get(usize::from(best.owner)).and_then(|owner| owner.refreshed_at);
    let Some(refreshed_at) = own.or(subject.ownership.refreshed_at) else { return };
    let age_s = subject.now.saturating_sub(refreshed_at);
    if !(-DAY_S..=STALE_DAYS * DAY_S).contains(&age_s) {
        raised.raise(FlagCode::OwnershipStale, None, Some(best.owner));
    } else if age_s > AGING_DAYS * DAY_S {
        raised.raise_at(FlagCode::OwnershipStale, Severity::Info, None, Some(best.owner));
    }
}

/// An owner whom the bank lists twice is one owner.
fn flag_owners(subject: &Subject<'_>, best: &Candidate<'_>, raised: &mut Raised) {
    let mut holders = subject.owners.iter().filter(|owner| holds_data(owner.record));
    let Some(first) = holders.next() else { return };
    let differs =
        |holder: &Candidate<'_>| !std::ptr::eq(holder.record, first.record) && holder.record.name != first.record.name;
    if holders.any(differs) {
        raised.raise(FlagCode::JointAccount, None, None);
    }
    if best.weighed.probability.value() >= EVEN && differs(best) {
        raised.raise(FlagCode::ApplicantNotPrimary, None, Some(best.owner));
    }
}

/// The best owner agrees on one field and another owner on a field on which the best one does not: the best
/// of each field over all owners would hide a stranger between two relatives.
fn flag_other_owners(subject: &Subject<'_>, best: &Candidate<'_>, raised: &mut Raised) {
    if subject.owners.len() == 1 || !Field::ALL.into_iter().any(|field| best.agrees(field)) {
        return;
    }
    for field in Field::ALL.into_iter().filter(|&field| !best.agrees(field)) {
        let comparisons = subject.owners.iter().map(|owner| owner.comparison);
        let other = best_owner_of(field, comparisons).filter(|&(_, score)| score >= AGREES);
        if let Some(other) = other.and_then(|(at, _)| subject.owners.get(at)) {
            raised.raise(FlagCode::FieldsMatchDifferentOwners, Some(field), Some(other.owner));
        }
    }
}
