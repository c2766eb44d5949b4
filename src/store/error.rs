//! What can go wrong with the file, in the words of the person who has to mend it.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::types::Type;
use rustix::io::Errno;

use super::cause::{cause_of_write, describe_cause, describe_no_write, plain_cause};
use super::holder::describe_holder;
use super::place::dangling_link;
use crate::domain::rules::Refusal;

/// Why a change was not saved.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The rules of the lane forbid it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{} is a folder, not a file", .0.display())]
    IsAFolder(PathBuf),
    /// The path is a device, a pipe, …
    #[error("{} is not a file", .0.display())]
    NotAFile(PathBuf),
    /// Not even a header is in it.
    #[error("{} is empty, not a tafs file", .0.display())]
    Empty(PathBuf),
    #[error("{} is not a tafs file: it isn't a SQLite database", .0.display())]
    NotADatabase(PathBuf),
    #[error("{} is not a tafs file: another program's database", .0.display())]
    Foreign(PathBuf),
    #[error(
        "{} was written by a newer tafs (schema {version}; this one knows up to {known})",
        .path.display()
    )]
    Newer {
        path: PathBuf,
        version: u32,
        known: u32,
    },
    #[error("cannot make a file in {}: {}", .path.display(), describe_cause(.path, .error))]
    Folder {
        path: PathBuf,
        error: std::io::Error,
    },
    #[error("cannot read {}: {}", .path.display(), describe_cause(.path, .error))]
    Unreadable {
        path: PathBuf,
        error: std::io::Error,
    },
    /// A copy of the file that is no longer kept stays, where a newer one was made.
    #[error("cannot remove the old backup {}: {}", .path.display(), describe_cause(.path, .error))]
    OldCopy {
        path: PathBuf,
        error: std::io::Error,
    },
    /// A repair has found nothing.
    #[error("{} can't be repaired: {why}", .path.display())]
    NothingLeft { path: PathBuf, why: String },
    #[error("{} was moved or deleted while it was open", .0.display())]
    Moved(PathBuf),
    #[error("{} was replaced by another file while it was open", .0.display())]
    Replaced(PathBuf),
    /// A change cannot be undone or redone, because a block is not as the change left it.
    #[error(
        "cannot {} \"{label}\": {block} has been changed since",
        if *.again { "make again" } else { "take back" }
    )]
    Overtaken {
        label: String,
        /// Whether it was to be made again, rather than taken back.
        again: bool,
        block: String,
    },
    #[error("interrupted")]
    Interrupted,
    /// A row that comes from elsewhere breaks a rule of the file.
    #[error("{0}")]
    NotTaken(String),
    /// SQLite met with trouble in the file.
    #[error("{}", .cause.describe(.path.as_deref()))]
    File {
        /// Which file; none in memory.
        path: Option<PathBuf>,
        cause: FileError,
        /// Whether a change was to be saved, and is known not to be.
        unsaved: bool,
    },
    /// The disk failed while a change was saved, and the file has not told yet whether it is there.
    #[error("can't tell yet whether it was saved: {0}")]
    Unsure(String),
}

/// What can go wrong within a file of ours.
#[derive(Debug)]
pub enum FileError {
    /// Another program has held the file for longer than the wait.
    Busy,
    /// A table was to be changed while this program itself still read it.
    InUse,
    ReadOnly,
    Full,
    /// What the disk lets this user have is used up.
    Quota,
    /// The shell has set a limit to how large a file may grow.
    Limit,
    Damaged(String),
    /// The disk can't read it.
    Disk(std::io::Error),
    /// A row says something that it cannot say.
    Row {
        row: String,
        column: &'static str,
        reason: String,
    },
    /// What a row says that can't be read would be lost.
    Kept {
        row: String,
        reason: String,
    },
    /// The file's own check of the lane refused a write, because of this row.
    Overlap(String),
    /// Anything else that SQLite reports.
    Sqlite(rusqlite::Error),
}

impl StoreError {
    /// The same error, saying in which file where it does not say so yet.
    pub(super) fn of(self, file: &Path) -> Self {
        match self {
            Self::File {
                path: None,
                cause,
                unsaved,
            } => Self::File {
                path: Some(file.to_owned()),
                cause: cause.look_closer(file),
                unsaved,
            },
            named => named,
        }
    }

    /// Whether another program holds the file: to do it again later may go well.
    pub const fn is_busy(&self) -> bool {
        matches!(
            self,
            Self::File {
                cause: FileError::Busy,
                ..
            }
        )
    }

