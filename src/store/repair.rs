//! A damaged file, replaced by a new one of what can be read of it: copied aside first, whatever its state, and swapped
//! under a lock that no other program's write gets between.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::doctor;
use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{SIDES, folder_of, has_sides, with_end};
use super::restore::{Lock, failed_swap, lock_alone, unless_missing};
use super::salvage::{Salvaged, salvage};
use super::{Copies, FileError, StoreError, copy, migrate, wait};
use crate::domain::calendar::Calendar;
use crate::domain::stamp::Moment;

const LOOK: &str = "SELECT count(*) FROM sqlite_schema";

/// What came of a repair.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repaired {
    /// The file as it was.
    pub copy: PathBuf,
    pub salvaged: Salvaged,
}

/// Puts what can be read of a damaged file in its place. What is no file of ours is refused and stays as it is.
pub fn repair(path: &Path, now: Moment, calendar: &Calendar) -> Result<Repaired, StoreError> {
    repair_by(path, now, calendar, wait::wait_for_others)
}

/// As [`repair`]; `wait` waits for whoever is writing, by how often it has, and says whether to look again.
pub(super) fn repair_by(
    path: &Path,
    now: Moment,
    calendar: &Calendar,
    wait: fn(i32) -> bool,
) -> Result<Repaired, StoreError> {
    let refusal = check_kind(path)?;
    let copies = Copies::of(path);
    let place = copies.place();
    let failed = failed_swap(place);
    let aside = copies.kept_name(now);
    let mut lock = lock_to_write(place, wait)?;
    copy_aside(&mut lock, place, &aside).map_err(&failed)?;
    if has_sides(place) {
        // SQLite takes back what of a change is in the file; it locks by itself, and closing would lose our lock.
        drop(lock);
        settle(place);
        lock = lock_to_write(place, wait)?;
    }
    let bytes = read_all(&mut lock).map_err(&failed)?;
    let beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(folder_of(place))
        .map_err(&failed)?;
    let ready = beside.path().join("tafs.db");
    migrate::new_file(&ready).map_err(&failed)?;
    let salvaged = salvage(&bytes, &ready, calendar, now.at);
    let Some(salvaged) = salvaged.map_err(|error| error.of(place))? else {
        // It was none of ours: nothing of it is needed.
        for end in ["", "-journal", "-wal", "-shm"] {
            fs::remove_file(with_end(&aside, end)).ok();
        }
        let none = || FileError::Damaged("nothing that tafs has written is in it".to_owned());
        return Err(refusal.unwrap_or_else(|| StoreError::from(none()).of(place)));
    };
    let swapped = File::open(&ready)
        .and_then(|file| file.sync_all())
        .and_then(|()| take_place(&ready, place));
    swapped.map_err(&failed)?;
    drop(lock);
    Ok(Repaired {
        copy: aside,
        salvaged,
    })
}

/// Refuses what cannot be a damaged file of ours; for what may be none, why it was not opened.
fn check_kind(path: &Path) -> Result<Option<StoreError>, StoreError> {
    match migrate::look_at(path) {
        Ok(migrate::Found::Nothing) => Err(StoreError::Unreadable {
            path: path.to_owned(),
            error: ErrorKind::NotFound.into(),
        }),
        Ok(migrate::Found::Ours { .. }) => Ok(None),
        // A number in its head that is damaged makes a file look newer; its tables tell.
        Err(newer @ StoreError::Newer { .. }) => {
            if doctor::has_newest_tables(path) {
                Ok(None)
            } else {
                Err(newer)
            }
        }
        Err(
            refusal @ (StoreError::NotADatabase(_)
            | StoreError::Foreign(_)
            | StoreError::File {
                cause: FileError::Damaged(_),
                ..
            }),
        ) => Ok(Some(refusal)),
        Err(error) => Err(error),
    }
}

fn lock_to_write(place: &Path, wait: fn(i32) -> bool) -> Result<File, StoreError> {
    match lock_alone(place, wait).map_err(failed_swap(place))? {
        Lock::Held(file) => Ok(file),
        Lock::ReadOnly => Err(StoreError::from(FileError::ReadOnly).of(place)),
        Lock::NoFile => Err(StoreError::Moved(place.to_owned())),
    }
}

fn read_all(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Copies the file that is locked, and what SQLite keeps beside it, to the disk.
fn copy_aside(lock: &mut File, place: &Path, aside: &Path) -> io::Result<()> {
    lock.rewind()?;
    let mut copy = migrate::new_file(aside)?;
    io::copy(lock, &mut copy)?;
    copy.sync_all()?;
    for side in SIDES {
        if let Ok(mut from) = File::open(with_end(place, side)) {
            let mut copy = migrate::new_file(&with_end(aside, side))?;
            io::copy(&mut from, &mut copy)?;
            copy.sync_all()?;
        }
    }
    sync_folder(place);
    Ok(())
}

/// The new name is on the disk once its folder is; not every system can sync a folder.
fn sync_folder(place: &Path) {
    if let Ok(folder) = File::open(folder_of(place)) {
        folder.sync_all().ok();
    }
}

/// Lets SQLite bring what lies beside the file into it; where it cannot, that stays in the copy.
fn settle(place: &Path) {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if let Ok(connection) = Connection::open_with_flags(place, flags) {
        connection
            .busy_timeout(std::time::Duration::from_secs(5))
            .ok();
        connection.query_row(LOOK, [], |_| Ok(())).ok();
        copy::leave_wal(&connection).ok();
    }
}

/// What lies beside the old file would be taken for the new one's: it goes first, and is in the copy.
fn take_place(ready: &Path, place: &Path) -> io::Result<()> {
    for side in SIDES {
        unless_missing(fs::remove_file(with_end(place, side)))?;
    }
    fs::rename(ready, place)?;
    sync_folder(place);
    Ok(())
}
