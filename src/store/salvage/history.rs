//! Brings the undo history over, as far as each change can still be read.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, Statement};

use super::super::added::{self, Added, AddedRows};
use super::super::cell::{Cell, Table};
use super::super::row::{columns, digest_block, find_row_number, read_block};
use super::super::{StoreError, journal};
use super::fill::{Builder, cell_of, integer_of};
use super::record::Record;
use super::survey::FoundRow;
use crate::domain::format;

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM block WHERE uid = ?1");
const IN_ROWS: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM block WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
);
const DONE: &str = "SELECT id, added FROM journal WHERE undone = 0 ORDER BY id DESC";
const SET_ADDED: &str = "UPDATE journal SET added = ?2 WHERE id = ?1";

/// A change that was found, without what it wrote.
struct FoundChange {
    row: FoundRow,
    parent: Option<i64>,
    undone: bool,
    is_readable: bool,
}

impl FoundChange {
    fn of(table: &Table, row: FoundRow, record: &Record) -> Self {
        Self {
            row,
            parent: integer_of(table, record, "parent"),
            undone: integer_of(table, record, "undone") == Some(1),
            is_readable: is_readable(table, record),
        }
    }
}

impl Builder<'_> {
    /// The changes that can be read.
    pub(super) fn fill_journal(&mut self, index: usize) -> Result<(), StoreError> {
        let table = &self.survey.tables[index];
        let mut entries: BTreeMap<i64, FoundChange> = BTreeMap::new();
        for row in &self.survey.rows[index] {
            if let Some(record) = self.survey.read_row(index, *row)
                && let Some(number) = record.rowid
                && (row.in_tree || !entries.contains_key(&number))
            {
                entries.insert(number, FoundChange::of(table, *row, &record));
            }
        }
        let missing = self.count_missing(index, entries.len());
        self.done.changes_of = entries.len() + missing;
        for (number, parent) in kept_changes(&entries) {
            let row = entries.get(&number).map(|change| change.row);
            let Some(mut record) = row.and_then(|row| self.survey.read_row(index, row)) else {
                continue;
            };
            if let Some(at) = table.column("parent") {
                record.cells[at] = parent;
            }
            if self.insert(table, &record.cells)? {
                self.done.changes += 1;
            }
        }
        let left = self.done.changes_of - self.done.changes;
        if left > 0 {
            self.note(format!(
                "{} can't be undone any more: what {} can't be read",
                format::count(left, "change"),
                if left == 1 { "it was" } else { "they were" }
            ));
        }
        Ok(())
    }
}

/// Tells the changes that have added a block what it is now, so that an undo finds it; the last change forgets what is
/// lost.
pub(super) fn note_in_journal(
    connection: &Connection,
    mended: &HashSet<[u8; 16]>,
) -> Result<(), StoreError> {
    let mut changes = connection.prepare(DONE)?;
    let changes = changes.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let changes: Vec<(i64, Vec<u8>)> = changes.collect::<Result<_, _>>()?;
    let mut by_id = connection.prepare(BY_ID)?;
    for (place, (number, bytes)) in changes.iter().enumerate() {
        let is_last = place == 0;
        let fresh = match Added::from_bytes(bytes.clone()) {
            Some(Added::Rows(rows)) => list_rows(connection, rows, is_last)?,
            Some(Added::Listed(_)) | None => None,
        };
        let fresh = match fresh {
            Some(fresh) => fresh,
            None => list_again(&mut by_id, bytes, mended, is_last)?,
        };
        if fresh != *bytes {
            connection.execute(SET_ADDED, (number, fresh))?;
        }
    }
    Ok(())
}

/// The listed blocks of a change as they are now.
fn list_again(
    by_id: &mut Statement<'_>,
    bytes: &[u8],
    mended: &HashSet<[u8; 16]>,
    is_last: bool,
) -> Result<Vec<u8>, StoreError> {
    let mut fresh = Vec::with_capacity(bytes.len());
    for (id, digest) in added::listed(bytes) {
        let mut rows = by_id.query([id.as_bytes()])?;
        match rows.next()? {
            Some(found) if mended.contains(id.as_bytes()) => {
                added::put(&mut fresh, id, digest_block(&read_block(found)?));
            }
            // Rows that are not all there are left as they are: such a change can't be undone.
            None if is_last && find_row_number(id).is_none() => {}
            Some(_) | None => added::put(&mut fresh, id, digest),
        }
    }
    Ok(fresh)
}

/// The blocks in rows that a change has added, each by its id as it is now, where all of them are left or it was the last
/// change.
fn list_rows(
    connection: &Connection,
    rows: AddedRows,
    is_last: bool,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut in_rows = connection.prepare_cached(IN_ROWS)?;
    let mut found = in_rows.query([rows.first, rows.last])?;
    let mut fresh = Vec::new();
    while let Some(row) = found.next()? {
        let block = read_block(row)?;
        added::put(&mut fresh, block.id, digest_block(&block));
    }
    let is_whole = fresh.len() == rows.count() * added::ADDED;
    Ok((is_whole || is_last).then_some(fresh))
}

/// The changes that are carried over, oldest first, with the one before each. One that is not undone follows the last of
/// those that are left where the one before it is missing: an undo takes back only what is as the change left it. One
/// that is undone stays with the one that it was made after.
fn kept_changes(entries: &BTreeMap<i64, FoundChange>) -> Vec<(i64, Cell)> {
    let mut kept: Vec<(i64, Cell)> = Vec::new();
    let (mut there, mut last_done) = (HashSet::new(), None);
    for (number, change) in entries {
        if !change.is_readable {
            continue;
        }
        let (parent, undone) = (change.parent, change.undone);
        let follows = parent.is_none_or(|parent| there.contains(&parent));
        if undone && !follows {
            continue;
        }
        let parent = if follows { parent } else { last_done };
        if !undone {
            last_done = Some(*number);
        }
        there.insert(*number);
        kept.push((*number, parent.map_or(Cell::Null, Cell::Integer)));
    }
    kept
}

/// Whether a change can be taken back or made again, as far as its own row tells.
fn is_readable(table: &Table, record: &Record) -> bool {
    let text = |name: &str| {
        let text = cell_of(table, record, name)?.as_text()?;
        std::str::from_utf8(text).ok()
    };
    let removed = cell_of(table, record, "removed").is_some_and(|cell| *cell != Cell::Null);
    record.whole
        && text("label").is_some()
        && removed == text("removed").is_some()
        && text("edits").is_some_and(|edits| journal::find_fault(edits, text("removed")).is_none())
}
