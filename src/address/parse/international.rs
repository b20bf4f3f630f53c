//! Postcodes, states and cities outside the United States: Canada, Britain and Australia by their postcodes, others by shape.

use super::super::tables;
use super::city;
use super::draft::Draft;
use super::tokens::{Gap, Label};
use crate::region::Region;
use crate::text::{Word, edit_distance};

/// The country that the end of the line gives away by its postcode.
pub(super) fn region_of(draft: &Draft) -> Option<Region> {
    let end = draft.end;
    if canadian(draft).is_some() {
        return Some(Region::CA);
    }
    if british(draft).is_some() {
        return Some(Region::GB);
    }
    let digits = |length| end >= 2 && draft.is_digits(end - 1) && draft.word(end - 1).len() == length;
    let state_of = |region| {
        (end.saturating_sub(4)..end.saturating_sub(1))
            .any(|from| tables::state(draft.joined(from, end - 1).as_str(), region).is_some())
    };
    if digits(4) && state_of(Region::AU) && !state_of(Region::US)
        || digits(4) && draft.region != Region::US && state_of(Region::AU)
        || digits(4) && draft.word(end - 2) == "wa"
        || digits(4) && draft.gap(end - 2) == Gap::Comma && slipped_state(draft.word(end - 2)).is_some()
    {
        return Some(Region::AU);
    }
    let zip = tables::zip(draft.word(end.checked_sub(1)?))?;
    (digits(5) && tables::state(draft.word(end.checked_sub(2)?), Region::US) == Some(zip.state)).then_some(Region::US)
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
        code.extend(token.word.as_bytes().iter().copied().filter(u8::is_ascii_alphanumeric));
    }
    draft.postcode = Word::new(std::str::from_utf8(&code).unwrap_or_default());
    draft.zip = tables::zip(draft.postcode.as_str());
    draft.label(from..draft.end, Label::Postcode);
    draft.end = from;
}

fn take_state(draft: &mut Draft) {
    let end = draft.end;
    let found = (end.saturating_sub(4).max(1)..end)
        .find_map(|from| Some((from, tables::state(draft.joined(from, end).as_str(), draft.region)?)));
    if let Some((from, code)) = found {
        draft.label(from..end, Label::State);
        draft.state = Word::new(code);
        draft.end = from;
    }
}

/// A letter, a digit and so on: `a` is a letter, `9` a digit.
fn has_shape(word: &str, shape: &str) -> bool {
    word.len() == shape.len()
        && word
            .bytes()
            .zip(shape.bytes())
            .all(|(byte, kind)| if kind == b'9' { byte.is_ascii_digit() } else { byte.is_ascii_lowercase() })
}

fn canadian(draft: &Draft) -> Option<usize> {
    let end = draft.end;
    let last = draft.word(end.checked_sub(1)?);
    if has_shape(last, "a9a9a9")
        || last.len() == 7 && last.as_bytes()[3] == b'-' && has_shape(&last[..3], "a9a") && has_shape(&last[4..], "9a9")
    {
        return Some(end - 1);
    }
    (end >= 2 && has_shape(last, "9a9") && has_shape(draft.word(end - 2), "a9a")).then(|| end - 2)
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
    let first_half = draft.postcode.as_str().get(..3).and_then(tables::zip);
    draft.place = first_half.map(|zip| zip.place);
    let known =
        |draft: &Draft| first_half.and_then(|zip| city::zip_city(draft, zip, 1).or_else(|| quarter_of(draft, zip)));
    let from = city::segment(draft).or_else(|| known(draft)).or_else(|| city::guess(draft)).unwrap_or(draft.end);
    city::accept(draft, from);
}

/// The table has "Downtown Toronto" where people write "Toronto".
fn quarter_of(draft: &Draft, zip: tables::Zip) -> Option<usize> {
    (draft.end.saturating_sub(4).max(1)..draft.end).find(|&from| {
        let key = draft.squeezed(from, draft.end);
        let written = std::str::from_utf8(&key).unwrap_or_default();
        written.len() >= 4 && zip.cities().any(|city| city.starts_with(written) || city.ends_with(written))
    })
}

