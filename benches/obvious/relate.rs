//! How two words of two names relate: equal, the same name spelled otherwise, cut, slipped, or another name.

use strsim::{jaro_winkler, osa_distance};

use super::name::{Role, Token};
use super::sound::Sound;
use super::tables::Names;

/// How two words relate, best first; from `LookAlike` on they are two names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    Equal,
    Respaced,
    Known,
    Nickname,
    Spelled,
    Slip,
    InitialByOwner,
    InitialByApplicant,
    ShortSlip,
    Consonants,
    TruncatedByOwner,
    TruncatedByApplicant,
    TwoSlips,
    RespacedSlip,
    LookAlikeFamily,
    LookAlike,
    Alike,
    Other,
}

/// The fewest people that make a given name or a family name a real one of its own.
const REAL_GIVEN: u32 = 400;
const REAL_FAMILY: u32 = 300;
/// A name this many times rarer than the one a letter away is a misspelling of it.
const MISSPELLING: u32 = 20;
/// The fewest people of two given names of one sound that other vowels tell apart.
const COMMON_GIVEN: u32 = 5000;
/// From this similarity on two names are alike.
const ALIKE: f64 = 0.82;

impl Relation {
    /// Whether the two words stand for one name.
    pub fn matches(self) -> bool {
        self < Self::LookAlike
    }

    pub fn is_initial(self) -> bool {
        matches!(self, Self::InitialByOwner | Self::InitialByApplicant)
    }

    /// The same from either side.
    pub fn rank(self) -> u32 {
        match self {
            Self::InitialByApplicant => Self::InitialByOwner as u32,
            Self::TruncatedByApplicant => Self::TruncatedByOwner as u32,
            same => same as u32,
        }
    }
}

/// A word of the applicant's name against one of the owner's, in these roles; `cut` says of each side whether the word
/// stands at the end of a text that may have been cut.
pub fn relate(applicant: &Token, owner: &Token, roles: [Role; 2], cut: [bool; 2], names: &Names) -> Relation {
    if applicant.word == owner.word {
        return Relation::Equal;
    }
    let is_crossed = roles.contains(&Role::Given) && roles.contains(&Role::Middle);
    let is_given = !roles.contains(&Role::Family);
    if roles.contains(&Role::Given) && !is_given {
        return if are_known(applicant, owner, names) { Relation::Known } else { Relation::Other };
    }
    if applicant.is_initial() || owner.is_initial() {
        return if is_crossed { Relation::Other } else { relate_initial(applicant, owner, names) };
    }
    if is_article_joined(&applicant.word, &owner.word) {
        return Relation::Respaced;
    }
    if are_known(applicant, owner, names) {
        return Relation::Known;
    }
    if is_given && are_nicknames(&applicant.word, &owner.word, names) {
        return Relation::Nickname;
    }
    if is_crossed && applicant.word.len().min(owner.word.len()) < 5 {
        return Relation::Other;
    }
    relate_letters(applicant, owner, is_given, cut, names)
}

/// `r` for Robert, and for Bob.
fn relate_initial(applicant: &Token, owner: &Token, names: &Names) -> Relation {
    let opens_with = |token: &Token, initial: &Token| {
        let mut all = std::iter::once(&token.word).chain(names.formal_names(&token.word));
        all.any(|name| name.starts_with(&initial.word))
    };
    if owner.is_initial() && opens_with(applicant, owner) {
        Relation::InitialByOwner
    } else if applicant.is_initial() && opens_with(owner, applicant) {
        Relation::InitialByApplicant
    } else {
        Relation::Other
    }
}

fn by_length<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    if one.len() >= other.len() { (one, other) } else { (other, one) }
}

/// `alzubaidi` and `zubaidi`.
fn is_article_joined(applicant: &str, owner: &str) -> bool {
    let (long, short) = by_length(applicant, owner);
    short.len() >= 5 && long.strip_prefix("al").or_else(|| long.strip_prefix("el")) == Some(short)
}

/// Spellings of one name, or German umlauts written out.
fn are_known(applicant: &Token, owner: &Token, names: &Names) -> bool {
    share_a_group(&applicant.word, &owner.word, names) || are_equal_but_umlauts(&applicant.word, &owner.word)
}

pub fn share_a_group(one: &str, other: &str, names: &Names) -> bool {
    match (names.variants.get(one), names.variants.get(other)) {
        (Some(groups), Some(others)) => groups.iter().any(|group| others.contains(group)),
        _ => false,
    }
}

