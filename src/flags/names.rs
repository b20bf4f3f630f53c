//! Rules about names, relations and bank titling.

use super::{CONTACTS, Candidate, FlagCode, Raised, Subject};
use crate::level::Level;
use crate::name::{self, Name, NameComparison, NameLevel, NameTraits, Pairing, Party};
use crate::reading::Reading;
use crate::record::{Field, Record};
use crate::weight::{Score, Weight};

/// Titling that says how the whole account is held, whichever owner carries it.
const OF_THE_ACCOUNT: &[(NameTraits, FlagCode)] =
    &[(NameTraits::FIDUCIARY, FlagCode::FiduciaryTitling), (NameTraits::MINOR, FlagCode::MinorAccount)];
/// What the writing says of the name's own bearer.
const OF_THE_BEARER: &[(NameTraits, FlagCode)] = &[
    (NameTraits::DECEASED, FlagCode::DeceasedTitling),
    (NameTraits::TRADE_NAME, FlagCode::DoingBusinessAs),
    (NameTraits::PLACEHOLDER, FlagCode::PlaceholderIdentity),
];
/// Down to this score the names differ by an omission or a short form, which their length does not explain.
const EXPLAINED: Score = Score::new(90);

pub(super) fn flag(subject: &Subject<'_>, raised: &mut Raised) {
    flag_titling(subject, raised);
    let Some(best) = subject.best() else { return };
    if let Some(found) = best.comparison.name.read() {
        flag_name(subject, best, found, raised);
    }
    flag_relation(best, raised);
    flag_contacts(best, raised);
    flag_beneficiary(subject, best, raised);
}

fn flag_titling(subject: &Subject<'_>, raised: &mut Raised) {
    for (record, owner) in subject.sides() {
        raised.raise_traits(traits(record), OF_THE_BEARER, Field::Name, owner);
    }
    raised.raise_traits(traits(subject.applicant), OF_THE_ACCOUNT, Field::Name, None);
    for owner in subject.owners {
        raised.raise_traits(traits(owner.record), OF_THE_ACCOUNT, Field::Name, Some(owner.owner));
    }
}

fn traits(record: &Record) -> NameTraits {
    record.name.read().map_or(NameTraits::empty(), |name| name.traits)
}

fn flag_name(subject: &Subject<'_>, best: &Candidate<'_>, found: &NameComparison, raised: &mut Raised) {
    let mut raise = |code| raised.raise(code, Some(Field::Name), Some(best.owner));
    if let Some(code) = of_level(found.level) {
        raise(code);
    }
    if found.reordered || found.level == NameLevel::Reordered {
        raise(FlagCode::NameOrderReversed);
    }
    if found.match_score() < EXPLAINED && traits(best.record).contains(NameTraits::MAYBE_TRUNCATED) {
        raise(FlagCode::NameTruncated);
    }
    if found.pairing == Pairing::Mixed {
        raise(of_mixed(subject.applicant, found));
    }
}

fn of_level(level: NameLevel) -> Option<FlagCode> {
    use NameLevel::*;
    Some(match level {
        GenerationConflict => FlagCode::GenerationConflict,
        Nickname => FlagCode::NicknameUsed,
        InitialsByOwner | InitialsByApplicant => FlagCode::InitialsOnly,
        TruncatedByOwner | TruncatedByApplicant => FlagCode::NameTruncated,
        GivenNameOnlyByOwner | GivenNameOnlyByApplicant => FlagCode::GivenNameOnly,
        FamilyNameOnlyByOwner | FamilyNameOnlyByApplicant => FlagCode::FamilyNameOnly,
        _ => return None,
    })
}

fn of_mixed(applicant: &Record, found: &NameComparison) -> FlagCode {
    let party = applicant.name.read().and_then(|name| name.parties.get(usize::from(found.applicant_party)));
    match party {
        Some(Party::Organization(_)) => FlagCode::PersonAccountForBusiness,
        _ => FlagCode::BusinessAccount,
    }
}

/// A relative or housemate: by the names alone, or as the best single explanation where a family name or the
/// home speaks for one; a taken mailbox alone makes no relative of a stranger.
fn flag_relation(best: &Candidate<'_>, raised: &mut Raised) {
    let rival = best.weighed.rival;
    let is_ahead = rival.is_household() && best.weighed.total(rival) < Weight::ZERO;
    let is_near = best.agrees(Field::Address) || level(best).is_some_and(|level| !is_foreign(level));
    let explains_best = is_ahead && is_near && best.comparison.pairing == Pairing::Person;
    if level(best) == Some(NameLevel::GivenConflict) || explains_best {
        raised.raise(FlagCode::LikelyRelative, None, Some(best.owner));
    }
}

/// Names without a family name in common.
fn is_foreign(level: NameLevel) -> bool {
    level.floor() < NameLevel::GivenConflict.floor() || level == NameLevel::FamilyNameReplaced
}

fn flag_contacts(best: &Candidate<'_>, raised: &mut Raised) {
    let read = |field: &&Field| best.comparison.match_score(**field).is_some();
    let mut contacts = CONTACTS.iter().filter(read).peekable();
    let any = contacts.peek().is_some();
    if best.agrees(Field::Name) && any && contacts.all(|&field| best.contradicts(field)) {
        raised.raise(FlagCode::NameMatchesContactsDiffer, Some(Field::Name), Some(best.owner));
    }
    let reached = best.agrees(Field::Email) || best.agrees(Field::Phone);
    if reached && level(best).is_some_and(is_of_another) {
        raised.raise(FlagCode::ContactsMatchNameDiffers, Some(Field::Name), Some(best.owner));
    }
}

fn level(candidate: &Candidate<'_>) -> Option<NameLevel> {
    candidate.comparison.name.read().map(|found| found.level)
}

/// Conflicts of generation, middle name, branch or legal form have flags and levels of their own; a person
/// against a business says so by `business_account`.
fn is_of_another(level: NameLevel) -> bool {
    use NameLevel::{FamilyNameReplaced, GivenConflict, MostWordsShared, Nothing, SomeWordShared};
    matches!(level, FamilyNameReplaced | GivenConflict | MostWordsShared | SomeWordShared | Nothing)
}

/// The applicant is named behind POD, TOD, ITF or FBO, and no holder carries the applicant's name.
fn flag_beneficiary(subject: &Subject<'_>, best: &Candidate<'_>, raised: &mut Raised) {
    let Reading::Read(applicant) = &subject.applicant.name else { return };
    if best.agrees(Field::Name) {
        return;
    }
    for owner in subject.owners {
        if owner.record.name.read().is_some_and(|name| names_as_beneficiary(name, applicant)) {
            raised.raise(FlagCode::BeneficiaryOnly, Some(Field::Name), Some(owner.owner));
        }
    }
}

fn names_as_beneficiary(name: &Name, applicant: &Name) -> bool {
    let agrees = |party: &Party| name::compare(applicant, &name.with_only(party)).match_score() >= super::AGREES;
    name.beneficiaries.iter().any(agrees)
}
