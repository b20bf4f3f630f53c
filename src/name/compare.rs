//! Two names to a level: the best pair of parties, each compared part by part.

use std::cmp::Ordering;

use super::organization::{self, Kind, OrganizationComparison, OrganizationName, OrganizationWord};
use super::person::{self, PersonName, Role};
use super::{Name, NameComparison, NameLevel, Pairing, Party, frequency};
use crate::level::{Level, Part, PartOutcome};
use crate::text::Word;

/// Compares two names; of several parties the best pair counts, the first of equals.
///
/// ```
/// use ownermatch::name::{compare, parse};
/// let [applicant, owner] = [parse("Acme Plumbing LLC"), parse("ACME PLUMBING L.L.C.")];
/// let found = compare(applicant.read().expect("a name"), owner.read().expect("a name"));
/// assert_eq!(found.match_score().value(), 100);
/// ```
pub fn compare(applicant: &Name, owner: &Name) -> NameComparison {
    let mut best: Option<NameComparison> = None;
    for (a, one) in applicant.parties.iter().enumerate() {
        for (o, other) in owner.parties.iter().enumerate() {
            let found = compare_parties((applicant, one), (owner, other));
            let found = NameComparison { applicant_party: a as u8, owner_party: o as u8, ..found };
            if best.is_none_or(|best| outranks(&found, &best, (applicant, owner))) {
                best = Some(found);
            }
        }
    }
    let best = best.unwrap_or(NOTHING);
    match trade(applicant, owner) {
        Some(found) if found.match_score() > best.match_score() => {
            NameComparison { applicant_party: best.applicant_party, owner_party: best.owner_party, ..found }
        }
        _ => best,
    }
}

const NOTHING: NameComparison = NameComparison {
    level: NameLevel::Nothing,
    further: 0,
    pairing: Pairing::Person,
    applicant_party: 0,
    owner_party: 0,
    reordered: false,
};

/// The better score; of equal scores the parties that stand earlier; of equal places, whichever way round the
/// sides are, the pair with the smaller key, so that swapping the sides finds the same pair.
fn outranks(found: &NameComparison, best: &NameComparison, (applicant, owner): (&Name, &Name)) -> bool {
    let place = |one: &NameComparison| one.applicant_party + one.owner_party;
    let key = |one: &NameComparison| {
        let side = |name: &Name, at: u8| name.parties.get(usize::from(at)).map_or(0, key);
        side(applicant, one.applicant_party).wrapping_add(side(owner, one.owner_party))
    };
    match found.match_score().cmp(&best.match_score()) {
        Ordering::Equal if place(found) == place(best) => key(found) < key(best),
        Ordering::Equal => place(found) < place(best),
        order => order == Ordering::Greater,
    }
}

/// A number that goes with a party's words, whatever their order.
fn key(party: &Party) -> u32 {
    let sum = |words: &mut dyn Iterator<Item = &Word>| words.map(Word::key).fold(0, u32::wrapping_add);
    match party {
        Party::Person(person) => sum(&mut person.words().map(|(_, word)| word)),
        Party::Organization(organization) => sum(&mut organization.words().iter().map(|word| &word.written)),
    }
}

fn compare_parties(applicant: (&Name, &Party), owner: (&Name, &Party)) -> NameComparison {
    match (applicant.1, owner.1) {
        (Party::Person(one), Party::Person(other)) => {
            own_named_after_all((applicant.0, one), (owner.0, other)).unwrap_or_else(|| persons(one, other))
        }
        (Party::Organization(one), Party::Organization(other)) => organizations(one, other),
        (one, other) => mixed((applicant.0, one), (owner.0, other)),
    }
}

fn persons(applicant: &PersonName, owner: &PersonName) -> NameComparison {
    let found = person::compare(applicant, owner);
    NameComparison { level: found.level, further: found.further, reordered: found.reordered, ..NOTHING }
}

fn organizations(applicant: &OrganizationName, owner: &OrganizationName) -> NameComparison {
    of_organizations(organization::compare(applicant, owner))
}

fn of_organizations(found: OrganizationComparison) -> NameComparison {
    let pairing = Pairing::Organization;
    NameComparison { level: found.level, further: found.further, reordered: found.reordered, pairing, ..NOTHING }
}

