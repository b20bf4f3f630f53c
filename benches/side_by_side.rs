//! Ours beside the same built the obvious way (benches/obvious): equal answers first, then the ratio of the times.
//!
//! `cargo bench --bench side_by_side` takes a minute; with `-- --test` everything runs once on few cases. Another row is
//! a `Row` with its two ways; what it compares is checked equal before.

mod obvious;
mod side;

use std::hint::black_box;

use ownermatch::case::{self, Answer, Lines, OwnersShown};
use ownermatch::{Case, Matcher};

use obvious::{Pipeline, Scored, best, json};
use side::cases::Cases;
use side::check;
use side::kernels::Names;
use side::phones::Phones;
use side::rows::{self, Row};

const CASES: usize = 10_000;
const CASES_OF_A_TEST: usize = 400;
/// Pairs of names that are held to strsim's bits before they are timed.
const CHECKED_PAIRS: usize = 10_000_000;
/// Rounds of ours and theirs in turns.
const REPEATS: usize = 9;
/// The day that made cases are of; nothing depends on it but flags.
const NOW: i64 = 1_789_430_400;

fn main() {
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let is_test = !is_bench || std::env::args().any(|argument| argument == "--test");
    let (count, repeats) = if is_test { (CASES_OF_A_TEST, 1) } else { (CASES, REPEATS) };
    let (matcher, pipeline) = (Matcher::default().now(NOW), Pipeline::load());
    let made = Cases::first(count);
    println!("in scope: {}", made.describe());
    check::cases(&matcher, &pipeline, &made.cases);
    check::answers(&our_answers(&matcher, &made.lines), &their_answers(&pipeline, &made.lines));
    println!("levels, scores, log odds, probabilities and best owners are equal, bit for bit");
    let names = Names::made();
    names.check(if is_test { CASES } else { CHECKED_PAIRS });
    println!("{}; strsim's bits\n", names.describe());
    if is_test {
        println!("a test: of the times nothing follows");
    }
    let phones = Phones::made();
    rows::run(pipelines(&matcher, &pipeline, &made).into_iter().chain(names.rows()).chain([phones.row()]), repeats);
}

/// Whole cases, from raw strings and from lines of JSON.
fn pipelines<'a>(matcher: &'a Matcher, pipeline: &'a Pipeline, made: &'a Cases) -> Vec<Row<'a>> {
    let (cases, count) = (made.cases.as_slice(), made.cases.len());
    let score = move || cases.iter().for_each(|case| drop(black_box(check::score(matcher, case))));
    let their_score = move || cases.iter().for_each(|case| drop(black_box(score_theirs(pipeline, case))));
    let answer = move || {
        cases.iter().for_each(|case| drop(black_box(matcher.match_ownership(&case.applicant, &case.ownership))));
    };
    let their_best = move || cases.iter().for_each(|case| drop(black_box(answer_theirs(pipeline, case))));
    let our_lines = move || drop(black_box(our_answers(matcher, &made.lines)));
    let their_lines = move || drop(black_box(their_answers(pipeline, &made.lines)));
    vec![
        Row::new("raw strings to score, whole case", count, score, their_score).target(12.0),
        Row::new("  with flags and decision against it", count, answer, their_best),
        Row::new("NDJSON to NDJSON, one thread", count, our_lines, their_lines).target(8.0),
    ]
}

fn score_theirs(pipeline: &Pipeline, case: &Case) -> Vec<Scored> {
    pipeline.score(&case.applicant, &case.ownership.owners)
}

fn answer_theirs(pipeline: &Pipeline, case: &Case) -> (Option<usize>, Vec<Scored>) {
    let scored = score_theirs(pipeline, case);
    (best(&scored, &case.ownership.owners), scored)
}

/// As `ownermatch batch --owners all` reads and writes.
fn our_answers(matcher: &Matcher, lines: &str) -> String {
    let mut answers = Vec::new();
    for line in Lines::new(lines.as_bytes()) {
        let case = case::read(&line.expect("a line in memory")).expect("a case");
        let matched = matcher.match_ownership(&case.applicant, &case.ownership);
        let answer = Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::All);
        answer.write_json(&mut answers);
        answers.push(b'\n');
    }
    String::from_utf8(answers).expect("JSON is UTF-8")
}

fn their_answers(pipeline: &Pipeline, lines: &str) -> String {
    let mut answers = String::new();
    for line in lines.lines() {
        answers += &json::answer(pipeline, line).expect("a case");
        answers.push('\n');
    }
    answers
}
