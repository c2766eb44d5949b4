//! Why a change is not made, and the way out, in the words of the person who is told.

use std::borrow::Cow;

use super::conflict::Conflict;
use super::warning::{Warning, describe_costs};
use crate::domain::calendar::{Calendar, Week};
use crate::domain::change::ChangeNumber;
use crate::domain::format;
use crate::domain::stamp::{Length, Moment};

/// Why a change is not made.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Refusal {
    #[error("{} is still to come (it is {})", beside(.asked, .now), clock(.now))]
    Future {
        asked: Moment,
        now: Moment,
        /// From when to when the block would be that is added.
        range: Option<(Moment, Moment)>,
    },
    #[error("it would end at {}, not after it began at {}", beside(.end, .start), marked(.start, .end))]
    Backwards { start: Moment, end: Moment },
    #[error("nothing runs")]
    NothingRuns,
    #[error("a focus run goes on: {} left", format::spoken(*.left))]
    FocusRuns { left: Length },
    #[error("nothing ran before this")]
    NothingBefore,
    #[error("there is no earlier block today to count from")]
    NothingToday,
    #[error("the last block ends now: there is no time to fill")]
    NothingToFill,
    /// It would cost something that has to be agreed to.
    #[error("{}", describe_costs(.0))]
    Asks(Vec<Warning>),
    #[error("{asked} doesn't lie inside {block}")]
    NotInside {
        /// From when to when it is, in words.
        block: String,
        /// Where it should be cut, in words.
        asked: String,
    },
    #[error("there is no block before this one")]
    NothingToMerge,
    #[error("together their notes or counts are more than one block can hold")]
    TooMuchToMerge,
    #[error("that block is no longer there")]
    Gone,
    #[error("that block was changed elsewhere meanwhile")]
    ChangedMeanwhile,
    /// The same field was changed here and elsewhere.
    #[error("{0}")]
    Conflict(Box<Conflict>),
    /// A block that lets it run again would not be the last one.
    #[error("only the last block can run again")]
    NotTheLast,
    /// Blocks from elsewhere lie over time that is taken, and that was not to be.
    #[error(
        "{} {} time that is taken",
        format::count(.arrivals.len(), "block"),
        if .arrivals.len() == 1 { "overlaps" } else { "overlap" }
    )]
    Overlap {
        /// Their places among those that were to be taken in, from 0.
        arrivals: Vec<usize>,
    },
    /// A guess would no longer be one.
    #[error("the guess for {week} is locked in: the week has been shown")]
    GuessLocked { week: Week },
    /// The same, where a guess was to be undone or redone.
    #[error("\"{label}\" was locked at the reveal: the review has shown the week")]
    LockedAtReveal { label: String },
    #[error("there is no change {number}")]
    NoSuchChange { number: ChangeNumber },
    #[error("change {number} is not undone: {label}")]
    NotUndone { number: ChangeNumber, label: String },
    #[error("that suggestion is no longer there")]
    SuggestionGone,
    #[error("the block {block} can't be read: what it says would be lost")]
    Unreadable {
        /// From when to when it is, in words.
        block: String,
    },
}

/// How to write the times of the day before, where only the day may be wrong.
fn other_reading(asked: Moment, now: Moment, range: Option<(Moment, Moment)>) -> Option<String> {
    let first = range.map_or(asked, |(start, _)| start);
    let is_today = |of| Calendar::wall(of).date() == Calendar::wall(now).date();
    if !is_today(first) || !is_today(asked) {
        return None;
    }
    let times = match range {
        Some((start, end)) => format!("{}-{}", format::clock(start), format::clock(end)),
        None => format::clock(asked),
    };
    Some(format!("for yesterday write yesterday {times}"))
}

fn clock(moment: &Moment) -> String {
    format::clock(*moment)
}

/// The clock of a moment, with its offset where the other one has another.
fn marked(moment: &Moment, other: &Moment) -> String {
    if moment.offset == other.offset {
        clock(moment)
    } else {
        format!("{}{}", clock(moment), moment.offset)
    }
}

fn beside(moment: &Moment, other: &Moment) -> String {
    format::clock_beside(*moment, *other)
}

impl Refusal {
    /// The way out, for the person who is told.
    pub fn hint(&self) -> Cow<'static, str> {
        if let Self::Future { asked, now, range } = self
            && let Some(reading) = other_reading(*asked, *now, *range)
        {
            return reading.into();
        }
        self.usual_hint().into()
    }

    const fn usual_hint(&self) -> &'static str {
        match self {
            Self::Future { .. } => "name a time up to now",
            Self::Backwards { .. } => "name an end after the start",
            Self::NothingRuns => "start something first: s, a, l, d or b",
            Self::FocusRuns { .. } => "undo it first, or start another once it is over",
            Self::NothingToday => "say how long: type the minutes, then s, a, l or d",
            Self::NothingBefore | Self::NothingToFill => "start something: s, a, l, d or b",
            Self::Asks(_) => "nothing has changed: agree to it, or choose other times",
            Self::NotInside { .. } => "name a time between its start and its end",
            Self::NothingToMerge => "merge works with the block before: choose a later one",
            Self::TooMuchToMerge => "shorten one of them first",
            Self::Gone => "look at the list again: it may have been deleted elsewhere",
            Self::Conflict(_) | Self::ChangedMeanwhile => {
                "look at it as it is now, then change it again"
            }
            Self::NotTheLast => "start a new block instead",
            Self::Overlap { .. } => {
                "nothing was imported; --overlap trim keeps the part that is free, --overlap skip leaves them out"
            }
            Self::GuessLocked { .. } => "guess the next week, before its review shows it",
            Self::LockedAtReveal { .. } => {
                "the guess stays; to correct an earlier change, edit its block"
            }
            Self::NoSuchChange { .. } | Self::NotUndone { .. } => {
                "tafs undo --list has the numbers, and marks what is undone"
            }
            Self::Unreadable { .. } => {
                "tafs doctor says what is wrong with it; tafs doctor --repair repairs the file"
            }
            Self::SuggestionGone => "look at the day again: it may have been dismissed elsewhere",
        }
    }
}
