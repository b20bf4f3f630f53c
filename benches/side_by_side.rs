//! temp
mod obvious;
use ownermatch::simulate::Simulator;
use ownermatch::*;
fn main() {
    let pipeline = obvious::Pipeline::load();
    let scope = obvious::scope::Scope::load();
    let matcher = Matcher::default().now(0);
    let simulator = Simulator::new(1);
    let (mut persons, mut inside, mut bad) = (0, 0, 0);
    let mut why = std::collections::BTreeMap::new();
    for number in 0..std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(30000) {
        let made = simulator.case(number);
        let verdict = scope.judge(&made);
        if verdict != Err(obvious::scope::Outside::Business) { persons += 1; }
        if let Err(out) = verdict { *why.entry(out).or_insert(0) += 1; continue; }
        inside += 1;
        let scored = pipeline.score(&made.case.applicant, &made.case.ownership.owners);
        let a = matcher.read_applicant(&made.case.applicant);
        let os = matcher.read_owners(&made.case.ownership.owners);
        let lens = os.len() == scored.len();
        let answer = matcher.match_ownership(&made.case.applicant, &made.case.ownership);
        let b = obvious::best(&scored, &made.case.ownership.owners);
        let mut ok = lens && b == answer.best;
        let mut msg = String::new();
        if !ok { msg += "LENS/BEST "; }
        for (o, s) in os.iter().zip(&scored) {
            let m = matcher.compare(&a, o);
            let c = &m.comparison;
            let f = |x: Option<(&'static str, u8)>, y: Option<(&'static str, u8)>| if x == y { String::new() } else { format!(" ours {x:?} theirs {y:?}") };
            let d = f(c.name.read().map(|n| (n.level.code(), n.further)), s.name.read().map(|n| (n.0.code(), n.1)))
              + &f(c.email.read().map(|n| (n.level.code(), n.further)), s.email.read().map(|n| (n.0.code(), n.1)))
              + &f(c.phone.read().map(|n| (n.level.code(), n.further)), s.phone.read().map(|n| (n.0.code(), n.1)))
              + &f(c.address.read().map(|n| (n.level.code(), n.further)), s.address.read().map(|n| (n.0.code(), n.1)));
            if !d.is_empty() || m.weighed.log_odds.to_bits() != s.log_odds.to_bits() || m.weighed.probability != s.probability { ok = false; msg += &d; msg += &format!(" odds {} {}", m.weighed.log_odds, s.log_odds); }
        }
        if !ok { bad += 1; if bad < 60 { println!("{msg}\n   {}", serde_json::to_string(&made).unwrap()); } }
    }
    println!("persons {persons} inside {inside} bad {bad} {why:?}");
}
