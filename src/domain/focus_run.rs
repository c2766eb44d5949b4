//! A focus run: a time set aside for selling. What became of it is derived from the blocks, never written down.

use serde::{Deserialize, Serialize};

use super::block::{Block, Category};
use super::stamp::{Length, Moment, Stamp};

/// The shortest and the longest time that can be planned.
const SHORTEST: Length = Length::minutes(1);
pub const LONGEST: Length = Length::hours(12);
/// What is planned where nothing is said.
pub const USUAL: Length = Length::hours(1);

/// Whether a person can plan so long a run.
pub fn can_be_planned(length: Length) -> bool {
    (SHORTEST..=LONGEST).contains(&length)
}

/// A time set aside for selling, from a moment on. No two begin at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FocusRun {
    pub start: Moment,
    #[serde(rename = "planned_s")]
    pub planned: Length,
}

/// How far a focus run has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress<'a> {
    /// Unbroken selling from its start on, up to what was planned.
    pub kept: Length,
    pub state: FocusState<'a>,
}

/// What became of a focus run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FocusState<'a> {
    GoesOn,
    /// All of its time was selling.
    Kept,
    /// Selling ended before its time; with the block that followed at once, if one did.
    Broken(Option<&'a Block>),
}

impl FocusRun {
    /// When its time is over.
    pub fn end(self) -> Stamp {
        self.start.at.plus(self.planned)
    }

    /// How far it has come at `now`. The blocks are in order of time, and hold those from its start on.
    pub fn follow(self, blocks: &[Block], now: Stamp) -> Progress<'_> {
        let (start, end) = (self.start.at, self.end());
        let (mut reached, mut runs, mut breaker) = (start, false, None);
        let is_before = |block: &Block| !block.is_running() && block.end_or(now) <= start;
        let first = blocks.partition_point(is_before);
        for block in blocks[first..]
            .iter()
            .take_while(|block| block.start.at < end)
        {
            if block.start.at > reached {
                break;
            }
            if block.category != Category::Selling || block.unreadable.is_some() {
                breaker = Some(block);
                break;
            }
            (reached, runs) = (block.end_or(now).max(reached), block.is_running());
        }
        let kept = reached.min(end).since(start);
        let state = if reached >= end {
            FocusState::Kept
        } else if runs && breaker.is_none() {
            FocusState::GoesOn
        } else {
            FocusState::Broken(breaker)
        };
        Progress { kept, state }
    }

    /// How much of its time is left while it goes on; `None` once it doesn't.
    pub fn left(self, blocks: &[Block], now: Stamp) -> Option<Length> {
        let goes_on = self.follow(blocks, now).state == FocusState::GoesOn;
        goes_on.then(|| self.end().since(now).min(self.planned))
    }
}
