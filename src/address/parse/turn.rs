//! A place that stands before its street, or whose parts stand in another order, is put where it belongs: city, state and
//! ZIP at the end of the line. The ZIP's own city and state must bear it out, so that no street is taken for a place.

use std::ops::Range;

use smallvec::SmallVec;

use super::super::places::{self, Zip};
use super::super::words::{Code, Marks};
use super::city::street_end;
use super::draft::Draft;
use super::tail;
use super::tokens::{Gap, Token};
use crate::region::Region;

/// Most words of a place: six of the city, three of the state, the ZIP.
const MOST_WORDS: usize = 10;
/// Most words of a state's name.
const STATE_WORDS: usize = 4;

/// Puts the place of an American line where it belongs.
pub(super) fn turn(draft: &mut Draft) {
    bring_behind(draft);
    if !ends_in_order(draft) {
        put_in_order(draft);
    }
}

/// `IN 46123` at the end, as nearly every line has it, asks for nothing more.
fn ends_in_order(draft: &Draft) -> bool {
    let Some(state) = draft.end.checked_sub(2).filter(|&at| draft.word(at).len() == 2) else {
        return false;
    };
    zip_at(draft, state + 1).is_some_and(|zip| draft.state(state, state + 1, Region::US) == Some(zip.state()))
}

/// Where the parts of a place stand; empty is what it lacks.
struct Place {
    city: Range<usize>,
    state: Range<usize>,
    zip: Range<usize>,
}

impl Place {
    /// Words `from..to` as a place, every one of them, around a ZIP that bears out city and state.
    fn around(draft: &Draft, from: usize, zip: usize, to: usize) -> Option<Self> {
        let known = zip_at(draft, zip)?;
        let sides = [from..zip, zip + 1..to];
        let [before, after] = [0, 1].map(|side| (sides[side].clone(), sides[1 - side].clone()));
        [before, after].into_iter().find_map(|(side, other)| {
            let states = (0..=STATE_WORDS.min(side.len())).flat_map(|length| {
                [
                    (side.end - length..side.end, side.start..side.end - length),
                    (side.start..side.start + length, side.start + length..side.end),
                ]
            });
            states.filter_map(|(state, rest)| Some((state, the_one(rest, other.clone())?))).find_map(|(state, city)| {
                let place = Self { city, state, zip: zip..zip + 1 };
                place.is_borne_out(draft, known).then_some(place)
            })
        })
    }

    /// Words `0..to` as city and state.
    fn without_zip(draft: &Draft, to: usize) -> Option<Self> {
        (1..=STATE_WORDS.min(to - 1)).find_map(|length| {
            let (city, state) = (0..to - length, to - length..to);
            let code = state_of(draft, &state)?;
            is_city(draft, &city, code).then_some(Self { city, state, zip: to..to })
        })
    }

    fn is_borne_out(&self, draft: &Draft, zip: Zip) -> bool {
        let is_its_state = self.state.is_empty() || state_of(draft, &self.state) == Some(zip.state());
        is_its_state && if self.city.is_empty() { !self.state.is_empty() } else { self.has_city_of(draft, zip) }
    }

    /// One of the ZIP's cities, or beside its state any of the state's.
    fn has_city_of(&self, draft: &Draft, zip: Zip) -> bool {
        let is_its_own = draft.is_city_of(zip, self.city.start, self.city.end);
        is_its_own || !self.state.is_empty() && self.zip.start > 0 && is_city(draft, &self.city, zip.state())
    }

    fn is_whole(&self) -> bool {
        !self.city.is_empty() && !self.state.is_empty() && !self.zip.is_empty()
    }

    fn is_in_order(&self) -> bool {
        let parts = [&self.city, &self.state, &self.zip].map(|part| (!part.is_empty()).then_some(part.start));
        parts.into_iter().flatten().is_sorted()
    }

