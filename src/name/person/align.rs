//! Which word of the one name stands for which of the other: best relation first, roles and places breaking ties.

use smallvec::SmallVec;

use super::letters::Outline;
use super::sound::{Sound, is_bare, same_skeleton};
use super::spelling::{Relation, Writing, relate, share_a_group};
use super::{PersonName, Role, Token};
use crate::name::CAP_WORDS;
use crate::text::edits_between;

/// Letters of a joined run of words that are looked at.
const CAP_JOINED: usize = 48;
/// Most words that may stand for one word of the other side: `abd al rahman`.
const CAP_SPAN: usize = 3;

/// Two words that may stand for each other, and how good a pair they are: lower is better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    key: u32,
    at: u8,
    other_at: u8,
    relation: Relation,
}

/// Room for all pairs of words, so that none ever needs an allocation.
type Candidates = SmallVec<[Candidate; CAP_WORDS * CAP_WORDS]>;

/// One side of a comparison: its words, and in which of its two readings.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) name: &'a PersonName,
    tokens: &'a [Token],
    other_reading: bool,
}

impl<'a> Side<'a> {
    pub(super) fn new(name: &'a PersonName, other_reading: bool) -> Self {
        Self { name, tokens: &name.tokens, other_reading }
    }

    pub(super) fn tokens(&self) -> &'a [Token] {
        self.tokens
    }

    pub(super) fn role(&self, at: usize) -> Role {
        let token = &self.tokens[at];
        if self.other_reading { token.other } else { token.role }
    }

    /// The role of a run of words: that of its first word that is no particle.
    fn span_role(&self, span: Span) -> Role {
        if span.len == 1 {
            return self.role(span.from as usize);
        }
        let roles = (span.from..span.from + span.len).map(|at| self.role(at as usize));
        roles.clone().find(|&role| role != Role::Particle).or(roles.clone().next()).unwrap_or(Role::Middle)
    }

    fn ends_at(&self, at: usize) -> bool {
        at + 1 == self.tokens.len() && (16..=35).contains(&self.name.length)
    }
}

/// A run of words of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u8,
    pub(super) len: u8,
}

impl Span {
    fn one(at: usize) -> Self {
        Self { from: at as u8, len: 1 }
    }

    fn mask(self) -> u32 {
        ((1 << self.len) - 1) << self.from
    }
}

/// Words of both sides that stand for each other.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) applicant: Span,
    pub(super) owner: Span,
    pub(super) relation: Relation,
    /// The roles of both in the readings that are compared.
    pub(super) roles: [Role; 2],
}

/// Who stands for whom; words in no pair are left over.
#[derive(Clone, Copy)]
pub(super) struct Alignment<'a> {
    pub(super) sides: [Side<'a>; 2],
    pairs: [Pair; CAP_WORDS],
    count: usize,
    taken: [u32; 2],
    /// No equal word could have been paired otherwise.
    is_settled: bool,
}