/// A person against a business. A business that carries a known name with more beside it (`John Smith Trucking`, `Georgia
/// Smith LLC`) is the person's own and nobody's name; else, where either may on weak evidence be the other, they are
/// compared as two of a kind.
fn mixed(applicant: (&Name, &Party), owner: (&Name, &Party)) -> NameComparison {
    let apart = own_named(applicant.1, owner.1);
    if is_own_business(applicant.1, owner.1) || is_own_business(owner.1, applicant.1) {
        return apart;
    }
    let readings = [
        applicant.0.alternative.as_deref().map(|other| alike(other, owner.1)),
        owner.0.alternative.as_deref().map(|other| alike(applicant.1, other)),
    ];
    let best = readings.into_iter().flatten().max_by_key(|found| (found.match_score(), found.pairing as u8));
    let is_taken = |found: &NameComparison| {
        found.match_score() >= apart.match_score() || apart.level == NameLevel::PersonAgainstOrganization
    };
    best.filter(is_taken).unwrap_or(apart)
}

fn is_own_business(person: &Party, business: &Party) -> bool {
    match (person, business) {
        (Party::Person(person), Party::Organization(business)) => {
            is_known(person)
                && carries(business, person)
                && (business.has_form() || has_more(business, person, |_| true))
        }
        _ => false,
    }
}

/// Shares of people from which on a name is a person's beside a business that carries it; assumed, as in
/// `organization/evidence.rs`.
const COMMON_GIVEN: f64 = 3e-5;
const KNOWN_GIVEN: f64 = 1e-5;
const COMMON_FAMILY: f64 = 5e-5;

/// A given name that many bear, or some beside a common family name.
fn is_known(person: &PersonName) -> bool {
    let with_role = |role| person.tokens().iter().filter(move |token| token.role == role);
    let given = with_role(Role::Given).next().map_or(0.0, |token| token.lexeme.given_share());
    let family = with_role(Role::Family).map(|token| token.lexeme.family_share()).fold(0.0, f64::max);
    given > COMMON_GIVEN || (given > KNOWN_GIVEN && family > COMMON_FAMILY)
}

/// A word besides the person's name, initials and articles, that counts.
fn has_more(business: &OrganizationName, person: &PersonName, counts: fn(&OrganizationWord) -> bool) -> bool {
    let is_named = |one: &OrganizationWord| person.words().any(|(_, word)| is_or_possesses(&one.written, word));
    let told = business.words().iter().filter(|word| word.kind != Kind::Article && word.written.len() > 1);
    told.filter(|word| counts(word)).any(|word| !is_named(word))
}

/// Two persons, of whom one may be a business under the other's name: `John Smith Farms`.
fn own_named_after_all(applicant: (&Name, &PersonName), owner: (&Name, &PersonName)) -> Option<NameComparison> {
    let is_trade = |word: &OrganizationWord| {
        matches!(word.kind, Kind::Business | Kind::Noise)
            && frequency::family_share(word.written.as_str()) < COMMON_FAMILY
    };
    let is_own = |person: &PersonName, other: &Name| match other.alternative.as_deref() {
        Some(Party::Organization(business)) => {
            is_known(person) && carries(business, person) && has_more(business, person, is_trade)
        }
        _ => false,
    };
    let level = match (is_own(applicant.1, owner.0), is_own(owner.1, applicant.0)) {
        (true, false) => NameLevel::OwnNamedBusinessByOwner,
        (false, true) => NameLevel::OwnNamedBusinessByApplicant,
        _ => return None,
    };
    Some(NameComparison { level, pairing: Pairing::Mixed, ..NOTHING })
}

/// Two parties of one kind; of two kinds there is nothing to compare.
fn alike(applicant: &Party, owner: &Party) -> NameComparison {
    match (applicant, owner) {
        (Party::Person(one), Party::Person(other)) => persons(one, other),
        (Party::Organization(one), Party::Organization(other)) => organizations(one, other),
        _ => NOTHING,
    }
}

fn own_named(applicant: &Party, owner: &Party) -> NameComparison {
    let level = match (applicant, owner) {
        (Party::Person(person), Party::Organization(business)) if carries(business, person) => {
            NameLevel::OwnNamedBusinessByOwner
        }
        (Party::Organization(business), Party::Person(person)) if carries(business, person) => {
            NameLevel::OwnNamedBusinessByApplicant
        }
        _ => NameLevel::PersonAgainstOrganization,
    };
    NameComparison { level, pairing: Pairing::Mixed, ..NOTHING }
}

