//! Edits as the undo journal writes them down, one by one, and as it reads them again.

use std::collections::HashMap;
use std::fmt::{self, Display};

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::error::unreadable_json;
use super::{Store, StoreError};
use crate::domain::block::{Block, BlockId, Revision};
use crate::domain::edit::{Edit, SideRow};
use crate::domain::record::Record;

/// An edit as the journal writes it: a block with its revision, or a row beside the lane.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Block {
        before: Option<Saved>,
        after: Option<Saved>,
        /// Where a deleted block stood.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<i64>,
    },
    Row {
        before: Option<Box<SideRow>>,
        after: Option<Box<SideRow>>,
    },
}

/// A row beside the lane as it is written, without a copy.
#[derive(Serialize)]
struct RowLine<'a> {
    before: &'a Option<SideRow>,
    after: &'a Option<SideRow>,
}

fn cannot_write(error: &dyn Display) -> StoreError {
    let reason = format!("cannot be written: {error}");
    StoreError::in_row("the change".to_owned(), "edits", reason)
}

/// A block with its revision.
pub(super) type Saved = Box<(Record, u32)>;

/// Edits as the journal has them, while they are written down.
pub(super) struct EditsText(Vec<u8>);

impl EditsText {
    pub(super) fn new() -> Self {
        Self(vec![b'['])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.len() == 1
    }

    /// Adds an edit that `store` has written.
    pub(super) fn add(&mut self, store: &Store, edit: &Edit) -> Result<(), StoreError> {
        if !self.is_empty() {
            self.0.push(b',');
        }
        let written = match edit {
            Edit::Insert(_) | Edit::Update { .. } | Edit::Delete(_) => {
                let row = edit.after().is_none().then(|| edit.before()).flatten();
                let line = Line::Block {
                    before: edit.before().map(save_block),
                    after: edit.after().map(save_block),
                    row: row.and_then(|block| store.freed.borrow().get(&block.id).copied()),
                };
                serde_json::to_writer(&mut self.0, &line)
            }
            Edit::Row { before, after } => {
                serde_json::to_writer(&mut self.0, &RowLine { before, after })
            }
        };
        written.map_err(|error| cannot_write(&error))
    }

    pub(super) fn finish(mut self) -> Result<String, StoreError> {
        self.0.push(b']');
        String::from_utf8(self.0).map_err(|error| cannot_write(&error))
    }
}

/// Entries of before schema 6 have their added blocks here too; so an entry of them takes no place in `added`.
pub(super) fn read_edits(text: &str) -> Result<Vec<Edit>, String> {
    Ok(read_edits_and_rows(text)?.0)
}

/// The edits, and the rows in which deleted blocks stood.
pub(super) fn read_edits_and_rows(
    text: &str,
) -> Result<(Vec<Edit>, HashMap<BlockId, i64>), String> {
    let read: ReadEdits =
        serde_json::from_str(text).map_err(|error| unreadable_json("edits", &error))?;
    match read.fault {
        Some(fault) => Err(fault),
        None => Ok((read.edits, read.rows)),
    }
}

/// The edits of a journal as they are read, line by line: an import may have a hundred thousand.
#[derive(Default)]
struct ReadEdits {
    edits: Vec<Edit>,
    rows: HashMap<BlockId, i64>,
    /// The first thing that is wrong with what they say.
    fault: Option<String>,
}

impl ReadEdits {
    fn add(&mut self, line: Line) -> Result<(), String> {
        self.edits.push(match line {
            Line::Block { before, after, row } => {
                let (before, after) = (
                    before.map(restore_block).transpose()?,
                    after.map(restore_block).transpose()?,
                );
                match (before, after) {
                    (None, Some(block)) => Edit::Insert(block),
                    (Some(before), Some(after)) => Edit::Update { before, after },
                    (Some(block), None) => {
                        self.rows.extend(row.map(|row| (block.id, row)));
                        Edit::Delete(block)
                    }
                    (None, None) => return Err("hold an edit of nothing".to_owned()),
                }
            }
            Line::Row { before, after } => Edit::Row {
                before: before.map(|row| *row),
                after: after.map(|row| *row),
            },
        });
        Ok(())
    }
}

impl<'de> Deserialize<'de> for ReadEdits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(ReadLines)
    }
}

struct ReadLines;

impl<'de> Visitor<'de> for ReadLines {
    type Value = ReadEdits;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of edits")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut lines: A) -> Result<ReadEdits, A::Error> {
        let mut read = ReadEdits::default();
        while let Some(line) = lines.next_element()? {
            if read.fault.is_none() {
                read.fault = read.add(line).err();
            }
        }
        Ok(read)
    }
}

/// Edits for another file, in which blocks stand in other rows.
pub(super) fn without_rows(edits: String) -> String {
    if !edits.contains("\"row\":") {
        return edits;
    }
    let lines: Result<Vec<Line>, _> = serde_json::from_str(&edits);
    let written = lines.and_then(|mut lines| {
        for line in &mut lines {
            if let Line::Block { row, .. } = line {
                *row = None;
            }
        }
        serde_json::to_string(&lines)
    });
    written.unwrap_or(edits)
}

fn save_block(block: &Block) -> Saved {
    Box::new((Record::from(block), block.revision.0))
}

pub(super) fn restore_block(saved: Saved) -> Result<Block, String> {
    let (record, revision) = *saved;
    let block = record
        .into_stored()
        .map_err(|_| "aren't as tafs writes them".to_owned())?;
    Ok(Block {
        revision: Revision(revision),
        ..block
    })
}
