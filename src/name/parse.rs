//! Raw text to a `Name`: titling is taken apart first, then each party is read as a person or an organization.

use smallvec::SmallVec;

use super::facts::Facts;
use super::lexicon::Lexeme;
use super::organization::{self, Draft, Evidence, Term, Terms, normalize};
use super::person::{self, Order};
use super::scan::{Scan, without_apostrophes};
use super::titling::{self, Holder, Titling};
use super::{CAP_CHARS, Name, NameTraits, OrganizationName, Party, disguise, frequency};
use crate::reading::Reading;
use crate::text::{Letters, Line, Table, table};

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
    let line = Line::fold(raw, CAP_CHARS);
    let written = line.as_str();
    let text = Text { written, transliterated: line.transliterated, length: written.len() };
    let mut scan = Scan::of(written);
    if scan.has_apostrophe {
        let bare = without_apostrophes(written);
        return of_scan(&mut Scan::of(&bare), &line, Text { length: bare.len(), ..text });
    }
    of_scan(&mut scan, &line, text)
}

fn of_scan(scan: &mut Scan<'_>, line: &Line, text: Text<'_>) -> Reading<Name> {
    let has_quote = text.length < text.written.len() && text.written.contains('"');
    if scan.is_untitled() && !has_quote {
        return plain(scan, &text, line.cut);
    }
    let placeholder = if opens_no_placeholder(scan, text.written) { None } else { placeholder_in_text(text.written) };
    titled(text.written, line, placeholder)
}

/// Reads a name of words alone, in which titling has nothing to take apart: the common case, at a third of the cost.
fn plain(scan: &mut Scan<'_>, text: &Text<'_>, is_cut_off: bool) -> Reading<Name> {
    let placeholder = placeholder(scan);
    if placeholder == Some("nobody") {
        return Reading::Absent;
    }
    let mut traits = traits_of(placeholder, text.written.len());
    let read = text.party(scan, Order::Unknown, false);
    traits.set(NameTraits::CUT, is_cut_off || is_cut(&read.party));
    traits |= traits_of_party(&read.party);
    Reading::Read(Name { alternative: read.alternative, ..single(read.party, traits) })
}

/// The first word stands by itself, and no placeholder begins with it.
fn opens_no_placeholder(scan: &Scan<'_>, text: &str) -> bool {
    let Some(first) = scan.words.first() else { return false };
    let behind = text.strip_prefix(first.text).map(|rest| matches!(rest.as_bytes().first(), None | Some(b' ')));
    behind == Some(true) && first.text.len() > 1 && !first.has(Facts::PLACEHOLDER_FIRST)
}

fn titled(text: &str, line: &Line, placeholder: Option<&'static str>) -> Reading<Name> {
    if text.is_empty() {
        return Reading::Absent;
    }
    if !text.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return Reading::Unreadable;
    }
    if placeholder == Some("nobody") {
        return Reading::Absent;
    }
    let shown = disguise::undo_digits(text);
    let titling = titling::read(shown.as_deref().unwrap_or(text));
    if titling.holders.is_empty() {
        return Reading::Unreadable;
    }
    let mut name = assemble(&titling, line);
    name.traits |= match &shown {
        Some(shown) => traits_of_text(shown),
        None => traits_of(placeholder, text.len()),
    };
    name.traits.set(NameTraits::DIGITS_FOR_LETTERS, shown.is_some());
    Reading::Read(name)
}

