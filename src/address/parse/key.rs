//! Labelled tokens to an `Address`: runs of shown text, and the canonical parts one behind the other.

use smallvec::SmallVec;

use super::super::places::{self, CityKey, city_in_full};
use super::super::shape::{Address, KEYS, Key, Run, Text};
use super::super::street;
use super::super::tables::{canonical_word, is_ordinal, plain_ordinal, without_zeros};
use super::super::words::{Marks, UnitKind, facts};
use super::draft::Draft;
use super::misread::mend;
use super::tokens::{Label, Token};

type Suffix = SmallVec<[u8; 16]>;

/// Builds the canonical parts one behind the other, behind the shown text.
struct Builder {
    key: [u8; ROOM],
    length: usize,
    cuts: [u16; KEYS],
    at: usize,
}

/// Room for the canonical parts: every word that is read at 31 letters, a space behind each, and no form adds as many.
/// From 2,048 on, clearing it takes an instruction a byte.
const ROOM: usize = 1920;

impl Builder {
    fn new() -> Self {
        Self { key: [0; ROOM], length: 0, cuts: [0; KEYS], at: 0 }
    }

    fn len(&self) -> usize {
        self.length
    }

    fn push(&mut self, text: &[u8]) {
        let end = self.length + text.len();
        if let Some(place) = self.key.get_mut(self.length..end).filter(|_| !text.is_empty()) {
            place.copy_from_slice(text);
            self.length = end;
        }
    }

    fn push_spaced(&mut self, text: &[u8]) {
        if self.len() > self.start() {
            self.push(b" ");
        }
        self.push(text);
    }

    fn push_number(&mut self, value: u32) {
        match street::decimal(value) {
            Some(digits) => self.push(digits),
            None => self.push(value.to_string().as_bytes()),
        }
    }

    fn start(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |before| self.cuts[before] as usize)
    }

    /// Closes the part `key`; parts come in the order of [`Key`].
    fn close(&mut self, key: Key) {
        debug_assert_eq!(self.at, key as usize);
        self.cuts[self.at] = self.len() as u16;
        self.at += 1;
    }
}

/// Turns a labelled draft into an address.
pub(super) fn finish(draft: &Draft) -> Address {
    let mut builder = Builder::new();
    let words = Labelled::of(draft);
    let mended = push_number(&mut builder, &words);
    push_street(&mut builder, &words);
    let unit_mark = push_units(&mut builder, &words);
    push_box(&mut builder, &words);
    let city = push_locality(&mut builder, &words);
    let city_place = city.and_then(|city| places::city(&city, draft.state.known()));
    let mut text = Text::from_slice(draft.shown.as_bytes());
    text.extend_from_slice(&builder.key[..builder.length]);
    Address {
        delivers: [Label::Number, Label::Street, Label::Unit, Label::PoBox].into_iter().any(|label| words.has(label)),
        runs: runs(draft.tokens),
        text,
        key_from: draft.shown.len() as u16,
        cuts: builder.cuts,
        unit_mark,
        mended,
        postcode_place: draft.place,
        city_place,
        region: draft.region,
        traits: draft.traits,
    }
}

fn runs(tokens: &[Token]) -> SmallVec<[Run; 8]> {
    let mut runs: SmallVec<[Run; 8]> = SmallVec::new();
    for token in tokens {
        match runs.last_mut() {
            Some(run) if run.label == token.label => run.end = run.end.max(token.end),
            _ => runs.push(Run { start: token.start, end: token.end, label: token.label }),
        }
    }
    runs
}

/// The words of each label: a bit for each place, so that the many labels of which there are no words cost nothing.
struct Labelled<'d> {
    draft: &'d Draft<'d>,
    places: [u64; Label::Repeated as usize + 1],
}

impl<'d> Labelled<'d> {
    fn of(draft: &'d Draft<'d>) -> Self {
        let mut places = [0; Label::Repeated as usize + 1];
        for (at, token) in draft.tokens.iter().enumerate() {
            places[token.label as usize] |= 1 << at;
        }
        Self { draft, places }
    }

    fn has(&self, label: Label) -> bool {
        self.places[label as usize] != 0
    }

    fn words(&self, label: Label) -> impl Iterator<Item = (&'d Token, &'d [u8])> + use<'d> {
        let (draft, mut rest) = (self.draft, self.places[label as usize]);
        std::iter::from_fn(move || {
            let token = draft.tokens.get(rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some((token, draft.letters(token)))
        })
    }
}

