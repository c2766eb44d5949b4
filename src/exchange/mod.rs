//! Blocks out of the program and into it: one file per format, `import` that takes what a format has read, and
//! `file` that writes so that nothing is ever half there. A new format is a variant of [`Format`] and its file.

mod bartib;
mod clockify;
mod collector;
pub mod csv;
mod dates;
mod decode;
mod export;
pub mod file;
mod hours;
pub mod ics;
mod import;
mod json;
mod json_elements;
mod klog;
mod schema_errors;
mod sheet;
pub mod source;
mod suggest;
mod timesheet_csv;
mod timewarrior;
mod to_blocks;
mod toggl;
mod watson;

use std::fmt;
use std::io;

pub use export::{Shape, Which, export};
pub use import::{Request, Summary, import, read, read_at};
pub use suggest::{meetings, suggest};
pub use to_blocks::{Counts, Explained, Taken};

use self::source::Wrong;
use crate::domain::block::Block;
use crate::domain::calendar::Calendar;
use crate::domain::format;
use crate::store::{Fault, StoreError};

/// What can be taken in. A new one is a variant here, its name below, and an arm in `import::read`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// JSON Lines, one block a line; nothing is lost. Reads an array of blocks too.
    Json,
    /// A row for each block, under the names of the columns: our own, or anybody's with a start and an end.
    Csv,
    /// Timewarrior's data files, and what `timew export` prints.
    Timewarrior,
    /// Watson's frames, and what `watson log --json` prints.
    Watson,
    /// Toggl's detailed report.
    Toggl,
    /// Clockify's detailed report.
    Clockify,
    /// klog's records.
    Klog,
    /// Bartib's log.
    Bartib,
    /// The file of hours, which is a database.
    Hours,
    /// A calendar: its meetings are suggestions.
    Ics,
}

impl Format {
    /// All of them, in the order in which they are listed.
    pub const ALL: &[Self] = &[
        Self::Json,
        Self::Csv,
        Self::Timewarrior,
        Self::Watson,
        Self::Toggl,
        Self::Clockify,
        Self::Klog,
        Self::Bartib,
        Self::Hours,
        Self::Ics,
    ];

    /// The name, as the command line spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Timewarrior => "timewarrior",
            Self::Watson => "watson",
            Self::Toggl => "toggl",
            Self::Clockify => "clockify",
            Self::Klog => "klog",
            Self::Bartib => "bartib",
            Self::Hours => "hours",
            Self::Ics => "ics",
        }
    }
}

/// `2026-03-02 09:05-10:00`, for a message about a block of a source.
pub fn told(block: &Block) -> String {
    let day = Calendar::wall(block.start).format("%Y-%m-%d");
    match block.end {
        Some(end) => format!(
            "{day} {}",
            format::times_beside(block.start, end, block.start)
        ),
        None => format!("{day} {} on", format::clock(block.start)),
    }
}

/// What is wrong with a row of a source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowFault {
    /// The line of the source, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// Why nothing was taken in or handed out.
#[derive(Debug)]
pub enum ExchangeError {
    /// The source could not be read to its end.
    Reading(io::Error),
    /// The destination took no more.
    Writing(io::Error),
    /// The destination is there already.
    Exists,
    /// The destination is a folder, a device, …
    NotAFile,
    /// Rows of the source are no blocks; in order, at least one.
    Rows(Vec<RowFault>),
    /// Rows overlap what is on record or each other, and that was not to be; in order, at least one.
    Overlaps(Vec<RowFault>),
    /// The source is not of the format.
    Wrong(Wrong),
    /// The store refused or failed.
    Store(Fault),
}

/// So many faults of rows are told; of the others only how many they are.
const FAULTS_TOLD: usize = 5;

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reading(error) => write!(f, "cannot be read: {error}"),
            Self::Writing(error) => write!(f, "cannot be written: {error}"),
            Self::Exists => f.write_str("is there already"),
            Self::NotAFile => f.write_str("is not a file"),
            Self::Rows(faults) | Self::Overlaps(faults) => {
                let told = faults
                    .iter()
                    .take(FAULTS_TOLD)
                    .map(|fault| format!("line {}: {}", fault.line, fault.what));
                f.write_str(&told.collect::<Vec<_>>().join("\n"))?;
                match faults.len().saturating_sub(FAULTS_TOLD) {
                    0 => Ok(()),
                    1 => f.write_str("\nand 1 more line"),
                    more => write!(f, "\nand {more} more lines"),
                }
            }
            Self::Wrong(wrong) => f.write_str(&wrong.what),
            Self::Store(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for ExchangeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Reading(error) | Self::Writing(error) => Some(error),
            Self::Store(error) => Some(error),
            Self::Exists | Self::NotAFile | Self::Rows(_) | Self::Overlaps(_) | Self::Wrong(_) => {
                None
            }
        }
    }
}

impl ExchangeError {
    /// What the person can do about it.
    pub fn hint(&self) -> &str {
        match self {
            Self::Reading(_) => "name a file that you may read, or - for standard input",
            Self::Writing(_) => {
                "nothing was left behind; name another file, or free some space on the disk"
            }
            Self::Exists => "name another file, or say --force to put this one in its place",
            Self::NotAFile => "name a file, or leave it out for standard output",
            Self::Rows(_) => {
                "nothing was taken in; mend these lines, then do it again: blocks that are here already stay as they are"
            }
            Self::Overlaps(_) => {
                "nothing was taken in; with --overlap trim they keep the time that is free, with skip they are left out"
            }
            Self::Wrong(wrong) => &wrong.hint,
            Self::Store(fault) => fault.hint(),
        }
    }
}

impl From<Fault> for ExchangeError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

/// What fails while blocks are written out.
impl From<io::Error> for ExchangeError {
    fn from(error: io::Error) -> Self {
        Self::Writing(error)
    }
}

impl From<StoreError> for ExchangeError {
    fn from(error: StoreError) -> Self {
        Self::Store(Fault::Store(error))
    }
}
