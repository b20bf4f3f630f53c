//! The pipeline on one screen: raw sides to records, comparisons, weights, flags, a decision.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use crate::comparison::Comparison;
use crate::decision::{Decision, Policy};
use crate::flags::{self, Candidate, Candidates, Flag, Subject};
use crate::id::Id;
use crate::model::{Model, Rarity, Rival};
use crate::record::{Applicant, Owner, OwnerRecord, Ownership, Record};
use crate::region::Region;
use crate::score::{OwnerMatch, Relation, Weighed};
use crate::settle;
use crate::weight::{Probability, Score};

/// Compares applicants with the owners of the accounts they linked.
///
/// ```
/// use ownermatch::{Applicant, Decision, Matcher, Owner};
/// let applicant = Applicant::new("Bob Okonkwo").email("bob.okonkwo@gmail.com");
/// let owner = Owner::new("OKONKWO ROBERT T").email("bobokonkwo+bank@googlemail.com");
/// let answer = Matcher::default().match_owners(&applicant, &[owner]);
/// assert_eq!(answer.decision, Decision::Match);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Matcher {
    model: Arc<Model>,
    policy: Arc<Policy>,
    region: Region,
    now: Option<i64>,
}

/// An applicant with the ownership of the account they linked: one element of [`Matcher::match_all`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// The caller's own name for the case.
    pub id: String,
    /// Who says the account is theirs.
    pub applicant: Applicant,
    /// What the bank says.
    pub ownership: Ownership,
}

/// The answer: does this person own this account?
#[derive(Clone, Debug, PartialEq)]
pub struct OwnershipMatch {
    /// What to do.
    pub decision: Decision,
    /// P(the applicant is the best owner), 0..=1; 0 without owners.
    pub probability: Probability,
    /// The probability in percent, rounded down.
    pub score: Score,
    /// Position of the best owner in `owners`; `None` without owners.
    pub best: Option<usize>,
    /// Every owner compared, in the bank's order.
    pub owners: Vec<OwnerMatch>,
    /// What was noticed, the gravest first.
    pub flags: Vec<Flag>,
    /// The model's id.
    pub model_id: Id,
    /// The policy's id.
    pub policy_id: Id,
    /// The time the answer was given for, in unix seconds.
    pub now: i64,
}

impl OwnershipMatch {
    /// The best owner's outcome; `None` without owners.
    pub fn best_owner(&self) -> Option<&OwnerMatch> {
        self.owners.get(self.best?)
    }

    /// log2 of the odds of the best owner, what ranks cases; `None` without owners.
    pub fn log_odds(&self) -> Option<f64> {
        self.best_owner().map(|best| best.weighed.log_odds)
    }

    /// The best owner's posterior in three groups; without owners, nobody is known.
    pub fn relation(&self) -> Option<Relation> {
        self.best_owner().map(|best| best.weighed.relation)
    }

    /// The strongest rival of the best owner.
    pub fn rival(&self) -> Option<Rival> {
        self.best_owner().map(|best| best.weighed.rival)
    }
}

impl Matcher {
    /// With another model.
    #[must_use]
    pub fn model(mut self, model: Model) -> Self {
        self.model = Arc::new(model);
        self
    }

