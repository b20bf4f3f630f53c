//! Whether a disguise gets past: honest made cases with one field of one side altered as those alter it who do not want to
//! be recognized, and genuine names in many scripts, on which no flag about characters may be raised.
//!
//! A case is one person on both sides, drawn from made cases, whose field agreed (a score of 85 or more) before it was
//! altered; parts of a name are put in another order where both sides have all of them, since of a name that is cut short
//! nobody can tell whether it was. The disguise is seen through where
//! - it is *detected*: a flag that says so is raised on that field and was not before (the flags of each kind:
//!   [`Kind::flags`]);
//! - or *neutralized*: the field's score stays in its band or rises, as if nothing had been done;
//! - or *named*: the level is the one that the contract has for just this, such as `same_mailbox` for a tag or
//!   `unit_rewritten` for `#4` in place of `Apt 4` ([`Kind::levels`]): lower than equal, and the same thing still.
//!
//! Anything else is missed, whatever the decision comes to. A unit that is made up cannot be neutralized, only detected.

mod cases;
mod genuine;
mod kind;
mod letters;
mod parts;
mod ways;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use self::cases::{Disguised, disguise};
pub use self::genuine::ScriptNames;
pub use self::kind::Kind;
use self::ways::Way;
use crate::chance::Chance;
use crate::evaluate::Figure;
use crate::flags::FlagCode;
use crate::level::band_floor;
use crate::matcher::{Matcher, OwnershipMatch};
use crate::name::{NameComparison, NameLevel};
use crate::record::Field;
use crate::simulate::Simulator;
use crate::weight::Score;

/// The share of disguises that is to be seen through.
pub const BAR: f64 = 0.99;
/// The flags about characters, none of which belongs on a genuine name of one script.
pub const CHARACTER_FLAGS: [FlagCode; 5] = [
    FlagCode::MixedScriptName,
    FlagCode::ConfusableCharacters,
    FlagCode::InvisibleCharacters,
    FlagCode::BidiControls,
    FlagCode::DigitsForLetters,
];
/// From this score on a field agrees.
const AGREES: Score = Score::new(85);
/// Missed cases shown of each way.
const EXAMPLES: usize = 3;

/// What became of disguises and of genuine names.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evasion {
    /// What the cases were drawn from.
    pub seed: u64,
    /// How many cases.
    pub cases: u64,
    /// Share seen through, with Wilson's interval; `None` without cases.
    pub seen_through: Option<Figure>,
    /// By kind, in the order of [`Kind::ALL`].
    pub kinds: Vec<KindFigures>,
    /// Genuine names by script.
    pub genuine: Vec<ScriptNames>,
}

impl Evasion {
    /// Whether [`BAR`] is reached by all disguises together and no genuine name is flagged.
    pub fn holds(&self) -> bool {
        self.seen_through.is_some_and(|share| share.value >= BAR)
            && self.genuine.iter().all(|script| script.flagged == 0)
    }
}

/// Disguises of one kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindFigures {
    /// The kind.
    pub kind: Kind,
    /// All of its ways together.
    pub figures: Counts,
    /// Share seen through, with Wilson's interval; `None` without cases.
    pub seen_through: Option<Figure>,
    /// Decisions about the disguised cases, in the order of [`crate::Decision::ALL`].
    pub decisions: [u64; 4],
    /// Way by way.
    pub ways: Vec<WayFigures>,
}

/// What became of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// How many.
    pub cases: u64,
    /// Flagged.
    pub detected: u64,
    /// Not flagged, and in the same band or a better one.
    pub neutralized: u64,
    /// Neither, and under the level that says what was done.
    pub named: u64,
    /// None of these.
    pub missed: u64,
}

/// One way of a kind, in one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WayFigures {
    /// What was done, such as `word_spelled_out`.
    pub way: &'static str,
    /// In which field.
    pub field: &'static str,
    /// What became of it.
    pub figures: Counts,
    /// The first that were missed.
    pub missed: Vec<Missed>,
}

/// A disguise that got past; nobody in it is real.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missed {
    /// What was written honestly.
    pub was: String,
    /// And in disguise.
    pub is: String,
    /// What the other side has.
    pub other: String,
    /// The field's level before and after; `unread` without one.
    pub levels: [&'static str; 2],
}

/// What became of one case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Detected,
    Neutralized,
    Named,
    Missed,
}

struct Outcome {
    fate: Fate,
    decision: usize,
    missed: Option<Missed>,
}

