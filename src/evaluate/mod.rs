//! Labelled cases and a matcher to figures: how well it ranks, whether its probabilities mean what they say, what its
//! decisions come to, and where the thresholds belong; each with an interval by bootstrap over persons.

mod bootstrap;
mod changed;
mod costs;
mod curve;
mod detail;
mod fields;
mod histogram;
mod mistakes;
mod outcome;
mod ranking;
mod reached;
mod reliability;

use std::collections::BTreeMap;

use serde::Serialize;

use self::bootstrap::Bootstrap;
pub use self::bootstrap::Figure;
pub use self::changed::{Changed, changed};
pub use self::costs::{Costs, Thresholds};
pub use self::curve::ThresholdPoint;
pub use self::detail::{Detail, detail};
pub use self::fields::{FieldFigures, LevelCount};
pub use self::histogram::HistogramBin;
pub use self::mistakes::{Mistake, Mistakes};
use self::outcome::{Outcome, auc, bootstrap, outcomes, rows};
use self::ranking::{Row, ranking};
pub use self::reached::ReachedLevel;
pub use self::reliability::Bin;
use self::reliability::reliability;
use crate::case::LabelledCase;
use crate::decision::Decision;
use crate::matcher::Matcher;

/// Shares of owners at which precision is told: real populations are not balanced as files of labels are.
const PRIORS: [f64; 3] = [0.90, 0.97, 0.99];

/// Everything that labelled cases say of a matcher.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// How many cases.
    pub cases: u64,
    /// How many of them are the owner's.
    pub owners: u64,
    /// The model's share of owners: the prior of every probability here.
    pub owner_share: f64,
    /// The moment as of which ages were told, in unix seconds.
    pub now: i64,
    /// Figures of all cases, by the names in [`FIGURES`]; one that these cases do not have is left out.
    pub figures: BTreeMap<&'static str, Figure>,
    /// Ten bins of the probability.
    pub bins: Vec<Bin>,
    /// Decisions of owners, then of others, in the order of [`Decision::ALL`].
    pub decisions: [[u64; 4]; 2],
    /// With each share of owners as the prior: the share of matches that are right, and wrong ones in a thousand cases.
    pub at_priors: Vec<AtPrior>,
    /// Each field by itself.
    pub fields: Vec<FieldFigures>,
    /// By the file's `kind`, then by `origin`.
    pub groups: Vec<Group>,
}

/// The policy's matches, were so many applicants owners and the model knew it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtPrior {
    /// Share of owners.
    pub owner_share: f64,
    /// Share of matches that are owners'; `None` where nobody matches.
    pub precision: Option<Figure>,
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
    /// Share of cases that match.
    pub matched: Figure,
    /// Share of the owners who match, with Wilson's interval; `None` without owners.
    pub owners_matched: Option<Figure>,
    /// Share of the others who match, with Wilson's interval; `None` without others.
    pub others_matched: Option<Figure>,
    /// Area under the curve; `None` for a group of one class.
    pub auc: Option<Figure>,
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
    ("calibration_slope", "slope: 1 is right, below is too sure"),
    ("calibration_intercept", "intercept: 0 is right, below is too high"),
    ("wrong_side_above_99", "cases on the wrong side above .99"),
];

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
    let matcher = &matcher.pinned();
    let outcomes = outcomes(matcher, cases);
    let (rows, bootstrap) = (rows(&outcomes), bootstrap(&outcomes));
    let figures = figures(&bootstrap, &rows)?;
    Some(Evaluation {
        cases: rows.len() as u64,
        owners: rows.iter().filter(|row| row.is_owner).count() as u64,
        owner_share: matcher.current_model().owner_share(),
        now: matcher.current_now(),
        figures,
        bins: reliability(&rows, &bootstrap.once()).bins.to_vec(),
        decisions: decisions(&outcomes),
        at_priors: PRIORS.iter().filter_map(|share| at_prior(matcher, cases, *share)).collect(),
        fields: fields::fields(&outcomes),
        groups: groups(&outcomes),
    })
}

/// The cheapest thresholds for these cases.
pub fn choose_thresholds(matcher: &Matcher, cases: &[LabelledCase], costs: Costs) -> Thresholds {
    costs::choose(&rows(&outcomes(matcher, cases)), costs)
}

fn values(rows: &[Row], weights: &[u32]) -> Option<[Option<f64>; FIGURES.len()]> {
    let (order, truth) = (ranking(rows, weights)?, reliability(rows, weights));
    Some([
        Some(order.auc),
        Some(order.average_precision),
        Some(order.recall_at_1_percent),
        Some(order.recall_at_1_permille),
        Some(order.false_accepts_at_95),
        Some(truth.expected_error),
        truth.expected_error_between,
        Some(truth.brier),
        Some(truth.log_loss),
        truth.line.map(|[slope, _]| slope),
        truth.line.map(|[_, intercept]| intercept),
        Some(truth.wrong_above_99),
    ])
}

