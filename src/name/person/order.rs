//! Which word is the given name and which the family name: by commas, hints, initials and how common each is.

use smallvec::SmallVec;

use super::spelling::father;
use super::{Order, Role, Token};
use crate::name::facts::Facts;
use crate::name::scan::{RawWord, RawWords};

/// How much likelier than not a name of unknown order has the given name first; assumed.
const GIVEN_FIRST_ODDS: f64 = 4.0;
/// How much likelier family first is when the text ends in an initial, `smith robert j`; assumed.
const TRAILING_INITIAL_ODDS: f64 = 200.0;
/// How much likelier given first is when an initial stands behind the first of several words, `shaquan t gravely`; assumed.
const INNER_INITIAL_ODDS: f64 = 100.0;
/// How much likelier family first is when the text opens with a particle, `de la cruz maria`; assumed.
const LEADING_PARTICLE_ODDS: f64 = 50.0;
/// Odds from which on the order counts as certain; assumed.
const CERTAIN_ODDS: f64 = 60.0;
/// Shares of an initial as a given and as a family name; assumed.
const INITIAL_SHARES: [f64; 2] = [5e-4, 1e-5];
/// A word this many times likelier a family than a given name is one, in front of another.
const FAMILY_RATIO: f64 = 30.0;

/// A run of words joined by hyphens, particles in front not counted.
#[derive(Clone, Copy)]
struct Group {
    from: usize,
    to: usize,
    given: f64,
    family: f64,
    initial: bool,
}

type Groups = SmallVec<[Group; 6]>;

/// Sets both readings' roles of every token, and says which order was read.
pub(super) fn set_roles(tokens: &mut [Token], words: &RawWords<'_>, hint: Order) -> Order {
    if words.iter().any(|word| word.has(Facts::PARTICLE)) {
        mark_particles(tokens, words);
    }
    let segment = |word: Option<&RawWord<'_>>| word.map_or(0, |word| word.segment);
    let first = segment(words.first());
    let has_comma = segment(words.last()) != first;
    match words.iter().position(|word| has_comma && word.segment != first) {
        Some(behind) => comma_order(tokens, behind),
        None => plain_order(tokens, hint),
    }
}

fn mark_particles(tokens: &mut [Token], words: &RawWords<'_>) {
    for at in 0..words.len().saturating_sub(1) {
        if is_particle_at(tokens, words, at) {
            [tokens[at].role, tokens[at].other] = [Role::Particle; 2];
        }
    }
}

fn is_particle_at(tokens: &[Token], words: &RawWords<'_>, at: usize) -> bool {
    let [word, next] = [&words[at], &words[at + 1]];
    let is_before_name = next.segment == word.segment && next.text.len() > 1;
    if !word.has(Facts::PARTICLE) || !is_before_name || is_vietnamese(words, at) {
        return false;
    }
    let opens = at == 0 || words[at - 1].segment != word.segment;
    let family_segment = at == 0 && words.last().is_some_and(|last| last.segment != word.segment);
    !opens || family_segment || word.has(Facts::STRONG_PARTICLE) || opens_family(tokens, words, at)
}

/// `le van tam`, `tam van le`: behind or before such a family name `van` is a middle name.
fn is_vietnamese(words: &RawWords<'_>, at: usize) -> bool {
    const FAMILIES: [&str; 14] =
        ["le", "nguyen", "tran", "pham", "hoang", "huynh", "phan", "vu", "vo", "bui", "dang", "truong", "ngo", "duong"];
    let ends = [words.first(), words.last()];
    words[at].text == "van" && ends.into_iter().flatten().any(|word| FAMILIES.contains(&word.text))
}

/// `van dyke madelyn` opens with a particle, `van morrison` and `van thu nguyen` do not; a hyphen decides (`al-rawi`).
fn opens_family(tokens: &[Token], words: &RawWords<'_>, at: usize) -> bool {
    let looks_family = |token: &Token| token.lexeme.family > token.lexeme.given;
    let reversed =
        tokens.len() > 2 && looks_family(&tokens[at + 1]) && tokens.last().is_some_and(|last| !looks_family(last));
    (words[at + 1].glued && words[at].text.len() <= 2) || reversed
}

/// `rosen, jenny m`: before the first comma stands the family name.
fn comma_order(tokens: &mut [Token], behind: usize) -> Order {
    let groups = groups(tokens);
    let first_given = groups.iter().position(|group| group.from >= behind).unwrap_or(groups.len());
    set(tokens, &groups, BOTH, |at| family_first(at, first_given));
    Order::FamilyFirst
}

fn family_first(at: usize, given: usize) -> Role {
    match at {
        _ if at < given => Role::Family,
        _ if at == given => Role::Given,
        _ => Role::Middle,
    }
}

