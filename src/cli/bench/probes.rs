//! What is measured, each by one function: it works for a slice of time and says what that came to.

use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use ownermatch::case::{Applicants, OwnersShown};
use ownermatch::{Case, Matcher, OwnerRecord, Record};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::super::output::{Format, Shape};
use super::super::{score, stream};
use super::allocations::{self, Allocated};
use super::figure::Kind;
use super::histogram::Histogram;
use super::measure::{Key, Pace, Probe, Values, keep_at};
use super::workload::Workload;

/// Cases whose records are kept read to be compared, and whose allocations are counted: as many on any machine.
const KEPT: usize = 1000;
/// Lines worked through between two looks at the clock, as many as `score` takes at once.
const LINES: usize = 1024;

/// What is measured, and on what.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub matcher: &'a Matcher,
    pub workload: &'a Workload,
    /// What the timer takes for itself, in ns.
    pub timer_ns: u64,
}

/// Everything that takes time, for these numbers of threads.
pub fn timed<'a>(subject: Subject<'a>, threads: &[usize]) -> anyhow::Result<Vec<Probe<'a>>> {
    let mut probes: Vec<Probe<'a>> = Vec::new();
    for &threads in threads {
        probes.push(in_memory(subject, pool(threads)?));
    }
    probes.extend([calls(subject), reading(subject), comparing(subject), lines(subject, pool(1)?)]);
    Ok(probes)
}

fn pool(threads: usize) -> anyhow::Result<ThreadPool> {
    ThreadPoolBuilder::new().num_threads(threads).build().context("the threads cannot be started")
}

/// Raw strings to an answer that is let go of again.
fn answer(matcher: &Matcher, case: &Case) {
    black_box(matcher.match_ownership(black_box(&case.applicant), black_box(&case.ownership)));
}

