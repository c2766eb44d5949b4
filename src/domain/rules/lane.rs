//! The blocks around a change and what else a rule needs to know of the file; what a plan is; when a time is refused.

use std::collections::{BTreeMap, HashSet};

use super::branch::Branch;
use super::refusal::Refusal;
use super::rename::Naming;
use crate::domain::arrival::{Arrival, Tally};
use crate::domain::away::Question;
use crate::domain::block::{Block, BlockId};
use crate::domain::calendar::Day;
use crate::domain::change::{Change, Target};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::focus_run::FocusRun;
use crate::domain::hours::DayMark;
use crate::domain::review::WeekNotes;
use crate::domain::stamp::{Length, Moment, Stamp};
use crate::domain::suggestion::Suggestion;

/// What has begun after now keeps this much.
const KEPT: Length = Length::seconds(1);
/// How many blocks before the window the store loads, so that `resume` finds other work.
pub const BLOCKS_BEFORE: usize = 8;

/// The blocks around a change, in order of time, as the file holds them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lane {
    /// At least: every block that touches the change's window, the ones just before and after it, and the
    /// block that the change names.
    pub blocks: Vec<Block>,
}

/// All that a change has to know of the file.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts {
    pub lane: Lane,
    /// What is kept for the week that the change names.
    pub notes: WeekNotes,
    /// The marks of the days that the change names, and of the day after them.
    pub marks: BTreeMap<Day, DayMark>,
    /// The suggestions that the change names, or that are of the same meetings.
    pub suggestions: BTreeMap<BlockId, Suggestion>,
    /// Ids of suggestions of which there is a block.
    pub accepted: HashSet<BlockId>,
    /// The number of the open question about the block that the change names, where the change may answer it.
    pub question: Option<i64>,
    /// For each row of an import that is no block what the file has in its place.
    pub known_rows: Vec<KnownRow>,
    /// The last focus run whose time is not over, with the blocks from its start on.
    pub focus_run: Option<(FocusRun, Vec<Block>)>,
    /// The open question about what runs.
    pub doubt: Option<Question>,
    /// The branch up to the undone change that the change names.
    pub branch: Option<Branch>,
    /// What there is of the name that is to be another one.
    pub naming: Naming,
    /// What the steps before this one have changed, as it was before them.
    pub before_steps: Vec<Block>,
}

/// What the file has in the place of a row that comes from elsewhere.
#[derive(Clone, PartialEq, Debug)]
pub enum KnownRow {
    /// Nothing: it can be added as this.
    Missing(SideRow),
    Known(SideRow),
    /// Nothing, and it stays so: a guess after the week has been shown.
    Locked,
}

/// The stretch of the lane that a change can touch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    pub from: Stamp,
    /// Up to here; `None` for all that comes after.
    pub to: Option<Stamp>,
}

/// From when on a change of what runs holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Turn {
    pub(super) at: Moment,
    /// Where the clock was set back, so that nobody named this time.
    pub(super) set_back: Option<SetBack>,
}

/// The clock was set back under what a change ends or begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SetBack {
    /// The time that was named and could not be taken, if one was.
    pub not_taken: Option<Moment>,
}

impl Turn {
    /// The block with the mark of a clock that was set back, where it was.
    pub(super) fn mark(self, block: Block) -> Block {
        Block {
            clock_back: block.clock_back || self.set_back.is_some(),
            ..block
        }
    }
}

/// What is to be written for a change.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// The writes, in an order in which each leaves the lane whole. None where all is as asked already.
    pub edits: Vec<Edit>,
    /// The block that the change was about, if it is there afterwards.
    pub focus: Option<BlockId>,
    /// What became of the blocks of an import.
    pub tally: Option<Tally>,
    /// That the clock was set back, where that decided a time.
    pub set_back: Option<SetBack>,
}

impl Plan {
    /// These writes; `focus` is the block that they are about.
    pub fn of(edits: Vec<Edit>, focus: Option<BlockId>) -> Self {
        Self {
            edits,
            focus,
            ..Self::default()
        }
    }

    /// The plan of what changes at this turn.
    pub(super) fn at_turn(self, turn: Turn) -> Self {
        let set_back = turn.set_back;
        Self { set_back, ..self }
    }
}

impl Change {
    /// The stretch of the lane that has to be looked at; `named` is the block of [`Change::target`].
    pub fn window(&self, named: Option<&Block>) -> Option<Window> {
        let open = |at: &Moment| Window {
            from: at.at,
            to: None,
        };
        match self {
            Self::Start { at, .. }
            | Self::Focus { at, .. }
            | Self::Stop { at }
            | Self::Resume { at }
            | Self::Claim { at, .. } => Some(open(at)),
            Self::Add { start, end, .. } => Some(Window {
                from: start.at,
                to: Some(end.at),
            }),
            Self::Edit { patch, .. } => named.map(|block| {
                let after = patch.applied_to(block);
                // From where it leaves to where it comes: both have to be in view.
                let to = block
                    .end
                    .zip(after.end)
                    .map(|(old, new)| old.at.max(new.at));
                Window {
                    from: block.start.at.min(after.start.at),
                    to,
                }
            }),
            Self::Delete { .. } | Self::Split { .. } | Self::Merge { .. } | Self::Answer { .. } => {
                named.map(|block| Window {
                    from: block.start.at,
                    to: block.end.map(|end| end.at),
                })
            }
            Self::Import { arrivals, .. } => around(arrivals),
            Self::Accept { suggestion, .. } => Some(Window {
                from: suggestion.start.at,
                to: Some(suggestion.end.at),
            }),
            Self::Suggest { .. }
            | Self::Dismiss { .. }
            | Self::Guess { .. }
            | Self::Commit { .. }
            | Self::Reflect { .. }
            | Self::Close { .. }
            | Self::MarkDays { .. }
            | Self::MarkTimes { .. }
            | Self::Rename(_)
            | Self::Pause { .. }
            // It is the store that knows the branch.
            | Self::Restore { .. } => None,
        }
    }
}

