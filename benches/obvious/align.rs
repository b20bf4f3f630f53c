//! Which word of the one name stands for which of the other: best relation first, roles and places breaking ties.

use std::ops::Range;

use super::name::{Name, Role, Token};
use super::relate::{Relation, relate, relate_joined};
use super::tables::Names;

/// Most words that may stand for one word of the other side.
const MOST_JOINED: usize = 3;

/// One side of a comparison, in one of its two orders.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub name: &'a Name,
    pub other_order: bool,
}

impl<'a> Side<'a> {
    pub fn tokens(self) -> &'a [Token] {
        &self.name.tokens
    }

    pub fn role(self, at: usize) -> Role {
        let token = &self.name.tokens[at];
        if self.other_order { token.other } else { token.role }
    }

    /// Whether the word stands at the end of a text that may have been cut.
    fn is_cut(self, at: usize) -> bool {
        at + 1 == self.name.tokens.len() && (16..=35).contains(&self.name.length)
    }
}

/// Words of both sides that stand for each other.
pub struct Pair {
    pub words: [Range<usize>; 2],
    pub relation: Relation,
}

/// Who stands for whom; words in no pair are left over.
pub struct Alignment<'a> {
    pub sides: [Side<'a>; 2],
    pub pairs: Vec<Pair>,
    names: &'a Names,
}

impl<'a> Alignment<'a> {
    pub fn of(sides: [Side<'a>; 2], names: &'a Names) -> Self {
        let mut alignment = Self { sides, pairs: Vec::new(), names };
        alignment.take_best(
            |applicant, owner, _, _| {
                if applicant.word == owner.word { Relation::Equal } else { Relation::Other }
            },
        );
        if alignment.left(0).next().is_some() && alignment.left(1).next().is_some() {
            alignment.take_shifted();
            alignment.take_joined(0);
            alignment.take_joined(1);
            alignment.take_best(|applicant, owner, roles, cut| relate(applicant, owner, roles, cut, names));
        }
        alignment
    }

    pub fn is_left(&self, side: usize, at: usize) -> bool {
        !self.pairs.iter().any(|pair| pair.words[side].contains(&at))
    }

    /// The words of a side that are left over.
    pub fn left(&self, side: usize) -> impl Iterator<Item = usize> {
        (0..self.sides[side].tokens().len()).filter(move |&at| self.is_left(side, at))
    }

    /// The roles of a pair's first words.
    pub fn roles(&self, pair: &Pair) -> [Role; 2] {
        [0, 1].map(|side| self.sides[side].role(pair.words[side].start))
    }

    /// Takes pairs from best to worst.
    fn take_best(&mut self, relation_of: impl Fn(&Token, &Token, [Role; 2], [bool; 2]) -> Relation) {
        let [applicant, owner] = self.sides;
        let mut found = Vec::new();
        for at in self.left(0) {
            for other in self.left(1) {
                let (one, two) = (&applicant.tokens()[at], &owner.tokens()[other]);
                let roles = [applicant.role(at), owner.role(other)];
                let relation = relation_of(one, two, roles, [applicant.is_cut(at), owner.is_cut(other)]);
                if relation.matches() {
                    let key = (relation.rank(), role_distance(roles), at.abs_diff(other), at + other);
                    found.push((key, at, other, relation));
                }
            }
        }
        found.sort_by_key(|&(key, at, other, _)| (key, at, other));
        for (_, at, other, relation) in found {
            if self.is_left(0, at) && self.is_left(1, other) {
                self.pairs.push(Pair { words: [at..at + 1, other..other + 1], relation });
            }
        }
    }

    /// Two words whose space slipped: `gordonr ea` for `gordon rea`.
    fn take_shifted(&mut self) {
        let [tokens, others] = self.sides.map(Side::tokens);
        for at in 1..tokens.len() {
            for other in 1..others.len() {
                let words = [at - 1..at + 1, other - 1..other + 1];
                let is_free = words[0].clone().all(|at| self.is_left(0, at))
                    && words[1].clone().all(|other| self.is_left(1, other));
                if is_free && are_shifted(&tokens[words[0].clone()], &others[words[1].clone()]) {
                    self.pairs.push(Pair { words, relation: Relation::Respaced });
                }
            }
        }
    }

    /// Several words of the other side that make one word of this.
    fn take_joined(&mut self, side: usize) {
        for at in 0..self.sides[side].tokens().len() {
            if self.is_left(side, at)
                && let Some((span, relation)) = self.joined(side, at)
            {
                let words = if side == 0 { [at..at + 1, span] } else { [span, at..at + 1] };
                self.pairs.push(Pair { words, relation });
            }
        }
    }

    fn joined(&self, side: usize, at: usize) -> Option<(Range<usize>, Relation)> {
        let (whole, split) = (&self.sides[side].tokens()[at], self.sides[1 - side].tokens());
        if whole.word.len() < 2 {
            return None;
        }
        let spans = (2..=MOST_JOINED.min(split.len()))
            .flat_map(|length| (0..=split.len() - length).map(move |from| from..from + length));
        let free = spans.filter(|span| span.clone().all(|at| self.is_left(1 - side, at)));
        let related = free.map(|span| (span.clone(), relate_joined(whole, &split[span], self.names)));
        related.filter(|(_, relation)| relation.matches()).min_by_key(|(_, relation)| relation.rank())
    }
}

/// How far apart two roles are; the same from either side.
fn role_distance(roles: [Role; 2]) -> u32 {
    match (roles[0].min(roles[1]), roles[0].max(roles[1])) {
        (one, other) if one == other => 0,
        (Role::Given, Role::Middle) => 1,
        (Role::Middle, Role::Family) => 2,
        _ => 4,
    }
}

/// The same letters, two words on either side.
fn are_shifted(words: &[Token], others: &[Token]) -> bool {
    let [one, other] = [words, others].map(|words| words.iter().map(|token| token.word.as_str()).collect::<String>());
    one.len() >= 6 && one == other
}
