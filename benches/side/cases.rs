//! The cases of the bench: the simulator's first that are in the baseline's scope, and the same as lines of JSON.

use std::collections::BTreeMap;

use ownermatch::Case;
use ownermatch::simulate::{SimulatedCase, Simulator};

use crate::obvious::scope::{Outside, Scope};

const SEED: u64 = 1;
/// Every so many cases a name is written with an escape.
const ESCAPED: usize = 16;
/// What JSON can write instead of the first space of a name; control characters are spacing, and quotes and pictures no
/// letters.
const SPACES: [&str; 9] = ["\\t", "\\n", "\\r", "\\f", "\\b", "\\\\", " \\\"", "\\u0020", "\\ud83d\\ude00 "];

/// Cases in scope, and why others were not.
pub struct Cases {
    pub cases: Vec<Case>,
    pub lines: String,
    /// Cases of persons that were looked at.
    persons: usize,
    outside: BTreeMap<Outside, usize>,
}

impl Cases {
    /// The first `count` cases in scope.
    pub fn first(count: usize) -> Self {
        let (scope, simulator) = (Scope::load(), Simulator::new(SEED));
        let mut cases = Self { cases: Vec::new(), lines: String::new(), persons: 0, outside: BTreeMap::new() };
        for number in 0.. {
            if cases.cases.len() == count {
                break;
            }
            let made = simulator.case(number);
            let verdict = scope.judge(&made);
            cases.persons += usize::from(verdict != Err(Outside::Business));
            match verdict {
                Ok(()) => cases.push(made),
                Err(outside) => *cases.outside.entry(outside).or_default() += 1,
            }
        }
        cases
    }

    fn push(&mut self, made: SimulatedCase) {
        self.lines.push_str(&line(&made, self.cases.len()));
        self.lines.push('\n');
        self.cases.push(made.case);
    }

    /// Which share of the persons' cases is in scope, and what is not.
    pub fn describe(&self) -> String {
        let share = 100.0 * self.cases.len() as f64 / self.persons as f64;
        let persons = self.outside.iter().filter(|(outside, _)| **outside != Outside::Business);
        let outside: Vec<String> = persons.map(|(outside, count)| format!("{outside:?} {count}")).collect();
        format!("{} of {} cases of persons ({share:.1} %); not: {}", self.cases.len(), self.persons, outside.join(", "))
    }
}

/// A case as a line of JSON without its label; every so many write a name with an escape, each escape in its turn.
fn line(made: &SimulatedCase, number: usize) -> String {
    let mut case = serde_json::to_value(made).expect("a case is JSON");
    for label in ["label", "kind", "origin"] {
        case.as_object_mut().expect("a case is an object").remove(label);
    }
    let line = case.to_string();
    if !number.is_multiple_of(ESCAPED) {
        return line;
    }
    let at = number / ESCAPED % (SPACES.len() + 3);
    match SPACES.get(at) {
        Some(space) => in_names(&line, |name| name.replacen(' ', space, 1)),
        None if at == SPACES.len() => in_names(&line, |name| name.replacen(['e', 'E'], "\\u00c9", 1)),
        None if at == SPACES.len() + 1 => in_names(&line, |name| name.replacen(['a', 'A'], "\\u0041", 1)),
        None => line.replacen(&format!("{SEED}-"), &format!("{SEED}\\/"), 1),
    }
}

/// The line with every name rewritten.
fn in_names(line: &str, rewrite: impl Fn(&str) -> String) -> String {
    const KEY: &str = "\"name\":\"";
    let mut pieces = line.split(KEY);
    let mut written = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, behind) = piece.split_once('"').expect("a name ends");
        written += &[KEY, &rewrite(name), "\"", behind].concat();
    }
    written
}
