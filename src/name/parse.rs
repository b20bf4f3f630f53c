//! Raw text to a `Name`: titling is taken apart first, then each party is read as a person or an organization.

use smallvec::{SmallVec, smallvec};

use super::organization::{self, Evidence, normalize};
use super::person;
use super::titling::{self, Holder, Titling};
use super::{CAP_CHARS, Name, NameTraits, OrganizationName, Party, PersonName, disguise, frequency};
use crate::reading::Reading;
use crate::text::{Folded, Table, fold, table};

static PLACEHOLDERS: Table = table!("name_placeholders");

/// The lengths at which banks cut names; from the shortest on a name may have lost its end.
const BANK_LENGTHS: [usize; 8] = [16, 20, 22, 24, 25, 30, 32, 35];
/// A given name that more people carry than this makes `John Smith Trust` a person's trust.
const GIVEN_SHARE: f64 = 1e-4;

/// Reads a name of any kind.
///
/// ```
/// use ownermatch::name::{NameTraits, parse};
/// let reading = parse("SMITH JOHN & MARY JT TEN");
/// let name = reading.read().expect("a name");
/// assert_eq!(name.parties.len(), 2);
/// assert!(name.traits.contains(NameTraits::JOINT));
/// ```
pub fn parse(raw: &str) -> Reading<Name> {
    let folded = fold(raw, CAP_CHARS);
    if folded.text.is_empty() {
        return Reading::Absent;
    }
    if !folded.text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return Reading::Unreadable;
    }
    if says_nobody(&folded.text) {
        return Reading::Absent;
    }
    let shown = disguise::undo_digits(&folded.text);
    let is_disguised = shown.is_some();
    let folded = Folded { text: shown.unwrap_or(folded.text), ..folded };
    let titling = titling::read(&folded.text);
    if titling.holders.is_empty() {
        return Reading::Unreadable;
    }
    let mut name = assemble(&titling, &folded);
    name.traits.set(NameTraits::DIGITS_FOR_LETTERS, is_disguised);
    Reading::Read(name)
}

/// Reads a person's name from its parts; a part may be missing.
pub fn parse_parts(first: Option<&str>, middle: Option<&str>, last: Option<&str>) -> Reading<Name> {
    let [first, middle, last] = [first, middle, last].map(|part| fold(part.unwrap_or_default(), CAP_CHARS));
    if [&first, &middle, &last].iter().all(|part| part.text.is_empty()) {
        return Reading::Absent;
    }
    let parts = [first.text.as_str(), middle.text.as_str(), last.text.as_str()];
    let text = parts.join(" ");
    if says_nobody(&text) {
        return Reading::Absent;
    }
    let shown = disguise::undo_digits(&parts.join("\n"));
    let mut written = shown.as_deref().map_or_else(|| parts.to_vec(), |shown| shown.split('\n').collect()).into_iter();
    let mut part = || written.next().unwrap_or_default();
    let person = person::from_parts(part(), part(), part());
    if person.is_empty() {
        return Reading::Unreadable;
    }
    let any = |fact: fn(&Folded) -> bool| [&first, &middle, &last].into_iter().any(fact);
    let person = person.with_transliterated(any(|part| part.transliterated));
    let mut traits = traits_of_text(&text);
    traits.set(NameTraits::CUT, any(|part| part.cut));
    traits.set(NameTraits::DIGITS_FOR_LETTERS, shown.is_some());
    Reading::Read(single(Party::Person(person), traits))
}

/// Reads a name known to be a business's; a trade name behind `DBA` is kept apart.
pub fn parse_business(raw: &str) -> Reading<Name> {
    let folded = fold(raw, CAP_CHARS);
    if folded.text.is_empty() || says_nobody(&folded.text) {
        return Reading::Absent;
    }
    let (text, trade_name) = match split_trade_name(&folded.text) {
        Some((holder, trade)) => (holder, Some(trade)),
        None => (folded.text.as_str(), None),
    };
    let organization = organization::parse(text).transliterated(folded.transliterated);
    if organization.text().is_empty() {
        return Reading::Unreadable;
    }
    let mut traits = traits_of_text(&folded.text);
    traits.set(NameTraits::TRADE_NAME, trade_name.is_some());
    traits.set(NameTraits::CUT, folded.cut || organization.is_cut());
    let trade_name = trade_name.map(|trade| Box::new(organization::parse(trade)));
    Reading::Read(Name { trade_name, ..single(Party::Organization(organization), traits) })
}

