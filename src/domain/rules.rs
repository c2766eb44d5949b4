//! What a change does to the lane: one lane, one running block, nothing in the future, neighbours give way.
//! Pure: it decides, the store writes.

mod refusal;
mod reshape;

use super::arrivals::{self, Tally};
use super::block::{Block, BlockId, Category, Details};
use super::change::{Change, Patch, Target};
use super::edit::Edit;
use super::format;
use super::stamp::{Length, Moment, Stamp};

pub use refusal::Refusal;

/// How far back a start may reach over whole blocks that it would swallow.
const REACH: Length = Length::hours(24);
/// By so little a clock is set back in the course of a day.
const DRIFT: Length = Length::minutes(2);
/// How many blocks before the window the store loads, so that `resume` finds other work.
pub const BLOCKS_BEFORE: usize = 8;

/// The blocks around a change, in order of time, as the file holds them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lane {
    /// At least: every block that touches the change's window, the ones just before and after it, and the
    /// block that the change names.
    pub blocks: Vec<Block>,
}

/// The stretch of the lane that a change can touch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    /// From here.
    pub from: Stamp,
    /// Up to here; `None` for all that comes after.
    pub to: Option<Stamp>,
}

/// What is to be written for a change.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Plan {
    /// The writes, in an order in which each leaves the lane whole. None where all is as asked already.
    pub edits: Vec<Edit>,
    /// The block that the change was about, if it is there afterwards.
    pub focus: Option<BlockId>,
    /// What became of the blocks of an import.
    pub tally: Option<Tally>,
}

impl Change {
    /// The block that the change names, if it names one.
    pub const fn target(&self) -> Option<Target> {
        match self {
            Self::Edit { target, .. }
            | Self::Split { target, .. }
            | Self::Merge { target }
            | Self::Answer { target, .. }
            | Self::Delete { target } => Some(*target),
            Self::Start { .. }
            | Self::Stop { .. }
            | Self::Resume { .. }
            | Self::Claim { .. }
            | Self::Add { .. }
            | Self::Import { .. } => None,
        }
    }

    /// The stretch of the lane that has to be looked at; `named` is the block of [`Change::target`].
    pub fn window(&self, named: Option<&Block>) -> Option<Window> {
        let open = |at: &Moment| Window {
            from: at.at,
            to: None,
        };
        match self {
            Self::Start { at, .. }
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
            Self::Import { arrivals, .. } => arrivals::window(arrivals),
        }
    }

    /// What was asked, in a few words, for the undo journal.
    pub fn label(&self, named: Option<&Block>, now: Moment) -> String {
        let block = || named.map_or_else(|| "a block".to_owned(), |block| describe(block, now));
        let clock = |moment: &Moment| format::clock_beside(*moment, now);
        match self {
            Self::Start { at, category, .. } => format!("start {category} at {}", clock(at)),
            Self::Stop { at } => format!("off the clock at {}", clock(at)),
            Self::Resume { at } => format!("resume at {}", clock(at)),
            Self::Claim { category, at, .. } => format!("tag as {category} at {}", clock(at)),
            Self::Add {
                start,
                end,
                category,
                ..
            } => {
                format!("add {category} {}", format::times_beside(*start, *end, now))
            }
            Self::Edit { .. } => format!("edit {}", block()),
            Self::Split { at, .. } => format!("split {} at {}", block(), clock(at)),
            Self::Answer { .. } => format!("answer about {}", block()),
            Self::Merge { .. } => format!("merge {} with the block before", block()),
            Self::Delete { .. } => format!("delete {}", block()),
            Self::Import { arrivals, .. } => {
                format!("import of {}", format::count(arrivals.len(), "block"))
            }
        }
    }
}

/// `admin 09:05-10:00`, or `admin since 09:05` while it runs; with the day where it is not the one of now.
pub fn describe(block: &Block, now: Moment) -> String {
    match block.end {
        Some(end) => format!(
            "{} {}",
            block.category,
            format::times_beside(block.start, end, now)
        ),
        None => format!(
            "{} since {}",
            block.category,
            format::clock_beside(block.start, now)
        ),
    }
}

/// What is to be written so that the change holds, or why it is refused.
pub fn plan(change: &Change, lane: &Lane, now: Moment) -> Result<Plan, Refusal> {
    match change {
        Change::Start {
            at,
            category,
            details,
        } => start(lane, *at, *category, details, now),
        Change::Stop { at } => stop(lane, *at, now),
        Change::Resume { at } => resume(lane, *at, now),
        Change::Claim {
            at,
            day_start,
            category,
        } => claim(lane, *at, *day_start, *category, now),
        Change::Add {
            start,
            end,
            category,
            details,
        } => {
            let block = Block::new(*start, Some(*end), *category, details.clone());
            check_times(&block, now)?;
            let mut edits = lane.carve(*start, Some(*end), None);
            check_covered(&block, &edits, now)?;
            let focus = Some(block.id);
            edits.push(Edit::Insert(block));
            Ok(Plan {
                edits,
                focus,
                tally: None,
            })
        }
        Change::Edit { target, patch } => reshape::edit(lane, *target, patch, now),
        Change::Split { target, at } => reshape::split(lane, *target, *at, now),
        Change::Merge { target } => reshape::merge(lane, *target),
        Change::Answer {
            target,
            question,
            answer,
        } => reshape::answer(lane, *target, *question, *answer, now),
        Change::Delete { target } => {
            let block = lane.named(*target)?;
            Ok(Plan {
                edits: vec![Edit::Delete(block.clone())],
                focus: None,
                tally: None,
            })
        }
        Change::Import { arrivals, overlap } => arrivals::plan(arrivals, *overlap, lane, now),
    }
}

