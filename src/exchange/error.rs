//! Why nothing was imported or exported, and what a person can do about it.

use std::fmt;
use std::io;

use super::import_report::RowError;
use super::source::ParseError;
use crate::store::{Fault, StoreError};

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
    Rows(Vec<RowError>),
    /// Rows overlap what is on record or each other, and that was not to be; in order, at least one.
    Overlaps(Vec<RowError>),
    /// The source is not of the format.
    Wrong(ParseError),
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

/// What fails while blocks are written out.
impl From<io::Error> for ExchangeError {
    fn from(error: io::Error) -> Self {
        Self::Writing(error)
    }
}

impl From<Fault> for ExchangeError {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}

impl From<StoreError> for ExchangeError {
    fn from(error: StoreError) -> Self {
        Self::Store(Fault::Store(error))
    }
}
