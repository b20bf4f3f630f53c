//! An answer to what there is to say about it, as data: the verdict in words, the sides part by part, the sum step by
//! step, and what would change the decision.

mod change;
mod mask;
mod sides;
mod verdict;

pub use change::{Change, Hypothesis};
#[cfg(feature = "batch")]
pub(crate) use mask::mask;
pub use sides::FieldView;

use crate::decision::Shortfall;
use crate::flags::FlagCode;
use crate::matcher::{Matcher, OwnershipMatch};
use crate::model::Rival;
use crate::reasons::{Reason, reasons};
use crate::record::{Applicant, Field, Ownership};
use crate::score::{OwnerMatch, Step, Weighed};
use crate::weight::{Probability, Score};

/// Everything there is to say about one answer. It holds the applicant's own data until it is [`masked`](Self::masked);
/// `Debug` never shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The answer that is explained.
    pub answer: OwnershipMatch,
    /// The verdict as one sentence without personal data.
    pub verdict: String,
    /// The four fields against the best owner, in the order of [`Field::ALL`]; empty without owners.
    pub fields: Vec<FieldView>,
    /// The sum against every rival, the strongest first; empty without owners.
    pub rivals: Vec<RivalSum>,
    /// The reasons, those that weigh most first.
    pub reasons: Vec<Reason>,
    /// The flags among the answer's that keep it from a match under the policy.
    pub sent_by: Vec<FlagCode>,
    /// What would have become of the case had one thing been otherwise, each rescored.
    pub changes: Vec<Change>,
    /// The owners who are not the best one, in the bank's order.
    pub others: Vec<OtherOwner>,
}

/// The sum against one rival; the steps add up to the total.
#[derive(Clone, Debug, PartialEq)]
pub struct RivalSum {
    /// Which rival.
    pub rival: Rival,
    /// Bits of each step, in the order of [`Step::ALL`]; positive speaks for the same person.
    pub steps: [f64; Step::ALL.len()],
    /// Their sum in bits.
    pub total: f64,
    /// P(this rival), 0..=1; over all rivals and the same person they sum to 1.
    pub posterior: f64,
}

/// An owner who is not the best one.
#[derive(Clone, PartialEq)]
pub struct OtherOwner {
    /// Position at the bank, from 0.
    pub owner: u16,
    /// Which person of a joint string, from 0.
    pub person: u8,
    /// The name as the bank has it; empty without one.
    pub name: String,
    /// P(the applicant is this owner), 0..=1.
    pub probability: Probability,
    /// The strongest rival.
    pub rival: Rival,
    /// The match scores of the four fields, in the order of [`Field::ALL`].
    pub match_scores: [Option<Score>; 4],
}

impl std::fmt::Debug for OtherOwner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OtherOwner({}, {}, [redacted])", self.owner, self.person)
    }
}

impl Matcher {
    /// Matches as [`Matcher::match_ownership`] does, and says why: costs some tens of matches.
    ///
    /// ```
    /// use ownermatch::{Applicant, Matcher, Owner, Ownership};
    /// let ownership = Ownership::from(vec![Owner::new("ROSEN JENNY")]);
    /// let explanation = Matcher::default().explain(&Applicant::new("Jenny Rosen"), &ownership);
    /// assert!(!explanation.verdict.contains("Jenny"));
    /// assert_eq!(explanation.fields[0].owner, "ROSEN JENNY");
    /// assert!(!explanation.masked().fields[0].owner.contains("ROSEN"));
    /// ```
    pub fn explain(&self, applicant: &Applicant, ownership: &Ownership) -> Explanation {
        let read = (self.read_applicant(applicant), self.read_owners(&ownership.owners));
        let answer = self.answer(&read.0, &read.1, ownership);
        let pinned = self.clone().now(answer.now);
        let policy = self.current_policy();
        Explanation {
            verdict: verdict::verdict(&answer, policy),
            fields: sides::fields(&answer, applicant, ownership, (&read.0, &read.1)),
            rivals: answer.best_owner().map(|best| rivals(&best.weighed)).unwrap_or_default(),
            reasons: reasons(&answer, policy),
            sent_by: sent_by(&answer, self),
            changes: change::changes(&pinned, (&read.0, &read.1), ownership, &answer),
            others: others(&answer, ownership),
            answer,
        }
    }
}

impl Explanation {
    /// The same with personal data masked: initials, last digits and open mail providers stay, and in a pair of parts the letters
    /// that tell them apart.
    #[must_use]
    pub fn masked(mut self) -> Self {
        for view in &mut self.fields {
            mask::mask_field(view);
        }
        for other in &mut self.others {
            other.name = self::mask::mask(Field::Name, &other.name);
        }
        self
    }
}

fn rivals(weighed: &Weighed) -> Vec<RivalSum> {
    let mut sums: Vec<RivalSum> = Rival::of(weighed.pairing).iter().map(|&rival| sum(weighed, rival)).collect();
    sums.sort_by(|one, other| one.total.total_cmp(&other.total));
    sums
}

