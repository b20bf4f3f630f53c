//! Two `Email` to a level: how the local parts stand to each other, how the domains do, and what both come to.

use super::edit::one_edit;
use super::{Email, EmailComparison, EmailLevel, EmailTraits, local};
use crate::level::{Part, PartOutcome};
use crate::text::Word;

/// Shortest local part in which one letter may be a slip: in a shorter one it is as likely another name.
const SLIP_LENGTH: usize = 5;
/// Shortest word that two local parts share for a reason.
const SHARED_WORD: usize = 4;
/// Fewest letters that say something when only the digits beside them differ.
const LETTERS: usize = 3;

/// How two domains stand to each other.
#[derive(Clone, Copy, PartialEq)]
enum Domains {
    Same,
    Slip,
    Company,
    Other,
}

/// How two local parts stand to each other.
#[derive(Clone, Copy, PartialEq)]
enum Locals {
    Equal,
    Separators,
    Slip,
    OtherDigits,
    Shared,
    Other,
}

/// Compares two emails; allocates nothing.
///
/// ```
/// use ownermatch::{Level, email};
/// let [applicant, owner] = ["john12@gmail.com", "john77@gmail.com"].map(email::parse);
/// let comparison = applicant.read().zip(owner.read()).map(|(applicant, owner)| email::compare(applicant, owner));
/// assert_eq!(comparison.map(|comparison| comparison.level.code()), Some("digits_differ"));
/// ```
pub fn compare(applicant: &Email, owner: &Email) -> EmailComparison {
    if applicant.as_bytes() == owner.as_bytes() {
        return EmailComparison { level: EmailLevel::Exact, further: 0 };
    }
    let (level, further) = outcome(applicant, owner);
    EmailComparison { level, further }
}

fn outcome(applicant: &Email, owner: &Email) -> (EmailLevel, u8) {
    let domains = domains(applicant, owner);
    let role = (applicant.traits | owner.traits).contains(EmailTraits::ROLE);
    let locals = if role && matches!(domains, Domains::Other) { Locals::Other } else { locals(applicant, owner) };
    let beside = u8::from(domains != Domains::Same);
    match (locals, domains) {
        (Locals::Equal, Domains::Same) => {
            (EmailLevel::SameMailbox, u8::from(!(applicant.tag_is_known && owner.tag_is_known)))
        }
        (Locals::Equal, Domains::Slip) => (EmailLevel::DomainSlip, 0),
        (Locals::Equal, _) => (EmailLevel::OtherProvider, 0),
        (Locals::Separators, Domains::Same | Domains::Slip) => (EmailLevel::LocalSlip, 1 + beside),
        (Locals::Separators, _) => (EmailLevel::OtherProvider, 1),
        (Locals::Slip, Domains::Same | Domains::Slip) => (EmailLevel::LocalSlip, beside),
        (Locals::OtherDigits, _) => (EmailLevel::DigitsDiffer, beside),
        (Locals::Slip | Locals::Shared, _) => (EmailLevel::SimilarLocal, beside),
        (Locals::Other, _) if share_company(applicant, owner) => (EmailLevel::SameCompany, 0),
        (Locals::Other, _) => (EmailLevel::Nothing, 0),
    }
}

fn domains(applicant: &Email, owner: &Email) -> Domains {
    let typo = (applicant.traits | owner.traits).contains(EmailTraits::DOMAIN_TYPO);
    let one_family = !applicant.family.is_empty() && applicant.family == owner.family;
    if applicant.domain_bytes() == owner.domain_bytes() || (one_family && !typo) {
        return Domains::Same;
    }
    if one_family || (!(is_real(applicant) && is_real(owner)) && is_letter_off(applicant.domain(), owner.domain())) {
        return Domains::Slip;
    }
    if applicant.registrable() == owner.registrable() { Domains::Company } else { Domains::Other }
}

/// A provider's own domain, or a free or disposable one: nobody's slip.
fn is_real(email: &Email) -> bool {
    !email.traits.contains(EmailTraits::DOMAIN_TYPO)
        && email.traits.intersects(EmailTraits::FREE | EmailTraits::DISPOSABLE)
}

/// One edit that touches no digit.
fn is_letter_off(applicants: &str, owners: &str) -> bool {
    let digits = |domain: &str| domain.bytes().filter(u8::is_ascii_digit).count();
    one_edit(applicants, owners).is_some_and(|edit| {
        let touched = |text: &str, span| text.get(edit.at..edit.at + span).is_some_and(|slip: &str| digits(slip) > 0);
        !touched(applicants, edit.span[0]) && !touched(owners, edit.span[1])
    })
}

fn share_company(applicant: &Email, owner: &Email) -> bool {
    let public = EmailTraits::FREE | EmailTraits::DISPOSABLE | EmailTraits::PLACEHOLDER;
    applicant.registrable() == owner.registrable() && !(applicant.traits | owner.traits).intersects(public)
}

fn locals(applicant: &Email, owner: &Email) -> Locals {
    if applicant.mailbox == owner.mailbox {
        return Locals::Equal;
    }
    let joined = [applicant.joined(), owner.joined()];
    if joined[0] == joined[1] && !joined[0].is_empty() {
        return Locals::Separators;
    }
    let letters = [applicant.letters(), owner.letters()];
    match is_slip(applicant, owner, joined.each_ref().map(Word::as_str)) {
        true => Locals::Slip,
        false if letters[0] == letters[1] && letters[0].len() >= LETTERS => Locals::OtherDigits,
        false if share_word(applicant, owner, letters.each_ref().map(Word::as_str)) => Locals::Shared,
        false => Locals::Other,
    }
}

