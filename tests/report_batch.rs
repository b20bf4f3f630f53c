//! The page of a batch run on made cases: small, well formed, masked, and the same bytes for the same run.
#![cfg(feature = "report")]

mod page;

use ownermatch::case::{Answer, OwnersShown, RejectCode};
use ownermatch::report::{
    BatchReport, BatchSummary, ClusterApplicant, PersonalData, QueueCase, ReuseCluster, ReusedKind, ReusedValue,
    batch_html,
};
use ownermatch::simulate::Simulator;
use ownermatch::{Applicant, Case, Decision, Matcher, NameInput, Reused};
use page::{MOST_BYTES, assert_fetches_nothing, assert_usable, assert_well_formed};

/// A run with all that its page tells of.
struct Run {
    summary: BatchSummary,
    clusters: Vec<ReuseCluster>,
    cases: Vec<Case>,
    queue: Vec<QueueCase>,
    queue_total: u64,
    manifest: Vec<(String, String)>,
}

impl Run {
    fn report(&self, personal_data: PersonalData) -> BatchReport<'_> {
        BatchReport {
            source: "applicants.csv",
            summary: &self.summary,
            clusters: &self.clusters,
            queue: &self.queue,
            queue_total: self.queue_total,
            manifest: &self.manifest,
            personal_data,
        }
    }
}

/// Made cases through the matcher, some of them with shared phones, some rows rejected.
fn run(cases: u64) -> Run {
    let matcher = Matcher::default().now(1_789_430_400);
    let simulator = Simulator::new(5).owner_share(0.85);
    let (mut summary, mut answers, mut waiting) = (BatchSummary::default(), Vec::new(), Vec::new());
    for number in 0..cases {
        let mut case = simulator.case(number).case;
        let phone = (number % 97 == 0).then_some(3 + (number % 9) as u32);
        case.applicant.reused = Reused { phone, ..Reused::default() };
        let matched = matcher.match_ownership(&case.applicant, &case.ownership);
        let answer = Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::Best);
        summary.take(&answer);
        if answer.decision == Decision::Review {
            waiting.push((worth(answer.probability), case));
        }
        answers.push((answer.id, answer.decision));
    }
    let rejects = [RejectCode::WrongType, RejectCode::InvalidUtf8, RejectCode::WrongType, RejectCode::NoApplicant];
    rejects.into_iter().for_each(|code| summary.reject(code));
    waiting.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.id.cmp(&other.1.id)));
    let queue_total = waiting.len() as u64;
    let queue =
        waiting.iter().take(40).enumerate().map(|(at, (worth, case))| waits(&matcher, at, *worth, case)).collect();
    let cases = waiting.into_iter().take(40).map(|(_, case)| case).collect();
    Run { summary, clusters: clusters(&answers), cases, queue, queue_total, manifest: manifest(&matcher) }
}

/// What deciding it unseen costs where a wrong match costs ten wrong refusals.
fn worth(probability: f64) -> f64 {
    f64::min(10.0 * (1.0 - probability), probability)
}

fn waits(matcher: &Matcher, at: usize, worth: f64, case: &Case) -> QueueCase {
    let explanation = matcher.explain(&case.applicant, &case.ownership);
    let answer = Answer::new(case, &explanation.answer, matcher.current_policy(), OwnersShown::Best);
    QueueCase {
        id: case.id.clone(),
        place: format!("applicants.csv, line {}", 17 + 211 * at),
        worth,
        explanation,
        answer,
    }
}

/// Twelve, from two applicants with one phone to dozens with several values.
fn clusters(answers: &[(String, Decision)]) -> Vec<ReuseCluster> {
    let shown = ["fca_1Mq…x7Qd", "j***@gmail.com", "***4774", "*** B*** R***, Austin TX 78704"];
    let kinds = [ReusedKind::Account, ReusedKind::Email, ReusedKind::Phone, ReusedKind::Address];
    let cluster = |at: usize| {
        let (values, applicants) = (1 + at % 4, [40, 14, 9, 6, 5, 4, 3, 3, 2, 2, 2, 2][at].min(answers.len() / 13));
        let member = |row: usize| {
            let (label, decision) = answers[(at * 41 + row * 13) % answers.len()].clone();
            ClusterApplicant { label, decision }
        };
        let links: Vec<(usize, usize)> = (0..applicants)
            .flat_map(|row| {
                (0..values).filter(move |value| row % values == *value || row % 3 == 0).map(move |value| (row, value))
            })
            .collect();
        let value = |value: usize| ReusedValue {
            kind: kinds[(value + at) % 4],
            applicants: links.iter().filter(|(_, linked)| *linked == value).count() as u64,
            shown: shown[(value + at) % 4].into(),
        };
        ReuseCluster {
            values: (0..values).map(value).collect(),
            applicants: (0..applicants.min(16)).map(member).collect(),
            applicants_total: applicants as u64,
            links: links.clone(),
        }
    };
    if answers.len() < 100 { Vec::new() } else { (0..12).map(cluster).collect() }
}

