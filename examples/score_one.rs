//! One applicant against the owners of one account: `cargo run --example score_one`.

use ownermatch::{Applicant, Matcher, Owner, reasons};

fn main() {
    let applicant = Applicant::new("Bob Okonkwo").email("bob.okonkwo@gmail.com").phone("(415) 279-4774");
    let owner = Owner::new("OKONKWO ROBERT T").email("bobokonkwo+bank@googlemail.com").phone("+14152794774");
    let matcher = Matcher::default();
    let answer = matcher.match_owners(&applicant, &[owner]);
    println!("{}: {} %", answer.decision.code(), answer.score);

    for reason in reasons(&answer, matcher.current_policy()) {
        println!("  {:+6.2} bits  {}", reason.bits, reason.text);
    }
}
