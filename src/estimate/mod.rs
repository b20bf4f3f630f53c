//! Cases to a model of one's own: m and u of every level, the classes' shares, names' frequencies, a calibration, and how
//! sure each weight is.
//!
//! With labels m comes from cases known to be the owner's, smoothed towards the model it starts from; without, from
//! expectation–maximization. Strangers are random pairs, relatives at home the co-owners of joint accounts, and a rival
//! that labels name often enough comes from these. What was seen too seldom stays as it was, and the law of levels holds.

mod calibrate;
mod changes;
mod fit;
mod mixture;
mod names;
mod observe;
mod order;
mod pairs;
mod smooth;
mod tally;
#[cfg(test)]
mod tests;
mod write;

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;
use serde::Serialize;

use self::calibrate::Point;
pub use self::changes::Change;
use self::fit::{Cells, Evidence, Fitted, fit};
use self::observe::{Compared, Observation, Sides, observe};
use self::tally::Tally;
use crate::case::{Label, ObservedCase};
use crate::comparison::Comparison;
use crate::matcher::Matcher;
use crate::model::{Model, Rival, Tables};
use crate::record::{Contacts, Field, Record};

/// Cases kept; of more, the labelled ones first, then those whose content's digest is lowest, whatever their order.
pub const MOST_CASES: usize = 500_000;
/// Random pairs that strangers are learned from, unless other numbers are asked for: fewer would leave what happens to one
/// in a hundred thousand to a handful of pairs.
pub const PAIRS: u64 = 10_000_000;
/// Owners that labels must name.
pub const FEWEST_OWNERS: u64 = 100;
/// Others that labels must name.
pub const FEWEST_OTHERS: u64 = 50;
/// Cases needed where none has a label.
pub const FEWEST_UNLABELLED: u64 = 1_000;
/// Rounds of expectation–maximization after which it stops, settled or not.
pub const MOST_ROUNDS: u32 = 200;
/// People whose cases labels must name.
pub const FEWEST_PERSONS: u64 = 50;
/// Fields that most cases need where none has a label.
const FEWEST_FIELDS: usize = 3;
/// The weights of a case's part are estimated from the other parts before the calibration sees it.
const FOLDS: u64 = 5;

/// Why nothing can be estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too few cases of the owner.
    #[error("{seen} cases are labelled as the owner's, and {FEWEST_OWNERS} are needed; label more, or none at all")]
    Owners {
        /// How many there are.
        seen: u64,
    },
    /// Too few cases of others.
    #[error("{seen} cases are labelled as another's, and {FEWEST_OTHERS} are needed; label more, or none at all")]
    Others {
        /// How many there are.
        seen: u64,
    },
    /// Too few people: what is learned from one cannot be read on another.
    #[error("the labelled cases are of {seen} people, and {FEWEST_PERSONS} are needed: `person` names whose a case is")]
    Persons {
        /// How many there are.
        seen: u64,
    },
    /// Too few cases without labels.
    #[error("{seen} cases have owners and none has a label, and {FEWEST_UNLABELLED} are needed without labels")]
    Unlabelled {
        /// How many there are.
        seen: u64,
    },
    /// Too little in each case.
    #[error(
        "no case has a label, and only {seen} of {of} have three fields on both sides; with fewer nobody can tell owners \
         from others by how they agree, so label {FEWEST_OWNERS} owners and {FEWEST_OTHERS} others"
    )]
    Fields {
        /// Cases with enough fields.
        seen: u64,
        /// Cases with owners.
        of: u64,
    },
    /// Owners and others changed places.
    #[error(
        "without labels the classes did not stay apart: those called owners agree no more than others do, or are hardly \
         any; label {FEWEST_OWNERS} owners and {FEWEST_OTHERS} others"
    )]
    Switched,
}

/// How far an estimation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many more random pairs were compared.
    Pairs(u64),
    /// One more round of expectation–maximization.
    Round,
}

