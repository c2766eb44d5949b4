//! A meeting of a calendar that is not tracked time: a suggestion, until the rep says that it was so.

use super::block::{Block, BlockId, Category, Details, Revision};
use super::change::Arrival;
use super::stamp::{Length, Moment, Span};

/// A suggested block. It is open until the block with its id is on record, or until it is dismissed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The id of the block that it becomes.
    pub id: BlockId,
    /// What tells it from every other meeting, for ever.
    pub key: String,
    /// When it begins.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
    /// What the calendar calls it; empty where it has no name.
    pub title: String,
    /// What it would be, where a rule or a name says so.
    pub category: Option<Category>,
    /// What else is known of it.
    pub details: Details,
}

impl Suggestion {
    /// Its stretch; `None` where it has no length.
    pub fn span(&self) -> Option<Span> {
        Span::new(self.start.at, self.end.at)
    }

    /// The block that it becomes, as something of this category.
    pub fn arrival(&self, category: Category) -> Arrival {
        let mut details = self.details.clone();
        if self.category != Some(category) {
            details.activity = None;
        }
        let block = Block {
            id: self.id,
            start: self.start,
            end: Some(self.end),
            category,
            details,
            revision: Revision(1),
        };
        Arrival {
            block,
            has_id: true,
        }
    }
}

/// What became of the meetings of a calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Suggested {
    /// New suggestions.
    pub added: usize,
    /// The time that they hold.
    pub added_time: Length,
    /// Meetings that are known already: suggested, accepted or dismissed.
    pub already: usize,
    /// Those of them whose open suggestion now says something else.
    pub changed: usize,
    /// Open suggestions that are taken away: the calendar no longer has their meetings.
    pub gone: usize,
}
