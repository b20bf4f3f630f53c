//! The end of a line: country, region, and the postcode and state of the United States.

use super::super::AddressTraits;
use super::super::places::{self, Zip};
use super::super::words::Code;
use super::draft::Draft;
use super::tokens::{Gap, Label};
use super::{city, home_of, international, set, turn, units};
use crate::region::Region;

/// Reads country, postcode, state and city.
pub(super) fn read(draft: &mut Draft) {
    let written = read_country(draft);
    draft.region = written.or_else(|| international::region_of(draft)).unwrap_or(draft.region);
    if draft.region == Region::US { read_us(draft) } else { international::read(draft) }
}

fn read_us(draft: &mut Draft) {
    turn::turn(draft);
    let state = read_zip(draft);
    read_state(draft, state);
    if draft.postcode.is_empty() {
        read_zip(draft);
    }
    judge_zip(draft);
    city::read(draft);
    drop_repeated(draft);
}

/// The country at the end of the line, where it can be nothing else.
fn read_country(draft: &mut Draft) -> Option<Region> {
    let end = draft.end;
    if !draft.token(end.wrapping_sub(1))?.facts().ends_place() {
        return None;
    }
    for from in end.saturating_sub(4).max(1)..end {
        let Some(region) = draft.country(from, end) else {
            continue;
        };
        if home_of(region) != region || !is_country(draft, from, region) {
            continue;
        }
        draft.label(from..end, Label::Country);
        draft.end = from;
        return Some(region);
    }
    None
}

/// Lebanon and Peru are cities too.
fn is_country(draft: &Draft, from: usize, region: Region) -> bool {
    if [Region::US, Region::GB, Region::CA, Region::AU].contains(&region) {
        return draft.word(from) != b"wales" || draft.gap(from) == Gap::Comma;
    }
    let is_code = |at: usize| draft.word(at).iter().take_while(|byte| byte.is_ascii_digit()).count() >= 4;
    let behind_code = (from.saturating_sub(4).max(1)..from).any(is_code);
    // In front of its city a postcode is not American.
    let leads_city = (from.saturating_sub(4).max(2)..from).any(|at| {
        is_code(at) && (draft.gap(at) == Gap::Comma || draft.word(at).len() >= 5 && !draft.is_unit_word(at - 1))
    });
    let set_apart = draft.gap(from) == Gap::Comma || draft.has_digit(from - 1) || behind_code;
    let is_city = || draft.city(from, draft.end, None).is_some();
    set_apart && (draft.region != Region::US || !is_city() || draft.has_digit(from - 1) || leads_city)
}

/// A state's name: where it starts, and its code.
type State = Option<(usize, Code)>;

/// A ZIP at the end: `94103`, `94103-1234`, `941031234`, `94103 1234`, and `2139` that lost its zero; the state that then
/// stands at the end.
fn read_zip(draft: &mut Draft) -> State {
    let end = draft.end;
    if end < 2 {
        read_lone_zip(draft);
        return state_before(draft, draft.end);
    }
    let plus_four = end >= 3 && draft.is_digits(end - 1) && draft.word(end - 1).len() == 4 && is_five(draft, end - 2);
    let from = if plus_four { end - 2 } else { end - 1 };
    let Some(code) = zip_code(draft, from) else {
        return state_before(draft, end);
    };
    let state = state_before(draft, from);
    if !stands_as_zip(draft, from, code, state) {
        return state_before(draft, end);
    }
    accept_zip(draft, from, code);
    state
}

fn read_lone_zip(draft: &mut Draft) {
    if draft.end == 1
        && draft.tokens.len() <= 2
        && let Some(code) = zip_code(draft, 0).filter(|code| places::zip(code.as_bytes()).is_some())
    {
        accept_zip(draft, 0, code);
    }
}

fn accept_zip(draft: &mut Draft, from: usize, code: Code) {
    draft.label(from..draft.end, Label::Postcode);
    draft.zip = places::zip(code.as_bytes());
    draft.place = draft.zip.map(Zip::place);
    draft.postcode = code;
    draft.end = from;
}

fn is_five(draft: &Draft, at: usize) -> bool {
    draft.is_digits(at) && draft.word(at).len() == 5
}

fn zip_code(draft: &Draft, at: usize) -> Option<Code> {
    let word = draft.word(at);
    let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
    let shape = digits == word.len() && (digits == 5 || digits == 9) || digits == 9 && word.get(5) == Some(&b'-');
    if shape {
        return word.get(..5).map(Code::new);
    }
    let &[first, second, third, fourth] = word else { return None };
    let code = Code::new(&[b'0', first, second, third, fourth]);
    let state = draft.state(at.checked_sub(1)?, at, Region::US)?;
    (digits == 4 && places::zip(code.as_bytes()).map(Zip::state) == Some(state)).then_some(code)
}

/// A number of five digits may also be a highway's or a house's.
fn stands_as_zip(draft: &Draft, from: usize, code: Code, state: State) -> bool {
    draft.gap(from) == Gap::Comma
        || state.is_some()
        || is_made_up(code)
        || (places::zip(code.as_bytes()).is_some() && !draft.is_unit_word(from - 1) && !takes_number(draft, from - 1))
}

/// `Highway 10001` and `Avenue 10001` are streets; behind `1070 Sherman Avenue` stands a ZIP.
pub(super) fn takes_number(draft: &Draft, at: usize) -> bool {
    let street = usize::from(draft.starts_with_digit(0));
    draft.is_strong_type(at) && !units::behind_type(draft, street, at)
}

