//! The names of accounts, requesters and sources, and when each account began: found along an index, from name to name.

use rusqlite::params;

use super::{Store, StoreError};
use crate::domain::stamp::Stamp;
use crate::domain::text;
use crate::domain::timeline::AccountStarts;

// From one name to the next along the index, not from row to row.
const ACCOUNTS: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(account COLLATE NOCASE) FROM block WHERE account IS NOT NULL AND account >= ?1 COLLATE NOCASE) \
         UNION ALL SELECT (SELECT min(account COLLATE NOCASE) FROM block \
                           WHERE account IS NOT NULL AND account > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL LIMIT 2000) \
     SELECT value FROM name WHERE value IS NOT NULL AND substr(value, 1, length(?1)) = ?1 COLLATE NOCASE \
     ORDER BY (SELECT max(start) FROM block WHERE account IS NOT NULL AND account = value COLLATE NOCASE) DESC LIMIT ?2";
// By its index, from name to name.
const ACCOUNT_STARTS: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(account COLLATE NOCASE) FROM block WHERE account IS NOT NULL) \
         UNION ALL SELECT (SELECT min(account COLLATE NOCASE) FROM block \
                           WHERE account IS NOT NULL AND account > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL) \
     SELECT value, (SELECT min(start) FROM block WHERE account IS NOT NULL AND account = value COLLATE NOCASE) \
     FROM name WHERE value IS NOT NULL";
const REQUESTERS: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(requester COLLATE NOCASE) FROM block \
                 WHERE requester IS NOT NULL AND requester >= ?1 COLLATE NOCASE) \
         UNION ALL SELECT (SELECT min(requester COLLATE NOCASE) FROM block \
                           WHERE requester IS NOT NULL AND requester > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL LIMIT 2000) \
     SELECT value FROM name WHERE value IS NOT NULL AND substr(value, 1, length(?1)) = ?1 COLLATE NOCASE \
     ORDER BY (SELECT max(start) FROM block WHERE requester IS NOT NULL AND requester = value COLLATE NOCASE) DESC \
     LIMIT ?2";
const SOURCES: &str = "WITH RECURSIVE name(value) AS ( \
         SELECT (SELECT min(source COLLATE NOCASE) FROM block WHERE source IS NOT NULL AND source >= ?1 COLLATE NOCASE) \
         UNION ALL SELECT (SELECT min(source COLLATE NOCASE) FROM block \
                           WHERE source IS NOT NULL AND source > value COLLATE NOCASE) \
         FROM name WHERE value IS NOT NULL LIMIT 2000) \
     SELECT value FROM name WHERE value IS NOT NULL AND substr(value, 1, length(?1)) = ?1 COLLATE NOCASE \
     ORDER BY (SELECT max(start) FROM block WHERE source IS NOT NULL AND source = value COLLATE NOCASE) DESC LIMIT ?2";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 4] = [ACCOUNTS, ACCOUNT_STARTS, REQUESTERS, SOURCES];

impl Store {
    /// Accounts that begin with these letters, in any case; the latest used first.
    pub fn accounts(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        self.read_names(ACCOUNTS, prefix, limit)
    }

    /// When the first block with each account began, by its folded name.
    pub fn account_starts(&self) -> Result<AccountStarts, StoreError> {
        // A name that can't be read has no other blocks to be found by.
        let found = self.read_rows(ACCOUNT_STARTS, [], |row| {
            let name = row.get::<_, String>(0).ok();
            Ok(name.zip(row.get::<_, i64>(1).ok()))
        })?;
        let mut starts = AccountStarts::new();
        for (name, start) in found.into_iter().flatten() {
            let start = Stamp::clamped(start);
            let first = starts.entry(text::folded(&name)).or_insert(start);
            *first = start.min(*first);
        }
        Ok(starts)
    }

    /// Requesters that begin with these letters, in any case; the latest used first.
    pub fn requesters(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        self.read_names(REQUESTERS, prefix, limit)
    }

    /// Sources that begin with these letters, in any case; the latest used first.
    pub fn sources(&self, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        self.read_names(SOURCES, prefix, limit)
    }

    fn read_names(&self, sql: &str, prefix: &str, limit: usize) -> Result<Vec<String>, StoreError> {
        // A name that can't be read is no name to complete; its block is set aside wherever it is shown.
        let found = self.read_rows(sql, params![prefix, limit as i64], |row| {
            Ok(row.get::<_, String>(0).ok())
        })?;
        // An older file may hold a name in two forms.
        let mut names: Vec<String> = Vec::with_capacity(found.len());
        for name in found.iter().flatten().map(|name| text::composed(name)) {
            if !names.iter().any(|known| **known == *name) {
                names.push(name.into_owned());
            }
        }
        Ok(names)
    }
}