/// The business bears the person's given and family name, or the family name beside nothing but everyday words.
fn carries(business: &OrganizationName, person: &PersonName) -> bool {
    let has = |word: &Word| business.words().iter().any(|one| is_or_possesses(&one.written, word));
    let family = person.families().all(has) && person.families().next().is_some();
    let given = person.given().is_some_and(has);
    let stems = business.words().iter().filter(|word| word.kind == Kind::Stem).count();
    let told = person.words().filter(|&(role, _)| role == Role::Family).count();
    family && (given || stems <= told)
}

/// `Smiths` of `Smith's Diner`.
fn is_or_possesses(word: &Word, name: &Word) -> bool {
    let is_as_long = word.len() == name.len() || word.len() == name.len() + 1;
    is_as_long && word.as_bytes().strip_prefix(name.as_bytes()).is_some_and(|rest| matches!(rest, b"" | b"s"))
}

/// A trade name worse than this is no match and leaves the holders' level alone.
const CLOSE: NameLevel = NameLevel::ShortSlip;

/// A trade name on either side against the other side's trade name or organizations.
fn trade(applicant: &Name, owner: &Name) -> Option<NameComparison> {
    let found = [trade_against(applicant, owner), trade_against(owner, applicant)];
    let found = found.into_iter().flatten().max_by_key(|found| found.level.score(found.further))?;
    let level = if found.level.top() > NameLevel::TradeName.top() { NameLevel::TradeName } else { found.level };
    Some(of_organizations(OrganizationComparison { level, ..found }))
}

fn trade_against(holder: &Name, other: &Name) -> Option<OrganizationComparison> {
    let trade = holder.trade_name.as_deref()?;
    let found = organizations_of(other).map(|organization| organization::compare(trade, organization));
    found.filter(|found| found.level.top() >= CLOSE.top()).max_by_key(|found| found.level.score(found.further))
}

/// Whatever a name may mean as a business: its organizations, its trade name, a person on weak evidence.
fn organizations_of(name: &Name) -> impl Iterator<Item = &OrganizationName> {
    let parties = name.parties.iter().filter_map(organization);
    let alternative = name.alternative.as_deref().and_then(organization);
    parties.chain(name.trade_name.as_deref()).chain(alternative)
}

fn organization(party: &Party) -> Option<&OrganizationName> {
    match party {
        Party::Organization(organization) => Some(organization),
        Party::Person(_) => None,
    }
}

/// The parts of both names aligned, for people to read: of the parties that [`compare`] picks.
pub fn parts(applicant: &Name, owner: &Name) -> Vec<Part> {
    let best = compare(applicant, owner);
    let one = applicant.parties.get(usize::from(best.applicant_party));
    let other = owner.parties.get(usize::from(best.owner_party));
    let mut parts = match (one, other) {
        (Some(Party::Person(one)), Some(Party::Person(other))) => person::parts(one, other),
        (Some(Party::Organization(one)), Some(Party::Organization(other))) => organization::parts(one, other),
        (Some(one), Some(other)) => mixed_parts(one, other),
        _ => Vec::new(),
    };
    parts.extend(trade_part(applicant, owner));
    parts
}

fn mixed_parts(applicant: &Party, owner: &Party) -> Vec<Part> {
    let [applicant, owner] = [applicant, owner].map(Party::canonical);
    vec![Part { label: "party", applicant, owner, outcome: PartOutcome::Contradicted }]
}

fn trade_part(applicant: &Name, owner: &Name) -> Option<Part> {
    let text = |name: &Name| name.trade_name.as_deref().map(|trade| trade.text().to_owned());
    let (applicant, owner) = (text(applicant), text(owner));
    let outcome = match (&applicant, &owner) {
        (None, None) => return None,
        (Some(one), Some(other)) if one == other => PartOutcome::Equal,
        (Some(_), Some(_)) => PartOutcome::Contradicted,
        _ => PartOutcome::Omitted,
    };
    Some(Part {
        label: "trade_name",
        applicant: applicant.unwrap_or_default(),
        owner: owner.unwrap_or_default(),
        outcome,
    })
}
