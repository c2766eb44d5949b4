//! The undo journal: what each change wrote, so that it can be taken back, also after a restart.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::domain::block::{Block, Revision};
use crate::domain::edit::Edit;
use crate::domain::record::Record;
use crate::domain::stamp::Stamp;

const ADD: &str = "INSERT INTO journal (at, label, edits, question) VALUES (?1, ?2, ?3, ?4)";
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
    /// The question that the change has answered.
    pub(super) question: Option<i64>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    before: Option<(Record, u32)>,
    after: Option<(Record, u32)>,
}

/// Adds a change, and the question that it has answered; what was undone before it can no longer be redone.
pub(super) fn add(
    connection: &Connection,
    label: &str,
    edits: &[Edit],
    question: Option<i64>,
    now: Stamp,
) -> Result<(), StoreError> {
    connection.prepare_cached(FORGET_UNDONE)?.execute([])?;
    connection.prepare_cached(ADD)?.execute(params![
        now.seconds(),
        label,
        write(edits)?,
        question
    ])?;
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
        .map(|(id, label, edits, question)| {
            Ok(Entry {
                id,
                label,
                edits: read(&edits)?,
                question,
            })
        })
        .transpose()
}

fn write(edits: &[Edit]) -> Result<String, StoreError> {
    let saved = |block: &Block| (Record::from(block), block.revision.0);
    let lines: Vec<Line> = edits
        .iter()
        .map(|edit| Line {
            before: edit.before().map(saved),
            after: edit.after().map(saved),
        })
        .collect();
    serde_json::to_string(&lines).map_err(|error| broken(&error))
}

fn read(text: &str) -> Result<Vec<Edit>, StoreError> {
    let lines: Vec<Line> = serde_json::from_str(text).map_err(|error| broken(&error))?;
    lines
        .into_iter()
        .map(|line| {
            match (
                line.before.map(restore).transpose()?,
                line.after.map(restore).transpose()?,
            ) {
                (None, Some(block)) => Ok(Edit::Insert(block)),
                (Some(before), Some(after)) => Ok(Edit::Update { before, after }),
                (Some(block), None) => Ok(Edit::Delete(block)),
                (None, None) => Err(broken(&"an edit of nothing")),
            }
        })
        .collect()
}

fn restore((record, revision): (Record, u32)) -> Result<Block, StoreError> {
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
