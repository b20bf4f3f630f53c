//! What to do with a case: the policy's thresholds, the evidence it asks for, and the flags that send a case to review.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use crate::comparison::Comparison;
use crate::flags::{Flag, FlagCode};
use crate::id::Id;
use crate::record::Field;
use crate::rows::{ConfigError, Packed, Rows};
use crate::score::Weighed;
use crate::weight::{Score, Weight};

/// The answer to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Decision {
    /// The applicant owns the account.
    Match,
    /// A person should look.
    Review,
    /// The applicant does not own the account.
    NoMatch,
    /// What was read could not reach a decision, whatever it had said.
    InsufficientData,
}

impl Decision {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Match, Self::Review, Self::NoMatch, Self::InsufficientData];

    /// The stable code, such as `no_match`.
    pub fn code(self) -> &'static str {
        ["match", "review", "no_match", "insufficient_data"][self as usize]
    }
}

/// Why a case that might have matched did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shortfall {
    /// The probability is below the policy's threshold.
    Probability,
    /// The evidence alone does not speak against every rival.
    Evidence,
    /// A field that the policy asks for is not there on both sides.
    Fields,
    /// The name scores below what the policy asks for: a part of it is contradicted.
    Name,
    /// A flag sends the case to review.
    Flag(FlagCode),
}

/// Thresholds, required evidence, and the flags that send a case to review, under an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    pub(crate) id: Id,
    match_at: f64,
    no_match_at: f64,
    evidence: Weight,
    name: Score,
    contacts: usize,
    /// A bit each, see [`FlagCode::bit`].
    review_flags: u64,
}

const DEFAULT_ROWS: Packed = include!(concat!(env!("OUT_DIR"), "/policy_default.rs"));
const NAME_ONLY_ROWS: Packed = include!(concat!(env!("OUT_DIR"), "/policy_name_only.rs"));

static DEFAULT: LazyLock<Policy> = LazyLock::new(|| Policy::packed(DEFAULT_ROWS));
static NAME_ONLY: LazyLock<Policy> = LazyLock::new(|| Policy::packed(NAME_ONLY_ROWS));

impl Default for Policy {
    fn default() -> Self {
        DEFAULT.clone()
    }
}

impl Policy {
    /// The policy for banks that report nothing but a name (data/policy/name_only.toml).
    pub fn name_only() -> Self {
        NAME_ONLY.clone()
    }

    /// Reads a policy from TOML, in the form of data/policy/default.toml.
    ///
    /// # Errors
    /// A missing, unknown or impossible value.
    #[cfg(feature = "cli")]
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::from_rows(Rows::from_toml("policy", text)?)
    }

    /// Twelve hexadecimal digits over the policy's values.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Probability at or above which a case can match.
    pub fn match_at(&self) -> f64 {
        self.match_at
    }

    /// Probability at or below which a case is no match.
    pub fn no_match_at(&self) -> f64 {
        self.no_match_at
    }

    /// How many of email, phone and address must be there on both sides, 0..=3.
    pub fn contacts(&self) -> usize {
        self.contacts
    }

    /// Whether this flag sends a case to review.
    pub fn sends_to_review(&self, flag: FlagCode) -> bool {
        self.review_flags & flag.bit() != 0
    }

    /// What keeps a case from `match`; empty when nothing does.
    pub fn shortfalls(&self, comparison: &Comparison, weighed: &Weighed, flags: &[Flag]) -> Vec<Shortfall> {
        let sent = self.flags_for_review(flags).map(Shortfall::Flag);
        let mut shortfalls: Vec<_> = self.evidence_shortfalls(comparison, weighed).chain(sent).collect();
        shortfalls.dedup();
        shortfalls
    }

    /// Whether nothing keeps the case from `match`.
    pub(crate) fn is_met(&self, comparison: &Comparison, weighed: &Weighed, flags: &[Flag]) -> bool {
        self.reaches_match(comparison, weighed) && self.flags_for_review(flags).next().is_none()
    }

    /// A flag raised below its usual severity, such as ownership 45 days old, only informs.
    fn flags_for_review(&self, flags: &[Flag]) -> impl Iterator<Item = FlagCode> {
        let grave = flags.iter().filter(|flag| flag.severity >= flag.code.severity()).map(|flag| flag.code);
        grave.filter(|&code| self.sends_to_review(code))
    }

    fn evidence_shortfalls(&self, comparison: &Comparison, weighed: &Weighed) -> impl Iterator<Item = Shortfall> {
        let falls_short = |shortfall: &Shortfall| match shortfall {
            Shortfall::Probability => weighed.probability.value() < self.match_at,
            Shortfall::Evidence => weighed.least_evidence() < self.evidence,
            Shortfall::Fields => !self.has_required(comparison),
            Shortfall::Name => comparison.match_score(Field::Name).is_some_and(|score| score < self.name),
            Shortfall::Flag(_) => false,
        };
        let all = [Shortfall::Probability, Shortfall::Evidence, Shortfall::Fields, Shortfall::Name];
        all.into_iter().filter(falls_short)
    }

    /// Whether the evidence alone reaches `match`.
    pub(crate) fn reaches_match(&self, comparison: &Comparison, weighed: &Weighed) -> bool {
        self.evidence_shortfalls(comparison, weighed).next().is_none()
    }

    pub(crate) fn reaches_no_match(&self, weighed: &Weighed) -> bool {
        weighed.probability.value() <= self.no_match_at
    }

    /// Whether the fields that a match needs could be read.
    pub(crate) fn has_required(&self, comparison: &Comparison) -> bool {
        let is_read = |field: &Field| comparison.is_read(*field);
        let contacts = [Field::Email, Field::Phone, Field::Address].iter().filter(|field| is_read(field)).count();
        (self.name == Score::default() || is_read(&Field::Name)) && contacts >= self.contacts
    }

    fn packed(rows: Packed) -> Self {
        Self::from_rows(Rows::packed("policy", rows)).expect("the built-in policies are checked by a test")
    }

    fn from_rows(mut rows: Rows) -> Result<Self, ConfigError> {
        let digest = Sha256::digest(rows.text().as_bytes());
        let policy = Self {
            id: Id::of_digest(&digest),
            match_at: rows.number("match_at", 0.5..=1.0)?,
            no_match_at: rows.number("no_match_at", 0.0..=0.5)?,
            evidence: Weight::from_bits(rows.number("evidence_bits", -64.0..=64.0)?),
            name: Score::new(rows.number("required.name", 0.0..=100.0)? as u8),
            contacts: rows.number("required.contacts", 0.0..=3.0)? as usize,
            review_flags: review_flags(&mut rows)?,
        };
        rows.finish()?;
        Ok(policy)
    }
}

fn review_flags(rows: &mut Rows) -> Result<u64, ConfigError> {
    let codes = rows.take("review_flags")?;
    let read = |code: &String| {
        FlagCode::from_code(code)
            .ok_or_else(|| rows.error("review_flags", format!("`{code}` is no flag; `ownermatch flags` lists them")))
    };
    codes.iter().try_fold(0, |flags, code| Ok(flags | read(code)?.bit()))
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn built_in_policies_hold_and_differ() {
        assert_ne!(Policy::default().id(), Policy::name_only().id());
        assert!(Policy::default().match_at() > Policy::default().no_match_at());
    }
}