/// Each thread goes round the cases from a place of its own, and nothing is shared but what is read.
fn in_memory(subject: Subject<'_>, pool: ThreadPool) -> Probe<'_> {
    let Subject { matcher, workload, .. } = subject;
    let (cases, threads) = (&workload.cases, pool.current_num_threads());
    Box::new(move |slice| {
        let started = Instant::now();
        let paces = pool.broadcast(|worker| {
            let mut turn = cases.iter().cycle().skip(worker.index() * cases.len() / threads);
            keep_at(slice, || turn.next().map_or(0, |case| counted(1, || answer(matcher, case))))
        });
        let pace = Pace { done: paces.iter().map(|pace| pace.done).sum(), took: started.elapsed() };
        Ok(vec![((Kind::CasesPerSecond, Some(threads)), pace.per_second())])
    })
}

fn counted(pieces: u64, work: impl FnOnce()) -> u64 {
    work();
    pieces
}

fn calls(subject: Subject<'_>) -> Probe<'_> {
    Box::new(move |slice| {
        let mut times = Histogram::default();
        let mut turn = subject.workload.cases.iter().cycle();
        keep_at(slice, || turn.next().map_or(0, |case| counted(1, || times.add(one_call(subject, case)))));
        let found = [
            (Kind::CallP50, times.quantile(0.5)),
            (Kind::CallP99, times.quantile(0.99)),
            (Kind::CallMost, times.most()),
        ];
        Ok(found.map(|(kind, ns)| ((kind, None), ns as f64)).to_vec())
    })
}

/// How long one call takes, in ns, letting go of its answer included.
fn one_call(subject: Subject<'_>, case: &Case) -> u64 {
    let started = Instant::now();
    answer(subject.matcher, case);
    let ns = started.elapsed().as_nanos();
    u64::try_from(ns).unwrap_or(u64::MAX).saturating_sub(subject.timer_ns)
}

/// An applicant and the owners, read.
type Read = (Record, Vec<OwnerRecord>);

fn read(matcher: &Matcher, case: &Case) -> Read {
    (matcher.read_applicant(&case.applicant), matcher.read_owners(&case.ownership.owners))
}

/// Applicants and owners of a case.
fn records(case: &Case) -> u64 {
    1 + case.ownership.owners.len() as u64
}

fn reading(subject: Subject<'_>) -> Probe<'_> {
    let Subject { matcher, workload, .. } = subject;
    Box::new(move |slice| {
        let mut turn = workload.cases.iter().cycle();
        let pace = keep_at(slice, || {
            turn.next().map_or(0, |case| counted(records(case), || drop(black_box(read(matcher, black_box(case))))))
        });
        Ok(vec![((Kind::ReadRecord, None), pace.ns_each())])
    })
}

fn comparing(subject: Subject<'_>) -> Probe<'_> {
    let Subject { matcher, workload, .. } = subject;
    let read: Vec<Read> = workload.cases.iter().take(KEPT).map(|case| read(matcher, case)).collect();
    Box::new(move |slice| Ok(compare_for(slice, matcher, &read).into_iter().collect()))
}

/// `None` where no case has an owner.
fn compare_for(slice: Duration, matcher: &Matcher, read: &[Read]) -> Option<(Key, f64)> {
    let pairs = pairs(read);
    pairs.first()?;
    let mut turn = pairs.iter().cycle();
    let pace = keep_at(slice, || turn.next().map_or(0, |pair| counted(1, || compare(matcher, pair))));
    Some(((Kind::CompareRecords, None), pace.ns_each()))
}

fn pairs(read: &[Read]) -> Vec<(&Record, &OwnerRecord)> {
    read.iter().flat_map(|(applicant, owners)| owners.iter().map(move |owner| (applicant, owner))).collect()
}

fn compare(matcher: &Matcher, (applicant, owner): &(&Record, &OwnerRecord)) {
    black_box(matcher.compare(black_box(applicant), black_box(owner)));
}

/// What `score --threads 1 --format ndjson` does between reading and writing.
fn lines(subject: Subject<'_>, pool: ThreadPool) -> Probe<'_> {
    let (lines, applicants) = (head(&subject.workload.lines, LINES), Applicants::default());
    let shape = Shape { format: Format::Ndjson, owners: OwnersShown::Best };
    let mut out = Vec::new();
    Box::new(move |slice| {
        let started = Instant::now();
        let mut done = 0;
        while done == 0 || started.elapsed() < slice {
            out.clear();
            let work = |line: &_| score::answer(subject.matcher, &applicants, shape, line);
            stream::each_line(lines, &pool, work, |row| {
                done += 1;
                Ok(row.map_or(Ok(()), |row| out.write_all(row.text.as_bytes()))?)
            })?;
            black_box(&out);
        }
        let pace = Pace { done, took: started.elapsed() };
        Ok(vec![((Kind::LinesPerSecond, None), pace.per_second())])
    })
}

/// The first lines of a text.
fn head(text: &[u8], lines: usize) -> &[u8] {
    let ends = memchr::memchr_iter(b'\n', text).take(lines);
    &text[..ends.last().map_or(text.len(), |end| end + 1)]
}

/// Allocations of the first cases, when everything is warm; the same numbers whenever the same is counted.
pub fn count_allocations(subject: Subject<'_>, values: &mut Values) {
    let Subject { matcher, workload, .. } = subject;
    let cases = &workload.cases[..workload.cases.len().min(KEPT)];
    let whole = allocations::during(|| cases.iter().for_each(|case| answer(matcher, case)));
    let reading = allocations::during(|| cases.iter().for_each(|case| drop(black_box(read(matcher, case)))));
    let read: Vec<Read> = cases.iter().map(|case| read(matcher, case)).collect();
    let pairs = pairs(&read);
    let comparing = allocations::during(|| pairs.iter().for_each(|pair| compare(matcher, pair)));
    let records = cases.iter().map(records).sum::<u64>();
    let mut add = |kind, count: u64, of: u64| {
        if of > 0 {
            values.add(((kind, None), count as f64 / of as f64));
        }
    };
    let mut add_both = |[times, bytes]: [Kind; 2], allocated: Allocated, of| {
        add(times, allocated.times, of);
        add(bytes, allocated.bytes, of);
    };
    add_both([Kind::CaseAllocations, Kind::CaseBytes], whole, cases.len() as u64);
    add_both([Kind::RecordAllocations, Kind::RecordBytes], reading, records);
    add(Kind::ComparisonAllocations, comparing.times, pairs.len() as u64);
}
