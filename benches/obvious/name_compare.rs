//! Two persons' names to a level: words aligned, what is left over told apart as omitted or contradicted.

use ownermatch::Level;
use ownermatch::name::NameLevel;
use strsim::osa_distance;

use super::align::{Alignment, Pair, Side};
use super::name::{Name, Role, Token};
use super::relate::{Relation, is_misspelling, relate};
use super::tables::Names;
use super::tally::Tally;

/// Compares in every order that the two names may be written in; the better one counts.
pub fn compare(applicant: &Name, owner: &Name, names: &Names) -> (NameLevel, u8) {
    let compare = |flips: [bool; 2]| {
        let side = |name, other_order| Side { name, other_order };
        compare_sides([side(applicant, flips[0]), side(owner, flips[1])], names)
    };
    let mut best = compare([false, false]);
    for flips in [[true, false], [false, true], [true, true]] {
        if (flips[0] && !is_uncertain(applicant)) || (flips[1] && !is_uncertain(owner)) {
            continue;
        }
        let next = compare(flips);
        let is_found_by_turning = matches!(next.0, NameLevel::FamilyNameReplaced | NameLevel::FamilyPartConflict);
        if rank(next) < rank(best) && !is_found_by_turning {
            best = next;
        }
    }
    best
}

fn is_uncertain(name: &Name) -> bool {
    name.tokens.iter().any(|token| token.role != token.other)
}

/// Lower is better, and the same from either side.
fn rank((level, further): (NameLevel, u8)) -> (u8, usize, u8) {
    (100 - level.score(further).value(), level.index().min(level.mirror().index()), further)
}

