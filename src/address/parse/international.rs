//! Postcodes, states and cities outside the United States: Canada, Britain and Australia by their postcodes, others by shape.

use super::super::places::{Zip, zip};
use super::super::tables::uk_towns;
use super::super::words::{Code, Marks};
use super::city;
use super::draft::Draft;
use super::tokens::{Gap, Label};
use crate::region::Region;
use crate::text::edit_distance;

const ITALY: Region = Region::of(*b"IT");
const NETHERLANDS: Region = Region::of(*b"NL");

/// The country that the end of the line gives away by its postcode.
pub(super) fn region_of(draft: &Draft) -> Option<Region> {
    let end = draft.end;
    let last = draft.token(end.checked_sub(1)?)?;
    match (last.is(Marks::DIGITS), last.len()) {
        (true, 4) => is_australian(draft).then_some(Region::AU),
        (true, 5) => is_american(draft).then_some(Region::US),
        (true, _) => None,
        _ if canadian(draft).is_some() => Some(Region::CA),
        _ => british(draft).map(|_| Region::GB),
    }
}

/// Whether a state of Australia stands before four digits at the end.
fn is_australian(draft: &Draft) -> bool {
    let Some(before) = draft.end.checked_sub(2) else {
        return false;
    };
    let from = draft.end.saturating_sub(4);
    let state_of = |region| draft.state_before(before + 1, from, region).is_some();
    let is_told = state_of(Region::AU) && (draft.region != Region::US || !state_of(Region::US));
    is_told
        || draft.word(before) == b"wa"
        || draft.gap(before) == Gap::Comma && slipped_state(draft.word(before)).is_some()
}

/// Whether five digits at the end are a ZIP behind its state.
fn is_american(draft: &Draft) -> bool {
    let Some(before) = draft.end.checked_sub(2) else {
        return false;
    };
    draft
        .state(before, before + 1, Region::US)
        .is_some_and(|state| zip(draft.word(before + 1)).map(Zip::state) == Some(state))
}

/// Reads postcode, state and city of a line that is not American.
pub(super) fn read(draft: &mut Draft) {
    match draft.region {
        Region::CA => read_canada(draft),
        Region::GB => read_britain(draft),
        Region::AU => read_australia(draft),
        _ => read_elsewhere(draft),
    }
}

fn take_postcode(draft: &mut Draft, from: usize) {
    let mut code: smallvec::SmallVec<[u8; 16]> = smallvec::SmallVec::new();
    for token in &draft.tokens[from..draft.end] {
        code.extend(draft.letters(token).iter().copied().filter(u8::is_ascii_alphanumeric));
    }
    draft.postcode = Code::new(&code);
    draft.zip = zip(draft.postcode.as_bytes());
    draft.label(from..draft.end, Label::Postcode);
    draft.end = from;
}

fn take_state(draft: &mut Draft) {
    let end = draft.end;
    if let Some((from, code)) = draft.state_before(end, 1, draft.region) {
        draft.label(from..end, Label::State);
        draft.state = code;
        draft.end = from;
    }
}

/// A letter, a digit and so on: `a` is a letter, `9` a digit.
fn has_shape(word: &[u8], shape: &[u8]) -> bool {
    let has_kind =
        |(byte, kind): (&u8, &u8)| if *kind == b'9' { byte.is_ascii_digit() } else { byte.is_ascii_lowercase() };
    word.len() == shape.len() && word.iter().zip(shape).all(has_kind)
}

fn canadian(draft: &Draft) -> Option<usize> {
    let end = draft.end;
    let last = draft.word(end.checked_sub(1)?);
    if has_shape(last, b"a9a9a9")
        || last.len() == 7 && last[3] == b'-' && has_shape(&last[..3], b"a9a") && has_shape(&last[4..], b"9a9")
    {
        return Some(end - 1);
    }
    (end >= 2 && has_shape(last, b"9a9") && has_shape(draft.word(end - 2), b"a9a")).then(|| end - 2)
}

fn read_canada(draft: &mut Draft) {
    if let Some(from) = canadian(draft) {
        take_postcode(draft, from);
    }
    take_state(draft);
    if draft.postcode.is_empty()
        && let Some(from) = canadian(draft)
    {
        take_postcode(draft, from);
    }
    let first_half = draft.postcode.as_bytes().get(..3).and_then(zip);
    draft.place = first_half.map(Zip::place);
    let known =
        |draft: &Draft| first_half.and_then(|zip| city::zip_city(draft, zip, 1).or_else(|| quarter_of(draft, zip)));
    let from = city::segment(draft).or_else(|| known(draft)).or_else(|| city::guess(draft)).unwrap_or(draft.end);
    city::accept(draft, from);
}

/// The table has "Downtown Toronto" where people write "Toronto".
fn quarter_of(draft: &Draft, zip: Zip) -> Option<usize> {
    (draft.end.saturating_sub(4).max(1)..draft.end).find(|&from| {
        let written = draft.written_city(from, draft.end);
        written.len() >= 4 && zip.cities().any(|city| city.starts_with(&written) || city.ends_with(&written))
    })
}

/// `SW1A 1AA`, `M1 1AE`, `B33 8TH`, glued or apart.
fn british(draft: &Draft) -> Option<usize> {
    let end = draft.end;
    let last = draft.word(end.checked_sub(1)?);
    if end >= 2 && has_shape(last, b"9aa") && is_outward(draft.word(end - 2)) {
        return Some(end - 2);
    }
    let split = last.len().checked_sub(3)?;
    (has_shape(&last[split..], b"9aa") && is_outward(&last[..split])).then(|| end - 1)
}

