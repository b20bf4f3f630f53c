//! Names of persons: titles and generations taken off, then which word is the given and which the family name.

use ownermatch::Reading;

use super::sound::Sound;
use super::tables::{Given, Names};
use super::text::fold;

/// How much likelier than not a name of unknown order has the given name first.
const GIVEN_FIRST_ODDS: f64 = 4.0;
/// How much likelier the family name is first when the text ends in an initial.
const TRAILING_INITIAL_ODDS: f64 = 200.0;
/// How much likelier the given name is first when an initial stands behind the first of several words.
const INNER_INITIAL_ODDS: f64 = 100.0;
/// Odds from which on the order counts as certain.
const CERTAIN_ODDS: f64 = 60.0;
/// A word this many times likelier a family than a given name is one, in front of another.
const FAMILY_RATIO: f64 = 30.0;
/// The fewest people of a title that is a given name first, such as `Major`.
const MANY_BEARERS: u32 = 2000;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Given,
    Middle,
    Family,
}

/// One word of a name.
pub struct Token {
    pub word: String,
    pub role: Role,
    /// The role in the other order; the same where the order is certain.
    pub other: Role,
    pub sound: Sound,
    pub given: Given,
    pub family_people: u32,
}

impl Token {
    fn new(word: &str, names: &Names) -> Self {
        Self {
            word: word.to_owned(),
            role: Role::Middle,
            other: Role::Middle,
            sound: Sound::of(word),
            given: names.given.get(word).copied().unwrap_or(Given { people: 0, female_percent: 50 }),
            family_people: names.family.get(word).copied().unwrap_or(0),
        }
    }

    pub fn is_initial(&self) -> bool {
        self.word.len() == 1
    }

    /// A single name is a given or a family name, whichever it is more often; behind a title it is a family name.
    fn set_alone(&mut self, has_title: bool) {
        let [given, family] = self.shares();
        (self.role, self.other) = match given > family {
            _ if has_title => (Role::Family, Role::Family),
            true => (Role::Given, Role::Family),
            false => (Role::Family, Role::Given),
        };
    }

    /// Shares as a given and as a family name, floored for names no table has.
    fn shares(&self) -> [f64; 2] {
        if self.is_initial() {
            return [5e-4, 1e-5];
        }
        [(f64::from(self.given.people) + 20.0) / 2.55e8, (f64::from(self.family_people) + 100.0) / 2.42e8]
    }

    fn is_family(&self) -> bool {
        let [given, family] = self.shares();
        !self.is_initial() && family > FAMILY_RATIO * given
    }
}

/// A person's name: its words in the order as written.
pub struct Name {
    pub tokens: Vec<Token>,
    pub titles: Vec<String>,
    pub generation: Option<String>,
    /// Letters and spaces as written: banks cut names at 16 to 35.
    pub length: usize,
}

pub fn read(raw: &str, names: &Names) -> Reading<Name> {
    let folded = fold(raw).replace(['\'', '`', '"'], "");
    let text = without_small_words(&folded);
    let mut segments: Vec<Vec<&str>> = text.split(',').map(words).filter(|words| !words.is_empty()).collect();
    if segments.is_empty() {
        return Reading::Absent;
    }
    if !is_persons(&segments.concat(), names) {
        return Reading::Unreadable;
    }
    let mut generation = take_suffixes(&mut segments, names);
    let titles = take_titles(&mut segments, names);
    let behind_comma = segments.first().map_or(0, Vec::len);
    let mut tokens: Vec<Token> = segments.concat().into_iter().map(|word| Token::new(word, names)).collect();
    if let [only] = &mut tokens[..] {
        only.set_alone(!titles.is_empty());
    } else if behind_comma < tokens.len() {
        set_roles(&mut tokens, |at| in_order(at, behind_comma));
    } else if is_given_first(&mut tokens) && is_fifth(&tokens) && generation.is_none() {
        take_fifth(&mut tokens);
        generation = Some("fifth".to_owned());
    }
    Reading::Read(Name { tokens, titles, generation, length: text.len() })
}

/// Whether no word is a business's or a particle, and no run of words a legal form or a titling; of business words,
/// initials and generations count as none.
pub fn is_persons(words: &[&str], names: &Names) -> bool {
    let others = &names.others;
    let is_other = |word: &&str| {
        let is_told = word.len() > 1 && !matches!(*word, "ii" | "iii");
        (is_told && others.business_words.contains(*word)) || others.particles.contains(*word)
    };
    let mut runs = (0..words.len()).flat_map(|from| (from + 1..=words.len()).map(move |to| from..to));
    !words.iter().any(is_other) && !runs.any(|run| others.phrases.contains(&words[run].join(" ")))
}

/// Without what may be left of a titling's phrases: `a` and `u` at the end, `u` at the start.
fn without_small_words(text: &str) -> &str {
    let text = text.strip_prefix("u ").unwrap_or(text);
    match text.rsplit_once(' ') {
        Some((rest, "a" | "u")) if rest.contains([' ', ',']) => rest.trim_end_matches([' ', ',']),
        _ => text,
    }
}