    /// Whether it is not known yet if a change was saved: [`Store::settle_doubt`](super::Store::settle_doubt) tells.
    pub const fn is_unsure(&self) -> bool {
        matches!(self, Self::Unsure(_))
    }

    /// The same error of a change that is known not to be saved.
    fn unsaved(self) -> Self {
        match self {
            Self::File { path, cause, .. } => Self::File {
                path,
                cause,
                unsaved: true,
            },
            other => other,
        }
    }

    pub(super) fn in_row(row: String, column: &'static str, reason: String) -> Self {
        FileError::Row {
            row,
            column,
            reason,
        }
        .into()
    }

    /// What the person can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::IsAFolder(_) | Self::NotAFile(_) => "name a file with --db FILE or TAFS_DB",
            Self::Empty(_) => {
                "tafs restore lists its copies: restore one, or delete the file to start over"
            }
            Self::NotADatabase(_) | Self::Foreign(_) => {
                "it is unchanged; name another file with --db FILE or TAFS_DB, or run tafs doctor"
            }
            Self::Newer { .. } => {
                "it is unchanged; install the newer tafs, or name another file with --db FILE"
            }
            Self::Folder { error, .. } if is_full(error) => FileError::Full.hint(false),
            Self::Folder { error, .. } if error.kind() == ErrorKind::FileTooLarge => {
                FileError::Limit.hint(false)
            }
            Self::Folder { path, error } | Self::Unreadable { path, error }
                if [ErrorKind::NotFound, ErrorKind::AlreadyExists].contains(&error.kind())
                    && dangling_link(path).is_some() =>
            {
                "put it there again (its disk may not be mounted), or remove the link to begin with a new file"
            }
            Self::Folder { .. } => {
                "make the folder writable, or name another file with --db FILE or TAFS_DB"
            }
            Self::Unreadable { error, .. } if error.kind() == ErrorKind::NotFound => {
                "put it there again, or name another file with --db FILE or TAFS_DB"
            }
            Self::Unreadable { error, .. } if is_disk_fault(error) => DISK_FAILS,
            Self::Unreadable { .. } => {
                "make the file readable for you, or name another one with --db FILE or TAFS_DB"
            }
            Self::OldCopy { .. } => "remove it yourself",
            Self::NothingLeft { .. } => "it is unchanged; tafs restore lists the backups",
            Self::Moved(_) => "put the file back, then try again",
            Self::Replaced(_) => "nothing was saved; try again to save it in the new one",
            Self::Overtaken { .. } => "change the block itself instead",
            Self::Interrupted => "nothing was saved; run it again to finish it",
            Self::NotTaken(_) => "nothing was saved; fix that row at its source",
            Self::File { cause, unsaved, .. } => cause.hint(*unsaved),
            Self::Unsure(_) => "once the disk works again, check tafs log before you repeat it",
        }
    }
}

/// What to do where the disk can't read the file.
const DISK_FAILS: &str =
    "copy the file to another disk while you can, check this disk, and use the copy: --db FILE";

/// Whether the disk itself fails.
fn is_disk_fault(error: &std::io::Error) -> bool {
    Errno::from_io_error(error) == Some(Errno::IO)
}

/// Whether it is the disk that has no room.
fn is_full(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}

impl FileError {
    /// The same, where SQLite only says that a write failed with why it did.
    fn look_closer(self, file: &Path) -> Self {
        let Self::Sqlite(error) = &self else {
            return self;
        };
        if error.sqlite_error_code() != Some(ErrorCode::SystemIoFailure) {
            return self;
        }
        match cause_of_write(file) {
            Some(cause) if cause.kind() == ErrorKind::QuotaExceeded => Self::Quota,
            Some(cause) if cause.kind() == ErrorKind::StorageFull => Self::Full,
            Some(cause) if cause.kind() == ErrorKind::FileTooLarge => Self::Limit,
            Some(_) | None => self,
        }
    }

