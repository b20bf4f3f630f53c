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
    join_names(&mut words);
    let empty = Word::new("");
    if let Some(name) = route(&words) {
        return Street { before: empty, name, kind: empty, after: empty };
    }
    translate_last(&mut words);
    let after = take_last_direction(&mut words);
    let before = take_first_direction(&mut words);
    let (name, kind) = numbered_road(&words).unwrap_or_else(|| split_type(words));
    Street { before, name, kind, after }
}

fn canonical_words<'a>(raw: impl Iterator<Item = &'a str>) -> Words {
    let mut words = Words::new();
    let mut open = None;
    for word in raw {
        let before = open.take();
        match (before, counted(word)) {
            (Some(base), Some((value, kind))) if goes_on(base, value, kind) => {
                words.pop();
                let value = if value == 100 { base * 100 } else { base + value };
                open = (kind != Counting::Ordinal).then_some(value);
                words.push(number(value));
            }
            (_, Some((value, kind))) if value != 100 || kind == Counting::Ordinal => {
                open = (kind == Counting::Tens || kind == Counting::Cardinal && value < 10).then_some(value);
                words.push(number(value));
            }
            _ => push_canonical(&mut words, word),
        }
    }
    words
}

/// A number word that a street can be called by; Thirteen and the like are names of their own.
fn counted(word: &str) -> Option<(u32, Counting)> {
    tables::number_word(word).filter(|&(value, kind)| kind != Counting::Cardinal || value < 13 || value == 100)
}

/// `Twenty` goes on with `First`, `One` with `Hundred`, `One Hundred` with `Tenth`.
fn goes_on(base: u32, value: u32, kind: Counting) -> bool {
    match base {
        100.. => base.is_multiple_of(100) && value < 100,
        20.. => base.is_multiple_of(10) && value < 10 && kind != Counting::Tens,
        _ => value == 100,
    }
}

fn push_canonical(words: &mut Words, word: &str) {
    // `OH-9`, `M-15`: the road and its number.
    let parts = word.split_once('-').filter(|(road, _)| road.bytes().all(|byte| byte.is_ascii_lowercase()));
    let (first, second) = parts.unwrap_or((word, ""));
    let canonical = [first, second].map(canonical_word);
    words.extend(canonical.into_iter().filter(|word| !word.is_empty()));
}

fn number(value: u32) -> Word {
    Word::new(&value.to_string())
}

/// `Dr Martin Luther King Jr`, `M L King`, `MLK`: one name; so with `John F Kennedy`.
fn join_names(words: &mut Words) {
    const SPELLINGS: [(&[&str], &str); 10] = [
        (&["martin", "luther", "king"], "mlk"),
        (&["martin", "l", "king"], "mlk"),
        (&["m", "l", "king"], "mlk"),
        (&["ml", "king"], "mlk"),
        (&["m", "l", "k"], "mlk"),
        (&["mlk"], "mlk"),
        (&["john", "f", "kennedy"], "jfk"),
        (&["john", "fitzgerald", "kennedy"], "jfk"),
        (&["j", "f", "kennedy"], "jfk"),
        (&["j", "f", "k"], "jfk"),
    ];
    let found = (0..words.len())
        .find_map(|at| Some((at, SPELLINGS.into_iter().find(|(spelling, _)| stands_at(words, at, spelling))?)));
    let Some((mut from, (spelling, name))) = found else {
        return;
    };
    let mut to = from + spelling.len();
    to += usize::from(words.get(to).is_some_and(|word| word.as_str() == "jr"));
    while from > 0 && matches!(words[from - 1].as_str(), "dr" | "rev" | "president" | "pres") {
        from -= 1;
    }
    words.drain(from + 1..to);
    words[from] = Word::new(name);
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
    // Rural routes are few: `RR 620` is a ranch road.
    if words.first().is_some_and(|word| word.as_str() == "rr") && words.get(1).is_some_and(|number| number.len() > 2) {
        return None;
    }
    let (spelling, code) = ROUTES.into_iter().find(|(spelling, _)| stands_at(words, 0, spelling))?;
    let rest = words[spelling.len()..].iter().filter(|word| word.as_str() != "#").copied();
    Some(std::iter::once(Word::new(code)).chain(rest).collect())
}

/// `rue Sherbrooke O`, `rue Sherbrooke Est`: behind a street that its type leads, the direction is French or Spanish.
fn translate_last(words: &mut Words) {
    let leads = words.len() > 2 && street_type(words[0].as_str()).is_some_and(|kind| kind.leading);
    let code = match words.last().map(|word| word.as_str()) {
        Some("o") => "w",
        Some("est") => "e",
        _ => return,
    };
    if leads && let Some(last) = words.last_mut() {
        *last = Word::new(code);
    }
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
        [county, road, last] if is_county_road(county, road) && last.len() == 1 => Word::new(""),
        [rest @ .., last] if is_direction(last) && leaves_name(rest) => words.pop().unwrap_or(Word::new("")),
        _ => Word::new(""),
    }
}

/// `County Road E`: the letter is its name.
fn is_county_road(county: &Word, road: &Word) -> bool {
    matches!(county.as_str(), "county" | "co" | "cty") && matches!(road.as_str(), "rd" | "hwy")
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
    let is_last = |at: usize| at + 1 == words.len();
    let at = (1..words.len()).find(|&at| {
        let word = &words[at];
        word.first().is_ascii_digit() || word.len() == 1 && is_last(at) && at > 1 || is_doubled(word) && is_last(at)
    })?;
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
    // `FM 1960 Rd` says no more than `FM 1960`.
    let is_road = |rest: &[Word]| rest.len() == 1 && rest[0].as_str() == "rd";
    name.extend(words[at + 1..].iter().filter(|_| !is_road(&words[at + 1..])).copied());
    Some((name, Word::new(if from > 0 { "" } else { class })))
}

/// Wisconsin: behind County Road Z comes County Road ZZ.
fn is_doubled(word: &Word) -> bool {
    matches!(word.as_bytes(), [first, second] if first == second && first.is_ascii_lowercase())
}

/// Words as [`canonical_word`] leaves them.
fn is_road_word(word: &str) -> bool {
    const WORDS: [&str; 37] = [
        "cth",
        "nys",
        "trunk",
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
    let names_road = has(&[
        "hwy",
        "rte",
        "rd",
        "us",
        "sr",
        "sh",
        "sth",
        "cr",
        "crk",
        "cth",
        "fm",
        "rm",
        "rr",
        "i",
        "ih",
        "interstate",
        "th",
    ]) || words.len() == 1 && tables::state(words[0].as_str(), Region::US).is_some();
    let bare_road = has(&["rd"]) && words.len() == 1;
    if !names_road || bare_road {
        return None;
    }
    let class = if has(&["county", "co", "cnty", "cty", "cr", "crk", "cth"]) {
        "county rd"
    } else if has(&["rm", "rr", "ranch", "rnch"]) {
        "rm"
    } else if has(&["fm", "farm", "market", "mkt"]) {
        "fm"
    } else if has(&["twp", "township"]) {
        "twp rd"
    } else if has(&["i", "ih", "interstate"]) {
        "interstate"
    } else if has(&["us", "u"]) {
        "us hwy"
    } else if has(&["state", "st", "sta", "sr", "sh", "sth", "th", "nys"])
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
    let leads_at =
        |at: usize| words.get(at).and_then(|word: &Word| street_type(word.as_str())).is_some_and(|kind| kind.leading);
    if words.len() > 2 && words[0].as_str() == "el" && leads_at(1) {
        words.remove(0);
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
