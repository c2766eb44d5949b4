//! A damaged file, replaced by a new one of what can be read of it: copied aside first, whatever its state, and swapped
//! under a lock that no other program's write gets between.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::doctor;
use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{SIDES, folder_of, has_sides, sync_folder_of, with_end};
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
    let (refusal, notes) = check_kind(path)?;
    let copies = Copies::of(path);
    let place = copies.place();
    let failed = failed_swap(place);
    let aside = copies.kept_name(now);
    let mut lock = lock_to_write(place, wait)?;
    if let Some((_, error)) = doctor::find_unreadable(&lock) {
        return Err(StoreError::from(FileError::Disk(error)).of(place));
    }
    copy_aside(&mut lock, place, &aside).map_err(&failed)?;
    let settled = has_sides(place);
    if settled {
        // SQLite takes back what of a change is in the file; it locks by itself, and closing would lose our lock.
        drop(lock);
        settle(place);
        lock = lock_to_write(place, wait)?;
    }
    let unused = || {
        for end in ["", "-journal", "-wal", "-shm"] {
            fs::remove_file(with_end(&aside, end)).ok();
        }
    };
    let ready = build(&lock, place, calendar, now);
    // The file stays as it is: without a new one nothing needs the copy, which takes room that may be short.
    let (beside, salvaged) = match ready {
        Ok(ready) => ready,
        Err(error) => {
            if !settled {
                unused();
            }
            return Err(error);
        }
    };
    let Some(mut salvaged) = salvaged else {
        unused();
        drop(lock);
        return Err(nothing_left(place, refusal));
    };
    salvaged.notes.splice(0..0, notes);
    let ready = beside.path().join("tafs.db");
    take_place(&ready, place).map_err(&failed)?;
    drop(lock);
    Ok(Repaired {
        copy: aside,
        salvaged,
    })
}

/// What can be read of the locked file, as a new one in a folder beside it.
fn build(
    lock: &File,
    place: &Path,
    calendar: &Calendar,
    now: Moment,
) -> Result<(tempfile::TempDir, Option<Salvaged>), StoreError> {
    let failed = failed_swap(place);
    let beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(folder_of(place))
        .map_err(&failed)?;
    let ready = beside.path().join("tafs.db");
    migrate::new_file(&ready).map_err(&failed)?;
    let salvaged = salvage(lock, &ready, calendar, now.at).map_err(|error| error.of(place))?;
    if salvaged.is_some() {
        let synced = File::open(&ready).and_then(|file| file.sync_all());
        synced.map_err(&failed)?;
    }
    Ok((beside, salvaged))
}

/// Why nothing came of it: where it is one of ours, what is left of it, else why it was not opened.
fn nothing_left(place: &Path, refusal: Option<StoreError>) -> StoreError {
    let cut = doctor::describe_cut(place);
    match (refusal, cut) {
        (Some(refusal), None) if !migrate::is_ours(place) => refusal,
        (_, cut) => StoreError::NothingLeft {
            path: place.to_owned(),
            why: cut.map_or_else(
                || "no block is left in it".to_owned(),
                |cut| format!("{cut}, and no block is among them"),
            ),
        },
    }
}

/// Refuses what cannot be a damaged file of ours. For what may be none, why it was not opened; and what is to be said of
/// the file as a whole.
fn check_kind(path: &Path) -> Result<(Option<StoreError>, Vec<String>), StoreError> {
    let notes = || doctor::describe_cut(path).into_iter().collect();
    match migrate::look_at(path) {
        Ok(migrate::Found::Nothing) => Err(StoreError::Unreadable {
            path: path.to_owned(),
            error: ErrorKind::NotFound.into(),
        }),
        Ok(migrate::Found::Ours { .. }) => Ok((None, notes())),
        // A number in its head that is damaged makes a file look newer; its tables tell.
        Err(StoreError::Newer {
            path,
            version,
            known,
        }) => match doctor::find_schema(&path) {
            Some(found) => {
                let note = format!(
                    "it said schema {version}, as of a newer tafs; its tables are those of schema {found}"
                );
                Ok((None, vec![note]))
            }
            None => Err(StoreError::Newer {
                path,
                version,
                known,
            }),
        },
        Err(
            refusal @ (StoreError::NotADatabase(_)
            | StoreError::Foreign(_)
            | StoreError::File {
                cause: FileError::Damaged(_),
                ..
            }),
        ) => Ok((Some(refusal), notes())),
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

/// Copies the file that is locked, and what SQLite keeps beside it, to the disk.
fn copy_aside(lock: &mut File, place: &Path, aside: &Path) -> io::Result<()> {
    lock.rewind()?;
    let folder = folder_of(place);
    let mut copies = vec![(copy_whole(lock, folder)?, aside.to_owned())];
    for side in SIDES {
        if let Ok(mut from) = File::open(with_end(place, side)) {
            copies.push((copy_whole(&mut from, folder)?, with_end(aside, side)));
        }
    }
    // Only once all are whole they get their names, the file itself last.
    for (copy, name) in copies.into_iter().rev() {
        copy.persist_noclobber(name)?;
    }
    sync_folder_of(place);
    Ok(())
}

/// Copies all of a file to one in a folder, on the disk; none is left where it fails.
fn copy_whole(from: &mut impl Read, folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut copy = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .permissions(fs::Permissions::from_mode(0o600))
        .tempfile_in(folder)?;
    io::copy(from, &mut copy)?;
    copy.as_file().sync_all()?;
    Ok(copy)
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
    sync_folder_of(place);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_does_not_get_whole_leaves_nothing() {
        struct Cut(bool);
        impl Read for Cut {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(ErrorKind::StorageFull.into());
                }
                into.fill(1);
                Ok(into.len())
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        copy_whole(&mut Cut(false), folder.path()).expect_err("no space");
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 0);
        let copy = copy_whole(&mut &b"whole"[..], folder.path()).expect("a copy");
        assert_eq!(fs::read(copy.path()).expect("its bytes"), b"whole");
    }
}