fn start(
    lane: &Lane,
    at: Moment,
    category: Category,
    details: &Details,
    now: Moment,
) -> Result<Plan, Refusal> {
    let (at, now) = lane.steady(at, now)?;
    check_past(at, now)?;
    if let Some(running) = lane
        .running()
        .filter(|running| running.category == category)
        && (details.is_empty() || *details == running.details)
    {
        return reach_back(lane, running, at, now);
    }
    let edits = lane.carve(at, None, None);
    check_swallowed(&edits, now)?;
    let block = Block::new(at, None, category, details.clone());
    Ok(with(edits, block))
}

/// The running block goes on; it only begins earlier where that is asked.
fn reach_back(lane: &Lane, running: &Block, at: Moment, now: Moment) -> Result<Plan, Refusal> {
    let focus = Some(running.id);
    if at.at >= running.start.at {
        return Ok(Plan {
            focus,
            ..Plan::default()
        });
    }
    let mut edits = lane.carve(at, Some(running.start), Some(running.id));
    check_swallowed(&edits, now)?;
    edits.push(Edit::Update {
        before: running.clone(),
        after: Block {
            start: at,
            ..running.clone()
        },
    });
    Ok(Plan {
        edits,
        focus,
        tally: None,
    })
}

fn stop(lane: &Lane, at: Moment, now: Moment) -> Result<Plan, Refusal> {
    let running = lane.running().ok_or(Refusal::NothingRuns)?;
    let (at, now) = lane.steady(at, now)?;
    check_past(at, now)?;
    if at.at < running.start.at {
        return Err(Refusal::StopBeforeStart {
            running: running.category,
            since: running.start,
            asked: at,
        });
    }
    // Begun and stopped in the same second, it never was.
    let edit = if at.at == running.start.at {
        Edit::Delete(running.clone())
    } else {
        Edit::Update {
            before: running.clone(),
            after: Block {
                end: Some(at),
                ..running.clone()
            },
        }
    };
    let focus = edit.after().map(|block| block.id);
    Ok(Plan {
        edits: vec![edit],
        focus,
        tally: None,
    })
}

fn resume(lane: &Lane, at: Moment, now: Moment) -> Result<Plan, Refusal> {
    let running = lane.running();
    let same = |block: &Block| {
        running.is_some_and(|running| {
            running.category == block.category
                && running.details.activity == block.details.activity
                && running.details.account == block.details.account
        })
    };
    let (at, now) = lane.steady(at, now)?;
    let mut closed = lane
        .blocks
        .iter()
        .rev()
        .filter(|block| !block.is_running() && block.start.at < at.at);
    let before = closed
        .find(|block| !same(block))
        .ok_or(Refusal::NothingBefore)?;
    let details = Details {
        activity: before.details.activity.clone(),
        account: before.details.account.clone(),
        ..Details::default()
    };
    check_past(at, now)?;
    let edits = lane.carve(at, None, None);
    check_swallowed(&edits, now)?;
    Ok(with(edits, Block::new(at, None, before.category, details)))
}

fn claim(
    lane: &Lane,
    at: Moment,
    day_start: Stamp,
    category: Category,
    now: Moment,
) -> Result<Plan, Refusal> {
    let (at, now) = lane.steady(at, now)?;
    check_past(at, now)?;
    if let Some(running) = lane.running() {
        let patch = Patch {
            category: Some(category),
            ..Patch::default()
        };
        return reshape::edit(lane, running.into(), &patch, now);
    }
    let last = lane
        .blocks
        .iter()
        .rev()
        .find_map(|block| block.end)
        .filter(|end| end.at > day_start);
    let start = last.ok_or(Refusal::NothingToday)?;
    if start.at >= at.at {
        return Err(Refusal::NothingToFill);
    }
    Ok(with(
        Vec::new(),
        Block::new(start, Some(at), category, Details::default()),
    ))
}

fn with(mut edits: Vec<Edit>, block: Block) -> Plan {
    let focus = Some(block.id);
    edits.push(Edit::Insert(block));
    Plan {
        edits,
        focus,
        tally: None,
    }
}

