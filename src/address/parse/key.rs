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
    let mut mended = false;
    for token in labelled(draft, Label::Number) {
        let word = token.as_str();
        if word.contains('/') || !token.has_digit() && token.facts.number.is_none() {
            suffix.extend_from_slice(word.as_bytes());
        } else if let Some((value, _)) = token.facts.number {
            builder.push(&value.to_string());
        } else {
            mended |= push_digits(builder, word, &mut suffix);
        }
    }
    builder.close(Key::Number);
    builder.push(std::str::from_utf8(&suffix).unwrap_or_default());
    builder.close(Key::Suffix);
    mended
}

fn push_digits(builder: &mut Builder, word: &str, suffix: &mut SmallVec<[u8; 16]>) -> bool {
    if let Some((digits, letter)) = mend(word) {
        builder.push(digits.as_str().trim_start_matches('0'));
        suffix.extend_from_slice(letter.as_bytes());
        return true;
    }
    let letters = word.bytes().rev().take_while(u8::is_ascii_lowercase).count();
    let first_is_digit = word.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let split = if first_is_digit && letters <= 2 { word.len() - letters } else { word.len() };
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
            let next_is_floor = tokens.get(at + 1).is_some_and(|next| is_floor_word(next.as_str()))
                && !token.facts.unit.is_some_and(|word| word.needs_id);
            if let Some(word) = token.facts.unit.filter(|_| !next_is_floor) {
                kind = if word.kind == UnitKind::Mailbox { UnitKind::Unit } else { word.kind };
                mark = if kind == wanted && wanted == UnitKind::Unit { unit_mark(token.as_str()) } else { mark };
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

/// `Apt` and `Apartment` are the same word, `Apt` and `#` are not.
fn unit_mark(word: &str) -> u8 {
    match word {
        "#" | "no" | "num" | "number" => 1,
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
        builder.push(token.as_str().trim_start_matches('0'));
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
