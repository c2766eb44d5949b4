//! The undo journal: what each change wrote, so that it can be taken back, also after a restart.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::domain::block::{Block, Revision};
use crate::domain::edit::{Edit, Row};
use crate::domain::record::{Record, RowRecord};
use crate::domain::stamp::Stamp;

const ADD: &str = "INSERT INTO journal (at, label, edits) VALUES (?1, ?2, ?3)";
const FORGET_UNDONE: &str = "DELETE FROM journal WHERE undone = 1";
const TO_UNDO: &str = "SELECT id, label, edits, question FROM journal \
     WHERE id < coalesce((SELECT min(id) FROM journal WHERE undone = 1), 9223372036854775807) ORDER BY id DESC LIMIT 1";
const TO_REDO: &str = "SELECT id, label, edits, question FROM journal WHERE id = (SELECT min(id) FROM journal WHERE undone = 1)";
const MARK: &str = "UPDATE journal SET undone = ?2, edits = ?3 WHERE id = ?1";

/// All statements, for the test that reads their plans.
#[cfg(test)]
pub(super) const STATEMENTS: [&str; 5] = [ADD, FORGET_UNDONE, TO_UNDO, TO_REDO, MARK];

/// A change as the journal holds it.
pub(super) struct Entry {
    pub(super) id: i64,
    pub(super) label: String,
    pub(super) edits: Vec<Edit>,
}

/// An edit as the journal writes it: a block with its revision, or a row beside the lane.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Block {
        before: Option<Box<(Record, u32)>>,
        after: Option<Box<(Record, u32)>>,
    },
    Row {
        before: Option<RowRecord>,
        after: Option<RowRecord>,
    },
}

/// Adds a change; what was undone before it can no longer be redone.
pub(super) fn add(
    connection: &Connection,
    label: &str,
    edits: &[Edit],
    now: Stamp,
) -> Result<(), StoreError> {
    connection.prepare_cached(FORGET_UNDONE)?.execute([])?;
    connection
        .prepare_cached(ADD)?
        .execute(params![now.seconds(), label, write(edits)?])?;
    Ok(())
}

/// The change that an undo takes back.
pub(super) fn to_undo(connection: &Connection) -> Result<Option<Entry>, StoreError> {
    entry(connection, TO_UNDO)
}

/// The change that a redo makes again.
pub(super) fn to_redo(connection: &Connection) -> Result<Option<Entry>, StoreError> {
    entry(connection, TO_REDO)
}

/// Notes that a change is undone, or is not any more, with its rows as they are now.
pub(super) fn mark(
    connection: &Connection,
    id: i64,
    undone: bool,
    edits: &[Edit],
) -> Result<(), StoreError> {
    connection
        .prepare_cached(MARK)?
        .execute(params![id, undone, write(edits)?])?;
    Ok(())
}

fn entry(connection: &Connection, sql: &str) -> Result<Option<Entry>, StoreError> {
    let found = connection
        .prepare_cached(sql)?
        .query_row([], |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get::<_, String>(2)?,
                row.get(3)?,
            ))
        })
        .optional()?;
    found
        .map(|(id, label, edits, question): (_, _, _, Option<i64>)| {
            let mut edits = read(&edits)?;
            edits.extend(question.map(|number| Edit::Row {
                before: None,
                after: Some(Row::Answered(number)),
            }));
            Ok(Entry { id, label, edits })
        })
        .transpose()
}

fn write(edits: &[Edit]) -> Result<String, StoreError> {
    let saved = |block: &Block| Box::new((Record::from(block), block.revision.0));
    let line = |edit: &Edit| match edit {
        Edit::Insert(_) | Edit::Update { .. } | Edit::Delete(_) => Line::Block {
            before: edit.before().map(saved),
            after: edit.after().map(saved),
        },
        Edit::Row { before, after } => Line::Row {
            before: before.as_ref().map(RowRecord::from),
            after: after.as_ref().map(RowRecord::from),
        },
    };
    let lines: Vec<Line> = edits.iter().map(line).collect();
    serde_json::to_string(&lines).map_err(|error| broken(&error))
}

fn read(text: &str) -> Result<Vec<Edit>, StoreError> {
    let lines: Vec<Line> = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let edit = |line| match line {
        Line::Block { before, after } => {
            let (before, after) = (
                before.map(restore).transpose()?,
                after.map(restore).transpose()?,
            );
            match (before, after) {
                (None, Some(block)) => Ok(Edit::Insert(block)),
                (Some(before), Some(after)) => Ok(Edit::Update { before, after }),
                (Some(block), None) => Ok(Edit::Delete(block)),
                (None, None) => Err(broken(&"an edit of nothing")),
            }
        }
        Line::Row { before, after } => Ok(Edit::Row {
            before: before
                .map(RowRecord::into_row)
                .transpose()
                .map_err(|fault| broken(&fault))?,
            after: after
                .map(RowRecord::into_row)
                .transpose()
                .map_err(|fault| broken(&fault))?,
        }),
    };
    lines.into_iter().map(edit).collect()
}

fn restore(saved: Box<(Record, u32)>) -> Result<Block, StoreError> {
    let (record, revision) = *saved;
    let arrival = record.into_arrival().map_err(|fault| broken(&fault))?;
    Ok(Block {
        revision: Revision(revision),
        ..arrival.block
    })
}

fn broken(reason: &dyn std::fmt::Display) -> StoreError {
    StoreError::in_row(
        "the undo journal".to_owned(),
        "last change",
        format!("is odd: {reason}"),
    )
}
