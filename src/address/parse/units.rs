//! Units: apartments, suites, floors, lots, with or without their word, before the street or behind it.

use super::super::AddressTraits;
use super::super::words::{Marks, UnitKind};
use super::draft::Draft;
use super::set;
use super::tokens::{Gap, Label};

/// Labels units that stand before the house number: `Apt 4, 123 Main St`, `#4 123 Main St`.
pub(super) fn read_leading(draft: &mut Draft) {
    while let Some(to) = unit_at(draft, draft.start) {
        let number_follows = draft.starts_with_digit(to)
            || draft.gap(to) == Gap::Comma
            || draft.is_unit_word(to)
            || matches!(draft.word(draft.start), b"lot" | b"spc" | b"space" | b"trlr" | b"trailer");
        let is_all = to == draft.end && draft.unit_word(draft.start).is_some_and(|word| word.needs_id);
        if !is_all && (to >= draft.end || !number_follows) {
            return;
        }
        mark(draft, draft.start, to);
        draft.start = to;
    }
}

/// Labels units behind the street; open words before `from` are the number.
pub(super) fn read_trailing(draft: &mut Draft, from: usize) {
    let mut at = from + 1;
    let mut found = false;
    while at < draft.end {
        match unit_at(draft, at).filter(|_| draft.is_open(at) && stands_behind_street(draft, from, at)) {
            Some(to) => {
                let to = to + usize::from(has_number_behind(draft, at, to));
                mark(draft, at, to.min(draft.end));
                found = true;
                at = to;
            }
            None => at += 1,
        }
    }
    if !found {
        read_bare(draft, from);
    }
}

/// Front Street and Upper Road are streets: a word that needs no identifier is a unit only at the end.
fn stands_behind_street(draft: &Draft, from: usize, at: usize) -> bool {
    let closes =
        |to: usize| !draft.is_open(to) || to >= draft.end || draft.gap(to) == Gap::Comma || draft.is_unit_word(to);
    match draft.unit_word(at) {
        Some(word) if word.needs_id && draft.word(at) != b"key" => true,
        Some(_) => at > from + 1 && unit_at(draft, at).is_some_and(closes),
        None => true,
    }
}

/// The end of the unit that starts at `at`, where it has its identifier or its floor: `Apt 4`, `2nd Floor`.
pub(super) fn end_of(draft: &Draft, at: usize) -> Option<usize> {
    let has_id = draft.has_digit(at + 1) || draft.word(at + 1).len() == 1;
    floor_at(draft, at).or_else(|| (draft.is_unit_word(at) && has_id).then_some(at + 2))
}

/// The end of the unit that starts at `at`.
fn unit_at(draft: &Draft, at: usize) -> Option<usize> {
    if let Some(to) = floor_at(draft, at) {
        return Some(to);
    }
    let word = draft.unit_word(at)?;
    if draft.word(at) == b"#" && draft.is_unit_word(at + 1) && at + 1 < draft.end {
        return unit_at(draft, at + 1);
    }
    let mark = usize::from(matches!(draft.word(at + 1), b"#" | b"no" | b"num" | b"number"));
    let is_named = word.needs_id || matches!(draft.word(at), b"ph" | b"penthouse");
    let id = at + 1 + mark;
    let is_id = id < draft.end
        && draft.is_open(id)
        && is_identifier(draft, id, draft.word(at) == b"#" || mark == 1 || is_named);
    if !is_id {
        return (!word.needs_id).then_some(at + 1);
    }
    Some(id + 1 + usize::from(id + 1 < draft.end && has_letter_behind(draft, id)))
}

/// `2nd Floor`, `3 Fl`, `Second Floor`.
fn floor_at(draft: &Draft, at: usize) -> Option<usize> {
    let is_floor = draft.is_floor_word(at + 1);
    let counted = || draft.is(at, Marks::ORDINAL | Marks::DIGITS | Marks::NUMBER) || draft.word(at) == b"ground";
    let is_house = at == 0 && draft.is_digits(at);
    (is_floor && counted() && !is_house && at + 2 <= draft.end && !draft.has_digit(at + 2)).then_some(at + 2)
}

