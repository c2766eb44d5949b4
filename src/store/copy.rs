//! A whole copy of the file, made while others write, and the look at one: whether it is sound, and what it holds. Knows
//! nothing of where copies go.

use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::settings::SETTINGS;
use super::{FileError, Store, StoreError, migrate, wait};
use crate::domain::stamp::{Moment, Offset, Stamp};

/// So many pages at a time; between them whoever waits to write does so.
const STEP: i32 = 256;
/// A write in between begins the copy anew. After so many times it is done in one step, which nobody gets between.
const RESTARTS: u32 = 5;
/// The copy is not needed before it is whole: no journal of its own, and one sync at the end.
const COPYING: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;";
/// All that SQLite knows to look for; each index against its table too.
const THOROUGHLY: &str = "PRAGMA integrity_check";
/// The same without the indexes.
const QUICKLY: &str = "PRAGMA quick_check";
/// How many blocks there are, and where the last one ends.
const HELD: &str = "SELECT (SELECT count(*) FROM block), coalesce(stop, start), coalesce(stop_offset, start_offset) \
     FROM block ORDER BY start DESC LIMIT 1";

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

impl Store {
    /// Copies all of the file into the empty one at `to`, while others write, and looks whether the copy is sound.
    /// What it holds.
    pub fn copy_to(&self, to: &Path) -> Result<Held, StoreError> {
        self.in_file(copy(&self.connection, to, || true))?;
        self.in_file(check(to, Care::Quick))
    }

    /// What the file at `path` holds; it is only read.
    pub fn held_at(path: &Path) -> Result<Held, StoreError> {
        match migrate::look_at(path)? {
            migrate::Found::Nothing => Err(StoreError::Unreadable {
                path: path.to_owned(),
                error: std::io::ErrorKind::NotFound.into(),
            }),
            migrate::Found::Ours { .. } => open_to_read(path)
                .and_then(|connection| held_in(&connection))
                .map_err(|error| StoreError::from(error).of(path)),
        }
    }
}

/// Copies page by page into the file at `to`, which is there and is nobody else's. `goes_on` is asked between the steps;
/// whether it always did.
pub(super) fn copy(
    from: &Connection,
    to: &Path,
    goes_on: impl Fn() -> bool,
) -> Result<bool, StoreError> {
    let mut into = Connection::open_with_flags(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    into.execute_batch(COPYING)?;
    let backup = Backup::new(from, &mut into)?;
    let (mut restarts, mut left) = (0, i32::MAX);
    loop {
        let pages = if restarts > RESTARTS { -1 } else { STEP };
        match backup.step(pages).map_err(|error| of_copy(error, to))? {
            StepResult::Done => break,
            StepResult::More => {}
            _ => return Err(FileError::Busy.into()),
        }
        let remaining = backup.progress().remaining;
        restarts += u32::from(remaining > left);
        left = remaining;
        if !goes_on() {
            return Ok(false);
        }
    }
    drop(backup);
    leave_wal(&into)?;
    into.close().map_err(|(_, error)| of_copy(error, to))?;
    Ok(true)
}

/// A copy of a file that another program had switched to WAL is a file of its own again.
pub(super) fn leave_wal(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection.execute_batch("PRAGMA journal_mode = DELETE;")
}

/// Of the two files it is the copy that needs room.
fn of_copy(error: rusqlite::Error, to: &Path) -> StoreError {
    if error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) {
        return StoreError::Folder {
            path: to.parent().unwrap_or(to).to_owned(),
            error: std::io::ErrorKind::StorageFull.into(),
        };
    }
    error.into()
}

/// Looks whether a file that nobody else has open is sound; what it holds.
pub(super) fn check(path: &Path, care: Care) -> Result<Held, StoreError> {
    let connection = open_to_read(path)?;
    let sql = match care {
        Care::Quick => QUICKLY,
        Care::Thorough => THOROUGHLY,
    };
    let found: Vec<String> = connection
        .prepare(sql)?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if let Some(damage) = found.iter().find(|line| is_damage(line)) {
        let first = damage.lines().next_back().unwrap_or_default();
        return Err(FileError::Damaged(first.to_owned()).into());
    }
    Ok(held_in(&connection)?)
}

/// Whether a line of SQLite's check tells of damage. A row that says what it may not, which another program has written,
/// is read and copied as it is.
fn is_damage(line: &str) -> bool {
    line != "ok" && !line.contains("constraint failed in ") && !line.contains(" value in ")
}

/// A connection that changes nothing in the file and makes nothing beside it.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    wait::prepare(&connection)?;
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
