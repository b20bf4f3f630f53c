//! How two words of two names relate: equal, the same name spelled otherwise, cut, slipped, or another name.

use super::sound::{Sound, same_skeleton};
use super::{Role, Token, nicknames};
use crate::name::facts::Facts;
use crate::name::lexicon::Lexeme;
use crate::text::{Table, edits_between, jaro_winkler, table};

static VARIANTS: Table = table!("name_variants");

/// How two words relate, best first; from `LookAlike` on they are two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    Equal,
    /// Equal but for a part that may be joined, split or left out: `alzubaidi`, `zubaidi`.
    Respaced,
    /// Known spellings of one name: `mohammed`, `muhammad`; `mueller`, `muller`.
    Known,
    Nickname,
    /// Other letters that sound the same: `sara`, `sarah`.
    Spelled,
    /// One slip in a word of seven letters or more, the first letter kept.
    Slip,
    /// The owner's word is the initial of the applicant's.
    InitialByOwner,
    InitialByApplicant,
    ShortSlip,
    /// The consonants agree, the vowels do not: `bathali`, `bthaly`.
    Consonants,
    TruncatedByOwner,
    TruncatedByApplicant,
    TwoSlips,
    /// Several words that make the other but for a slip: `mary ellen`, `maryelen`.
    RespacedSlip,
    /// Two real family names of five letters or more, one letter apart: `johnson`, `johnston`.
    LookAlikeFamily,
    /// Two real names that differ by a letter or two: `laura`, `lauren`.
    LookAlike,
    /// Two names with much in common and more than slips between them.
    Alike,
    Other,
}

/// The fewest people that make a given name or a family name a real one of its own.
pub(super) const REAL_GIVEN: u32 = 400;
const REAL_FAMILY: u32 = 300;
/// A name this many times rarer than the one a letter away is a misspelling of it (`micheal`).
const MISSPELLING: u32 = 20;
/// The fewest people of two given names of one sound that other vowels tell apart: `alina`, `alena`.
const COMMON_GIVEN: u32 = 5000;
/// The fewest letters of a long word.
const LONG: usize = 7;
/// From this Jaro-Winkler similarity on two names are alike; it separates levels of the same band only.
const ALIKE: f64 = 0.82;

impl Token {
    pub(super) fn sound(&self) -> Sound {
        Sound::of(self.word.as_bytes())
    }

    /// `data/name/variants.tsv` has other spellings of it.
    pub(super) fn is_varied(&self) -> bool {
        self.lexeme.has(Facts::VARIED)
    }
}

impl Relation {
    /// Whether the two words stand for one name.
    pub(super) fn matches(self) -> bool {
        self < Self::LookAlike
    }

    /// The same in rank as its mirror, for choices that must not depend on the side.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::InitialByApplicant => Self::InitialByOwner as u8,
            Self::TruncatedByApplicant => Self::TruncatedByOwner as u8,
            same => same as u8,
        }
    }
}

/// How the two words came to be written.
#[derive(Clone, Copy, Default)]
pub(super) struct Writing {
    /// The applicant's stands at the end of a text that may have been cut.
    pub(super) applicant_cut: bool,
    pub(super) owner_cut: bool,
    /// One of them was transliterated, the other not.
    pub(super) scripts_differ: bool,
}

/// How the applicant's word relates to the owner's, in the roles that `roles` gives them; words that do not stand for each
/// other are not asked whether they are alike.
pub(super) fn relate(applicant: &Token, owner: &Token, roles: [Role; 2], writing: Writing) -> Relation {
    if applicant.is(owner) {
        return Relation::Equal;
    }
    if roles[0] == Role::Particle || roles[1] == Role::Particle {
        return initial(applicant, owner);
    }
    let is_given = roles[0] != Role::Family && roles[1] != Role::Family;
    if are_crossed(roles, Role::Family) {
        return if known(applicant, owner) { Relation::Known } else { Relation::Other };
    }
    if applicant.is_initial() || owner.is_initial() {
        return if are_crossed(roles, Role::Middle) { Relation::Other } else { initial(applicant, owner) };
    }
    if is_article_joined(applicant.word.as_bytes(), owner.word.as_bytes()) {
        return Relation::Respaced;
    }
    if known(applicant, owner) {
        return Relation::Known;
    }
    if is_given && applicant.lexeme.is_short_or_long_for(&owner.lexeme) {
        return Relation::Nickname;
    }
    if are_crossed(roles, Role::Middle) && !writing.scripts_differ && applicant.word.len().min(owner.word.len()) < 5 {
        return Relation::Other;
    }
    match by_letters(applicant, owner, is_given, writing) {
        relation if writing.scripts_differ => transcribed(applicant, owner, relation),
        relation => relation,
    }
}

