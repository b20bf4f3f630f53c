//! Folded text to the parts of a person's name.

use smallvec::SmallVec;

use super::affix::{Affixes, Generation, take_affixes};
use super::{Order, PersonName, Role, Token, order};
use crate::name::CAP_WORDS;
use crate::name::lexicon::Lexeme;
use crate::name::scan::{RawWord, RawWords, Scan, without_apostrophes};
use crate::text::Word;

/// Reads folded text (lower-case ASCII with its punctuation), such as `rosen, jenny m.`
pub(crate) fn parse(text: &str, hint: Order) -> PersonName {
    let text = without_apostrophes(text);
    read(Scan::of(&text).words, text.len(), hint)
}

/// Reads the words of a text of so many letters.
///
/// A comma decides the order whatever the hint says; without one, how common each word is as a
/// given and as a family name decides, and a close call is kept for the comparison to try both.
pub(crate) fn read(mut words: RawWords<'_>, length: usize, hint: Order) -> PersonName {
    let mut affixes = take_affixes(&mut words);
    expand_initials(&mut words, &affixes);
    let mut tokens: SmallVec<[Token; 4]> = words.iter().map(token).collect();
    let order = order::set_roles(&mut tokens, &words, hint);
    take_roman_five(&mut tokens, &mut affixes, order);
    let Affixes { titles, generation } = affixes;
    if let ([only], false) = (&mut tokens[..], titles.is_empty()) {
        [only.role, only.other] = [Role::Family; 2];
    }
    PersonName {
        tokens,
        titles,
        generation,
        order,
        length: length.min(usize::from(u16::MAX)) as u16,
        transliterated: false,
        structured: false,
    }
}

/// Reads a name given in parts, each folded; an empty part is left out.
pub(crate) fn from_parts(given: &str, middle: &str, family: &str) -> PersonName {
    let plain = |part: &str| part.replace(',', " ");
    if family.trim().is_empty() {
        return parse(&plain(&[given, middle].join(" ")), Order::GivenFirst);
    }
    parse(&format!("{}, {} {}", plain(family), plain(given), plain(middle)), Order::FamilyFirst).in_parts()
}

impl PersonName {
    /// Words of a name given in parts stand in the usual order, given name first.
    fn in_parts(mut self) -> Self {
        self.structured = true;
        let is_given = |token: &Token| matches!(token.role, Role::Given | Role::Middle);
        if let Some(from) = self.tokens.iter().position(is_given) {
            self.tokens.rotate_left(from);
            self.order = Order::GivenFirst;
        }
        self
    }
}

fn token(word: &RawWord<'_>) -> Token {
    Token {
        word: Word::new(word.text),
        role: Role::Middle,
        other: Role::Middle,
        glued: word.glued,
        lexeme: word.lexeme,
    }
}

/// `smith jr` and `jr smith` have initials, `smith john jr` has a generation.
fn expand_initials(words: &mut RawWords<'_>, affixes: &Affixes) {
    let lone = words.len() == 2 && affixes.generation.is_none();
    let Some(at) = words.iter().position(|word| lone && word.text == "jr") else { return };
    let word = words[at];
    let initial = |text| RawWord { text, lexeme: Lexeme::of(text), ..word };
    words[at] = initial(&word.text[..1]);
    words.insert(at + 1, RawWord { glued: false, ..initial(&word.text[1..]) });
    words.truncate(CAP_WORDS);
}

/// A `v` behind the family name is a fifth, behind a given name an initial.
fn take_roman_five(tokens: &mut SmallVec<[Token; 4]>, affixes: &mut Affixes, order: Order) {
    let ends_in_five = tokens.len() >= 3 && tokens.last().is_some_and(|last| last.word.as_str() == "v");
    if ends_in_five && order == Order::GivenFirst && affixes.generation.is_none() {
        tokens.pop();
        affixes.generation = Some(Generation::Fifth);
        if let Some(last) = tokens.last_mut() {
            last.role = Role::Family;
            last.other = Role::Family;
        }
    }
}