/// Takes in cases, in any order, and makes a model of them.
///
/// ```
/// use ownermatch::case::{Line, read_observed};
/// use ownermatch::estimate::{Estimator, Refusal};
/// use ownermatch::Matcher;
/// let line = br#"{"label":1,"applicant":{"name":"Ann Lee"},"owners":[{"name":"LEE ANN"}]}"#;
/// let mut estimator = Estimator::new(Matcher::default());
/// estimator.add(&[read_observed(&Line::new(1, 0, line.to_vec())).unwrap()]);
/// assert_eq!(estimator.estimate(&|_| {}).unwrap_err(), Refusal::Owners { seen: 1 });
/// ```
pub struct Estimator {
    matcher: Matcher,
    source: String,
    pairs: u64,
    keeps_names: bool,
    cases: u64,
    observations: Vec<Observation>,
    sides: Vec<Sides>,
    couples: Tally,
    couple_pairs: u64,
    accounts: HashSet<u64>,
}

/// A model with what it rests on.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// The model; reading [`Estimate::to_toml`] gives the same.
    pub model: Model,
    /// What it was made of.
    pub summary: Summary,
    /// Every weight that was estimated, those that changed most first.
    pub changes: Vec<Change>,
    cells: Cells,
}

/// What a model was made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// What the cases are, in the user's words; empty without any.
    pub source: String,
    /// The model that it started from.
    pub base: String,
    /// Cases read.
    pub cases: u64,
    /// Cases that estimation kept, at most [`MOST_CASES`].
    pub kept: u64,
    /// Cases by label, `unlabelled` among them.
    pub classes: BTreeMap<&'static str, u64>,
    /// Random pairs of these cases.
    pub own_pairs: u64,
    /// Random pairs of made cases, where these are too few.
    pub made_pairs: u64,
    /// Pairs of co-owners of one account.
    pub couples: u64,
    /// Rounds of expectation–maximization; 0 with labels.
    pub rounds: u32,
    /// The scale of the evidence.
    pub scale: f64,
    /// Bits of surprise a labelled case under the model that it started from; `None` without labels.
    pub log_loss_before: Option<f64>,
    /// The same under weights estimated from the other cases.
    pub log_loss_after: Option<f64>,
}

impl Estimator {
    /// Starts from the matcher's model, and reads phones and addresses as the matcher does.
    pub fn new(matcher: Matcher) -> Self {
        let (observations, sides) = (Vec::new(), Vec::new());
        Self {
            matcher,
            source: String::new(),
            pairs: PAIRS,
            keeps_names: false,
            cases: 0,
            observations,
            sides,
            couples: Tally::new(),
            couple_pairs: 0,
            accounts: HashSet::new(),
        }
    }

    /// Says in the model's file what the cases are.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// Learns strangers from so many random pairs: fewer are quicker, and say less of what is rare.
    #[must_use]
    pub fn pairs(mut self, pairs: u64) -> Self {
        self.pairs = pairs;
        self
    }

    /// Leaves what the model knows of names and invented ones cannot tell: how common a name is, how often a true owner's
    /// contradicts, and how businesses' names come out.
    #[must_use]
    pub fn keep_names(mut self) -> Self {
        self.keeps_names = true;
        self
    }

    /// Takes in cases.
    pub fn add(&mut self, cases: &[ObservedCase]) {
        let read: Vec<_> = cases.par_iter().map(|case| observe(&self.matcher, case)).collect();
        self.cases += cases.len() as u64;
        for (observation, sides) in read {
            self.add_couples(&sides);
            self.observations.push(observation);
            self.sides.push(sides);
        }
        if self.observations.len() > 2 * MOST_CASES {
            cut_to_lowest(&mut self.observations, MOST_CASES, |seen| (seen.label.is_none(), seen.key));
        }
        if self.sides.len() > 2 * pairs::MOST_SIDES {
            cut_to_lowest(&mut self.sides, pairs::MOST_SIDES, |sides| sides.key);
        }
    }

    /// Owners whom the bank lists one by one, and no owner twice; the persons of one joint string share their contacts on paper alone.
    fn add_couples(&mut self, sides: &Sides) {
        let owners: Vec<_> = sides.owners.iter().filter(|owner| owner.contacts == Contacts::Own).collect();
        if owners.len() < 2 || !self.accounts.insert(sides.account) {
            return;
        }
        for (at, one) in owners.iter().enumerate() {
            for other in owners[at + 1..].iter().filter(|other| !is_same(&one.record, &other.record)) {
                let ways = [(one, other), (other, one)].map(|(one, other)| Comparison::of(&one.record, &other.record));
                let both = ways.map(|comparison| Compared { comparison, contacts: Contacts::Own });
                both.iter().for_each(|compared| self.couples.add(compared, 0.5));
                self.couple_pairs += 1;
            }
        }
    }

