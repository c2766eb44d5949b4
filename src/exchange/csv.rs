//! Blocks as CSV: one a row, under the names of the columns, for spreadsheets.

mod read;

use std::io::Write;

use super::error::ExchangeError;
use crate::domain::block::Block;
use crate::domain::record::Record;
use crate::report::csv::{csv_writer, guard_cell, is_formula};

pub(super) use read::read;

/// The columns. Times are RFC 3339 with the offset of the place; tags stand side by side.
const COLUMNS: [&str; 15] = [
    "id",
    "start",
    "end",
    "category",
    "activity",
    "account",
    "requester",
    "tags",
    "note",
    "touches",
    "conversations",
    "meetings",
    "grade",
    "source",
    "fit",
];

/// How texts stand in a sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Cells {
    /// So that no spreadsheet takes one for a formula; reading the sheet takes that back.
    #[default]
    Guarded,
    /// As they are.
    Raw,
}

/// A sheet that is being written.
pub struct Sheet<'a> {
    out: csv::Writer<&'a mut dyn Write>,
    cells: Cells,
}

impl<'a> Sheet<'a> {
    /// A sheet with the names of its columns.
    pub fn new(out: &'a mut dyn Write, cells: Cells) -> Result<Self, ExchangeError> {
        let mut out = csv_writer().from_writer(out);
        out.write_record(COLUMNS).map_err(writing)?;
        Ok(Self { out, cells })
    }

    /// Writes a block as a row.
    pub fn write(&mut self, block: &Block) -> Result<(), ExchangeError> {
        let record = Record::from(block);
        let cell = |text: &str| match self.cells {
            Cells::Guarded => guard_cell(text),
            Cells::Raw => text.to_owned(),
        };
        let text = |text: Option<String>| cell(&text.unwrap_or_default());
        let outcomes = record.outcomes;
        let row: [String; COLUMNS.len()] = [
            text(record.id),
            record.start,
            text(record.end),
            record.category,
            text(record.activity),
            text(record.account),
            text(record.requester),
            cell(&listed(&record.tags)),
            cell(&record.note),
            outcomes.touches.to_string(),
            outcomes.conversations.to_string(),
            outcomes.meetings.to_string(),
            text(outcomes.grade),
            text(record.source),
            text(record.fit),
        ];
        self.out.write_record(row).map_err(writing)
    }

    /// Ends the sheet: all of it is written.
    pub fn end(mut self) -> Result<(), ExchangeError> {
        self.out.flush().map_err(ExchangeError::Writing)
    }
}

fn writing(error: csv::Error) -> ExchangeError {
    ExchangeError::Writing(error.into())
}

/// Tags side by side; a comma in one of them gets a backslash.
fn listed(tags: &[String]) -> String {
    let escaped = |tag: &String| tag.replace('\\', "\\\\").replace(',', "\\,");
    tags.iter().map(escaped).collect::<Vec<_>>().join(", ")
}

/// A cell without the `'` that [`guard_cell`] puts before a formula.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| is_formula(rest))
        .unwrap_or(cell)
}
