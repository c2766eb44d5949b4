//! Another file in the place of ours: checked before, and the one that was there is kept beside it. Nothing is
//! overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;
use rustix::io::Errno;

use super::copy::{self, Care, Held, copy_bytes};
use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{SIDES, folder_of, with_end};
use super::{Copies, FileError, StoreError, migrate, wait};
use crate::domain::stamp::Moment;

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
pub fn restore(path: &Path, from: &Path, now: Moment) -> Result<Restored, StoreError> {
    restore_by(path, from, now, wait::wait_for_others)
}

/// As [`restore`]; `wait` waits for whoever is writing, by how often it has, and says whether to look again.
pub(super) fn restore_by(
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
    migrate::make_folder(folder).map_err(failed)?;
    // Beside its place, and taken away again with all that is in it.
    let beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir_in(folder)
        .map_err(failed)?;
    let ready = beside.path().join("tafs.db");
    migrate::new_file(&ready).map_err(failed)?;
    copy::fetch(from, &ready).map_err(|error| error.of(from))?;
    let held = copy::check(&ready, Care::Thorough).map_err(|error| error.of(from))?;
    File::open(&ready)
        .and_then(|file| file.sync_all())
        .map_err(failed)?;
    wait::name_file(place);
    let kept = swap(&ready, &copies, now, wait).map_err(failed_swap(place))?;
    // The new names are on the disk once their folder is; not every system can sync a folder.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
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
fn swap(
    ready: &Path,
    copies: &Copies,
    now: Moment,
    wait: fn(i32) -> bool,
) -> io::Result<Option<PathBuf>> {
    let place = copies.place();
    let kept = copies.kept_name(now);
    let lock = lock_alone(place, wait)?;
    let sides = || SIDES.map(|side| (with_end(place, side), with_end(&kept, side)));
    let move_sides = || {
        let mut sides = sides().into_iter();
        sides.try_for_each(|(from, to)| unless_missing(fs::rename(from, to)))
    };
    if matches!(lock, Lock::NoFile) {
        move_sides()?;
        return take_empty_place(ready, place).map(|()| None);
    }
    // The file has both names until the other one takes its place: whatever ends this program, it is there.
    keep(place, &kept)?;
    move_sides()?;
    fs::rename(ready, place)?;
    drop(lock);
    Ok(Some(kept))
}

/// Gives the file a second name.
fn keep(place: &Path, kept: &Path) -> io::Result<()> {
    match fs::hard_link(place, kept) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Some file systems know no hard links.
        Err(_) => {
            let mut copy = migrate::new_file(kept)?;
            copy_bytes(place, &mut copy)?;
            copy.sync_all()
        }
        Ok(()) => Ok(()),
    }
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
            Err(_) => return Ok(Lock::ReadOnly),
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
