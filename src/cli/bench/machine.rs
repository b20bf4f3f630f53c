//! Where figures were taken: the machine, the build, and what memory the process took.

use std::iter::Sum;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

/// Said wherever the figures of a debug build are.
pub const DEBUG: &str = "a debug build: its figures mean nothing; build with --release";

/// The machine, as far as it tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's name for itself.
    pub cpu: Option<String>,
    /// Logical cores that this process may use.
    pub cores: Option<u64>,
    pub os: String,
    pub arch: String,
}

/// How the binary was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    pub version: String,
    /// As `rustc --version` says.
    pub rustc: Option<String>,
    /// `release`, or `debug` where debug assertions are on.
    pub profile: String,
}

impl Machine {
    /// This one.
    pub fn here() -> Self {
        Self {
            cpu: cpu(),
            cores: std::thread::available_parallelism().ok().map(|cores| cores.get() as u64),
            os: std::env::consts::OS.to_owned(),
            arch: std::env::consts::ARCH.to_owned(),
        }
    }
}

impl Build {
    /// This binary's.
    pub fn here() -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            rustc: option_env!("BUILT_WITH").filter(|rustc| !rustc.is_empty()).map(str::to_owned),
            profile: if is_debug_build() { "debug" } else { "release" }.to_owned(),
        }
    }
}

/// Whether figures of this binary mean nothing.
pub fn is_debug_build() -> bool {
    cfg!(debug_assertions)
}

fn cpu() -> Option<String> {
    let told = if cfg!(target_os = "macos") {
        let asked = Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"]).output().ok()?;
        String::from_utf8(asked.stdout).ok()?
    } else {
        row("/proc/cpuinfo", "model name")?
    };
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    (!told.is_empty()).then_some(told)
}

/// The most memory that the process held so far, in bytes; only Linux tells it without `unsafe`.
pub fn peak_memory_bytes() -> Option<u64> {
    let peak = row("/proc/self/status", "VmHWM")?;
    let kib: u64 = peak.trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024)
}

/// How long the threads of this process ran and how long they waited for a core, in ns.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ran {
    ran_ns: u64,
    waited_ns: u64,
}

impl Ran {
    /// Until now, of the threads that there are; only Linux tells it.
    pub fn so_far() -> Option<Self> {
        let threads = std::fs::read_dir("/proc/self/task").ok()?;
        threads.map(|thread| Self::of(&thread.ok()?.path().join("schedstat"))).sum()
    }

    fn of(schedstat: &Path) -> Option<Self> {
        let text = std::fs::read_to_string(schedstat).ok()?;
        let mut numbers = text.split_whitespace().map_while(|number| number.parse().ok());
        Some(Self { ran_ns: numbers.next()?, waited_ns: numbers.next()? })
    }

    /// The share of their time since `earlier` that they waited, 0..=1.
    pub fn waited_since(self, earlier: Self) -> f64 {
        let ran = self.ran_ns.saturating_sub(earlier.ran_ns) as f64;
        let waited = self.waited_ns.saturating_sub(earlier.waited_ns) as f64;
        if waited > 0.0 { waited / (ran + waited) } else { 0.0 }
    }
}

impl Sum for Ran {
    fn sum<I: Iterator<Item = Self>>(threads: I) -> Self {
        threads.fold(Self::default(), |sum, thread| Self {
            ran_ns: sum.ran_ns + thread.ran_ns,
            waited_ns: sum.waited_ns + thread.waited_ns,
        })
    }
}

/// What stands behind a name and a colon.
fn row(file: &str, name: &str) -> Option<String> {
    let text = std::fs::read_to_string(file).ok()?;
    let rows = text.lines().filter_map(|line| line.split_once(':'));
    rows.into_iter().find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim().to_owned())
}
