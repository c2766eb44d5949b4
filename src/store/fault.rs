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
    NotADatabase(PathBuf),
    /// The file is the database of another program.
    Foreign(PathBuf),
    /// The file was written by a newer version of this program.
    Newer {
        path: PathBuf,
        version: u32,
        known: u32,
    },
    /// The folder cannot be made, or the file cannot be made in it.
    Folder {
        path: PathBuf,
        error: std::io::Error,
    },
    /// The file is there, but cannot be looked at.
    Unreadable {
        path: PathBuf,
        error: std::io::Error,
    },
    /// The file no longer stands where it was opened.
    Moved(PathBuf),
    /// A change cannot be undone or redone, because a block is not as the change left it.
    Overtaken {
        label: String,
        /// Whether it was to be made again, rather than taken back.
        again: bool,
        block: String,
    },
    /// The person has interrupted it.
    Interrupted,
    /// SQLite met with trouble in the file.
    File {
        /// Which file; none in memory.
        path: Option<PathBuf>,
        trouble: Trouble,
    },
}

/// What can go wrong within a file of ours.
#[derive(Debug)]
pub enum Trouble {
    /// Another program has been writing for longer than the wait.
    Busy,
    /// The file or its folder cannot be written to.
    ReadOnly,
    Full,
    Damaged(String),
    /// A row says something that it cannot say.
    Row {
        row: String,
        column: &'static str,
        reason: String,
    },
    /// Anything else that SQLite reports.
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// The same error, saying in which file where it does not say so yet.
    pub(super) fn of(self, file: &Path) -> Self {
        match self {
            Self::File {
                path: None,
                trouble,
            } => Self::File {
                path: Some(file.to_owned()),
                trouble,
            },
            named => named,
        }
    }

    pub(super) fn in_row(row: String, column: &'static str, reason: String) -> Self {
        Trouble::Row {
            row,
            column,
            reason,
        }
        .into()
    }

    /// What the person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotAFile(_) => "name a file with --db FILE or TAFS_DB",
            Self::Empty(_) => "put a backup in its place, or delete it to begin with a new one",
            Self::NotADatabase(_) | Self::Foreign(_) => {
                "it was left as it is; name another file with --db FILE or TAFS_DB"
            }
            Self::Newer { .. } => {
                "it was left as it is; install the newer tafs, or name another file with --db FILE"
            }
            Self::Folder { .. } => {
                "make the folder writable, or name another file with --db FILE or TAFS_DB"
            }
            Self::Unreadable { .. } => {
                "make the file readable for you, or name another one with --db FILE or TAFS_DB"
            }
            Self::Moved(_) => "put the file back, then do it again",
            Self::Overtaken { .. } => "change the block itself instead",
            Self::Interrupted => "nothing was saved; do it again to go through with it",
            Self::File { trouble, .. } => trouble.hint(),
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile(path) => write!(f, "{} is not a file", path.display()),
            Self::Empty(path) => write!(f, "{} is empty, not a tafs file", path.display()),
            Self::NotADatabase(path) => write!(
                f,
                "{} is not a tafs file: it is no SQLite database",
                path.display()
            ),
            Self::Foreign(path) => write!(
                f,
                "{} is not a tafs file: another program's database",
                path.display()
            ),
            Self::Newer {
                path,
                version,
                known,
            } => write!(
                f,
                "{} was written by a newer tafs (schema {version}; this one knows up to {known})",
                path.display()
            ),
            Self::Folder { path, error } => {
                write!(f, "cannot make a file in {}: {error}", path.display())
            }
            Self::Unreadable { path, error } => {
                write!(f, "cannot read {}: {error}", path.display())
            }
            Self::Moved(path) => write!(
                f,
                "{} was moved or deleted while it was open",
                path.display()
            ),
            Self::Overtaken {
                label,
                again,
                block,
            } => {
                let verb = if *again { "make again" } else { "take back" };
                write!(
                    f,
                    "cannot {verb} \"{label}\": {block} has been changed since"
                )
            }
            Self::Interrupted => f.write_str("interrupted"),
            Self::File {
                path: Some(path),
                trouble,
            } => trouble.tell(f, &path.display()),
            Self::File {
                path: None,
                trouble,
            } => trouble.tell(f, &"the file"),
        }
    }
}

impl Trouble {
    fn hint(&self) -> &'static str {
        match self {
            Self::Busy => "close the program that holds the file, then do it again",
            Self::ReadOnly => "make the file and its folder writable for you, then do it again",
            Self::Full => "free some space on the disk, then do it again",
            Self::Damaged(_) => {
                "nothing was written; copy the file away before anything else, then put a backup in its place"
            }
            Self::Row { .. } => {
                "another program wrote it; mend it there, or put a backup in the file's place"
            }
            Self::Sqlite(_) => {
                "nothing was saved; do it again, and look at the disk if it comes back"
            }
        }
    }

    fn tell(&self, f: &mut fmt::Formatter<'_>, file: &dyn fmt::Display) -> fmt::Result {
        match self {
            Self::Busy => write!(
                f,
                "another program has been writing to {file} for more than 5 seconds"
            ),
            Self::ReadOnly => write!(
                f,
                "{file} cannot be written to: it or its folder is read-only"
            ),
            Self::Full => write!(f, "{file} cannot grow: the disk is full"),
            Self::Damaged(what) => write!(f, "{file} is damaged: {what}"),
            Self::Row {
                row,
                column,
                reason,
            } => write!(f, "{row} in {file} cannot be read: its {column} {reason}"),
            Self::Sqlite(error) => write!(f, "{file} could not be used: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<Trouble> for StoreError {
    fn from(trouble: Trouble) -> Self {
        Self::File {
            path: None,
            trouble,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Trouble::from(error).into()
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        match (error.sqlite_error_code(), &error) {
            (Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked), _) => Self::Busy,
            (
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied),
                _,
            ) => Self::ReadOnly,
            (Some(ErrorCode::DiskFull), _) => Self::Full,
            (Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase), _) => {
                Self::Damaged(error.to_string())
            }
            // Our own statements are sound: where one cannot be prepared, a table or a column is not there.
            (_, rusqlite::Error::SqlInputError { msg, .. })
            | (Some(ErrorCode::Unknown), rusqlite::Error::SqliteFailure(_, Some(msg))) => {
                Self::Damaged(format!("its tables are not those of its schema, {msg}"))
            }
            (_, _) => Self::Sqlite(error),
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
    /// The same fault, saying in which file.
    pub(super) fn of(self, file: &Path) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(refusal),
            Self::Store(error) => Self::Store(error.of(file)),
        }
    }

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
