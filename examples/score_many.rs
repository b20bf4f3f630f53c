//! Many cases on a pool of threads, with the throughput: `cargo run --release --example score_many [CASES] [THREADS]`.

use std::time::Instant;

use ownermatch::{Applicant, Case, Decision, Matcher, Owner, Ownership};

const GIVEN: [&str; 6] = ["Jenny", "Robert", "Maria", "Wei", "Oluwaseun", "Siobhan"];
const FAMILY: [&str; 7] = ["Rosen", "Okonkwo", "Garcia Lopez", "Zhang", "O'Brien", "van der Berg", "Smith"];

/// A made case; every third owner is somebody else.
fn case(number: usize) -> Case {
    let name = format!("{} {}", GIVEN[number % GIVEN.len()], FAMILY[number % FAMILY.len()]);
    let owner_number = if number.is_multiple_of(3) { number + 1 } else { number };
    let owner = format!("{} {}", FAMILY[owner_number % FAMILY.len()], GIVEN[owner_number % GIVEN.len()]);
    let street = format!("{} Townsend Street", 100 + number % 800);
    let owner = Owner::new(owner.to_uppercase())
        .email(format!("user{owner_number}@gmail.com"))
        .phone(format!("+1415279{:04}", owner_number % 10_000))
        .raw_address(format!("{} TOWNSEND ST SAN FRANCISCO, CA 94103", 100 + owner_number % 800));
    let applicant = Applicant::new(name)
        .email(format!("user{number}@gmail.com"))
        .phone(format!("(415) 279-{:04}", number % 10_000))
        .address(format!("{street}, San Francisco, CA 94103"));
    Case { id: number.to_string(), applicant, ownership: Ownership::from(vec![owner]) }
}

fn main() {
    let argument = |at: usize| std::env::args().nth(at).and_then(|text| text.parse().ok());
    let cases: Vec<Case> = (0..argument(1).unwrap_or(100_000)).map(case).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(argument(2).unwrap_or(0)).build().expect("threads start");
    let matcher = Matcher::default();
    let started = Instant::now();
    let answers = pool.install(|| matcher.match_all(&cases));
    let seconds = started.elapsed().as_secs_f64();

    for decision in Decision::ALL {
        let count = answers.iter().filter(|answer| answer.decision == decision).count();
        println!("{:<18} {count}", decision.code());
    }
    let rate = cases.len() as f64 / seconds;
    println!("{} cases on {} threads: {rate:.0} a second", cases.len(), pool.current_num_threads());
}
