//! A whole copy of the file, made while others write, and the look at one: whether it is sound, and what it holds. Knows
//! nothing of where copies go.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction};

use super::cause::cause_of_write;
use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{folder_of, has_sides, with_end};
use super::settings::SETTINGS;
use super::wait::{self, Patience};
use super::{FileError, StoreError, migrate};
use crate::domain::stamp::{Moment, Offset, Stamp};

/// So many pages at a time; between them whoever waits to write does so.
const STEP: i32 = 64;
/// A write in between begins the copy anew. After so many times the file is locked until the copy is done, which goes
/// in larger steps then.
const RESTARTS: u32 = 5;
const LOCKED_STEP: i32 = 1024;
/// How many steps of SQLite's own are between two looks at whether a check is called off: a millisecond or so.
const LOOK_EACH: i32 = 1000;
/// The copy is not needed before it is whole: no journal of its own, and one sync at the end.
const COPYING: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";
/// What is only to be read takes no change.
const UNCHANGED: &str = "PRAGMA query_only = ON;";
/// All that SQLite knows to look for; each index against its table too.
const THOROUGHLY: &str = "PRAGMA integrity_check";
/// The same without the indexes.
const QUICKLY: &str = "PRAGMA quick_check";
/// Takes a file that was in WAL mode out of it.
const LEAVE_WAL: &str = "PRAGMA journal_mode = DELETE;";
/// How many blocks there are, and where the last one ends.
const HELD: &str = "SELECT (SELECT count(*) FROM block), coalesce(stop, start), coalesce(stop_offset, start_offset) \
     FROM block ORDER BY start DESC LIMIT 1";

/// All statements, for the test that finds each.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 6] = [COPYING, UNCHANGED, THOROUGHLY, QUICKLY, LEAVE_WAL, HELD];

/// What a file holds, in short.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Held {
    pub blocks: u64,
    /// Where the last block ends, or begins if it runs.
    pub until: Option<Moment>,
}

/// How closely a file is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Care {
    Quick,
    Thorough,
}

/// What the file at `path` holds; it is only read.
pub(super) fn held_at(path: &Path) -> Result<Held, StoreError> {
    check_is_there(path)?;
    open_to_read(path)
        .and_then(|connection| held_in(&connection))
        .map_err(|error| StoreError::from(error).of(path))
}

fn check_is_there(path: &Path) -> Result<(), StoreError> {
    match migrate::look_at(path)? {
        migrate::Found::Ours { .. } => Ok(()),
        migrate::Found::Nothing => Err(StoreError::Unreadable {
            path: path.to_owned(),
            error: ErrorKind::NotFound.into(),
        }),
    }
}

/// A file as a copy in memory, brought up to date there, for where nothing may be written.
pub(super) fn read_into_memory(path: &Path, patience: Patience) -> Result<Connection, StoreError> {
    let into_memory = |from: &Connection| {
        let mut memory = Connection::open_in_memory()?;
        // A copy in memory can't take another size of page later on.
        let size: i64 = from.pragma_query_value(None, "page_size", |row| row.get(0))?;
        memory.pragma_update(None, "page_size", size)?;
        copy_pages(from, &mut memory, || true)?;
        Ok::<_, StoreError>(memory)
    };
    let direct = open_with(path, patience)
        .map_err(StoreError::from)
        .and_then(|from| into_memory(&from));
    let mut memory = match direct {
        // A change was cut off, or another program has switched it to WAL: SQLite mends that in a file only.
        Err(error) if needs_sides(&error, path) => {
            let beside = tempfile::Builder::new()
                .prefix(&leftover_prefix(UNFINISHED))
                .tempdir();
            let beside = beside.map_err(|error| StoreError::Folder {
                path: std::env::temp_dir(),
                error,
            })?;
            let mended = beside.path().join("tafs.db");
            fetch_with_sides(path, &mended)?;
            // Another program may have written to it meanwhile.
            check_file(&mended, Care::Quick)?;
            into_memory(&open_to_read(&mended)?)
        }
        direct => direct,
    }?;
    migrate::upgrade_copy(&mut memory)?;
    memory.execute_batch(UNCHANGED)?;
    Ok(memory)
}

/// Copies page by page into the file at `to`, which is there and is nobody else's. `goes_on` is asked between the steps;
/// whether it always did.
pub(super) fn copy_file(
    from: &Connection,
    to: &Path,
    goes_on: impl Fn() -> bool,
) -> Result<bool, StoreError> {
    let mut into = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    into.execute_batch(COPYING)?;
    if !copy_pages(from, &mut into, goes_on).map_err(|error| of_copy(error, to))? {
        return Ok(false);
    }
    leave_wal(&into)?;
    let closed = into.close();
    closed.map_err(|(_, error)| of_copy(error, to))?;
    Ok(true)
}

