//! Two emails to a level: how the local parts stand to each other, and how the domains do.

use ownermatch::email::EmailLevel;

use super::email::Email;
use super::tables::Mail;
use super::text::{Edit, common_prefix, common_suffix, one_edit};

/// Shortest local part in which one letter may be a slip.
const SLIP_LENGTH: usize = 5;
/// Shortest word that two local parts share for a reason.
const SHARED_WORD: usize = 4;

#[derive(Clone, Copy, PartialEq)]
enum Domains {
    Same,
    Slip,
    Other,
}

#[derive(Clone, Copy, PartialEq)]
enum Locals {
    Equal,
    Separators,
    Slip,
    OtherDigits,
    Shared,
    Other,
}

pub fn compare(applicant: &Email, owner: &Email, mail: &Mail) -> (EmailLevel, u8) {
    if applicant.text == owner.text {
        return (EmailLevel::Exact, 0);
    }
    let domains = domains(applicant, owner);
    let has_role = applicant.is_role || owner.is_role;
    let locals = if has_role && domains == Domains::Other { Locals::Other } else { locals(applicant, owner, mail) };
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
    let is_one_family = !applicant.family.is_empty() && applicant.family == owner.family;
    let has_slip = applicant.is_slip || owner.is_slip;
    if applicant.domain == owner.domain || (is_one_family && !has_slip) {
        return Domains::Same;
    }
    let are_real = [applicant, owner].iter().all(|email| email.is_free && !email.is_slip);
    if is_one_family || (!are_real && is_letter_off(&applicant.domain, &owner.domain)) {
        return Domains::Slip;
    }
    Domains::Other
}

fn is_letter_off(applicant: &str, owner: &str) -> bool {
    one_edit(applicant, owner).is_some_and(|Edit { at, span }| {
        let has_digit = |text: &str, span: usize| text[at..at + span].contains(|byte: char| byte.is_ascii_digit());
        !has_digit(applicant, span[0]) && !has_digit(owner, span[1])
    })
}

fn share_company(applicant: &Email, owner: &Email) -> bool {
    applicant.domain == owner.domain && !applicant.is_public && !owner.is_public
}

fn locals(applicant: &Email, owner: &Email, mail: &Mail) -> Locals {
    if applicant.mailbox == owner.mailbox {
        Locals::Equal
    } else if applicant.joined == owner.joined && !applicant.joined.is_empty() {
        Locals::Separators
    } else if is_slip(applicant, owner, mail) {
        Locals::Slip
    } else if applicant.letters == owner.letters && applicant.letters.len() >= 3 {
        Locals::OtherDigits
    } else if share_word(applicant, owner) {
        Locals::Shared
    } else {
        Locals::Other
    }
}

/// One slip of letters that makes nobody else: not the first letter, no initial, no other given name, no digit.
fn is_slip(applicant: &Email, owner: &Email, mail: &Mail) -> bool {
    let is_long = applicant.joined.len().max(owner.joined.len()) >= SLIP_LENGTH;
    if !is_long || applicant.digits != owner.digits {
        return false;
    }
    let bases = one_edit(&applicant.base, &owner.base).map(|edit| (edit, &applicant.base, &owner.base));
    let joined = || one_edit(&applicant.joined, &owner.joined).map(|edit| (edit, &applicant.joined, &owner.joined));
    let Some((edit, applicant, owner)) = bases.or_else(joined) else { return false };
    !(is_first(&edit, applicant, owner)
        || is_initial(&edit, applicant, owner)
        || edit.span == [1, 1] && (is_last(applicant, edit.at) && is_last(owner, edit.at))
        || edit.span == [1, 1] && is_other_vowel(applicant, owner, edit.at)
        || is_other_given(applicant, owner, mail))
}

fn is_letter(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic)
}

/// The edit can stand on the first letter.
fn is_first(edit: &Edit, applicant: &str, owner: &str) -> bool {
    let longer = if edit.span[0] > edit.span[1] { applicant } else { owner };
    let head = longer.as_bytes().get(..=edit.at).unwrap_or_default();
    let is_run = head.windows(2).all(|pair| pair[0] == pair[1]);
    edit.at == 0 && edit.span != [2, 2] || edit.span[0] != edit.span[1] && is_run
}

/// A whole word of one letter was changed, left out or put in.
fn is_initial(edit: &Edit, applicant: &str, owner: &str) -> bool {
    let stands_alone = |text: &str, span: usize| {
        span == 1 && (edit.at == 0 || !is_letter(text, edit.at - 1)) && !is_letter(text, edit.at + span)
    };
    stands_alone(applicant, edit.span[0]) || stands_alone(owner, edit.span[1])
}

/// No letter stands behind `at`: the last one is an initial as often as not.
fn is_last(text: &str, at: usize) -> bool {
    !text[at + 1..].contains(|letter: char| letter.is_ascii_alphabetic())
}

/// A vowel for a vowel in a short word is as likely another name.
fn is_other_vowel(applicant: &str, owner: &str, at: usize) -> bool {
    let is_letter = |letter: &char| letter.is_ascii_alphabetic();
    let before = applicant[..at].chars().rev().take_while(is_letter).count();
    let after = applicant[at..].chars().take_while(is_letter).count();
    let is_vowel = |text: &str| "aeiouy".contains(char::from(text.as_bytes()[at]));
    before + after < SLIP_LENGTH && is_vowel(applicant) && is_vowel(owner)
}

/// The slip turns one given name into another, at either end.
fn is_other_given(applicant: &str, owner: &str, mail: &Mail) -> bool {
    let are_two =
        |one: &str, other: &str| one != other && mail.lookalikes.contains(one) && mail.lookalikes.contains(other);
    let head = common_prefix(applicant.as_bytes(), owner.as_bytes());
    let tail = common_suffix(applicant.as_bytes(), owner.as_bytes());
    (0..=tail).any(|by| are_two(&applicant[..applicant.len() - by], &owner[..owner.len() - by]))
        || (0..=head).any(|from| are_two(&applicant[from..], &owner[from..]))
}

/// A word in common, set apart in both or long enough to stand out in one.
fn share_word(applicant: &Email, owner: &Email) -> bool {
    let is_apart = |word: &String| word.len() > 1 && owner.words.contains(word);
    let stands_in = |whole: &Email, parts: &Email| {
        parts.words.iter().any(|word| word.len() >= SHARED_WORD && whole.letters.contains(word.as_str()))
    };
    let (letters, others) = (applicant.letters.as_bytes(), owner.letters.as_bytes());
    applicant.words.iter().any(is_apart)
        || is_turned(&applicant.letters, &owner.letters)
        || stands_in(applicant, owner)
        || stands_in(owner, applicant)
        || common_prefix(letters, others) > SHARED_WORD
        || common_suffix(letters, others) >= SHARED_WORD
}

/// The same letters from another place on: `smithj` and `jsmith`.
fn is_turned(applicant: &str, owner: &str) -> bool {
    applicant.len() == owner.len() && owner.len() >= SLIP_LENGTH && [owner, owner].concat().contains(applicant)
}
