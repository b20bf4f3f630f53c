//! The markers of titling (JT TEN, TTEE, POD, C/O) as found in a run of tokens.

use super::tokens::{Shape, Token};
use crate::name::facts::Facts;
use crate::name::lexicon::Lexeme;
use crate::name::organization::{Kind, Term};
use crate::text::{Letters, Table, table};

static MARKERS: Table = table!("name_titling_words");

/// What a marker says about the names around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// Holders in common.
    Joint,
    /// A beneficiary follows.
    Beneficiary,
    /// A custodian before it, whom it keeps for behind it.
    Custodian,
    /// The account is a minor's.
    Minor,
    /// A trustee before it, the trust behind it.
    Trustee,
    /// `Trustee for`: a trustee before it; whoever is behind it inherits, unless it is a trust.
    Totten,
    /// `Tr`: trustee or trust, by the word before it.
    Tr,
    /// An agreement's date follows.
    Dated,
    /// Somebody acts for another: attorney, guardian, conservator, executor.
    Agent,
    /// An estate follows.
    Estate,
    Deceased,
    /// A trade name follows.
    Trade,
    /// The same person under another name follows.
    Alias,
    /// What follows only receives mail.
    Care,
    /// What kind of account it is.
    Account,
}

/// The marker that begins at `at`, and how many tokens it takes.
pub(super) fn at(tokens: &[Token], at: usize) -> Option<(Marker, usize)> {
    let first = tokens.get(at).filter(|token| token.shape != Shape::Comma)?;
    if !first.lexeme.has(Facts::MARKER_FIRST) {
        return None;
    }
    let longest = longest(MARKERS.get(key_of(first))?);
    let found = (1..=longest).rev().find_map(|len| {
        let (marker, weak) = row(phrase(tokens.get(at..at + len)?).as_str())?;
        (!weak || has_name_before(tokens, at)).then_some((marker, len))
    })?;
    (!names_a_business(tokens, at, found)).then_some(found)
}

/// Whether the word alone is a marker.
pub(super) fn is_one(word: &str) -> bool {
    Lexeme::of(word).has(Facts::MARKER) && row(word).is_some()
}

fn key_of(token: &Token) -> &str {
    match token.shape {
        Shape::Joint if token.key.is_empty() => "&",
        _ => token.key.as_str(),
    }
}

fn longest(columns: &str) -> usize {
    columns.split('\t').nth(1).and_then(|longest| longest.parse().ok()).unwrap_or(1)
}

fn phrase(tokens: &[Token]) -> Letters {
    let mut phrase = Letters::default();
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 {
            phrase.push(b' ');
        }
        phrase.push_str(key_of(token));
    }
    phrase
}

fn row(phrase: &str) -> Option<(Marker, bool)> {
    let mut columns = MARKERS.get(phrase)?.split('\t');
    let marker = marker_of(columns.next()?)?;
    Some((marker, columns.nth(1) == Some("weak")))
}

fn marker_of(role: &str) -> Option<Marker> {
    Some(match role {
        "joint" => Marker::Joint,
        "beneficiary" => Marker::Beneficiary,
        "custodian" => Marker::Custodian,
        "minor" => Marker::Minor,
        "trustee" => Marker::Trustee,
        "totten" => Marker::Totten,
        "tr" => Marker::Tr,
        "dated" => Marker::Dated,
        "agent" => Marker::Agent,
        "estate" => Marker::Estate,
        "deceased" => Marker::Deceased,
        "trade" => Marker::Trade,
        "alias" => Marker::Alias,
        "care" => Marker::Care,
        "account" => Marker::Account,
        _ => return None,
    })
}

/// `Tod Smith` and `Smith Tod` are names; a marker that is a name, too, needs two words before it.
fn has_name_before(tokens: &[Token], at: usize) -> bool {
    tokens[..at]
        .iter()
        .rev()
        .take_while(|token| token.shape != Shape::Or)
        .filter(|token| token.shape == Shape::Word)
        .count()
        >= 2
}

/// `First American Trustee Services`, `Guardian Insurance`: a business word behind it, and it is part of a name.
fn names_a_business(tokens: &[Token], at: usize, (marker, len): (Marker, usize)) -> bool {
    if !matches!(marker, Marker::Trustee | Marker::Agent | Marker::Custodian | Marker::Account | Marker::Tr) {
        return false;
    }
    let next = tokens.get(at + len).filter(|token| token.shape == Shape::Word);
    next.is_some_and(|token| {
        let word = Term::new(token.key.as_str());
        word.kind == Kind::Business
            && !word.is_weak()
            && token.key.as_str() != "family"
            && token.key.as_str() != "estate"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_folded;

    #[test]
    fn keys_are_folded_sorted_and_unique_and_roles_known() {
        let rows: Vec<(&str, &str)> = MARKERS.rows().collect();
        assert!(rows.is_sorted_by(|one, next| one.0 < next.0));
        for (key, columns) in rows {
            assert!(is_folded(key), "{key}");
            assert!(columns.starts_with("start") || row(key).is_some(), "{key}");
        }
    }
}
