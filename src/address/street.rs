//! A street's words in the form by which they are compared: direction, name, type, direction.

use smallvec::SmallVec;

use super::tables::{self, Counting, canonical_word, plain_ordinal, street_type};
use crate::region::Region;
use crate::text::Word;

type Words = SmallVec<[Word; 8]>;

/// A street taken apart, each part canonical and possibly empty.
pub(super) struct Street {
    pub(super) before: Word,
    pub(super) name: Words,
    /// The post office's abbreviation; of a numbered road its class: `us hwy`, `county rd`, or just `hwy`.
    pub(super) kind: Word,
    pub(super) after: Word,
}

/// Takes the folded words of a street apart.
pub(super) fn read<'a>(words: impl Iterator<Item = &'a str>) -> Street {
    let mut words = canonical_words(words);
    join_king(&mut words);
    let empty = Word::new("");
    if let Some(name) = route(&words) {
        return Street { before: empty, name, kind: empty, after: empty };
    }
    let after = take_last_direction(&mut words);
    let before = take_first_direction(&mut words);
    let (name, kind) = numbered_road(&words).unwrap_or_else(|| split_type(words));
    Street { before, name, kind, after }
}

fn canonical_words<'a>(raw: impl Iterator<Item = &'a str>) -> Words {
    let mut words = Words::new();
    let mut tens = None;
    for word in raw {
        let counted = tables::number_word(word).filter(|(value, kind)| *kind != Counting::Cardinal || *value < 13);
        let word = match (tens.take(), counted) {
            (Some(base), Some((value, Counting::Ordinal | Counting::Cardinal))) if value < 10 => {
                words.pop();
                number(base + value)
            }
            (_, Some((value, kind))) => {
                tens = (kind == Counting::Tens).then_some(value);
                number(value)
            }
            _ => canonical_word(word),
        };
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

fn number(value: u32) -> Word {
    Word::new(&value.to_string())
}

/// `Dr Martin Luther King Jr`, `M L King`, `MLK`: one name.
fn join_king(words: &mut Words) {
    const SPELLINGS: [&[&str]; 5] =
        [&["martin", "luther", "king"], &["m", "l", "king"], &["ml", "king"], &["m", "l", "k"], &["mlk"]];
    let found = (0..words.len())
        .find_map(|at| Some((at, SPELLINGS.into_iter().find(|spelling| stands_at(words, at, spelling))?.len())));
    let Some((mut from, length)) = found else {
        return;
    };
    let mut to = from + length;
    to += usize::from(words.get(to).is_some_and(|word| word.as_str() == "jr"));
    while from > 0 && matches!(words[from - 1].as_str(), "dr" | "rev") {
        from -= 1;
    }
    words.drain(from + 1..to);
    words[from] = Word::new("mlk");
}

fn stands_at(words: &Words, at: usize, spelling: &[&str]) -> bool {
    spelling.iter().enumerate().all(|(offset, text)| words.get(at + offset).is_some_and(|word| word.as_str() == *text))
}

/// `Rural Route 2`, `RR 2`, `HC 3`, `PSC 3`, general delivery.
fn route(words: &Words) -> Option<Words> {
    const ROUTES: [(&[&str], &str); 14] = [
        (&["rural", "rte"], "rr"),
        (&["r", "r"], "rr"),
        (&["rr"], "rr"),
        (&["rfd"], "rr"),
        (&["rrt"], "rr"),
        (&["rural", "rd"], "rr"),
        (&["hwy", "contract", "rte"], "hc"),
        (&["hwy", "contract"], "hc"),
        (&["h", "c"], "hc"),
        (&["hcr"], "hc"),
        (&["hc"], "hc"),
        (&["star", "rte"], "hc"),
        (&["psc"], "psc"),
        (&["cmr"], "cmr"),
    ];
    if words.len() == 2 && matches!(words[1].as_str(), "delivery" | "del" | "restante") {
        return Some(SmallVec::from_iter([Word::new("general"), Word::new("delivery")]));
    }
    let (spelling, code) = ROUTES.into_iter().find(|(spelling, _)| stands_at(words, 0, spelling))?;
    let rest = words[spelling.len()..].iter().filter(|word| word.as_str() != "#").copied();
    Some(std::iter::once(Word::new(code)).chain(rest).collect())
}

fn is_direction(word: &Word) -> bool {
    matches!(word.as_str(), "n" | "s" | "e" | "w" | "ne" | "nw" | "se" | "sw")
}

fn is_type(word: &Word) -> bool {
    street_type(word.as_str()).is_some_and(|kind| kind.strong && kind.canonical == word.as_str())
}

/// `north` `east` as one; in `North East St` too, where nobody can tell.
fn joined(first: &Word, second: &Word) -> Option<Word> {
    let code = match (first.as_str(), second.as_str()) {
        ("n", "e") => "ne",
        ("n", "w") => "nw",
        ("s", "e") => "se",
        ("s", "w") => "sw",
        _ => return None,
    };
    Some(Word::new(code))
}

/// In `Avenue E` and `North St` the direction is the name.
fn take_last_direction(words: &mut Words) -> Word {
    let leaves_name =
        |rest: &[Word]| rest.len() > 1 || rest.len() == 1 && !is_type(&rest[0]) && !is_direction(&rest[0]);
    if let [rest @ .., first, second] = words.as_slice()
        && let Some(code) = joined(first, second).filter(|_| leaves_name(rest))
    {
        words.truncate(words.len() - 2);
        return code;
    }
    match words.as_slice() {
        [rest @ .., last] if is_direction(last) && leaves_name(rest) => words.pop().unwrap_or(Word::new("")),
        _ => Word::new(""),
    }
}

fn take_first_direction(words: &mut Words) -> Word {
    let leaves_name = |rest: &[Word]| rest.len() > 1 || rest.len() == 1 && !is_type(&rest[0]);
    if let [first, second, rest @ ..] = words.as_slice()
        && let Some(code) = joined(first, second).filter(|_| leaves_name(rest))
    {
        words.drain(..2);
        return code;
    }
    match words.as_slice() {
        [first, rest @ ..] if is_direction(first) && leaves_name(rest) => words.remove(0),
        _ => Word::new(""),
    }
}

/// `US Highway 71`, `State Route 9`, `Cty Rd 12`, `FM 1960`, `I 35`: the number is the name, the class the type.
fn numbered_road(words: &Words) -> Option<(Words, Word)> {
    let at = (1..words.len())
        .find(|&at| words[at].first().is_ascii_digit() || words[at].len() == 1 && at + 1 == words.len() && at > 1)?;
    let from = (0..at)
        .rev()
        .take_while(|&word| is_road_word(words[word].as_str()) && (word == 0 || words[word].as_str() != "st"))
        .last()?;
    let class = road_class(&words[from..at])?;
    let number = Word::new(plain_ordinal(words[at].as_str()));
    let mut name: Words = words[..from].iter().copied().collect();
    if from > 0 {
        name.push(Word::new(class));
    }
    name.push(number);
    name.extend(words[at + 1..].iter().copied());
    Some((name, Word::new(if from > 0 { "" } else { class })))
}

/// Words as [`canonical_word`] leaves them.
fn is_road_word(word: &str) -> bool {
    const WORDS: [&str; 34] = [
        "hwy",
        "rte",
        "rd",
        "us",
        "u",
        "s",
        "st",
        "state",
        "sta",
        "sr",
        "sh",
        "sth",
        "county",
        "co",
        "cnty",
        "cty",
        "cr",
        "crk",
        "fm",
        "farm",
        "to",
        "market",
        "mkt",
        "rm",
        "ranch",
        "rnch",
        "rr",
        "i",
        "ih",
        "interstate",
        "twp",
        "township",
        "th",
        "old",
    ];
    WORDS.contains(&word) || tables::state(word, Region::US).is_some()
}

fn road_class(words: &[Word]) -> Option<&'static str> {
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    let names_road =
        has(&["hwy", "rte", "rd", "us", "sr", "sh", "sth", "cr", "crk", "fm", "rm", "i", "ih", "interstate", "th"])
            || words.len() == 1 && tables::state(words[0].as_str(), Region::US).is_some();
    let bare_road = has(&["rd"]) && words.len() == 1;
    if !names_road || bare_road {
        return None;
    }
    let class = if has(&["county", "co", "cnty", "cty", "cr", "crk"]) {
        "county rd"
    } else if has(&["fm", "farm", "market", "mkt"]) {
        "fm"
    } else if has(&["rm", "ranch", "rnch"]) {
        "rm"
    } else if has(&["twp", "township"]) {
        "twp rd"
    } else if has(&["i", "ih", "interstate"]) {
        "interstate"
    } else if has(&["us", "u"]) {
        "us hwy"
    } else if has(&["state", "st", "sta", "sr", "sh", "sth", "th"])
        || words.iter().any(|word| tables::state(word.as_str(), Region::US).is_some())
    {
        "state hwy"
    } else {
        "hwy"
    };
    Some(class)
}

/// The type stands last, or first: `Avenue of the Americas`, `Calle 5`.
fn split_type(mut words: Words) -> (Words, Word) {
    if words.len() > 1 && words.last().is_some_and(is_type) {
        let kind = words.pop().unwrap_or(Word::new(""));
        return (words, kind);
    }
    let leads = words.first().and_then(|word| street_type(word.as_str())).is_some_and(|kind| kind.leading);
    if words.len() > 1 && leads {
        let kind = words.remove(0);
        return (words, kind);
    }
    (words, Word::new(""))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn parts(street: &str) -> String {
        let street = read(street.split(' '));
        let name: Vec<_> = street.name.iter().map(|word| word.as_str()).collect();
        [street.before.as_str(), &name.join("_"), street.kind.as_str(), street.after.as_str()].join("|")
    }

    #[test]
    fn directions_stand_around_the_name_unless_they_are_it() {
        assert_eq!(parts("south 200 west"), "s|200||w");
        assert_eq!(parts("south ave"), "|s|ave|");
        assert_eq!(parts("avenue e"), "|e|ave|");
        assert_eq!(parts("e blvd"), "|e|blvd|");
        assert_eq!(parts("north east 3rd street"), "ne|3|st|");
    }

    #[test]
    fn numbered_roads_are_named_by_their_number() {
        for spelling in ["county road 12", "cty rd 12", "co rd 12", "cr 12"] {
            assert_eq!(parts(spelling), "|12|county rd|");
        }
        assert_eq!(parts("us hwy 71"), "|71|us hwy|");
        assert_eq!(parts("highway 71 north"), "|71|hwy|n");
        assert_eq!(parts("state route 9"), parts("sr 9"));
        assert_eq!(parts("farm to market road 1960"), parts("fm 1960"));
        assert_eq!(parts("county road"), "|county|rd|");
    }

    #[test]
    fn names_written_otherwise_are_equal() {
        assert_eq!(parts("dr martin luther king jr boulevard"), parts("mlk blvd"));
        assert_eq!(parts("twenty first street"), parts("21st st"));
        assert_eq!(parts("mount saint helens way"), parts("mt st helens wy"));
        assert_eq!(parts("avenue of the americas"), "|of_americas|ave|");
    }
}
