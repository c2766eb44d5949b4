//! What comes from elsewhere: a block, what becomes of it where time is taken, and what came of all of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::block::{Block, Category};
use super::stamp::Length;

/// A block that comes from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrival {
    /// Its id is new where the source gave none.
    pub block: Block,
    /// Whether the source gave an id of ours. Without one, the same start, end and category mean the same block too.
    pub has_id: bool,
    pub marks: Marks,
}

/// What is counted of an arrival if it is added.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Marks {
    /// No rule and no name has classified it.
    pub by_default: bool,
    /// The config doesn't list its activity.
    pub is_unlisted: bool,
}

/// What becomes of an arrival that overlaps a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Overlap {
    /// It keeps the time that is free.
    #[default]
    Trim,
    /// It is left out.
    Skip,
    /// Nothing at all is imported.
    Refuse,
}

/// What came of an import of blocks, or of a calendar's meetings as suggestions.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// New ones; a block that was cut into parts counts once.
    pub added: usize,
    pub added_time: Length,
    /// Those of the new ones that no rule and no name has classified.
    pub by_default: usize,
    /// Activities of new ones that the config doesn't list, and how many those are.
    pub unlisted: BTreeMap<(Category, String), usize>,
    /// Those that were here already.
    pub already: usize,
    /// Blocks among them that the source has twice: they had arrived a moment before.
    pub repeated: usize,
    /// Blocks among the others that say something else here; they stay as they are.
    pub differing: usize,
    /// Added blocks that were trimmed.
    pub trimmed: usize,
    /// Blocks whose time was all taken, or a part of it where those are left out, or a second running one.
    pub skipped: usize,
    /// Blocks that lie ahead of the clock; not added.
    pub future: usize,
    /// Open suggestions that were brought up to date.
    pub changed: usize,
    /// Open suggestions that the calendar no longer has.
    pub gone: usize,
    pub rows: RowTally,
}

/// What became of rows beside the blocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct RowTally {
    pub added: usize,
    pub already: usize,
    /// Those that say something else here; they stay as they are.
    pub differing: usize,
    /// Guesses that the file lacks, of weeks that have been shown.
    pub locked: usize,
}