/// Digits first, then letter or fraction; whether letters had to be read as digits.
fn push_number(builder: &mut Builder, words: &Labelled) -> bool {
    let mut suffix = Suffix::new();
    let (mut mended, mut spelled) = (false, 0);
    for (token, word) in words.words(Label::Number).filter(|(_, word)| !is_number_mark(word)) {
        if word.contains(&b'/') {
            push_slashed(builder, word, &mut suffix);
        } else if let Some((value, _)) = token.facts().number {
            spelled = if value == 100 { spelled.max(1) * 100 } else { spelled + value };
        } else if token.is(Marks::DIGITS) {
            push_plain(builder, word);
        } else if token.is(Marks::DIGIT) {
            mended |= push_digits(builder, word, &mut suffix);
        } else {
            suffix.extend_from_slice(word);
        }
    }
    if spelled > 0 {
        builder.push_number(spelled);
    }
    builder.close(Key::Number);
    builder.push(&suffix);
    builder.close(Key::Suffix);
    mended
}

fn is_number_mark(word: &[u8]) -> bool {
    matches!(word, b"#" | b"no" | b"num" | b"number" | b"and")
}

/// `1/2` behind the number is a fraction, `12-1/2` holds both, and `12/14` is two houses.
fn push_slashed(builder: &mut Builder, word: &[u8], suffix: &mut Suffix) {
    let dash = word.iter().position(|&byte| byte == b'-');
    let (number, fraction) = dash.map_or((&b""[..], word), |dash| (&word[..dash], &word[dash + 1..]));
    if builder.len() == builder.start() && number.is_empty() {
        let houses: Suffix = fraction.iter().map(|&byte| if byte == b'/' { b'-' } else { byte }).collect();
        builder.push(&houses);
    } else {
        builder.push(without_zeros(number));
        suffix.extend_from_slice(fraction);
    }
}

fn push_digits(builder: &mut Builder, word: &[u8], suffix: &mut Suffix) -> bool {
    if let Some((digits, letter)) = mend(word) {
        builder.push(without_zeros(&digits));
        suffix.extend_from_slice(letter);
        return true;
    }
    if word[0].is_ascii_digit() {
        let (number, letters) = word.split_at(end_of_digits(word));
        push_plain(builder, trim_dashes(number));
        suffix.extend_from_slice(letters);
    } else {
        builder.push(without_zeros(trim_dashes(word)));
    }
    false
}

/// A number behind another is a range's.
fn push_plain(builder: &mut Builder, number: &[u8]) {
    if builder.len() > builder.start() {
        builder.push(b"-");
    }
    builder.push(without_zeros(number));
}

/// Where one letter or two behind the digits begin, or `bis` and `ter`.
fn end_of_digits(word: &[u8]) -> usize {
    let letters = word.iter().rev().take_while(|byte| byte.is_ascii_lowercase()).count();
    let counts_again = || word.ends_with(b"bis") || word.ends_with(b"ter");
    if letters <= 2 || letters == 3 && counts_again() { word.len() - letters } else { word.len() }
}

fn trim_dashes(word: &[u8]) -> &[u8] {
    let dashes = word.iter().rev().take_while(|&&byte| byte == b'-').count();
    &word[..word.len() - dashes]
}

fn push_street(builder: &mut Builder, words: &Labelled) {
    let street = street::read(words.words(Label::Street).map(|(token, word)| (word, token.facts())));
    builder.push(street.before);
    builder.close(Key::Before);
    for word in &street.name {
        builder.push_spaced(word.text);
    }
    builder.close(Key::Name);
    builder.push(street.kind);
    builder.close(Key::Kind);
    builder.push(street.after);
    builder.close(Key::After);
}

type Units<'d> = SmallVec<[(&'d Token, &'d [u8]); 8]>;

/// Identifiers by the kind of unit they name; by which word the unit is called.
fn push_units(builder: &mut Builder, words: &Labelled) -> u8 {
    const KEYS: [(UnitKind, Key); 3] =
        [(UnitKind::Unit, Key::Unit), (UnitKind::Building, Key::Building), (UnitKind::Floor, Key::Floor)];
    if !words.has(Label::Unit) {
        KEYS.into_iter().for_each(|(_, key)| builder.close(key));
        return 0;
    }
    let tokens: Units = words.words(Label::Unit).collect();
    let mut mark = 0;
    for (wanted, key) in KEYS {
        let mut kind = UnitKind::Unit;
        for (at, (token, letters)) in tokens.iter().enumerate() {
            let next_is_floor = counts_floor(&tokens, at);
            if let Some(word) = token.facts().unit.filter(|_| !next_is_floor) {
                kind = if word.kind == UnitKind::Mailbox { UnitKind::Unit } else { word.kind };
                if kind == wanted && wanted == UnitKind::Unit {
                    mark = called(mark, unit_mark(letters));
                }
                if !word.needs_id && kind == wanted {
                    builder.push(canonical_side(letters));
                }
                continue;
            }
            let this = if next_is_floor && wanted != UnitKind::Building { UnitKind::Floor } else { kind };
            if this == wanted {
                push_identifier(builder, letters);
            }
        }
        builder.close(key);
    }
    mark
}