fn figures(bootstrap: &Bootstrap, rows: &[Row]) -> Option<BTreeMap<&'static str, Figure>> {
    let seen = values(rows, &bootstrap.once())?;
    let drawn = bootstrap.each(|weights| values(rows, weights));
    let figure = |at: usize| Some(Figure::of(seen[at]?, drawn.iter().filter_map(|values| values[at]).collect()));
    Some(FIGURES.iter().enumerate().filter_map(|(at, (name, _))| Some((*name, figure(at)?))).collect())
}

fn decisions(outcomes: &[Outcome]) -> [[u64; 4]; 2] {
    let mut counts = [[0; 4]; 2];
    for outcome in outcomes {
        counts[usize::from(!outcome.row.is_owner)][outcome.decision as usize] += 1;
    }
    counts
}

/// Decides anew: with more owners among the applicants more is matched, of others too.
fn at_prior(matcher: &Matcher, cases: &[LabelledCase], owner_share: f64) -> Option<AtPrior> {
    let model = matcher.current_model().clone().with_owner_share(owner_share).ok()?;
    let outcomes = outcomes(&matcher.clone().model(model), cases);
    let bootstrap = bootstrap(&outcomes);
    let wrong = |[_, others]: [f64; 2]| (1.0 - owner_share) * others;
    let precision = |rates: [f64; 2]| {
        let right = owner_share * rates[0];
        (right + wrong(rates) > 0.0).then(|| right / (right + wrong(rates)))
    };
    let seen = accepted(&outcomes, &bootstrap.once());
    let drawn = bootstrap.each(|weights| Some(accepted(&outcomes, weights)));
    let wrong_drawn = drawn.iter().map(|rates| 1000.0 * wrong(*rates)).collect();
    Some(AtPrior {
        owner_share,
        precision: precision(seen)
            .map(|value| Figure::of(value, drawn.iter().copied().filter_map(precision).collect())),
        false_accepts_per_1000: Figure::of(1000.0 * wrong(seen), wrong_drawn),
    })
}

/// Shares of owners and of others whom the policy matches.
fn accepted(outcomes: &[Outcome], weights: &[u32]) -> [f64; 2] {
    [true, false].map(|is_owner| {
        share_matched(outcomes.iter().zip(weights).filter(|(outcome, _)| outcome.row.is_owner == is_owner))
    })
}

fn share_matched<'a>(weighted: impl Iterator<Item = (&'a Outcome<'a>, &'a u32)>) -> f64 {
    let (mut all, mut matched) = (0, 0);
    for (outcome, weight) in weighted {
        all += weight;
        matched += u32::from(outcome.decision == Decision::Match) * weight;
    }
    f64::from(matched) / f64::from(all.max(1))
}

fn groups(outcomes: &[Outcome]) -> Vec<Group> {
    let mut members: BTreeMap<(&'static str, &str), Vec<Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        let case = outcome.case;
        let named = [("kind", case.kind.as_deref()), ("origin", case.origin.as_deref())];
        for (by, name) in named.into_iter().filter_map(|(by, name)| Some((by, name?))) {
            members.entry((by, name)).or_default().push(*outcome);
        }
    }
    members.into_iter().map(|((by, name), members)| group(by, name, &members)).collect()
}

fn group(by: &'static str, name: &str, members: &[Outcome]) -> Group {
    let mean =
        |of: &dyn Fn(&Row) -> f64| members.iter().map(|member| of(&member.row)).sum::<f64>() / members.len() as f64;
    let mut decisions = [0; 4];
    members.iter().for_each(|outcome| decisions[outcome.decision as usize] += 1);
    Group {
        by,
        name: name.to_owned(),
        cases: members.len() as u64,
        owners: mean(&|row| f64::from(u8::from(row.is_owner))),
        said: mean(&|row| row.probability),
        decisions,
        matched: matched(members),
        owners_matched: matched_of(members, true),
        others_matched: matched_of(members, false),
        auc: auc(members),
    }
}

/// Groups are small and a wrong match in them is rare, where draws would tell 0 to 0.
fn matched_of(members: &[Outcome], is_owner: bool) -> Option<Figure> {
    let of_class = || members.iter().filter(|member| member.row.is_owner == is_owner);
    let matched = of_class().filter(|member| member.decision == Decision::Match).count();
    Figure::of_share(matched as u64, of_class().count() as u64)
}

fn matched(members: &[Outcome]) -> Figure {
    let share = |weights: &[u32]| share_matched(members.iter().zip(weights));
    bootstrap(members).figure(|weights| Some(share(weights))).expect("a share is always there")
}