/// `mueller` and `muller`.
fn are_equal_but_umlauts(applicant: &str, owner: &str) -> bool {
    let (long, short) = by_length(applicant, owner);
    if short.len() < 4 || long.len() == short.len() {
        return false;
    }
    let mut rest = long;
    let mut before = ' ';
    for letter in short.chars() {
        if !rest.starts_with(letter) && matches!(before, 'a' | 'o' | 'u') {
            rest = rest.strip_prefix('e').unwrap_or(rest);
        }
        let Some(behind) = rest.strip_prefix(letter) else { return false };
        (rest, before) = (behind, letter);
    }
    rest.is_empty()
}

/// One is short for the other, or both for one formal name.
fn are_nicknames(applicant: &str, owner: &str, names: &Names) -> bool {
    let (formal, other_formal) = (names.formal_names(applicant), names.formal_names(owner));
    formal.iter().any(|name| name == owner || other_formal.contains(name))
        || other_formal.iter().any(|name| name == applicant)
}

fn relate_letters(applicant: &Token, owner: &Token, is_given: bool, cut: [bool; 2], names: &Names) -> Relation {
    let (a, o) = (applicant.word.as_str(), owner.word.as_str());
    let distance = osa_distance(a, o);
    let has_same_sound = applicant.sound.full == owner.sound.full && a.len().min(o.len()) >= 3;
    if has_same_sound && is_respelling(applicant, owner, is_given, distance) {
        return Relation::Spelled;
    }
    if are_two_names(applicant, owner, is_given, distance) {
        return look_alike(a, o, is_given, distance);
    }
    if is_given && are_of_two_sexes(a, o) {
        return Relation::LookAlike;
    }
    let slip = slips(a, o, distance, is_misspelling(applicant, owner, is_given, names));
    if distance == 1 && slip.matches() {
        return slip;
    }
    if let Some(truncated) = truncated(a, o, cut) {
        return truncated;
    }
    if slip.matches() {
        slip
    } else if has_same_consonants(applicant, owner, distance) {
        Relation::Consonants
    } else if jaro_winkler(a, o) >= ALIKE {
        Relation::Alike
    } else {
        Relation::Other
    }
}

fn people(token: &Token, is_given: bool) -> u32 {
    if is_given { token.given.people } else { token.family_people }
}

/// The people of the rarer and of the commoner of two names.
fn rarer_first(applicant: &Token, owner: &Token, is_given: bool) -> [u32; 2] {
    let [one, other] = [applicant, owner].map(|token| people(token, is_given));
    [one.min(other), one.max(other)]
}

/// Nine in ten bearers of the one are women, of the other men.
fn are_of_other_sex(applicant: &Token, owner: &Token) -> bool {
    applicant.given.female_percent.abs_diff(owner.given.female_percent) >= 80
}

/// Two words of one sound are two spellings of a name, rather than two names or a slip in one.
fn is_respelling(applicant: &Token, owner: &Token, is_given: bool, distance: usize) -> bool {
    let [rare, common] = rarer_first(applicant, owner, is_given);
    let real = if is_given { REAL_GIVEN } else { REAL_FAMILY };
    if rare < real {
        let is_misspelled = common >= real && common / MISSPELLING >= rare;
        return distance > 1 || !is_misspelled || applicant.word.len().max(owner.word.len()) < 7;
    }
    let has_same_vowels = rare < COMMON_GIVEN || applicant.sound.vowels == owner.sound.vowels;
    !is_given || (has_same_vowels && !are_of_other_sex(applicant, owner))
}

/// Both are names that many people carry, and neither is a rare misspelling of the other.
fn are_two_names(applicant: &Token, owner: &Token, is_given: bool, distance: usize) -> bool {
    let [rare, common] = rarer_first(applicant, owner, is_given);
    let is_rarer_by_far = common / MISSPELLING >= rare;
    if !is_given {
        return rare >= REAL_FAMILY && !is_rarer_by_far;
    }
    let (a, o) = (applicant.word.as_str(), owner.word.as_str());
    let is_slip = distance == 1 && (a.len().max(o.len()) >= 6 || is_anagram(a, o));
    let is_near = is_slip || a.starts_with(o) || o.starts_with(a);
    rare >= REAL_GIVEN && !(is_near && is_rarer_by_far && !are_of_other_sex(applicant, owner))
}

fn look_alike(a: &str, o: &str, is_given: bool, distance: usize) -> Relation {
    match distance {
        1 if !is_given && a.len().max(o.len()) >= 5 && opens_alike(a, o) => Relation::LookAlikeFamily,
        0..=2 => Relation::LookAlike,
        _ if jaro_winkler(a, o) >= ALIKE => Relation::LookAlike,
        _ => Relation::Other,
    }
}

