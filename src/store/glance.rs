//! A look at the file while a person types: it makes, changes and waits for nothing, and where there is nothing to be
//! seen at once there is nothing.

use std::collections::HashSet;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row, params};

use super::wait::Patience;
use super::{Store, StoreError, migrate, row};
use crate::domain::stamp::Stamp;
use crate::domain::text;

/// Read only: SQLite then makes no file and takes back no change of a program that was killed.
const FLAGS: OpenFlags = OpenFlags::SQLITE_OPEN_READ_ONLY.union(OpenFlags::SQLITE_OPEN_NO_MUTEX);
/// From one name to the next along the index, until one begins with other letters.
macro_rules! beginning {
    ($column:literal) => {
        concat!(
            "WITH RECURSIVE name(value) AS (SELECT (SELECT min(",
            $column,
            " COLLATE NOCASE) FROM block WHERE ",
            $column,
            " IS NOT NULL AND ",
            $column,
            " >= ?1 COLLATE NOCASE) UNION ALL SELECT (SELECT min(",
            $column,
            " COLLATE NOCASE) FROM block WHERE ",
            $column,
            " IS NOT NULL AND ",
            $column,
            " > value COLLATE NOCASE) FROM name WHERE substr(value, 1, length(?1)) = ?1 COLLATE NOCASE LIMIT ?2) \
             SELECT value FROM name WHERE substr(value, 1, length(?1)) = ?1 COLLATE NOCASE"
        )
    };
}

/// So many of the latest blocks are looked at.
const BLOCKS: i64 = 5000;
/// So many names that begin alike are read beside them.
const BEGINNING: i64 = 300;
const TAGS: &str = "SELECT tags FROM block WHERE start < ?1 ORDER BY start DESC LIMIT ?2";
const LATEST_ACCOUNTS: &str =
    "SELECT account FROM block WHERE start < ?1 ORDER BY start DESC LIMIT ?2";
const LATEST_REQUESTERS: &str =
    "SELECT requester FROM block WHERE start < ?1 ORDER BY start DESC LIMIT ?2";
const LATEST_SOURCES: &str =
    "SELECT source FROM block WHERE start < ?1 ORDER BY start DESC LIMIT ?2";
const ACCOUNTS: &str = beginning!("account");
const REQUESTERS: &str = beginning!("requester");
const SOURCES: &str = beginning!("source");

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 7] = [
    TAGS,
    LATEST_ACCOUNTS,
    LATEST_REQUESTERS,
    LATEST_SOURCES,
    ACCOUNTS,
    REQUESTERS,
    SOURCES,
];

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
    pub fn glance_tags(&self) -> Result<Vec<String>, StoreError> {
        let mut tags = Names::default();
        self.read_rows(TAGS, [Stamp::MAX.seconds(), BLOCKS], |row| {
            let json = row.get_ref(0)?.as_str().unwrap_or_default();
            // Most blocks have none.
            if json.len() > "[]".len() {
                let found = row::parse_tags(json).unwrap_or_default();
                for tag in &found {
                    tags.add(tag.as_str());
                }
            }
            Ok(())
        })?;
        Ok(tags.in_order)
    }

    /// Accounts of the latest blocks, the latest used first, then older ones that begin with these letters.
    pub fn glance_accounts(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.glance_names(LATEST_ACCOUNTS, ACCOUNTS, prefix)
    }

    /// Requesters, as [`Store::glance_accounts`].
    pub fn glance_requesters(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.glance_names(LATEST_REQUESTERS, REQUESTERS, prefix)
    }

    /// Sources, as [`Store::glance_accounts`].
    pub fn glance_sources(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.glance_names(LATEST_SOURCES, SOURCES, prefix)
    }

    /// Those of the latest blocks by one statement, then those with a beginning by the other.
    fn glance_names(
        &self,
        latest: &str,
        beginning: &str,
        prefix: &str,
    ) -> Result<Vec<String>, StoreError> {
        let mut names = Names::default();
        let mut take = |row: &Row<'_>| {
            if let Ok(name) = row.get_ref(0)?.as_str() {
                names.add(name);
            }
            Ok(())
        };
        self.read_rows(latest, [Stamp::MAX.seconds(), BLOCKS], &mut take)?;
        if !prefix.is_empty() {
            self.read_rows(beginning, params![prefix, BEGINNING], &mut take)?;
        }
        Ok(names.in_order)
    }
}

/// Names as they come, each once whatever its case.
#[derive(Default)]
struct Names {
    /// As they were found, which is quicker to look up.
    seen: HashSet<String>,
    known: HashSet<String>,
    in_order: Vec<String>,
}

impl Names {
    fn add(&mut self, name: &str) {
        if !self.seen.contains(name) {
            self.seen.insert(name.to_owned());
            if self.known.insert(text::folded(name)) {
                self.in_order.push(text::composed(name).into_owned());
            }
        }
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
        assert_eq!(store.glance_tags().expect("tags"), Vec::<String>::new());
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
