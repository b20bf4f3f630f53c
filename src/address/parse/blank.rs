//! Text that stands where an address should and is none: words for nothing, made-up words, a country alone.

use smallvec::SmallVec;

use super::super::AddressTraits;
use super::draft::Draft;
use super::tokens::{Label, Token};
use crate::region::Region;
use crate::text::fold;

/// Most bytes of a text that can still be such words.
const MAX_BYTES: usize = 64;
/// Most letters of a phrase that is read as a whole; see `Word`.
const MAX_PHRASE: usize = 31;

/// `N/A`, `unknown`, `not provided`, once or between commas.
pub(super) fn is_absent(raw: &str) -> bool {
    raw.len() <= MAX_BYTES && opens_with(raw.bytes(), b"numa") && {
        let mut segments = raw.split(',').map(letters).filter(|words| !words.is_empty()).peekable();
        segments.peek().is_some() && segments.all(|words| is_absent_word(&words))
    }
}

fn is_absent_word(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 16] = [
        b"na",
        b"none",
        b"null",
        b"nil",
        b"unknown",
        b"unavailable",
        b"unspecified",
        b"undefined",
        b"missing",
        b"notavailable",
        b"notapplicable",
        b"notprovided",
        b"notgiven",
        b"notspecified",
        b"noaddress",
        b"addressunknown",
    ];
    WORDS.contains(&word)
}

/// `asdf`, `test`, `xxx`.
pub(super) fn is_made_up(raw: &str) -> bool {
    raw.len() <= MAX_BYTES && opens_with(raw.bytes(), b"aqtfx") && is_made_up_word(&letters(raw))
}

fn is_made_up_word(word: &[u8]) -> bool {
    const WORDS: [&[u8]; 15] = [
        b"asdf",
        b"asdfasdf",
        b"asdfgh",
        b"asdfghjkl",
        b"qwerty",
        b"qwertyuiop",
        b"test",
        b"testing",
        b"testtest",
        b"testaddress",
        b"fakeaddress",
        b"address",
        b"abc",
        b"foo",
        b"foobar",
    ];
    WORDS.contains(&word) || !word.is_empty() && word.iter().all(|&byte| byte == b'x')
}

/// Whether the first letter is one of these; what is not ASCII must be folded to tell.
fn opens_with(mut bytes: impl Iterator<Item = u8>, firsts: &[u8]) -> bool {
    let first = bytes.find(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    first.is_some_and(|byte| !byte.is_ascii() || firsts.contains(&byte.to_ascii_lowercase()))
}

fn letters(raw: &str) -> SmallVec<[u8; MAX_BYTES]> {
    let alone =
        |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase()).collect();
    if raw.is_ascii() { alone(raw) } else { alone(&fold(raw, MAX_BYTES).text) }
}

/// `USA`; Georgia is a state and Lebanon a city.
pub(super) fn is_country(draft: &Draft) -> bool {
    let count = draft.tokens.len();
    let is_place = || {
        draft.region == Region::US
            && (draft.state(0, count, Region::US).is_some() || draft.city(0, count, None).is_some())
    };
    count <= 4 && draft.country(0, count).is_some() && !is_place()
}

/// `N/A, Reno, NV 89501`: such words before the city are nobody's street.
pub(super) fn skip(draft: &mut Draft) {
    if draft.end == 0 || draft.end > 4 {
        return;
    }
    let tokens = &draft.tokens[..draft.end];
    // The first word may be a mark alone: `#x`.
    if !opens_with(tokens.iter().flat_map(|token| draft.letters(token)).copied(), b"numaqtfx") {
        return;
    }
    if tokens.iter().map(Token::len).sum::<usize>() + draft.end - 1 > MAX_PHRASE {
        return;
    }
    let letters = tokens.iter().flat_map(|token| draft.letters(token)).copied();
    let phrase: SmallVec<[u8; MAX_PHRASE]> = letters.filter(u8::is_ascii_alphanumeric).collect();
    if is_absent_word(&phrase) || is_made_up_word(&phrase) {
        draft.label(0..draft.end, Label::CareOf);
        draft.traits |= AddressTraits::PLACEHOLDER;
        draft.start = draft.end;
    }
}

/// A single word that is neither a place nor a number.
pub(super) fn is_lone_word(draft: &Draft) -> bool {
    let lone = draft.tokens.first().filter(|_| draft.tokens.len() == 1);
    draft.region == Region::US && lone.is_some_and(|token| token.label == Label::Street) && !draft.has_digit(0)
}

#[cfg(test)]
mod tests {
    use crate::address::{AddressTraits, parse};
    use crate::region::Region;

    #[test]
    fn made_up_words_behind_a_mark_are_nobodys_street() {
        for line in ["N/A, Salina, KS 67401", "#x, Salina, KS 67401", "xxx, Salina, KS 67401"] {
            let reading = parse(line, Region::US);
            let traits = reading.read().map(|address| address.traits);
            assert_eq!(traits, Some(AddressTraits::PLACEHOLDER), "{line}");
        }
    }
}