/// One slip of letters that makes nobody else: not the first letter, no initial, no other given name, no digit.
fn is_slip(applicant: &Email, owner: &Email, joined: [&str; 2]) -> bool {
    let long = joined[0].len().max(joined[1].len()) >= SLIP_LENGTH;
    let is_near = one_edit(applicant.base_bytes(), owner.base_bytes()).is_some();
    let [applicants, owners] = if is_near { [applicant.base(), owner.base()] } else { joined };
    let Some(edit) = one_edit(applicants, owners).filter(|_| long && applicant.digits() == owner.digits()) else {
        return false;
    };
    let replaced = edit.span == [1, 1];
    let last_replaced = replaced && ends_letters(applicants, edit.at + 1) && ends_letters(owners, edit.at + 1);
    !(edit.is_first(applicants, owners)
        || edit.is_initial(applicants, owners)
        || last_replaced
        || replaced && is_other_vowel(applicants, owners, edit.at)
        || is_other_given(applicants, owners))
}

/// A vowel for a vowel in a short word is as likely another name: `hall` and `hill`, not `wang` and `nang`.
fn is_other_vowel(applicants: &str, owners: &str, at: usize) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    let before = applicants.bytes().take(at).rev().take_while(is_letter).count();
    let after = applicants.bytes().skip(at).take_while(is_letter).count();
    let is_vowel = |text: &str| text.as_bytes().get(at).is_some_and(|byte| b"aeiouy".contains(byte));
    before + after < SLIP_LENGTH && is_vowel(applicants) && is_vowel(owners)
}

/// Whether no letter stands from `at` on: the last letter of `blackm` is an initial as often as not.
fn ends_letters(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| !rest.bytes().any(|byte| byte.is_ascii_alphabetic()))
}

/// Whether the slip turns one given name into another (`johnsmith`, `joansmith`), at either end.
fn is_other_given(applicants: &str, owners: &str) -> bool {
    let head = applicants.bytes().zip(owners.bytes()).take_while(|(a, o)| a == o).count();
    let tail = applicants.bytes().rev().zip(owners.bytes().rev()).take_while(|(a, o)| a == o).count();
    let both = |applicant: Option<&str>, owner: Option<&str>| {
        applicant.zip(owner).is_some_and(|(a, o)| a != o && local::is_lookalike(a) && local::is_lookalike(o))
    };
    let shorter = |text: &str, by: usize| text.len().checked_sub(by);
    (0..=tail).any(|by| {
        both(applicants.get(..shorter(applicants, by).unwrap_or(0)), owners.get(..shorter(owners, by).unwrap_or(0)))
    }) || (0..=head).any(|from| both(applicants.get(from..), owners.get(from..)))
}

/// A word in common: a family name, set apart in both (`ben.li`, `chang.li`) or long enough to stand out in one.
fn share_word(applicant: &Email, owner: &Email, letters: [&str; 2]) -> bool {
    let apart = applicant.local_words().any(|word| word.len() > 1 && owner.local_words().any(|other| other == word));
    let stands_in =
        |whole: &str, parts: &Email| parts.local_words().any(|word| word.len() >= SHARED_WORD && whole.contains(word));
    let [applicants, owners] = letters.map(str::as_bytes);
    let head = applicants.iter().zip(owners).take_while(|(a, o)| a == o).count();
    let tail = applicants.iter().rev().zip(owners.iter().rev()).take_while(|(a, o)| a == o).count();
    apart
        || is_turned(applicants, owners)
        || stands_in(letters[0], owner)
        || stands_in(letters[1], applicant)
        || head > SHARED_WORD
        || tail >= SHARED_WORD
}

/// `smithjohn` and `johnsmith`, `smithj` and `jsmith`: the same letters from another place on.
fn is_turned(applicants: &[u8], owners: &[u8]) -> bool {
    let starts_at =
        |at: usize| applicants[at..] == owners[..owners.len() - at] && applicants[..at] == owners[owners.len() - at..];
    applicants.len() == owners.len() && owners.len() >= SLIP_LENGTH && (1..owners.len()).any(starts_at)
}

/// The parts of both aligned, for people to read; a part that both leave out is not there.
pub fn parts(applicant: &Email, owner: &Email) -> Vec<Part> {
    let mailbox = match locals(applicant, owner) {
        _ if applicant.base() == owner.base() => PartOutcome::Equal,
        Locals::Equal => PartOutcome::Rewritten,
        Locals::Slip | Locals::Separators => PartOutcome::Slip,
        _ => PartOutcome::Contradicted,
    };
    let domain = match domains(applicant, owner) {
        _ if applicant.domain() == owner.domain() => PartOutcome::Equal,
        Domains::Same => PartOutcome::Rewritten,
        Domains::Slip => PartOutcome::Slip,
        _ => PartOutcome::Contradicted,
    };
    let tag = match [applicant.tag(), owner.tag()] {
        [a, o] if a == o => PartOutcome::Equal,
        ["", _] | [_, ""] => PartOutcome::Omitted,
        _ => PartOutcome::Contradicted,
    };
    let rows = [
        ("local", applicant.base(), owner.base(), mailbox),
        ("tag", applicant.tag(), owner.tag(), tag),
        ("domain", applicant.domain(), owner.domain(), domain),
    ];
    let there = rows.into_iter().filter(|(_, applicant, owner, _)| !applicant.is_empty() || !owner.is_empty());
    there
        .map(|(label, applicant, owner, outcome)| Part {
            label,
            applicant: applicant.to_owned(),
            owner: owner.to_owned(),
            outcome,
        })
        .collect()
}
