//! Who is told how far a run is.

/// What a run is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Finding where rows begin; counted in bytes.
    Reading,
    /// Counting what rows have in common; counted in rows.
    Counting,
    /// Scoring; counted in rows.
    Scoring,
    /// Joining what is left when all is scored; counted in parts.
    Joining,
}

/// Is told how far a run is, from any thread.
pub trait Watch: Sync {
    /// A stage begins, with so much to do.
    fn begins(&self, _stage: Stage, _total: u64) {}
    /// So much more of the stage is done.
    fn done(&self, _stage: Stage, _more: u64) {}
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}
