//! Two streets whose names differ, word by word: slips, types and directions left out, words joined or split.

use super::compare::Tally;
use super::line::is_road_class;
use super::shape::Key;
use super::spelling::{Squeezed, word_slips};
use super::words::{Marks, facts};
use super::{Address, AddressLevel, tables};
use crate::level::Level;

/// Most words of a street that are compared.
const ROOM: usize = 16;

/// The words of direction, name, type and direction in the order in which they are written.
struct StreetWords<'a> {
    words: [&'a [u8]; ROOM],
    count: usize,
}

impl<'a> StreetWords<'a> {
    fn of(address: &'a Address) -> Self {
        let mut all = Self { words: [b""; ROOM], count: 0 };
        // The class of a numbered road stands before its number.
        let is_numbered = address.part(Key::Name).first().is_some_and(u8::is_ascii_digit);
        let leads = is_numbered && is_road_class(address.part(Key::Kind));
        let middle = if leads { [Key::Kind, Key::Name] } else { [Key::Name, Key::Kind] };
        for key in [Key::Before, middle[0], middle[1], Key::After] {
            for word in
                address.part(key).split(|&byte| byte == b' ').filter(|word| !word.is_empty()).take(ROOM - all.count)
            {
                all.words[all.count] = word;
                all.count += 1;
            }
        }
        all
    }

    fn as_slice(&self) -> &[&'a [u8]] {
        &self.words[..self.count]
    }
}

/// Tallies what differs where number and place agree; false for another street.
pub(super) fn compare(applicant: &Address, owner: &Address, tally: &mut Tally) -> bool {
    let [ours, theirs] = [StreetWords::of(applicant), StreetWords::of(owner)];
    let (ours, theirs) = (ours.as_slice(), theirs.as_slice());
    if let Some(slips) = slips_of_words(ours, theirs) {
        tally.add_slips(slips);
        return true;
    }
    if let Some(slips) = slips_of_spaces(ours, theirs) {
        if slips > 0 {
            tally.add_slips(slips);
        }
        return true;
    }
    let omitted = |level: AddressLevel, left_out_by_applicant| {
        if left_out_by_applicant { level.mirror() } else { level }
    };
    match (left_out(ours, theirs), left_out(theirs, ours)) {
        (Some(level), _) => tally.add(omitted(level, true)),
        (_, Some(level)) => tally.add(omitted(level, false)),
        _ => return false,
    }
    true
}

/// One or two slips over as many words.
fn slips_of_words(ours: &[&[u8]], theirs: &[&[u8]]) -> Option<u8> {
    if ours.len() != theirs.len() {
        return None;
    }
    let mut total = 0;
    for (ours, theirs) in ours.iter().zip(theirs).filter(|(ours, theirs)| ours != theirs) {
        total += slips_of_word(ours, theirs)?;
    }
    (1..=2).contains(&total).then_some(total)
}

/// `noth` against `n`: what is known is written out, on one side at most, since north and south are two things.
fn slips_of_word(ours: &[u8], theirs: &[u8]) -> Option<u8> {
    let (our_long, their_long) = (tables::written_out(ours), tables::written_out(theirs));
    let longhand = |long: Option<&'static [u8]>, short| long.and_then(|long| word_slips(long, short));
    let both_known = our_long.is_some() && their_long.is_some();
    let plain = if both_known { None } else { word_slips(ours, theirs) };
    let plural =
        our_long.zip(their_long).is_some_and(|(ours, theirs)| is_plural(ours, theirs) || is_plural(theirs, ours));
    plain.or_else(|| longhand(our_long, theirs)).or_else(|| longhand(their_long, ours)).or_else(|| plural.then_some(1))
}

/// `Forest Hill` and `Forest Hills`.
fn is_plural(one: &[u8], many: &[u8]) -> bool {
    many.strip_suffix(b"s") == Some(one)
}

/// `Kater P lace` and `Katerp Lace` against `Kater Place`; a slip beside it where one word was split or two joined.
fn slips_of_spaces(ours: &[&[u8]], theirs: &[&[u8]]) -> Option<u8> {
    let most = u8::from(ours.len().abs_diff(theirs.len()) == 1);
    // `Massi E Place` is `Massie Place`, and `Northmain St` is `N Main St`.
    let slips = [1, 2].into_iter().filter_map(|least| {
        let (ours, theirs) = (Squeezed::written_out(ours, least), Squeezed::written_out(theirs, least));
        let [ours, theirs] = [ours.letters(), theirs.letters()];
        if ours == theirs { Some(0) } else { word_slips(ours, theirs).filter(|&slips| slips <= most) }
    });
    slips.min()
}

/// Whether the streets have the same letters, wherever their spaces are.
pub(super) fn same_letters(applicant: &Address, owner: &Address) -> bool {
    if begin_apart(applicant, owner) {
        return false;
    }
    let (ours, theirs) = (StreetWords::of(applicant), StreetWords::of(owner));
    slips_of_spaces(ours.as_slice(), theirs.as_slice()) == Some(0)
}

/// Whether the streets begin with two letters: written out, words but for numbers and crossings (`xing`) keep their first,
/// which a test holds, so nine in ten pairs of streets are told apart here.
fn begin_apart(applicant: &Address, owner: &Address) -> bool {
    let first = |address: &Address| address.key().get(usize::from(address.cuts[Key::Suffix as usize])).copied();
    match (first(applicant), first(owner)) {
        (Some(ours @ b'a'..=b'w'), Some(theirs @ b'a'..=b'w')) => ours != theirs,
        _ => false,
    }
}

/// What the shorter leaves out of the longer, as the level that the owner's leaving it out has.
fn left_out(shorter: &[&[u8]], longer: &[&[u8]]) -> Option<AddressLevel> {
    if shorter.is_empty() || shorter.len() >= longer.len() {
        return None;
    }
    let is_direction = |word: &[u8]| word.len() <= 2 && facts(word).is_direction();
    let is_type = |word: &[u8]| facts(word).marks.contains(Marks::STRONG_TYPE);
    match (longer.strip_prefix(shorter), longer.strip_suffix(shorter)) {
        (Some([word]), _) if is_type(word) => return Some(AddressLevel::StreetTypeOmittedByOwner),
        (Some([word]), _) | (_, Some([word])) if is_direction(word) => {
            return Some(AddressLevel::DirectionOmittedByOwner);
        }
        _ => {}
    }
    let mut rest = longer.iter();
    let in_order = shorter.iter().all(|word| rest.any(|other| other == word));
    let says_something = shorter.iter().any(|word| !is_direction(word) && !is_type(word));
    (in_order && says_something).then_some(AddressLevel::StreetWordOmittedByOwner)
}