/// Whether it went on to the end.
fn copy_pages(
    from: &Connection,
    into: &mut Connection,
    goes_on: impl Fn() -> bool,
) -> Result<bool, rusqlite::Error> {
    let mut lock = None;
    let backup = Backup::new(from, into)?;
    let (mut restarts, mut left) = (0, i32::MAX);
    loop {
        if restarts > RESTARTS && lock.is_none() {
            lock = Some(lock_to_read(from)?);
        }
        let pages = if lock.is_some() { LOCKED_STEP } else { STEP };
        match backup.step(pages)? {
            StepResult::Done => return Ok(true),
            StepResult::More => {}
            _ => return Err(make_busy_error()),
        }
        let remaining = backup.progress().remaining;
        restarts += u32::from(remaining >= left);
        left = remaining;
        if !goes_on() {
            return Ok(false);
        }
    }
}

/// Nobody writes to the file as long as this is there.
fn lock_to_read(from: &Connection) -> Result<Transaction<'_>, rusqlite::Error> {
    let lock = from.unchecked_transaction()?;
    // The lock comes with the first look.
    lock.pragma_query_value(None, "schema_version", |_| Ok(()))?;
    Ok(lock)
}

fn make_busy_error() -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None)
}

/// A copy of a file that another program had switched to WAL is a file of its own again.
pub(super) fn leave_wal(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch(LEAVE_WAL)
}

/// Of the two files it is the copy that needs room.
fn of_copy(error: rusqlite::Error, to: &Path) -> StoreError {
    let cause = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Some(ErrorKind::StorageFull.into()),
        Some(ErrorCode::SystemIoFailure) => cause_of_write(to),
        Some(_) | None => None,
    };
    match cause {
        Some(error) => StoreError::Folder {
            path: folder_of(to).to_owned(),
            error,
        },
        None => error.into(),
    }
}

/// Looks whether a file that nobody else has open is sound; what it holds.
pub(super) fn check_file(path: &Path, care: Care) -> Result<Held, StoreError> {
    check_connection(&open_to_read(path)?, care)
}

/// As [`check_file`], quickly; `None` where `goes_on`, which is asked again and again, has called it off.
pub(super) fn check_while(
    path: &Path,
    goes_on: impl Fn() -> bool + Send + 'static,
) -> Result<Option<Held>, StoreError> {
    let connection = open_to_read(path)?;
    connection.progress_handler(LOOK_EACH, Some(move || !goes_on()))?;
    match check_connection(&connection, Care::Quick) {
        Err(StoreError::File {
            cause: FileError::Sqlite(error),
            ..
        }) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => Ok(None),
        checked => checked.map(Some),
    }
}

fn check_connection(connection: &Connection, care: Care) -> Result<Held, StoreError> {
    let sql = match care {
        Care::Quick => QUICKLY,
        Care::Thorough => THOROUGHLY,
    };
    let found: Vec<String> = connection
        .prepare_cached(sql)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if let Some(damage) = found.iter().find(|line| is_damage(line)) {
        let first = damage.lines().next_back().unwrap_or_default();
        return Err(FileError::Damaged(first.to_owned()).into());
    }
    Ok(held_in(connection)?)
}

/// Whether a line of SQLite's check tells of damage. A row that says what it may not, which another program has written,
/// is read and copied as it is.
fn is_damage(line: &str) -> bool {
    line != "ok" && !line.contains("constraint failed in ") && !line.contains(" value in ")
}

/// A connection that changes nothing in the file and makes nothing beside it.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, rusqlite::Error> {
    open_with(path, Patience::Command)
}

/// As [`open_to_read`], waiting for others or not.
pub(super) fn open_with(path: &Path, patience: Patience) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    wait::set_patience(&connection, Some(path), patience)?;
    connection.execute_batch(SETTINGS)?;
    Ok(connection)
}

fn held_in(connection: &Connection) -> Result<Held, rusqlite::Error> {
    let held = connection.query_row(HELD, [], |row| {
        let until = Offset::new(row.get(2)?)
            .map(|offset| row.get(1).map(|at| Moment::new(Stamp::clamped(at), offset)));
        Ok(Held {
            blocks: row.get::<_, i64>(0)?.unsigned_abs(),
            until: until.transpose()?,
        })
    });
    Ok(held.optional()?.unwrap_or_default())
}

/// Copies a file of ours into the empty one at `into`, as SQLite reads it; where a change was cut off in it, as it was
/// before that change. The file itself stays as it is.
pub(super) fn fetch_file(from: &Path, into: &Path) -> Result<(), StoreError> {
    check_is_there(from)?;
    let copied = open_to_read(from)
        .map_err(StoreError::from)
        .and_then(|connection| copy_file(&connection, into, || true).map(|_| ()));
    match copied {
        Err(error) if needs_sides(&error, from) => fetch_with_sides(from, into),
        copied => copied,
    }
}

