//! Which cases the baseline reads, by a rule about what is written: the case's parts are looked at, no answer is.

use ownermatch::address::AddressParts;
use ownermatch::simulate::SimulatedCase;
use ownermatch::{AddressInput, Case, NameInput};

use super::name::is_persons;
use super::tables::{Names, Places};

/// Why a case is out of scope, the first reason of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// A business, its affiliate or its owner: businesses are compared by other rules.
    Business,
    /// Something that is no ASCII: transliteration is a part of its own.
    NotAscii,
    /// `JOHN AND MARY SMITH`: taking holders apart is a part of its own.
    SeveralHolders,
    /// Other signs than letters, spaces and commas: no made name has them.
    Signs,
    /// Fewer than two words beside generations and degrees (`JR SMITH`).
    ShortName,
    /// `J R SMITH`: of initials side by side a legal form may be made.
    TwoInitials,
    /// A word or words that businesses, legal forms or titlings have, or a particle: the baseline does not read on.
    BusinessWord,
    /// An email that is no `local@name.top` (a slip that moved the sign).
    Email,
    /// No ten digits from 2 on behind the country code (a slip in the area code): the phone crate takes a 1 for a trunk prefix.
    Phone,
    /// A line that does not read `number street [unit] city, ST ZIP` (a slip in number, comma, state or ZIP).
    AddressShape,
    /// A city and state that are not the ZIP's (a slip in one of them).
    Place,
}

/// The tables that the rule asks.
pub struct Scope {
    names: Names,
    places: Places,
}

impl Scope {
    pub fn load() -> Self {
        Self { names: Names::load(), places: Places::load() }
    }

    /// Whether the baseline reads the case.
    pub fn judge(&self, made: &SimulatedCase) -> Result<(), Outside> {
        let Some(NameInput::Full(name)) = &made.case.applicant.name else { return Err(Outside::Business) };
        if ["business", "affiliate"].contains(&made.kind) {
            return Err(Outside::Business);
        }
        self.judge_name(name)?;
        judge_email(made.case.applicant.email.as_deref())?;
        judge_phone(made.case.applicant.phone.as_deref())?;
        if let Some(AddressInput::Parts(parts)) = &made.case.applicant.address {
            self.judge_parts(parts)?;
        }
        self.judge_owners(&made.case)
    }

    fn judge_owners(&self, case: &Case) -> Result<(), Outside> {
        for owner in &case.ownership.owners {
            self.judge_name(owner.name.as_deref().unwrap_or_default())?;
            judge_email(owner.email.as_deref())?;
            judge_phone(owner.phone.as_deref())?;
            owner.raw_address.as_deref().map_or(Ok(()), |line| self.judge_line(line))?;
        }
        Ok(())
    }

    fn judge_name(&self, name: &str) -> Result<(), Outside> {
        let name = name.to_lowercase();
        let words: Vec<&str> = name.split([' ', ',']).filter(|word| !word.is_empty()).collect();
        let outside = if !name.is_ascii() {
            Outside::NotAscii
        } else if words.iter().any(|word| ["&", "and", "or"].contains(word)) {
            Outside::SeveralHolders
        } else if !words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())) {
            Outside::Signs
        } else if words.iter().filter(|word| !self.names.suffixes.contains_key(**word)).count() < 2 {
            Outside::ShortName
        } else if words.windows(2).any(|pair| pair[0].len() == 1 && pair[1].len() == 1) {
            Outside::TwoInitials
        } else if !is_persons(&words, &self.names) {
            Outside::BusinessWord
        } else {
            return Ok(());
        };
        Err(outside)
    }

    fn judge_parts(&self, parts: &AddressParts) -> Result<(), Outside> {
        let [line, city, state, zip] = [&parts.line1, &parts.city, &parts.state, &parts.postal_code]
            .map(|part| part.as_deref().unwrap_or_default());
        self.judge_street(line)?;
        self.judge_place(city, state, zip)
    }

    fn judge_line(&self, line: &str) -> Result<(), Outside> {
        let place = || {
            let (street, place) = line.split_once(", ")?;
            let (state, zip) = place.split_once(' ')?;
            Some((street, state, zip))
        };
        let Some((street, state, zip)) = place() else { return Err(Outside::AddressShape) };
        self.judge_street(street)?;
        self.judge_place(street, state, zip)
    }

    /// A number alone, then words of letters; a number stands behind a unit's word or sign only.
    fn judge_street(&self, street: &str) -> Result<(), Outside> {
        let words: Vec<String> = street.to_lowercase().split(' ').map(str::to_owned).collect();
        let is_unit_word = |word: &String| self.places.units.contains(word);
        let is_word = |pair: &[String]| match pair[1].strip_prefix('#') {
            Some(number) => is_digits(number),
            None if is_digits(&pair[1]) => is_unit_word(&pair[0]),
            None => !pair[1].bytes().any(|byte| byte.is_ascii_digit()),
        };
        if !street.is_ascii() {
            Err(Outside::NotAscii)
        } else if is_digits(&words[0]) && words.windows(2).all(is_word) {
            Ok(())
        } else {
            Err(Outside::AddressShape)
        }
    }

    /// The state is the ZIP's, and what stands before it ends in one of the ZIP's cities.
    fn judge_place(&self, before: &str, state: &str, zip: &str) -> Result<(), Outside> {
        let (five, four) = zip.split_at_checked(5).ok_or(Outside::AddressShape)?;
        let is_four = four.is_empty() || four.len() == 5 && four.starts_with('-') && is_digits(&four[1..]);
        if !is_digits(five) || !is_four || state.len() != 2 {
            return Err(Outside::AddressShape);
        }
        let zip = self.places.zips.get(five).ok_or(Outside::Place)?;
        let is_city = self.places.ends_in_city(before, zip);
        if zip.state.eq_ignore_ascii_case(state) && is_city { Ok(()) } else { Err(Outside::Place) }
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn judge_email(email: Option<&str>) -> Result<(), Outside> {
    let is_plain = |email: &str| {
        email.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && domain.split('.').filter(|label| !label.is_empty()).count() == 2
        })
    };
    if email.is_none_or(is_plain) { Ok(()) } else { Err(Outside::Email) }
}

fn judge_phone(phone: Option<&str>) -> Result<(), Outside> {
    let is_plain = |phone: &str| {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        let national = digits.strip_prefix('1').unwrap_or(&digits);
        national.len() == 10 && national.starts_with(|first| ('2'..='9').contains(&first))
    };
    if phone.is_none_or(is_plain) { Ok(()) } else { Err(Outside::Phone) }
}
