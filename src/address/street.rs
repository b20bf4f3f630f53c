//! A street's words in the form by which they are compared: direction, name, type, direction.

use smallvec::SmallVec;

use super::tables::{canonical_word, plain_ordinal};
use super::words::{Counting, Facts, Marks, facts, no_facts};
use crate::region::Region;

/// A canonical word, and what the tables say of it.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a [u8],
    facts: &'static Facts,
}

impl<'a> Piece<'a> {
    /// A canonical word that the tables may know.
    fn new(text: &'a [u8]) -> Self {
        Self { text, facts: facts(text) }
    }

    fn leads(&self) -> bool {
        self.facts.kind.is_some_and(|kind| kind.leading)
    }

    fn is_type(&self) -> bool {
        self.facts.kind.is_some_and(|kind| kind.strong && kind.canonical == self.text)
    }

    fn is_direction(&self) -> bool {
        matches!(self.text, b"n" | b"s" | b"e" | b"w" | b"ne" | b"nw" | b"se" | b"sw")
    }

    fn is_state(&self) -> bool {
        self.facts.state(Region::US).is_some()
    }
}

type Words<'a> = SmallVec<[Piece<'a>; 8]>;

/// A street taken apart, each part canonical and possibly empty.
pub(super) struct Street<'a> {
    pub(super) before: &'a [u8],
    pub(super) name: Words<'a>,
    /// The post office's abbreviation; of a numbered road its class: `us hwy`, `county rd`, or just `hwy`.
    pub(super) kind: &'a [u8],
    pub(super) after: &'a [u8],
}

/// Takes the folded words of a street apart.
pub(super) fn read<'a>(words: impl Iterator<Item = (&'a [u8], &'static Facts)>) -> Street<'a> {
    let mut words = canonical_words(words);
    join_names(&mut words);
    if let Some(name) = route(&words) {
        return Street { before: b"", name, kind: b"", after: b"" };
    }
    translate_last(&mut words);
    let after = take_last_direction(&mut words);
    let before = take_first_direction(&mut words);
    match numbered_road(&words) {
        Some((name, kind)) => Street { before, name, kind, after },
        None => {
            let kind = take_type(&mut words);
            Street { before, name: words, kind, after }
        }
    }
}

fn canonical_words<'a>(raw: impl Iterator<Item = (&'a [u8], &'static Facts)>) -> Words<'a> {
    let mut words = Words::new();
    let mut open = None;
    for (word, row) in raw {
        let before = open.take();
        match (before, counted(row)) {
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
            _ => push_canonical(&mut words, word, row),
        }
    }
    words
}

/// A number word that a street can be called by; Thirteen and the like are names of their own.
fn counted(row: &Facts) -> Option<(u32, Counting)> {
    row.number.filter(|&(value, kind)| kind != Counting::Cardinal || value < 13 || value == 100)
}

/// `Twenty` goes on with `First`, `One` with `Hundred`, `One Hundred` with `Tenth`.
fn goes_on(base: u32, value: u32, kind: Counting) -> bool {
    match base {
        100.. => base.is_multiple_of(100) && value < 100,
        20.. => base.is_multiple_of(10) && value < 10 && kind != Counting::Tens,
        _ => value == 100,
    }
}

fn push_canonical<'a>(words: &mut Words<'a>, word: &'a [u8], row: &'static Facts) {
    // `OH-9`, `M-15`: the road and its number.
    let letters = word.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    if word.get(letters) == Some(&b'-') {
        push_piece(words, &word[..letters], facts(&word[..letters]));
        let second = &word[letters + 1..];
        return push_piece(words, second, facts(second));
    }
    push_piece(words, word, row);
}

fn push_piece<'a>(words: &mut Words<'a>, word: &'a [u8], row: &'static Facts) {
    let (text, facts) = canonical_word(word, row);
    if !text.is_empty() {
        words.push(Piece { text, facts });
    }
}

