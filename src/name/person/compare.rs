//! Two persons' names to a level: words aligned, what is left over told apart as omitted or contradicted.

use super::align::{Alignment, Pair, Side};
use super::spelling::{Relation, are_crossed, is_misspelling, relate_given};
use super::tally::Tally;
use super::{PersonName, Role, Token};
use crate::level::Level;
use crate::name::NameLevel;
use crate::name::facts::Facts;
use crate::text::edits_between;

/// How two persons' names compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PersonComparison {
    pub(crate) level: NameLevel,
    pub(crate) further: u8,
    pub(crate) reordered: bool,
}

/// Compares two persons' names part by part.
///
/// Where the order of a name is uncertain both readings are tried, and the better one counts.
pub(crate) fn compare(applicant: &PersonName, owner: &PersonName) -> PersonComparison {
    let sides = [side(applicant, false), side(owner, false)];
    if are_same_words(applicant, owner) { of_same_words(sides) } else { best_reading(applicant, owner).comparison }
}

/// The same words in the same order, none of them twice: each stands for its like in every reading.
fn are_same_words(applicant: &PersonName, owner: &PersonName) -> bool {
    let [tokens, others] = [&applicant.tokens[..], &owner.tokens[..]];
    let is_new = |at: usize| !tokens[..at].iter().any(|before| before.is(&tokens[at]));
    tokens.len() == others.len()
        && !tokens.is_empty()
        && tokens.iter().zip(others).all(|(one, other)| one.is(other))
        && (0..tokens.len()).all(is_new)
}

/// Nothing is left over: hyphens, titles, generation and script are all that may differ.
fn of_same_words(sides: [Side<'_>; 2]) -> PersonComparison {
    let mut tally = Tally::default();
    let mut glued = sides[0].tokens().iter().zip(sides[1].tokens());
    if glued.any(|(one, other)| one.glued != other.glued) {
        tally.add_once(NameLevel::Respaced);
    }
    tally_around(&mut tally, sides);
    let (level, further) = tally.verdict();
    PersonComparison { level, further, reordered: false }
}

/// A comparison in the reading that it was made in.
pub(super) struct Compared<'a> {
    pub(super) sides: [Side<'a>; 2],
    pub(super) alignment: Alignment<'a>,
    pub(super) comparison: PersonComparison,
}

/// The best of the readings; the readings as parsed come first.
pub(super) fn best_reading<'a>(applicant: &'a PersonName, owner: &'a PersonName) -> Compared<'a> {
    let begun = Alignment::begun([side(applicant, false), side(owner, false)]);
    let mut best = Compared::of(begun);
    if best.comparison.level == NameLevel::Exact {
        return best;
    }
    for (flip_applicant, flip_owner) in [(true, false), (false, true), (true, true)] {
        if (flip_applicant && !is_uncertain(applicant)) || (flip_owner && !is_uncertain(owner)) {
            continue;
        }
        let sides = [side(applicant, flip_applicant), side(owner, flip_owner)];
        let next = Compared::of(begun.in_reading(sides));
        if rank(&next) < rank(&best) && !is_found_by_turning(&next) {
            best = next;
        }
    }
    best
}

fn side(name: &PersonName, other_reading: bool) -> Side<'_> {
    Side::new(name, other_reading)
}

fn is_uncertain(name: &PersonName) -> bool {
    name.tokens.iter().any(|token| token.role != token.other)
}

/// Who turns the words of two names about until a given name agrees finds one in many a relative; another family name
/// is believed only in the reading as parsed. Between scripts the order is the least that is known.
fn is_found_by_turning(compared: &Compared<'_>) -> bool {
    let replaced = matches!(compared.comparison.level, NameLevel::FamilyNameReplaced | NameLevel::FamilyPartConflict);
    replaced && !scripts_differ(compared.sides)
}

/// Lower is better, and the same from either side.
fn rank(compared: &Compared<'_>) -> (u8, usize, u8) {
    let PersonComparison { level, further, reordered: _ } = compared.comparison;
    (100 - level.score(further).value(), level.index().min(level.mirror().index()), further)
}

impl<'a> Compared<'a> {
    fn of(begun: Alignment<'a>) -> Self {
        let exact = PersonComparison { level: NameLevel::Exact, further: 0, reordered: false };
        let mut compared = Self { sides: begun.sides, alignment: begun, comparison: exact };
        compared.alignment.finish();
        compared.comparison = compared_by(&compared.alignment);
        compared
    }
}

