//! Two `Phone` to a level: the digits decide, how they were written does not.

use super::digits::Digits;
use super::{Phone, PhoneComparison, PhoneLevel, PhoneTraits, north_america};
use crate::level::{Part, PartOutcome};

/// Digits of a line behind its exchange, everywhere.
const LINE: usize = 4;
/// Digits of an exchange and a line.
const LOCAL: usize = 7;

/// Compares two numbers; allocates nothing.
///
/// ```
/// use ownermatch::{Level, Region, phone};
/// let [applicant, owner] = ["(415) 555-2671", "+1 415 555 2671 x5"].map(|raw| phone::parse(raw, Region::US));
/// let comparison = applicant.read().zip(owner.read()).map(|(applicant, owner)| phone::compare(applicant, owner));
/// assert_eq!(comparison.map(|comparison| comparison.level.code()), Some("other_extension"));
/// ```
pub fn compare(applicant: &Phone, owner: &Phone) -> PhoneComparison {
    let level = level(applicant, owner);
    let further = match level {
        PhoneLevel::Exact => 0,
        PhoneLevel::OtherExtension => u8::from(!applicant.extension.is_empty() && !owner.extension.is_empty()),
        _ => u8::from(applicant.extension != owner.extension),
    };
    PhoneComparison { level, further }
}

fn level(applicant: &Phone, owner: &Phone) -> PhoneLevel {
    if applicant.code != owner.code {
        return other_country(applicant, owner);
    }
    if applicant.national != owner.national {
        return other_number(&applicant.national, &owner.national, applicant.code == 1);
    }
    if applicant.extension == owner.extension { PhoneLevel::Exact } else { PhoneLevel::OtherExtension }
}

/// Equal digits under two calling codes, one of which nobody wrote. Trunk zeros count only where both countries are known.
fn other_country(applicant: &Phone, owner: &Phone) -> PhoneLevel {
    let inferred = (applicant.traits | owner.traits).contains(PhoneTraits::COUNTRY_INFERRED);
    let bare = |phone: &Phone| phone.national.as_str().trim_start_matches('0').len();
    let [applicants, owners] =
        [applicant, owner].map(|phone| phone.national.as_bytes().get(phone.national.len() - bare(phone)..));
    if inferred && applicants == owners { PhoneLevel::CountryInferred } else { PhoneLevel::Nothing }
}

fn other_number(applicant: &Digits, owner: &Digits, north_american: bool) -> PhoneLevel {
    let [applicant, owner] = [applicant.as_bytes(), owner.as_bytes()];
    let shared_head = applicant.iter().zip(owner).take_while(|(a, o)| a == o).count();
    let shared_tail = applicant.iter().rev().zip(owner.iter().rev()).take_while(|(a, o)| a == o).count();
    let longer = applicant.len().max(owner.len());
    if shared_head + shared_tail + 1 >= longer {
        return PhoneLevel::DigitOff;
    }
    if applicant.len() != owner.len() {
        return PhoneLevel::Nothing;
    }
    let swapped = shared_head + shared_tail + 2 == longer
        && applicant.get(shared_head) == owner.get(shared_head + 1)
        && applicant.get(shared_head + 1) == owner.get(shared_head);
    match longer - shared_head {
        _ if swapped => PhoneLevel::DigitsSwapped,
        _ if north_american && shared_tail >= LOCAL => PhoneLevel::OtherArea,
        differing if differing <= LINE && longer > LOCAL => PhoneLevel::SameExchange,
        differing if differing <= LOCAL && longer > LOCAL + 1 => PhoneLevel::SameArea,
        _ => PhoneLevel::Nothing,
    }
}

/// The parts of both aligned, for people to read; a part that both leave out is not there.
pub fn parts(applicant: &Phone, owner: &Phone) -> Vec<Part> {
    let mut parts = vec![part("country_code", country_code(applicant), country_code(owner))];
    match [applicant, owner].map(|phone| (phone.code == 1).then(|| north_america::split(&phone.national)).flatten()) {
        [Some(applicant), Some(owner)] => {
            let text = |digits: &[u8]| String::from_utf8_lossy(digits).into_owned();
            let both = ["area_code", "exchange", "line"].into_iter().zip(applicant.into_iter().zip(owner));
            parts.extend(both.map(|(label, (applicant, owner))| part(label, text(applicant), text(owner))));
        }
        _ => parts.push(part("number", applicant.national().to_owned(), owner.national().to_owned())),
    }
    parts.push(part("extension", extension(applicant), extension(owner)));
    parts.retain(|part| !part.applicant.is_empty() || !part.owner.is_empty());
    parts
}

fn country_code(phone: &Phone) -> String {
    if phone.code == 0 { String::new() } else { format!("+{}", phone.code) }
}

fn extension(phone: &Phone) -> String {
    phone.extension().unwrap_or_default().to_owned()
}

fn part(label: &'static str, applicant: String, owner: String) -> Part {
    let outcome = match (applicant.is_empty(), owner.is_empty()) {
        _ if applicant == owner => PartOutcome::Equal,
        (false, false) if label != "country_code" && crate::text::edit_distance(&applicant, &owner) == 1 => {
            PartOutcome::Slip
        }
        (false, false) => PartOutcome::Contradicted,
        _ => PartOutcome::Omitted,
    };
    Part { label, applicant, owner, outcome }
}
