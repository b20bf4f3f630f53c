//! The head of a line: care-of, boxes, units, the house number, and the street as what is left.

use super::super::words::{Code, Counting};
use super::draft::Draft;
use super::misread::mend;
use super::tokens::{Gap, Label, Token};
use super::{boxes, units};
use crate::region::Region;

const PUERTO_RICO: Code = Code::new(b"pr");
const NEW_ZEALAND: Region = Region::of(*b"NZ");
const SPAIN: Region = Region::of(*b"ES");
const MEXICO: Region = Region::of(*b"MX");

/// Labels every word before the city.
pub(super) fn read(draft: &mut Draft) {
    skip_care_of(draft);
    skip_building(draft);
    skip_development(draft);
    boxes::read(draft);
    advance(draft);
    units::read_leading(draft);
    split_unit_number(draft);
    write_out_calle(draft);
    let street = read_number(draft);
    units::read_trailing(draft, street);
    finish(draft, street);
}

/// Past the words that have been read already.
fn advance(draft: &mut Draft) {
    while draft.start < draft.end && !draft.is_open(draft.start) {
        draft.start += 1;
    }
}

/// `c/o Jane Roe, 12 Main St`, `Attn: Payroll 12 Main St`.
fn skip_care_of(draft: &mut Draft) {
    let opens = match draft.word(0) {
        b"c/o" | b"attn" | b"attention" | b"dba" => true,
        b"care" => draft.word(1) == b"of",
        b"c" => draft.word(1) == b"o" && draft.end > 3,
        _ => false,
    };
    if !opens {
        return;
    }
    let ends = |at: &usize| {
        draft.gap(*at) == Gap::Comma && *at > 1
            || draft.has_digit(*at)
            || matches!(draft.word(*at), b"po" | b"pobox" | b"box" | b"general")
    };
    let to = (1..draft.end).find(ends).unwrap_or(draft.end);
    draft.label(0..to, Label::CareOf);
    draft.start = to;
}

/// `Empire State Building, 350 5th Ave`: segments without a number before one that opens with a house number.
fn skip_building(draft: &mut Draft) {
    let opens_number = |at: usize| draft.starts_with_digit(at) && !draft.is_ordinal(at) && at + 1 < draft.end;
    let Some(number) = (draft.start + 1..draft.end).find(|&at| draft.gap(at) == Gap::Comma && opens_number(at)) else {
        return;
    };
    let opens_unit = |at: &usize| {
        *at + 1 < number && draft.is_unit_word(*at) && (draft.word(*at + 1).len() == 1 || draft.has_digit(*at + 1))
    };
    let name_end = (draft.start..number).find(opens_unit).unwrap_or(number);
    let named = (draft.start..name_end).all(|at| !draft.has_digit(at));
    // In "Main St, 12 Springfield" the number stands behind its street.
    let is_street = draft.is_strong_type(number - 1) && draft.end - number <= 2;
    if named && !is_street && draft.number_word(draft.start).is_none() {
        draft.label(draft.start..name_end, Label::Extra);
        draft.start = name_end;
    }
}

/// Puerto Rico: `Urb Las Gladiolas 150 Calle A`, before the number or behind the street.
fn skip_development(draft: &mut Draft) {
    if !is_puerto_rican(draft) {
        return;
    }
    let Some(from) = (draft.start..draft.end).find(|&at| {
        matches!(
            draft.word(at),
            b"urb"
                | b"urbanizacion"
                | b"barriada"
                | b"ext"
                | b"cond"
                | b"condominio"
                | b"res"
                | b"residencial"
                | b"reparto"
                | b"repto"
                | b"bo"
                | b"barrio"
        )
    }) else {
        return;
    };
    let ends = |at: &usize| {
        draft.has_digit(*at)
            || draft.gap(*at) == Gap::Comma
            || draft.is_unit_word(*at)
            || matches!(draft.word(*at), b"calle" | b"ave" | b"carr" | b"hc" | b"po" | b"box")
    };
    let to = (from + 1..draft.end).find(ends).unwrap_or(draft.end);
    draft.label(from..to, Label::Extra);
    if from == draft.start {
        draft.start = to;
    }
}

fn is_puerto_rican(draft: &Draft) -> bool {
    draft.state == PUERTO_RICO || draft.state.is_empty() && draft.word(draft.start) == b"urb"
}