/// Numbers that words are put together to.
static DECIMALS: [[u8; 3]; 1000] = {
    let mut decimals = [[0; 3]; 1000];
    let mut value = 0;
    while value < 1000 {
        decimals[value] = [b'0' + (value / 100) as u8, b'0' + (value / 10 % 10) as u8, b'0' + (value % 10) as u8];
        value += 1;
    }
    decimals
};

/// The digits of a number below a thousand, which is what the words of a street come to at most.
pub(super) fn decimal(value: u32) -> Option<&'static [u8]> {
    let digits = DECIMALS.get(value as usize)?;
    let zeros = if value < 10 { 2 } else { usize::from(value < 100) };
    Some(&digits[zeros..])
}

fn number(value: u32) -> Piece<'static> {
    Piece { text: decimal(value).unwrap_or_default(), facts: no_facts() }
}

/// `Dr Martin Luther King Jr`, `M L King`, `MLK`: one name; so with `John F Kennedy`.
fn join_names(words: &mut Words) {
    const SPELLINGS: [(&[&[u8]], &[u8]); 10] = [
        (&[b"martin", b"luther", b"king"], b"mlk"),
        (&[b"martin", b"l", b"king"], b"mlk"),
        (&[b"m", b"l", b"king"], b"mlk"),
        (&[b"ml", b"king"], b"mlk"),
        (&[b"m", b"l", b"k"], b"mlk"),
        (&[b"mlk"], b"mlk"),
        (&[b"john", b"f", b"kennedy"], b"jfk"),
        (&[b"john", b"fitzgerald", b"kennedy"], b"jfk"),
        (&[b"j", b"f", b"kennedy"], b"jfk"),
        (&[b"j", b"f", b"k"], b"jfk"),
    ];
    let found = (0..words.len())
        .filter(|&at| words[at].facts.marks.contains(Marks::NAMESAKE))
        .find_map(|at| Some((at, SPELLINGS.into_iter().find(|(spelling, _)| stands_at(words, at, spelling))?)));
    let Some((mut from, (spelling, name))) = found else {
        return;
    };
    let mut to = from + spelling.len();
    to += usize::from(words.get(to).is_some_and(|word| word.text == b"jr"));
    while from > 0 && matches!(words[from - 1].text, b"dr" | b"rev" | b"president" | b"pres") {
        from -= 1;
    }
    words.drain(from + 1..to);
    words[from] = Piece::new(name);
}

fn stands_at(words: &Words, at: usize, spelling: &[&[u8]]) -> bool {
    spelling.iter().enumerate().all(|(offset, text)| words.get(at + offset).is_some_and(|word| word.text == *text))
}

/// `Rural Route 2`, `RR 2`, `HC 3`, `PSC 3`, general delivery.
fn route<'a>(words: &Words<'a>) -> Option<Words<'a>> {
    const ROUTES: [(&[&[u8]], &[u8]); 14] = [
        (&[b"rural", b"rte"], b"rr"),
        (&[b"r", b"r"], b"rr"),
        (&[b"rr"], b"rr"),
        (&[b"rfd"], b"rr"),
        (&[b"rrt"], b"rr"),
        (&[b"rural", b"rd"], b"rr"),
        (&[b"hwy", b"contract", b"rte"], b"hc"),
        (&[b"hwy", b"contract"], b"hc"),
        (&[b"h", b"c"], b"hc"),
        (&[b"hcr"], b"hc"),
        (&[b"hc"], b"hc"),
        (&[b"star", b"rte"], b"hc"),
        (&[b"psc"], b"psc"),
        (&[b"cmr"], b"cmr"),
    ];
    if words.len() == 2 && matches!(words[1].text, b"delivery" | b"del" | b"restante") {
        return Some(SmallVec::from_iter([Piece::new(b"general"), Piece::new(b"delivery")]));
    }
    // Rural routes are few: `RR 620` is a ranch road.
    if words.first().is_some_and(|word| word.text == b"rr") && words.get(1).is_some_and(|number| number.text.len() > 2)
    {
        return None;
    }
    if !words.first().is_some_and(|word| word.facts.marks.contains(Marks::ROUTE)) {
        return None;
    }
    let (spelling, code) = ROUTES.into_iter().find(|(spelling, _)| stands_at(words, 0, spelling))?;
    let rest = words[spelling.len()..].iter().filter(|word| word.text != b"#").copied();
    Some(std::iter::once(Piece::new(code)).chain(rest).collect())
}