/// Disguises `cases` made cases, as many of each kind and of each of its ways, and reads the genuine names, on the caller's
/// rayon pool; the same seed gives the same figures at any number of threads.
///
/// ```
/// use ownermatch::Matcher;
/// use ownermatch::audit::evasion;
/// let told = evasion::audit(&Matcher::default(), 1, 90);
/// assert_eq!(told.kinds.len(), 9);
/// // `ΜΑΡΙΑ` looks like Latin letters throughout, and is a name.
/// assert!(told.genuine.iter().all(|script| script.flagged == 0));
/// ```
pub fn audit(matcher: &Matcher, seed: u64, cases: u64) -> Evasion {
    let matcher = &matcher.pinned();
    let simulator = Simulator::new(seed).owner_share(1.0).now(matcher.current_now());
    let kinds: Vec<KindFigures> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let numbers = (0..cases).into_par_iter().filter(|number| number % 9 == kind as u64);
            let outcomes = numbers.map(|number| (way_of(kind, number), outcome(matcher, &simulator, kind, number)));
            figures(kind, &outcomes.collect::<Vec<_>>())
        })
        .collect();
    let missed: u64 = kinds.iter().map(|kind| kind.figures.missed).sum();
    let seen_through = Figure::of_share(cases - missed, cases);
    Evasion { seed, cases, seen_through, kinds, genuine: genuine::audit(matcher, seed) }
}

/// The ways of a kind in turn.
fn way_of(kind: Kind, number: u64) -> usize {
    (number / Kind::ALL.len() as u64 % kind.ways().len() as u64) as usize
}

fn outcome(matcher: &Matcher, simulator: &Simulator, kind: Kind, number: u64) -> Outcome {
    let way = kind.ways()[way_of(kind, number)];
    let mut chance = Chance::of_item(simulator.seed(), number);
    loop {
        let Some(made) = disguise(simulator, way, &mut chance) else { continue };
        let before = matcher.match_ownership(&made.honest.applicant, &made.honest.ownership);
        if score(&before, way.field).is_some_and(|score| score >= AGREES)
            && (kind != Kind::Transposed || is_whole(&before, way.field))
        {
            let after = matcher.match_ownership(&made.disguised.applicant, &made.disguised.ownership);
            return judge(kind, way, [&before, &after], made);
        }
    }
}

fn judge(kind: Kind, way: Way, [before, after]: [&OwnershipMatch; 2], made: Disguised) -> Outcome {
    let fate = fate(kind, way.field, before, after);
    let levels = [before, after].map(|answer| level(answer, way.field).unwrap_or("unread"));
    let missed = (fate == Fate::Missed).then_some(Missed { was: made.was, is: made.is, other: made.other, levels });
    Outcome { fate, decision: after.decision as usize, missed }
}

fn fate(kind: Kind, field: Field, before: &OwnershipMatch, after: &OwnershipMatch) -> Fate {
    let fits = |code: FlagCode| kind.flags().contains(&code);
    let mut raised = after.flags.iter().filter(|flag| fits(flag.code) && flag.field == Some(field));
    let band = |answer| score(answer, field).map(|score| band_floor(score.value()));
    if raised.any(|flag| !before.flags.contains(flag)) {
        Fate::Detected
    } else if band(after) >= band(before) {
        Fate::Neutralized
    } else if level(after, field).is_some_and(|level| kind.levels().contains(&level)) {
        Fate::Named
    } else {
        Fate::Missed
    }
}

/// Whether both sides have every part of the field, in whatever order.
fn is_whole(answer: &OwnershipMatch, field: Field) -> bool {
    let name = answer.best_owner().and_then(|best| best.comparison.name.read().copied());
    let is_whole =
        |name: NameComparison| matches!(name.level, NameLevel::Exact | NameLevel::Reordered) && name.further == 0;
    field != Field::Name || name.is_some_and(is_whole)
}

fn score(answer: &OwnershipMatch, field: Field) -> Option<Score> {
    answer.best_owner()?.comparison.match_score(field)
}

fn level(answer: &OwnershipMatch, field: Field) -> Option<&'static str> {
    Some(answer.best_owner()?.comparison.level(field).read()?.code)
}

fn figures(kind: Kind, outcomes: &[(usize, Outcome)]) -> KindFigures {
    let (mut whole, mut decisions, mut ways) = (Counts::default(), [0; 4], BTreeMap::new());
    for (way, outcome) in outcomes {
        let (counts, missed): &mut (Counts, Vec<Missed>) = ways.entry(*way).or_default();
        counts.note(outcome.fate);
        whole.note(outcome.fate);
        decisions[outcome.decision] += 1;
        missed.extend(outcome.missed.iter().take(EXAMPLES.saturating_sub(missed.len())).cloned());
    }
    let way = |(way, (figures, missed)): (usize, (Counts, Vec<Missed>))| {
        let Way { code, field, .. } = kind.ways()[way];
        WayFigures { way: code, field: field.code(), figures, missed }
    };
    let seen_through = Figure::of_share(whole.cases - whole.missed, whole.cases);
    KindFigures { kind, figures: whole, seen_through, decisions, ways: ways.into_iter().map(way).collect() }
}

impl Counts {
    fn note(&mut self, fate: Fate) {
        self.cases += 1;
        *match fate {
            Fate::Detected => &mut self.detected,
            Fate::Neutralized => &mut self.neutralized,
            Fate::Named => &mut self.named,
            Fate::Missed => &mut self.missed,
        } += 1;
    }
}
