//! Steps of the edges of one block with no other key between: what they take together is what is asked about.

use crate::domain::block::{Block, BlockId};
use crate::domain::edit::Edit;

/// Steps that were made one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Steps {
    block: BlockId,
    /// What they have changed, as it was before the first one.
    before: Vec<Block>,
}

impl Steps {
    /// Another step of a block, or the first one of it.
    pub(crate) fn go_on(earlier: Option<Self>, block: BlockId) -> Self {
        earlier
            .filter(|steps| steps.block == block)
            .unwrap_or(Self {
                block,
                before: Vec::new(),
            })
    }

    /// What they have changed, as it was before the first one.
    pub(crate) fn before(&self) -> &[Block] {
        &self.before
    }

    /// Keeps what one step has changed.
    pub(crate) fn keep(&mut self, edits: &[Edit]) {
        for block in edits.iter().filter_map(Edit::before) {
            if self.before.iter().all(|known| known.id != block.id) {
                self.before.push(block.clone());
            }
        }
    }
}