/// The stretch of the lane that arrivals touch; `None` where there are none.
fn around(arrivals: &[Arrival]) -> Option<Window> {
    let blocks = || arrivals.iter().map(|arrival| &arrival.block);
    let from = blocks().map(|block| block.start.at).min()?;
    let to = blocks().try_fold(from, |to, block| block.end.map(|end| to.max(end.at)));
    Some(Window { from, to })
}

pub(super) fn check_past(asked: Moment, now: Moment) -> Result<(), Refusal> {
    if asked.at > now.at {
        Err(Refusal::Future {
            asked,
            now,
            range: None,
        })
    } else {
        Ok(())
    }
}

/// The times of a block that is added.
pub(super) fn check_times(block: &Block, now: Moment) -> Result<(), Refusal> {
    let Some(end) = block.end else {
        return check_past(block.start, now);
    };
    let to_come = [block.start, end].into_iter().find(|time| time.at > now.at);
    if let Some(asked) = to_come {
        let range = Some((block.start, end));
        return Err(Refusal::Future { asked, now, range });
    }
    check_order(block.start, end)
}

pub(super) fn check_order(start: Moment, end: Moment) -> Result<(), Refusal> {
    if end.at <= start.at {
        Err(Refusal::Backwards { start, end })
    } else {
        Ok(())
    }
}

impl Lane {
    /// The block that runs.
    pub fn running(&self) -> Option<&Block> {
        self.blocks.iter().find(|block| block.is_running())
    }

    /// The block before another one.
    pub(super) fn before(&self, later: &Block) -> Option<&Block> {
        let mut earlier = self.blocks.iter().rev();
        earlier.find(|block| block.start.at < later.start.at)
    }

    /// The block with this id, whatever it says now.
    pub(super) fn found(&self, id: BlockId) -> Result<&Block, Refusal> {
        let mut blocks = self.blocks.iter();
        blocks.find(|block| block.id == id).ok_or(Refusal::Gone)
    }

    pub(super) fn named(&self, target: Target) -> Result<&Block, Refusal> {
        let block = self.found(target.id)?;
        match target.revision {
            Some(revision) if revision != block.revision => Err(Refusal::ChangedMeanwhile),
            Some(_) | None => Ok(block),
        }
    }

    /// From when on a change holds that is made at `now` and names `at`. Where the clock was set back while a block
    /// ran, no time of this clock fits what is on record: the block keeps a second, and the change holds from there on.
    /// What has ended after now is kept too, unless an earlier time is named.
    pub(super) fn turn(&self, at: Moment, now: Moment) -> Result<Turn, Refusal> {
        check_past(at, now)?;
        if let Some(running) = self.running().filter(|block| block.start.at > now.at) {
            let kept = running.start.moved_to(running.start.at.plus(KEPT));
            let not_taken = (at.at != now.at).then_some(at);
            return Ok(Turn {
                at: kept,
                set_back: Some(SetBack { not_taken }),
            });
        }
        // What can't be read says nothing of the clock.
        let readable = self
            .blocks
            .iter()
            .filter(|block| block.unreadable.is_none());
        let last = readable.filter_map(|block| block.end);
        let last = last.max_by_key(|end| end.at);
        let after_now = last.filter(|end| end.at > now.at && at.at == now.at);
        Ok(Turn {
            at: after_now.unwrap_or(at),
            set_back: after_now.map(|_| SetBack { not_taken: None }),
        })
    }

    /// The writes that free the lane from `start` to `end` (to its end where `None`), but for the block
    /// `keep`. A block over both edges is cut in two: the later part goes on as the same work, while note and
    /// outcomes stay with the earlier one.
    pub(super) fn carve(
        &self,
        start: Moment,
        end: Option<Moment>,
        keep: Option<BlockId>,
    ) -> Vec<Edit> {
        let (mut shrunk, mut tails) = (Vec::new(), Vec::new());
        for block in self.blocks.iter().filter(|block| Some(block.id) != keep) {
            let ends_before = block.end.is_some_and(|block_end| block_end.at <= start.at);
            let starts_after = end.is_some_and(|end| block.start.at >= end.at);
            if ends_before || starts_after {
                continue;
            }
            let head = (block.start.at < start.at).then(|| block.ending(start));
            let tail_start =
                end.filter(|end| block.end.is_none_or(|block_end| block_end.at > end.at));
            match (head, tail_start) {
                (None, None) => shrunk.push(Edit::Delete(block.clone())),
                (Some(after), None) => shrunk.push(Edit::update(block, after)),
                (None, Some(start)) => {
                    shrunk.push(Edit::update(block, block.starting(start)));
                }
                (Some(after), Some(start)) => {
                    shrunk.push(Edit::update(block, after));
                    tails.push(Edit::Insert(block.rest_from(start)));
                }
            }
        }
        shrunk.extend(tails);
        shrunk
    }
}