fn is_outward(word: &[u8]) -> bool {
    [&b"a9"[..], b"a99", b"aa9", b"aa99", b"a9a", b"aa9a"].into_iter().any(|shape| has_shape(word, shape))
}

fn read_britain(draft: &mut Draft) {
    if let Some(from) = british(draft) {
        take_postcode(draft, from);
    }
    let postcode = draft.postcode;
    let area_length = postcode.as_bytes().iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let area = &postcode.as_bytes()[..area_length];
    let from =
        post_town(draft, area).or_else(|| city::segment(draft)).or_else(|| city::guess(draft)).unwrap_or(draft.end);
    city::accept(draft, from);
}

/// The post town of the postcode's letters, with a county behind it left out of the street.
fn post_town(draft: &mut Draft, area: &[u8]) -> Option<usize> {
    let last_comma = (1..draft.end).rev().find(|&at| draft.gap(at) == Gap::Comma);
    for end in [Some(draft.end), last_comma].into_iter().flatten() {
        let found = (end.saturating_sub(4).max(1)..end).find(|&from| {
            let written = draft.written_city(from, end);
            uk_towns(area).any(|town| town.as_bytes() == &written[..])
        });
        if found.is_some() {
            draft.label(end..draft.end, Label::Extra);
            draft.end = end;
            return found;
        }
    }
    None
}

fn read_australia(draft: &mut Draft) {
    take_last_digits(draft, 4..=4);
    take_state(draft);
    take_slipped_state(draft);
    take_last_digits(draft, 4..=4);
    let from = city::segment(draft).or_else(|| city::guess(draft)).unwrap_or(draft.end);
    city::accept(draft, from);
}

/// `NWS 2062`: three letters before the postcode that are one slip from a state's.
fn take_slipped_state(draft: &mut Draft) {
    let Some(from) = draft.end.checked_sub(1).filter(|&from| from > 1) else {
        return;
    };
    if let Some(state) =
        slipped_state(draft.word(from)).filter(|_| draft.state.is_empty() && !draft.postcode.is_empty())
    {
        draft.label(from..from + 1, Label::State);
        draft.state = state;
        draft.end = from;
    }
}

fn slipped_state(word: &[u8]) -> Option<Code> {
    let word = std::str::from_utf8(word).ok().filter(|word| word.len() == 3)?;
    let near = ["nsw", "vic", "qld", "act", "tas"].into_iter().find(|state| edit_distance(word, state) == 1);
    near.map(|state| Code::new(state.as_bytes()))
}

fn take_last_digits(draft: &mut Draft, lengths: std::ops::RangeInclusive<usize>) {
    let Some(from) = draft.end.checked_sub(1).filter(|&from| from > 0) else {
        return;
    };
    let digits = count_digits(draft.word(from));
    let is_code = draft.is_digits(from) || is_hyphenated(draft.word(from));
    if draft.postcode.is_empty() && is_code && lengths.contains(&digits) {
        take_postcode(draft, from);
    }
}

/// `01304-001` in Brazil, `104-0061` in Japan, `00-950` in Poland.
fn is_hyphenated(word: &[u8]) -> bool {
    let has_kind = |(byte, kind): (&u8, &u8)| if *kind == b'9' { byte.is_ascii_digit() } else { byte == kind };
    let shapes = [&b"99999-999"[..], b"999-9999", b"99-999", b"9999-999"];
    shapes.into_iter().any(|shape| word.len() == shape.len() && word.iter().zip(shape).all(has_kind))
}

fn count_digits(word: &[u8]) -> usize {
    word.iter().filter(|byte| byte.is_ascii_digit()).count()
}

/// Elsewhere: a postcode of four to seven digits behind the first segment, with the city right behind or before it.
fn read_elsewhere(draft: &mut Draft) {
    take_last_digits(draft, 4..=8);
    if draft.postcode.is_empty()
        && let Some((from, to)) = inner_postcode(draft)
    {
        let end = draft.end;
        draft.end = to;
        take_postcode(draft, from);
        draft.label(to..end, Label::City);
        label_province(draft, to, end);
        return;
    }
    let from = city::segment(draft).or_else(|| city::guess(draft)).unwrap_or(draft.end);
    city::accept(draft, from);
}

/// Italy: `00184 Roma RM`.
fn label_province(draft: &mut Draft, from: usize, to: usize) {
    if draft.region == ITALY && to > from + 1 && draft.word(to - 1).len() == 2 {
        draft.label(to - 1..to, Label::State);
        draft.state = Code::new(draft.word(to - 1));
    }
}

/// `10115 Berlin`, `1012 AB Amsterdam`, `00-950 Warszawa`: the words behind it are the city.
fn inner_postcode(draft: &Draft) -> Option<(usize, usize)> {
    let is_code = |at: usize| {
        let digits = count_digits(draft.word(at));
        let is_plain = draft.word(at).iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
        (4..=6).contains(&digits) && is_plain || has_shape(draft.word(at), b"9999aa")
    };
    let from = (1..draft.end).rev().find(|&at| is_code(at))?;
    let letters = has_shape(draft.word(from + 1), b"aa") && draft.region == NETHERLANDS;
    let to = from + 1 + usize::from(letters);
    let city_follows = to < draft.end && (to..draft.end).all(|at| !draft.has_digit(at));
    city_follows.then_some((from, to))
}