/// How two given names relate, those that are two names included: [`Relation::Alike`] comes from here alone.
pub(super) fn relate_given(applicant: &Token, owner: &Token) -> Relation {
    let is_initial = applicant.is_initial() || owner.is_initial();
    match relate(applicant, owner, [Role::Given; 2], Writing::default()) {
        Relation::Other if is_initial || !are_alike(applicant, owner) => Relation::Other,
        Relation::Other if two_given_names(applicant, owner, edits(applicant, owner)) => Relation::LookAlike,
        Relation::Other => Relation::Alike,
        found => found,
    }
}

/// A given name on one side, the other role on the other.
pub(super) fn are_crossed(roles: [Role; 2], other: Role) -> bool {
    roles == [Role::Given, other] || roles == [other, Role::Given]
}

/// What is a misspelling within one alphabet is another transliteration between two.
///
/// Syllables of Chinese are too short for it: `bin` and `ben` are two names.
fn transcribed(applicant: &Token, owner: &Token, relation: Relation) -> Relation {
    let long = applicant.word.len().max(owner.word.len()) >= 5;
    match relation {
        Relation::Spelled if long || applicant.sound().vowels == owner.sound().vowels => Relation::Known,
        Relation::Slip if same_sound(applicant, owner, |sound| sound.consonants) => Relation::Known,
        Relation::Other | Relation::TwoSlips | Relation::ShortSlip
            if same_skeleton(applicant.word.as_bytes(), owner.word.as_bytes())
                || same_few_consonants(applicant, owner) =>
        {
            Relation::Consonants
        }
        other => other,
    }
}

/// `meari` and `mary`.
fn same_few_consonants(applicant: &Token, owner: &Token) -> bool {
    let [short, long] = sorted(applicant.word.len() as u32, owner.word.len() as u32);
    short >= 4 && long >= 5 && same_sound(applicant, owner, |sound| sound.consonants) && applicant.sound().count == 2
}

/// `r` for Robert, and for Bob.
fn initial(applicant: &Token, owner: &Token) -> Relation {
    match (applicant.is_initial(), owner.is_initial()) {
        (_, true) if opens_with(applicant, owner) => Relation::InitialByOwner,
        (true, _) if opens_with(owner, applicant) => Relation::InitialByApplicant,
        _ => Relation::Other,
    }
}

fn opens_with(word: &Token, initial: &Token) -> bool {
    let opens = |name: &str| name.as_bytes().first() == Some(&initial.word.first());
    word.word.first() == initial.word.first()
        || (word.lexeme.has(Facts::NICKNAME) && nicknames::formal_names(word.word.as_bytes()).any(opens))
}

/// `alzubaidi` and `zubaidi`: the Arabic article joined on one side, left out on the other.
fn is_article_joined(applicant: &[u8], owner: &[u8]) -> bool {
    let (long, short) = if applicant.len() >= owner.len() { (applicant, owner) } else { (owner, applicant) };
    if short.len() < 5 || long.len() != short.len() + 2 {
        return false;
    }
    let bare = long.strip_prefix(b"al").or_else(|| long.strip_prefix(b"el"));
    bare == Some(short)
}

