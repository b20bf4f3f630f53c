//! Whether names of every origin are treated alike: how often the same slip, order or omission costs a match, by group.
//!
//! Names are drawn as often as people of a group bear them, and both sides are written alike but for one alteration. Where
//! the policy asks for a contact there are phones beside the name, which agree for one person and differ for two; else the
//! name is all there is to compare. So whatever keeps a pair of one person from `match` is its name.
//!
//! A miss is a pair of one person that does not come to `match`: the probability is below the policy's, the evidence is too
//! thin against a rival, the name's score is too low, or a review flag is raised, which here only the name can raise
//! (`likely_relative`, `given_name_only` and the like). Coming to `review` is a miss as much as `no_match`, whose share
//! stands beside it. A false accept is a pair of two people that does come to `match`, two of the same name included,
//! since two people may bear it. By a name alone the bearers of common names are missed as they are, since it does not
//! tell namesakes apart: `unaltered` says how often.
//!
//! Beside the matcher stands a plain rule on the same pairs: every word of the line that has fewer has one of the other
//! at a Jaro–Winkler similarity of .85 or more. A short name cannot afford a letter under it.

mod pairs;
mod ratio;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

pub use self::pairs::Alteration;
use self::pairs::{Pair, pair};
pub use self::ratio::{BAR, FLOOR, Ratio};
use crate::chance::Chance;
use crate::decision::Decision;
use crate::evaluate::Figure;
use crate::matcher::Matcher;
use crate::record::{Applicant, Field, Owner};
use crate::simulate::{Origin, Rates};
use crate::text::jaro_winkler;

/// Phones of one person and of two, for a policy that asks for a contact.
const OF_ONE: [&str; 2] = ["(415) 279-4774", "+14152794774"];
const OF_TWO: [&str; 2] = ["(415) 279-4774", "+19172065518"];
/// Examples kept of each level that a group's errors fall in.
const EXAMPLES: usize = 2;
/// The plain rule's threshold, as many use it.
const PLAIN_AT: f64 = 0.85;

/// Error rates by origin group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fairness {
    /// What the pairs were drawn from.
    pub seed: u64,
    /// Pairs of each group under each alteration.
    pub pairs: u64,
    /// From this similarity of every word on the plain rule accepts, 0..=1.
    pub plain_at: f64,
    /// Each alteration, and the three of one person together.
    pub measures: Vec<Measure>,
}

impl Fairness {
    /// Whether no group has more than [`BAR`] times the errors of another, under any alteration.
    pub fn holds(&self) -> bool {
        let altered = self.measures.iter().filter(|measure| measure.code != Alteration::Unaltered.code());
        altered.filter_map(|measure| measure.ratio).all(|ratio| ratio.holds())
    }
}

/// One kind of pairs, by group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// An alteration's code, or `misses`: the three alterations of one person together.
    pub code: &'static str,
    /// What is compared, for people.
    pub meaning: &'static str,
    /// White, black, Asian or Pacific, Hispanic.
    pub groups: Vec<GroupErrors>,
    /// The matcher's worst group against its best; `None` without pairs.
    pub ratio: Option<Ratio>,
    /// The same for the plain rule.
    pub plain_ratio: Option<Ratio>,
}

/// A group's errors under one kind of pairs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupErrors {
    /// The group's code, as in the `origin` of made cases.
    pub group: &'static str,
    /// How many pairs.
    pub pairs: u64,
    /// Share of pairs of one person missed, of two people accepted; Wilson's interval. `None` without pairs.
    pub wrong: Option<Figure>,
    /// Share that comes to `no_match`, which of pairs of one person is the graver miss.
    pub no_match: Option<Figure>,
    /// Share that the plain rule has wrong.
    pub plain_wrong: Option<Figure>,
    /// The name levels that the wrong ones fall in, most of them first.
    pub levels: Vec<WrongLevel>,
}

/// Wrong pairs of one name level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrongLevel {
    /// The level's code, or `unread`.
    pub level: &'static str,
    /// How many.
    pub pairs: u64,
    /// The first of them, applicant and owner; nobody in it is real.
    pub examples: Vec<[String; 2]>,
}