    /// Makes the model; `progress` is told how far it is, from any thread.
    ///
    /// # Errors
    /// Too few cases of a class, or classes that cannot be told apart.
    pub fn estimate(mut self, progress: &(impl Fn(Progress) + Sync)) -> Result<Estimate, Refusal> {
        cut_to_lowest(&mut self.observations, MOST_CASES, |seen| (seen.label.is_none(), seen.key));
        cut_to_lowest(&mut self.sides, pairs::MOST_SIDES, |sides| sides.key);
        self.observations.sort_by_key(|seen| (seen.key, class(seen.label)));
        self.sides.sort_by_key(|sides| sides.key);
        let is_labelled = self.observations.iter().any(|observation| observation.label.is_some());
        if is_labelled {
            self.refuse_few_labels()?
        } else {
            self.refuse_unlabelled()?
        }
        let base = self.base();
        let done = |more| progress(Progress::Pairs(more));
        let strangers = pairs::strangers(&self.sides, self.pairs, &self.matcher, &done);
        let [own, made] = [strangers.own, strangers.made];
        let mut evidence = self.evidence(strangers.tally, |_| true);
        let mut summary = self.summary(own, made);
        let fitted = if is_labelled {
            self.with_labels(&base, &evidence, &mut summary)
        } else {
            let rounds = std::sync::atomic::AtomicU32::new(0);
            let count = || {
                rounds.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                progress(Progress::Round);
            };
            let tables = mixture::maximize(&base, &mut evidence, &self.observations, &count)?;
            summary.rounds = rounds.into_inner();
            Fitted { tables, ..fit(&base, &evidence) }
        };
        summary.scale = fitted.tables.scale;
        Ok(self.conclude(fitted, summary))
    }

    /// What it starts from, with the applicants' own names.
    fn base(&self) -> Tables {
        let mut base = self.matcher.current_model().tables().clone();
        if !self.keeps_names {
            names::count(&mut base, &self.observations);
        }
        base
    }

    fn evidence(&self, strangers: Tally, is_in: impl Fn(&Observation) -> bool) -> Evidence {
        let (mut same, mut named) = (Tally::new(), BTreeMap::<Rival, Tally>::new());
        for observation in self.observations.iter().filter(|observation| is_in(observation)) {
            let Some(compared) = &observation.compared else { continue };
            match observation.label {
                Some(Label::SamePerson) => same.add(compared, 1.0),
                Some(Label::Rival(rival)) => named.entry(rival).or_insert_with(Tally::new).add(compared, 1.0),
                _ => {}
            }
        }
        let evidence = Evidence { same, named, strangers, couples: self.couples.clone() };
        if self.keeps_names { evidence.without_invented_names() } else { evidence }
    }

    /// Weights from all cases; the scale and the offsets from each part of the cases under weights of the other parts.
    fn with_labels(&self, base: &Tables, evidence: &Evidence, summary: &mut Summary) -> Fitted {
        let mut whole = fit(base, evidence);
        let labelled: Vec<&Observation> = self.observations.iter().filter(|seen| seen.label.is_some()).collect();
        whole.tables = mixture::rival_shares(&whole.tables, base, &labelled);
        let prior = Model::of(Tables { owner_share: self.labelled_share(), ..whole.tables.clone() });
        let mut points: Vec<Point> = (0..FOLDS).flat_map(|fold| self.fold(base, evidence, &prior, fold)).collect();
        if self.keeps_names {
            points.retain(Point::is_of_persons);
        }
        calibrate::calibrate(&mut whole.tables, &mut points);
        let start = self.matcher.current_model();
        let as_before = Model::of(Tables { owner_share: self.labelled_share(), ..start.tables().clone() });
        let before = self.observations.iter().filter_map(|seen| calibrate::point(start, &as_before, seen));
        summary.log_loss_before = Some(calibrate::log_loss(&before.collect::<Vec<_>>(), start.tables()));
        summary.log_loss_after = Some(calibrate::log_loss(&points, &whole.tables));
        whole
    }