fn plain_order(tokens: &mut [Token], hint: Order) -> Order {
    let groups = groups(tokens);
    match groups[..] {
        [] => return Order::Unknown,
        [only] => return lone_group(tokens, only),
        _ => {}
    }
    let odds = if hint == Order::Unknown { given_first_odds(tokens, &groups) } else { CERTAIN_ODDS };
    match hint {
        Order::GivenFirst => read_given_first(tokens, &groups, BOTH),
        Order::FamilyFirst => read_family_first(tokens, &groups, BOTH),
        Order::Unknown if odds >= CERTAIN_ODDS => read_given_first(tokens, &groups, BOTH),
        Order::Unknown if odds <= 1.0 / CERTAIN_ODDS => read_family_first(tokens, &groups, BOTH),
        Order::Unknown => {
            let is_given_first = odds >= 1.0;
            read_given_first(tokens, &groups, [is_given_first, !is_given_first]);
            read_family_first(tokens, &groups, [!is_given_first, is_given_first]);
        }
    }
    match hint {
        Order::Unknown if odds >= 1.0 => Order::GivenFirst,
        Order::Unknown => Order::FamilyFirst,
        known => known,
    }
}

/// A single name is a given or a family name, whichever it is more often.
fn lone_group(tokens: &mut [Token], group: Group) -> Order {
    let is_given = group.given > group.family;
    set(tokens, &[group], [is_given, !is_given], |_| Role::Given);
    set(tokens, &[group], [!is_given, is_given], |_| Role::Family);
    Order::Unknown
}

fn groups(tokens: &[Token]) -> Groups {
    let mut groups = Groups::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.role != Role::Particle) {
        let joins = token.glued && groups.last().is_some_and(|group: &Group| group.to == at);
        let [given, family] = shares(token);
        match groups.last_mut() {
            Some(group) if joins => {
                *group =
                    Group { to: at + 1, given: group.given.max(given), family: group.family.max(family), ..*group };
            }
            _ => groups.push(Group { from: at, to: at + 1, given, family, initial: token.is_initial() }),
        }
    }
    groups
}

/// Shares as a given and as a family name, floored for names no table has.
fn shares(token: &Token) -> [f64; 2] {
    if token.is_initial() {
        return INITIAL_SHARES;
    }
    [(f64::from(token.lexeme.given) + 20.0) / 2.55e8, (f64::from(token.lexeme.family) + 100.0) / 2.42e8]
}

fn given_first_odds(tokens: &[Token], groups: &Groups) -> f64 {
    let [first, second, last] = [groups[0], groups[1], groups[groups.len() - 1]];
    let other_given = if last.initial { second.given } else { last.given };
    let mut odds = GIVEN_FIRST_ODDS * first.given * last.family / (first.family * other_given);
    if last.initial && !first.initial && groups.len() > 2 {
        odds /= TRAILING_INITIAL_ODDS;
    }
    if second.initial && !first.initial && !last.initial && groups.len() > 2 {
        odds *= INNER_INITIAL_ODDS;
    }
    if tokens[0].role == Role::Particle {
        odds /= LEADING_PARTICLE_ODDS;
    }
    odds
}

fn read_given_first(tokens: &mut [Token], groups: &Groups, readings: [bool; 2]) {
    let last = groups.len() - 1;
    let second_family = last >= 2 && is_family(&groups[last - 1]) && !is_patronymic(tokens, &groups[last - 1]);
    set(tokens, groups, readings, |at| match at {
        0 => Role::Given,
        _ if at == last || (at == last - 1 && second_family) => Role::Family,
        _ => Role::Middle,
    });
}

fn read_family_first(tokens: &mut [Token], groups: &Groups, readings: [bool; 2]) {
    let given = if groups.len() > 2 && is_family(&groups[1]) && !groups[2].initial { 2 } else { 1 };
    set(tokens, groups, readings, |at| family_first(at, given));
}

/// `ivan petrovich sokolov`: a father's name before the family name.
fn is_patronymic(tokens: &[Token], group: &Group) -> bool {
    group.to == group.from + 1
        && tokens[group.from].word.len() >= 8
        && father(tokens[group.from].word.as_str()).is_some()
}

fn is_family(group: &Group) -> bool {
    !group.initial && group.family > FAMILY_RATIO * group.given
}

/// The reading as parsed and the other one: both of a name whose order is certain.
const BOTH: [bool; 2] = [true; 2];

/// Gives the words of each group their role in the reading as parsed, in the other one, or in both.
fn set(tokens: &mut [Token], groups: &[Group], [parsed, other]: [bool; 2], role_of: impl Fn(usize) -> Role) {
    for (at, group) in groups.iter().enumerate() {
        let role = role_of(at);
        for token in &mut tokens[group.from..group.to] {
            token.role = if parsed { role } else { token.role };
            token.other = if other { role } else { token.other };
        }
    }
}
