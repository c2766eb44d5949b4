//! Why nothing was imported or exported, and what a person can do about it.

use std::borrow::Cow;
use std::io;

use super::import_report::RowError;
use crate::store::{ChangeError, StoreError};

/// Why nothing was taken in or handed out.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    #[error("cannot be read: {0}")]
    Reading(#[source] io::Error),
    #[error("cannot be written: {0}")]
    Writing(#[from] io::Error),
    /// The destination exists.
    #[error("already exists")]
    Exists,
    /// The destination is the file with the blocks, its journal, a backup, or the config.
    #[error("is one of tafs's own files (database, journal, backup or config)")]
    Own,
    /// The destination is a folder, a device, …
    #[error("is not a file")]
    NotAFile,
    /// Rows of the source are no blocks; in order, at least one.
    #[error("{}", list_rows(.0))]
    Rows(Vec<RowError>),
    /// Rows overlap blocks or each other, which the request refuses; in order, at least one.
    #[error("{}", list_rows(.0))]
    Overlaps(Vec<RowError>),
    /// The source was written to while it was read: what was read is of no moment.
    #[error("was changed while it was read")]
    Changed,
    /// The source is not of the format.
    #[error("{}", .0.what)]
    Wrong(ParseError),
    #[error("{0}")]
    Store(#[from] ChangeError),
}

/// A file that is not of the format, in a sentence: `not a Toggl detailed export: no Start date column`. Nothing of it
/// is imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParseError {
    pub what: String,
    /// What to do instead.
    pub hint: String,
}

impl ParseError {
    pub(super) fn new(what: impl Into<String>, hint: &str) -> Self {
        Self {
            what: what.into(),
            hint: hint.to_owned(),
        }
    }
}

/// At most this many rows are listed; of the others only how many they are.
const ROWS_LISTED: usize = 5;

fn list_rows(rows: &[RowError]) -> String {
    let listed = rows
        .iter()
        .take(ROWS_LISTED)
        .map(|row| format!("line {}: {}", row.line, row.what));
    let more = match rows.len().saturating_sub(ROWS_LISTED) {
        0 => None,
        1 => Some("and 1 more line".to_owned()),
        more => Some(format!("and {more} more lines")),
    };
    listed.chain(more).collect::<Vec<_>>().join("\n")
}

impl ExchangeError {
    /// What the person can do about it.
    pub fn hint(&self) -> Cow<'_, str> {
        let hint = match self {
            Self::Reading(_) => "name a file that you may read, or - for standard input",
            Self::Changed => "nothing was imported; try again once no other program writes to it",
            Self::Writing(_) => {
                "name another file, or free some space on the disk; no partial file was left"
            }
            Self::Exists => "name another file, or replace it with --force",
            Self::Own => "name another file; this one is unchanged",
            Self::NotAFile => "name a file, or leave it out for standard output",
            Self::Rows(_) => {
                "nothing was imported; fix these lines, then try again: blocks imported before stay as they are"
            }
            Self::Overlaps(_) => {
                "nothing was imported; --overlap trim keeps the part that is free, --overlap skip leaves them out"
            }
            Self::Wrong(wrong) => &wrong.hint,
            Self::Store(fault) => return fault.hint(),
        };
        hint.into()
    }
}

impl From<ParseError> for ExchangeError {
    fn from(error: ParseError) -> Self {
        Self::Wrong(error)
    }
}

impl From<StoreError> for ExchangeError {
    fn from(error: StoreError) -> Self {
        Self::Store(ChangeError::Store(error))
    }
}
