//! Folded text to the parts of a person's name.

use smallvec::SmallVec;

use super::{Order, PersonName, Role, Token};
use crate::name::CAP_WORDS;
use crate::text::Word;

/// Reads folded text (lower-case ASCII with its punctuation), such as `rosen, jenny m.`
pub(crate) fn parse(text: &str, order: Order) -> PersonName {
    let words: Vec<&str> = text.split([' ', ',', '.', '-']).filter(|word| !word.is_empty()).take(CAP_WORDS).collect();
    let last = words.len().saturating_sub(1);
    let role = |at: usize| match at {
        0 => Role::Given,
        _ if at == last => Role::Family,
        _ => Role::Middle,
    };
    let tokens =
        words.iter().enumerate().map(|(at, word)| Token { word: Word::new(word), role: role(at), place: at as u8 });
    PersonName { tokens: tokens.collect(), titles: SmallVec::new(), generation: None, order, transliterated: false }
}

/// Reads a name given in parts, each folded; an empty part is left out.
pub(crate) fn from_parts(given: &str, middle: &str, family: &str) -> PersonName {
    parse(&[given, middle, family].join(" "), Order::GivenFirst)
}
