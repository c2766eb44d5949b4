//! What a checkup finds in the file and around it: a line a check. Reads alone, by a connection of its own, also files
//! that [`super::Store::open`] refuses; only what processes that are gone have left behind is removed.

mod backups;
mod beside;
mod check;
mod disk;
mod inside;
mod place;
mod remains;
mod rows;
mod undo;

pub use self::check::{Check, Checkup, is_held, needs_repair};
use self::check::{HELD, REPAIR};
pub(super) use self::disk::find_unreadable;
use self::inside::Looked;
pub(super) use self::inside::find_schema;
pub(super) use self::remains::describe_cut;
use super::migrate::{self, Found};
use super::{FileError, StoreError};

impl Checkup<'_> {
    /// All checks, in the order in which they are told.
    pub fn run(&self) -> Vec<Check> {
        let Looked {
            mut checks,
            mut changed,
        } = self.look_inside();
        let mut around = place::check(self);
        if has_found(&checks) && !is_held(&checks) {
            if let Some(unreadable) = self.find_unreadable() {
                checks = vec![unreadable];
            } else {
                // What SQLite calls damage may be a read that failed.
                let again = self.look_inside();
                if !has_found(&again.checks) {
                    (checks, changed) = (again.checks, again.changed);
                    around.retain(|check| check.name != "disk");
                    around.push(disk::check_once_failed());
                }
            }
        }
        checks.extend(around);
        checks.extend(beside::check(self));
        checks.push(backups::check(self, changed));
        checks
    }

    fn look_inside(&self) -> Looked {
        let only = |check| Looked {
            checks: vec![check],
            changed: None,
        };
        match migrate::look_at(self.file) {
            Ok(Found::Nothing) => only(missing(self)),
            Ok(Found::Ours { .. }) => {
                inside::look(self).unwrap_or_else(|error| only(refused(self, &error.of(self.file))))
            }
            Err(error) => only(refused(self, &error)),
        }
    }

    /// That the disk can't read the file, where it is one.
    fn find_unreadable(&self) -> Option<Check> {
        let is_file = std::fs::metadata(self.file).is_ok_and(|found| found.is_file());
        let file = is_file.then(|| std::fs::File::open(self.file).ok())??;
        let (at, error) = disk::find_unreadable(&file)?;
        let error = StoreError::from(FileError::Disk(error)).of(self.file);
        let what = format!("{error}; {}", disk::describe_failure(at));
        Some(Check::found("file", what, error.hint()))
    }
}

fn has_found(checks: &[Check]) -> bool {
    checks.iter().any(|check| !check.ok)
}

fn missing(checkup: &Checkup<'_>) -> Check {
    let file = checkup.file.display();
    let dangling = std::fs::symlink_metadata(checkup.file).is_ok();
    let detail = if dangling {
        format!("{file} is a link to nothing")
    } else {
        format!("there is no file at {file}")
    };
    Check::found(
        "file",
        detail,
        "the first block makes one; where there was one, put it or a backup back",
    )
}

/// Why nothing in the file was looked at.
fn refused(checkup: &Checkup<'_>, error: &StoreError) -> Check {
    match error {
        error if error.is_busy() => Check::found(HELD, error.to_string(), error.hint()),
        StoreError::Newer { .. } => check_newer(checkup, error),
        StoreError::NotADatabase(_)
        | StoreError::Foreign(_)
        | StoreError::NothingLeft { .. }
        | StoreError::File {
            cause: FileError::Damaged(_),
            ..
        } => check_remains(checkup, error),
        StoreError::IsAFolder(_)
        | StoreError::NotAFile(_)
        | StoreError::Empty(_)
        | StoreError::Folder { .. }
        | StoreError::Unreadable { .. }
        | StoreError::OldCopy { .. }
        | StoreError::Moved(_)
        | StoreError::Overtaken { .. }
        | StoreError::Interrupted
        | StoreError::NotTaken(_)
        | StoreError::Replaced(_)
        | StoreError::File { .. }
        | StoreError::Unsure(_) => Check::found("file", error.to_string(), error.hint()),
    }
}

/// A file that says that a newer tafs wrote it: so it may be, unless its tables are ones that this tafs knows.
fn check_newer(checkup: &Checkup<'_>, error: &StoreError) -> Check {
    match inside::find_schema(checkup.file) {
        Some(version) => Check::found(
            "file",
            format!("{error}; but its tables are those of schema {version}"),
            format!(
                "where a newer tafs was never used, that number is damaged: tafs doctor --repair copies the file aside \
                 and makes one of schema {}; else install the newer tafs",
                migrate::NEWEST
            ),
        ),
        None => Check::found("file", error.to_string(), error.hint()),
    }
}

/// What is left of a file that is damaged, or of another program.
fn check_remains(checkup: &Checkup<'_>, error: &StoreError) -> Check {
    let file = checkup.file;
    let cut = remains::describe_cut(file);
    let what = match &cut {
        Some(cut) => format!("{} is damaged: {cut}", file.display()),
        None => error.to_string(),
    };
    match remains::count_rows(file) {
        Some(left) => Check::found(
            "file",
            format!("{what}; {}", remains::describe_remains(&left)),
            REPAIR,
        ),
        None if cut.is_some() || migrate::is_ours(file) => Check::found(
            "file",
            format!("{what}; no block can be read any more"),
            remains::PUT_BACK,
        ),
        None => Check::found(
            "file",
            what,
            "name another file with --db FILE; if it was a tafs file, restore a backup (tafs restore lists them)",
        ),
    }
}
