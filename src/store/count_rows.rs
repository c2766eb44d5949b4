//! How many rows the file holds beside its blocks, and whether it holds anything at all.

use rusqlite::Row;

use super::{Store, StoreError};
use crate::domain::file_row::OtherRows;

const COUNTS: &str = "SELECT (SELECT count(*) FROM day_mark), (SELECT count(*) FROM pause), \
     (SELECT count(*) FROM guess), (SELECT count(*) FROM commitment), (SELECT count(*) FROM review), \
     (SELECT count(*) FROM suggestion), (SELECT count(*) FROM away), (SELECT count(*) FROM journal), \
     (SELECT count(*) FROM focus_run)";
const ANY_BLOCK: &str = "SELECT EXISTS (SELECT 1 FROM block)";

/// How many statements there are.
#[cfg(test)]
pub(super) const STATEMENT_COUNT: usize = 2;

impl Store {
    /// How many rows there are beside the blocks.
    pub fn count_others(&self) -> Result<OtherRows, StoreError> {
        let read = |row: &Row<'_>| {
            let count = |column| row.get::<_, i64>(column).map(|count| count as usize);
            Ok(OtherRows {
                marks: count(0)?,
                pauses: count(1)?,
                guesses: count(2)?,
                commitments: count(3)?,
                reviews: count(4)?,
                suggestions: count(5)?,
                questions: count(6)?,
                changes: count(7)?,
                focus_runs: count(8)?,
            })
        };
        Ok(self.read_rows(COUNTS, [], read)?.pop().unwrap_or_default())
    }

    /// Whether the file holds nothing that a person put there, not even something to redo.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        let any: Vec<bool> = self.read_rows(ANY_BLOCK, [], |row| Ok(row.get(0)?))?;
        Ok(any == [false] && self.count_others()? == OtherRows::default())
    }
}
