//! Personal data made short enough to stand in a ticket: initials, last digits, open providers, and the letters that differ.

use super::FieldView;
use crate::email::{self, EmailTraits};
use crate::level::{Part, PartOutcome};
use crate::record::Field;

/// What stands for any number of hidden characters, so that lengths are hidden too.
const HIDDEN: &str = "***";
/// Digits of a phone that stay, as on a receipt.
const LAST_DIGITS: usize = 4;
/// Longest run of letters in which two parts may differ and still be shown: a slip, not another word.
const MAX_SHOWN_DIFFERENCE: usize = 2;
/// Parts that tell nobody apart.
const OPEN_LABELS: &[&str] = &[
    "title",
    "suffix",
    "generation",
    "particle",
    "legal_form",
    "predirection",
    "postdirection",
    "direction",
    "street_type",
    "unit_type",
    "city",
    "state",
    "country",
    "country_code",
    "area_code",
    "line",
    "area_region",
];

/// Masks both sides of a field and its parts in place.
pub(super) fn mask_field(view: &mut FieldView) {
    view.applicant = mask(view.field, &view.applicant);
    view.owner = mask(view.field, &view.owner);
    for part in &mut view.parts {
        mask_part(view.field, part);
    }
}

/// Masks one side as written: `j***@gmail.com`, `j***@h***.com`, `***4774`, `J*** R***`.
pub(crate) fn mask(field: Field, text: &str) -> String {
    match field {
        Field::Email => mask_email(text),
        Field::Phone => last_digits(text),
        Field::Name | Field::Address => {
            text.split_whitespace().map(|word| shown(word, initial)).collect::<Vec<_>>().join(" ")
        }
    }
}

fn mask_email(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{}", shown(local, initial), mask_domain(domain, (0, 0))),
        None => shown(text, initial),
    }
}

/// A domain of one's own often is the family name, so that only a provider's open to everyone stays.
fn mask_domain(domain: &str, difference: (usize, usize)) -> String {
    let open = email::parse(&format!("a@{domain}")).read().is_some_and(|read| read.traits.contains(EmailTraits::FREE));
    if open {
        return domain.to_owned();
    }
    let (own, top) = match domain.rsplit_once('.') {
        Some((own, top)) if top.chars().all(char::is_alphabetic) => (own, format!(".{top}")),
        _ => (domain, String::new()),
    };
    shown(own, |at, letter| initial(at, letter) || (difference.0..difference.1).contains(&at)) + &top
}

fn last_digits(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if digits.len() <= LAST_DIGITS {
        return shown(text, |_, _| false);
    }
    let last: String = digits[digits.len() - LAST_DIGITS..].iter().collect();
    format!("{HIDDEN}{last}")
}

fn mask_part(field: Field, part: &mut Part) {
    if OPEN_LABELS.contains(&part.label) {
        return;
    }
    let [applicant, owner] = [&part.applicant, &part.owner].map(|side| side.chars().collect::<Vec<char>>());
    let differs = |own: &[char], other: &[char]| difference(part.outcome, own, other);
    let spans = [differs(&applicant, &owner), differs(&owner, &applicant)];
    if part.label == "domain" {
        (part.applicant, part.owner) = (mask_domain(&part.applicant, spans[0]), mask_domain(&part.owner, spans[1]));
        return;
    }
    let side = |own: &[char], (start, end): (usize, usize)| {
        let last = if field == Field::Phone && own.len() > LAST_DIGITS { own.len() - LAST_DIGITS } else { own.len() };
        let text: String = own.iter().collect();
        shown(&text, |at, letter| initial(at, letter) || (start..end).contains(&at) || at >= last)
    };
    (part.applicant, part.owner) = (side(&applicant, spans[0]), side(&owner, spans[1]));
}

/// The span of `own` between what both sides begin and end with, if it is short; empty for parts that are another word.
fn difference(outcome: PartOutcome, own: &[char], other: &[char]) -> (usize, usize) {
    if matches!(outcome, PartOutcome::Equal | PartOutcome::Omitted) || other.is_empty() {
        return (0, 0);
    }
    let start = own.iter().zip(other).take_while(|(one, two)| one == two).count();
    let rest = own.iter().rev().zip(other.iter().rev()).take_while(|(one, two)| one == two).count();
    let rest = rest.min(own.len() - start).min(other.len() - start);
    let longest = own.len().max(other.len()) - start - rest;
    if longest <= MAX_SHOWN_DIFFERENCE && start + rest > 0 { (start, own.len() - rest) } else { (0, 0) }
}

fn initial(at: usize, letter: char) -> bool {
    at == 0 && letter.is_alphabetic()
}

/// The characters that `keep` wants by position; each run of others becomes [`HIDDEN`].
fn shown(text: &str, keep: impl Fn(usize, char) -> bool) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut hiding = false;
    for (at, letter) in text.chars().enumerate() {
        let keeps = keep(at, letter);
        if keeps {
            masked.push(letter);
        } else if !hiding {
            masked.push_str(HIDDEN);
        }
        hiding = !keeps;
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(field: Field, label: &'static str, sides: [&str; 2], outcome: PartOutcome) -> [String; 2] {
        let mut part = Part { label, applicant: sides[0].into(), owner: sides[1].into(), outcome };
        mask_part(field, &mut part);
        [part.applicant, part.owner]
    }

    #[test]
    fn initials_domains_and_last_digits_stay() {
        assert_eq!(mask(Field::Name, "Jenny  Rosen"), "J*** R***");
        assert_eq!(mask(Field::Email, "jenny@gmail.com"), "j***@gmail.com");
        assert_eq!(mask(Field::Phone, "(415) 279-4774"), "***4774");
        assert_eq!(mask(Field::Phone, "4774"), "***");
        assert_eq!(mask(Field::Address, "237 Briarwood Rd"), "*** B*** R***");
    }

    #[test]
    fn a_domain_of_one_s_own_is_masked_and_an_open_provider_s_is_not() {
        assert_eq!(mask(Field::Email, "r@hansenfarm.com"), "r@h***.com");
        assert_eq!(mask(Field::Email, "ray@mail.hansen.co.uk"), "r***@m***.uk");
        let domains = |sides, outcome| masked(Field::Email, "domain", sides, outcome);
        assert_eq!(domains(["hansenfarm.com", "gmail.com"], PartOutcome::Contradicted), ["h***.com", "gmail.com"]);
        assert_eq!(domains(["hansen.com", "hanson.com"], PartOutcome::Slip), ["h***e***.com", "h***o***.com"]);
    }

    #[test]
    fn a_slip_shows_its_letters_and_another_word_does_not() {
        assert_eq!(masked(Field::Name, "family", ["okonkwo", "okonkvo"], PartOutcome::Slip), ["o***w***", "o***v***"]);
        assert_eq!(masked(Field::Name, "given", ["robert", "maria"], PartOutcome::Contradicted), ["r***", "m***"]);
        assert_eq!(
            masked(Field::Address, "house_number", ["237", "273"], PartOutcome::Contradicted),
            ["***37", "***73"]
        );
        assert_eq!(masked(Field::Name, "generation", ["jr", "sr"], PartOutcome::Contradicted), ["jr", "sr"]);
    }
}