fn compared_by(alignment: &Alignment<'_>) -> PersonComparison {
    let sides = alignment.sides;
    let left = Left::of(alignment, sides);
    let mut tally = Tally::default();
    let reordered = is_reordered(alignment.pairs());
    match shared(alignment, sides, &left) {
        Shared::Person => tally_person(&mut tally, alignment, sides, &left),
        shared => tally_other(&mut tally, shared, alignment, sides),
    }
    if reordered && left.is_consistent() {
        tally.add_once(NameLevel::Reordered);
    }
    tally_around(&mut tally, sides);
    let (level, further) = tally.verdict();
    PersonComparison { level, further, reordered }
}

/// How many words of each role are left over on each side.
pub(super) struct Left {
    given: [u8; 2],
    middle: [u8; 2],
    family: [u8; 2],
    particles: u8,
}

impl Left {
    fn of(alignment: &Alignment<'_>, sides: [Side<'_>; 2]) -> Self {
        let mut left = Self { given: [0; 2], middle: [0; 2], family: [0; 2], particles: 0 };
        for (at_side, side) in sides.iter().enumerate() {
            for at in alignment.left(at_side) {
                match side.role(at) {
                    Role::Given => left.given[at_side] += 1,
                    Role::Middle => left.middle[at_side] += 1,
                    Role::Family => left.family[at_side] += 1,
                    Role::Particle => left.particles += 1,
                }
            }
        }
        left
    }

    fn on(&self, side: usize) -> u8 {
        self.given[side] + self.middle[side] + self.family[side]
    }

    fn both(count: [u8; 2]) -> bool {
        count[0] > 0 && count[1] > 0
    }

    /// One side has a middle name too many, the other a second family name: `Faustino H Cruz`, `Faustino Cruz Ferrer`.
    fn is_middle_for_family(&self, side: usize) -> bool {
        let only = |side: usize, count: u8| count > 0 && self.on(side) == count;
        only(side, self.middle[side]) && only(1 - side, self.family[1 - side])
    }

    /// What is contradicted where both sides have words left.
    fn conflict(&self) -> NameLevel {
        let given = self.given[0] + self.given[1] > 0;
        match (Self::both(self.family), Self::both(self.given)) {
            (true, _) => NameLevel::FamilyPartConflict,
            (_, true) => NameLevel::GivenConflict,
            _ if given && self.family == [0; 2] => NameLevel::GivenConflict,
            _ => NameLevel::MiddleConflict,
        }
    }

    /// At most one side has words that the other has not: nothing is contradicted.
    fn is_consistent(&self) -> bool {
        self.on(0) == 0 || self.on(1) == 0
    }
}

/// What of a person's name the two sides share.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shared {
    /// A given and a family name, or every word of one side that has both.
    Person,
    Family,
    Given,
    Words,
    Nothing,
}

fn shared(alignment: &Alignment<'_>, sides: [Side<'_>; 2], left: &Left) -> Shared {
    if sides.iter().all(|side| side.tokens().len() == 1) && !are_one_mononym(alignment) {
        return Shared::Nothing;
    }
    let (mut given, mut family, mut counted) = (false, false, 0);
    for pair in alignment.pairs().iter().filter(|pair| !is_loose(pair, pair.roles)) {
        let is_crossed = are_crossed(pair.roles, Role::Family);
        given |= !is_crossed && pair.roles.contains(&Role::Given);
        family |= !is_crossed && pair.roles.contains(&Role::Family);
        counted += usize::from(!is_particle(pair.roles));
    }
    let all_of_one = left.is_consistent() && counted > 1;
    let same_lack = || [is_given, is_family].iter().any(|role| lacks(sides[0], *role) && lacks(sides[1], *role));
    match (given, family) {
        (true, true) => Shared::Person,
        _ if given != family && left.is_consistent() && same_lack() => Shared::Person,
        _ if all_of_one || (left.on(0) == 0 && left.on(1) == 0) => Shared::Person,
        (false, true) => Shared::Family,
        (true, false) => Shared::Given,
        (false, false) if counted > 0 => Shared::Words,
        (false, false) => Shared::Nothing,
    }
}

/// `Suharto`, `Suhartono`: where nothing stands beside a single word, more than one slip makes another name.
fn are_one_mononym(alignment: &Alignment<'_>) -> bool {
    alignment.pairs().iter().any(|pair| pair.relation <= Relation::ShortSlip && !is_initial(pair))
}

/// An initial for a word of another role: too little for either name to stand on.
fn is_loose(pair: &Pair, roles: [Role; 2]) -> bool {
    is_initial(pair) && roles[0] != roles[1]
}

fn is_given(role: Role) -> bool {
    matches!(role, Role::Given | Role::Middle)
}

fn is_family(role: Role) -> bool {
    role == Role::Family
}