fn compare_sides(sides: [Side<'_>; 2], names: &Names) -> (NameLevel, u8) {
    let alignment = Alignment::of(sides, names);
    let left = Left::of(&alignment);
    let mut tally = Tally::default();
    match shared(&alignment, &left) {
        Shared::Person => tally_person(&mut tally, &alignment, &left, names),
        shared => tally_other(&mut tally, shared, &alignment, names),
    }
    if is_reordered(&alignment.pairs) && left.is_consistent() {
        tally.add(NameLevel::Reordered);
    }
    tally_around(&mut tally, sides);
    tally.verdict()
}

/// How many words of each role are left over on each side.
struct Left {
    given: [usize; 2],
    middle: [usize; 2],
    family: [usize; 2],
}

impl Left {
    fn of(alignment: &Alignment<'_>) -> Self {
        let count =
            |role| [0, 1].map(|side| alignment.left(side).filter(|&at| alignment.sides[side].role(at) == role).count());
        Self { given: count(Role::Given), middle: count(Role::Middle), family: count(Role::Family) }
    }

    fn on(&self, side: usize) -> usize {
        self.given[side] + self.middle[side] + self.family[side]
    }

    /// At most one side has words that the other has not.
    fn is_consistent(&self) -> bool {
        self.on(0) == 0 || self.on(1) == 0
    }

    /// One side has a middle name too many, the other a second family name.
    fn is_middle_for_family(&self, side: usize) -> bool {
        self.middle[side] > 0
            && self.on(side) == self.middle[side]
            && self.family[1 - side] > 0
            && self.on(1 - side) == self.family[1 - side]
    }

    /// What is contradicted where both sides have words left.
    fn conflict(&self) -> NameLevel {
        let is_on_both = |count: [usize; 2]| count[0] > 0 && count[1] > 0;
        if is_on_both(self.family) {
            NameLevel::FamilyPartConflict
        } else if is_on_both(self.given) || (self.given != [0; 2] && self.family == [0; 2]) {
            NameLevel::GivenConflict
        } else {
            NameLevel::MiddleConflict
        }
    }
}

/// What of a person's name the two sides share.
#[derive(Clone, Copy)]
enum Shared {
    /// A given and a family name, or every word of one side that has both.
    Person,
    Family,
    Given,
    Words,
    Nothing,
}

fn shared(alignment: &Alignment<'_>, left: &Left) -> Shared {
    let is_told = |pair: &&Pair| {
        let roles = alignment.roles(pair);
        !(pair.relation.is_initial() && roles[0] != roles[1])
    };
    let told: Vec<[Role; 2]> = alignment.pairs.iter().filter(is_told).map(|pair| alignment.roles(pair)).collect();
    let is_crossed = |roles: &[Role; 2]| roles.contains(&Role::Given) && roles.contains(&Role::Family);
    let has = |role| told.iter().any(|roles| !is_crossed(roles) && roles.contains(&role));
    let is_lacking = |has: fn(Role) -> bool| alignment.sides.iter().all(|&side| lacks(side, has));
    let has_same_lack = is_lacking(is_given) || is_lacking(is_family);
    let is_all = (left.is_consistent() && told.len() > 1) || left.on(0) + left.on(1) == 0;
    match (has(Role::Given), has(Role::Family)) {
        (true, true) => Shared::Person,
        (given, family) if has_same_lack && left.is_consistent() && given != family => Shared::Person,
        _ if is_all => Shared::Person,
        (false, true) => Shared::Family,
        (true, false) => Shared::Given,
        (false, false) if !told.is_empty() => Shared::Words,
        (false, false) => Shared::Nothing,
    }
}

fn is_given(role: Role) -> bool {
    role != Role::Family
}

fn is_family(role: Role) -> bool {
    role == Role::Family
}

fn lacks(side: Side<'_>, has: fn(Role) -> bool) -> bool {
    !(0..side.tokens().len()).any(|at| has(side.role(at)))
}

/// Given and family name agree: what differs beside them.
fn tally_person(tally: &mut Tally, alignment: &Alignment<'_>, left: &Left, names: &Names) {
    for pair in &alignment.pairs {
        tally_pair(tally, pair, alignment.roles(pair));
    }
    if left.is_consistent() {
        tally_omitted(tally, alignment, usize::from(left.on(0) == 0), names);
        return;
    }
    let is_told = |&side: &usize| left.is_middle_for_family(side) && keeps_first_family(alignment, 1 - side);
    match [0, 1].into_iter().find(is_told) {
        Some(side) => {
            tally.add_omitted(NameLevel::MiddleOmittedByOwner, side);
            tally.add_omitted(NameLevel::FamilyPartOmittedByOwner, 1 - side);
        }
        None => tally.add(left.conflict()),
    }
}

fn tally_pair(tally: &mut Tally, pair: &Pair, roles: [Role; 2]) {
    let side = usize::from(pair.relation == Relation::InitialByApplicant);
    if pair.relation.is_initial() && roles == [Role::Family; 2] {
        tally.add_omitted(NameLevel::FamilyInitialByOwner, side);
    } else if pair.relation.is_initial() && !roles.contains(&Role::Given) {
        tally.add_omitted(NameLevel::MiddleOmittedByOwner, side);
    } else {
        tally.add_relation(pair.relation);
    }
}

/// The last family name found no counterpart, the one before it did.
fn keeps_first_family(alignment: &Alignment<'_>, side: usize) -> bool {
    let words = alignment.sides[side];
    let last = (0..words.tokens().len()).rev().find(|&at| words.role(at) == Role::Family);
    last.is_some_and(|last| {
        let is_kept = |at: usize| words.role(at) != Role::Given && !alignment.is_left(side, at);
        alignment.is_left(side, last) && last.checked_sub(1).is_some_and(is_kept)
    })
}

/// The words of `side` that the other leaves out.
fn tally_omitted(tally: &mut Tally, alignment: &Alignment<'_>, side: usize, names: &Names) {
    let words = alignment.sides[side];
    let has_other_given =
        (0..words.tokens().len()).any(|at| words.role(at) == Role::Given && !alignment.is_left(side, at));
    let has_middle = alignment.pairs.iter().any(|pair| alignment.roles(pair).contains(&Role::Middle));
    for at in alignment.left(side) {
        match words.role(at) {
            Role::Middle => tally.add_omitted(NameLevel::MiddleOmittedByOwner, side),
            Role::Given if at == 0 && names.titles.contains(&words.tokens()[at].word) => {
                tally.add_omitted(NameLevel::TitleOmittedByOwner, side);
            }
            Role::Given if has_other_given => tally.add_omitted(NameLevel::GivenPartOmittedByOwner, side),
            Role::Given if has_given_in_full(alignment) => tally.add_omitted(NameLevel::GivenOmittedByOwner, side),
            Role::Given if has_middle => tally.add(NameLevel::GivenConflict),
            Role::Given => tally.add_omitted(NameLevel::FamilyNameOnlyByOwner, side),
            Role::Family if keeps_family(alignment, side) => {
                tally.add_omitted(NameLevel::FamilyPartOmittedByOwner, side);
            }
            Role::Family if has_middle_for_family(alignment, side) => tally.add(NameLevel::FamilyNameReplaced),
            Role::Family => tally.add_omitted(NameLevel::GivenNameOnlyByOwner, side),
        }
    }
}

/// A given or middle name stands on both sides in full.
fn has_given_in_full(alignment: &Alignment<'_>) -> bool {
    let is_one = |pair: &Pair| !pair.relation.is_initial() && alignment.roles(pair).into_iter().any(is_given);
    alignment.pairs.iter().any(is_one)
}

/// The shorter side still has a family name: one paired with a family name, or one that is mostly one.
fn keeps_family(alignment: &Alignment<'_>, side: usize) -> bool {
    alignment.pairs.iter().any(|pair| {
        let roles = alignment.roles(pair);
        let token = shorter(alignment, pair, side);
        let may_be_family = token.family_people >= token.given.people / 100;
        roles[1 - side] == Role::Family && (roles[side] == Role::Family || may_be_family)
    })
}

/// The family name of the shorter side is a middle name of the longer.
fn has_middle_for_family(alignment: &Alignment<'_>, side: usize) -> bool {
    alignment.pairs.iter().any(|pair| {
        let roles = alignment.roles(pair);
        let token = shorter(alignment, pair, side);
        roles[1 - side] == Role::Family && roles[side] == Role::Middle && token.family_people > token.given.people
    })
}

fn shorter<'a>(alignment: &Alignment<'a>, pair: &Pair, side: usize) -> &'a Token {
    &alignment.sides[1 - side].tokens()[pair.words[1 - side].start]
}