    fn hint(&self, unsaved: bool) -> &'static str {
        match self {
            Self::Busy => "close that program, then try again",
            Self::InUse if unsaved => "nothing was saved; try again",
            Self::InUse => "try again",
            Self::ReadOnly => "make the file and its folder writable for you, then try again",
            Self::Full | Self::Quota => "free some space on the disk, then try again",
            Self::Limit => "raise the limit with ulimit -f unlimited, then try again",
            Self::Disk(_) if unsaved => {
                "nothing was saved; copy the file to another disk while you can, and check this one"
            }
            Self::Disk(_) => DISK_FAILS,
            Self::Damaged(_) if unsaved => {
                "nothing was saved; tafs doctor says why, tafs doctor --repair saves what can be read"
            }
            Self::Damaged(_) => "tafs doctor says why, tafs doctor --repair saves what can be read",
            Self::Row { .. } | Self::Kept { .. } | Self::Overlap(_) => {
                "nothing was saved; tafs doctor says why, tafs doctor --repair repairs the file"
            }
            Self::Sqlite(_) if unsaved => {
                "nothing was saved; try again, and check the disk if it fails again"
            }
            Self::Sqlite(_) => "try again, and check the disk if it fails again",
        }
    }

    fn describe(&self, path: Option<&Path>) -> String {
        let file = path.map_or_else(|| "the file".to_owned(), |path| path.display().to_string());
        match self {
            Self::Busy => {
                let holder = path.map_or_else(|| "another program".to_owned(), describe_holder);
                format!("{holder} has been holding {file} for more than 5 seconds")
            }
            Self::InUse => format!("{file} could not be changed: tafs itself was still reading it"),
            Self::ReadOnly => {
                let why = path.and_then(describe_no_write);
                let why = why.unwrap_or("it or its folder is read-only");
                format!("{file} cannot be written to: {why}")
            }
            Self::Full => format!("{file} cannot grow: the disk is full"),
            Self::Quota => format!("{file} cannot grow: your quota on that disk is used up"),
            Self::Limit => {
                format!(
                    "{file} cannot grow: it would pass this shell's limit for the size of a file (ulimit -f)"
                )
            }
            Self::Damaged(what) => format!("{file} is damaged: {what}"),
            Self::Disk(error) => {
                let cause = plain_cause(error).map_or_else(|| error.to_string(), str::to_owned);
                format!("{file} can't be read: {cause}")
            }
            Self::Row {
                row,
                column,
                reason,
            } => format!("{row} in {file} cannot be read: its {column} {reason}"),
            Self::Kept { row, reason } => {
                format!("{row} in {file} can't be read and would be lost: {reason}")
            }
            Self::Overlap(row) => format!("{row} in {file} overlaps another one"),
            Self::Sqlite(error) => format!("{file} could not be used: {error}"),
        }
    }
}

impl From<FileError> for StoreError {
    fn from(cause: FileError) -> Self {
        Self::File {
            path: None,
            cause,
            unsaved: false,
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        FileError::from(error).into()
    }
}

impl From<rusqlite::Error> for FileError {
    fn from(error: rusqlite::Error) -> Self {
        match (error.sqlite_error_code(), &error) {
            (Some(ErrorCode::DatabaseBusy), _) => Self::Busy,
            (Some(ErrorCode::DatabaseLocked), _) => Self::InUse,
            (
                Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied),
                _,
            ) => Self::ReadOnly,
            (Some(ErrorCode::DiskFull), _) => Self::Full,
            (Some(ErrorCode::SystemIoFailure), _) if is_failed_read(&error) => {
                Self::Disk(Errno::IO.into())
            }
            (Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase), _) => {
                Self::Damaged(error.to_string())
            }
            (Some(ErrorCode::ConstraintViolation), _) if is_overlap(&error) => {
                Self::Overlap("a block".to_owned())
            }
            // The rules see to it that the file lets in what is written, unless its rows break its own rules.
            (Some(ErrorCode::ConstraintViolation), _) => {
                Self::Damaged(format!("its rows contradict each other: {error}"))
            }
            // Our own statements are sound: where one cannot be prepared, a table or a column is not there.
            (_, rusqlite::Error::SqlInputError { msg, .. })
            | (Some(ErrorCode::Unknown), rusqlite::Error::SqliteFailure(_, Some(msg))) => {
                Self::Damaged(format!("its tables don't match its schema: {msg}"))
            }
            (_, _) => Self::Sqlite(error),
        }
    }
}

/// What SQLite says to a row from elsewhere; where that breaks a rule of the file, it is the row that is wrong.
pub(super) fn refuse_broken_rule(error: rusqlite::Error) -> StoreError {
    match &error {
        rusqlite::Error::SqliteFailure(code, message)
            if code.code == ErrorCode::ConstraintViolation =>
        {
            let message = message.as_deref().unwrap_or_default();
            StoreError::NotTaken(describe_constraint(message))
        }
        _ => error.into(),
    }
}

