//! What a reader of another tool's file hands over: its intervals as they stand there. Knows nothing of categories by
//! rule, of the lane, or of what is on record; `take` makes blocks of it.

use chrono::NaiveDateTime;

use super::RowFault;
use crate::domain::block::{Category, Details};
use crate::domain::calendar::Zone;
pub use crate::domain::classify::Labels;
use crate::domain::stamp::{Length, Moment};

/// How a source is to be read, where it does not say so itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The zone of times that name none.
    pub zone: Zone,
    /// The order of day and month, for the whole file.
    pub order: Option<DateOrder>,
    /// Now.
    pub now: Moment,
}

/// Which part of a date like `03/04/2026` comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateOrder {
    /// `DD/MM/YYYY`.
    DayFirst,
    /// `MM/DD/YYYY`.
    MonthFirst,
}

/// A time as it stands in a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Time {
    /// An instant with the offset of its place.
    At(Moment),
    /// A wall clock without a zone: it is that of [`Asked::zone`].
    Wall(NaiveDateTime),
}

/// An interval of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its line in the source, from 1; for a source without lines its place in it.
    pub line: usize,
    /// When it began.
    pub start: Time,
    /// When it ended; `None` while it is still open in the source.
    pub end: Option<Time>,
    /// What the source says of it.
    pub labels: Labels,
    /// The category, where the source has the same ones.
    pub category: Option<Category>,
    /// What the source says in the terms of blocks: note, account, tags, outcomes.
    pub details: Details,
    /// What tells it from every other interval of the source for ever: its id there; `None` where there is none, and
    /// all that it says does.
    pub key: Option<String>,
}

/// All that was found in a source.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// The intervals, in the order of the source.
    pub entries: Vec<Entry>,
    /// Rows that are none, and why.
    pub rejected: Vec<RowFault>,
    /// What holds time without being an interval (a klog duration, a pause), with its time: told, not stored.
    pub unplaced: Vec<(RowFault, Length)>,
    /// What a person should know of how it was read. Of the zone of times without one, and of times that came twice,
    /// `take` tells.
    pub remarks: Vec<String>,
}

/// A file that is not of the format, in a sentence: `not a Toggl detailed export: no Start date column`. Nothing of it
/// is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wrong {
    /// The sentence.
    pub what: String,
    /// What to do instead.
    pub hint: String,
}
