//! From all owners to one answer: which owner is best, and what the policy decides about them.

use crate::address::{AddressComparison, AddressLevel};
use crate::comparison::{Compared, Comparison};
use crate::decision::{Decision, Policy};
use crate::email::{EmailComparison, EmailLevel};
use crate::flags::{Flag, FlagCode, Severity};
use crate::model::{Model, Rarity};
use crate::name::{NameComparison, NameLevel};
use crate::phone::{PhoneComparison, PhoneLevel};
use crate::record::{Field, OwnerRecord, Ownership};
use crate::score::{OwnerMatch, Weighed};

/// The owner with the highest log odds; ties go by what the owners hold, never by their position,
/// so that the bank's order cannot change the answer.
pub(crate) fn best(owners: &[OwnerMatch], ownership: &Ownership) -> Option<usize> {
    (0..owners.len()).reduce(|best, at| {
        let ahead = owners[at].weighed.log_odds.total_cmp(&owners[best].weighed.log_odds);
        let ahead = ahead.then_with(|| content(&owners[at], ownership).cmp(&content(&owners[best], ownership)));
        if ahead.is_gt() { at } else { best }
    })
}

/// What a tie goes by: the scores, then the fields as the bank writes them; equal in both, it is the same owner twice.
fn content<'a>(owner: &OwnerMatch, ownership: &'a Ownership) -> impl Ord + use<'a> {
    let raw = ownership.owners.get(usize::from(owner.owner));
    let written = raw.map(|raw| (&raw.name, &raw.email, &raw.phone, &raw.raw_address, raw.refreshed_at));
    (Field::ALL.map(|field| owner.comparison.match_score(field)), written, owner.person)
}

/// Decides about the best owner; without any, nothing can be decided.
pub(crate) fn decide(
    model: &Model,
    policy: &Policy,
    rarity: Rarity,
    best: Option<(&OwnerMatch, &OwnerRecord)>,
    flags: &[Flag],
) -> Decision {
    let Some((best, read)) = best else {
        return Decision::InsufficientData;
    };
    if policy.is_met(&best.comparison, &best.weighed, flags) {
        return Decision::Match;
    }
    if policy.reaches_no_match(&best.weighed) {
        return if leaves_owners_unread(flags) { Decision::Review } else { Decision::NoMatch };
    }
    let weigh = |comparison: &Comparison| Weighed::of(model, rarity, comparison, read.contacts);
    let finest = finest(&best.comparison);
    let may_match = policy.has_required(&finest) && policy.reaches_match(&finest, &weigh(&finest));
    let decidable = may_match || policy.reaches_no_match(&weigh(&poorest(&best.comparison)));
    if decidable { Decision::Review } else { Decision::InsufficientData }
}

/// The owner may be among those over the cap: nobody is refused over what was not read.
fn leaves_owners_unread(flags: &[Flag]) -> bool {
    flags.iter().any(|flag| flag.code == FlagCode::InputTruncated && flag.severity > Severity::Info)
}

/// The same fields, had they all been equal.
fn finest(seen: &Comparison) -> Comparison {
    with_levels(seen, NameLevel::Exact, EmailLevel::Exact, PhoneLevel::Exact, AddressLevel::Exact)
}

/// The same fields, had they had nothing in common.
fn poorest(seen: &Comparison) -> Comparison {
    with_levels(seen, NameLevel::Nothing, EmailLevel::Nothing, PhoneLevel::Nothing, AddressLevel::Nothing)
}

fn with_levels(
    seen: &Comparison,
    name: NameLevel,
    email: EmailLevel,
    phone: PhoneLevel,
    address: AddressLevel,
) -> Comparison {
    Comparison {
        pairing: seen.pairing,
        name: replace(&seen.name, |found| NameComparison { level: name, further: 0, ..found }),
        email: replace(&seen.email, |_| EmailComparison { level: email, further: 0 }),
        phone: replace(&seen.phone, |_| PhoneComparison { level: phone, further: 0 }),
        address: replace(&seen.address, |_| AddressComparison { level: address, further: 0 }),
    }
}

fn replace<C: Copy>(seen: &Compared<C>, level: impl FnOnce(C) -> C) -> Compared<C> {
    match *seen {
        Compared::Read(found) => Compared::Read(level(found)),
        other => other,
    }
}