/// Reads a person's name from its parts; a part may be missing.
pub fn parse_parts(first: Option<&str>, middle: Option<&str>, last: Option<&str>) -> Reading<Name> {
    let lines = [first, middle, last].map(|part| Line::fold(part.unwrap_or_default(), CAP_CHARS));
    let parts = lines.each_ref().map(Line::as_str);
    if parts.iter().all(|part| part.is_empty()) {
        return Reading::Absent;
    }
    let text = joined(parts, b' ');
    let placeholder = placeholder_in(normalize(text.as_str()).as_str());
    if placeholder == Some("nobody") {
        return Reading::Absent;
    }
    let shown = disguise::undo_digits(joined(parts, b'\n').as_str());
    let person = match shown.as_deref().map(|shown| shown.split('\n').collect::<Vec<_>>()).as_deref() {
        Some(&[first, middle, last]) => person::from_parts(first, middle, last),
        _ => person::from_parts(parts[0], parts[1], parts[2]),
    };
    if person.is_empty() {
        return Reading::Unreadable;
    }
    let person = person.with_transliterated(lines.iter().any(|line| line.transliterated));
    let mut traits = traits_of(placeholder, text.as_str().len());
    traits.set(NameTraits::CUT, lines.iter().any(|line| line.cut));
    traits.set(NameTraits::DIGITS_FOR_LETTERS, shown.is_some());
    Reading::Read(single(Party::Person(person), traits))
}

fn joined(parts: [&str; 3], between: u8) -> Letters {
    let mut text = Letters::default();
    for (at, part) in parts.into_iter().enumerate() {
        if at > 0 {
            text.push(between);
        }
        text.push_str(part);
    }
    text
}

/// Reads a name known to be a business's; a trade name behind `DBA` is kept apart.
pub fn parse_business(raw: &str) -> Reading<Name> {
    let folded = Line::fold(raw, CAP_CHARS);
    let written = folded.as_str();
    let placeholder = placeholder_in(normalize(written).as_str());
    if written.is_empty() || placeholder == Some("nobody") {
        return Reading::Absent;
    }
    let (text, trade_name) = match split_trade_name(written) {
        Some((holder, trade)) => (holder, Some(trade)),
        None => (written, None),
    };
    let organization = organization::parse(text).transliterated(folded.transliterated);
    if organization.text().is_empty() {
        return Reading::Unreadable;
    }
    let mut traits = traits_of(placeholder, written.len());
    traits.set(NameTraits::TRADE_NAME, trade_name.is_some());
    traits.set(NameTraits::CUT, folded.cut || organization.is_cut());
    let trade_name = trade_name.map(|trade| Box::new(organization::parse(trade)));
    Reading::Read(Name { trade_name, ..single(Party::Organization(organization), traits) })
}

fn split_trade_name(text: &str) -> Option<(&str, &str)> {
    // Three searches in four are for nothing, and each prepares itself at some cost.
    if !text.as_bytes().windows(2).any(|pair| matches!(pair, b" d" | b" t")) {
        return None;
    }
    [" dba ", " d/b/a ", " doing business as ", " trading as ", " t/a "]
        .iter()
        .find_map(|marker| text.split_once(marker))
}

fn single(party: Party, traits: NameTraits) -> Name {
    Name {
        parties: SmallVec::from_buf([party]),
        beneficiaries: Vec::new(),
        traits,
        trade_name: None,
        alternative: None,
    }
}

fn assemble(titling: &Titling<'_>, line: &Line) -> Name {
    let mut traits = titling.traits;
    let read = |holder: &Holder<'_>| holder_of(holder, line.transliterated);
    let mut parties: SmallVec<[Read; 1]> = titling.holders.iter().map(read).collect();
    let alternative = if let [only] = &mut parties[..] { only.alternative.take() } else { None };
    let parties: SmallVec<[Party; 1]> = parties.into_iter().map(|read| read.party).collect();
    traits.set(NameTraits::CUT, traits.contains(NameTraits::CUT) || line.cut || parties.iter().any(is_cut));
    for party in &parties {
        traits |= traits_of_party(party);
    }
    Name {
        parties,
        beneficiaries: titling.beneficiaries.iter().map(|holder| read(holder).party).collect(),
        traits,
        trade_name: titling
            .trade_name
            .map(|text| Box::new(organization::parse(text).transliterated(line.transliterated))),
        alternative,
    }
}

/// A party, and the same text read the other way where the evidence is weak.
struct Read {
    party: Party,
    alternative: Option<Box<Party>>,
}

/// A holder's text.
struct Text<'t> {
    written: &'t str,
    transliterated: bool,
    /// Letters, spaces and marks without the apostrophes.
    length: usize,
}

