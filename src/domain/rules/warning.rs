//! What a change would cost that a person may not mean: it is asked about first.

use std::fmt;

use crate::domain::block::{Block, Category};
use crate::domain::format;
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::wording::{describe_in_full, describe_work};

/// Whether a person has agreed to what a change would cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consent<'a> {
    /// Costs are refused with [`super::Refusal::Asks`].
    NotAsked,
    /// The same, for one step of several: its costs are those of all of them. These are the blocks that they have
    /// changed, as each was before the first one.
    NotAskedSince(&'a [Block]),
    /// To what was shown; what else it would cost by now is refused.
    To(&'a [Warning]),
    Given,
}

impl Consent<'_> {
    /// Whether this much was agreed to.
    pub fn covers(self, warning: &Warning) -> bool {
        match self {
            Self::NotAsked | Self::NotAskedSince(_) => false,
            Self::To(shown) => shown.iter().any(|shown| shown.covers(warning)),
            Self::Given => true,
        }
    }
}

/// What a change would cost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// Other blocks would lose their time.
    Takes(Losses),
    /// A block would be relabeled as a whole, with what it says.
    Relabels {
        block: Box<Block>,
        category: Category,
        now: Moment,
    },
    /// Time off the clock would become work.
    Fills {
        start: Moment,
        end: Moment,
        category: Category,
        now: Moment,
    },
    /// What is newer than an undone branch would give way to it.
    Overrides(Obstacles),
    /// It would begin before the day does.
    ReachesBack {
        at: Moment,
        edge: DayEdge,
        now: Moment,
    },
}

/// Where a day begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayEdge {
    Plan(Moment),
    FirstBlock(Moment),
    /// Midnight, or where the settings put the start of a day.
    Midnight(Moment),
}

/// What is in the way of an undone branch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obstacles {
    /// In order of time.
    pub list: Vec<Obstacle>,
    pub now: Moment,
}

/// What is newer than an undone branch and in its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Obstacle {
    /// A block over time that the branch takes.
    Overlaps {
        block: Block,
        /// What it would keep.
        left: Vec<Block>,
    },
    /// A block that was changed since.
    Changed {
        found: Block,
        /// As it would be again, if at all.
        again: Option<Box<Block>>,
    },
    /// A block that was deleted since.
    Deleted(Block),
    /// What was set anew beside the lane, in words.
    Set(String),
}

/// What other blocks would lose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Losses {
    /// In order of time.
    pub blocks: Vec<Loss>,
    pub now: Moment,
}

/// What a block would lose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Loss {
    Removed(Block),
    /// It would keep less than half of its time.
    Cut {
        before: Block,
        after: Box<Block>,
    },
    /// It would go on as two blocks.
    Split {
        before: Block,
        parts: Box<[Block; 2]>,
    },
}

impl Loss {
    pub(super) const fn before(&self) -> &Block {
        match self {
            Self::Removed(before) | Self::Cut { before, .. } | Self::Split { before, .. } => before,
        }
    }
}

impl fmt::Display for Warning {
    /// In one line, as an answer to "what would this do?".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Takes(losses) => write!(f, "that would {}", losses.summary()),
            Self::Relabels {
                block,
                category,
                now,
            } => {
                let length = format::hours(block.length(now.at));
                write!(
                    f,
                    "{length} of {} would become {category}",
                    describe_work(block)
                )
            }
            Self::Fills {
                start,
                end,
                category,
                now,
            } => {
                let length = format::hours(end.at.clock_since(start.at));
                let times = format::times_beside(*start, *end, *now);
                write!(
                    f,
                    "{length} off the clock ({times}) would become {category}"
                )
            }
            Self::Overrides(obstacles) => {
                write!(f, "newer {} would be replaced", obstacles.kind())
            }
            Self::ReachesBack { at, edge, now } => {
                let clock = |moment| format::clock_beside(moment, *now);
                let first = match edge {
                    DayEdge::Plan(_) => "today's plan",
                    DayEdge::FirstBlock(_) => "today's first block",
                    DayEdge::Midnight(_) => "today",
                };
                write!(
                    f,
                    "{} is before {first}, which starts at {}",
                    clock(*at),
                    clock(edge.moment())
                )
            }
        }
    }
}

impl Warning {
    /// One line for each block that would lose something, or for what else would give way.
    pub fn list(&self) -> Vec<String> {
        match self {
            Self::Takes(losses) => losses.blocks.iter().map(|loss| losses.line(loss)).collect(),
            Self::Overrides(obstacles) => {
                let list = obstacles.list.iter();
                list.map(|one| one.line(obstacles.now)).collect()
            }
            Self::Relabels { .. } | Self::Fills { .. } | Self::ReachesBack { .. } => Vec::new(),
        }
    }
}

