//! The part of an answer that is held against another, and a file of them by id.

use std::collections::{HashMap, VecDeque};

use serde::Deserialize;

/// An answer, as far as it can change; codes of other versions are taken as they are.
#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    pub id: String,
    pub decision: String,
    pub probability: f64,
    #[serde(default)]
    pub fields: Fields,
    #[serde(default)]
    pub flags: Vec<Flag>,
    pub model_id: String,
    pub policy_id: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Fields {
    name: Option<Field>,
    email: Option<Field>,
    phone: Option<Field>,
    address: Option<Field>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Field {
    pub level: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Flag {
    pub code: String,
}

impl Fields {
    /// The level of each field by its name; `not_given` where there is none.
    pub fn levels(&self) -> [(&'static str, &str); 4] {
        let all = [("name", &self.name), ("email", &self.email), ("phone", &self.phone), ("address", &self.address)];
        all.map(|(field, answer)| (field, answer.as_ref().map_or("not_given", |answer| &answer.level)))
    }
}

/// Answers by id, in the order of their file; an id that stands twice is held twice.
#[derive(Debug, Default)]
pub struct Answers {
    by_id: HashMap<String, VecDeque<(u64, Answer)>>,
    count: u64,
}

impl Answers {
    pub fn keep(&mut self, answer: Answer) {
        self.by_id.entry(answer.id.clone()).or_default().push_back((self.count, answer));
        self.count += 1;
    }

    /// How many were kept.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The first of this id that was not taken yet.
    pub fn take(&mut self, id: &str) -> Option<Answer> {
        self.by_id.get_mut(id)?.pop_front().map(|(_, answer)| answer)
    }

    /// The ids of those that nobody took.
    pub fn left(self) -> Vec<String> {
        let mut left: Vec<(u64, String)> =
            self.by_id.into_values().flatten().map(|(at, answer)| (at, answer.id)).collect();
        left.sort();
        left.into_iter().map(|(_, id)| id).collect()
    }
}
