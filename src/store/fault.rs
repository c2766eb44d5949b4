//! What can go wrong with the file, in the words of the person who has to mend it.

use std::fmt;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::domain::rules::Refusal;

/// Why a change was not saved.
#[derive(Debug)]
pub enum Fault {
    /// The rules of the lane forbid it.
    Refused(Refusal),
    /// The file could not be read or written.
    Store(StoreError),
}

/// What is wrong with the file.
#[derive(Debug)]
pub enum StoreError {
    /// The path is a folder, a device, …
    NotAFile(PathBuf),
    /// The file is empty: not even a header.
    Empty(PathBuf),
    /// The file is not an SQLite database.
    NotADatabase(PathBuf),
    /// The file is the database of another program.
    Foreign(PathBuf),
    /// The file was written by a newer version of this program.
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its schema.
        version: u32,
        /// The newest one known here.
        known: u32,
    },
    /// The folder cannot be made, or the file cannot be made in it.
    Folder {
        /// Which folder.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Another program has been writing for longer than the wait.
    Busy,
    /// The file or its folder cannot be written to.
    ReadOnly,
    /// The file no longer stands where it was opened.
    Moved(PathBuf),
    /// The disk is full.
    Full,
    /// The file is damaged.
    Damaged(String),
    /// A row says something that no block can say.
    Row {
        /// Which column.
        column: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A change cannot be undone or redone, because a block is not as the change left it.
    Overtaken {
        /// The change.
        label: String,
        /// The block that stands in the way.
        block: String,
    },
    /// The file could not be opened.
    Opening {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: Box<StoreError>,
    },
    /// Anything else that SQLite reports.
    Sqlite(rusqlite::Error),
}

impl StoreError {
    pub(super) fn opening(path: &Path, error: rusqlite::Error) -> Self {
        Self::Opening { path: path.to_owned(), cause: Box::new(error.into()) }
    }

    /// What the person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAFile(_) => "name a file with --db FILE or TAFS_DB",
            Self::Empty(_) => "put a backup in its place, or delete it to begin with a new one",
            Self::NotADatabase(_) | Self::Foreign(_) => {
                "it was left as it is; name another file with --db FILE or TAFS_DB"
            }
            Self::Newer { .. } => "it was left as it is; install the newer tafs, or name another file with --db FILE",
            Self::Folder { .. } => "make the folder writable, or name another file with --db FILE or TAFS_DB",
            Self::Busy => "close the program that holds the file, then do it again",
            Self::ReadOnly => "make the file and its folder writable for you, then do it again",
            Self::Moved(_) => "put the file back, then do it again",
            Self::Full => "free some space on the disk, then do it again",
            Self::Damaged(_) => {
                "nothing was written; copy the file away before anything else, then put a backup in its place"
            }
            Self::Row { .. } => "another program wrote this row; mend it there, or put a backup in the file's place",
            Self::Overtaken { .. } => "change the block itself instead",
            Self::Opening { cause, .. } => cause.hint(),
            Self::Sqlite(_) => "nothing was saved; do it again, and look at the disk if it comes back",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile(path) => write!(f, "{} is not a file", path.display()),
            Self::Empty(path) => write!(f, "{} is empty, not a tafs file", path.display()),
            Self::NotADatabase(path) => write!(f, "{} is not a tafs file: it is no SQLite database", path.display()),
            Self::Foreign(path) => write!(f, "{} is not a tafs file: another program's database", path.display()),
            Self::Newer { path, version, known } => write!(
                f,
                "{} was written by a newer tafs (schema {version}; this one knows up to {known})",
                path.display()
            ),
            Self::Folder { path, error } => write!(f, "cannot make a file in {}: {error}", path.display()),
            Self::Busy => f.write_str("another program has been writing to the file for more than 5 seconds"),
            Self::ReadOnly => f.write_str("the file cannot be written to: it or its folder is read-only"),
            Self::Moved(path) => write!(f, "{} was moved or deleted while it was open", path.display()),
            Self::Full => f.write_str("the disk is full"),
            Self::Damaged(what) => write!(f, "the file is damaged ({what})"),
            Self::Row { column, reason } => write!(f, "a row of the file is not a block: {column} {reason}"),
            Self::Overtaken { label, block } => {
                write!(f, "cannot take back \"{label}\": {block} has been changed since")
            }
            Self::Opening { path, cause } => write!(f, "cannot open {}: {cause}", path.display()),
            Self::Sqlite(error) => write!(f, "the file could not be used: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged(error.to_string()),
            _ => Self::Sqlite(error),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Fault {}

impl Fault {
    /// What the person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.hint(),
            Self::Store(error) => error.hint(),
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
