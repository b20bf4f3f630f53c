//! Labelled cases and a matcher to figures: how well it ranks, whether its probabilities mean what they say, what its
//! decisions come to, and where the thresholds belong; each with an interval by bootstrap over persons.

mod costs;
mod ranking;
mod reliability;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

pub use self::costs::{Costs, Thresholds};
use self::ranking::{Row, ranking};
pub use self::reliability::Bin;
use self::reliability::reliability;
use crate::case::LabelledCase;
use crate::chance::Chance;
use crate::decision::Decision;
use crate::matcher::Matcher;

/// Draws of the bootstrap, and what they are drawn from.
const DRAWS: u64 = 200;
const SEED: u64 = 0x0e7a_1a7e;
/// Shares of owners at which precision is told: real populations are not balanced as files of labels are.
const PRIORS: [f64; 3] = [0.90, 0.97, 0.99];

/// A figure with the middle 95 % of its bootstrap.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// On the cases as they are.
    pub value: f64,
    /// The 2.5th percentile.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
}

/// Everything that labelled cases say of a matcher.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// How many cases.
    pub cases: u64,
    /// How many of them are the owner's.
    pub owners: u64,
    /// The model's share of owners: the prior of every probability here.
    pub owner_share: f64,
    /// Figures of all cases, by the names in [`FIGURES`].
    pub figures: BTreeMap<&'static str, Figure>,
    /// Ten bins of the probability.
    pub bins: Vec<Bin>,
    /// Decisions of owners, then of others, in the order of [`Decision::ALL`].
    pub decisions: [[u64; 4]; 2],
    /// At each share of owners: the share of matches that are right, and wrong matches in a thousand cases.
    pub at_priors: Vec<AtPrior>,
    /// By the file's `kind`, then by `origin`.
    pub groups: Vec<Group>,
}

/// The policy's matches, were so many applicants owners.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtPrior {
    /// Share of owners.
    pub owner_share: f64,
    /// Share of matches that are owners'.
    pub precision: Figure,
    /// Matches that are not, in a thousand cases.
    pub false_accepts_per_1000: Figure,
}

/// Cases of one kind or origin.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// `kind` or `origin`.
    pub by: &'static str,
    /// The file's word.
    pub name: String,
    /// How many cases.
    pub cases: u64,
    /// Share of owners.
    pub owners: f64,
    /// Mean probability.
    pub said: f64,
    /// Decisions, in the order of [`Decision::ALL`].
    pub decisions: [u64; 4],
    /// Area under the curve; `None` for a group of one class.
    pub auc: Option<f64>,
}

/// The figures by name, with what each is.
pub const FIGURES: [(&str, &str); 12] = [
    ("auc", "chance that an owner ranks before another"),
    ("average_precision", "area under precision against recall"),
    ("recall_at_1_percent", "owners found while 1 % of others are accepted"),
    ("recall_at_1_permille", "owners found while .1 % of others are accepted"),
    ("false_accepts_at_95", "others accepted where 95 % of owners are"),
    ("expected_calibration_error", "mean distance of said and true, ten bins"),
    ("calibration_error_between", "the same where .05 < P < .95"),
    ("brier", "mean squared distance of said and true"),
    ("log_loss", "bits of surprise a case"),
    ("calibration_slope", "1 where probabilities mean what they say; below, too sure"),
    ("calibration_intercept", "0 where they do; below, too high"),
    ("wrong_side_above_99", "cases on the wrong side above .99"),
];

/// A labelled case as it came out.
struct Outcome<'a> {
    row: Row,
    decision: Decision,
    case: &'a LabelledCase,
}