fn words(segment: &str) -> Vec<&str> {
    segment.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Family names, then a given name, then middle names.
fn in_order(at: usize, families: usize) -> Role {
    match at {
        _ if at < families => Role::Family,
        _ if at == families => Role::Given,
        _ => Role::Middle,
    }
}

fn set_roles(tokens: &mut [Token], role: impl Fn(usize) -> Role) {
    for (at, token) in tokens.iter_mut().enumerate() {
        (token.role, token.other) = (role(at), role(at));
    }
}

fn count(segments: &[Vec<&str>]) -> usize {
    segments.iter().map(Vec::len).sum()
}

/// Takes suffixes off, and gives the first generation among them: segments of nothing else, `smith, john, jr`, then the
/// ends of segments, `smith jr, john`, and a generation inside, `smith iii john`.
fn take_suffixes(segments: &mut Vec<Vec<&str>>, names: &Names) -> Option<String> {
    let kind = |word: &str| names.suffixes.get(word).map(String::as_str);
    let is_long = |word: &str| kind(word).is_some_and(|kind| kind != "short_degree");
    let generation = |word: &str| kind(word).filter(|kind| !kind.ends_with("degree")).map(str::to_owned);
    let mut taken = Vec::new();
    for at in (1..segments.len()).rev() {
        let others = segments.iter().enumerate().filter(|&(other, _)| other != at).flat_map(|(_, words)| words);
        let named = others.filter(|word| !is_long(word)).count();
        if named >= 2 && segments[at].iter().all(|word| kind(word).is_some()) {
            taken.extend(segments.remove(at));
        }
    }
    while count(segments) > 2 {
        let at_end = segments.iter().position(|words| words.len() > 1 && is_long(words[words.len() - 1]));
        if let Some(word) = at_end.and_then(|at| segments[at].pop()) {
            taken.push(word);
            continue;
        }
        let has_one = taken.iter().any(|word| generation(word).is_some());
        let inside = |words: &Vec<&str>| words.iter().skip(1).position(|word| generation(word).is_some());
        let found = segments.iter().enumerate().find_map(|(at, words)| Some((at, inside(words)? + 1)));
        let Some((at, word)) = found.filter(|_| !has_one) else { break };
        taken.push(segments[at].remove(word));
    }
    segments.retain(|words| !words.is_empty());
    taken.into_iter().find_map(generation)
}

/// Titles at the front of a segment; what many are called by is a name.
fn take_titles(segments: &mut [Vec<&str>], names: &Names) -> Vec<String> {
    let mut titles = Vec::new();
    for at in 0..segments.len() {
        while let [first, _, ..] = segments[at][..]
            && (count(segments) > 2 || matches!(first, "mr" | "mrs" | "ms" | "miss"))
            && is_title(first, segments, names)
        {
            titles.push(segments[at].remove(0).to_owned());
        }
    }
    titles
}

fn is_title(word: &str, segments: &[Vec<&str>], names: &Names) -> bool {
    let bearers = names.given.get(word).map_or(0, |given| given.people);
    let full_words = segments.iter().flatten().filter(|word| word.len() > 1).count();
    names.titles.contains(word) && (bearers == 0 || (bearers < MANY_BEARERS && full_words >= 3))
}

/// Sets the roles of a name without a comma by how common each word is as what; a close call keeps both orders.
fn is_given_first(tokens: &mut [Token]) -> bool {
    let odds = given_first_odds(tokens);
    let given_first = given_first_roles(tokens);
    let families = if tokens.len() > 2 && tokens[1].is_family() && !tokens[2].is_initial() { 2 } else { 1 };
    for (at, token) in tokens.iter_mut().enumerate() {
        let family_first = in_order(at, families);
        (token.role, token.other) = match odds {
            odds if odds >= CERTAIN_ODDS => (given_first[at], given_first[at]),
            odds if odds <= 1.0 / CERTAIN_ODDS => (family_first, family_first),
            odds if odds >= 1.0 => (given_first[at], family_first),
            _ => (family_first, given_first[at]),
        };
    }
    odds >= 1.0
}

fn given_first_odds(tokens: &[Token]) -> f64 {
    let [first, second, last] = [&tokens[0], &tokens[1], &tokens[tokens.len() - 1]];
    let [first_given, first_family] = first.shares();
    let [last_given, last_family] = last.shares();
    let other_given = if last.is_initial() { second.shares()[0] } else { last_given };
    let mut odds = GIVEN_FIRST_ODDS * first_given * last_family / (first_family * other_given);
    if last.is_initial() && !first.is_initial() && tokens.len() > 2 {
        odds /= TRAILING_INITIAL_ODDS;
    }
    if second.is_initial() && !first.is_initial() && !last.is_initial() && tokens.len() > 2 {
        odds *= INNER_INITIAL_ODDS;
    }
    odds
}

/// Given name, middle names, and one family name or two.
fn given_first_roles(tokens: &[Token]) -> Vec<Role> {
    let last = tokens.len() - 1;
    let has_two = last >= 2 && tokens[last - 1].is_family();
    let role = |at| match at {
        0 => Role::Given,
        _ if at == last || (has_two && at == last - 1) => Role::Family,
        _ => Role::Middle,
    };
    (0..tokens.len()).map(role).collect()
}

/// A `v` behind the family name.
fn is_fifth(tokens: &[Token]) -> bool {
    tokens.len() > 2 && tokens.last().is_some_and(|last| last.word == "v")
}

fn take_fifth(tokens: &mut Vec<Token>) {
    tokens.pop();
    if let Some(last) = tokens.last_mut() {
        (last.role, last.other) = (Role::Family, Role::Family);
    }
}