/// `rue Sherbrooke O`, `rue Sherbrooke Est`: behind a street that its type leads, the direction is French or Spanish.
fn translate_last(words: &mut Words) {
    let leads = words.len() > 2 && words[0].leads();
    let code: &[u8] = match words.last().map(|word| word.text) {
        Some(b"o") => b"w",
        Some(b"est") => b"e",
        _ => return,
    };
    if leads && let Some(last) = words.last_mut() {
        *last = Piece::new(code);
    }
}

/// `north` `east` as one; in `North East St` too, where nobody can tell.
fn joined(first: &Piece, second: &Piece) -> Option<&'static [u8]> {
    match (first.text, second.text) {
        (b"n", b"e") => Some(b"ne"),
        (b"n", b"w") => Some(b"nw"),
        (b"s", b"e") => Some(b"se"),
        (b"s", b"w") => Some(b"sw"),
        _ => None,
    }
}

/// In `Avenue E` and `North St` the direction is the name.
fn take_last_direction<'a>(words: &mut Words<'a>) -> &'a [u8] {
    let leaves_name =
        |rest: &[Piece]| rest.len() > 1 || rest.len() == 1 && !rest[0].is_type() && !rest[0].is_direction();
    if let [rest @ .., first, second] = words.as_slice()
        && let Some(code) = joined(first, second).filter(|_| leaves_name(rest))
    {
        words.truncate(words.len() - 2);
        return code;
    }
    match words.as_slice() {
        [county, road, last] if is_county_road(county, road) && last.text.len() == 1 => b"",
        [rest @ .., last] if last.is_direction() && leaves_name(rest) => words.pop().map_or(b"", |word| word.text),
        _ => b"",
    }
}

/// `County Road E`: the letter is its name.
fn is_county_road(county: &Piece, road: &Piece) -> bool {
    matches!(county.text, b"county" | b"co" | b"cty") && matches!(road.text, b"rd" | b"hwy")
}

fn take_first_direction<'a>(words: &mut Words<'a>) -> &'a [u8] {
    let leaves_name = |rest: &[Piece]| rest.len() > 1 || rest.len() == 1 && !rest[0].is_type();
    if let [first, second, rest @ ..] = words.as_slice()
        && let Some(code) = joined(first, second).filter(|_| leaves_name(rest))
    {
        words.drain(..2);
        return code;
    }
    match words.as_slice() {
        [first, rest @ ..] if first.is_direction() && leaves_name(rest) => words.remove(0).text,
        _ => b"",
    }
}

/// `US Highway 71`, `State Route 9`, `Cty Rd 12`, `FM 1960`, `I 35`: the number is the name, the class the type.
fn numbered_road<'a>(words: &Words<'a>) -> Option<(Words<'a>, &'a [u8])> {
    let is_last = |at: usize| at + 1 == words.len();
    let at = (1..words.len()).find(|&at| {
        let word = words[at].text;
        word[0].is_ascii_digit() || word.len() == 1 && is_last(at) && at > 1 || is_doubled(word) && is_last(at)
    })?;
    let from = (0..at)
        .rev()
        .take_while(|&word| is_road_word(&words[word]) && (word == 0 || words[word].text != b"st"))
        .last()?;
    let class = road_class(&words[from..at])?;
    let number = Piece { text: plain_ordinal(words[at].text), ..words[at] };
    let mut name: Words = words[..from].iter().copied().collect();
    if from > 0 {
        name.push(Piece::new(class));
    }
    name.push(number);
    // `FM 1960 Rd` says no more than `FM 1960`.
    let is_road = |rest: &[Piece]| rest.len() == 1 && rest[0].text == b"rd";
    name.extend(words[at + 1..].iter().filter(|_| !is_road(&words[at + 1..])).copied());
    Some((name, if from > 0 { b"" } else { class }))
}

