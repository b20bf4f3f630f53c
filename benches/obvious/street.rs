//! Two streets whose names differ, word by word: slips, types and directions left out, words joined or split.

use ownermatch::Level;
use ownermatch::address::AddressLevel;
use strsim::osa_distance;

use super::address::{Address, is_direction};
use super::address_compare::Tally;
use super::tables::Places;
use super::text::common_prefix;

/// The words in the order in which they are written.
pub fn words(address: &Address) -> Vec<&str> {
    let name = address.name.iter().map(String::as_str);
    let all = std::iter::once(address.before.as_str()).chain(name).chain([address.kind.as_str(), &address.after]);
    all.filter(|word| !word.is_empty()).collect()
}

/// Tallies what differs where number and place agree; false for another street.
pub fn compare_words(ours: &[&str], theirs: &[&str], tally: &mut Tally, places: &Places) -> bool {
    if let Some(slips) = slips_of_words(ours, theirs, places) {
        tally.add_slips(slips);
        return true;
    }
    if let Some(slips) = slips_of_spaces(ours, theirs, places) {
        if slips > 0 {
            tally.add_slips(slips);
        }
        return true;
    }
    let omitted = left_out(ours, theirs, places).map(Level::mirror).or_else(|| left_out(theirs, ours, places));
    if let Some(level) = omitted {
        tally.add(level);
    }
    omitted.is_some()
}

/// One or two slips over as many words.
fn slips_of_words(ours: &[&str], theirs: &[&str], places: &Places) -> Option<u8> {
    if ours.len() != theirs.len() {
        return None;
    }
    let differing = ours.iter().zip(theirs).filter(|(ours, theirs)| ours != theirs);
    let total = differing.map(|(ours, theirs)| slips_of_word(ours, theirs, places)).sum::<Option<u8>>()?;
    (1..=2).contains(&total).then_some(total)
}

/// What is known is written out, on one side at most, since north and south are two things.
fn slips_of_word(ours: &str, theirs: &str, places: &Places) -> Option<u8> {
    let is_plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    match (written_out(ours, places), written_out(theirs, places)) {
        (None, None) => word_slips(ours, theirs),
        (Some(long), None) => word_slips(ours, theirs).or_else(|| word_slips(long, theirs)),
        (None, Some(long)) => word_slips(ours, theirs).or_else(|| word_slips(long, ours)),
        (Some(long), Some(other)) => {
            let slips = word_slips(long, theirs).or_else(|| word_slips(other, ours));
            slips.or_else(|| (is_plural(long, other) || is_plural(other, long)).then_some(1))
        }
    }
}

/// A canonical word as it is written out: `n` is north, `ave` avenue.
fn written_out<'a>(word: &str, places: &'a Places) -> Option<&'a str> {
    Some(match word {
        "n" => "north",
        "s" => "south",
        "e" => "east",
        "w" => "west",
        "ne" => "northeast",
        "nw" => "northwest",
        "se" => "southeast",
        "sw" => "southwest",
        _ => places.longhand.get(word)?,
    })
}

/// Whether the streets have the same letters, wherever their spaces are.
pub fn have_same_letters(ours: &[&str], theirs: &[&str], places: &Places) -> bool {
    slips_of_spaces(ours, theirs, places) == Some(0)
}

/// A slip beside the spaces where one word was split or two joined.
fn slips_of_spaces(ours: &[&str], theirs: &[&str], places: &Places) -> Option<u8> {
    let most = u8::from(ours.len().abs_diff(theirs.len()) == 1);
    let joined = |words: &[&str], least: usize| -> String {
        let long = |word: &&str| written_out(word, places).filter(|_| word.len() >= least).unwrap_or(word).to_owned();
        words.iter().map(long).collect()
    };
    let slips = [1, 2].into_iter().filter_map(|least| {
        let (ours, theirs) = (joined(ours, least), joined(theirs, least));
        if ours == theirs { Some(0) } else { word_slips(&ours, &theirs).filter(|&slips| slips <= most) }
    });
    slips.min()
}

/// What the shorter leaves out of the longer, as the level that the owner's leaving it out has.
fn left_out(shorter: &[&str], longer: &[&str], places: &Places) -> Option<AddressLevel> {
    if shorter.is_empty() || shorter.len() >= longer.len() {
        return None;
    }
    match (longer.strip_prefix(shorter), longer.strip_suffix(shorter)) {
        (Some([word]), _) if places.is_strong_type(word) => return Some(AddressLevel::StreetTypeOmittedByOwner),
        (Some([word]), _) | (_, Some([word])) if is_direction(word) => {
            return Some(AddressLevel::DirectionOmittedByOwner);
        }
        _ => {}
    }
    let mut rest = longer.iter();
    let is_in_order = shorter.iter().all(|word| rest.any(|other| other == word));
    let is_name = |word: &&str| !is_direction(word) && !places.is_strong_type(word);
    (is_in_order && shorter.iter().any(is_name)).then_some(AddressLevel::StreetWordOmittedByOwner)
}

/// How many slips turn one name into the other: one from four letters on, two from nine; digits never slip.
pub fn slips(ours: &str, theirs: &str) -> Option<u8> {
    let allowed = match ours.len().min(theirs.len()) {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    };
    edits(ours, theirs, allowed)
}

fn edits(ours: &str, theirs: &str, allowed: usize) -> Option<u8> {
    let has_same_digits = ours.chars().filter(char::is_ascii_digit).eq(theirs.chars().filter(char::is_ascii_digit));
    if ours.len().abs_diff(theirs.len()) > allowed || !has_same_digits {
        return None;
    }
    let edits = osa_distance(ours, theirs);
    (edits <= allowed).then_some(edits as u8)
}

/// The same, and a short word keeps its first letter; one of eight that keeps its ends may slip twice.
fn word_slips(ours: &str, theirs: &str) -> Option<u8> {
    let shorter = ours.len().min(theirs.len());
    let has_same_start = ours.chars().next() == theirs.chars().next();
    let has_same_end = ours.chars().last() == theirs.chars().last();
    if shorter == 8 && has_same_start && has_same_end {
        return edits(ours, theirs, 2);
    }
    slips(ours, theirs).filter(|_| has_same_start || shorter > 5).or_else(|| is_doubled(ours, theirs).then_some(1))
}

/// `Hil` and `Hill`: a letter written twice is a slip in a word of any length.
fn is_doubled(ours: &str, theirs: &str) -> bool {
    let (short, long) = if ours.len() < theirs.len() { (ours, theirs) } else { (theirs, ours) };
    let head = common_prefix(short.as_bytes(), long.as_bytes());
    short.len() >= 3
        && head > 0
        && long.as_bytes().get(head) == long.as_bytes().get(head - 1)
        && long.as_bytes()[head - 1].is_ascii_lowercase()
        && long.get(head + 1..) == short.get(head..)
}
