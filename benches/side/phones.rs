//! Phones of many countries beside those of one, all with their calling codes: what a file of the whole world costs.

use std::hint::black_box;

use ownermatch::{Region, phone};

use super::rows::Row;

const COUNTRIES: usize = 60;
/// Numbers that are timed, of either kind.
const COUNT: usize = 20_000;
const PLANS: &str = include_str!("../../data/phone/calling_codes.tsv");

/// Written with a plus; the many countries in turns.
pub struct Phones {
    many: Vec<String>,
    one: Vec<String>,
}

impl Phones {
    pub fn made() -> Self {
        let plans: Vec<(&str, usize)> = PLANS.lines().filter_map(plan).take(COUNTRIES).collect();
        let number = |(code, digits): (&str, usize), at: usize| format!("+{code} 2{at:0>0$}", digits - 1);
        let many = (0..COUNT).map(|at| number(plans[at % COUNTRIES], at)).collect();
        Self { many, one: (0..COUNT).map(|at| number(("44", 10), at)).collect() }
    }

    /// Half the speed of one country's is what the whole world's may cost.
    pub fn row(&self) -> Row<'_> {
        let read = |numbers: &[String]| {
            for number in numbers {
                black_box(phone::parse(black_box(number), Region::US));
            }
        };
        Row::new("phones of 60 countries against one's", COUNT, move || read(&self.many), move || read(&self.one))
            .target(0.5)
    }
}

/// A calling code outside North America, and the digits of its longest numbers that people have.
fn plan(row: &'static str) -> Option<(&'static str, usize)> {
    let mut columns = row.split('\t');
    let (code, _, lengths) = (columns.next()?, columns.next()?, columns.next()?);
    let lengths = lengths.split(',').filter_map(|length| length.parse().ok());
    let longest = lengths.filter(|&length| length <= 10).max()?;
    (code != "1" && !row.starts_with('#')).then_some((code, longest))
}
