//! A case as estimation sees it: the comparison with the likeliest owner, what is known of it, and whose name it was.

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use crate::case::{Label, ObservedCase};
use crate::comparison::Comparison;
use crate::matcher::Matcher;
use crate::model::{Model, Rival};
use crate::name::{Name, Pairing};
use crate::record::{Contacts, OwnerRecord, Record, applicant_address_text, applicant_name_text};
use crate::score::Weighed;
use crate::settle;

/// An applicant against one owner.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared {
    pub(super) comparison: Comparison,
    pub(super) contacts: Contacts,
}

/// What is kept of a case; nothing in it is written anywhere.
pub(super) struct Observation {
    /// A digest of the case's content: the order that no order of rows changes.
    pub(super) key: u64,
    /// Whose case it is.
    pub(super) person: u64,
    /// A digest of what the applicant typed: who applies twice bears their name once.
    pub(super) applicant: u64,
    pub(super) label: Option<Label>,
    /// Against the likeliest owner; `None` without owners.
    pub(super) compared: Option<Compared>,
    pub(super) name: Option<Name>,
}

impl Observation {
    /// What the comparison weighs under `model`; `None` without owners.
    pub(super) fn weigh(&self, model: &Model) -> Option<Weighed> {
        let Compared { comparison, contacts } = self.compared?;
        Some(Weighed::of(model, model.rarity(self.name.as_ref()), &comparison, contacts))
    }
}

/// Both sides of a case as read, for pairing them with those of other cases.
#[derive(Clone)]
pub(super) struct Sides {
    pub(super) key: u64,
    pub(super) person: u64,
    /// A digest of what the bank reports: two cases of one account are no strangers.
    pub(super) account: u64,
    pub(super) applicant: Record,
    pub(super) owners: Vec<OwnerRecord>,
}

/// A case read once: what it says by itself, and its sides.
pub(super) fn observe(matcher: &Matcher, observed: &ObservedCase) -> (Observation, Sides) {
    let case = &observed.case;
    let applicant = matcher.read_applicant(&case.applicant);
    let owners = matcher.read_owners(&case.ownership.owners);
    let rarity = matcher.rarity(&applicant);
    let matches: Vec<_> = owners.iter().map(|owner| matcher.weigh(rarity, &applicant, owner)).collect();
    let best = settle::best(&matches, &case.ownership);
    let compared = best.map(|at| Compared { comparison: matches[at].comparison, contacts: owners[at].contacts });
    let name = applicant.name.read().cloned();
    let (key, typed, account) = (key(observed), digest(typed(observed).iter().map(AsRef::as_ref)), account(observed));
    let person = observed.person.as_ref().map_or(typed, |person| digest([person.as_str()]));
    (
        Observation { key, person, applicant: typed, label: observed.label, compared, name },
        Sides { key, person, account, applicant, owners },
    )
}

/// Of the content alone: an id may be a line's number, and that changes with the order.
fn key(observed: &ObservedCase) -> u64 {
    let typed = typed(observed);
    let person = observed.person.as_deref().unwrap_or_default();
    digest(typed.iter().map(AsRef::as_ref).chain([person]).chain(reported(observed)))
}

fn typed(observed: &ObservedCase) -> [Cow<'_, str>; 4] {
    let applicant = &observed.case.applicant;
    let [email, phone] = [&applicant.email, &applicant.phone].map(|text| text.as_deref().unwrap_or_default().into());
    [applicant_name_text(applicant), email, phone, applicant_address_text(applicant)]
}

fn account(observed: &ObservedCase) -> u64 {
    digest(reported(observed))
}

fn reported(observed: &ObservedCase) -> impl Iterator<Item = &str> {
    let owners = observed.case.ownership.owners.iter();
    let fields = owners.flat_map(|owner| [&owner.name, &owner.email, &owner.phone, &owner.raw_address]);
    fields.map(|field| field.as_deref().unwrap_or_default())
}

fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> u64 {
    let hash = parts.into_iter().fold(Sha256::new(), |hash, part| hash.chain_update(part).chain_update([0xff]));
    u64::from_be_bytes(hash.finalize()[..8].try_into().expect("a digest is longer"))
}

/// Which hypotheses a label leaves: the same person first, then the pairing's rivals in their order.
pub(super) fn allowed(label: Option<Label>, pairing: Pairing) -> Vec<bool> {
    let rivals = Rival::of(pairing);
    let is_left = |rival: Rival| match label {
        None | Some(Label::NotOwner) => true,
        Some(Label::SamePerson) => false,
        Some(Label::Household) => rival.is_household(),
        // A rival that the pairing has not is one of its kind: kin of a business are affiliates.
        Some(Label::Rival(named)) if rivals.contains(&named) => rival == named,
        Some(Label::Rival(named)) => rival.is_household() == named.is_household(),
    };
    let is_same = matches!(label, None | Some(Label::SamePerson));
    std::iter::once(is_same).chain(rivals.iter().map(|rival| is_left(*rival))).collect()
}
