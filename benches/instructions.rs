//! Fixed work for counting instructions: `benches/instructions.sh` runs it under callgrind and holds it to budget.tsv.
//!
//! `instructions NAME TIMES` does the work of a name so often; the difference of two counts is what one time costs,
//! whatever starting the process costs.

#[path = "instructions/hostile.rs"]
mod hostile;

use std::hint::black_box;

use ownermatch::case::{self, Answer, Line, OwnersShown};
use ownermatch::simulate::Simulator;
use ownermatch::{AddressInput, Applicant, Case, Matcher, Owner, OwnerRecord, Record, Region, address, name};

const CASES: u64 = 500;
const SEED: u64 = 7;

struct Read {
    applicant: Record,
    owners: Vec<OwnerRecord>,
}

fn cases() -> Vec<Case> {
    let simulator = Simulator::new(SEED);
    (0..CASES).map(|number| simulator.case(number).case).collect()
}

fn each_case(times: u64, work: impl Fn(&Case)) {
    let cases = cases();
    (0..times).for_each(|_| cases.iter().for_each(&work));
}

/// Both sides with one field of each alone.
fn only(case: &Case, keep: fn(&mut Applicant, &mut Owner)) -> Case {
    let mut case = case.clone();
    let mut owners = std::mem::take(&mut case.ownership.owners);
    owners.iter_mut().for_each(|owner| keep(&mut case.applicant, owner));
    case.ownership.owners = owners;
    case
}

fn read(matcher: &Matcher, case: &Case) -> Read {
    Read { applicant: matcher.read_applicant(&case.applicant), owners: matcher.read_owners(&case.ownership.owners) }
}

fn read_field(times: u64, keep: fn(&mut Applicant, &mut Owner)) {
    let matcher = Matcher::default().now(0);
    let cases: Vec<Case> = cases().iter().map(|case| only(case, keep)).collect();
    (0..times).for_each(|_| cases.iter().for_each(|case| drop(black_box(read(&matcher, case)))));
}

fn names(applicant: &mut Applicant, owner: &mut Owner) {
    *applicant = Applicant { name: applicant.name.take(), ..Applicant::default() };
    *owner = Owner { name: owner.name.take(), ..Owner::default() };
}

fn emails(applicant: &mut Applicant, owner: &mut Owner) {
    *applicant = Applicant { email: applicant.email.take(), ..Applicant::default() };
    *owner = Owner { email: owner.email.take(), ..Owner::default() };
}

fn phones(applicant: &mut Applicant, owner: &mut Owner) {
    *applicant = Applicant { phone: applicant.phone.take(), ..Applicant::default() };
    *owner = Owner { phone: owner.phone.take(), ..Owner::default() };
}

fn addresses(applicant: &mut Applicant, owner: &mut Owner) {
    *applicant = Applicant { address: applicant.address.take(), ..Applicant::default() };
    *owner = Owner { raw_address: owner.raw_address.take(), ..Owner::default() };
}

/// Every address by itself, without the record around it.
fn each_address(times: u64, lines: bool) {
    let cases = cases();
    let lines_of = |case: &Case| case.ownership.owners.iter().filter_map(|owner| owner.raw_address.clone()).collect();
    let owners: Vec<String> = cases.iter().flat_map(|case| -> Vec<String> { lines_of(case) }).collect();
    for _ in 0..times {
        if lines {
            owners.iter().for_each(|line| drop(black_box(address::parse(line, Region::US))));
        } else {
            cases.iter().for_each(|case| {
                if let Some(AddressInput::Parts(parts)) = &case.applicant.address {
                    drop(black_box(address::parse_parts(parts, Region::US)));
                }
            });
        }
    }
}

/// Every name against every owner's, without the other fields and the weights.
fn compare_names(times: u64) {
    let matcher = Matcher::default().now(0);
    let sides: Vec<Read> = cases().iter().map(|case| read(&matcher, case)).collect();
    for side in (0..times).flat_map(|_| &sides) {
        let Some(applicant) = side.applicant.name.read() else { continue };
        let owners = side.owners.iter().filter_map(|owner| owner.record.name.read());
        for owner in owners {
            black_box(name::compare(black_box(applicant), owner));
        }
    }
}

fn compare_addresses(times: u64) {
    let matcher = Matcher::default().now(0);
    let sides: Vec<Read> = cases().iter().map(|case| read(&matcher, case)).collect();
    let owners = |side: &Read| -> Vec<_> { side.owners.iter().map(|owner| owner.record.address.clone()).collect() };
    let sides: Vec<_> = sides.iter().map(|side| (side.applicant.address.clone(), owners(side))).collect();
    for _ in 0..times {
        for (applicant, owners) in &sides {
            for owner in owners {
                if let (Some(applicant), Some(owner)) = (applicant.read(), owner.read()) {
                    black_box(address::compare(applicant, owner));
                }
            }
        }
    }
}

fn compare(times: u64) {
    let matcher = Matcher::default().now(0);
    let sides: Vec<Read> = cases().iter().map(|case| read(&matcher, case)).collect();
    for _ in 0..times {
        for side in &sides {
            for owner in &side.owners {
                black_box(matcher.compare(&side.applicant, owner));
            }
        }
    }
}

/// Lines in, lines out, as `score` does it, without cutting the input into lines and without a text of its own for each answer.
fn json_lines(times: u64) {
    let matcher = Matcher::default().now(0);
    let simulator = Simulator::new(SEED);
    let text = |number| serde_json::to_vec(&simulator.case(number)).expect("a case is JSON");
    let lines: Vec<Line> = (0..CASES).map(|number| Line::new(number + 1, 0, text(number))).collect();
    let mut answers = Vec::new();
    for line in (0..times).flat_map(|_| &lines) {
        let case = case::read(line).expect("made cases are read");
        let matched = matcher.match_ownership(&case.applicant, &case.ownership);
        let answer = Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::Best);
        answers.clear();
        answer.write_json(&mut answers);
        black_box(&answers);
    }
}

/// Work by name, and how many cases, calls or pairs one time of it is.
fn work(name: &str, times: u64) -> Option<u64> {
    let matcher = Matcher::default().now(0);
    match name {
        "answer" => each_case(times, |case| drop(black_box(matcher.match_ownership(&case.applicant, &case.ownership)))),
        "read" => each_case(times, |case| drop(black_box(read(&matcher, case)))),
        "compare" => compare(times),
        "json_lines" => json_lines(times),
        "read_name" => read_field(times, names),
        "read_email" => read_field(times, emails),
        "read_phone" => read_field(times, phones),
        "read_address" => read_field(times, addresses),
        "read_address_line" => each_address(times, true),
        "read_address_parts" => each_address(times, false),
        "compare_name" => compare_names(times),
        "compare_address" => compare_addresses(times),
        _ => return hostile::work(name, times).then_some(1),
    }
    Some(CASES)
}

/// Prints how many units one time of the work is.
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let times = arguments.get(2).and_then(|times| times.parse().ok()).unwrap_or(1);
    // Under `cargo bench` and `cargo test` there is no name, and nothing to do.
    if let Some(units) = arguments.get(1).and_then(|name| work(name, times)) {
        println!("{units}");
    }
}