/// Too little is shared to be one person's name as written.
fn tally_other(tally: &mut Tally, shared: Shared, alignment: &Alignment<'_>, names: &Names) {
    let lacking = |has: fn(Role) -> bool| alignment.sides.map(|side| lacks(side, has));
    let has_word = alignment.pairs.iter().any(|pair| !pair.relation.is_initial());
    tally.add(match (shared, lacking(is_given), lacking(is_family)) {
        (Shared::Family, [true, true], _) => NameLevel::FamilyPartConflict,
        (Shared::Family, [_, true], _) => NameLevel::FamilyNameOnlyByOwner,
        (Shared::Family, [true, _], _) => NameLevel::FamilyNameOnlyByApplicant,
        (Shared::Family, ..) => given_conflict(alignment, names),
        (Shared::Given, _, [true, true]) => NameLevel::GivenConflict,
        (Shared::Given, _, [_, true]) => NameLevel::GivenNameOnlyByOwner,
        (Shared::Given, _, [true, _]) => NameLevel::GivenNameOnlyByApplicant,
        (Shared::Given, ..) if is_near_family(alignment, names) => NameLevel::LookAlikeFamily,
        (Shared::Given, ..) if given_agrees(alignment) => NameLevel::FamilyNameReplaced,
        (Shared::Given | Shared::Words, ..) if !has_word => NameLevel::Nothing,
        (Shared::Given | Shared::Words, ..) if shares_most(alignment) => NameLevel::MostWordsShared,
        (Shared::Given | Shared::Words, ..) => NameLevel::SomeWordShared,
        (Shared::Person | Shared::Nothing, ..) => NameLevel::Nothing,
    });
    for pair in alignment.pairs.iter().filter(|pair| pair.relation != Relation::Equal) {
        tally.add_relation(pair.relation);
    }
}