fn is_made_up(code: Code) -> bool {
    matches!(code.as_bytes(), b"00000" | b"99999")
}

/// The longest state name that ends before `end`: where it starts, and its code.
pub(super) fn state_before(draft: &Draft, end: usize) -> State {
    draft.state_before(end, 0, Region::US)
}

fn read_state(draft: &mut Draft, state: State) {
    let Some((from, code)) = state else { return };
    if !is_state(draft, from, code) {
        return;
    }
    draft.label(from..draft.end, Label::State);
    draft.state = code;
    draft.end = from;
}

/// Court is no Connecticut, New York 10001 no state, and Northeast no Nebraska.
fn is_state(draft: &Draft, from: usize, code: Code) -> bool {
    let zip = draft.zip;
    let known_city = || city::known_before(draft, from, code);
    if from == 0 {
        return is_state_alone(draft, code);
    }
    if let Some(zip) = zip {
        return if draft.is_city_of(zip, from, draft.end) {
            known_city()
        } else {
            zip.state() == code
                || draft.gap(from) == Gap::Comma
                || !is_ambiguous(draft, from, draft.end)
                || known_city()
        };
    }
    draft.gap(from) == Gap::Comma || known_city() || !is_ambiguous(draft, from, draft.end) || ends_line(draft, from)
}

/// `12 Oak Dr Burgdorf ID`: behind a whole street and a word more, two letters at the very end are a state.
fn ends_line(draft: &Draft, from: usize) -> bool {
    let is_code = draft.word(from).len() == 2 && draft.end == from + 1;
    let is_word =
        |at: usize| !draft.has_digit(at) && draft.word(at).len() > 2 && !draft.is_type(at) && !draft.is_direction(at);
    is_code && city::street_end(draft, from).is_some_and(|street| street < from && (street..from).all(is_word))
}

/// `CA 94103`, `North Carolina`; New York is a city first.
fn is_state_alone(draft: &Draft, code: Code) -> bool {
    match draft.zip {
        _ if draft.tokens.len() == 1 => true,
        Some(zip) => draft.word(0).len() == 2 || zip.state() == code && !draft.is_city_of(zip, 0, draft.end),
        None => draft.end == draft.tokens.len() && draft.city(0, draft.end, None).is_none(),
    }
}

/// Two-letter codes that are words of streets, and whole names, which streets carry too.
pub(super) fn is_ambiguous(draft: &Draft, from: usize, to: usize) -> bool {
    let word = draft.word(from);
    const WORDS: [&[u8]; 13] =
        [b"la", b"de", b"in", b"or", b"me", b"co", b"al", b"id", b"hi", b"oh", b"ok", b"pa", b"ma"];
    let is_name = to - from == 1 && word.len() > 2 || to - from > 1;
    is_name || WORDS.contains(&word) || draft.is_direction(from) || draft.is_unit_word(from) || draft.is_type(from)
}

/// The state of the ZIP where none is written, and whether both agree where one is.
fn judge_zip(draft: &mut Draft) {
    let code = draft.postcode;
    set(&mut draft.traits, AddressTraits::PLACEHOLDER, is_made_up(code));
    if code.is_empty() {
        return;
    }
    match draft.zip {
        Some(zip) if draft.state.is_empty() => draft.state = zip.state(),
        _ => {
            let conflict = places::zip_in_state(code.as_bytes(), draft.state) == Some(false);
            set(&mut draft.traits, AddressTraits::POSTAL_CODE_STATE_CONFLICT, conflict && !draft.state.is_empty());
        }
    }
}

/// Structured parts may repeat what `line1` holds already: the same city, state and postcode once more.
fn drop_repeated(draft: &mut Draft) {
    loop {
        let before = draft.end;
        for label in [Label::Postcode, Label::State, Label::City] {
            drop_repeated_part(draft, label);
        }
        if draft.end == before {
            return;
        }
    }
}

fn drop_repeated_part(draft: &mut Draft, label: Label) {
    let Some(first) = (draft.end..draft.tokens.len()).find(|&at| draft.tokens[at].label == label) else {
        return;
    };
    let count = (first..draft.tokens.len()).take_while(|&at| draft.tokens[at].label == label).count();
    let Some(from) = draft.end.checked_sub(count).filter(|&from| from > 0) else {
        return;
    };
    let repeated = (0..count).all(|at| draft.word(from + at) == draft.word(first + at));
    let set_apart = label != Label::City || draft.gap(from) == Gap::Comma || draft.gap(draft.end) == Gap::Comma;
    let followed =
        draft.tokens.get(draft.end).is_some_and(|token| token.label > Label::PoBox && token.label != Label::Country);
    if repeated && set_apart && followed && is_second_copy(draft, from, label) {
        draft.label(from..draft.end, Label::Repeated);
        draft.end = from;
    }
}

/// A street may end in its city's name (`100 Main Boston, Boston`): only what follows a comma or a copied part is a copy.
fn is_second_copy(draft: &Draft, from: usize, label: Label) -> bool {
    match label {
        Label::City => draft.gap(from) == Gap::Comma,
        Label::State => draft.word(from).len() == 2 && !draft.is_strong_type(from) && !draft.is_direction(from),
        // `PO Box 60605, Chicago, IL 60605`: a number of its own.
        _ => !draft.is_unit_word(from - 1) && !turn::is_box_word(draft.word(from - 1)),
    }
}
