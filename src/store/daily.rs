//! The copy that each day makes of the file by itself, and which older ones go for it. Whether one is made at all is for
//! others to say.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{Access, access};
use tempfile::NamedTempFile;

use super::copy;
use super::leftover::{UNFINISHED, leftover_prefix};
use super::place::{folder_of, make_folder, sync_folder_of};
use super::restore::unless_missing;
use super::wait::Patience;
use super::{Copies, FileError, StoreError};
use crate::domain::backup::{Keep, days_to_drop};
use crate::domain::calendar::Day;

/// Whether there is a block to keep.
const ANY: &str = "SELECT EXISTS (SELECT 1 FROM block)";
/// All statements, for the test that finds each.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 1] = [ANY];

/// Between two steps the file is left alone for longer than a step takes: a change does not wait for a copy.
const PAUSE: Duration = Duration::from_millis(2);
/// After so many steps what is written goes to the disk: 4 MB.
const SYNC_EACH: u32 = 16;
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
/// `goes_on` is asked again and again, to be called off. What was made, which is known to be sound: so no good copy goes
/// for one that is not.
pub fn make_daily(
    path: &Path,
    today: Day,
    keep: Keep,
    goes_on: impl Fn() -> bool + Clone + Send + 'static,
) -> Result<Option<PathBuf>, StoreError> {
    // Not SQLite waits for a program that holds the file: that could not be called off.
    for _ in 0..LOOKS {
        match try_daily(path, today, keep, &goes_on) {
            Err(error) if error.is_busy() => {}
            made => return made,
        }
        std::thread::sleep(PAUSE);
        if !goes_on() {
            return Ok(None);
        }
    }
    try_daily(path, today, keep, &goes_on)
}

fn try_daily(
    path: &Path,
    today: Day,
    keep: Keep,
    goes_on: &(impl Fn() -> bool + Clone + Send + 'static),
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
    let whole = copy::copy_file(&connection, beside.path(), pace(beside.as_file(), goes_on));
    if !whole.map_err(|error| error.of(place))? {
        return Ok(None);
    }
    let checked = copy::check_while(beside.path(), goes_on.clone());
    if checked.map_err(|error| error.of(place))?.is_none() || !goes_on() {
        return Ok(None);
    }
    beside.as_file().sync_all().map_err(failed)?;
    if !put_in_place(beside, &name).map_err(failed)? {
        return Ok(None);
    }
    let mut days = copies.find_days();
    days.insert(today);
    let old = days_to_drop(&days, today, keep).into_iter();
    remove_copies(old.map(|day| folder.join(copies.name_of_day(day))))?;
    Ok(Some(name))
}

/// What goes on between the steps of a copy: others get on, and what is written goes to the disk bit by bit, since to
/// wait for all of it in the end could not be called off.
fn pace<'a>(copy: &'a File, goes_on: &'a impl Fn() -> bool) -> impl Fn() -> bool + 'a {
    let steps = Cell::new(0_u32);
    move || {
        steps.set(steps.get().wrapping_add(1));
        if steps.get().is_multiple_of(SYNC_EACH) {
            // Where the disk fails, the last sync says so.
            copy.sync_data().ok();
        }
        std::thread::sleep(PAUSE);
        goes_on()
    }
}

/// Gives a whole copy its name, unless another program was first; whether it has it.
fn put_in_place(copy: NamedTempFile, name: &Path) -> io::Result<bool> {
    match copy.persist_noclobber(name) {
        Ok(_) => {}
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error.error),
    }
    sync_folder_of(name);
    Ok(true)
}

/// Removes copies that are no longer kept; where one stays, the others go all the same.
fn remove_copies(old: impl Iterator<Item = PathBuf>) -> Result<(), StoreError> {
    let mut removed = Ok(());
    for path in old {
        // Another program may have been first.
        if let Err(error) = unless_missing(fs::remove_file(&path)) {
            removed = removed.and(Err(StoreError::OldCopy { path, error }));
        }
    }
    removed
}

/// What a person is told where the copy of the day failed, in one line.
pub fn describe_failed_copy(error: &StoreError) -> String {
    match error {
        StoreError::OldCopy { .. } => format!("Backed up today, but {error} · {}", error.hint()),
        StoreError::File {
            cause: FileError::Damaged(_),
            ..
        } => format!("No backup today: {error} · tafs doctor"),
        error => format!("No backup today: {error}"),
    }
}

/// Where nothing may be written, no copy is missed.
fn is_writable(folder: &Path) -> bool {
    access(folder, Access::WRITE_OK | Access::EXEC_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_copy_that_stays_is_told_and_the_others_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let [one, stuck, other, gone] =
            ["one", "stuck", "other", "gone"].map(|name| folder.path().join(name));
        fs::write(&one, "old").expect("a file");
        fs::create_dir(&stuck).expect("what cannot be removed as a file");
        fs::write(&other, "old").expect("a file");
        let all = [&gone, &one, &stuck, &other];
        let error = remove_copies(all.into_iter().cloned()).expect_err("one stays");
        assert!(!one.exists() && !other.exists());
        let said = describe_failed_copy(&error);
        assert!(
            said.starts_with("Backed up today, but ")
                && said.contains(stuck.to_str().expect("plain")),
            "{said}"
        );
        let error = io::ErrorKind::PermissionDenied.into();
        let said = describe_failed_copy(&StoreError::Folder { path: one, error });
        assert!(said.starts_with("No backup today: "), "{said}");
    }
}