/// Spellings of one group of the table, or German umlauts written out.
fn known(applicant: &Token, owner: &Token) -> bool {
    let are_spellings = applicant.lexeme.has(Facts::VARIED) && owner.lexeme.has(Facts::VARIED);
    (are_spellings && share_a_group(applicant.word.as_bytes(), owner.word.as_bytes()))
        || (may_be_patronymics(applicant, owner) && are_patronymics(applicant.word.as_str(), owner.word.as_str()))
        || (applicant.letters.is_but_for_e(owner.letters)
            && equal_but_umlauts(applicant.word.as_bytes(), owner.word.as_bytes()))
}

/// Long enough, and ending as they do.
fn may_be_patronymics(applicant: &Token, owner: &Token) -> bool {
    let ends = |token: &Token| token.word.len() >= 8 && matches!(token.word.as_bytes().last(), Some(b'h' | b'a'));
    ends(applicant) && ends(owner)
}

pub(super) fn share_a_group(applicant: &[u8], owner: &[u8]) -> bool {
    let groups = |word: &[u8]| VARIANTS.get(word).unwrap_or("").split(' ');
    groups(applicant).any(|group| groups(owner).any(|other| other == group))
}

/// `vladimirovich` and `uladzimiravich`, `nikolaevna` and `mikalayeuna`: spellings of one father's name, of one sex.
fn are_patronymics(applicant: &str, owner: &str) -> bool {
    match (father(applicant), father(owner)) {
        (Some((one, daughter)), Some((other, other_daughter))) if daughter == other_daughter => {
            share_a_group(one.as_bytes(), other.as_bytes()) && Lexeme::of(one).has(Facts::VARIED)
                || Sound::of(one.as_bytes()).full == Sound::of(other.as_bytes()).full
        }
        _ => false,
    }
}

/// The father's name in a Slavic patronymic, and whether it is a daughter's.
pub(super) fn father(word: &str) -> Option<(&str, bool)> {
    const ENDINGS: [(&str, bool); 6] =
        [("vich", false), ("vych", false), ("vitch", false), ("vna", true), ("una", true), ("wna", true)];
    let (stem, daughter) = ENDINGS.iter().find_map(|&(end, daughter)| Some((word.strip_suffix(end)?, daughter)))?;
    let stem = stem.strip_suffix(['o', 'e', 'a', 'y', 'i'])?;
    (stem.len() >= 4).then_some((stem, daughter))
}

/// `mueller` and `muller`, from five letters on: `joe` and `jo` are two names.
fn equal_but_umlauts(applicant: &[u8], owner: &[u8]) -> bool {
    let (long, short) = if applicant.len() >= owner.len() { (applicant, owner) } else { (owner, applicant) };
    if short.len() < 4 || long.len() == short.len() {
        return false;
    }
    let (mut at, mut last) = (0, 0);
    for &letter in short {
        if long.get(at) != Some(&letter) && matches!(last, b'a' | b'o' | b'u') && long.get(at) == Some(&b'e') {
            at += 1;
        }
        if long.get(at) != Some(&letter) {
            return false;
        }
        at += 1;
        last = letter;
    }
    at == long.len()
}

/// More edits than are told apart anywhere.
const MANY_EDITS: usize = 4;

/// How many edits apart, exact up to three.
fn edits(applicant: &Token, owner: &Token) -> usize {
    if applicant.outline().is_within(MANY_EDITS - 1, owner.outline()) {
        edits_between(applicant.word.as_bytes(), owner.word.as_bytes())
    } else {
        MANY_EDITS
    }
}

/// Whether a key of both sounds is the same; one in eight pairs of words needs the sounds for it.
fn same_sound(applicant: &Token, owner: &Token, key: fn(Sound) -> u64) -> bool {
    applicant.outline().may_sound_alike(owner.outline()) && key(applicant.sound()) == key(owner.sound())
}

fn are_alike(applicant: &Token, owner: &Token) -> bool {
    let pairs = applicant.word.as_bytes().iter().zip(owner.word.as_bytes()).take(4);
    let prefix = pairs.take_while(|(one, other)| one == other).count();
    applicant.outline().most_similar(owner.outline(), prefix) > ALIKE - 1e-9
        && jaro_winkler(applicant.word.as_str(), owner.word.as_str()) >= ALIKE
}

