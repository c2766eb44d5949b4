//! The copy that each day makes of the file by itself, and which older ones go for it. Whether one is made at all is for
//! others to say.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{Access, access};
use tempfile::NamedTempFile;

use super::copy::{self, Care};
use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::folder_of;
use super::wait::Patience;
use super::{Copies, FileError, StoreError};
use crate::domain::backup::{Keep, begins_week, days_to_drop};
use crate::domain::calendar::Day;

/// Whether there is a block to keep.
const ANY: &str = "SELECT EXISTS (SELECT 1 FROM block)";
/// Between two steps the file is left alone for longer than a step takes: a change does not wait for a copy.
const PAUSE: Duration = Duration::from_millis(2);

/// So often a file that another program holds is looked at again: for some 5 seconds.
const LOOKS: u32 = 2000;

/// A file that a copy may be made of each day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DailyFile {
    pub path: PathBuf,
    /// Whether it is the file that is used without options.
    pub is_usual: bool,
}

/// Makes the copy of today where there is none, and removes those that are no longer kept; no other file is touched.
/// `goes_on` is asked again and again, to be called off. What was made; the first copy of a week is known to be sound.
pub fn make_daily(
    path: &Path,
    today: Day,
    keep: Keep,
    goes_on: impl Fn() -> bool,
) -> Result<Option<PathBuf>, StoreError> {
    let goes_on = || {
        std::thread::sleep(PAUSE);
        goes_on()
    };
    // Not SQLite waits for a program that holds the file: that could not be called off.
    for _ in 0..LOOKS {
        match try_daily(path, today, keep, goes_on) {
            Err(error) if error.is_busy() => {}
            made => return made,
        }
        if !goes_on() {
            return Ok(None);
        }
    }
    try_daily(path, today, keep, goes_on)
}

fn try_daily(
    path: &Path,
    today: Day,
    keep: Keep,
    goes_on: impl Fn() -> bool,
) -> Result<Option<PathBuf>, StoreError> {
    let copies = Copies::of(path);
    let place = copies.place();
    let name = copies.folder().join(copies.name_of_day(today));
    if fs::symlink_metadata(&name).is_ok() || !is_writable(folder_of(place)) {
        return Ok(None);
    }
    let in_file = |error: rusqlite::Error| StoreError::from(error).of(place);
    let connection = copy::open_with(place, Patience::None).map_err(in_file)?;
    if !connection
        .query_row(ANY, [], |row| row.get(0))
        .map_err(in_file)?
    {
        return Ok(None);
    }
    let folder = copies.folder();
    let failed = |error| StoreError::Folder {
        path: folder.clone(),
        error,
    };
    make_folder(&folder).map_err(failed)?;
    let beside = tempfile::Builder::new()
        .prefix(&leftover_prefix(UNFINISHED))
        .tempfile_in(&folder)
        .map_err(failed)?;
    let whole = copy::copy_file(&connection, beside.path(), &goes_on);
    if !whole.map_err(|error| error.of(place))? {
        return Ok(None);
    }
    if !goes_on() {
        return Ok(None);
    }
    let mut days = copies.days();
    if begins_week(&days, today) {
        copy::check_file(beside.path(), Care::Quick).map_err(|error| error.of(place))?;
    }
    if !goes_on() {
        return Ok(None);
    }
    beside.as_file().sync_all().map_err(failed)?;
    if !put_in_place(beside, &name).map_err(failed)? {
        return Ok(None);
    }
    days.insert(today);
    for day in days_to_drop(&days, today, keep) {
        remove(&folder.join(copies.name_of_day(day))).map_err(failed)?;
    }
    Ok(Some(name))
}

/// Gives a whole copy its name, unless another program was first; whether it has it.
fn put_in_place(copy: NamedTempFile, name: &Path) -> io::Result<bool> {
    match copy.persist_noclobber(name) {
        Ok(_) => {}
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error.error),
    }
    // The new name is on the disk once its folder is; not every system can sync a folder.
    if let Ok(folder) = File::open(folder_of(name)) {
        folder.sync_all().ok();
    }
    Ok(true)
}

/// Removes a copy, unless another program was first.
fn remove(copy: &Path) -> io::Result<()> {
    match fs::remove_file(copy) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// What a person is told where the copy of the day failed, in one line.
pub fn describe_failed_copy(error: &StoreError) -> String {
    if let StoreError::File {
        cause: FileError::Damaged(_),
        ..
    } = error
    {
        return format!("{error} · tafs doctor");
    }
    format!("No backup today: {error}")
}

/// Where nothing may be written, no copy is missed.
fn is_writable(folder: &Path) -> bool {
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

/// Makes the folder of the backups, for this user alone.
pub(super) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