/// Wisconsin: behind County Road Z comes County Road ZZ.
fn is_doubled(word: &[u8]) -> bool {
    matches!(word, [first, second] if first == second && first.is_ascii_lowercase())
}

/// Words as [`canonical_word`] leaves them.
fn is_road_word(word: &Piece) -> bool {
    const WORDS: [&[u8]; 37] = [
        b"cth",
        b"nys",
        b"trunk",
        b"hwy",
        b"rte",
        b"rd",
        b"us",
        b"u",
        b"s",
        b"st",
        b"state",
        b"sta",
        b"sr",
        b"sh",
        b"sth",
        b"county",
        b"co",
        b"cnty",
        b"cty",
        b"cr",
        b"crk",
        b"fm",
        b"farm",
        b"to",
        b"market",
        b"mkt",
        b"rm",
        b"ranch",
        b"rnch",
        b"rr",
        b"i",
        b"ih",
        b"interstate",
        b"twp",
        b"township",
        b"th",
        b"old",
    ];
    WORDS.contains(&word.text) || word.is_state()
}

fn road_class(words: &[Piece]) -> Option<&'static [u8]> {
    let has = |wanted: &[&[u8]]| words.iter().any(|word| wanted.contains(&word.text));
    let names_road = has(&[
        b"hwy",
        b"rte",
        b"rd",
        b"us",
        b"sr",
        b"sh",
        b"sth",
        b"cr",
        b"crk",
        b"cth",
        b"fm",
        b"rm",
        b"rr",
        b"i",
        b"ih",
        b"interstate",
        b"th",
    ]) || words.len() == 1 && words[0].is_state();
    let bare_road = has(&[b"rd"]) && words.len() == 1;
    if !names_road || bare_road {
        return None;
    }
    let class: &[u8] = if has(&[b"county", b"co", b"cnty", b"cty", b"cr", b"crk", b"cth"]) {
        b"county rd"
    } else if has(&[b"rm", b"rr", b"ranch", b"rnch"]) {
        b"rm"
    } else if has(&[b"fm", b"farm", b"market", b"mkt"]) {
        b"fm"
    } else if has(&[b"twp", b"township"]) {
        b"twp rd"
    } else if has(&[b"i", b"ih", b"interstate"]) {
        b"interstate"
    } else if has(&[b"us", b"u"]) {
        b"us hwy"
    } else if has(&[b"state", b"st", b"sta", b"sr", b"sh", b"sth", b"th", b"nys"]) || words.iter().any(Piece::is_state)
    {
        b"state hwy"
    } else {
        b"hwy"
    };
    Some(class)
}

/// The type stands last, or first: `Avenue of the Americas`, `Calle 5`.
fn take_type<'a>(words: &mut Words<'a>) -> &'a [u8] {
    if words.len() > 1 && words.last().is_some_and(Piece::is_type) {
        return words.pop().map_or(b"", |word| word.text);
    }
    if words.len() > 2 && words[0].text == b"el" && words[1].leads() {
        words.remove(0);
    }
    if words.len() > 1 && words[0].leads() {
        return words.remove(0).text;
    }
    b""
}

#[cfg(test)]
mod tests {
    use super::{facts, read};

    fn parts(street: &str) -> String {
        let street = read(street.split(' ').map(|word| (word.as_bytes(), facts(word.as_bytes()))));
        let name: Vec<_> = street.name.iter().map(|word| word.text).collect();
        let parts = [street.before, &name.join(&b'_'), street.kind, street.after].join(&b'|');
        String::from_utf8_lossy(&parts).into_owned()
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
