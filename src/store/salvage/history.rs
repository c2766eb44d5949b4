//! Brings the undo history over, as far as each change can still be read.

use std::collections::{BTreeMap, HashSet};

use rusqlite::Connection;

use super::super::cell::{Cell, Table};
use super::super::row::{columns, digest_block, read_block};
use super::super::{StoreError, journal};
use super::fill::{Builder, cell_of, integer_of};
use super::record::Record;
use super::survey::FoundRow;
use crate::domain::format;

const BY_ID: &str = concat!("SELECT ", columns!(), " FROM block WHERE uid = ?1");
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
    for (place, (number, added)) in changes.iter().enumerate() {
        let mut fresh = Vec::with_capacity(added.len());
        for entry in added.as_chunks::<{ journal::ADDED }>().0 {
            let mut id = [0; 16];
            id.copy_from_slice(&entry[..16]);
            let mut rows = by_id.query([id])?;
            match rows.next()? {
                Some(found) if mended.contains(&id) => {
                    fresh.extend(id);
                    fresh.extend(digest_block(&read_block(found)?).to_be_bytes());
                }
                None if place == 0 => {}
                Some(_) | None => fresh.extend(entry),
            }
        }
        if fresh != *added {
            connection.execute(SET_ADDED, (number, fresh))?;
        }
    }
    Ok(())
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
