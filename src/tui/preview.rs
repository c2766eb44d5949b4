//! What a change that waits would do to the lane, by the plan of the rules themselves: sheets say it, and list and ribbon
//! show it before it happens.

use crate::domain::block::{Block, BlockId};
use crate::domain::discreet::Masks;
use crate::domain::edit::Edit;
use crate::domain::format::Beside;
use crate::domain::narrate;
use crate::domain::rules::Plan;
use crate::domain::stamp::Stamp;
use crate::domain::timeline::Timeline;

/// What a change would do.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Preview {
    edits: Vec<Edit>,
    /// The block that the change is about.
    pub(crate) focus: Option<BlockId>,
    /// The category of its block is not chosen yet.
    pub(crate) is_open: bool,
    /// What decided a time, where that is not plain.
    pub(crate) remark: Option<String>,
}

/// What would become of a block.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Fate<'a> {
    Stays,
    New,
    Removed,
    /// It would have other times; this is the block as it is.
    Moved(&'a Block),
}

impl Preview {
    /// What a plan would write.
    pub(crate) fn new(plan: Plan, beside: Beside) -> Self {
        let set_back = plan.set_back;
        Self {
            remark: set_back.map(|set_back| narrate::clock_back(set_back, &plan.edits, beside)),
            focus: plan.focus,
            edits: plan.edits,
            is_open: false,
        }
    }

    /// Hides what the blocks say of others.
    pub(crate) fn hide_names(&mut self, masks: &mut Masks) {
        masks.hide_edits(&mut self.edits);
    }

    /// The blocks of some time as they would be.
    pub(crate) fn apply_to(&self, timeline: &Timeline) -> Timeline {
        let is_touched = |block: &&Block| {
            let mut before = self.edits.iter().filter_map(Edit::before);
            before.all(|before| before.id != block.id)
        };
        let known = timeline.blocks.iter().chain(&timeline.unreadable);
        let mut blocks: Vec<Block> = known.filter(is_touched).cloned().collect();
        blocks.extend(self.edits.iter().filter_map(Edit::after).cloned());
        blocks.sort_by_key(|block| block.start.at);
        Timeline {
            since: timeline.since,
            account_starts: timeline.account_starts.clone(),
            account_touches: timeline.account_touches.clone(),
            focus_runs: timeline.focus_runs.clone(),
            ..Timeline::from_blocks(blocks)
        }
    }

    /// The blocks that would be removed.
    pub(crate) fn removed(&self) -> impl Iterator<Item = &Block> {
        self.edits.iter().filter_map(|edit| match edit {
            Edit::Delete(block) => Some(block),
            Edit::Insert(_) | Edit::Update { .. } | Edit::Row { .. } => None,
        })
    }

    /// What would become of a block.
    pub(crate) fn fate_of(&self, id: BlockId) -> Fate<'_> {
        let mut edits = self.edits.iter();
        match edits.find(|edit| id_of(edit) == Some(id)) {
            Some(Edit::Insert(_)) => Fate::New,
            Some(Edit::Delete(_)) => Fate::Removed,
            Some(Edit::Update { before, after }) if is_moved(before, after) => Fate::Moved(before),
            Some(Edit::Update { .. } | Edit::Row { .. }) | None => Fate::Stays,
        }
    }

    /// How many blocks beside the one that it is about it would change.
    pub(crate) fn count_others(&self) -> usize {
        let edits = self.edits.iter().filter(|edit| edit.is_of_block());
        edits.filter(|edit| id_of(edit) != self.focus).count()
    }

    /// The other blocks that would have other times: as they are, and as they would be.
    pub(crate) fn moved(&self) -> impl Iterator<Item = (&Block, &Block)> {
        self.edits.iter().filter_map(|edit| match edit {
            Edit::Update { before, after } => {
                let is_other = Some(after.id) != self.focus;
                (is_other && is_moved(before, after)).then_some((before, after))
            }
            Edit::Insert(_) | Edit::Delete(_) | Edit::Row { .. } => None,
        })
    }

    /// The second part of a block that would be cut in two around another one.
    pub(crate) fn rest_of(&self, before: &Block) -> Option<&Block> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Insert(rest)
                if Some(rest.id) != self.focus
                    && rest.category == before.category
                    && before.start.at < rest.start.at
                    && rest.start.at < before.end_or(Stamp::MAX) =>
            {
                Some(rest)
            }
            Edit::Insert(_) | Edit::Delete(_) | Edit::Update { .. } | Edit::Row { .. } => None,
        })
    }
}

fn id_of(edit: &Edit) -> Option<BlockId> {
    edit.after().or(edit.before()).map(|block| block.id)
}

fn is_moved(before: &Block, after: &Block) -> bool {
    (before.start, before.end) != (after.start, after.end)
}