/// `SW1A 1AA`, `M1 1AE`, `B33 8TH`, glued or apart.
fn british(draft: &Draft) -> Option<usize> {
    let end = draft.end;
    let last = draft.word(end.checked_sub(1)?);
    if end >= 2 && has_shape(last, "9aa") && is_outward(draft.word(end - 2)) {
        return Some(end - 2);
    }
    let split = last.len().checked_sub(3)?;
    (last.is_char_boundary(split) && has_shape(&last[split..], "9aa") && is_outward(&last[..split])).then(|| end - 1)
}

fn is_outward(word: &str) -> bool {
    ["a9", "a99", "aa9", "aa99", "a9a", "aa9a"].into_iter().any(|shape| has_shape(word, shape))
}

fn read_britain(draft: &mut Draft) {
    if let Some(from) = british(draft) {
        take_postcode(draft, from);
    }
    let area_length = draft.postcode.as_str().bytes().take_while(u8::is_ascii_lowercase).count();
    let postcode = draft.postcode;
    let area = &postcode.as_str()[..area_length];
    let from =
        post_town(draft, area).or_else(|| city::segment(draft)).or_else(|| city::guess(draft)).unwrap_or(draft.end);
    city::accept(draft, from);
}

/// The post town of the postcode's letters, with a county behind it left out of the street.
fn post_town(draft: &mut Draft, area: &str) -> Option<usize> {
    let last_comma = (1..draft.end).rev().find(|&at| draft.gap(at) == Gap::Comma);
    for end in [Some(draft.end), last_comma].into_iter().flatten() {
        let found = (end.saturating_sub(4).max(1)..end).find(|&from| {
            let key = draft.squeezed(from, end);
            tables::uk_towns(area).any(|town| town.as_bytes() == &key[..])
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
        draft.state = Word::new(state);
        draft.end = from;
    }
}

fn slipped_state(word: &str) -> Option<&'static str> {
    let near = |state: &&str| word.len() == 3 && edit_distance(word, state) == 1;
    ["nsw", "vic", "qld", "act", "tas"].into_iter().find(near)
}

fn take_last_digits(draft: &mut Draft, lengths: std::ops::RangeInclusive<usize>) {
    let Some(from) = draft.end.checked_sub(1).filter(|&from| from > 0) else {
        return;
    };
    let digits = draft.word(from).bytes().filter(u8::is_ascii_digit).count();
    let is_code = draft.is_digits(from) || is_hyphenated(draft.word(from));
    if draft.postcode.is_empty() && is_code && lengths.contains(&digits) {
        take_postcode(draft, from);
    }
}

/// `01304-001` in Brazil, `104-0061` in Japan, `00-950` in Poland.
fn is_hyphenated(word: &str) -> bool {
    ["99999-999", "999-9999", "99-999", "9999-999"].into_iter().any(|shape| {
        word.len() == shape.len()
            && word
                .bytes()
                .zip(shape.bytes())
                .all(|(byte, kind)| if kind == b'9' { byte.is_ascii_digit() } else { byte == kind })
    })
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
    if draft.region.as_str() == "IT" && to > from + 1 && draft.word(to - 1).len() == 2 {
        draft.label(to - 1..to, Label::State);
        draft.state = draft.tokens[to - 1].word;
    }
}

/// `10115 Berlin`, `1012 AB Amsterdam`, `00-950 Warszawa`: the words behind it are the city.
fn inner_postcode(draft: &Draft) -> Option<(usize, usize)> {
    let is_code = |at: usize| {
        let digits = draft.word(at).bytes().filter(u8::is_ascii_digit).count();
        let is_plain = draft.word(at).bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        (4..=6).contains(&digits) && is_plain || has_shape(draft.word(at), "9999aa")
    };
    let from = (1..draft.end).rev().find(|&at| is_code(at))?;
    let letters = has_shape(draft.word(from + 1), "aa") && draft.region.as_str() == "NL";
    let to = from + 1 + usize::from(letters);
    let city_follows = to < draft.end && (to..draft.end).all(|at| !draft.has_digit(at));
    city_follows.then_some((from, to))
}