fn by_letters(applicant: &Token, owner: &Token, is_given: bool, writing: Writing) -> Relation {
    let [a, o] = [applicant.word.as_bytes(), owner.word.as_bytes()];
    let distance = edits(applicant, owner);
    let two_names =
        if is_given { two_given_names(applicant, owner, distance) } else { two_family_names(applicant, owner) };
    let same_sound = a.len().min(o.len()) >= 3 && same_sound(applicant, owner, |sound| sound.full);
    if same_sound && is_respelling(applicant, owner, is_given, distance) {
        return Relation::Spelled;
    }
    if two_names {
        return look_alike(applicant, owner, distance, is_given, writing);
    }
    if is_given && are_of_two_sexes(a, o) {
        return Relation::LookAlike;
    }
    let slip = slips(a, o, distance, is_misspelling(applicant, owner, is_given));
    if distance == 1 && slip.matches() {
        return slip;
    }
    if let Some(cut) = truncated(a, o, writing) {
        return cut;
    }
    if slip.matches() {
        return slip;
    }
    if same_consonants(applicant, owner, distance) { Relation::Consonants } else { Relation::Other }
}

/// Whether two words of one sound are two spellings of a name, rather than two names or a slip in one.
fn is_respelling(applicant: &Token, owner: &Token, is_given: bool, distance: usize) -> bool {
    let ([rare, common], real) = match is_given {
        true => (sorted(applicant.lexeme.given, owner.lexeme.given), REAL_GIVEN),
        false => (sorted(applicant.lexeme.family, owner.lexeme.family), REAL_FAMILY),
    };
    if rare < real {
        let misspelled = common >= real && common / MISSPELLING >= rare;
        return distance > 1 || !misspelled || applicant.word.len().max(owner.word.len()) < LONG;
    }
    let same_vowels = rare < COMMON_GIVEN || applicant.sound().vowels == owner.sound().vowels;
    !is_given || (same_vowels && !other_sex(applicant, owner))
}

fn look_alike(applicant: &Token, owner: &Token, distance: usize, is_given: bool, writing: Writing) -> Relation {
    let [a, o] = [applicant.word, owner.word];
    match distance {
        1 if !is_given && a.len().max(o.len()) >= 5 && a.first() == o.first() => Relation::LookAlikeFamily,
        0..=2 => Relation::LookAlike,
        // What looks alike is no other spelling of the same, which between scripts would be sought next.
        _ if writing.scripts_differ && are_alike(applicant, owner) => Relation::LookAlike,
        _ => Relation::Other,
    }
}

/// `rashid` and `rashida`, `vijay` and `vijaya`: an `a` at the end makes a woman's name of a man's.
fn are_of_two_sexes(a: &[u8], o: &[u8]) -> bool {
    let (long, short) = if a.len() >= o.len() { (a, o) } else { (o, a) };
    let ends_in_vowel = matches!(short.last(), Some(b'a' | b'e' | b'i' | b'o' | b'u'));
    short.len() >= 4 && !ends_in_vowel && long.strip_suffix(b"a") == Some(short)
}

/// The one is a name that many bear, the other is none: `lpe` can only be a slip of `lee`, however short.
///
/// The tables know few given names of other tongues: there the other must be no syllable of theirs.
pub(super) fn is_misspelling(applicant: &Token, owner: &Token, is_given: bool) -> bool {
    let people = |token: &Token| if is_given { token.lexeme.given } else { token.lexeme.family };
    let real = if is_given { REAL_GIVEN } else { REAL_FAMILY };
    let [rare, common] = if people(applicant) <= people(owner) { [applicant, owner] } else { [owner, applicant] };
    let is_syllable = is_given && rare.is_varied();
    people(rare) < real && people(common) >= real && people(common) / MISSPELLING >= people(rare) && !is_syllable
}