/// `5/12 Smith St` in Australia, `12-345 Main St` in Canada: the unit before the number.
fn split_unit_number(draft: &mut Draft) {
    let mark = match draft.region {
        Region::CA => b'-',
        Region::AU | Region::GB | NEW_ZEALAND => b'/',
        _ => return,
    };
    let at = draft.start + usize::from(draft.is_unit_word(draft.start));
    let Some(token) = draft.token(at).copied().filter(|_| at < draft.end) else {
        return;
    };
    if mark == b'-' && draft.is_digits(at) && draft.gap(at + 1) == Gap::Dash && draft.is_digits(at + 1) {
        draft.label(draft.start..at + 1, Label::Unit);
        draft.start = at + 1;
        return;
    }
    let word = draft.word(at);
    let split = word.iter().position(|&byte| byte == mark).filter(|split| starts_with_digit(&word[split + 1..]));
    let shown = draft.shown.get(token.start as usize..token.end as usize);
    let middle = shown.and_then(|text| text.bytes().position(|byte| byte == mark));
    if let (Some(split), Some(middle)) = (split, middle) {
        split_token(draft, at, token, [split, middle]);
    }
}

fn starts_with_digit(word: &[u8]) -> bool {
    word.first().is_some_and(u8::is_ascii_digit)
}

/// Splits the unit and number of one word, whose mark is letter `split` of the word and `middle` of it as shown.
fn split_token(draft: &mut Draft, at: usize, token: Token, [split, middle]: [usize; 2]) {
    let mut first = draft.part_of(token, 0..split);
    let mut second = draft.part_of(token, split + 1..token.len());
    first.end = token.start + middle as u16;
    first.label = Label::Unit;
    second.start = first.end + 1;
    draft.label(draft.start..at, Label::Unit);
    draft.tokens[at] = first;
    draft.tokens.insert(at + 1, second);
    draft.start = at + 1;
    draft.end += 1;
}

/// Spain: `C/ Mayor` is `Calle Mayor`.
fn write_out_calle(draft: &mut Draft) {
    if draft.region == SPAIN && matches!(draft.word(draft.start), b"c" | b"cl") && draft.start + 1 < draft.end {
        draft.replace(draft.start, b"calle");
    }
}

/// Labels the house number; where the street starts.
fn read_number(draft: &mut Draft) -> usize {
    let from = draft.start;
    let to = number_end(draft, from);
    if to == from {
        return number_behind(draft).unwrap_or(from);
    }
    draft.label(from..to, Label::Number);
    to
}

fn number_end(draft: &Draft, from: usize) -> usize {
    let word = draft.word(from);
    if from >= draft.end {
        return from;
    }
    if is_grid(word) {
        return from + 1 + usize::from(word.len() <= 4 && from + 2 < draft.end && is_grid(draft.word(from + 1)));
    }
    if matches!(word, b"#" | b"no" | b"num" | b"number") && draft.is_digits(from + 1) && from + 2 < draft.end {
        return number_end(draft, from + 1);
    }
    if let Some(to) = spelled_end(draft, from) {
        let is_followed = to + 1 < draft.end && draft.is_open(to + 1) && draft.gap(to) == Gap::Space;
        return if is_followed { to } else { from };
    }
    let is_misread = || mend(word).is_some() && !draft.starts_with_digit(from + 1);
    if draft.is_ordinal(from) || !draft.starts_with_digit(from) && !is_misread() {
        return from;
    }
    let mut to = from + 1;
    if draft.gap(to) == Gap::Dash && draft.is_digits(to) && to + 1 < draft.end {
        to += 1;
    }
    if draft.word(to).contains(&b'/') && draft.is_open(to) && to < draft.end {
        to += 1;
    }
    if matches!(draft.word(to), b"and" | b"bis" | b"ter") && is_second_number(draft, to) {
        to += 1 + usize::from(draft.word(to) == b"and");
    }
    to + usize::from(has_letter(draft, to))
}

/// `12 & 14 Elm St`, and `12 bis rue des Lilas` abroad.
fn is_second_number(draft: &Draft, at: usize) -> bool {
    let is_pair = draft.is_digits(at + 1) && at + 2 < draft.end;
    if draft.word(at) == b"and" { is_pair } else { draft.region != Region::US && at + 1 < draft.end }
}

/// The end of a number in words: `Twelve`, `Forty-Two`, `One Hundred Ten`; `Twenty First` is a street.
fn spelled_end(draft: &Draft, from: usize) -> Option<usize> {
    let (first, kind) = draft.number_word(from).filter(|(value, kind)| *kind != Counting::Ordinal && *value < 100)?;
    let mut to = from + 1;
    let counted = |at: usize| draft.number_word(at).filter(|_| at < draft.end && draft.gap(at) != Gap::Comma);
    if counted(to).is_some_and(|(value, kind)| value == 100 && kind == Counting::Cardinal && first < 10) {
        to += 1;
        to += usize::from(counted(to).is_some_and(|(value, kind)| value < 100 && kind != Counting::Ordinal));
    } else if kind == Counting::Tens {
        match counted(to) {
            Some((value, Counting::Cardinal)) if value < 10 => to += 1,
            Some(_) => return None,
            None => {}
        }
    }
    Some(to).filter(|&to| draft.number_word(to).is_none_or(|(_, kind)| kind != Counting::Ordinal || to == from + 1))
}

