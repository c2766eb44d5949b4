//! Writes the edits of a change to the rows of the lane, also beside rows that break the file's own rules.

use rusqlite::config::DbConfig;
use rusqlite::params;

use super::row::{self, columns};
use super::{FileError, Store, StoreError};
use crate::domain::block::{Block, Revision};
use crate::domain::calendar::rfc3339;
use crate::domain::edit::Edit;
use crate::domain::stamp::{Moment, Stamp};
use crate::domain::text::NOTE_LIMIT;

pub(super) const INSERT: &str = concat!(
    "INSERT INTO block (",
    columns!(),
    ", changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)"
);
const UPDATE: &str = concat!(
    "UPDATE block SET (",
    columns!(),
    ", changed) = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) \
     WHERE uid = ?1 AND revision = ?17 - 1"
);
const INSERT_AT: &str = concat!(
    "INSERT INTO block (",
    columns!(),
    ", changed, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, \
     (SELECT ?21 WHERE NOT EXISTS (SELECT 1 FROM block WHERE id = ?21)))"
);
const DELETE: &str = "DELETE FROM block WHERE uid = ?1 AND revision = ?2 RETURNING id";

// Of a row that can't be read only the times change, each where it does: what else it says stays, byte for byte.
const MOVE_START: &str =
    "UPDATE block SET (start, start_offset, revision, changed) = (?2, ?3, ?6, ?7) WHERE id = ?1";
const MOVE_END: &str =
    "UPDATE block SET (stop, stop_offset, revision, changed) = (?4, ?5, ?6, ?7) WHERE id = ?1";
const MOVE_BOTH: &str = "UPDATE block SET (start, start_offset, stop, stop_offset, revision, changed) = \
     (?2, ?3, ?4, ?5, ?6, ?7) WHERE id = ?1";

// The row before a block, and whether it reaches over another one or to no time that there is.
const ROW_BEFORE: &str = "SELECT id, start, stop > 7258118399 OR EXISTS \
     (SELECT 1 FROM block AS later WHERE later.start > block.start AND later.start < block.stop) \
     FROM block WHERE start <= ?1 AND uid <> ?2 AND stop IS NOT NULL ORDER BY start DESC LIMIT 1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 8] = [
    INSERT, INSERT_AT, UPDATE, DELETE, MOVE_START, MOVE_END, MOVE_BOTH, ROW_BEFORE,
];

/// Hears how many of how many writes are done, and says whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

impl Store {
    /// Writes the edits in their order; hands them back with the revisions that they were given.
    pub(super) fn write_edits(
        &self,
        edits: Vec<Edit>,
        now: Stamp,
        watch: Watch<'_>,
    ) -> Result<Vec<Edit>, StoreError> {
        let count = edits.len();
        let write = |(done, edit)| {
            if !watch(done, count) {
                return Err(StoreError::Interrupted);
            }
            self.write_edit(edit, now)
        };
        // In the memory of the edits: of an import there are many.
        edits.into_iter().enumerate().map(write).collect()
    }

    /// Writes one edit; hands it back with the revision that it was given.
    pub(super) fn write_edit(&self, edit: Edit, now: Stamp) -> Result<Edit, StoreError> {
        self.write_edit_to(edit, None, now)
    }

    /// As [`Store::write_edit`]; a block that was deleted from a row goes back there, if the row is free.
    pub(super) fn write_edit_to(
        &self,
        edit: Edit,
        row: Option<i64>,
        now: Stamp,
    ) -> Result<Edit, StoreError> {
        let (edit, rows) = match edit {
            Edit::Insert(block) => {
                let write = || match row {
                    Some(row) => self.write_block_to(&block, row, now),
                    None => self.write_block(INSERT, &block, now),
                };
                let rows = self.write_beside_broken(&block, false, write)?;
                (Edit::Insert(block), rows)
            }
            Edit::Update { before, after } => {
                let revision = next_revision(before.revision);
                let after = Block { revision, ..after };
                let write = || match before.unreadable {
                    Some(number) => self.move_block(number, &before, &after, now),
                    None => self.write_block(UPDATE, &after, now),
                };
                let rows = self.write_beside_broken(&after, is_within(&after, &before), write)?;
                (Edit::Update { before, after }, rows)
            }
            Edit::Delete(block) => {
                let key = params![block.id.as_bytes(), block.revision.0];
                let freed = self.read_rows(DELETE, key, |row| Ok(row.get(0)?))?;
                let rows = freed.len();
                let mut known = self.freed.borrow_mut();
                known.extend(freed.into_iter().map(|row| (block.id, row)));
                drop(known);
                (Edit::Delete(block), rows)
            }
            Edit::Row { before, after } => {
                self.write_row(before.as_ref(), after.as_ref(), now)?;
                (Edit::Row { before, after }, 1)
            }
        };
        if rows == 1 {
            Ok(edit)
        } else {
            Err(FileError::Damaged(format!("one row was to be written, {rows} were")).into())
        }
    }
}

