//! What the store says of its file as a whole: a copy of it, whether it may be written to, and who may read it.

use std::path::Path;

use super::cause::describe_no_write;
use super::copy::{self, Care, Held};
use super::{ChangeError, Identity, Store, StoreError};
use crate::domain::stamp::Stamp;

/// All but the owner.
const OTHERS: u32 = 0o077;
/// All but the owner, and to write.
const OTHERS_WRITE: u32 = 0o022;

/// Whether a person knows already who else can read the file.
const KNOWN: &str = "SELECT 1 FROM notice WHERE key = 'mode'";
/// That they know it from now on.
const TELL: &str = "INSERT INTO notice (key, at) VALUES ('mode', ?1) ON CONFLICT DO NOTHING";

impl Store {
    /// Whether nothing can be saved, since the file or its folder may not be written to.
    pub fn is_read_only(&self) -> bool {
        let file = self.path();
        file.is_some_and(|file| describe_no_write(file).is_some())
    }

    /// That others on this machine can read the file, with the way out; once, and not again.
    pub fn tell_of_mode(&mut self, now: Stamp) -> Result<Option<String>, ChangeError> {
        let Some(words) = self.file.as_ref().and_then(describe_mode) else {
            return Ok(None);
        };
        if !self.read_rows(KNOWN, [], |_| Ok(()))?.is_empty() || self.is_read_only() {
            return Ok(None);
        }
        let tell = |store: &Self| store.connection.execute(TELL, [now.seconds()]);
        self.in_one(|store, _| Ok(tell(store)?))?;
        Ok(Some(words))
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
        mode if mode & OTHERS != 0 => "read",
        _ => return None,
    };
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    Some(format!(
        "{name} can be {what} by others on this machine · chmod 600 {path}"
    ))
}
