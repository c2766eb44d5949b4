//! Everything that a person can ask of the lane, as a value. Keys and commands both end here.

use super::arrivals::Overlap;
use super::away::{Answer, Question};
use super::block::{
    Account, Activity, Block, BlockId, Category, Details, Note, Outcomes, Requester, Revision, Tag,
};
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
    /// Cuts a block in two; the later part is a block of its own.
    Split {
        /// Which block.
        target: Target,
        /// Where.
        at: Moment,
    },
    /// Makes one block of this one and the one before it, with the time between them.
    Merge {
        /// Which block.
        target: Target,
    },
    /// Removes a block; its time is untracked again.
    Delete {
        /// Which block.
        target: Target,
    },
    /// Says what the time away was, while a block ran.
    Answer {
        /// Which block.
        target: Target,
        /// What was asked about it.
        question: Question,
        /// What it was.
        answer: Answer,
    },
    /// Takes in blocks from elsewhere. What is already here stays as it is.
    Import {
        /// The blocks, in the order in which they were read.
        arrivals: Vec<Arrival>,
        /// What becomes of those whose time is taken.
        overlap: Overlap,
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
        Self {
            id: block.id,
            revision: block.revision,
        }
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
        let kept_activity = (category == block.category)
            .then(|| block.details.activity.clone())
            .flatten();
        let old = &block.details;
        Block {
            id: block.id,
            start: self.start.unwrap_or(block.start),
            end: self.end.unwrap_or(block.end),
            category,
            details: Details {
                activity: self.activity.clone().unwrap_or(kept_activity),
                account: self.account.clone().unwrap_or_else(|| old.account.clone()),
                requester: self
                    .requester
                    .clone()
                    .unwrap_or_else(|| old.requester.clone()),
                tags: self.tags.clone().unwrap_or_else(|| old.tags.clone()),
                note: self.note.clone().unwrap_or_else(|| old.note.clone()),
                outcomes: self.outcomes.unwrap_or(old.outcomes),
            },
            revision: block.revision,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{at, block, told};

    /// What becomes of `a/crm@Halden 09:00-10:00`.
    fn patched(patch: &Patch) -> String {
        told(&[patch.applied_to(&block("a/crm@Halden 09:00-10:00"))])
    }

    #[test]
    fn a_patch_changes_what_it_names_and_no_more() {
        let crm = || Activity::new("crm").ok();
        let cases = [
            (Patch::default(), "a/crm@Halden 09:00-10:00"),
            (
                Patch {
                    start: Some(at("08:00")),
                    ..Patch::default()
                },
                "a/crm@Halden 08:00-10:00",
            ),
            (
                Patch {
                    end: Some(Some(at("11:00"))),
                    ..Patch::default()
                },
                "a/crm@Halden 09:00-11:00",
            ),
            (
                Patch {
                    end: Some(None),
                    ..Patch::default()
                },
                "a/crm@Halden 09:00-",
            ),
            (
                Patch {
                    account: Some(None),
                    ..Patch::default()
                },
                "a/crm 09:00-10:00",
            ),
            (
                Patch {
                    activity: Some(None),
                    ..Patch::default()
                },
                "a@Halden 09:00-10:00",
            ),
            // Another category has other activities.
            (
                Patch {
                    category: Some(Category::Selling),
                    ..Patch::default()
                },
                "s@Halden 09:00-10:00",
            ),
            (
                Patch {
                    category: Some(Category::Admin),
                    ..Patch::default()
                },
                "a/crm@Halden 09:00-10:00",
            ),
            (
                Patch {
                    category: Some(Category::Selling),
                    activity: Some(crm()),
                    ..Patch::default()
                },
                "s/crm@Halden 09:00-10:00",
            ),
        ];
        for (patch, expected) in cases {
            assert_eq!(patched(&patch), expected, "{patch:?}");
        }
    }

    #[test]
    fn notes_tags_requesters_and_outcomes_are_set_and_taken_away() {
        let mut full = block("a 09:00-10:00");
        full.details = Details {
            requester: Requester::new("legal").ok(),
            tags: vec![Tag::new("q1").expect("a tag")],
            note: Note::new("redlines").expect("a note"),
            outcomes: Outcomes {
                meetings: 1,
                ..Outcomes::default()
            },
            ..Details::default()
        };
        assert_eq!(Patch::default().applied_to(&full), full);
        let set = Patch {
            requester: Some(full.details.requester.clone()),
            tags: Some(full.details.tags.clone()),
            note: Some(full.details.note.clone()),
            outcomes: Some(full.details.outcomes),
            ..Patch::default()
        };
        let bare = Block {
            details: Details::default(),
            ..full.clone()
        };
        assert_eq!(set.applied_to(&bare), full);
        let clear = Patch {
            requester: Some(None),
            tags: Some(vec![]),
            note: Some(Note::default()),
            outcomes: Some(Outcomes::default()),
            ..Patch::default()
        };
        assert_eq!(clear.applied_to(&full), bare);
    }
}