    fn start(&self) -> usize {
        let parts = [&self.city, &self.state, &self.zip].into_iter().filter(|part| !part.is_empty());
        parts.map(|part| part.start).min().unwrap_or_default()
    }

    /// The words in their order: city, state, ZIP.
    fn words(&self) -> impl Iterator<Item = usize> + use<> {
        self.city.clone().chain(self.state.clone()).chain(self.zip.clone())
    }
}

/// Of two stretches the one that has words; `None` where both have.
fn the_one(one: Range<usize>, other: Range<usize>) -> Option<Range<usize>> {
    if other.is_empty() { Some(one) } else { one.is_empty().then_some(other) }
}

fn state_of(draft: &Draft, words: &Range<usize>) -> Option<Code> {
    draft.state(words.start, words.end, Region::US)
}

fn is_city(draft: &Draft, words: &Range<usize>, state: Code) -> bool {
    draft.city(words.start, words.end, Some(state)).is_some()
}

fn zip_at(draft: &Draft, at: usize) -> Option<Zip> {
    let token = draft.token(at).filter(|token| token.is(Marks::FIRST_DIGIT) && token.len() >= 5)?;
    let word = draft.letters(token);
    let is_plain = token.is(Marks::DIGITS) && matches!(word.len(), 5 | 9);
    let has_four = word.len() == 10 && word[5] == b'-';
    if is_plain || has_four { places::zip(&word[..5]) } else { None }
}

/// `Chicago, IL 60605, 4670 Liberty Place`: the place goes behind, or falls where it stands there once more.
fn bring_behind(draft: &mut Draft) {
    let Some((place, to)) = leading(draft) else {
        return;
    };
    match ending(draft, to) {
        None => {
            let words: SmallVec<[usize; 20]> = (to..draft.end).chain(place.words()).collect();
            let from = draft.end - to;
            rearrange(draft, 0, &words);
            draft.tokens[0].gap = Gap::Space;
            draft.tokens[from].gap = Gap::Comma;
        }
        Some(at) if !place.zip.is_empty() && zip_code(draft, at) == zip_code(draft, place.zip.start) => {
            draft.tokens.drop_first(to);
            draft.end -= to;
        }
        Some(_) => {}
    }
}

fn zip_code<'d>(draft: &'d Draft, at: usize) -> Option<&'d [u8]> {
    draft.word(at).get(..5)
}

/// The place with which the line opens, and where the rest begins.
fn leading(draft: &Draft) -> Option<(Place, usize)> {
    let opens = draft.token(0).is_some_and(|token| !token.is(Marks::FIRST_DIGIT)) || zip_at(draft, 0).is_some();
    let last = (MOST_WORDS + 1).min(draft.end.saturating_sub(1));
    let starts = || (2..=last).rev().filter(|&to| to + 1 < draft.end);
    let with_zip = |to: usize| {
        let place = (0..to).find_map(|zip| Place::around(draft, 0, zip, to))?;
        let is_apart = draft.gap(to) == Gap::Comma;
        let is_told = if place.is_whole() {
            opens_line(draft, to) || is_apart && is_line(draft, to)
        } else {
            is_apart && opens_line(draft, to)
        };
        is_told.then_some((place, to))
    };
    let without_zip = |to: usize| {
        let is_line = draft.gap(to) == Gap::Comma && opens_line(draft, to) && zip_at(draft, to).is_none();
        if is_line { Some((Place::without_zip(draft, to)?, to)) } else { None }
    };
    if !opens {
        return None;
    }
    let has_zip = (0..last).any(|at| zip_at(draft, at).is_some());
    let found = if has_zip { starts().find_map(with_zip) } else { None };
    found.or_else(|| starts().find_map(without_zip))
}

/// A house number, a box or a unit.
fn opens_line(draft: &Draft, at: usize) -> bool {
    draft.starts_with_digit(at) && !draft.is_ordinal(at)
        || draft.is_unit_word(at) && draft.has_digit(at + 1)
        || draft.is(at, Marks::BOX) && draft.gap(at) == Gap::Comma
}

