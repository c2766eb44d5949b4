//! A block that can't be read keeps what it says: nobody knows what a write would take from it.

use super::refusal::Refusal;
use crate::domain::block::Block;
use crate::domain::edit::Edit;
use crate::domain::format;
use crate::domain::stamp::Moment;

/// Refuses writes that would lose what an unreadable block says; its times may change.
pub fn spare_unreadable(edits: &[Edit], now: Moment) -> Result<(), Refusal> {
    let Some(lost) = edits.iter().find_map(lost_block) else {
        return Ok(());
    };
    // A later part is told of as the block that it would be cut from.
    let mut before = edits.iter().filter_map(Edit::before);
    let whole = before.find(|block| block.unreadable == lost.unreadable);
    Err(refuse_unreadable(whole.unwrap_or(lost), now))
}

/// Why nothing becomes of an unreadable block.
pub fn refuse_unreadable(block: &Block, now: Moment) -> Refusal {
    let end = block
        .end
        .unwrap_or_else(|| block.start.moved_to(now.at.max(block.start.at)));
    Refusal::Unreadable {
        block: format::inside(block.start, end, now),
    }
}

fn lost_block(edit: &Edit) -> Option<&Block> {
    let lost = match edit {
        Edit::Insert(block) | Edit::Delete(block) => Some(block),
        Edit::Update { before, after } => {
            let keeps = before.category == after.category && before.details == after.details;
            (!keeps).then_some(before)
        }
        Edit::Row { .. } => None,
    };
    lost.filter(|block| block.unreadable.is_some())
}
