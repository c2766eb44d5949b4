//! Another file in the place of ours: checked before, and the one that was there is kept beside it. Nothing is
//! overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use rustix::fs::FlockOperation;
use rustix::io::Errno;

use super::copy::{Care, Held, check_file, copy_bytes, fetch_file};
use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{SIDES, folder_of, has_sides, make_folder, sync_folder_of, with_end};
use super::{Copies, FileError, StoreError, migrate, wait};
use crate::domain::stamp::Moment;

/// How a journal begins that SQLite takes a change back by.
const JOURNAL: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// Who wants to write takes back first what was cut off.
const ROLL_BACK: &str = "BEGIN IMMEDIATE; ROLLBACK;";
/// All statements, for the test that finds each.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 1] = [ROLL_BACK];
/// How often another name is taken where one is taken meanwhile.
const TRIES: u32 = 100;

/// What came of a restore.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Restored {
    /// The file that is in place now, and what it holds.
    pub place: PathBuf,
    pub held: Held,
    /// Where the file is that was there before.
    pub kept: Option<PathBuf>,
}

/// Puts a copy of the file at `from` in the place of the file at `path`, once it is known to be sound. What stood there
/// is kept beside it, whatever its state, with its journal.
pub fn restore_copy(path: &Path, from: &Path, now: Moment) -> Result<Restored, StoreError> {
    restore_copy_by(path, from, now, wait::wait_for_others)
}

/// As [`restore_copy`]; `wait` waits for whoever is writing, by how often it has, and says whether to look again.
pub(super) fn restore_copy_by(
    path: &Path,
    from: &Path,
    now: Moment,
    wait: fn(i32) -> bool,
) -> Result<Restored, StoreError> {
    let copies = Copies::of(path);
    let place = copies.place();
    check_place(place)?;
    let folder = folder_of(place);
    let failed = |error| StoreError::Folder {
        path: folder.to_owned(),
        error,
    };
    make_folder(folder).map_err(failed)?;
    // Beside its place, and taken away again with all that is in it.
    let beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(folder)
        .map_err(failed)?;
    let ready = beside.path().join("tafs.db");
    migrate::new_file(&ready).map_err(failed)?;
    fetch_file(from, &ready).map_err(|error| error.of(from))?;
    let held = check_file(&ready, Care::Thorough).map_err(|error| error.of(from))?;
    File::open(&ready)
        .and_then(|file| file.sync_all())
        .map_err(failed)?;
    wait::name_file(place);
    let kept = swap_files(&ready, &copies, now, wait).map_err(failed_swap(place))?;
    sync_folder_of(place);
    Ok(Restored {
        place: place.to_owned(),
        held,
        kept,
    })
}

/// Whether a file can be put there: what is in the place is one, or nothing.
fn check_place(place: &Path) -> Result<(), StoreError> {
    match fs::metadata(place) {
        Ok(found) if found.is_dir() => Err(StoreError::IsAFolder(place.to_owned())),
        Ok(found) if !found.is_file() => Err(StoreError::NotAFile(place.to_owned())),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::Unreadable {
            path: place.to_owned(),
            error,
        }),
    }
}

/// Puts the file that is ready into its place; where the one that stood there is now.
fn swap_files(
    ready: &Path,
    copies: &Copies,
    now: Moment,
    wait: fn(i32) -> bool,
) -> io::Result<Option<PathBuf>> {
    let place = copies.place();
    roll_back_journal(place, wait);
    let lock = lock_alone(place, wait)?;
    let mut aside = Aside::default();
    let swapped = match &lock {
        Lock::NoFile => aside
            .move_sides(place, &copies.kept_name(now))
            .and_then(|()| take_empty_place(ready, place))
            .map(|()| None),
        Lock::Held(_) | Lock::ReadOnly => {
            aside.keep_file(&lock, copies, now, ready).and_then(|kept| {
                // A kept file has what lay beside it as a copy: these are gone with the folder that they go to.
                aside.move_sides(place, &with_end(ready, "-before"))?;
                fs::rename(ready, place)?;
                Ok(Some(kept))
            })
        }
    };
    if swapped.is_err() {
        aside.take_back();
    }
    drop(lock);
    swapped
}

/// What a swap has done so far, to be taken back where it can't go on.
#[derive(Default)]
struct Aside {
    moved: Vec<(PathBuf, PathBuf)>,
    made: Vec<PathBuf>,
}

