//! Honest made cases, and one field of one side disguised.

use super::ways::{Act, Way};
use crate::address::AddressParts;
use crate::chance::Chance;
use crate::matcher::Case;
use crate::record::{AddressInput, Field, NameInput, Owner};
use crate::simulate::Simulator;

/// A case before and after, with what was written in the field.
pub(super) struct Disguised {
    pub(super) honest: Case,
    pub(super) disguised: Case,
    pub(super) was: String,
    pub(super) is: String,
    /// What the other side has.
    pub(super) other: String,
}

/// One honest case disguised in this way; `None` where the way cannot be gone with it.
pub(super) fn disguise(simulator: &Simulator, way: Way, chance: &mut Chance) -> Option<Disguised> {
    let honest = simulator.case(chance.bits() >> 16);
    // A person who is the only owner: what a line of two holders reads as is another question.
    if honest.kind != "owner" || honest.case.ownership.owners.iter().any(is_joint) {
        return None;
    }
    let (honest, mut disguised) = (honest.case.clone(), honest.case);
    let side = if matches!(way.act, Act::Home(_)) || chance.happens(0.5) { Side::Applicant } else { Side::Owner };
    let (was, is) = match way.act {
        Act::Text(act) => {
            let text = text_of(&mut disguised, way.field, side)?;
            let was = std::mem::take(text);
            *text = act(&was, chance)?;
            (was, text.clone())
        }
        Act::Home(act) => {
            let Some(AddressInput::Parts(home)) = &disguised.applicant.address else { return None };
            let (was, changed) = (line(home), act(home, chance)?);
            let is = match &changed {
                AddressInput::Line(line) => line.clone(),
                AddressInput::Parts(parts) => line(parts),
            };
            disguised.applicant.address = Some(changed);
            (was, is)
        }
    };
    let other = text_of(&mut disguised, way.field, side.other()).cloned()?;
    Some(Disguised { honest, disguised, was, is, other })
}

/// Who is disguised.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Applicant,
    Owner,
}

impl Side {
    fn other(self) -> Self {
        if self == Self::Applicant { Self::Owner } else { Self::Applicant }
    }
}

fn is_joint(owner: &Owner) -> bool {
    let words = owner.name.as_deref().unwrap_or_default().split(' ');
    words.into_iter().any(|word| ["AND", "OR", "&"].iter().any(|joins| word.eq_ignore_ascii_case(joins)))
}

/// The text of a field.
fn text_of(case: &mut Case, field: Field, side: Side) -> Option<&mut String> {
    if side == Side::Owner {
        let owner = case.ownership.owners.first_mut()?;
        return match field {
            Field::Name => owner.name.as_mut(),
            Field::Email => owner.email.as_mut(),
            Field::Phone => owner.phone.as_mut(),
            Field::Address => owner.raw_address.as_mut(),
        };
    }
    let applicant = &mut case.applicant;
    match (field, &mut applicant.name, &mut applicant.address) {
        (Field::Name, Some(NameInput::Full(name)), _) => Some(name),
        (Field::Address, _, Some(AddressInput::Line(line))) => Some(line),
        (Field::Address, _, Some(AddressInput::Parts(parts))) => parts.line1.as_mut(),
        (Field::Email, ..) => applicant.email.as_mut(),
        (Field::Phone, ..) => applicant.phone.as_mut(),
        _ => None,
    }
}

/// An address in one line, for people to read.
fn line(parts: &AddressParts) -> String {
    let all = [&parts.line1, &parts.line2, &parts.city, &parts.state, &parts.postal_code];
    all.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" / ")
}