fn holder_of(holder: &Holder<'_>, transliterated: bool) -> Read {
    let bare = without_apostrophes(&holder.text);
    let mut scan = Scan::of(&bare);
    scan.is_plain &= !holder.text.contains('"');
    let text = Text { written: &holder.text, transliterated, length: bare.len() };
    text.party(&mut scan, holder.order, holder.firm)
}

impl Text<'_> {
    /// Reads the text as a person's or an organization's name, and as the other where it may be that.
    fn party(&self, scan: &mut Scan<'_>, order: Order, is_firm: bool) -> Read {
        let has_apostrophe = self.length < self.written.len();
        if !is_firm && scan.is_of_names() && !has_apostrophe {
            let evidence = organization::judge_names(&scan.words);
            let alternative =
                (evidence == Evidence::Unknown).then(|| Box::new(self.organization(&Draft::of(terms(scan)))));
            return Read { party: self.person(scan, order), alternative };
        }
        let normal = if scan.is_plain { Letters::default() } else { normalize(self.written) };
        let draft = Draft::of(if scan.is_plain { terms(scan) } else { Term::all(normal.as_str()) });
        self.judged(&draft, scan, order, is_firm)
    }

    fn judged(&self, draft: &Draft<'_>, scan: &mut Scan<'_>, order: Order, is_firm: bool) -> Read {
        let evidence = organization::judge(draft, self.written);
        if is_firm || evidence == Evidence::Organization {
            let is_doubtful = !is_firm && organization::may_be_person(draft, self.written);
            let alternative = is_doubtful.then(|| Box::new(self.person(scan, order)));
            return Read { party: self.organization(draft), alternative };
        }
        let person = self.person(scan, order);
        if matches!(&person, Party::Person(person) if person.is_empty()) && !draft.is_empty() {
            return Read { party: self.organization(draft), alternative: None };
        }
        let alternative = (evidence == Evidence::Unknown).then(|| Box::new(self.organization(draft)));
        Read { party: person, alternative }
    }

    fn person(&self, scan: &mut Scan<'_>, order: Order) -> Party {
        Party::Person(person::read(scan, self.length, order).with_transliterated(self.transliterated))
    }

    fn organization(&self, draft: &Draft<'_>) -> Party {
        Party::Organization(draft.name().transliterated(self.transliterated))
    }
}

fn terms<'n, 't: 'n>(scan: &Scan<'t>) -> Terms<'n> {
    scan.words.iter().map(|word| Term::known(word.text, word.lexeme)).collect()
}

fn is_cut(party: &Party) -> bool {
    matches!(party, Party::Organization(organization) if organization.is_cut())
}

fn traits_of_text(text: &str) -> NameTraits {
    traits_of(placeholder_in_text(text), text.len())
}

fn placeholder_in_text(text: &str) -> Option<&'static str> {
    placeholder_in(normalize(text).as_str())
}

fn traits_of(placeholder: Option<&str>, length: usize) -> NameTraits {
    let mut traits = NameTraits::empty();
    traits.set(NameTraits::PLACEHOLDER, placeholder.is_some());
    traits.set(NameTraits::MAYBE_TRUNCATED, BANK_LENGTHS.contains(&length));
    traits
}

/// What kind of placeholder a normalized text is: a row of the table, or nothing but words that are rows of their own
/// (`Asdf Qwerty`). `Not provided`, `N/A`, `Account holder` say that there is `nobody`.
fn placeholder_in(text: &str) -> Option<&'static str> {
    let row = PLACEHOLDERS.get(text);
    row.or_else(|| text.split(' ').all(|word| Lexeme::of(word).has(Facts::PLACEHOLDER)).then_some("test"))
}

/// What kind of placeholder the words are; a word with which none begins decides nearly always.
fn placeholder(scan: &Scan<'_>) -> Option<&'static str> {
    if !scan.words[0].has(Facts::PLACEHOLDER_FIRST) {
        return None;
    }
    let text = Letters::spaced(scan.words.iter().map(|word| word.text));
    let all = scan.words.iter().all(|word| word.has(Facts::PLACEHOLDER));
    PLACEHOLDERS.get(text.as_str()).or_else(|| all.then_some("test"))
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