impl Aside {
    /// Keeps the file by another name, and what lies beside it; by which name.
    fn keep_file(
        &mut self,
        lock: &Lock,
        copies: &Copies,
        now: Moment,
        ready: &Path,
    ) -> io::Result<PathBuf> {
        let place = copies.place();
        let mut tries = 0;
        loop {
            let kept = copies.kept_name(now);
            let done = if has_sides(place) {
                self.copy_with_sides(lock, place, &kept, ready)
            } else {
                // The file has both names until the other one takes its place: whatever ends this program, it is there.
                match fs::hard_link(place, &kept) {
                    // Some file systems know no hard links.
                    Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                        copy_locked(lock, place, &kept, ready)
                    }
                    linked => linked,
                }
            };
            match done {
                // Another program was first: the next number.
                Err(error) if error.kind() == ErrorKind::AlreadyExists && tries < TRIES => {
                    tries += 1;
                }
                done => {
                    done?;
                    self.made.push(kept.clone());
                    return Ok(kept);
                }
            }
        }
    }

    /// Copies the file byte by byte with what lies beside it. The file comes last: where it is, it is whole.
    fn copy_with_sides(
        &mut self,
        lock: &Lock,
        place: &Path,
        kept: &Path,
        ready: &Path,
    ) -> io::Result<()> {
        for side in SIDES {
            let (from, to) = (with_end(place, side), with_end(kept, side));
            if !from.exists() {
                continue;
            }
            let mut copy = migrate::new_file(&to)?;
            self.made.push(to);
            copy_bytes(&from, &mut copy)?;
            copy.sync_all()?;
        }
        copy_locked(lock, place, kept, ready)
    }

    /// Moves what lies beside a file to beside another one.
    fn move_sides(&mut self, place: &Path, other: &Path) -> io::Result<()> {
        for side in SIDES {
            let (from, to) = (with_end(place, side), with_end(other, side));
            match fs::rename(&from, &to) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                moved => {
                    moved?;
                    self.moved.push((from, to));
                }
            }
        }
        Ok(())
    }

    /// What fails here is no worse than what it is done for.
    fn take_back(self) {
        for (from, to) in self.moved.iter().rev() {
            fs::rename(to, from).ok();
        }
        for made in self.made.iter().rev() {
            fs::remove_file(made).ok();
        }
    }
}

/// Lets SQLite take back a change that was cut off, so that the file is whole without its journal. Where it can't, both
/// are kept as they are.
fn roll_back_journal(place: &Path, wait: fn(i32) -> bool) {
    let journal = with_end(place, "-journal");
    let mut start = [0; JOURNAL.len()];
    let read = File::open(journal).and_then(|mut journal| journal.read_exact(&mut start));
    if read.is_err() || start != JOURNAL {
        return;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let rolled_back = Connection::open_with_flags(place, flags).and_then(|connection| {
        connection.busy_handler(Some(wait))?;
        connection.execute_batch(ROLL_BACK)
    });
    // The lock says who is writing, and the copy of both is there for the rest.
    rolled_back.ok();
}

/// Copies the locked file to where nothing is, through the folder of the file that is ready: a copy is whole, or is not
/// there. The file isn't opened once more: to close it would end the lock.
fn copy_locked(lock: &Lock, place: &Path, to: &Path, ready: &Path) -> io::Result<()> {
    let beside = with_end(ready, "-kept");
    let mut copy = migrate::new_file(&beside)?;
    let copied = match lock {
        Lock::Held(file) => {
            let mut file: &File = file;
            file.rewind().and_then(|()| io::copy(&mut file, &mut copy))
        }
        Lock::ReadOnly | Lock::NoFile => {
            File::open(place).and_then(|mut file| io::copy(&mut file, &mut copy))
        }
    };
    let taken = copied
        .and_then(|_| copy.sync_all())
        .and_then(|()| take_empty_place(&beside, to));
    fs::remove_file(&beside).ok();
    taken
}

fn take_empty_place(ready: &Path, place: &Path) -> io::Result<()> {
    match fs::hard_link(ready, place) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        Err(_) => fs::rename(ready, place),
        Ok(()) => Ok(()),
    }
}

pub(super) fn unless_missing(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// What keeps others from the file that stands there.
pub(super) enum Lock {
    NoFile,
    /// As long as this is open.
    Held(File),
    /// None: where this user may not write to it, no program of theirs does.
    ReadOnly,
}

/// Locks all of the file, as SQLite sees it, so that no program is in the middle of reading or writing it; whoever waits
/// for it sees afterwards that another file is in its place.
pub(super) fn lock_alone(place: &Path, wait: fn(i32) -> bool) -> io::Result<Lock> {
    let mut times = 0;
    loop {
        let file = match OpenOptions::new().read(true).write(true).open(place) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Lock::NoFile),
            Err(error) if is_forbidden(&error) => return Ok(Lock::ReadOnly),
            Err(error) => return Err(error),
        };
        match rustix::fs::fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) if is_at(&file, place) => return Ok(Lock::Held(file)),
            Ok(()) => {}
            Err(Errno::AGAIN | Errno::ACCESS) if wait(times) => {}
            Err(error) => return Err(error.into()),
        }
        times += 1;
    }
}

fn is_forbidden(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
    )
}

fn is_at(file: &File, place: &Path) -> bool {
    match (file.metadata(), fs::metadata(place)) {
        (Ok(one), Ok(other)) => (one.dev(), one.ino()) == (other.dev(), other.ino()),
        (Err(_), _) | (_, Err(_)) => false,
    }
}

pub(super) fn failed_swap(place: &Path) -> impl Fn(io::Error) -> StoreError {
    move |error| match error.kind() {
        ErrorKind::WouldBlock => StoreError::from(FileError::Busy).of(place),
        _ => StoreError::Folder {
            path: folder_of(place).to_owned(),
            error,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_may_not_be_written_to_goes_without_a_lock() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(lock_alone(folder.path(), |_| false).is_err());
        let none = lock_alone(&folder.path().join("none"), |_| false);
        assert!(matches!(none, Ok(Lock::NoFile)));
        for (kind, expected) in [
            (ErrorKind::PermissionDenied, true),
            (ErrorKind::ReadOnlyFilesystem, true),
            (ErrorKind::Other, false),
        ] {
            assert_eq!(is_forbidden(&kind.into()), expected, "{kind}");
        }
    }
}