/// The family name agrees and the given names do not: how near they come.
fn given_conflict(alignment: &Alignment<'_>, names: &Names) -> NameLevel {
    let given = |side: usize| {
        let words = alignment.sides[side];
        alignment.left(side).filter(move |&at| words.role(at) == Role::Given).map(move |at| &words.tokens()[at])
    };
    let relate = |(one, other)| relate(one, other, [Role::Given; 2], [false; 2], names);
    let relations = given(0).flat_map(|one| given(1).map(move |other| (one, other))).map(relate);
    match relations.min_by_key(|relation| relation.rank()) {
        Some(Relation::LookAlike) => NameLevel::LookAlikeGiven,
        Some(Relation::Alike) => NameLevel::GivenAlike,
        _ => NameLevel::GivenConflict,
    }
}

/// A given name of the one is a given name of the other.
fn given_agrees(alignment: &Alignment<'_>) -> bool {
    alignment.pairs.iter().any(|pair| alignment.roles(pair) == [Role::Given; 2] && !pair.relation.is_initial())
}

fn shares_most(alignment: &Alignment<'_>) -> bool {
    let longest = alignment.sides.iter().map(|side| side.tokens().len()).max().unwrap_or_default();
    alignment.pairs.len() * 2 > longest
}

/// The family names are a letter apart, and the other parts agree to the letter.
fn is_near_family(alignment: &Alignment<'_>, names: &Names) -> bool {
    let [Some(family), Some(other)] = [0, 1].map(|side| only_family_left(alignment, side)) else { return false };
    let is_equal = |pair: &&Pair| pair.relation == Relation::Equal;
    let equal: Vec<&Pair> = alignment.pairs.iter().filter(is_equal).collect();
    let letters: usize = equal.iter().map(|pair| alignment.sides[0].tokens()[pair.words[0].start].word.len()).sum();
    let is_long = family.word.len().max(other.word.len()) > 2 || is_misspelling(family, other, false, names);
    let is_told = letters >= 3 && (is_long || letters >= 5 || alignment.pairs.len() > 1);
    let has_given = equal.iter().any(|pair| alignment.roles(pair) == [Role::Given; 2]);
    has_given && is_told && osa_distance(&family.word, &other.word) == 1
}

/// The family name of a side, where it alone found no counterpart.
fn only_family_left<'a>(alignment: &Alignment<'a>, side: usize) -> Option<&'a Token> {
    let words = alignment.sides[side];
    let mut left = alignment.left(side);
    let at = left.next().filter(|&at| words.role(at) == Role::Family)?;
    left.next().is_none().then(|| &words.tokens()[at])
}

/// Pairs whose order differs between the sides.
fn is_reordered(pairs: &[Pair]) -> bool {
    let is_before = |one: &Pair, other: &Pair, side: usize| one.words[side].start < other.words[side].start;
    let are_crossed = |one: &Pair, other: &Pair| is_before(one, other, 0) != is_before(one, other, 1);
    pairs.iter().enumerate().any(|(at, one)| pairs[at + 1..].iter().any(|other| are_crossed(one, other)))
}

/// Generations and titles.
fn tally_around(tally: &mut Tally, sides: [Side<'_>; 2]) {
    let [applicant, owner] = sides.map(|side| side.name);
    match (&applicant.generation, &owner.generation) {
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
}