fn lacks(side: Side<'_>, has: fn(Role) -> bool) -> bool {
    !(0..side.tokens().len()).any(|at| has(side.role(at)))
}

fn is_particle(roles: [Role; 2]) -> bool {
    roles == [Role::Particle; 2]
}

/// Given and family name agree: what differs beside them.
fn tally_person(tally: &mut Tally, alignment: &Alignment<'_>, sides: [Side<'_>; 2], left: &Left) {
    tally_pairs(tally, alignment, sides);
    tally_spacing(tally, alignment, sides, left);
    if left.is_consistent() {
        tally_omitted(tally, alignment, sides, left);
        return;
    }
    let is_told = |&side: &usize| left.is_middle_for_family(side) && has_last_family_left(alignment, sides, 1 - side);
    match (0..2).find(is_told) {
        Some(side) => {
            tally.add_omitted(NameLevel::MiddleOmittedByOwner, side);
            tally.add_omitted(NameLevel::FamilyPartOmittedByOwner, 1 - side);
        }
        None => tally.add(left.conflict()),
    }
}

/// The last family name found no counterpart, the one before it did: the bank keeps the first of two, `Cruz Ferrer`.
fn has_last_family_left(alignment: &Alignment<'_>, sides: [Side<'_>; 2], side: usize) -> bool {
    let role = |at: usize| sides[side].role(at);
    let last = (0..sides[side].tokens().len()).rev().find(|&at| role(at) == Role::Family);
    let before = last.and_then(|last| (0..last).rev().find(|&at| role(at) != Role::Particle));
    let is_kept = |at: usize| role(at) != Role::Given && !alignment.is_left(side, at);
    last.is_some_and(|last| alignment.is_left(side, last)) && before.is_some_and(is_kept)
}

fn tally_pairs(tally: &mut Tally, alignment: &Alignment<'_>, sides: [Side<'_>; 2]) {
    for pair in alignment.pairs() {
        let roles = pair.roles;
        let side = usize::from(pair.relation == Relation::InitialByApplicant);
        match pair.relation {
            Relation::InitialByOwner | Relation::InitialByApplicant if roles == [Role::Family; 2] => {
                tally.add_omitted(NameLevel::FamilyInitialByOwner, side);
            }
            Relation::InitialByOwner | Relation::InitialByApplicant if !roles.contains(&Role::Given) => {
                tally.add_omitted(NameLevel::MiddleOmittedByOwner, side);
            }
            Relation::Consonants if scripts_differ(sides) => tally.add_once(NameLevel::SoundsAlike),
            relation => tally.add_relation(relation),
        }
    }
}

/// Particles left out, and words joined by a hyphen on one side only, once however many.
fn tally_spacing(tally: &mut Tally, alignment: &Alignment<'_>, sides: [Side<'_>; 2], left: &Left) {
    let glued = |side: Side<'_>, at: u8| side.tokens()[at as usize].glued;
    let respaced = |pair: &Pair| {
        let lone = pair.applicant.len == 1 && pair.owner.len == 1;
        lone && glued(sides[0], pair.applicant.from) != glued(sides[1], pair.owner.from)
    };
    if left.particles > 0
        || (left.is_consistent() && alignment.pairs().iter().any(respaced) && left.on(0) == left.on(1))
    {
        tally.add_once(NameLevel::Respaced);
    }
}

/// One side leaves words out.
fn tally_omitted(tally: &mut Tally, alignment: &Alignment<'_>, sides: [Side<'_>; 2], left: &Left) {
    let side = usize::from(left.on(0) == 0);
    let has = |role: Role| {
        let is_role = |pair: &Pair| pair.roles.contains(&role);
        alignment.pairs().iter().any(is_role)
    };
    for at in alignment.left(side) {
        let family_like = family_stands(alignment, sides, side);
        match sides[side].role(at) {
            Role::Particle => {}
            Role::Middle => tally.add_omitted(NameLevel::MiddleOmittedByOwner, side),
            Role::Given if at == 0 && sides[side].tokens()[at].lexeme.has(Facts::TITLE) => {
                tally.add_omitted(NameLevel::TitleOmittedByOwner, side);
            }
            Role::Given if given_stands(alignment, sides[side], side) => {
                tally.add_omitted(NameLevel::GivenPartOmittedByOwner, side);
            }
            Role::Given if is_told(alignment) => tally.add_omitted(NameLevel::GivenOmittedByOwner, side),
            Role::Given if has(Role::Middle) => tally.add(NameLevel::GivenConflict),
            Role::Given => tally.add_omitted(NameLevel::FamilyNameOnlyByOwner, side),
            Role::Family if family_like => tally.add_omitted(NameLevel::FamilyPartOmittedByOwner, side),
            Role::Family if is_middle_for_family(alignment, sides, side) => tally.add(NameLevel::FamilyNameReplaced),
            Role::Family => tally.add_omitted(NameLevel::GivenNameOnlyByOwner, side),
        }
    }
}