    fn fold(&self, base: &Tables, evidence: &Evidence, prior: &Model, fold: u64) -> Vec<Point> {
        let is_in = |observation: &Observation| observation.person % FOLDS == fold;
        let others = self.evidence(evidence.strangers.clone(), |observation| !is_in(observation));
        let model = Model::of(fit(base, &others).tables);
        let held_out = self.observations.iter().filter(|observation| is_in(observation));
        held_out.filter_map(|observation| calibrate::point(&model, prior, observation)).collect()
    }

    /// Share of owners among the labelled cases.
    fn labelled_share(&self) -> f64 {
        let [owners, others] = self.labels();
        owners as f64 / (owners + others) as f64
    }

    /// Labelled cases with owners at the bank: of the owner, of others.
    fn labels(&self) -> [u64; 2] {
        let mut counts = [0; 2];
        for label in self.observations.iter().filter(|seen| seen.compared.is_some()).filter_map(|seen| seen.label) {
            counts[usize::from(!label.is_owner())] += 1;
        }
        counts
    }

    fn refuse_few_labels(&self) -> Result<(), Refusal> {
        match self.labels() {
            [seen, _] if seen < FEWEST_OWNERS => Err(Refusal::Owners { seen }),
            [_, seen] if seen < FEWEST_OTHERS => Err(Refusal::Others { seen }),
            _ => self.refuse_few_persons(),
        }
    }

    fn refuse_few_persons(&self) -> Result<(), Refusal> {
        let labelled = self.observations.iter().filter(|seen| seen.label.is_some());
        let seen = labelled.map(|seen| seen.person).collect::<HashSet<_>>().len() as u64;
        if seen < FEWEST_PERSONS { Err(Refusal::Persons { seen }) } else { Ok(()) }
    }

    fn refuse_unlabelled(&self) -> Result<(), Refusal> {
        let compared = self.observations.iter().filter_map(|seen| seen.compared.as_ref());
        let fields = |compared: &Compared| {
            Field::ALL.iter().filter(|field| compared.comparison.level_index(**field).is_some()).count()
        };
        let (mut of, mut seen) = (0, 0);
        for compared in compared {
            of += 1;
            seen += u64::from(fields(compared) >= FEWEST_FIELDS);
        }
        if of < FEWEST_UNLABELLED {
            return Err(Refusal::Unlabelled { seen: of });
        }
        if seen * 2 < of { Err(Refusal::Fields { seen, of }) } else { Ok(()) }
    }

    fn summary(&self, own_pairs: u64, made_pairs: u64) -> Summary {
        let mut classes = BTreeMap::new();
        for observation in &self.observations {
            *classes.entry(class(observation.label)).or_default() += 1;
        }
        Summary {
            source: self.source.clone(),
            base: self.matcher.current_model().id().to_owned(),
            cases: self.cases,
            kept: self.observations.len() as u64,
            classes,
            own_pairs,
            made_pairs,
            couples: self.couple_pairs,
            rounds: 0,
            scale: 1.0,
            log_loss_before: None,
            log_loss_after: None,
        }
    }

    fn conclude(self, fitted: Fitted, summary: Summary) -> Estimate {
        let model = Model::of(fitted.tables);
        let changes = changes::changes(self.matcher.current_model(), &model, &fitted.cells);
        Estimate { model, summary, changes, cells: fitted.cells }
    }
}

impl Estimate {
    /// The model as a file, each row with what it rests on. It ends with a newline.
    pub fn to_toml(&self) -> String {
        write::to_toml(self.model.tables(), &self.cells, &self.summary)
    }
}

/// Two records of one name: an owner whom the bank lists twice.
fn is_same(one: &Record, other: &Record) -> bool {
    Comparison::of(one, other).match_score(Field::Name).is_some_and(|score| score.value() >= 95)
}

fn class(label: Option<Label>) -> &'static str {
    match label {
        None => "unlabelled",
        Some(Label::SamePerson) => "same_person",
        Some(Label::Household) => "household",
        Some(Label::NotOwner) => "not_owner",
        Some(Label::Rival(rival)) => rival.code(),
    }
}

/// Leaves the `most` items whose key is lowest, in any order.
fn cut_to_lowest<T, K: Ord>(items: &mut Vec<T>, most: usize, key: impl Fn(&T) -> K) {
    if items.len() > most {
        items.select_nth_unstable_by_key(most, key);
        items.truncate(most);
    }
}
