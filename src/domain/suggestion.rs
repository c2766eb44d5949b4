//! A meeting of a calendar that is not tracked time: a suggestion, until the rep says that it was so.

use serde::{Deserialize, Serialize};

use super::arrival::Arrival;
use super::block::{Block, BlockId, Category, Details, Revision};
use super::record::{Record, RecordError};
use super::stamp::{Moment, Span};

/// A suggested block. It is open until the block with its id is on record, or until it is dismissed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(into = "SuggestionRecord", try_from = "SuggestionRecord")]
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
            clock_back: false,
            unreadable: None,
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

/// A suggestion as the undo journal writes it.
#[derive(Serialize, Deserialize)]
struct SuggestionRecord {
    key: String,
    title: String,
    /// Its category may be missing, where that of the block is a placeholder.
    has_category: bool,
    dismissed: bool,
    block: Record,
}

impl From<Suggestion> for SuggestionRecord {
    fn from(suggestion: Suggestion) -> Self {
        Self {
            has_category: suggestion.category.is_some(),
            dismissed: suggestion.dismissed,
            block: Record::from(&suggestion.block()),
            key: suggestion.key,
            title: suggestion.title,
        }
    }
}

impl TryFrom<SuggestionRecord> for Suggestion {
    type Error = RecordError;
    fn try_from(record: SuggestionRecord) -> Result<Self, RecordError> {
        let block = record.block.into_stored()?;
        let endless = || RecordError {
            field: "end",
            reason: "is missing".to_owned(),
        };
        Ok(Self {
            id: block.id,
            key: record.key,
            start: block.start,
            end: block.end.ok_or_else(endless)?,
            title: record.title,
            category: record.has_category.then_some(block.category),
            details: block.details,
            dismissed: record.dismissed,
        })
    }
}