/// `N6W23001`, `W1234`: grid numbers of Wisconsin and Illinois.
fn is_grid(word: &[u8]) -> bool {
    let mut rest = word;
    let mut groups = 0;
    while let [letter, tail @ ..] = rest {
        let digits = tail.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !matches!(letter, b'n' | b's' | b'e' | b'w') || digits == 0 {
            return false;
        }
        rest = &tail[digits..];
        groups += 1;
    }
    (1..=2).contains(&groups)
}

/// `123 B Oak St`: a letter before a street of one word and its type; in `1200 B Gale Wilson Blvd` it is an initial.
fn has_letter(draft: &Draft, at: usize) -> bool {
    let word = draft.word(at);
    let is_initial = is_letter(word) && !draft.is_direction(at);
    let street_ends = at + 3 == draft.end || draft.is_unit_word(at + 3) || draft.gap(at + 3) == Gap::Comma;
    is_initial
        && at + 3 <= draft.end
        && draft.gap(at) != Gap::Comma
        && !draft.is_strong_type(at + 1)
        && draft.word(at + 1).len() > 1
        && draft.is_strong_type(at + 2)
        && street_ends
}

fn is_letter(word: &[u8]) -> bool {
    matches!(word, [b'a'..=b'z'])
}

/// Elsewhere the number stands behind the street: `Hauptstrasse 12`.
fn number_behind(draft: &mut Draft) -> Option<usize> {
    if [Region::US, Region::CA].contains(&draft.region) {
        return None;
    }
    let first_comma = (draft.start + 1..draft.end).find(|&at| draft.gap(at) == Gap::Comma).unwrap_or(draft.end);
    let inside = (draft.start + 1..first_comma)
        .rev()
        .find(|&at| draft.is_open(at) && draft.starts_with_digit(at) && !draft.is_unit_word(at - 1));
    let at = inside.or_else(|| (first_comma < draft.end && draft.is_digits(first_comma)).then_some(first_comma))?;
    // In `5 3B` the second is the flat's.
    let at = (draft.start + 1..at)
        .rev()
        .take_while(|&before| draft.is_open(before) && draft.starts_with_digit(before))
        .last()
        .unwrap_or(at);
    let is_last = at + 2 >= draft.end || draft.gap(at + 2) == Gap::Comma;
    let has_letter = at + 1 < draft.end && draft.gap(at + 1) == Gap::Space && is_letter(draft.word(at + 1)) && is_last;
    let to = at + 1 + usize::from(has_letter);
    draft.label(at..to, Label::Number);
    label_flat(draft, to);
    Some(draft.start)
}

/// `5, 3 B` and `5 3B`: floor and door behind the number.
fn label_flat(draft: &mut Draft, from: usize) {
    let is_flat = from < draft.end && draft.is_open(from) && draft.starts_with_digit(from);
    if is_flat && draft.word(from).len() <= 4 {
        let is_door = from + 1 < draft.end && draft.word(from + 1).len() == 1 && draft.gap(from + 1) == Gap::Space;
        draft.label(from..from + 1 + usize::from(is_door), Label::Unit);
    }
}

/// What is left is the street: words behind it, set apart by a comma or a unit, are extra.
fn finish(draft: &mut Draft, street: usize) {
    let has_box = draft.tokens.iter().any(|token| token.label == Label::PoBox);
    let mut label = Label::Street;
    for at in street.min(draft.start)..draft.end {
        if !draft.is_open(at) {
            continue;
        }
        let is_colony = draft.region == MEXICO && matches!(draft.word(at), b"col" | b"colonia" | b"fracc");
        let breaks = at > street && (is_colony || draft.gap(at) == Gap::Comma) && has_street(draft, street, at);
        if breaks && !draft.is_strong_type(at) {
            label = Label::Extra;
        }
        draft.label(at..at + 1, label);
    }
    if has_box {
        drop_leftovers(draft);
    }
}

fn has_street(draft: &Draft, from: usize, to: usize) -> bool {
    (from..to).any(|at| draft.tokens[at].label == Label::Street)
}

/// A lone mark left of a unit or a box is nobody's street.
fn drop_leftovers(draft: &mut Draft) {
    let left: usize = draft.tokens.iter().filter(|token| token.label == Label::Street).map(Token::len).sum();
    if left == 1 {
        for token in draft.tokens.iter_mut().filter(|token| token.label == Label::Street) {
            token.label = Label::Extra;
        }
    }
}
