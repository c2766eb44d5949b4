//! The one commitment of a week, as a value that a machine can check. Knows what was committed to, not what came of it;
//! its printed form reads back as it (see `parse::commitment`).

use std::fmt;

use super::block::{Activity, Category};
use super::format;
use super::stamp::Length;

/// What the rep has committed to for a week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Commitment {
    pub aim: Aim,
    /// What the time is to come from: kept and shown, never checked.
    pub from: Option<Work>,
}

/// What is committed to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Aim {
    /// So much of something, at least or at most.
    Spend {
        /// At least, or at most.
        bound: Bound,
        /// So much, in whole minutes: in the whole week, or on each day that counts.
        length: Length,
        /// Of this.
        work: Work,
        /// Within these hours of each day.
        window: Option<Window>,
        /// On so many days, from 1 to 7; `None` is the whole week in sum.
        days: Option<u8>,
    },
    /// None of something.
    Avoid {
        /// None of this.
        work: Work,
        /// Within these hours of each day.
        window: Option<Window>,
    },
}

/// On which side of a length the commitment lies.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Bound {
    /// A floor.
    AtLeast,
    /// A ceiling.
    AtMost,
}

/// A category, or one activity of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Work {
    /// Which category.
    pub category: Category,
    /// Which of its activities; `None` is all of them.
    pub activity: Option<Activity>,
}

impl Work {
    /// Whether a block of this category and activity is such work.
    pub fn holds(&self, category: Category, activity: Option<&Activity>) -> bool {
        let same = |wanted: &Activity| {
            activity.is_some_and(|found| found.as_str().eq_ignore_ascii_case(wanted.as_str()))
        };
        self.category == category && self.activity.as_ref().is_none_or(same)
    }
}

/// Hours of the wall clock of each day, in whole minutes after midnight; the second of two is the later one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Window {
    /// From the start of the day on.
    Before(Length),
    /// Up to the end of the day.
    After(Length),
    /// From one time to another.
    Between(Length, Length),
}

impl Commitment {
    /// What is to be done, or left.
    pub const fn work(&self) -> &Work {
        match &self.aim {
            Aim::Spend { work, .. } | Aim::Avoid { work, .. } => work,
        }
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let window = match &self.aim {
            Aim::Spend {
                bound,
                length,
                work,
                window,
                ..
            } => {
                write!(f, "{bound} {} {work}", format::brief(*length))?;
                window
            }
            Aim::Avoid { work, window } => {
                write!(f, "no {work}")?;
                window
            }
        };
        if let Some(window) = window {
            write!(f, " {window}")?;
        }
        match self.aim {
            Aim::Spend {
                days: Some(days), ..
            } => write!(f, " on {}", format::count(days.into(), "day"))?,
            Aim::Spend { days: None, .. } | Aim::Avoid { .. } => {}
        }
        self.from
            .as_ref()
            .map_or(Ok(()), |work| write!(f, " from {work}"))
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AtLeast => ">=",
            Self::AtMost => "<=",
        })
    }
}

impl fmt::Display for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.category.fmt(f)?;
        self.activity
            .as_ref()
            .map_or(Ok(()), |activity| write!(f, "/{}", activity.as_str()))
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = format::time_of_day;
        match self {
            Self::Before(end) => write!(f, "before {}", clock(*end)),
            Self::After(start) => write!(f, "after {}", clock(*start)),
            Self::Between(start, end) => write!(f, "{}-{}", clock(*start), clock(*end)),
        }
    }
}
