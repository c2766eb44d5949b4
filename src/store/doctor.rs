//! What a checkup finds in the file and around it: a line a check. Reads alone, by a connection of its own, also files
//! that [`super::Store::open`] refuses; only what processes that are gone have left behind is removed.

mod beside;
mod check;
mod inside;
mod place;

use self::check::REPAIR;
pub use self::check::{Check, Checkup, is_held, needs_repair};
pub(super) use self::inside::has_newest_tables;
use super::migrate::{self, Found};
use super::{FileError, StoreError};

impl Checkup<'_> {
    /// All checks, in the order in which they are told.
    pub fn run(&self) -> Vec<Check> {
        let mut checks = match migrate::look_at(self.file) {
            Ok(Found::Nothing) => vec![missing(self)],
            Ok(Found::Ours { .. }) => inside::check(self),
            Err(error) => vec![refused(&error)],
        };
        checks.extend(place::check(self));
        checks.extend(beside::check(self));
        checks
    }
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

/// Why the file was not opened.
fn refused(error: &StoreError) -> Check {
    let fix = match error {
        StoreError::NotADatabase(_) | StoreError::Foreign(_) => {
            "where it was a tafs file, tafs doctor --repair saves what can be read; else name another with --db FILE"
        }
        StoreError::File {
            cause: FileError::Damaged(_),
            ..
        } => REPAIR,
        StoreError::IsAFolder(_)
        | StoreError::NotAFile(_)
        | StoreError::Empty(_)
        | StoreError::Newer { .. }
        | StoreError::Folder { .. }
        | StoreError::Unreadable { .. }
        | StoreError::OldCopy { .. }
        | StoreError::Moved(_)
        | StoreError::Overtaken { .. }
        | StoreError::Interrupted
        | StoreError::NotTaken(_)
        | StoreError::Replaced(_)
        | StoreError::Unsure(_)
        | StoreError::File { .. } => error.hint(),
    };
    Check::found("file", error.to_string(), fix)
}