fn sum(weighed: &Weighed, rival: Rival) -> RivalSum {
    let total = weighed.total(rival).bits();
    RivalSum {
        rival,
        steps: Step::ALL.map(|step| weighed.bits(step, rival).bits()),
        total,
        posterior: posterior(weighed, rival),
    }
}

/// P(`rival`), 0..=1: its odds against the same person times P(same person).
fn posterior(weighed: &Weighed, rival: Rival) -> f64 {
    libm::exp2(log2_probability(weighed.log_odds) - weighed.total(rival).bits())
}

/// log2 of the probability behind `log_odds`, where the probability itself would be rounded to 0.
fn log2_probability(log_odds: f64) -> f64 {
    log_odds.min(0.0) - libm::log2(1.0 + libm::exp2(-log_odds.abs()))
}

fn sent_by(answer: &OwnershipMatch, matcher: &Matcher) -> Vec<FlagCode> {
    let Some(best) = answer.best_owner() else { return Vec::new() };
    let shortfalls = matcher.current_policy().shortfalls(&best.comparison, &best.weighed, &answer.flags);
    let flags = shortfalls.into_iter().filter_map(|shortfall| match shortfall {
        Shortfall::Flag(code) => Some(code),
        _ => None,
    });
    flags.collect()
}

fn others(answer: &OwnershipMatch, ownership: &Ownership) -> Vec<OtherOwner> {
    let owners = answer.owners.iter().enumerate().filter(|(at, _)| Some(*at) != answer.best);
    owners.map(|(_, owner)| other(owner, ownership)).collect()
}

fn other(owner: &OwnerMatch, ownership: &Ownership) -> OtherOwner {
    let raw = ownership.owners.get(usize::from(owner.owner));
    OtherOwner {
        owner: owner.owner,
        person: owner.person,
        name: raw.and_then(|raw| raw.name.clone()).unwrap_or_default(),
        probability: owner.weighed.probability,
        rival: owner.weighed.rival,
        match_scores: Field::ALL.map(|field| owner.comparison.match_score(field)),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Applicant, Decision, Matcher, Owner, Ownership, Step};

    fn applicant() -> Applicant {
        Applicant::new("Robert Okonkwo Jr.").email("bob@okonkwo.com").phone("415-279-4774")
    }

    fn ownership() -> Ownership {
        vec![Owner::new("Maria Okonkwo"), Owner::new("Robert Okonkwo Sr").email("bob@okonkwo.com")].into()
    }

    #[test]
    fn steps_add_up_to_totals_and_posteriors_to_one() {
        let explanation = Matcher::default().now(0).explain(&applicant(), &ownership());
        for sum in &explanation.rivals {
            assert!((sum.steps.iter().sum::<f64>() - sum.total).abs() < 1e-9);
        }
        let others: f64 = explanation.rivals.iter().map(|sum| sum.posterior).sum();
        assert!((others + explanation.answer.probability.value() - 1.0).abs() < 1e-9);
        assert_eq!(explanation.rivals[0].steps.len(), Step::ALL.len());
    }

    #[test]
    fn explaining_decides_as_matching_does() {
        let matcher = Matcher::default().now(0);
        assert_eq!(
            matcher.explain(&applicant(), &ownership()).answer,
            matcher.match_ownership(&applicant(), &ownership())
        );
    }

    #[test]
    fn nobody_to_compare_with_is_explained_too() {
        let explanation = Matcher::default().explain(&applicant(), &Ownership::default());
        assert_eq!(explanation.answer.decision, Decision::InsufficientData);
        assert!(explanation.fields.is_empty() && explanation.changes.is_empty());
        assert!(explanation.verdict.starts_with("INSUFFICIENT DATA"));
    }

    #[test]
    fn had_everything_agreed_the_probability_would_not_be_lower() {
        let explanation = Matcher::default().now(0).explain(&applicant(), &ownership());
        let agreeing = explanation.changes.iter().filter(|change| change.hypothesis.code().ends_with("agrees"));
        let least = explanation.answer.probability.value() - 1e-9;
        assert!(agreeing.into_iter().all(|change| change.probability.value() >= least));
    }

    #[test]
    fn debug_and_masks_show_no_personal_data() {
        let explanation = Matcher::default().now(0).explain(&applicant(), &ownership());
        let debug = format!("{explanation:?}").to_lowercase();
        assert!(!debug.contains("okonkwo") && !debug.contains("2794774"));
        let masked = explanation.masked();
        let texts = masked.fields.iter().flat_map(|view| [&view.applicant, &view.owner]);
        assert!(texts.chain(masked.others.iter().map(|other| &other.name)).all(|text| !text.contains("okonkwo@")));
        assert_eq!(masked.fields[2].applicant, "***4774");
        assert_eq!(masked.others[0].name, "M*** O***");
    }
}