/// `Apt # 4` is an `Apt 4`: a number sign behind a word says nothing more.
fn called(before: u8, now: u8) -> u8 {
    if now == NUMBER_SIGN && before != 0 { before } else { now }
}

/// `2nd Floor`; in `Apt 4 Floor 2` the number before the word is the apartment's.
fn counts_floor(tokens: &Units, at: usize) -> bool {
    let needs_id =
        |at: usize| tokens.get(at).and_then(|(token, _)| token.facts().unit).is_some_and(|word| word.needs_id);
    let is_taken = at > 0 && needs_id(at - 1);
    tokens.get(at + 1).is_some_and(|(next, _)| next.is(Marks::FLOOR)) && !needs_id(at) && !is_taken
}

fn push_identifier(builder: &mut Builder, word: &[u8]) {
    if let Some((value, _)) = facts(word).number {
        return builder.push_number(value);
    }
    let word = if is_ordinal(word) { plain_ordinal(word) } else { word };
    let pieces = without_zeros(word).split(|byte| matches!(byte, b'-' | b'/'));
    pieces.for_each(|piece| builder.push(piece));
}

fn canonical_side(word: &[u8]) -> &'static [u8] {
    match word {
        b"ph" | b"penthouse" => b"ph",
        b"bsmt" | b"basement" | b"downstairs" => b"bsmt",
        b"frnt" | b"front" => b"frnt",
        b"lowr" | b"lower" => b"lowr",
        b"uppr" | b"upper" | b"upstairs" => b"uppr",
        b"lbby" | b"lobby" => b"lbby",
        b"rear" => b"rear",
        _ => b"side",
    }
}

/// The mark of a unit that is called by its number alone.
const NUMBER_SIGN: u8 = 1;

/// `Apt` and `Apartment` are the same word, `Apt` and `#` are not.
fn unit_mark(word: &[u8]) -> u8 {
    match word {
        b"#" | b"no" | b"num" | b"number" => NUMBER_SIGN,
        b"apt" | b"apartment" | b"apts" | b"apto" | b"apartamento" | b"app" | b"appt" | b"appartement" => 2,
        b"ste" | b"suite" | b"suites" => 3,
        b"unit" | b"unt" => 4,
        b"rm" | b"room" | b"rms" => 5,
        b"lot" => 6,
        b"trlr" | b"trailer" => 7,
        b"spc" | b"space" => 8,
        b"pmb" => 9,
        b"flat" => 10,
        _ => 11,
    }
}

fn push_box(builder: &mut Builder, words: &Labelled) {
    let is_id = |token: &Token, word: &[u8]| {
        token.is(Marks::DIGIT)
            || word.len() <= 2 && !matches!(word, b"po" | b"p" | b"o" | b"b" | b"#" | b"no" | b"bx" | b"cp")
    };
    for (_, word) in words.words(Label::PoBox).filter(|(token, word)| is_id(token, word)) {
        without_zeros(word).split(|&byte| byte == b'-').for_each(|piece| builder.push(piece));
    }
    builder.close(Key::PoBox);
}

/// City, state, postcode and what else there is; the city once more, to look it up.
fn push_locality(builder: &mut Builder, words: &Labelled) -> Option<CityKey> {
    let draft = words.draft;
    let mut squeezed: SmallVec<[u8; 48]> = SmallVec::new();
    for (token, _) in words.words(Label::City) {
        squeezed.extend_from_slice(draft.squeezed(token));
    }
    let city = city_in_full(&squeezed, draft.state);
    builder.push(city);
    builder.close(Key::City);
    builder.push(draft.state.as_bytes());
    builder.close(Key::State);
    builder.push(draft.postcode.as_bytes());
    builder.close(Key::Postcode);
    for (token, word) in words.words(Label::Extra) {
        builder.push_spaced(canonical_word(word, token.facts()).0);
    }
    builder.close(Key::Extra);
    CityKey::new(std::iter::once(city))
}