fn manifest(matcher: &Matcher) -> Vec<(String, String)> {
    let digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let entries = [
        ("version", "0.1.0"),
        ("model", matcher.current_model().id()),
        ("policy", matcher.current_policy().id()),
        ("now", "2026-09-15T00:00:00Z"),
        ("input applicants.csv, sha256", digest),
        ("output answers.ndjson, sha256", digest),
        ("costs", "200, 20, 5"),
        ("seed", "5"),
    ];
    entries.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
}

/// What of an applicant no masked page may hold.
fn secrets(applicant: &Applicant) -> Vec<String> {
    let name = match &applicant.name {
        Some(NameInput::Full(name)) => Some(name.clone()),
        _ => None,
    };
    let address = match &applicant.address {
        Some(ownermatch::AddressInput::Line(line)) => Some(line.clone()),
        _ => None,
    };
    let all = [name, applicant.email.clone(), applicant.phone.clone(), address];
    all.into_iter().flatten().filter(|text| text.chars().count() > 5).collect()
}

#[test]
fn ten_thousand_cases_make_one_small_page_that_fetches_nothing() {
    let run = run(10_000);
    assert_eq!((run.queue.len(), run.clusters.len()), (40, 12));
    let page = batch_html(&run.report(PersonalData::Masked));
    // Where the page is to be looked at: CARGO_TARGET_TMPDIR.
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch.html");
    std::fs::write(path, &page).expect("a file");
    assert!(page.len() < MOST_BYTES, "{} bytes", page.len());
    assert_well_formed(&page);
    assert_usable(&page);
    assert_fetches_nothing(&page);
    assert!(!page.contains("NaN") && !page.contains("inf\""));
    for part in [
        "10,004",
        "Who needs a look?",
        "Who shares an identity?",
        "wrong_type",
        "+28 more",
        "share 1 account",
        "9f86d081",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert_eq!(page.matches(r#"<details class="entry">"#).count(), 40);
    assert_eq!(batch_html(&run.report(PersonalData::Masked)), page);
}

#[test]
fn a_masked_page_tells_nobody_s_name() {
    let run = run(1_500);
    let (masked, shown) = [PersonalData::Masked, PersonalData::Shown]
        .map(|data| batch_html(&run.report(data)).replace("<wbr>", ""))
        .into();
    let secrets: Vec<String> = run.cases.iter().flat_map(|case| secrets(&case.applicant)).collect();
    assert!(secrets.len() > 60);
    let told = |page: &str| secrets.iter().filter(|secret| page.contains(secret.as_str())).count();
    assert_eq!(told(&masked), 0);
    assert!(told(&shown) > secrets.len() / 2 && shown.contains("This page holds personal data"));
    let debug = format!("{:?}", run.report(PersonalData::Shown));
    assert!(!secrets.iter().any(|secret| debug.contains(secret.as_str())));
}

#[test]
fn what_is_not_there_is_said_in_words() {
    let run = Run { clusters: Vec::new(), queue: Vec::new(), queue_total: 0, manifest: Vec::new(), ..run(0) };
    let empty = Run { summary: BatchSummary::default(), ..run };
    let page = batch_html(&empty.report(PersonalData::Masked));
    assert_well_formed(&page);
    assert_usable(&page);
    for part in
        ["Nothing was read.", "No case waits for a look.", "is shared by several applicants", "Every row was a case."]
    {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("NaN"));
}

#[test]
fn cases_without_owners_and_evil_names_make_a_page_too() {
    let evil = "<script>alert(1)</script>\u{202e}\" & {{ x }}";
    let matcher = Matcher::default().now(0);
    let case = Case { id: evil.into(), applicant: Applicant::new(evil), ownership: Vec::new().into() };
    let matched = matcher.match_ownership(&case.applicant, &case.ownership);
    let mut summary = BatchSummary::default();
    summary.take(&Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::Best));
    summary.flags.insert(evil.into(), 1);
    summary.reasons.insert(evil.into(), 1);
    summary.levels[0].insert(evil.into(), 1);
    summary.rejects.insert(evil.into(), 1);
    let value = ReusedValue { kind: ReusedKind::Email, applicants: 2, shown: evil.into() };
    let applicant = ClusterApplicant { label: evil.into(), decision: Decision::NoMatch };
    let cluster = ReuseCluster {
        values: vec![value],
        applicants: vec![applicant],
        links: vec![(0, 0), (7, 7)],
        applicants_total: 2,
    };
    let run = Run {
        summary,
        clusters: vec![cluster],
        queue: vec![QueueCase { place: evil.into(), ..waits(&matcher, 0, f64::NAN, &case) }],
        cases: Vec::new(),
        queue_total: 1,
        manifest: vec![(evil.into(), evil.into())],
    };
    let page = batch_html(&BatchReport { source: evil, ..run.report(PersonalData::Shown) });
    assert_well_formed(&page);
    assert_usable(&page);
    assert!(!page.contains("<script") && !page.contains('\u{202e}') && page.contains("{{ x }}"));
    assert!(!page.contains("NaN"), "a cost that is none is not told");
}
