//! What a change would cost that a person may not mean: it is asked about first.

use std::fmt;

use crate::domain::block::{Block, Category};
use crate::domain::format;
use crate::domain::stamp::Moment;
use crate::domain::wording::{describe_in_full, describe_work};

/// Whether a person has agreed to what a change would cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Consent {
    /// Costs are refused with [`super::Refusal::Asks`].
    NotAsked,
    Given,
}

/// What a change would cost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Warning {
    /// Other blocks would lose their time.
    Takes(Losses),
    /// A block would be relabeled as a whole, with what it says.
    Relabels {
        block: Block,
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
        after: Block,
    },
    /// It would go on as two blocks.
    Split {
        before: Block,
        first: Block,
        rest: Block,
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
                let length = format::hours(end.at.since(start.at));
                let times = format::times_beside(*start, *end, *now);
                write!(
                    f,
                    "{length} off the clock ({times}) would become {category}"
                )
            }
        }
    }
}

impl Warning {
    /// One line for each block that would lose something.
    pub fn list(&self) -> Vec<String> {
        match self {
            Self::Takes(losses) => losses.blocks.iter().map(|loss| losses.line(loss)).collect(),
            Self::Relabels { .. } | Self::Fills { .. } => Vec::new(),
        }
    }
}

impl Warning {
    /// The one line, and below it the list.
    pub fn in_lines(&self) -> String {
        let mut lines = vec![self.to_string()];
        lines.extend(self.list());
        lines.join("\n")
    }
}

impl Losses {
    /// `remove 2 blocks and cut 1 block short`.
    fn summary(&self) -> String {
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
        let told = describe_in_full(loss.before(), self.now);
        match loss {
            Loss::Removed(_) => format!("removes {told}"),
            Loss::Cut { before, after } => format!(
                "trims {told}: {} to {}",
                format::hours(before.length(self.now.at)),
                format::hours(after.length(self.now.at))
            ),
            Loss::Split { first, rest, .. } => {
                let times = |block: &Block| {
                    block.end.map_or_else(
                        || format!("{} on", format::clock_beside(block.start, self.now)),
                        |end| format::times_beside(block.start, end, self.now),
                    )
                };
                format!("splits {told} into {} and {}", times(first), times(rest))
            }
        }
    }
}
