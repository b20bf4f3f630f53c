//! A figure of the table: the same work done twice, ours and theirs in turns, and the ratio of the two.

use std::time::Instant;

/// Work to be timed; it keeps what it makes from being optimized away itself.
type Work<'a> = Box<dyn FnMut() + 'a>;

/// Two ways to the same, timed side by side.
pub struct Row<'a> {
    what: &'a str,
    /// The least ratio to reach; `None` for a figure without a goal.
    target: Option<f64>,
    /// How many cases, pairs or lines one run works through.
    count: usize,
    ours: Work<'a>,
    theirs: Work<'a>,
}

/// Nanoseconds of one case, pair or line.
struct Times {
    ours: f64,
    theirs: f64,
}

impl Times {
    fn ratio(&self) -> f64 {
        self.theirs / self.ours
    }
}

impl<'a> Row<'a> {
    pub fn new(what: &'a str, count: usize, ours: impl FnMut() + 'a, theirs: impl FnMut() + 'a) -> Self {
        Self { what, target: None, count, ours: Box::new(ours), theirs: Box::new(theirs) }
    }

    /// With a ratio to reach.
    pub fn target(self, target: f64) -> Self {
        Self { target: Some(target), ..self }
    }

    /// Ours, theirs, ours, theirs ...; one round before it warms both.
    fn measure(&mut self, repeats: usize) -> Vec<Times> {
        self.round();
        (0..repeats).map(|_| self.round()).collect()
    }

    fn round(&mut self) -> Times {
        let each = 1e9 / self.count as f64;
        let nanoseconds = |work: &mut Work<'a>| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * each
        };
        Times { ours: nanoseconds(&mut self.ours), theirs: nanoseconds(&mut self.theirs) }
    }

    fn print(&self, times: &[Times]) {
        let ratios = sorted(times.iter().map(Times::ratio));
        let [ours, theirs] =
            [sorted(times.iter().map(|times| times.ours)), sorted(times.iter().map(|times| times.theirs))];
        let target = self.target.map_or_else(|| "-".to_owned(), |target| format!("{target}x"));
        let range = format!("{:.2}-{:.2}", ratios[0], ratios[ratios.len() - 1]);
        let (ratio, ours, theirs) = (median(&ratios), median(&ours), median(&theirs));
        println!("{:<38} {target:>8} {ratio:>7.2} {range:>11} {ours:>6.0} {theirs:>6.0}", self.what);
    }
}

/// Times every row and prints the table, 80 columns wide.
pub fn run<'a>(rows: impl Iterator<Item = Row<'a>>, repeats: usize) {
    println!("{:<38} {:>8} {:>7} {:>11} {:>6} {:>6}", "", "to reach", "median", "range", "ours", "theirs");
    println!("{:<38} {:>8} {:>7} {:>11} {:>6} {:>6}", "", "", "ratio", "", "ns", "ns");
    for mut row in rows {
        let times = row.measure(repeats);
        row.print(&times);
    }
}

fn sorted(numbers: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers
}

fn median(sorted: &[f64]) -> f64 {
    let [low, high] = [sorted[(sorted.len() - 1) / 2], sorted[sorted.len() / 2]];
    (low + high) / 2.0
}
