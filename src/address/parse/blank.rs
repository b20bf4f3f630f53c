//! Text that stands where an address should and is none: words for nothing, made-up words, a country alone.

use super::super::AddressTraits;
use super::super::tables;
use super::draft::Draft;
use super::tokens::Label;
use crate::region::Region;
use crate::text::fold;

/// Most bytes of a text that can still be such words.
const MAX_BYTES: usize = 64;

/// `N/A`, `unknown`, `not provided`, once or between commas.
pub(super) fn is_absent(raw: &str) -> bool {
    const WORDS: [&str; 16] = [
        "na",
        "none",
        "null",
        "nil",
        "unknown",
        "unavailable",
        "unspecified",
        "undefined",
        "missing",
        "notavailable",
        "notapplicable",
        "notprovided",
        "notgiven",
        "notspecified",
        "noaddress",
        "addressunknown",
    ];
    raw.len() <= MAX_BYTES && {
        let mut segments = raw.split(',').map(letters).filter(|words| !words.is_empty()).peekable();
        segments.peek().is_some() && segments.all(|words| WORDS.contains(&words.as_str()))
    }
}

/// `asdf`, `test`, `xxx`.
pub(super) fn is_made_up(raw: &str) -> bool {
    raw.len() <= MAX_BYTES && is_made_up_word(&letters(raw))
}

fn is_made_up_word(word: &str) -> bool {
    const WORDS: [&str; 15] = [
        "asdf",
        "asdfasdf",
        "asdfgh",
        "asdfghjkl",
        "qwerty",
        "qwertyuiop",
        "test",
        "testing",
        "testtest",
        "testaddress",
        "fakeaddress",
        "address",
        "abc",
        "foo",
        "foobar",
    ];
    WORDS.contains(&word) || !word.is_empty() && word.bytes().all(|byte| byte == b'x')
}

fn letters(raw: &str) -> String {
    fold(raw, MAX_BYTES).text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// `USA`; Georgia is a state and Lebanon a city.
pub(super) fn is_country(draft: &Draft) -> bool {
    let count = draft.tokens.len();
    let words = draft.joined(0, count);
    let key = draft.squeezed(0, count);
    let is_city = || tables::city(std::str::from_utf8(&key).unwrap_or_default(), None).is_some();
    let is_place = || draft.region == Region::US && (tables::state(words.as_str(), Region::US).is_some() || is_city());
    count <= 4 && tables::country(words.as_str()).is_some() && !is_place()
}

/// `N/A, Reno, NV 89501`: such words before the city are nobody's street.
pub(super) fn skip(draft: &mut Draft) {
    if draft.end == 0 || draft.end > 4 {
        return;
    }
    let words = draft.joined(0, draft.end);
    if is_absent(words.as_str()) || is_made_up(words.as_str()) {
        draft.label(0..draft.end, Label::CareOf);
        draft.traits |= AddressTraits::PLACEHOLDER;
        draft.start = draft.end;
    }
}

/// A single word that is neither a place nor a number.
pub(super) fn is_lone_word(draft: &Draft) -> bool {
    let lone = draft.tokens.first().filter(|_| draft.tokens.len() == 1);
    draft.region == Region::US && lone.is_some_and(|token| token.label == Label::Street && !token.has_digit())
}
