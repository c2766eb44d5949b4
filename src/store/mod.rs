//! The one SQLite file: the only place with SQL. Knows the domain; decides nothing (see `domain::rules`).

mod account_touches;
mod added;
mod apply;
mod away;
mod backup;
mod calendars;
mod cause;
mod cell;
mod combine;
mod copies;
mod copy;
mod count_rows;
mod daily;
mod doctor;
mod doubt;
mod edits_text;
mod error;
mod export_rows;
mod exported;
mod facts;
mod find;
mod focus_runs;
mod foreign;
mod glance;
mod holder;
mod import;
mod in_bulk;
mod journal;
mod lane_ahead;
pub mod leftover;
mod mend;
mod migrate;
mod names;
mod notes;
mod place;
mod read;
mod removed;
mod rename;
mod repair;
mod replay;
mod restore;
mod restore_rows;
mod row;
mod salvage;
mod seed;
mod set_aside;
mod settings;
mod side_rows;
mod suggest;
mod suggestions;
mod transaction;
mod trial;
mod wait;
mod write;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::domain::block::BlockId;
use crate::domain::stale::StaleRule;

pub use apply::Applied;
pub use calendars::CalendarState;
pub use cause::{describe_cause, plain_cause, size_limit_flag};
pub use copies::{Copies, FoundCopy};
pub use copy::Held;
pub use daily::{DailyFile, describe_failed_copy, make_daily};
pub use doctor::{Check, Checkup, is_held, needs_repair};
pub use doubt::Settled;
use doubt::{Doubt, JournalMark};
pub use error::{ChangeError, FileError, StoreError};
#[cfg(test)]
pub(crate) use foreign::tests as foreign_tests;
pub use foreign::{HoursLog, NotRead, read_hours_logs, tables_of_head};
pub use import::{Feed, Import, Take};
pub use migrate::{begins_as_ours, is_ours};
pub use place::{dangling_link, folder_of, make_folder, sync_folder_of, with_end, without_links};
pub use repair::{Repaired, repair};
pub use replay::Undone;
pub use restore::{Restored, restore_copy};
pub use restore_rows::RestoredRows;
pub use salvage::Salvaged;
pub use suggest::MeetingSource;
#[cfg(test)]
pub(crate) use tests::held;
use wait::Patience;
pub use wait::tell_waits;
pub use write::Watch;

/// The oldest SQLite that is safe to use: 3.51.3 mends a way to corrupt a file under contention.
const OLDEST_SQLITE: i32 = 3_051_003;

const OPEN_FLAGS: OpenFlags =
    OpenFlags::SQLITE_OPEN_READ_WRITE.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);

/// The file with all blocks and the undo journal.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    /// Which file was opened, to notice when another one stands in its place; none in memory.
    file: Option<Identity>,
    /// How the file was on the disk when it was read into memory; none where the file itself is open.
    read_as: Option<FileState>,
    /// By which rule a running block is stale; without one none is.
    stale_rule: Option<StaleRule>,
    /// The rows that could not be read.
    set_aside: set_aside::SetAside,
    patience: Patience,
    /// What the transaction that runs has written to the journal last.
    mark: Cell<Option<JournalMark>>,
    /// The rows of the blocks that the transaction has deleted.
    freed: RefCell<HashMap<BlockId, i64>>,
    /// Of the last transaction it is not known how it ended.
    doubt: Option<Doubt>,
}

/// When a file and what SQLite writes beside it were written last, in seconds and nanoseconds, and how long each is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct FileState([Option<(i64, i64, u64)>; 3]);

impl FileState {
    fn of(path: &Path) -> Self {
        Self(["", "-journal", "-wal"].map(|end| {
            let found = std::fs::metadata(with_end(path, end)).ok()?;
            Some((found.mtime(), found.mtime_nsec(), found.len()))
        }))
    }
}

/// A file as the system knows it, whatever its name.
#[derive(Debug)]
struct Identity {
    path: PathBuf,
    device: u64,
    number: u64,
    /// Who may read and write it.
    mode: u32,
}

impl Identity {
    fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(Self {
            path: path.to_owned(),
            device: metadata.dev(),
            number: metadata.ino(),
            mode: metadata.mode(),
        })
    }
}