/// Matches each case and tells what came of it. `None` where owners or others are missing.
///
/// ```
/// use ownermatch::Matcher;
/// use ownermatch::case::{Line, read_labelled};
/// use ownermatch::evaluate::evaluate;
/// use ownermatch::simulate::Simulator;
/// let simulator = Simulator::new(3);
/// let cases: Vec<_> = (0..400)
///     .map(|number| serde_json::to_vec(&simulator.case(number)).unwrap())
///     .map(|line| read_labelled(&Line::new(1, 0, line)).unwrap())
///     .collect();
/// let evaluation = evaluate(&Matcher::default(), &cases).unwrap();
/// assert!(evaluation.figures["auc"].value > 0.95);
/// ```
pub fn evaluate(matcher: &Matcher, cases: &[LabelledCase]) -> Option<Evaluation> {
    let outcomes = outcomes(matcher, cases);
    let rows: Vec<Row> = outcomes.iter().map(|outcome| outcome.row.clone()).collect();
    let bootstrap = Bootstrap::of(&outcomes);
    let figures = figures(&bootstrap, &rows)?;
    let once = vec![1; rows.len()];
    Some(Evaluation {
        cases: rows.len() as u64,
        owners: rows.iter().filter(|row| row.is_owner).count() as u64,
        owner_share: matcher.current_model().owner_share(),
        figures,
        bins: reliability(&rows, &once).bins.to_vec(),
        decisions: decisions(&outcomes),
        at_priors: at_priors(&bootstrap, &outcomes),
        groups: groups(&outcomes),
    })
}

/// The cheapest thresholds for these cases.
pub fn choose_thresholds(matcher: &Matcher, cases: &[LabelledCase], costs: Costs) -> Thresholds {
    let rows: Vec<Row> = outcomes(matcher, cases).into_iter().map(|outcome| outcome.row).collect();
    costs::choose(&rows, costs)
}

/// From the highest log odds down; equal ones by the case's id, so that the order of the file changes nothing.
fn outcomes<'a>(matcher: &Matcher, cases: &'a [LabelledCase]) -> Vec<Outcome<'a>> {
    let outcome = |case: &'a LabelledCase| {
        let matched = matcher.match_ownership(&case.case.applicant, &case.case.ownership);
        let row = Row {
            log_odds: matched.log_odds().unwrap_or(f64::NEG_INFINITY),
            probability: matched.probability.value(),
            is_owner: case.label.is_owner(),
        };
        Outcome { row, decision: matched.decision, case }
    };
    let mut outcomes: Vec<Outcome> = cases.par_iter().map(outcome).collect();
    outcomes.sort_by(|one, other| {
        let down = other.row.log_odds.total_cmp(&one.row.log_odds);
        down.then_with(|| one.case.case.id.cmp(&other.case.case.id))
    });
    outcomes
}

/// The bootstrap: which person each outcome belongs to. A draw's weights are made when they are wanted, since all of
/// them together would take 800 bytes a case.
struct Bootstrap {
    person_of: Vec<usize>,
    persons: usize,
}

impl Bootstrap {
    fn of<'a>(outcomes: &[Outcome<'a>]) -> Self {
        let person = |outcome: &Outcome<'a>| outcome.case.person.as_str();
        // In the persons' order by name, not the rows', so that the order of the file changes nothing.
        let names: BTreeSet<&str> = outcomes.iter().map(person).collect();
        let places: BTreeMap<&str, usize> = names.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        Self { person_of: outcomes.iter().map(|outcome| places[person(outcome)]).collect(), persons: places.len() }
    }

    /// Every person as often as they were drawn, with all of their cases.
    fn weights(&self, draw: u64) -> Vec<u32> {
        let (mut chance, mut drawn) = (Chance::of_item(SEED, draw), vec![0; self.persons]);
        (0..self.persons).for_each(|_| drawn[chance.below(self.persons as u64) as usize] += 1);
        self.person_of.iter().map(|person| drawn[*person]).collect()
    }

    /// What `of` makes of each draw.
    fn each<T: Send>(&self, of: impl Fn(&[u32]) -> Option<T> + Sync) -> Vec<T> {
        (0..DRAWS).into_par_iter().filter_map(|draw| of(&self.weights(draw))).collect()
    }
}

fn values(rows: &[Row], weights: &[u32]) -> Option<[f64; FIGURES.len()]> {
    let (order, truth) = (ranking(rows, weights)?, reliability(rows, weights));
    Some([
        order.auc,
        order.average_precision,
        order.recall_at_1_percent,
        order.recall_at_1_permille,
        order.false_accepts_at_95,
        truth.expected_error,
        truth.expected_error_between,
        truth.brier,
        truth.log_loss,
        truth.slope,
        truth.intercept,
        truth.wrong_above_99,
    ])
}

