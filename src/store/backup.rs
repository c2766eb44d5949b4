//! What the store says of its file as a whole: a copy of it, whether it may be written to, and who may read it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rusqlite::params;

use super::cause::describe_no_write;
use super::copy::{self, Care, Held};
use super::place::without_links;
use super::{ChangeError, Identity, Store, StoreError};
use crate::domain::hours::WorkHours;
use crate::domain::stamp::Stamp;

/// All but the owner, to read.
const OTHERS_READ: u32 = 0o044;
const OTHERS_WRITE: u32 = 0o022;
/// All but the owner, to reach what is in a folder.
const OTHERS_ENTER: u32 = 0o011;

/// Whether a person was told something already: who else can read the file, by the mode that it has, or what is still to
/// be set up.
const KNOWN: &str = "SELECT 1 FROM notice WHERE key = ?1";
/// What they knew of another mode.
const FORGET: &str = "DELETE FROM notice WHERE key >= 'mode' AND key < 'modf'";
/// That they know it from now on.
pub(super) const TELL: &str = "INSERT INTO notice (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";

/// Of which hours they were told, and whether it was of these.
const KNOWN_HOURS: &str = "SELECT key = ?1 FROM notice WHERE key >= 'hours' AND key < 'hourt'";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 4] = [KNOWN, FORGET, TELL, KNOWN_HOURS];

impl Store {
    /// Whether nothing can be saved, since the file or its folder may not be written to.
    pub fn is_read_only(&self) -> bool {
        let file = self.path();
        file.is_some_and(|file| describe_no_write(file).is_some())
    }

    /// That others on this machine can read the file, with the way out; once for each mode that it is given.
    pub fn tell_of_mode(&mut self, now: Stamp) -> Result<Option<String>, ChangeError> {
        let Some((file, words)) = self
            .file
            .as_ref()
            .and_then(|file| Some((file, describe_mode(file)?)))
        else {
            return Ok(None);
        };
        let key = format!("mode {:o}", file.mode & 0o777);
        if self.was_told(&key)? || self.is_read_only() {
            return Ok(None);
        }
        self.in_transaction(|store, _| {
            store.run(FORGET, [])?;
            Ok(store.run(TELL, params![key, now.seconds()])?)
        })?;
        Ok(Some(words))
    }

    /// Whether these hours count for a past that was planned otherwise, for all that is known: other hours than at the
    /// start, or than those before. Once for each that they were set to.
    pub fn tell_of_hours(&mut self, hours: &WorkHours, now: Stamp) -> Result<bool, ChangeError> {
        let name = hours.notice();
        let is_of_start = hours.has_same_base(&WorkHours::default());
        if self.file.is_none() || self.is_read_only() {
            return Ok(false);
        }
        let told: Vec<bool> = self.read_rows(KNOWN_HOURS, [&name], |row| Ok(row.get(0)?))?;
        if told.contains(&true) || is_of_start && told.is_empty() {
            return Ok(false);
        }
        self.tell_once(&name, now)?;
        Ok(true)
    }

    /// Whether a person was told what this name stands for.
    pub fn was_told(&self, name: &str) -> Result<bool, StoreError> {
        let found = self.read_rows(KNOWN, [name], |_| Ok(()))?;
        Ok(!found.is_empty())
    }

    /// Keeps that a person is told now. It is no change of theirs, and no undo takes it back.
    pub fn tell_once(&mut self, name: &str, now: Stamp) -> Result<(), ChangeError> {
        self.in_transaction(|store, _| {
            store.run(TELL, params![name, now.seconds()])?;
            Ok(())
        })
    }

    /// Copies all of the file into the empty one at `to`, while others write, and looks whether the copy is sound.
    /// What it holds.
    pub fn copy_to(&self, to: &Path) -> Result<Held, StoreError> {
        self.in_file(copy::copy_file(&self.connection, to, || true))?;
        self.in_file(copy::check_file(to, Care::Quick))
    }
}

fn describe_mode(file: &Identity) -> Option<String> {
    let path = file.path.display();
    let what = match file.mode {
        mode if mode & OTHERS_WRITE != 0 => "changed",
        mode if mode & OTHERS_READ != 0 => "read",
        _ => return None,
    };
    if !is_reachable(&file.path) {
        return None;
    }
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    Some(format!(
        "{name} can be {what} by others on this machine · chmod 600 {path}"
    ))
}

/// Whether each folder above the file lets somebody else through; one that can't be looked at may.
fn is_reachable(file: &Path) -> bool {
    let place = without_links(file);
    let mut folders = place.ancestors().skip(1);
    folders
        .all(|folder| fs::metadata(folder).map_or(true, |found| found.mode() & OTHERS_ENTER != 0))
}