    /// With another policy.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = Arc::new(policy);
        self
    }

    /// With another country for phones and addresses that name none.
    #[must_use]
    pub fn region(mut self, region: Region) -> Self {
        self.region = region;
        self
    }

    /// As of a moment in unix seconds; without it, as of the clock.
    #[must_use]
    pub fn now(mut self, now: i64) -> Self {
        self.now = Some(now);
        self
    }

    /// The moment as of which it answers, in unix seconds: the one it was given, or the clock's.
    pub fn current_now(&self) -> i64 {
        self.now.unwrap_or_else(clock)
    }

    /// The model in use.
    pub fn current_model(&self) -> &Model {
        &self.model
    }

    /// The policy in use.
    pub fn current_policy(&self) -> &Policy {
        &self.policy
    }

    /// The country of phones and addresses that name none.
    pub fn current_region(&self) -> Region {
        self.region
    }

    /// The short form of [`Matcher::match_ownership`], for an account of which only the owners are known.
    pub fn match_owners(&self, applicant: &Applicant, owners: &[Owner]) -> OwnershipMatch {
        self.match_ownership(applicant, &Ownership::from(owners.to_vec()))
    }

    /// Reads, compares, weighs, flags and decides. It cannot fail: missing data is part of the answer.
    pub fn match_ownership(&self, applicant: &Applicant, ownership: &Ownership) -> OwnershipMatch {
        let owners = self.read_owners(&ownership.owners);
        self.answer(&self.read_applicant(applicant), &owners, ownership)
    }

    /// Matches every case on the caller's rayon pool; answers stand in the cases' order.
    pub fn match_all(&self, cases: &[Case]) -> Vec<OwnershipMatch> {
        let pinned = self.pinned();
        cases.par_iter().map(|case| pinned.match_ownership(&case.applicant, &case.ownership)).collect()
    }

    /// Whether it was given a moment, and does not ask the clock.
    pub fn is_pinned(&self) -> bool {
        self.now.is_some()
    }

    /// The same at one moment: what the clock says now holds for all.
    pub(crate) fn pinned(&self) -> Self {
        self.clone().now(self.current_now())
    }

    /// Reads an applicant once, for many comparisons.
    pub fn read_applicant(&self, applicant: &Applicant) -> Record {
        Record::read_applicant(applicant, self.region)
    }

    /// Reads owners into one entry a holder: position at the bank, person of a joint string, record.
    pub fn read_owners(&self, owners: &[Owner]) -> Vec<OwnerRecord> {
        OwnerRecord::read_all(owners, self.region)
    }

    /// Compares and weighs one applicant against one owner; allocates nothing.
    pub fn compare(&self, applicant: &Record, owner: &OwnerRecord) -> OwnerMatch {
        self.weigh(self.rarity(applicant), applicant, owner)
    }

    pub(crate) fn rarity(&self, applicant: &Record) -> Rarity {
        self.model.rarity(applicant.name.read())
    }

    pub(crate) fn weigh(&self, rarity: Rarity, applicant: &Record, owner: &OwnerRecord) -> OwnerMatch {
        let comparison = Comparison::of(applicant, &owner.record);
        let weighed = Weighed::of(&self.model, rarity, &comparison, owner.contacts);
        OwnerMatch { owner: owner.owner, person: owner.person, comparison, weighed }
    }

    pub(crate) fn answer(&self, applicant: &Record, read: &[OwnerRecord], ownership: &Ownership) -> OwnershipMatch {
        let rarity = self.rarity(applicant);
        let owners = read.iter().map(|owner| self.weigh(rarity, applicant, owner)).collect();
        self.conclude(rarity, (applicant, read), owners, ownership)
    }

    /// From owners already weighed to the answer; `owners` stand as in `read`.
    pub(crate) fn conclude(
        &self,
        rarity: Rarity,
        (applicant, read): (&Record, &[OwnerRecord]),
        owners: Vec<OwnerMatch>,
        ownership: &Ownership,
    ) -> OwnershipMatch {
        let now = self.current_now();
        let best = settle::best(&owners, ownership);
        let flags = flags::flag(&Subject { applicant, owners: &candidates(&owners, read), best, ownership, now });
        let probability = best.map_or(Probability::default(), |at| owners[at].weighed.probability);
        OwnershipMatch {
            decision: settle::decide(
                &self.model,
                &self.policy,
                rarity,
                best.map(|at| (&owners[at], &read[at])),
                &flags,
            ),
            probability,
            score: probability.percent(),
            best,
            owners,
            flags,
            model_id: self.model.id,
            policy_id: self.policy.id,
            now,
        }
    }
}

fn candidates<'a>(owners: &'a [OwnerMatch], read: &'a [OwnerRecord]) -> Candidates<'a> {
    let pairs = owners.iter().zip(read);
    pairs
        .map(|(owner, read)| Candidate {
            owner: owner.owner,
            record: &read.record,
            comparison: &owner.comparison,
            weighed: &owner.weighed,
        })
        .collect()
}

fn clock() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
