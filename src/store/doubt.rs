//! What is kept of a transaction whose end is not known, to find out how it ended.

use std::hash::{DefaultHasher, Hash, Hasher};

/// What tells a change of the journal from any other: its number, and what was written of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct JournalMark {
    pub(super) number: i64,
    digest: u64,
}

impl JournalMark {
    pub(super) fn new(number: i64, undone: bool, edits: &str, added: &[u8]) -> Self {
        let mut hasher = DefaultHasher::new();
        (undone, edits, added).hash(&mut hasher);
        let digest = hasher.finish();
        Self { number, digest }
    }
}

/// A transaction of which it is not known how it ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Doubt {
    /// What the journal holds if it went through; none where it wrote nothing there.
    pub(super) mark: Option<JournalMark>,
    /// Whether it came as far as its commit.
    pub(super) was_committed: bool,
}

/// What a look at the file has shown of a transaction that was in doubt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Settled {
    Saved,
    NotSaved,
    /// The file is sound, and does not tell: what was kept was no change of a person's.
    Unknown,
}
