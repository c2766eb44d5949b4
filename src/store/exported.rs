//! The tables as an export of everything reads them and an import of it writes them; and a row of any of them as it
//! stands there, whatever is in it.

use rusqlite::Row;

use super::StoreError;
use super::cell::Cell;
use super::row::{columns, read_columns};
use super::suggestions::columns as suggestion_columns;
use super::write::INSERT;
use crate::domain::file_row::RawRow;
use crate::domain::unreadable::RowKind;

const BLOCKS: &str = concat!(
    "SELECT ",
    read_columns!(),
    ", changed FROM block ORDER BY start"
);
const MARKS: &str = "SELECT day, kind, times, at FROM day_mark ORDER BY day";
const PAUSES: &str = "SELECT week, at FROM pause ORDER BY week";
const FOCUS_RUNS: &str = "SELECT start, start_offset, planned, at FROM focus_run ORDER BY start";
const GUESSES: &str =
    "SELECT week, selling, admin, learning, distraction, at FROM guess ORDER BY week";
const COMMITMENTS: &str = "SELECT week, text, at FROM commitment ORDER BY week";
const REVIEWS: &str =
    "SELECT week, step, revealed, answers, closed_at, figures, at FROM review ORDER BY week";
const SUGGESTIONS: &str = concat!(
    "SELECT ",
    suggestion_columns!(),
    " FROM suggestion ORDER BY uid"
);
const QUESTIONS: &str = "SELECT block, cause, since, since_offset, until, until_offset, id, answered FROM away ORDER BY id";
const CHANGES: &str =
    "SELECT id, parent, at, label, undone, edits, added, removed FROM journal ORDER BY id";
// With whether it is a block of an undone change.
const REMOVED: &str = concat!(
    "SELECT ",
    columns!(),
    ", change, place, place BETWEEN 0 AND \
     (SELECT iif(hex(substr(added, 1, 8)) = 'FFFFFFFFFFFFFFFF', 9e15, length(added) / 24 - 1) \
      FROM journal WHERE id = change AND undone = 1) FROM removed_block ORDER BY change, place"
);
const NOTICES: &str = "SELECT key, at FROM notice ORDER BY key";
const PUT_MARK: &str = "INSERT INTO day_mark (day, kind, times, at) VALUES (?1, ?2, ?3, ?4)";
const PUT_PAUSE: &str = "INSERT INTO pause (week, at) VALUES (?1, ?2)";
const PUT_FOCUS_RUN: &str =
    "INSERT INTO focus_run (start, start_offset, planned, at) VALUES (?1, ?2, ?3, ?4)";
const PUT_GUESS: &str = "INSERT INTO guess (week, selling, admin, learning, distraction, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
const PUT_COMMITMENT: &str = "INSERT INTO commitment (week, text, at) VALUES (?1, ?2, ?3)";
const PUT_REVIEW: &str = "INSERT INTO review (week, step, revealed, answers, closed_at, figures, at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
const PUT_SUGGESTION: &str = concat!(
    "INSERT INTO suggestion (",
    suggestion_columns!(),
    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
);
const PUT_QUESTION: &str = "INSERT INTO away (block, cause, since, since_offset, until, until_offset, id, answered) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const PUT_CHANGE: &str = "INSERT INTO journal (id, parent, at, label, undone, edits, added, removed) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const PUT_REMOVED: &str = concat!(
    "INSERT INTO removed_block (",
    columns!(),
    ", change, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)"
);
const PUT_NOTICE: &str = "INSERT INTO notice (key, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";

/// How many statements there are; those that hand over everything are there to read it all.
#[cfg(test)]
pub(super) const STATEMENT_COUNT: usize = 23;

/// A table of an export of everything.
#[derive(Debug)]
pub(super) struct ExportedTable {
    pub(super) kind: RowKind,
    pub(super) name: &'static str,
    /// Reads all of its rows.
    pub(super) read: &'static str,
    /// All columns but the number of a block, in the order in which `put` takes them.
    columns: &'static str,
    /// Writes a row.
    pub(super) put: &'static str,
}

