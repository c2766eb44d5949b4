//! What came of a repair: how much is there again, of how much.

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Salvaged {
    pub blocks: usize,
    /// How many blocks there were, as far as the indexes tell of those that are lost.
    pub blocks_of: usize,
    pub changes: usize,
    pub changes_of: usize,
    /// The rows of all other tables.
    pub others: usize,
    pub others_of: usize,
    /// The days of blocks that are lost.
    pub lost_days: Vec<String>,
    /// Tables of which rows may be lost, without anything that tells how many.
    pub uncounted: Vec<String>,
    /// What is not as it was: a sentence each.
    pub notes: Vec<String>,
    /// How many more there were.
    pub more_notes: usize,
}

impl Salvaged {
    /// Whether something is lost, or may be.
    pub fn has_lost(&self) -> bool {
        !self.uncounted.is_empty()
            || self.blocks < self.blocks_of
            || self.changes < self.changes_of
            || self.others < self.others_of
    }
}
