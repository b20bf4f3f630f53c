//! What changed between two answers to one case.

use std::collections::BTreeSet;

use serde::Serialize;

use super::answers::{Answer, Flag};

/// Two answers of one id that differ.
#[derive(Debug, Serialize)]
pub struct Change {
    pub id: String,
    /// Old and new, where they differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<[String; 2]>,
    pub probability: [f64; 2],
    /// Whether the probability moved as far as asked.
    pub moved: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<LevelChange>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags_gained: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flags_lost: Vec<String>,
    /// What of the matcher differs: `model`, `policy`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settings: Vec<&'static str>,
}

/// A field whose level differs.
#[derive(Debug, Serialize)]
pub struct LevelChange {
    pub field: &'static str,
    pub old: String,
    pub new: String,
}

/// The ids of models or policies met on each side.
#[derive(Debug, Default, Serialize)]
pub struct Ids {
    pub old: BTreeSet<String>,
    pub new: BTreeSet<String>,
}

impl Ids {
    pub fn note(&mut self, old: &str, new: &str) {
        for (ids, id) in [(&mut self.old, old), (&mut self.new, new)] {
            if !ids.contains(id) {
                ids.insert(id.to_owned());
            }
        }
    }
}

impl Change {
    /// `None` where nothing but the ids of model and policy differs, and the probability moved less than asked.
    pub fn between(old: Answer, new: Answer, at_least: f64) -> Option<Self> {
        let gap = (new.probability - old.probability).abs();
        let settings = [("model", old.model_id != new.model_id), ("policy", old.policy_id != new.policy_id)];
        let change = Self {
            moved: gap > 0.0 && gap >= at_least,
            probability: [old.probability, new.probability],
            levels: levels(&old, &new),
            flags_gained: missing_from(&new.flags, &old.flags),
            flags_lost: missing_from(&old.flags, &new.flags),
            settings: settings.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect(),
            decision: (old.decision != new.decision).then_some([old.decision, new.decision]),
            id: new.id,
        };
        let is_change = change.decision.is_some()
            || change.moved
            || !change.levels.is_empty()
            || !change.flags_gained.is_empty()
            || !change.flags_lost.is_empty();
        is_change.then_some(change)
    }
}

fn levels(old: &Answer, new: &Answer) -> Vec<LevelChange> {
    let pairs = old.fields.levels().into_iter().zip(new.fields.levels());
    let differing = pairs.filter(|((_, old), (_, new))| old != new);
    differing.map(|((field, old), (_, new))| LevelChange { field, old: old.into(), new: new.into() }).collect()
}

/// Codes in `those` that are not in `others`, each once.
fn missing_from(those: &[Flag], others: &[Flag]) -> Vec<String> {
    let codes = |flags: &[Flag]| flags.iter().map(|flag| flag.code.clone()).collect::<BTreeSet<String>>();
    codes(those).difference(&codes(others)).cloned().collect()
}
