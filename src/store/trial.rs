//! Whether a row of an export of everything comes back as it is: tried before it is handed out, so that what breaks a rule
//! of the file goes out raw.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use rusqlite::Row;

use super::exported::ExportedTable;
use super::{Store, StoreError, row};
use crate::domain::block::BlockId;
use crate::domain::file_row::{ChangeRow, FileRow};
use crate::domain::unreadable::RowKind;

/// The column in which it stands when a block was written.
const CHANGED: usize = row::NUMBER + 1;
/// The columns in which a change has its edits and what it added.
const EDITS: usize = 5;
const ADDED: usize = 6;
/// The column in which it stands whether a removed block belongs to a change.
const BELONGS: usize = row::NUMBER + 2;

/// What was handed out so far, as far as a rule of the file asks for it.
pub(super) struct Trial {
    /// An empty file, in which rows are tried one by one.
    store: Store,
    /// When the block before ends.
    taken_until: Cell<Option<i64>>,
    /// The blocks about which a question is open.
    asked: RefCell<HashSet<BlockId>>,
}

impl Trial {
    pub(super) fn new() -> Result<Self, StoreError> {
        Ok(Self {
            store: Store::in_memory()?,
            taken_until: Cell::new(None),
            asked: RefCell::default(),
        })
    }

    /// As what a row is to be handed out: as what was found in it where an import of that gives the same row, else raw.
    pub(super) fn choose_form(
        &self,
        found: Option<FileRow>,
        row: &Row<'_>,
        table: &ExportedTable,
    ) -> Result<FileRow, StoreError> {
        let is_free = table.kind != RowKind::Block || self.take_time(row)?;
        let comes_back = match &found {
            None => false,
            Some(FileRow::Block { block, changed, .. }) => {
                row::says_all(block, row)? && row.get::<_, i64>(CHANGED)? == changed.seconds()
            }
            Some(FileRow::Removed { block, .. }) => {
                row.get(BELONGS) == Ok(Some(true)) && row::says_all(block, row)?
            }
            Some(FileRow::Question(question)) if question.answered.is_none() => {
                let is_first = self.asked.borrow_mut().insert(question.question.block);
                is_first && self.try_row(&FileRow::Question(*question), row, table)?
            }
            // What names rows of this file goes out without them.
            Some(FileRow::Change(change)) if names_rows(change, row)? => true,
            Some(found) => self.try_row(found, row, table)?,
        };
        Ok(match found.filter(|_| comes_back) {
            Some(FileRow::Block { block, changed, .. }) => FileRow::Block {
                past_rules: !is_free || block.revision.0 == 0,
                block,
                changed,
            },
            Some(found) => found,
            None => FileRow::Raw(table.read_raw(row)?),
        })
    }

    /// Takes the time of the block in a row; whether it is free, as far as the file's own rule looks.
    fn take_time(&self, row: &Row<'_>) -> Result<bool, StoreError> {
        let (start, stop): (i64, Option<i64>) = (row.get(1)?, row.get(3)?);
        let taken_until = self.taken_until.replace(Some(stop.unwrap_or(i64::MAX)));
        Ok(taken_until.is_none_or(|until| until <= start))
    }

    fn try_row(
        &self,
        found: &FileRow,
        row: &Row<'_>,
        table: &ExportedTable,
    ) -> Result<bool, StoreError> {
        let connection = &self.store.connection;
        let transaction = connection.unchecked_transaction()?;
        match self.store.restore_row(found) {
            Ok(()) => {}
            Err(StoreError::NotTaken(_)) => return Ok(false),
            Err(error) => return Err(error),
        }
        let is_same = {
            let mut statement = connection.prepare_cached(table.read)?;
            let mut rows = statement.query([])?;
            let tried = rows
                .next()?
                .map(|tried| table.read_raw(tried))
                .transpose()?;
            tried.is_some_and(|tried| table.read_raw(row).is_ok_and(|row| row == tried))
        };
        transaction.rollback()?;
        Ok(is_same)
    }
}

/// Whether the row of a change names rows of its file where the change as it goes out doesn't.
fn names_rows(change: &ChangeRow, row: &Row<'_>) -> Result<bool, rusqlite::Error> {
    let (edits, added) = (row.get_ref(EDITS)?, row.get_ref(ADDED)?);
    let is_same = edits.as_str().is_ok_and(|edits| edits == change.edits)
        && added.as_blob().is_ok_and(|added| added == change.added);
    Ok(!is_same)
}