/// What a change would cost: a line for each warning, and below it its list.
pub(super) fn describe_costs(warnings: &[Warning]) -> String {
    let mut lines = Vec::new();
    for warning in warnings {
        lines.push(warning.to_string());
        lines.extend(warning.list());
        if let Warning::Relabels { block, now, .. } = warning {
            lines.push(format!("relabels {}", describe_in_full(block, *now)));
        }
    }
    lines.join("\n")
}

impl DayEdge {
    pub(super) const fn moment(self) -> Moment {
        match self {
            Self::Plan(at) | Self::FirstBlock(at) | Self::Midnight(at) => at,
        }
    }
}

impl Warning {
    /// Whether what this shows is what another one would cost, a little later.
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Takes(shown), Self::Takes(losses)) => losses.blocks.iter().all(|loss| {
                let mut shown = shown.blocks.iter();
                shown.any(|shown| shown.covers(loss, losses.now))
            }),
            (Self::Relabels { block: shown, .. }, Self::Relabels { block, .. }) => {
                shown.id == block.id && shown.details == block.details
            }
            (Self::Fills { start: shown, .. }, Self::Fills { start, .. }) => shown == start,
            (Self::Overrides(shown), Self::Overrides(obstacles)) => shown.list == obstacles.list,
            (Self::ReachesBack { edge: shown, .. }, Self::ReachesBack { edge, .. }) => {
                shown == edge
            }
            (
                Self::Takes(_)
                | Self::Relabels { .. }
                | Self::Fills { .. }
                | Self::Overrides(_)
                | Self::ReachesBack { .. },
                _,
            ) => false,
        }
    }
}

impl Loss {
    /// Of the same words, and of no more time.
    fn covers(&self, other: &Self, now: Moment) -> bool {
        let (shown, lost) = (self.before(), other.before());
        std::mem::discriminant(self) == std::mem::discriminant(other)
            && (shown.id, shown.category, &shown.details) == (lost.id, lost.category, &lost.details)
            && lost.length(now.at) <= shown.length(now.at)
    }
}

impl Losses {
    /// `remove 2 blocks and cut 1 block short`.
    pub fn summary(&self) -> String {
        let count =
            |which: fn(&Loss) -> bool| self.blocks.iter().filter(|loss| which(loss)).count();
        let parts = [
            ("remove", count(|loss| matches!(loss, Loss::Removed(_))), ""),
            (
                "leave",
                count(|loss| matches!(loss, Loss::Cut { .. })),
                " less than half",
            ),
            (
                "split",
                count(|loss| matches!(loss, Loss::Split { .. })),
                " in two",
            ),
        ];
        let told = parts.iter().filter(|(_, number, _)| *number > 0);
        told.map(|(verb, number, end)| format!("{verb} {}{end}", format::count(*number, "block")))
            .collect::<Vec<_>>()
            .join(" and ")
    }

    fn line(&self, loss: &Loss) -> String {
        match loss {
            Loss::Removed(before) => describe_loss(before, &[], self.now),
            Loss::Cut { before, after } => describe_loss(before, &[after], self.now),
            Loss::Split { before, parts } => {
                let [first, rest] = &**parts;
                describe_loss(before, &[first, rest], self.now)
            }
        }
    }
}

/// What a block would lose, by what it would keep.
fn describe_loss(before: &Block, left: &[&Block], now: Moment) -> String {
    let told = describe_in_full(before, now);
    match left {
        [] => format!("removes {told}"),
        [after] => format!(
            "trims {told}: {} to {}",
            format::hours(before.length(now.at)),
            format::hours(after.length(now.at))
        ),
        parts => {
            let times = |block: &&Block| {
                block.end.map_or_else(
                    || format!("{} on", format::clock_beside(block.start, now)),
                    |end| format::times_beside(block.start, end, now),
                )
            };
            let parts: Vec<String> = parts.iter().map(times).collect();
            format!("splits {told} into {}", parts.join(" and "))
        }
    }
}

impl Obstacles {
    fn kind(&self) -> &'static str {
        let is_block = |one: &Obstacle| matches!(one, Obstacle::Overlaps { .. });
        if self.list.iter().any(is_block) {
            "blocks"
        } else {
            "changes"
        }
    }
}

impl Obstacle {
    fn line(&self, now: Moment) -> String {
        let told = |block: &Block| describe_in_full(block, now);
        match self {
            Self::Overlaps { block, left } => {
                describe_loss(block, &left.iter().collect::<Vec<_>>(), now)
            }
            Self::Changed { found, again: None } => describe_loss(found, &[], now),
            Self::Changed {
                found,
                again: Some(again),
            } => format!("sets {} back to {}", told(found), told(again)),
            Self::Deleted(block) => format!("brings back {}", told(block)),
            Self::Set(what) => format!("sets {what} back"),
        }
    }

    /// When it begins, if it is about time.
    pub(super) const fn start(&self) -> Option<Stamp> {
        match self {
            Self::Overlaps { block, .. }
            | Self::Changed { found: block, .. }
            | Self::Deleted(block) => Some(block.start.at),
            Self::Set(_) => None,
        }
    }
}