/// A given or middle name stands on both sides in full: a middle initial alone makes no Christopher of a Madhusudan C.
fn is_told(alignment: &Alignment<'_>) -> bool {
    let is_initial = |pair: &Pair| matches!(pair.relation, Relation::InitialByOwner | Relation::InitialByApplicant);
    let is_given = |role: Role| matches!(role, Role::Given | Role::Middle);
    let names_one = |pair: &Pair| pair.roles.into_iter().any(is_given);
    alignment.pairs().iter().any(|pair| names_one(pair) && !is_initial(pair))
}

/// Another given name of the longer side has its like on the shorter.
fn given_stands(alignment: &Alignment<'_>, side: Side<'_>, at_side: usize) -> bool {
    let matched = |at: usize| side.role(at) == Role::Given && !alignment.is_left(at_side, at);
    (0..side.tokens().len()).any(matched)
}

/// Whether the shorter side still has a family name: one paired with a family name, or one that is mostly one.
fn family_stands(alignment: &Alignment<'_>, sides: [Side<'_>; 2], side: usize) -> bool {
    alignment.pairs().iter().any(|pair| {
        let roles = pair.roles;
        let shorter = [pair.owner, pair.applicant][side];
        let token = &sides[1 - side].tokens()[shorter.from as usize];
        let maiden = roles[1 - side] == Role::Family && token.may_be_family();
        roles == [Role::Family; 2] || (maiden && !sides[side].name.structured)
    })
}

/// The family name of the shorter side is a middle name of the longer, which has another family name.
fn is_middle_for_family(alignment: &Alignment<'_>, sides: [Side<'_>; 2], side: usize) -> bool {
    alignment.pairs().iter().any(|pair| {
        let roles = pair.roles;
        let shorter = [pair.owner, pair.applicant][side];
        let token = &sides[1 - side].tokens()[shorter.from as usize];
        let sure = sides[1 - side].name.structured || token.lexeme.family > token.lexeme.given;
        roles[1 - side] == Role::Family && roles[side] == Role::Middle && sure
    })
}

/// Too little is shared to be one person's name as written.
fn tally_other(tally: &mut Tally, shared: Shared, alignment: &Alignment<'_>, sides: [Side<'_>; 2]) {
    let lacking = |has: fn(Role) -> bool| [lacks(sides[0], has), lacks(sides[1], has)];
    tally.add(match (shared, lacking(is_given), lacking(is_family)) {
        (Shared::Family, [true, true], _) => NameLevel::FamilyPartConflict,
        (Shared::Family, [_, true], _) => NameLevel::FamilyNameOnlyByOwner,
        (Shared::Family, [true, _], _) => NameLevel::FamilyNameOnlyByApplicant,
        (Shared::Family, ..) => given_conflict(alignment, sides),
        (Shared::Given, _, [true, true]) => NameLevel::GivenConflict,
        (Shared::Given, _, [_, true]) => NameLevel::GivenNameOnlyByOwner,
        (Shared::Given, _, [true, _]) => NameLevel::GivenNameOnlyByApplicant,
        (Shared::Given, ..) if is_near_family(alignment, sides) => NameLevel::LookAlikeFamily,
        (Shared::Given, ..) if given_agrees(alignment) => NameLevel::FamilyNameReplaced,
        (Shared::Given | Shared::Words, ..) if !shares_a_word(alignment) => NameLevel::Nothing,
        (Shared::Given | Shared::Words, ..) if shares_most(alignment, sides) => NameLevel::MostWordsShared,
        (Shared::Given | Shared::Words, ..) => NameLevel::SomeWordShared,
        (Shared::Person | Shared::Nothing, ..) => NameLevel::Nothing,
    });
    let differs = |pair: &&Pair| pair.relation != Relation::Equal;
    alignment.pairs().iter().filter(differs).for_each(|pair| tally.add_relation(pair.relation));
}

/// Whether a given name of the one is a given name of the other, not a middle name only.
fn given_agrees(alignment: &Alignment<'_>) -> bool {
    let roles = |pair: &Pair| pair.roles;
    alignment.pairs().iter().any(|pair| roles(pair) == [Role::Given; 2] && !is_initial(pair))
}

