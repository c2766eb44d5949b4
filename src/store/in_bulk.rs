//! Many rows at once: the rules that the file holds each row to are set aside, and the lane is looked at as a whole.

use rusqlite::config::DbConfig;

use super::{FileError, Store, StoreError};

const WHOLE_LANE: &str = "SELECT id, start, stop FROM block ORDER BY start";

/// How many statements there are: it is there to look at all of it.
#[cfg(test)]
pub(super) const STATEMENT_COUNT: usize = 1;

/// Sets aside what the file does for each row, with more memory for its pages; or goes back to that.
pub(super) fn set_rules_aside(store: &Store, aside: bool) -> Result<(), StoreError> {
    let triggers = DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
    store.connection.set_db_config(triggers, !aside)?;
    let set = |name: &str, value: i64| store.connection.pragma_update(None, name, value);
    set("ignore_check_constraints", aside.into())?;
    // In KiB.
    set("cache_size", if aside { -16_000 } else { -2_000 })?;
    Ok(())
}

impl Store {
    /// Refuses a lane in which a block from this row on lies over another one.
    pub(super) fn check_lane_since(&self, first: i64) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(WHOLE_LANE)?;
        let mut rows = statement.query([])?;
        let mut before: Option<(i64, Option<i64>)> = None;
        while let Some(row) = rows.next()? {
            let (number, start, stop): (i64, i64, Option<i64>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            if let Some((earlier, until)) = before
                && until.is_none_or(|until| until > start)
                && number.max(earlier) >= first
            {
                return Err(FileError::Overlap(format!("block {earlier}")).into());
            }
            before = Some((number, stop));
        }
        Ok(())
    }
}