impl<'a> Alignment<'a> {
    /// Pairs the words that are equal, and runs of words with the same letters or sound.
    pub(super) fn begun(sides: [Side<'a>; 2]) -> Self {
        let span = Span::default();
        let none = Pair { applicant: span, owner: span, relation: Relation::Equal, roles: [Role::Given; 2] };
        let mut alignment = Self { sides, pairs: [none; CAP_WORDS], count: 0, taken: [0; 2], is_settled: true };
        let [applicant, owner] = sides;
        alignment.take_equal(applicant, owner);
        if alignment.is_open() {
            alignment.take_shifted(applicant, owner);
            alignment.take_joined(applicant, owner);
            alignment.take_behind_particles(applicant, owner);
        }
        alignment
    }

    /// The same in another reading: roles matter only where a word is there twice. A third of what two names of sixteen
    /// words that are all alike would cost.
    pub(super) fn in_reading(&self, sides: [Side<'a>; 2]) -> Self {
        if !self.is_settled {
            return Self::begun(sides);
        }
        let mut alignment = Self { sides, ..*self };
        for pair in &mut alignment.pairs[..self.count] {
            pair.roles = [sides[0].span_role(pair.applicant), sides[1].span_role(pair.owner)];
        }
        alignment
    }

    /// Pairs what is left by how alike it is.
    pub(super) fn finish(&mut self) {
        if self.is_open() {
            self.take_alike(self.sides[0], self.sides[1]);
        }
    }

    /// Words are left on both sides.
    fn is_open(&self) -> bool {
        self.free(0) != 0 && self.free(1) != 0
    }

    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs[..self.count]
    }

    pub(super) fn is_left(&self, side: usize, at: usize) -> bool {
        self.taken[side] & 1 << at == 0
    }

    /// No word of either run is taken.
    fn are_left(&self, spans: [Span; 2]) -> bool {
        self.taken[0] & spans[0].mask() == 0 && self.taken[1] & spans[1].mask() == 0
    }

    /// The words of a side that are in no pair, a bit each.
    fn free(&self, side: usize) -> u32 {
        Span { from: 0, len: self.sides[side].tokens().len() as u8 }.mask() & !self.taken[side]
    }

    /// The same words as they stand now, in their order.
    pub(super) fn left(&self, side: usize) -> impl Iterator<Item = usize> + use<> {
        let mut free = self.free(side);
        std::iter::from_fn(move || {
            let at = free.trailing_zeros() as usize;
            let is_one = free != 0;
            free &= free.wrapping_sub(1);
            is_one.then_some(at)
        })
    }

    /// Two words beside each other are left.
    fn has_run(&self, side: usize) -> bool {
        self.free(side) & self.free(side) >> 1 != 0
    }

    fn push(&mut self, [applicant, owner]: [Span; 2], relation: Relation) {
        if self.count < CAP_WORDS {
            let roles = [self.sides[0].span_role(applicant), self.sides[1].span_role(owner)];
            self.pairs[self.count] = Pair { applicant, owner, relation, roles };
            self.count += 1;
            self.taken[0] |= applicant.mask();
            self.taken[1] |= owner.mask();
        }
    }

    fn take_equal(&mut self, applicant: Side<'_>, owner: Side<'_>) {
        self.take_best(
            applicant,
            owner,
            |token, other, _| {
                if token.is(other) { Relation::Equal } else { Relation::Other }
            },
        );
    }

    fn take_alike(&mut self, applicant: Side<'_>, owner: Side<'_>) {
        self.take_best(applicant, owner, |token, other, [at, other_at]| {
            let writing = Writing {
                applicant_cut: applicant.ends_at(at),
                owner_cut: owner.ends_at(other_at),
                scripts_differ: applicant.name.transliterated != owner.name.transliterated,
            };
            relate(token, other, [applicant.role(at), owner.role(other_at)], writing)
        });
    }

    /// Takes pairs from best to worst; the key is the same from either side, so that sides can change.
    fn take_best(
        &mut self,
        applicant: Side<'_>,
        owner: Side<'_>,
        relate: impl Fn(&Token, &Token, [usize; 2]) -> Relation,
    ) {
        let mut candidates = Candidates::new();
        for at in self.left(0) {
            for other_at in self.left(1) {
                let relation = relate(&applicant.tokens()[at], &owner.tokens()[other_at], [at, other_at]);
                if relation.matches() {
                    let key = key(relation, [applicant.role(at), owner.role(other_at)], [at, other_at]);
                    candidates.push(Candidate { key, at: at as u8, other_at: other_at as u8, relation });
                }
            }
        }
        candidates.sort_unstable();
        for &Candidate { at, other_at, relation, .. } in &candidates {
            let [at, other_at] = [at, other_at].map(usize::from);
            if self.is_left(0, at) && self.is_left(1, other_at) {
                self.push([Span::one(at), Span::one(other_at)], relation);
            } else {
                self.is_settled = false;
            }
        }
    }

    /// Several words that make one word of the other side: `jo anne` and `joanne`.
    fn take_joined(&mut self, applicant: Side<'_>, owner: Side<'_>) {
        for at in self.left(0) {
            if let Some((span, relation)) = self.joined(0, at, applicant, owner) {
                self.push([Span::one(at), span], relation);
            }
        }
        for at in self.left(1) {
            if let Some((span, relation)) = self.joined(1, at, owner, applicant) {
                self.push([span, Span::one(at)], relation);
            }
        }
    }

    /// Two words whose space slipped: `gordonr ea` for `gordon rea`.
    fn take_shifted(&mut self, applicant: Side<'_>, owner: Side<'_>) {
        if !self.has_run(0) || !self.has_run(1) {
            return;
        }
        let span = |from: usize| Span { from: from as u8, len: 2 };
        for (at, words) in applicant.tokens().windows(2).enumerate() {
            for (other_at, others) in owner.tokens().windows(2).enumerate() {
                let spans = [span(at), span(other_at)];
                if self.are_left(spans) && are_shifted([words, others]) {
                    self.push(spans, Relation::Respaced);
                }
            }
        }
    }

    /// A letter of a short name behind the particle that makes it long enough for a slip: `van yk` for `van wyk`.
    fn take_behind_particles(&mut self, applicant: Side<'_>, owner: Side<'_>) {
        for (at, words) in applicant.tokens().windows(2).enumerate() {
            if words[0].role != Role::Particle {
                continue;
            }
            for (other_at, others) in owner.tokens().windows(2).enumerate() {
                let spans = [Span::one(at + 1), Span::one(other_at + 1)];
                if self.are_left(spans) && is_slip_behind_particle([words, others]) {
                    self.push(spans, Relation::ShortSlip);
                }
            }
        }
    }

    /// The run of words of `split` that word `at` of `whole` is made of.
    fn joined(&self, side: usize, at: usize, whole: Side<'_>, split: Side<'_>) -> Option<(Span, Relation)> {
        let token = &whole.tokens()[at];
        if !self.is_left(side, at) || token.word.len() < 2 || !self.has_run(1 - side) {
            return None;
        }
        let scripts_differ = whole.name.transliterated != split.name.transliterated;
        // One for all runs: sounds are three quarters of what the worst pair costs.
        let mut sound = None;
        let mut best: Option<(Span, Relation)> = None;
        for len in 2..=CAP_SPAN {
            for (from, words) in split.tokens().windows(len).enumerate() {
                let span = Span { from: from as u8, len: len as u8 };
                if self.taken[1 - side] & span.mask() != 0 {
                    continue;
                }
                let relation = match relate_joined(token, words, &mut sound) {
                    Relation::RespacedSlip if scripts_differ => Relation::Spelled,
                    relation => relation,
                };
                if relation.matches() && best.is_none_or(|(_, found)| relation.rank() < found.rank()) {
                    best = Some((span, relation));
                }
            }
        }
        best
    }
}

/// The relation first, then how far apart roles and places are, then the place.
fn key(relation: Relation, roles: [Role; 2], [at, other_at]: [usize; 2]) -> u32 {
    let rank = u32::from(relation.rank());
    rank << 16 | role_distance(roles[0], roles[1]) << 12 | (at.abs_diff(other_at) as u32) << 6 | (at + other_at) as u32
}

/// How far apart two roles are, 0..=4; the same from either side.
fn role_distance(applicant: Role, owner: Role) -> u32 {
    match (applicant.min(owner), applicant.max(owner)) {
        (one, other) if one == other => 0,
        (Role::Given, Role::Middle) => 1,
        (Role::Middle, Role::Family) => 2,
        (_, Role::Particle) => 3,
        _ => 4,
    }
}

/// The same letters, two words on either side.
fn are_shifted(words: [&[Token]; 2]) -> bool {
    let [one, other] = words.map(outline);
    let [mine, others] = words.map(|words| words.iter().flat_map(|token| token.word.as_bytes()));
    one.len >= 6 && one.len == other.len && one.set == other.set && mine.eq(others)
}

/// The letters of words that stand together.
fn outline(words: &[Token]) -> Outline {
    let [first, rest @ ..] = words else { return Outline::default() };
    rest.iter().map(Token::outline).fold(first.outline(), Outline::joined)
}

fn is_slip_behind_particle(words: [&[Token]; 2]) -> bool {
    let [[particle, name], [other_particle, other]] = words else { return false };
    let long = particle.word.len() + name.word.len().max(other.word.len()) >= 6;
    long && particle.is(other_particle)
        && name.word.len().max(other.word.len()) < 4
        && edits_between(name.word.as_bytes(), other.word.as_bytes()) == 1
}

/// `timothyweaver` for `timothy l weaver`.
fn is_joined_over_initial(whole: &Token, split: &[Token]) -> bool {
    let [first, inner, last] = split else { return false };
    let rest = || whole.word.as_bytes().strip_prefix(first.word.as_bytes());
    inner.is_initial() && !first.is_initial() && rest() == Some(last.word.as_bytes())
}

/// Equal letters are respaced; a slip or the same sound beside it is more.
fn relate_joined(whole: &Token, split: &[Token], sound: &mut Option<Sound>) -> Relation {
    let [one, joined] = [whole.outline(), outline(split)];
    let is_same = one.len == joined.len && one.set == joined.set && is_joined(whole, split);
    if is_same || is_joined_over_initial(whole, split) {
        return Relation::Respaced;
    }
    let is_short = joined.len.min(CAP_JOINED).min(one.len) < 4 || split.iter().any(Token::is_initial);
    if is_short {
        return Relation::Other;
    }
    // All that is left is a slip, the same sound or a skeleton: of a hundred joined runs three need their letters.
    let is_near = one.is_within(1, joined) || one.may_sound_alike(joined) || may_be_skeleton(whole, split, joined);
    match is_near {
        true => relate_letters(whole, &letters(split), split, *sound.get_or_insert_with(|| whole.sound())),
        false if whole.is_varied() && is_known(whole, &letters(split)) => Relation::Known,
        false => Relation::Other,
    }
}

/// The letters of words behind each other, [`CAP_JOINED`] at most.
fn letters(split: &[Token]) -> SmallVec<[u8; CAP_JOINED]> {
    split.iter().flat_map(|token| token.word.as_bytes()).copied().take(CAP_JOINED).collect()
}

/// Whether both are spellings of one name.
fn is_known(whole: &Token, joined: &[u8]) -> bool {
    share_a_group(joined, whole.word.as_bytes())
}

fn is_joined(whole: &Token, split: &[Token]) -> bool {
    split.iter().flat_map(|token| token.word.as_bytes()).eq(whole.word.as_bytes())
}

/// One of the two has no vowel.
fn may_be_skeleton(whole: &Token, split: &[Token], joined: Outline) -> bool {
    let may_be_bare = whole.outline().may_be_bare() || joined.may_be_bare();
    may_be_bare && is_bare(whole.word.as_bytes()) != split.iter().all(|token| is_bare(token.word.as_bytes()))
}

fn relate_letters(whole: &Token, joined: &[u8], split: &[Token], of_whole: Sound) -> Relation {
    let sound = Sound::of(joined);
    let long = joined.len() >= 6 && whole.word.len() >= 5;
    let same_sound = sound.full == of_whole.full && (long || sound.vowels == of_whole.vowels);
    let is_slip = joined.len() >= 7 && edits_between(joined, whole.word.as_bytes()) == 1;
    match joined {
        _ if whole.is_varied() && is_known(whole, joined) => Relation::Known,
        _ if same_sound && !split.iter().all(Token::is_common) => Relation::Spelled,
        _ if is_slip && split.iter().any(|token| token.role == Role::Particle) => Relation::ShortSlip,
        _ if same_skeleton(joined, whole.word.as_bytes()) => Relation::Consonants,
        _ if same_sound || is_slip => Relation::RespacedSlip,
        _ if sound.consonants == of_whole.consonants && sound.count >= 5 => Relation::Consonants,
        _ => Relation::Other,
    }
}
