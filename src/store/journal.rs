//! The undo journal: what each change wrote, so that it can be taken back, also after a restart. Of added blocks it has
//! ids and digests, or the rows of many (`added.rs`): the file has the blocks themselves (`removed.rs`). Each change knows the
//! one before it (`parent`), and the changes that are not undone are one line of them. Undone ones stay, as branches beside
//! it; no number is ever given twice.

use std::collections::HashMap;
use std::fmt::Display;

use rusqlite::{Connection, Params, Row, params};

use super::added::Added;
use super::doubt::JournalMark;
use super::edits_text::{EditsText, Saved, read_edits, read_edits_and_rows, restore_block};
use super::error::{unreadable_json, unreadable_value};
use super::set_aside::build_unreadable_row;
use super::{Store, StoreError};
use crate::domain::block::{Block, BlockId};
use crate::domain::change::{ChangeNumber, PastChange};
use crate::domain::edit::Edit;
use crate::domain::file_row::ChangeRow;
use crate::domain::rules::Branch;
use crate::domain::stamp::Stamp;
use crate::domain::unreadable::{RowKind, RowPlace};

macro_rules! newest {
    () => {
        "SELECT id FROM journal INDEXED BY journal_done WHERE undone = 0 AND id <= 9223372036854775807 ORDER BY id DESC LIMIT 1"
    };
}
macro_rules! entry {
    () => {
        "SELECT id, label, edits, added, removed, parent, undone FROM journal WHERE "
    };
}

const ADD: &str = concat!(
    "INSERT INTO journal (parent, at, label, edits, added) VALUES ((",
    newest!(),
    "), ?1, ?2, ?3, ?4)"
);
const TO_UNDO: &str = concat!(entry!(), "id = (", newest!(), ")");
const TO_REDO: &str = concat!(
    entry!(),
    "undone = 1 AND parent IS (",
    newest!(),
    ") ORDER BY id DESC LIMIT 1"
);
const MARK: &str =
    "UPDATE journal SET (undone, edits, added, removed) = (?2, ?3, ?4, NULL) WHERE id = ?1";

const BY_NUMBER: &str = concat!(entry!(), "id = ?1");
// Goes through all of them: for an export of all.
const OF_ROWS: &str = "SELECT count(*) FROM journal WHERE undone = 0 AND length(added) = 48 \
     AND hex(substr(added, 1, 8)) = 'FFFFFFFFFFFFFFFF'";
const SAVED: &str = "SELECT undone, edits, added FROM journal WHERE id = ?1";
const LIST: &str = "SELECT id, label, edits, added, removed, parent, undone, at FROM journal WHERE id < ?1 ORDER BY id DESC LIMIT ?2";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 7] = [ADD, TO_UNDO, TO_REDO, MARK, BY_NUMBER, SAVED, LIST];

/// A change as the journal holds it.
pub(super) struct Entry {
    pub(super) id: i64,
    pub(super) label: String,
    /// All writes but those of added blocks.
    pub(super) edits: Vec<Edit>,
    /// The rows in which the blocks stood that it has deleted: they go back there, since a change with many added blocks
    /// knows them by their rows.
    pub(super) rows: HashMap<BlockId, i64>,
    pub(super) added: Added,
    /// Those blocks as JSON, where the change was undone before schema 9.
    removed: Option<String>,
    parent: Option<i64>,
    undone: bool,
}

impl Store {
    /// Changes older than the one with this number, or all of them, the newest first; undone ones among them.
    pub fn past_changes(
        &self,
        before: Option<ChangeNumber>,
        limit: usize,
    ) -> Result<Vec<PastChange>, StoreError> {
        let before = before.map_or(i64::MAX, |number| number.0);
        self.read_rows(LIST, params![before, limit as i64], |row| {
            let number: i64 = row.get(0)?;
            let at = Stamp::clamped(row.get(7)?);
            let fault = read_entry(row);
            if let Err(error) = &fault {
                let (key, place) = (number.to_string(), RowPlace::Instant(at));
                self.set_aside
                    .note(build_unreadable_row(RowKind::Change, key, place, error));
            }
            Ok(PastChange {
                number: ChangeNumber(number),
                parent: row.get::<_, Option<i64>>(5)?.map(ChangeNumber),
                at,
                label: row.get(1).unwrap_or_else(|_| "unreadable".to_owned()),
                undone: row.get(6)?,
                unreadable: fault.is_err(),
            })
        })
    }

