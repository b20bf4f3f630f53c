//! What people see of a run: a bar for each stage, on a terminal only.

use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;
use ownermatch::batch::{Stage, Watch};

use crate::cli::progress;

/// Bars of the stages, one after the other.
#[derive(Default)]
pub struct Bars {
    is_quiet: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Bars {
    /// Says nothing at all where that is asked for.
    pub fn new(is_quiet: bool) -> Self {
        Self { is_quiet, bar: Mutex::default() }
    }

    fn with(&self, act: impl FnOnce(&mut Option<ProgressBar>)) {
        act(&mut self.bar.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Watch for Bars {
    fn begins(&self, stage: Stage, total: u64) {
        if self.is_quiet {
            return;
        }
        let name = match stage {
            Stage::Reading => "reading, bytes",
            Stage::Counting => "counting, rows",
            Stage::Scoring => "scoring, rows",
            Stage::Joining => "joining, parts",
        };
        self.with(|bar| {
            let before = bar.replace(progress::bar(name, total));
            before.iter().for_each(ProgressBar::finish_and_clear);
        });
    }

    fn done(&self, _stage: Stage, more: u64) {
        self.with(|bar| bar.iter().for_each(|bar| bar.inc(more)));
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        self.with(|bar| bar.iter().for_each(ProgressBar::finish_and_clear));
    }
}