/// What came of one pair; what was written is kept of the wrong ones only.
struct Outcome {
    wrong: Option<(Pair, &'static str)>,
    is_no_match: bool,
    is_plain_match: bool,
}

/// Draws and matches `pairs` pairs of each group under each alteration, on the caller's rayon pool; the same seed gives
/// the same figures at any number of threads.
///
/// ```
/// use ownermatch::audit::fairness;
/// use ownermatch::{Matcher, Policy};
/// let matcher = Matcher::default().policy(Policy::name_only());
/// let told = fairness::audit(&matcher, 1, 200);
/// let strangers = told.measures.last().unwrap();
/// assert_eq!(strangers.code, "stranger");
/// // Under a plain rule one slip costs some groups far more than others.
/// let slip = told.measures.iter().find(|measure| measure.code == "slip").unwrap();
/// assert!(slip.plain_ratio.unwrap().ratio.value > 2.0);
/// ```
pub fn audit(matcher: &Matcher, seed: u64, pairs: u64) -> Fairness {
    let matcher = matcher.pinned();
    let of = |alteration| Origin::ALL.map(|origin| outcomes(&matcher, seed, pairs, (origin, alteration)));
    let drawn = Alteration::ALL.map(of);
    // The three alterations of one person.
    let tallies: [[Tally; 4]; 5] =
        std::array::from_fn(|kind| std::array::from_fn(|group| tally(&drawn[kind][group], Alteration::ALL[kind])));
    let misses = std::array::from_fn(|group| tallies[1..4].iter().map(|kind| kind[group].clone()).sum());
    let named = |(kind, tallies): (Alteration, &[Tally; 4])| measure(kind.code(), kind.meaning(), tallies);
    let mut measures: Vec<Measure> = Alteration::ALL.into_iter().zip(&tallies).map(named).collect();
    measures.insert(4, measure("misses", "the three together: one person missed", &misses));
    Fairness { seed, pairs, plain_at: PLAIN_AT, measures }
}

fn outcomes(matcher: &Matcher, seed: u64, pairs: u64, (origin, alteration): (Origin, Alteration)) -> Vec<Outcome> {
    let rates = Rates::default();
    let kind = (alteration as u64) << 2 | origin as u64;
    let of = |number| pair(&rates, Chance::of_item(seed, number << 5 | kind), origin, alteration);
    (0..pairs).into_par_iter().map(|number| outcome(matcher, of(number), alteration)).collect()
}

fn outcome(matcher: &Matcher, pair: Pair, alteration: Alteration) -> Outcome {
    let (mut applicant, mut owner) = (Applicant::new(&pair.applicant), Owner::new(&pair.owner));
    if matcher.current_policy().contacts() > 0 {
        let phones = if alteration.is_of_strangers() { OF_TWO } else { OF_ONE };
        (applicant, owner) = (applicant.phone(phones[0]), owner.phone(phones[1]));
    }
    let answer = matcher.match_owners(&applicant, &[owner]);
    let level = answer.best_owner().and_then(|best| best.comparison.level(Field::Name).read().map(|level| level.code));
    let is_wrong = (answer.decision == Decision::Match) == alteration.is_of_strangers();
    Outcome {
        is_plain_match: is_plain_match(&pair),
        is_no_match: answer.decision == Decision::NoMatch,
        wrong: is_wrong.then(|| (pair, level.unwrap_or("unread"))),
    }
}

/// Every word of the shorter line has one of the other that is alike.
fn is_plain_match(pair: &Pair) -> bool {
    let [one, other] = [&pair.applicant, &pair.owner].map(|line| line.to_lowercase());
    let words = |line: &'_ str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (mut short, mut long) = (words(&one), words(&other));
    if short.len() > long.len() {
        std::mem::swap(&mut short, &mut long);
    }
    short.iter().all(|word| long.iter().any(|other| jaro_winkler(word, other) >= PLAIN_AT))
}

/// Counts of one group.
#[derive(Clone, Default)]
struct Tally {
    pairs: u64,
    wrong: u64,
    no_match: u64,
    plain_wrong: u64,
    levels: BTreeMap<&'static str, (u64, Vec<[String; 2]>)>,
}

fn tally(outcomes: &[Outcome], alteration: Alteration) -> Tally {
    let count = |is: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count() as u64;
    let mut tally = Tally {
        pairs: outcomes.len() as u64,
        wrong: count(&|outcome| outcome.wrong.is_some()),
        no_match: count(&|outcome| outcome.is_no_match),
        plain_wrong: count(&|outcome| outcome.is_plain_match == alteration.is_of_strangers()),
        levels: BTreeMap::new(),
    };
    for (pair, level) in outcomes.iter().filter_map(|outcome| outcome.wrong.as_ref()) {
        tally.note(level, 1, &[[pair.applicant.clone(), pair.owner.clone()]]);
    }
    tally
}

impl Tally {
    fn note(&mut self, level: &'static str, pairs: u64, examples: &[[String; 2]]) {
        let (count, kept) = self.levels.entry(level).or_default();
        *count += pairs;
        kept.extend(examples.iter().take(EXAMPLES.saturating_sub(kept.len())).cloned());
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |mut sum, tally| {
            for (level, (pairs, examples)) in &tally.levels {
                sum.note(level, *pairs, examples);
            }
            sum.pairs += tally.pairs;
            sum.wrong += tally.wrong;
            sum.no_match += tally.no_match;
            sum.plain_wrong += tally.plain_wrong;
            sum
        })
    }
}

fn measure(code: &'static str, meaning: &'static str, tallies: &[Tally; 4]) -> Measure {
    let ratio = |wrong: fn(&Tally) -> u64| {
        Ratio::of(&std::array::from_fn::<_, 4, _>(|at| {
            (Origin::ALL[at].code(), wrong(&tallies[at]), tallies[at].pairs)
        }))
    };
    Measure {
        code,
        meaning,
        groups: Origin::ALL.iter().zip(tallies).map(|(origin, tally)| errors(origin.code(), tally)).collect(),
        ratio: ratio(|tally| tally.wrong),
        plain_ratio: ratio(|tally| tally.plain_wrong),
    }
}

fn errors(group: &'static str, tally: &Tally) -> GroupErrors {
    let share = |part| Figure::of_share(part, tally.pairs);
    let level = |(level, (pairs, examples)): (&&'static str, &(u64, Vec<[String; 2]>))| WrongLevel {
        level,
        pairs: *pairs,
        examples: examples.clone(),
    };
    let mut levels: Vec<WrongLevel> = tally.levels.iter().map(level).collect();
    levels.sort_by_key(|level| std::cmp::Reverse(level.pairs));
    GroupErrors {
        group,
        pairs: tally.pairs,
        wrong: share(tally.wrong),
        no_match: share(tally.no_match),
        plain_wrong: share(tally.plain_wrong),
        levels,
    }
}
