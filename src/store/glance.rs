//! A look at the file while a person types: it makes, changes and waits for nothing, and where there is nothing to be
//! seen at once there is nothing.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::wait::Patience;
use super::{Store, StoreError, migrate, row};
use crate::domain::stamp::Stamp;

/// Read only: SQLite then makes no file and takes back no change of a program that was killed.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);
/// Of so many of the latest blocks the tags are looked at.
const BLOCKS_WITH_TAGS: i64 = 5000;
const TAGS: &str = "SELECT tags FROM block WHERE start < ?1 ORDER BY start DESC LIMIT ?2";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 1] = [TAGS];

impl Store {
    /// The file as it is, to be read for a moment; `None` where it is not ours, of another version, or in use in a way
    /// that would have to be ended first.
    pub fn glance(path: &Path) -> Option<Self> {
        if !migrate::look_at(path).is_ok_and(|found| found.is_current()) {
            return None;
        }
        let connection = Connection::open_with_flags(path, FLAGS).ok()?;
        Self::with(connection, None, Patience::None).ok()
    }

    /// Tags of the latest blocks, the latest used first, each once.
    pub fn recent_tags(&self) -> Result<Vec<String>, StoreError> {
        let rows = self.read_rows(TAGS, [Stamp::MAX.seconds(), BLOCKS_WITH_TAGS], |row| {
            let json = row.get_ref(0)?.as_str().unwrap_or_default();
            Ok(row::parse_tags(json).unwrap_or_default())
        })?;
        let mut tags: Vec<String> = Vec::new();
        for tag in rows.iter().flatten() {
            if !tags.iter().any(|known| known == tag.as_str()) {
                tags.push(tag.as_str().to_owned());
            }
        }
        Ok(tags)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glance_makes_changes_and_mends_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("tafs.db");
        assert!(Store::glance(&path).is_none());
        assert!(!path.exists(), "none is made");
        drop(Store::open(&path).expect("a file"));
        let store = Store::glance(&path).expect("it can be read");
        assert_eq!(store.recent_tags().expect("tags"), Vec::<String>::new());
        let written = store.connection.execute("DELETE FROM block", []);
        assert!(written.is_err(), "nothing can be written");
        drop(store);
        // A change of a killed program waits beside it.
        std::fs::write(folder.path().join("tafs.db-journal"), "not empty").expect("a journal");
        assert!(Store::glance(&path).is_none());
        std::fs::remove_file(folder.path().join("tafs.db-journal")).expect("it goes");
        std::fs::write(&path, "not ours").expect("another file");
        assert!(Store::glance(&path).is_none());
    }
}
