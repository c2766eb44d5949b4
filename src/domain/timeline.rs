//! What is on record of some time, parted into what can be read and what can't.

use std::collections::BTreeMap;

use super::block::{Account, Block};
use super::focus_run::FocusRun;
use super::stamp::{Moment, Stamp};

/// The blocks of some time, in order of time.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Timeline {
    pub blocks: Vec<Block>,
    /// Those of which no more than the times can be read. They count for nothing, but their time is no gap.
    pub unreadable: Vec<Block>,
    /// When the first block of the file began: no time before it is untracked. `None` where that plays no part.
    pub since: Option<Stamp>,
    /// When the first block of the file with each account began; empty where that plays no part.
    pub account_starts: AccountStarts,
    /// When each account was last sold to and touched; empty where that plays no part.
    pub account_touches: AccountTouches,
    /// The focus runs that begin in that time, in order.
    pub focus_runs: Vec<FocusRun>,
}

/// The starts of first blocks by the folded name of their account.
pub type AccountStarts = BTreeMap<String, Stamp>;

/// When an account was last sold to, and when somebody last spoke or wrote to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountTouch {
    /// As spelled last.
    pub account: Account,
    pub sold: Moment,
    /// `None` where that has never been.
    pub touched: Option<Moment>,
}

impl AccountTouch {
    /// The later of both, each moment by itself.
    #[must_use]
    pub fn or_later(self, other: Option<Self>) -> Self {
        let Some(other) = other else {
            return self;
        };
        let touched = self.touched.into_iter().chain(other.touched);
        let touched = touched.max_by_key(|moment| moment.at);
        let last = if other.sold.at > self.sold.at {
            other
        } else {
            self
        };
        Self { touched, ..last }
    }
}

/// The last touches by the folded name of their account.
pub type AccountTouches = BTreeMap<String, AccountTouch>;

impl Timeline {
    /// Parts blocks, which are in order of time. An unreadable one ends where the next one begins, whatever it says.
    pub fn from_blocks(mut blocks: Vec<Block>) -> Self {
        for index in 1..blocks.len() {
            let next = blocks[index].start;
            let block = &mut blocks[index - 1];
            let reaches_over = block.start.at < next.at && next.at < block.end_or(Stamp::MAX);
            if block.unreadable.is_some() && reaches_over {
                block.end = Some(next);
            }
        }
        let is_unreadable = |block: &Block| block.unreadable.is_some();
        let (unreadable, blocks) = if blocks.iter().any(is_unreadable) {
            blocks.into_iter().partition(is_unreadable)
        } else {
            (Vec::new(), blocks)
        };
        Self {
            blocks,
            unreadable,
            since: None,
            account_starts: AccountStarts::new(),
            account_touches: AccountTouches::new(),
            focus_runs: Vec::new(),
        }
    }
}

/// A [`Timeline`], or blocks that can all be read, to look at.
#[derive(Clone, Copy, Debug)]
pub struct OnRecord<'a> {
    pub blocks: &'a [Block],
    pub unreadable: &'a [Block],
    pub since: Option<Stamp>,
    pub account_starts: Option<&'a AccountStarts>,
    pub account_touches: Option<&'a AccountTouches>,
    pub focus_runs: &'a [FocusRun],
}

impl<'a> From<&'a Timeline> for OnRecord<'a> {
    fn from(timeline: &'a Timeline) -> Self {
        Self {
            blocks: &timeline.blocks,
            unreadable: &timeline.unreadable,
            since: timeline.since,
            account_starts: Some(&timeline.account_starts),
            account_touches: Some(&timeline.account_touches),
            focus_runs: &timeline.focus_runs,
        }
    }
}

impl<'a> From<&'a [Block]> for OnRecord<'a> {
    fn from(blocks: &'a [Block]) -> Self {
        Self {
            blocks,
            unreadable: &[],
            since: None,
            account_starts: None,
            account_touches: None,
            focus_runs: &[],
        }
    }
}

impl<'a> From<&'a Vec<Block>> for OnRecord<'a> {
    fn from(blocks: &'a Vec<Block>) -> Self {
        Self::from(blocks.as_slice())
    }
}

impl<'a, const N: usize> From<&'a [Block; N]> for OnRecord<'a> {
    fn from(blocks: &'a [Block; N]) -> Self {
        Self::from(blocks.as_slice())
    }
}
