//! The string kernels beside other crates' on pairs of names as they meet: what an applicant typed in and what a bank has.

use std::hint::black_box;

use ownermatch::simulate::Simulator;
use ownermatch::{Case, NameInput, text};
use rapidfuzz::distance::jaro_winkler;

use super::rows::Row;

/// Made cases that names are taken of.
const CASES: u64 = 10_000;
const SEED: u64 = 11;

/// What applicants typed in and what their banks have, name by name, in lower case; four of ten are equal.
pub struct Names {
    applicants: Vec<String>,
    owners: Vec<String>,
}

impl Names {
    pub fn made() -> Self {
        let simulator = Simulator::new(SEED);
        let pairs = (0..CASES).filter_map(|number| of_case(&simulator.case(number).case));
        let (applicants, owners) = pairs.unzip();
        Self { applicants, owners }
    }

    pub fn describe(&self) -> String {
        let equal = self.pairs(0).filter(|(applicant, owner)| applicant == owner).count();
        let letters: usize = self.applicants.iter().chain(&self.owners).map(String::len).sum();
        let (count, mean) = (self.applicants.len(), letters as f64 / 2.0 / self.applicants.len() as f64);
        format!("{count} pairs of names, {mean:.1} letters in the mean, {equal} of them equal")
    }

    /// Each applicant's name with the owner's so many places further.
    fn pairs(&self, shift: usize) -> impl Iterator<Item = (&str, &str)> {
        let owners = self.owners.iter().cycle().skip(shift);
        self.applicants.iter().zip(owners).map(|(applicant, owner)| (applicant.as_str(), owner.as_str()))
    }

    /// Holds at least so many pairs to strsim's bits of Jaro-Winkler and to its distance.
    pub fn check(&self, count: usize) {
        let shifts = 0..count.div_ceil(self.applicants.len());
        for (applicant, owner) in shifts.flat_map(|shift| self.pairs(shift)) {
            let [ours, theirs] = [text::jaro_winkler(applicant, owner), strsim::jaro_winkler(applicant, owner)];
            assert_eq!(ours.to_bits(), theirs.to_bits(), "Jaro-Winkler is another");
            assert_eq!(text::edit_distance(applicant, owner), strsim::osa_distance(applicant, owner));
        }
    }

    /// Our kernels beside strsim's and rapidfuzz's.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let rapidfuzz = |one: &str, other: &str| jaro_winkler::similarity(one.bytes(), other.bytes());
        let distance = |one: &str, other: &str| text::edit_distance(one, other) as f64;
        let their_distance = |one: &str, other: &str| strsim::osa_distance(one, other) as f64;
        vec![
            self.row("Jaro-Winkler against strsim", 9.0, text::jaro_winkler, strsim::jaro_winkler),
            self.row("Jaro-Winkler against rapidfuzz, bytes", 2.5, text::jaro_winkler, rapidfuzz),
            self.row("string alignment against strsim", 10.0, distance, their_distance),
        ]
    }

    fn row<'a>(
        &'a self,
        what: &'a str,
        target: f64,
        ours: impl Fn(&str, &str) -> f64 + 'a,
        theirs: impl Fn(&str, &str) -> f64 + 'a,
    ) -> Row<'a> {
        Row::new(what, self.applicants.len(), move || self.sum(&ours), move || self.sum(&theirs)).target(target)
    }

    fn sum(&self, similarity: impl Fn(&str, &str) -> f64) {
        black_box(self.pairs(0).map(|(one, other)| similarity(black_box(one), black_box(other))).sum::<f64>());
    }
}

/// The names of a person and of the first owner, where both are there and ASCII.
fn of_case(case: &Case) -> Option<(String, String)> {
    let Some(NameInput::Full(applicant)) = &case.applicant.name else { return None };
    let owner = case.ownership.owners.first()?.name.as_ref()?;
    let is_plain = |name: &String| !name.is_empty() && name.is_ascii();
    (is_plain(applicant) && is_plain(owner)).then(|| (applicant.to_ascii_lowercase(), owner.to_ascii_lowercase()))
}
