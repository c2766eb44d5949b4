//! Everything that a person can ask of the lane, as a value. Keys and commands both end here.

use super::block::{Account, Activity, Block, BlockId, Category, Details, Note, Outcomes, Requester, Revision, Tag};
use super::stamp::{Moment, Stamp};

/// Everything that a person can ask of the lane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// From `at` on: this category. What lies after `at` gives way.
    Start {
        /// Since when.
        at: Moment,
        /// What.
        category: Category,
        /// What is known of it already.
        details: Details,
    },
    /// Off the clock since `at`.
    Stop {
        /// Since when.
        at: Moment,
    },
    /// Back to what ran before this: the same category, activity and account, from `at` on.
    Resume {
        /// Since when.
        at: Moment,
    },
    /// What I have just been doing was that: retags what runs; off the clock, fills the time since the last
    /// block of the day.
    Claim {
        /// Up to when; now.
        at: Moment,
        /// The first instant of the day: no time before it is filled.
        day_start: Stamp,
        /// What it was.
        category: Category,
    },
    /// A block in the past. What it covers gives way.
    Add {
        /// When it began.
        start: Moment,
        /// When it ended.
        end: Moment,
        /// What it was.
        category: Category,
        /// What is known of it.
        details: Details,
    },
    /// Makes a block say something else. What its new time covers gives way.
    Edit {
        /// Which block.
        target: Target,
        /// What it says from now on.
        patch: Patch,
    },
    /// Removes a block; its time is untracked again.
    Delete {
        /// Which block.
        target: Target,
    },
    /// Takes in blocks from elsewhere. What is already here stays as it is.
    Import {
        /// The blocks, in the order in which they were read.
        arrivals: Vec<Arrival>,
    },
}

/// A block by its id, as somebody has seen it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Target {
    /// Which block.
    pub id: BlockId,
    /// The revision that was seen: a newer one refuses the change rather than be overwritten.
    pub revision: Revision,
}

impl From<&Block> for Target {
    fn from(block: &Block) -> Self {
        Self { id: block.id, revision: block.revision }
    }
}

/// A block that comes from elsewhere.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arrival {
    /// The block; its id is new where the source gave none.
    pub block: Block,
    /// Whether the source gave the id. Without one, the same start, end and category mean the same block.
    pub has_id: bool,
}

/// What a change of a block names; what is `None` stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Patch {
    /// When it began.
    pub start: Option<Moment>,
    /// When it ended; `Some(None)` lets it run.
    pub end: Option<Option<Moment>>,
    /// What it was. Another category drops the activity, unless the patch names one.
    pub category: Option<Category>,
    /// Its activity; `Some(None)` takes it away. So with the account and the requester.
    pub activity: Option<Option<Activity>>,
    /// Its customer.
    pub account: Option<Option<Account>>,
    /// Who asked for it.
    pub requester: Option<Option<Requester>>,
    /// All of its tags.
    pub tags: Option<Vec<Tag>>,
    /// Its note; an empty one takes it away.
    pub note: Option<Note>,
    /// What it produced.
    pub outcomes: Option<Outcomes>,
}

impl Patch {
    /// The block as the patch makes it.
    #[must_use]
    pub fn applied_to(&self, block: &Block) -> Block {
        let category = self.category.unwrap_or(block.category);
        let kept_activity = (category == block.category).then(|| block.details.activity.clone()).flatten();
        let old = &block.details;
        Block {
            id: block.id,
            start: self.start.unwrap_or(block.start),
            end: self.end.unwrap_or(block.end),
            category,
            details: Details {
                activity: self.activity.clone().unwrap_or(kept_activity),
                account: self.account.clone().unwrap_or_else(|| old.account.clone()),
                requester: self.requester.clone().unwrap_or_else(|| old.requester.clone()),
                tags: self.tags.clone().unwrap_or_else(|| old.tags.clone()),
                note: self.note.clone().unwrap_or_else(|| old.note.clone()),
                outcomes: self.outcomes.unwrap_or(old.outcomes),
            },
            revision: block.revision,
        }
    }
}