/// A number, a letter, a letter with a number; words are names of streets.
fn is_identifier(draft: &Draft, at: usize, named: bool) -> bool {
    let word = draft.word(at);
    let short = named && (word.len() == 1 || word.len() == 2 && !draft.is_direction(at) && !draft.is_strong_type(at));
    let numeric = draft.has_digit(at) && word.len() <= 7 && !draft.is_ordinal(at);
    let spelled = named && draft.number_word(at).is_some_and(|(value, _)| value < 20);
    numeric
        || short && !matches!(word, b"st" | b"of" | b"la" | b"el" | b"de" | b"le" | b"mc" | b"ft" | b"mt")
        || spelled
}

/// `Apt 4 B`: a letter behind a numeric identifier belongs to it, if nothing but the unit ends there.
fn has_letter_behind(draft: &Draft, id: usize) -> bool {
    let next = draft.word(id + 1);
    draft.is_open(id + 1)
        && next.len() == 1
        && draft.is_digits(id)
        && draft.gap(id + 1) != Gap::Comma
        && next[0].is_ascii_lowercase()
}

/// `Apt C 3`: behind the street a number behind the unit's letter belongs to it.
fn has_number_behind(draft: &Draft, at: usize, to: usize) -> bool {
    let is_lettered = to == at + 2 && draft.word(at + 1).len() == 1 && !draft.has_digit(at + 1);
    let is_number = to < draft.end && draft.is_open(to) && draft.is_digits(to) && draft.word(to).len() <= 4;
    is_lettered && is_number && draft.gap(to) != Gap::Comma && !draft.is_unit_word(to + 1)
}

/// `123 Main St 4B`, `123 Main St, 4`, `123 Main St - 2C`: the word behind the street's type.
fn read_bare(draft: &mut Draft, from: usize) {
    let Some(last) = (from + 1..draft.end).rev().find(|&at| draft.is_open(at)) else {
        return;
    };
    let typed = last >= 2 && last > from + 1 && (behind_type(draft, from, last - 1) || draft.gap(last) != Gap::Space);
    let word = draft.word(last);
    let is_letter = word.len() == 1 && (!draft.is_direction(last) || draft.gap(last) != Gap::Space);
    let is_id =
        draft.has_digit(last) && word.len() <= 6 && !draft.is_ordinal(last) && !word.contains(&b'/') || is_letter;
    if typed && is_id {
        mark(draft, last, last + 1);
    }
}

/// A type that ends a name, or a direction behind one: in `Avenue 140` and `Main St Hwy 33` the number is the street's.
pub(super) fn behind_type(draft: &Draft, from: usize, at: usize) -> bool {
    const NUMBERED: [&[u8]; 16] = [
        b"hwy",
        b"highway",
        b"route",
        b"rte",
        b"rt",
        b"road",
        b"rd",
        b"loop",
        b"fm",
        b"interstate",
        b"spur",
        b"calle",
        b"carr",
        b"carretera",
        b"avenue",
        b"ave",
    ];
    let kind = if draft.is_direction(at) && at > from + 1 { at - 1 } else { at };
    let ends_name = draft.is_strong_type(kind) && kind > from;
    let named = kind > from + 1 || kind == from + 1 && !draft.is_direction(from);
    let numbered = NUMBERED.contains(&draft.word(kind)) && takes_number(draft, from, kind);
    ends_name && named && !numbered
}

/// Highways always, roads behind a county or a state.
fn takes_number(draft: &Draft, from: usize, kind: usize) -> bool {
    match draft.word(kind) {
        b"road" | b"rd" | b"avenue" | b"ave" => {
            kind == from
                || matches!(
                    draft.word(kind - 1),
                    b"county"
                        | b"co"
                        | b"cty"
                        | b"state"
                        | b"st"
                        | b"ranch"
                        | b"farm"
                        | b"market"
                        | b"park"
                        | b"township"
                        | b"twp"
                        | b"service"
                        | b"forest"
                )
        }
        _ => true,
    }
}

fn mark(draft: &mut Draft, from: usize, to: usize) {
    let is_mailbox = draft.unit_word(from).is_some_and(|word| word.kind == UnitKind::Mailbox);
    set(&mut draft.traits, AddressTraits::MAIL_DROP, is_mailbox);
    draft.label(from..to, Label::Unit);
}