/// Something that a line has and a county or a receiver has not.
fn is_line(draft: &Draft, from: usize) -> bool {
    (from..draft.end).any(|at| draft.has_digit(at) || draft.is_strong_type(at))
}

/// The last word, where a place stands behind the line too.
fn ending(draft: &Draft, from: usize) -> Option<usize> {
    let last = draft.end - 1;
    let is_zip = last > from && zip_at(draft, last).is_some() && is_no_number(draft, last);
    let state = tail::state_before(draft, draft.end).filter(|&(at, _)| at > from);
    let is_state = |at| draft.gap(at) == Gap::Comma || !tail::is_ambiguous(draft, at, draft.end);
    (is_zip || state.is_some_and(|(at, _)| is_state(at))).then_some(last)
}

/// Neither a unit's number nor a highway's nor a box's.
fn is_no_number(draft: &Draft, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    !draft.is_unit_word(before)
        && !is_box_word(draft.word(before))
        && (draft.gap(at) == Gap::Comma || !tail::takes_number(draft, before))
}

/// What stands before a box's number.
pub(super) fn is_box_word(word: &[u8]) -> bool {
    matches!(word, b"box" | b"bx" | b"drawer" | b"pobox" | b"pob" | b"po" | b"bag")
}

/// `Avon 46123 IN`, `IN Avon 46123`, `46123 Avon IN`, `IN 46123 Avon` at the end of the line.
fn put_in_order(draft: &mut Draft) {
    let (floor, end) = (draft.end.saturating_sub(MOST_WORDS), draft.end);
    // Two lines in five come here, most of them without a ZIP.
    let may_be_zip = |token: &Token| token.is(Marks::FIRST_DIGIT) && token.len() >= 5;
    if !draft.tokens[floor..end].iter().any(may_be_zip) {
        return;
    }
    let zips: SmallVec<[usize; 4]> = (floor..end).rev().filter(|&at| zip_at(draft, at).is_some()).collect();
    let places = || zips.iter().flat_map(|&zip| (floor..=zip).map(move |from| (zip, from)));
    for (zip, from) in places() {
        let Some(place) = Place::around(draft, from, zip, end) else { continue };
        if place.is_in_order() {
            return;
        }
        if stands_apart(draft, &place) {
            let gap = draft.gap(place.start());
            let words: SmallVec<[usize; 20]> = place.words().collect();
            rearrange(draft, from, &words);
            draft.tokens[from].gap = gap;
            return;
        }
    }
}

/// Whether the place can begin where it does, and not a street, a unit or a box reach into it.
fn stands_apart(draft: &Draft, place: &Place) -> bool {
    let from = place.start();
    let is_apart = || draft.gap(from) == Gap::Comma || street_end(draft, from) == Some(from);
    if from == 0 {
        place.is_whole()
    } else if place.zip.start == from {
        let is_first_number = from == 1 && draft.has_digit(0);
        is_no_number(draft, from) && !is_first_number && (!place.state.is_empty() || is_apart())
    } else if place.state.start == from {
        // Court is no Connecticut: a state in front of its city is set apart, or two letters that are nothing else.
        is_apart() || from > 1 && !tail::is_ambiguous(draft, from, place.state.end)
    } else {
        true
    }
}

/// Puts these words, which are those from `from` on, in this order.
fn rearrange(draft: &mut Draft, from: usize, words: &[usize]) {
    let ordered: SmallVec<[Token; 20]> = words
        .iter()
        .enumerate()
        .map(|(at, &word)| {
            let follows = at > 0 && words[at - 1] + 1 == word;
            let token = draft.tokens[word];
            token.behind(if follows { token.gap } else { Gap::Space })
        })
        .collect();
    draft.tokens[from..from + ordered.len()].copy_from_slice(&ordered);
}
