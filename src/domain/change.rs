//! Everything that a person can ask of the file, as a value. Keys and commands both end here.

use super::arrival::{Arrival, Overlap};
use super::away::{Answer, Question};
use super::block::{
    Account, Activity, Block, BlockId, Category, Details, Fit, Note, Outcomes, Prospect, Requester,
    Revision, Source, Tag,
};
use super::calendar::{Day, Week};
use super::commitment::Commitment;
use super::edit::SideRow;
use super::hours::{Mark, Stretch};
use super::rename::Renaming;
use super::review::{Closed, Guess, ReviewAnswer};
use super::stamp::{Length, Moment, Stamp};
use super::suggestion::Suggestion;

/// Everything that a person can ask of the file.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// Starts this category; what lies after `at` is trimmed.
    Start {
        at: Moment,
        category: Category,
        details: Details,
    },
    /// Sets a time aside for selling from `at` on; selling starts where it doesn't run.
    Focus {
        at: Moment,
        planned: Length,
        details: Details,
    },
    /// Off the clock since `at`; what lies after it is trimmed.
    Stop { at: Moment },
    /// Back to what ran before this: the same category, activity and account, from `at` on.
    Resume { at: Moment },
    /// Relabels the running block; off the clock, fills the time since the last block of the day.
    Claim {
        at: Moment,
        /// The first instant of the day: no time before it is filled.
        day_start: Stamp,
        category: Category,
    },
    /// A block in the past. What it covers is trimmed.
    Add {
        start: Moment,
        end: Moment,
        category: Category,
        details: Details,
    },
    /// Changes what a block says. What its new time covers is trimmed. What was changed elsewhere since it was seen
    /// stays, in other fields.
    Edit {
        /// The block as the person saw it.
        seen: Box<Block>,
        patch: Patch,
    },
    /// Cuts a block in two.
    Split { target: Target, at: Moment },
    /// Merges a block into the previous one, with the time between them.
    Merge { target: Target },
    /// Removes a block; its time is untracked again.
    Delete { target: Target },
    /// Says what the time away was, while a block ran.
    Answer {
        target: Target,
        question: Question,
        answer: Answer,
    },
    /// Adds blocks from another tool or file. What there is already stays as it is.
    Import {
        /// In the order in which they were read.
        arrivals: Vec<Arrival>,
        overlap: Overlap,
        /// Rows beside the lane, of an export of everything: they are added where none of the same key is.
        rows: Vec<SideRow>,
    },
    /// Keeps the meetings of a calendar as suggestions. One that is known is brought up to date while it is open.
    Suggest {
        meetings: Vec<Suggestion>,
        /// Suggestions that the calendar no longer has; they go if they are still open.
        gone: Vec<Suggestion>,
    },
    /// A suggestion becomes a block of this category, in the time that is free.
    Accept {
        suggestion: Suggestion,
        category: Category,
    },
    /// The suggestion is not made again.
    Dismiss { suggestion: Suggestion },
    /// The guess of a week, until its review shows the week; `None` takes it away.
    Guess {
        week: Week,
        guess: Option<Guess>,
        /// The guess in whose place it was typed; `None` where none was looked at.
        seen: Option<Option<Guess>>,
    },
    /// The one commitment of a week; `None` takes it away.
    Commit {
        week: Week,
        commitment: Option<Commitment>,
        /// As with a guess.
        seen: Option<Option<String>>,
    },
    /// One answer in the review of a week.
    Reflect {
        week: Week,
        answer: ReviewAnswer,
        /// The answer to the same question in whose place it was given; `None` where none was looked at.
        seen: Option<ReviewAnswer>,
    },
    /// Closes the review of a week with the figures of that moment.
    Close { week: Week, closed: Closed },
    /// Days in order that are off, or worked; with `None` they are as planned again.
    MarkDays { days: Vec<Day>, mark: Option<Mark> },
    /// Times at which days in order are off, or are not any more; beyond midnight they are those of the next date.
    MarkTimes {
        days: Vec<Day>,
        times: Vec<Stretch>,
        off: bool,
    },
    /// A whole week off, or back on.
    Pause { week: Week, off: bool },
    /// A name is another one from now on, wherever it stands.
    Rename(Renaming),
    /// Makes an undone change again, with the undone ones before it in its branch.
    Restore { number: ChangeNumber },
}

/// The number of a change in the undo journal, for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ChangeNumber(pub i64);

/// A change as the history lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastChange {
    pub number: ChangeNumber,
    /// The change that it was made after.
    pub parent: Option<ChangeNumber>,
    pub at: Stamp,
    pub label: String,
    pub undone: bool,
    /// Whether what it wrote can't be read, so that it can't be taken back.
    pub unreadable: bool,
}