fn check_past(asked: Moment, now: Moment) -> Result<(), Refusal> {
    if asked.at > now.at {
        Err(Refusal::Future { asked, now })
    } else {
        Ok(())
    }
}

fn check_times(block: &Block, now: Moment) -> Result<(), Refusal> {
    check_past(block.start, now)?;
    let Some(end) = block.end else {
        return Ok(());
    };
    check_past(end, now)?;
    if end.at <= block.start.at {
        Err(Refusal::Backwards {
            start: block.start,
            end,
        })
    } else {
        Ok(())
    }
}

fn check_swallowed(edits: &[Edit], now: Moment) -> Result<(), Refusal> {
    let swallowed = || {
        edits.iter().filter_map(|edit| {
            if let Edit::Delete(block) = edit {
                Some(block)
            } else {
                None
            }
        })
    };
    match swallowed().min_by_key(|block| block.start.at) {
        Some(first) if now.at.since(first.start.at) > REACH => Err(Refusal::SwallowsTooMuch {
            blocks: swallowed().count(),
            since: first.start,
            now,
        }),
        _ => Ok(()),
    }
}

/// A block of more than a day that would swallow whole ones is a slip of the date.
fn check_covered(block: &Block, edits: &[Edit], now: Moment) -> Result<(), Refusal> {
    if block.length(now.at) <= REACH {
        return Ok(());
    }
    let swallowed: Vec<&Block> = edits
        .iter()
        .filter_map(|edit| {
            if let Edit::Delete(block) = edit {
                Some(block)
            } else {
                None
            }
        })
        .collect();
    match swallowed.first() {
        Some(first) => Err(Refusal::SwallowsTooMuch {
            blocks: swallowed.len(),
            since: first.start,
            now,
        }),
        None => Ok(()),
    }
}

impl Lane {
    /// The block that runs.
    pub fn running(&self) -> Option<&Block> {
        self.blocks.iter().find(|block| block.is_running())
    }

    fn named(&self, target: Target) -> Result<&Block, Refusal> {
        let block = self
            .blocks
            .iter()
            .find(|block| block.id == target.id)
            .ok_or(Refusal::Gone)?;
        if block.revision == target.revision {
            Ok(block)
        } else {
            Err(Refusal::ChangedMeanwhile)
        }
    }

    /// Nothing may start "now" while the lane holds time after now: it would cut off what is on record. Where the
    /// clock was only set back by a little, "now" is the end of what is on record: nobody has to wait for it.
    fn steady(&self, at: Moment, now: Moment) -> Result<(Moment, Moment), Refusal> {
        let ahead = |block: &Block| match block.end {
            Some(end) => end,
            // What has just begun keeps a second.
            None if block.start.at > now.at => Moment {
                at: block.start.at.plus(Length::seconds(1)),
                ..block.start
            },
            None => block.start,
        };
        match self.blocks.iter().map(ahead).max_by_key(|moment| moment.at) {
            Some(recorded) if recorded.at > now.at => {
                if recorded.at.since(now.at) > DRIFT {
                    return Err(Refusal::ClockBehind { recorded, now });
                }
                Ok((if at.at == now.at { recorded } else { at }, recorded))
            }
            _ => Ok((at, now)),
        }
    }

    /// The writes that free the lane from `start` to `end` (to its end where `None`), but for the block
    /// `keep`. A block over both edges is cut in two: the later part goes on as the same work, while note and
    /// outcomes stay with the earlier one.
    fn carve(&self, start: Moment, end: Option<Moment>, keep: Option<BlockId>) -> Vec<Edit> {
        let (mut shrunk, mut tails) = (Vec::new(), Vec::new());
        for block in self.blocks.iter().filter(|block| Some(block.id) != keep) {
            let ends_before = block.end.is_some_and(|block_end| block_end.at <= start.at);
            let starts_after = end.is_some_and(|end| block.start.at >= end.at);
            if ends_before || starts_after {
                continue;
            }
            let head = (block.start.at < start.at).then(|| Block {
                end: Some(start),
                ..block.clone()
            });
            let tail_start =
                end.filter(|end| block.end.is_none_or(|block_end| block_end.at > end.at));
            match (head, tail_start) {
                (None, None) => shrunk.push(Edit::Delete(block.clone())),
                (Some(after), None) => shrunk.push(Edit::Update {
                    before: block.clone(),
                    after,
                }),
                (None, Some(start)) => {
                    shrunk.push(Edit::Update {
                        before: block.clone(),
                        after: Block {
                            start,
                            ..block.clone()
                        },
                    });
                }
                (Some(after), Some(start)) => {
                    shrunk.push(Edit::Update {
                        before: block.clone(),
                        after,
                    });
                    let tail =
                        Block::new(start, block.end, block.category, block.details.same_work());
                    tails.push(Edit::Insert(tail));
                }
            }
        }
        shrunk.extend(tails);
        shrunk
    }
}

#[cfg(test)]
mod tests;