    /// An undone change with the undone ones before it in its branch, and what they touch as it is now. Of a change that
    /// is not undone there are none; `None` where there is no such change.
    pub(super) fn read_branch(&self, number: ChangeNumber) -> Result<Option<Branch>, StoreError> {
        let mut label = None;
        let mut entries = Vec::new();
        let mut next = Some(number.0);
        while let Some(id) = next {
            let Some(entry) = find_entry(&self.connection, BY_NUMBER, [id])? else {
                break;
            };
            label = label.or_else(|| Some(entry.label.clone()));
            if !entry.undone {
                break;
            }
            // What another program wrote may go round in a ring.
            next = entry.parent.filter(|parent| *parent < id);
            let added = self.removed_blocks(&entry)?;
            let mut edits = entry.with_removed()?.edits;
            edits.extend(added.into_iter().map(Edit::Insert));
            entries.push(edits);
        }
        entries.reverse();
        let entries = self.spell_out_names(entries)?;
        let Some(label) = label else {
            return Ok(None);
        };
        let mut branch = Branch::of(number, label, entries);
        for touched in &mut branch.blocks {
            let id = touched.any().map(|block| block.id);
            touched.found = id.map(|id| self.block_in_lane(id)).transpose()?.flatten();
        }
        for mut touched in std::mem::take(&mut branch.rows) {
            match touched.any() {
                Some(row) if self.is_locked(row)? => branch.locked = true,
                Some(row) => {
                    touched.found = self.found(row)?;
                    branch.rows.push(touched);
                }
                None => {}
            }
        }
        Ok(Some(branch))
    }

    /// Adds a change.
    pub(super) fn add_entry(
        &self,
        label: &str,
        edits: &[Edit],
        now: Stamp,
    ) -> Result<(), StoreError> {
        let (others, added) = split_added(edits);
        self.add_entry_of(label, &others, &Added::of(&added), now)
    }

    /// Adds a change that has added blocks and made other writes.
    pub(super) fn add_entry_of(
        &self,
        label: &str,
        others: &[&Edit],
        added: &Added,
        now: Stamp,
    ) -> Result<(), StoreError> {
        self.add_written_entry(label, &self.write_edits_down(others)?, added, now)
    }

    /// Adds a change whose edits were written down on the way.
    pub(super) fn add_written_entry(
        &self,
        label: &str,
        edits: &str,
        added: &Added,
        now: Stamp,
    ) -> Result<(), StoreError> {
        let added = added.to_bytes();
        self.run(ADD, params![now.seconds(), label, edits, added])?;
        let number = self.connection.last_insert_rowid();
        let mark = JournalMark::new(number, false, edits, &added);
        self.mark.set(Some(mark));
        Ok(())
    }

    /// Whether the file holds a change just as it was written.
    pub(super) fn holds_mark(&self, mark: JournalMark) -> Result<bool, StoreError> {
        let found = self.read_rows(SAVED, [mark.number], |row| {
            let (edits, added): (String, Vec<u8>) = (row.get(1)?, row.get(2)?);
            let undone = row.get(0)?;
            Ok(JournalMark::new(mark.number, undone, &edits, &added))
        })?;
        Ok(found.contains(&mark))
    }

    /// How many changes name the rows of what they have added, of those that are not undone.
    pub(super) fn count_changes_of_rows(&self) -> Result<usize, StoreError> {
        let count = self.read_rows(OF_ROWS, [], |row| Ok(row.get::<_, i64>(0)?))?;
        Ok(count.first().copied().unwrap_or_default() as usize)
    }

    /// The change that an undo takes back.
    pub(super) fn entry_to_undo(&self) -> Result<Option<Entry>, StoreError> {
        find_entry(&self.connection, TO_UNDO, [])
    }

    /// The change that was made before one that is not undone.
    pub(super) fn entry_before(&self, entry: &Entry) -> Result<Option<Entry>, StoreError> {
        match entry.parent.filter(|parent| *parent < entry.id) {
            Some(parent) => find_entry(&self.connection, BY_NUMBER, [parent]),
            None => Ok(None),
        }
    }

    /// The change that a redo makes again.
    pub(super) fn entry_to_redo(&self) -> Result<Option<Entry>, StoreError> {
        let entry = find_entry(&self.connection, TO_REDO, [])?;
        entry.map(Entry::with_removed).transpose()
    }

    /// Notes that a change is undone, with the writes that would make it again, in their order. Added blocks among them
    /// are those of an entry of before schema 9.
    pub(super) fn mark_undone(
        &self,
        entry: &Entry,
        edits: impl IntoIterator<Item = Edit>,
    ) -> Result<(), StoreError> {
        let mut text = EditsText::new();
        for edit in edits {
            text.add(self, &edit)?;
        }
        self.mark_entry(entry, true, &text.finish()?, &entry.added.to_bytes())
    }

    /// Notes that a change is not undone any more, with its rows as they are now.
    pub(super) fn mark_made(&self, entry: &Entry, edits: &[Edit]) -> Result<(), StoreError> {
        let (others, added) = split_added(edits);
        let added = [entry.added.to_bytes(), Added::of(&added).to_bytes()].concat();
        self.mark_entry(entry, false, &self.write_edits_down(&others)?, &added)
    }

