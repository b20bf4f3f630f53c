//! Folded text as tokens for titling: words with their place in the text, and the commas and ampersands between.

use smallvec::SmallVec;

use super::markers;
use crate::name::lexicon::Lexeme;
use crate::text::{Letters, Word};

/// Most tokens of one name that are read.
pub(super) const CAP_TOKENS: usize = 96;

/// What a token is to titling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Word,
    Comma,
    /// `&`, `and`, `or`, `/`: joins two holders or two halves of a firm.
    Joint,
    /// `or`, `and/or`: joins holders, never a firm's halves.
    Or,
}

/// One token and where it stands in the folded text.
#[derive(Clone, Copy)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) shape: Shape,
    /// Without dots and apostrophes; slashes stay (`c/o`).
    pub(super) key: Word,
    pub(super) lexeme: Lexeme,
}

pub(super) type Tokens = SmallVec<[Token; 12]>;

/// Splits folded text at spaces, commas, parentheses and ampersands.
pub(super) fn tokens(text: &str) -> Tokens {
    let mut tokens = Tokens::new();
    let mut start = 0;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        if !matches!(letter, ' ' | ',' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '"' | '&' | '+' | ':' | '*') {
            continue;
        }
        push_word(&mut tokens, text, start, at);
        start = at + 1;
        match letter {
            ',' => tokens.push(mark(at, Shape::Comma)),
            '&' | '+' | ';' => tokens.push(mark(at, Shape::Joint)),
            _ => {}
        }
    }
    tokens.truncate(CAP_TOKENS);
    tokens
}

fn mark(at: usize, shape: Shape) -> Token {
    Token { start: at, end: at + 1, shape, key: Word::new(""), lexeme: Lexeme::UNKNOWN }
}

fn push_word(tokens: &mut Tokens, text: &str, start: usize, end: usize) {
    let written = text[start..end].trim_matches(|letter| matches!(letter, '.' | '-' | '_' | '\'' | '`'));
    if written.is_empty() {
        return;
    }
    if let Some(slash) = text[start..end].find('/').filter(|_| is_pair(written)) {
        push_word(tokens, text, start, start + slash);
        tokens.push(mark(start + slash, Shape::Joint));
        return push_word(tokens, text, start + slash + 1, end);
    }
    let mut bare = Letters::default();
    written.bytes().filter(|letter| !matches!(letter, b'.' | b'\'' | b'`')).for_each(|letter| bare.push(letter));
    let shape = match bare.as_str() {
        "and" | "/" => Shape::Joint,
        "or" | "and/or" | "&/or" => Shape::Or,
        _ => Shape::Word,
    };
    tokens.push(Token { start, end, shape, key: Word::new(bare.as_str()), lexeme: Lexeme::of(bare.as_str()) });
}

/// `Smith/Jones`; not a marker (`jt/ten`), a date or single letters (`c/o`).
fn is_pair(written: &str) -> bool {
    let words = |piece: &str| piece.len() > 1 && piece.bytes().all(|byte| byte.is_ascii_alphabetic());
    written != "and/or"
        && !markers::is_one(written)
        && written.split_once('/').is_some_and(|(one, rest)| words(one) && rest.split('/').all(words))
}

/// The text from the first token to the last, commas and ampersands between them included.
pub(super) fn text_of<'t>(text: &'t str, tokens: &[Token]) -> &'t str {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => text.get(first.start..last.end).unwrap_or_default().trim(),
        _ => "",
    }
}