/// Whether a file can't be read for want of what is written beside it: SQLite would mend it first, and may not. What is
/// busy or full is so for its copy too.
fn needs_sides(error: &StoreError, path: &Path) -> bool {
    let cause = matches!(
        error,
        StoreError::File {
            cause: FileError::ReadOnly,
            ..
        }
    );
    cause && has_sides(path)
}

/// Copies a file with its journal, and lets SQLite put the two together in the copy.
fn fetch_with_sides(from: &Path, into: &Path) -> Result<(), StoreError> {
    let failed = |error| StoreError::Unreadable {
        path: from.to_owned(),
        error,
    };
    copy_bytes(from, &mut File::create(into).map_err(failed)?).map_err(failed)?;
    for side in ["-journal", "-wal"] {
        let side_of_copy = migrate::new_file(&with_end(into, side));
        match side_of_copy.and_then(|mut copy| copy_bytes(&with_end(from, side), &mut copy)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::remove_file(with_end(into, side)).map_err(failed)?;
            }
            copied => copied.map_err(failed)?,
        }
    }
    let connection = Connection::open_with_flags(into, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    leave_wal(&connection)?;
    connection.close().map_err(|(_, error)| error.into())
}

pub(super) fn copy_bytes(from: &Path, into: &mut File) -> io::Result<()> {
    io::copy(&mut File::open(from)?, into).map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rusqlite::ffi;

    use super::*;

    #[test]
    fn a_copy_ends_while_another_writes_between_all_of_its_steps() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, to) = (folder.path().join("one.db"), folder.path().join("two.db"));
        let writer = Connection::open(&path).expect("a file");
        writer
            .execute_batch(
                "CREATE TABLE block (note); INSERT INTO block VALUES (zeroblob(9000000));",
            )
            .expect("many pages");
        writer.busy_handler(None).expect("it never waits");
        migrate::new_file(&to).expect("a file");
        let (steps, refused) = (Cell::new(0), Cell::new(0));
        let write = || {
            steps.set(steps.get() + 1);
            let written = writer.execute_batch("UPDATE block SET note = randomblob(9000000);");
            refused.set(refused.get() + usize::from(written.is_err()));
        };
        let goes_on = || {
            write();
            steps.get() < 100
        };
        let from = open_to_read(&path).expect("a connection");
        assert!(copy_file(&from, &to, goes_on).expect("a copy"));
        assert!(steps.get() < 40, "{}", steps.get());
        assert!(refused.get() > 0, "the file was locked in the end");
        writer
            .execute_batch("UPDATE block SET note = NULL WHERE 0;")
            .expect("it is free again");
        // While it is locked, too, the copy can be called off.
        refused.set(0);
        let goes_on = || {
            write();
            refused.get() == 0
        };
        assert!(!copy_file(&from, &to, goes_on).expect("no failure"));
    }

    #[test]
    fn a_check_can_be_called_off() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tafs.db");
        let mut file = Connection::open(&path).expect("a file");
        migrate::to_newest(&mut file).expect("a schema");
        let filler = "CREATE TABLE filler AS WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n \
                      WHERE i < 30000) SELECT i FROM n;";
        file.execute_batch(filler).expect("many rows");
        drop(file);
        let looks = Arc::new(AtomicUsize::new(0));
        let goes_on = |most: usize| {
            let looks = Arc::clone(&looks);
            move || looks.fetch_add(1, Ordering::Relaxed) + 1 < most
        };
        let checked = check_while(&path, goes_on(usize::MAX)).expect("sound");
        assert_eq!(checked, Some(Held::default()));
        let all = looks.swap(0, Ordering::Relaxed);
        assert!(all > 10, "{all}");
        assert_eq!(check_while(&path, goes_on(3)).expect("no failure"), None);
        assert_eq!(looks.load(Ordering::Relaxed), 3, "it ends at once");
    }

    #[test]
    fn bytes_are_copied_only_where_sqlite_may_not_mend_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tafs.db");
        fs::write(with_end(&path, "-journal"), "x").expect("a journal");
        let code = |code| {
            let error = rusqlite::ffi::Error::new(code);
            StoreError::from(rusqlite::Error::SqliteFailure(error, None))
        };
        for (number, expected) in [
            (ffi::SQLITE_CANTOPEN, true),
            (ffi::SQLITE_READONLY_ROLLBACK, true),
            (ffi::SQLITE_BUSY, false),
            (ffi::SQLITE_FULL, false),
            (ffi::SQLITE_CORRUPT, false),
        ] {
            assert_eq!(needs_sides(&code(number), &path), expected, "{number}");
        }
        assert!(!needs_sides(&code(ffi::SQLITE_CANTOPEN), folder.path()));
    }
}