fn split_trade_name(text: &str) -> Option<(&str, &str)> {
    [" dba ", " d/b/a ", " doing business as ", " trading as ", " t/a "]
        .iter()
        .find_map(|marker| text.split_once(marker))
}

fn single(party: Party, traits: NameTraits) -> Name {
    Name { parties: smallvec![party], beneficiaries: Vec::new(), traits, trade_name: None, alternative: None }
}

fn assemble(titling: &Titling, folded: &Folded) -> Name {
    let mut traits = titling.traits | traits_of_text(&folded.text);
    let read: SmallVec<[(Party, bool); 1]> = titling.holders.iter().map(|holder| party(holder, folded)).collect();
    let alternative = match (&read[..], &titling.holders[..]) {
        ([(party, true)], [holder]) => Some(Box::new(other_reading(party, holder, folded))),
        _ => None,
    };
    let parties: SmallVec<[Party; 1]> = read.into_iter().map(|(party, _)| party).collect();
    traits.set(NameTraits::CUT, traits.contains(NameTraits::CUT) || folded.cut || parties.iter().any(is_cut));
    for party in &parties {
        traits |= traits_of_party(party);
    }
    Name {
        parties,
        beneficiaries: titling.beneficiaries.iter().map(|holder| party(holder, folded).0).collect(),
        traits,
        trade_name: titling.trade_name.as_deref().map(|text| Box::new(organization_of(text, folded))),
        alternative,
    }
}

/// A holder read, and whether it may be read the other way.
fn party(holder: &Holder, folded: &Folded) -> (Party, bool) {
    let organization = organization_of(&holder.text, folded);
    let evidence = organization::judge(&organization, &holder.text);
    if holder.firm || evidence == Evidence::Organization {
        let doubtful = !holder.firm && organization::may_be_person(&organization, &holder.text);
        return (Party::Organization(organization), doubtful);
    }
    let person = person_of(holder, folded);
    if person.is_empty() && !organization.text().is_empty() {
        return (Party::Organization(organization), false);
    }
    (Party::Person(person), evidence == Evidence::Unknown)
}

fn other_reading(party: &Party, holder: &Holder, folded: &Folded) -> Party {
    match party {
        Party::Person(_) => Party::Organization(organization_of(&holder.text, folded)),
        Party::Organization(_) => Party::Person(person_of(holder, folded)),
    }
}

fn person_of(holder: &Holder, folded: &Folded) -> PersonName {
    person::parse(&holder.text, holder.order).with_transliterated(folded.transliterated)
}

fn organization_of(text: &str, folded: &Folded) -> OrganizationName {
    organization::parse(text).transliterated(folded.transliterated)
}

fn is_cut(party: &Party) -> bool {
    matches!(party, Party::Organization(organization) if organization.is_cut())
}

fn traits_of_text(text: &str) -> NameTraits {
    let mut traits = NameTraits::empty();
    traits.set(NameTraits::PLACEHOLDER, is_placeholder(&normalize(text)));
    traits.set(NameTraits::MAYBE_TRUNCATED, BANK_LENGTHS.contains(&text.len()));
    traits
}

/// A row of the table, or nothing but words that are rows of their own (`Asdf Qwerty`).
fn is_placeholder(text: &str) -> bool {
    PLACEHOLDERS.contains(text) || text.split(' ').all(|word| PLACEHOLDERS.contains(word))
}

/// `Not provided`, `N/A`, `Account holder`: the writing says that there is no name.
fn says_nobody(text: &str) -> bool {
    PLACEHOLDERS.get(&normalize(text)) == Some("nobody")
}

fn traits_of_party(party: &Party) -> NameTraits {
    match party {
        Party::Person(person) if person.family_first() => NameTraits::FAMILY_FIRST,
        Party::Organization(organization) if is_personal_trust(organization) => NameTraits::FIDUCIARY,
        _ => NameTraits::empty(),
    }
}

/// `Smith Family Trust`, `John Smith Living Trust`; not `Northern Trust`.
fn is_personal_trust(organization: &OrganizationName) -> bool {
    const PERSONAL: [&str; 5] = ["family", "living", "revocable", "irrevocable", "testamentary"];
    let words = || organization.words().iter().map(|word| word.canonical);
    words().next_back().is_some_and(|last| last.as_str() == "trust")
        && words().any(|word| PERSONAL.contains(&word.as_str()) || frequency::given_share(word.as_str()) > GIVEN_SHARE)
}