fn slips(a: &[u8], o: &[u8], distance: usize, is_misspelling: bool) -> Relation {
    let long = a.len().max(o.len());
    let opens_alike = a.first() == o.first();
    match distance {
        1 if long >= LONG && opens_alike => Relation::Slip,
        1 if (long >= 4 || (long == 3 && is_misspelling)) && opens_alike => Relation::ShortSlip,
        1 if long >= 5 || (long >= 3 && is_misspelling) || is_anagram_of_first_two(a, o) => Relation::TwoSlips,
        2 if long >= 7 => Relation::TwoSlips,
        2 if long >= 4 && is_anagram(a, o) => Relation::TwoSlips,
        _ => Relation::Other,
    }
}

/// `apul` for `paul`.
fn is_anagram_of_first_two(a: &[u8], o: &[u8]) -> bool {
    a.len() >= 4 && a.len() == o.len() && [a[0], a[1]] == [o[1], o[0]] && a[2..] == o[2..]
}

/// The same letters in another order, first letter kept.
fn is_anagram(a: &[u8], o: &[u8]) -> bool {
    let count = |word: &[u8], letter: u8| word.iter().filter(|&&other| other == letter).count();
    a.len() == o.len() && a.first() == o.first() && a.iter().all(|&letter| count(a, letter) == count(o, letter))
}

/// Both are given names that many people carry, and neither is a rare misspelling of the other.
fn two_given_names(applicant: &Token, owner: &Token, distance: usize) -> bool {
    let [rare, common] = sorted(applicant.lexeme.given, owner.lexeme.given);
    let [a, o] = [applicant.word.as_bytes(), owner.word.as_bytes()];
    let near =
        (distance == 1 && (a.len().max(o.len()) >= 6 || is_anagram(a, o))) || a.starts_with(o) || o.starts_with(a);
    let misspelled = near && common / MISSPELLING >= rare && !other_sex(applicant, owner);
    rare >= REAL_GIVEN && !misspelled
}

fn two_family_names(applicant: &Token, owner: &Token) -> bool {
    let [rare, common] = sorted(applicant.lexeme.family, owner.lexeme.family);
    rare >= REAL_FAMILY && common / MISSPELLING < rare
}

fn sorted(one: u32, other: u32) -> [u32; 2] {
    [one.min(other), one.max(other)]
}

/// Nine in ten bearers of the one are women, of the other men.
fn other_sex(applicant: &Token, owner: &Token) -> bool {
    applicant.lexeme.female.abs_diff(owner.lexeme.female) >= 80
}

/// Three consonants or more, and few letters between the two: `bashar` and `bushra` are two names.
fn same_consonants(applicant: &Token, owner: &Token, distance: usize) -> bool {
    if distance > 3 || applicant.word.len().min(owner.word.len()) < 4 {
        return false;
    }
    let least = if distance <= 2 { 3 } else { 5 };
    same_sound(applicant, owner, |sound| sound.consonants) && applicant.sound().count >= least
}

/// The shorter is the beginning of the longer and stands at the end of a text that may have been cut.
fn truncated(a: &[u8], o: &[u8], writing: Writing) -> Option<Relation> {
    let begins =
        |short: &[u8], long: &[u8], at_end: bool| short.len() >= if at_end { 3 } else { 5 } && long.starts_with(short);
    match (begins(o, a, writing.owner_cut), begins(a, o, writing.applicant_cut)) {
        (true, _) => Some(Relation::TruncatedByOwner),
        (_, true) => Some(Relation::TruncatedByApplicant),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_folded;

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        let keys: Vec<&str> = VARIANTS.rows().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, next| one < next));
        assert!(keys.iter().all(|key| is_folded(key)));
    }

    #[test]
    fn umlauts_written_out_are_the_same_name() {
        assert!(equal_but_umlauts(b"mueller", b"muller"));
        assert!(equal_but_umlauts(b"schroeder", b"schroder"));
        assert!(!equal_but_umlauts(b"joe", b"jo"));
        assert!(!equal_but_umlauts(b"miller", b"muller"));
    }
}
