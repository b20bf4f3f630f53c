//! A file worked through in chunks on every thread, with results in the order of its lines.

use std::io::BufRead;

use ownermatch::case::{Line, Lines, Reject};
use rayon::prelude::*;

/// Lines a chunk, enough to keep the threads busy and few enough to hold.
const CHUNK_LINES: usize = 1024;
/// Bytes a chunk stops at, since a thousand lines may be long ones.
const CHUNK_BYTES: usize = 8 << 20;

/// Works on each line of `input` in `pool` and hands on the results in order.
pub fn each_line<T: Send>(
    input: impl BufRead + Send,
    pool: &rayon::ThreadPool,
    work: impl Fn(&Line) -> Result<T, Reject> + Sync,
    mut take: impl FnMut(Result<T, Reject>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut lines = Lines::new(input);
    let mut chunk = read_chunk(&mut lines)?;
    while !chunk.is_empty() {
        let results: Vec<_> = pool.install(|| chunk.par_iter().map(&work).collect());
        results.into_iter().try_for_each(&mut take)?;
        tracing::debug!(lines = chunk.len(), "chunk done");
        chunk = read_chunk(&mut lines)?;
    }
    Ok(())
}

fn read_chunk(lines: &mut Lines<impl BufRead>) -> anyhow::Result<Vec<Line>> {
    let mut chunk = Vec::new();
    let mut bytes = 0;
    while chunk.len() < CHUNK_LINES && bytes < CHUNK_BYTES {
        let Some(line) = lines.next().transpose()? else { break };
        bytes += line.bytes().map_or(0, <[u8]>::len);
        chunk.push(line);
    }
    Ok(chunk)
}