fn figures(bootstrap: &Bootstrap, rows: &[Row]) -> Option<BTreeMap<&'static str, Figure>> {
    let seen = values(rows, &vec![1; rows.len()])?;
    let drawn = bootstrap.each(|weights| values(rows, weights));
    let figure = |at: usize| figure(seen[at], drawn.iter().map(|values| values[at]).collect());
    Some(FIGURES.iter().enumerate().map(|(at, (name, _))| (*name, figure(at))).collect())
}

fn figure(value: f64, mut drawn: Vec<f64>) -> Figure {
    drawn.sort_by(f64::total_cmp);
    let percentile = |share: f64| drawn.get((share * drawn.len().saturating_sub(1) as f64).round() as usize);
    Figure { value, low: *percentile(0.025).unwrap_or(&value), high: *percentile(0.975).unwrap_or(&value) }
}

fn decisions(outcomes: &[Outcome]) -> [[u64; 4]; 2] {
    let mut counts = [[0; 4]; 2];
    for outcome in outcomes {
        counts[usize::from(!outcome.row.is_owner)][outcome.decision as usize] += 1;
    }
    counts
}

fn at_priors(bootstrap: &Bootstrap, outcomes: &[Outcome]) -> Vec<AtPrior> {
    let once = vec![1; outcomes.len()];
    let drawn = bootstrap.each(|weights| Some(accepted(outcomes, weights)));
    let seen = accepted(outcomes, &once);
    let at = |owner_share: f64| {
        let wrong = |[_, others]: [f64; 2]| (1.0 - owner_share) * others;
        let precision = |rates: [f64; 2]| {
            let right = owner_share * rates[0];
            if right + wrong(rates) == 0.0 { 1.0 } else { right / (right + wrong(rates)) }
        };
        let figure_of = |of: &dyn Fn([f64; 2]) -> f64| figure(of(seen), drawn.iter().map(|rates| of(*rates)).collect());
        AtPrior {
            owner_share,
            precision: figure_of(&precision),
            false_accepts_per_1000: figure_of(&|rates| 1000.0 * wrong(rates)),
        }
    };
    PRIORS.map(at).to_vec()
}

/// Shares of owners and of others whom the policy matches.
fn accepted(outcomes: &[Outcome], weights: &[u32]) -> [f64; 2] {
    [true, false].map(|is_owner| {
        let of_class = || outcomes.iter().zip(weights).filter(move |(outcome, _)| outcome.row.is_owner == is_owner);
        let all: u32 = of_class().map(|(_, weight)| weight).sum();
        let matched: u32 =
            of_class().filter(|(outcome, _)| outcome.decision == Decision::Match).map(|(_, weight)| weight).sum();
        f64::from(matched) / f64::from(all.max(1))
    })
}

fn groups(outcomes: &[Outcome]) -> Vec<Group> {
    let mut members: BTreeMap<(&'static str, &str), Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        let case = outcome.case;
        let named = [("kind", case.kind.as_deref()), ("origin", case.origin.as_deref())];
        for (by, name) in named.into_iter().filter_map(|(by, name)| Some((by, name?))) {
            members.entry((by, name)).or_default().push(outcome);
        }
    }
    members.into_iter().map(|((by, name), members)| group(by, name, &members)).collect()
}

fn group(by: &'static str, name: &str, members: &[&Outcome]) -> Group {
    let rows: Vec<Row> = members.iter().map(|outcome| outcome.row.clone()).collect();
    let mean = |of: &dyn Fn(&Row) -> f64| rows.iter().map(of).sum::<f64>() / rows.len() as f64;
    let mut decisions = [0; 4];
    members.iter().for_each(|outcome| decisions[outcome.decision as usize] += 1);
    Group {
        by,
        name: name.to_owned(),
        cases: rows.len() as u64,
        owners: mean(&|row| f64::from(u8::from(row.is_owner))),
        said: mean(&|row| row.probability),
        decisions,
        auc: ranking(&rows, &vec![1; rows.len()]).map(|found| found.auc),
    }
}