    fn mark_entry(
        &self,
        entry: &Entry,
        undone: bool,
        edits: &str,
        added: &[u8],
    ) -> Result<(), StoreError> {
        self.run(MARK, params![entry.id, undone, edits, added])?;
        let mark = JournalMark::new(entry.id, undone, edits, added);
        self.mark.set(Some(mark));
        Ok(())
    }

    fn write_edits_down(&self, edits: &[&Edit]) -> Result<String, StoreError> {
        let mut text = EditsText::new();
        for edit in edits {
            text.add(self, edit)?;
        }
        text.finish()
    }
}

impl Entry {
    /// Whether it has added blocks that are not among its edits.
    pub(super) fn has_added(&self) -> bool {
        self.added.count() > 0
    }

    /// Whether these are as many blocks as it has added: what is made again is made again whole.
    pub(super) fn check_count(&self, count: usize) -> Result<(), StoreError> {
        let all = self.added.count();
        if count == all {
            return Ok(());
        }
        let reason = format!("are not all in the file: {count} of {all}");
        let row = format!("change {} of the undo history", self.id);
        Err(StoreError::in_row(row, "blocks", reason))
    }

    /// With the blocks that it added, where it is undone.
    fn with_removed(mut self) -> Result<Self, StoreError> {
        if let Some(json) = &self.removed {
            let wrong = |reason: String| name_fault(self.id, "removed", &reason);
            let removed: Vec<Saved> = serde_json::from_str(json)
                .map_err(|error| wrong(unreadable_json("removed", &error)))?;
            for saved in removed {
                let block = restore_block(saved).map_err(wrong)?;
                self.edits.push(Edit::Insert(block));
            }
        }
        Ok(self)
    }
}

/// The writes without those of added blocks, and these. They can go last whatever their place was: an added block
/// takes nothing but free time.
fn split_added(edits: &[Edit]) -> (Vec<&Edit>, Vec<&Block>) {
    let (mut others, mut added) = (Vec::new(), Vec::new());
    for edit in edits {
        match edit {
            Edit::Insert(block) => added.push(block),
            Edit::Update { .. } | Edit::Delete(_) | Edit::Row { .. } => others.push(edit),
        }
    }
    (others, added)
}

/// Why a change of the journal cannot be taken back or made again, from its edits and the blocks that it holds.
pub(super) fn find_fault(edits: &str, removed: Option<&str>) -> Option<String> {
    let edits = read_edits(edits).err();
    edits.or_else(|| {
        let removed = serde_json::from_str::<Vec<Saved>>(removed?);
        match removed {
            Ok(saved) => saved
                .into_iter()
                .find_map(|saved| restore_block(saved).err()),
            Err(error) => Some(error.to_string()),
        }
    })
}

/// The entry that a statement finds, without the blocks that it added.
fn find_entry(
    connection: &Connection,
    sql: &str,
    values: impl Params,
) -> Result<Option<Entry>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    match rows.next()? {
        Some(row) => read_entry(row).map(Some),
        None => Ok(None),
    }
}

fn read_entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let id: i64 = row.get(0)?;
    let text = |index: usize, column: &'static str| {
        let text = row.get::<_, Option<String>>(index);
        text.map_err(|error| name_fault(id, column, &unreadable_value(column, &error)))
    };
    let edits = text(2, "edits")?.unwrap_or_default();
    let (edits, rows) =
        read_edits_and_rows(&edits).map_err(|reason| name_fault(id, "edits", &reason))?;
    Ok(Entry {
        id,
        label: text(1, "label")?.unwrap_or_default(),
        edits,
        rows,
        added: Added::from_bytes(row.get(3)?)
            .ok_or_else(|| name_fault(id, "added", &"is cut short"))?,
        removed: text(4, "removed")?,
        parent: row.get(5)?,
        undone: row.get(6)?,
    })
}

/// The column of a change that holds what an undo or a redo can't read, if one does.
pub(super) fn check_change(change: &ChangeRow) -> Result<(), &'static str> {
    if change.parent.is_some_and(|parent| parent >= change.number) {
        return Err("parent");
    }
    if Added::from_bytes(change.added.clone()).is_none() {
        return Err("added");
    }
    read_edits(&change.edits).map_err(|_| "edits")?;
    if let Some(removed) = &change.removed {
        let saved: Vec<Saved> = serde_json::from_str(removed).map_err(|_| "removed")?;
        let blocks: Result<Vec<Block>, String> = saved.into_iter().map(restore_block).collect();
        blocks.map_err(|_| "removed")?;
    }
    Ok(())
}

/// A change that can't be read is neither undone nor redone: half of it would be.
pub(super) fn name_fault(number: i64, column: &'static str, reason: &dyn Display) -> StoreError {
    let row = format!("change {number} of the undo history");
    StoreError::in_row(row, column, reason.to_string())
}
