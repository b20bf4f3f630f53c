//! Where the street ends and the city begins: the ZIP's city, the state's cities, commas, and last the street's own words.

use super::super::places::{Place, Zip};
use super::super::words::{Code, Marks};
use super::draft::Draft;
use super::tokens::{Gap, Label};
use super::units;
use crate::text::edit_distance;

const UTAH: Code = Code::new(b"ut");
/// Most words of a city's name.
const MAX_WORDS: usize = 6;

/// Reads the city of an American line whose ZIP and state have been read.
pub(super) fn read(draft: &mut Draft) {
    let from = known_whole(draft)
        .or_else(|| segment_city(draft))
        .or_else(|| table_city(draft))
        .or_else(|| wordy_whole(draft))
        .or_else(|| guess(draft))
        .unwrap_or(draft.end);
    accept(draft, behind_grid(draft, from).unwrap_or(from));
}

/// Of structured parts without a line, what is left is the city.
pub(super) fn take_rest(draft: &mut Draft) {
    if is_lettered(draft) {
        accept(draft, 0);
    }
}

fn is_lettered(draft: &Draft) -> bool {
    draft.end > 0 && draft.end <= MAX_WORDS && !(0..draft.end).any(|at| draft.has_digit(at))
}

/// `Boston MA`: a city before which nothing stands.
fn known_whole(draft: &Draft) -> Option<usize> {
    (is_lettered(draft) && is_in_state(draft, 0)).then_some(0)
}

/// `West Valley City, UT`: a city no table has, with nothing about it that a street, a unit or a box would have.
fn wordy_whole(draft: &Draft) -> Option<usize> {
    let is_told = !draft.state.is_empty() || !draft.postcode.is_empty();
    let is_else = |at: usize| {
        draft.token(at).is_some_and(|token| token.is(Marks::BOX) || at > 0 && token.gap == Gap::Comma)
            || draft.is_strong_type(at)
            || draft.is_unit_word(at)
            || draft.number_word(at).is_some()
    };
    (is_told && is_lettered(draft) && draft.end <= 3 && !(0..draft.end).any(is_else)).then_some(0)
}

/// Utah: behind `1234 N 5600 W` and its unit stands the city, whatever its words.
fn behind_grid(draft: &Draft, from: usize) -> Option<usize> {
    let is_grid = draft.state == UTAH
        && draft.is_digits(0)
        && draft.is_direction(1)
        && draft.is_digits(2)
        && draft.is_direction(3);
    if !is_grid {
        return None;
    }
    let mut to = 4;
    while draft.is_unit_word(to) && (draft.has_digit(to + 1) || draft.word(to + 1).len() == 1) {
        to += 2;
    }
    let set_apart = || (to + 1..=from).any(|at| draft.gap(at) == Gap::Comma);
    (to < from && from <= draft.end && !(to..from).any(|at| draft.has_digit(at)) && !set_apart()).then_some(to)
}

pub(super) fn accept(draft: &mut Draft, from: usize) {
    draft.label(from..draft.end, Label::City);
    draft.end = from;
}

/// Whether a city of `state` ends right before word `end`.
pub(super) fn known_before(draft: &Draft, end: usize, state: Code) -> bool {
    state_city(draft, end, state, 0).is_some()
}

/// The words behind the last comma, where they can be a city as a whole.
pub(super) fn segment_city(draft: &Draft) -> Option<usize> {
    let from = segment(draft)?;
    let Some(exact) = draft.zip.and_then(|zip| zip_city(draft, zip, from.max(1))) else {
        return Some(from);
    };
    // "South Salem" beside a ZIP of Salem stays whole; "North Tower Salem" does not.
    let leads = (from..exact).all(|at| draft.is_direction(at));
    Some(if leads { from } else { exact })
}

/// A segment of letters alone behind a comma, neither a unit nor a street.
pub(super) fn segment(draft: &Draft) -> Option<usize> {
    let from = (1..draft.end).rev().find(|&at| draft.gap(at) == Gap::Comma)?;
    let words = from..draft.end;
    let is_plain = words.len() <= MAX_WORDS && !words.clone().any(|at| draft.has_digit(at));
    let opens_otherwise = matches!(draft.word(from), b"po" | b"pob" | b"box" | b"c/o" | b"attn" | b"general" | b"#");
    let is_unit = draft.is_unit_word(from) && words.len() <= 2 && !is_in_state(draft, from);
    let is_street = words.len() > 1 && draft.is_strong_type(draft.end - 1) && !is_in_state(draft, from);
    let is_leading_unit = draft.is_unit_word(from) && words.len() > 2 && draft.word(from + 1).len() == 1;
    (is_plain && !opens_otherwise && !is_unit && !is_street && !is_leading_unit).then_some(from)
}

fn is_in_state(draft: &Draft, from: usize) -> bool {
    draft.city(from, draft.end, draft.state.known()).is_some()
}

fn table_city(draft: &Draft) -> Option<usize> {
    let zip = draft.zip;
    let floor = lowest_start(draft);
    if let Some(found) = zip.and_then(|zip| zip_city(draft, zip, floor.min(1))) {
        let leads = leads_city(draft, found) || found > floor && lies_in_named(draft, found);
        return Some(if leads { found - 1 } else { found });
    }
    state_city(draft, draft.end, draft.state, floor).or_else(|| zip.and_then(|zip| slipped_city(draft, zip, floor)))
}

/// In `Ste 4 North Kansas City` and `Ave SW South Charleston` the direction can only be the city's.
fn leads_city(draft: &Draft, from: usize) -> bool {
    let Some(before) = from.checked_sub(2) else {
        return false;
    };
    let behind_unit = draft.has_digit(before) && before > 1 && draft.is_unit_word(before - 1);
    let full = draft.word(from - 1).len() > 2;
    full && draft.is_direction(from - 1) && (draft.is_direction(before) && before > 1 || behind_unit)
}

