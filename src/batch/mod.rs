//! Files of applicants in, files of answers out, at any size: no row is lost, and a run that was killed goes on where it was.

#[expect(dead_code, reason = "wired by the pipeline")]
mod count;
#[expect(dead_code, reason = "wired by the pipeline")]
mod history;
#[expect(dead_code, reason = "wired by the pipeline")]
mod notes;
#[expect(dead_code, reason = "wired by the pipeline")]
mod past;
#[expect(dead_code, reason = "wired by the pipeline")]
mod reuse;
#[cfg(test)]
mod scratch;
#[expect(dead_code, reason = "wired by the pipeline")]
mod secret;
mod sorted;
#[expect(dead_code, reason = "wired by the pipeline")]
mod spill;