/// The family names are a letter apart and too short for a slip to be told from another name, and the other parts agree
/// to the letter: given and middle names of three letters or more; for `Li` and `Lu`, which both are names, of five, or a
/// middle initial besides.
fn is_near_family(alignment: &Alignment<'_>, sides: [Side<'_>; 2]) -> bool {
    let [Some(family), Some(other)] = [only_left(alignment, sides[0], 0), only_left(alignment, sides[1], 1)] else {
        return false;
    };
    let role = |pair: &Pair| pair.roles;
    let is_equal = |pair: &&Pair| pair.relation == Relation::Equal && pair.applicant.len == 1;
    let equal = || alignment.pairs().iter().filter(is_equal);
    let letters: usize = equal().map(|pair| sides[0].tokens()[pair.applicant.from as usize].word.len()).sum();
    let long = family.word.len().max(other.word.len()) > 2 || is_misspelling(family, other, false);
    let told = letters >= 3 && (long || letters >= 5 || alignment.pairs().len() > 1);
    let given = equal().any(|pair| role(pair) == [Role::Given; 2]);
    given && told && edits_between(family.word.as_bytes(), other.word.as_bytes()) == 1
}

/// The family name of a side, where it alone found no counterpart.
fn only_left<'a>(alignment: &Alignment<'_>, side: Side<'a>, at_side: usize) -> Option<&'a Token> {
    let mut left = alignment.left(at_side);
    let at = left.next().filter(|&at| side.role(at) == Role::Family)?;
    left.next().is_none().then(|| &side.tokens()[at])
}

/// More than initials, of which strangers share one in twelve.
fn shares_a_word(alignment: &Alignment<'_>) -> bool {
    alignment.pairs().iter().any(|pair| !is_initial(pair))
}

fn is_initial(pair: &Pair) -> bool {
    matches!(pair.relation, Relation::InitialByOwner | Relation::InitialByApplicant)
}

/// The family name agrees and the given names do not: how near they come.
fn given_conflict(alignment: &Alignment<'_>, sides: [Side<'_>; 2]) -> NameLevel {
    match nearest_given(alignment, sides) {
        Relation::LookAlike => NameLevel::LookAlikeGiven,
        Relation::Alike => NameLevel::GivenAlike,
        _ => NameLevel::GivenConflict,
    }
}

fn nearest_given(alignment: &Alignment<'_>, sides: [Side<'_>; 2]) -> Relation {
    let left = |side: usize| alignment.left(side).filter(move |&at| sides[side].role(at) == Role::Given);
    let relations = left(0).flat_map(|at| {
        left(1).map(move |other_at| {
            let [token, other] = [&sides[0].tokens()[at], &sides[1].tokens()[other_at]];
            relate_given(token, other)
        })
    });
    relations.min_by_key(|relation| relation.rank()).unwrap_or(Relation::Other)
}

fn shares_most(alignment: &Alignment<'_>, sides: [Side<'_>; 2]) -> bool {
    let longest = sides[0].tokens().len().max(sides[1].tokens().len());
    alignment.pairs().len() * 2 > longest
}

/// Pairs whose order differs between the sides.
fn is_reordered(pairs: &[Pair]) -> bool {
    let crosses =
        |one: &Pair, other: &Pair| (one.applicant.from < other.applicant.from) != (one.owner.from < other.owner.from);
    pairs.iter().enumerate().any(|(at, one)| pairs[at + 1..].iter().any(|other| crosses(one, other)))
}

fn scripts_differ(sides: [Side<'_>; 2]) -> bool {
    sides[0].name.transliterated != sides[1].name.transliterated
}

/// Titles, generation, script.
fn tally_around(tally: &mut Tally, sides: [Side<'_>; 2]) {
    let [applicant, owner] = sides.map(|side| side.name);
    match (applicant.generation, owner.generation) {
        (Some(one), Some(other)) if one != other => tally.add(NameLevel::GenerationConflict),
        (Some(_), None) => tally.add_omitted(NameLevel::SuffixOmittedByOwner, 0),
        (None, Some(_)) => tally.add_omitted(NameLevel::SuffixOmittedByOwner, 1),
        _ => {}
    }
    match (applicant.titles.is_empty(), owner.titles.is_empty()) {
        (false, true) => tally.add_omitted(NameLevel::TitleOmittedByOwner, 0),
        (true, false) => tally.add_omitted(NameLevel::TitleOmittedByOwner, 1),
        _ if applicant.titles != owner.titles => tally.add(NameLevel::TitleRewritten),
        _ => {}
    }
    if scripts_differ(sides) && !tally.has(NameLevel::SoundsAlike) {
        tally.add_once(NameLevel::Transliterated);
    }
}
