//! Files of applicants in, files of answers out, at any size: no row is lost, and a run that was killed goes on where it was.

#[cfg_attr(not(test), expect(dead_code, reason = "wired by the pipeline"))]
mod count;
#[cfg_attr(not(test), expect(dead_code, reason = "wired by the pipeline"))]
mod history;
#[cfg_attr(not(test), expect(dead_code, reason = "wired by the pipeline"))]
mod notes;
#[cfg_attr(not(test), expect(dead_code, reason = "wired by the pipeline"))]
mod past;
#[cfg_attr(not(test), expect(dead_code, reason = "wired by the pipeline"))]
mod reuse;
#[cfg(test)]
mod scratch;
#[cfg_attr(not(test), expect(dead_code, reason = "wired by the pipeline"))]
mod secret;
mod sorted;
#[cfg_attr(not(test), expect(dead_code, reason = "wired by the pipeline"))]
mod spill;
