//! `batch` over a million made rows, as a process: rows a second on one thread and on two, and the most memory it took.
//!
//! `cargo bench --bench batch`; with `-- --test` a thousand rows, once. `BATCH_ROWS` and `BATCH_REPEATS` say others.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_ownermatch");
/// How often a run's memory is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// What one run took.
struct Took {
    seconds: f64,
    peak_mib: f64,
}

fn main() {
    let is_test = std::env::args().any(|argument| argument == "--test");
    let number =
        |name: &str, usual: usize| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let rows = number("BATCH_ROWS", if is_test { 1000 } else { 1_000_000 });
    let repeats = number("BATCH_REPEATS", if is_test { 1 } else { 3 });
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-batch-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let input = made(&folder, rows);
    let mut took: [Vec<Took>; 2] = [Vec::new(), Vec::new()];
    let mut answers = Vec::new();
    // Interleaved, so that what else the machine does falls on both alike.
    for _ in 0..repeats {
        for threads in [1, 2] {
            took[threads - 1].push(run(&input, &folder, threads));
            answers.push(fs::read(folder.join("answers.csv")).expect("answers"));
        }
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "threads change the answers");
    for (threads, took) in (1..).zip(&took) {
        let rate = |took: &Took| rows as f64 / took.seconds;
        let peak = took.iter().map(|took| took.peak_mib).fold(0.0, f64::max);
        println!(
            "{rows} rows, {threads} threads: {} rows a second, {peak:.0} MiB at most",
            spread(took.iter().map(rate))
        );
    }
    let ratios = took[0].iter().zip(&took[1]).map(|(one, two)| one.seconds / two.seconds * 100.0);
    println!("two threads against one, in percent: {}", spread(ratios));
    fs::remove_dir_all(&folder).expect("a folder");
}

/// Median and range.
fn spread(values: impl Iterator<Item = f64>) -> String {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let (least, most) = (values[0], values[values.len() - 1]);
    format!("{:.0} ({least:.0} to {most:.0})", values[values.len() / 2])
}

fn made(folder: &Path, rows: usize) -> PathBuf {
    let path = folder.join("applicants.ndjson");
    let out = File::create(&path).expect("a file");
    let made =
        Command::new(BINARY).args(["simulate", "--seed", "21", "--cases", &rows.to_string()]).stdout(out).status();
    assert!(made.expect("the binary runs").success());
    path
}

fn run(input: &Path, folder: &Path, threads: usize) -> Took {
    let started = Instant::now();
    let mut child = Command::new(BINARY)
        .args([
            "batch",
            "-q",
            "--now",
            "1789430400",
            "--overwrite",
            "-o",
            "answers.csv",
            "--threads",
            &threads.to_string(),
        ])
        .arg(input)
        .current_dir(folder)
        .stdin(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut peak_mib: f64 = 0.0;
    while child.try_wait().expect("a child").is_none() {
        peak_mib = peak_mib.max(peak(child.id()));
        std::thread::sleep(LOOK);
    }
    assert!(child.wait().expect("a child").success());
    Took { seconds: started.elapsed().as_secs_f64(), peak_mib }
}

/// The most memory that a process has taken so far, in MiB; 0 where the system does not tell.
fn peak(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
