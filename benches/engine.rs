//! What a comparison costs: each field, a whole record, ten thousand cases, and our kernels beside strsim's.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use ownermatch::{Applicant, Case, Matcher, Owner, OwnerRecord, Ownership, Record, Region, text};
use ownermatch::{address, email, name, phone};

const CASES: usize = 10_000;
/// Words as they meet in real pairs: equal, a slip, a nickname, another word.
const WORDS: [[&str; 2]; 6] = [
    ["okonkwo", "okonkwo"],
    ["charleston", "charleson"],
    ["robert", "bob"],
    ["garcia-lopez", "garcia"],
    ["john12smith", "john77smith"],
    ["montgomery", "briarwood"],
];

fn applicant() -> Applicant {
    Applicant::new("Robert T. Okonkwo Jr.")
        .email("bob.okonkwo@gmail.com")
        .phone("(415) 279-4774")
        .address("510 Townsend Street Apt 4, San Francisco, CA 94103")
}

fn owner() -> Owner {
    Owner::new("OKONKWO ROBERT")
        .email("bobokonkwo+bank@googlemail.com")
        .phone("+14152794774")
        .raw_address("510 TOWNSEND ST #4 SAN FRANCISCO, CA 94103-1234")
}

fn records(matcher: &Matcher) -> (Record, OwnerRecord) {
    (matcher.read_applicant(&applicant()), matcher.read_owners(&[owner()]).remove(0))
}

fn fields(criterion: &mut Criterion) {
    let (applicant, owner) = records(&Matcher::default());
    let owner = owner.record;
    let mut group = criterion.benchmark_group("compare");
    macro_rules! compare {
        ($($field:ident),*) => {$(
            if let (Some(applicant), Some(owner)) = (applicant.$field.read(), owner.$field.read()) {
                group.bench_function(stringify!($field), |bencher| {
                    bencher.iter(|| $field::compare(black_box(applicant), black_box(owner)))
                });
            }
        )*};
    }
    compare!(name, email, phone, address);
    group.finish();
}

fn parses(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    group.bench_function("name", |bencher| bencher.iter(|| name::parse(black_box("OKONKWO ROBERT T JR"))));
    group.bench_function("email", |bencher| bencher.iter(|| email::parse(black_box("bob.okonkwo+bank@gmail.com"))));
    group.bench_function("phone", |bencher| bencher.iter(|| phone::parse(black_box("(415) 279-4774"), Region::US)));
    let line = "510 TOWNSEND ST #4 SAN FRANCISCO, CA 94103-1234";
    group.bench_function("address", |bencher| bencher.iter(|| address::parse(black_box(line), Region::US)));
    group.finish();
}

fn whole_records(criterion: &mut Criterion) {
    let matcher = Matcher::default().now(0);
    let (applicant_record, owner_record) = records(&matcher);
    let (applicant, owners) = (applicant(), [owner()]);
    let mut group = criterion.benchmark_group("record");
    group.bench_function("compare_read", |bencher| {
        bencher.iter(|| matcher.compare(black_box(&applicant_record), black_box(&owner_record)))
    });
    group.bench_function("match_from_raw", |bencher| {
        bencher.iter(|| matcher.match_owners(black_box(&applicant), black_box(&owners)))
    });
    group.finish();
}

/// Cases that differ in every field, so that no branch is learned by heart.
fn cases() -> Vec<Case> {
    let case = |number: usize| {
        let applicant = Applicant::new(format!("Robert {}. Okonkwo", char::from(b'A' + (number % 26) as u8)))
            .email(format!("bob{}@gmail.com", number % 997))
            .phone(format!("415-279-{:04}", number % 9_973))
            .address(format!("{} Townsend Street, San Francisco, CA 94103", 1 + number % 800));
        Case { id: number.to_string(), applicant, ownership: Ownership::from(vec![owner()]) }
    };
    (0..CASES).map(case).collect()
}

fn many(criterion: &mut Criterion) {
    let matcher = Matcher::default().now(0);
    let cases = cases();
    let mut group = criterion.benchmark_group("ten_thousand_cases");
    group.sample_size(10).throughput(Throughput::Elements(CASES as u64));
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
        group.bench_function(format!("threads_{threads}"), |bencher| {
            bencher.iter_batched(
                || (),
                |()| pool.install(|| matcher.match_all(black_box(&cases))),
                BatchSize::PerIteration,
            )
        });
    }
    group.finish();
}

fn kernels(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("kernel_six_pairs");
    let mut bench = |title: &str, similarity: fn(&str, &str) -> f64| {
        group.bench_function(title, |bencher| {
            bencher.iter(|| WORDS.iter().map(|[one, other]| similarity(black_box(one), black_box(other))).sum::<f64>())
        });
    };
    bench("jaro_winkler", text::jaro_winkler);
    bench("jaro_winkler_strsim", strsim::jaro_winkler);
    bench("edit_distance", |one, other| text::edit_distance(one, other) as f64);
    bench("edit_distance_strsim", |one, other| strsim::osa_distance(one, other) as f64);
    group.finish();
}

criterion_group!(benches, fields, parses, whole_records, many, kernels);
criterion_main!(benches);