/// `Main St North Kansas City 64116`: the direction is the city's where the ZIP lies nearer to North Kansas City.
fn lies_in_named(draft: &Draft, from: usize) -> bool {
    let city_at = |from: usize| draft.city(from, draft.end, draft.state.known());
    let far = |place: Place, other: Place| {
        let [north, east] = [i32::from(place.0) - i32::from(other.0), i32::from(place.1) - i32::from(other.1)];
        north * north + east * east
    };
    let places = || Some((draft.place?, city_at(from - 1)?, city_at(from)?));
    from > 1
        && draft.is_direction(from - 1)
        && places().is_some_and(|(zip, named, plain)| far(zip, named) < far(zip, plain))
}

/// A line that opens with a house number keeps at least one word of street.
fn lowest_start(draft: &Draft) -> usize {
    if draft.starts_with_digit(0) { 2 } else { usize::from(draft.postcode.is_empty()) }
}

/// The longest end of the open words that is one of the ZIP's cities.
pub(super) fn zip_city(draft: &Draft, zip: Zip, floor: usize) -> Option<usize> {
    let from = draft.end.saturating_sub(MAX_WORDS).max(floor);
    zip.cities().filter_map(|city| draft.start_of_city(city, from.min(draft.end), draft.end)).min()
}

/// The longest end of the words before `end` that is a city of `state`, or of any where none is known.
fn state_city(draft: &Draft, end: usize, state: Code, floor: usize) -> Option<usize> {
    let state = state.known();
    // Without a state almost every word is some city's name: the words then need a street before them.
    let floor = if state.is_none() { street_end(draft, end)? } else { floor };
    // Boulevard, California and Street, Maryland are cities; behind a street's name they are its type.
    let is_streets =
        |from: usize| from + 1 == end && from > 1 && (draft.is_strong_type(from) || draft.is_direction(from));
    (end.saturating_sub(MAX_WORDS).max(floor)..end).find(|&from| {
        !is_streets(from)
            && (from < 2 || leaves_street(draft, from))
            && !draft.is_digits(from)
            && draft.city(from, end, state).is_some()
    })
}

/// The ZIP's city with a slip or two.
fn slipped_city(draft: &Draft, zip: Zip, floor: usize) -> Option<usize> {
    let ends = draft.end.saturating_sub(4).max(floor)..draft.end;
    let distance = |from: usize| {
        let written = draft.written_city(from, draft.end);
        zip.cities().map(|city| (distance_of(&written, city), city.len())).min()
    };
    let candidates = ends.filter_map(|from| distance(from).map(|(edits, length)| (edits, from, length)));
    let (edits, from, length) = candidates.min()?;
    (edits <= length / 5).then_some(from)
}

/// Of five letters one may be another; no city's name has more letters than five times this.
const MOST_EDITS: usize = 10;

/// The edit distance, or more than any city's name forgives.
fn distance_of(written: &[u8], city: &[u8]) -> usize {
    match (std::str::from_utf8(written), std::str::from_utf8(city)) {
        (Ok(written), Ok(city)) if written.len().abs_diff(city.len()) <= MOST_EDITS => edit_distance(written, city),
        _ => usize::MAX,
    }
}

/// Behind the last word that ends a street, its direction and its unit.
pub(super) fn guess(draft: &Draft) -> Option<usize> {
    let fallback = || {
        let known = !draft.state.is_empty() || !draft.postcode.is_empty();
        let from = draft.end.checked_sub(1)?;
        (known && from >= 2 && can_be_city(draft, from) && !draft.is_unit_word(from - 1) && leaves_street(draft, from))
            .then_some(from)
    };
    street_end(draft, draft.end).filter(|&from| from < draft.end && is_wordy(draft, from)).or_else(fallback)
}

/// A letter, a direction or a street's type alone is no city.
fn can_be_city(draft: &Draft, at: usize) -> bool {
    !draft.has_digit(at) && !draft.is_strong_type(at) && !draft.is_direction(at) && draft.word(at).len() > 1
}

/// In `12935 S Gregory IL 60406` a direction alone would be left of the street.
fn leaves_street(draft: &Draft, to: usize) -> bool {
    let first = usize::from(draft.starts_with_digit(0));
    (first..to).any(|at| !draft.is_direction(at))
}

fn is_wordy(draft: &Draft, from: usize) -> bool {
    (from..draft.end).all(|at| !draft.has_digit(at)) && !draft.is_unit_word(from)
}

/// The first place behind the street's type, direction and units.
pub(super) fn street_end(draft: &Draft, end: usize) -> Option<usize> {
    let first = if draft.starts_with_digit(0) { 2 } else { 1 };
    let kind = (first..end).rev().find(|&at| draft.is_strong_type(at) && !is_in_name(draft, at))?;
    let mut from = kind + 1;
    while from < end && (draft.is_direction(from) || draft.has_digit(from) && from == kind + 1) {
        from += 1;
    }
    while let Some(to) = units::end_of(draft, from).filter(|&to| to < end) {
        from = to;
    }
    Some(from)
}

/// `St` before a word that is no city is a saint; the last word of the line ends a street all the same.
fn is_in_name(draft: &Draft, at: usize) -> bool {
    let saint = draft.word(at) == b"st" && at + 1 < draft.end && draft.is_strong_type(at + 1);
    saint
        || at + 1 < draft.end
            && matches!(draft.word(at), b"center" | b"centre" | b"plaza" | b"mall" | b"park")
            && draft.is_strong_type(at + 1)
}