impl Store {
    /// Opens the file; where there is none, makes it and the folder around it, for this user alone. An older
    /// schema is brought up to date after a copy is made beside it. Anything that is not a file of ours is
    /// refused untouched.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_with(path, Patience::Command)
    }

    fn open_with(path: &Path, patience: Patience) -> Result<Self, StoreError> {
        let found = migrate::look_at(path)?;
        Self::open_found(path, &found, patience).map_err(|error| error.of(path))
    }

    fn open_found(
        path: &Path,
        found: &migrate::Found,
        patience: Patience,
    ) -> Result<Self, StoreError> {
        match found {
            migrate::Found::Nothing => migrate::create_file(path)?,
            migrate::Found::Ours { .. }
                if !found.is_current() && cause::describe_no_write(path).is_some() =>
            {
                return Self::open_to_read(path, patience);
            }
            migrate::Found::Ours { .. } => {}
        }
        let mut store = wait::retry_while_others_write(patience, Some(path), || {
            let connection = Connection::open_with_flags(path, OPEN_FLAGS)?;
            Self::with(connection, Some(path), patience)
        })?;
        match found {
            migrate::Found::Nothing
            | migrate::Found::Ours {
                version: migrate::NEWEST,
                wal: false,
                halted: false,
            } => {}
            migrate::Found::Ours {
                version,
                wal,
                halted,
            } => {
                let version = if *halted {
                    migrate::version_of(&store.connection)?
                } else {
                    *version
                };
                if version < migrate::NEWEST {
                    migrate::upgrade_file(&mut store.connection, path, version)?;
                }
                if *wal {
                    store.leave_wal()?;
                }
            }
        }
        store.file = Identity::of(path);
        Ok(store)
    }

    /// Opens a file that would have to be written to first, and can't be: it is read, and takes no change.
    fn open_to_read(path: &Path, patience: Patience) -> Result<Self, StoreError> {
        // Looked at first: what is written while it is read is a change to follow.
        let (file, read_as) = (Identity::of(path), FileState::of(path));
        let memory = copy::read_into_memory(path, patience)?;
        let mut store = Self::with(memory, None, patience)?;
        (store.file, store.read_as) = (file, Some(read_as));
        Ok(store)
    }

    /// Opens the file where there is one; `None` where nothing stands at the path, and nothing is made.
    pub fn open_existing(path: &Path) -> Result<Option<Self>, StoreError> {
        match migrate::look_at(path)? {
            migrate::Found::Nothing => Ok(None),
            migrate::Found::Ours { .. } => Self::open(path).map(Some),
        }
    }

    /// As [`Store::open_existing`], for what is asked every few seconds: it hardly waits for other programs.
    pub fn open_existing_briefly(path: &Path) -> Result<Option<Self>, StoreError> {
        match migrate::look_at(path)? {
            migrate::Found::Nothing => Ok(None),
            migrate::Found::Ours { .. } => Self::open_with(path, Patience::Brief).map(Some),
        }
    }

    /// Whether the file that was opened still stands at its path. Where it was moved, deleted or replaced, what
    /// is written now would be in no file that anyone opens again.
    fn check_place(&self) -> Result<(), StoreError> {
        let Some(opened) = &self.file else {
            return Ok(());
        };
        match Identity::of(&opened.path) {
            Some(found) if (found.device, found.number) == (opened.device, opened.number) => Ok(()),
            Some(_) => Err(StoreError::Replaced(opened.path.clone())),
            None => Err(StoreError::Moved(opened.path.clone())),
        }
    }

    /// What came of a read, an error with the file that it was met in.
    fn in_file<T>(&self, result: Result<T, impl Into<StoreError>>) -> Result<T, StoreError> {
        result.map_err(|error| match self.path() {
            Some(path) => error.into().of(path),
            None => error.into(),
        })
    }

    fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|file| file.path.as_path())
    }

    /// The files of which one is written to with every change, whoever makes it: the file itself, or the log beside it
    /// where another program keeps one. `None` in memory.
    pub(crate) fn changing_files(&self) -> Option<[PathBuf; 2]> {
        let path = self.path()?;
        Some([path.to_owned(), with_end(&without_links(path), "-wal")])
    }

    /// Opens the file at the path anew where it is not the one that was opened, or was read into memory and has been
    /// written to since. Whether it did.
    pub fn follow(&mut self) -> Result<bool, StoreError> {
        let Some(path) = self.path().map(Path::to_owned) else {
            return Ok(false);
        };
        match self.check_place() {
            Err(_) if path.exists() => {}
            Err(moved) => return Err(moved),
            Ok(())
                if self
                    .read_as
                    .is_some_and(|read| read != FileState::of(&path)) => {}
            Ok(()) => return Ok(false),
        }
        let opened = Self::open_with(&path, self.patience)?;
        let stale_rule = self.stale_rule.take();
        *self = Self {
            stale_rule,
            ..opened
        };
        Ok(true)
    }

    /// Waits for no other program any more: what meets one that holds the file fails at once, with
    /// [`StoreError::is_busy`].
    pub fn never_wait(&mut self) -> Result<(), StoreError> {
        self.patience = Patience::None;
        self.in_file(wait::set_patience(
            &self.connection,
            self.path(),
            self.patience,
        ))
    }

    /// The program that holds the file now, as far as the system tells.
    pub fn describe_holder(&self) -> String {
        holder::describe_holder(self.path().unwrap_or_else(|| Path::new("")))
    }

    /// The name of the file, without its folders.
    pub fn file_name(&self) -> String {
        let name = self.path().and_then(Path::file_name);
        name.map_or_else(
            || "the file".to_owned(),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    /// A store that lives as long as the value: for tests and previews.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut store = Self::with(Connection::open_in_memory()?, None, Patience::Command)?;
        migrate::to_newest(&mut store.connection)?;
        Ok(store)
    }

    fn with(
        connection: Connection,
        file: Option<&Path>,
        patience: Patience,
    ) -> Result<Self, rusqlite::Error> {
        if rusqlite::version_number() < OLDEST_SQLITE {
            return Err(rusqlite::Error::InvalidQuery);
        }
        wait::set_patience(&connection, file, patience)?;
        connection.execute_batch(settings::SETTINGS)?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(Self::over(connection, patience))
    }

    /// A store over a connection as it is.
    fn over(connection: Connection, patience: Patience) -> Self {
        Self {
            connection,
            file: None,
            read_as: None,
            stale_rule: None,
            set_aside: set_aside::SetAside::default(),
            patience,
            mark: Cell::new(None),
            freed: RefCell::default(),
            doubt: None,
        }
    }

    /// Another program has switched the file to WAL; a copy of the lone file would lose what it holds.
    fn leave_wal(&self) -> Result<(), rusqlite::Error> {
        self.connection
            .execute_batch("PRAGMA journal_mode = DELETE;")
    }
}

#[cfg(test)]
pub(crate) mod tests;
