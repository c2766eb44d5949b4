//! A block read in place: what it says, without a copy of its texts. For what writes many blocks out, each once.

use std::borrow::Cow;

use super::block::{
    Account, Activity, Block, BlockId, Category, Details, Fit, Note, Outcomes, Prospect, Requester,
    Revision, Source, Tag,
};
use super::stamp::{Length, Moment, Stamp};

/// What a block says; a name is never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BlockView<'a> {
    pub id: BlockId,
    pub start: Moment,
    pub end: Option<Moment>,
    pub category: Category,
    pub activity: Option<&'a str>,
    pub account: Option<&'a str>,
    pub requester: Option<&'a str>,
    pub tags: Cow<'a, [Tag]>,
    pub note: &'a str,
    pub outcomes: Outcomes,
    pub source: Option<&'a str>,
    pub fit: Option<Fit>,
    pub clock_back: bool,
    pub revision: Revision,
}

impl BlockView<'_> {
    /// A block of its own that says the same.
    pub fn into_block(self) -> Block {
        let name = |name: Option<&str>| name.map(str::to_owned);
        Block {
            id: self.id,
            start: self.start,
            end: self.end,
            category: self.category,
            details: Details {
                activity: name(self.activity).map(Activity::stored),
                account: name(self.account).map(Account::stored),
                requester: name(self.requester).map(Requester::stored),
                tags: self.tags.into_owned(),
                note: Note::stored(self.note.to_owned()),
                outcomes: self.outcomes,
                prospect: Prospect {
                    source: name(self.source).map(Source::stored),
                    fit: self.fit,
                },
            },
            clock_back: self.clock_back,
            revision: self.revision,
            unreadable: None,
        }
    }

    /// As [`Block::length`].
    pub fn length(&self, now: Stamp) -> Length {
        let end = self.end.map_or(now, |end| end.at);
        end.since(self.start.at).or_zero()
    }
}

impl<'a> From<&'a Block> for BlockView<'a> {
    fn from(block: &'a Block) -> Self {
        let details = &block.details;
        Self {
            id: block.id,
            start: block.start,
            end: block.end,
            category: block.category,
            activity: details.activity.as_deref(),
            account: details.account.as_deref(),
            requester: details.requester.as_deref(),
            tags: Cow::Borrowed(&details.tags),
            note: details.note.as_str(),
            outcomes: details.outcomes,
            source: details.prospect.source.as_deref(),
            fit: details.prospect.fit,
            clock_back: block.clock_back,
            revision: block.revision,
        }
    }
}
