//! Why a change is not made, and the way out, in the words of the person who is told.

use std::fmt;

use crate::domain::block::Category;
use crate::domain::calendar::Week;
use crate::domain::format;
use crate::domain::stamp::Moment;

/// Why a change is not made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It would begin or end after now.
    Future {
        asked: Moment,
        now: Moment,
    },
    /// It would end before it begins, or at once.
    Backwards {
        start: Moment,
        end: Moment,
    },
    /// The lane holds time after now: the clock is behind.
    ClockBehind {
        /// Up to when blocks are on record.
        recorded: Moment,
        now: Moment,
    },
    /// A stop would lie before the start of what runs.
    StopBeforeStart {
        running: Category,
        since: Moment,
        asked: Moment,
    },
    /// Nothing runs.
    NothingRuns,
    /// Nothing ran before.
    NothingBefore,
    /// There is no block today from whose end on the time could be filled.
    NothingToday,
    /// The last block ends now: no time to fill.
    NothingToFill,
    /// It would swallow whole blocks from more than a day ago.
    SwallowsTooMuch {
        blocks: usize,
        since: Moment,
        now: Moment,
    },
    /// A split would lie outside of the block.
    NotInside {
        block: String,
        /// Where it should be cut.
        asked: Moment,
    },
    /// There is no block before this one.
    NothingToMerge,
    /// Together the blocks would say more than one block can hold.
    TooMuchToMerge,
    /// The block is no longer there.
    Gone,
    /// The block says something else than when it was last looked at.
    ChangedMeanwhile,
    /// A block that lets it run again would not be the last one.
    NotTheLast,
    /// Blocks from elsewhere lie over time that is taken, and that was not to be.
    Overlap {
        /// Their places among those that were to be taken in, from 0.
        arrivals: Vec<usize>,
    },
    /// The review has shown the week: a guess would no longer be one.
    GuessLocked {
        week: Week,
    },
    /// The same, where a guess was to be undone or redone.
    LockedAtReveal {
        label: String,
    },
    SuggestionGone,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Future { .. }
            | Self::Backwards { .. }
            | Self::ClockBehind { .. }
            | Self::StopBeforeStart { .. }
            | Self::SwallowsTooMuch { .. }
            | Self::NotInside { .. } => f.write_str(&self.of_times()),
            Self::NothingRuns => f.write_str("nothing runs"),
            Self::NothingBefore => f.write_str("nothing ran before this"),
            Self::NothingToday => f.write_str("there is no earlier block today to count from"),
            Self::NothingToFill => f.write_str("the last block ends now: there is no time to fill"),
            Self::NothingToMerge => f.write_str("there is no block before this one"),
            Self::TooMuchToMerge => {
                f.write_str("together their notes or counts are more than one block can hold")
            }
            Self::Gone => f.write_str("that block is no longer there"),
            Self::ChangedMeanwhile => f.write_str("that block was changed elsewhere meanwhile"),
            Self::NotTheLast => f.write_str("only the last block can run again"),
            Self::Overlap { arrivals } => {
                let verb = if arrivals.len() == 1 {
                    "overlaps"
                } else {
                    "overlap"
                };
                let blocks = format::count(arrivals.len(), "block");
                write!(f, "{blocks} {verb} time that is taken")
            }
            Self::GuessLocked { week } => {
                write!(
                    f,
                    "the guess for {week} is locked in: the week has been shown"
                )
            }
            Self::LockedAtReveal { label } => {
                write!(
                    f,
                    "\"{label}\" was locked at the reveal: the review has shown the week"
                )
            }
            Self::SuggestionGone => f.write_str("that suggestion is no longer there"),
        }
    }
}

impl Refusal {
    /// What is wrong with the times that were asked for.
    fn of_times(&self) -> String {
        let (clock, beside) = (format::clock, format::clock_beside);
        match self {
            Self::Future { asked, now } => {
                let asked = beside(*asked, *now);
                format!("{asked} is still to come (it is {})", clock(*now))
            }
            Self::Backwards { start, end } => {
                let end = beside(*end, *start);
                format!(
                    "it would end at {end}, not after it began at {}",
                    clock(*start)
                )
            }
            Self::ClockBehind { recorded, now } => {
                let recorded = beside(*recorded, *now);
                format!(
                    "the clock says {}, but time is on record up to {recorded}",
                    clock(*now)
                )
            }
            Self::StopBeforeStart {
                running,
                since,
                asked,
            } => {
                let asked = beside(*asked, *since);
                format!("{running} began at {}, after {asked}", clock(*since))
            }
            Self::SwallowsTooMuch { blocks, since, now } => {
                let (count, since) = (format::count(*blocks, "block"), beside(*since, *now));
                format!("that would remove {count} since {since}, more than a day ago")
            }
            Self::NotInside { block, asked } => {
                format!("{} does not lie inside {block}", clock(*asked))
            }
            Self::NothingRuns
            | Self::NothingBefore
            | Self::NothingToday
            | Self::NothingToFill
            | Self::NothingToMerge
            | Self::TooMuchToMerge
            | Self::Gone
            | Self::ChangedMeanwhile
            | Self::NotTheLast
            | Self::Overlap { .. }
            | Self::GuessLocked { .. }
            | Self::LockedAtReveal { .. }
            | Self::SuggestionGone => String::new(),
        }
    }

    /// The way out, for the person who is told.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Future { .. } => "name a time up to now",
            Self::Backwards { .. } => "name an end after the start",
            Self::ClockBehind { .. } => {
                "set the clock right, or delete the blocks that lie ahead of it"
            }
            Self::StopBeforeStart { .. } => "stop it later, or delete it",
            Self::NothingRuns => "start something first: s, a, l, d or b",
            Self::NothingToday => "say how long: type the minutes, then s, a, l or d",
            Self::NothingBefore | Self::NothingToFill => "start something: s, a, l, d or b",
            Self::SwallowsTooMuch { .. } => "delete those blocks first, or name a later time",
            Self::NotInside { .. } => "name a time between its start and its end",
            Self::NothingToMerge => "merge works with the block before: choose a later one",
            Self::TooMuchToMerge => "shorten one of them first",
            Self::Gone => "look at the list again: it may have been deleted elsewhere",
            Self::ChangedMeanwhile => "look at it as it is now, then change it again",
            Self::NotTheLast => "start a new block instead",
            Self::Overlap { .. } => {
                "nothing was taken in; with --overlap trim they keep the time that is free, with skip they are left out"
            }
            Self::GuessLocked { .. } => "guess the next week, before its review shows it",
            Self::LockedAtReveal { .. } => {
                "the guess stays; to correct an earlier change, edit its block"
            }
            Self::SuggestionGone => "look at the day again: it may have been dismissed elsewhere",
        }
    }
}