/// `rashid` and `rashida`.
fn are_of_two_sexes(a: &str, o: &str) -> bool {
    let (long, short) = by_length(a, o);
    short.len() >= 4 && long.strip_suffix('a') == Some(short) && !short.ends_with(['a', 'e', 'i', 'o', 'u'])
}

/// The one is a name that many bear, the other is none.
pub fn is_misspelling(applicant: &Token, owner: &Token, is_given: bool, names: &Names) -> bool {
    let [rare, common] = rarer_first(applicant, owner, is_given);
    let real = if is_given { REAL_GIVEN } else { REAL_FAMILY };
    let rarer = if people(applicant, is_given) <= people(owner, is_given) { applicant } else { owner };
    let is_syllable = is_given && names.variants.contains_key(&rarer.word);
    rare < real && common >= real && common / MISSPELLING >= rare && !is_syllable
}

fn opens_alike(a: &str, o: &str) -> bool {
    a.chars().next() == o.chars().next()
}

fn slips(a: &str, o: &str, distance: usize, is_misspelling: bool) -> Relation {
    let long = a.len().max(o.len());
    match distance {
        1 if long >= 7 && opens_alike(a, o) => Relation::Slip,
        1 if (long >= 4 || (long == 3 && is_misspelling)) && opens_alike(a, o) => Relation::ShortSlip,
        1 if long >= 5 || (long >= 3 && is_misspelling) || is_turned_head(a, o) => Relation::TwoSlips,
        2 if long >= 7 || (long >= 4 && is_anagram(a, o)) => Relation::TwoSlips,
        _ => Relation::Other,
    }
}

/// `apul` for `paul`.
fn is_turned_head(a: &str, o: &str) -> bool {
    let (a, o) = (a.as_bytes(), o.as_bytes());
    a.len() >= 4 && a.len() == o.len() && a[0] == o[1] && a[1] == o[0] && a[2..] == o[2..]
}

/// The same letters in another order, first letter kept.
fn is_anagram(a: &str, o: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    a.len() == o.len() && opens_alike(a, o) && sorted(a) == sorted(o)
}

/// Three consonants or more, and few letters between the two.
fn has_same_consonants(applicant: &Token, owner: &Token, distance: usize) -> bool {
    let count = applicant.sound.consonants.len();
    let is_near = distance <= 2 || (distance == 3 && count >= 5);
    applicant.sound.consonants == owner.sound.consonants
        && count >= 3
        && is_near
        && applicant.word.len().min(owner.word.len()) >= 4
}

/// The shorter is the beginning of the longer.
fn truncated(a: &str, o: &str, cut: [bool; 2]) -> Option<Relation> {
    let begins =
        |short: &str, long: &str, is_cut: bool| long.starts_with(short) && short.len() >= if is_cut { 3 } else { 5 };
    if begins(o, a, cut[1]) {
        Some(Relation::TruncatedByOwner)
    } else if begins(a, o, cut[0]) {
        Some(Relation::TruncatedByApplicant)
    } else {
        None
    }
}

/// One word against several of the other side, written without their spaces.
pub fn relate_joined(whole: &Token, split: &[Token], names: &Names) -> Relation {
    let joined: String = split.iter().map(|token| token.word.as_str()).collect();
    if joined == whole.word || is_joined_over_initial(whole, split) {
        return Relation::Respaced;
    }
    if joined.len().min(whole.word.len()) < 4 || split.iter().any(Token::is_initial) {
        return Relation::Other;
    }
    let sound = Sound::of(&joined);
    let is_long = joined.len() >= 6 && whole.word.len() >= 5;
    let has_same_sound = sound.full == whole.sound.full && (is_long || sound.vowels == whole.sound.vowels);
    let is_common = |token: &Token| token.given.people.max(token.family_people) >= REAL_GIVEN;
    if share_a_group(&joined, &whole.word, names) {
        Relation::Known
    } else if has_same_sound && !split.iter().all(is_common) {
        Relation::Spelled
    } else if has_same_sound || (joined.len() >= 7 && osa_distance(&joined, &whole.word) == 1) {
        Relation::RespacedSlip
    } else if sound.consonants == whole.sound.consonants && sound.consonants.len() >= 5 {
        Relation::Consonants
    } else {
        Relation::Other
    }
}

/// `timothyweaver` for `timothy l weaver`.
fn is_joined_over_initial(whole: &Token, split: &[Token]) -> bool {
    let [first, inner, last] = split else { return false };
    inner.is_initial() && !first.is_initial() && whole.word.strip_prefix(&first.word) == Some(&last.word)
}