impl std::fmt::Display for ChangeNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Change {
    /// The rows beside the lane that come with an import.
    pub fn rows(&self) -> &[SideRow] {
        if let Self::Import { rows, .. } = self {
            return rows;
        }
        &[]
    }

    /// The block that the change names, if it names one.
    pub fn target(&self) -> Option<Target> {
        match self {
            Self::Edit { seen, .. } => Some(Target::from(&**seen)),
            Self::Split { target, .. }
            | Self::Merge { target }
            | Self::Answer { target, .. }
            | Self::Delete { target } => Some(*target),
            Self::Start { .. }
            | Self::Focus { .. }
            | Self::Stop { .. }
            | Self::Resume { .. }
            | Self::Claim { .. }
            | Self::Add { .. }
            | Self::Import { .. }
            | Self::Suggest { .. }
            | Self::Accept { .. }
            | Self::Dismiss { .. }
            | Self::Guess { .. }
            | Self::Commit { .. }
            | Self::Reflect { .. }
            | Self::Close { .. }
            | Self::MarkDays { .. }
            | Self::MarkTimes { .. }
            | Self::Pause { .. }
            | Self::Rename(_)
            | Self::Restore { .. } => None,
        }
    }
}

/// A block by its id, as somebody has seen it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Target {
    pub id: BlockId,
    /// The revision that was seen: a newer one refuses the change rather than be overwritten. `None` where the change
    /// holds whatever the block says now.
    pub revision: Option<Revision>,
}

impl From<&Block> for Target {
    fn from(block: &Block) -> Self {
        Self {
            id: block.id,
            revision: Some(block.revision),
        }
    }
}

impl Target {
    /// The block with this id, whatever it says now.
    pub const fn whatever_it_says(id: BlockId) -> Self {
        Self { id, revision: None }
    }
}

/// What a change of a block names; what is `None` stays as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Patch {
    pub start: Option<Moment>,
    /// When it ended; `Some(None)` lets it run.
    pub end: Option<Option<Moment>>,
    /// What it was. Another category drops the activity, the source and the fit, unless the patch names them.
    pub category: Option<Category>,
    /// Its activity; `Some(None)` takes it away. So with the account and the requester.
    pub activity: Option<Option<Activity>>,
    pub account: Option<Option<Account>>,
    pub requester: Option<Option<Requester>>,
    pub tags: Option<Vec<Tag>>,
    /// Its note; an empty one takes it away.
    pub note: Option<Note>,
    pub outcomes: Option<Outcomes>,
    /// Its source; `Some(None)` takes it away. So with the fit.
    pub source: Option<Option<Source>>,
    pub fit: Option<Option<Fit>>,
}

impl Patch {
    /// What makes one block say what another says.
    #[must_use]
    pub fn between(before: &Block, after: &Block) -> Self {
        let (old, new) = (&before.details, &after.details);
        // Another category would drop what is to stay.
        let is_moved = before.category != after.category;
        let is_other_kind = (before.category, &old.activity) != (after.category, &new.activity);
        Self {
            start: (before.start != after.start).then_some(after.start),
            end: (before.end != after.end).then_some(after.end),
            category: is_other_kind.then_some(after.category),
            activity: is_other_kind.then(|| new.activity.clone()),
            account: (old.account != new.account).then(|| new.account.clone()),
            requester: (old.requester != new.requester).then(|| new.requester.clone()),
            tags: (old.tags != new.tags).then(|| new.tags.clone()),
            note: (old.note != new.note).then(|| new.note.clone()),
            outcomes: (old.outcomes != new.outcomes).then_some(new.outcomes),
            source: (is_moved || old.prospect.source != new.prospect.source)
                .then(|| new.prospect.source.clone()),
            fit: (is_moved || old.prospect.fit != new.prospect.fit).then_some(new.prospect.fit),
        }
    }

    /// The block as the patch makes it.
    #[must_use]
    pub fn applied_to(&self, block: &Block) -> Block {
        let category = self.category.unwrap_or(block.category);
        let old = &block.details;
        let (kept_activity, kept_prospect) = if category == block.category {
            (old.activity.clone(), old.prospect.clone())
        } else {
            (None, Prospect::default())
        };
        let sets_times = self.start.is_some() || self.end.is_some();
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
                prospect: Prospect {
                    source: self.source.clone().unwrap_or(kept_prospect.source),
                    fit: self.fit.unwrap_or(kept_prospect.fit),
                },
            },
            clock_back: block.clock_back && !sets_times,
            revision: block.revision,
            unreadable: block.unreadable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::tests::{at, block, told};

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