macro_rules! table {
    ($table:ident, $kind:ident, $name:literal, $read:ident, $put:ident, $columns:expr) => {
        pub(super) const $table: ExportedTable = ExportedTable {
            kind: RowKind::$kind,
            name: $name,
            read: $read,
            columns: $columns,
            put: $put,
        };
    };
}

table!(
    BLOCK,
    Block,
    "block",
    BLOCKS,
    INSERT,
    concat!(columns!(), ", changed")
);
table!(
    MARK,
    Mark,
    "day_mark",
    MARKS,
    PUT_MARK,
    "day, kind, times, at"
);
table!(PAUSE, Pause, "pause", PAUSES, PUT_PAUSE, "week, at");
table!(
    FOCUS_RUN,
    FocusRun,
    "focus_run",
    FOCUS_RUNS,
    PUT_FOCUS_RUN,
    "start, start_offset, planned, at"
);
table!(
    GUESS,
    Guess,
    "guess",
    GUESSES,
    PUT_GUESS,
    "week, selling, admin, learning, distraction, at"
);
table!(
    COMMITMENT,
    Commitment,
    "commitment",
    COMMITMENTS,
    PUT_COMMITMENT,
    "week, text, at"
);
table!(
    REVIEW,
    Review,
    "review",
    REVIEWS,
    PUT_REVIEW,
    "week, step, revealed, answers, closed_at, figures, at"
);
table!(
    SUGGESTION,
    Suggestion,
    "suggestion",
    SUGGESTIONS,
    PUT_SUGGESTION,
    suggestion_columns!()
);
table!(
    QUESTION,
    Question,
    "away",
    QUESTIONS,
    PUT_QUESTION,
    "block, cause, since, since_offset, until, until_offset, id, answered"
);
table!(
    CHANGE,
    Change,
    "journal",
    CHANGES,
    PUT_CHANGE,
    "id, parent, at, label, undone, edits, added, removed"
);
table!(
    REMOVED_BLOCK,
    Change,
    "removed_block",
    REMOVED,
    PUT_REMOVED,
    concat!(columns!(), ", change, place")
);
table!(NOTICE, Notice, "notice", NOTICES, PUT_NOTICE, "key, at");

const TABLES: [&ExportedTable; 12] = [
    &BLOCK,
    &MARK,
    &PAUSE,
    &FOCUS_RUN,
    &GUESS,
    &COMMITMENT,
    &REVIEW,
    &SUGGESTION,
    &QUESTION,
    &CHANGE,
    &REMOVED_BLOCK,
    &NOTICE,
];

/// Columns that came after the first export of everything; where one is missing it is null.
const LATER: [&str; 3] = ["times", "source", "fit"];

impl ExportedTable {
    pub(super) fn column_names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.columns.split(", ")
    }

    /// A row, value by value.
    pub(super) fn read_raw(&self, row: &Row<'_>) -> Result<RawRow, rusqlite::Error> {
        let cell = |name: &str| Ok((name.to_owned(), Cell::from(row.get_ref(name)?)));
        let cells: Result<_, rusqlite::Error> = self.column_names().map(cell).collect();
        Ok(RawRow {
            table: self.name.to_owned(),
            cells: cells?,
        })
    }
}

/// The statement that writes a raw row, and the values that it takes; refused where there are no such table and columns.
pub(super) fn find_place(row: &RawRow) -> Result<(&'static str, Vec<&Cell>), StoreError> {
    let table = TABLES.into_iter().find(|table| table.name == row.table);
    let table = table.ok_or_else(|| {
        StoreError::NotTaken(format!("table: {:?} isn't a table of the file", row.table))
    })?;
    // An export of before a column was there says nothing of it.
    let absent = |name| LATER.contains(&name).then_some(&Cell::Null);
    let cells = table.column_names();
    let cells = cells.map(|name| row.cells.get(name).or_else(|| absent(name)));
    let is_column = |name: &String| table.column_names().any(|known| known == name);
    match cells.collect::<Option<Vec<&Cell>>>() {
        Some(cells) if row.cells.keys().all(is_column) => Ok((table.put, cells)),
        Some(_) | None => {
            let (name, columns) = (table.name, table.columns);
            Err(StoreError::NotTaken(format!(
                "cells: the columns of {name} are {columns}"
            )))
        }
    }
}