/// Which rule of the file a row breaks, by SQLite's word for it.
fn describe_constraint(message: &str) -> String {
    if message.contains("overlap") {
        "overlaps another block".to_owned()
    } else if message.contains("block_running") {
        "is a second running block".to_owned()
    } else if message.starts_with("UNIQUE") {
        "comes twice".to_owned()
    } else {
        format!("breaks a rule of the file: {message}")
    }
}

/// Why the value of a column can't be read, after its name.
pub(super) fn unreadable_value(column: &str, error: &rusqlite::Error) -> String {
    let what = match error {
        rusqlite::Error::FromSqlConversionFailure(_, Type::Text, _)
        | rusqlite::Error::Utf8Error(..) => "UTF-8",
        rusqlite::Error::FromSqlConversionFailure(_, Type::Blob, _) => "of the right length",
        rusqlite::Error::IntegralValueOutOfRange(..) => "in range",
        _ => "of the right kind",
    };
    format!("{} {what}", is_not(column))
}

/// Why the JSON of a column can't be read, after its name.
pub(super) fn unreadable_json(column: &str, error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Data => return odd_value(column),
        serde_json::error::Category::Io
        | serde_json::error::Category::Syntax
        | serde_json::error::Category::Eof => "whole JSON",
    };
    format!("{} {what}", is_not(column))
}

/// What there is to say of a column that can be read and still isn't ours, after its name.
pub(super) fn odd_value(column: &str) -> String {
    format!("{} as tafs writes it", is_not(column))
}

fn is_not(column: &str) -> &'static str {
    if column.ends_with('s') {
        "aren't"
    } else {
        "isn't"
    }
}

/// Whether it is the disk that failed to read.
fn is_failed_read(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    [
        rusqlite::ffi::SQLITE_IOERR_READ,
        rusqlite::ffi::SQLITE_IOERR_CORRUPTFS,
    ]
    .map(Some)
    .contains(&code)
}

/// Whether it is the lane's own check that refused a write.
fn is_overlap(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    code == Some(rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER)
}

impl ChangeError {
    /// As [`StoreError::is_busy`].
    pub const fn is_busy(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_busy())
    }

    /// As [`StoreError::is_unsure`].
    pub const fn is_unsure(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_unsure())
    }

    /// The same error of a change that is known not to be saved.
    pub(super) fn unsaved(self) -> Self {
        match self {
            Self::Store(error) => Self::Store(error.unsaved()),
            refused @ Self::Refused(_) => refused,
        }
    }

    /// What the person can do about it.
    pub fn hint(&self) -> Cow<'static, str> {
        match self {
            Self::Refused(refusal) => refusal.hint(),
            Self::Store(error) => error.hint().into(),
        }
    }
}

impl From<rusqlite::Error> for ChangeError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_in_the_way_is_not_mistaken() {
        let failed = |sql: &str, other: &str| {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("tafs.db");
            let open = || rusqlite::Connection::open(&path).expect("a file");
            let (one, another) = (open(), open());
            one.execute_batch("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2)")
                .expect("a table");
            another.execute_batch(other).expect("the other");
            let mut reading = one.prepare("SELECT n FROM t").expect("a query");
            let mut rows = reading.query([]).expect("rows");
            rows.next().expect("a row");
            let error = one.execute_batch(sql).expect_err("refused");
            StoreError::from(error).of(&path)
        };
        let own = failed("DROP TABLE t", "");
        assert!(!own.is_busy(), "{own}");
        assert!(
            own.to_string().contains("tafs itself was still reading it"),
            "{own}"
        );
        let others = failed("INSERT INTO t VALUES (3)", "BEGIN IMMEDIATE");
        assert!(others.is_busy(), "{others}");
        assert!(others.to_string().contains("has been holding"), "{others}");
    }

    #[test]
    fn only_a_link_to_nothing_is_told_to_be_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("nowhere", &link).expect("a link");
        let missing = folder.path().join("missing");
        for (path, expected) in [(link, true), (missing, false)] {
            for kind in [ErrorKind::NotFound, ErrorKind::AlreadyExists] {
                let unreadable = StoreError::Unreadable {
                    path: path.clone(),
                    error: kind.into(),
                };
                let folder = StoreError::Folder {
                    path: path.clone(),
                    error: kind.into(),
                };
                assert_eq!(unreadable.hint().contains("link"), expected, "{kind}");
                assert_eq!(folder.hint().contains("link"), expected, "{kind}");
            }
        }
    }
}
