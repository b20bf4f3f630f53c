//! Folded text to the parts of a person's name.

use smallvec::SmallVec;

use super::affix::{Affixes, Generation, take_affixes};
use super::letters::LetterSet;
use super::{Order, PersonName, Role, Token, order};
use crate::name::CAP_WORDS;
use crate::name::lexicon::Lexeme;
use crate::name::scan::{RawWord, RawWords, Scan, without_apostrophes};
use crate::text::{Letters, Word};

/// Reads folded text (lower-case ASCII with its punctuation), such as `rosen, jenny m.`
pub(crate) fn parse(text: &str, hint: Order) -> PersonName {
    let text = without_apostrophes(text);
    read(&mut Scan::of(&text), text.len(), hint)
}

/// Reads the words of a text of so many letters.
///
/// A comma decides the order whatever the hint says; without one, how common each word is as a
/// given and as a family name decides, and a close call is kept for the comparison to try both.
pub(crate) fn read(scan: &mut Scan<'_>, length: usize, hint: Order) -> PersonName {
    let words = &mut scan.words;
    let mut affixes = take_affixes(words, scan.facts);
    expand_initials(words, &affixes);
    let mut tokens = SmallVec::new();
    words.iter().for_each(|word| tokens.push(token(word)));
    let order = order::set_roles(&mut tokens, words, hint);
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
    let mut text = Letters::default();
    let mut push = |part: &str, behind: &str| {
        part.bytes().for_each(|letter| text.push(if letter == b',' { b' ' } else { letter }));
        text.push_str(behind);
    };
    if family.trim().is_empty() {
        push(given, " ");
        push(middle, "");
        return parse(text.as_str(), Order::GivenFirst);
    }
    push(family, ", ");
    push(given, " ");
    push(middle, "");
    parse(text.as_str(), Order::FamilyFirst).in_parts()
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
    let text = Word::new(word.text);
    Token {
        word: text,
        role: Role::Middle,
        other: Role::Middle,
        glued: word.glued,
        letters: LetterSet::of(text.as_bytes()),
        lexeme: word.lexeme,
    }
}

/// `smith jr` and `jr smith` have initials, `smith john jr` has a generation.
fn expand_initials(words: &mut RawWords<'_>, affixes: &Affixes) {
    if words.len() != 2 || affixes.generation.is_some() {
        return;
    }
    let Some(at) = words.iter().position(|word| word.text == "jr") else { return };
    let word = words[at];
    let initial = |text| RawWord { text, lexeme: Lexeme::of(text), ..word };
    words[at] = initial(&word.text[..1]);
    words.insert(at + 1, RawWord { glued: false, ..initial(&word.text[1..]) });
    words.truncate(CAP_WORDS);
}

/// A `v` behind the family name is a fifth, behind a given name an initial.
fn take_roman_five(tokens: &mut SmallVec<[Token; 4]>, affixes: &mut Affixes, order: Order) {
    let ends_in_five = tokens.len() >= 3 && tokens.last().is_some_and(|last| last.word.as_bytes() == b"v");
    if ends_in_five && order == Order::GivenFirst && affixes.generation.is_none() {
        tokens.pop();
        affixes.generation = Some(Generation::Fifth);
        if let Some(last) = tokens.last_mut() {
            last.role = Role::Family;
            last.other = Role::Family;
        }
    }
}
