//! How banks title accounts: several holders in one string, who acts for whom, and who only inherits.

mod joint;
mod markers;
mod sections;
mod tokens;

use std::borrow::Cow;

use smallvec::SmallVec;

use super::person::Order;
use super::{CAP_PARTIES, NameTraits};
use sections::{Role, Section};

/// A holder's text as titling leaves it, with what titling knows about it.
#[derive(Clone, PartialEq)]
pub(super) struct Holder<'t> {
    pub(super) text: Cow<'t, str>,
    pub(super) order: Order,
    /// Two family names around an ampersand: a firm, whatever the words say.
    pub(super) firm: bool,
}

/// A name taken apart: who holds, who inherits, the trade name, and what the markers said.
#[derive(Default)]
pub(super) struct Titling<'t> {
    pub(super) holders: SmallVec<[Holder<'t>; 1]>,
    pub(super) beneficiaries: Vec<Holder<'t>>,
    pub(super) trade_name: Option<&'t str>,
    pub(super) traits: NameTraits,
    /// Behind `C/O` and `ATTN`.
    care: Option<Holder<'t>>,
}

/// Takes folded text apart; at least one holder comes out of any text with a word in it.
pub(super) fn read(text: &str) -> Titling<'_> {
    let tokens = tokens::tokens(text);
    let (sections, traits) = sections::sections(&tokens);
    let mut titling = Titling { traits, ..Titling::default() };
    for section in sections {
        titling.add(text, &section);
    }
    titling.fill_in();
    titling.cap();
    titling
}

impl<'t> Titling<'t> {
    fn add(&mut self, text: &'t str, section: &Section<'_>) {
        match section.role {
            Role::Holder => {
                let found = joint::holders(text, section.tokens);
                self.traits.set(NameTraits::JOINT, self.traits.contains(NameTraits::JOINT) || found.len() > 1);
                self.holders.extend(found);
            }
            Role::Beneficiary => self.beneficiaries.extend(joint::holders(text, section.tokens)),
            Role::Trade => {
                self.trade_name.get_or_insert_with(|| tokens::text_of(text, section.tokens));
            }
            Role::Dropped => self.care = joint::holders(text, section.tokens).into_iter().next(),
        }
    }

    /// Where only a beneficiary, a trade name or a receiver of mail is named, that is whom the bank knows.
    fn fill_in(&mut self) {
        if !self.holders.is_empty() {
            return;
        }
        match self.trade_name.take() {
            Some(text) => self.holders.push(Holder { text: Cow::Borrowed(text), order: Order::Unknown, firm: true }),
            None if self.beneficiaries.is_empty() => self.holders.extend(self.care.take()),
            None => self.holders.extend(self.beneficiaries.iter().cloned()),
        }
    }

    fn cap(&mut self) {
        if self.holders.len() > CAP_PARTIES || self.beneficiaries.len() > CAP_PARTIES {
            self.traits |= NameTraits::CUT;
        }
        self.holders.truncate(CAP_PARTIES);
        self.beneficiaries.truncate(CAP_PARTIES);
    }
}
