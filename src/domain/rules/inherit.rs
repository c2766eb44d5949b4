//! What becomes of an open question where its block is cut in two or merged: the blocks that hold its doubtful time
//! now are asked about too, so that the time counts no more than before.

use crate::domain::away::Question;
use crate::domain::block::{Block, BlockId};
use crate::domain::change::Change;
use crate::domain::edit::Edit;

/// The questions about the blocks that took over doubtful time from the block of a question. `focus` is the block that
/// the change was about.
pub(super) fn inherit_question(
    change: &Change,
    edits: &[Edit],
    focus: Option<BlockId>,
    question: &Question,
) -> Vec<Question> {
    let Some(before) = edits
        .iter()
        .filter_map(Edit::before)
        .find(|block| block.id == question.block)
    else {
        return Vec::new();
    };
    let is_doubtful = |heir: &&Block| {
        heir.end.is_none_or(|end| end.at > question.since.at)
            && question.until.is_none_or(|until| until.at > heir.start.at)
    };
    heirs_of(change, edits, focus, before)
        .into_iter()
        .filter(is_doubtful)
        .map(|heir| Question {
            block: heir.id,
            ..*question
        })
        .collect()
}

fn heirs_of<'a>(
    change: &Change,
    edits: &'a [Edit],
    focus: Option<BlockId>,
    before: &Block,
) -> Vec<&'a Block> {
    let is_rest = |block: &&Block| block.end == before.end && block.category == before.category;
    let inserted = edits.iter().filter_map(|edit| match edit {
        Edit::Insert(block) => Some(block),
        Edit::Update { .. } | Edit::Delete(_) | Edit::Row { .. } => None,
    });
    match change {
        Change::Split { .. } => inserted.collect(),
        // What is added or moved says itself what it was; the rest of what it was laid over does not.
        Change::Add { .. } | Change::Edit { .. } => inserted
            .filter(is_rest)
            .filter(|block| Some(block.id) != focus)
            .collect(),
        Change::Merge { .. } => edits
            .iter()
            .filter(|edit| edit.before().is_some())
            .filter_map(Edit::after)
            .filter(|block| block.id != before.id)
            .collect(),
        Change::Start { .. }
        | Change::Focus { .. }
        | Change::Stop { .. }
        | Change::Resume { .. }
        | Change::Claim { .. }
        | Change::Delete { .. }
        | Change::Answer { .. }
        | Change::Import { .. }
        | Change::Suggest { .. }
        | Change::Accept { .. }
        | Change::Dismiss { .. }
        | Change::Guess { .. }
        | Change::Commit { .. }
        | Change::Reflect { .. }
        | Change::Close { .. }
        | Change::MarkDays { .. }
        | Change::MarkTimes { .. }
        | Change::Pause { .. }
        | Change::Rename(_)
        | Change::Restore { .. } => Vec::new(),
    }
}
