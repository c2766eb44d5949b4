//! A meeting of a calendar that is not tracked time: a suggestion, until the rep says that it was so.

use super::arrival::Arrival;
use super::block::{Block, BlockId, Category, Details, Revision};
use super::stamp::{Moment, Span};

/// A suggested block. It is open until the block with its id is on record, or until it is dismissed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The id of the block that it becomes.
    pub id: BlockId,
    /// What tells it from every other meeting, for ever.
    pub key: String,
    pub start: Moment,
    pub end: Moment,
    /// What the calendar calls it; empty where it has no name.
    pub title: String,
    /// What it would be, where a rule or a name says so.
    pub category: Option<Category>,
    pub details: Details,
    /// Whether it was dismissed: then it is not open, and stays so that the calendar does not suggest it again.
    pub dismissed: bool,
}

impl Suggestion {
    /// Its stretch; `None` where it has no length.
    pub fn span(&self) -> Option<Span> {
        Span::new(self.start.at, self.end.at)
    }

    /// The block that it becomes, as something of this category.
    pub fn arrival(&self, category: Category) -> Arrival {
        let mut block = self.block();
        if self.category != Some(category) {
            block.details.activity = None;
        }
        block.category = category;
        Arrival {
            block,
            has_id: true,
        }
    }

    /// The block that it becomes; admin where nothing says of what category it would be.
    pub(super) fn block(&self) -> Block {
        Block {
            id: self.id,
            start: self.start,
            end: Some(self.end),
            category: self.category.unwrap_or(Category::Admin),
            details: self.details.clone(),
            revision: Revision(1),
        }
    }

    /// Whether a calendar says the same of both; the offset of a place and the key are not what it says.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said = |suggestion: &Self| {
            let details = suggestion.details.clone();
            (
                (suggestion.start.at, suggestion.end.at),
                suggestion.category,
                (details.activity, details.account, details.requester),
            )
        };
        self.title == other.title && said(self) == said(other)
    }
}
