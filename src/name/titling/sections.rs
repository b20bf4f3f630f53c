//! A title cut at its markers into sections: holders, beneficiaries, a trade name, and what says nothing about either.

use smallvec::SmallVec;

use super::markers::{self, Marker};
use super::tokens::{Shape, Token};
use crate::name::NameTraits;
use crate::name::facts::Facts;

/// What the words of a section are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Holder,
    Beneficiary,
    Trade,
    Dropped,
}

/// A run of tokens between two markers.
#[derive(Clone, Copy)]
pub(super) struct Section<'t> {
    pub(super) role: Role,
    pub(super) tokens: &'t [Token],
}

type Sections<'t> = SmallVec<[Section<'t>; 4]>;

struct Cutter<'t> {
    tokens: &'t [Token],
    sections: Sections<'t>,
    traits: NameTraits,
    role: Role,
    /// First token of the section that is open.
    start: usize,
}

/// Cuts the tokens into sections and gathers what the markers say.
pub(super) fn sections(tokens: &[Token]) -> (Sections<'_>, NameTraits) {
    let mut cutter =
        Cutter { tokens, sections: Sections::new(), traits: NameTraits::empty(), role: Role::Holder, start: 0 };
    let mut at = 0;
    while at < tokens.len() {
        at = match markers::at(tokens, at) {
            Some((Marker::Tr, _)) if cutter.is_trust_word(at) => at + 1,
            Some((marker, len)) => cutter.cut(marker, at, at + len),
            None => at + 1,
        };
    }
    cutter.close(tokens.len(), None);
    (cutter.sections, cutter.traits)
}

impl<'t> Cutter<'t> {
    /// Closes the open section before the marker and opens the next behind it; says where to go on.
    fn cut(&mut self, marker: Marker, from: usize, to: usize) -> usize {
        self.close(from, Some(marker));
        self.traits |= traits_of(marker);
        self.start = to;
        if matches!(marker, Marker::Dated | Marker::Minor) {
            self.start += self.tokens[to..].iter().take_while(|token| is_date_or_state(token, marker)).count();
        }
        let ends_here = self.rest_is_empty();
        if marker == Marker::Custodian && ends_here {
            self.demote_minor();
        }
        self.role = self.role_behind(marker);
        self.start
    }

    fn rest_is_empty(&self) -> bool {
        self.tokens[self.start..].iter().all(|token| token.shape != Shape::Word)
    }

    fn role_behind(&self, marker: Marker) -> Role {
        match marker {
            Marker::Beneficiary | Marker::Custodian => Role::Beneficiary,
            Marker::Totten if !self.tokens[self.start..].iter().any(is_trust) => Role::Beneficiary,
            Marker::Trade => Role::Trade,
            Marker::Care => Role::Dropped,
            Marker::Joint | Marker::Deceased | Marker::Account => self.role,
            _ => Role::Holder,
        }
    }

    fn close(&mut self, end: usize, marker: Option<Marker>) {
        let mut run = trimmed(&self.tokens[self.start..end.max(self.start)]);
        if marker == Some(Marker::Minor) {
            run = without_statute(run);
        }
        let cut = match marker {
            Some(Marker::Trustee) => run.iter().position(is_trust).map(|at| (at + 1, at + 1)),
            Some(Marker::Agent) => run.iter().position(|token| token.key.as_str() == "by").map(|at| (at, at + 1)),
            _ => None,
        };
        match cut {
            Some((end, next)) => {
                self.push(trimmed(&run[..end]));
                self.push(trimmed(&run[next..]));
            }
            None => self.push(run),
        }
    }

    fn push(&mut self, tokens: &'t [Token]) {
        if !tokens.is_empty() {
            self.sections.push(Section { role: self.role, tokens });
        }
    }

    /// `MARY SMITH UTMA CA JOHN SMITH CUST`: the minor stands first and the custodian last.
    fn demote_minor(&mut self) {
        if self.traits.contains(NameTraits::MINOR) && self.sections.len() > 1 {
            self.sections[0].role = Role::Beneficiary;
            self.traits |= NameTraits::BENEFICIARY;
        }
    }

    /// `Tr` behind `Family`, `Living` or `Rev` is the trust; behind a name it is the trustee.
    fn is_trust_word(&self, at: usize) -> bool {
        const BEFORE: [&str; 11] = [
            "family",
            "fam",
            "living",
            "liv",
            "lvg",
            "revocable",
            "rev",
            "irrevocable",
            "irrev",
            "testamentary",
            "charitable",
        ];
        at.checked_sub(1).is_some_and(|before| BEFORE.contains(&self.tokens[before].key.as_str()))
    }
}

fn traits_of(marker: Marker) -> NameTraits {
    match marker {
        Marker::Joint => NameTraits::JOINT,
        Marker::Beneficiary => NameTraits::BENEFICIARY,
        Marker::Totten => NameTraits::BENEFICIARY | NameTraits::FIDUCIARY,
        Marker::Minor => NameTraits::MINOR | NameTraits::FIDUCIARY,
        Marker::Estate => NameTraits::FIDUCIARY | NameTraits::DECEASED,
        Marker::Custodian | Marker::Trustee | Marker::Tr | Marker::Dated | Marker::Agent => NameTraits::FIDUCIARY,
        Marker::Deceased => NameTraits::DECEASED,
        Marker::Trade => NameTraits::TRADE_NAME,
        Marker::Alias | Marker::Care | Marker::Account => NameTraits::empty(),
    }
}

fn is_trust(token: &Token) -> bool {
    matches!(token.key.as_str(), "trust" | "plan" | "estate")
}

/// Without commas, ampersands and small words at either end.
fn trimmed(mut tokens: &[Token]) -> &[Token] {
    while let [first, rest @ ..] = tokens
        && (first.shape != Shape::Word || first.lexeme.has(Facts::LEADING) && !rest.is_empty())
    {
        tokens = rest;
    }
    while let [rest @ .., last] = tokens
        && (last.shape != Shape::Word || (last.lexeme.has(Facts::TRAILING) || is_date(last)) && rest.len() > 1)
    {
        tokens = rest;
    }
    tokens
}

/// `MARY SMITH UNDER CA` before `UTMA`.
fn without_statute(tokens: &[Token]) -> &[Token] {
    match tokens {
        [rest @ .., under, state] if under.key.as_str() == "under" && state.key.len() == 2 => rest,
        _ => tokens,
    }
}

/// `12/31/2001`.
fn is_date(token: &Token) -> bool {
    let text = token.key.as_str();
    text.contains(['/', '-']) && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'/' | b'-'))
}

/// `January 5, 1998` behind `DATED`; `CA UNTIL AGE 21` behind `UTMA`.
fn is_date_or_state(token: &Token, marker: Marker) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = token.key.as_str();
    let month = text.get(..3).is_some_and(|head| MONTHS.contains(&head)) && text.len() <= 9;
    let numeric = !text.is_empty() && text.bytes().all(|byte| !byte.is_ascii_alphabetic());
    let state = marker == Marker::Minor && (text.len() == 2 || matches!(text, "until" | "age" | "act" | "uniform"));
    token.shape != Shape::Word && marker == Marker::Minor
        || token.shape == Shape::Comma
        || numeric
        || (month && marker == Marker::Dated)
        || state
}
