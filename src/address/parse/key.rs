//! Labelled tokens to an `Address`: runs of shown text, and the canonical parts in one string.

use super::super::shape::{Address, KEYS, Key, Run};
use super::super::tables::{self, UnitKind, canonical_word, is_ordinal, number_word, plain_ordinal};
use super::super::{CAP_CHARS, street};
use super::draft::Draft;
use super::misread::mend;
use super::tokens::{Label, Token};
use smallvec::SmallVec;

/// Builds the canonical parts one behind the other.
struct Builder {
    text: String,
    cuts: [u16; KEYS],
    at: usize,
}

impl Builder {
    fn push(&mut self, text: &str) {
        if self.text.len() + text.len() < 8 * CAP_CHARS {
            self.text.push_str(text);
        }
    }

    fn push_spaced(&mut self, text: &str) {
        if self.text.len() > self.start() {
            self.push(" ");
        }
        self.push(text);
    }

    fn start(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |before| self.cuts[before] as usize)
    }

    /// Closes the part `key`; parts come in the order of [`Key`].
    fn close(&mut self, key: Key) {
        debug_assert_eq!(self.at, key as usize);
        self.cuts[self.at] = self.text.len() as u16;
        self.at += 1;
    }
}

/// Turns a labelled draft into an address.
pub(super) fn finish(draft: Draft) -> Address {
    let mut builder = Builder { text: String::with_capacity(draft.shown.len() + 8), cuts: [0; KEYS], at: 0 };
    let mended = push_number(&mut builder, &draft);
    push_street(&mut builder, &draft);
    let unit_mark = push_units(&mut builder, &draft);
    push_box(&mut builder, &draft);
    push_locality(&mut builder, &draft);
    let city = &builder.text[builder.cuts[Key::PoBox as usize] as usize..builder.cuts[Key::City as usize] as usize];
    let state = Some(draft.state.as_str()).filter(|state| !state.is_empty());
    let city_place = Some(city).filter(|city| !city.is_empty()).and_then(|city| tables::city(city, state));
    Address {
        runs: runs(&draft.tokens),
        shown: draft.shown,
        key: builder.text,
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

fn labelled(draft: &Draft, label: Label) -> impl Iterator<Item = &Token> {
    draft.tokens.iter().filter(move |token| token.label == label)
}

/// Digits first, then letter or fraction; whether letters had to be read as digits.
fn push_number(builder: &mut Builder, draft: &Draft) -> bool {
    let mut suffix: SmallVec<[u8; 16]> = SmallVec::new();
    let (mut mended, mut spelled) = (false, 0);
    for token in labelled(draft, Label::Number).filter(|token| !is_number_mark(token.as_str())) {
        let word = token.as_str();
        if word.contains('/') {
            push_slashed(builder, word, &mut suffix);
        } else if let Some((value, _)) = token.facts.number {
            spelled = if value == 100 { spelled.max(1) * 100 } else { spelled + value };
        } else if token.has_digit() {
            mended |= push_digits(builder, word, &mut suffix);
        } else {
            suffix.extend_from_slice(word.as_bytes());
        }
    }
    if spelled > 0 {
        builder.push(&spelled.to_string());
    }
    builder.close(Key::Number);
    builder.push(std::str::from_utf8(&suffix).unwrap_or_default());
    builder.close(Key::Suffix);
    mended
}

fn is_number_mark(word: &str) -> bool {
    matches!(word, "#" | "no" | "num" | "number" | "and")
}

/// `1/2` behind the number is a fraction, `12-1/2` holds both, and `12/14` is two houses.
fn push_slashed(builder: &mut Builder, word: &str, suffix: &mut SmallVec<[u8; 16]>) {
    let (number, fraction) = word.split_once('-').unwrap_or(("", word));
    let is_first = builder.text.len() == builder.start();
    if is_first && number.is_empty() {
        builder.push(&fraction.replace('/', "-"));
    } else {
        builder.push(number.trim_start_matches('0'));
        suffix.extend_from_slice(fraction.as_bytes());
    }
}

fn push_digits(builder: &mut Builder, word: &str, suffix: &mut SmallVec<[u8; 16]>) -> bool {
    if let Some((digits, letter)) = mend(word) {
        builder.push(digits.as_str().trim_start_matches('0'));
        suffix.extend_from_slice(letter.as_bytes());
        return true;
    }
    let letters = word.bytes().rev().take_while(u8::is_ascii_lowercase).count();
    let first_is_digit = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let counts_again = word.ends_with("bis") || word.ends_with("ter");
    let split = if first_is_digit && (letters <= 2 || counts_again && letters == 3) {
        word.len() - letters
    } else {
        word.len()
    };
    let number = word[..split].trim_end_matches('-');
    if builder.text.len() > builder.start() && first_is_digit {
        builder.push("-");
    }
    builder.push(number.trim_start_matches('0'));
    suffix.extend_from_slice(&word.as_bytes()[split..]);
    false
}

fn push_street(builder: &mut Builder, draft: &Draft) {
    let street = street::read(labelled(draft, Label::Street).map(Token::as_str));
    builder.push(street.before.as_str());
    builder.close(Key::Before);
    for word in &street.name {
        builder.push_spaced(word.as_str());
    }
    builder.close(Key::Name);
    builder.push(street.kind.as_str());
    builder.close(Key::Kind);
    builder.push(street.after.as_str());
    builder.close(Key::After);
}

/// Identifiers by the kind of unit they name; by which word the unit is called.
fn push_units(builder: &mut Builder, draft: &Draft) -> u8 {
    let tokens: SmallVec<[&Token; 8]> = labelled(draft, Label::Unit).collect();
    let mut mark = 0;
    for (wanted, key) in
        [(UnitKind::Unit, Key::Unit), (UnitKind::Building, Key::Building), (UnitKind::Floor, Key::Floor)]
    {
        let mut kind = UnitKind::Unit;
        for (at, token) in tokens.iter().enumerate() {
            let next_is_floor = counts_floor(&tokens, at);
            if let Some(word) = token.facts.unit.filter(|_| !next_is_floor) {
                kind = if word.kind == UnitKind::Mailbox { UnitKind::Unit } else { word.kind };
                if kind == wanted && wanted == UnitKind::Unit {
                    mark = called(mark, unit_mark(token.as_str()));
                }
                if !word.needs_id && kind == wanted {
                    builder.push(canonical_side(token.as_str()));
                }
                continue;
            }
            let this = if next_is_floor && wanted != UnitKind::Building { UnitKind::Floor } else { kind };
            if this == wanted {
                push_identifier(builder, token.as_str());
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
fn counts_floor(tokens: &[&Token], at: usize) -> bool {
    let needs_id = |at: usize| tokens.get(at).and_then(|token| token.facts.unit).is_some_and(|word| word.needs_id);
    let is_taken = at > 0 && needs_id(at - 1);
    tokens.get(at + 1).is_some_and(|next| is_floor_word(next.as_str())) && !needs_id(at) && !is_taken
}

fn is_floor_word(word: &str) -> bool {
    matches!(word, "floor" | "fl" | "flr" | "piso" | "etage")
}

fn push_identifier(builder: &mut Builder, word: &str) {
    if let Some((value, _)) = number_word(word) {
        builder.push(&value.to_string());
        return;
    }
    let word = if is_ordinal(word) { plain_ordinal(word) } else { word };
    for piece in word.trim_start_matches('0').split(['-', '/']) {
        builder.push(piece);
    }
}

fn canonical_side(word: &str) -> &'static str {
    match word {
        "ph" | "penthouse" => "ph",
        "bsmt" | "basement" | "downstairs" => "bsmt",
        "frnt" | "front" => "frnt",
        "lowr" | "lower" => "lowr",
        "uppr" | "upper" | "upstairs" => "uppr",
        "lbby" | "lobby" => "lbby",
        "rear" => "rear",
        _ => "side",
    }
}

/// The mark of a unit that is called by its number alone.
const NUMBER_SIGN: u8 = 1;

/// `Apt` and `Apartment` are the same word, `Apt` and `#` are not.
fn unit_mark(word: &str) -> u8 {
    match word {
        "#" | "no" | "num" | "number" => NUMBER_SIGN,
        "apt" | "apartment" | "apts" | "apto" | "apartamento" | "app" | "appt" | "appartement" => 2,
        "ste" | "suite" | "suites" => 3,
        "unit" | "unt" => 4,
        "rm" | "room" | "rms" => 5,
        "lot" => 6,
        "trlr" | "trailer" => 7,
        "spc" | "space" => 8,
        "pmb" => 9,
        "flat" => 10,
        _ => 11,
    }
}

fn push_box(builder: &mut Builder, draft: &Draft) {
    for token in labelled(draft, Label::PoBox).filter(|token| {
        token.has_digit()
            || token.word.len() <= 2 && !matches!(token.as_str(), "po" | "p" | "o" | "b" | "#" | "no" | "bx" | "cp")
    }) {
        token.as_str().trim_start_matches('0').split('-').for_each(|piece| builder.push(piece));
    }
    builder.close(Key::PoBox);
}

fn push_locality(builder: &mut Builder, draft: &Draft) {
    let mut city: SmallVec<[u8; 48]> = SmallVec::new();
    for token in labelled(draft, Label::City) {
        city.extend_from_slice(token.squeezed());
    }
    let city = std::str::from_utf8(&city).unwrap_or_default();
    builder.push(tables::city_in_full(city, draft.state.as_str()));
    builder.close(Key::City);
    builder.push(draft.state.as_str());
    builder.close(Key::State);
    builder.push(draft.postcode.as_str());
    builder.close(Key::Postcode);
    for token in labelled(draft, Label::Extra) {
        builder.push_spaced(canonical_word(token.as_str()).as_str());
    }
    builder.close(Key::Extra);
}