impl Store {
    /// Inserts or updates a block.
    fn write_block(&self, sql: &str, block: &Block, now: Stamp) -> Result<usize, StoreError> {
        self.with_room(block.details.note.as_str().len() > NOTE_LIMIT, || {
            let mut statement = self.connection.prepare_cached(sql)?;
            Ok(statement.execute(row::bind_block(block, now))?)
        })
    }

    /// Inserts a block into a row, or wherever there is room where that one is taken.
    fn write_block_to(&self, block: &Block, row: i64, now: Stamp) -> Result<usize, StoreError> {
        self.with_room(block.details.note.as_str().len() > NOTE_LIMIT, || {
            let mut statement = self.connection.prepare_cached(INSERT_AT)?;
            let values = [now.seconds().into(), row.into()];
            Ok(statement.execute(row::bind_block_with(block, values))?)
        })
    }

    /// Writes a row, also where another program gave it a longer text than the file's check lets in.
    pub(super) fn with_room<T>(
        &self,
        is_long: bool,
        write: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if !is_long {
            return write();
        }
        let ignore = |on: bool| {
            self.connection
                .pragma_update(None, "ignore_check_constraints", on)
        };
        ignore(true)?;
        let written = write();
        ignore(false)?;
        written
    }

    /// Writes a block, also where the file's own check is in the way because the row before lies over others already: the
    /// rules have seen to it that this write comes to lie over nothing, and what only gets shorter never does.
    fn write_beside_broken(
        &self,
        block: &Block,
        is_shorter: bool,
        write: impl Fn() -> Result<usize, StoreError>,
    ) -> Result<usize, StoreError> {
        let refused = match write() {
            Err(StoreError::File {
                cause: FileError::Overlap(_),
                ..
            }) => self.row_before(block)?,
            written => return written,
        };
        let (broken, row) = refused.unwrap_or((false, "a block".to_owned()));
        if !broken && !is_shorter {
            return Err(FileError::Overlap(row).into());
        }
        let enable = |on: bool| {
            let triggers = DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER;
            self.connection.set_db_config(triggers, on)
        };
        enable(false)?;
        let written = write();
        enable(true)?;
        written
    }

    /// Whether the row before a block reaches over others, and which row that is.
    fn row_before(&self, block: &Block) -> Result<Option<(bool, String)>, StoreError> {
        let values = params![block.start.at.seconds(), block.id.as_bytes()];
        let found = self.read_rows(ROW_BEFORE, values, |row| {
            let (number, start): (i64, i64) = (row.get(0)?, row.get(1)?);
            let start = Stamp::new(start).map(|at| Moment::new(at, block.start.offset));
            let since = start.map(|start| format!(", from {},", rfc3339(start)));
            let named = format!("block {number}{}", since.unwrap_or_default());
            Ok((row.get(2)?, named))
        })?;
        Ok(found.into_iter().next())
    }

    /// Moves the edges of a block of which only the times can be read.
    fn move_block(
        &self,
        number: i64,
        before: &Block,
        after: &Block,
        now: Stamp,
    ) -> Result<usize, StoreError> {
        let sql = match (before.start == after.start, before.end == after.end) {
            (true, _) => MOVE_END,
            (false, true) => MOVE_START,
            (false, false) => MOVE_BOTH,
        };
        let (start, end) = (after.start, after.end);
        let values = params![
            number,
            start.at.seconds(),
            start.offset.seconds(),
            end.map(|end| end.at.seconds()),
            end.map(|end| end.offset.seconds()),
            after.revision.0,
            now.seconds()
        ];
        Ok(self.connection.prepare_cached(sql)?.execute(values)?)
    }
}

/// Whether all of its time is time of the other.
fn is_within(block: &Block, other: &Block) -> bool {
    let end = |block: &Block| block.end.map_or(Stamp::MAX, |end| end.at);
    block.start.at >= other.start.at && end(block) <= end(other)
}

pub(super) const fn next_revision(revision: Revision) -> Revision {
    Revision(revision.0.saturating_add(1))
}
